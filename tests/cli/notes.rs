//! Notes on documents and passages, across runs and changes of the text.

use crate::rig::{Rig, story};
use serde_json::{Value, json};
use std::fs;

fn two() -> Rig {
    let rig = Rig::with(&[("a.txt", &format!("\u{e9}t\u{e9} first.\n\n{}", story(1))), ("b.txt", &story(2))]);
    rig.json(&["add", "a.txt", "b.txt"]);
    rig
}

fn passage(rig: &Rig, key: &str) -> String {
    let text = rig.json(&["show", key])[0]["text"].as_str().unwrap().to_owned();
    text.split(['.', '\n']).find(|sentence| sentence.contains(" ledger weighed ")).unwrap().trim().to_owned()
}

fn quoted(line: &Value, rig: &Rig) -> String {
    let text = rig.json(&["show", line["document"].as_str().unwrap()])[0]["text"].as_str().unwrap().to_owned();
    let at = |end: &str| line[end].as_u64().unwrap() as usize;
    text.chars().skip(at("start")).take(at("end") - at("start")).collect()
}

#[test]
fn notes_are_put_found_listed_and_taken_back() {
    let rig = two();
    let words = passage(&rig, "a.txt");
    let line = &rig.json(&["note", "a.txt", "Ask the Baker\u{2019}s son", "--passage", &words])[0];
    assert_eq!(
        (&line["act"], &line["value"], &line["who"]),
        (&json!("note"), &json!("Ask the Baker\u{2019}s son"), &json!("ada"))
    );
    assert_eq!((&line["passage"]["text"], &line["passage"]["unit"]), (&json!(words), &json!("codepoint")));
    rig.json(&["note", "b.txt", "dull", "--as", "eve"]);
    let notes = rig.json(&["notes"]);
    assert_eq!(notes.len(), 2);
    assert_eq!((quoted(&notes[0], &rig), &notes[0]["unit"]), (words.clone(), &json!("codepoint")));
    assert_eq!((&notes[1]["start"], &notes[1]["quote"], &notes[1]["who"]), (&Value::Null, &Value::Null, &json!("eve")));
    for query in ["note:baker", "note:\"the baker s son\"", "note:ask is:noted", "note:bak* by:ada"] {
        assert_eq!(rig.json(&["search", query]).len(), 1, "{query}");
    }
    assert_eq!(rig.json(&["search", "note:*"]).len(), 2);
    assert_eq!(rig.run(&["search", "note:\"son baker\""]).code, 1);
    let number = notes[0]["note"].as_i64().unwrap().to_string();
    assert_eq!(rig.run(&["note", "b.txt", "--off", &number]).code, 2, "it is on another document");
    rig.json(&["note", "a.txt", "--off", &number]);
    assert_eq!(rig.run(&["search", "note:baker"]).code, 1);
    rig.json(&["undo"]);
    assert_eq!(rig.json(&["search", "note:baker"]).len(), 1);
    rig.json(&["undo"]);
    assert_eq!(rig.run(&["search", "note:baker"]).code, 1);
    rig.json(&["redo"]);
    assert_eq!(rig.json(&["notes", "note:baker"]).len(), 1);
    assert_eq!(rig.run(&["note", "a.txt", "x", "--passage", "words that do not stand there"]).code, 2);
    assert_eq!(rig.run(&["note", "a.txt", " "]).code, 2);
    assert_eq!(rig.run(&["check"]).code, 0);
}

#[test]
fn a_note_stays_on_its_words_when_the_file_changes() {
    let rig = two();
    let words = passage(&rig, "a.txt");
    rig.json(&["note", "a.txt", "check this", "--passage", &words]);
    let text = fs::read_to_string(rig.path().join("a.txt")).unwrap();
    fs::write(rig.path().join("a.txt"), format!("A new beginning, \u{e0} la carte.\n\n{text}")).unwrap();
    rig.json(&["add", "a.txt"]);
    let notes = rig.json(&["notes"]);
    assert_eq!((&notes[0]["document"], quoted(&notes[0], &rig)), (&json!("a.txt@1"), words));
}

#[test]
fn notes_travel_with_the_log() {
    let (rig, other) = (two(), two());
    let words = passage(&rig, "a.txt");
    rig.json(&["note", "a.txt", "first thought", "--passage", &words]);
    rig.json(&["note", "b.txt", "second"]);
    let number = rig.json(&["notes", "key:b.txt"])[0]["note"].as_i64().unwrap().to_string();
    rig.json(&["note", "b.txt", "--off", &number]);
    fs::write(other.path().join("log.jsonl"), rig.run(&["log", "--json"]).out).unwrap();
    other.json(&["import-decisions", "log.jsonl"]);
    let notes = other.json(&["notes"]);
    assert_eq!((notes.len(), &notes[0]["text"], quoted(&notes[0], &other)), (1, &json!("first thought"), words));
    assert_eq!(other.run(&["check"]).code, 0);
}
