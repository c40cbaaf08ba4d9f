//! Which mentions of a document are one entity.

use super::names::{are_close, name_key, parts, words};
use super::{EntityType, Mention};
use crate::text::terms::fold_term;
use std::collections::{BTreeMap, HashMap};

/// An entity as one document has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LocalEntity {
    /// The fullest form, white space collapsed.
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

struct Form {
    name: String,
    kind: EntityType,
    mentions: Vec<usize>,
}

/// Resolves the mentions of a text; every mention belongs to one entity.
pub fn resolve(text: &str, mentions: &[Mention]) -> Resolved {
    let mut forms: Vec<Form> = Vec::new();
    let mut by_key: HashMap<(String, EntityType), usize> = HashMap::new();
    for (index, mention) in mentions.iter().enumerate() {
        let surface = collapsed(&text[mention.start as usize..mention.end as usize]);
        let key = (name_key(&surface), mention.kind);
        let at = *by_key.entry(key).or_insert_with(|| {
            forms.push(Form { name: surface.clone(), kind: mention.kind, mentions: Vec::new() });
            forms.len() - 1
        });
        if better(&surface, &forms[at].name) {
            forms[at].name = surface;
        }
        forms[at].mentions.push(index);
    }
    let mut head: Vec<usize> = (0..forms.len()).collect();
    let mut aliases = Vec::new();
    acronyms(text, mentions, &forms, &mut head, &mut aliases);
    people(&forms, &mut head);
    organisations(&forms, &mut head);
    stated(text, mentions, &forms, &mut head, &mut aliases);
    let mut grouped: BTreeMap<usize, LocalEntity> = BTreeMap::new();
    let order = |at: usize| forms[at].mentions[0];
    for at in 0..forms.len() {
        let root = root(&head, at);
        let entity = grouped.entry(order(root)).or_insert_with(|| LocalEntity {
            name: forms[root].name.clone(),
            kind: forms[root].kind,
            mentions: Vec::new(),
        });
        entity.mentions.extend(&forms[at].mentions);
    }
    let mut entities: Vec<LocalEntity> = grouped.into_values().collect();
    for entity in &mut entities {
        entity.mentions.sort_unstable();
    }
    entities.sort_by_key(|entity| entity.mentions[0]);
    Resolved { entities, aliases }
}

fn root(head: &[usize], mut at: usize) -> usize {
    while head[at] != at {
        at = head[at];
    }
    at
}

