//! Trains the recogniser's weights: `cargo bench --bench entities -- train WEIGHTS`.
//!
//! Reads the training sets that may be used for weights that are shipped (see
//! `src/entity/data/README.md`) and writes the weights; the same sets give the same bytes.

use crate::{Outcome, sets};
use std::path::Path;
use variorum::entity::{Lesson, Mention, learn};

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

/// Learns from the sets under `data` and writes the weights.
pub fn run(data: &Path, to: &str, passes: usize) -> Outcome<()> {
    let data = data.join("ner");
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
