//! Where a query matches in a text, and the passage that shows it best.

use super::matcher::{Matcher, Mentions};
use super::plan::Layout;
use super::tree::{Kind, Node, Query, TextField};
use crate::text::classes::is_space;
use std::ops::Range;

/// The part of a document that a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Title,
    Body,
}

/// A query made ready to be marked in many texts.
#[derive(Clone, Debug)]
pub struct Highlighter {
    matcher: Matcher,
}

impl Highlighter {
    pub fn of(query: &Query) -> Self {
        let mut layouts = Vec::new();
        collect(&query.root, &mut layouts);
        Self { matcher: Matcher::new(layouts) }
    }

    /// The byte ranges in which the query matches: in order, not overlapping, negated parts
    /// left out. Phrases are one range; parts of a neighbourhood are marked alone.
    pub fn ranges(&self, text: &str, part: Part, mentions: &Mentions<'_>) -> Vec<Range<usize>> {
        let field = match part {
            Part::Title => TextField::Title,
            Part::Body => TextField::Body,
        };
        let here = |layout: &Layout| layout.field == TextField::Any || layout.field == field;
        self.matcher.find(text, mentions).marks(here)
    }
}

/// Marks a query in the body of one document.
pub fn highlight(query: &Query, text: &str, mentions: &Mentions<'_>) -> Vec<Range<usize>> {
    Highlighter::of(query).ranges(text, Part::Body, mentions)
}

fn collect(node: &Node, out: &mut Vec<Layout>) {
    match &node.kind {
        Kind::And(parts) | Kind::Or(parts) => parts.iter().for_each(|part| collect(part, out)),
        _ => out.extend(Layout::of(node)),
    }
}

/// A passage of a text with the hits in it, as byte ranges of the text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Snippet {
    pub range: Range<usize>,
    pub hits: Vec<Range<usize>>,
}

/// The passage of at most `most` characters that holds the most hits, the first of equals, with
/// some of what stands before them; without hits the beginning.
pub fn snippet(text: &str, hits: &[Range<usize>], most: usize) -> Snippet {
    let Some(first) = best(text, hits, most) else {
        let start = text.len() - text.trim_start_matches(is_space).len();
        return Snippet { range: start..end_of(text, start, most), hits: Vec::new() };
    };
    let held = &hits[first..];
    let span = held.iter().take_while(|hit| characters(text, held[0].start..hit.end) <= most).last();
    let needed = span.map_or(most, |last| characters(text, held[0].start..last.end));
    let start = start_of(text, held[0].start, (most - needed) / 3);
    let range = start..end_of(text, start, most).max(start);
    let hits = held.iter().filter(|hit| hit.start < range.end).map(|hit| hit.start..hit.end.min(range.end)).collect();
    Snippet { range, hits }
}

/// The hit at which the passage with the most hits begins.
fn best(text: &str, hits: &[Range<usize>], most: usize) -> Option<usize> {
    let mut best: Option<(usize, usize)> = None;
    let mut end = 0;
    for start in 0..hits.len() {
        end = end.max(start);
        while end < hits.len() && characters(text, hits[start].start..hits[end].end) <= most {
            end += 1;
        }
        let held = end - start;
        if best.is_none_or(|(most, _)| held > most) {
            best = Some((held, start));
        }
    }
    best.map(|(_, start)| start)
}

fn characters(text: &str, range: Range<usize>) -> usize {
    if range.len() > 4 * text.len() { 0 } else { text[range].chars().count() }
}

/// A beginning of a word at most `most` characters before `at`.
fn start_of(text: &str, at: usize, most: usize) -> usize {
    let before = &text[..at];
    let reach = before.char_indices().rev().take(most).last().map_or(at, |(at, _)| at);
    if reach == 0 {
        return before.len() - before.trim_start_matches(is_space).len();
    }
    match text[reach..at].find(is_space) {
        Some(gap) => {
            let from = reach + gap;
            from + (text[from..at].len() - text[from..at].trim_start_matches(is_space).len())
        }
        None => at,
    }
}

/// An end of a word at most `most` characters behind `start`.
fn end_of(text: &str, start: usize, most: usize) -> usize {
    let rest = &text[start..];
    let Some((reach, _)) = rest.char_indices().nth(most) else { return start + rest.trim_end_matches(is_space).len() };
    let cut = &rest[..reach];
    let whole = match rest[reach..].starts_with(is_space) {
        true => cut.len(),
        false => cut.rfind(is_space).filter(|&at| at > 0).unwrap_or(cut.len()),
    };
    start + cut[..whole].trim_end_matches(is_space).len()
}
