//! Which names are one entity over all documents.

use super::EntityType;
use super::lists::LISTS;
use super::names::{are_close, name_key, parts};
use std::collections::{BTreeMap, HashMap};

/// A name as the library has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    pub name: String,
    pub kind: EntityType,
    pub documents: u32,
    pub mentions: u32,
}

/// An alias that documents state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatedAlias {
    pub short: String,
    pub long: String,
    pub documents: u32,
}

/// For each name the index of the one that stands for its entity. The result does not depend on the
/// order of the names; the work is near-linear, as only names of one surname are compared.
pub fn across(names: &[Name], aliases: &[StatedAlias]) -> Vec<usize> {
    let mut head: Vec<usize> = (0..names.len()).collect();
    let keys: Vec<String> = names.iter().map(|name| name_key(&name.name)).collect();
    let mut by_key: BTreeMap<(&str, EntityType), Vec<usize>> = BTreeMap::new();
    for (at, key) in keys.iter().enumerate() {
        by_key.entry((key, names[at].kind)).or_default().push(at);
    }
    for same in by_key.values() {
        for &at in same {
            join(&mut head, names, same[0], at);
        }
    }
    variants(names, &by_key, &mut head);
    bare_surnames(names, &by_key, &mut head);
    one_type(names, &keys, &mut head);
    stated(names, &keys, aliases, &mut head);
    (0..names.len()).map(|at| root(&head, at)).collect()
}

fn root(head: &[usize], mut at: usize) -> usize {
    while head[at] != at {
        at = head[at];
    }
    at
}

/// Joins two sets; the better name stands for both, whatever the order in which they came.
fn join(head: &mut [usize], names: &[Name], a: usize, b: usize) {
    let (a, b) = (root(head, a), root(head, b));
    if a == b {
        return;
    }
    let rank = |at: usize| {
        (
            names[at].name.split(' ').count().min(2),
            names[at].mentions,
            std::cmp::Reverse(names[at].name.clone()),
            names[at].kind,
        )
    };
    let (keep, give) = if rank(a) >= rank(b) { (a, b) } else { (b, a) };
    head[give] = keep;
}

/// People of one surname whose given names are spellings of one, where only two sets come in
/// question.
fn variants(names: &[Name], by_key: &BTreeMap<(&str, EntityType), Vec<usize>>, head: &mut [usize]) {
    let mut by_surname: BTreeMap<String, Vec<(Vec<String>, usize)>> = BTreeMap::new();
    for (&(_, kind), same) in by_key {
        let (given, surname) = parts(&names[same[0]].name);
        if kind == EntityType::Person && !given.is_empty() {
            by_surname.entry(surname).or_default().push((given, same[0]));
        }
    }
    for people in by_surname.values().filter(|people| people.len() > 1) {
        let mut links: HashMap<usize, Vec<usize>> = HashMap::new();
        for (place, (given, at)) in people.iter().enumerate() {
            for (other_given, other) in &people[..place] {
                let length = given.len().min(other_given.len());
                let fits = given[..length].iter().zip(&other_given[..length]).all(|(a, b)| are_close(a, b));
                if fits {
                    links.entry(*at).or_default().push(*other);
                    links.entry(*other).or_default().push(*at);
                }
            }
        }
        let mut ends: Vec<_> =
            links.iter().filter(|(_, others)| others.len() == 1).map(|(&at, others)| (at, others[0])).collect();
        ends.sort_by(|a, b| names[a.0].name.cmp(&names[b.0].name));
        for (at, other) in ends {
            join(head, names, at, other);
        }
    }
}

/// A surname that no list knows and that only one person of the library bears is that person, also
/// in documents that give it alone.
fn bare_surnames(names: &[Name], by_key: &BTreeMap<(&str, EntityType), Vec<usize>>, head: &mut [usize]) {
    let mut bearers: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let mut bare: Vec<(String, usize)> = Vec::new();
    for (&(_, kind), same) in by_key.iter().filter(|(key, _)| key.1 == EntityType::Person) {
        let (given, surname) = parts(&names[same[0]].name);
        debug_assert_eq!(kind, EntityType::Person);
        if given.is_empty() {
            bare.push((surname, same[0]));
        } else {
            bearers.entry(surname).or_default().push(root(head, same[0]));
        }
    }
    for (surname, at) in bare {
        let rare = !LISTS.surnames.contains(surname.as_str()) && !LISTS.given.contains(surname.as_str());
        let Some(bearers) = bearers.get(&surname).filter(|_| rare) else { continue };
        if bearers.iter().all(|&bearer| root(head, bearer) == root(head, bearers[0])) {
            join(head, names, bearers[0], at);
        }
    }
}

/// A name under two types is one entity when one of them is rare beside the other.
fn one_type(names: &[Name], keys: &[String], head: &mut [usize]) {
    let mut by_key: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, key) in keys.iter().enumerate() {
        by_key.entry(key).or_default().push(at);
    }
    for same in by_key.values().filter(|same| same.len() > 1) {
        let mut weights: BTreeMap<EntityType, u32> = BTreeMap::new();
        for &at in same {
            *weights.entry(names[at].kind).or_default() += names[at].mentions;
        }
        let Some((&main, &most)) = weights.iter().max_by_key(|(kind, weight)| (**weight, std::cmp::Reverse(**kind)))
        else {
            continue;
        };
        let Some(&leader) = same.iter().find(|&&at| names[at].kind == main) else { continue };
        for &at in same.iter().filter(|&&at| names[at].kind != main) {
            if weights[&names[at].kind] * 4 <= most {
                join(head, names, leader, at);
            }
        }
    }
}

/// Short and long names that documents say are one, where nothing contradicts.
fn stated(names: &[Name], keys: &[String], aliases: &[StatedAlias], head: &mut [usize]) {
    let mut by_key: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, key) in keys.iter().enumerate() {
        by_key.entry(key).or_default().push(at);
    }
    let mut longs: BTreeMap<String, BTreeMap<String, u32>> = BTreeMap::new();
    for alias in aliases {
        *longs.entry(name_key(&alias.short)).or_default().entry(name_key(&alias.long)).or_default() += alias.documents;
    }
    for (short, candidates) in &longs {
        let all: u32 = candidates.values().sum();
        let Some((long, &most)) =
            candidates.iter().max_by_key(|(name, count)| (**count, std::cmp::Reverse((*name).clone())))
        else {
            continue;
        };
        if most * 4 < all * 3 {
            continue;
        }
        let (Some(shorts), Some(longs)) = (by_key.get(short.as_str()), by_key.get(long.as_str())) else { continue };
        for &at in shorts {
            join(head, names, longs[0], at);
        }
    }
}
