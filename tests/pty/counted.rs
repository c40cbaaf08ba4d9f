//! Triage counted: the keys and the bytes that it takes to decide about a batch, from opening the
//! library to the report, at 80x24.

use crate::harness::Corpus;
use crate::triaging::{Took, add, batches, decided};
use serde_json::json;
use std::fs;
use std::path::{Path, PathBuf};

/// Adds batches one after another and decides about the last one with a key a line.
fn counted(corpus: &Corpus, of: &[PathBuf]) -> Took {
    let library = corpus.path().join("library");
    of.iter().for_each(|batch| {
        add(corpus, &library, batch);
    });
    let took = decided(corpus, &library, (80, 24), || "A");
    assert!(took.keys <= took.lines + 3, "{took:?}");
    assert!(took.bytes < 2_000 * took.keys as u64, "{took:?}");
    took
}

fn demo(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("demo").join(name)
}

#[test]
fn the_demos_second_batch_takes_a_key_a_line() {
    let took = counted(&Corpus::with(&[]), &[demo("corpus"), demo("inbox")]);
    assert!(took.documents >= took.lines && took.lines > 3, "{took:?}");
}

#[test]
fn a_batch_of_real_reports_takes_a_key_a_line() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/ota_pga_dev.jsonl");
    if !data.exists() {
        println!("{} is not there", data.display());
        return;
    }
    counted(&Corpus::with(&[]), &[data]);
}

#[test]
fn a_batch_of_versions_takes_fewer_keys_than_it_has_documents() {
    let mut texts: Vec<PathBuf> = Vec::new();
    for folder in fs::read_dir(demo("corpus")).unwrap().map(|entry| entry.unwrap().path()) {
        match folder.is_dir() {
            true => texts.extend(fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path())),
            false => texts.push(folder),
        }
    }
    texts.retain(|path| path.extension().is_some_and(|ending| ending == "txt"));
    texts.sort();
    let sources: Vec<_> = texts
        .iter()
        .map(|path| json!({"title": "", "text": String::from_utf8_lossy(&fs::read(path).unwrap())}))
        .collect();
    let (known, second) = batches(&sources, 60, 7);
    let corpus = Corpus::with(&[]);
    let files = ["known.jsonl", "second.jsonl"].map(|name| corpus.path().join(name));
    fs::write(&files[0], known).unwrap();
    fs::write(&files[1], second).unwrap();
    let took = counted(&corpus, &files);
    assert!(took.documents > 40 && took.lines < took.documents, "{took:?}");
}
