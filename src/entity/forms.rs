//! The names of one document, and which of its mentions have each.

use super::form::Form;
use super::names::{clean, is_in_capitals, name_key};
use super::{EntityType, Mention, titles};
use std::collections::HashMap;

/// The names of a document, and for each mention its name. A bare surname behind Mr and one behind
/// Mrs are two names.
pub(super) fn forms(text: &str, mentions: &[Mention]) -> (Vec<Form>, Vec<usize>) {
    let mut forms: Vec<Form> = Vec::new();
    let mut form_of = Vec::with_capacity(mentions.len());
    let mut by_key: HashMap<(String, EntityType, Option<titles::Gender>), usize> = HashMap::new();
    let genders = titles::genders(text, mentions);
    let mut surfaces: Vec<Vec<(String, usize)>> = Vec::new();
    for (index, (mention, told)) in mentions.iter().zip(genders).enumerate() {
        let surface = clean(&text[mention.start as usize..mention.end as usize], mention.kind);
        let key = name_key(&surface);
        let gender = told.map(|told| told.0);
        let at = *by_key.entry((key.clone(), mention.kind, gender)).or_insert_with(|| {
            let title = told.map(|told| told.1.to_owned());
            forms.push(Form { name: String::new(), key, kind: mention.kind, mentions: Vec::new(), title });
            surfaces.push(Vec::new());
            forms.len() - 1
        });
        match surfaces[at].iter_mut().find(|known| known.0 == surface) {
            Some(known) => known.1 += 1,
            None => surfaces[at].push((surface, 1)),
        }
        forms[at].mentions.push(index);
        form_of.push(at);
    }
    for (form, surfaces) in forms.iter_mut().zip(surfaces) {
        // The most frequent spelling, the first of equals; one in mixed case before those in capitals.
        let best = surfaces.into_iter().rev().max_by_key(|(surface, count)| (!is_in_capitals(surface), *count));
        form.name = best.map(|best| best.0).unwrap_or_default();
    }
    (forms, form_of)
}
