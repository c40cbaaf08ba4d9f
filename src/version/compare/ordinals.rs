//! Ordinals in digits and in English words.

use super::values::{TENS, spelt};

/// The digits of an ordinal that names a day, without its ending.
pub(super) fn ordinal(key: &str) -> Option<&str> {
    // French months have a first, and then a two.
    ["st", "nd", "rd", "th"].iter().find_map(|end| key.strip_suffix(end)).or((key == "1er").then_some("1"))
}

/// The number of an ordinal, in digits or in English words: 3rd, third, twentyfirst.
pub(super) fn place(key: &str) -> Option<u64> {
    const PLACES: [&str; 12] = [
        "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
        "twelfth",
    ];
    let of = |word: &str| PLACES.iter().position(|place| *place == word).map(|at| at as u64 + 1);
    if let Some(digits) = ordinal(key).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit())) {
        return digits.parse().ok();
    }
    let round = |word: &str| {
        let stem = word.strip_suffix("ieth").map(|stem| stem.to_owned() + "y");
        stem.and_then(|stem| spelt(&stem)).or_else(|| word.strip_suffix("th").and_then(spelt).filter(|n| *n > 12))
    };
    let compound = || {
        let (tens, word) = TENS.iter().zip(2..).find_map(|(word, tens)| Some((tens, key.strip_prefix(word)?)))?;
        of(word).filter(|ones| *ones < 10).map(|ones| 10 * tens + ones)
    };
    of(key).or_else(|| round(key)).or_else(compound)
}
