//! Which tokens are parts of one figure: a sum with its groups, signs and powers, a time, a date.

use super::chinese;
use super::number::{is_date, is_number};
use super::ordinals::ordinal;
use super::signs::{is_before, is_behind};
use super::stream::{Pair, Side};
use super::values::{Date, date, is_grouped, is_power, is_tens, is_worded, spelt};
use crate::text::TokenKind;
use std::ops::Range;

/// No figure has more tokens.
pub(super) const LONGEST: usize = 24;
/// A number of a telephone has so many digits.
const TELEPHONE: std::ops::RangeInclusive<usize> = 7..=15;

/// The figure that tokens are part of.
pub(super) fn whole(side: &Side, pair: &Pair, tokens: &Range<usize>) -> Range<usize> {
    let mut out = tokens.clone();
    while out.start > 0 && out.len() < LONGEST && linked(side, pair, out.start) {
        out.start -= 1;
    }
    while out.len() < LONGEST && linked(side, pair, out.end) {
        out.end += 1;
    }
    out
}

/// True when the tokens before and behind a place belong to one figure.
pub(super) fn linked(side: &Side, pair: &Pair, place: usize) -> bool {
    let Some(last) = place.checked_sub(1).filter(|_| place < side.len()) else { return false };
    // Most words are no part of any.
    let (word, other) = (pair.key(side, last), pair.key(side, place));
    if is_plain(word) || is_plain(other) {
        return false;
    }
    is_joint(side, pair, last)
        || is_joint(side, pair, place)
        || is_before(side, pair, last)
        || (is_behind(side, pair, place) && is_number(side, pair, last))
        || scaled(side, pair, place)
        || (is_number(side, pair, last) && is_number(side, pair, place) && goes_on(side, pair, place))
}

/// True for words that are no part of a figure.
fn is_plain(key: &str) -> bool {
    key.len() > 4 && key.bytes().all(|byte| byte.is_ascii_lowercase()) && !is_worded(key) && date(key).is_none()
}

/// The scale of degrees is part of them.
fn scaled(side: &Side, pair: &Pair, place: usize) -> bool {
    let near = matches!(side.token(place), "C" | "F" | "K") && side.space(place).is_empty();
    near && pair.key(side, place - 1) == "\u{b0}" && place > 1 && is_number(side, pair, place - 2)
}

fn is_blank(side: &Side, place: usize) -> bool {
    matches!(side.space(place), " " | "\u{a0}" | "\u{202f}" | "\u{2009}" | "\n")
}

fn is_digits(side: &Side, token: usize) -> bool {
    side.kinds[token] == TokenKind::Number
}

/// A number that can be the day of a month.
fn is_day(side: &Side, pair: &Pair, token: usize) -> bool {
    let key = pair.key(side, token);
    let digits = ordinal(key).unwrap_or(key);
    let day = digits.parse().ok().or_else(|| spelt(key));
    digits.len() != 4 && day.is_some_and(|day: u64| (1..=31).contains(&day))
}

fn is_year(side: &Side, pair: &Pair, token: usize) -> bool {
    let key = pair.key(side, token);
    key.len() == 4 && key.bytes().all(|byte| byte.is_ascii_digit())
}

/// True for a mark or a short word that makes one figure of the numbers on both sides of it.
pub(super) fn is_joint(side: &Side, pair: &Pair, token: usize) -> bool {
    if token == 0 || token + 1 >= side.len() {
        return false;
    }
    let key = pair.key(side, token);
    if !matches!(key, ":" | "/" | "-" | "." | "'" | "," | "and" | "of" | "de" | "del" | "di" | "do") {
        return false;
    }
    let (last, next) = (token - 1, token + 1);
    if !is_number(side, pair, last) || !is_number(side, pair, next) {
        return false;
    }
    let attached = side.space(token).is_empty();
    let tight = attached && side.space(next).is_empty();
    let month = |token: usize| matches!(date(pair.key(side, token)), Some(Date::Month(_)));
    match key {
        "'" => tight && is_digits(side, last) && is_digits(side, next) && side.token(next).len() == 3,
        "." if !tight => attached && is_blank(side, next) && is_day(side, pair, last) && month(next),
        ":" | "/" | "-" | "." => tight && side.token(token).chars().count() == 1 && side.token(token) != "\u{2014}",
        "," => attached && is_blank(side, next) && dates(side, pair, last, next),
        // Two hundred and five.
        "and" => {
            is_power(pair.key(side, last)) && is_worded(pair.key(side, last)) && spelt(pair.key(side, next)).is_some()
        }
        _ => {
            let parted = is_blank(side, token) && is_blank(side, next);
            parted && ((month(next) && is_day(side, pair, last)) || (month(last) && is_year(side, pair, next)))
        }
    }
}

