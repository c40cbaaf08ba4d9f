//! What `add` takes in, counts and reports.

use crate::rig::{Rig, story};
use serde_json::json;
use std::io::Write;
use std::process::Stdio;
use std::time::{Duration, Instant};

#[test]
fn a_batch_is_counted_file_by_file() {
    let rig = Rig::with(&[
        ("in/a.txt", &story(1)),
        ("in/b.md", &story(2)),
        ("in/copy.txt", &story(1)),
        ("in/empty.txt", " \n"),
    ]);
    rig.write("in/picture.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR");
    let report = &rig.json(&["add", "in", "--batch", "first"])[0];
    assert_eq!(report["batch"], "first");
    assert_eq!(report["files"], 5);
    assert_eq!((&report["read"], &report["skipped"], &report["failed"]), (&json!(3), &json!(2), &json!(0)));
    assert_eq!((&report["documents"], &report["new"], &report["exact_copies"]), (&json!(3), &json!(2), &json!(1)));
    let skipped: Vec<_> =
        report["failures"].as_array().unwrap().iter().map(|failure| failure["path"].as_str().unwrap()).collect();
    assert_eq!(skipped, ["in/empty.txt", "in/picture.png"]);
    assert!(report["failures"].as_array().unwrap().iter().all(|failure| failure["kind"] == "skipped"));
}

#[test]
fn unchanged_files_are_not_read_again_and_changed_ones_keep_their_past() {
    let rig = Rig::with(&[("in/a.txt", &story(1)), ("in/b.txt", &story(2))]);
    rig.json(&["add", "in"]);
    let again = &rig.json(&["add", "in"])[0];
    assert_eq!((&again["read"], &again["skipped"], &again["documents"]), (&json!(0), &json!(2), &json!(0)));
    let changed = story(1).replace("ledger", "register of ships");
    rig.write("in/a.txt", &changed);
    let third = &rig.json(&["add", "in"])[0];
    assert_eq!((&third["read"], &third["new"], &third["near_versions"]), (&json!(1), &json!(1), &json!(1)));
    assert_eq!(rig.json(&["show", "in/a.txt"])[0]["text"], changed);
    assert_eq!(rig.json(&["show", "in/a.txt@1"])[0]["text"], story(1));
    let group = &rig.json(&["versions", "in/a.txt"])[0];
    assert_eq!(group["members"].as_array().unwrap().len(), 2);
}

#[test]
fn a_bad_record_costs_only_itself() {
    let good = |id: usize| {
        json!({"id": format!("wire-{id}"), "headline": "On crates", "date": "2023-04-05", "text": story(id)})
            .to_string()
    };
    let rig = Rig::with(&[("wire.jsonl", &format!("{}\n{{\"id\": 7, \"text\": \n{}\n", good(1), good(3)))]);
    let ran = rig.run(&["add", "wire.jsonl", "--json"]);
    assert_eq!(ran.code, 1);
    let report = &ran.lines()[0];
    assert_eq!((&report["read"], &report["new"]), (&json!(1), &json!(2)));
    let failure = &report["failures"][0];
    assert_eq!(
        (&failure["path"], &failure["line"], &failure["kind"]),
        (&json!("wire.jsonl"), &json!(2), &json!("record"))
    );
    let shown = &rig.json(&["show", "wire-3"])[0];
    assert_eq!((&shown["title"], &shown["date"]), (&json!("On crates"), &json!("2023-04-05")));
}

#[test]
fn a_missing_path_fails_and_the_rest_goes_on() {
    let rig = Rig::with(&[("a.txt", &story(1))]);
    let ran = rig.run(&["add", "a.txt", "nowhere.txt", "--json"]);
    assert_eq!(ran.code, 1);
    let report = &ran.lines()[0];
    assert_eq!((&report["files"], &report["read"], &report["failed"]), (&json!(2), &json!(1), &json!(1)));
}

#[test]
fn records_come_from_standard_input() {
    let rig = Rig::with(&[]);
    let lines: String =
        (0..3).map(|id| json!({"key": format!("k{id}"), "body": story(id)}).to_string() + "\n").collect();
    let ran = rig.feed(&["add", "-", "--json"], lines.as_bytes());
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(ran.lines()[0]["new"], 3);
    assert_eq!(rig.json(&["show", "k2"])[0]["text"], story(2).trim_end_matches('\0'));
}

