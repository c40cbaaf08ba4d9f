//! What the model is told about a word: hashes of small facts about it and its neighbours.

use super::lexicon::{self, joined, key};
use super::lists::Sense;
use super::page::Page;
use super::tokens::{Gap, Token};
use crate::text::classes::is_apostrophe;
use std::ops::Range;

/// The facts of one word; their number is about the same for all words.
pub(super) type Facts = Vec<u32>;

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
struct Sight {
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
    fn at(&self, at: isize) -> Sight {
        self.all[(at - self.first) as usize]
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
    // "O'Neill" and "M'Hamed" have the outline of "Neill".
    let mut text = token.text;
    if let Some((at, mark)) = text.char_indices().take(3).find(|&(_, c)| is_apostrophe(c)) {
        let rest = &text[at + mark.len_utf8()..];
        text = if rest.starts_with(char::is_uppercase) { rest } else { text };
    }
    for c in text.chars().take(24) {
        let class = match c {
            c if c.is_uppercase() => 1,
            c if c.is_alphabetic() => 2,
            c if c.is_numeric() => 3,
            '-' => 4,
            '.' => 5,
            _ => 6,
        };
        run = if class == last { run + 1 } else { 0 };
        // A single letter and a run of them differ, longer runs do not.
        if run < 2 {
            shape = shape << 3 | class;
        }
        last = class;
    }
    shape
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

/// Writes the facts of a token of a stretch that was looked at into `out`, as hashes.
pub(super) fn facts(page: &Page<'_>, stretch: &Range<usize>, sights: &Sights, at: usize, out: &mut Facts) {
    out.clear();
    let mut number = 0_u64;
    let mut fact = |value: u64| {
        number += 1;
        let mixed = (value ^ number.wrapping_mul(0xa076_1d64_78bd_642f)).wrapping_mul(0xe703_7ed1_a0b4_28db);
        out.push((mixed >> 32) as u32);
    };
    let [b2, b1, own, a1, a2] = [-2, -1, 0, 1, 2].map(|by| sights.at(at as isize + by));
    let token = &page.tokens[at];
    let word = page.word(at);
    fact(0);
    fact(own.word);
    fact(joined(own.word, own.shape));
    fact(b1.word);
    fact(a1.word);
    fact(b2.word);
    fact(a2.word);
    fact(joined(b1.word, own.word));
    fact(joined(own.word, a1.word));
    fact(joined(b2.word, b1.word));
    fact(joined(a1.word, a2.word));
    fact(own.shape);
    fact(joined(b1.shape, own.shape));
    fact(joined(own.shape, a1.shape));
    fact(joined(joined(b1.shape, own.shape), a1.shape));
    // What a capital or an ending says depends on the language; what a name is, on who marked it.
    let tongue = page.tongue as u64;
    fact(joined(tongue, own.shape));
    fact(joined(tongue, own.case));
    fact(joined(tongue, b1.word));
    let ending = key(last(token.text, 3));
    fact(joined(tongue, ending));
    let school = page.school as u64;
    fact(school);
    fact(joined(school, own.shape));
    fact(joined(school, own.word));
    fact(joined(school, own.flags));
    fact(joined(school, own.fine));
    fact(joined(school, own.case));
    fact(joined(school, b1.word));
    affixes(token.text, ending, &mut fact);
    fact(own.coarse);
    fact(own.fine);
    fact(joined(own.fine, own.case));
    fact(own.broad);
    fact(joined(joined(b1.broad, own.broad), a1.broad));
    fact(joined(own.shape, own.broad));
    fact(joined(b1.broad, own.shape));
    fact(joined(a1.broad, own.shape));
    fact(joined(joined(b2.broad, b1.broad), own.shape));
    fact(joined(joined(a1.broad, a2.broad), own.shape));
    fact(joined(b1.fine, own.fine));
    fact(joined(own.fine, a1.fine));
    fact(b1.coarse);
    fact(b1.fine);
    fact(a1.coarse);
    fact(a1.fine);
    fact(b2.fine);
    fact(a2.fine);
    fact(joined(b1.coarse, own.coarse));
    fact(joined(own.coarse, a1.coarse));
    fact(own.case);
    fact(joined(own.case, own.shape));
    fact(joined(own.case, a1.case));
    fact(joined(b1.case, own.case));
    fact(joined(own.flags, own.case));
    fact(own.flags);
    fact(joined(b1.flags, b1.shape));
    fact(joined(a1.flags, a1.shape));
    fact(joined(b1.flags, own.flags));
    fact(joined(own.flags, a1.flags));
    fact(joined(own.sense, own.shape));
    fact(joined(b1.sense, own.flags));
    fact(joined(a1.sense, own.flags));
    fact(joined(b1.sense, b1.shape));
    fact(joined(a1.sense, a1.shape));
    fact(joined(own.gap, own.shape));
    fact(joined(a1.gap, own.shape));
    fact(joined(own.gap, a1.gap));
    fact(u64::from(word.hints));
    fact(joined(u64::from(word.hints), own.flags));
    for bit in 0..6 {
        fact(u64::from(word.hints >> bit & 1));
    }
    fact(u64::from(token.bracketed) | u64::from(token.is_capitals()) << 1);
    let run = run(page, stretch, at);
    let (place, left) = ((at - run.start).min(3) as u64, (run.end - at).min(4) as u64);
    let last = page.word(run.end - 1);
    let first = page.word(run.start);
    let last_sense = last.entry.sense.map_or(0, |sense| sense as u64 + 1);
    fact(place << 3 | left);
    fact(joined(last.key, place.min(1) << 3 | left.min(2)));
    fact(joined(first.key, place));
    fact(joined(last_sense, place << 3 | left));
    fact(joined(u64::from(first.entry.flags & KINDS), place << 3 | left));
    fact(joined(u64::from(last.entry.flags & KINDS), place << 3 | left));
    fact(joined(page.key(run.clone()), place));
    let behind = sights.at(run.end as isize);
    let before = sights.at(run.start as isize - 1);
    fact(joined(behind.word, left.min(2) << 3 | place.min(1)));
    fact(joined(before.word, place.min(2)));
    fact(joined(behind.fine, left.min(2)));
    fact(joined(before.fine, place.min(2)));
    fact(joined(joined(before.word, behind.word), left + place));
    fact(joined(before.sense, joined(behind.sense, left + place)));
}

/// How a word begins and ends; `ending` is the hash of its last three characters.
fn affixes(text: &str, ending: u64, fact: &mut impl FnMut(u64)) {
    let cut_start = |count: usize| text.char_indices().nth(count).map_or(text.len(), |(at, _)| at);
    fact(key(last(text, 2)));
    fact(ending);
    fact(key(last(text, 4)));
    fact(key(&text[..cut_start(2)]));
    fact(key(&text[..cut_start(3)]));
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
