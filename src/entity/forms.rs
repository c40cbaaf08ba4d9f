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
    let mut by_key: HashMap<(&str, EntityType, Mark), usize> = HashMap::new();
    let told: Vec<Option<Told<'_>>> = mentions.iter().map(|mention| titles::told(text, mention)).collect();
    let parting = titles::parting(text, mentions, &told);
    let legal: Vec<Option<String>> = mentions.iter().map(|mention| legal_of(text, mention)).collect();
    let spelt = Spelt::of(text, mentions);
    let several = of_several_forms(&spelt, &legal);
    let mut genders: Vec<BTreeSet<Gender>> = Vec::new();
    let mut surfaces: Vec<Vec<(&str, usize)>> = Vec::new();
    for (index, (mention, parted)) in mentions.iter().zip(parting).enumerate() {
        let (surface, key) = spelt.of_mention(index);
        let mark = match (parted, &legal[index]) {
            (Some(told), _) => Mark::Gender(told.0),
            (None, Some(legal)) if several.contains(key) => Mark::Legal(legal.clone()),
            _ => Mark::None,
        };
        let at = *by_key.entry((key, mention.kind, mark)).or_insert_with(|| {
            let title = parted.map(|told| told.1.to_owned());
            forms.push(Form {
                name: String::new(),
                key: key.to_owned(),
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
        form.name = best.map(|best| best.0.to_owned()).unwrap_or_default();
    }
    (forms, form_of)
}

fn legal_of(text: &str, mention: &Mention) -> Option<String> {
    let firm = (mention.kind == EntityType::Org).then(|| &text[mention.start as usize..mention.end as usize]);
    firm.and_then(legal_form)
}

/// The keys of the firms that a document names with different legal forms.
fn of_several_forms<'s>(spelt: &'s Spelt, legal: &[Option<String>]) -> HashSet<&'s str> {
    let mut seen: HashMap<&str, &str> = HashMap::new();
    let mut several = HashSet::new();
    for (at, legal) in legal.iter().enumerate() {
        let Some(legal) = legal else { continue };
        let (_, key) = spelt.of_mention(at);
        if *seen.entry(key).or_insert(legal) != legal {
            several.insert(key);
        }
    }
    several
}

/// The mentions of a document without titles and possessives, and their keys; most spellings stand more than once.
struct Spelt {
    spellings: Vec<(String, String)>,
    /// Of each mention.
    of: Vec<usize>,
}

impl Spelt {
    fn of(text: &str, mentions: &[Mention]) -> Self {
        let mut known: HashMap<(&str, EntityType), usize> = HashMap::with_capacity(mentions.len());
        let mut out = Self { spellings: Vec::new(), of: Vec::with_capacity(mentions.len()) };
        for mention in mentions {
            let surface = &text[mention.start as usize..mention.end as usize];
            let at = *known.entry((surface, mention.kind)).or_insert_with(|| {
                let surface = clean(surface, mention.kind);
                let key = name_key(&surface);
                out.spellings.push((surface, key));
                out.spellings.len() - 1
            });
            out.of.push(at);
        }
        out
    }

    /// The spelling of a mention, and its key.
    fn of_mention(&self, at: usize) -> (&str, &str) {
        let (surface, key) = &self.spellings[self.of[at]];
        (surface, key)
    }
}
