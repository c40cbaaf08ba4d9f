//! Other names that a text states: acronyms in brackets, "also known as", "whose real name is".

use super::form::{Alias, Form, stands_for, tie};
use super::links::Links;
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
