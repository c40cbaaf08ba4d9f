//! What numbers say: equal for 1,208 and 1208, for 14 and fourteen, for 2.50 and 2.5.

use super::digits::{has_digits_abroad, latin_digit};
use super::languages::{Says, abroad};
use super::ordinals::{ordinal, place};
use super::{chinese, units};
use crate::text::calendar::{MONTHS, WEEKDAYS};

const ONES: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
pub(super) const TENS: [&str; 8] = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

/// Digits from which on a number parted by hyphens is one number and no range.
const LONG: usize = 9;

/// A word with digits keeps its number when what follows them is one of these.
const UNITS: &str = "kgs lbs mph kph kmh rpm min mins sec secs hrs khz mhz ghz kwh mwh gwh bps kbps mbps bbl cwt fps \
    ppm ppb yrs lakh crore";

pub(super) fn is_month(key: &str) -> bool {
    MONTHS.contains(&key)
}

pub(super) fn is_date_word(key: &str) -> bool {
    is_month(key) || WEEKDAYS.contains(&key)
}

/// A month or a day of the week in any language, from 0 on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Date {
    Month(usize),
    Weekday(usize),
}

/// What a word names if it names a date. English months may be cut to three letters, beside a number.
pub(super) fn date(key: &str) -> Option<Date> {
    let at = |names: &[&str]| names.iter().position(|name| *name == key);
    let short = || (key.len() == 3).then(|| MONTHS.iter().position(|name| name.starts_with(key))).flatten();
    let english = at(&MONTHS).or_else(short).or((key == "sept").then_some(8)).map(Date::Month);
    english.or_else(|| at(&WEEKDAYS).map(Date::Weekday)).or_else(|| match abroad(key)?.says {
        Says::Month(month) => Some(Date::Month(month)),
        Says::Weekday(day) => Some(Date::Weekday(day)),
        _ => None,
    })
}

/// Months that are words too.
pub(super) fn is_doubtful(key: &str) -> bool {
    matches!(key, "march" | "may")
}

/// What a word for a number stands for, hyphens folded: `twentyfive`.
fn small(key: &str) -> Option<u64> {
    if let Some(n) = ONES.iter().position(|word| *word == key) {
        return Some(n as u64);
    }
    let tens = TENS.iter().zip(2..).find_map(|(word, tens)| {
        let rest = key.strip_prefix(word)?;
        let ones = ONES[..10].iter().position(|word| *word == rest).filter(|&n| n > 0);
        if rest.is_empty() { Some(10 * tens) } else { ones.map(|n| 10 * tens + n as u64) }
    });
    tens.or_else(|| match abroad(key)?.says {
        Says::Number(n) => Some(n),
        _ => None,
    })
}

/// The power of ten of words that multiply.
fn power(key: &str) -> Option<usize> {
    match key {
        "hundred" | "hundreds" => Some(2),
        "thousand" | "thousands" => Some(3),
        "million" | "millions" | "mn" => Some(6),
        "billion" | "billions" | "bn" => Some(9),
        "trillion" | "trillions" | "tn" => Some(12),
        _ => chinese::power(key).or_else(|| match abroad(key)?.says {
            Says::Power(power) => Some(power),
            _ => None,
        }),
    }
}

/// Words that stand for no exact number by themselves: hundreds of men, millions.
pub(super) fn is_plural_power(key: &str) -> bool {
    matches!(key, "hundreds" | "thousands" | "millions" | "billions" | "trillions")
}

/// True for words that multiply the number before them.
pub(super) fn is_power(key: &str) -> bool {
    power(key).is_some()
}

/// English words that are numbers wherever they stand. "One" is not: it is mostly a pronoun.
pub(super) fn is_number_word(key: &str) -> bool {
    let length = (3..=13).contains(&key.len()) && key.is_ascii();
    let is_power = || matches!(key, "hundred" | "thousand" | "million" | "billion" | "trillion");
    let begins = || ONES.iter().chain(&TENS).any(|word| key.starts_with(word));
    length
        && !matches!(key, "one" | "zero")
        && (is_power()
            || key == "dozen"
            || (begins() && abroad(key).is_none_or(|_| ONES.contains(&key)) && small(key).is_some()))
}

