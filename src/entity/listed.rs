//! Names in a list behind the title that all of them have: "Senators Abel, Green, Moss and Pool".

use super::EntityType::Person;
use super::lexicon::{COUNTRY, DEMONYM, GIVEN, SURNAME};
use super::page::Page;
use super::seats::seat;
use super::span::{Span, with};
use super::tokens::Gap;
use super::wordlist::{Keys, keys};
use std::sync::LazyLock;

/// What several people are, folded.
static TITLES: Keys = LazyLock::new(|| {
    keys(
        "senators sens representatives reps congressmen congresswomen councillors councilors justices judges messrs \
    drs profs professors mayors governors ministers commissioners delegates lords assemblymembers councilmembers",
    )
});
/// The fewest names of such a list: of two the model knows enough.
const FEWEST: usize = 3;

/// Makes people of all of a list, each of one or two words.
pub(super) fn with_listed(page: &Page<'_>, names: Vec<Span>) -> Vec<Span> {
    let mut found: Vec<Span> = Vec::new();
    for at in 1..page.tokens.len() {
        // Most words are told from these by their last letter.
        let may_be =
            page.capital[at] && matches!(page.tokens[at - 1].text.as_bytes().last(), Some(b's' | b'S' | b'n' | b'N'));
        if may_be && page.tokens[at].gap == Gap::Blank && TITLES.contains(&page.word(at - 1).key) {
            let list = list(page, at);
            if list.len() >= FEWEST {
                found.extend(list);
            }
        }
    }
    with(names, found)
}

/// The names of a list that begins at a token; none unless an "and" ends it.
fn list(page: &Page<'_>, mut at: usize) -> Vec<Span> {
    const MOST: usize = 200;
    let mut out = Vec::new();
    while out.len() < MOST {
        let Some(mut to) = name(page, at) else { return Vec::new() };
        out.push(Span { from: at, to, kind: Person });
        // "Abel, D-Ohio, Green and Moss"
        while let Some(end) = Some(to).filter(|&to| to < page.tokens.len()).and_then(|to| seat(page, to)) {
            to = end;
        }
        let Some(next) = page.tokens.get(to) else { return Vec::new() };
        match (next.gap, next.text) {
            (Gap::Blank | Gap::Comma, "and" | "&") => {
                let Some(end) = name(page, to + 1) else { return Vec::new() };
                out.push(Span { from: to + 1, to: end, kind: Person });
                return out;
            }
            (Gap::Comma, _) => at = to,
            _ => return Vec::new(),
        }
    }
    Vec::new()
}

/// The end of a name of one word, or of two of which the first is a given name.
fn name(page: &Page<'_>, at: usize) -> Option<usize> {
    let part = |at: usize| {
        page.tokens.get(at).is_some_and(|token| !token.even && !token.is_number())
            && page.capital[at]
            && (!page.word(at).has(COUNTRY | DEMONYM) || page.word(at).has(GIVEN | SURNAME))
    };
    let goes_on = |at: usize| {
        page.tokens.get(at).is_some_and(|token| matches!(token.gap, Gap::Blank | Gap::Point)) && page.capital[at]
    };
    match (part(at), goes_on(at + 1)) {
        (false, _) => None,
        (true, false) => Some(at + 1),
        (true, true) => {
            let to = (at + 1..page.tokens.len()).find(|&at| !goes_on(at))?;
            (to - at <= 3 && page.word(at).has(GIVEN) && (at + 1..to).all(part)).then_some(to)
        }
    }
}
