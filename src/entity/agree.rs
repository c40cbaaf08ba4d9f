//! Names of one document agree: one type for one name, parts of a name have the type of the whole,
//! and what is a name in one place is one in the others.

use super::EntityType::{self, Misc, Org, Person, Place};
use super::lexicon::{COUNTRY, DEMONYM, Hashed, PARTICLE, PLACE};
use super::lists::Sense;
use super::page::Page;
use super::shortened::is_kind_of_house;
use super::span::Span;
use super::tokens::Gap;
use super::tongue::Tongue;
use crate::text::terms::fold_term;
use std::collections::HashMap;
use std::ops::Range;

/// The most words of a name that is looked for in other places.
const LONGEST: usize = 6;

/// Makes the types of a document's names agree and adds the places that were missed.
pub(super) fn agree(page: &Page<'_>, names: &mut Vec<Span>) {
    by_majority(page, names);
    let parts = parts(page, names);
    for name in names.iter_mut().filter(|name| name.to - name.from == 1) {
        let word = page.word(name.from);
        let place = name.kind == Place && word.has(PLACE | COUNTRY);
        if let Some(&kind) = parts.get(&word.key)
            && !place
            && !word.has(COUNTRY | DEMONYM)
        {
            name.kind = kind;
        }
    }
    for name in names.iter_mut().filter(|name| name.to - name.from >= 2 && matches!(name.kind, Person | Misc)) {
        if is_house(page, name, &parts) {
            name.kind = Org;
        }
    }
    by_majority(page, names);
    make_whole(page, names);
    with_known_particles(page, names);
    add_missed(page, names, &parts);
}

fn by_majority(page: &Page<'_>, names: &mut [Span]) {
    // Where the place of the name is spoken of, somebody with a title before it says nothing about it.
    let mut placed: Hashed<()> = Hashed::default();
    let titled = names.iter().any(|name| is_titled(page, name));
    for at in 0..if titled { names.len() } else { 0 } {
        if is_place_here(page, names, at) {
            placed.insert(page.word(names[at].from).key, ());
        }
    }
    let apart = |name: &Span| is_titled(page, name) && placed.contains_key(&page.word(name.from).key);
    let mut votes: Hashed<[u32; 4]> = HashMap::default();
    for name in names.iter().filter(|name| !apart(name)) {
        votes.entry(page.key(name.from..name.to)).or_default()[name.kind as usize] += 1;
    }
    for at in 0..names.len() {
        let name = names[at];
        let Some(votes) = votes.get(&page.key(name.from..name.to)).filter(|_| !apart(&name)) else { continue };
        let kinds = [Person, Org, Place, EntityType::Misc];
        let most = votes.iter().copied().max().unwrap_or(0);
        // Of types that are told as often, the first in the order of the list.
        let kind = kinds.into_iter().find(|&kind| votes[kind as usize] == most).unwrap_or(name.kind);
        if kind != Person || !is_place_here(page, names, at) {
            names[at].kind = kind;
        }
    }
}

/// Somebody who is called as a place is, behind a title: "Ms London".
fn is_titled(page: &Page<'_>, name: &Span) -> bool {
    name.kind == Person
        && name.to - name.from == 1
        && name.from > 0
        && page.word(name.from).has(PLACE | COUNTRY)
        && page.capital[name.from - 1]
        && page.sense(name.from - 1) == Some(Sense::Title)
        && matches!(page.tokens[name.from].gap, Gap::Blank | Gap::Point)
}

/// A listed place that stands as places do, whoever else of the document is called so: "in Jordan", "Amman, Jordan".
fn is_place_here(page: &Page<'_>, names: &[Span], at: usize) -> bool {
    let name = &names[at];
    if name.kind != Place || name.from == 0 || !page.word(name.from).has(PLACE | COUNTRY) {
        return false;
    }
    let joined = |a: &Span, b: &Span| a.to == b.from && page.tokens[b.from].gap == Gap::Comma;
    let listed = |other: &Span| other.kind == Place && page.place_of(other.from) == Some(other.to);
    let beside = at > 0 && listed(&names[at - 1]) && joined(&names[at - 1], name)
        || names.get(at + 1).is_some_and(|next| listed(next) && joined(name, next));
    let before = name.from - 1;
    let led = !page.capital[before] && page.tokens[name.from].gap == Gap::Blank;
    let led = led && (page.sense(before) == Some(Sense::Where) || page.tokens[before].text == "of");
    led || beside
}

