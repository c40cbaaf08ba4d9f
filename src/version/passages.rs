//! Passages that stand in other documents too: exact runs of equal folded words.
//!
//! A word has been seen in another text when it lies in a run of at least twelve equal words that
//! stands there too, which is what winnowing is sure to find. The index of fingerprints proposes
//! documents; their texts are read and compared word by word, so nothing found is an estimate.

use super::compare::FixedMap;
use super::fingerprint::{Print, SURE_RUN, sketch};
use super::grams::{GRAM, gram_hashes, word_hashes};
use super::prints::PrintIndex;
use super::relate::RelateError;
use crate::text::{Folded, Token, fold};
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};

/// A fingerprint proposes so many documents at most, those with the lowest numbers ...
const EARLIEST: usize = 128;
/// ... and of all that are proposed so many texts are read at most, those that share most.
const READ: usize = 1000;

/// A text ready to be looked for in others, and to be looked into.
#[derive(Debug)]
pub struct Words {
    folded: Folded,
    words: Vec<Token>,
    hashes: Vec<u64>,
}

impl Words {
    /// Reads a text.
    pub fn of(text: &str) -> Words {
        let folded = fold(text);
        let words: Vec<Token> = folded.words().copied().collect();
        let hashes = word_hashes(&folded);
        Words { folded, words, hashes }
    }

    /// Number of words.
    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// True when the text has no words.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// The bytes of the text that a run of words takes, from its first word to its last.
    pub fn bytes(&self, run: &Range<usize>) -> Range<usize> {
        match (self.words.get(run.start), run.end.checked_sub(1).and_then(|last| self.words.get(last))) {
            (Some(first), Some(last)) if run.start < run.end => first.range().start..last.range().end,
            _ => 0..0,
        }
    }

    /// The words that lie in some bytes of the text, wholly or in part.
    pub fn within(&self, bytes: &Range<usize>) -> Range<usize> {
        let first = self.words.partition_point(|word| word.range().end <= bytes.start);
        let last = self.words.partition_point(|word| word.range().start < bytes.end);
        first..last.max(first)
    }

    fn same(&self, own: usize, other: &Words, there: usize) -> bool {
        match (self.words.get(own), other.words.get(there)) {
            (Some(a), Some(b)) => self.hashes[own] == other.hashes[there] && self.folded.key(a) == other.folded.key(b),
            _ => false,
        }
    }
}

/// A run of words that stands in another text too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// Places of the words in this text.
    pub words: Range<usize>,
    /// The place of the first of them in the other text.
    pub there: usize,
}

/// Looks for the runs of one text in others, each in time in proportion to both.
#[derive(Debug)]
pub struct Finder<'w> {
    text: &'w Words,
    /// The distinct runs of twelve words, numbered ...
    numbers: FixedMap<u64, u32>,
    /// ... and which of them begins at each word.
    grams: Vec<u32>,
}

/// It stands nowhere in the other text.
const NOWHERE: u32 = u32::MAX;

impl<'w> Finder<'w> {
    /// Makes a text ready.
    pub fn new(text: &'w Words) -> Finder<'w> {
        let hashes = gram_hashes(&text.hashes, SURE_RUN);
        let mut numbers = FixedMap::default();
        let grams = hashes
            .into_iter()
            .map(|hash| {
                let next = numbers.len() as u32;
                *numbers.entry(hash).or_insert(next)
            })
            .collect();
        Finder { text, numbers, grams }
    }

    /// The runs of at least twelve words that stand in `other` too, in order. A word is in one of
    /// them exactly when it has been seen there. Each goes on as long as the words are the same; it
    /// may begin in the last eleven words of the one before.
    pub fn runs_in(&self, other: &Words) -> Vec<Run> {
        let mut places = vec![NOWHERE; self.numbers.len()];
        let mut any = false;
        for (place, hash) in gram_hashes(&other.hashes, SURE_RUN).into_iter().enumerate() {
            if let Some(&number) = self.numbers.get(&hash)
                && places[number as usize] == NOWHERE
            {
                places[number as usize] = place as u32;
                any = true;
            }
        }
        let mut out = Vec::new();
        let mut at = 0;
        while any && at < self.grams.len() {
            let place = places[self.grams[at] as usize];
            let there = place as usize;
            let mut end = at;
            while place != NOWHERE && self.text.same(end, other, there + (end - at)) {
                end += 1;
            }
            if end - at >= SURE_RUN {
                out.push(Run { words: at..end, there });
                at = end + 1 - SURE_RUN;
            } else {
                at += 1;
            }
        }
        out
    }
}

/// A passage of a text and where it stands in another document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// Number of words.
    pub words: usize,
    /// Bytes in this text.
    pub bytes: Range<usize>,
    pub document: u32,
    /// Bytes in that document's text.
    pub there: Range<usize>,
}

/// Where passages are looked for.
pub struct Library<'l, R> {
    pub index: &'l PrintIndex,
    /// The documents that count, and their order: the lowest rank stood first.
    pub rank: &'l dyn Fn(u32) -> Option<R>,
    /// The text of a document, `None` for one that is gone.
    pub texts: &'l dyn Fn(u32) -> Option<String>,
    pub stop: &'l AtomicBool,
}

