//! Which mentions of a document are one entity.

use super::EntityType::{self, Person};
use super::Mention;
use super::form::{Alias, Form};
use super::forms::forms;
use super::links::Links;
use super::people::people;
use super::shortened;
use super::stated;
use super::{beside, bodies, countries, defined, genitives};
use std::collections::BTreeMap;

/// An entity as one document has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LocalEntity {
    /// The fullest form, without title and possessive, white space collapsed.
    pub name: String,
    pub kind: EntityType,
    /// Indexes into the mentions, in order.
    pub mentions: Vec<usize>,
}

/// The entities of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Resolved {
    pub entities: Vec<LocalEntity>,
    pub aliases: Vec<Alias>,
}

/// Resolves the mentions of a text; every mention belongs to one entity.
pub fn resolve(text: &str, mentions: &[Mention]) -> Resolved {
    let (mut forms, mut form_of) = forms(text, mentions);
    let mut links = Links::of(forms.len());
    let mut aliases = Vec::new();
    stated::acronyms(text, mentions, &mut forms, &mut form_of, &mut links, &mut aliases);
    people(&forms, &beside::pairs(text, mentions, &form_of), &mut links);
    genitives::join(text, &forms, &mut links);
    one_country(&forms, &mut links);
    bodies::in_document(&forms, &mut links);
    shortened::organisations(&forms, &mut links, &mut aliases);
    shortened::without_place(&forms, &mut links);
    let is_numbered = |form: &Form| {
        form.mentions.iter().any(|&at| {
            let behind = text[mentions[at].end as usize..].trim_start_matches(['.', ' ', '\u{a0}']);
            behind.starts_with(|c: char| c.is_ascii_digit() || c == '\u{a7}')
        })
    };
    shortened::initials(&forms, is_numbered, &mut links, &mut aliases);
    stated::aliases(text, mentions, &forms, &form_of, &mut links, &mut aliases);
    defined::terms(text, mentions, &forms, &form_of, &mut links, &mut aliases);
    let mut grouped: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (mention, &form) in form_of.iter().enumerate() {
        grouped.entry(links.root(form)).or_default().push(mention);
    }
    let mut entities: Vec<LocalEntity> = grouped
        .into_iter()
        .map(|(root, mentions)| LocalEntity { name: forms[root].called(), kind: forms[root].kind, mentions })
        .collect();
    entities.sort_by_key(|entity| entity.mentions[0]);
    Resolved { entities, aliases }
}

/// Names of one country, which all know, the usual one first.
fn one_country(forms: &[Form], links: &mut Links) {
    let mut by_usual: BTreeMap<(String, EntityType), usize> = BTreeMap::new();
    let mut ranked: Vec<usize> = (0..forms.len()).filter(|&at| forms[at].kind != Person).collect();
    ranked
        .sort_by_key(|&at| (countries::is_other_name(&forms[at].key), std::cmp::Reverse(forms[at].mentions.len()), at));
    for at in ranked {
        let usual = countries::usual_of(&forms[at].name, &forms[at].key).into_owned();
        let first = *by_usual.entry((usual, forms[at].kind)).or_insert(at);
        // Of one key and type they are two firms, and no country.
        if first != at && forms[first].key != forms[at].key {
            links.join(at, first);
        }
    }
}
