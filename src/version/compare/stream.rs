//! Two texts as streams of numbers that are equal where the folded keys are.

use super::ChangeKind;
use super::cells::cells;
use super::quoting::quoting;
use crate::text::classes::{is_dash, is_invisible, is_word};
use crate::text::{Folded, TokenKind, fold};
use std::borrow::Cow;
use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::ops::Range;
use unicode_normalization::UnicodeNormalization;

/// A hash map whose seed is fixed.
pub(in crate::version) type FixedMap<K, V> = HashMap<K, V, BuildHasherDefault<rapidhash::fast::RapidHasher<'static>>>;
/// A hash set whose seed is fixed.
pub(super) type FixedSet<K> = std::collections::HashSet<K, BuildHasherDefault<rapidhash::fast::RapidHasher<'static>>>;

/// How much a token says about where it stands.
pub(super) const MARK: u8 = 0;
pub(super) const STOP: u8 = 1;
pub(super) const CONTENT: u8 = 2;

/// Words so common that meeting one on both sides means nothing.
const STOP_WORDS: &str = "a about after all also an and any are as at be because been before but by can could did do \
    does for from had has have he her him his how i if in into is it its just may me more most my no not of on one \
    only or other our out over said say says she should so some such than that the their them then there these they \
    this those through to under up us was we were what when where which who will with would you your \
    de la le les des du et en un une que el los y se il der die das und den von ein eine zu mit van het een da do dos e o os";

/// One text as tokens.
pub(super) struct Side<'t> {
    pub text: &'t str,
    /// Equal numbers stand for equal keys, on both sides.
    pub ids: Vec<u32>,
    /// Byte spans of the tokens.
    pub spans: Vec<(u32, u32)>,
    pub kinds: Vec<TokenKind>,
}

impl Side<'_> {
    /// Makes tokens part of the white space around them.
    fn leave_out(&mut self, blank: &[bool]) {
        if blank.is_empty() {
            return;
        }
        fn keep<T>(list: &mut Vec<T>, blank: &[bool]) {
            let mut blank = blank.iter();
            list.retain(|_| blank.next() == Some(&false));
        }
        keep(&mut self.ids, blank);
        keep(&mut self.spans, blank);
        keep(&mut self.kinds, blank);
    }

    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Where a token begins; the end of the text for the one past the last.
    pub fn start(&self, token: usize) -> usize {
        self.spans.get(token).map_or(self.text.len(), |span| span.0 as usize)
    }

    /// Where the token before this place ends; 0 for the first place.
    pub fn end_before(&self, place: usize) -> usize {
        place.checked_sub(1).map_or(0, |token| self.spans[token].1 as usize)
    }

    pub fn token(&self, token: usize) -> &str {
        &self.text[self.spans[token].0 as usize..self.spans[token].1 as usize]
    }

    /// What stands between the token before this place and the one after it.
    pub fn space(&self, place: usize) -> &str {
        &self.text[self.end_before(place)..self.start(place)]
    }

    /// The tokens that begin inside a range of bytes.
    pub fn tokens_in(&self, bytes: &Range<usize>) -> Range<usize> {
        let first = self.spans.partition_point(|span| (span.0 as usize) < bytes.start);
        let last = self.spans.partition_point(|span| (span.0 as usize) < bytes.end);
        first..last.max(first)
    }
}

/// Both texts, and what their shared numbers stand for.
pub(super) struct Pair<'t> {
    pub a: Side<'t>,
    pub b: Side<'t>,
    /// `MARK`, `STOP` or `CONTENT` for each number.
    pub weight: Vec<u8>,
    /// Which numbers stand on both sides; only these can hold the texts together.
    pub shared: Vec<bool>,
    /// The folded key of each number.
    pub keys: Vec<String>,
}

