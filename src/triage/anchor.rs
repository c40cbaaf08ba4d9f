//! The passage that a note is on, kept so that it is found again when its text has changed: its
//! place, its words, and what stands around them (as the W3C's annotation model selects text).

use serde::{Deserialize, Serialize};
use std::ops::Range;

/// How much of the text is kept on each side, in characters.
const AROUND: usize = 32;

/// A passage of a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Anchor {
    /// UTF-8 bytes in the text that it was taken from.
    pub range: Range<usize>,
    /// The words of the passage.
    pub exact: String,
    /// What stands right before and right behind it.
    pub before: String,
    pub behind: String,
}

impl Anchor {
    /// The passage at some bytes of a text; `None` where there are no such bytes.
    pub fn of(text: &str, range: &Range<usize>) -> Option<Self> {
        let exact = text.get(range.clone()).filter(|exact| !exact.is_empty())?.to_owned();
        let (before, behind) = (&text[..range.start], &text[range.end..]);
        let from = before.char_indices().rev().take(AROUND).last().map_or(before.len(), |(at, _)| at);
        let to = behind.char_indices().nth(AROUND).map_or(behind.len(), |(at, _)| at);
        Some(Self { range: range.clone(), exact, before: before[from..].to_owned(), behind: behind[..to].to_owned() })
    }

    /// The bytes at which the passage stands in a text: where it stood, or else where its words stand
    /// among the most of what stood around them, and nearest to the old place.
    pub fn find(&self, text: &str) -> Option<Range<usize>> {
        if self.exact.is_empty() {
            return None;
        }
        if text.get(self.range.clone()) == Some(self.exact.as_str()) && self.around(text, &self.range) == self.most() {
            return Some(self.range.clone());
        }
        text.match_indices(self.exact.as_str())
            .map(|(at, found)| at..at + found.len())
            .max_by_key(|range| (self.around(text, range), std::cmp::Reverse(range.start.abs_diff(self.range.start))))
    }

    fn most(&self) -> usize {
        self.before.chars().count() + self.behind.chars().count()
    }

    /// How many characters around some bytes are those that stood around the passage.
    fn around(&self, text: &str, range: &Range<usize>) -> usize {
        let before = text[..range.start].chars().rev().zip(self.before.chars().rev()).take_while(|(a, b)| a == b);
        let behind = text[range.end..].chars().zip(self.behind.chars()).take_while(|(a, b)| a == b);
        before.count() + behind.count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_one_of_several_that_stands_among_the_same_words_is_meant() {
        let text = "The lamps were out. Nobody came.\n\nAgain the lamps were out. The pilot slept.";
        let second = text.rfind("lamps were out").unwrap();
        let anchor = Anchor::of(text, &(second..second + 14)).unwrap();
        let later = format!("A new first line, which is longer.\n\n{text}");
        assert_eq!(anchor.find(&later).map(|range| range.start), later.rfind("lamps were out"));
        let shorter = text.replace("Nobody came.\n\n", "");
        assert_eq!(anchor.find(&shorter).map(|range| range.start), shorter.rfind("lamps were out"));
        assert_eq!(anchor.find("The lamp was out."), None);
    }

    proptest! {
        #[test]
        fn a_passage_is_found_again_behind_what_was_put_before_it(
            text in "[ab \u{e9}\u{6771}.]{1,80}", start in 0usize..80, length in 1usize..20, more in "[xyz ]{0,50}",
        ) {
            let bounds: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
            let start = bounds[start.min(bounds.len() - 2)];
            let end = bounds.iter().copied().filter(|&at| at > start).nth(length - 1).unwrap_or(text.len());
            let anchor = Anchor::of(&text, &(start..end)).unwrap();
            prop_assert_eq!(anchor.find(&text), Some(start..end));
            let moved = format!("{more}{text}");
            let found = anchor.find(&moved).unwrap();
            prop_assert_eq!(&moved[found], anchor.exact.as_str());
        }
    }
}
