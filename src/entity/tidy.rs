//! What must hold of a name whatever the model thinks: rules on single names and their neighbours.

use super::EntityType::{Org, Person, Place};
use super::agree::agree;
use super::cues;
use super::lexicon::{COMMON, COUNTRY, DEMONYM, GIVEN, PARTICLE, PLACE, SURNAME};
use super::lists::{FAMILY, Sense};
use super::names::is_honorific;
use super::page::Page;
use super::particles::{extended, with_particle, with_particles, without_attached};
use super::partners::with_partners;
use super::span::Span;
use super::streets::with_street;
use super::tokens::Gap;
use super::tongue::Tongue;
use super::weekdays::without_days;
use super::{firms, frames, honoured, houses, inverted, listed, nameless, nicknames, offices};
use super::{portfolios, roles, seats, states, stops, suffixes, verbs};
use crate::text::classes::is_apostrophe;
use crate::text::terms::fold_term;
use std::ops::Range;

/// Mends the names of a document; they stay in order and do not overlap.
pub(super) fn tidy(page: &Page<'_>, names: Vec<Span>) -> Vec<Span> {
    let names = verbs::parted(page, seats::without_seats(page, stops::parted(page, names)));
    let names = listed::with_listed(page, frames::with_framed(page, with_families(page, with_spelt_out(page, names))));
    let mut names = with_agencies(page, names);
    // Where every noun has a capital and "der" is an article, these would find names in everything.
    if page.tongue != Tongue::German {
        names = merged(page, with_unknown(page, with_particles(page, names)));
    }
    let names = with_partners(page, inverted::joined(page, nicknames::joined(page, names)));
    let names =
        portfolios::without_offices(page, portfolios::joined(page, honoured::without_seats_of_peers(page, names)));
    let dayless = |name: Span| without_days(page, name);
    let attached = |name: Span| cut(page, offices::without_office(page, without_attached(page, dayless(name))));
    let names = suffixes::settled(page, names.into_iter().filter_map(attached).collect());
    let names = states::settled(page, offices::without_ranks(page, names));
    let names = houses::joined(page, nameless::without(page, firms::with_forms(page, names)));
    let mut names = roles::without_roles(page, honoured::with_honoured(page, names));
    for name in &mut names {
        name.kind = cues::told(page, name);
    }
    if page.tongue == Tongue::French {
        for at in 0..names.len() {
            let floor = at.checked_sub(1).map_or(0, |before| names[before].to);
            names[at] = with_street(page, names[at], floor);
        }
    }
    agree(page, &mut names);
    names
}

