//! Short names of organisations and places within a document: "Brookings", "EU".

use super::EntityType::{self, Org, Person, Place};
use super::form::{Alias, Form, INITIALS, SHORTENED, tie};
use super::links::Links;
use super::lists::{LISTS, Sense};
use std::collections::HashMap;

/// Behind a name these say what kind of house it is and are left out where it is named again.
/// Committees, programs, parties and acts are things of their own, beside what they begin with.
const HOUSES: &str = "company corporation corp co group holdings holding industries enterprises partners brothers bros \
    airlines airways airline motors motor bank banking insurance shipping lines systems technologies technology software \
    laboratories labs media entertainment studios computer computers electronics communications telecommunications \
    pharmaceuticals pharmaceutical petroleum international worldwide stores supermarkets foods associates consulting \
    securities capital university college institution institute newspapers publishing press aviation aerospace railways \
    railway railroad";

/// The first words of one organisation's name alone, where no other begins so and they are no place
/// or people, and what is left out says only what kind of house it is or is a surname ("Lockheed").
pub(super) fn organisations(forms: &[Form], links: &mut Links, aliases: &mut Vec<Alias>) {
    let mut by_start: HashMap<&str, Vec<usize>> = HashMap::new();
    for (at, form) in forms.iter().enumerate().filter(|(_, form)| form.kind == Org) {
        for (end, _) in form.key.match_indices(' ').take(4) {
            by_start.entry(&form.key[..end]).or_default().push(at);
        }
    }
    let mut bearers: HashMap<&str, u32> = HashMap::new();
    forms.iter().filter(|form| form.kind == Org).for_each(|form| *bearers.entry(&form.key).or_default() += 1);
    for (at, form) in forms.iter().enumerate() {
        let key = form.key.as_str();
        let listed = LISTS.countries.contains(key) || LISTS.demonyms.contains(key) || LISTS.words.contains_key(key);
        // "National", "Federal": one that is meant is named so again.
        let vague = LISTS.common.contains(key) && form.mentions.len() < 2;
        if matches!(form.kind, Person | Place) || listed || vague || links.root(at) != at {
            continue;
        }
        // A firm with a legal form behind its name is named whole, and one of which there are two is neither's short name.
        if form.legal.is_some() || bearers.get(key).is_some_and(|&count| count > 1) {
            continue;
        }
        let Some(owner) = only(by_start.get(key), links) else { continue };
        let owners = by_start.get(key).into_iter().flatten();
        if owners.into_iter().all(|&owner| goes_without_saying(key, &forms[owner].key[key.len()..])) {
            tie(at, owner, SHORTENED, forms, links, aliases);
        }
    }
}

/// A team or a house by its name without the place that it begins with ("Colts"), where one is so
/// called.
pub(super) fn without_place(forms: &[Form], links: &mut Links) {
    let mut by_end: HashMap<&str, Vec<usize>> = HashMap::new();
    for (at, form) in forms.iter().enumerate().filter(|(_, form)| form.kind == Org) {
        let cuts = form.key.match_indices(' ').take(3);
        for (cut, _) in cuts.filter(|&(cut, _)| LISTS.places.contains(&form.key[..cut])) {
            by_end.entry(&form.key[cut + 1..]).or_default().push(at);
        }
    }
    for (at, form) in forms.iter().enumerate() {
        if form.kind == Org
            && links.root(at) == at
            && let Some(owner) = only(by_end.get(form.key.as_str()), links)
        {
            links.join(at, owner);
        }
    }
}

/// True for a folded word that says what kind of house a name names.
pub(super) fn is_kind_of_house(word: &str) -> bool {
    HOUSES.split_whitespace().any(|house| house == word)
}

/// True when a name can be told by its first words `short` without the `rest`.
fn goes_without_saying(short: &str, rest: &str) -> bool {
    let rest: Vec<&str> = rest.split_whitespace().collect();
    let is_house = |word: &&str| {
        is_kind_of_house(word)
            || matches!(LISTS.words.get(word), Some(Sense::LegalForm))
            || matches!(*word, "and" | "of" | "the")
    };
    let is_word = |word: &str| LISTS.common.contains(word) || LISTS.words.contains_key(word);
    let is_surname = |word: &str| LISTS.surnames.contains(word) && !is_word(word);
    match rest.as_slice() {
        [one] if is_surname(one) => !short.contains(' ') && !is_word(short),
        rest => rest.iter().all(is_house) && rest.last().is_some_and(|last| !matches!(*last, "and" | "of" | "the")),
    }
}

/// "EU" where the document names one European Union: the first letters of its words. What numbers stand behind
/// ("H.R. 1205") counts bills or sections.
pub(super) fn initials(
    forms: &[Form],
    is_numbered: impl Fn(&Form) -> bool,
    links: &mut Links,
    aliases: &mut Vec<Alias>,
) {
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
        if !acronym || links.root(at) != at || is_numbered(form) {
            continue;
        }
        if let Some(owner) = only(by_initials.get(&(letters, form.kind)), links) {
            tie(at, owner, INITIALS, forms, links, aliases);
        }
    }
}

/// The one entity that all of some names belong to.
fn only(names: Option<&Vec<usize>>, links: &Links) -> Option<usize> {
    let mut roots = names?.iter().map(|&at| links.root(at));
    let first = roots.next()?;
    roots.all(|root| root == first).then_some(first)
}

#[cfg(test)]
mod tests {
    use super::goes_without_saying;

    #[test]
    fn what_kind_of_house_it_is_goes_without_saying_and_what_it_does_not() {
        for (short, rest) in [
            ("ford", " motor company"),
            ("brookings", " institution"),
            ("lockheed", " martin"),
            ("smith", " and brothers"),
        ] {
            assert!(goes_without_saying(short, rest), "{short}{rest}");
        }
        for (short, rest) in [
            ("senate", " judiciary committee"),
            ("medicaid", " congress"),
            ("united nations", " charter"),
            ("national guard", " empowerment act"),
            ("kestrel", " foundation"),
            ("defense", " authorization"),
            ("bank", " of scotland"),
            ("veterans", " affairs"),
        ] {
            assert!(!goes_without_saying(short, rest), "{short}{rest}");
        }
    }
}
