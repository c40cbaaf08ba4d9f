//! The sketch of a text: word 5-grams, winnowed (Schleimer, Wilkerson, Aiken 2003).
//!
//! Of every window of eight neighbouring grams the least hash is kept, so any run of twelve equal
//! words in two texts leaves the same fingerprint in both.

use super::grams::{GRAM, gram_hashes, word_hashes};
use crate::text::Folded;

/// Neighbouring grams of which at least one is kept.
pub const WINDOW: usize = 8;

/// A run of equal words of this length is sure to share a fingerprint.
pub const SURE_RUN: usize = WINDOW + GRAM - 1;

/// Fingerprints keep this many bits: a million documents have some 2^27, so a chance equality is
/// rare, needs company to propose a pair, and never survives the exact verification.
const BITS: u32 = 48;

/// One fingerprint of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Print {
    pub hash: u64,
    /// Number of the first of the five words, from 0.
    pub place: u32,
}

/// The fingerprints of a folded text in the order of their places. A text of 5 to 12 words keeps
/// one, a shorter one none.
pub fn sketch(folded: &Folded) -> Vec<Print> {
    winnow(&gram_hashes(&word_hashes(folded), GRAM))
}

/// Robust winnowing: of equal least hashes in a window the last selected one stays as long as it
/// can, so a run of repeated text keeps one print a window rather than one a word.
fn winnow(grams: &[u64]) -> Vec<Print> {
    let mut out: Vec<Print> = Vec::with_capacity(grams.len() / 4 + 1);
    let mut kept: Option<usize> = None;
    let last = grams.len().saturating_sub(WINDOW);
    for start in 0..=last {
        let end = (start + WINDOW).min(grams.len());
        let Some(least) = grams[start..end].iter().min() else { break };
        match kept {
            Some(at) if at >= start && grams[at] == *least => {}
            // The minimum can only have changed to the newcomer or have left; look from the right.
            _ => {
                let at = start + grams[start..end].iter().rposition(|gram| gram == least).unwrap_or(0);
                out.push(Print { hash: print_of(grams[at]), place: at as u32 });
                kept = Some(at);
            }
        }
    }
    out
}

/// The fingerprint that a gram leaves where it is selected.
pub(crate) fn print_of(gram: u64) -> u64 {
    gram >> (u64::BITS - BITS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold;
    use proptest::prelude::*;
    use std::collections::HashSet;

    #[test]
    fn short_texts() {
        assert!(sketch(&fold("")).is_empty());
        assert!(sketch(&fold("only four words here")).is_empty());
        assert_eq!(sketch(&fold("exactly five words stand here")).len(), 1);
        assert_eq!(sketch(&fold("a b c d e f g h i j k l")).len(), 1);
    }

    #[test]
    fn repeated_text_does_not_flood() {
        let text = "spam ".repeat(800);
        assert!(sketch(&fold(&text)).len() <= 800 / WINDOW + 1);
    }

    proptest! {
        #[test]
        fn a_run_of_twelve_words_shares_a_print(
            before in proptest::collection::vec(0u32..60, 0..30),
            run in proptest::collection::vec(0u32..60, SURE_RUN),
            after in proptest::collection::vec(0u32..60, 0..30),
            elsewhere in proptest::collection::vec(60u32..90, 0..30),
        ) {
            let text = |parts: &[&[u32]]| parts.concat().iter().map(|n| format!("w{n} ")).collect::<String>();
            let a: HashSet<u64> = sketch(&fold(&text(&[&before, &run, &after]))).iter().map(|p| p.hash).collect();
            let b: HashSet<u64> = sketch(&fold(&text(&[&elsewhere, &run]))).iter().map(|p| p.hash).collect();
            prop_assert!(a.intersection(&b).next().is_some());
        }
    }
}
