//! Whole files through the whole room.

mod cards;
mod damaged;
mod mails;
mod overlooked;
mod pages;
mod sheets;
mod torn;

use super::*;
use proptest::prelude::*;
use std::fs;
use std::io::Write;
use std::ops::ControlFlow;

struct Got {
    documents: Vec<Extracted>,
    bad: Vec<Failure>,
    outcome: Outcome,
}

fn open(name: &str, bytes: &[u8], options: &Options) -> Got {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join(name);
    fs::write(&path, bytes).unwrap();
    let found = walk(&[path]).next().unwrap().unwrap();
    take(&found, options)
}

fn take(found: &Found, options: &Options) -> Got {
    let (mut documents, mut bad) = (Vec::new(), Vec::new());
    let outcome = read(found, options, &mut |item| {
        match item {
            Item::Document(document) => documents.push(*document),
            Item::Again(again) => assert!(again.said.starts_with("a visit"), "{again:?}"),
            Item::Bad(failure) => bad.push(failure),
        }
        ControlFlow::Continue(())
    });
    if let Outcome::Read { documents: given, bad: reported } = outcome {
        assert_eq!((given, reported), (documents.len() as u64, bad.len() as u64));
    } else {
        assert!(documents.is_empty());
    }
    Got { documents, bad, outcome }
}

