//! Which library a command opens or makes, and when none is made.

use crate::rig::{Rig, story};
use serde_json::json;
use std::fs;
use std::process::Stdio;

fn has_library(rig: &Rig, folder: &str) -> bool {
    rig.path().join(folder).join(".variorum/library.sqlite").exists()
}

#[test]
fn what_is_added_goes_beside_its_path_and_one_library_is_made() {
    let rig = Rig::with(&[("demo/corpus/a.txt", &story(1)), ("demo/inbox/b.txt", &story(2))]);
    let ran = rig.run(&["add", "demo/corpus"]);
    assert!(ran.code == 0 && ran.err.contains("library made: ") && ran.err.contains("demo/.variorum"), "{}", ran.err);
    let ran = rig.run(&["add", "demo/inbox"]);
    assert!(ran.code == 0 && !ran.err.contains("library made"), "{}", ran.err);
    assert!(has_library(&rig, "demo") && !has_library(&rig, "."));
    let ran = rig.run(&["search", "ledger"]);
    assert!(ran.code == 3 && ran.err.contains("--library demo/.variorum"), "{}", ran.err);
    let stats = &rig.json(&["--library", "demo/.variorum", "stats"])[0];
    assert_eq!(stats["documents"], 2);
    assert!(stats["library"].as_str().unwrap().ends_with("demo/.variorum"), "{stats}");
    assert!(rig.run(&["--library", "demo/.variorum", "stats"]).out.starts_with("library "));
    assert_eq!(rig.json(&["--library", "demo/.variorum", "search", "ledger"]).len(), 2);
}

#[test]
fn the_folder_at_hand_gets_its_library_inside() {
    let rig = Rig::with(&[("a.txt", &story(1))]);
    rig.json(&["add", "."]);
    assert!(has_library(&rig, "."));
    assert_eq!(rig.json(&["search", "ledger"])[0]["key"], "a.txt");
}

#[test]
fn nothing_to_read_makes_no_library() {
    let rig = Rig::with(&[("notes.hook", "a ledger by hand")]);
    fs::create_dir(rig.path().join("empty")).unwrap();
    for path in ["tpyo", "empty"] {
        let ran = rig.run(&["add", path]);
        assert!(ran.code == 1 && ran.err.contains("so no library is made"), "{path}: {}", ran.err);
        assert!(!has_library(&rig, "."), "{path}");
    }
    let ran = rig.run(&["add", "tpyo", "--watch"]);
    assert!(ran.code == 1 && !has_library(&rig, "."), "{}", ran.err);
    let ran = rig.run(&["add", "notes.hook", "--extract", "hook=cat {}"]);
    assert!(ran.code == 0 && has_library(&rig, "."), "what a program of the reader's reads counts: {}", ran.err);
}

#[test]
fn a_variable_set_to_nothing_is_not_set() {
    let rig = Rig::with(&[("in/a.txt", &story(1))]);
    rig.json(&["add", "in"]);
    let ran = rig.command(&["stats", "--json"]).env("VARIORUM_LIBRARY", "").output().unwrap();
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    let ran = rig.command(&["stats"]).env("VARIORUM_LIBRARY", "elsewhere").output().unwrap();
    assert_eq!(ran.status.code(), Some(3));
    let ran = rig.run(&["stats", "--frobnicate"]);
    assert!(ran.code == 2 && ran.err.contains("Usage:"), "{}", ran.err);
}

#[test]
fn a_database_that_is_gone_is_not_begun_anew() {
    let rig = Rig::with(&[("in/a.txt", &story(1))]);
    rig.json(&["add", "in"]);
    fs::remove_file(rig.path().join(".variorum/library.sqlite")).unwrap();
    for args in [&["search", "ledger"][..], &["add", "in"]] {
        let ran = rig.run(args);
        assert!(ran.code == 3 && ran.err.contains("is gone, although"), "{args:?}: {}", ran.err);
    }
    assert!(!has_library(&rig, "."));
}

#[test]
fn an_add_that_brings_nothing_leaves_no_batch() {
    let rig = Rig::with(&[("in/a.txt", &story(1)), ("in/torn.json", "{\"text\": ")]);
    let count = |batches: usize| assert_eq!(rig.json(&["batches"]).len(), batches);
    assert_eq!(rig.run(&["add", "in"]).code, 1);
    count(1);
    let ran = rig.run(&["add", "in", "--json"]);
    let report = &ran.lines()[0];
    assert_eq!(
        (ran.code, &report["batch"], &report["failed"], &report["files"]),
        (1, &json!(""), &json!(1), &json!(2))
    );
    count(1);
    assert!(rig.run(&["add", "in"]).out.starts_with("nothing new came"));
    rig.write("in/torn too.json", "{\"text\": ");
    assert_eq!(rig.run(&["add", "in"]).code, 1);
    count(2);
    rig.run(&["add", "in", "--batch", "wished for"]);
    count(3);
}

#[test]
fn completions_go_nowhere_without_breaking_down() {
    let rig = Rig::with(&[]);
    let full = fs::File::options().write(true).open("/dev/full").unwrap();
    let ran = rig.command(&["completions", "bash"]).stdout(full).output().unwrap();
    let err = String::from_utf8_lossy(&ran.stderr).into_owned();
    assert!(ran.status.code() == Some(3) && err.contains("the output cannot be written"), "{err}");
    let mut child =
        rig.command(&["completions", "bash"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let ran = child.wait_with_output().unwrap();
    assert!(ran.status.success() && ran.stderr.is_empty(), "{}", String::from_utf8_lossy(&ran.stderr));
}

#[test]
fn a_library_inside_its_corpus_is_not_read() {
    let rig = Rig::with(&[("papers/a.txt", "The ferry left."), ("papers/b.txt", "The crane fell.")]);
    for _ in 0..2 {
        let added = rig.run(&["add", "papers", "--library", "papers/kept", "--json"]);
        assert_eq!(added.code, 0, "{}", added.err);
    }
    let found = rig.run(&["search", "", "--count", "--library", "papers/kept"]).out;
    assert!(found.starts_with("2 documents"), "{found}");
}
