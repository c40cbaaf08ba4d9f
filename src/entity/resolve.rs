//! Which mentions of a document are one entity.

use super::EntityType::{self, Org, Person, Place};
use super::links::Links;
use super::lists::LISTS;
use super::names::{Parts, clean, name_key, parts, variants, words};
use super::stated;
use super::{Mention, titles};
use std::collections::{BTreeMap, HashMap};

/// An entity as one document has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LocalEntity {
    /// The fullest form, without title and possessive, white space collapsed.
    pub name: String,
    pub kind: EntityType,
    /// Indexes into the mentions, in order.
    pub mentions: Vec<usize>,
}

/// Two names that the text says are one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alias {
    pub short: String,
    pub long: String,
    /// Why: `acronym in brackets`, `stated`.
    pub reason: String,
}

/// The entities of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Resolved {
    pub entities: Vec<LocalEntity>,
    pub aliases: Vec<Alias>,
}

/// The mentions of a document under one name.
pub(super) struct Form {
    pub name: String,
    pub key: String,
    pub kind: EntityType,
    pub mentions: Vec<usize>,
}

/// Resolves the mentions of a text; every mention belongs to one entity.
pub fn resolve(text: &str, mentions: &[Mention]) -> Resolved {
    let (forms, form_of) = forms(text, mentions);
    let mut links = Links::of(forms.len());
    let mut aliases = Vec::new();
    stated::acronyms(text, mentions, &forms, &form_of, &mut links, &mut aliases);
    people(&forms, &mut links);
    organisations(&forms, &mut links);
    initials(&forms, &mut links);
    stated::aliases(text, mentions, &forms, &form_of, &mut links, &mut aliases);
    let mut grouped: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (mention, &form) in form_of.iter().enumerate() {
        grouped.entry(links.root(form)).or_default().push(mention);
    }
    let mut entities: Vec<LocalEntity> = grouped
        .into_iter()
        .map(|(root, mentions)| LocalEntity { name: forms[root].name.clone(), kind: forms[root].kind, mentions })
        .collect();
    entities.sort_by_key(|entity| entity.mentions[0]);
    Resolved { entities, aliases }
}

/// The names of a document, and for each mention its name. A bare surname behind Mr and one behind
/// Mrs are two names.
fn forms(text: &str, mentions: &[Mention]) -> (Vec<Form>, Vec<usize>) {
    let mut forms: Vec<Form> = Vec::new();
    let mut form_of = Vec::with_capacity(mentions.len());
    let mut by_key: HashMap<(String, EntityType, Option<titles::Gender>), usize> = HashMap::new();
    let genders = titles::genders(text, mentions);
    for (index, mention) in mentions.iter().enumerate() {
        let surface = clean(&text[mention.start as usize..mention.end as usize]);
        let key = name_key(&surface);
        let at = *by_key.entry((key.clone(), mention.kind, genders[index])).or_insert_with(|| {
            forms.push(Form { name: surface.clone(), key, kind: mention.kind, mentions: Vec::new() });
            forms.len() - 1
        });
        if is_better(&surface, &forms[at].name) {
            forms[at].name = surface;
        }
        forms[at].mentions.push(index);
        form_of.push(at);
    }
    (forms, form_of)
}

/// A spelling in mixed case is better than one in capitals.
fn is_better(new: &str, old: &str) -> bool {
    let capitals =
        |name: &str| name.split(' ').filter(|word| word.len() > 3).any(|word| !word.chars().any(char::is_lowercase));
    capitals(old) && !capitals(new)
}

/// A surname, a given name or a variant is the one person of the document whose name holds it.
fn people(forms: &[Form], links: &mut Links) {
    let people: Vec<(usize, Parts)> = forms
        .iter()
        .enumerate()
        .filter(|(_, form)| form.kind == Person)
        .map(|(at, form)| (at, parts(&form.name)))
        .collect();
    let mut by_tail: BTreeMap<&str, Vec<(usize, &Parts)>> = BTreeMap::new();
    for (at, parts) in people.iter().filter(|(_, parts)| !parts.given.is_empty()) {
        by_tail.entry(parts.tail()).or_default().push((*at, parts));
    }
    for block in by_tail.values() {
        let parts: Vec<&Parts> = block.iter().map(|&(_, parts)| parts).collect();
        for set in variants(&parts) {
            let fullness = |at: usize| {
                let letters: usize = parts[at].given.iter().map(|given| given.chars().count().min(2)).sum();
                (letters, forms[block[at].0].mentions.len(), std::cmp::Reverse(block[at].0))
            };
            let Some(best) = set.iter().copied().max_by_key(|&at| fullness(at)) else { continue };
            for at in set.into_iter().filter(|&at| at != best) {
                links.join(block[at].0, block[best].0);
            }
        }
    }
    short_forms(&people, &by_tail, links);
}

