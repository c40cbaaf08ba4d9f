//! Several people in one library, at once and apart: no decision is lost, and what meets is told.

use crate::rig::{Rig, stories};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fs;
use std::process::Stdio;
use std::time::Duration;

/// What a log says, whatever the numbers and the places of its lines; that something was merged is told
/// in the log of the library that did so alone.
fn said(rig: &Rig) -> BTreeSet<String> {
    let mut lines = rig.run(&["log", "--json"]).lines();
    lines.retain(|line| line["act"] != "import");
    let plain = |line: &Value| {
        let mut line = line.clone();
        for number in ["decision", "with", "turned"] {
            line.as_object_mut().unwrap().remove(number);
        }
        line.to_string()
    };
    lines.iter().map(plain).collect()
}

/// Every process decides again and again, some are killed in the middle; whatever was told to be
/// decided is in the log, and everything that stands is what the log says.
fn killed_at_random(people: usize, rounds: usize) {
    let rig = stories(6);
    let told: Vec<(usize, usize, bool)> = std::thread::scope(|scope| {
        let person = |who: usize| {
            let rig = &rig;
            scope.spawn(move || {
                let mut told = Vec::new();
                for round in 0..rounds {
                    let (name, tag) = (format!("p{who}"), format!("+t{who}-{round}"));
                    let query = format!("key:{}", (who + round) % 6);
                    let args = ["--as", &name, "tag", &query, &tag];
                    let mut child = rig.command(&args).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
                    // A pause that differs from run to run of the loop but not from test to test.
                    let pause = (who * 37 + round * 53) % 97;
                    if round % 3 == 1 {
                        std::thread::sleep(Duration::from_millis(pause as u64));
                        let _ = child.kill();
                    }
                    told.push((who, round, child.wait().unwrap().success()));
                    if round % 4 == 2 {
                        let verdict = ["keep", "drop", "later"][round % 3];
                        assert_eq!(rig.run(&["--as", &name, "mark", "in", verdict]).code, 1, "nothing has the word");
                        assert_eq!(rig.run(&["--as", &name, "mark", &query, verdict]).code, 0);
                        assert_eq!(rig.run(&["--as", &name, "undo"]).code, 0);
                    }
                }
                told
            })
        };
        let running: Vec<_> = (0..people).map(person).collect();
        running.into_iter().flat_map(|person| person.join().unwrap()).collect()
    });
    let log = rig.json(&["log"]);
    let tags: BTreeSet<String> =
        log.iter().filter(|line| line["act"] == "tag").map(|line| line["value"].as_str().unwrap().to_owned()).collect();
    let mut done = 0;
    for (who, round, success) in told {
        let tag = format!("t{who}-{round}");
        assert!(!success || tags.contains(&tag), "{tag} was told to be decided and is not in the log");
        done += usize::from(success);
        if tags.contains(&tag) {
            assert_eq!(rig.json(&["search", &format!("tag:{tag} by:p{who}")]).len(), 1);
        }
    }
    assert!(done >= people * rounds / 2, "{done} of {}", people * rounds);
    for line in &log {
        assert_eq!(line["documents"].as_array().unwrap().len(), 1, "{line}");
    }
    let check = rig.run(&["check"]);
    assert_eq!(check.code, 0, "{}{}", check.out, check.err);
    assert_eq!(rig.json(&["search", "is:undecided"]).len(), 6, "every verdict was taken back");
}

#[test]
fn two_processes_killed_at_random_lose_no_decision() {
    killed_at_random(2, 14);
}

#[test]
fn eight_processes_killed_at_random_lose_no_decision() {
    killed_at_random(8, 7);
}

/// Two libraries with the same documents.
fn apart() -> (Rig, Rig) {
    let (here, there) = (stories(4), stories(4));
    here.json(&["mark", "key:0", "keep"]);
    here.json(&["mark", "key:1", "keep"]);
    here.json(&["mark", "key:2", "drop", "--as", "bo"]);
    there.json(&["--as", "eve", "mark", "key:0", "keep"]);
    there.json(&["--as", "eve", "mark", "key:1", "drop"]);
    there.json(&["--as", "eve", "tag", "key:3", "+boat"]);
    there.json(&["--as", "eve", "mark", "key:3", "later"]);
    there.json(&["--as", "eve", "undo"]);
    (here, there)
}

#[test]
fn decisions_made_apart_are_merged_and_meet() {
    let (here, there) = apart();
    let log = there.run(&["log", "--json"]).out;
    fs::write(here.path().join("eve.jsonl"), &log).unwrap();
    let merged = &here.json(&["import-decisions", "eve.jsonl"])[0];
    assert_eq!(
        merged,
        &json!({"decisions": 4, "new": 4, "known": 0, "turned": 0, "left_out": 0, "agreements": 1, "conflicts": 1})
    );
    assert_eq!(here.json(&["search", "tag:boat by:eve"]).len(), 1);
    assert_eq!(here.run(&["search", "key:3 verdict:later"]).code, 1, "it was taken back there");
    let disputed = here.json(&["search", "is:disputed"]);
    assert_eq!(disputed.iter().map(|line| line["key"].as_str().unwrap()).collect::<Vec<_>>(), ["in/1.txt"]);
    let again = &here.json(&["import-decisions", there.path().join(".variorum").to_str().unwrap()])[0];
    assert_eq!((&again["new"], &again["known"]), (&json!(0), &json!(4)), "what is known is not taken twice");
    assert_eq!(here.json(&["search", "is:disputed"]).len(), 1);
    here.json(&["mark", "is:disputed", "drop"]);
    assert_eq!(here.run(&["search", "is:disputed"]).code, 1, "a verdict given since has settled it");
    let undo = here.json(&["undo"]);
    assert_eq!(undo[0]["value"], "drop");
    assert_eq!(here.json(&["search", "is:disputed"]).len(), 1, "and is taken back");
    assert_eq!(here.run(&["check"]).code, 0);
}

