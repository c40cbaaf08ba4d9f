//! Saved searches, the concordance, lists of queries, explanations.

use crate::rig::Rig;
use serde_json::{Value, json};
use std::fs;

fn harbour() -> Rig {
    let rig = Rig::with(&[
        ("a.txt", "The ferry to Port Selm.\n\nA zebra saw the f\u{e9}rry\r\n  from the \u{6771}\u{4eac} pier."),
        ("b.txt", "No boat left. An ape took the boat; =the ferry= stayed."),
        ("c.txt", "Nothing sails here at all."),
    ]);
    rig.json(&["add", "a.txt", "b.txt", "c.txt"]);
    rig
}

fn keys(lines: &[Value]) -> Vec<&str> {
    let mut keys: Vec<&str> = lines.iter().filter_map(|line| line["key"].as_str()).collect();
    keys.sort_unstable();
    keys
}

#[test]
fn saved_searches_are_used_changed_undone_and_taken_over() {
    let rig = harbour();
    let line = &rig.json(&["save", "Boats", "boat OR ferry"])[0];
    assert_eq!((&line["act"], &line["who"], &line["documents"]), (&json!("save"), &json!("ada"), &json!([])));
    rig.json(&["save", "no pier", "in:boats -pier"]);
    assert_eq!(keys(&rig.json(&["search", "in:boats"])), ["a.txt", "b.txt"]);
    assert_eq!(keys(&rig.json(&["search", "in:\"No Pier\""])), ["b.txt"]);
    assert_eq!(keys(&rig.json(&["search", "-in:boats"])), ["c.txt"]);
    let hits = |query: &str| rig.json(&["search", query, "--count"])[0]["hits"].clone();
    assert_eq!(hits("in:boats"), hits("boat OR ferry"), "what is saved is marked as if it were written");
    assert_eq!(keys(&rig.json(&["search", "in:boats NEAR/1 left"])), ["b.txt"]);
    rig.json(&["save", "boats", "ferry ADJ/2 selm"]);
    assert_eq!(keys(&rig.json(&["search", "in:Boats"])), ["a.txt"]);
    assert_eq!(rig.json(&["saved"]).len(), 2, "names are told apart without case");
    rig.json(&["undo"]);
    assert_eq!(rig.json(&["saved"])[0], json!({"name": "Boats", "query": "boat OR ferry"}));
    rig.json(&["unsave", "BOATS"]);
    let ran = rig.run(&["search", "x in:boats"]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.err.contains("there is no saved search \u{201c}boats\u{201d}") && ran.err.contains("\n       ^^^^^"),
        "{}",
        ran.err
    );
    rig.json(&["undo"]);
    assert_eq!(rig.run(&["save", "boats", "in:\"no pier\""]).code, 2, "it would lead back to itself");
    assert_eq!(rig.run(&["save", "broken", "\"boat"]).code, 2);
    assert_eq!(rig.run(&["save", " ", "boat"]).code, 2);
    assert_eq!(rig.run(&["unsave", "who"]).code, 1);
    assert_eq!(rig.run(&["check"]).code, 0);

    let other = Rig::with(&[("b.txt", "a boat")]);
    other.json(&["add", "b.txt"]);
    fs::write(other.path().join("log.jsonl"), rig.run(&["log", "--json"]).out).unwrap();
    let merged = &other.json(&["import-decisions", "log.jsonl"])[0];
    assert_eq!(merged["left_out"], json!(0), "{merged}");
    assert_eq!(other.json(&["saved"]), rig.json(&["saved"]));
    other.json(&["import-decisions", "log.jsonl"]);
    assert_eq!(keys(&other.json(&["search", "in:boats"])), ["b.txt"]);
}