fn opened(name: &str, bytes: &[u8]) -> Got {
    open(name, bytes, &Options::default())
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn zstd(bytes: &[u8]) -> Vec<u8> {
    zstd::encode_all(bytes, 1).unwrap()
}

fn texts(got: &Got) -> Vec<&str> {
    got.documents.iter().map(|document| &*document.text).collect()
}

fn failed(got: &Got) -> &str {
    match &got.outcome {
        Outcome::Failed(error) => error,
        other => panic!("{other:?}"),
    }
}

fn skipped(got: &Got) -> &str {
    match &got.outcome {
        Outcome::Skipped(error) => error,
        other => panic!("{other:?}"),
    }
}

#[test]
fn text_is_kept_and_skipped_when_empty() {
    let got = opened("a.txt", b"\xef\xbb\xbfA day\r\n\r\nNUL \0 stays.\r\n");
    assert_eq!((texts(&got)[0], &*got.documents[0].title), ("A day\n\nNUL \0 stays.\n", "A day"));
    assert_eq!(texts(&opened("a.txt", b"<html><p>stays text</html>")), ["<html><p>stays text</html>"]);
    assert_eq!(skipped(&opened("a.txt", b" \n\t")), "empty");
    assert_eq!(skipped(&opened("a.jsonl", b"\n\n")), "empty");
    assert_eq!(skipped(&opened("a.csv", b"")), "empty");
    assert_eq!(skipped(&opened("a.html", b"<p> </p><!-- x -->")), "empty");
    assert!(failed(&opened("a.txt", b"%PDF-1.4 x")).contains("PDF"));
    assert!(skipped(&opened("a.py", b"x = 1")).contains(".py"));
    assert_eq!(texts(&opened("12345", b"no ending")), ["no ending"]);
}

#[test]
fn compression_is_told_by_content() {
    for packed in [gzip(b"one text"), zstd(b"one text")] {
        for name in ["a.txt", "a.txt.gz", "a.txt.zst"] {
            assert_eq!(texts(&opened(name, &packed)), ["one text"], "{name}");
        }
        let got = opened("a.txt.gz", &packed[..packed.len() - 3]);
        let said = got.bad.first().map_or_else(|| failed(&got), |bad| &bad.error);
        assert!(said.contains("too early"), "{said}");
    }
    assert_eq!(texts(&opened("a.txt.gz", b"not packed")), ["not packed"]);
    let two = [gzip(b"{\"text\":\"a\"}\n"), gzip(b"{\"text\":\"b\"}\n")].concat();
    assert_eq!(texts(&opened("a.jsonl.gz", &two)), ["a", "b"]);
    let two = [zstd(b"{\"text\":\"a\"}\n"), zstd(b"{\"text\":\"b\"}\n")].concat();
    assert_eq!(texts(&opened("a.jsonl.zst", &two)), ["a", "b"]);
}

#[test]
fn of_a_cut_archive_the_whole_records_are_kept() {
    let lines: String =
        (0..20_000).map(|n| format!("{{\"id\":{n},\"text\":\"number {}\"}}\n", n * 7919 % 10007)).collect();
    for packed in [gzip(lines.as_bytes()), zstd(lines.as_bytes())] {
        let got = opened("a.jsonl.gz", &packed[..packed.len() * 3 / 4]);
        assert!(got.documents.len() > 1000, "{}", got.documents.len());
        assert!(got.bad.last().unwrap().error.contains("too early"), "{:?}", got.bad);
        assert!(got.bad[0].error.contains("eof while parsing") && got.bad[0].line.is_some(), "{:?}", got.bad);
    }
}

#[test]
fn bombs_stop_at_the_limit() {
    let options = Options { unpacked_limit: 1 << 20, record_limit: 1 << 20, ..Options::default() };
    let bomb = vec![b'a'; 8 << 20];
    for packed in [gzip(&bomb), zstd(&bomb)] {
        assert!(failed(&open("a.txt", &packed, &options)).contains("1 MiB"));
        assert!(failed(&open("a.jsonl", &packed, &options)).contains("1 MiB"));
    }
    let rows = format!("id,text\n1,\"{}", "x\n".repeat(4 << 20));
    for bytes in [rows.as_bytes().to_vec(), zstd(rows.as_bytes())] {
        let said = failed(&open("a.csv", &bytes, &options)).to_owned();
        assert!(said.contains("quote") && !said.contains("damaged"), "{said}");
    }
    let options = Options { text_limit: 10, ..Options::default() };
    assert!(failed(&open("a.txt", b"more than ten", &options)).contains("10 bytes"));
}

#[test]
fn records_of_every_shape() {
    for (name, json) in [
        ("a.jsonl", "{\"text\":\"a\"}\n\n{\"text\":\"b\"}"),
        ("a.jsonl", "\u{feff}{\"text\":\"a\"}\r\n{\"text\":\"b\"}\r\n"),
        ("a.json", "[{\"text\":\"a\"},\n {\"text\":\"b\"}]"),
        ("a.json", "{\"text\":\"a\"}\n{\"text\":\"b\"}\n"),
        ("a.json", "{\n\"text\":\"a\"\n}\n{\n\"text\":\"b\"\n}\n"),
        ("a.json", "{\"n\":2,\"articles\":[{\"text\":\"a\"},{\"text\":\"b\"}]}"),
        ("a.json", "{\n\"n\":2,\"response\":{\n\"docs\":[{\"text\":\"a\"},{\"text\":\"b\"}]}}\n"),
        ("a.csv", "id,text\n1,a\n2,b\n"),
        ("a.csv", "id;Text\r\n1;a\r\n2;b\r\n"),
        ("a.csv", "sep=;\nid;Text\n1;a\n2;b\n"),
        ("a.tsv", "id\ttext\n1\ta\n2\tb"),
        ("a.csv", "id|text\n1|a\n2|b\n"),
        ("a.csv", "text\na\nb\n"),
    ] {
        let got = opened(name, json.as_bytes());
        assert_eq!((texts(&got), got.bad.len()), (vec!["a", "b"], 0), "{json:?} {:?}", got.outcome);
        let wide: Vec<u8> = json.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(texts(&opened(name, &wide)), ["a", "b"], "{json:?} in UTF-16");
    }
}

#[test]
fn bad_records_have_lines_and_the_rest_goes_on() {
    let got =
        opened("a.jsonl", b"oops\n{\"text\":\"a\"}\n{\"text\":\"\"}\n{\"text\": \"cut\n7\n{\"text\":\"b\"}\n{\"te");
    assert_eq!(texts(&got), ["a", "cut", "b"]);
    assert_eq!(got.bad.iter().map(|bad| bad.line.unwrap()).collect::<Vec<_>>(), [1, 3, 4, 5, 7]);
    let got = opened("a.json", b"[\n{\"text\":\"a\"},\n{\"text\": nope},\n{\"text\":\"b\"}\n");
    assert_eq!(
        (texts(&got), got.bad.iter().map(|bad| bad.line.unwrap()).collect::<Vec<_>>()),
        (vec!["a", "b"], vec![3, 5])
    );
    let got = opened("a.csv", b"id,text\n1,\"two\nlines\"\n2,a,extra\n3\n4,ok\n5,\n");
    assert_eq!(texts(&got), ["two\nlines", "a,extra", "ok", "id\ttext\n3\n"]);
    assert_eq!(got.bad.iter().map(|bad| bad.line.unwrap()).collect::<Vec<_>>(), [4, 5, 7]);
    let lines: Vec<_> = got.documents.iter().map(|document| document.line).collect();
    assert_eq!(lines, [Some(2), Some(4), Some(6), None]);
}

#[test]
fn rows_of_another_width_are_read_as_far_as_they_go() {
    let got = opened("a.csv", b"id;text;date\n1;a;2015-01-16\n2;b, c;d;2015\n3;e\n4;f;2016-01-01;;\n5\n6\n");
    assert_eq!(texts(&got), ["a", "b, c;d;2015", "e", "f", "id\ttext\tdate\n5\n6\n"]);
    let ids: Vec<_> = got.documents.iter().map(|document| document.id.as_deref()).collect();
    assert_eq!(ids, [Some("1"), Some("2"), Some("3"), Some("4"), None]);
    let ends = opened("a.csv", b"id,text\r\n1,a\r\n2,b,c\r\n3,\"d\r\ne\r\n");
    assert_eq!(ends.bad.iter().map(|bad| bad.line.unwrap()).collect::<Vec<_>>(), [3, 4]);
    assert!(ends.bad[1].error.contains("the 2 lines to the end"), "{}", ends.bad[1].error);
    let told: Vec<_> = got.bad.iter().map(|bad| (bad.line.unwrap(), &*bad.error)).collect();
    assert_eq!(told.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [3, 4, 6, 7], "empty cells are none");
    for ((_, error), said) in told.iter().zip([
        "4 columns where the header has 3: what stands from its text on was read as that; check",
        "2 columns where the header has 3: what it has was read; check",
        "1 column where the header has 3, and no text among them: the row was read apart from the others; check",
    ]) {
        assert!(error.starts_with(said), "{error}");
    }
}

#[test]
fn a_table_without_texts_is_one_itself() {
    let got = opened("a.csv", b"Name;Sum\nAnna Cole;4\n\nBo;\"two\nlines\"\nragged\n");
    assert_eq!(texts(&got), ["Name\tSum\nAnna Cole\t4\nBo\ttwo lines\nragged\n"]);
    assert_eq!((got.documents[0].title.as_str(), got.bad.len()), ("Name, Sum", 0));
    let rows: String = (0..400_000).map(|row| format!("person {row},{}\n", row * 7)).collect();
    let got = opened("a.csv", format!("name,sum\n{rows}").as_bytes());
    assert_eq!(got.documents.len(), 3, "a long one comes in parts");
    assert!(texts(&got).iter().all(|text| text.starts_with("name\tsum\nperson ") && text.len() <= 4 << 20));
    let lines: usize = texts(&got).iter().map(|text| text.lines().count() - 1).sum();
    let second = texts(&got)[0].lines().count() as u64 + 1;
    assert_eq!((lines, got.documents[0].line, got.documents[1].line), (400_000, None, Some(second)));
}

#[test]
fn records_without_texts_are_one_together() {
    let staff =
        r#"{"name":"Anna  Cole","pay":4,"left":null,"at":{"town":"Ryde","post":[1,"two"]},"was":[{"in":"Rye"}]}"#;
    let shown = "name: Anna  Cole\npay: 4\nat:\n  town: Ryde\n  post: 1, two\nwas:\n  in: Rye\n\n";
    assert_eq!(texts(&opened("package.json", staff.as_bytes())), [shown]);
    for (name, rows) in [("a.jsonl", format!("{staff}\n{staff}\n")), ("a.json", format!("[{staff},\n{staff}]"))] {
        assert_eq!(texts(&opened(name, rows.as_bytes())), [shown.repeat(2)], "{name}");
    }
    let got = opened("a.jsonl", format!("{staff}\n{{\"text\":\"a\"}}\n{staff}\n").as_bytes());
    assert_eq!(texts(&got), ["a"]);
    assert_eq!(got.bad.iter().map(|bad| bad.line).collect::<Vec<_>>(), [Some(1), Some(3)], "some are records");
    let cut = opened("a.jsonl", format!("{staff}\n{{\"na").as_bytes());
    assert_eq!((texts(&cut), cut.bad.len()), (vec![shown], 1));
    let many: String = (0..200_000).map(|n| format!("{{\"who\":\"person {n}\",\"n\":{n}}}\n")).collect();
    let got = opened("a.jsonl", many.as_bytes());
    let shown: usize = texts(&got).iter().map(|text| text.matches("who: person ").count()).sum();
    assert_eq!((shown, got.documents[0].line, got.bad.len()), (200_000, None, 0));
    assert!(got.documents.len() > 1 && got.documents[1].line.is_some(), "a long one comes in parts");
    let options = Options { text_field: Some("story".into()), ..Options::default() };
    assert!(skipped(&open("a.jsonl", staff.as_bytes(), &options)).contains("looked for `story`"));
}

#[test]
fn texts_in_pieces_are_whole() {
    let chat =
        r#"{"messages":[{"id":1,"text":["See ",{"type":"link","text":"x.example"}," now"]},{"id":2,"text":"b"}]}"#;
    assert_eq!(texts(&opened("result.json", chat.as_bytes())), ["See x.example now", "b"]);
}

#[test]
fn files_without_a_good_record_fail_with_a_reason() {
    let story = format!("name,story\nx,{}\n", "word ".repeat(40));
    let said = failed(&opened("a.csv", story.as_bytes())).to_owned();
    assert!(
        said.contains("`name`, `story`; name the column with --text-field, such as --text-field 'story'"),
        "{said}"
    );
    assert!(failed(&opened("a.jsonl", b"{\"a\":1}\n{\"a\":2}\n")).contains("found `a`; name"));
    assert!(failed(&opened("a.json", b"{\"text\": nope}")).contains("not valid JSON"));
    assert!(failed(&opened("a.json", "[".repeat(100_000).as_bytes())).contains("128"));
    assert!(
        failed(&opened(
            "a.json",
            format!("{{\"text\":\"a\",\"x\":{}1{}}}", "[".repeat(200), "]".repeat(200)).as_bytes()
        ))
        .contains("128")
    );
    assert!(skipped(&opened("a.json", b"{\"a\":7,\"b\":\"1.2\"}")).contains("found `a`, `b`"));
    let stories = "{\"n\":1,\"story\":\"WORDS\"}\n".repeat(2).replace("WORDS", &"word ".repeat(40));
    let said = failed(&opened("a.jsonl", stories.as_bytes())).to_owned();
    assert!(said.contains("found `n`, `story`") && said.contains(", such as --text-field 'story'"), "{said}");
    let options = Options { text_field: Some("story".into()), ..Options::default() };
    assert_eq!(texts(&open("a.csv", b"name,Story\nx,y\n", &options)), ["y"]);
}

#[test]
fn a_quote_left_open_hides_no_rows_silently() {
    let got = opened("a.csv", b"id,text\n1,a\n2,\"open\n3,c\n4,d\n");
    assert_eq!((texts(&got), got.bad[0].line), (vec!["a", "open\n3,c\n4,d\n"], Some(3)));
    assert!(got.bad[0].error.contains("never closed: the 3 lines"), "{}", got.bad[0].error);
    let got = opened("a.csv", b"id,text\n1,a\n2,\"op");
    assert_eq!((texts(&got), got.bad[0].line), (vec!["a", "op"], Some(3)));
    for whole in [&b"id,text\n1,a 5\" pipe"[..], b"id,text\n1,\"a \"\"b\"\"\"", b"id,text\n1,\"\"\n2,\"b\""] {
        assert!(opened("a.csv", whole).bad.iter().all(|bad| bad.error.contains("is empty")));
    }
    assert_eq!(texts(&opened("a.csv", b"id,text\n1,\"a\nb\"")), ["a\nb"]);
}

#[test]
fn what_stands_behind_gzip_data_is_left_alone() {
    for rest in [&b"\0\0\0\0"[..], b"garbage"] {
        assert_eq!(texts(&opened("a.txt.gz", &[&gzip(b"a text"), rest].concat())), ["a text"]);
        assert_eq!(texts(&opened("a.jsonl.gz", &[&gzip(b"{\"text\":\"a\"}"), rest].concat())), ["a"]);
    }
    let got = opened("a.jsonl.zst", &[&zstd(b"{\"text\":\"a\"}\n"), &b"garbage"[..]].concat());
    assert_eq!((texts(&got), got.bad.len()), (vec!["a"], 1));
}

#[test]
fn charsets_of_records() {
    let mut bytes = b"{\"text\":\"plain\"}\n".repeat(6000);
    bytes.extend(b"{\"text\":\"un caf\xe9 tr\xe8s serr\xe9 \xe0 No\xebl\"}\n");
    let got = opened("a.jsonl", &bytes);
    assert_eq!((got.bad.len(), &*got.documents.last().unwrap().text), (0, "un café très serré à Noël"));
    assert_eq!(texts(&opened("a.csv", b"text,title\nun caf\xe9 tr\xe8s serr\xe9,\xe9t\xe9\n")), ["un café très serré"]);
    assert_eq!(texts(&opened("a.json", br#"{"text":"half \ud83d pair \ud83d\ude00"}"#)), ["half \u{fffd} pair 😀"]);
}

#[test]
fn the_receiver_can_stop_and_its_panic_is_its_own() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.jsonl");
    fs::write(&path, "{\"text\":\"a\"}\n".repeat(1000)).unwrap();
    let found = walk(&[path]).next().unwrap().unwrap();
    let mut seen = 0;
    let outcome = read(&found, &Options::default(), &mut |_| {
        seen += 1;
        if seen == 3 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    assert_eq!((outcome, seen), (Outcome::Read { documents: 3, bad: 0 }, 3));
    let panics = std::panic::AssertUnwindSafe(|| read(&found, &Options::default(), &mut |_| panic!("mine")));
    assert!(std::panic::catch_unwind(panics).is_err());
}

#[test]
fn a_stream_of_records() {
    let mut texts = Vec::new();
    let outcome = read_records(&b"{\"text\":\"a\"}\nx\n"[..], "-", &Options::default(), &mut |item| {
        texts.push(item);
        ControlFlow::Continue(())
    });
    assert_eq!(outcome, Outcome::Read { documents: 1, bad: 1 });
    assert!(matches!(&texts[1], Item::Bad(bad) if bad.line == Some(2) && bad.name == "-"));
}

#[test]
fn of_very_many_bad_records_the_number_is_told() {
    let lines = |bad: usize| "{\"text\":\"good\"}\n".to_owned() + &"{\"text\":}\n".repeat(bad);
    let got = opened("a.jsonl", lines(1_000).as_bytes());
    assert_eq!((got.documents.len(), got.bad.len()), (1, 1_000));
    let got = opened("a.jsonl", lines(90_000).as_bytes());
    assert_eq!((got.documents.len(), got.bad.len()), (1, 1_001));
    assert_eq!(got.bad[1_000].error, "89000 more bad records, which are not listed one by one");
    let none = opened("a.jsonl", "{\"text\":}\n".repeat(90_000).as_bytes());
    assert!(failed(&none).ends_with("(and 89999 more like it)"), "{}", failed(&none));
}

#[test]
fn unreadable_files_fail() {
    let found = Found { path: "/nonexistent/a.txt".into(), name: "a.txt".into(), size: 0, modified: 0 };
    assert!(failed(&take(&found, &Options::default())).contains("no such file"));
}

/// The folder of real files, if this machine has one.
fn shared() -> Option<PathBuf> {
    let beside = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared"));
    let path = std::env::var_os("VARIORUM_SHARED").map_or(beside, PathBuf::from);
    if !path.is_dir() {
        println!("skipped: no shared data at {}", path.display());
        return None;
    }
    Some(path)
}

#[test]
fn json_test_suite() {
    let Some(shared) = shared() else { return };
    let mut files = 0;
    for found in walk(&[shared.join("data/files/JSONTestSuite")]).filter_map(Result::ok) {
        let base = found.path.file_name().unwrap().to_string_lossy().into_owned();
        let got = take(&found, &Options::default());
        match &base[..2] {
            "y_" => {
                assert!(
                    matches!(got.outcome, Outcome::Skipped(_) | Outcome::Read { bad: 0, .. }),
                    "{base} {:?}",
                    got.outcome
                );
            }
            "n_" => assert!(
                matches!(&got.outcome, Outcome::Failed(_))
                    || matches!(&got.outcome, Outcome::Read { bad: 1.., .. })
                    || matches!(&got.outcome, Outcome::Skipped(why) if !why.contains("JSON that")),
                "{base} {:?}",
                got.outcome
            ),
            _ => continue,
        }
        files += 1;
    }
    assert!(files > 200);
}

#[test]
fn real_files_never_break_anything() {
    let Some(shared) = shared() else { return };
    let (mut read, mut other) = (0, 0);
    for found in walk(&[shared.join("data/files"), shared.join("seeds")]) {
        let Ok(found) = found else { continue };
        let got = take(&found, &Options::default());
        assert!(!format!("{:?}", got.outcome).contains("broke down"), "{}: {:?}", found.name, got.outcome);
        match got.outcome {
            Outcome::Read { .. } => read += 1,
            _ => other += 1,
        }
        for document in &got.documents {
            assert!(!document.text.contains('\r') && !document.title.contains('\n'), "{}", found.name);
        }
    }
    println!("{read} read, {other} not");
    assert!(read > 50);
}

const NAMES: [&str; 9] = ["a.txt", "a.md", "a.html", "a.json", "a.jsonl", "a.csv", "a.tsv.gz", "a", "a.html.zst"];

fn never_breaks(name: &str, bytes: &[u8]) -> bool {
    let got = opened(name, bytes);
    !format!("{:?}", got.outcome).contains("broke down")
}

proptest! {
    #![proptest_config(crate::properties::cases(64))]

    #[test]
    fn any_bytes_under_any_name(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        for name in NAMES {
            prop_assert!(never_breaks(name, &bytes), "{name}");
            prop_assert!(never_breaks(name, &gzip(&bytes)), "{name}");
        }
    }

    #[test]
    fn any_soup_under_any_name(soup in "([<>/a-z\"'=!-]|<[bpi]>|</[a-z]{1,4}>|<table>|<!--|-->|\\{|\\}|\\[|\\]|\"text\":|,|:|\\\\u[d0][89c]00|\n|---\n|#|é|\u{feff}| ){0,80}") {
        for name in NAMES {
            prop_assert!(never_breaks(name, soup.as_bytes()), "{name}");
        }
    }
}
