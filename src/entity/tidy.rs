//! What must hold of a name whatever the model thinks: rules on single names and their neighbours.

use super::EntityType::{Misc, Org, Person, Place};
use super::agree::agree;
use super::lexicon::{COUNTRY, DEMONYM, GIVEN, PARTICLE, PLACE, SURNAME};
use super::lists::Sense;
use super::page::Page;
use super::recognise::Span;
use super::tokens::Gap;

/// Mends the names of a document; they stay in order and do not overlap.
pub(super) fn tidy(page: &Page<'_>, names: Vec<Span>) -> Vec<Span> {
    let names = with_spelt_out(page, names);
    let names = merged(page, names);
    let mut names: Vec<Span> = names.into_iter().filter_map(|name| cut(page, name)).collect();
    for name in &mut names {
        name.kind = told(page, name);
    }
    agree(page, &mut names);
    names
}

/// Puts the long names that acronyms in brackets stand for in place of what the model made of them.
fn with_spelt_out(page: &Page<'_>, names: Vec<Span>) -> Vec<Span> {
    let spelt_out = spelt_out(page);
    if spelt_out.is_empty() {
        return names;
    }
    let free = |name: &Span| {
        let next = spelt_out.partition_point(|long| long.to <= name.from);
        spelt_out.get(next).is_none_or(|long| long.from >= name.to)
    };
    let mut out: Vec<Span> = names.iter().copied().filter(free).collect();
    for long in &spelt_out {
        let same = names.iter().find(|name| (name.from, name.to) == (long.from, long.to));
        let kind = same.map(|name| name.kind).filter(|&kind| kind != Person).unwrap_or(Org);
        out.push(Span { kind, ..*long });
    }
    out.sort_by_key(|name| name.from);
    out
}

/// What stands before an acronym in brackets and spells it out: the capitals of its words are the
/// acronym's letters, in order, with small words between them.
fn spelt_out(page: &Page<'_>) -> Vec<Span> {
    const LONGEST: usize = 8;
    let mut out: Vec<Span> = Vec::new();
    for (at, token) in page.tokens.iter().enumerate().filter(|(_, token)| token.bracketed && token.is_capitals()) {
        let mut letters: Vec<char> = token.text.chars().filter(|c| c.is_alphabetic()).collect();
        let least = out.last().map_or(0, |last| last.to).max(at.saturating_sub(letters.len() * 2 + 2));
        if letters.len() > LONGEST {
            continue;
        }
        let mut from = at;
        while from > least && !letters.is_empty() {
            if from < at && !page.tokens[from].gap.joins() {
                break;
            }
            let word = page.tokens[from - 1].text;
            if page.capital[from - 1] {
                if letters.pop() != word.chars().next() {
                    letters.push(' ');
                    break;
                }
            } else if word.len() > 3 {
                break;
            }
            from -= 1;
        }
        if letters.is_empty() && at - from >= 2 {
            out.push(Span { from, to: at, kind: Org });
        }
    }
    out
}

/// Joins what the model parted: a word without a type of its own before a person's surname, and a
/// small particle before it.
fn merged(page: &Page<'_>, names: Vec<Span>) -> Vec<Span> {
    let mut out: Vec<Span> = Vec::with_capacity(names.len());
    for mut name in names {
        if name.kind == Person
            && let Some(last) = out.last_mut().filter(|last| last.to == name.from)
            && last.to - last.from == 1
            && page.tokens[name.from].gap == Gap::Blank
            && last.kind != Place
            && !page.word(last.from).has(DEMONYM)
            && !page.tokens[last.from].is_capitals()
            && page.sense(last.from).is_none()
        {
            (last.to, last.kind) = (name.to, Person);
            continue;
        }
        let floor = out.last().map_or(0, |last| last.to);
        while name.kind == Person && name.from > floor && is_leading_particle(page, name.from - 1) {
            name.from -= 1;
        }
        out.push(name);
    }
    out
}

