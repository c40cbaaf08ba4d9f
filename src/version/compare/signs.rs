//! The signs that are part of a number: of money, per cent, degrees, a minus.

use super::number::{is_date, is_number};
use super::stream::{Pair, Side};
use super::units::{is_sign, unit_of};
use crate::text::TokenKind;

/// Codes of currencies that are written before numbers as signs are.
const CODES: &str = "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTC BTN BWP \
    BYN BZD CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DEM DJF DKK DOP DZD EGP ERN ESP ETB EUR FJD FKP FRF GBP GEL GHS \
    GIP GMD GNF GTQ GYD HKD HNL HRK HTG HUF IDR ILS INR IQD IRR ISK ITL JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD \
    KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NLG NOK NPR NZD \
    OMR PAB PEN PGK PHP PKR PLN PYG QAR RMB RON RSD RUB RUR RWF SAR SBD SCR SDG SEK SGD SHP SOS SRD SSP SYP SZL THB \
    TJS TMT TND TRY TTD TWD TZS UAH UGX USD USDT UYU UZS VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWL";

/// What is between a sign and its number at most.
const BLANKS: [&str; 5] = ["", " ", "\u{a0}", "\u{202f}", "\u{2009}"];

/// A code of a currency, in capitals.
pub(super) fn is_code(token: &str) -> bool {
    // Most words with a capital are none, and this is asked of each.
    (3..=4).contains(&token.len())
        && token.bytes().all(|byte| byte.is_ascii_uppercase())
        && CODES.split(' ').any(|code| code == token)
}

/// The sign that stands for a sign, a code or a word of money.
pub(super) fn plainest(key: &str) -> &str {
    match unit_of(key) {
        // American dollars are meant where nothing is said.
        _ if key == "us" => "",
        Some(unit) if is_sign(unit) => unit,
        _ => key,
    }
}

/// Signs and codes of money before a number, and what stands directly before one: a minus, "about" and the like.
pub(super) fn is_before(side: &Side, pair: &Pair, token: usize) -> bool {
    let key = pair.key(side, token);
    let next = token + 1;
    if next >= side.len() || !BLANKS.contains(&side.space(next)) {
        return false;
    }
    let attached = side.space(next).is_empty();
    let number = || is_number(side, pair, next) && !is_date(side, pair, next);
    if is_money(key) {
        return number() || (is_leading(side.token(next)) && side.space(next + 1).is_empty());
    }
    if is_code(side.token(token)) {
        return number() || is_money(pair.key(side, next));
    }
    // US$, A$, HK$.
    let letters = side.token(token);
    if letters.len() <= 3 && letters.bytes().all(|byte| byte.is_ascii_uppercase()) {
        return attached && is_money(pair.key(side, next)) && is_before(side, pair, next);
    }
    let begins = || {
        token.checked_sub(1).is_none_or(|last| {
            !side.space(token).is_empty()
                || matches!(side.token(last), "(" | "[" | "\"")
                || is_money(pair.key(side, last))
                || is_leading(side.token(last))
        })
    };
    let digits = || side.token(next).starts_with(|c: char| c.is_numeric());
    let quotes = side.token(token) == ">" && (token == 0 || side.space(token).contains('\n'));
    is_leading(side.token(token))
        && attached
        && begins()
        && (digits() || is_money(pair.key(side, next)) || is_leading(side.token(next)))
        && !quotes
}

/// Marks that change what the number directly behind them says.
fn is_leading(token: &str) -> bool {
    matches!(
        token,
        "-" | "\u{2212}"
            | "\u{2013}"
            | "\u{fe63}"
            | "\u{ff0d}"
            | "+"
            | "~"
            | "\u{b1}"
            | "\u{2248}"
            | "<"
            | ">"
            | "\u{2264}"
            | "\u{2265}"
    )
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

pub(super) fn is_money(key: &str) -> bool {
    let mut chars = key.chars();
    let sign = |c| {
        matches!(c, '$' | '\u{a2}'..='\u{a5}' | '\u{58f}' | '\u{60b}' | '\u{9f2}' | '\u{9f3}' | '\u{e3f}' | '\u{17db}'
            | '\u{20a0}'..='\u{20cf}')
    };
    chars.next().is_some_and(sign) && chars.next().is_none()
}
