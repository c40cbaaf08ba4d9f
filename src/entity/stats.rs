//! How the words of a corpus are capitalised where a capital says something.

use super::tokens::tokens;
use crate::text::terms::fold_term;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How often words stand capitalised and in lower case in the middle of sentences, over a corpus.
///
/// Learnt text by text and merged in any order with the same result; frozen while a derivation
/// lasts, so that the spans of a document do not depend on luck.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseStats {
    /// Folded word: (capitalised, in lower case).
    words: BTreeMap<String, (u32, u32)>,
}

/// A word seen less often says nothing by its case.
const ENOUGH: u32 = 5;

impl CaseStats {
    /// Counts the words of a text.
    pub fn learn(&mut self, text: &str) {
        for token in tokens(text).iter().filter(|token| !token.heading && !token.fresh) {
            let word = fold_term(token.text);
            let (capitalised, lower) = match self.words.get_mut(&word) {
                Some(counts) => (&mut counts.0, &mut counts.1),
                None => {
                    let counts = self.words.entry(word).or_default();
                    (&mut counts.0, &mut counts.1)
                }
            };
            if token.is_capital() { *capitalised += 1 } else { *lower += 1 }
        }
    }

    /// Adds the counts of another part of the corpus.
    pub fn merge(&mut self, other: &CaseStats) {
        for (word, &(capitalised, lower)) in &other.words {
            let counts = self.words.entry(word.clone()).or_default();
            counts.0 = counts.0.saturating_add(capitalised);
            counts.1 = counts.1.saturating_add(lower);
        }
    }

    /// Forgets words seen too rarely to say anything; to be done once, when the corpus is counted.
    pub fn settle(&mut self) {
        self.words.retain(|_, counts| counts.0 + counts.1 >= ENOUGH);
    }

    /// The share of a word's places in the corpus at which it is capitalised, 0 to 1; `None` when
    /// the corpus says too little. The word is folded.
    pub(super) fn share(&self, word: &str) -> Option<f32> {
        let &(capitalised, lower) = self.words.get(word)?;
        let all = capitalised.saturating_add(lower);
        (all >= ENOUGH).then(|| capitalised as f32 / all as f32)
    }
}
