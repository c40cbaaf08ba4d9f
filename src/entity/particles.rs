//! Small words in people's names: "Joris van der Aa".

use super::EntityType::Person;
use super::lexicon::{COMMON, COUNTRY, DEMONYM, GIVEN, PARTICLE, PLACE, SURNAME};
use super::lists::Sense;
use super::page::Page;
use super::span::Span;
use super::tokens::Gap;
use super::tongue::Tongue;
use crate::text::classes::is_apostrophe;

/// Adds people whom nothing but the particles in their names gives away: "Joris van der Aa".
pub(super) fn with_particles(page: &Page<'_>, names: Vec<Span>) -> Vec<Span> {
    let mut added: Vec<Span> = Vec::new();
    for at in 0..page.tokens.len().saturating_sub(2) {
        let word = page.word(at);
        let plain = page.capital[at] && !word.has(COMMON | DEMONYM | COUNTRY) && word.entry.sense.is_none();
        if !plain || !is_leading_particle(page, at + 1) {
            continue;
        }
        let to = behind_particles(page, at + 1);
        let next = names.partition_point(|name| name.to <= at);
        if to > at + 1 && names.get(next).is_none_or(|name| name.from >= to) {
            added.push(Span { from: at, to, kind: Person });
        }
    }
    let mut names = names;
    if !added.is_empty() {
        names.extend(added);
        names.sort_by_key(|name| name.from);
    }
    names
}

/// A person's name with the particles before it and, where its surname is still to come, those behind it.
pub(super) fn extended(page: &Page<'_>, mut name: Span, floor: usize) -> Span {
    while name.from > floor && is_leading_particle(page, name.from - 1) {
        name.from -= 1;
    }
    let blank = page.tokens.get(name.to).is_some_and(|token| token.gap == Gap::Blank);
    let known = name.to - name.from > 1 || page.word(name.from).has(GIVEN);
    if blank && known && name.to + 1 < page.tokens.len() && is_elided(page, name.to + 1) {
        name.to += 2;
    }
    let to = behind_particles(page, name.to);
    if to > name.to && !is_elsewhere(page, name.from..name.to, to - 1) {
        name.to = to;
    }
    name
}

/// A firm's name with the particles of the surname that it begins with: "Van der Kern Transport".
pub(super) fn with_particle(page: &Page<'_>, mut name: Span, floor: usize) -> Span {
    const MOST: usize = 3;
    let joined = |at: usize| page.tokens[at].gap == Gap::Blank && page.word(at - 1).has(PARTICLE);
    let mut from = name.from;
    while from > floor && name.from - from < MOST && joined(from) {
        from -= 1;
        if page.capital[from] {
            // One capital alone may be an article's: "La Banque".
            if name.from - from > 1 {
                name.from = from;
            }
            break;
        }
    }
    name
}

/// A person's name without the party, the firm or the town that the preposition behind it is for: "Ruth Abel de la
/// CFDT", "Jos van Rey van Roermond".
pub(super) fn without_attached(page: &Page<'_>, mut name: Span) -> Span {
    if name.kind != Person || matches!(page.tongue, Tongue::English | Tongue::German | Tongue::Unknown) {
        return name;
    }
    let particle = |at: usize| !page.capital[at] && page.word(at).has(PARTICLE);
    for at in name.from + 1..name.to.saturating_sub(1) {
        if !particle(at) || particle(at - 1) {
            continue;
        }
        let behind = (at..name.to).find(|&at| !particle(at)).unwrap_or(at);
        if behind < name.to && is_elsewhere(page, name.from..at, behind) {
            name.to = at;
            break;
        }
    }
    name
}

/// Behind a full name that needs no more, a word that particles part from it is what the person belongs to.
fn is_elsewhere(page: &Page<'_>, name: std::ops::Range<usize>, behind: usize) -> bool {
    if matches!(page.tongue, Tongue::English | Tongue::Unknown) {
        return false;
    }
    let initial = |at: usize| page.tokens[at].text.split('.').all(|part| part.chars().count() == 1);
    // "A. B. van Kern" has no surname before the particle.
    if initial(name.end - 1) || page.sense(name.end - 1) == Some(Sense::Title) {
        return false;
    }
    let gentry = page.word(name.start).has(PARTICLE) || page.sense(name.start) == Some(Sense::Title);
    let between = || page.tokens[name.end..behind].iter().map(|token| token.text);
    // Italians have one such word at most, and the Dutch are of a town with "van" alone, if they are no gentry.
    let lone = match page.tongue {
        Tongue::Italian => true,
        Tongue::Dutch => between().eq(["van"]) && !initial(name.start) && !gentry,
        _ => false,
    };
    let last = page.word(name.end - 1);
    let words = name.clone().filter(|&at| page.capital[at]).count();
    let particles = name.clone().any(|at| !page.capital[at]);
    // "Maria Dolores de Cospedal" has no surname yet before the particle.
    let full = words >= 2 && (particles || !last.has(GIVEN) || last.has(SURNAME) && lone);
    let (token, word) = (&page.tokens[behind], page.word(behind));
    // Surnames may be in capitals, too: "Jacob de KERN".
    let shouted = page.tokens[name.clone()].iter().any(|token| token.is_capitals()) || word.has(SURNAME);
    let acronym = token.is_capitals() && !token.even && token.text.chars().count() <= 5 && !shouted;
    let head = matches!(word.entry.sense, Some(Sense::OrgHead | Sense::LegalForm));
    let place = word.has(PLACE | COUNTRY) && !word.has(SURNAME) && page.tongue != Tongue::Dutch;
    let mixed =
        !token.is_capitals() && token.text.chars().skip(2).any(char::is_uppercase) && !token.text.starts_with("Mc");
    acronym || full && (mixed || head || place || lone)
}

/// The end of a person's name that goes on behind a token with particles and a surname.
pub(super) fn behind_particles(page: &Page<'_>, to: usize) -> usize {
    const MOST: usize = 2;
    let blank = |at: usize| page.tokens.get(at).is_some_and(|token| token.gap == Gap::Blank);
    let particles = (to..to + MOST)
        .take_while(|&at| blank(at) && !page.capital[at] && page.word(at).has(PARTICLE) && !page.word(at).has(COMMON))
        .count();
    let surname = to + particles;
    if particles > 0 && blank(surname) && page.capital[surname] { surname + 1 } else { to }
}

/// A name with an elided "de" before it: "d'Arc".
fn is_elided(page: &Page<'_>, at: usize) -> bool {
    let (before, token) = (&page.tokens[at - 1], &page.tokens[at]);
    let near = token.start(page.text) - before.end(page.text);
    before.text == "d" && page.capital[at] && page.text[before.end(page.text)..].starts_with(is_apostrophe) && near <= 3
}

/// A particle in lower case right before a name, of those that are no words of English.
fn is_leading_particle(page: &Page<'_>, at: usize) -> bool {
    page.tokens[at + 1].gap == Gap::Blank
        && matches!(page.tokens[at].text, "van" | "von" | "der" | "den" | "bin" | "ibn" | "al" | "ter" | "zu")
}