#[test]
fn the_concordance_lists_every_place_with_true_offsets() {
    let rig = harbour();
    let lines = rig.json(&["kwic", "ferry OR boat sort:added"]);
    assert_eq!(lines.len(), 5);
    for line in &lines {
        let text = rig.json(&["show", line["document"].as_str().unwrap()])[0]["text"].as_str().unwrap().to_owned();
        let at = |end: &str| line[end].as_u64().unwrap() as usize;
        let place: String = text.chars().skip(at("start")).take(at("end") - at("start")).collect();
        assert_eq!(line["text"], json!(place));
        assert_eq!(line["unit"], json!("codepoint"));
    }
    assert_eq!(
        (&lines[1]["left"], &lines[1]["right"]),
        (&json!("The ferry to Port Selm. A zebra saw the "), &json!(" from the \u{6771}\u{4eac} pier."),)
    );
    let order = |sort: &str| -> Vec<String> {
        let lines = rig.json(&["kwic", "ferry OR boat sort:added", "--sort", sort]);
        lines.iter().map(|line| format!("{}{}", line["document"].as_str().unwrap(), line["start"])).collect()
    };
    let by_document = order("document");
    let places = |order: &[usize]| -> Vec<String> { order.iter().map(|&at| by_document[at].clone()).collect() };
    // no; the; the of; the saw; the took
    assert_eq!(order("left"), places(&[2, 0, 4, 1, 3]));
    assert_eq!(order("right"), places(&[1, 2, 4, 3, 0]));
    let near = rig.json(&["kwic", "zebra NEAR/2 ferry OR ferry ADJ/1 port"]);
    assert!(near.iter().any(|line| line["text"] == json!("ferry to Port")), "one line from word to word: {near:?}");
    assert_eq!(rig.run(&["kwic", "zeppelin"]).code, 1);
    assert_eq!(rig.run(&["kwic", "\"open"]).code, 2);
    let short = rig.json(&["kwic", "pier", "--context", "4"]);
    assert_eq!((&short[0]["left"], &short[0]["right"]), (&json!(" \u{6771}\u{4eac} "), &json!(".")));
}

#[test]
fn tables_hold_the_same_and_no_formula() {
    let rig = harbour();
    rig.write("d.txt", "=1+1 sum");
    rig.json(&["add", "d.txt"]);
    let ran = rig.run(&["kwic", "sum OR ferry", "--format", "csv"]);
    let mut table = csv::Reader::from_reader(ran.out.as_bytes());
    assert_eq!(table.headers().unwrap().iter().next_back(), Some("unit"));
    let rows: Vec<csv::StringRecord> = table.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), rig.json(&["kwic", "sum OR ferry"]).len());
    let row = rows.iter().find(|row| &row[0] == "d.txt").unwrap();
    assert_eq!((&row[5], &row[6], &row[8]), ("'=1+1 ", "sum", "codepoint"));
    assert_eq!(rig.run(&["kwic", "ferry", "--format", "jsonl"]).lines(), rig.json(&["kwic", "ferry"]));
}

#[test]
fn a_list_of_queries_is_asked_line_by_line() {
    let rig = harbour();
    rig.write("names.txt", "\u{feff}ferry\r\n\n# people\n\"open\nzeppelin\n  date:2024-13\nin:boats\n");
    let ran = rig.run(&["search", "--from-file", "names.txt", "--json"]);
    assert_eq!(ran.code, 2);
    let rows = ran.lines();
    assert_eq!(rows[0], json!({"line": 1, "query": "ferry", "documents": 2, "groups": 2, "first": null}));
    assert_eq!(
        (&rows[1]["line"], &rows[1]["start"], &rows[1]["end"], &rows[1]["repair"]),
        (&json!(4), &json!(0), &json!(1), &json!("\"open\""))
    );
    assert_eq!((&rows[2]["line"], &rows[2]["documents"]), (&json!(5), &json!(0)));
    assert_eq!(rows.len(), 5);
    assert!(
        ran.err.contains("names.txt:6: there is no month 13\n  date:2024-13\n            ^^\ntry: date:2024-12"),
        "{}",
        ran.err
    );
    rig.write("good.txt", "ferry\nboat");
    assert_eq!(rig.run(&["search", "--from-file", "good.txt"]).code, 0);
    assert_eq!(rig.feed(&["search", "--from-file", "-"], b"zeppelin\n").code, 1);
    assert_eq!(rig.feed(&["search", "--from-file", "-"], b"a\n\xff\n").code, 2);
    assert_eq!(rig.run(&["search", "--from-file", "missing.txt"]).code, 2);
    assert_eq!(rig.run(&["search", "--count"]).out, "3 documents in 3 groups, 0 hits\n");
}

