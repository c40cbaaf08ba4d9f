//! Furniture: text at the edges of a document that stands in many documents (navigation, agency
//! lines, legal notices). It is left out where grouping is decided, never where figures are shown.

use std::ops::Range;

/// A fingerprint in so many documents is common.
pub const COMMON: u32 = 10;
/// Words that may lie between two common stretches of one edge.
const GAP: u32 = 6;
/// Words that a common fingerprint speaks for.
const REACH: u32 = super::grams::GRAM as u32;
/// Where more than this share of a text would be masked, the text itself stands in many copies.
const MOST: f64 = 0.85;

/// The words of a document that are its own: all but the furniture at its edges.
pub type Own = Range<u32>;

/// Walks in from both ends of a text of `words` words while its fingerprints, of which `common`
/// gives the places of the common ones in rising order, stand in many documents.
pub fn own_words(words: u32, common: &[u32]) -> Own {
    let mut head = 0;
    for &place in common {
        if place > head + GAP {
            break;
        }
        head = place + REACH;
    }
    let mut tail = words;
    for &place in common.iter().rev() {
        if place + REACH + GAP < tail {
            break;
        }
        tail = place;
    }
    let masked = head.min(words) + (words - tail);
    if tail <= head || f64::from(masked) > MOST * f64::from(words) { 0..words } else { head..tail }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edges_are_masked_and_the_middle_is_not() {
        assert_eq!(own_words(100, &[0, 7, 14, 50, 85, 92]), 19..85);
        assert_eq!(own_words(100, &[40, 50]), 0..100);
        assert_eq!(own_words(100, &[]), 0..100);
    }

    #[test]
    fn a_text_that_is_common_throughout_keeps_its_words() {
        let everywhere: Vec<u32> = (0..95).step_by(6).collect();
        assert_eq!(own_words(100, &everywhere), 0..100);
        assert_eq!(own_words(0, &[]), 0..0);
    }
}
