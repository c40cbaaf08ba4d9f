//! What the reading commands say: search, show, entities, mentions, and where offsets point.

use crate::rig::{Rig, story};
use serde_json::{Value, json};

fn slice(text: &Value, range: &Value) -> String {
    let (start, end) = (range["start"].as_u64().unwrap() as usize, range["end"].as_u64().unwrap() as usize);
    text.as_str().unwrap().chars().skip(start).take(end - start).collect()
}

#[test]
fn hits_and_mentions_are_counted_in_code_points() {
    let text = "Überfahrt: Ilse Marrant reached Saltmere \u{1f6a2} on Monday. “Ilse’s crate”, said Marrant’s clerk, “was café-brown.”";
    let rig = Rig::with(&[("a.txt", text)]);
    rig.json(&["add", "a.txt"]);
    let hit = &rig.json(&["search", "saltmere OR cafe"])[0];
    assert_eq!(hit["unit"], "codepoint");
    let found: Vec<String> = hit["hits"].as_array().unwrap().iter().map(|range| slice(&json!(text), range)).collect();
    assert_eq!(found, ["Saltmere", "café"]);
    let mentions = rig.json(&["mentions", "Ilse Marrant"]);
    assert!(!mentions.is_empty());
    for mention in &mentions {
        assert_eq!(mention["unit"], "codepoint");
        assert_eq!(slice(&json!(text), mention), mention["text"].as_str().unwrap());
    }
    for entity in rig.json(&["show", "a.txt"])[0]["entities"].as_array().unwrap() {
        assert!(!slice(&json!(text), entity).ends_with(['\u{2019}', '\'', ',', '.']));
    }
}

#[test]
fn entities_are_listed_with_their_forms() {
    let rig = Rig::with(&[
        (
            "a.txt",
            "Tomas Verrin left Port Ellery in March. Verrin told the paper that he would return. Mr. Verrin's ship sailed.",
        ),
        ("b.txt", "In Port Ellery, Tomas Verrin bought a house. Nobody in Port Ellery saw Verrin again."),
    ]);
    rig.json(&["add", "a.txt", "b.txt"]);
    let people = rig.json(&["entities", "--type", "person"]);
    let verrin = people.iter().find(|entity| entity["name"] == "Tomas Verrin").expect("Tomas Verrin");
    assert_eq!((&verrin["mentions"], &verrin["documents"]), (&json!(5), &json!(2)));
    assert_eq!(rig.json(&["mentions", "Verrin"]).len(), 5);
    assert_eq!(rig.json(&["mentions", "Verrin", "--doc", "b.txt"]).len(), 2);
    assert_eq!(rig.json(&["search", "person:\"Tomas Verrin\""]).len(), 2);
    assert_eq!(rig.run(&["mentions", "Nobody Known"]).code, 1);
}

#[test]
fn counts_groups_limits_and_exit_codes() {
    let rig = Rig::with(&[]);
    for id in 0..5 {
        rig.write(&format!("in/{id}.txt"), story(id));
    }
    rig.write("in/0b.txt", story(0).replace("ledger", "book"));
    rig.json(&["add", "in"]);
    assert_eq!(rig.json(&["search", "crate"]).len(), 6);
    assert_eq!(rig.json(&["search", "crate", "--group"]).len(), 5);
    assert_eq!(rig.json(&["search", "", "--limit", "2", "--offset", "5"]).len(), 1);
    let count = &rig.json(&["search", "crate", "--count"])[0];
    assert_eq!((&count["documents"], &count["groups"]), (&json!(6), &json!(5)));
    assert_eq!(count["hits"], 36);
    assert_eq!(rig.run(&["search", "zeppelin"]).code, 1);
    let bad = rig.run(&["search", "date:2024-13"]);
    assert_eq!(bad.code, 2);
    assert!(bad.err.contains("13") && bad.err.contains('^'), "{}", bad.err);
    assert_eq!(rig.run(&["show", "no-such-thing"]).code, 1);
    assert_eq!(rig.run(&["show", ".txt"]).code, 2, "an ambiguous ending lists its candidates");
    assert_eq!(rig.run(&["frobnicate"]).code, 2);
    assert_eq!(Rig::with(&[]).run(&["search", "x"]).code, 3);
}

