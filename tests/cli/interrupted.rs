//! `kill -9` at any moment of `add`, then `add` again, ends with the library of one quiet run; at any moment
//! of a repair of names or a decision about versions, that has been made whole or not at all.

use crate::demo::copy;
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
    stats["library"] = Value::Null;
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

#[test]
fn a_killed_repair_is_made_whole_or_not_at_all() {
    let rig = Rig::with(&[]);
    let texts: String = (0..2_500)
        .map(|id| {
            let text = format!("Anna Kern saw crate {id} in Antwerp. Kern said so, and Petra Quayle heard Kern.");
            json!({"id": format!("k{id}"), "text": text}).to_string() + "\n"
        })
        .collect();
    rig.write("in.jsonl", texts);
    rig.json(&["add", "in.jsonl"]);
    let entities = || -> Vec<Value> {
        rig.json(&["entities"])
            .into_iter()
            .map(|line| json!([line["name"], line["mentions"], line["documents"]]))
            .collect()
    };
    killed_at_many_moments(&rig, &["separate", "Anna Kern", "Kern"], &entities);
}

#[test]
fn a_killed_tie_is_made_whole_or_not_at_all() {
    let rig = Rig::with(&[]);
    let texts: String = (0..500)
        .map(|id| {
            // Two texts in 250 versions each.
            let text = format!("{} This is printing {id}.", story(id % 2)).repeat(2);
            json!({"id": format!("k{id}"), "text": text}).to_string() + "\n"
        })
        .collect();
    rig.write("in.jsonl", texts);
    rig.json(&["add", "in.jsonl"]);
    let groups = || -> Vec<Value> {
        rig.json(&["versions"]).into_iter().map(|line| json!([line["leader"], line["members"]])).collect()
    };
    assert_eq!(groups().len(), 2);
    for act in [&["join", "k0", "k1"][..], &["split", "k7"], &["lead", "k9"]] {
        killed_at_many_moments(&rig, act, &groups);
    }
}

/// Does an act on a copy of a library again and again, each time killed a little later; what `state` tells is
/// then as after it where the log has it, and as before it where not.
fn killed_at_many_moments(rig: &Rig, act: &[&str], state: &dyn Fn() -> Vec<Value>) {
    let library = rig.path().join(".variorum");
    let kept = rig.path().join("kept");
    copy(&library, &kept);
    let before = state();
    let clock = std::time::Instant::now();
    rig.json(act);
    let whole = clock.elapsed();
    let after = state();
    assert_ne!(before, after);
    let mut caught = 0;
    for share in [10, 25, 40, 50, 60, 75, 90] {
        std::fs::remove_dir_all(&library).unwrap();
        copy(&kept, &library);
        let mut child = rig.command(act).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(whole * share / 100);
        child.kill().unwrap();
        caught += usize::from(!child.wait().unwrap().success());
        let made = rig.run(&["log", "--json"]).lines().iter().any(|line| line["act"] == act[0]);
        assert_eq!(state(), if made { after.clone() } else { before.clone() }, "{act:?} killed at {share}: {made}");
        assert_eq!(rig.run(&["check"]).code, 0, "{}", rig.run(&["check"]).out);
    }
    assert!(caught > 1, "{act:?}: it was over each time before it could be killed");
    std::fs::remove_dir_all(&library).unwrap();
    std::fs::rename(&kept, &library).unwrap();
}
