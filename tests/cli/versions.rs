//! Groups and comparisons as the commands give them.

use crate::rig::{Rig, story};
use serde_json::Value;
use std::path::{Path, PathBuf};

fn typeset(text: &str) -> String {
    text.replace("\"", "\u{201d}").replace('\'', "\u{2019}").replace("\n\n", "\n")
}

fn chars(text: &str, range: &Value) -> String {
    let (start, end) = (range[0].as_u64().unwrap() as usize, range[1].as_u64().unwrap() as usize);
    text.chars().skip(start).take(end - start).collect()
}

fn rebuilds(rig: &Rig, a: &str, b: &str, extra: &[&str]) -> Value {
    let text = |key: &str| rig.json(&["show", key])[0]["text"].as_str().unwrap().to_owned();
    let (left, right) = (text(a), text(b));
    let mut args = vec!["diff", a, b];
    args.extend(extra);
    let diff = rig.json(&args).remove(0);
    let join = |side: &str, text: &str| -> String {
        diff["ops"].as_array().unwrap().iter().map(|op| chars(text, &op[side])).collect()
    };
    assert_eq!(join("a", &left), left);
    assert_eq!(join("b", &right), right);
    for op in diff["ops"].as_array().unwrap().iter().filter(|op| op["op"] == "equal") {
        assert_eq!(chars(&left, &op["a"]), chars(&right, &op["b"]));
    }
    diff
}

#[test]
fn relations_are_told_apart() {
    let whole = story(1);
    let rig = Rig::with(&[
        ("whole.txt", &whole),
        ("typeset.txt", &typeset(&whole)),
        ("edited.txt", &whole.replacen("ledger weighed", "ledger had counted", 2)),
        ("excerpt.txt", &format!("A headline of its own\n\n{}", &whole[..whole.len() / 2])),
        ("other.txt", &story(2)),
    ]);
    rig.json(&["add", "."]);
    let groups = rig.json(&["versions"]);
    assert_eq!(groups.len(), 1, "{groups:?}");
    let relation = |key: &str| {
        let members = groups[0]["members"].as_array().unwrap();
        members
            .iter()
            .find(|member| member["document"] == key)
            .map(|member| member["relation"].as_str().unwrap().to_owned())
    };
    assert_eq!(relation("excerpt.txt").as_deref(), Some("excerpt"));
    assert_eq!(relation("other.txt"), None);
    let leader = groups[0]["leader"].as_str().unwrap();
    assert!(["whole.txt", "edited.txt", "typeset.txt"].contains(&leader), "{leader}");
}

#[test]
fn typography_is_no_change_and_words_are() {
    let whole = story(1);
    let edited = typeset(&whole).replacen("weighed", "counted", 1);
    let rig = Rig::with(&[("a.txt", &whole), ("b.txt", &typeset(&whole)), ("c.txt", &edited)]);
    rig.json(&["add", "."]);
    let typography = rebuilds(&rig, "a.txt", "b.txt", &[]);
    assert!(typography["ops"].as_array().unwrap().iter().all(|op| op["op"] == "equal" || op["op"] == "typography"));
    let words = rebuilds(&rig, "a.txt", "c.txt", &[]);
    let changes: Vec<_> =
        words["ops"].as_array().unwrap().iter().filter(|op| op["op"] != "equal" && op["op"] != "typography").collect();
    assert_eq!(changes.len(), 1, "{changes:?}");
    assert_eq!((&words["summary"]["words_inserted"], &words["summary"]["words_deleted"]), (&1.into(), &1.into()));
    let exact = rebuilds(&rig, "a.txt", "b.txt", &["--exact"]);
    assert!(exact["ops"].as_array().unwrap().iter().any(|op| op["op"] != "equal"));
    for op in exact["ops"].as_array().unwrap() {
        assert_eq!(op["op"] == "typography", op["kind"] == "typography", "{op}");
    }
}

#[test]
fn groups_grow_with_batches() {
    let rig = Rig::with(&[("a.txt", &story(1)), ("z.txt", &story(9))]);
    rig.json(&["add", "a.txt", "z.txt"]);
    assert!(rig.run(&["versions", "--json"]).out.is_empty());
    rig.write("b.txt", story(1).replacen("ledger", "register", 3));
    assert_eq!(rig.json(&["add", "b.txt"])[0]["near_versions"], 1);
    assert_eq!(rig.json(&["versions"]).len(), 1);
}

