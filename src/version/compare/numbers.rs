//! Numbers and dates with their signs, and which of them differ between two stretches of text.

use super::changes::SHORT;
use super::number::{is_capital, is_number};
use super::signs::{is_before, is_behind, signed_behind, signs_before, spelt_sign};
use super::stream::{CONTENT, FixedMap, FixedSet, Pair, Side};
use super::tidy::ends_sentence;
use super::values::{is_date_word, is_month, is_number_word, is_power, value};
use crate::text::TokenKind;
use std::ops::Range;

/// Units of more bytes than this are never written without a blank.
const LONGEST_UNIT: usize = 4;
/// Of one number and two, one may stand for the other; of more nobody knows.
const FEW: usize = 3;

/// A number or date with its signs.
#[derive(Clone, Debug)]
struct Quantity {
    tokens: Range<usize>,
    value: String,
    /// The value as it would be with the word behind it joined to it: `3 pm` is `3pm`.
    joined: Option<String>,
}

/// The numbers of two stretches of text that stand on one side only, equal values left out.
pub(super) struct Differing {
    a: Vec<Quantity>,
    b: Vec<Quantity>,
    /// Whether the stretches are so short that their numbers stand for each other.
    short: bool,
}

impl Differing {
    pub fn of(pair: &Pair, a: &Range<usize>, b: &Range<usize>) -> Differing {
        let short = a.len().max(b.len()) <= SHORT;
        // A sign that changed belongs to a number beside the change, which stands on both sides.
        let equal = |x: usize, y: usize| pair.a.ids.get(x).is_some_and(|id| pair.b.ids.get(y) == Some(id));
        let back = a.start > 0
            && b.start > 0
            && equal(a.start - 1, b.start - 1)
            && (signs_before(&pair.a, pair, a) || signs_before(&pair.b, pair, b));
        let on = signed_behind(&pair.a, pair, a).max(signed_behind(&pair.b, pair, b));
        let on = if (0..on).all(|n| equal(a.end + n, b.end + n)) { on } else { 0 };
        let wide = |tokens: &Range<usize>| tokens.start - usize::from(back)..tokens.end + on;
        let sure = are_numbers(pair, a, b);
        let (mut a, mut b) = (quantities(&pair.a, pair, wide(a), sure), quantities(&pair.b, pair, wide(b), sure));
        cancel(&mut a, &mut b);
        Differing { a, b, short }
    }

    pub fn is_empty(&self) -> bool {
        self.a.is_empty() && self.b.is_empty()
    }

    /// The tokens of the numbers that stand for each other.
    pub fn pairs(&self, pair: &Pair) -> Vec<(Range<usize>, Range<usize>)> {
        let both = self.paired(pair).into_iter().map(|(a, b)| (&self.a[a], &self.b[b]));
        both.map(|(a, b)| (whole(&pair.a, &a.tokens), whole(&pair.b, &b.tokens))).collect()
    }

    /// The numbers of each side that stand for none of the other, with their values.
    pub fn alone(&self, pair: &Pair) -> [Vec<(Range<usize>, &str)>; 2] {
        let paired = self.paired(pair);
        let left =
            |side: &Side, list: &'_ [Quantity], is_paired: &dyn Fn(usize) -> bool| -> Vec<(Range<usize>, usize)> {
                let alone = (0..list.len()).filter(|&at| !is_paired(at));
                alone.map(|at| (whole(side, &list[at].tokens), at)).collect()
            };
        let a = left(&pair.a, &self.a, &|at| paired.iter().any(|both| both.0 == at));
        let b = left(&pair.b, &self.b, &|at| paired.iter().any(|both| both.1 == at));
        [
            a.into_iter().map(|(tokens, at)| (tokens, self.a[at].value.as_str())).collect(),
            b.into_iter().map(|(tokens, at)| (tokens, self.b[at].value.as_str())).collect(),
        ]
    }

    /// Which numbers stand for each other. In a long stretch they do so only where both sides hold equally many, and the
    /// words beside them agree; in a short one with more on one side, only those whose words do.
    fn paired(&self, pair: &Pair) -> Vec<(usize, usize)> {
        let (a, b) = (self.a.len(), self.b.len());
        // A date stands for a date.
        let dated =
            |side: &Side, tokens: &Range<usize>| tokens.clone().any(|token| is_date_word(pair.key(side, token)));
        let fits = |&(x, y): &(usize, usize)| {
            let (x, y) = (&self.a[x].tokens, &self.b[y].tokens);
            dated(&pair.a, x) == dated(&pair.b, y) && (self.short && a == b || agree(pair, x, y))
        };
        if a == b {
            return (0..a).map(|at| (at, at)).filter(fits).collect();
        }
        if !self.short || a + b > FEW {
            return Vec::new();
        }
        (0..a).flat_map(|x| (0..b).map(move |y| (x, y))).find(fits).into_iter().collect()
    }
}