impl<'t> Pair<'t> {
    /// Both texts folded: tokens that differ in typography only have one number.
    pub fn folded(a: &'t str, b: &'t str) -> Pair<'t> {
        let (fa, fb) = (fold(a), fold(b));
        let mut numbers: FixedMap<String, u32> = FixedMap::default();
        let mut number = |key: Cow<'_, str>| match numbers.get(key.as_ref()) {
            Some(&number) => number,
            None => {
                let number = numbers.len() as u32;
                numbers.insert(key.into_owned(), number);
                number
            }
        };
        let mut side = |text: &'t str, folded: &Folded| {
            let count = folded.tokens().len();
            let (ids, spans, kinds) = (Vec::with_capacity(count), Vec::with_capacity(count), Vec::with_capacity(count));
            let mut side = Side { text, ids, spans, kinds };
            for token in folded.tokens() {
                let mut push = |key: Cow<'_, str>, range: Range<usize>, kind| {
                    side.ids.push(number(key));
                    side.spans.push((range.start as u32, range.end as u32));
                    side.kinds.push(kind);
                };
                if let Some(cells) = cells(text, token.range(), token.kind) {
                    cells.into_iter().for_each(|(cell, kind)| push(Cow::Borrowed(&text[cell.clone()]), cell, kind));
                    continue;
                }
                let own = raised(&text[token.range()]).or_else(|| in_address(text, token.range()));
                let own = own.or_else(|| rule(text, token.range()));
                push(own.map_or(Cow::Borrowed(folded.key(token)), Cow::Owned), token.range(), token.kind);
            }
            side
        };
        let (mut a, mut b) = (side(a, &fa), side(b, &fb));
        let mut keys = vec![String::new(); numbers.len()];
        numbers.into_iter().for_each(|(key, number)| keys[number as usize] = key);
        let [blank_a, blank_b] = quoting(&a, &b);
        a.leave_out(&blank_a);
        b.leave_out(&blank_b);
        let weight = weights(&keys);
        Pair { shared: shared(&a.ids, &b.ids, keys.len()), a, b, weight, keys }
    }

    /// Both texts as they are: runs of letters and digits, and every other character by itself.
    pub fn raw(a: &'t str, b: &'t str) -> Pair<'t> {
        let mut numbers: FixedMap<&str, u32> = FixedMap::default();
        let mut keys = Vec::new();
        let mut side = |text: &'t str| {
            let mut side = Side { text, ids: Vec::new(), spans: Vec::new(), kinds: Vec::new() };
            let mut rest = text.char_indices().peekable();
            while let Some((start, c)) = rest.next() {
                let mut end = start + c.len_utf8();
                while let Some((at, next)) = rest.next_if(|&(_, next)| is_word(c) && is_word(next)) {
                    end = at + next.len_utf8();
                }
                let id = *numbers.entry(&text[start..end]).or_insert_with(|| {
                    keys.push(text[start..end].to_owned());
                    keys.len() as u32 - 1
                });
                side.ids.push(id);
                side.spans.push((start as u32, end as u32));
                side.kinds.push(if is_word(c) { TokenKind::Word } else { TokenKind::Mark });
            }
            side
        };
        let (a, b) = (side(a), side(b));
        let weight = vec![CONTENT; keys.len()];
        Pair { shared: shared(&a.ids, &b.ids, keys.len()), a, b, weight, keys }
    }

    pub fn swap(&mut self) {
        std::mem::swap(&mut self.a, &mut self.b);
    }

    pub fn key(&self, side: &Side, token: usize) -> &str {
        &self.keys[side.ids[token] as usize]
    }

    pub fn is_content(&self, id: u32) -> bool {
        self.weight[id as usize] == CONTENT
    }
}

/// The key of a number with a raised or lowered digit behind its own, which folding would make one
/// of them: 10\u{b2} is not 102.
fn raised(text: &str) -> Option<String> {
    let sign = |c| match c {
        '\u{b2}' | '\u{b3}' | '\u{b9}' | '\u{2070}'..='\u{2079}' => Some('^'),
        '\u{2080}'..='\u{2089}' => Some('_'),
        _ => None,
    };
    if text.is_ascii() || !text.chars().any(|c| sign(c).is_some()) {
        return None;
    }
    let mut key = String::new();
    let mut last = ' ';
    for c in text.chars().filter(|&c| !is_invisible(c)) {
        if last.is_numeric() && sign(last).is_none() {
            key.extend(sign(c));
        }
        key.extend(std::iter::once(c).nfkc().flat_map(char::to_lowercase));
        last = c;
    }
    key.contains(['^', '_']).then_some(key)
}

/// The key of a word with hyphens in an address of the net, where they are no matter of typesetting.
fn in_address(text: &str, word: Range<usize>) -> Option<String> {
    const FAR: usize = 200;
    let token = &text[word.clone()];
    if !token.contains('-') || token.contains(char::is_whitespace) {
        return None;
    }
    let before = text[..word.start].chars().rev().take(FAR).take_while(|c| !c.is_whitespace());
    let start = word.start - before.map(char::len_utf8).sum::<usize>();
    let behind = text[word.end..].chars().take(FAR).take_while(|c| !c.is_whitespace());
    let run = &text[start..word.end + behind.map(char::len_utf8).sum::<usize>()];
    let address = run.contains("://") || run.contains("www.") || run.contains('@');
    address.then(|| token.chars().filter(|&c| !is_invisible(c)).flat_map(char::to_lowercase).collect())
}

/// The key of dashes that are a line by themselves, which are no dash of a list or a sentence.
fn rule(text: &str, token: Range<usize>) -> Option<String> {
    if token.len() < 3 || !text[token.clone()].chars().all(is_dash) || text[token.clone()].chars().count() < 3 {
        return None;
    }
    let blanks = [' ', '\t', '\r', '>'];
    let before = text[..token.start].trim_end_matches(blanks);
    let behind = text[token.end..].trim_start_matches(blanks);
    let alone = (before.is_empty() || before.ends_with('\n')) && (behind.is_empty() || behind.starts_with('\n'));
    alone.then(|| "---".to_owned())
}

fn shared(a: &[u32], b: &[u32], count: usize) -> Vec<bool> {
    let (mut in_a, mut both) = (vec![false; count], vec![false; count]);
    a.iter().for_each(|&id| in_a[id as usize] = true);
    b.iter().for_each(|&id| both[id as usize] = in_a[id as usize]);
    both
}

fn weights(keys: &[String]) -> Vec<u8> {
    let stop: FixedSet<&str> = STOP_WORDS.split_whitespace().collect();
    let weigh = |key: &String| {
        if !key.chars().any(is_word) {
            MARK
        } else if stop.contains(key.as_str()) {
            STOP
        } else {
            CONTENT
        }
    };
    keys.iter().map(weigh).collect()
}

/// True for words so common that they say nothing about where they stand.
pub(super) fn is_stop_word(key: &str) -> bool {
    STOP_WORDS.split_whitespace().any(|word| word == key)
}

impl ChangeKind {
    pub(super) fn is_typography(self) -> bool {
        self == ChangeKind::Typography
    }
}
