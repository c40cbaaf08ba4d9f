//! Outlook's mail folders, with the real binary.

use crate::rig::Rig;

#[path = "../../src/ingest/pst/made.rs"]
mod made;

const FERRY: &str = "box.pst!/Inbox/65537 Re: The ferry _ late.msg";

#[test]
fn each_message_of_a_mail_folder_is_a_document_of_its_own() {
    let rig = Rig::with(&[]);
    let (bytes, places) = made::sample(true);
    rig.write("box.pst", &bytes);
    rig.write("boxes.zip", crate::files::zip(&[("old/box.pst", &bytes)]));
    let report = &rig.json(&["add", "box.pst"])[0];
    assert_eq!(report["documents"], 5, "{report}");
    let ferry = &rig.json(&["show", FERRY])[0];
    assert!(ferry["text"].as_str().unwrap().ends_with("The ferry is late again.\n"), "{ferry}");
    assert_eq!(ferry["date"].as_str().map(|date| &date[..10]), Some("2015-01-16"), "{ferry}");
    let tides = &rig.json(&["show", "box.pst!/Inbox/65538 Tides.msg!/tides.txt"])[0];
    assert_eq!(tides["text"], "High water at noon, low water at six.\n");
    let first = &rig.json(&["show", "box.pst!/Inbox/Port_Quay/65539 Fwd.msg!/The first letter.msg"])[0];
    assert!(first["text"].as_str().unwrap().contains("It began at sea."), "{first}");
    let report = &rig.json(&["add", "boxes.zip"])[0];
    assert_eq!((&report["exact_copies"], &report["failures"]), (&5.into(), &serde_json::json!([])), "{report}");

    // What is damaged is told by name, and the rest is read.
    let rig = Rig::with(&[]);
    let mut bytes = bytes;
    let last = places[places.len() - 2];
    bytes[last + 1] ^= 0x40;
    rig.write("box.pst", &bytes);
    let ran = rig.run(&["add", ".", "--json"]);
    let report = &ran.lines()[0];
    assert_eq!((&report["documents"], report["failures"].as_array().map(Vec::len)), (&3.into(), Some(1)), "{report}");
    assert!(report["failures"][0]["error"].as_str().unwrap().contains("damaged"), "{report}");
    rig.json(&["show", FERRY]);
}