/// Words that stand for a longer name of the document: given names and surnames of its people, the
/// first words of its organisations. What could be either is neither.
fn parts(page: &Page<'_>, names: &[Span]) -> Hashed<EntityType> {
    let mut parts: Hashed<Option<EntityType>> = HashMap::default();
    let mut add = |key: u64, kind: EntityType| {
        let known = parts.entry(key).or_insert(Some(kind));
        *known = known.filter(|&known| known == kind);
    };
    for name in names.iter().filter(|name| name.to - name.from >= 2) {
        let (first, last) = (page.word(name.from), page.word(name.to - 1));
        match name.kind {
            Person => {
                add(last.key, Person);
                if !first.is_common() {
                    add(first.key, Person);
                }
            }
            Org if !first.is_common() && !first.has(COUNTRY | DEMONYM) && first.entry.sense.is_none() => {
                add(first.key, Org);
            }
            _ => {}
        }
        if name.kind == Org && is_team(page, name) {
            add(last.key, Org);
        }
    }
    parts.into_iter().filter_map(|(key, kind)| Some((key, kind?))).collect()
}

/// A place and one word in the plural, as teams are called: "San Diego Chargers".
fn is_team(page: &Page<'_>, name: &Span) -> bool {
    let last = name.to - 1;
    let word = page.word(last);
    page.place_of(name.from) == Some(last)
        && page.tokens[last].text.ends_with('s')
        && word.entry.sense.is_none()
        && !word.has(COUNTRY | DEMONYM | PLACE)
}

/// An organisation of the document with what kind of house it is behind it ("Apple Computer"), or any name with a
/// legal form behind it.
fn is_house(page: &Page<'_>, name: &Span, parts: &Hashed<EntityType>) -> bool {
    let form = |at: usize| page.sense(at) == Some(Sense::LegalForm);
    let kind = |at: usize| form(at) || is_kind_of_house(&fold_term(page.tokens[at].text));
    let first = page.word(name.from);
    page.capital[name.to - 1]
        && (form(name.to - 1)
            || parts.get(&first.key) == Some(&Org) && !first.has(COUNTRY) && (name.from + 1..name.to).all(kind))
}

/// A person whose full name the document has is named by all of it wherever it stands, not by a part of it.
fn make_whole(page: &Page<'_>, names: &mut Vec<Span>) {
    const MOST: usize = 4;
    let plain = |at: usize| page.capital[at] && page.sense(at).is_none() && !page.tokens[at].even;
    let known: Hashed<usize> = names
        .iter()
        .filter(|name| name.kind == Person && (2..=MOST).contains(&(name.to - name.from)))
        .filter(|name| (name.from..name.to).all(plain))
        .map(|name| (page.key(name.from..name.to), name.to - name.from))
        .collect();
    if known.is_empty() {
        return;
    }
    let mut out: Vec<Span> = Vec::with_capacity(names.len());
    let mut at = 0;
    while let Some(&name) = names.get(at) {
        // What is lacking may stand before the part that was found, and behind it; beside most names nothing can.
        let first = out.last().map_or(0, |last| last.to).max(name.from.saturating_sub(MOST - 1));
        let before = name.from > first && page.joins(name.from) && plain(name.from - 1);
        let behind = name.to < page.tokens.len() && page.joins(name.to) && plain(name.to);
        if !before && !behind {
            out.push(name);
            at += 1;
            continue;
        }
        let whole = (first..=name.from).find_map(|from| {
            let joined = (from + 1..(from + MOST).min(page.tokens.len())).take_while(|&at| page.joins(at)).count();
            let mut runs = (2..=joined + 1).rev().map(|length| from..from + length);
            let longer = |run: &Range<usize>| run.len() > name.to - name.from && run.end >= name.to;
            let is =
                |run: &Range<usize>| run.clone().all(plain) && known.get(&page.key(run.clone())) == Some(&run.len());
            runs.find(|run| longer(run) && is(run))
        });
        let inside = |end: usize| names[at..].iter().take_while(|next| next.to <= end).count();
        // No name may be cut by it.
        let cuts = |run: &Range<usize>| names.get(at + inside(run.end)).is_some_and(|next| next.from < run.end);
        match whole.filter(|run| !cuts(run)) {
            Some(run) => {
                at += inside(run.end);
                out.push(Span { from: run.start, to: run.end, kind: Person });
            }
            None => {
                out.push(name);
                at += 1;
            }
        }
    }
    *names = out;
}