fn short_forms(people: &[(usize, Parts)], by_tail: &BTreeMap<&str, Vec<(usize, &Parts)>>, links: &mut Links) {
    let mut by_given: HashMap<&str, Vec<usize>> = HashMap::new();
    for (at, parts) in people {
        if let Some(first) = parts.given.first() {
            by_given.entry(first).or_default().push(*at);
        }
    }
    let mut bare: HashMap<&str, usize> = HashMap::new();
    for (_, parts) in people.iter().filter(|(_, parts)| parts.given.is_empty()) {
        *bare.entry(&parts.surname).or_default() += 1;
    }
    for (at, parts) in people.iter().filter(|(_, parts)| parts.given.is_empty()) {
        // Mr and Mrs of one surname: which of them the full name is, nobody knows.
        if bare[parts.surname.as_str()] > 1 {
            continue;
        }
        let by_surname = by_tail.get(parts.tail()).into_iter().flatten();
        let bearers = by_surname.filter(|(_, full)| {
            full.surname == parts.surname || full.surname.ends_with(&format!(" {}", parts.surname))
        });
        let mut owners: Vec<usize> = bearers.map(|&(other, _)| links.root(other)).collect();
        if owners.is_empty() {
            owners = by_given.get(parts.surname.as_str()).into_iter().flatten().map(|&at| links.root(at)).collect();
        }
        owners.sort_unstable();
        owners.dedup();
        if let [owner] = owners.as_slice() {
            links.join(*at, *owner);
        }
    }
}

/// The first words of one organisation's name alone ("Brookings"), where no other begins so and they
/// are no place or people.
fn organisations(forms: &[Form], links: &mut Links) {
    let mut by_start: HashMap<&str, Vec<usize>> = HashMap::new();
    for (at, form) in forms.iter().enumerate().filter(|(_, form)| form.kind == Org) {
        for (end, _) in form.key.match_indices(' ').take(4) {
            by_start.entry(&form.key[..end]).or_default().push(at);
        }
    }
    for (at, form) in forms.iter().enumerate() {
        let listed = LISTS.countries.contains(form.key.as_str()) || LISTS.demonyms.contains(form.key.as_str());
        if matches!(form.kind, Person | Place) || listed || links.root(at) != at {
            continue;
        }
        if let Some(owner) = only(by_start.get(form.key.as_str()), links) {
            links.join(at, owner);
        }
    }
}

/// "EU" where the document names one European Union: the first letters of its words.
fn initials(forms: &[Form], links: &mut Links) {
    let mut by_initials: HashMap<(String, EntityType), Vec<usize>> = HashMap::new();
    for (at, form) in forms.iter().enumerate().filter(|(_, form)| form.kind != Person) {
        let firsts = form.name.split([' ', '-']).filter_map(|word| word.chars().next());
        let letters: String = firsts.filter(|first| first.is_uppercase()).collect();
        if letters.chars().count() >= 2 {
            by_initials.entry((letters, form.kind)).or_default().push(at);
        }
    }
    for (at, form) in forms.iter().enumerate().filter(|(_, form)| form.kind != Person) {
        let letters: String = form.name.chars().filter(|&c| c != '.').collect();
        let acronym = letters.chars().count() <= 6 && letters.chars().all(char::is_uppercase);
        if !acronym || links.root(at) != at {
            continue;
        }
        if let Some(owner) = only(by_initials.get(&(letters, form.kind)), links) {
            links.join(at, owner);
        }
    }
}

/// The one entity that all of some names belong to.
fn only(names: Option<&Vec<usize>>, links: &Links) -> Option<usize> {
    let mut roots = names?.iter().map(|&at| links.root(at));
    let first = roots.next()?;
    roots.all(|root| root == first).then_some(first)
}

/// The capitals of the acronym are first letters of the long name's words, in order; one in four may
/// come from inside a word.
pub(super) fn stands_for(short: &str, long: &str) -> bool {
    let letters: Vec<char> = short.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect();
    let firsts: Vec<char> = words(long).iter().filter_map(|word| word.chars().next()).collect();
    if short.contains(' ') || letters.len() < 2 || firsts.len() < 2 || letters.first() != firsts.first() {
        return false;
    }
    let mut rest = letters.iter().peekable();
    for first in &firsts {
        rest.next_if_eq(&first);
    }
    rest.count() * 4 <= letters.len()
}
