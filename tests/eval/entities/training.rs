//! Trains the recogniser's weights: `cargo bench --bench entities -- train FOLDER`.
//!
//! Reads the training sets that may be used for weights that are shipped (see
//! `src/entity/data/README.md`) and writes the weights; the same sets give the same bytes.

use crate::{Outcome, sets};
use std::path::Path;
use variorum::entity::{Lesson, Mention, School, learn};

/// A set, its part, whether it has names of other kinds than people, organisations and places, and in
/// whose manner its names are marked.
const SETS: [(&str, &str, bool, School); 24] = [
    ("uner_en_ewt", "train", true, School::Universal),
    ("gum", "train", true, School::Gum),
    ("wnut17", "train", true, School::Wnut),
    ("btc", "train", false, School::Twitter),
    ("crossner_politics", "train", true, School::CrossNer),
    ("crossner_politics", "dev", true, School::CrossNer),
    ("crossner_literature", "train", true, School::CrossNer),
    ("crossner_literature", "dev", true, School::CrossNer),
    ("crossner_music", "train", true, School::CrossNer),
    ("crossner_music", "dev", true, School::CrossNer),
    ("crossner_science", "train", true, School::CrossNer),
    ("crossner_science", "dev", true, School::CrossNer),
    ("crossner_ai", "train", true, School::CrossNer),
    ("crossner_ai", "dev", true, School::CrossNer),
    ("re3d", "train", true, School::Re3d),
    ("uner_da_ddt", "train", false, School::Universal),
    ("uner_hr_set", "train", false, School::Universal),
    ("uner_pt_bosque", "train", false, School::Universal),
    ("uner_sk_snk", "train", false, School::Universal),
    ("uner_sv_talbanken", "train", false, School::Universal),
    ("germeval14_de", "dev", true, School::GermEval),
    ("europeana_de", "all", false, School::Europeana),
    ("europeana_nl", "all", false, School::Europeana),
    ("sec_filings", "train", false, School::Filings),
];

/// Learns from the sets under `data` and writes the weights into a folder.
pub fn run(data: &Path, to: &str, passes: usize) -> Outcome<()> {
    let data = data.join("ner");
    let mut lessons = Vec::new();
    for (name, part, misc, school) in SETS {
        for record in sets::load(&data.join(name).join(format!("{part}.jsonl")))? {
            let mention = |name: &sets::Gold| Mention { start: name.start, end: name.end, kind: name.kind };
            lessons.push(Lesson { names: record.names.iter().map(mention).collect(), text: record.text, misc, school });
        }
    }
    for (even, name) in [(true, "weights_even.bin"), (false, "weights.bin")] {
        let weights = learn(&lessons, passes, even);
        std::fs::write(Path::new(to).join(name), &weights)?;
        println!("{name}: {} texts, {passes} passes, {} bytes of weights", lessons.len(), weights.len());
    }
    Ok(())
}
