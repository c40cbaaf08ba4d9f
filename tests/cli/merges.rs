//! A merge of decisions made apart is one act of who merged: undo takes it back whole, redo brings it back
//! whole, and what was decided since stands whatever becomes of it.

use crate::rig::{Rig, stories};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fs;
use std::process::Stdio;
use std::time::Duration;

/// A line of a log as another library writes it.
fn line(number: usize, who: &str, act: &str, value: &str, documents: &[String]) -> Value {
    let when = format!("2026-01-01T{:02}:{:02}:{:02}Z", number / 3600, number / 60 % 60, number % 60);
    json!({"decision": number, "when": when, "who": who, "act": act, "value": value, "documents": documents,
           "undone": false})
}

fn write_log(rig: &Rig, name: &str, lines: &[Value]) {
    let lines: Vec<String> = lines.iter().map(Value::to_string).collect();
    fs::write(rig.path().join(name), lines.join("\n")).unwrap();
}

fn keys(rig: &Rig, query: &str) -> BTreeSet<String> {
    let lines = rig.run(&["search", query, "--json"]).lines();
    lines.iter().map(|line| line["key"].as_str().unwrap().to_owned()).collect()
}

/// Everything that stands, and what each has read.
fn picture(rig: &Rig) -> Vec<BTreeSet<String>> {
    ["verdict:keep", "verdict:drop", "verdict:later", "tag:boat", "is:starred", "is:noted", "is:disputed", "by:eve"]
        .iter()
        .map(|query| keys(rig, query))
        .chain([keys(rig, "versions:>1"), read_by(rig, "eve")])
        .collect()
}

fn read_by(rig: &Rig, who: &str) -> BTreeSet<String> {
    let lines = rig.run(&["--as", who, "search", "is:read", "--json"]).lines();
    lines.iter().map(|line| line["key"].as_str().unwrap().to_owned()).collect()
}

fn whole(rig: &Rig) {
    let check = rig.run(&["check"]);
    assert_eq!(check.code, 0, "{}{}", check.out, check.err);
}

/// Eve's log about four documents: every kind of act that is taken over.
fn of_eve(rig: &Rig) {
    let key = |number: usize| format!("in/{number}.txt");
    let mut note = line(5, "eve", "note", "look here", &[key(2)]);
    note["passage"] = json!({"start": 0, "end": 4, "text": "Ilse", "before": "", "behind": "", "unit": "codepoint"});
    let mut read = line(7, "eve", "read", "yes", &[key(0)]);
    read["quiet"] = json!(true);
    write_log(
        rig,
        "eve.jsonl",
        &[
            line(1, "eve", "verdict", "keep", &[key(0), key(1)]),
            line(2, "eve", "verdict", "drop", &[key(1), key(2), key(3)]),
            line(3, "eve", "tag", "boat", &[key(3)]),
            line(4, "eve", "star", "yes", &[key(3)]),
            note,
            line(6, "eve", "join", "", &[key(0), key(3)]),
            read,
        ],
    );
}

#[test]
fn a_merge_is_taken_back_and_restored_as_one_act() {
    let rig = stories(4);
    rig.json(&["mark", "key:0", "drop"]);
    of_eve(&rig);
    let before = picture(&rig);
    let told = rig.run(&["import-decisions", "eve.jsonl"]);
    assert!(
        told.out.contains("7 decisions: 7 new") && told.out.contains("undo takes all of them back"),
        "{}",
        told.out
    );
    let after = picture(&rig);
    assert_ne!(before, after);
    assert_eq!(keys(&rig, "versions:>1").len(), 2);
    assert_eq!(read_by(&rig, "eve").len(), 1);
    for _ in 0..2 {
        let told = rig.run(&["undo"]);
        assert_eq!((told.code, told.out.trim()), (0, "undone: took over 7 decisions from eve.jsonl"));
        assert_eq!(picture(&rig), before);
        whole(&rig);
        assert_eq!(rig.run(&["redo"]).out.trim(), "redone: took over 7 decisions from eve.jsonl");
        assert_eq!(picture(&rig), after);
        whole(&rig);
    }
    rig.json(&["undo"]);
    assert_eq!(rig.run(&["undo"]).out.trim(), "undone: dropped 1 document, in/0.txt", "what was before it comes next");
    let log = rig.run(&["log", "--json"]).lines();
    assert!(log.iter().all(|line| line["who"] == "ada"), "what was taken back is in no log that others read");
    rig.json(&["rebuild"]);
    assert_eq!(keys(&rig, "by:eve").len(), 0, "nor does a rebuild bring it back");
    whole(&rig);
}

