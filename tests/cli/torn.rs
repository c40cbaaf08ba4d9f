//! Files that end too early: read as far as they go, told, and counted as not whole.

use crate::rig::{Rig, story};
use serde_json::Value;

#[test]
fn what_is_torn_is_read_and_told() {
    let rig = Rig::with(&[]);
    let text = story(1);
    let rich = format!("{{\\rtf1\\ansi {}}}", text.replace('\n', "\\par\n"));
    let page = format!("<?xml version='1.0'?>\n<report><p>{text}</p></report>\n");
    let card =
        format!("BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ilse Marrant\r\nNOTE:{}\r\nEND:VCARD\r\n", text.replace('\n', " "));
    let table = format!("id,text\r\n1,\"{}\"\r\n", text.replace('"', "\"\""));
    for (name, whole) in [("a.rtf", rich), ("b.xml", page), ("c.vcf", card), ("d.csv", table)] {
        rig.write(&format!("whole/{name}"), &whole);
        rig.write(
            &format!("torn/{name}"),
            String::from_utf8_lossy(&whole.as_bytes()[..whole.len() * 3 / 4]).into_owned(),
        );
    }
    assert_eq!(rig.json(&["add", "whole"])[0]["failures"].as_array().unwrap().len(), 0);
    let ran = rig.run(&["add", "torn", "--json"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    let report = &ran.lines()[0];
    assert_eq!((report["read"].as_u64(), report["documents"].as_u64()), (Some(4), Some(4)), "{report}");
    let told: Vec<(&str, bool, &str)> = report["failures"]
        .as_array()
        .unwrap()
        .iter()
        .map(|failure| {
            let text = |name: &str| failure[name].as_str().unwrap();
            assert_eq!(text("kind"), "record");
            (text("path"), failure["line"] != Value::Null, text("error"))
        })
        .collect();
    for (name, said) in [
        ("torn/a.rtf", "ends too early, before its last group is closed; what stands before it was read"),
        ("torn/b.xml", "ends too early, in the <p> that begins in line 2; what stands before it was read"),
        ("torn/c.vcf", "ends too early, inside the VCARD that begins in line 1; what stands before it was read"),
        ("torn/d.csv", "a quote in this row is never closed"),
    ] {
        assert!(
            told.iter().any(|(path, line, error)| path.ends_with(name) && *line && error.contains(said)),
            "{name}: {told:?}"
        );
    }
}

#[test]
fn a_text_of_dos_is_found_by_its_words() {
    let rig = Rig::with(&[]);
    rig.write("in/a.txt", b"Der B\x81rgermeister hat den Brief ge\x94ffnet, den die Beh\x94rde schickte.\n");
    rig.write("in/b.txt", b"Le pr\x8efet a re\x8du hier la lettre du maire, bien tard d\x8ej\x88.\n");
    rig.json(&["add", "in"]);
    assert_eq!(rig.json(&["search", "Bürgermeister Behörde"]).len(), 1);
    assert_eq!(rig.json(&["search", "préfet"]).len(), 1);
}
