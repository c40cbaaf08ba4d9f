//! A document as the recogniser sees it: its words, and what the whole of it says about each.

use super::lexicon::{self, Entry, Hashed, LEXICON};
use super::lists::Sense;
use super::school::School;
use super::tokens::{Gap, Token, tokens};
use super::tongue::{self, Tongue};
use crate::text::terms::fold_term;
use std::collections::HashMap;
use std::ops::Range;

/// Signs that a word gives somewhere in the document about what it names.
pub(super) mod hint {
    /// A title stands before it.
    pub const TITLED: u8 = 1;
    /// A given name stands before it.
    pub const SURNAME: u8 = 2;
    /// A preposition of place stands before it.
    pub const WHERE: u8 = 4;
    /// It speaks.
    pub const SPEAKS: u8 = 8;
    /// The head of an organisation's name stands behind it.
    pub const HEADED: u8 = 16;
    /// An article stands before it.
    pub const ARTICLE: u8 = 32;
}

/// A word of the document, wherever it stands.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Word {
    pub key: u64,
    pub entry: Entry,
    /// Places in mid-sentence with a capital; places in lower case.
    pub capital: u32,
    pub lower: u32,
    pub hints: u8,
}

impl Word {
    pub fn has(&self, flag: u16) -> bool {
        self.entry.flags & flag != 0
    }

    /// How the document writes it: 0 not said, 1 always with a capital, to 4, always in lower case.
    pub fn here(&self) -> u8 {
        match (self.capital, self.lower) {
            (0, 0) => 0,
            (_, 0) => 1,
            (0, _) => 4,
            (capital, lower) if capital >= 2 * lower => 2,
            _ => 3,
        }
    }

    /// The document never writes it with a capital where that would say something.
    pub fn is_small_here(&self) -> bool {
        self.here() == 4
    }

    /// No list and no cluster has it.
    pub fn is_unheard(&self) -> bool {
        self.entry.flags == 0 && self.entry.sense.is_none() && self.entry.clusters[0] == 0
    }

    /// Mostly in lower case, by the nearest source that says anything.
    pub fn is_common(&self) -> bool {
        match self.here() {
            1 | 2 => false,
            3 | 4 => true,
            _ => self.has(lexicon::COMMON),
        }
    }
}

/// A document cut into words.
pub(super) struct Page<'t> {
    pub text: &'t str,
    pub tokens: Vec<Token<'t>>,
    words: Vec<Word>,
    of: Vec<u32>,
    /// For each token the place in a listed place's name: 0 outside, 1 its first word, 2 a later one.
    pub place: Vec<u8>,
    /// Capitalised, or with a capital inside; or nobody can tell.
    pub capital: Vec<bool>,
    pub tongue: Tongue,
    /// How names are marked in it.
    pub school: School,
}

impl<'t> Page<'t> {
    /// The document; in some parts of it, whole lines, all letters are small.
    pub fn of(text: &'t str, even: &[Range<usize>]) -> Self {
        let tokens = tokens(text, even);
        let mut page = Self {
            text,
            of: Vec::with_capacity(tokens.len()),
            words: Vec::new(),
            place: vec![0; tokens.len()],
            capital: tokens.iter().map(|token| !token.address && (token.even || token.is_capital())).collect(),
            tokens,
            tongue: Tongue::Unknown,
            school: School::Universal,
        };
        page.intern();
        page.tongue = tongue::of(page.words.iter().zip(page.occurrences()).map(|(word, count)| (word.key, count)));
        page.school = page.tongue.school();
        page.count();
        page.mark_places();
        page
    }

    /// A document whose names are marked as a set of the training marks them.
    pub fn marked(text: &'t str, even: &[Range<usize>], school: School) -> Self {
        Self { school, ..Self::of(text, even) }
    }

    fn intern(&mut self) {
        // Half of the words of a short text are different ones, fewer of a long one.
        let mut known: Hashed<u32> = HashMap::default();
        known.reserve(self.tokens.len().min(1_000) / 2);
        let mut small = String::new();
        for token in &self.tokens {
            small.clear();
            if token.text.is_ascii() {
                small.push_str(token.text);
                small.make_ascii_lowercase();
            } else {
                small.push_str(&fold_term(token.text));
            }
            let key = lexicon::key(&small);
            let at = *known.entry(key).or_insert_with(|| {
                self.words.push(Word { key, entry: LEXICON.entry(&small, key), ..Word::default() });
                self.words.len() as u32 - 1
            });
            self.of.push(at);
        }
    }

    /// How often each word stands in the document.
    fn occurrences(&self) -> Vec<u32> {
        let mut out = vec![0; self.words.len()];
        self.of.iter().for_each(|&word| out[word as usize] += 1);
        out
    }