#[test]
fn one_is_told_as_one_and_what_is_missing_does_not_hide_the_rest() {
    let rig = Rig::with(&[("a.txt", &story(1)), ("c.txt", &story(2))]);
    let added = rig.run(&["add", "a.txt"]);
    assert!(added.out.contains("1 file:") && added.out.contains("1 document:"), "{}", added.out);
    rig.json(&["add", "c.txt"]);
    assert!(rig.run(&["search", "key:a.txt", "--count"]).out.starts_with("1 document in 1 group, "));
    let ran = rig.run(&["show", "a.txt", "nope", "c.txt", "--json"]);
    assert_eq!((ran.code, ran.lines().len()), (1, 2));
    assert!(ran.err.contains("nope"), "{}", ran.err);
}

#[test]
fn carets_stand_under_what_is_shown_and_no_repair_is_empty() {
    let rig = Rig::with(&[("a.txt", &story(1))]);
    rig.json(&["add", "a.txt"]);
    let ran = rig.run(&["search", "\u{202e}x date:2024-13"]);
    let lines: Vec<&str> = ran.err.lines().collect();
    let at = lines.iter().position(|line| line.contains("date:2024-13")).unwrap();
    let marked = &lines[at][lines[at + 1].find('^').unwrap()..];
    assert!(marked.starts_with("13") || marked.starts_with("2024-13"), "{}", ran.err);
    for query in ["(", "OR", "NOT", "\"\"", "is:"] {
        let ran = rig.run(&["search", query]);
        assert_eq!(ran.code, 2, "{query}");
        let tried: Vec<&str> = ran.err.lines().filter_map(|line| line.strip_prefix("try:")).collect();
        assert!(tried.iter().all(|tried| !tried.trim().is_empty()), "{query}: {}", ran.err);
    }
}

#[test]
fn states_and_their_opposites() {
    let rig = Rig::with(&[("a.txt", &story(1)), ("b.txt", &story(2))]);
    rig.json(&["add", "a.txt", "b.txt"]);
    rig.json(&["mark", "key:a.txt", "keep"]);
    assert_eq!(rig.json(&["search", "is:decided"])[0]["key"], "a.txt");
    assert_eq!(rig.json(&["search", "-is:read"]).len(), 2);
    let records = json!({"text": story(3)}).to_string() + "\n" + &json!({"text": story(4)}).to_string() + "\n";
    rig.write("r.jsonl", format!("{records}{{broken\n"));
    rig.run(&["add", "r.jsonl"]);
    assert_eq!(rig.run(&["search", "is:failed"]).code, 1, "the good records of a file are whole");
    rig.write("r.jsonl", format!("{}{{broken again\n", &records[..records.find('\n').unwrap() + 1]));
    rig.run(&["add", "r.jsonl"]);
    assert_eq!(rig.json(&["search", "is:failed"])[0]["key"], "r.jsonl#2");
    rig.write("b.txt", cut_short());
    assert_eq!(rig.run(&["add", "b.txt"]).code, 1);
    let failed: Vec<Value> =
        rig.json(&["search", "is:failed sort:added"]).iter().map(|hit| hit["key"].clone()).collect();
    assert_eq!(failed, ["b.txt", "r.jsonl#2"]);
    rig.write("b.txt", story(9));
    rig.json(&["add", "b.txt"]);
    assert_eq!(rig.json(&["search", "is:failed"]).len(), 1);
}

