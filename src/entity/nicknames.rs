//! Nicknames in quotes or brackets inside a person's name: `Nora "Nell" Abel`, "William (Bill) Kern".

use super::EntityType::Person;
use super::lexicon::{COUNTRY, DEMONYM, GIVEN, PLACE, SURNAME};
use super::lists::Sense;
use super::page::Page;
use super::particles::behind_particles;
use super::span::Span;
use super::suffixes::is_suffix;
use super::tokens::Gap;
use crate::text::classes::{is_apostrophe, is_double_quote, is_space};
use std::ops::Range;

/// The most words of a nickname.
const LONGEST: usize = 4;

/// Joins given name, nickname and surname to one name.
pub(super) fn joined(page: &Page<'_>, names: Vec<Span>) -> Vec<Span> {
    let mut found: Vec<Span> = Vec::new();
    for at in 1..page.tokens.len() {
        if matches!(page.tokens[at].gap, Gap::Quote | Gap::Open)
            && let Some(nick) = nickname(page, at)
            && let Some(name) = around(page, &names, nick)
            && found.last().is_none_or(|last| last.to <= name.from)
        {
            found.push(name);
        }
    }
    if found.is_empty() {
        return names;
    }
    let free = |name: &Span| found.iter().all(|whole| name.to <= whole.from || whole.to <= name.from);
    let mut out: Vec<Span> = names.into_iter().filter(free).collect();
    out.extend(found);
    out.sort_by_key(|name| name.from);
    out
}

/// The words of a nickname whose quotes or brackets open before a token.
fn nickname(page: &Page<'_>, at: usize) -> Option<Range<usize>> {
    let between = |at: usize| &page.text[page.tokens[at - 1].end(page.text)..page.tokens[at].start(page.text)];
    let opening = between(at).trim_start_matches('.');
    if !opening.starts_with(is_space) || !page.capital[at] {
        return None;
    }
    let small = |at: usize| matches!(page.tokens[at].text, "the" | "of" | "de" | "la" | "el" | "der" | "a");
    let inner = |to: usize| matches!(page.tokens[to].gap, Gap::Blank | Gap::Point | Gap::Hyphen);
    let to = (at + 1..page.tokens.len().min(at + 1 + LONGEST)).find(|&to| !inner(to))?;
    if (at..to).any(|at| !page.capital[at] && !small(at)) {
        return None;
    }
    let closing = between(to);
    let sign = |c: char| is_apostrophe(c) || is_double_quote(c);
    let quoted = |signs: &str| (1..=2).contains(&signs.chars().count()) && signs.chars().all(sign);
    let (opening, closing) = (opening.trim(), closing.strip_suffix([' ', '\n'])?);
    let pair = match (opening.strip_prefix('('), closing.strip_suffix(')')) {
        (Some(""), Some("")) => !page.tokens[at].even && is_name_in_brackets(page, at..to),
        (Some(opening), Some(closing)) => quoted(opening) && quoted(closing),
        (None, None) => quoted(opening) && quoted(closing),
        _ => false,
    };
    pair.then_some(at..to)
}

/// "William (Bill) Kern", but neither "Senator (R) Kern" nor "Anna Kern (Antwerp) Ruth Abel".
fn is_name_in_brackets(page: &Page<'_>, nick: Range<usize>) -> bool {
    let word = page.word(nick.start);
    let surname = page.word(nick.end).has(SURNAME);
    let given = page.word(nick.start - 1).has(GIVEN) || is_initial(page, nick.start - 1);
    given
        && nick.len() <= 2
        && word.entry.sense.is_none()
        && !page.tokens[nick.start].is_capitals()
        && !is_initial(page, nick.start)
        && (word.has(GIVEN) || surname && !word.has(COUNTRY | DEMONYM | PLACE) && !word.is_common())
}

/// Given name and surname.
fn is_full(page: &Page<'_>, name: &Span) -> bool {
    name.to - name.from > 1 && page.word(name.from).has(GIVEN) && !is_suffix(page, name.from + 1)
}

fn is_initial(page: &Page<'_>, at: usize) -> bool {
    page.tokens[at].text.chars().count() == 1
}

/// The name around a nickname.
fn around(page: &Page<'_>, names: &[Span], nick: Range<usize>) -> Option<Span> {
    let before = nick.start - 1;
    let name = names.get(names.partition_point(|name| name.to <= before)).filter(|name| name.from <= before);
    let word = page.word(before);
    let plain = word.has(GIVEN) && !word.is_common() && page.capital[before];
    let from = match name {
        Some(name) if name.to != nick.start => return None,
        Some(name) if name.kind == Person || plain => name.from,
        Some(_) => return None,
        None => plain.then_some(before)?,
    };
    // Whoever has a surname already gets no second one.
    if before > from && !word.has(GIVEN) && !is_initial(page, before) {
        return None;
    }
    let last = nick.end;
    let particles = behind_particles(page, last);
    if particles > last {
        return Some(Span { from, to: particles, kind: Person });
    }
    let word = page.word(last);
    let other = matches!(word.entry.sense, Some(Sense::OrgHead | Sense::LegalForm | Sense::Calendar | Sense::Speech));
    let surname = page.capital[last] && !other && (word.has(SURNAME) || !word.is_common() && !word.has(COUNTRY));
    let behind = names.get(names.partition_point(|name| name.to <= last)).filter(|name| name.from <= last);
    // Somebody else is named in full behind it.
    if behind.is_some_and(|name| name.from == last && is_full(page, name)) {
        return None;
    }
    let to = match behind {
        Some(name) if name.from == last && name.kind == Person => name.to,
        Some(name) if name.from == last && name.to == last + 1 => name.to,
        Some(_) => return None,
        None => last + 1,
    };
    surname.then_some(Span { from, to, kind: Person })
}
