//! The page of an apparatus: who the versions are, then the base's text with numbered slots, and
//! under each paragraph what the versions say at its slots.

use super::{Column, Page, PageRow, Setting, Tone, dots};
use crate::library::types::Counts;
use crate::library::types::apparatus::{Apparatus, Slot};
use crate::library::types::parts::{Mark, Part};
use crate::text::width;
use crate::text::wrap::wrap;
use std::cmp::Reverse;
use std::ops::Range;

/// Paragraphs without a slot that are shown around one with slots.
const CONTEXT: usize = 1;
/// From this many words without a slot, the middle of a paragraph is put away.
const STRETCH: usize = 120;
/// Cells of a key that are always shown.
const KEY: usize = 24;
/// Words left on each side of what is put away.
const EDGE: usize = 25;

/// How much is written about the versions; Enter at a slot and the versions panel have it all.
struct Limits {
    /// Versions in the legend.
    legend: usize,
    /// Readings of a slot, words of a reading, bytes of the letters behind it.
    readings: usize,
    words: usize,
    letters: usize,
}

const FOLDED: Limits = Limits { legend: 12, readings: 8, words: 30, letters: 60 };
const UNFOLDED: Limits = Limits { legend: 400, readings: 100, words: 1_000, letters: 400 };

impl Page {
    /// All versions as one text; `unfolded` puts nothing of the text away.
    pub fn collated(apparatus: &Apparatus, unfolded: bool, set: Setting) -> Self {
        let mut draft = Draft::of(apparatus, unfolded, set);
        draft.legend();
        let blocks = apparatus.parts();
        let near = near(&blocks);
        let mut at = 0;
        while at < blocks.len() {
            let end = at + near[at..].iter().take_while(|near| !**near).count();
            if !unfolded && end - at > 1 {
                draft.folded(&blocks[at..end]);
                at = end;
            } else {
                draft.block(&blocks[at]);
                at += 1;
            }
        }
        draft.finish()
    }
}

/// Which blocks are shown: those with a slot's edge, and some around each.
fn near(blocks: &[Part]) -> Vec<bool> {
    let mut near = vec![false; blocks.len()];
    for at in (0..blocks.len()).filter(|&at| !blocks[at].slots.is_empty() || blocks[at].ends) {
        near[at.saturating_sub(CONTEXT)..(at + CONTEXT + 1).min(blocks.len())].fill(true);
    }
    near
}

struct Draft<'a> {
    apparatus: &'a Apparatus,
    unfolded: bool,
    width: usize,
    spelt: bool,
    text: String,
    column: Column,
    rows: Vec<PageRow>,
    paragraphs: Vec<usize>,
    spots: Vec<Vec<Range<usize>>>,
    /// Slots that have begun and not ended, with where that is on the page.
    open: Vec<(usize, usize)>,
}

impl<'a> Draft<'a> {
    fn of(apparatus: &'a Apparatus, unfolded: bool, Setting { width, spelt }: Setting) -> Self {
        let spots = vec![Vec::new(); apparatus.slots.len()];
        let (text, column, rows) = (String::new(), Column::default(), Vec::new());
        Self { apparatus, unfolded, width, spelt, text, column, rows, paragraphs: Vec::new(), spots, open: Vec::new() }
    }

    /// What stands around a slot, and the word before its number.
    fn marks(&self) -> (&'static str, &'static str, &'static str) {
        if self.spelt { ("[", "]", "slot ") } else { ("{", "}", "") }
    }

