//! Whether a token is a number or part of a date.

use super::chinese;
use super::languages::{Says, Word, abroad, may_speak, speaks};
use super::stream::{Pair, Side, is_stop_word};
use super::values::{
    Date, date, is_date_word, is_digits_with_unit, is_doubtful, is_number_word, is_plural_power, is_power, spelt,
};
use crate::text::TokenKind;

/// Words before a capital that make a month of "March" and "May".
const BEFORE_MONTHS: &str = "in since until till last next during early late mid";

/// Numbers in digits and in words, and the names of months and days.
pub(super) fn is_number(side: &Side, pair: &Pair, token: usize) -> bool {
    match side.kinds[token] {
        TokenKind::Number => !is_escape(side, token),
        TokenKind::Mark => false,
        TokenKind::Word => {
            let key = pair.key(side, token);
            if key.starts_with(|c: char| c.is_numeric()) {
                return is_digits_with_unit(key, is_stop_word) && !is_escape(side, token);
            }
            is_number_word(key)
                || chinese::is_number(side, pair, token)
                || (is_plural_power(key) && counted(side, pair, token))
                || (key == "one" && multiplies(side, pair, token))
                || is_date(side, pair, token)
                || abroad(key).is_some_and(|word| is_number_abroad(side, pair, token, word))
        }
    }
}

/// A month or a day of the week.
pub(super) fn is_date(side: &Side, pair: &Pair, token: usize) -> bool {
    let key = pair.key(side, token);
    if is_date_word(key) && is_capital(side, token) {
        return !is_doubtful(key) || is_month_here(side, pair, token) || abroad_here(side, pair, token);
    }
    match date(key) {
        Some(Date::Month(_)) if abroad(key).is_none() => is_capital(side, token) && beside_digits(side, pair, token),
        Some(_) => abroad_here(side, pair, token),
        None => false,
    }
}

/// A month or day of another language: beside a number, or among words of the language.
fn abroad_here(side: &Side, pair: &Pair, token: usize) -> bool {
    let Some(word) = abroad(pair.key(side, token)) else { return false };
    match word.says {
        Says::Month(_) if beside_digits(side, pair, token) => may_speak(side, pair, token, word),
        Says::Month(_) | Says::Weekday(_) => speaks(side, pair, token, word),
        _ => false,
    }
}

/// A word for a number in another language, where that is spoken. Behind digits a word that multiplies
/// says that by itself.
fn is_number_abroad(side: &Side, pair: &Pair, token: usize, word: Word) -> bool {
    let key = pair.key(side, token);
    match word.says {
        Says::Power(power) if power > 3 && counted(side, pair, token) => may_speak(side, pair, token, word),
        Says::Power(_) | Says::Number(_) => {
            speaks(side, pair, token, word) && !(is_plural_power(key) || key == "cents") | counted(side, pair, token)
        }
        _ => false,
    }
}

/// Digits or a number in words stand directly before a token.
fn counted(side: &Side, pair: &Pair, token: usize) -> bool {
    let before = token.checked_sub(1).filter(|_| !side.space(token).contains('\n'));
    before.is_some_and(|last| side.kinds[last] == TokenKind::Number || spelt(pair.key(side, last)).is_some())
}

/// "One" is a number before hundred, thousand and the like.
fn multiplies(side: &Side, pair: &Pair, token: usize) -> bool {
    token + 1 < side.len() && is_number_word(pair.key(side, token + 1)) && is_power(pair.key(side, token + 1))
}

/// Two digits of a link that stand for a character in it: `%3A`.
fn is_escape(side: &Side, token: usize) -> bool {
    token > 1
        && side.token(token - 1) == "%"
        && side.space(token).is_empty()
        && side.space(token - 1).is_empty()
        && side.token(token).bytes().take(2).filter(u8::is_ascii_hexdigit).count() == 2
}

/// A capital begins the token.
pub(super) fn is_capital(side: &Side, token: usize) -> bool {
    side.token(token).starts_with(|c: char| c.is_uppercase())
}

/// Digits on either side of a month, a point or a short word between them and it read over: 12. Mai, 12 de mayo.
fn beside_digits(side: &Side, pair: &Pair, token: usize) -> bool {
    let digits = |token: Option<usize>| {
        token.is_some_and(|token| token < side.len() && side.token(token).starts_with(|c: char| c.is_ascii_digit()))
    };
    let joint = |token: Option<usize>| {
        token.is_some_and(|token| {
            token < side.len() && matches!(pair.key(side, token), "." | "de" | "di" | "del" | "of")
        })
    };
    let (last, next) = (token.checked_sub(1), token.checked_add(1));
    digits(last)
        || digits(next)
        || (joint(last) && digits(token.checked_sub(2)))
        || (joint(next) && digits(Some(token + 2)))
}

/// "March" and "May" are months beside a number, and after words that stand before times; "by May
/// Smith" is not.
fn is_month_here(side: &Side, pair: &Pair, token: usize) -> bool {
    let digits = |token: usize| side.kinds.get(token) == Some(&TokenKind::Number);
    let named = || token + 1 < side.len() && side.kinds[token + 1] == TokenKind::Word && is_capital(side, token + 1);
    let timed = |last: usize| match pair.key(side, last) {
        "by" | "from" => !named(),
        key => BEFORE_MONTHS.split_whitespace().any(|word| word == key),
    };
    digits(token + 1) || token.checked_sub(1).is_some_and(|last| digits(last) || timed(last))
}
