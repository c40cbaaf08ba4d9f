//! A number or date with its signs and its unit, and what it says.

use super::figures::linked;
use super::labels::is_label;
use super::number::{is_date, is_number};
use super::signs::plainest;
use super::stream::{Pair, Side};
use super::units::{is_sign, unit_at, unit_of};
use super::values::{clock, value};
use crate::text::TokenKind;
use std::ops::Range;

/// Units of more bytes than this are never written without a blank.
const LONGEST_UNIT: usize = 4;

/// The words behind which numbers are names: 2.10 is not 2.1.
const REFERENCES: &str = "clause clauses section sections sec rule rules article articles art version versions chapter \
    chapters ch part parts paragraph paragraphs para paras annex annexes appendix schedule regulation regulations \
    item items figure fig table release step no nos number artikel absatz kapitel abschnitt \u{a7} v";

/// A number or date with its signs.
#[derive(Clone, Debug)]
pub(super) struct Quantity {
    pub tokens: Range<usize>,
    pub value: String,
    /// The value without its unit.
    pub bare: String,
    /// The value as it would be with the word behind it joined to it: `3 pm` is `3pm`.
    pub joined: Option<String>,
    /// The words of its unit, and what they say.
    pub unit: Option<(Range<usize>, String)>,
    /// Its numbers and signs, whatever joins them.
    pub atoms: Vec<u32>,
}

/// Which tokens of a stretch are read as numbers, whatever they look like.
#[derive(Clone, Copy, Default)]
pub(super) struct Reading<'r> {
    /// Tokens that are numbers because of what they stand for.
    pub sure: Option<&'r Range<usize>>,
    /// A token that is read as a unit.
    pub unit: Option<usize>,
    /// Labels of an outline are numbers too.
    pub labels: bool,
}

/// The numbers of a stretch with the signs around them.
pub(super) fn quantities(side: &Side, pair: &Pair, tokens: Range<usize>, reading: Reading) -> Vec<Quantity> {
    let sure = |token: usize| reading.sure.is_some_and(|sure| sure.contains(&token));
    let counts = |token: usize| {
        (is_number(side, pair, token) || sure(token)) && (reading.labels || !is_label(side, pair, token))
    };
    let mut out = Vec::new();
    let mut start = tokens.start;
    while start < tokens.end {
        let mut end = start + 1;
        while end < tokens.end && linked(side, pair, end) {
            end += 1;
        }
        let first = (start..end).find(|&token| counts(token));
        let last = (start..end).rev().find(|&token| counts(token));
        if let Some((first, last)) = first.zip(last) {
            out.push(quantity(side, pair, start..end, first..last + 1, reading.unit));
        }
        start = end;
    }
    out
}

/// The quantity of a whole figure.
fn quantity(side: &Side, pair: &Pair, tokens: Range<usize>, core: Range<usize>, forced: Option<usize>) -> Quantity {
    // A sign outside the stretch stays, and is part of the number as well.
    let mut tokens = tokens;
    while tokens.start == core.start && core.start > 0 && is_sign_link(side, pair, tokens.start) {
        tokens.start -= 1;
    }
    let keys: Vec<&str> = core.clone().map(|token| pair.key(side, token)).collect();
    let around: Vec<&str> = (tokens.start..core.start)
        .chain(core.end..tokens.end)
        .map(|token| plainest(pair.key(side, token)))
        .filter(|key| !matches!(*key, "," | "." | ":" | "/"))
        .collect();
    let date = core.clone().any(|token| is_date(side, pair, token));
    let mut keys = keys;
    let mut unit = if date { None } else { unit_at(side, pair, tokens.end) };
    // 10am and 5kg are words of one token.
    let mut attached = None;
    if let Some(last) = keys.last_mut().filter(|key| key.starts_with(|c: char| c.is_ascii_digit())) {
        let letters = last.find(char::is_alphabetic).unwrap_or(last.len());
        let (digits, rest) = last.split_at(letters);
        if let Some(found) = unit_of(rest).filter(|_| rest.len() > 1 || rest == "h") {
            (attached, *last) = (Some(found), digits);
        }
    }
    let mut signs = around;
    let degrees = signs.contains(&"\u{b0}") && signs.iter().any(|sign| matches!(*sign, "c" | "f" | "k"));
    signs.retain(|sign| !(degrees && *sign == "\u{b0}"));
    let mut said = None;
    if let Some(found) = attached {
        (unit, said) = (None, Some(found.to_owned()));
    } else if let Some(place) = forced.filter(|place| unit.as_ref().is_none_or(|(tokens, _)| !tokens.contains(place))) {
        unit = None;
        if (tokens.end..tokens.end + 3).contains(&place) {
            said = Some(pair.key(side, place).to_owned());
            unit = Some((tokens.end..place + 1, ""));
        }
    } else if let Some((_, found)) = &unit {
        said = Some((*found).to_owned());
    }
    let scale = said.as_deref().is_some_and(|unit| is_sign(unit) || matches!(unit, "c" | "f" | "k"));
    let bare = if refers(side, pair, core.start) && keys.iter().any(|key| key.contains(['.', ','])) {
        keys.join(" ")
    } else {
        match said.as_deref().filter(|_| scale) {
            Some(sign) => value(&keys, &[&signs[..], &[sign]].concat()),
            None => {
                let halved = signs.is_empty() && matches!(said.as_deref(), Some("am" | "pm"));
                clock(&keys).filter(|_| halved).unwrap_or_else(|| value(&keys, &signs))
            }
        }
    };
    let full = match said.as_deref().filter(|_| !scale) {
        Some(unit) => format!("{bare}|{unit}"),
        None => bare.clone(),
    };
    let joined = short_word(side, pair, core.end).map(|word| value(&[&(keys.concat() + word)], &signs));
    let unit = match (unit, said) {
        (Some((words, _)), Some(said)) => Some((words, said)),
        (None, Some(said)) => Some((tokens.end..tokens.end, said)),
        _ => None,
    };
    let atoms = tokens.clone().filter(|&token| {
        is_number(side, pair, token) || (side.kinds[token] == TokenKind::Mark && !core.contains(&token))
    });
    let atoms = atoms.map(|token| side.ids[token]).collect();
    Quantity { tokens, value: full, bare, joined, unit, atoms }
}

/// True where a sign is linked to what stands behind it.
fn is_sign_link(side: &Side, pair: &Pair, place: usize) -> bool {
    place > 0 && side.kinds[place - 1] == TokenKind::Mark && super::signs::is_before(side, pair, place - 1)
}

/// True behind "clause" and the like, other numbers of a list read over.
pub(super) fn refers(side: &Side, pair: &Pair, start: usize) -> bool {
    let mut before = (start.saturating_sub(12)..start).rev().skip_while(|&token| {
        let key = pair.key(side, token);
        side.kinds[token] == TokenKind::Number || matches!(key, "," | "and" | "or" | "to" | "-" | "(" | ".")
    });
    before.next().is_some_and(|token| REFERENCES.split_whitespace().any(|word| word == pair.key(side, token)))
}

/// The short word behind a number, which may be its unit.
fn short_word<'p>(side: &Side, pair: &'p Pair, token: usize) -> Option<&'p str> {
    let near =
        token < side.len() && side.kinds[token] == TokenKind::Word && matches!(side.space(token), " " | "\u{a0}");
    let key = near.then(|| pair.key(side, token))?;
    (key.len() <= LONGEST_UNIT && key.chars().all(char::is_alphabetic)).then_some(key)
}
