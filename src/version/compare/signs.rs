//! The signs that are part of a number: of money, per cent, degrees, a minus.

use super::number::is_number;
use super::stream::{Pair, Side};
use super::values::is_number_word;
use crate::text::TokenKind;
use std::ops::Range;

/// Words for what signs say, with the sign.
const SPELT: &str = "% percent % pct $ dollar $ dollars $ usd \u{a3} pound \u{a3} pounds \u{a3} gbp \u{20ac} euro \
    \u{20ac} euros \u{20ac} eur \u{a5} yen \u{b0} degree \u{b0} degrees";

/// How many tokens behind a stretch, a sign between counted, belong to a number that a sign at the
/// end of the stretch belongs to.
pub(super) fn signed_behind(side: &Side, pair: &Pair, tokens: &Range<usize>) -> usize {
    if tokens.is_empty() || !is_before(side, pair, tokens.end - 1) {
        return 0;
    }
    let number = |token: usize| token < side.len() && is_number(side, pair, token);
    let sign = tokens.end < side.len() && is_before(side, pair, tokens.end);
    match () {
        () if number(tokens.end) => 1,
        () if sign && number(tokens.end + 1) => 2,
        () => 0,
    }
}

/// True where a sign at the beginning of the stretch belongs to the number before it.
pub(super) fn signs_before(side: &Side, pair: &Pair, tokens: &Range<usize>) -> bool {
    let number = |token: usize| is_number(side, pair, token);
    !tokens.is_empty() && is_behind(side, pair, tokens.start) && tokens.start.checked_sub(1).is_some_and(number)
}

/// Signs of money before a number, and a minus directly before one.
pub(super) fn is_before(side: &Side, pair: &Pair, token: usize) -> bool {
    let key = pair.key(side, token);
    let space = side.space(token + 1);
    if is_money(key) {
        return matches!(space, "" | " " | "\u{a0}" | "\u{202f}");
    }
    let begins = || {
        token.checked_sub(1).is_none_or(|last| {
            !side.space(token).is_empty()
                || matches!(side.token(last), "(" | "[" | "\"")
                || is_money(pair.key(side, last))
        })
    };
    let is_minus = matches!(side.token(token), "-" | "\u{2212}" | "\u{2013}" | "\u{fe63}" | "\u{ff0d}");
    let next = || {
        side.kinds.get(token + 1) == Some(&TokenKind::Number)
            || (token + 1 < side.len() && is_money(pair.key(side, token + 1)))
            || (token + 1 < side.len() && side.token(token + 1).starts_with(|c: char| c.is_numeric()))
    };
    is_minus && space.is_empty() && begins() && next()
}

/// Signs behind a number: %, °, and money where it is written so.
pub(super) fn is_behind(side: &Side, pair: &Pair, token: usize) -> bool {
    let key = pair.key(side, token);
    let near = matches!(side.space(token), "" | " " | "\u{a0}" | "\u{202f}");
    // What stands directly before a number belongs to that one.
    let forward =
        || is_money(key) && side.space(token + 1).is_empty() && side.kinds.get(token + 1) == Some(&TokenKind::Number);
    near && (matches!(key, "%" | "\u{2030}" | "\u{2031}" | "\u{b0}") || (is_money(key) && !forward()))
}

fn is_money(key: &str) -> bool {
    let mut chars = key.chars();
    let sign = |c| {
        matches!(c, '$' | '\u{a2}'..='\u{a5}' | '\u{58f}' | '\u{60b}' | '\u{9f2}' | '\u{9f3}' | '\u{e3f}' | '\u{17db}'
            | '\u{20a0}'..='\u{20cf}')
    };
    chars.next().is_some_and(sign) && chars.next().is_none()
}

/// The sign for the unit that stands spelt out behind a number.
pub(super) fn spelt_sign<'p>(side: &Side, pair: &'p Pair, mut token: usize) -> Option<&'p str> {
    while token < side.len() && is_number_word(pair.key(side, token)) {
        token += 1;
    }
    let key = (token < side.len()).then(|| pair.key(side, token))?;
    if key == "per" && token + 1 < side.len() && pair.key(side, token + 1) == "cent" {
        return Some("%");
    }
    let mut spelt = SPELT.split_whitespace();
    while let Some((sign, word)) = spelt.next().zip(spelt.next()) {
        if word == key {
            return Some(sign);
        }
    }
    None
}
