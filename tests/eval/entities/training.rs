//! Trains the recogniser's weights: `cargo bench --bench entities -- train WEIGHTS`.
//!
//! Reads the training sets that may be used for weights that are shipped (see
//! `src/entity/data/README.md`) and writes the weights; the same sets give the same bytes.

use crate::{Outcome, sets};
use std::path::Path;
use variorum::entity::{Lesson, Mention, School, learn, schools};

/// A set, its part, and whether it has names of other kinds than people, organisations and places; and in whose manner its names
/// are marked.
const SETS: [(&str, &str, bool, School); 24] = [
    ("uner_en_ewt", "train", true, schools::UNIVERSAL),
    ("gum", "train", true, schools::GUM),
    ("wnut17", "train", true, schools::WNUT),
    ("btc", "train", false, schools::TWITTER),
    ("crossner_politics", "train", true, schools::CROSSNER),
    ("crossner_politics", "dev", true, schools::CROSSNER),
    ("crossner_literature", "train", true, schools::CROSSNER),
    ("crossner_literature", "dev", true, schools::CROSSNER),
    ("crossner_music", "train", true, schools::CROSSNER),
    ("crossner_music", "dev", true, schools::CROSSNER),
    ("crossner_science", "train", true, schools::CROSSNER),
    ("crossner_science", "dev", true, schools::CROSSNER),
    ("crossner_ai", "train", true, schools::CROSSNER),
    ("crossner_ai", "dev", true, schools::CROSSNER),
    ("re3d", "train", true, schools::RE3D),
    ("uner_da_ddt", "train", false, schools::UNIVERSAL),
    ("uner_hr_set", "train", false, schools::UNIVERSAL),
    ("uner_pt_bosque", "train", false, schools::UNIVERSAL),
    ("uner_sk_snk", "train", false, schools::UNIVERSAL),
    ("uner_sv_talbanken", "train", false, schools::UNIVERSAL),
    ("germeval14_de", "dev", true, schools::GERMEVAL),
    ("europeana_de", "all", false, schools::EUROPEANA),
    ("europeana_nl", "all", false, schools::EUROPEANA),
    ("sec_filings", "train", false, schools::FILINGS),
];

/// Learns from the sets under `data` and writes the weights.
pub fn run(data: &Path, to: &str, passes: usize) -> Outcome<()> {
    let data = data.join("ner");
    let mut lessons = Vec::new();
    for (name, part, misc, school) in SETS {
        for record in sets::load(&data.join(name).join(format!("{part}.jsonl")))? {
            let mention = |name: &sets::Gold| Mention { start: name.start, end: name.end, kind: name.kind };
            lessons.push(Lesson { names: record.names.iter().map(mention).collect(), text: record.text, misc, school });
        }
    }
    let weights = learn(&lessons, passes);
    std::fs::write(to, &weights)?;
    println!("{} texts, {passes} passes, {} bytes of weights", lessons.len(), weights.len());
    Ok(())
}
