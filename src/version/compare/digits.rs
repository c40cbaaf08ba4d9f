//! The digits of other scripts.

/// Each set of digits by its nought.
const NOUGHTS: [char; 14] = [
    '\u{660}', '\u{6f0}', '\u{966}', '\u{9e6}', '\u{a66}', '\u{ae6}', '\u{b66}', '\u{be6}', '\u{c66}', '\u{ce6}',
    '\u{d66}', '\u{e50}', '\u{ed0}', '\u{f20}',
];

pub(super) fn has_digits_abroad(key: &str) -> bool {
    !key.is_ascii() && key.chars().any(|c| latin_digit(c) != c)
}

pub(super) fn latin_digit(c: char) -> char {
    let digit = |nought: &char| (u32::from(c)).checked_sub(u32::from(*nought)).filter(|digit| *digit < 10);
    let digit = NOUGHTS.iter().find_map(digit).and_then(|digit| char::from_digit(digit, 10));
    digit.filter(|_| !c.is_ascii()).unwrap_or(c)
}