impl<R: Ord> Library<'_, R> {
    /// What of a text has been seen in the documents that count: passages in order that do not
    /// overlap, each with the document of the lowest rank that holds it.
    ///
    /// Documents are read in the order of their ranks until everything is covered, and only where
    /// they share a fingerprint near a word that is not. A fingerprint that stands in more than 128
    /// documents proposes the 128 first added, and 1,000 texts are read at most.
    ///
    /// # Errors
    /// When the index cannot be read, or `stop` was set.
    pub fn seen(&self, text: &Words) -> Result<Vec<Passage>, RelateError> {
        let prints = sketch(&text.folded);
        let proposed = self.proposed(&prints)?;
        let finder = Finder::new(text);
        let mut cover = Cover::of(text.len());
        let mut sources: Vec<(Range<usize>, u32, Range<usize>)> = Vec::new();
        for (_, document, places) in proposed {
            self.check()?;
            if cover.is_full() {
                break;
            }
            if !places.iter().any(|&place| cover.lacks(near(place))) {
                continue;
            }
            let Some(other) = (self.texts)(document) else { continue };
            let other = Words::of(&other);
            for run in finder.runs_in(&other) {
                for fresh in cover.take(&run.words) {
                    let from = run.there + (fresh.start - run.words.start);
                    let there = other.bytes(&(from..from + fresh.len()));
                    sources.push((fresh, document, there));
                }
            }
        }
        sources.sort_by_key(|source| source.0.start);
        Ok(sources
            .into_iter()
            .map(|(words, document, there)| Passage { words: words.len(), bytes: text.bytes(&words), document, there })
            .collect())
    }

    /// Every passage of some bytes of a text that documents that count hold too, by the rank of the
    /// document, then by place. A passage reaches beyond those bytes as far as the words are the
    /// same. The bounds are those of [`seen`](Self::seen).
    ///
    /// # Errors
    /// When the index cannot be read, or `stop` was set.
    pub fn holders(&self, text: &Words, bytes: &Range<usize>) -> Result<Vec<Passage>, RelateError> {
        let wanted = text.within(bytes);
        let mut prints = sketch(&text.folded);
        prints.retain(|print| {
            let near = near(print.place);
            near.start < wanted.end && near.end > wanted.start
        });
        let finder = Finder::new(text);
        let mut out = Vec::new();
        for (_, document, _) in self.proposed(&prints)? {
            self.check()?;
            let Some(other) = (self.texts)(document) else { continue };
            let other = Words::of(&other);
            let runs = finder.runs_in(&other).into_iter();
            out.extend(runs.filter(|run| run.words.start < wanted.end && run.words.end > wanted.start).map(|run| {
                let there = run.there..run.there + run.words.len();
                Passage { words: run.words.len(), bytes: text.bytes(&run.words), document, there: other.bytes(&there) }
            }));
        }
        Ok(out)
    }

    fn check(&self) -> Result<(), RelateError> {
        if self.stop.load(Ordering::Relaxed) { Err(RelateError::Stopped) } else { Ok(()) }
    }

    /// The documents that share fingerprints, by rank, with the places at which they do.
    fn proposed(&self, prints: &[Print]) -> Result<Vec<(R, u32, Vec<u32>)>, RelateError> {
        let mut hashes: Vec<(u64, u32)> = prints.iter().map(|print| (print.hash, print.place)).collect();
        hashes.sort_unstable();
        let distinct: Vec<u64> = hashes.chunk_by(|a, b| a.0 == b.0).map(|same| same[0].0).collect();
        let mut ranks: BTreeMap<u32, Option<(R, Vec<u32>)>> = BTreeMap::new();
        let holders = self.index.holders(&distinct)?;
        for (same, holders) in hashes.chunk_by(|a, b| a.0 == b.0).zip(holders) {
            self.check()?;
            let mut taken = 0;
            for document in holders {
                let known = ranks.entry(document).or_insert_with(|| (self.rank)(document).map(|rank| (rank, vec![])));
                let Some((_, places)) = known else { continue };
                places.extend(same.iter().map(|print| print.1));
                taken += 1;
                if taken == EARLIEST {
                    break;
                }
            }
        }
        let mut out: Vec<(R, u32, Vec<u32>)> = ranks
            .into_iter()
            .filter_map(|(document, known)| known.map(|(rank, places)| (rank, document, places)))
            .collect();
        if out.len() > READ {
            out.sort_by_key(|proposed| (std::cmp::Reverse(proposed.2.len()), proposed.1));
            out.truncate(READ);
        }
        out.sort_by(|a, b| (&a.0, a.1).cmp(&(&b.0, b.1)));
        Ok(out)
    }
}

/// The words that may be seen by a run of twelve words that holds the fingerprint at a place.
fn near(place: u32) -> Range<usize> {
    let (place, reach) = (place as usize, SURE_RUN - GRAM);
    place.saturating_sub(reach)..place + GRAM + reach
}

/// Which words are covered.
struct Cover {
    covered: Vec<bool>,
    left: usize,
}

impl Cover {
    fn of(words: usize) -> Cover {
        Cover { covered: vec![false; words], left: words }
    }

    fn is_full(&self) -> bool {
        self.left == 0
    }

    fn lacks(&self, words: Range<usize>) -> bool {
        self.covered[words.start.min(self.covered.len())..words.end.min(self.covered.len())].contains(&false)
    }

    /// Covers a run; gives the parts of it that were not covered before.
    fn take(&mut self, run: &Range<usize>) -> Vec<Range<usize>> {
        let mut out: Vec<Range<usize>> = Vec::new();
        for word in run.clone() {
            if std::mem::replace(&mut self.covered[word], true) {
                continue;
            }
            self.left -= 1;
            match out.last_mut().filter(|last| last.end == word) {
                Some(last) => last.end += 1,
                None => out.push(word..word + 1),
            }
        }
        out
    }
}

#[cfg(test)]
mod tests;