/// True for the words and characters that can be part of a number in words.
pub(super) fn is_worded(key: &str) -> bool {
    small(key).is_some() || is_power(key) || chinese::is_numeral(key)
}

/// True for numbers from twenty to ninety that end in nothing.
pub(super) fn is_tens(key: &str) -> bool {
    small(key).is_some_and(|n| n >= 20 && n % 10 == 0)
}

/// The number that a word says, below a hundred.
pub(super) fn spelt(key: &str) -> Option<u64> {
    small(key)
}

/// True for digits with an ordinal ending, a unit or up to two letters: 5th, 10am, 20mph, 1960s.
/// A word whose first letters were misread as digits ("0f", "1aughter") is none, nor is a hash.
pub(super) fn is_digits_with_unit(key: &str, is_common: impl Fn(&str) -> bool) -> bool {
    let end = key.find(|c: char| !c.is_numeric() && !matches!(c, '.' | ',' | '^')).unwrap_or(key.len());
    let (digits, rest) = key.split_at(end);
    let letters = rest.chars().count();
    if digits.is_empty() || !rest.chars().all(char::is_alphabetic) {
        return false;
    }
    let misread =
        || is_common(&key.replace('0', "o").replace('1', "i")) || is_common(&key.replace('0', "o").replace('1', "l"));
    match letters {
        0 => true,
        1 | 2 => digits.len() > 1 || !misread(),
        _ => {
            UNITS.split_whitespace().any(|unit| unit == rest) || power(rest).is_some() || units::unit_of(rest).is_some()
        }
    }
}

/// What a quantity says, from the folded keys of its tokens and of its unit's sign. Equal values
/// are equal texts; what cannot be reckoned stands for itself.
pub(super) fn value(keys: &[&str], signs: &[&str]) -> String {
    if keys.iter().any(|key| has_digits_abroad(key)) {
        let keys: Vec<String> = keys.iter().map(|key| key.chars().map(latin_digit).collect()).collect();
        return value(&keys.iter().map(String::as_str).collect::<Vec<_>>(), signs);
    }
    let mut signs: Vec<&str> = signs.to_vec();
    signs.sort_unstable();
    let dated = keys.iter().any(|key| date(key).is_some());
    let said = match grouped(keys).or_else(|| reckoned(keys)).or_else(|| long(keys)).or_else(|| iso(keys)) {
        Some(said) => said,
        None => {
            let is_joint = |key: &str| matches!(key, "," | "of" | "de" | "del" | "do" | "di") || (dated && key == ".");
            let mut parts: Vec<String> =
                keys.iter().filter(|key| !is_joint(key)).map(|key| plain(key, dated)).collect();
            // The order of day, month and year is a matter of style.
            if dated {
                parts.sort_unstable();
            }
            parts.join(" ")
        }
    };
    signs.concat() + &said
}

/// An hour with minutes, parted as one likes where a half of the day is told behind it.
pub(super) fn clock(keys: &[&str]) -> Option<String> {
    let text = keys.concat();
    let (hour, minutes) = text.split_once([':', '.']).filter(|(_, minutes)| minutes.len() == 2)?;
    let number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse::<u8>().ok()).flatten();
    let (hour, minutes) = (number(hour)?, number(minutes)?);
    let said = if minutes == 0 { hour.to_string() } else { format!("{hour} : {minutes}") };
    ((1..=12).contains(&hour) && minutes < 60).then_some(said)
}

/// Digits in groups of three behind blanks or apostrophes: `1 250 000`.
fn grouped(keys: &[&str]) -> Option<String> {
    let groups: Vec<&str> = keys.iter().copied().filter(|key| *key != "'").collect();
    let digits = groups.iter().take_while(|key| key.starts_with(|c: char| c.is_ascii_digit())).count();
    let powers = groups[digits..].iter().map(|key| power(key)).sum::<Option<usize>>()?;
    is_grouped(&groups[..digits]).then(|| decimal(&groups[..digits].concat(), powers)).flatten()
}