/// A particle in lower case right before a name, of those that are no words of English.
fn is_leading_particle(page: &Page<'_>, at: usize) -> bool {
    page.tokens[at + 1].gap == Gap::Blank
        && matches!(page.tokens[at].text, "van" | "von" | "der" | "den" | "bin" | "ibn" | "al" | "ter" | "zu")
}

/// Cuts titles and small words off the ends of a name; `None` when nothing is left that names.
fn cut(page: &Page<'_>, mut name: Span) -> Option<Span> {
    let small = |at: usize| !page.capital[at] && !page.tokens[at].is_number() && !page.word(at).has(PARTICLE);
    while name.from < name.to && small(name.from) {
        name.from += 1;
    }
    while name.from < name.to && !page.capital[name.to - 1] && !page.tokens[name.to - 1].is_number() {
        name.to -= 1;
    }
    let title = |at: usize| page.sense(at) == Some(Sense::Title) && page.capital[at];
    let head = |at: usize| matches!(page.sense(at), Some(Sense::OrgHead | Sense::PlaceHead | Sense::LegalForm));
    let small_word = |at: usize| !page.capital[at] && !page.word(at).has(PARTICLE);
    let titled_person = name.kind != Person
        && name.to - name.from <= 4
        && title(name.from)
        && (name.from + 1..name.to).all(|at| !head(at) && !small_word(at) && !title(at))
        && page.word(name.to - 1).has(SURNAME | GIVEN);
    if titled_person && name.to - name.from > 1 {
        name.kind = Person;
    }
    while name.kind == Person && name.to - name.from > 1 && title(name.from) && !is_given(page, name) {
        name.from += 1;
    }
    let single = name.to - name.from == 1;
    let calendar = single && page.sense(name.from) == Some(Sense::Calendar) && name.kind != Person;
    let lone_title = single && title(name.from) && !page.word(name.from).has(SURNAME | GIVEN);
    (name.from < name.to && !calendar && !lone_title).then_some(name)
}

/// A title that is a given name too ("Dean Kern"), not written as a title elsewhere.
fn is_given(page: &Page<'_>, name: Span) -> bool {
    let word = page.word(name.from);
    word.has(GIVEN) && !word.is_common()
}

/// The type that words right beside a name say it has, against the model.
fn told(page: &Page<'_>, name: &Span) -> super::EntityType {
    const FAMILY: [&str; 8] = ["brothers", "sisters", "family", "twins", "couple", "siblings", "clan", "dynasty"];
    const GROUPS: [&str; 7] = ["newspaper", "company", "firm", "magazine", "broadcaster", "airline", "agency"];
    const HOUSES: [&str; 10] = [
        "offices",
        "headquarters",
        "spokesman",
        "spokeswoman",
        "subsidiary",
        "employees",
        "shareholders",
        "shares",
        "newsroom",
        "editor",
    ];
    let before = |back: usize| name.from.checked_sub(back).map(|at| page.tokens[at].text).unwrap_or_default();
    let behind = page.tokens.get(name.to).filter(|token| token.gap == Gap::Blank).map_or("", |token| token.text);
    let listed = name.to - name.from >= 2 && page.word(name.from).has(GIVEN) && page.word(name.to - 1).has(SURNAME);
    let group = page.tokens[name.from].gap == Gap::Blank
        && name.from.checked_sub(1).is_some_and(|at| {
            GROUPS.contains(&page.tokens[at].text) || page.sense(at) == Some(Sense::Group) && !page.capital[at]
        });
    let house = page.tokens[name.from].gap == Gap::Blank
        && (before(1) == "of" && HOUSES.contains(&before(2))
            || matches!((before(1), before(2)), ("for", "spokesman" | "spokeswoman")));
    let place = name.kind == Place && page.word(name.from).has(PLACE | COUNTRY);
    if FAMILY.contains(&behind) && !place && !page.word(name.from).has(DEMONYM) && name.to - name.from <= 2 {
        return if page.sense(name.from).is_none() { Person } else { name.kind };
    }
    match name.kind {
        Person | Misc if (group || house) && !listed => Org,
        kind => kind,
    }
}