#[test]
fn an_explanation_counts_each_part_and_says_what_it_cost() {
    let rig = harbour();
    rig.json(&["save", "boats", "boat OR ferry"]);
    let parts = rig.json(&["search", "in:boats /z.bra/ -pier", "--explain"]);
    let told: Vec<(&str, u64, u64)> = parts
        .iter()
        .map(|part| {
            (part["part"].as_str().unwrap(), part["depth"].as_u64().unwrap(), part["documents"].as_u64().unwrap())
        })
        .collect();
    let expected =
        [("all of these:", 0, 0), ("the saved search \u{201c}boats\u{201d}:", 1, 2), ("any of these:", 2, 2)];
    assert_eq!(told[..3], expected);
    assert_eq!(told[told.len() - 1], ("the whole query", 0, 0));
    let regex = parts.iter().find(|part| part["part"].as_str().unwrap().starts_with("the regular")).unwrap();
    assert_eq!((&regex["documents"], &regex["texts_read"]), (&json!(1), &json!(1)), "the index narrows it to one");
    assert!(regex["microseconds"].as_u64().is_some());
    let ran = rig.run(&["search", "--explain", "ferry"]);
    assert!(ran.out.contains("the word \u{201c}ferry\u{201d} in title or text\n    2 documents in "), "{}", ran.out);
    assert_eq!(rig.run(&["search", "--explain", "\"a"]).code, 2);
    let ran = rig.run(&["search", "--explain", "ferry is:undecided zeppelin"]);
    assert!(ran.out.contains("\nwithout zeppelin: 2 documents\n"), "{}", ran.out);
    assert!(!ran.out.contains("without ferry"), "{}", ran.out);
    let ran = rig.run(&["search", "ferry zeppelin"]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    assert!(ran.err.contains("search --explain says what each part finds"), "{}", ran.err);
}

#[test]
fn what_is_typed_is_completed_with_counts() {
    let rig = Rig::with(&[]);
    let record =
        |id: &str, source: &str| format!("{}\n", json!({"id": id, "source": source, "text": format!("boat {id}")}));
    rig.write("in.jsonl", [record("1", "Sen. Akaka"), record("2", "Sen. Akaka"), record("3", "Gazette")].concat());
    rig.json(&["add", "in.jsonl", "--batch", "spring leak"]);
    rig.json(&["tag", "key:1", "+ship"]);
    rig.json(&["save", "small boats", "boat -key:3"]);
    rig.json(&["save", "slow", "/b.at/"]);
    let folder = rig.path().join(".variorum");
    let mut library = variorum::library::Library::open(&folder, "ada", false).unwrap();
    let mut of = |query: &str| -> Vec<(String, String)> {
        let options = library.complete(query, query.len()).unwrap().options;
        options.into_iter().map(|option| (option.text, option.note)).collect()
    };
    let one = |text: &str, note: &str| vec![(text.to_owned(), note.to_owned())];
    assert_eq!(of("x source:ak"), one("source:\"Sen. Akaka\"", "2"));
    assert_eq!(of("source:").len(), 2);
    assert_eq!(of("batch:leak"), one("batch:\"spring leak\"", "3"));
    assert_eq!(of("-tag:s"), one("tag:ship", "1"));
    assert_eq!(of("type:j"), one("type:jsonl", "3"));
    assert_eq!(of("in:sm"), one("in:\"small boats\"", "2"));
    assert_eq!(of("in:sl"), one("in:slow", ""), "what reads texts is not counted while somebody types");
    assert_eq!(of("sour"), one("source:", ""));
}

#[test]
fn hits_are_counted_in_every_document_however_many_there_are() {
    let rig = Rig::with(&[]);
    // More than one thread's share of texts, some of them of several blocks, one without a hit.
    let text = |at: usize| match at % 7 {
        0 => "Nothing sails here at all.".to_owned(),
        times => format!("Anna Kern saw {} ferries; {}the end.", at, "the ferry to Port Selm, ".repeat(times)),
    };
    let lines: Vec<String> =
        (0..1_500).map(|at| json!({"id": format!("d{at}"), "text": text(at)}).to_string()).collect();
    rig.write("all.jsonl", lines.join("\n"));
    rig.json(&["add", "all.jsonl"]);
    let expected: usize = (0..1_500).map(|at| text(at).matches("ferry").count()).sum();
    let one = |query: &str| rig.json(&["search", query, "--count"])[0].clone();
    assert_eq!(one("ferry")["hits"], json!(expected));
    let named = (0..1_500).filter(|at| at % 7 != 0).count();
    assert_eq!(one("entity:\"Anna Kern\"")["hits"], json!(named));
    let listed = rig.json(&["search", "ferry", "--limit", "1500"]);
    let listed: usize = listed.iter().map(|line| line["hits"].as_array().map_or(0, Vec::len)).sum();
    assert_eq!(listed, expected);
}

#[test]
fn what_was_spelt_otherwise_is_proposed() {
    let rig = Rig::with(&[
        ("a.txt", "The ferry of Odile Kestrel left Port Ellery on Monday. Odile Kestrel was aboard."),
        ("b.txt", "Nobody saw the ferry come back to the harbour that night."),
    ]);
    rig.json(&["add", "."]);
    let proposed = |query: &str| rig.run(&["search", query]).err;
    assert!(proposed("habour").contains("habour~ finds 1 document"), "{}", proposed("habour"));
    assert!(proposed("ferry habour").contains("ferry habour~ finds 1 document"), "{}", proposed("ferry habour"));
    let name = proposed("person:\"Odile Kestral\"");
    assert!(name.contains(":\"Odile Kestrel\" finds 1 document"), "{name}");
    assert!(proposed("person:Kestral").contains("Kestrel\" finds 1 document"), "{}", proposed("person:Kestral"));
    let both = proposed("habour nobdy");
    assert!(both.contains("habour~ nobdy~ finds 1 document"), "{both}");
    assert!(proposed("zeppelin").contains("search --explain"), "{}", proposed("zeppelin"));
    assert!(proposed("key:zeppelin").contains("search --explain"), "{}", proposed("key:zeppelin"));
}

#[test]
fn a_word_broken_at_its_hyphen_is_found_as_it_is_written() {
    let rig = Rig::with(&[
        ("a.txt", "The claim fell under the fact-\nspecific balancing that the govern-\nment wanted."),
        ("b.txt", "A fact-specific claim."),
    ]);
    rig.json(&["add", "."]);
    for (query, hits) in [
        ("fact-specific", 2),
        ("\"under the fact-specific balancing\"", 1),
        ("title:x OR fact-spec*", 2),
        ("government", 1),
        ("govern-ment", 1),
    ] {
        let count = &rig.json(&["search", query, "--count"])[0];
        assert_eq!((&count["hits"], &count["documents"]), (&json!(hits), &json!(hits)), "{query}");
    }
    let places = rig.json(&["kwic", "fact-specific sort:added"]);
    assert_eq!((&places[0]["text"], &places[1]["text"]), (&json!("fact- specific"), &json!("fact-specific")));
}

#[test]
fn what_is_pasted_or_cut_short_is_not_taken_for_something_else() {
    let rig = Rig::with(&[
        ("a.txt", "It stood at http://example.org/a-b_c?x=1 for years, written in C++ by nobody."),
        ("b.txt", "A letter C and nothing more."),
    ]);
    rig.json(&["add", "."]);
    assert_eq!(keys(&rig.json(&["search", "http://example.org/a-b_c?x=1"])), ["a.txt"]);
    let signs = rig.run(&["search", "C++"]);
    assert!(signs.code == 0 && signs.err.contains("is looked for as \u{201c}C\u{201d}; =C++ keeps"), "{}", signs.err);
    assert_eq!(keys(&rig.json(&["search", "=C++"])), ["a.txt"]);
    for query in ["person:=", "entity:= letter"] {
        let ran = rig.run(&["search", query]);
        assert!(ran.code == 2 && ran.err.contains(":= needs a name right behind it"), "{query}: {}", ran.err);
    }
    assert!(rig.run(&["search", "entity:= letter"]).err.contains("try: entity:=letter"));
}

#[test]
fn who_finds_nothing_is_told_so() {
    let rig = harbour();
    for (arguments, told) in [
        (&["mark", "zeppelin", "keep"][..], "nothing is found; search --explain"),
        (&["tag", "zeppelin", "+x"], "nothing is found; "),
        (&["kwic", "zeppelin"], "nothing is found; "),
        (&["kwic", "is:undecided"], "nothing that was asked for has a place in a text, in 3 documents"),
        (&["facets", "zeppelin"], "nothing is found; "),
        (&["export", "zeppelin", "--format", "jsonl"], "nothing is found; "),
        (&["saved"], "no search is saved yet"),
        (&["notes"], "there are no notes yet"),
        (&["notes", "ferry"], "there are no notes on what is found"),
        (&["repairs"], "no name has been mended yet"),
        (&["gazetteer", "list"], "there is no list yet"),
        (&["versions", "#1"], "#1 is in no version group"),
        (&["versions"], "there are no versions"),
        (&["log"], "nothing has been decided yet"),
    ] {
        let ran = rig.run(arguments);
        assert_eq!((ran.code, ran.out.as_str()), (1, ""), "{arguments:?}");
        assert!(ran.err.starts_with(&format!("note: {told}")), "{arguments:?}: {}", ran.err);
    }
}

#[test]
fn a_concordance_by_date_goes_by_moments_as_results_do() {
    let record = |id: &str, date: &str| json!({"id": id, "date": date, "text": format!("The ferry of {id} sails.")});
    let records = [
        record("noon-west", "2020-01-01T23:00:00-05:00"),
        record("early-east", "2020-01-02T01:00:00+05:00"),
        record("none-at-all", ""),
        record("before", "2019-12-31"),
    ];
    let rig = Rig::with(&[("r.jsonl", &records.map(|record| record.to_string()).join("\n"))]);
    rig.json(&["add", "r.jsonl"]);
    let keys = |lines: Vec<Value>, name: &str| -> Vec<String> {
        lines.iter().map(|line| line[name].as_str().unwrap().to_owned()).collect()
    };
    let by_date = keys(rig.json(&["search", "ferry sort:date"]), "key");
    assert_eq!(by_date, ["before", "early-east", "noon-west", "none-at-all"]);
    assert_eq!(keys(rig.json(&["kwic", "ferry", "--sort", "date"]), "document"), by_date);
}