pub fn seeds() -> Option<PathBuf> {
    let shared = std::env::var_os("VARIORUM_SHARED").map(PathBuf::from);
    let folder = shared.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared")).join("seeds");
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!("skipped: {} is not there", folder.display());
    None
}

#[test]
fn the_model_corpus_is_one_group_with_an_excerpt() {
    let Some(seeds) = seeds() else { return };
    let rig = Rig::with(&[]);
    rig.json(&["--library", ".variorum", "add", seeds.to_str().unwrap()]);
    let groups = rig.json(&["versions"]);
    assert_eq!(groups.len(), 1);
    let members = groups[0]["members"].as_array().unwrap();
    assert_eq!(members.len(), 3);
    let member = |prefix: &str| {
        members
            .iter()
            .find(|member| member["document"].as_str().unwrap().rsplit('/').next().unwrap().starts_with(prefix))
            .unwrap()
    };
    assert_eq!(member("002")["relation"], "excerpt");
    assert!(member("002")["containment"].as_f64().unwrap() > 0.95);
    assert!(member("002")["similarity"].as_f64().unwrap() < 0.4);
    let key = |prefix: &str| member(prefix)["document"].as_str().unwrap().to_owned();
    let diff = rebuilds(&rig, &key("000"), &key("001"), &[]);
    let inserted = diff["summary"]["words_inserted"].as_u64().unwrap();
    let deleted = diff["summary"]["words_deleted"].as_u64().unwrap();
    assert!(
        (30..70).contains(&inserted) && deleted <= 2,
        "{inserted} in, {deleted} out: only the highlights box was added"
    );
    assert_eq!(rig.json(&["mentions", "Pieter Van Ostaeyen", "--doc", &key("000")]).len(), 3);
}

#[test]
fn the_apparatus_tells_which_version_reads_what() {
    let whole = story(1);
    let (old, new) = ("ledger weighed", "ledger had counted");
    assert!(whole.contains(old));
    let rig = Rig::with(&[
        ("a.txt", &whole),
        ("b.txt", &whole.replacen(old, new, 1)),
        ("c.txt", &typeset(&whole.replacen(old, new, 1))),
        ("alone.txt", &story(2)),
    ]);
    rig.json(&["add", "."]);
    let apparatus = rig.json(&["apparatus", "b.txt", "--base", "a.txt"]).remove(0);
    assert_eq!(apparatus["base"], "a.txt");
    let letter = |key: &str| {
        let versions = apparatus["versions"].as_array().unwrap();
        versions.iter().find(|version| version["document"] == key).unwrap()["siglum"].clone()
    };
    let slots = apparatus["slots"].as_array().unwrap();
    assert_eq!(slots.len(), 1, "{slots:?}");
    let readings = slots[0]["readings"].as_array().unwrap();
    assert_eq!(readings[0]["versions"], serde_json::json!([letter("a.txt")]));
    let mut others = vec![letter("b.txt"), letter("c.txt")];
    others.sort_by_key(|letter| letter.to_string());
    assert_eq!(readings[1]["versions"], serde_json::json!(others));
    let text = rig.json(&["show", "a.txt"])[0]["text"].as_str().unwrap().to_owned();
    let range = serde_json::json!([slots[0]["start"], slots[0]["end"]]);
    assert_eq!(chars(&text, &range).trim(), readings[0]["text"].as_str().unwrap());
    assert_eq!(rig.run(&["apparatus", "alone.txt"]).code, 1);
    assert_eq!(rig.run(&["apparatus", "a.txt", "--base", "alone.txt"]).code, 2);
}

#[test]
fn punctuation_is_left_out_of_the_apparatus_where_that_is_wanted() {
    let whole = story(1);
    let edited = whole.replacen("ledger weighed", "ledger had counted", 1);
    let other = edited.replace(',', "").replacen('.', ";", 1);
    let rig = Rig::with(&[("a.txt", &whole), ("b.txt", &other)]);
    rig.json(&["add", "."]);
    let slots = |arguments: &[&str]| {
        let line = rig.json(arguments).remove(0);
        (line["slots"].as_array().unwrap().len(), line["punctuation"].as_bool().unwrap())
    };
    let all = slots(&["apparatus", "a.txt"]);
    assert!(all.0 > 1 && all.1, "{all:?}");
    assert_eq!(slots(&["apparatus", "a.txt", "--without-punctuation"]), (1, false));
}