    fn count(&mut self) {
        let (the, a) = (lexicon::key("the"), lexicon::key("a"));
        for at in 0..self.tokens.len() {
            let token = self.tokens[at];
            if token.heading {
                continue;
            }
            if !self.capital[at] {
                self.words[self.of[at] as usize].lower += 1;
                continue;
            }
            // Where nobody can tell, the words alone must give the hints.
            let (may_be, must_be) =
                (|at: usize| self.capital[at], |at: usize| self.capital[at] && !self.tokens[at].even);
            let mut hints = 0;
            if token.gap.joins()
                && let Some(before) = at.checked_sub(1).map(|before| self.word(before))
            {
                match before.entry.sense {
                    Some(Sense::Title) if may_be(at - 1) => hints |= hint::TITLED,
                    Some(Sense::Where) if !must_be(at - 1) => hints |= hint::WHERE,
                    _ => {}
                }
                if may_be(at - 1) && before.has(lexicon::GIVEN) {
                    hints |= hint::SURNAME;
                }
                if before.key == the || before.key == a {
                    hints |= hint::ARTICLE;
                }
            }
            if self.tokens.get(at + 1).is_some_and(|next| next.gap == Gap::Blank) {
                match self.word(at + 1).entry.sense {
                    Some(Sense::Speech) if !must_be(at + 1) => hints |= hint::SPEAKS,
                    Some(Sense::OrgHead) if may_be(at + 1) => hints |= hint::HEADED,
                    _ => {}
                }
            }
            let word = &mut self.words[self.of[at] as usize];
            word.capital += u32::from(!token.fresh && !token.even);
            word.hints |= hints;
        }
    }

    fn mark_places(&mut self) {
        let mut at = 0;
        while at < self.tokens.len() {
            let length = if self.capital[at] { self.place_at(at) } else { 0 };
            if length > 0 {
                self.place[at..at + length].fill(2);
                self.place[at] = 1;
            }
            at += length.max(1);
        }
    }

    /// The end of the listed place that begins at a token.
    pub fn place_of(&self, at: usize) -> Option<usize> {
        (self.place[at] == 1).then(|| at + 1 + self.place[at + 1..].iter().take_while(|&&place| place == 2).count())
    }

    /// The number of words of the longest listed place that begins at a token.
    fn place_at(&self, at: usize) -> usize {
        let word = self.word(at);
        let mut longest = usize::from(word.has(lexicon::PLACE));
        if !word.has(lexicon::PLACE_START) {
            return longest;
        }
        let mut hash = word.key;
        for next in at + 1..(at + 5).min(self.tokens.len()) {
            if !matches!(self.tokens[next].gap, Gap::Blank | Gap::Point) {
                break;
            }
            hash = lexicon::joined(hash, self.word(next).key);
            if self.capital[next] && LEXICON.is_place(hash) {
                longest = next + 1 - at;
            }
        }
        longest
    }

    /// The word of a token.
    pub fn word(&self, at: usize) -> &Word {
        &self.words[self.of[at] as usize]
    }

    pub fn sense(&self, at: usize) -> Option<Sense> {
        self.word(at).entry.sense
    }

    /// The hash of the words of some tokens.
    pub fn key(&self, tokens: Range<usize>) -> u64 {
        tokens.fold(0, |hash, at| lexicon::joined(hash, self.word(at).key))
    }

    /// A name may go on from the token before this one.
    pub fn joins(&self, at: usize) -> bool {
        let token = &self.tokens[at];
        let suffix = || matches!(token.text, "Jr" | "Sr" | "II" | "III" | "Inc" | "Ltd" | "LLC" | "LLP");
        token.gap.joins() || token.gap == Gap::Comma && suffix()
    }

    /// A word that a name can be made of, as far as the language tells.
    pub fn is_proper(&self, at: usize) -> bool {
        self.capital[at] && !(self.tokens[at].even && self.word(at).has(lexicon::COMMON))
    }

    /// A capital at this token is no evidence of a name.
    pub fn is_loose(&self, at: usize) -> bool {
        let token = &self.tokens[at];
        token.fresh || token.heading || token.even
    }

    /// The stretches in which names can stand: capitalised words with the small words and numbers
    /// between and behind them. All other words are outside.
    pub fn stretches(&self) -> Vec<Range<usize>> {
        let mut out: Vec<Range<usize>> = Vec::new();
        let mut at = 0;
        while at < self.tokens.len() {
            if !self.capital[at] {
                at += 1;
                continue;
            }
            let start = at;
            let mut end = at + 1;
            while let Some(next) = self.goes_on(end) {
                end = next;
            }
            out.push(start..end);
            at = end;
        }
        out
    }

    /// The end of what joins a stretch that ends at a token.
    fn goes_on(&self, at: usize) -> Option<usize> {
        const MOST_SMALL: usize = 3;
        for next in at..=at + MOST_SMALL {
            let token = self.tokens.get(next)?;
            let joined =
                token.gap.joins() || (next == at && matches!(token.gap, Gap::Comma | Gap::Hyphen | Gap::Slash));
            if !joined {
                return None;
            }
            if self.capital[next] || (next == at && token.is_number()) {
                return Some(next + 1);
            }
            if token.text.len() > 4 {
                return None;
            }
        }
        None
    }
}
