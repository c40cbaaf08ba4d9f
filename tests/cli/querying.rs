//! What a query finds, exported for other programs and read back as those would.

use crate::rig::{Rig, story};
use serde_json::Value;
use std::collections::{HashMap, HashSet};

/// Documents of every sort, decided about: two versions, a mail with an attachment, a page, titles that
/// a spreadsheet would run, letters outside the first plane.
fn corpus() -> Rig {
    let rig = Rig::with(&[]);
    let whole = story(1);
    let record = |value: Value| value.to_string() + "\n";
    let lines = record(
        serde_json::json!({"id": "first", "title": "The ledger", "date": "2015-01-16", "source": "Port Gazette",
            "author": "Ilse Marrant", "url": "https://gazette.example/1", "text": whole}),
    ) + &record(
        serde_json::json!({"id": "second", "title": "=cmd|' /C calc'!A0", "date": "2015-02", "source": "+Post",
            "text": whole.replacen("ledger weighed", "ledger had counted", 2)}),
    ) + &record(serde_json::json!({"id": "-third", "title": "Two\nlines # of *text*", "routing": "root-1",
            "text": "=1+1 \u{1f6a2}\u{1f6a2} the ferry of Odile Kestrel left Port Ellery.\n\n# no heading\u{1b}[2J\nTY  - NEWS\nER  - \n"}));
    rig.write("all.jsonl", lines);
    rig.write(
        "mail/17.eml",
        "From: Ada Cole <ada@port.example>\r\nTo: Bram Sollund <bram@port.example>\r\nSubject: Re: the ferry\r\n\
         Date: Fri, 16 Jan 2015 10:00:00 +0100\r\nMessage-ID: <2@port.example>\r\nIn-Reply-To: <1@port.example>\r\n\
         Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain\r\n\r\nIt is late again.\r\n\
         --x\r\nContent-Type: text/plain\r\nContent-Disposition: attachment; filename=times.txt\r\n\r\n\
         The times of the ferry to Saltmere.\r\n--x--\r\n",
    );
    rig.json(&["add", "."]);
    rig.json(&["mark", "key:first", "keep"]);
    rig.json(&["tag", "ferry", "+ship", "+=SUM"]);
    rig.json(&["note", "#3", "who\nis she?", "--passage", "Odile Kestrel"]);
    rig.json(&["note", "first", "read again"]);
    rig
}

fn export(rig: &Rig, format: &str) -> String {
    let ran = rig.run(&["export", "", "--format", format]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{format}: {}", ran.out);
    ran.out
}

fn lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"))).collect()
}

/// A text by its code points.
fn points(text: &str, start: &Value, end: &Value) -> String {
    let (start, end) = (start.as_u64().unwrap() as usize, end.as_u64().unwrap() as usize);
    text.chars().skip(start).take(end - start).collect()
}

#[test]
fn json_lines_are_what_show_writes() {
    let rig = corpus();
    let exported = lines(&export(&rig, "jsonl"));
    assert_eq!(exported.len(), 5);
    for line in &exported {
        let key = line["key"].as_str().unwrap();
        let number = format!("#{}", line["number"]);
        assert_eq!(line, &rig.json(&["show", &number])[0], "{key}");
        assert_eq!(line["unit"], "codepoint");
        let text = line["text"].as_str().unwrap();
        for entity in line["entities"].as_array().unwrap() {
            assert!(!points(text, &entity["start"], &entity["end"]).trim().is_empty());
        }
    }
    let third = exported.iter().find(|line| line["key"] == "-third").unwrap();
    let note = &third["notes"][0];
    assert_eq!(points(third["text"].as_str().unwrap(), &note["start"], &note["end"]), "Odile Kestrel");
    assert_eq!(third["tags"], serde_json::json!(["=SUM", "ship"]));
    assert!(!export(&rig, "jsonl").contains('\u{1b}'), "nothing steers a terminal");
}

