//! The base of an apparatus cut for reading: its paragraphs, and where slots begin and end in them.

use super::apparatus::{Apparatus, Slot};
use crate::text::segment::paragraphs;
use std::cmp::Reverse;
use std::ops::Range;

/// Paragraphs of the base that are read as one, as a short slot may lie over their edge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// UTF-8 bytes of the base.
    pub range: Range<usize>,
    /// The slots that begin in it.
    pub slots: Range<usize>,
    /// A slot that began in an earlier part ends here.
    pub ends: bool,
    /// Where in the base, and what; in order.
    pub marks: Vec<(usize, Mark)>,
}

/// Where a slot begins or ends, by its number from 0. Ends come first, of inner slots before those
/// of the outer ones. A slot without words of the base only begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    Close(Reverse<usize>),
    Open(usize),
}

impl Apparatus {
    /// The base in parts; without a paragraph it is one part.
    pub fn parts(&self) -> Vec<Part> {
        let text = self.base_text();
        let edges: Vec<Range<usize>> = self.slots.iter().map(|slot| trimmed(text, &slot.base)).collect();
        let mut first = 0;
        let mut open: Vec<usize> = Vec::new();
        let ranges = self.joined();
        let mut out: Vec<Part> = Vec::with_capacity(ranges.len());
        for (place, range) in ranges.iter().enumerate() {
            let next = ranges.get(place + 1).map_or(usize::MAX, |next| next.start);
            let many = edges[first..].iter().take_while(|edges| edges.start < next).count();
            let slots = first..first + many;
            first += many;
            let clamp = |at: usize| at.clamp(range.start, range.end);
            let mut marks: Vec<(usize, Mark)> =
                slots.clone().map(|slot| (clamp(edges[slot].start), Mark::Open(slot))).collect();
            let before = open.len();
            open.extend(slots.clone().filter(|&slot| !edges[slot].is_empty()));
            let mut ends = false;
            let mut at = 0;
            open.retain(|&slot| {
                let stays = edges[slot].end > range.end;
                if !stays {
                    marks.push((clamp(edges[slot].end), Mark::Close(Reverse(slot))));
                    ends |= at < before;
                }
                at += 1;
                stays
            });
            marks.sort();
            out.push(Part { range: range.clone(), slots, ends, marks });
        }
        out
    }

    /// True where the base has no words at a slot.
    pub fn is_empty_at(&self, slot: &Slot) -> bool {
        self.base_text().get(slot.base.clone()).unwrap_or_default().trim().is_empty()
    }

    /// The paragraphs, those over whose edge a short slot lies made one.
    fn joined(&self) -> Vec<Range<usize>> {
        let text = self.base_text();
        let short: Vec<Range<usize>> =
            self.slots.iter().filter(|slot| !slot.long).map(|slot| trimmed(text, &slot.base)).collect();
        let mut out: Vec<Range<usize>> = Vec::new();
        for paragraph in paragraphs(text) {
            let crossing = short.partition_point(|slot| slot.end <= paragraph.start);
            match out.last_mut() {
                Some(last) if short.get(crossing).is_some_and(|slot| slot.start < last.end) => last.end = paragraph.end,
                _ => out.push(paragraph),
            }
        }
        if out.is_empty() {
            out.push(0..text.len());
        }
        out
    }
}

/// A range without the white space at its edges; of white space alone, nothing at its end.
fn trimmed(text: &str, range: &Range<usize>) -> Range<usize> {
    let words = text.get(range.clone()).unwrap_or_default();
    let start = range.end - words.trim_start().len();
    start..start + words.trim().len()
}