#[test]
fn what_was_decided_since_stands_whoever_decided_it() {
    let rig = stories(4);
    rig.json(&["mark", "key:1", "keep"]);
    of_eve(&rig);
    rig.json(&["import-decisions", "eve.jsonl", "--as", "carl"]);
    rig.json(&["mark", "key:2", "later"]);
    rig.json(&["--as", "eve", "mark", "key:3", "keep"]);
    rig.json(&["--as", "carl", "tag", "key:3", "+boat"]);
    rig.json(&["--as", "carl", "undo"]);
    assert_eq!(keys(&rig, "tag:boat").len(), 1, "Eve's tag stands under Carl's");
    let told = rig.run(&["--as", "carl", "undo"]);
    assert_eq!(told.out.trim(), "undone: took over 7 decisions from eve.jsonl");
    assert_eq!(keys(&rig, "verdict:later"), BTreeSet::from(["in/2.txt".to_owned()]));
    assert_eq!(keys(&rig, "verdict:keep"), BTreeSet::from(["in/1.txt".to_owned(), "in/3.txt".to_owned()]));
    assert_eq!(keys(&rig, "by:eve"), BTreeSet::from(["in/3.txt".to_owned()]), "what she decided here is hers");
    assert!(keys(&rig, "tag:boat").is_empty());
    whole(&rig);
    rig.json(&["--as", "carl", "redo"]);
    assert_eq!(keys(&rig, "verdict:later"), BTreeSet::from(["in/2.txt".to_owned()]), "the later one still counts");
    assert_eq!(keys(&rig, "verdict:keep").len(), 3, "the first is Eve's alone again");
    rig.json(&["undo"]);
    assert!(keys(&rig, "verdict:later").is_empty());
    assert!(keys(&rig, "verdict:drop").contains("in/2.txt"), "and under it lies what was merged");
    whole(&rig);
}

#[test]
fn what_was_taken_back_can_be_merged_again_and_what_two_merged_stays_with_either() {
    let rig = stories(4);
    of_eve(&rig);
    let merge = |who: &str| rig.json(&["import-decisions", "eve.jsonl", "--as", who]).remove(0);
    assert_eq!(merge("ada")["new"], 7);
    let after = picture(&rig);
    rig.json(&["undo"]);
    let again = merge("ada");
    assert_eq!((&again["new"], &again["known"]), (&json!(7), &json!(0)), "they were not here");
    assert_eq!(picture(&rig), after);
    assert_eq!(merge("ada")["new"], 0);
    rig.json(&["undo"]);
    assert!(keys(&rig, "by:eve").is_empty(), "a merge that brought nothing is nothing to undo");
    merge("ada");
    assert_eq!(merge("carl")["known"], 7);
    rig.json(&["undo"]);
    assert_eq!(picture(&rig), after, "Carl has merged them, too");
    rig.json(&["--as", "carl", "undo"]);
    assert!(keys(&rig, "by:eve").is_empty());
    rig.json(&["redo"]);
    assert_eq!(picture(&rig), after);
    whole(&rig);
}

#[test]
fn several_logs_at_once_are_one_act() {
    let rig = stories(4);
    of_eve(&rig);
    write_log(&rig, "bo.jsonl", &[line(1, "bo", "verdict", "keep", &["in/2.txt".to_owned()])]);
    rig.json(&["import-decisions", "eve.jsonl", "bo.jsonl"]);
    assert_eq!(keys(&rig, "by:bo").len(), 1);
    let told = rig.run(&["undo"]).out;
    assert_eq!(told.trim(), "undone: took over 7 decisions from eve.jsonl, took over 1 decision from bo.jsonl");
    assert!(keys(&rig, "by:eve").is_empty() && keys(&rig, "by:bo").is_empty());
    rig.json(&["redo"]);
    assert_eq!(keys(&rig, "by:bo").len(), 1);
    whole(&rig);
}

