//! Comparisons, apparatuses and groups as files to hand on.

use crate::demo::both_batches;
use crate::rig::{Rig, story};
use crate::versions::seeds;
use serde_json::Value;

fn text_of(rig: &Rig, key: &str) -> String {
    rig.json(&["show", key])[0]["text"].as_str().unwrap().to_owned()
}

/// The text of one witness as a TEI file gives it.
fn witness(tei: &str, siglum: &str) -> String {
    let file = roxmltree::Document::parse(tei).unwrap_or_else(|error| panic!("{error}"));
    let root = file.root_element();
    assert_eq!((root.tag_name().name(), root.tag_name().namespace()), ("TEI", Some("http://www.tei-c.org/ns/1.0")));
    let body = file.descendants().find(|node| node.has_tag_name("ab")).unwrap();
    let mut out = String::new();
    for node in body.children() {
        let mine = |reading: &roxmltree::Node<'_, '_>| {
            reading.attribute("wit").is_some_and(|wit| wit.split(' ').any(|wit| wit.strip_prefix('#') == Some(siglum)))
        };
        let said = if node.has_tag_name("app") { node.children().find(mine).unwrap() } else { node };
        out.extend(said.descendants().filter_map(|node| if node.is_text() { node.text() } else { None }));
    }
    out
}

/// The marks of quoted mail at the beginning of lines are layout, as blanks are.
fn words(text: &str) -> Vec<String> {
    let unquoted: Vec<&str> = text.lines().map(|line| line.trim_start_matches(['>', ' '])).collect();
    let folded = variorum::text::fold(&unquoted.join("\n"));
    folded.tokens().iter().map(|token| folded.key(token).to_owned()).collect()
}

fn file(rig: &Rig, args: &[&str]) -> String {
    let ran = rig.run(args);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{args:?}");
    ran.out
}

fn check_diff(rig: &Rig, a: &str, b: &str) {
    let tei = file(rig, &["diff", a, b, "--format", "tei"]);
    assert_eq!(witness(&tei, "A"), text_of(rig, a), "{a} beside {b}");
    assert_eq!(witness(&tei, "B"), text_of(rig, b), "{b} beside {a}");
    let page = file(rig, &["diff", a, b, "--format", "html"]);
    assert!(page.starts_with("<!DOCTYPE html>") && page.ends_with("</html>\n"));
    assert!(!page.contains("<script") && !page.contains("src="));
    let markdown = file(rig, &["diff", a, b, "--format", "markdown"]);
    assert!(markdown.starts_with("# "), "{markdown}");
}

fn check_group(rig: &Rig, group: &Value) {
    let leader = group["leader"].as_str().unwrap();
    let letters = rig.json(&["apparatus", leader]).remove(0);
    let tei = file(rig, &["apparatus", leader, "--format", "tei"]);
    for version in letters["versions"].as_array().unwrap() {
        let (siglum, key) = (version["siglum"].as_str().unwrap(), version["document"].as_str().unwrap());
        assert_eq!(words(&witness(&tei, siglum)), words(&text_of(rig, key)), "{key} in the apparatus on {leader}");
    }
    let page = file(rig, &["apparatus", leader, "--format", "html"]);
    let slots = letters["slots"].as_array().unwrap().len();
    assert_eq!(page.matches("<ul class=\"readings\"").count(), slots);
    let markdown = file(rig, &["apparatus", leader, "--format", "markdown"]);
    assert_eq!(markdown.lines().filter(|line| line.starts_with("> **")).count(), slots);
}

#[test]
fn every_group_of_the_demo_is_exported_whole() {
    let (rig, _, _) = both_batches();
    let groups = rig.json(&["versions"]);
    let versions: Vec<&Value> = groups.iter().filter(|group| !group["group"].is_null()).collect();
    assert!(versions.len() > 3);
    for group in versions {
        let members = group["members"].as_array().unwrap();
        if members.len() < 2 {
            continue;
        }
        check_group(&rig, group);
        check_diff(&rig, members[0]["document"].as_str().unwrap(), members[1]["document"].as_str().unwrap());
    }
}

#[test]
fn the_model_corpus_is_exported_whole() {
    let Some(seeds) = seeds() else { return };
    let rig = Rig::with(&[]);
    rig.json(&["--library", ".variorum", "add", seeds.to_str().unwrap()]);
    let group = rig.json(&["versions"]).remove(0);
    check_group(&rig, &group);
    let key = |place: usize| group["members"][place]["document"].as_str().unwrap().to_owned();
    check_diff(&rig, &key(0), &key(1));
    check_diff(&rig, &key(0), &key(2));
}

#[test]
fn another_base_and_formats_that_exclude_each_other() {
    let whole = story(1);
    let rig = Rig::with(&[("a.txt", &whole), ("b.txt", &whole.replacen("ledger weighed", "ledger had counted", 1))]);
    rig.json(&["add", "."]);
    for base in ["a.txt", "b.txt"] {
        let page = file(&rig, &["apparatus", "a.txt", "--base", base, "--format", "markdown"]);
        let said = if base == "a.txt" { "weighed **:1\\}**" } else { "had counted **:1\\}**" };
        assert!(page.contains(said), "{page}");
    }
    for wrong in [
        &["diff", "a.txt", "b.txt", "--format", "tei", "--json"][..],
        &["diff", "a.txt", "b.txt", "--format", "tei", "--side-by-side"],
        &["apparatus", "a.txt", "--format", "docx"],
        &["versions", "--format", "csv", "--json"],
        &["versions", "--format", "csv", "--overlaps"],
    ] {
        assert_eq!(rig.run(wrong).code, 2, "{wrong:?}");
    }
    assert!(rig.run(&["completions", "bash"]).out.contains("markdown html tei"));
}

#[test]
fn groups_are_a_table_without_formulas() {
    let whole = story(1);
    let rig = Rig::with(&[]);
    let record = |id: &str, title: &str, text: &str| {
        serde_json::json!({"id": id, "title": title, "text": text}).to_string() + "\n"
    };
    let lines = record("=one", "=HYPERLINK(\"http://x\")", &whole)
        + &record("two", "+1, \"quoted\"", &whole.replacen("ledger weighed", "ledger had counted", 2))
        + &record("three", "@SUM", &whole);
    rig.write("all.jsonl", lines);
    rig.json(&["add", "all.jsonl"]);
    let table = file(&rig, &["versions", "--format", "csv"]);
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    let head: Vec<&str> =
        "group,leader,document,relation,similarity,containment,contained,nearest,date,title".split(',').collect();
    assert_eq!(reader.headers().unwrap(), head);
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 3, "{table}");
    for cell in rows.iter().flatten() {
        assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{cell}");
    }
    assert!(rows.iter().any(|row| &row[9] == "'+1, \"quoted\""), "{table}");
    assert!(rows.iter().any(|row| &row[3] == "edited") && rows.iter().any(|row| &row[3] == "leader"), "{table}");
    assert!(rows.iter().any(|row| &row[3] == "exact"), "{table}");
    assert_eq!(file(&rig, &["versions", "--format", "jsonl"]), file(&rig, &["versions", "--json"]));
    let empty = Rig::with(&[("a.txt", &whole)]);
    empty.json(&["add", "a.txt"]);
    assert_eq!(empty.run(&["versions", "--format", "csv"]).code, 1);
}
