//! What the model is told about a word: hashes of small facts about it and its neighbours.

use super::lexicon::{self, joined, key};
use super::lists::Sense;
use super::page::Page;
use super::tokens::{Gap, Token};
use crate::text::classes::is_apostrophe;
use std::ops::Range;

/// Facts about a word, as hashes.
pub(super) struct Facts {
    all: [u32; MOST],
    count: usize,
    number: u64,
}

/// More facts than are told at a time; a power of two.
pub(super) const MOST: usize = 64;

/// The numbers of the first facts of each sort, by which equal values of different sorts differ.
const OWN: u64 = 0;
const BEFORE: u64 = 100;
const BEHIND: u64 = 200;
const AROUND: u64 = 300;

impl Default for Facts {
    fn default() -> Self {
        Self { all: [0; MOST], count: 0, number: 0 }
    }
}

impl Facts {
    fn begin(&mut self, number: u64) {
        (self.count, self.number) = (0, number);
    }

    fn add(&mut self, value: u64) {
        self.number += 1;
        let mixed = (value ^ self.number.wrapping_mul(0xa076_1d64_78bd_642f)).wrapping_mul(0xe703_7ed1_a0b4_28db);
        self.all[self.count % MOST] = (mixed >> 32) as u32;
        self.count += 1;
    }

    /// The hashes.
    pub fn all(&self) -> &[u32] {
        &self.all[..self.count.min(MOST)]
    }
}

/// The flags of the lexicon that tell kinds of names apart.
const KINDS: u16 = lexicon::GIVEN
    | lexicon::SURNAME
    | lexicon::PLACE
    | lexicon::COUNTRY
    | lexicon::DEMONYM
    | lexicon::COMMON
    | lexicon::PARTICLE;

/// A token's own part of the facts, made once and used by its neighbours too.
#[derive(Clone, Copy, Default)]
pub(super) struct Sight {
    word: u64,
    shape: u64,
    flags: u64,
    sense: u64,
    broad: u64,
    coarse: u64,
    fine: u64,
    /// How document and language write the word.
    case: u64,
    gap: u64,
}

/// The tokens of a stretch as they are seen, with two more at each side.
#[derive(Default)]
pub(super) struct Sights {
    first: isize,
    all: Vec<Sight>,
}

impl Sights {
    /// Looks at the tokens of a stretch.
    pub fn look(&mut self, page: &Page<'_>, stretch: &Range<usize>) {
        self.first = stretch.start as isize - 2;
        self.all.clear();
        let tokens = self.first..stretch.end as isize + 2;
        self.all.extend(tokens.map(|at| sight(page, usize::try_from(at).ok())));
    }

    /// A token that is at most two before or behind the stretch.
    pub fn at(&self, at: isize) -> &Sight {
        &self.all[(at - self.first) as usize]
    }
}

const OUTSIDE: Sight =
    Sight { word: 1, shape: 1, flags: 1 << 20, sense: 99, broad: 0, coarse: 0, fine: 0, case: 99, gap: 99 };

fn sight(page: &Page<'_>, at: Option<usize>) -> Sight {
    let Some((at, token)) = at.and_then(|at| Some((at, page.tokens.get(at)?))) else { return OUTSIDE };
    let word = page.word(at);
    Sight {
        word: if token.is_number() { key("0") } else { word.key },
        shape: shape(token),
        flags: u64::from(word.entry.flags & KINDS) | u64::from(page.place[at]) << 10,
        sense: word.entry.sense.map_or(0, |sense: Sense| sense as u64 + 1),
        broad: u64::from(word.entry.clusters[0]),
        coarse: u64::from(word.entry.clusters[1]),
        fine: u64::from(word.entry.clusters[2]),
        case: u64::from(word.here())
            | u64::from(word.has(lexicon::COMMON)) << 6
            | u64::from(token.fresh) << 7
            | u64::from(token.heading) << 8,
        gap: token.gap as u64,
    }
}

/// The outline of a word: runs of capitals, small letters, digits and signs, each run one letter.
fn shape(token: &Token<'_>) -> u64 {
    let (mut shape, mut last, mut run) = (1_u64, 0, 0);
    let mut add = |class: u8| {
        run = if class == last { run + 1 } else { 0 };
        // A single letter and a run of them differ, longer runs do not.
        if run < 2 {
            shape = shape << 3 | u64::from(class);
        }
        last = class;
    };
    if token.text.bytes().all(|byte| byte.is_ascii() && byte != b'\'' && byte != b'`') {
        token.text.bytes().take(24).for_each(|byte| add(CLASS[usize::from(byte & 127)]));
        return shape;
    }
    // "O'Neill" and "M'Hamed" have the outline of "Neill".
    let mut text = token.text;
    if let Some((at, mark)) = text.char_indices().take(3).find(|&(_, c)| is_apostrophe(c)) {
        let rest = &text[at + mark.len_utf8()..];
        text = if rest.starts_with(char::is_uppercase) { rest } else { text };
    }
    text.chars().take(24).for_each(|c| add(class(c)));
    shape
}