#[test]
fn a_table_gives_its_cells_back_and_no_cell_is_a_formula() {
    let rig = corpus();
    let table = export(&rig, "csv");
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    let head: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    assert_eq!(head[..6], ["key", "title", "date", "source", "path", "text"]);
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 5);
    for cell in rows.iter().flatten() {
        assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']), "{cell:?}");
    }
    let exported = lines(&export(&rig, "jsonl"));
    let column = |name: &str| head.iter().position(|known| known == name).unwrap();
    for (row, line) in rows.iter().zip(&exported) {
        for name in ["key", "title", "date", "source", "path", "text", "verdict"] {
            let said = line[name].as_str().unwrap_or_default();
            let cell = &row[column(name)];
            assert!(cell == said || cell.strip_prefix('\'') == Some(said), "{name}: {cell:?} {said:?}");
        }
    }
    assert!(rows.iter().any(|row| &row[1] == "'=cmd|' /C calc'!A0" && &row[3] == "'+Post"), "{table}");
    assert!(rows.iter().any(|row| row[column("places")].contains("Port Ellery")), "{table}");
}

/// References as a strict reader takes them: a tag of two letters, two spaces, a hyphen, a space.
fn references(text: &str) -> Vec<HashMap<String, Vec<String>>> {
    let mut all = Vec::new();
    let mut open: Option<HashMap<String, Vec<String>>> = None;
    for line in text.split_terminator("\r\n") {
        assert!(!line.contains(['\r', '\n']), "{line:?}");
        if line.is_empty() {
            assert!(open.is_none(), "an empty line in a reference");
            continue;
        }
        let (tag, value) = (&line[..2], line[2..].strip_prefix("  - ").unwrap_or_else(|| panic!("{line:?}")));
        assert!(tag.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit()), "{line:?}");
        match (tag, &mut open) {
            ("TY", None) => open = Some(HashMap::from([("TY".to_owned(), vec![value.to_owned()])])),
            ("ER", Some(_)) => {
                assert_eq!(value, "");
                all.extend(open.take());
            }
            (_, Some(known)) if tag != "TY" => known.entry(tag.to_owned()).or_default().push(value.to_owned()),
            _ => panic!("{line:?} stands in no reference"),
        }
    }
    assert!(open.is_none(), "the last reference has no end");
    all
}

#[test]
fn references_are_read_by_a_strict_reader() {
    let rig = corpus();
    let all = references(&export(&rig, "ris"));
    assert_eq!(all.len(), 5);
    let of = |key: &str| all.iter().find(|one| one["ID"] == [key]).unwrap();
    let first = of("first");
    for (tag, value) in [
        ("TY", "NEWS"),
        ("TI", "The ledger"),
        ("AU", "Ilse Marrant"),
        ("PY", "2015"),
        ("DA", "2015/01/16/"),
        ("T2", "Port Gazette"),
        ("UR", "https://gazette.example/1"),
        ("N1", "ada: read again"),
    ] {
        assert_eq!(first[tag], [value], "{tag}");
    }
    assert_eq!(of("second")["DA"], ["2015/02//"]);
    assert_eq!((&*of("-third")["TY"][0], &*of("-third")["TI"][0]), ("GEN", "Two lines # of *text*"));
    assert_eq!(of("-third")["KW"], ["=SUM", "ship"]);
    assert_eq!((&*of("mail/17.eml")["TY"][0], &*of("mail/17.eml")["AU"][0]), ("PCOMM", "Ada Cole"));
    let csl: Vec<Value> = serde_json::from_str(&export(&rig, "csl-json")).unwrap();
    assert_eq!(csl.len(), 5);
    let first = csl.iter().find(|one| one["id"] == "first").unwrap();
    assert_eq!(first["type"], "article-newspaper");
    assert_eq!(first["issued"], serde_json::json!({"date-parts": [[2015, 1, 16]]}));
    assert_eq!(first["author"], serde_json::json!([{"literal": "Ilse Marrant"}]));
    assert_eq!(
        (&first["container-title"], &first["URL"]),
        (&"Port Gazette".into(), &"https://gazette.example/1".into())
    );
    let mail = csl.iter().find(|one| one["id"] == "mail/17.eml").unwrap();
    assert_eq!((&mail["type"], &mail["container-title"]), (&"personal_communication".into(), &Value::Null));
}

