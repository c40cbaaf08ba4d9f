//! Names that were marked elsewhere become mentions, and stay.

use crate::rig::Rig;
use serde_json::{Value, json};

const FERRY: &str = "\u{1f6a2} the old quillon was seen by mrs tarrowby.\nNobody asked the zeldmark office for it.\n";
const TRAIN: &str = "A train to dunmarrow was late again, and the people of the town said so.\n";

fn corpus() -> Rig {
    let rig = Rig::with(&[("a/ferry.txt", FERRY), ("a/train.txt", TRAIN)]);
    rig.json(&["add", "a"]);
    rig
}

/// The names of a document: the words at its offsets, the type, and the name.
fn named(rig: &Rig, key: &str) -> Vec<(String, String)> {
    let shown = rig.json(&["show", key]).remove(0);
    let text = shown["text"].as_str().unwrap();
    let words = |entity: &Value| {
        let (start, end) = (entity["start"].as_u64().unwrap() as usize, entity["end"].as_u64().unwrap() as usize);
        text.chars().skip(start).take(end - start).collect::<String>()
    };
    let all = shown["entities"].as_array().unwrap().iter();
    all.map(|entity| (words(entity), entity["type"].as_str().unwrap().to_owned())).collect()
}

fn has(rig: &Rig, key: &str, words: &str, kind: &str) -> bool {
    named(rig, key).contains(&(words.to_owned(), kind.to_owned()))
}

fn points(text: &str, words: &str) -> (usize, usize) {
    let start = text[..text.find(words).unwrap()].chars().count();
    (start, start + words.chars().count())
}

