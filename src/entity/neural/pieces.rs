//! A text cut into the pieces of a model's vocabulary, word by word.

use super::windows::Window;
use crate::entity::Unread;
use crate::entity::page::Page;
use std::ops::Range;
use tokenizers::Tokenizer;

/// The most pieces of a word with the signs behind it; more of them say nothing.
const MOST: usize = 24;
/// Words between two looks at whether to stop.
const LOOK: usize = 4_096;

/// A vocabulary.
pub(super) struct Pieces {
    pub tokenizer: Tokenizer,
    /// What stands before and behind a text.
    pub ends: (u32, u32),
    /// Pieces that a window has room for, without its ends.
    pub room: usize,
}

/// The pieces of a text.
pub(super) struct Cut {
    ids: Vec<u32>,
    /// For each word where its pieces end, and which of them stands for the sign behind it.
    words: Vec<(usize, Option<usize>)>,
}

/// Where in a window the labels of a word and of the sign behind it stand.
pub(super) struct Place {
    pub word: Option<usize>,
    pub behind: Option<usize>,
}

impl Pieces {
    /// Cuts every word of a page, with the signs behind it.
    pub fn cut(&self, page: &Page<'_>, stopped: &dyn Fn() -> Result<(), Unread>) -> Result<Cut, Unread> {
        let most = MOST.min(self.room / 4).max(1);
        let mut cut = Cut { ids: Vec::new(), words: Vec::with_capacity(page.tokens.len()) };
        for (at, token) in page.tokens.iter().enumerate() {
            if at % LOOK == 0 {
                stopped()?;
            }
            let end = page.tokens.get(at + 1).map_or(page.text.len(), |next| next.start(page.text));
            let mut behind = None;
            // Long runs of signs and blanks need not be looked through.
            for (place, part) in [token.text, signs(&page.text[token.end(page.text)..end])].into_iter().enumerate() {
                if part.is_empty() {
                    continue;
                }
                let pieces = self.tokenizer.encode_fast(part, false).map_err(|error| {
                    Unread::Failed(format!(
                        "the model's vocabulary cannot read a word of it ({error}); try another model"
                    ))
                })?;
                let ids = pieces.get_ids();
                if place == 1 && !ids.is_empty() {
                    behind = Some(cut.ids.len());
                }
                cut.ids.extend_from_slice(&ids[..ids.len().min(if place == 0 { most } else { most / 2 })]);
            }
            cut.words.push((cut.ids.len(), behind.filter(|&behind| behind < cut.ids.len())));
        }
        Ok(cut)
    }
}

/// The first of the signs between two words.
fn signs(between: &str) -> &str {
    let between = between.trim();
    between.char_indices().nth(MOST).map_or(between, |(end, _)| &between[..end])
}

impl Cut {
    fn of(&self, word: usize) -> Range<usize> {
        let start = word.checked_sub(1).map_or(0, |before| self.words[before].0);
        start..self.words[word].0
    }

    /// How many pieces each word has.
    pub fn lengths(&self) -> Vec<usize> {
        (0..self.words.len()).map(|word| self.of(word).len()).collect()
    }

    /// The pieces of a window between its ends, and where the words stand whose labels it gives.
    pub fn window(&self, pieces: &Pieces, window: &Window) -> (Vec<u32>, Vec<Place>) {
        let first = if window.words.is_empty() { 0 } else { self.of(window.words.start).start };
        let last = window.words.end.checked_sub(1).map_or(first, |word| self.words[word].0);
        let mut ids = Vec::with_capacity(last - first + 2);
        ids.push(pieces.ends.0);
        ids.extend_from_slice(&self.ids[first..last]);
        ids.push(pieces.ends.1);
        let place = |word: usize| {
            let (own, behind) = (self.of(word), self.words[word].1);
            let of_word = !own.is_empty() && behind != Some(own.start);
            Place { word: of_word.then(|| own.start - first + 1), behind: behind.map(|behind| behind - first + 1) }
        };
        (ids, window.kept.clone().map(place).collect())
    }
}
