//! What becomes of files of every kind: `cargo bench --bench ingest` prints the tables.
//!
//! The files are not part of the project; where they are missing that table is left out with a word.
//! Where they lie: `VARIORUM_SHARED`, or `shared` beside the project. `cargo bench --bench ingest --
//! FOLDER` reads another folder. The pages of the second table are in `tests/eval/ingest`.

#[path = "ingest/articles.rs"]
mod articles;

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::time::Instant;
use variorum::ingest::{FailureKind, Found, Hand, Item, Options, Outcome, walk};

/// What became of the files of one kind.
#[derive(Default)]
struct Row {
    files: u64,
    read: u64,
    refused: u64,
    failed: u64,
    documents: u64,
    parts_refused: u64,
    parts_failed: u64,
    /// The longest time that one of them took, in seconds.
    slowest: f64,
}

fn main() {
    let given = std::env::args().skip(1).find(|argument| !argument.starts_with("--"));
    let folder = given.map(PathBuf::from).unwrap_or_else(|| {
        let beside = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared"));
        std::env::var_os("VARIORUM_SHARED").map_or(beside, PathBuf::from).join("data/files")
    });
    if folder.is_dir() {
        files(&folder);
    } else {
        println!("no files at {}: the table by format is left out\n", folder.display());
    }
    articles::report();
}

/// Reads every file as `add` does, the risky ones in a process of their own.
fn files(folder: &Path) {
    let options = Options { time_limit: 20, ..Options::default() };
    let helper: Vec<OsString> = [env!("CARGO_BIN_EXE_variorum"), "serve"].map(OsString::from).into();
    let stop = AtomicBool::new(false);
    let mut hand = Hand::new(&options, Some(&helper), &stop);
    let mut rows: BTreeMap<String, Row> = BTreeMap::new();
    let mut reasons: BTreeMap<String, u64> = BTreeMap::new();
    let (mut met, mut broken) = (0u64, Vec::new());
    let begun = Instant::now();
    for found in walk(&[folder.to_owned()]) {
        met += 1;
        let found = match found {
            Ok(found) => found,
            Err(failure) => {
                println!("not looked at: {failure}");
                rows.entry("(not looked at)".to_owned()).or_default().files += 1;
                continue;
            }
        };
        let row = rows.entry(kind(&found)).or_default();
        read(&mut hand, &found, row, &mut reasons, &mut broken);
    }
    println!("files of {} by the ending of their name", folder.display());
    println!(
        "{:<12} {:>6} {:>6} {:>8} {:>7} {:>10} {:>14} {:>13} {:>9}",
        "kind", "files", "read", "refused", "failed", "documents", "parts refused", "parts failed", "slowest s"
    );
    let mut all = Row::default();
    for (kind, row) in &rows {
        line(kind, row);
        all.files += row.files;
        all.read += row.read;
        all.refused += row.refused;
        all.failed += row.failed;
        all.documents += row.documents;
        all.parts_refused += row.parts_refused;
        all.parts_failed += row.parts_failed;
        all.slowest = all.slowest.max(row.slowest);
    }
    line("all", &all);
    println!("\n{met} files in {:.1} s; reasons, the commonest first:", begun.elapsed().as_secs_f64());
    let mut reasons: Vec<_> = reasons.into_iter().collect();
    reasons.sort_by_key(|(reason, count)| (std::cmp::Reverse(*count), reason.clone()));
    for (reason, count) in reasons.iter().take(25) {
        println!("{count:>6}  {reason}");
    }
    println!();
    assert_eq!(all.files, met, "a file is unaccounted for");
    assert_eq!(all.read + all.refused + all.failed, met, "a file has no outcome");
    assert!(broken.is_empty(), "parsers broke down:\n{}", broken.join("\n"));
}

fn read(
    hand: &mut Hand<'_>,
    found: &Found,
    row: &mut Row,
    reasons: &mut BTreeMap<String, u64>,
    broken: &mut Vec<String>,
) {
    let begun = Instant::now();
    let mut said = |reason: &str, name: &str| {
        if reason.contains("broke down") {
            broken.push(format!("{name}: {reason}"));
        }
        let reason: String = reason.split(['(', ':']).next().unwrap_or(reason).chars().take(90).collect();
        *reasons.entry(reason.trim().to_owned()).or_default() += 1;
    };
    let outcome = hand.read(found, &mut |item| {
        match item {
            Item::Document(document) => {
                assert!(!document.text.is_empty(), "{}: an empty document", found.name);
                row.documents += 1;
            }
            Item::Again(_) => {}
            Item::Bad(failure) if failure.kind == FailureKind::Part => {
                row.parts_refused += 1;
                said(&failure.error, &failure.name);
            }
            Item::Bad(failure) => {
                row.parts_failed += 1;
                said(&failure.error, &failure.name);
            }
        }
        ControlFlow::Continue(())
    });
    row.files += 1;
    match outcome {
        Outcome::Read { .. } => row.read += 1,
        Outcome::Skipped(reason) => {
            row.refused += 1;
            said(&reason, &found.name);
        }
        Outcome::Failed(reason) => {
            row.failed += 1;
            said(&reason, &found.name);
        }
    }
    row.slowest = row.slowest.max(begun.elapsed().as_secs_f64());
}

fn line(kind: &str, row: &Row) {
    println!(
        "{:<12} {:>6} {:>6} {:>8} {:>7} {:>10} {:>14} {:>13} {:>9.2}",
        kind,
        row.files,
        row.read,
        row.refused,
        row.failed,
        row.documents,
        row.parts_refused,
        row.parts_failed,
        row.slowest
    );
}

/// The ending of a name, where it is one.
fn kind(found: &Found) -> String {
    let base = found.name.rsplit('/').next().unwrap_or_default().to_lowercase();
    match base.rsplit_once('.') {
        Some((stem, ending))
            if !stem.is_empty() && ending.len() <= 9 && ending.bytes().all(|b| b.is_ascii_alphanumeric()) =>
        {
            ending.to_owned()
        }
        _ => "(none)".to_owned(),
    }
}