#[test]
fn what_is_as_it_was_before_it_broke_has_not_failed() {
    let rig = Rig::with(&[("a.txt", &story(1)), ("b.txt", &story(2))]);
    let record = |seed: usize| json!({"text": story(seed)}).to_string() + "\n";
    let whole = [record(3), record(4), "{broken\n".to_owned()].concat();
    let file = rig.write("r.jsonl", &whole);
    rig.run(&["add", "."]);
    let failed = || -> Vec<String> {
        let hits = rig.run(&["search", "is:failed sort:added", "--json"]).lines();
        hits.iter().map(|hit| hit["key"].as_str().unwrap().to_owned()).collect()
    };
    let dated = |path: &std::path::Path| std::fs::metadata(path).unwrap().modified().unwrap();
    let (text, then) = (rig.path().join("b.txt"), dated(&rig.path().join("b.txt")));
    for keeps_date in [false, true] {
        rig.write("b.txt", cut_short());
        rig.write("r.jsonl", [record(3), "{no\n".to_owned(), "{broken\n".to_owned()].concat());
        assert_eq!(rig.run(&["add", "."]).code, 1);
        assert_eq!(failed(), ["b.txt", "r.jsonl#2"], "{keeps_date}");
        rig.write("b.txt", story(2));
        rig.write("r.jsonl", &whole);
        if keeps_date {
            let back = std::fs::File::options().write(true).open(&text).unwrap();
            back.set_modified(then).unwrap();
        }
        rig.run(&["add", "."]);
        assert_eq!(failed(), [""; 0], "{keeps_date}");
    }
    // What goes on failing does so also where an add brings nothing else.
    rig.write("r.jsonl", [record(3), "{no\n".to_owned()].concat());
    rig.run(&["add", "."]);
    let later = std::fs::File::options().write(true).open(&file).unwrap();
    later.set_modified(dated(&file) + std::time::Duration::from_secs(9)).unwrap();
    rig.run(&["add", "."]);
    assert_eq!(failed(), ["r.jsonl#2"]);
}

/// A gzip file that ends too early to give a word.
fn cut_short() -> Vec<u8> {
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    std::io::Write::write_all(&mut gzip, story(4).as_bytes()).unwrap();
    let whole = gzip.finish().unwrap();
    whole[..11].to_vec()
}

#[test]
fn an_emptied_database_is_not_an_empty_library() {
    let rig = Rig::with(&[("a.txt", &story(1))]);
    rig.json(&["add", "a.txt"]);
    rig.write(".variorum/library.sqlite", "");
    for args in [vec!["stats"], vec!["add", "a.txt"]] {
        let ran = rig.run(&args);
        assert_eq!(ran.code, 3, "{args:?}");
        assert!(ran.err.contains("is empty"), "{}", ran.err);
    }
    assert_eq!(rig.run(&["add", "a.txt", "--batch", " "]).code, 2);
}

#[test]
fn documents_are_named_by_endings_numbers_copies_and_standard_input() {
    let rig = Rig::with(&[("in/one.txt", &story(1)), ("in/two.txt", &story(2)), ("in/twin.txt", &story(2))]);
    rig.json(&["add", "in"]);
    assert_eq!(rig.json(&["show", "one.txt"])[0]["number"], 1);
    assert_eq!(rig.json(&["show", "#1"])[0]["key"], "in/one.txt");
    let twin = &rig.json(&["show", "two.txt"])[0];
    assert_eq!(twin["key"], "in/twin.txt");
    assert_eq!(twin["copies"], json!(["in/two.txt"]));
    let ran = rig.feed(&["show", "-", "--json"], b"in/one.txt\nin/twin.txt\n");
    assert_eq!(ran.lines().len(), 2);
}

#[test]
fn a_lost_or_damaged_index_is_made_anew() {
    let rig = Rig::with(&[("a.txt", &story(1)), ("b.txt", &story(2))]);
    rig.json(&["add", "a.txt", "b.txt"]);
    let index = rig.path().join(".variorum/index");
    std::fs::remove_dir_all(&index).unwrap();
    assert_eq!(rig.json(&["search", "crate"]).len(), 2);
    std::fs::write(index.join("meta.json"), "{ not json").unwrap();
    assert_eq!(rig.json(&["search", "crate"]).len(), 2);
    std::fs::remove_dir_all(rig.path().join(".variorum/prints")).unwrap();
    rig.json(&["rebuild"]);
    assert_eq!(rig.run(&["check"]).code, 0);
}

#[test]
fn man_page_and_completions_are_made_from_the_parser() {
    let rig = Rig::with(&[]);
    assert!(rig.run(&["man"]).out.contains(".TH variorum"));
    for shell in ["bash", "zsh", "fish"] {
        assert!(rig.run(&["completions", shell]).out.contains("side-by-side"));
    }
}

#[test]
fn without_a_terminal_the_screen_says_what_to_run() {
    let rig = Rig::with(&[("a.txt", &story(1))]);
    let ran = rig.run(&["a.txt"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("variorum add") && ran.err.contains("variorum search"), "{}", ran.err);
}
