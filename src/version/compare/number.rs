//! Whether a token is a number or part of a date.

use super::stream::{Pair, Side, is_stop_word};
use super::values::{is_date_word, is_digits_with_unit, is_doubtful, is_number_word};
use crate::text::TokenKind;

/// Words before a capital that make a month of "March" and "May".
const BEFORE_MONTHS: &str = "in since until till last next during early late mid";

/// Numbers in digits and in words, and the names of months and days.
pub(super) fn is_number(side: &Side, pair: &Pair, token: usize) -> bool {
    match side.kinds[token] {
        TokenKind::Number => true,
        TokenKind::Mark => false,
        TokenKind::Word => {
            let key = pair.key(side, token);
            if key.starts_with(|c: char| c.is_numeric()) {
                return is_digits_with_unit(key, is_stop_word);
            }
            is_number_word(key)
                || (is_date_word(key)
                    && is_capital(side, token)
                    && (!is_doubtful(key) || is_month_here(side, pair, token)))
        }
    }
}

/// A capital begins the token.
pub(super) fn is_capital(side: &Side, token: usize) -> bool {
    side.token(token).starts_with(|c: char| c.is_uppercase())
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