#[test]
fn a_verdict_said_again_settles_a_dispute() {
    let (here, there) = (stories(2), stories(2));
    there.json(&["--as", "eve", "mark", "key:1", "drop"]);
    here.json(&["mark", "key:1", "keep"]);
    here.json(&["import-decisions", there.path().join(".variorum").to_str().unwrap()]);
    assert_eq!(here.json(&["search", "is:disputed verdict:keep"]).len(), 1);
    assert_eq!(here.run(&["mark", "key:1", "keep"]).out, "kept 1 document\n");
    assert_eq!(here.run(&["search", "is:disputed"]).code, 1);
    assert_eq!(here.run(&["mark", "key:1", "keep"]).out, "1 document is kept already\n");
}

#[test]
fn merging_both_ways_gives_both_the_same_log() {
    let (here, there) = apart();
    there.json(&["import-decisions", here.path().join(".variorum").to_str().unwrap()]);
    here.json(&["import-decisions", there.path().join(".variorum").to_str().unwrap()]);
    assert_eq!(said(&here), said(&there));
    assert_eq!(said(&here).len(), 7);
    for query in ["verdict:keep", "verdict:drop", "tag:boat", "is:disputed"] {
        let keys = |rig: &Rig| -> BTreeSet<String> {
            let lines = rig.run(&["search", query, "--json"]).lines();
            lines.iter().map(|line| line["key"].as_str().unwrap().to_owned()).collect()
        };
        assert_eq!(keys(&here), keys(&there), "{query}");
    }
    here.json(&["undo", "--as", "bo"]);
    let refused = here.run(&["undo", "--as", "eve"]);
    assert_eq!(refused.code, 1, "what was decided elsewhere is undone there");
    let told = format!("{}{}", refused.out, refused.err);
    assert!(told.contains("nothing of yours is left to undo; what ada took over goes with the merge"), "{told}");
    let turned = &there.json(&["import-decisions", here.path().join(".variorum").to_str().unwrap()])[0];
    assert_eq!(turned["turned"], 1);
    assert_eq!(there.run(&["search", "key:2 verdict:drop"]).code, 1);
    assert_eq!(there.run(&["check"]).code, 0);
}

#[test]
fn a_damaged_log_is_told_by_its_lines() {
    let (here, there) = apart();
    let mut log = there.run(&["log", "--json"]).out;
    log.push_str("{\"decision\": 9}\nno json\n");
    log.push_str(&there.run(&["log", "--json"]).out.replace("in/3.txt", "in/33.txt").replace("+boat", "x"));
    fs::write(here.path().join("eve.jsonl"), log).unwrap();
    let ran = here.run(&["import-decisions", "eve.jsonl"]);
    assert_eq!(ran.code, 1);
    for told in ["eve.jsonl:5: is no line of a log", "eve.jsonl:6:", "no document has the key \"in/33.txt\" here"] {
        assert!(ran.err.contains(told), "{told}: {}", ran.err);
    }
    assert_eq!(here.json(&["search", "by:eve"]).len(), 3);
    assert_eq!(here.run(&["import-decisions", "nowhere.jsonl"]).code, 2);
}

#[test]
fn what_each_has_read_is_taken_from_the_log_of_an_older_library() {
    let rig = stories(2);
    let read = |who: &str, key: &str, value: &str, minute: usize| {
        json!({"decision": minute, "when": format!("2026-01-01T10:{minute:02}:00Z"), "who": who, "act": "read",
               "value": value, "documents": [key], "undone": false, "quiet": true})
        .to_string()
    };
    let log = [
        read("eve", "in/0.txt", "yes", 1),
        read("eve", "in/1.txt", "yes", 2),
        read("eve", "in/1.txt", "no", 3),
        read("ada", "in/1.txt", "yes", 4),
    ];
    fs::write(rig.path().join("log.jsonl"), log.join("\n")).unwrap();
    rig.json(&["import-decisions", "log.jsonl"]);
    let database = rusqlite::Connection::open(rig.path().join(".variorum/library.sqlite")).unwrap();
    database.execute_batch(crate::rig::BEFORE_MERGING).unwrap();
    drop(database);
    let keys = |who: &str| -> Vec<String> {
        let lines = rig.run(&["--as", who, "search", "is:read", "--json"]).lines();
        lines.iter().map(|line| line["key"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!((keys("eve"), keys("ada")), (vec!["in/0.txt".to_owned()], vec!["in/1.txt".to_owned()]));
    assert_eq!(rig.run(&["check"]).code, 0);
}

#[test]
fn everyone_has_read_for_themselves() {
    let rig = stories(2);
    assert_eq!(rig.json(&["search", "is:unread"]).len(), 2);
    let rig_of = |who: &str, query: &str| rig.run(&["--as", who, "search", query, "--json"]).lines().len();
    fs::write(
        rig.path().join("log.jsonl"),
        json!({"decision": 1, "when": "2026-01-01T10:00:00Z", "who": "eve", "act": "read", "value": "yes",
               "documents": ["in/0.txt"], "undone": false, "quiet": true})
        .to_string(),
    )
    .unwrap();
    rig.json(&["import-decisions", "log.jsonl"]);
    assert_eq!((rig_of("eve", "is:read"), rig_of("ada", "is:read")), (1, 0));
    assert_eq!((rig_of("eve", "is:unread"), rig_of("ada", "is:unread")), (1, 2));
}