    fn limits(&self) -> &'static Limits {
        if self.unfolded { &UNFOLDED } else { &FOLDED }
    }

    /// Who the versions are.
    fn legend(&mut self) {
        let witnesses = &self.apparatus.witnesses;
        let slots = match self.apparatus.slots.len() {
            0 if self.apparatus.counts == Counts::Words => "no slot, they differ in typography at most".to_owned(),
            0 => "no slot".to_owned(),
            1 => "1 slot".to_owned(),
            many => format!("{many} slots"),
        };
        let without = match self.apparatus.counts {
            Counts::Words | Counts::Typography => "",
            Counts::WithoutMarks => ", punctuation left out",
            Counts::Facts => ", numbers, dates, names and quotations only",
        };
        let base = witnesses.first().map_or("", |base| &base.siglum);
        self.told(&format!("{} versions as one text on {base}: {slots}{without}", witnesses.len()));
        let legend = self.limits().legend;
        let shown = if witnesses.len() <= legend + 1 { witnesses.len() } else { legend };
        let letters = witnesses.iter().map(|witness| witness.siglum.len()).max().unwrap_or(1);
        for (place, witness) in witnesses[..shown].iter().enumerate() {
            let date: String = witness.row.date.as_deref().unwrap_or("no date").chars().take(10).collect();
            let base = if place == 0 { ", the base" } else { "" };
            let told = format!("{date:10}  {:10}  ", witness.relation.as_str());
            // Keys of one folder differ at their ends.
            let room = self.width.saturating_sub(letters + 2 + told.len() + base.len()).max(KEY);
            let body = format!("{told}{}{base}", width::fit_end(&witness.row.key, room));
            let hanging = " ".repeat(letters + 2);
            self.hung(&format!("{:letters$}  ", witness.siglum), &hanging, &body);
        }
        if let Some(more) = witnesses.len().checked_sub(shown).filter(|&more| more > 0) {
            self.told(&format!("\u{2026} and {more} more; the versions panel lists them with their letters \u{2026}"));
        }
        self.gap();
    }

    /// Paragraphs that are the same, put away.
    fn folded(&mut self, blocks: &[Part]) {
        let text = self.apparatus.base_text();
        let words: usize = blocks.iter().map(|block| words(&text[block.range.clone()]).len()).sum();
        let whose = if self.open.is_empty() { "" } else { " in all that have them" };
        self.paragraphs.push(self.rows.len());
        self.told(&format!("\u{2026} {} paragraphs the same{whose}, {words} words \u{2026}", blocks.len()));
        self.gap();
    }

    /// Paragraphs with their slots, and what the versions say there.
    fn block(&mut self, block: &Part) {
        let apparatus = self.apparatus;
        self.paragraphs.push(self.rows.len());
        let from = self.text.len();
        let mut at = block.range.start;
        for &(place, mark) in &block.marks {
            self.base(at..place);
            at = place;
            match mark {
                Mark::Open(number) => self.opens(number),
                Mark::Close(number) => self.closes(number.0),
            }
        }
        self.base(at..block.range.end);
        self.wrapped(from);
        for number in block.slots.clone() {
            self.readings(number, &apparatus.slots[number]);
        }
        self.gap();
    }

    /// Bytes of the base, the middle of a long stretch put away.
    fn base(&mut self, range: Range<usize>) {
        let text = self.apparatus.base_text().get(range.clone()).unwrap_or_default();
        let words = words(text);
        if self.unfolded || words.len() < STRETCH {
            return self.copy(range);
        }
        self.copy(range.start..range.start + words[EDGE - 1].end);
        let start = self.text.len() + 1;
        let away = format!(" \u{2026} {} words the same \u{2026} ", words.len() - 2 * EDGE);
        self.text.push_str(&dots(&away, self.spelt));
        self.column.tones.push((start..self.text.len() - 1, Tone::Note));
        self.copy(range.start + words[words.len() - EDGE].start..range.end);
    }

    fn copy(&mut self, range: Range<usize>) {
        let text = self.apparatus.base_text().get(range.clone()).unwrap_or_default();
        if text.is_empty() {
            return;
        }
        // A mark keeps clear of the word behind it.
        if self.text.ends_with(self.marks().1) && text.starts_with(char::is_alphanumeric) {
            self.text.push(' ');
        }
        self.column.anchors.push((self.text.len(), range.start, range.len()));
        self.text.push_str(text);
    }

    fn opens(&mut self, number: usize) {
        let slot = &self.apparatus.slots[number];
        let empty = self.apparatus.is_empty_at(slot);
        if empty && self.text.ends_with(|c: char| !c.is_whitespace()) {
            self.text.push(' ');
        }
        let start = self.text.len();
        let (open, close, word) = self.marks();
        let end = if empty { close } else { ": " };
        self.text.push_str(&format!("{open}{word}{}{end}", number + 1));
        if empty || slot.long {
            self.marked(number, start);
        }
        if !empty {
            self.open.push((number, start));
        }
    }

    fn closes(&mut self, number: usize) {
        let Some(place) = self.open.iter().position(|open| open.0 == number) else { return };
        let (_, start) = self.open.remove(place);
        let long = self.apparatus.slots[number].long;
        let end = self.text.len();
        let (open, close, word) = self.marks();
        self.text.push_str(&match (long, self.spelt) {
            (false, _) => close.to_owned(),
            (true, false) => format!(" :{}{close}", number + 1),
            (true, true) => format!(" {open}end of {word}{}{close}", number + 1),
        });
        self.marked(number, if long { end } else { start });
    }

    /// What was written from a place on shows a slot.
    fn marked(&mut self, number: usize, from: usize) {
        self.column.tones.push((from..self.text.len(), Tone::Slot));
        self.spots[number].push(from..self.text.len());
    }

    /// What the versions say at a slot.
    fn readings(&mut self, number: usize, slot: &Slot) {
        let apparatus = self.apparatus;
        let limits = self.limits();
        let all = slot.readings.len();
        let shown = if all <= limits.readings + 1 { all } else { limits.readings };
        let column = apparatus.slots.len().to_string().len().max(3);
        let indent = " ".repeat(column + 2);
        let hanging = format!("{indent}  ");
        let mut head = format!("{:>column$}  ", number + 1);
        let digits = self.text.len() + head.trim_end().len() - (number + 1).to_string().len();
        for place in 0..shown {
            let letters = apparatus.some_sigla(&slot.readings[place].witnesses, limits.letters);
            self.hung(&head, &hanging, &format!("{} [{letters}]", apparatus.told(slot, place, limits.words)));
            head.clone_from(&indent);
        }
        let end = digits + (number + 1).to_string().len();
        self.column.tones.push((digits..end, Tone::Slot));
        self.spots[number].push(digits..end);
        for (absent, witnesses) in apparatus.told_absent(slot) {
            let letters = apparatus.some_sigla(witnesses, limits.letters);
            self.hung(&indent, &hanging, &format!("{absent} [{letters}]"));
        }
        if shown < all {
            let more = all - shown;
            self.hung(&indent, &hanging, &format!("\u{2026} and {more} more readings, told where the slot is opened"));
        }
    }

    /// A line about what is shown.
    fn told(&mut self, text: &str) {
        let from = self.text.len();
        self.text.push_str(&dots(text, self.spelt));
        self.column.tones.push((from..self.text.len(), Tone::Note));
        self.wrapped(from);
    }

    /// A line of which the later rows are indented.
    fn hung(&mut self, head: &str, hanging: &str, body: &str) {
        let from = self.text.len();
        let body = &*dots(body, self.spelt);
        let rows = wrap(body, 0..body.len(), self.width.saturating_sub(hanging.len()).max(8));
        for (place, row) in rows.iter().enumerate() {
            if place > 0 {
                self.text.push('\n');
            }
            self.text.push_str(if place == 0 { head } else { hanging });
            self.text.push_str(&body[row.range()]);
        }
        self.wrapped(from);
    }

    /// Makes rows of what was written from a place on.
    fn wrapped(&mut self, from: usize) {
        let rows = wrap(&self.text, from..self.text.len(), self.width);
        self.rows.extend(rows.into_iter().map(|row| PageRow { main: Some(row), left: None }));
        self.text.push('\n');
    }

    fn gap(&mut self) {
        self.rows.push(PageRow::default());
    }

    fn finish(mut self) -> Page {
        self.rows.pop();
        self.column.tones.sort_by_key(|tone| (tone.0.start, Reverse(tone.0.end)));
        // The edge of a passage may lie inside a slot that is marked already.
        self.column.tones.dedup_by(|next, last| next.0.start < last.0.end);
        let starts: Vec<(usize, usize)> = (0..)
            .zip(&self.rows)
            .filter_map(|(number, row)| row.main.map(|row| (row.start as usize, number)))
            .collect();
        let row_at = |at: usize| {
            let place = starts.partition_point(|start| start.0 <= at).saturating_sub(1);
            starts.get(place).map_or(0, |start| start.1)
        };
        let first = |spot: &Vec<Range<usize>>| spot.iter().map(|range| range.start).min();
        let changes = self.spots.iter().map(|spot| first(spot).map_or(0, row_at)).collect();
        if self.column.anchors.is_empty() {
            self.column.anchors.push((0, 0, 0));
        }
        self.column.text = self.text.into();
        let (main, rows, spots, paragraphs) = (self.column, self.rows, self.spots, self.paragraphs);
        Page { main, left: None, rows, changes, spots, paragraphs, width: self.width }
    }
}

/// The words between blanks, as ranges.
fn words(text: &str) -> Vec<Range<usize>> {
    let start = |word: &str| word.as_ptr() as usize - text.as_ptr() as usize;
    text.split_whitespace().map(|word| start(word)..start(word) + word.len()).collect()
}
