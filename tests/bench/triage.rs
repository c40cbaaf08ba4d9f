//! What it takes to decide about a batch of 2,000 documents, two thirds of them versions of known ones: keys,
//! bytes to the terminal, and how long each key is waited for: `cargo bench --bench triage`, or with a number of
//! documents behind `--`. The texts are press releases that are not part of the project.

#[allow(dead_code)]
#[path = "../pty/harness.rs"]
mod harness;
#[path = "../pty/triaging.rs"]
mod triaging;

use harness::Corpus;
use serde_json::Value;
use std::fs;
use std::path::Path;
use std::time::Duration;
use triaging::{Dice, add, batches, decided};

const DOCUMENTS: usize = 2_000;
/// Words that a text must have to be taken.
const WORDS: usize = 60;
const SIZES: [(u16, u16); 2] = [(80, 24), (200, 50)];

fn main() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/grimmer_dev.jsonl");
    let Ok(lines) = fs::read_to_string(&data) else {
        println!("{} is not there, so there is nothing to make a batch of", data.display());
        return;
    };
    let count = std::env::args().filter_map(|word| word.parse().ok()).next().unwrap_or(DOCUMENTS);
    let sources: Vec<Value> = lines
        .lines()
        .filter_map(|line| serde_json::from_str(line).ok())
        .filter(|record: &Value| record["text"].as_str().is_some_and(|text| text.split_whitespace().count() >= WORDS))
        .collect();
    let (known, second) = batches(&sources, count, 1);
    let mut table = vec![["".to_owned(), "documents".into(), "lines".into(), "keys".into(), "bytes".into()]];
    let mut times =
        vec![["".to_owned(), "a key, median".into(), "95 of 100".into(), "slowest".into(), "the report".into()]];
    for (columns, rows) in SIZES {
        let corpus = Corpus::with(&[]);
        let library = corpus.path().join("library");
        let mut added = Duration::ZERO;
        for (name, records) in [("known.jsonl", &known), ("second.jsonl", &second)] {
            let file = corpus.path().join(name);
            fs::write(&file, records).expect("room for a batch");
            added = add(&corpus, &library, &file);
        }
        println!("the second batch was added in {:.1} s", added.as_secs_f64());
        let mut dice = Dice(2);
        let took = decided(&corpus, &library, (columns, rows), || ["A", "A", "A", "D", "D", "P"][dice.below(6)]);
        let size = format!("{columns}x{rows}");
        table.push([
            size.clone(),
            took.documents.to_string(),
            took.lines.to_string(),
            took.keys.to_string(),
            format!("{} ({} a key)", took.bytes, took.bytes / took.keys as u64),
        ]);
        times.push([
            size,
            format!("{:.1} ms", took.within(0.5)),
            format!("{:.1} ms", took.within(0.95)),
            format!("{:.1} ms", took.within(1.0)),
            format!("{:.1} ms", took.report.as_secs_f64() * 1e3),
        ]);
    }
    for rows in [table, times] {
        println!();
        for [name, cells @ ..] in rows {
            println!("{name:<8}{}", cells.map(|cell| format!("{cell:>22}")).concat());
        }
    }
}