/// True for one to three digits and groups of three behind them, the last perhaps with a fraction.
pub(super) fn is_grouped(groups: &[&str]) -> bool {
    let Some(([first, middle @ ..], last)) = groups.split_last().map(|(last, rest)| (rest, *last)) else {
        return false;
    };
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let whole = last.split_once([',', '.']).map_or(last, |(whole, part)| if digits(part) { whole } else { "" });
    (1..=3).contains(&first.len())
        && !first.starts_with('0')
        && digits(first)
        && middle.iter().chain([&whole]).all(|group| group.len() == 3 && digits(group))
}

/// A number of a book, an account or a telephone, which is grouped as one likes.
fn long(keys: &[&str]) -> Option<String> {
    let digits = |key: &&str| key.bytes().all(|byte| byte.is_ascii_digit());
    let groups = keys.iter().all(|key| *key == "-" || digits(key));
    let said = keys.iter().filter(|key| digits(key)).copied().collect::<String>();
    (groups && said.len() >= LONG).then(|| said.trim_start_matches('0').to_owned())
}

/// A date as ISO 8601 has it, or with points between day, month and year, told as a date in words is: `2021-03-04`.
fn iso(keys: &[&str]) -> Option<String> {
    if let [date] = keys {
        let parts: Vec<&str> = date.split('.').collect();
        let [day, month, year] = parts.as_slice() else { return None };
        return iso(&[year, "-", &format!("{month:0>2}"), "-", &format!("{day:0>2}")]);
    }
    let [year, "-", month, "-", day] = keys else { return None };
    let number = |key: &str, digits: usize| {
        let whole = key.len() == digits && key.bytes().all(|byte| byte.is_ascii_digit());
        whole.then(|| key.parse::<usize>().ok()).flatten()
    };
    number(year, 4)?;
    let month = MONTHS.get(number(month, 2)?.checked_sub(1)?)?;
    let day = number(day, 2).filter(|day| (1..=31).contains(day))?;
    Some(value(&[&day.to_string(), month, year], &[]))
}

/// One token of a number as it is written most plainly.
fn plain(key: &str, dated: bool) -> String {
    if dated && let Some(day) = ordinal(key) {
        return plain(day, false);
    }
    match date(key) {
        Some(Date::Month(month)) => return MONTHS[month].to_owned(),
        Some(Date::Weekday(day)) => return WEEKDAYS[day].to_owned(),
        None => {}
    }
    if let Some(place) = place(key) {
        return format!("{place}th");
    }
    small(key).map(|n| n.to_string()).or_else(|| decimal(key, 0)).unwrap_or_else(|| key.to_owned())
}

/// Digits, or words, with powers of ten behind them: `3.4 million`, `two hundred five`.
fn reckoned(keys: &[&str]) -> Option<String> {
    if let Some(said) = chinese::reckoned(keys) {
        return Some(said.to_string());
    }
    let (first, rest) = keys.split_first()?;
    if first.starts_with(char::is_numeric) {
        // 5m and 5bn are words of one token.
        let letters = first.find(char::is_alphabetic).unwrap_or(first.len());
        let (digits, unit) = first.split_at(letters);
        let own = if unit.is_empty() { Some(0) } else { power(unit) };
        let powers = rest.iter().map(|key| power(key)).sum::<Option<usize>>()?;
        return decimal(digits, own? + powers);
    }
    let (mut total, mut current) = (0u64, 0u64);
    for key in keys.iter().filter(|key| **key != "and") {
        match (small(key), power(key)) {
            (Some(n), _) => current = current.checked_add(n)?,
            (None, Some(2)) => current = current.max(1).checked_mul(100)?,
            (None, Some(power)) => {
                total = total.checked_add(current.max(1).checked_mul(10u64.checked_pow(power as u32)?)?)?;
                current = 0;
            }
            _ => return None,
        }
    }
    Some(total.checked_add(current)?.to_string())
}