#[test]
fn decisions_that_a_merge_took_back_stand_again_with_its_undo() {
    let (here, there) = (stories(2), stories(2));
    here.json(&["mark", "key:0", "keep"]);
    there.json(&["import-decisions", here.path().join(".variorum").to_str().unwrap(), "--as", "eve"]);
    fs::write(here.path().join("own.jsonl"), here.run(&["log", "--json"]).out).unwrap();
    here.json(&["undo"]);
    here.json(&["redo"]);
    // There it was taken back last.
    let mut lines = here.run(&["log", "--json"]).lines();
    lines[0]["undone"] = json!(true);
    lines[0]["turned"] = json!("2090-01-01T10:00:00Z");
    write_log(&here, "there.jsonl", &lines);
    let merged = here.json(&["import-decisions", "there.jsonl"]).remove(0);
    assert_eq!((&merged["new"], &merged["turned"]), (&json!(0), &json!(1)));
    assert!(keys(&here, "verdict:keep").is_empty());
    assert_eq!(here.run(&["undo"]).out.trim(), "undone: took over 1 decision from there.jsonl");
    assert_eq!(keys(&here, "verdict:keep").len(), 1);
    here.json(&["redo"]);
    assert!(keys(&here, "verdict:keep").is_empty());
    here.json(&["undo"]);
    assert_eq!(here.json(&["import-decisions", "there.jsonl"])[0]["turned"], 1, "it can be merged again");
    whole(&here);
}

#[test]
fn a_library_that_takes_over_from_one_where_a_merge_was_taken_back_loses_nothing() {
    let (ada, bo) = (stories(4), stories(4));
    of_eve(&ada);
    ada.json(&["mark", "key:1", "keep"]);
    ada.json(&["import-decisions", "eve.jsonl"]);
    ada.json(&["undo"]);
    let merged = bo.json(&["import-decisions", ada.path().join(".variorum").to_str().unwrap()]).remove(0);
    assert_eq!((&merged["new"], &merged["left_out"]), (&json!(1), &json!(0)));
    of_eve(&bo);
    assert_eq!(bo.json(&["import-decisions", "eve.jsonl"])[0]["new"], 7);
    assert_eq!(keys(&bo, "tag:boat").len(), 1);
    whole(&bo);
}

#[test]
fn two_thousand_verdicts_go_at_once_and_a_kill_leaves_all_or_none() {
    const MANY: usize = 2_000;
    let rig = Rig::with(&[]);
    let record = |id: usize| format!("{{\"id\":\"d{id}\",\"text\":\"The ledger of day {id} weighed {}.\"}}\n", id * 31);
    rig.write("all.jsonl", (0..MANY).map(record).collect::<String>());
    rig.json(&["add", "all.jsonl"]);
    let verdict = |id: usize| line(id + 1, "eve", "verdict", "keep", &[format!("d{id}")]);
    write_log(&rig, "eve.jsonl", &(0..MANY).map(verdict).collect::<Vec<_>>());
    let kept = || rig.run(&["search", "verdict:keep", "--count", "--json"]).lines()[0]["documents"].as_u64().unwrap();
    // Two people merge and take back at once, and one of them is killed again and again.
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for round in 0..10u64 {
                for act in [&["--as", "bo", "import-decisions", "eve.jsonl"][..], &["--as", "bo", "undo"]] {
                    let mut child = rig.command(act).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
                    std::thread::sleep(Duration::from_millis(20 + 37 * round % 240));
                    let _ = child.kill();
                    child.wait().unwrap();
                }
            }
        });
        for _ in 0..4 {
            assert_eq!(rig.run(&["import-decisions", "eve.jsonl"]).code, 0);
            assert_eq!(kept(), MANY as u64);
            assert_eq!(rig.run(&["undo"]).code, 0);
            let left = kept();
            assert!(left == 0 || left == MANY as u64, "{left}");
        }
    });
    whole(&rig);
    rig.run(&["--as", "bo", "undo"]);
    assert_eq!(kept(), 0);
    assert_eq!(rig.run(&["import-decisions", "eve.jsonl"]).code, 0);
    rig.json(&["mark", "key:d7", "drop"]);
    rig.json(&["undo"]);
    assert_eq!(kept(), MANY as u64);
    rig.json(&["undo"]);
    assert_eq!(kept(), 0);
    rig.json(&["redo"]);
    assert_eq!(kept(), MANY as u64);
    whole(&rig);
}

