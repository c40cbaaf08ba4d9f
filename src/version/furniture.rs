//! Furniture and set phrases: text that stands in many documents. At the edges of a document it is
//! furniture (navigation, agency lines, legal notices), anywhere it is a form that strangers fill in.
//! Both are left out where grouping is decided, never where figures are shown.

use super::fingerprint::{Print, WINDOW};
use super::grams::GRAM;
use std::ops::Range;

/// A fingerprint in so many documents is common.
pub const COMMON: u32 = 10;
/// Words that may lie between two common stretches of one edge.
const GAP: u32 = 6;
/// Words that a common fingerprint speaks for.
const REACH: u32 = GRAM as u32;
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

/// The stretches of a text of `words` words that are not common: what is left between the
/// fingerprints of `prints` for which `common` is true. Neighbouring common fingerprints speak for
/// the words between them too.
pub fn rare_words(words: u32, prints: &[Print], common: impl Fn(&Print) -> bool) -> Vec<Range<u32>> {
    let mut out = Vec::new();
    let (mut from, mut last) = (0, None);
    for print in prints {
        if !common(print) {
            last = None;
            continue;
        }
        let joined = last.is_some_and(|last: u32| last + WINDOW as u32 >= print.place);
        if !joined && print.place > from {
            // A gram that reaches over the border still says something.
            out.push(from..print.place + REACH - 1);
        }
        from = print.place + 1;
        last = Some(print.place);
    }
    if words >= from + REACH || last.is_none() {
        out.push(from..words);
    }
    out
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
    fn common_stretches_leave_the_rest() {
        let prints: Vec<Print> = [2, 9, 16, 30, 38, 60].map(|place| Print { hash: u64::from(place), place }).into();
        let rare = rare_words(80, &prints, |print| [9, 16, 38].contains(&print.hash));
        assert_eq!(rare, [0..13, 17..42, 39..80]);
        assert_eq!(rare_words(80, &prints, |_| false).first(), Some(&(0..80)));
    }

    #[test]
    fn a_text_that_is_common_throughout_keeps_its_words() {
        let everywhere: Vec<u32> = (0..95).step_by(6).collect();
        assert_eq!(own_words(100, &everywhere), 0..100);
        assert_eq!(own_words(0, &[]), 0..0);
    }
}