const LARGE: u8 = 1;
const SMALL: u8 = 2;
const DIGIT: u8 = 3;

/// The classes of the characters of ASCII.
static CLASS: [u8; 128] = {
    let (mut out, mut byte) = ([0; 128], 0);
    while byte < 128 {
        out[byte] = match byte as u8 {
            b'A'..=b'Z' => LARGE,
            b'a'..=b'z' => SMALL,
            b'0'..=b'9' => DIGIT,
            b'-' => 4,
            b'.' => 5,
            _ => 6,
        };
        byte += 1;
    }
    out
};

fn class(c: char) -> u8 {
    match c {
        c if c.is_ascii() => CLASS[c as usize],
        c if c.is_uppercase() => LARGE,
        c if c.is_alphabetic() => SMALL,
        c if c.is_numeric() => DIGIT,
        _ => CLASS[0],
    }
}

/// Words to either side of a token that are looked at for the run that it stands in. A text without
/// marks or without two sizes of letters is one run from end to end, and would be gone through anew
/// at each of its words.
const FARTHEST: usize = 64;

/// The capitalised words around a token that stand in one run with it.
fn run(page: &Page<'_>, stretch: &Range<usize>, at: usize) -> Range<usize> {
    let mut run = at..at + 1;
    let joins = |gap: Gap| matches!(gap, Gap::Blank | Gap::Ampersand | Gap::Point);
    let stretch = stretch.start.max(at.saturating_sub(FARTHEST))..stretch.end.min(at + FARTHEST);
    while run.start > stretch.start && joins(page.tokens[run.start].gap) && page.is_proper(run.start - 1) {
        run.start -= 1;
    }
    while run.end < stretch.end && joins(page.tokens[run.end].gap) && page.is_proper(run.end) {
        run.end += 1;
    }
    run
}

/// What a token says of itself wherever it stands.
pub(super) fn own(page: &Page<'_>, at: usize, own: &Sight, facts: &mut Facts) {
    facts.begin(OWN);
    let token = &page.tokens[at];
    let hints = page.word(at).hints;
    facts.add(0);
    facts.add(own.word);
    facts.add(joined(own.word, own.shape));
    facts.add(own.shape);
    // What a capital or an ending says depends on the language; what a name is, on who marked it.
    let tongue = page.tongue as u64;
    facts.add(joined(tongue, own.shape));
    facts.add(joined(tongue, own.case));
    let ending = key(last(token.text, 3));
    facts.add(joined(tongue, ending));
    let school = page.school as u64;
    facts.add(school);
    facts.add(joined(school, own.shape));
    facts.add(joined(school, own.word));
    facts.add(joined(school, own.flags));
    facts.add(joined(school, own.fine));
    facts.add(joined(school, own.case));
    affixes(token.text, ending, facts);
    facts.add(own.coarse);
    facts.add(own.fine);
    facts.add(joined(own.fine, own.case));
    facts.add(own.broad);
    facts.add(joined(own.shape, own.broad));
    facts.add(own.case);
    facts.add(joined(own.case, own.shape));
    facts.add(joined(own.flags, own.case));
    facts.add(own.flags);
    facts.add(joined(own.sense, own.shape));
    facts.add(joined(own.gap, own.shape));
    facts.add(u64::from(hints));
    facts.add(joined(u64::from(hints), own.flags));
    for bit in 0..6 {
        facts.add(u64::from(hints >> bit & 1));
    }
    facts.add(u64::from(token.bracketed) | u64::from(token.is_capitals()) << 1);
}

/// Everything that [`own`] looks at, as a hash.
pub(super) fn own_key(page: &Page<'_>, at: usize, own: &Sight) -> u64 {
    let token = &page.tokens[at];
    let state = own.case | own.gap << 9 | own.flags << 13 | u64::from(page.word(at).hints) << 32;
    let state = state | u64::from(token.bracketed) << 40 | u64::from(token.even) << 41;
    joined(joined(key(token.text), state), (page.tongue as u64) << 8 | page.school as u64)
}

/// What a token says of the one behind it.
pub(super) fn before(page: &Page<'_>, before: &Sight, facts: &mut Facts) {
    facts.begin(BEFORE);
    facts.add(before.word);
    facts.add(joined(page.tongue as u64, before.word));
    facts.add(joined(page.school as u64, before.word));
    facts.add(before.coarse);
    facts.add(before.fine);
    facts.add(joined(before.flags, before.shape));
    facts.add(joined(before.sense, before.shape));
}