/// Mends the names that a model has found: no titles before people, and one type for one name in a
/// document. What is a name is the model's to say.
#[cfg(feature = "candle")]
pub(super) fn settle(page: &Page<'_>, mut names: Vec<Span>) -> Vec<Span> {
    names.iter_mut().for_each(|name| without_titles(page, name));
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
        // The acronym itself stands right behind its brackets' opening.
        if !names.iter().any(|name| name.from <= long.to && long.to < name.to) {
            out.push(Span { from: long.to, to: long.to + 1, kind: Org });
        }
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

/// Adds the surnames of families: "the Kern brothers".
fn with_families(page: &Page<'_>, mut names: Vec<Span>) -> Vec<Span> {
    let mut added = Vec::new();
    for at in 1..page.tokens.len() {
        let word = page.word(at - 1);
        let surname = page.capital[at - 1]
            && page.tokens[at].gap == Gap::Blank
            && FAMILY.contains(&page.tokens[at].text)
            && !word.has(DEMONYM | COUNTRY)
            && word.entry.sense.is_none()
            && !word.is_common();
        let next = names.partition_point(|name| name.to < at);
        if surname && names.get(next).is_none_or(|name| name.from >= at) {
            added.push(Span { from: at - 1, to: at, kind: Person });
        }
    }
    if !added.is_empty() {
        names.extend(added);
        names.sort_by_key(|name| name.from);
    }
    names
}

/// Adds the agencies of datelines: "OSLO (HPA) --", "(HPA)In".
fn with_agencies(page: &Page<'_>, mut names: Vec<Span>) -> Vec<Span> {
    const FAR: usize = 5;
    for (at, token) in page.tokens.iter().enumerate().filter(|(_, token)| token.bracketed && token.is_capitals()) {
        let begins = (at.saturating_sub(FAR)..=at).any(|near| page.tokens[near].gap == Gap::Break);
        let ends = page.tokens.get(at + 1).is_some_and(|next| {
            next.gap == Gap::Dash || next.gap == Gap::Close && next.start(page.text) == token.end(page.text) + 1
        });
        let next = names.partition_point(|name| name.to <= at);
        if begins && ends && names.get(next).is_none_or(|name| name.from > at) {
            names.insert(next, Span { from: at, to: at + 1, kind: Org });
        }
    }
    names
}

/// Adds lone words in mid-sentence whose capital nothing but a name explains and which the model does
/// not know.
fn with_unknown(page: &Page<'_>, names: Vec<Span>) -> Vec<Span> {
    let mut out = Vec::with_capacity(names.len());
    let mut known = names.into_iter().peekable();
    let mut at = 0;
    while at < page.tokens.len() {
        if let Some(name) = known.next_if(|name| name.from <= at) {
            out.push(name);
            at = name.to.max(at);
            continue;
        }
        let next = known.peek().map_or(usize::MAX, |name| name.from);
        let before = out.last().map_or(0, |name: &Span| name.to);
        if next > at + 1 && (at == 0 || before < at) && is_unknown_name(page, at) {
            out.push(Span { from: at, to: at + 1, kind: cues::of_unknown(page, at) });
        }
        at += 1;
    }
    out.extend(known);
    out
}

fn is_unknown_name(page: &Page<'_>, at: usize) -> bool {
    if !page.capital[at] {
        return false;
    }
    let (token, word) = (&page.tokens[at], page.word(at));
    let alone = |at: usize| !(page.tokens.get(at).is_some() && page.joins(at));
    let before = at == 0 || alone(at) || !page.capital[at - 1];
    let behind = alone(at + 1) || !page.capital[at + 1];
    before
        && behind
        && !page.is_loose(at)
        && matches!(token.gap, Gap::Blank | Gap::Comma)
        && token.text.chars().count() > 2
        && token.text.chars().all(|c| c.is_alphabetic() || c == '-')
        && word.here() == 1
        && !word.has(COMMON)
        && word.entry.sense.is_none()
        && word.entry.clusters[0] == 0
}

/// Joins what the model parted: a word without a type of its own before a person's surname, and a
/// small particle before it.
fn merged(page: &Page<'_>, names: Vec<Span>) -> Vec<Span> {
    let mut out: Vec<Span> = Vec::with_capacity(names.len());
    for name in names {
        if out.last().is_some_and(|last| last.to > name.from) {
            continue;
        }
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
        if page.tokens[name.from].gap == Gap::Ampersand
            && let Some(last) = out.last_mut().filter(|last| last.to == name.from && last.to - last.from == 1)
            && (name.to - name.from == 1 || name.kind != Person)
            && last.kind != Place
        {
            (last.to, last.kind) = (name.to, Org);
            continue;
        }
        let floor = out.last().map_or(0, |last| last.to);
        out.push(match name.kind {
            Person => extended(page, name, floor),
            Org => with_particle(page, name, floor),
            _ => name,
        });
    }
    out
}

/// Cuts titles and small words off the ends of a name; `None` when nothing is left that names.
fn cut(page: &Page<'_>, mut name: Span) -> Option<Span> {
    let small = |at: usize| !page.capital[at] && !page.tokens[at].is_number() && !page.word(at).has(PARTICLE);
    let dated = |at: usize| page.sense(at) == Some(Sense::Calendar) && at + 1 < name.to && small(at + 1);
    while name.from < name.to && (small(name.from) || dated(name.from)) {
        name.from += 1;
    }
    while name.from < name.to && !page.capital[name.to - 1] && !page.tokens[name.to - 1].is_number() {
        name.to -= 1;
    }
    let title = |at: usize| is_title(page, at);
    let head = |at: usize| matches!(page.sense(at), Some(Sense::OrgHead | Sense::PlaceHead | Sense::LegalForm));
    let small_word = |at: usize| !page.capital[at] && !page.word(at).has(PARTICLE);
    let titled_person = name.kind != Person
        && name.to - name.from <= 4
        && title(name.from)
        && (name.from + 1..name.to).all(|at| !head(at) && !small_word(at) && !title(at))
        && page.word(name.to - 1).has(SURNAME | GIVEN);
    if name.to - name.from > 1 && (titled_person || name.kind != Person && is_honoured(page, name.from + 1..name.to)) {
        name.kind = Person;
    }
    without_titles(page, &mut name);
    if is_honoured(page, name.from..name.to) {
        name.kind = Person;
    }
    let single = name.to - name.from == 1;
    let calendar = single && page.sense(name.from) == Some(Sense::Calendar) && name.kind != Person;
    let named = page.tokens.get(name.to).is_some_and(|next| matches!(next.gap, Gap::Blank | Gap::Point));
    let lone_title =
        single && title(name.from) && (!page.word(name.from).has(SURNAME | GIVEN) || named && page.capital[name.to]);
    // A headline's capitals say nothing of words that the text below writes small.
    let headed = |at: usize| page.tokens[at].heading && page.word(at).is_small_here();
    let headline = (name.from..name.to).all(headed);
    let shortened = single && is_shortened(page.tokens[name.from].text);
    let letter = single && is_letter(page.tokens[name.from].text);
    (name.from < name.to && !calendar && !lone_title && !headline && !shortened && !letter).then_some(name)
}

/// A single letter, which marks an item of a list or stands for anybody.
fn is_letter(word: &str) -> bool {
    let mut chars = word.chars();
    matches!((chars.next(), chars.next()), (Some(c), None) if c.is_uppercase())
}

/// True for a few words that a name can be made of with "Mr" or "Sen" right before them.
fn is_honoured(page: &Page<'_>, words: Range<usize>) -> bool {
    const MOST: usize = 3;
    let (Some(before), Some(first)) = (words.start.checked_sub(1), page.tokens.get(words.start)) else { return false };
    let fit = |at: usize| {
        let word = page.word(at);
        // "Mr Clinton" is no town.
        let person = words.len() == 1 && word.has(SURNAME) && word.has(PLACE) && !page.tokens[at].even;
        let part = page.capital[at] && word.entry.sense.is_none() && !word.has(DEMONYM | COUNTRY | PLACE) || person;
        part || word.has(PARTICLE) && at + 1 < words.end
    };
    matches!(first.gap, Gap::Blank | Gap::Point)
        && page.capital[before]
        && is_honorific(&fold_term(page.tokens[before].text))
        && words.len() <= MOST
        && words.clone().all(fit)
}

/// Cuts the titles off a person's name.
fn without_titles(page: &Page<'_>, name: &mut Span) {
    while name.kind == Person
        && name.to - name.from > 1
        && is_title(page, name.from)
        && !is_given(page, *name)
        && !offices::is_initial(page, name)
    {
        name.from += 1;
    }
}

fn is_title(page: &Page<'_>, at: usize) -> bool {
    page.sense(at) == Some(Sense::Title) && page.capital[at]
}

/// "Don't", "They'll": two words of the language, whatever their capital.
fn is_shortened(word: &str) -> bool {
    let Some((at, mark)) = word.char_indices().rfind(|&(_, c)| is_apostrophe(c)) else { return false };
    let ending = word[at + mark.len_utf8()..].to_ascii_lowercase();
    matches!(ending.as_str(), "re" | "ve" | "ll" | "d" | "m") || ending == "t" && word[..at].ends_with(['n', 'N'])
}

/// A title that is a given name too ("Dean Kern"), not written as a title elsewhere.
fn is_given(page: &Page<'_>, name: Span) -> bool {
    let word = page.word(name.from);
    word.has(GIVEN) && !word.is_common()
}
