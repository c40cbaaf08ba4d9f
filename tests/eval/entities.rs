//! How well names are recognised and resolved: `cargo bench --bench entities` prints the tables.
//!
//! The sets are not part of the project; a set that is not there is skipped with a word. Where they
//! lie: `VARIORUM_SHARED`, or `shared` beside the project. `cargo bench --bench entities -- speed`
//! measures MB/s instead; `-- names FILE` lists what is recognised and resolved in one text.

#[path = "entities/identity.rs"]
mod identity;
#[path = "entities/sets.rs"]
mod sets;
#[path = "entities/spans.rs"]
mod spans;
#[path = "entities/speed.rs"]
mod speed;

use std::path::PathBuf;

pub type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// What a set is read from; the sets that have no part of their own for choices give their training part.
const RECOGNITION: [(&str, &str); 11] = [
    ("gum", "dev"),
    ("uner_en_ewt", "dev"),
    ("btc", "dev"),
    ("wnut17", "dev"),
    ("re3d", "train"),
    ("crossner_politics", "dev"),
    ("crossner_literature", "dev"),
    ("crossner_music", "dev"),
    ("crossner_science", "dev"),
    ("crossner_ai", "dev"),
    ("germeval14_de", "dev"),
];
const RESOLUTION: [(&str, identity::Scope); 3] = [
    ("ecbplus", identity::Scope::Topic),
    ("meantime_en", identity::Scope::Collection),
    ("litbank", identity::Scope::Document),
];

fn main() -> Outcome<()> {
    let data = std::env::var_os("VARIORUM_SHARED")
        .map_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared")), PathBuf::from)
        .join("data");
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["speed"] => return speed::report(&data),
        ["names", file] => return spans::list(&std::fs::read_to_string(file)?),
        _ => {}
    }
    spans::heading();
    let mut mean = spans::Mean::default();
    for (name, part) in RECOGNITION {
        match sets::load(&data.join("ner").join(name).join(format!("{part}.jsonl"))) {
            Ok(records) => mean.add(spans::report(name, &records)),
            Err(error) => println!("{name:20} skipped: {error}"),
        }
    }
    mean.print();
    println!();
    identity::heading();
    for (name, scope) in RESOLUTION {
        match sets::load(&data.join("resolution").join(name).join("all.jsonl")) {
            Ok(records) => identity::report(name, &records, scope),
            Err(error) => println!("{name:20} skipped: {error}"),
        }
    }
    Ok(())
}
