//! Trains the recogniser's weights: `cargo bench --bench train_entities -- WEIGHTS [PASSES]`.
//!
//! Reads the training sets that may be used for weights that are shipped (see
//! `src/entity/data/README.md`) and writes the weights; the same sets give the same bytes.

#[path = "../eval/entities/sets.rs"]
mod sets;

use std::path::PathBuf;
use variorum::entity::{Lesson, Mention, learn};

pub type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// A set, its part, and whether it has names of other kinds than people, organisations and places.
const SETS: [(&str, &str, bool); 9] = [
    ("uner_en_ewt", "train", true),
    ("gum", "train", true),
    ("wnut17", "train", true),
    ("btc", "train", false),
    ("crossner_politics", "train", true),
    ("crossner_literature", "train", true),
    ("crossner_music", "train", true),
    ("crossner_science", "train", true),
    ("crossner_ai", "train", true),
];

fn main() -> Outcome<()> {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let [to, rest @ ..] = arguments.as_slice() else { return Err("give the file to write the weights to".into()) };
    let passes = rest.first().map_or(Ok(12), |passes| passes.parse())?;
    let data = std::env::var_os("VARIORUM_SHARED")
        .map_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared")), PathBuf::from)
        .join("data/ner");
    let mut lessons = Vec::new();
    for (name, part, misc) in SETS {
        for record in sets::load(&data.join(name).join(format!("{part}.jsonl")))? {
            let mention = |name: &sets::Gold| Mention { start: name.start, end: name.end, kind: name.kind };
            lessons.push(Lesson { names: record.names.iter().map(mention).collect(), text: record.text, misc });
        }
    }
    let weights = learn(&lessons, passes);
    std::fs::write(to, &weights)?;
    println!("{} texts, {passes} passes, {} bytes of weights", lessons.len(), weights.len());
    Ok(())
}
