//! What documents are called: told apart where files number their records alike, and the same again when a
//! file is read again.

use crate::rig::{Rig, story};
use serde_json::json;

fn keys(rig: &Rig) -> Vec<String> {
    let mut keys: Vec<String> =
        rig.json(&["search", ""]).iter().map(|line| line["key"].as_str().unwrap().to_owned()).collect();
    keys.sort();
    keys
}

fn groups(rig: &Rig) -> usize {
    rig.run(&["versions", "--json"]).lines().len()
}

fn documents(rig: &Rig) -> u64 {
    rig.json(&["stats"])[0]["documents"].as_u64().unwrap()
}

fn table(rows: &[(&str, usize)]) -> String {
    let rows = rows.iter().map(|(id, seed)| format!("{id},\"{}\"\n", story(*seed).replace('"', "'")));
    format!("id,text\n{}", rows.collect::<String>())
}

#[test]
fn rows_that_two_tables_number_alike_are_no_versions_of_each_other() {
    let rig = Rig::with(&[
        ("t1.csv", &table(&[("1", 1), ("2", 2), ("a1", 5)])),
        ("t2.csv", &table(&[("1", 3), ("2", 4), ("a1", 6)])),
    ]);
    rig.json(&["add", "."]);
    let wanted = ["a1", "t1.csv!/1", "t1.csv!/2", "t2.csv!/1", "t2.csv!/2", "t2.csv!/a1"];
    assert_eq!((keys(&rig), groups(&rig)), (wanted.map(str::to_owned).to_vec(), 0));
    rig.write("t2.csv", table(&[("1", 3), ("2", 7), ("a1", 8)]));
    rig.json(&["add", "."]);
    assert_eq!(rig.json(&["show", "t2.csv!/2@1"])[0]["text"], story(4).replace('"', "'"));
    assert_eq!(documents(&rig), 8, "two rows of one table have changed");
    assert_eq!((groups(&rig), rig.json(&["show", "a1"])[0]["path"].as_str()), (2, Some("t1.csv")));
}

#[test]
fn records_of_one_file_are_never_older_versions_of_each_other() {
    let texts = |range: std::ops::Range<usize>| -> Vec<serde_json::Value> {
        range
            .map(|number| json!({"user": "U", "text": format!("chat message number {number} about the port")}))
            .collect()
    };
    let twice = json!([{"id": "case-77", "text": story(1)}, {"id": "case-77", "text": story(2)}]).to_string();
    let rig = Rig::with(&[
        ("oneline.json", &json!(texts(0..5)).to_string()),
        ("wrapped.json", &serde_json::to_string_pretty(&json!({"messages": texts(5..8)})).unwrap()),
        ("twice.json", &twice),
    ]);
    rig.json(&["add", "."]);
    let wanted = ["case-77", "case-77~2", "oneline.json#1", "oneline.json#1.2", "oneline.json#1.3", "oneline.json#1.4"];
    let more = ["oneline.json#1.5", "wrapped.json#1", "wrapped.json#2", "wrapped.json#3"];
    assert_eq!(keys(&rig), [&wanted[..], &more].concat());
    assert!(rig.json(&["search", ""]).iter().all(|line| !line["key"].as_str().unwrap().contains('@')));
    rig.write("wrapped.json", json!({"messages": texts(5..9)}).to_string());
    rig.json(&["add", "."]);
    assert_eq!((documents(&rig), keys(&rig).last().map(String::as_str)), (11, Some("wrapped.json#4")));
}

/// A library in which numbers were keys of the world keeps them for the rows that have them.
#[test]
fn rows_that_were_called_by_their_numbers_alone_stay_so() {
    let rig = Rig::with(&[("t.csv", &table(&[("1", 1), ("2", 2)])), ("u.csv", &table(&[("7", 7)]))]);
    rig.json(&["add", "."]);
    let older = "UPDATE document SET key = replace(replace(key, 't.csv!/', ''), 'u.csv!/', ''); \
                 UPDATE sighting SET key = replace(replace(key, 't.csv!/', ''), 'u.csv!/', '');";
    let database = rig.path().join(".variorum/library.sqlite");
    rusqlite::Connection::open(database).unwrap().execute_batch(older).unwrap();
    let report = &rig.json(&["add", "."])[0];
    assert_eq!((&report["read"], &report["skipped"]), (&json!(0), &json!(2)), "nothing has changed");
    rig.write("t.csv", table(&[("1", 1), ("2", 3), ("4", 4)]));
    let report = &rig.json(&["add", "."])[0];
    assert_eq!((&report["new"], &report["exact_copies"]), (&json!(2), &json!(0)), "{report}");
    assert_eq!(keys(&rig), ["1", "2", "2@1", "7", "t.csv!/4"]);
    // The numbers of another file are its own, though there are such keys.
    rig.write("v.csv", table(&[("1", 8), ("7", 9)]));
    rig.json(&["add", "."]);
    assert_eq!(rig.json(&["show", "v.csv!/7"])[0]["path"], "v.csv");
    assert_eq!((documents(&rig), rig.run(&["check"]).code), (7, 0));
}
