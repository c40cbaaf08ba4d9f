//! Other names that a text states: acronyms in brackets, "also known as", "whose real name is".

use super::form::{Alias, Form, stands_for, tie};
use super::links::Links;
use super::variants::distance;
use super::{EntityType, Mention};
use std::collections::BTreeMap;

/// "Ministry of Harbours (MoH)", in either order. Where a document explains one acronym by two names, each
/// explanation is of the name beside it, and the acronym elsewhere could be either.
pub(super) fn acronyms(
    text: &str,
    mentions: &[Mention],
    forms: &mut [Form],
    form_of: &mut [usize],
    links: &mut Links,
    aliases: &mut Vec<Alias>,
) {
    // By the short form: each long one, and the mention of the short one beside it.
    let mut explained: BTreeMap<usize, Vec<(usize, usize)>> = BTreeMap::new();
    for pair in 1..mentions.len() {
        let (left, right) = (mentions[pair - 1], mentions[pair]);
        let between = &text[left.end as usize..right.start as usize];
        if between.trim() != "(" || !text[right.end as usize..].starts_with(')') {
            continue;
        }
        let (before, inside) = (form_of[pair - 1], form_of[pair]);
        if stands_for(&forms[before].name, &forms[inside].name) {
            explained.entry(before).or_default().push((inside, pair - 1));
        } else if stands_for(&forms[inside].name, &forms[before].name) {
            explained.entry(inside).or_default().push((before, pair));
        }
    }
    for (short, longs) in explained {
        let first = longs[0].0;
        if longs.iter().all(|&(long, _)| is_one_name(&forms[first].key, &forms[long].key)) {
            longs.iter().for_each(|&(long, _)| tie(short, long, "acronym in brackets", forms, links, aliases));
            continue;
        }
        for (long, mention) in longs {
            forms[short].mentions.retain(|&other| other != mention);
            forms[long].mentions.push(mention);
            forms[long].mentions.sort_unstable();
            form_of[mention] = long;
        }
    }
}

/// One key is the other with a country before it or words behind, or is hardly written otherwise.
fn is_one_name(a: &str, b: &str) -> bool {
    const TYPOS: usize = 2;
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let part = long.strip_suffix(short).is_some_and(|rest| rest.is_empty() || rest.ends_with(' '))
        || long.strip_prefix(short).is_some_and(|rest| rest.starts_with(' '));
    part || distance(&short.chars().collect::<Vec<_>>(), &long.chars().collect::<Vec<_>>()) <= TYPOS
}

/// What may stand between a name and another name of the same.
const PHRASES: [&str; 46] = [
    "also known as",
    "also called",
    "aka",
    "a.k.a",
    "a/k/a",
    "f/k/a",
    "n/k/a",
    "d/b/a",
    "now known as",
    "doing business as",
    "trading as",
    "who goes by",
    "who performs as",
    "used the alias",
    "using the alias",
    "under the alias",
    "conocido como",
    "conocida como",
    "conhecido como",
    "conhecida como",
    "bekannt als",
    "auch bekannt als",
    "genannt",
    "surnommé",
    "surnommée",
    "noto come",
    "alias",
    "better known as",
    "best known as",
    "widely known as",
    "known as",
    "known to followers as",
    "formerly known as",
    "formerly called",
    "nicknamed",
    "née",
    "nee",
    "calling himself",
    "calling herself",
    "calling itself",
    "who calls himself",
    "who calls herself",
    "who called himself",
    "who called herself",
    "whose real name is",
    "whose real name was",
];
/// Phrases behind which the fuller name stands.
const REAL: [&str; 6] =
    ["whose real name is", "whose real name was", "whose birth name is", "whose birth name was", "real name", "born"];

/// Names that the text says are one. What can be said of a person only does not tie two others.
pub(super) fn aliases(
    text: &str,
    mentions: &[Mention],
    forms: &[Form],
    form_of: &[usize],
    links: &mut Links,
    aliases: &mut Vec<Alias>,
) {
    const LONGEST: usize = 40;
    for pair in 1..mentions.len() {
        let (left, right) = (mentions[pair - 1], mentions[pair]);
        let between = &text[left.end as usize..right.start as usize];
        if between.len() > LONGEST {
            continue;
        }
        let words: Vec<&str> = between.split_whitespace().collect();
        let said = words.join(" ").to_lowercase();
        let said = said.trim_matches(|c: char| !c.is_alphanumeric());
        let said = ["was ", "is ", "or ", "and "].iter().find_map(|start| said.strip_prefix(start)).unwrap_or(said);
        let real = REAL.contains(&said);
        let kinds = left.kind == right.kind || left.kind == EntityType::Misc || right.kind == EntityType::Misc;
        let person = left.kind == EntityType::Person && right.kind == EntityType::Person;
        if !(kinds && PHRASES.contains(&said) || person && real) {
            continue;
        }
        let (before, behind) = (form_of[pair - 1], form_of[pair]);
        let (short, long) = if real { (before, behind) } else { (behind, before) };
        tie(short, long, "stated", forms, links, aliases);
    }
}
