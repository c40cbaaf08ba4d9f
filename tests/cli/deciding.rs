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
    let line = &rig.json(&["tag", "", "+paper", "--as", "eve"])[0];
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
fn what_changes_nothing_is_no_decision() {
    let rig = three();
    rig.json(&["mark", "key:a.txt", "keep"]);
    let again = rig.run(&["mark", "key:a.txt", "keep"]);
    assert_eq!((again.code, again.out.as_str()), (0, "1 document is kept already\n"));
    let mixed = rig.run(&["mark", "", "keep"]).out;
    assert_eq!(mixed, "kept 2 documents (1 document is kept already)\n");
    for (arguments, told) in [
        (["tag", "", "-ship"], "3 documents are not tagged ship"),
        (["tag", "key:a.txt", "+ship"], "tagged 1 document ship"),
        (["tag", "key:a.txt", "+ship"], "1 document is tagged ship already"),
        (["mark", "-key:a.txt", "keep"], "2 documents are kept already"),
    ] {
        assert_eq!(rig.run(&arguments).out.trim_end(), told);
    }
    let none = rig.run(&["mark", "", "keep", "--json"]);
    assert_eq!((none.code, none.out.as_str(), none.err.as_str()), (0, "", "note: 3 documents are kept already\n"));
    assert_eq!(rig.json(&["log"]).len(), 3);
    assert_eq!(rig.run(&["undo"]).out, "undone: tagged 1 document ship, a.txt\n");
    rig.json(&["undo"]);
    assert_eq!(rig.json(&["search", "verdict:keep"]).len(), 1, "the last decision that was one");
    // What another says too is a decision of theirs, and so is what was changed in between.
    assert_eq!(rig.run(&["mark", "key:a.txt", "keep", "--as", "eve"]).out, "kept 1 document\n");
    rig.json(&["mark", "key:a.txt", "drop", "--as", "eve"]);
    assert_eq!(rig.run(&["mark", "key:a.txt", "keep"]).out, "kept 1 document, which eve had dropped\n");
    assert_eq!(rig.run(&["mark", "key:b.txt", "none"]).out, "1 document has no verdict\n");
}

