//! Damage in what is derived costs time, never an answer: it is made anew from the database.

use crate::rig::{Rig, story};
use std::fs;
use std::path::PathBuf;

/// Documents of which each third one is a version of the one before it.
fn corpus(rig: &Rig) {
    for id in 0..60 {
        let text = if id % 3 == 2 { story(id - 1).replace("ledger", "register") } else { story(id) };
        rig.write(&format!("in/{id:03}.txt"), text);
    }
}

fn files(rig: &Rig, folder: &str, ending: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(rig.path().join(".variorum").join(folder)).unwrap();
    entries.map(|entry| entry.unwrap().path()).filter(|path| path.to_string_lossy().ends_with(ending)).collect()
}

/// Turns over bytes all through a part of a file, given in percent.
fn damage(file: &PathBuf, from: usize, to: usize, step: usize) {
    let mut bytes = fs::read(file).unwrap();
    let (from, to) = (bytes.len() * from / 100, bytes.len() * to / 100);
    (from..to).step_by(step).for_each(|at| bytes[at] ^= 0x5a);
    fs::write(file, bytes).unwrap();
}

#[test]
fn damaged_fingerprints_are_noticed_and_derived_again() {
    let rig = Rig::with(&[]);
    corpus(&rig);
    rig.json(&["add", "in"]);
    let groups = rig.json(&["versions"]);
    assert_eq!(groups.len(), 20);
    for file in files(&rig, "prints", ".run") {
        damage(&file, 10, 80, 50);
    }
    let found = rig.run(&["check"]);
    assert_eq!(found.code, 1);
    assert!(found.out.contains("fingerprints"), "{}", found.out);
    rig.write("in/more.txt", story(7).replace("ledger", "cashbook"));
    let report = &rig.json(&["add", "in"])[0];
    assert_eq!((report["new"].as_u64(), report["near_versions"].as_u64()), (Some(1), Some(1)));
    assert_eq!(rig.run(&["check"]).code, 0);
    assert_eq!(rig.json(&["versions"]).len(), 20);
    assert_eq!(rig.json(&["versions", "more.txt"])[0]["members"].as_array().unwrap().len(), 3);
}

#[test]
fn fingerprints_that_are_gone_are_told_of_and_derived_again() {
    let rig = Rig::with(&[]);
    corpus(&rig);
    rig.json(&["add", "in"]);
    let shared = || rig.run(&["passages", "002.txt", "--json"]);
    assert!(!shared().lines().is_empty());
    fs::remove_dir_all(rig.path().join(".variorum/prints")).unwrap();
    let ran = shared();
    assert!(ran.code == 3 && ran.err.contains("rebuild"), "nothing shared is another answer: {} {}", ran.code, ran.err);
    let groups = rig.json(&["versions"]);
    rig.json(&["join", "000.txt", "003.txt"]);
    assert_eq!(rig.json(&["versions"]), groups, "they cannot be gathered now, and none is lost");
    rig.write("in/more.txt", story(99));
    rig.json(&["add", "in"]);
    assert!(!shared().lines().is_empty());
    assert_eq!(rig.json(&["versions", "000.txt"])[0]["members"].as_array().unwrap().len(), 2);
    assert_eq!(rig.run(&["check"]).code, 0);
}

#[test]
fn a_damaged_text_index_is_made_anew_by_the_search_that_meets_it() {
    let rig = Rig::with(&[]);
    corpus(&rig);
    rig.json(&["add", "in"]);
    let queries = ["crate", "\"port ellery\"", "person:*", "cra*", "words:>100", "sort:date", "mentions"];
    let ask = |query: &str| match query {
        "mentions" => rig.run(&["mentions", "Ilse Marrant"]),
        query => rig.run(&["search", query, "--count"]),
    };
    let expected: Vec<String> = queries.iter().map(|query| ask(query).out).collect();
    for ending in [".idx", ".pos", ".term", ".fast", ".fieldnorm"] {
        for file in files(&rig, "index", ending) {
            damage(&file, 0, 90, 7);
        }
        for query in queries {
            let ran = ask(query);
            assert!((0..=3).contains(&ran.code), "{ending} {query}: {} {}", ran.code, ran.err);
            assert!(!ran.err.contains("panicked"), "{ending} {query}: {}", ran.err);
        }
        rig.json(&["rebuild"]);
    }
    for (query, expected) in queries.iter().zip(&expected) {
        assert_eq!(&ask(query).out, expected, "{query}");
    }
    for file in files(&rig, "index", ".fast").into_iter().chain(files(&rig, "index", ".term")) {
        damage(&file, 0, 90, 3);
    }
    let ran = rig.run(&["search", "crate", "--count"]);
    assert_eq!((ran.code, &ran.out), (0, &expected[0]), "{}", ran.err);
    assert_eq!(rig.run(&["check"]).code, 0);
}

#[test]
fn a_rebuild_in_the_middle_of_a_batch_keeps_the_groups() {
    let rig = Rig::with(&[]);
    corpus(&rig);
    rig.json(&["add", "in"]);
    let groups = rig.json(&["versions"]);
    let unfinished = unfinish(&rig);
    assert!(unfinished, "the batch is open again");
    rig.run(&["rebuild"]);
    assert_eq!(rig.json(&["versions"]), groups);
    rig.json(&["add", "in"]);
    assert_eq!(rig.json(&["versions"]), groups);
    assert_eq!(rig.run(&["check"]).code, 0);
}

/// Leaves the newest batch as a killed `add` does.
fn unfinish(rig: &Rig) -> bool {
    let db = rusqlite::Connection::open(rig.path().join(".variorum/library.sqlite")).unwrap();
    db.execute("UPDATE batch SET finished = NULL", []).unwrap() == 1
}