#[test]
fn annotations_select_what_they_quote() {
    let rig = corpus();
    let page: Value = serde_json::from_str(&export(&rig, "w3c")).unwrap();
    assert_eq!(
        (&page["@context"], &page["type"]),
        (&"http://www.w3.org/ns/anno.jsonld".into(), &"AnnotationPage".into())
    );
    let items = page["items"].as_array().unwrap();
    let ids: HashSet<&str> = items.iter().map(|item| item["id"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), items.len());
    let motivated = |by: &str| items.iter().filter(|item| item["motivation"] == by).collect::<Vec<_>>();
    assert_eq!(motivated("assessing")[0]["body"]["value"], "keep");
    assert_eq!(motivated("assessing")[0]["creator"]["name"], "ada");
    assert!(motivated("tagging").iter().any(|item| item["body"]["value"] == "=SUM"));
    let notes = motivated("commenting");
    assert_eq!(notes.len(), 2);
    let note = notes.iter().find(|note| note["body"]["value"] == "who\nis she?").unwrap();
    assert_eq!(note["target"]["source"]["dcterms:identifier"], "-third");
    let text = rig.json(&["show", "#3"])[0]["text"].as_str().unwrap().to_owned();
    let (quote, position) = (&note["target"]["selector"][0], &note["target"]["selector"][1]);
    assert_eq!((&quote["type"], &position["type"]), (&"TextQuoteSelector".into(), &"TextPositionSelector".into()));
    assert_eq!(points(&text, &position["start"], &position["end"]), quote["exact"].as_str().unwrap());
    let around = ["prefix", "exact", "suffix"].map(|part| quote[part].as_str().unwrap()).concat();
    assert!(text.contains(&around), "{around}");
    assert_eq!(page, serde_json::from_str::<Value>(&export(&rig, "annotations")).unwrap(), "ids are stable");
}

#[test]
fn entities_refer_to_each_other() {
    let rig = corpus();
    let all = lines(&export(&rig, "ftm"));
    let by_id: HashMap<&str, &Value> = all.iter().map(|one| (one["id"].as_str().unwrap(), one)).collect();
    assert_eq!(by_id.len(), all.len(), "an id twice");
    let of = |schema: &str| all.iter().filter(|one| one["schema"] == schema).collect::<Vec<_>>();
    assert_eq!((of("Article").len(), of("Document").len(), of("Email").len()), (2, 2, 1));
    for (schema, property) in [("Mention", "document"), ("Similar", "candidate"), ("Similar", "match")] {
        assert!(!of(schema).is_empty(), "{schema}");
        for one in of(schema) {
            let leads = one["properties"][property][0].as_str().unwrap();
            assert!(by_id[leads]["properties"]["fileName"].is_array(), "{schema} {property}");
        }
    }
    assert_eq!(of("Similar").len(), 1);
    let attached = all.iter().find(|one| !one["properties"]["parent"].is_null()).unwrap();
    assert_eq!(by_id[attached["properties"]["parent"][0].as_str().unwrap()]["schema"], "Email");
    assert_eq!(of("Email")[0]["properties"]["inReplyTo"][0], "1@port.example");
    let values = all.iter().flat_map(|one| one["properties"].as_object().unwrap().values());
    assert!(values.flat_map(|values| values.as_array().unwrap()).all(Value::is_string));
    // A query that leaves the leader out has nothing for the version to refer to.
    let some = rig.run(&["export", "key:second", "--format", "ftm"]);
    assert!(!some.out.contains("\"Similar\""), "{}", some.out);
    let id = |text: &str| lines(text).iter().find(|one| one["schema"] == "Article").unwrap()["id"].clone();
    assert!(all.iter().any(|one| one["id"] == id(&some.out)), "ids do not depend on the query");
}