#[test]
fn lines_of_the_log_align_and_hold_no_gap() {
    let rig = Rig::with(&[("a.txt", &story(1)), ("b.txt", &story(2))]);
    rig.json(&["add", "."]);
    rig.json(&["join", "a.txt", "b.txt"]);
    for verdict in ["keep", "drop", "later", "keep", "drop"] {
        rig.json(&["mark", "key:a.txt", verdict]);
    }
    let log = rig.run(&["log"]).out;
    assert!(log.lines().all(|line| line.find("  ada  ") == Some(5 + 2 + "2026-11-28T03:20:00.120Z".len())), "{log}");
    assert!(log.contains("  ada  join  2 documents\n"), "{log}");
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

#[test]
fn a_batch_report_tells_what_became_of_it() {
    let rig = three();
    let text = "Orsola Fenwright met Bram Sollund at the quay of Saltmere on Tuesday. Orsola Fenwright said nothing.";
    rig.write("d.txt", text);
    rig.write("e.txt", "Orsola Fenwright wrote to Ilse Marrant about the winter and the ledger of the harbour.");
    rig.json(&["add", "d.txt", "e.txt", "--batch", "second"]);
    rig.json(&["mark", "key:d.txt", "keep"]);
    rig.json(&["tag", "key:d.txt", "+ship"]);
    rig.json(&["note", "e.txt", "who is she?"]);
    let report = &rig.json(&["report", "second"])[0];
    let outcome = &report["outcome"];
    assert_eq!(
        (&report["files"], &outcome["keep"], &outcome["undecided"], &outcome["notes"]),
        (&json!(2), &json!(1), &json!(1), &json!(1))
    );
    assert_eq!(outcome["tags"], json!([{"name": "ship", "documents": 1}]));
    assert_eq!(outcome["by"], json!([{"name": "ada", "documents": 1}]));
    let names = outcome["new_names"].as_array().unwrap();
    assert_eq!(names[0], json!({"name": "Orsola Fenwright", "type": "person", "documents": 2}), "{names:?}");
    assert!(!names.iter().any(|name| name["name"] == "Bram Sollund"), "the first batch names him: {names:?}");
    assert_eq!(rig.json(&["report"])[0]["batch"], "second", "the newest one is meant");
    let markdown = rig.run(&["report", "second", "--format", "markdown"]).out;
    for told in ["# Batch second", "| keep | 1 |", "- ship: 1 document", "| Orsola Fenwright | person | 2 |"] {
        assert!(markdown.contains(told), "{told}: {markdown}");
    }
    assert!(rig.run(&["report", "second"]).out.contains("decided: 1 kept, 0 dropped, 0 for later, 1 undecided"));
}

#[test]
fn results_are_counted_by_facets() {
    let rig = Rig::with(&[]);
    let record = |id: usize, source: &str, date: &str| {
        json!({"id": format!("r{id}"), "text": story(id), "source": source, "date": date}).to_string()
    };
    let lines = [
        record(1, "The Tidings", "2014-01-03"),
        record(2, "The Tidings", "2014-02-03"),
        record(3, "Harbour Post", "2015-02"),
    ];
    rig.write("wire.jsonl", lines.join("\n"));
    rig.write("notes.txt", story(4));
    rig.write("changed.txt", story(4).replace("ledger", "register"));
    rig.json(&["add", "wire.jsonl", "--batch", "one"]);
    rig.write("again.txt", story(2));
    rig.json(&["add", "notes.txt", "changed.txt", "again.txt", "--batch", "two"]);
    rig.json(&["mark", "key:r1", "keep"]);
    rig.json(&["tag", "key:r2", "+ship"]);
    let all = rig.json(&["facets"]);
    let count = |facet: &str, value: &str| {
        let line = all.iter().find(|line| line["facet"] == facet && line["value"] == value);
        line.map(|line| (line["documents"].as_u64().unwrap(), line["query"].as_str().unwrap().to_owned()))
    };
    for (facet, value, documents) in [
        ("source", "The Tidings", 2),
        ("source", "Harbour Post", 1),
        ("batch", "one", 3),
        ("batch", "two", 3),
        ("year", "2014", 2),
        ("month", "2015-02", 1),
        ("type", "jsonl", 3),
        ("type", "txt", 2),
        ("verdict", "keep", 1),
        ("verdict", "none", 4),
        ("tag", "ship", 1),
        ("versions", "alone", 3),
        ("versions", "2 versions", 2),
    ] {
        assert_eq!(count(facet, value).map(|found| found.0), Some(documents), "{facet} {value}");
    }
    assert!(all.iter().any(|line| line["facet"] == "entity") && all.iter().any(|line| line["facet"] == "language"));
    // What a facet asks for finds as many as it counts, alone and left out.
    for line in &all {
        let (query, documents) = (line["query"].as_str().unwrap(), line["documents"].as_u64().unwrap() as usize);
        let found = |query: &str| rig.run(&["search", query, "--json"]).lines().len();
        let (with, without) = (found(query), found(&format!("-{query}")));
        assert_eq!(with + without, 5, "{query}");
        assert_eq!(with, documents, "{query}");
    }
    let narrowed = rig.json(&["facets", "source:tidings"]);
    assert!(narrowed.iter().all(|line| line["documents"].as_u64().unwrap() <= 2));
    assert_eq!(rig.run(&["facets", "nowhere"]).code, 1);
    assert_eq!(rig.run(&["facets", "titel:x"]).code, 2);
}

#[test]
fn group_conflicts_are_found() {
    let rig =
        Rig::with(&[("a.txt", &story(1)), ("b.txt", &story(1).replace("ledger", "register")), ("c.txt", &story(3))]);
    rig.json(&["add", "a.txt", "b.txt", "c.txt"]);
    rig.json(&["mark", "key:a.txt", "keep"]);
    assert_eq!(rig.run(&["search", "is:mixed"]).code, 1, "an undecided version is no other verdict");
    rig.json(&["mark", "key:b.txt OR key:c.txt", "drop"]);
    assert_eq!(rig.json(&["search", "is:mixed"]).len(), 2);
    rig.json(&["mark", "is:mixed", "keep"]);
    assert_eq!(rig.run(&["search", "is:mixed"]).code, 1);
}

#[test]
fn who_overrules_another_reader_is_told() {
    let rig = Rig::with(&[("a.txt", &story(1)), ("b.txt", &story(2)), ("c.txt", &story(3))]);
    rig.json(&["add", "."]);
    rig.json(&["--as", "ed", "mark", "key:a.txt OR key:b.txt", "keep"]);
    let told = |arguments: &[&str]| rig.run(arguments).out + &rig.run(&["undo", "--as", "eve"]).out;
    let one = told(&["--as", "eve", "mark", "key:a.txt", "drop"]);
    assert!(one.contains("dropped 1 document, which ed had kept"), "{one}");
    assert!(one.contains("undone: dropped 1 document, a.txt"), "{one}");
    let many = told(&["--as", "eve", "mark", "", "drop"]);
    assert!(many.contains("dropped 3 documents, of which ed had kept 2"), "{many}");
    assert!(!told(&["--as", "eve", "mark", "key:c.txt", "drop"]).contains("had"));
    assert!(!told(&["--as", "eve", "mark", "key:a.txt", "keep"]).contains("had"));
}