fn collapsed(surface: &str) -> String {
    surface.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A spelling in mixed case is better than one in capitals.
fn better(new: &str, old: &str) -> bool {
    let capitals =
        |name: &str| name.split(' ').filter(|word| word.len() > 3).any(|word| !word.chars().any(char::is_lowercase));
    capitals(old) && !capitals(new)
}

/// "Ministry of Harbours (MoH)", in either order.
fn acronyms(text: &str, mentions: &[Mention], forms: &[Form], head: &mut [usize], aliases: &mut Vec<Alias>) {
    let form_of: HashMap<usize, usize> = forms
        .iter()
        .enumerate()
        .flat_map(|(at, form)| form.mentions.iter().map(move |&mention| (mention, at)))
        .collect();
    for pair in 0..mentions.len().saturating_sub(1) {
        let (left, right) = (mentions[pair], mentions[pair + 1]);
        let between = &text[left.end as usize..right.start as usize];
        if between.trim() != "(" || !text[right.end as usize..].starts_with(')') {
            continue;
        }
        let (mut long, mut short) = (form_of[&pair], form_of[&(pair + 1)]);
        if stands_for(&forms[long].name, &forms[short].name) {
            std::mem::swap(&mut long, &mut short);
        } else if !stands_for(&forms[short].name, &forms[long].name) {
            continue;
        }
        let (long, short) = (root(head, long), root(head, short));
        if long != short {
            head[short] = long;
            aliases.push(Alias {
                short: forms[short].name.clone(),
                long: forms[long].name.clone(),
                reason: "acronym in brackets".into(),
            });
        }
    }
}

/// The capitals of the acronym are first letters of the long name's words, in order.
fn stands_for(short: &str, long: &str) -> bool {
    let letters: Vec<char> = short.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect();
    let firsts: Vec<char> = words(long).iter().filter_map(|word| word.chars().next()).collect();
    if short.contains(' ') || letters.len() < 2 || firsts.len() < 2 || letters.first() != firsts.first() {
        return false;
    }
    let mut rest = letters.iter().peekable();
    for first in &firsts {
        if rest.peek() == Some(&first) {
            rest.next();
        }
    }
    // One letter may come from inside a word.
    rest.count() * 4 <= letters.len()
}

/// A surname, a given name or a variant is the one person of the document whose name holds it.
fn people(forms: &[Form], head: &mut [usize]) {
    let people: Vec<usize> = (0..forms.len()).filter(|&at| forms[at].kind == EntityType::Person).collect();
    let parts: HashMap<usize, (Vec<String>, String)> = people.iter().map(|&at| (at, parts(&forms[at].name))).collect();
    let full: Vec<usize> = people.iter().copied().filter(|at| !parts[at].0.is_empty()).collect();
    // Variants of one full name: the same surname and given names that are close.
    for (place, &a) in full.iter().enumerate() {
        for &b in &full[..place] {
            let ((given_a, surname_a), (given_b, surname_b)) = (&parts[&a], &parts[&b]);
            let same_surname = surname_a == surname_b
                || surname_a.split(' ').next_back() == surname_b.split(' ').next_back()
                    && given_a.len() != given_b.len();
            if !same_surname || !close(given_a, given_b) {
                continue;
            }
            let initial = given_a.iter().chain(given_b).any(|name| name.chars().count() == 1);
            let rivals = full
                .iter()
                .filter(|&&other| {
                    parts[&other].1 == *surname_a
                        && root(head, other) != root(head, a)
                        && root(head, other) != root(head, b)
                })
                .count();
            if initial && rivals > 0 {
                continue;
            }
            let (root_a, root_b) = (root(head, a), root(head, b));
            if root_a != root_b {
                let longer = |at: usize| {
                    (
                        forms[at].name.split(' ').map(|word| word.trim_matches('.').len().min(2)).sum::<usize>(),
                        forms[at].mentions.len(),
                    )
                };
                let (keep, give) = if longer(root_a) > longer(root_b) { (root_a, root_b) } else { (root_b, root_a) };
                head[give] = keep;
            }
        }
    }
    // Short forms.
    for &at in people.iter().filter(|at| parts[at].0.is_empty()) {
        let short = &parts[&at].1;
        let mut owners: Vec<usize> = full
            .iter()
            .filter(|other| {
                let (_, surname) = &parts[other];
                surname == short || surname.split(' ').next_back() == Some(short.as_str())
            })
            .map(|&other| root(head, other))
            .collect();
        if owners.is_empty() {
            owners = full
                .iter()
                .filter(|other| parts[other].0.first() == Some(short))
                .map(|&other| root(head, other))
                .collect();
        }
        owners.sort_unstable();
        owners.dedup();
        if let [owner] = owners.as_slice()
            && *owner != at
        {
            head[at] = *owner;
        }
    }
}

fn close(a: &[String], b: &[String]) -> bool {
    let length = a.len().min(b.len());
    length > 0 && a[..length].iter().zip(&b[..length]).all(|(a, b)| are_close(a, b))
}

/// "Brookings" after "Brookings Institution": the beginning of one organisation's name alone.
fn organisations(forms: &[Form], head: &mut [usize]) {
    let org = |form: &Form| form.kind != EntityType::Person;
    for at in 0..forms.len() {
        let short = name_key(&forms[at].name);
        if !org(&forms[at])
            || short.is_empty()
            || root(head, at) != at
            || (forms[at].kind == EntityType::Place && !short.contains(' '))
        {
            continue;
        }
        let mut owners: Vec<usize> = (0..forms.len())
            .filter(|&other| other != at && forms[other].kind == EntityType::Org)
            .filter(|&other| {
                name_key(&forms[other].name).strip_prefix(&short).is_some_and(|rest| rest.starts_with(' '))
            })
            .map(|other| root(head, other))
            .collect();
        owners.sort_unstable();
        owners.dedup();
        let country = super::lists::LISTS.places.contains(short.as_str())
            || super::lists::LISTS.demonyms.contains(short.as_str());
        if let [owner] = owners.as_slice()
            && !country
            && *owner != at
        {
            head[at] = *owner;
        }
    }
}

/// "X, also known as Y", "X, whose real name is Y", "X alias Y".
fn stated(text: &str, mentions: &[Mention], forms: &[Form], head: &mut [usize], aliases: &mut Vec<Alias>) {
    const PHRASES: [&str; 8] = [
        "also known as",
        "alias",
        "aka",
        "a.k.a.",
        "whose real name is",
        "whose real name was",
        "better known as",
        "known as",
    ];
    let form_of: HashMap<usize, usize> = forms
        .iter()
        .enumerate()
        .flat_map(|(at, form)| form.mentions.iter().map(move |&mention| (mention, at)))
        .collect();
    for pair in 0..mentions.len().saturating_sub(1) {
        let (left, right) = (mentions[pair], mentions[pair + 1]);
        let between = fold_term(
            text[left.end as usize..right.start as usize].trim_matches(|c: char| !c.is_alphanumeric() && c != '.'),
        );
        if left.kind != right.kind || !PHRASES.contains(&between.as_str()) {
            continue;
        }
        let (long, short) = (root(head, form_of[&pair]), root(head, form_of[&(pair + 1)]));
        if long != short {
            head[short] = long;
            aliases.push(Alias {
                short: forms[short].name.clone(),
                long: forms[long].name.clone(),
                reason: "stated".into(),
            });
        }
    }
}
