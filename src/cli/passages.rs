//! `variorum passages`: what a document shares with others, passage by passage.

use super::out::{Out, say};
use super::records::{Span, UNIT};
use super::{Ended, Failed};
use crate::library::Library;
use crate::library::types::DocNo;
use crate::text::{CodePoints, counted};
use serde::Serialize;
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

#[derive(Serialize)]
struct PassageLine<'d> {
    document: &'d str,
    start: usize,
    end: usize,
    words: u32,
    /// Oldest first.
    #[serde(rename = "in")]
    elsewhere: Vec<Elsewhere>,
    unit: &'static str,
}

#[derive(Clone, Serialize)]
struct Elsewhere {
    document: String,
    #[serde(flatten)]
    span: Span,
}

/// One line a passage, in the order of the text; passages may overlap where different documents
/// hold more or less of one.
pub fn run(library: &Library, given: &str, out: &mut Out) -> Result<Ended, Failed> {
    let number = library.document_number(given)?;
    let key = library.key(number)?;
    let text = library.text(number)?;
    let points = CodePoints::of(&text);
    let found = library.passages(number, &AtomicBool::new(false))?.unwrap_or_default();
    // Offsets are counted document by document, so that each other text is read once.
    let mut places: HashMap<(DocNo, usize, usize), Elsewhere> = HashMap::new();
    let mut wanted: Vec<(DocNo, usize, usize)> = found
        .iter()
        .flat_map(|shared| shared.elsewhere.iter().map(|(other, range)| (*other, range.start, range.end)))
        .collect();
    wanted.sort_unstable();
    wanted.dedup();
    for same in wanted.chunk_by(|a, b| a.0 == b.0) {
        let other: Arc<str> = library.text(same[0].0)?;
        let (key, points) = (library.key(same[0].0)?, CodePoints::of(&other));
        for &place in same {
            let span = Span::of(&points, &(place.1..place.2));
            places.insert(place, Elsewhere { document: key.clone(), span });
        }
    }
    for shared in &found {
        let elsewhere: Vec<Elsewhere> = shared
            .elsewhere
            .iter()
            .filter_map(|(other, range)| places.get(&(*other, range.start, range.end)).cloned())
            .collect();
        let span = Span::of(&points, &shared.range);
        if out.json {
            let (start, end, words) = (span.start, span.end, shared.words);
            out.record(&PassageLine { document: &key, start, end, words, elsewhere, unit: UNIT })?;
        } else {
            let quoted = text[shared.range.clone()].split_whitespace().collect::<Vec<_>>().join(" ");
            out.line(&format!("{} at {}: {}", counted(shared.words, "word"), span.start, shortened(&quoted)))?;
            for place in elsewhere {
                out.line(&format!("    {} at {}", place.document, place.span.start))?;
            }
        }
    }
    out.flush()?;
    if found.is_empty() {
        say(&format!("note: {key} shares no passage with another document"));
    }
    Ok(if found.is_empty() { Ended::Partly } else { Ended::Done })
}

/// The beginning and the end of a passage that is too long for a line.
fn shortened(passage: &str) -> String {
    let words: Vec<&str> = passage.split(' ').collect();
    match words.as_slice() {
        [first @ .., _, _, _, _] if first.len() > 8 => {
            format!("{} \u{2026} {}", words[..8].join(" "), words[words.len() - 4..].join(" "))
        }
        _ => passage.to_owned(),
    }
}