/// True where a comma stands inside a date.
fn dates(side: &Side, pair: &Pair, last: usize, next: usize) -> bool {
    let named = |token: usize| date(pair.key(side, token)).filter(|_| is_date(side, pair, token));
    match (named(last), named(next)) {
        (Some(Date::Weekday(_)), Some(Date::Month(_))) => true,
        (Some(Date::Weekday(_)), None) => is_day(side, pair, next),
        (Some(Date::Month(_)), None) => is_year(side, pair, next),
        // May 5, 1960.
        (None, None) => {
            let month = last.checked_sub(1).is_some_and(|token| matches!(named(token), Some(Date::Month(_))));
            month && is_day(side, pair, last) && is_year(side, pair, next)
        }
        // 5 May, Monday.
        (Some(Date::Month(_)), Some(Date::Weekday(_))) => false,
        _ => false,
    }
}

/// True when a number goes on with the next one, with nothing between them but a blank.
fn goes_on(side: &Side, pair: &Pair, place: usize) -> bool {
    let last = place - 1;
    let (one, other) = (pair.key(side, last), pair.key(side, place));
    if side.space(place).is_empty() {
        return chinese::is_numeral(other) && (chinese::is_numeral(one) || is_digits(side, last));
    }
    if !is_blank(side, place) {
        return false;
    }
    let named = |token: usize| date(pair.key(side, token)).filter(|_| is_date(side, pair, token));
    match (named(last), named(place)) {
        (Some(Date::Weekday(_)), Some(Date::Month(_))) => return true,
        (Some(Date::Weekday(_)), None) => return is_day(side, pair, place),
        (None, Some(Date::Month(_))) => return is_day(side, pair, last),
        (Some(Date::Month(_)), None) => {
            // Behind a day and a month only the year is left.
            let after_day = last > 0 && is_number(side, pair, last - 1) && is_day(side, pair, last - 1);
            return is_year(side, pair, place) || (!after_day && is_day(side, pair, place));
        }
        (Some(_), Some(_)) | (None, Some(_)) => return false,
        (None, None) => {}
    }
    if is_power(other) {
        return is_worded(one) || one.starts_with(|c: char| c.is_numeric());
    }
    match (is_digits(side, last), is_digits(side, place)) {
        (true, true) => is_group(side, place) || is_telephone(side, place),
        (false, false) => {
            let (one_worded, other_worded) = (is_worded(one), is_worded(other));
            one_worded && other_worded && (is_power(one) || is_tens(one) || is_tens(other))
        }
        _ => false,
    }
}

/// The digits around a place with the same blank between all of them.
fn run(side: &Side, place: usize, goes_on: impl Fn(usize) -> bool) -> Range<usize> {
    let (mut start, mut end) = (place - 1, place + 1);
    while start > 0 && end - start < LONGEST && is_digits(side, start - 1) && goes_on(start) {
        start -= 1;
    }
    while end < side.len() && end - start < LONGEST && is_digits(side, end) && goes_on(end) {
        end += 1;
    }
    start..end
}

/// True inside a number whose thousands are parted by blanks. A row of numbers is one only if all of
/// them can be its groups.
pub(super) fn is_group(side: &Side, place: usize) -> bool {
    let blank = side.space(place);
    if blank == "\n" {
        return false;
    }
    let run = run(side, place, |place| side.space(place) == blank);
    is_grouped(&run.map(|token| side.token(token)).collect::<Vec<_>>())
}

/// True inside the number of a telephone: it begins with a nought or a plus.
fn is_telephone(side: &Side, place: usize) -> bool {
    let run = run(side, place, |place| matches!(side.space(place), " " | "\u{a0}" | "\u{202f}"));
    if side.space(place) == "\n" || run.clone().any(|token| side.token(token).contains([',', '.'])) {
        return false;
    }
    let plus = run.start > 0 && side.token(run.start - 1) == "+" && side.space(run.start).is_empty();
    let first = side.token(run.start);
    let digits: usize = run.map(|token| side.token(token).len()).sum();
    (plus || (first.len() > 1 && first.starts_with('0'))) && TELEPHONE.contains(&digits)
}