#[test]
fn json_lines_are_taken_over_by_key_id_and_text() {
    let rig = corpus();
    let (a, b) = (points(FERRY, "mrs tarrowby"), points(FERRY, "zeldmark office"));
    let c = points(TRAIN, "dunmarrow");
    let lines = [
        json!({"text": FERRY, "entities": [[a.0, a.1, "PERSON"], [0, 1, "DATE"]]}).to_string(),
        json!({"id": "a/ferry.txt", "spans": [{"start": b.0, "end": b.1, "label": "ORG", "text": "zeldmark office"}]})
            .to_string(),
        "{not json".to_owned(),
        json!({"text": TRAIN, "spans": [
            {"start": c.0, "end": c.1, "label": "TOWN"},
            {"start": c.0 + 1, "end": c.1 + 1, "label": "PER", "text": "dunmarrow"},
            {"start": 5, "end": 9_000, "label": "PER"},
            {"start": c.0, "end": c.1, "label": "STATION"},
        ]})
        .to_string(),
        json!({"key": "a/nothing.txt", "spans": [{"start": 0, "end": 1, "label": "PER"}]}).to_string(),
        json!({"text": FERRY, "answer": "reject", "spans": [{"start": 2, "end": 5, "label": "PER"}]}).to_string(),
    ];
    rig.write("spans.jsonl", lines.join("\n"));
    let ran = rig.run(&["import-spans", "spans.jsonl", "--label", "TOWN=place"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    assert_eq!(ran.out, "took over 3 names in 2 documents; undo takes them back\n");
    for told in [
        "spans.jsonl:3: this line is no JSON",
        "spans.jsonl:4: \"dunmarrow\" is said to stand there",
        "spans.jsonl:4: 9000 is past the end of its text",
        "spans.jsonl:4: the label \"STATION\" is not known; --label STATION=TYPE",
        "spans.jsonl:5: no document answers to \"a/nothing.txt\"",
        "note: 1 span left out whose labels are no names",
    ] {
        assert!(ran.err.contains(told), "{told} in {}", ran.err);
    }
    assert_eq!(ran.err.lines().count(), 6, "{}", ran.err);
    assert!(has(&rig, "a/ferry.txt", "mrs tarrowby", "person"), "{:?}", named(&rig, "a/ferry.txt"));
    assert!(has(&rig, "a/ferry.txt", "zeldmark office", "org"));
    assert!(has(&rig, "a/train.txt", "dunmarrow", "place"));
    // They are found, counted and listed as any other.
    assert_eq!(rig.json(&["search", "place:dunmarrow"]).len(), 1);
    assert_eq!(rig.json(&["mentions", "zeldmark office"])[0]["document"], "a/ferry.txt");
    assert!(rig.json(&["entities", "--type", "org"]).iter().any(|entity| entity["name"] == "zeldmark office"));
}

#[test]
fn they_stay_through_batches_and_rebuilds_and_undo_takes_them_back() {
    let rig = corpus();
    let before = named(&rig, "a/train.txt");
    let (start, end) = points(TRAIN, "dunmarrow");
    rig.write(
        "spans.jsonl",
        json!({"key": "a/train.txt", "spans": [{"start": start, "end": end, "label": "LOC"}]}).to_string(),
    );
    let decided = rig.json(&["import-spans", "spans.jsonl"]);
    assert_eq!((&decided[0]["act"], &decided[0]["documents"]), (&"spans".into(), &json!(["a/train.txt"])));
    let stands = |when: &str| {
        assert!(has(&rig, "a/train.txt", "dunmarrow", "place"), "{when}: {:?}", named(&rig, "a/train.txt"))
    };
    stands("at once");
    rig.write("a/more.txt", "Odile Kestrel went to Saltmere with the others, and nobody came back.\n");
    rig.json(&["add", "a"]);
    stands("after a batch");
    rig.json(&["rebuild"]);
    stands("after a rebuild");
    assert_eq!(rig.json(&["search", "place:dunmarrow"]).len(), 1);
    assert_eq!(rig.run(&["check"]).code, 0);
    rig.json(&["undo"]);
    assert_eq!(named(&rig, "a/train.txt"), before);
    assert_eq!(rig.run(&["search", "place:dunmarrow"]).code, 1);
    rig.json(&["redo"]);
    stands("redone");
    // What is in the log elsewhere has no places, and says so.
    let repairs = rig.run(&["repairs", "--json"]).out;
    assert!(repairs.contains("\"act\":\"spans\""), "{repairs}");
    rig.write("repairs.jsonl", repairs);
    let again = rig.run(&["import-repairs", "repairs.jsonl"]);
    assert!(again.code == 1 && again.err.contains("import-spans"), "{}", again.err);
}

#[test]
fn what_was_marked_holds_before_what_was_recognised() {
    let text = "Odile Kestrel met the minister in London. Odile Kestrel left London again.\n";
    let rig = Rig::with(&[("a.txt", text)]);
    rig.json(&["add", "a.txt"]);
    assert!(has(&rig, "a.txt", "London", "place"), "{:?}", named(&rig, "a.txt"));
    let (start, end) = points(text, "minister in London");
    rig.write("s.jsonl", json!({"key": "a.txt", "spans": [{"start": start, "end": end, "label": "ORG"}]}).to_string());
    rig.json(&["import-spans", "s.jsonl"]);
    let now = named(&rig, "a.txt");
    assert!(now.contains(&("minister in London".into(), "org".into())), "{now:?}");
    assert_eq!(now.iter().filter(|name| name.0 == "London").count(), 1, "the other one stays: {now:?}");
    assert!(rig.run(&["check"]).code == 0);
}

#[test]
fn standoff_is_read_with_its_text_beside_it() {
    let rig = corpus();
    let crlf = FERRY.replace('\n', "\r\n");
    let at = |words: &str| points(&crlf, words);
    let (a, b) = (at("mrs tarrowby"), at("zeldmark office"));
    rig.write("brat/ferry.txt", &crlf);
    rig.write(
        "brat/ferry.ann",
        format!(
            "T1\tPerson {} {}\tmrs tarrowby\nT2\tORG {} {}\tzeldmark office\nR1\tWorks Arg1:T1 Arg2:T2\n\
             T3\tORG 0 3;5 8\tin pieces\nT4\tORG 2 5\tnot it\nT5 broken\n",
            a.0, a.1, b.0, b.1
        ),
    );
    let ran = rig.run(&["import-spans", "brat"]);
    assert_eq!(
        (ran.code, ran.out.as_str()),
        (1, "took over 2 names in 1 document; undo takes them back\n"),
        "{}",
        ran.err
    );
    for told in
        ["ferry.ann:4: a name in several pieces", "ferry.ann:5: \"not it\" is said", "ferry.ann:6: no mark as in"]
    {
        assert!(ran.err.contains(told), "{told} in {}", ran.err);
    }
    assert!(has(&rig, "a/ferry.txt", "mrs tarrowby", "person") && has(&rig, "a/ferry.txt", "zeldmark office", "org"));
}

#[test]
fn offsets_are_counted_as_they_are_said_to_be() {
    for (unit, start) in [("codepoints", 2), ("utf16", 3), ("bytes", 5)] {
        let rig = corpus();
        let span = json!({"start": start, "end": start + 3, "label": "ORG", "text": "the"});
        rig.write("s.jsonl", json!({"key": "a/ferry.txt", "spans": [span]}).to_string());
        assert_eq!(rig.run(&["import-spans", "s.jsonl", "--offsets", unit]).code, 0, "{unit}");
        assert!(has(&rig, "a/ferry.txt", "the", "org"));
        let other = if unit == "bytes" { "codepoints" } else { "bytes" };
        assert_eq!(rig.run(&["import-spans", "s.jsonl", "--offsets", other]).code, 1, "{unit} as {other}");
    }
}

#[test]
fn columns_are_laid_on_the_text() {
    let rig = corpus();
    rig.write(
        "tags.conll",
        "-DOCSTART- -X- O O\n\n\u{1f6a2} X O\nthe X O\nold X O\nquillon X O\nwas X O\nseen X O\nby X O\nmrs X B-PER\ntarrowby X I-PER\n. X O\n\n\
         Nobody X O\nasked X O\nthe X O\nzeldmark X I-ORG\noffice X I-ORG\nfor X O\nit X O\n. X Z-ORG\n\n# id = a/train.txt\n\
         A\tO\ntrain\tO\nto\tO\ndunmarrow\tU-LOC\nwas\tO\n",
    );
    let ran = rig.run(&["import-spans", "tags.conll"]);
    assert_eq!(
        (ran.code, ran.out.as_str()),
        (1, "took over 3 names in 2 documents; undo takes them back\n"),
        "{}",
        ran.err
    );
    assert!(ran.err.contains("tags.conll:21: \"Z-ORG\" is no tag"), "{}", ran.err);
    assert!(has(&rig, "a/ferry.txt", "mrs tarrowby", "person") && has(&rig, "a/ferry.txt", "zeldmark office", "org"));
    assert!(has(&rig, "a/train.txt", "dunmarrow", "place"));
}

#[test]
fn standoff_that_is_exported_is_imported_again() {
    let text = "\u{1f6a2} Odile Kestrel met the minister in London.\n\n\"She\tis Bram\nSollund's aunt\", said Odile\n  Kestrel in San Francisco.\n";
    let other = "Bram Sollund went to London with Odile Kestrel.\n";
    let rig = Rig::with(&[("a/b.txt", text), ("A_b.txt", other)]);
    rig.json(&["add", "A_b.txt", "a/b.txt"]);
    let keys = ["a/b.txt", "A_b.txt"];
    let before = keys.map(|key| named(&rig, key));
    assert!(before[0].len() > 3 && before[1].len() > 2, "{before:?}");
    assert_eq!(rig.run(&["export", "", "--format", "brat"]).code, 2, "no folder is named");
    let ran = rig.run(&["export", "", "--format", "brat", "--output", "out"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, "2 documents in out\n"));
    let mut files: Vec<String> = std::fs::read_dir(rig.path().join("out"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    files.sort();
    assert_eq!(files.len(), 5, "{files:?}");
    // As brat has it: a mark a line, and its words are those at its places.
    for file in files.iter().filter(|file| file.ends_with(".ann")) {
        let whole = std::fs::read_to_string(rig.path().join("out").join(file)).unwrap();
        let text = std::fs::read_to_string(rig.path().join("out").join(file.replace(".ann", ".txt"))).unwrap();
        let text: Vec<char> = text.chars().collect();
        for line in whole.lines().filter(|line| line.starts_with('T')) {
            let parts: Vec<&str> = line.split('\t').collect();
            let [_, place, words] = parts[..] else { panic!("{line}") };
            let pieces = place.split_once(' ').unwrap().1.split(';').map(|piece| {
                let (start, end) = piece.split_once(' ').unwrap();
                let piece: String = text[start.parse().unwrap()..end.parse().unwrap()].iter().collect();
                assert!(!piece.contains('\n'), "{line}");
                piece
            });
            assert_eq!(pieces.collect::<Vec<_>>().join(" ").replace('\t', " "), words, "{line}");
        }
    }
    let ran = rig.run(&["export", "", "--format", "brat", "--output", "out"]);
    assert!(ran.code == 2 && ran.err.contains("no empty folder"), "{}", ran.err);
    let ran = rig.run(&["import-spans", "out"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{}", ran.out);
    assert_eq!(keys.map(|key| named(&rig, key)), before);
    assert_eq!(rig.json(&["undo"]).len(), 1);
}

#[test]
fn what_is_exported_is_imported_again() {
    for format in ["spacy", "conll"] {
        let text = "Odile Kestrel met the minister in London.\n\n\"Bram Sollund\", she said, \"left London\" (again). # Odile Kestrel left, too.\n";
        let rig = Rig::with(&[("a.txt", text)]);
        rig.json(&["add", "a.txt"]);
        let before = named(&rig, "a.txt");
        assert!(before.len() > 2, "{before:?}");
        let file = format!("out.{}", if format == "spacy" { "jsonl" } else { "conll" });
        assert_eq!(rig.run(&["export", "", "--format", format, "--output", &file]).code, 0);
        let ran = rig.run(&["import-spans", &file]);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{format}");
        assert_eq!(named(&rig, "a.txt"), before, "{format}");
    }
}
