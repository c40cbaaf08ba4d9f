//! `kill -9` at any moment of `add`, then `add` again, ends with the library of one quiet run.

use crate::rig::{Rig, story};
use serde_json::{Value, json};
use std::process::Stdio;
use std::time::Duration;

fn corpus(rig: &Rig) {
    for id in 0..60 {
        rig.write(&format!("in/files/{id:03}.txt"), story(id));
    }
    let records: String = (0..900)
        .map(|id| {
            let text = if id % 40 == 7 { story(id - 1).replace("ledger", "register") } else { story(id + 100) };
            // Some records come back under one key, with other texts and then with their first.
            let key = if id % 45 < 3 { format!("back{}", id / 45) } else { format!("r{id}") };
            let text = if id % 45 == 2 { story(id + 98) } else { text };
            json!({"id": key, "text": text}).to_string() + "\n"
        })
        .collect();
    rig.write("in/wire.jsonl", format!("{records}{{broken\n"));
    rig.write("in/zz.txt", story(3).replace("crate", "chest"));
}

/// Everything that the commands tell of a library, without times.
fn picture(rig: &Rig) -> Vec<Value> {
    let mut all = rig.json(&["report", "b"]);
    all.extend(rig.json(&["versions"]));
    all.extend(rig.json(&["entities"]));
    for mut line in rig.json(&["search", "sort:added"]) {
        line["score"] = Value::Null;
        all.push(line);
    }
    let mut stats = rig.json(&["stats"]).remove(0);
    stats["library_bytes"] = Value::Null;
    all.push(stats);
    all
}

#[test]
fn a_killed_add_is_finished_by_the_next() {
    let quiet = Rig::with(&[]);
    corpus(&quiet);
    assert_eq!(quiet.run(&["add", "in", "--batch", "b"]).code, 1, "one record is broken");
    let expected = picture(&quiet);
    let mut killed = 0;
    for pause in [15, 60, 140, 260, 420, 700] {
        let rig = Rig::with(&[]);
        corpus(&rig);
        let mut child =
            rig.command(&["add", "in", "--batch", "b"]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(pause));
        child.kill().unwrap();
        child.wait().unwrap();
        let whole = |line: &Value| !line["finished"].is_null();
        if rig.run(&["batches", "--json"]).lines().first().is_some_and(whole) {
            continue;
        }
        killed += 1;
        assert_eq!(rig.run(&["add", "in", "--batch", "b"]).code, 1);
        assert_eq!(rig.run(&["check"]).code, 0, "{}", rig.run(&["check"]).out);
        let found = picture(&rig);
        assert_eq!(found.len(), expected.len());
        for (found, expected) in found.iter().zip(&expected) {
            assert_eq!(found, expected, "killed after {pause} ms");
        }
    }
    assert!(killed > 1, "every run was over before it could be killed");
}