#[test]
fn tags_are_the_table_that_datashare_takes() {
    let rig = corpus();
    let table = export(&rig, "datashare");
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    assert_eq!(reader.headers().unwrap(), vec!["tag", "documentId", "routing"]);
    let rows: Vec<Vec<String>> = reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
    for wanted in [["keep", "first", "first"], ["ship", "-third", "root-1"], ["=SUM", "-third", "root-1"]] {
        assert!(rows.iter().any(|row| *row == wanted), "{wanted:?} in {table}");
    }
    let none = rig.run(&["export", "key:second", "--format", "datashare"]);
    assert_eq!((none.code, none.out.lines().count()), (1, 1), "{}", none.err);
}

#[test]
fn named_spans_and_words_are_read_back() {
    let rig = corpus();
    let shown = lines(&export(&rig, "jsonl"));
    for (line, shown) in lines(&export(&rig, "spacy")).iter().zip(&shown) {
        assert_eq!(
            (&line["text"], &line["meta"]["key"], &line["unit"]),
            (&shown["text"], &shown["key"], &"codepoint".into())
        );
        let spans = line["spans"].as_array().unwrap();
        assert_eq!(spans.len(), shown["entities"].as_array().unwrap().len());
        for (span, entity) in spans.iter().zip(shown["entities"].as_array().unwrap()) {
            assert_eq!((&span["start"], &span["end"]), (&entity["start"], &entity["end"]));
        }
    }
    let words = export(&rig, "conll");
    assert_eq!(words.matches("-DOCSTART- O\n").count(), 5);
    let third = words.split("-DOCSTART- O\n").find(|part| part.starts_with("# id = -third\n")).unwrap();
    assert!(third.contains("Port B-LOC\nEllery I-LOC\n. O\n"), "{third}");
    let begun: usize = shown.iter().map(|line| line["entities"].as_array().unwrap().len()).sum();
    assert_eq!(
        words.lines().filter(|line| line.split(' ').nth(1).is_some_and(|tag| tag.starts_with("B-"))).count(),
        begun
    );
}

#[test]
fn markdown_keeps_the_texts_apart() {
    let rig = corpus();
    let text = export(&rig, "markdown");
    assert_eq!(text.lines().filter(|line| line.starts_with("# ")).count(), 5, "{text}");
    assert!(
        text.contains("- verdict: keep\n") && text.contains("on \u{201c}Odile Kestrel\u{201d}: ada: who is she?\n"),
        "{text}"
    );
    assert!(!text.contains('\u{1b}'));
}

#[test]
fn a_file_appears_whole_or_not_at_all() {
    let rig = corpus();
    let ran = rig.run(&["export", "ferry", "--format", "csv", "--output", "out.csv"]);
    assert_eq!((ran.code, ran.out.as_str()), (0, ""), "{}", ran.err);
    assert!(ran.err.contains("out.csv"), "{}", ran.err);
    let read = || std::fs::read_to_string(rig.path().join("out.csv")).unwrap();
    assert_eq!(read(), rig.run(&["export", "ferry", "--format", "csv"]).out);
    // A query that cannot be read leaves what was there.
    let before = read();
    assert_eq!(rig.run(&["export", "\"ferry", "--format", "ris", "--output", "out.csv"]).code, 2);
    assert_eq!(read(), before);
    assert_eq!(rig.run(&["export", "", "--format", "ris", "--output", "."]).code, 2);
    let ran = rig.run(&["export", "", "--format", "ris", "--output", "nowhere/out.ris"]);
    assert_eq!(
        (ran.code, ran.err.as_str()),
        (2, "variorum: there is no folder nowhere; make it, or name a file in another one\n")
    );
    let left: Vec<_> = std::fs::read_dir(rig.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(left.iter().all(|name| !name.to_string_lossy().contains(".part")), "{left:?}");
    assert_eq!(rig.run(&["export", "", "--format", "docx"]).code, 2);
    assert_eq!(rig.run(&["export", "nothinglikethis", "--format", "csv"]).code, 1);
    assert_eq!(rig.run(&["export", "", "--format", "jsonl", "--limit", "2"]).out.lines().count(), 2);
}
