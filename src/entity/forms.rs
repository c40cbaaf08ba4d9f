//! The names of one document, and which of its mentions have each.

use super::form::Form;
use super::names::{clean, is_in_capitals, name_key};
use super::parted::legal_form;
use super::titles::{self, Gender, Told};
use super::{EntityType, Mention};
use std::collections::{BTreeSet, HashMap, HashSet};

/// What parts mentions of one key: a bare surname behind Mr and one behind Mrs are two names, and so are firms of two
/// legal forms.
#[derive(Clone, PartialEq, Eq, Hash)]
enum Mark {
    None,
    Gender(Gender),
    Legal(String),
}

/// The names of a document, and for each mention its name.
pub(super) fn forms(text: &str, mentions: &[Mention]) -> (Vec<Form>, Vec<usize>) {
    let mut forms: Vec<Form> = Vec::new();
    let mut form_of = Vec::with_capacity(mentions.len());
    let mut by_key: HashMap<(String, EntityType, Mark), usize> = HashMap::new();
    let told: Vec<Option<Told<'_>>> = mentions.iter().map(|mention| titles::told(text, mention)).collect();
    let parting = titles::parting(text, mentions, &told);
    let legal: Vec<Option<String>> = mentions.iter().map(|mention| legal_of(text, mention)).collect();
    let several = of_several_forms(text, mentions, &legal);
    let mut genders: Vec<BTreeSet<Gender>> = Vec::new();
    let mut surfaces: Vec<Vec<(String, usize)>> = Vec::new();
    for (index, (mention, parted)) in mentions.iter().zip(parting).enumerate() {
        let surface = clean(&text[mention.start as usize..mention.end as usize], mention.kind);
        let key = name_key(&surface);
        let mark = match (parted, &legal[index]) {
            (Some(told), _) => Mark::Gender(told.0),
            (None, Some(legal)) if several.contains(&key) => Mark::Legal(legal.clone()),
            _ => Mark::None,
        };
        let at = *by_key.entry((key.clone(), mention.kind, mark)).or_insert_with(|| {
            let title = parted.map(|told| told.1.to_owned());
            forms.push(Form {
                name: String::new(),
                key,
                kind: mention.kind,
                mentions: Vec::new(),
                title,
                titles: BTreeSet::new(),
                legal: None,
                gender: None,
            });
            surfaces.push(Vec::new());
            genders.push(BTreeSet::new());
            forms.len() - 1
        });
        match surfaces[at].iter_mut().find(|known| known.0 == surface) {
            Some(known) => known.1 += 1,
            None => surfaces[at].push((surface, 1)),
        }
        forms[at].mentions.push(index);
        forms[at].titles.extend(titles::title_of(text, mention));
        forms[at].legal = forms[at].legal.take().or_else(|| legal[index].clone());
        genders[at].extend(told[index].map(|told| told.0));
        form_of.push(at);
    }
    for (form, genders) in forms.iter_mut().zip(genders) {
        form.gender = genders.first().copied().filter(|_| genders.len() == 1);
    }
    for (form, surfaces) in forms.iter_mut().zip(surfaces) {
        // The most frequent spelling, the first of equals; one in mixed case before those in capitals.
        let best = surfaces.into_iter().rev().max_by_key(|(surface, count)| (!is_in_capitals(surface), *count));
        form.name = best.map(|best| best.0).unwrap_or_default();
    }
    (forms, form_of)
}

fn legal_of(text: &str, mention: &Mention) -> Option<String> {
    let firm = (mention.kind == EntityType::Org).then(|| &text[mention.start as usize..mention.end as usize]);
    firm.and_then(legal_form)
}

/// The keys of the firms that a document names with different legal forms.
fn of_several_forms(text: &str, mentions: &[Mention], legal: &[Option<String>]) -> HashSet<String> {
    let mut seen: HashMap<String, &str> = HashMap::new();
    let mut several = HashSet::new();
    for (mention, legal) in mentions.iter().zip(legal) {
        let Some(legal) = legal else { continue };
        let key = name_key(&clean(&text[mention.start as usize..mention.end as usize], mention.kind));
        if *seen.entry(key.clone()).or_insert(legal) != legal {
            several.insert(key);
        }
    }
    several
}