/// The values of all numbers of a side.
pub(super) fn values(side: &Side, pair: &Pair) -> FixedSet<String> {
    quantities(side, pair, 0..side.len(), false).into_iter().map(|quantity| quantity.value).collect()
}

/// A number with what it is one figure with, changed or not: 10:30, 1914-18, 5/3/2001.
fn whole(side: &Side, tokens: &Range<usize>) -> Range<usize> {
    let number = |token: usize| token < side.len() && side.token(token).starts_with(char::is_numeric);
    // The joint stands between two numbers, without a blank.
    let joint = |token: usize| {
        matches!(side.token(token), ":" | "/" | "-" | "\u{2013}" | ".")
            && side.space(token).is_empty()
            && side.space(token + 1).is_empty()
            && number(token - 1)
            && number(token + 1)
    };
    let mut out = tokens.clone();
    while out.start > 1 && out.len() < SHORT && joint(out.start - 1) {
        out.start -= 2;
    }
    while out.end > 0 && out.end + 1 < side.len() && out.len() < SHORT && joint(out.end) {
        out.end += 2;
    }
    out
}

/// True where one word stands for another and both are numbers by that: a month for a month, a
/// number for "one".
fn are_numbers(pair: &Pair, a: &Range<usize>, b: &Range<usize>) -> bool {
    if a.len() != 1 || b.len() != 1 {
        return false;
    }
    let month = |side: &Side, token: usize| is_month(pair.key(side, token)) && is_capital(side, token);
    let one = |side: &Side, token: usize| pair.key(side, token) == "one";
    let number = |side: &Side, token: usize| is_number(side, pair, token);
    (month(&pair.a, a.start) && month(&pair.b, b.start))
        || (one(&pair.a, a.start) && number(&pair.b, b.start))
        || (number(&pair.a, a.start) && one(&pair.b, b.start))
}

/// The numbers of a stretch with the signs around them: neighbours are one, labels of an outline
/// are none.
fn quantities(side: &Side, pair: &Pair, tokens: Range<usize>, sure: bool) -> Vec<Quantity> {
    let mut cores: Vec<Range<usize>> = Vec::new();
    for token in tokens.clone() {
        if !(is_number(side, pair, token) || sure) || is_label(side, pair, token) {
            continue;
        }
        match cores.last_mut().filter(|last| joins(side, pair, last, token)) {
            Some(last) => last.end = token + 1,
            None => cores.push(token..token + 1),
        }
    }
    let quantity = |core: Range<usize>| {
        let mut out = core.clone();
        while out.start > 0 && is_before(side, pair, out.start - 1) {
            out.start -= 1;
        }
        while out.end < side.len() && is_behind(side, pair, out.end) {
            out.end += 1;
        }
        // The scale of degrees is part of them.
        let scale = out.end > core.end && out.end < side.len() && side.space(out.end).is_empty();
        if scale && matches!(side.token(out.end), "C" | "F") {
            out.end += 1;
        }
        let keys: Vec<&str> = core.clone().map(|token| pair.key(side, token)).collect();
        let around = (out.start..core.start).chain(core.end..out.end);
        let mut signs: Vec<&str> = around.map(|token| pair.key(side, token)).collect();
        signs.extend(spelt_sign(side, pair, core.end));
        let joined = unit(side, pair, core.end).map(|unit| value(&[&(keys.concat() + unit)], &signs));
        let value = value(&keys, &signs);
        Quantity { tokens: out, value, joined }
    };
    cores.into_iter().map(quantity).collect()
}

/// True when a number goes on with another: a date, a time, a sum in words.
fn joins(side: &Side, pair: &Pair, last: &Range<usize>, token: usize) -> bool {
    let blank = |place: usize| matches!(side.space(place), " " | "\u{a0}" | "\u{202f}" | "\n");
    if last.end == token {
        return blank(token);
    }
    if last.end + 1 != token {
        return false;
    }
    let is_date = || (last.clone().chain([token])).any(|token| is_date_word(pair.key(side, token)));
    match pair.key(side, last.end) {
        "," => side.space(last.end).is_empty() && blank(token) && is_date(),
        ":" | "/" | "-" | "." => side.space(last.end).is_empty() && side.space(token).is_empty(),
        // Two hundred and five.
        "and" => is_power(pair.key(side, last.end - 1)) && is_number_word(pair.key(side, token)),
        _ => false,
    }
}

