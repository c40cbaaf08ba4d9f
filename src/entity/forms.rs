//! The names of one document, and which of its mentions have each.

use super::form::Form;
use super::names::{clean, is_in_capitals, name_key};
use super::titles::{self, Gender, Told};
use super::{EntityType, Mention};
use std::collections::{BTreeSet, HashMap};

/// The names of a document, and for each mention its name. A bare surname behind Mr and one behind
/// Mrs are two names.
pub(super) fn forms(text: &str, mentions: &[Mention]) -> (Vec<Form>, Vec<usize>) {
    let mut forms: Vec<Form> = Vec::new();
    let mut form_of = Vec::with_capacity(mentions.len());
    let mut by_key: HashMap<(String, EntityType, Option<Gender>), usize> = HashMap::new();
    let told: Vec<Option<Told<'_>>> = mentions.iter().map(|mention| titles::told(text, mention)).collect();
    let parting = titles::parting(text, mentions, &told);
    let mut genders: Vec<BTreeSet<Gender>> = Vec::new();
    let mut surfaces: Vec<Vec<(String, usize)>> = Vec::new();
    for (index, (mention, parted)) in mentions.iter().zip(parting).enumerate() {
        let surface = clean(&text[mention.start as usize..mention.end as usize], mention.kind);
        let key = name_key(&surface);
        let at = *by_key.entry((key.clone(), mention.kind, parted.map(|told| told.0))).or_insert_with(|| {
            let title = parted.map(|told| told.1.to_owned());
            forms.push(Form {
                name: String::new(),
                key,
                kind: mention.kind,
                mentions: Vec::new(),
                title,
                titles: BTreeSet::new(),
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
