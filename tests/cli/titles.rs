//! What ties texts that share little: a title that few bear, passages that few have.

use crate::rig::{Rig, story};
use crate::ties::groups;
use serde_json::json;

/// A text around two passages that others of its `kind` have too.
fn page(kind: usize, own: usize) -> String {
    let passage = |n: usize| (0..14).map(|word| format!("k{kind}p{n}w{word} ")).collect::<String>();
    format!("{} {}. {} {}. The end of {own}.", story(own), passage(1), story(own + 1), passage(2))
}

fn record(id: &str, title: &str, text: &str) -> String {
    json!({"id": id, "title": title, "text": text}).to_string() + "\n"
}

fn add(rig: &Rig, file: &str, records: &[String]) {
    rig.write(file, records.concat());
    rig.json(&["add", file]);
}

/// The groups, which a rebuild must not change.
fn settled(rig: &Rig) -> Vec<Vec<String>> {
    let found: Vec<Vec<String>> = groups(rig).into_iter().collect();
    rig.json(&["rebuild"]);
    assert_eq!(found, groups(rig).into_iter().collect::<Vec<_>>());
    found
        .into_iter()
        .map(|mut group| {
            group.sort();
            group
        })
        .collect()
}

#[test]
fn a_title_and_two_passages_make_versions_until_too_many_bear_it() {
    let rig = Rig::with(&[]);
    add(
        &rig,
        "one.jsonl",
        &[record("old", "Terms of the harbour", &page(1, 10)), record("other", "A walk", &page(1, 20))],
    );
    assert!(settled(&rig).is_empty());

    add(&rig, "two.jsonl", &[record("new", "Terms of the harbour", &page(1, 30))]);
    assert_eq!(settled(&rig), [["new", "old"]]);

    // Four that have the title and nothing else.
    let strangers: Vec<String> =
        (0..4).map(|n| record(&format!("stranger{n}"), "Terms of the harbour", &story(40 + 2 * n))).collect();
    add(&rig, "three.jsonl", &strangers);
    assert!(settled(&rig).is_empty());
}

#[test]
fn reports_that_all_bear_one_title_are_no_versions() {
    let rig = Rig::with(&[]);
    let report = |n: usize| record(&format!("report{n}"), "Monthly report", &page(2, 10 * n));
    add(&rig, "one.jsonl", &(1..=7).map(report).collect::<Vec<_>>());
    assert!(settled(&rig).is_empty());
}

/// A form filled in by somebody: six passages that all have, and sixty words of one's own.
fn form(filled_in_by: usize) -> String {
    let mut text = String::new();
    for part in 0..6 {
        text.extend((0..14).map(|word| format!("form{part}w{word} ")));
        text.extend((0..9).map(|word| format!("d{filled_in_by}part{part}w{word} ")));
    }
    text
}

#[test]
fn a_form_that_more_and_more_fill_in_ties_its_first_two_no_longer() {
    let rig = Rig::with(&[]);
    let filled = |n: usize| record(&format!("form{n}"), &format!("Form {n}"), &form(n));
    add(&rig, "one.jsonl", &[filled(1), filled(2)]);
    assert_eq!(settled(&rig), [["form1", "form2"]]);
    add(&rig, "two.jsonl", &(3..=16).map(filled).collect::<Vec<_>>());
    assert!(settled(&rig).is_empty());
}

#[test]
fn groups_that_one_thread_ties_are_kept_apart_and_said_to_be() {
    let rig = Rig::with(&[]);
    let shared = format!("{} {}", story(70), story(72));
    let set = |name: &str, text: &str| -> Vec<String> {
        let edited =
            |n: usize| text.split(". ").enumerate().filter(|(at, _)| *at != n).map(|(_, s)| format!("{s}. ")).collect();
        // Rewritten by two fifths, with a text that is in the other set too.
        let part = |text: &str, words: usize| text.split_whitespace().take(words).collect::<Vec<_>>().join(" ");
        let words = text.split_whitespace().count();
        let long = format!("{} {}", part(text, words * 29 / 50), part(&shared, words * 21 / 50));
        let texts: Vec<String> = vec![text.to_owned(), edited(1), edited(2), edited(3), long];
        texts.iter().enumerate().map(|(n, text)| record(&format!("{name}{n}"), &format!("{name} {n}"), text)).collect()
    };
    let one = format!("{} {}", story(80), story(82));
    let other = format!("{} {}", story(90), story(92));
    add(&rig, "sets.jsonl", &[set("one", &one), set("other", &other)].concat());
    let found = settled(&rig);
    assert_eq!(found.iter().map(Vec::len).collect::<Vec<_>>(), [5, 5], "{found:?}");
    let groups = rig.json(&["versions", "one0"]);
    let apart = &groups[0]["kept_apart"];
    assert_eq!(apart[0]["versions"], 5, "{groups:?}");
    assert_eq!(apart[0]["pairs"], 1, "{groups:?}");
    assert!(rig.run(&["versions", "one0"]).out.contains("kept apart, tied by 1 pair: other"), "{groups:?}");
}