/// Digits with thousands parted by commas or points and a decimal point or comma, times ten to a
/// power, without idle zeros.
fn decimal(digits: &str, power: usize) -> Option<String> {
    if !digits.starts_with(|c: char| c.is_ascii_digit())
        || !digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b',' || byte == b'.')
    {
        return None;
    }
    let grouped = |mark: char, text: &str| {
        let mut groups = text.split(mark);
        groups.next().is_some_and(|first| (1..=3).contains(&first.len())) && groups.all(|group| group.len() == 3)
    };
    let marks = |mark: char| digits.matches(mark).count();
    let (whole, part) = match (marks(','), marks('.')) {
        (0, 0) => (digits.to_owned(), ""),
        (0, 1) => digits.split_once('.').map(|(whole, part)| (whole.to_owned(), part))?,
        (0, _) if grouped('.', digits) => (digits.replace('.', ""), ""),
        (1.., 0) if grouped(',', digits) => (digits.replace(',', ""), ""),
        (1, 0) => digits.split_once(',').map(|(whole, part)| (whole.to_owned(), part))?,
        // 1.250,50: the last mark parts the fraction.
        (1, 1..) if digits.rfind(',') > digits.rfind('.') => {
            let (whole, part) = digits.split_once(',').filter(|(whole, _)| grouped('.', whole))?;
            (whole.replace('.', ""), part)
        }
        (1.., 1) => {
            let (whole, part) = digits.split_once('.').filter(|(whole, _)| grouped(',', whole))?;
            (whole.replace(',', ""), part)
        }
        _ => return None,
    };
    let moved = power.min(part.len());
    let whole = format!("{whole}{}{}", &part[..moved], "0".repeat(power - moved));
    let part = part[moved..].trim_end_matches('0');
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    Some(if part.is_empty() { whole.to_owned() } else { format!("{whole}.{part}") })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> String {
        value(&text.split(' ').collect::<Vec<_>>(), &[])
    }

    #[test]
    fn equal_numbers_are_equal_however_written() {
        for (one, other) in [
            ("1,208", "1208"),
            ("14", "fourteen"),
            ("2.50", "2.5"),
            ("3.4 million", "3,400,000"),
            ("3.4bn", "3,400 million"),
            ("two hundred twentyfive", "225"),
            ("two hundred and five", "205"),
            ("february 5th", "5 february"),
            ("may 5 , 1960", "5 may 1960"),
            ("1.208.000", "1,208,000"),
            ("05", "5"),
            ("0 - 7981 - 0030 - 3", "0798100303"),
            ("1.250,50", "1,250.5"),
            ("1 250 000", "1,250,000"),
            ("12 ' 000", "12000"),
            ("12 500,50", "12,500.5"),
            ("2,5 millionen", "2.5 million"),
            ("5 jan 1960", "5 january 1960"),
            ("12 . mai", "12 de mayo"),
            ("125 万", "1250000"),
            ("1er septembre", "1 september"),
            ("2021 - 03 - 04", "4 march 2021"),
            ("4.3.2021", "4 march 2021"),
            ("31.12.2020", "31 . dezember 2020"),
            ("third", "3rd"),
            ("twentyfirst", "21st"),
            ("thirtieth", "30th"),
            ("nineteenth", "19th"),
            ("\u{661}\u{669}\u{663}\u{662}", "1932"),
        ] {
            assert_eq!(said(one), said(other), "{one} and {other}");
        }
        for (one, other) in [
            ("1.2", "12"),
            ("5th", "5"),
            ("fifth", "five"),
            ("third", "fourth"),
            ("10^2", "102"),
            ("1960s", "1960"),
            ("2,5", "25"),
            ("0", "10"),
            ("5m", "5"),
            ("12 - 13", "1213"),
            ("2021 - 03 - 04", "3 april 2021"),
        ] {
            assert_ne!(said(one), said(other), "{one} and {other}");
        }
    }

    #[test]
    fn words_that_begin_with_digits_are_seldom_numbers() {
        let common = |word: &str| matches!(word, "of" | "is" | "in");
        for number in ["5th", "21st", "10am", "1960s", "3.4bn", "20mph", "1m", "2d"] {
            assert!(is_digits_with_unit(number, common), "{number}");
        }
        for word in ["1aughter", "0f", "1s", "4a31f", "2nite", "9e1c33b7"] {
            assert!(!is_digits_with_unit(word, common), "{word}");
        }
    }
}
