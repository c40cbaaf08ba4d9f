//! Named spans for annotators and trainers: a document a line, or a word a line.

use super::{ExportError, Item, Writer, json, one_line, records};
use crate::library::types::EntityKind;
use crate::text::CodePoints;
use serde_json::json;
use std::io::Write;
use unicode_segmentation::UnicodeSegmentation;

/// The label that these formats have for a type.
pub(super) fn label(kind: EntityKind) -> &'static str {
    match kind {
        EntityKind::Person => "PER",
        EntityKind::Org => "ORG",
        EntityKind::Place => "LOC",
        EntityKind::Misc => "MISC",
    }
}

/// A document a line: `text`, `spans`, and the key in `meta`. Offsets are code points, as spaCy and
/// Prodigy count, and each line says so.
pub(super) struct Spans;

impl Writer for Spans {
    fn document(&mut self, item: &Item<'_>, to: &mut dyn Write) -> Result<usize, ExportError> {
        let document = item.document;
        let points = CodePoints::of(&document.text);
        let span = |mention: &crate::library::types::Mention| {
            let kind = document.entities[mention.entity as usize].kind;
            let range = mention.range();
            json!({"start": points.at(range.start), "end": points.at(range.end), "label": label(kind)})
        };
        let spans: Vec<_> = document.mentions.iter().map(span).collect();
        let meta = json!({"key": document.row.key});
        let unit = records::UNIT;
        json::line(to, &json!({"text": &*document.text, "spans": spans, "meta": meta, "unit": unit}))?;
        Ok(1)
    }
}

/// A word a line with its IOB2 tag, an empty line behind each paragraph. The format has no offsets; the
/// key of a document stands in the comment before its words.
pub(super) struct Words;

impl Writer for Words {
    fn document(&mut self, item: &Item<'_>, to: &mut dyn Write) -> Result<usize, ExportError> {
        let document = item.document;
        writeln!(to, "-DOCSTART- O\n# id = {}\n", one_line(&document.row.key))?;
        let mut mentions = document.mentions.iter().peekable();
        let (mut end, mut open) = (0, false);
        for (at, word) in
            pieces(&document.text, document.mentions.iter().flat_map(|m| [m.start as usize, m.end as usize]))
        {
            if word.trim().is_empty() {
                if word.matches('\n').count() > 1 && open {
                    writeln!(to)?;
                    open = false;
                }
                continue;
            }
            while mentions.next_if(|mention| mention.end as usize <= at).is_some() {}
            let tag = match mentions.peek() {
                Some(mention) if mention.start as usize <= at => {
                    let kind = label(document.entities[mention.entity as usize].kind);
                    let begins = mention.start as usize >= end || mention.start as usize == at;
                    end = mention.end as usize;
                    format!("{}-{kind}", if begins { "B" } else { "I" })
                }
                _ => "O".to_owned(),
            };
            writeln!(to, "{word} {tag}")?;
            open = true;
        }
        if open {
            writeln!(to)?;
        }
        Ok(1)
    }
}

/// The words, marks and stretches of white space of a text with where they begin, cut at some places.
fn pieces(text: &str, cuts: impl Iterator<Item = usize>) -> Vec<(usize, &str)> {
    let mut cuts = cuts.peekable();
    let mut out: Vec<(usize, &str)> = Vec::new();
    for (at, word) in text.split_word_bound_indices() {
        let (mut from, end) = (at, at + word.len());
        while let Some(cut) = cuts.next_if(|&cut| cut < end) {
            if cut > from && text.is_char_boundary(cut) {
                out.push((from, &text[from..cut]));
                from = cut;
            }
        }
        // White space is one stretch, whatever it is made of.
        match out.last_mut() {
            Some((start, last)) if last.trim().is_empty() && word.trim().is_empty() && from == at => {
                *last = &text[*start..end];
            }
            _ => out.push((from, &text[from..end])),
        }
    }
    out
}
