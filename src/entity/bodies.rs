//! Bodies of states, with and without the name of their country: "U.S. Department of Justice", "Justice Department".

use super::EntityType::Org;
use super::across::Name;
use super::form::Form;
use super::links::Links;
use super::lists::{COUNTRIES, LISTS};
use super::wordlist::{WordMap, Written, written};
use super::{EntityType, countries};
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// What a body's name begins or ends with.
static HEADS: Written = LazyLock::new(|| {
    written(
        "department ministry agency bureau commission court office administration service senate congress parliament \
    army navy force forces guard corps command authority",
    )
});
/// Those that need no other word.
const ALONE: [&str; 6] = ["senate", "congress", "parliament", "treasury", "army", "navy"];

/// The countries by what their people and things are called.
static OF_DEMONYM: LazyLock<WordMap<&str>> = LazyLock::new(|| {
    let lines = COUNTRIES.lines().filter_map(|line| line.split_once('|'));
    lines.flat_map(|(country, called)| called.split('|').map(move |called| (called, country))).collect()
});

/// A body as a key names it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Body {
    /// Its name without the country, in one way of those in which it can be put.
    pub name: String,
    pub country: Option<String>,
}

/// The body of a state that a folded key names, if it looks like one.
pub(super) fn body(key: &str) -> Option<Body> {
    let is_head = |word: &str| HEADS.contains(word);
    // Most names have nothing of the sort, and of what country they are need not be asked.
    if !key.split(' ').any(|word| is_head(word) || ALONE.contains(&word)) {
        return None;
    }
    let words: Vec<&str> = key.split(' ').collect();
    let (country, words) = without_country(&words);
    let (first, last) = (*words.first()?, *words.last()?);
    if words.len() == 1 && !ALONE.contains(&first) || !(is_head(first) || is_head(last) || ALONE.contains(&last)) {
        return None;
    }
    let mut name: Vec<&str> = match words.split_last() {
        Some((head @ (&"department" | &"ministry"), of)) if !of.is_empty() && !is_head(first) => {
            [*head, "of"].into_iter().chain(of.iter().copied().map(spelt)).collect()
        }
        _ => words.iter().copied().map(spelt).collect(),
    };
    name.retain(|word| *word != "the");
    Some(Body { name: name.join(" "), country })
}

/// A word as the British spell it.
fn spelt(word: &str) -> &str {
    match word {
        "defense" => "defence",
        "labor" => "labour",
        word => word,
    }
}

/// The country that words begin with, or end with behind "of", and the others.
fn without_country<'w, 'k>(words: &'w [&'k str]) -> (Option<String>, &'w [&'k str]) {
    const MOST: usize = 4;
    for count in (1..=MOST.min(words.len().saturating_sub(1))).rev() {
        let (before, behind) = (words[..count].join(" "), &words[words.len() - count..]);
        if let Some(country) = country(&before) {
            return (Some(country), &words[count..]);
        }
        let from = words.len() - count;
        let article = usize::from(from > 0 && words[from - 1] == "the");
        if from > article + 1
            && words[from - article - 1] == "of"
            && let Some(country) = country(&behind.join(" "))
        {
            return (Some(country), &words[..from - article - 1]);
        }
    }
    (None, words)
}

fn country(name: &str) -> Option<String> {
    let name = OF_DEMONYM.get(name).copied().unwrap_or(name);
    let usual = countries::usual(name);
    (LISTS.countries.contains(&*usual) || countries::is_other_name(name)).then(|| usual.into_owned())
}

/// Bodies of a document: a name without a country is of the one country with which the document names it.
pub(super) fn in_document(forms: &[Form], links: &mut Links) {
    let named = forms.iter().enumerate().filter(|(_, form)| form.kind == Org);
    let bodies = named.filter_map(|(at, form)| Some((at, body(&countries::usual(&form.key))?, 1)));
    join(bodies, |at| (Reverse(forms[at].mentions.len()), at), links);
}

