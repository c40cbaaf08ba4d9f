//! A version group as one text with its variant readings.

mod told;

use super::{Counts, DocNo, Relation, Row};
pub use crate::version::apparatus::Like;
use std::ops::Range;
use std::sync::Arc;

/// All versions of a text on one base.
#[derive(Clone, Debug)]
pub struct Apparatus {
    /// The base first, then the others in the order of the group.
    pub witnesses: Vec<Witness>,
    /// In the order of the base.
    pub slots: Vec<Slot>,
    /// What has made a slot where versions differ in it; typography never does.
    pub counts: Counts,
}

/// One version.
#[derive(Clone, Debug)]
pub struct Witness {
    pub row: Row,
    /// A letter that stands for it, whichever version is the base: A for the leader, then in the
    /// order of the group.
    pub siglum: String,
    pub relation: Relation,
    pub text: Arc<str>,
}

/// A place where not all versions read alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot {
    /// UTF-8 bytes of the base; empty where only others have text.
    pub base: Range<usize>,
    /// The base's reading first, then by the number of versions that have it.
    pub readings: Vec<Reading>,
    /// Indices of the witnesses that lack the whole passage around this place.
    pub absent: Vec<usize>,
    /// Indices of the witnesses that have this in two places, as a part of it was moved.
    pub parted: Vec<usize>,
    /// Kinds of change, each once.
    pub kinds: Vec<&'static str>,
    /// A passage that versions lack, replace whole or have elsewhere.
    pub long: bool,
}

/// What some versions have at a slot.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// Indices of the witnesses that have it.
    pub witnesses: Vec<usize>,
    /// UTF-8 bytes of the text of the first of them.
    pub range: Range<usize>,
    /// Its text came from elsewhere in the base, or is a passage of the base that stands elsewhere.
    pub moved: bool,
    /// Those of the witnesses that say so in a passage they moved, and have nothing here.
    pub elsewhere: Vec<usize>,
    /// Not all of its text came from elsewhere.
    pub partly: bool,
    /// The slots at the other ends of its moves, by their places.
    pub ends: Vec<usize>,
    /// A reading before it that it mostly agrees with, and where it does not.
    pub like: Option<Like>,
}

impl Apparatus {
    pub fn base(&self) -> DocNo {
        self.witnesses.first().map_or(0, |witness| witness.row.number)
    }

    pub fn base_text(&self) -> &str {
        self.witnesses.first().map_or("", |witness| &witness.text)
    }

    /// The words of a reading; empty where its versions have nothing.
    pub fn words(&self, reading: &Reading) -> &str {
        let witness = reading.witnesses.first().and_then(|&first| self.witnesses.get(first));
        witness.and_then(|witness| witness.text.get(reading.range.clone())).unwrap_or_default().trim()
    }

    /// Where a version stands that says what it does at a slot in a passage it moved, as far as the
    /// slot tells: the others of one reading may have it at other bytes.
    pub fn moved_away(&self, slot: usize, document: DocNo) -> Option<Range<usize>> {
        let place = self.place_of(document)?;
        let mut readings = self.slots.get(slot)?.readings.iter();
        let is_first =
            |reading: &&Reading| reading.witnesses.first() == Some(&place) && reading.elsewhere.contains(&place);
        let reading = readings.find(is_first)?;
        let words = self.words(reading);
        let whole = self.witnesses.get(place)?.text.get(reading.range.clone())?;
        let start = reading.range.start + (whole.len() - whole.trim_start().len());
        (!words.is_empty()).then(|| start..start + words.len())
    }

    /// The kinds of change with the number of slots that have each.
    pub fn kinds(&self) -> Vec<(&'static str, usize)> {
        let mut out: Vec<(&'static str, usize)> = Vec::new();
        for kind in self.slots.iter().flat_map(|slot| &slot.kinds) {
            match out.iter_mut().find(|known| known.0 == *kind) {
                Some(known) => known.1 += 1,
                None => out.push((kind, 1)),
            }
        }
        out
    }

    pub fn place_of(&self, document: DocNo) -> Option<usize> {
        self.witnesses.iter().position(|witness| witness.row.number == document)
    }

    /// The letters of some witnesses, runs of three and more drawn together: "A C-F".
    pub fn sigla(&self, witnesses: &[usize]) -> String {
        let mut places: Vec<usize> = witnesses.iter().filter_map(|&index| self.place(index)).collect();
        places.sort_unstable();
        let mut out = String::new();
        let mut rest = places.as_slice();
        while let Some(&first) = rest.first() {
            let length = rest.iter().zip(first..).take_while(|(place, wanted)| *place == wanted).count();
            if !out.is_empty() {
                out.push(' ');
            }
            out.push_str(&siglum(first));
            match length {
                1 => {}
                2 => out.push_str(&format!(" {}", siglum(first + 1))),
                _ => out.push_str(&format!("-{}", siglum(first + length - 1))),
            }
            rest = &rest[length..];
        }
        out
    }

    /// The letters of some witnesses, cut off behind so many bytes.
    pub fn some_sigla(&self, witnesses: &[usize], most: usize) -> String {
        let letters = self.sigla(witnesses);
        match letters.get(..most).and_then(|start| start.rfind(' ')) {
            Some(cut) => format!("{} \u{2026}", &letters[..cut]),
            None => letters,
        }
    }

    fn place(&self, index: usize) -> Option<usize> {
        self.witnesses.get(index).map(|witness| number(&witness.siglum))
    }
}

/// The letters for the n-th version, from 0: A to Z, AA, AB, …
pub fn siglum(mut place: usize) -> String {
    let mut letters = Vec::new();
    loop {
        letters.push(b'A' + (place % 26) as u8);
        match (place / 26).checked_sub(1) {
            Some(next) => place = next,
            None => break,
        }
    }
    letters.iter().rev().map(|&letter| char::from(letter)).collect()
}

fn number(siglum: &str) -> usize {
    siglum.bytes().fold(0, |sum, letter| sum * 26 + usize::from(letter - b'A') + 1).saturating_sub(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sigla_count_on_behind_z() {
        for (place, letters) in [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA")] {
            assert_eq!(siglum(place), letters);
            assert_eq!(number(letters), place);
        }
    }
}