#[test]
fn what_no_command_could_have_said_is_left_out_and_what_is_unknown_is_told() {
    let rig = stories(2);
    let all = ["in/0.txt", "nowhere.txt", "in/1.txt"].map(str::to_owned);
    write_log(
        &rig,
        "eve.jsonl",
        &[
            line(1, "eve", "verdict", "perhaps", &all[..1]),
            line(2, "eve", "tag", "two words", &all[..1]),
            line(3, "eve", "verdict", "keep", &all),
            json!({"decision": 4, "when": "2026-01-01T00:00:04Z", "who": "eve", "act": "read", "value": null,
                   "documents": all[..1], "undone": false}),
            line(5, "eve", "star", "perhaps", &all[..1]),
            line(6, "eve", "save", "boats", &[]),
            line(7, "eve", "save", "{\"name\":\"boats\"}", &[]),
        ],
    );
    let told = rig.run(&["import-decisions", "eve.jsonl"]);
    assert_eq!(told.code, 1, "{}", told.err);
    assert!(told.out.contains("1 new") && told.out.contains("6 left out"), "{}", told.out);
    for part in [
        "eve.jsonl:1: \"perhaps\" is no verdict",
        "eve.jsonl:2: \"two words\" is no tag",
        "eve.jsonl:3: no document has the key \"nowhere.txt\"",
        "eve.jsonl:4: \"\" does not say",
        "eve.jsonl:5: \"perhaps\" does not say",
        "eve.jsonl:6: \"boats\" names no saved search",
        "eve.jsonl:7: it saves a search and has no query",
    ] {
        assert!(told.err.contains(part), "{part} in {}", told.err);
    }
    assert_eq!(keys(&rig, "verdict:keep").len(), 2, "the others are decided about");
    whole(&rig);
}

#[test]
fn a_line_that_is_no_text_costs_itself_and_a_file_that_is_not_there_is_wrong_usage() {
    let rig = stories(1);
    let good = line(1, "eve", "tag", "boat", &["in/0.txt".to_owned()]).to_string();
    fs::write(rig.path().join("eve.jsonl"), [b"{\"who\": \"\xff\"}\n", good.as_bytes()].concat()).unwrap();
    let told = rig.run(&["import-decisions", "eve.jsonl"]);
    assert_eq!((told.code, keys(&rig, "tag:boat").len()), (1, 1), "{}", told.err);
    assert!(told.err.contains("eve.jsonl:1: it is no UTF-8"), "{}", told.err);
    for command in ["import-decisions", "import-spans", "import-repairs", "import-groups"] {
        let told = rig.run(&[command, "nowhere.jsonl"]);
        assert!(told.code == 2 && told.err.contains("nowhere.jsonl"), "{command}: {} {}", told.code, told.err);
    }
}

