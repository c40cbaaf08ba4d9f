//! Whether what lies between the passages that two texts share is one text, badly read or edited, or two.

use super::compare::FixedMap;
use crate::text::Folded;
use std::ops::Range;

/// Letters in a piece of a gap.
const PIECE: usize = 4;

/// The words of a text, folded, one behind the other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Letters {
    text: Box<str>,
    /// Where each word ends.
    ends: Box<[u32]>,
}

impl Letters {
    pub(super) fn of(folded: &Folded) -> Letters {
        let (mut text, mut ends) = (String::new(), Vec::new());
        for token in folded.words() {
            text.push_str(folded.key(token));
            text.push(' ');
            ends.push(text.len() as u32);
        }
        Letters { text: text.into(), ends: ends.into() }
    }

    pub(super) fn bytes(&self) -> usize {
        self.text.len() + size_of_val(&*self.ends)
    }

    /// Some words with the blanks behind them.
    pub(super) fn words(&self, words: Range<u32>) -> &[u8] {
        let end = |word: u32| word.checked_sub(1).map_or(0, |at| self.ends[at as usize] as usize);
        &self.text.as_bytes()[end(words.start)..end(words.end)]
    }

    /// True when these words, with the blanks behind them, stand somewhere in the text.
    pub(super) fn have(&self, words: &[u8]) -> bool {
        // Words end with a blank, so what is found begins a word where it stands at the start or behind a blank.
        let Ok(words) = std::str::from_utf8(words) else { return false };
        self.text.match_indices(words).any(|(at, _)| at == 0 || self.text.as_bytes()[at - 1] == b' ')
    }
}

/// The share of pieces of a few letters that both texts have in some gaps, of those of the shorter one in each gap;
/// `None` where nothing lies between. Letters are compared, for of words that were badly read few are equal.
pub(super) fn agreement(a: &Letters, b: &Letters, gaps: impl Iterator<Item = (Range<u32>, Range<u32>)>) -> Option<f32> {
    let (mut both, mut all) = (0, 0);
    let mut counts: FixedMap<u32, i32> = FixedMap::default();
    for (in_a, in_b) in gaps {
        let (one, other) = (a.words(in_a), b.words(in_b));
        counts.clear();
        pieces(one).for_each(|piece| *counts.entry(piece).or_default() += 1);
        for piece in pieces(other) {
            if let Some(left) = counts.get_mut(&piece).filter(|left| **left > 0) {
                *left -= 1;
                both += 1;
            }
        }
        all += (one.len().min(other.len())).saturating_sub(PIECE - 1);
    }
    (all > 0).then(|| both as f32 / all as f32)
}

/// The pieces of a gap, each as a number.
fn pieces(gap: &[u8]) -> impl Iterator<Item = u32> {
    gap.windows(PIECE).filter_map(|piece| Some(u32::from_le_bytes(*piece.first_chunk()?)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold;

    fn alike(a: &str, b: &str) -> Option<f32> {
        let letters = |text: &str| Letters::of(&fold(text));
        let words = |letters: &Letters| 0..letters.ends.len() as u32;
        let (a, b) = (letters(a), letters(b));
        agreement(&a, &b, std::iter::once((words(&a), words(&b))))
    }

    #[test]
    fn a_text_that_was_badly_read_is_told_from_another() {
        let text = "The ferry had left the narrow harbour before the keeper came down from the tower with his lamp";
        let read = "The ferrv had 1eft the narow harbour betore the keeper carne down frorn the towcr with hls lamp";
        let other = "Nobody at the ministry would say on Monday how many of the ships were insured, or by which house";
        let [badly, not] = [read, other].map(|other| alike(text, other).unwrap_or_default());
        assert!(badly > 0.5 && not < 0.25, "{badly} {not}");
        assert_eq!(alike(text, text), Some(1.0));
        assert_eq!(alike("", text), None);
    }
}
