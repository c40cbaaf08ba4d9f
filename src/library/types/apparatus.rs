//! A version group as one text with its variant readings.

use super::{DocNo, Relation, Row};
use std::ops::Range;
use std::sync::Arc;

/// All versions of a text on one base.
#[derive(Clone, Debug)]
pub struct Apparatus {
    /// The base first, then the others in the order of the group.
    pub witnesses: Vec<Witness>,
    /// In the order of the base.
    pub slots: Vec<Slot>,
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
    /// Kinds of change, each once.
    pub kinds: Vec<&'static str>,
    /// A passage that versions lack or replace whole.
    pub long: bool,
}

/// What some versions have at a slot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// Indices of the witnesses that have it.
    pub witnesses: Vec<usize>,
    /// UTF-8 bytes of the text of the first of them.
    pub range: Range<usize>,
    /// Its text stands elsewhere in the base.
    pub moved: bool,
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

    /// How many witnesses have a reading and what it is, without their letters: `31 say "at least
    /// 14"`. Readings of more than `most` words are shortened.
    pub fn told(&self, slot: &Slot, place: usize, most: usize) -> String {
        let Some(reading) = slot.readings.get(place) else { return String::new() };
        let many = reading.witnesses.len();
        let verb = |one: &str, more: &str| format!("{many} {}", if many == 1 { one } else { more });
        let words: Vec<&str> = self.words(reading).split_whitespace().collect();
        let moved = if reading.moved { " (it stands elsewhere too)" } else { "" };
        if place == 0 && slot.long {
            return format!("{} this passage, {}", verb("has", "have"), counted(words.len()));
        }
        match (words.as_slice(), slot.long) {
            ([], true) => format!("{} it", verb("lacks", "lack")),
            ([], false) => format!("{} nothing here", verb("has", "have")),
            (words, true) => {
                format!("{} other words: {}{moved}", verb("has", "have"), quoted(words, most))
            }
            (words, false) => format!("{} {}{moved}", verb("says", "say"), quoted(words, most)),
        }
    }

    /// The witnesses that say nothing at a slot, without their letters.
    pub fn told_absent(&self, slot: &Slot) -> Option<String> {
        let what = if slot.long { "part of it, or more around it" } else { "the passage around it" };
        match slot.absent.len() {
            0 => None,
            1 => Some(format!("1 lacks {what}")),
            many => Some(format!("{many} lack {what}")),
        }
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

fn counted(words: usize) -> String {
    format!("{words} word{}", if words == 1 { "" } else { "s" })
}

/// Words between quotation marks, of many only the first and the last.
fn quoted(words: &[&str], most: usize) -> String {
    if words.len() <= most {
        return format!("\"{}\"", words.join(" "));
    }
    let tail = (most / 4).max(1);
    let head = most.saturating_sub(tail).max(1);
    let (first, last) = (words[..head].join(" "), words[words.len() - tail..].join(" "));
    format!("\"{first} \u{2026} {last}\" ({})", counted(words.len()))
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
    fn long_readings_are_shortened_and_counted() {
        let words = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"];
        assert_eq!(quoted(&words, 10), "\"a b c d e f g h i j\"");
        assert_eq!(quoted(&words, 4), "\"a b c \u{2026} j\" (10 words)");
    }

    #[test]
    fn sigla_count_on_behind_z() {
        for (place, letters) in [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA")] {
            assert_eq!(siglum(place), letters);
            assert_eq!(number(letters), place);
        }
    }
}
