//! What is new, what stands elsewhere, and what versions gained and lost, as the commands give it.

use crate::rig::{Rig, story};
use serde_json::Value;

fn words(seed: usize, range: std::ops::Range<usize>) -> String {
    story(seed).split_whitespace().collect::<Vec<_>>()[range].join(" ")
}

fn keys(lines: &[Value]) -> Vec<&str> {
    lines.iter().map(|line| line["key"].as_str().unwrap()).collect()
}

/// Four documents: new, half seen in another batch, half seen in its own, wholly seen.
fn four() -> Rig {
    let rig = Rig::with(&[
        ("one/a.txt", &words(1, 0..120)),
        ("two/b.txt", &format!("{} {}", words(2, 0..60), words(1, 20..80))),
        ("two/c.txt", &format!("{} {}", words(3, 0..60), words(2, 0..60).to_uppercase())),
        ("two/d.txt", &words(1, 50..110)),
    ]);
    rig.json(&["add", "one"]);
    rig.json(&["add", "two"]);
    rig
}

fn shares(rig: &Rig) -> Vec<f64> {
    rig.json(&["search", ""]).iter().map(|line| line["new"].as_f64().unwrap()).collect()
}

#[test]
fn the_share_of_new_words_is_shown_sorted_and_filtered() {
    let rig = four();
    let near = |a: f64, b: f64| (a - b).abs() < 0.03;
    let found = shares(&rig);
    assert!(found.iter().zip([1.0, 0.5, 0.5, 0.0]).all(|(&found, wanted)| near(found, wanted)), "{found:?}");
    assert_eq!(rig.json(&["show", "d.txt"])[0]["new"], 0.0);
    assert_eq!(keys(&rig.json(&["search", "new:>20"])), ["one/a.txt", "two/b.txt", "two/c.txt"]);
    assert_eq!(keys(&rig.json(&["search", "new:40..60%"])), ["two/b.txt", "two/c.txt"]);
    assert_eq!(keys(&rig.json(&["search", "new:0"])), ["two/d.txt"]);
    assert_eq!(keys(&rig.json(&["search", "new:100"])), ["one/a.txt"]);
    let sorted = rig.json(&["search", "sort:new"]);
    assert_eq!((keys(&sorted)[0], keys(&sorted)[3]), ("one/a.txt", "two/d.txt"));
    assert_eq!(keys(&rig.json(&["search", "sort:-new"]))[0], "two/d.txt");
}

#[test]
fn a_rebuild_counts_the_same() {
    let rig = four();
    let before = shares(&rig);
    assert_eq!(rig.run(&["rebuild"]).code, 0);
    assert_eq!(shares(&rig), before);
    assert_eq!(rig.run(&["check"]).code, 0);
}

#[test]
fn a_library_of_the_older_format_is_brought_level_by_the_next_add() {
    let rig = four();
    let before = shares(&rig);
    let database = rig.path().join(".variorum/library.sqlite");
    let open = || rusqlite::Connection::open(&database).unwrap();
    let older = "DROP TABLE seen; ALTER TABLE batch DROP COLUMN read; ALTER TABLE batch DROP COLUMN near_versions; \
                 DROP INDEX document_title; DROP INDEX name_shown; ALTER TABLE name DROP COLUMN shown; \
                 DROP INDEX name_base; ALTER TABLE name DROP COLUMN base; ALTER TABLE name DROP COLUMN first; \
                 ALTER TABLE name DROP COLUMN moved_documents; ALTER TABLE name DROP COLUMN moved_mentions; \
                 ALTER TABLE form DROP COLUMN moved; DROP TABLE label; DROP TABLE form_rule; DROP TABLE kin_rule; \
                 DROP TABLE kin_due; DROP TABLE mended; DROP TABLE mended_name; PRAGMA user_version = 1;";
    open().execute_batch(older).unwrap();
    assert_eq!(shares(&rig), [1.0; 4], "what is not counted yet is not called seen");
    rig.write("two/e.txt", story(7));
    rig.json(&["add", "two"]);
    assert_eq!(shares(&rig)[..4], before);
    open().execute_batch("UPDATE seen SET words = 100000").unwrap();
    let check = rig.run(&["check"]);
    assert!(check.code != 0 && check.out.contains("new words"), "{}", check.out);
}