/// What a token says of the one before it.
pub(super) fn behind(behind: &Sight, facts: &mut Facts) {
    facts.begin(BEHIND);
    facts.add(behind.word);
    facts.add(behind.coarse);
    facts.add(behind.fine);
    facts.add(joined(behind.flags, behind.shape));
    facts.add(joined(behind.sense, behind.shape));
}

/// Everything that [`before`] and [`behind`] look at, as a hash.
pub(super) fn beside_key(page: &Page<'_>, beside: &Sight, even: bool) -> u64 {
    let state = beside.flags | (page.tongue as u64) << 32 | (page.school as u64) << 40 | u64::from(even) << 48;
    joined(joined(beside.word, beside.shape), state)
}

/// What is said of a token of a stretch by more than one of the words around it.
pub(super) fn around(page: &Page<'_>, stretch: &Range<usize>, sights: &Sights, at: usize, facts: &mut Facts) {
    facts.begin(AROUND);
    let [b2, b1, own, a1, a2] = [-2, -1, 0, 1, 2].map(|by| sights.at(at as isize + by));
    facts.add(b2.word);
    facts.add(a2.word);
    facts.add(joined(b1.word, own.word));
    facts.add(joined(own.word, a1.word));
    facts.add(joined(b2.word, b1.word));
    facts.add(joined(a1.word, a2.word));
    facts.add(joined(b1.shape, own.shape));
    facts.add(joined(own.shape, a1.shape));
    facts.add(joined(joined(b1.shape, own.shape), a1.shape));
    facts.add(joined(joined(b1.broad, own.broad), a1.broad));
    facts.add(joined(b1.broad, own.shape));
    facts.add(joined(a1.broad, own.shape));
    facts.add(joined(joined(b2.broad, b1.broad), own.shape));
    facts.add(joined(joined(a1.broad, a2.broad), own.shape));
    facts.add(joined(b1.fine, own.fine));
    facts.add(joined(own.fine, a1.fine));
    facts.add(b2.fine);
    facts.add(a2.fine);
    facts.add(joined(b1.coarse, own.coarse));
    facts.add(joined(own.coarse, a1.coarse));
    facts.add(joined(own.case, a1.case));
    facts.add(joined(b1.case, own.case));
    facts.add(joined(b1.flags, own.flags));
    facts.add(joined(own.flags, a1.flags));
    facts.add(joined(b1.sense, own.flags));
    facts.add(joined(a1.sense, own.flags));
    facts.add(joined(a1.gap, own.shape));
    facts.add(joined(own.gap, a1.gap));
    let run = run(page, stretch, at);
    let (place, left) = ((at - run.start).min(3) as u64, (run.end - at).min(4) as u64);
    let last = page.word(run.end - 1);
    let first = page.word(run.start);
    let last_sense = last.entry.sense.map_or(0, |sense| sense as u64 + 1);
    facts.add(place << 3 | left);
    facts.add(joined(last.key, place.min(1) << 3 | left.min(2)));
    facts.add(joined(first.key, place));
    facts.add(joined(last_sense, place << 3 | left));
    facts.add(joined(u64::from(first.entry.flags & KINDS), place << 3 | left));
    facts.add(joined(u64::from(last.entry.flags & KINDS), place << 3 | left));
    facts.add(joined(page.key(run.clone()), place));
    let behind = sights.at(run.end as isize);
    let before = sights.at(run.start as isize - 1);
    facts.add(joined(behind.word, left.min(2) << 3 | place.min(1)));
    facts.add(joined(before.word, place.min(2)));
    facts.add(joined(behind.fine, left.min(2)));
    facts.add(joined(before.fine, place.min(2)));
    facts.add(joined(joined(before.word, behind.word), left + place));
    facts.add(joined(before.sense, joined(behind.sense, left + place)));
}

/// How a word begins and ends; `ending` is the hash of its last three characters.
fn affixes(text: &str, ending: u64, facts: &mut Facts) {
    let cut_start = |count: usize| text.char_indices().nth(count).map_or(text.len(), |(at, _)| at);
    facts.add(key(last(text, 2)));
    facts.add(ending);
    facts.add(key(last(text, 4)));
    facts.add(key(&text[..cut_start(2)]));
    facts.add(key(&text[..cut_start(3)]));
}

/// The last `count` characters of a text.
fn last(text: &str, count: usize) -> &str {
    &text[text.char_indices().rev().nth(count - 1).map_or(0, |(at, _)| at)..]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_run_of_words_is_not_gone_through_at_each_of_them() {
        let text = "Blah ".repeat(1_000);
        let page = Page::of(&text, &[]);
        let stretch = page.stretches().remove(0);
        assert_eq!(stretch, 0..1_000);
        for at in [0, 30, 500, 999] {
            let run = run(&page, &stretch, at);
            assert!(run.contains(&at) && run.len() <= 2 * FARTHEST, "{at}: {run:?}");
        }
    }
}