/// Bodies of all documents, by the keys of the names that stand for the others, with the documents of each and of those
/// that it stands for.
pub(super) fn over_all(names: &[Name], keys: &[String], heads: impl Iterator<Item = (usize, u32)>, links: &mut Links) {
    let named = heads.filter(|&(at, _)| names[at].kind == Org);
    let bodies = named.filter_map(|(at, documents)| Some((at, body(&keys[at])?, documents)));
    join(bodies, |at| (Reverse(names[at].documents), &names[at].name), links);
}

/// Another country's body may be so rare beside one that the name without a country means that one …
const HARDLY_ANY: u32 = 20;

/// The names of one body, and the documents that have them, by the country that they name.
type OfCountries = BTreeMap<Option<String>, (Vec<usize>, u32)>;

/// A long name with the documents that state it and the country that it names.
type Stated<'n> = (&'n String, u32, Option<String>);

/// Joins the names of one body: those with one country, those without any, and these to the country's where only one has
/// such a body. Each comes with the documents that have it.
fn join<R: Ord>(bodies: impl Iterator<Item = (usize, Body, u32)>, rank: impl Fn(usize) -> R, links: &mut Links) {
    let mut by_name: BTreeMap<String, OfCountries> = BTreeMap::new();
    for (at, body, documents) in bodies {
        let known = by_name.entry(body.name).or_default().entry(body.country).or_default();
        known.0.push(at);
        known.1 = known.1.saturating_add(documents);
    }
    for mut of_country in by_name.into_values() {
        for (names, _) in of_country.values_mut() {
            names.sort_by_key(|&at| rank(at));
            names[1..].iter().for_each(|&at| _ = links.join(at, names[0]));
        }
        let Some((plain, without)) = of_country.remove(&None) else { continue };
        let most = of_country.values().map(|(_, documents)| *documents).max().unwrap_or_default();
        let mut known = of_country.into_values().filter(|(_, with)| with.saturating_mul(HARDLY_ANY) > most);
        // … and where nearly nobody names the country, it may be any.
        if let (Some((names, with)), None) = (known.next(), known.next())
            && without <= with.saturating_mul(HARDLY_ANY)
        {
            links.join(plain[0], names[0]);
        }
    }
}

/// Long names of one short name, with the documents that state it, those of one body together.
pub(super) fn as_one(longs: &BTreeMap<String, u32>) -> BTreeMap<String, u32> {
    let mut by_body: BTreeMap<String, Vec<Stated<'_>>> = BTreeMap::new();
    let mut out = BTreeMap::new();
    for (long, &documents) in longs {
        match body(long) {
            Some(body) => by_body.entry(body.name).or_default().push((long, documents, body.country)),
            None => _ = out.insert(long.clone(), documents),
        }
    }
    for named in by_body.into_values() {
        let mut of: Vec<&String> = named.iter().filter_map(|(.., country)| country.as_ref()).collect();
        of.sort_unstable();
        of.dedup();
        match named.iter().max_by_key(|(long, documents, _)| (*documents, Reverse(*long))) {
            Some((most, ..)) if of.len() <= 1 => {
                _ = out.insert((*most).clone(), named.iter().map(|(_, documents, _)| documents).sum());
            }
            _ => out.extend(named.into_iter().map(|(long, documents, _)| (long.clone(), documents))),
        }
    }
    out
}

/// What the names of one body share, where a name is of one.
pub(super) fn shared(key: &str, kind: EntityType) -> Option<String> {
    (kind == Org).then(|| body(&countries::usual(key))).flatten().map(|body| body.name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_is_known_with_its_country_and_without_it() {
        let is = |key: &str, name: &str, country: Option<&str>| {
            assert_eq!(body(key), Some(Body { name: name.into(), country: country.map(str::to_owned) }), "{key}");
        };
        is("united states department of harbours", "department of harbours", Some("united states"));
        is("harbours department", "department of harbours", None);
        is("norwegian ministry of defense", "ministry of defence", Some("norway"));
        is("ministry of defence of norway", "ministry of defence", Some("norway"));
        is("supreme court of the united states", "supreme court", Some("united states"));
        is("department of the treasury", "department of treasury", None);
        is("british navy", "navy", Some("united kingdom"));
        is("senate", "senate", None);
        for key in ["bank of ireland", "norwegian", "free harbour union", "american harbour association", "office"] {
            assert_eq!(body(key), None, "{key}");
        }
    }
}
