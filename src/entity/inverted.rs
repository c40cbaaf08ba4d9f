//! People whose surname stands first, as in heads of mails, registers and lists: "Kern, Anna B."

use super::EntityType::Person;
use super::lexicon::{COMMON, COUNTRY, DEMONYM, GIVEN, PARTICLE, PLACE, SURNAME};
use super::lists::Sense;
use super::page::Page;
use super::span::{Span, with};
use super::states::is_short;
use super::suffixes::is_suffix;
use super::tokens::Gap;
use super::wordlist::{Keys, keys};
use std::sync::LazyLock;

/// Lines of a mail's head or of minutes that name people.
const FIELDS: [&str; 14] = [
    "From",
    "To",
    "Cc",
    "CC",
    "Bcc",
    "BCC",
    "FROM",
    "TO",
    "Attendees",
    "Participants",
    "Present",
    "Absent",
    "Apologies",
    "Excused",
];
/// What stands before a comma and a given name at a letter's beginning or end.
static SIGNED: Keys = LazyLock::new(|| {
    keys(
        "thanks thank thx love best cheers regards sincerely hi hello hey dear yours truly respectfully warmly \
    cordially yes no well so and or but please ok okay bye ciao welcome sorry congratulations later sir",
    )
});
/// The most words of what stands before and behind the comma.
const LONGEST: usize = 4;

/// Puts such people in place of the halves that the model made of them.
pub(super) fn joined(page: &Page<'_>, names: Vec<Span>) -> Vec<Span> {
    let mut found: Vec<Span> = Vec::new();
    let mut open = false;
    let mut comma = 0;
    let mut at = 0;
    while at < page.tokens.len() {
        if comma <= at {
            let next = page.tokens.iter().skip(at + 1).position(|token| token.gap == Gap::Comma);
            comma = next.map_or(page.tokens.len(), |next| at + 1 + next);
        }
        // Most words stand before no comma.
        let near = comma < page.tokens.len().min(at + LONGEST);
        if !near && !open {
            at = if comma < page.tokens.len() { comma + 1 - LONGEST } else { comma };
            continue;
        }
        // In a list of such the next one begins where the last has ended.
        let begins =
            near && (starts(page, at) || page.tokens[at].gap == Gap::Open || open && page.tokens[at].gap == Gap::Colon);
        open &= !matches!(page.tokens[at].gap, Gap::Break | Gap::Stop);
        let field = near && at > 0 && page.tokens[at].gap == Gap::Colon && FIELDS.contains(&page.tokens[at - 1].text);
        let listed = field || open || found.last().is_some_and(|last| last.to == at);
        if let Some(to) = (begins || field).then(|| end(page, at, listed)).flatten() {
            found.push(Span { from: at, to, kind: Person });
            open = true;
        }
        at += 1;
    }
    with(names, found)
}

/// A line or a cell begins here, with nothing but blanks, a number or a mark of a list before it.
fn starts(page: &Page<'_>, at: usize) -> bool {
    let begins = |at: usize| {
        let before = at.checked_sub(1).map_or(0, |before| page.tokens[before].end(page.text));
        at == 0 || page.text[before..page.tokens[at].start(page.text)].contains(['\n', '\t', '|'])
    };
    begins(at) || at > 0 && page.tokens[at - 1].is_number() && page.tokens[at].gap != Gap::Comma && begins(at - 1)
}

/// The line or the cell ends behind a token, or another of a list begins.
fn ends(page: &Page<'_>, to: usize, bracketed: bool) -> bool {
    let mut rest = page.text[page.tokens[to - 1].end(page.text)..].trim_start_matches('.');
    rest = rest.trim_start_matches([' ', '\r']);
    if bracketed {
        return rest.starts_with(')');
    }
    // An address may stand behind the name.
    rest.is_empty() || rest.starts_with(['\n', '\t', '|', ';', '<', '[', '(', '/'])
}

/// The end of "Surname, Given" that begins at a token; in a mail's head or a list less is asked of it.
fn end(page: &Page<'_>, at: usize, listed: bool) -> Option<usize> {
    let comma = (at + 1..page.tokens.len().min(at + LONGEST)).find(|&to| page.tokens[to].gap != Gap::Blank)?;
    let (surname, first) = (page.word(comma - 1), page.word(comma));
    let whole = page.capital[at] || page.word(at).has(PARTICLE);
    let bracketed = page.tokens[at].gap == Gap::Open;
    let particle = |at: usize| page.word(at).has(PARTICLE) || page.tokens[at].text.len() <= 3;
    // "Garcia Lopez, Ana"
    let double = |at: usize| listed && page.capital[at] && !page.word(at).has(COMMON) && page.sense(at).is_none();
    let particles = (at..comma - 1).all(|at| particle(at) || double(at));
    let (token, given) = (&page.tokens[comma - 1], &page.tokens[comma]);
    if given.gap != Gap::Comma || !whole || !particles || given.even || token.is_number() || !page.capital[comma - 1] {
        return None;
    }
    let signed = SIGNED.contains(&surname.key);
    let titled = surname.entry.sense.is_some_and(|sense| sense != Sense::Title || !surname.has(SURNAME));
    if signed || titled || token.text.chars().count() < 2 || surname.has(COUNTRY | DEMONYM) {
        return None;
    }
    let initial = |at: usize| page.tokens[at].text.split('.').all(|part| part.chars().count() == 1);
    let part = |at: usize| page.capital[at] && (initial(at) || page.word(at).has(GIVEN | SURNAME));
    let mut to = comma + 1;
    while to < page.tokens.len() && to - comma < LONGEST && matches!(page.tokens[to].gap, Gap::Blank | Gap::Point) {
        if !part(to) && !is_suffix(page, to) || ends(page, to, bracketed) {
            break;
        }
        to += 1;
    }
    if page.tokens.get(to).is_some_and(|next| next.gap == Gap::Comma) && is_suffix(page, to) {
        to += 1;
    }
    let unlisted = listed && !first.has(COMMON | PLACE);
    let known = (first.has(GIVEN) || unlisted) && !first.has(COUNTRY | DEMONYM) && first.entry.sense.is_none();
    let town = !listed && surname.has(PLACE) && !surname.has(SURNAME) && first.has(PLACE);
    let sure = listed
        || bracketed && surname.has(SURNAME)
        || to - comma > 1
        || !surname.has(COMMON | GIVEN)
        || surname.has(SURNAME) && !surname.has(COMMON);
    let place =
        to - comma == 1 && (first.has(PLACE) && !listed && (surname.has(PLACE) || !bracketed) || is_short(given.text));
    (page.capital[comma]
        && (known || initial(comma) && to - comma <= 3)
        && !town
        && !place
        && sure
        && ends(page, to, bracketed))
    .then_some(to)
}
