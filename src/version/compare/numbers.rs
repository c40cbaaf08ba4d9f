//! Which numbers and dates differ between two stretches of text.

use super::changes::SHORT;
use super::codes::{count_alike, reference};
use super::figures::{LONGEST, linked, whole};
use super::labels::labels;
use super::languages::{abroad, same_language};
use super::number::{is_capital, is_date, is_number};
use super::quantity::{Quantity, Reading, quantities};
use super::signs::{is_before, is_behind};
use super::stream::{CONTENT, FixedMap, FixedSet, MARK, Pair, Side};
use super::units::{number_before, unit_at};
use super::values::is_month;
use crate::text::TokenKind;
use std::ops::Range;

/// Of one number and two, one may stand for the other; of more nobody knows.
const FEW: usize = 3;

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
        if only_joints(&pair.a, pair, a) && only_joints(&pair.b, pair, b) {
            return Differing { a: Vec::new(), b: Vec::new(), short };
        }
        let units = units_changed(pair, a, b);
        let (wide_a, wide_b) = figures(pair, a, b, units.unwrap_or_default());
        let sure = are_numbers(pair, a, b);
        // Where a label stands on one side only, it is not sure that it is one.
        let labels = short && !a.is_empty() && !b.is_empty() && labels(&pair.a, pair, a) != labels(&pair.b, pair, b);
        let reading =
            |tokens| Reading { sure: Some(tokens).filter(|_| sure), unit: units.map(|_| tokens.start), labels };
        let mut of_a = quantities(&pair.a, pair, wide_a, reading(a));
        let mut of_b = quantities(&pair.b, pair, wide_b, reading(b));
        cancel(&mut of_a, &mut of_b);
        cancel_whole(pair, &mut of_a, &mut of_b);
        Differing { a: of_a, b: of_b, short }
    }

    pub fn is_empty(&self) -> bool {
        self.a.is_empty() && self.b.is_empty()
    }

    /// The tokens of the numbers that stand for each other.
    pub fn pairs(&self, pair: &Pair) -> Vec<(Range<usize>, Range<usize>)> {
        let both = self.paired(pair).into_iter().map(|(a, b)| (&self.a[a], &self.b[b]));
        let shown = |side: &Side, quantity: &Quantity, other: &Quantity| {
            let tokens = reference(side, whole(side, pair, &quantity.tokens));
            // A unit is told where it differs, or is written together with the number on the other side.
            let said = |quantity: &Quantity| quantity.unit.as_ref().map(|(_, said)| said.clone());
            let together = |quantity: &Quantity| quantity.unit.as_ref().is_some_and(|(words, _)| words.is_empty());
            match &quantity.unit {
                Some((words, _)) if said(quantity) != said(other) || together(other) => {
                    tokens.start..tokens.end.max(words.end)
                }
                _ => tokens,
            }
        };
        both.map(|(a, b)| (shown(&pair.a, a, b), shown(&pair.b, b, a))).collect()
    }

    /// The numbers of each side that stand for none of the other, with their values.
    pub fn alone(&self, pair: &Pair) -> [Vec<(Range<usize>, String)>; 2] {
        let paired = self.paired(pair);
        let left = |side: &Side, list: &[Quantity], is_paired: &dyn Fn(usize) -> bool| {
            let alone = (0..list.len()).filter(|&at| !is_paired(at)).map(|at| &list[at]);
            alone
                .map(|quantity| {
                    let tokens = whole(side, pair, &quantity.tokens);
                    let value = match tokens == quantity.tokens {
                        true => None,
                        false => quantities(side, pair, tokens.clone(), Reading::default()).pop(),
                    };
                    (tokens, value.map_or_else(|| quantity.value.clone(), |whole| whole.value))
                })
                .collect()
        };
        [
            left(&pair.a, &self.a, &|at| paired.iter().any(|both| both.0 == at)),
            left(&pair.b, &self.b, &|at| paired.iter().any(|both| both.1 == at)),
        ]
    }

    /// Which numbers stand for each other. In a long stretch they do so only where both sides hold equally many, and the
    /// words beside them agree; in a short one with more on one side, only those whose words do.
    fn paired(&self, pair: &Pair) -> Vec<(usize, usize)> {
        let (a, b) = (self.a.len(), self.b.len());
        // A date stands for a date, or for a part of one.
        let dated = |side: &Side, tokens: &Range<usize>| tokens.clone().any(|token| is_date(side, pair, token));
        let shares = |x: &Range<usize>, y: &Range<usize>| {
            let numbers = x.clone().filter(|&token| is_number(&pair.a, pair, token));
            numbers.into_iter().any(|token| pair.b.ids[y.clone()].contains(&pair.a.ids[token]))
        };
        let fits = |&(x, y): &(usize, usize)| {
            let (x, y) = (&self.a[x].tokens, &self.b[y].tokens);
            (dated(&pair.a, x) == dated(&pair.b, y) || shares(x, y)) && (self.short && a == b || agree(pair, x, y))
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

/// True for marks that are no signs: what is written between the parts of a number says nothing.
fn only_joints(side: &Side, pair: &Pair, tokens: &Range<usize>) -> bool {
    tokens.clone().all(|token| {
        pair.weight[side.ids[token] as usize] == MARK && !is_before(side, pair, token) && !is_behind(side, pair, token)
    })
}

/// The values of all numbers of a side.
pub(super) fn values(side: &Side, pair: &Pair) -> FixedSet<String> {
    quantities(side, pair, 0..side.len(), Reading::default()).into_iter().map(|quantity| quantity.value).collect()
}

/// Both stretches with the tokens around them that stand on both sides and are parts of figures that
/// begin or end in them. `back` tokens more before them are.
fn figures(pair: &Pair, a: &Range<usize>, b: &Range<usize>, mut back: usize) -> (Range<usize>, Range<usize>) {
    let equal = |x: usize, y: usize| pair.a.ids.get(x).is_some_and(|id| pair.b.ids.get(y) == Some(id));
    while back < LONGEST
        && back < a.start.min(b.start)
        && equal(a.start - back - 1, b.start - back - 1)
        && (linked(&pair.a, pair, a.start - back) || linked(&pair.b, pair, b.start - back))
    {
        back += 1;
    }
    let mut on = 0;
    while on < LONGEST
        && equal(a.end + on, b.end + on)
        && (linked(&pair.a, pair, a.end + on) || linked(&pair.b, pair, b.end + on))
    {
        on += 1;
    }
    (a.start - back..a.end + on, b.start - back..b.end + on)
}

/// Where the words directly behind a number that stays differ and one of them is a unit, how many tokens
/// lie between the number's end and them.
fn units_changed(pair: &Pair, a: &Range<usize>, b: &Range<usize>) -> Option<usize> {
    if a.is_empty() || b.is_empty() {
        return None;
    }
    let word =
        |side: &Side, token: usize| side.kinds[token] == TokenKind::Word && !is_number(side, pair, token) && token > 0;
    if !word(&pair.a, a.start) || !word(&pair.b, b.start) || pair.a.ids[a.start] == pair.b.ids[b.start] {
        return None;
    }
    let back = number_before(&pair.a, pair, a.start)?;
    let stays = (1..=back).all(|n| b.start >= n && pair.a.ids[a.start - n] == pair.b.ids[b.start - n]);
    if !stays || is_date(&pair.a, pair, a.start - back) {
        return None;
    }
    // Degrees and hyphens between the number and the word are read over.
    let unit = |side: &Side, start: usize| {
        (start - back + 1..=start).find_map(|end| unit_at(side, pair, end)).filter(|(words, _)| words.contains(&start))
    };
    let scale = |side: &Side, token: usize| {
        pair.key(side, token - 1) == "\u{b0}" && matches!(side.token(token), "C" | "F" | "K")
    };
    let unit_a = unit(&pair.a, a.start).is_some() || scale(&pair.a, a.start);
    let unit_b = unit(&pair.b, b.start).is_some() || scale(&pair.b, b.start);
    (unit_a || unit_b).then_some(back)
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
    let abroad = || {
        let (one, other) = (abroad(pair.key(&pair.a, a.start)), abroad(pair.key(&pair.b, b.start)));
        one.zip(other).is_some_and(|(one, other)| same_language(one, other))
    };
    (month(&pair.a, a.start) && month(&pair.b, b.start))
        || (one(&pair.a, a.start) && number(&pair.b, b.start))
        || (number(&pair.a, a.start) && one(&pair.b, b.start))
        || abroad()
        || count_alike(pair, a.start, b.start)
}

/// Takes equal values off both sides, then those that are equal with their units.
fn cancel(a: &mut Vec<Quantity>, b: &mut Vec<Quantity>) {
    cancel_by(a, b, |quantity| Some(&quantity.value), |quantity| Some(&quantity.value));
    cancel_by(a, b, |quantity| quantity.joined.as_ref(), |quantity| Some(&quantity.value));
    cancel_by(a, b, |quantity| Some(&quantity.value), |quantity| quantity.joined.as_ref());
    // A unit that is told on one side only goes without saying.
    fn without(quantity: &Quantity) -> Option<&String> {
        Some(&quantity.bare).filter(|_| quantity.unit.is_none())
    }
    cancel_by(a, b, without, |quantity| Some(&quantity.bare));
    cancel_by(a, b, |quantity| Some(&quantity.bare), without);
    // 10-12 and "10 to 12" hold the same numbers.
    let atoms = |list: &[Quantity]| list.iter().flat_map(|quantity| quantity.atoms.clone()).collect::<Vec<_>>();
    let units = |list: &[Quantity]| {
        list.iter().filter_map(|quantity| quantity.unit.as_ref().map(|unit| unit.1.clone())).collect::<Vec<_>>()
    };
    if a.len() != b.len() && atoms(a) == atoms(b) && units(a) == units(b) {
        a.clear();
        b.clear();
    }
}

/// Takes off what says the same in the figures that it is part of, which may reach over other changes: May 5,
/// 2020 and 5 May 2020.
fn cancel_whole(pair: &Pair, a: &mut Vec<Quantity>, b: &mut Vec<Quantity>) {
    if a.len() != b.len() {
        return;
    }
    let value = |side: &Side, quantity: &Quantity| {
        let tokens = whole(side, pair, &quantity.tokens);
        let wider = tokens != quantity.tokens;
        let mut all = quantities(side, pair, tokens, Reading::default());
        (wider, all.pop().filter(|_| all.is_empty()).map(|quantity| quantity.value))
    };
    let differ: Vec<bool> = a
        .iter()
        .zip(b.iter())
        .map(|(one, other)| {
            let (one, other) = (value(&pair.a, one), value(&pair.b, other));
            !(one.0 || other.0) || one.1.is_none() || one.1 != other.1
        })
        .collect();
    for list in [a, b] {
        let mut differ = differ.iter();
        list.retain(|_| differ.next() != Some(&false));
    }
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