/// "Van Osk" is named so where the document has an Aurel van Osk, with the capital that a particle has without the given
/// name.
fn with_known_particles(page: &Page<'_>, names: &mut [Span]) {
    let small = |at: &usize| !page.capital[*at] && page.word(*at).has(PARTICLE);
    let people = names.iter().filter(|name| name.kind == Person && name.to - name.from > 2);
    let tails: Hashed<()> = people
        .filter_map(|name| (name.from + 1..name.to - 1).find(small).map(|at| (page.key(at..name.to), ())))
        .collect();
    if tails.is_empty() {
        return;
    }
    let mut floor = 0;
    for name in names.iter_mut() {
        let before = name.from.checked_sub(1).filter(|&before| before >= floor && page.capital[before]);
        let before = before.filter(|&at| page.word(at).has(PARTICLE) && page.tokens[name.from].gap == Gap::Blank);
        if let Some(at) = before
            && name.kind == Person
            && tails.contains_key(&page.key(at..name.to))
        {
            name.from = at;
        }
        floor = name.to;
    }
}

/// Adds names that stand unmarked elsewhere in the document.
fn add_missed(page: &Page<'_>, names: &mut Vec<Span>, parts: &Hashed<EntityType>) {
    let mut known: Hashed<(usize, EntityType)> = HashMap::default();
    for name in names.iter() {
        known.insert(page.key(name.from..name.to), (name.to - name.from, name.kind));
    }
    let mut taken = vec![false; page.tokens.len()];
    names.iter().for_each(|name| taken[name.from..name.to].fill(true));
    let mut added = Vec::new();
    let mut at = 0;
    while at < page.tokens.len() {
        let found = if page.capital[at] && !taken[at] { missed_at(page, at, &taken, &known, parts) } else { None };
        if let Some(span) = found {
            at = span.to;
            added.push(span);
        } else {
            at += 1;
        }
    }
    if !added.is_empty() {
        names.extend(added);
        names.sort_by_key(|name| name.from);
    }
}

fn missed_at(
    page: &Page<'_>,
    at: usize,
    taken: &[bool],
    known: &Hashed<(usize, EntityType)>,
    parts: &Hashed<EntityType>,
) -> Option<Span> {
    if let Some(kind) = owner(page, at, known, parts) {
        return Some(Span { from: at, to: at + 1, kind });
    }
    let mut end = at + 1;
    while end < at + LONGEST && end < page.tokens.len() && page.joins(end) && !taken[end] {
        end += 1;
    }
    for to in (at + 1..=end).rev().filter(|&to| page.capital[to - 1]) {
        let single = to - at == 1;
        if single && !may_stand_alone(page, at, taken) {
            return None;
        }
        if let Some(&(length, kind)) = known.get(&page.key(at..to))
            && length == to - at
        {
            return Some(Span { from: at, to, kind });
        }
    }
    let kind = *parts.get(&page.word(at).key).filter(|&&kind| kind == Person || !page.word(at).has(PLACE))?;
    Some(Span { from: at, to: at + 1, kind })
}

/// Whose name a German genitive is: "Kerns" where the document has a Kern.
fn owner(
    page: &Page<'_>,
    at: usize,
    known: &Hashed<(usize, EntityType)>,
    parts: &Hashed<EntityType>,
) -> Option<EntityType> {
    const SHORTEST: usize = 4;
    if page.tongue != Tongue::German {
        return None;
    }
    let stem = page.tokens[at].text.strip_suffix('s').filter(|stem| stem.len() >= SHORTEST && !stem.ends_with('s'))?;
    let key = super::lexicon::key(&fold_term(stem));
    let whole = known.get(&super::lexicon::joined(0, key)).map(|&(_, kind)| kind);
    parts.get(&key).copied().filter(|&kind| kind == Person).or(whole.filter(|&kind| kind != Misc))
}

/// A lone word that is a name elsewhere is one here unless it is a common word or a part of a run
/// of capitals, which would be another name.
fn may_stand_alone(page: &Page<'_>, at: usize, taken: &[bool]) -> bool {
    let next = page.tokens.get(at + 1).is_some_and(|_| page.joins(at + 1) && page.is_proper(at + 1));
    let before = at > 0
        && page.joins(at)
        && page.is_proper(at - 1)
        && !taken[at - 1]
        && page.sense(at - 1) != Some(Sense::Title);
    let word = page.word(at);
    !next && !before && !word.is_common() && word.entry.sense.is_none() && page.tokens[at].text.chars().count() > 1
}
