//! What has a capital and numbers or measures something: numbers of files and cases, exhibits, rooms, units.

use super::page::Page;
use super::span::Span;
use super::tokens::{Gap, Token};
use super::wordlist::{Keys, Written, keys, written};
use std::sync::LazyLock;

/// With a number or a letter behind them these name nothing.
static NUMBERED: Keys = LazyLock::new(|| {
    keys(
        "exhibit exhibits schedule annex appendix attachment suite ste room courtroom box form page figure table item \
    docket footnote invoice",
    )
});
/// Units that a number counts.
static UNITS: Written = LazyLock::new(|| {
    written("GW MW kW GWh MWh kWh TWh GB MB TB KB PB GHz MHz kHz Hz Mbps Gbps Kbps PS RPM KM KG CM MM MPH mAh")
});

/// A code, a unit or a numbered thing; a heading whose letters stand apart.
pub(super) fn is_code(page: &Page<'_>, name: &Span) -> bool {
    let tokens = &page.tokens[name.from..name.to];
    match tokens {
        [] => false,
        [token] => is_number_of_file(token) || is_unit(page, name.from) || counts(page, name, name.to),
        [first, _] if first.is_number() && is_unit(page, name.from + 1) => true,
        // Behind the letter a sentence ends: "Schedule A. The tenant".
        [_, _, third, ..] if third.gap == Gap::Point && counts(page, name, name.from + 1) => true,
        _ => counts(page, name, name.to) || counts(page, name, name.to - 1) || is_spaced_out(tokens),
    }
}

fn digits(word: &str) -> usize {
    word.bytes().filter(u8::is_ascii_digit).count()
}

/// "17-mj-01117-JFM", "02A997", "INV-2019-00471"; "49ers" and "COVID-19" are names.
fn is_number_of_file(token: &Token<'_>) -> bool {
    const FEW: usize = 3;
    const MANY: usize = 6;
    let count = digits(token.text);
    count >= MANY || count >= FEW && token.is_number()
}

fn is_unit(page: &Page<'_>, at: usize) -> bool {
    let token = &page.tokens[at];
    UNITS.contains(token.text) && token.gap == Gap::Blank && at > 0 && page.tokens[at - 1].is_number()
}

/// "Exhibit B", "Courtroom 4", "PO Box 1469", of which the number at a token may be part of the name or not.
fn counts(page: &Page<'_>, name: &Span, at: usize) -> bool {
    let Some(number) = page.tokens.get(at).filter(|number| number.gap == Gap::Blank) else { return false };
    let numeral = number.text.chars().all(|c| "IVXLC".contains(c)) || number.text.chars().count() == 1;
    // "Fulton Suite 300" has a name before it.
    let behind = at == name.from + 1 || at == name.from + 2 && page.tokens[name.from].is_capitals();
    behind && NUMBERED.contains(&page.word(at - 1).key) && (number.is_number() || at < name.to && numeral)
}

/// "R E C I T A L S".
fn is_spaced_out(tokens: &[Token<'_>]) -> bool {
    const FEWEST: usize = 4;
    let apart =
        |(at, token): (usize, &Token<'_>)| token.text.chars().count() == 1 && (at == 0 || token.gap == Gap::Blank);
    tokens.len() >= FEWEST && tokens.iter().enumerate().all(apart)
}
