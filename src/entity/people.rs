//! Which names of people are one person within a document.

use super::EntityType::Person;
use super::beside::Pairs;
use super::form::Form;
use super::links::Links;
use super::lists::LISTS;
use super::names::{Parts, is_numeral, is_particle, name_key, parts};
use super::titles::{Gender, gender_of_given, is_before_given, is_before_surname};
use super::variants::variants_but;
use std::collections::BTreeMap;

/// A name of a person: its form, and its parts.
type Named = (usize, Parts);

/// A surname, a given name, a part of a longer name or a variant is the one person of the document whose name holds it.
pub(super) fn people(forms: &[Form], apart: &Pairs, links: &mut Links) {
    let people: Vec<Named> = forms
        .iter()
        .enumerate()
        .filter(|(_, form)| form.kind == Person)
        .map(|(at, form)| (at, parts(&form.name)))
        .collect();
    let mut by_tail: BTreeMap<&str, Vec<&Named>> = BTreeMap::new();
    for person in people.iter().filter(|(_, parts)| !parts.given.is_empty()) {
        by_tail.entry(person.1.tail()).or_default().push(person);
    }
    for block in by_tail.values() {
        let parts: Vec<&Parts> = block.iter().map(|(_, parts)| parts).collect();
        let are_two = |a: usize, b: usize| {
            let (a, b) = (block[a].0, block[b].0);
            apart.contains(&(a.min(b), a.max(b)))
        };
        for set in variants_but(&parts, &are_two) {
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
    parts_of_longer(forms, &people, links);
    short_forms(forms, &people, &by_tail, links);
}

/// Two and more words that a longer name ends with ("Garcia Marquez"), or begins with where it goes on with one surname
/// more ("Hillary Rodham"), are the one person who is named so.
fn parts_of_longer(forms: &[Form], people: &[Named], links: &mut Links) {
    let full: Vec<(&Named, Vec<&str>)> =
        people.iter().filter(|(_, parts)| !parts.given.is_empty()).map(|person| (person, person.1.words())).collect();
    // The longest first: what they are part of is known when it comes to theirs.
    let mut short: Vec<usize> = (0..full.len()).collect();
    short.sort_by_key(|&at| (std::cmp::Reverse(full[at].1.len()), at));
    for (&(at, ref parts), words) in short.into_iter().map(|at| (full[at].0, &full[at].1)) {
        if links.root(at) != at {
            continue;
        }
        let surname_last = words.last().is_some_and(|last| may_be_surname(last));
        let longer = full.iter().filter(|((other, longer), all)| {
            let fits = parts.suffix.is_none() || parts.suffix == longer.suffix;
            let head = all.len() == words.len() + 1 && surname_last && all.starts_with(words);
            // "van Northrop Kern", as the Dutch say of him, is no name.
            let sound = longer.is_sound() && forms[*other].name.starts_with(char::is_uppercase);
            // "Ann Cole-Jim Kern" are two, and neither is named so.
            let tail = || all.ends_with(words) && ends_whole(&forms[*other].name, words);
            fits && sound && all.len() > words.len() && (tail() || head)
        });
        if let Some(owner) = only(longer.map(|((longer, _), _)| links.root(*longer)), at) {
            links.join(at, owner);
        }
    }
}

/// The words are the last of a name, and begin where one of its words does and not behind a hyphen inside one.
fn ends_whole(name: &str, words: &[&str]) -> bool {
    let key = words.join(" ");
    let begins = name.char_indices().filter(|&(at, _)| at == 0 || name[..at].ends_with(char::is_whitespace));
    begins.into_iter().any(|(at, _)| name_key(&name[at..]) == key)
}

/// A word that is not known to be a given name alone, nor a place: "Washington".
fn may_be_surname(word: &str) -> bool {
    LISTS.surnames.contains(word) || !(LISTS.given.contains(word) || LISTS.places.contains(word))
}

fn short_forms(forms: &[Form], people: &[Named], by_tail: &BTreeMap<&str, Vec<&Named>>, links: &mut Links) {
    let mut by_given: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    let mut by_middle: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, parts) in people {
        if let Some(first) = parts.given.first() {
            by_given.entry(first).or_default().push(*at);
        }
        for word in middle(&forms[*at].name, parts) {
            by_middle.entry(word).or_default().push(*at);
        }
    }
    let genders = genders(forms, people);
    // "Kern Jr." says which Kern is meant; "Charles II" is one Charles among others.
    let junior = |parts: &Parts| parts.suffix.as_deref().is_some_and(|suffix| !is_numeral(suffix));
    let mut bare: BTreeMap<(&str, bool), usize> = BTreeMap::new();
    for (_, parts) in people.iter().filter(|(_, parts)| parts.given.is_empty()) {
        *bare.entry((&parts.surname, junior(parts))).or_default() += 1;
    }
    for (at, parts) in people.iter().filter(|(_, parts)| parts.given.is_empty()) {
        let form = &forms[*at];
        // Mr and Mrs of one surname: which of them the full name is, only its own title tells.
        let several = bare[&(parts.surname.as_str(), junior(parts))] > 1;
        if several && form.title.is_none() {
            let named = people.iter().filter(|(_, other)| other.given.is_empty() && other.surname == parts.surname);
            let named = named.map(|&(other, _)| other).filter(|&other| forms[other].title.is_some());
            if let Some(meant) = mostly(named.collect(), forms) {
                links.join(*at, meant);
            }
            continue;
        }
        let behind = |is: fn(&str) -> bool| form.titles.iter().filter(|title| is(title)).collect::<Vec<_>>();
        // "Pope Francis" is no Francis Underwood, and Prince Bandar the one who is Prince Bandar bin Sultan.
        let reign = behind(is_before_given);
        let has = |other: usize, titles: &[&String]| titles.iter().all(|title| forms[other].titles.contains(*title));
        let allowed = |other: usize| {
            // A Mrs. is none of whom it is said that he is a Mr.
            let same = form.gender.is_none() || genders[other].is_none() || genders[other] == form.gender;
            has(other, &reign) && same && (!several || form.gender.is_some() && forms[other].gender == form.gender)
        };
        let by_surname = by_tail.get(parts.tail()).into_iter().flatten();
        let bearers = by_surname.filter(|(_, full)| {
            (full.surname == parts.surname || full.surname.ends_with(&format!(" {}", parts.surname)))
                && (parts.suffix.is_none() || parts.suffix == full.suffix)
        });
        let mut owners: Vec<usize> = bearers.map(|&&(other, _)| other).collect();
        if owners.is_empty() && parts.suffix.is_none() {
            // "Mr. Francis" has this for a surname, unless Mr. Francis Underwood stands there, too.
            let titles = behind(is_before_surname);
            let given = by_given.get(parts.surname.as_str()).into_iter().flatten().copied();
            owners = given.filter(|&other| has(other, &titles)).collect();
        }
        if owners.is_empty() && parts.suffix.is_none() {
            owners = by_middle.get(&parts.surname).into_iter().flatten().copied().collect();
        }
        owners.retain(|&other| allowed(other));
        if let Some(owner) = only(owners.into_iter().map(|other| links.root(other)), *at) {
            links.join(*at, owner);
        }
    }
}

/// Whether each form names a man or a woman: by its title, or by the given name.
fn genders(forms: &[Form], people: &[Named]) -> Vec<Option<Gender>> {
    let mut out: Vec<Option<Gender>> = forms.iter().map(|form| form.gender).collect();
    // Nobody asks unless somebody is a Mr. or a Mrs.
    if out.iter().any(Option::is_some) {
        for (at, parts) in people.iter().filter(|(at, _)| forms[*at].gender.is_none()) {
            out[*at] = parts.given.first().and_then(|given| gender_of_given(given));
        }
    }
    out
}

/// Of a Mr. and a Mrs. the one whom a document speaks of clearly more, and so means by the surname without a title.
fn mostly(mut named: Vec<usize>, forms: &[Form]) -> Option<usize> {
    const TIMES: usize = 3;
    let mentions = |at: usize| forms[at].mentions.len();
    named.sort_by_key(|&at| (std::cmp::Reverse(mentions(at)), at));
    let (&first, rest) = named.split_first()?;
    let others: usize = rest.iter().map(|&at| mentions(at)).sum();
    (mentions(first) >= TIMES * others.max(1)).then_some(first)
}

/// What stands between two surnames of the Spanish and the Portuguese.
const BETWEEN: [&str; 6] = ["de", "da", "do", "dos", "das", "del"];

/// The words inside a name by which its bearer may go: the first of two surnames, as the Spanish have them, and what a
/// particle parts from the last ("Lula" of "Lula da Silva").
fn middle(name: &str, parts: &Parts) -> Vec<String> {
    let Some((_, given)) = parts.given.split_first() else { return Vec::new() };
    let particle = parts.surname.split_once(' ').map(|(particle, _)| particle);
    let before_particle = particle.is_some_and(|particle| BETWEEN.contains(&particle));
    // The second half of a given name with a hyphen is no name of its own.
    let whole: Vec<String> = name.split_whitespace().map(name_key).collect();
    let goes_by = |(at, word): (usize, &String)| {
        let last = at + 1 == given.len();
        let surname = particle.is_none() && !LISTS.given.contains(word.as_str());
        let long = word.chars().count() > 2 && !is_particle(word) && whole.contains(word);
        (last && long && (surname || before_particle)).then(|| word.clone())
    };
    given.iter().enumerate().filter_map(goes_by).collect()
}

/// The one entity that all of some names belong to, which `but` is not part of.
fn only(roots: impl Iterator<Item = usize>, but: usize) -> Option<usize> {
    let mut roots = roots.filter(|&root| root != but);
    let first = roots.next()?;
    roots.all(|root| root == first).then_some(first)
}
