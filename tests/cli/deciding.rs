//! Verdicts, tags, the log, undo and redo, across runs.

use crate::rig::{Rig, story};
use serde_json::json;

fn three() -> Rig {
    let rig = Rig::with(&[("a.txt", &story(1)), ("b.txt", &story(2)), ("c.txt", &story(3))]);
    rig.json(&["add", "a.txt", "b.txt", "c.txt"]);
    rig
}

#[test]
fn verdicts_are_kept_logged_and_taken_back() {
    let rig = three();
    let line = &rig.json(&["mark", "", "keep"])[0];
    assert_eq!((&line["act"], &line["value"], &line["undone"]), (&json!("verdict"), &json!("keep"), &json!(false)));
    assert_eq!(line["documents"], json!(["a.txt", "b.txt", "c.txt"]));
    assert_eq!(line["who"], "ada");
    rig.json(&["mark", "key:b.txt", "drop"]);
    assert_eq!(rig.json(&["search", "verdict:keep"]).len(), 2);
    let undone = &rig.json(&["undo"])[0];
    assert_eq!((&undone["value"], &undone["undone"]), (&json!("drop"), &json!(true)));
    assert_eq!(rig.json(&["search", "verdict:keep"]).len(), 3);
    rig.json(&["redo"]);
    assert_eq!(rig.json(&["search", "verdict:drop"]).len(), 1);
    rig.json(&["undo"]);
    rig.json(&["undo"]);
    assert_eq!(rig.json(&["search", "is:undecided"]).len(), 3);
    assert_eq!(rig.run(&["undo"]).code, 1, "nothing is left to undo");
    assert_eq!(rig.json(&["log"]).len(), 2);
}

#[test]
fn tags_go_on_and_off() {
    let rig = three();
    rig.json(&["tag", "crate", "+ship", "+paper"]);
    let lines = rig.json(&["tag", "key:a.txt", "-ship"]);
    assert_eq!((&lines[0]["act"], &lines[0]["value"]), (&json!("untag"), &json!("ship")));
    assert_eq!(rig.json(&["search", "tag:ship"]).len(), 2);
    assert_eq!(rig.json(&["search", "tag:paper"]).len(), 3);
    rig.json(&["undo"]);
    assert_eq!(rig.json(&["undo"]).len(), 2, "what one command did is one act");
    assert_eq!(rig.run(&["search", "tag:paper"]).code, 1);
    assert_eq!(rig.run(&["tag", "crate", "ship"]).code, 2);
    assert_eq!(rig.run(&["tag", "crate", "--json"]).code, 2);
    let line = &rig.json(&["tag", "", "-paper", "--as", "eve"])[0];
    assert_eq!((&line["value"], &line["who"]), (&json!("paper"), &json!("eve")));
    assert_eq!(rig.run(&["tag", "", "+x", "--as"]).code, 2);
}

#[test]
fn a_query_may_begin_with_a_hyphen() {
    let rig = three();
    rig.json(&["mark", "key:a.txt", "keep"]);
    assert_eq!(rig.json(&["search", "-verdict:keep"]).len(), 2);
    assert_eq!(rig.json(&["search", "-verdict:keep", "--count"])[0]["documents"], 2);
    assert_eq!(rig.json(&["search", "--count", "-zeppelin"])[0]["documents"], 3);
    assert_eq!(rig.json(&["mark", "-verdict:keep", "drop"])[0]["documents"], json!(["b.txt", "c.txt"]));
    rig.json(&["tag", "-verdict:keep", "+x"]);
    assert_eq!(rig.json(&["search", "tag:x"]).len(), 2);
    assert!(rig.run(&["search", "-h"]).out.contains("Usage"));
}

#[test]
fn another_persons_decisions_are_theirs_to_undo() {
    let rig = three();
    rig.json(&["mark", "key:a.txt", "keep"]);
    assert_eq!(rig.run(&["--as", "eve", "undo"]).code, 1);
    assert_eq!(rig.json(&["search", "by:ada"]).len(), 1);
}

#[test]
fn batches_and_reports() {
    let rig = three();
    rig.write("d.txt", story(4));
    rig.json(&["add", "d.txt", "--batch", "second"]);
    let batches = rig.json(&["batches"]);
    assert_eq!(batches.len(), 2);
    assert_eq!((&batches[1]["batch"], &batches[1]["new"]), (&json!("second"), &json!(1)));
    assert_eq!(rig.json(&["report", "second"])[0]["files"], 1);
    assert_eq!(rig.json(&["search", "is:new"]).len(), 1);
    assert_eq!(rig.json(&["search", "batch:second"]).len(), 1);
    assert_eq!(rig.run(&["report", "fourth"]).code, 1);
    rig.write("a.txt", story(1).replace("ledger", "register"));
    rig.json(&["add", "a.txt", "d.txt", "--batch", "third"]);
    let report = |name: &str| {
        let report = &rig.json(&["report", name])[0];
        ["files", "read", "skipped", "near_versions"].map(|count| report[count].as_u64().unwrap())
    };
    assert_eq!(report("second"), [1, 1, 0, 0], "what later batches bring does not change a report");
    assert_eq!(report("third"), [2, 1, 1, 1]);
    let first = rig.json(&["batches"])[0]["batch"].as_str().unwrap().to_owned();
    assert_eq!(report(&first), [3, 3, 0, 0]);
    for batch in rig.json(&["batches"]) {
        assert_ne!(batch["finished"], batch["started"]);
    }
    let stats = &rig.json(&["stats"])[0];
    assert_eq!((&stats["documents"], &stats["batches"]), (&json!(5), &json!(3)));
}
