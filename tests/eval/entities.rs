//! How well names are recognised and resolved: `cargo bench --bench entities` prints the tables.
//!
//! The sets are not part of the project; a set that is not there is skipped with a word. Where they
//! lie: `VARIORUM_SHARED`, or `shared` beside the project. More modes, behind `--`: `test` takes the
//! parts that nothing was learnt from, `test small` and `test large` these without capitals and all in
//! capitals; `speed` measures MB/s; `names FILE` lists what is recognised and
//! resolved in one text; `errors SET` lists what is wrong in a set's file; `train FOLDER` makes the
//! weights; `model FOLDER` prints the tables for a model of one's own, in a build with the feature candle.

#[path = "entities/capitals.rs"]
mod capitals;
#[path = "entities/identity.rs"]
mod identity;
#[path = "entities/sets.rs"]
mod sets;
#[path = "entities/spans.rs"]
mod spans;
#[path = "entities/speed.rs"]
mod speed;
#[path = "entities/training.rs"]
mod training;

use std::path::PathBuf;
use std::sync::Arc;
use variorum::entity::{BuiltIn, open_model};

pub type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// Sets with the part for choices, where they have one that nothing is learnt from, and the part for
/// the final table.
const RECOGNITION: [(&str, Option<&str>, &str); 19] = [
    ("gum", Some("dev"), "test"),
    ("uner_en_ewt", Some("dev"), "test"),
    ("uner_en_pud", None, "test"),
    ("btc", Some("dev"), "test"),
    ("wnut17", Some("dev"), "test"),
    ("crossner_politics", None, "test"),
    ("crossner_literature", None, "test"),
    ("crossner_music", None, "test"),
    ("crossner_science", None, "test"),
    ("crossner_ai", None, "test"),
    ("uner_da_ddt", Some("dev"), "test"),
    ("uner_hr_set", Some("dev"), "test"),
    ("uner_pt_bosque", Some("dev"), "test"),
    ("uner_pt_pud", None, "test"),
    ("uner_sk_snk", Some("dev"), "test"),
    ("uner_sv_talbanken", Some("dev"), "test"),
    ("uner_sv_pud", None, "test"),
    ("germeval14_de", None, "test"),
    ("europeana_fr", None, "all"),
];
/// F1, in percent, of XLM-R large, a network of 550 million weights, fine-tuned on such sets, as published
/// with them (Mayhew et al., 2024, "Universal NER").
const PUBLISHED: [(&str, f64); 9] = [
    ("uner_en_ewt", 86.0),
    ("uner_en_pud", 80.1),
    ("uner_da_ddt", 82.7),
    ("uner_hr_set", 93.6),
    ("uner_pt_bosque", 90.4),
    ("uner_pt_pud", 88.8),
    ("uner_sk_snk", 85.5),
    ("uner_sv_talbanken", 88.3),
    ("uner_sv_pud", 82.2),
];
const RESOLUTION: [(&str, identity::Scope); 5] = [
    ("ecbplus", identity::Scope::Topic),
    ("meantime_en", identity::Scope::Collection),
    ("meantime_es", identity::Scope::Collection),
    ("meantime_nl", identity::Scope::Collection),
    ("litbank", identity::Scope::Document),
];

/// How often the training reads its texts.
const PASSES: usize = 12;

fn main() -> Outcome<()> {
    let data = std::env::var_os("VARIORUM_SHARED")
        .map_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared")), PathBuf::from)
        .join("data");
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["speed"] => return speed::report(&data),
        ["train", to] => return training::run(&data, to, PASSES),
        ["errors", file] => return spans::errors(&sets::load(file.as_ref())?),
        ["names", file] => return spans::list(&std::fs::read_to_string(file)?),
        _ => {}
    }
    let recogniser = match arguments.iter().position(|argument| argument == "model") {
        Some(at) => open_model(arguments.get(at + 1).ok_or("model is followed by its folder")?.as_ref())?,
        None => Arc::new(BuiltIn),
    };
    spans::heading();
    let mut mean = spans::Mean::default();
    let last = arguments.iter().any(|argument| argument == "test");
    for (name, choices, test) in RECOGNITION {
        let Some(part) = (if last { Some(test) } else { choices }) else { continue };
        match sets::load(&data.join("ner").join(name).join(format!("{part}.jsonl"))) {
            Ok(mut records) => {
                records.iter_mut().for_each(|record| record.text = written(&record.text, &arguments));
                let published = PUBLISHED.iter().find(|(set, _)| last && *set == name).map(|(_, f1)| *f1);
                mean.add(spans::report(name, &records, published, &*recogniser));
            }
            Err(error) => println!("{name:20} skipped: {error}"),
        }
    }
    mean.print();
    // Who is who is asked of the texts as they are.
    if arguments.iter().any(|argument| argument == "small" || argument == "large") {
        return Ok(());
    }
    println!();
    identity::heading();
    for (name, scope) in RESOLUTION {
        match sets::load(&data.join("resolution").join(name).join("all.jsonl")) {
            Ok(records) => identity::report(name, &records, scope, &*recogniser),
            Err(error) => println!("{name:20} skipped: {error}"),
        }
    }
    Ok(())
}

/// A text in the case that is asked for, every byte where it was.
fn written(text: &str, arguments: &[String]) -> String {
    let asked = |word: &str| arguments.iter().any(|argument| argument == word);
    let (small, large) = (asked("small"), asked("large"));
    let written = |c: char| {
        let mapped: Vec<char> = match (small, large) {
            (true, _) => c.to_lowercase().collect(),
            (_, true) => c.to_uppercase().collect(),
            _ => vec![c],
        };
        mapped.first().copied().filter(|other| mapped.len() == 1 && other.len_utf8() == c.len_utf8()).unwrap_or(c)
    };
    text.chars().map(written).collect()
}