#[test]
fn what_is_decided_holds_against_what_came_from_a_clock_that_is_ahead() {
    let rig = stories(3);
    let mut ahead = [
        line(1, "eve", "verdict", "keep", &["in/0.txt".to_owned()]),
        line(2, "eve", "tag", "boat", &["in/0.txt".to_owned()]),
        line(3, "eve", "star", "yes", &["in/1.txt".to_owned()]),
    ];
    ahead[0]["when"] = json!("2090-01-01T00:00:00Z");
    ahead[1]["when"] = json!("2090-01-01T00:00:00Z");
    ahead[2]["when"] = json!("9999-12-30T21:59:59Z");
    write_log(&rig, "eve.jsonl", &ahead);
    rig.json(&["import-decisions", "eve.jsonl"]);
    for verdict in ["drop", "later", "drop"] {
        rig.json(&["mark", "key:0", verdict]);
        assert_eq!(keys(&rig, &format!("verdict:{verdict}")), BTreeSet::from(["in/0.txt".to_owned()]));
    }
    rig.json(&["tag", "key:0", "-boat"]);
    assert!(keys(&rig, "tag:boat").is_empty());
    rig.json(&["undo"]);
    assert_eq!(keys(&rig, "tag:boat").len(), 1);
    // Another document has nothing to do with that clock, nor has another act on the same one.
    rig.json(&["mark", "key:2", "keep"]);
    rig.json(&["mark", "key:1", "keep"]);
    let log = rig.json(&["log"]);
    let when = |line: &Value| line["when"].as_str().unwrap()[..4].to_owned();
    let last: Vec<String> = log[log.len() - 2..].iter().map(when).collect();
    assert!(last.iter().all(|year| **year < *"2090"), "{last:?}");
    whole(&rig);
    rig.json(&["rebuild"]);
    assert_eq!(keys(&rig, "verdict:drop").len(), 1);
    // Whoever takes the log over comes to the same.
    let other = stories(3);
    other.json(&["import-decisions", rig.path().join("eve.jsonl").to_str().unwrap()]);
    other.json(&["import-decisions", rig.path().join(".variorum").to_str().unwrap()]);
    assert_eq!(picture(&other)[..4], picture(&rig)[..4]);
}

#[test]
fn two_who_take_over_from_each_other_come_to_the_same_groups() {
    let both = ["in/0.txt", "in/1.txt"].map(str::to_owned);
    let logs = [line(1, "ada", "join", "", &both), line(2, "eve", "split", "", &both[1..])];
    let groups = |order: [usize; 2]| {
        let rig = stories(2);
        for number in order {
            write_log(&rig, "log.jsonl", &logs[number..=number]);
            rig.json(&["import-decisions", "log.jsonl"]);
        }
        keys(&rig, "versions:>1")
    };
    assert_eq!((groups([0, 1]).len(), groups([1, 0]).len()), (0, 0), "the later one holds, wherever it came first");
}

#[test]
fn of_a_decision_that_was_taken_over_in_part_the_rest_is_taken_over_later() {
    let rig = stories(2);
    let all: Vec<String> = (0..3).map(|number| format!("in/{number}.txt")).collect();
    write_log(
        &rig,
        "eve.jsonl",
        &[line(1, "eve", "verdict", "keep", &all), line(2, "eve", "split", "", &all), line(3, "eve", "join", "", &all)],
    );
    let merge = || {
        let ran = rig.run(&["import-decisions", "eve.jsonl", "--json"]);
        let merged = ran.lines().remove(0);
        (merged["new"].as_u64().unwrap(), merged["known"].as_u64().unwrap())
    };
    let kept = || rig.run(&["search", "verdict:keep", "--json"]).lines().len();
    let told = || -> Vec<usize> {
        let log = rig.json(&["log"]);
        let verdicts = log.iter().filter(|line| line["act"] == "verdict");
        verdicts.map(|line| line["documents"].as_array().unwrap().len()).collect()
    };
    assert_eq!((merge(), kept()), ((3, 0), 2));
    rig.write("in/2.txt", crate::rig::story(2));
    rig.json(&["add", "in"]);
    assert_eq!((merge(), kept()), ((3, 0), 3));
    assert_eq!(told(), [2, 1], "nothing is decided twice");
    assert_eq!(merge(), (0, 3));
    rig.json(&["undo"]);
    assert_eq!(kept(), 2, "the second merge alone is taken back");
    assert_eq!(merge(), (3, 0));
    assert_eq!((told(), kept()), (vec![2, 1], 3));
    // Elsewhere, where all came at once, both parts are known.
    let other = Rig::with(&[]);
    (0..3).for_each(|number| _ = other.write(&format!("in/{number}.txt"), crate::rig::story(number)));
    other.json(&["add", "in"]);
    other.json(&["import-decisions", rig.path().join("eve.jsonl").to_str().unwrap()]);
    let merged = other.json(&["import-decisions", rig.path().join(".variorum").to_str().unwrap()]).remove(0);
    assert_eq!(merged["new"], 0, "{merged}");
    whole(&rig);
}