#[test]
fn what_a_running_add_has_brought_is_found() {
    let rig = Rig::with(&[]);
    let record = |id: usize| json!({"id": id, "text": story(id)}).to_string() + "\n";
    let mut child = rig.command(&["add", "-"]).stdin(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    // The charset of a stream is told by its first 64 KiB.
    let enough: String = (0..60).map(record).collect();
    assert!(enough.len() > 1 << 16);
    input.write_all(enough.as_bytes()).unwrap();
    let begun = Instant::now();
    while rig.run(&["search", "crate"]).code != 0 {
        assert!(begun.elapsed() < Duration::from_secs(7), "the first document waits for the end");
        std::thread::sleep(Duration::from_millis(100));
    }
    assert!(rig.json(&["mark", "crate", "keep"])[0]["documents"].as_array().unwrap().len() > 1);
    let checked = rig.run(&["check"]);
    assert!(checked.out.contains("is being added") && !checked.out.contains("interrupted"), "{}", checked.out);
    drop(input);
    assert!(child.wait().unwrap().success());
    assert_eq!(rig.run(&["check"]).code, 0);
}

#[test]
fn a_file_of_known_records_is_skipped() {
    let rig = Rig::with(&[("a.txt", &story(1))]);
    let record = |id: usize| json!({"id": format!("r{id}"), "text": story(id)}).to_string() + "\n";
    let records: String = (2..5).map(record).collect();
    rig.write("l.jsonl", &records);
    rig.json(&["add", "a.txt", "l.jsonl"]);
    rig.write("a.txt", story(1));
    rig.write("l.jsonl.zst", zstd::encode_all(records.as_bytes(), 1).unwrap());
    let counts =
        |report: &serde_json::Value| ["files", "read", "skipped", "documents"].map(|name| report[name].as_u64());
    let report = &rig.json(&["add", "a.txt", "l.jsonl.zst"])[0];
    assert_eq!(counts(report), [Some(2), Some(0), Some(2), Some(0)]);
    let report = &rig.json(&["add", "."])[0];
    assert_eq!(counts(report), [Some(3), Some(0), Some(3), Some(0)], "and is not read again");
    let ran = rig.feed(&["add", "-", "--json"], records.as_bytes());
    assert_eq!(counts(&ran.lines()[0]), [Some(1), Some(0), Some(1), Some(0)]);
    let first = rig.json(&["batches"])[0]["batch"].as_str().unwrap().to_owned();
    assert_eq!(counts(&rig.json(&["report", &first])[0]), [Some(2), Some(2), Some(0), Some(4)]);
}

#[test]
fn a_record_that_returns_to_an_earlier_text_is_the_newest() {
    let rig = Rig::with(&[]);
    let record = |id: usize| json!({"id": "k", "text": story(id)}).to_string() + "\n";
    for seed in [1, 2, 1] {
        rig.write("in.jsonl", record(seed) + &"\n".repeat(seed));
        rig.json(&["add", "in.jsonl"]);
    }
    assert_eq!(rig.json(&["show", "k"])[0]["text"], story(1));
    assert_eq!(rig.json(&["show", "k@2"])[0]["text"], story(2), "an older version, by its key or its ending");
    rig.write("sub/file.txt", story(7));
    rig.json(&["add", "sub"]);
    rig.write("sub/file.txt", story(8));
    rig.json(&["add", "sub"]);
    assert_eq!(rig.json(&["show", "file.txt@1"])[0]["text"], story(7));
    assert_eq!(rig.json(&["show", "file.txt"])[0]["text"], story(8));
    for seed in [2, 3, 2] {
        let ran = rig.feed(&["add", "-", "--json"], record(seed).as_bytes());
        assert!(ran.code < 2, "{}", ran.err);
    }
    assert_eq!(rig.json(&["show", "k"])[0]["text"], story(2));
    assert_eq!(rig.json(&["stats"])[0]["documents"], 5);
}

#[test]
fn compressed_files_and_other_charsets_are_read() {
    let rig = Rig::with(&[]);
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    std::io::Write::write_all(&mut gzip, story(4).as_bytes()).unwrap();
    rig.write("in/a.txt.gz", gzip.finish().unwrap());
    rig.write("in/b.txt.zst", zstd::encode_all(story(5).as_bytes(), 1).unwrap());
    rig.write(
        "in/c.txt",
        [b"The caf\xe9 on the quay was closed; the m\xe9moire of the harbour master was not. ".repeat(4)].concat(),
    );
    let utf16: Vec<u8> = [0xfeff]
        .into_iter()
        .chain("The caf\u{e9} of 1914 stood on the other quay.".encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    rig.write("in/d.txt", utf16);
    assert_eq!(rig.json(&["add", "in"])[0]["new"], 4);
    assert_eq!(rig.json(&["search", "cafe"]).len(), 2);
    assert_eq!(rig.json(&["search", "=caf\u{e9}"]).len(), 2);
}

/// Records without ids are known by their lines; another record in the place of one is no version of it.
#[test]
fn a_line_that_another_record_stands_at_now_ties_nothing() {
    let records = |first: usize| -> String {
        (first..first + 4).map(|seed| format!("{}\n", json!({"text": story(seed)}))).collect()
    };
    let rig = Rig::with(&[("lines.jsonl", &records(1))]);
    rig.json(&["add", "lines.jsonl"]);
    rig.write("lines.jsonl", records(0));
    rig.json(&["add", "lines.jsonl"]);
    // All but the first stand in two places now, and are exact copies of themselves.
    let versions = |rig: &Rig| rig.run(&["search", "versions:>1", "--json"]).lines().len();
    assert_eq!(versions(&rig), 0);
    rig.json(&["rebuild"]);
    assert_eq!(versions(&rig), 0);
    // A record that was edited where it stood is a version.
    rig.write("lines.jsonl", records(0).replacen("harbour", "haven", 3));
    rig.json(&["add", "lines.jsonl"]);
    assert!(versions(&rig) >= 2);
}

#[test]
fn what_a_folder_leaves_out_is_told() {
    let rig = Rig::with(&[
        ("in/a.txt", "A ferry sank."),
        ("in/.gitignore", "*.eml\n"),
        ("in/m.eml", "x"),
        ("in/.secret/h.txt", "y"),
    ]);
    let ran = rig.run(&["add", "in"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let all = ran.out + &ran.err;
    assert!(all.contains("in: 2 files are left out, as hidden or named in a .gitignore or .ignore file"), "{all}");
}

/// Who may read the folder of an index may read its lists.
#[test]
fn a_library_can_be_read_by_whom_its_folder_is_open_to() {
    use std::os::unix::fs::PermissionsExt;
    let rig = Rig::with(&[("a.txt", "A ferry sank.")]);
    rig.json(&["add", "a.txt"]);
    let mode = |path: &std::path::Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o666;
    let lists: Vec<_> = walkdir(rig.path())
        .into_iter()
        .filter(|path| path.ends_with("meta.json") || path.ends_with(".managed.json"))
        .collect();
    assert!(!lists.is_empty());
    for path in lists {
        assert_eq!(mode(&path), mode(path.parent().unwrap()), "{}", path.display());
    }
}

fn walkdir(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let mut out = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => out.extend(walkdir(&path)),
            false => out.push(path),
        }
    }
    out
}

#[test]
fn a_made_key_takes_no_place_of_a_record_that_has_it() {
    let rig = Rig::with(&[]);
    let record = |id: &str, seed: usize| json!({"id": id, "text": story(seed)}).to_string() + "\n";
    rig.write("r.jsonl", [record("record-a", 1), record("record-a", 2), record("record-a~2", 3)].concat());
    rig.json(&["add", "r.jsonl"]);
    let keys = || -> Vec<String> {
        let hits = rig.json(&["search", "sort:added"]);
        hits.iter().map(|hit| hit["key"].as_str().unwrap().to_owned()).collect()
    };
    let mut want = vec!["record-a", "record-a~2", "record-a~2~2"];
    assert_eq!(keys(), want);
    rig.write("s.jsonl", [record("record-a~2", 4), record("case-b", 5)].concat());
    rig.json(&["add", "s.jsonl"]);
    // An older text makes way for a record that has its name, and stays the older text of its own.
    rig.write("s.jsonl", [record("record-a~2", 4), record("case-b", 6)].concat());
    rig.json(&["add", "s.jsonl"]);
    rig.write("t.jsonl", record("case-b@1", 7));
    rig.json(&["add", "t.jsonl"]);
    want = vec!["record-a", "record-a~2@1", "record-a~2~2", "record-a~2", "case-b@2", "case-b", "case-b@1"];
    assert_eq!(keys(), want);
    let text = |key: &str| rig.json(&["show", key])[0]["text"].as_str().unwrap().trim().to_owned();
    assert_eq!((text("case-b@2"), text("case-b@1")), (story(5).trim().to_owned(), story(7).trim().to_owned()));
    rig.write("s.jsonl", [record("record-a~2", 4), record("case-b", 8)].concat());
    rig.json(&["add", "s.jsonl"]);
    assert_eq!((text("case-b@3"), text("case-b")), (story(6).trim().to_owned(), story(8).trim().to_owned()));
}
