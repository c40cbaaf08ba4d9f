//! Other names that a text states: acronyms in brackets, "also known as", "whose real name is".

use super::links::Links;
use super::resolve::{Alias, Form, stands_for};
use super::{EntityType, Mention};

/// "Ministry of Harbours (MoH)", in either order.
pub(super) fn acronyms(
    text: &str,
    mentions: &[Mention],
    forms: &[Form],
    form_of: &[usize],
    links: &mut Links,
    aliases: &mut Vec<Alias>,
) {
    for pair in 1..mentions.len() {
        let (left, right) = (mentions[pair - 1], mentions[pair]);
        let between = &text[left.end as usize..right.start as usize];
        if between.trim() != "(" || !text[right.end as usize..].starts_with(')') {
            continue;
        }
        let (before, inside) = (form_of[pair - 1], form_of[pair]);
        let (short, long) = if stands_for(&forms[before].name, &forms[inside].name) {
            (before, inside)
        } else if stands_for(&forms[inside].name, &forms[before].name) {
            (inside, before)
        } else {
            continue;
        };
        tie(short, long, "acronym in brackets", forms, links, aliases);
    }
}

/// What may stand between a name and another name of the same.
const PHRASES: [&str; 24] = [
    "also known as",
    "also called",
    "aka",
    "a.k.a",
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

/// Joins a short name to a long one, and notes it where that says something about the names elsewhere.
pub(super) fn tie(
    short: usize,
    long: usize,
    reason: &str,
    forms: &[Form],
    links: &mut Links,
    aliases: &mut Vec<Alias>,
) {
    let shown = links.root(long);
    if links.join(short, long) && forms[short].key != forms[shown].key {
        aliases.push(Alias {
            short: forms[short].name.clone(),
            long: forms[shown].name.clone(),
            reason: reason.to_owned(),
        });
    }
}
