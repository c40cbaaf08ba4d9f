//! Numbers written in Chinese characters, each of which is a token of its own.

use super::stream::{Pair, Side};

/// A number of one character is mostly part of a word.
const LEAST: usize = 2;
/// No number has more characters.
const MOST: usize = 24;

fn digit(key: &str) -> Option<u64> {
    const DIGITS: [&str; 10] = ["\u{96f6}", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    match key {
        "\u{3007}" => Some(0),
        "两" | "兩" => Some(2),
        key => DIGITS.iter().position(|digit| *digit == key).map(|digit| digit as u64),
    }
}

/// The power of ten of a character that multiplies.
pub(super) fn power(key: &str) -> Option<usize> {
    match key {
        "十" => Some(1),
        "百" => Some(2),
        "千" => Some(3),
        "万" | "萬" => Some(4),
        "亿" | "億" => Some(8),
        _ => None,
    }
}

pub(super) fn is_numeral(key: &str) -> bool {
    // Characters of this script have three bytes.
    key.len() == 3 && (digit(key).is_some() || power(key).is_some())
}

/// True for a character of a number: one that multiplies the digits before it, or one of a run that begins with
/// a digit and either multiplies or is long. "In case" (万一) and "one by one" (一一) are no numbers.
pub(super) fn is_number(side: &Side, pair: &Pair, token: usize) -> bool {
    let numeral = |token: usize| is_numeral(pair.key(side, token));
    if !numeral(token) {
        return false;
    }
    let mut start = token;
    while start > 0 && token - start < MOST && side.space(start).is_empty() && numeral(start - 1) {
        start -= 1;
    }
    let mut end = token + 1;
    while end < side.len() && end - token < MOST && side.space(end).is_empty() && numeral(end) {
        end += 1;
    }
    let keys: Vec<&str> = (start..end).map(|token| pair.key(side, token)).collect();
    let large = |key: &str| power(key).is_some_and(|power| power > 1);
    let digits =
        |token: usize| side.token(token).ends_with(|c: char| c.is_numeric() && digit(side.token(token)).is_none());
    if start > 0 && side.space(start).is_empty() && digits(start - 1) && large(keys[0]) {
        return true;
    }
    let begins = digit(keys[0]).is_some() || matches!(keys[0], "十" | "百");
    let multiplies = keys.iter().any(|key| power(key).is_some());
    keys.len() >= LEAST && begins && (multiplies || keys.len() > LEAST)
}

/// What a run of characters says: `一百二十五万` is 1250000, `二〇二一` is 2021.
pub(super) fn reckoned(keys: &[&str]) -> Option<u64> {
    if keys.is_empty() || !keys.iter().all(|key| is_numeral(key)) {
        return None;
    }
    if let Some(digits) = keys.iter().map(|key| digit(key)).collect::<Option<Vec<u64>>>() {
        return digits.into_iter().try_fold(0u64, |all, digit| all.checked_mul(10)?.checked_add(digit));
    }
    let (mut total, mut part, mut last) = (0u64, 0u64, None);
    for key in keys {
        match (digit(key), power(key)) {
            (Some(digit), _) => last = Some(digit),
            (None, Some(power @ 1..=3)) => {
                part = part.checked_add(last.take().unwrap_or(1).checked_mul(10u64.pow(power as u32))?)?;
            }
            (None, Some(power)) => {
                part = part.checked_add(last.take().unwrap_or(0))?.max(1);
                total = total.checked_add(part.checked_mul(10u64.checked_pow(power as u32)?)?)?;
                part = 0;
            }
            (None, None) => return None,
        }
    }
    total.checked_add(part)?.checked_add(last.unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_say_numbers() {
        for (text, said) in [
            ("一百二十五万", Some(1_250_000)),
            ("二〇二一", Some(2021)),
            ("十五", Some(15)),
            ("三千零五", Some(3005)),
            ("两亿", Some(200_000_000)),
            ("好", None),
        ] {
            let keys: Vec<&str> = text.split("").filter(|c| !c.is_empty()).collect();
            assert_eq!(reckoned(&keys), said, "{text}");
        }
    }
}