#[test]
fn what_stands_otherwise_between_words_is_shown_by_the_exact_comparison() {
    let rig = Rig::with(&[("a.txt", "The harbour  was shut\nall day."), ("b.txt", "The harbour was\tshut all day.")]);
    rig.json(&["add", "."]);
    let shown = rig.run(&["diff", "a.txt", "b.txt", "--exact"]).out;
    for sign in ["[-\u{b7}-]", "{+\u{2192}+}", "[-\u{21b5}-]"] {
        assert!(shown.contains(sign), "{sign} in {shown}");
    }
    let shown = rig.run(&["diff", "a.txt", "b.txt"]).out;
    assert!(!shown.contains(['\u{b7}', '\u{2192}', '\u{21b5}']), "{shown}");
}

#[test]
fn the_apparatus_tells_a_move_from_a_cut() {
    let band = "The mayor Ortiz opened the new bridge with 14 guests after months of delay and bad weather, and then \
        walked across it in the rain while a brass band played a march that nobody in the crowd could name.";
    let (first, rest) = (story(1), story(2));
    let base = format!("{band}\n\n{first}\n\n{rest}");
    let moved = format!("{first}\n\n{rest}\n\n{}", band.replace("Ortiz", "Brandt"));
    let rig = Rig::with(&[
        ("a.txt", base.as_str()),
        ("b.txt", &moved),
        ("c.txt", &format!("{first}\n\n{rest}")),
        ("d.txt", &base.replace("Ortiz", "Brandt")),
    ]);
    rig.json(&["add", "."]);
    let args = ["apparatus", "a.txt", "--base", "a.txt"];
    let apparatus = rig.json(&args).remove(0);
    let letter = |key: &str| {
        let versions = apparatus["versions"].as_array().unwrap();
        versions.iter().find(|version| version["document"] == key).unwrap()["siglum"].as_str().unwrap()
    };
    let (a, b, c, d) = (letter("a.txt"), letter("b.txt"), letter("c.txt"), letter("d.txt"));
    let slots = apparatus["slots"].as_array().unwrap();
    assert_eq!(slots.len(), 3, "{slots:#?}");
    let of = |slot: usize, siglum: &str| {
        let mut readings = slots[slot]["readings"].as_array().unwrap().iter();
        readings.find(|reading| reading["versions"].as_array().unwrap().contains(&siglum.into())).unwrap()
    };
    assert_eq!(
        (of(0, b)["elsewhere"].clone(), of(0, b)["see"].clone()),
        (serde_json::json!([b]), serde_json::json!([3]))
    );
    assert_eq!(of(0, b)["changes"], serde_json::json!([{"from": "Ortiz", "to": "Brandt"}]));
    assert_eq!((&of(0, c)["text"], &of(0, c)["moved"]), (&Value::from(""), &Value::from(false)));
    let mut both = vec![b, d];
    both.sort_unstable();
    assert_eq!(of(1, b)["versions"], serde_json::json!(both));
    assert_eq!(slots[1]["absent"], serde_json::json!([c]));
    assert_eq!((&of(2, b)["moved"], &of(2, b)["see"]), (&Value::from(true), &serde_json::json!([1])));
    let text = rig.run(&args).out;
    for wanted in [
        format!("1  elsewhere, see 3: as {a}, but Ortiz] Brandt (39 words)  [{b}]"),
        format!("1  nothing  [{c}]"),
        format!("2  \"Brandt\" (for {b} see 3)  [{}]", both.join(" ")),
        format!("(moved here from 1)  [{b}]"),
    ] {
        assert!(text.contains(&wanted), "{wanted} is not in\n{text}");
    }
}

#[test]
fn what_changed_is_told_in_a_line() {
    let text = story(1);
    let rig = Rig::with(&[
        ("a.txt", text.as_str()),
        ("b.txt", &text.replacen("ledger weighed", "scale", 2)),
        ("c.txt", &typeset(&text)),
    ]);
    rig.json(&["add", "."]);
    let change = |args: &[&str], key: &str| {
        let groups = rig.json(args);
        let members = groups[0]["members"].as_array().unwrap().clone();
        members.iter().find(|member| member["document"] == key).map(|member| member["change"].clone())
    };
    assert_eq!(
        change(&["versions"], "b.txt"),
        Some(Value::Null),
        "comparing every version of a library takes its time"
    );
    for args in [&["versions", "--changes"][..], &["versions", "c.txt"][..]] {
        assert_eq!(change(args, "b.txt").unwrap(), "+2 -4 words", "{args:?}");
        assert_eq!(change(args, "c.txt").unwrap(), "typography only");
        assert_eq!(change(args, "a.txt"), Some(Value::Null));
    }
}
