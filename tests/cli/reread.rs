//! Names that an older recogniser has read are told of, and read again by `rebuild`, whenever that is
//! broken off.

use crate::rig::{Rig, story};
use serde_json::{Value, json};
use std::process::Stdio;
use std::time::Duration;

fn corpus() -> Rig {
    let rig = Rig::with(&[]);
    for id in 0..40 {
        rig.write(&format!("in/{id:03}.txt"), story(id));
    }
    let records: String =
        (0..600).map(|id| json!({"id": format!("r{id}"), "text": story(id + 100)}).to_string() + "\n").collect();
    rig.write("in/wire.jsonl", records);
    rig.json(&["add", "in"]);
    rig
}

/// Makes a library forget by which recogniser its names were read.
fn make_older(rig: &Rig) {
    let database = rusqlite::Connection::open(rig.path().join(".variorum/library.sqlite")).unwrap();
    database.execute_batch("DELETE FROM recognised").unwrap();
}

fn older(rig: &Rig) -> u64 {
    rig.json(&["stats"])[0]["names_of_older"].as_u64().unwrap()
}

/// Entities and mentions, as they are told.
fn picture(rig: &Rig) -> Vec<Value> {
    let mut all = rig.json(&["entities"]);
    all.extend(rig.json(&["mentions", "Ilse Marrant", "Saltmere"]));
    all.extend(rig.json(&["search", "entity:saltmere", "--count"]));
    all
}

#[test]
fn a_library_of_an_older_recogniser_says_so_until_it_is_rebuilt() {
    let rig = Rig::with(&[("a.txt", "Anna Kern spoke in Antwerp on Monday. Kern denied it, and Antwerp laughed.\n")]);
    rig.json(&["add", "a.txt"]);
    assert_eq!((older(&rig), rig.run(&["check"]).code), (0, 0));
    rig.write("s.jsonl", json!({"key": "a.txt", "spans": [{"start": 38, "end": 42, "label": "ORG"}]}).to_string());
    assert_eq!(rig.run(&["import-spans", "s.jsonl"]).code, 0);
    rig.json(&["rename", "Antwerp", "The Port"]);
    let before = rig.json(&["show", "a.txt"]);
    make_older(&rig);
    assert_eq!(older(&rig), 1);
    assert!(rig.run(&["stats"]).out.contains("with older names"));
    let check = rig.run(&["check"]);
    assert!(check.out.contains("names: those of 1 document were read by an older"), "{}", check.out);
    assert!(check.code == 0 && check.out.contains("the library is whole"), "{}", check.out);
    // What comes new is of today's recogniser.
    rig.write("b.txt", "Bram Sollund was in Lisbon.\n");
    rig.json(&["add", "b.txt"]);
    assert_eq!(older(&rig), 1);
    let ran = rig.run(&["rebuild"]);
    assert!(ran.code == 0 && ran.err.contains("reading names again: 1 of 1"), "{}", ran.err);
    assert_eq!((older(&rig), rig.run(&["check"]).code), (0, 0));
    assert_eq!(rig.json(&["show", "a.txt"]), before, "renamed and imported names hold");
    let ran = rig.run(&["rebuild"]);
    assert!(!ran.err.contains("reading names again"), "{}", ran.err);
    let ran = rig.run(&["rebuild", "--names"]);
    assert!(ran.err.contains("reading names again: 2 of 2"), "{}", ran.err);
    assert_eq!(rig.json(&["show", "a.txt"]), before);
}

#[test]
fn a_killed_rebuild_loses_no_names_and_the_next_goes_on() {
    let rig = corpus();
    rig.json(&["merge", "Ilse Marrant", "Petra Quayle"]);
    let expected = picture(&rig);
    assert!(expected.len() > 500, "{}", expected.len());
    let mut halves = 0;
    for pause in [30, 120, 300, 700, 1_500] {
        make_older(&rig);
        let mut child = rig.command(&["rebuild"]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(pause));
        child.kill().unwrap();
        child.wait().unwrap();
        halves += u64::from((1..640).contains(&older(&rig)));
        assert_eq!(picture(&rig), expected, "read while it is half done, killed after {pause} ms");
    }
    let ran = rig.run(&["rebuild"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!((older(&rig), rig.run(&["check"]).code), (0, 0), "{}", rig.run(&["check"]).out);
    assert_eq!(picture(&rig), expected);
    println!("{halves} runs were killed half-way");
}

#[test]
fn a_rebuild_can_be_stopped() {
    let rig = corpus();
    make_older(&rig);
    let child = rig.command(&["rebuild"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    std::thread::sleep(Duration::from_millis(150));
    let pid = rustix::process::Pid::from_raw(child.id() as i32).unwrap();
    rustix::process::kill_process(pid, rustix::process::Signal::INT).unwrap();
    let output = child.wait_with_output().unwrap();
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1), "{told}");
    assert!(told.contains("the next `variorum rebuild` goes on from here"), "{told}");
    assert_eq!(rig.run(&["rebuild"]).code, 0);
    assert_eq!((older(&rig), rig.run(&["check"]).code), (0, 0));
}