/// True when two numbers that follow each other are parts of one date on both sides: the day, the
/// month and the year.
pub(super) fn goes_on(pair: &Pair, last: &(Range<usize>, Range<usize>), next: &(Range<usize>, Range<usize>)) -> bool {
    let between = |side: &Side, last: &Range<usize>, next: &Range<usize>| {
        let gap = next.start.checked_sub(last.end)?;
        let joins = |token: usize| matches!(pair.key(side, token), "," | "of") || is_date_word(pair.key(side, token));
        let joint = gap <= FEW && (last.end..next.start).all(joins);
        let is_date = last.clone().chain(next.clone()).any(|token| is_date_word(pair.key(side, token)));
        (joint && is_date).then_some(gap)
    };
    let gap = between(&pair.a, &last.0, &next.0);
    gap.is_some() && gap == between(&pair.b, &last.1, &next.1)
}

/// The short word behind a number, which may be its unit.
fn unit<'p>(side: &Side, pair: &'p Pair, token: usize) -> Option<&'p str> {
    let near =
        token < side.len() && side.kinds[token] == TokenKind::Word && matches!(side.space(token), " " | "\u{a0}");
    let key = near.then(|| pair.key(side, token))?;
    (key.len() <= LONGEST_UNIT && key.chars().all(char::is_alphabetic)).then_some(key)
}

/// True for the number at the beginning of a line that only says which item of an outline this is.
fn is_label(side: &Side, pair: &Pair, token: usize) -> bool {
    if side.kinds[token] == TokenKind::Mark {
        return false;
    }
    let mut first = token;
    while first > 0 && matches!(side.token(first - 1), "(" | "[" | "#" | "*" | "_") && !side.space(first).contains('\n')
    {
        first -= 1;
    }
    if first > 0 && !side.space(first).contains('\n') {
        return false;
    }
    // A line that goes on with a sentence begins with a word of it.
    let goes_on = first > 0
        && side.space(first).matches('\n').count() < 2
        && !ends_sentence(side, first)
        && side.kinds[first - 1] != TokenKind::Mark
        && !is_capital(side, first - 1)
        && !matches!(pair.key(side, first - 1), "and" | "or");
    let closed = token + 1 < side.len()
        && matches!(side.token(token + 1), "." | ")" | "]")
        && side.space(token + 1).is_empty()
        && (!side.space(token + 2).is_empty() || side.kinds.get(token + 2) == Some(&TokenKind::Mark));
    let dotted = || side.token(token).contains('.') && token + 1 < side.len() && is_capital(side, token + 1);
    !goes_on && (closed || dotted())
}

/// Takes equal values off both sides, then those that are equal with their units.
fn cancel(a: &mut Vec<Quantity>, b: &mut Vec<Quantity>) {
    cancel_by(a, b, |quantity| Some(&quantity.value), |quantity| Some(&quantity.value));
    cancel_by(a, b, |quantity| quantity.joined.as_ref(), |quantity| Some(&quantity.value));
    cancel_by(a, b, |quantity| Some(&quantity.value), |quantity| quantity.joined.as_ref());
}

fn cancel_by(
    a: &mut Vec<Quantity>,
    b: &mut Vec<Quantity>,
    of_a: impl Fn(&Quantity) -> Option<&String>,
    of_b: impl Fn(&Quantity) -> Option<&String>,
) {
    let take = |counts: &mut FixedMap<String, usize>, value: Option<&String>| {
        let left = value.and_then(|value| counts.get_mut(value)).filter(|left| **left > 0);
        left.map(|left| *left -= 1).is_some()
    };
    let mut left: FixedMap<String, usize> = FixedMap::default();
    b.iter().filter_map(&of_b).for_each(|value| *left.entry(value.clone()).or_default() += 1);
    let mut taken: FixedMap<String, usize> = FixedMap::default();
    a.retain(|quantity| {
        let equal = take(&mut left, of_a(quantity));
        if let Some(value) = of_a(quantity).filter(|_| equal) {
            *taken.entry(value.clone()).or_default() += 1;
        }
        !equal
    });
    b.retain(|quantity| !take(&mut taken, of_b(quantity)));
}

/// True when a word beside both numbers agrees, or they are dates of one month.
fn agree(pair: &Pair, a: &Range<usize>, b: &Range<usize>) -> bool {
    let beside = |side: &Side, tokens: &Range<usize>, back: bool| {
        let place = if back { tokens.start.checked_sub(1)? } else { tokens.end };
        (place < side.len()).then(|| side.ids[place]).filter(|&id| pair.weight[id as usize] == CONTENT)
    };
    let same = |back: bool| beside(&pair.a, a, back).is_some_and(|id| beside(&pair.b, b, back) == Some(id));
    let months = |side: &Side, tokens: &Range<usize>| {
        tokens.clone().map(|token| side.ids[token]).find(|&id| is_month(&pair.keys[id as usize]))
    };
    same(true) || same(false) || months(&pair.a, a).is_some_and(|month| months(&pair.b, b) == Some(month))
}