#[test]
fn passages_are_listed_with_the_oldest_holder_first() {
    let shared = words(5, 10..50);
    let rig = Rig::with(&[(
        "wire.jsonl",
        &[
            ("late", "2020-05-01", format!("{} once {}", words(11, 0..30), shared)),
            ("early", "2001-02-03", format!("\u{e9}t\u{e9} {} {}", shared.replace(' ', "\n"), words(12, 3..30))),
            (
                "asked",
                "2010-01-01",
                format!("{} twice \u{201c}{}\u{201d}. Thrice {}", words(13, 0..20), shared, words(14, 0..20)),
            ),
            ("other", "2000-01-01", words(15, 0..80)),
        ]
        .map(|(id, date, text)| serde_json::json!({"id": id, "date": date, "text": text}).to_string())
        .join("\n"),
    )]);
    rig.json(&["add", "wire.jsonl"]);
    let lines = rig.json(&["passages", "asked"]);
    assert_eq!(lines.len(), 1, "{lines:?}");
    let line = &lines[0];
    assert_eq!((&line["document"], &line["words"], &line["unit"]), (&"asked".into(), &40.into(), &"codepoint".into()));
    let holders: Vec<&str> = line["in"].as_array().unwrap().iter().map(|of| of["document"].as_str().unwrap()).collect();
    assert_eq!(holders, ["early", "late"]);
    let slice = |key: &str, range: &Value| -> String {
        let text = rig.json(&["show", key])[0]["text"].as_str().unwrap().to_owned();
        let (start, end) = (range["start"].as_u64().unwrap() as usize, range["end"].as_u64().unwrap() as usize);
        text.chars().skip(start).take(end - start).collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let here = slice("asked", line);
    assert!(shared.starts_with(&here) || here.starts_with(&shared), "{here}");
    assert_eq!(slice("early", &line["in"][0]), here);
    assert_eq!(slice("late", &line["in"][1]), here);
    let none = rig.run(&["passages", "other"]);
    assert_eq!((none.code, none.out.as_str()), (1, ""));
    assert!(rig.run(&["passages", "asked"]).out.contains("40 words at"));
    assert_eq!(rig.run(&["passages", "nobody"]).code, 1);
}

#[test]
fn words_that_a_version_gained_or_lost_are_found() {
    let whole = story(1);
    let first = whole.split_whitespace().next().unwrap();
    let edited = whole.replacen(first, "Zebedee", 1).replacen("crate", "wooden chest", 1);
    let moved = {
        let paragraphs: Vec<&str> = whole.split("\n\n").collect();
        [&paragraphs[1..], &paragraphs[..1]].concat().join("\n\n")
    };
    let rig = Rig::with(&[
        ("a.txt", &whole),
        ("edited.txt", &edited),
        ("moved.txt", &moved),
        ("typeset.txt", &whole.replace('"', "\u{201d}").replace("\n\n", "\n")),
        ("alone.txt", &format!("Zebedee had a wooden chest. {}", story(9))),
    ]);
    rig.json(&["add", "."]);
    let leader = rig.json(&["versions"])[0]["leader"].as_str().unwrap().to_owned();
    let found = |query: &str| -> Vec<String> {
        let ran = rig.run(&["search", query, "--json"]);
        assert!(ran.code < 2, "{query}: {}", ran.err);
        ran.lines().iter().map(|line| line["key"].as_str().unwrap().to_owned()).collect()
    };
    if leader == "edited.txt" {
        assert!(!found("removed-text:\"wooden chest\"").is_empty());
        assert!(found("added-text:zebedee").is_empty());
    } else {
        assert_eq!(found("added-text:\"Wooden chest\""), ["edited.txt"]);
        assert_eq!(found("added-text:zebedee"), ["edited.txt"]);
        assert!(found("removed-text:zebedee").is_empty());
        assert_eq!(found(&format!("removed-text:{first}")), ["edited.txt"]);
    }
    assert!(found(&format!("added-text:\"{}\"", words(1, 4..7).replace('"', ""))).is_empty(), "moved text is not new");
    let wrong = rig.run(&["search", "added-text:/x/"]);
    assert!(
        wrong.code == 2 && wrong.err.contains("^^^") && wrong.err.contains("try: added-text:\"x\""),
        "{}",
        wrong.err
    );
}
