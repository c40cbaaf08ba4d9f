//! Which mentions of a document are one entity.

use super::EntityType::{self, Person};
use super::Mention;
use super::countries;
use super::form::{Alias, Form};
use super::forms::forms;
use super::links::Links;
use super::names::{Parts, parts, variants};
use super::shortened;
use super::stated;
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

/// The entities of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Resolved {
    pub entities: Vec<LocalEntity>,
    pub aliases: Vec<Alias>,
}

/// Resolves the mentions of a text; every mention belongs to one entity.
pub fn resolve(text: &str, mentions: &[Mention]) -> Resolved {
    let (forms, form_of) = forms(text, mentions);
    let mut links = Links::of(forms.len());
    let mut aliases = Vec::new();
    stated::acronyms(text, mentions, &forms, &form_of, &mut links, &mut aliases);
    people(&forms, &mut links);
    one_country(&forms, &mut links);
    shortened::organisations(&forms, &mut links, &mut aliases);
    shortened::without_place(&forms, &mut links);
    let is_numbered = |form: &Form| {
        form.mentions.iter().any(|&at| {
            let behind = text[mentions[at].end as usize..].trim_start_matches(['.', ' ', '\u{a0}']);
            behind.starts_with(|c: char| c.is_ascii_digit() || c == '\u{a7}')
        })
    };
    shortened::initials(&forms, is_numbered, &mut links, &mut aliases);
    stated::aliases(text, mentions, &forms, &form_of, &mut links, &mut aliases);
    let mut grouped: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (mention, &form) in form_of.iter().enumerate() {
        grouped.entry(links.root(form)).or_default().push(mention);
    }
    let mut entities: Vec<LocalEntity> = grouped
        .into_iter()
        .map(|(root, mentions)| LocalEntity { name: forms[root].called(), kind: forms[root].kind, mentions })
        .collect();
    entities.sort_by_key(|entity| entity.mentions[0]);
    Resolved { entities, aliases }
}

/// Names of one country, which all know, the usual one first.
fn one_country(forms: &[Form], links: &mut Links) {
    let mut by_usual: BTreeMap<(String, EntityType), usize> = BTreeMap::new();
    let mut ranked: Vec<usize> = (0..forms.len()).filter(|&at| forms[at].kind != Person).collect();
    ranked
        .sort_by_key(|&at| (countries::is_other_name(&forms[at].key), std::cmp::Reverse(forms[at].mentions.len()), at));
    for at in ranked {
        let usual = countries::usual(&forms[at].key).into_owned();
        let first = *by_usual.entry((usual, forms[at].kind)).or_insert(at);
        if first != at {
            links.join(at, first);
        }
    }
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
