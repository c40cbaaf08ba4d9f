//! Entities of the whole library: what they are called, where they stand.

use super::gazetteers::ListNames;
use super::read::kind;
use super::types::{DocNo, Document, Entity, EntityKind, EntityNo};
use super::{Library, LibraryError, Result};
use crate::entity::{self, EntityType};
use crate::store::names::NameRecord;
use crate::text::classes::is_double_quote;
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

/// Name, type and counts of an entity, without its forms.
pub(super) struct Head {
    pub name: String,
    /// The type that is shown.
    pub kind: EntityKind,
    /// Readers have hidden it.
    pub hidden: bool,
    pub mentions: u32,
    pub documents: u32,
}

impl Library {
    /// What an entity is called and how often it is mentioned.
    pub(super) fn entity_head(&self, number: EntityNo) -> Result<Head> {
        let names = self.store.names_of(number)?;
        let label = self.store.label(number)?;
        head(&names, label).ok_or_else(|| LibraryError::NoEntity(format!("e{number}")))
    }

    /// The entity that a number stands for now: the one that bears it, or that its names have come to.
    pub(super) fn entity_now(&self, number: EntityNo) -> Result<EntityNo> {
        Ok(self.store.name(number)?.map_or(number, |name| name.entity))
    }

    /// The first document that mentions an entity.
    pub(super) fn first_document(&self, number: EntityNo) -> Result<Option<DocNo>> {
        let names = self.store.names_of(number)?;
        Ok(names.iter().filter(|name| name.mentions > 0).filter_map(|name| name.first).min())
    }

    /// An entity with all its forms.
    pub fn entity(&mut self, number: EntityNo) -> Result<Entity> {
        self.ready_to_count();
        self.whole_entity(number, &self.list_names_by_number()?)
    }

    /// The text index counts the documents of several names; where it cannot be had, the sum over
    /// the names stands in, which counts a document once for each.
    fn ready_to_count(&mut self) {
        let _ = self.open_index();
    }

    /// Counts the documents of each entity of a document exactly.
    pub fn count_entities(&mut self, document: &mut Document) -> Result<()> {
        self.ready_to_count();
        for entity in &mut document.entities {
            let names = self.store.names_of(entity.entity)?;
            if names.len() > 1 {
                entity.documents = self.documents_with(&names)?;
            }
        }
        Ok(())
    }

    fn whole_entity(&self, number: EntityNo, lists: &ListNames) -> Result<Entity> {
        let number = self.entity_now(number)?;
        let names = self.store.names_of(number)?;
        let Some(head) = head(&names, self.store.label(number)?) else {
            return Err(LibraryError::NoEntity(format!("e{number}")));
        };
        let mut forms: BTreeMap<String, u32> = BTreeMap::new();
        for name in &names {
            for (form, count) in self.store.forms(name.number)? {
                *forms.entry(form).or_default() += count;
            }
        }
        let mut forms: Vec<(String, u32)> = forms.into_iter().collect();
        forms.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        let documents = if names.len() > 1 { self.documents_with(&names)? } else { head.documents };
        Ok(Entity {
            entity: number,
            name: head.name,
            kind: head.kind,
            forms: forms.into_iter().map(|(form, _)| form).collect(),
            mentions: head.mentions,
            documents,
            lists: self.lists_of(lists, number)?,
        })
    }

    /// All entities, of one type if asked, the most mentioned first.
    pub fn entities(&mut self, only: Option<EntityKind>) -> Result<Vec<Entity>> {
        self.ready_to_count();
        let mut by_entity: HashMap<EntityNo, Vec<NameRecord>> = HashMap::new();
        for name in self.store.names()? {
            by_entity.entry(name.entity).or_default().push(name);
        }
        let labels = self.store.labels()?;
        let mut heads: Vec<(EntityNo, Head)> = by_entity
            .into_iter()
            .filter_map(|(number, mut names)| {
                in_order(&mut names);
                head(&names, labels.get(&number).cloned()).map(|head| (number, head))
            })
            .filter(|(_, head)| !head.hidden && head.mentions > 0 && only.is_none_or(|kind| head.kind == kind))
            .collect();
        heads.sort_by(|a, b| b.1.mentions.cmp(&a.1.mentions).then_with(|| a.1.name.cmp(&b.1.name)).then(a.0.cmp(&b.0)));
        let lists = self.list_names_by_number()?;
        heads.into_iter().map(|(number, _)| self.whole_entity(number, &lists)).collect()
    }

    /// A query for the documents that mention all of some entities, and their names. One whose name
    /// leads to others too is asked for with its number behind it: `Jan Peters (e58)`.
    ///
    /// # Errors
    /// When there is no such entity.
    pub fn naming(&self, entities: &[EntityNo]) -> Result<(String, String)> {
        let (mut query, mut names) = (Vec::new(), Vec::new());
        for &entity in entities {
            let entity = self.entity_now(entity)?;
            let name = self.entity_head(entity)?.name;
            let written = name.replace(is_double_quote, "'");
            let alone = written == name && self.find_entities(&name).is_ok_and(|found| found == [entity]);
            let numbered = format!("{written} (e{entity})");
            let number = self.find_entities(&numbered).is_ok_and(|found| found == [entity]);
            query.push(match (alone, number) {
                (true, _) => format!("entity:\"{written}\""),
                (false, true) => format!("entity:\"{numbered}\""),
                (false, false) => format!("entity:e{entity}"),
            });
            names.push(name);
        }
        Ok((query.join(" "), names.join(", ")))
    }

    /// The entities that a name, a form or an id leads to: `e12`, or a name with the id behind it, as
    /// in `Jan Peters (e12)`.
    ///
    /// # Errors
    /// When there is none.
    pub fn find_entities(&self, given: &str) -> Result<Vec<EntityNo>> {
        for key in entity::keys_asked(given) {
            let found = self.store.entities_with_key(&key)?;
            if !found.is_empty() {
                return Ok(found);
            }
        }
        let id = |text: &str| text.strip_prefix('e').and_then(|digits| digits.parse::<u32>().ok());
        let behind = given.strip_suffix(')').and_then(|given| given.rsplit_once(" ("));
        if let Some((name, number)) = behind.and_then(|(name, text)| Some((name, id(text)?))) {
            // Numbers change when names are resolved anew; then the name says who may be meant.
            let found = self.store.entities_with_key(&entity::name_key(name))?;
            return match found.is_empty() {
                true => Err(LibraryError::NoEntity(given.to_owned())),
                false if found.contains(&self.entity_now(number)?) => Ok(vec![self.entity_now(number)?]),
                false => Ok(found),
            };
        }
        match id(given) {
            Some(number) if self.store.name(number)?.is_some() => Ok(vec![self.entity_now(number)?]),
            _ => Err(LibraryError::NoEntity(given.to_owned())),
        }
    }

    /// The one entity that a name, a form or an id leads to.
    ///
    /// # Errors
    /// When there is none, or several.
    pub fn find_entity(&self, given: &str) -> Result<EntityNo> {
        let found = self.find_entities(given)?;
        if let [one] = found.as_slice() {
            return Ok(*one);
        }
        // Of several, the one that is called so is meant, if only one is.
        let mut called = Vec::new();
        let mut all = Vec::new();
        for entity in found {
            let head = self.entity_head(entity)?;
            if head.name == given {
                called.push(entity);
            }
            all.push(format!("e{entity} ({}, {})", head.name, head.kind.as_str()));
        }
        match called.as_slice() {
            [one] => Ok(*one),
            _ => Err(LibraryError::AmbiguousEntity(given.to_owned(), all)),
        }
    }

    /// The numbers of all names of an entity, by which the text index knows it.
    pub(super) fn name_numbers(&self, entity: EntityNo) -> Result<Vec<u32>> {
        Ok(self.store.names_of(self.entity_now(entity)?)?.into_iter().map(|name| name.number).collect())
    }
}

/// The most mentioned first, as the database gives the names of one entity.
pub(super) fn in_order(names: &mut [NameRecord]) {
    names.sort_by(|a, b| b.mentions.cmp(&a.mentions).then(a.number.cmp(&b.number)));
}

/// A full name that is no person's stands for its entity when one mention in so many is of it, …
const FAIR: u32 = 10;
/// … and one document in so many has it, or several have.
const SEVERAL: u32 = 2;

/// The name that stands for an entity, of those of the type that most of its mentions have: a full one before a
/// short one (an article makes none full), then the most mentioned, one in capitals or all small letters counting
/// for less; one that nothing mentions stands for it only where there is no other.
pub(super) fn head_record(names: &[NameRecord]) -> Option<&NameRecord> {
    let mut mentions: BTreeMap<u8, u32> = BTreeMap::new();
    for name in names {
        *mentions.entry(name.kind).or_default() += name.mentions;
    }
    let (kind, most) = mentions.into_iter().max_by_key(|&(kind, most)| (most, Reverse(kind)))?;
    let of_kind = names.iter().filter(|name| name.kind == kind);
    let documents = of_kind.map(|name| name.documents).fold(0, u32::saturating_add);
    let article = |word: &&str| word.eq_ignore_ascii_case("the");
    let words = |name: &NameRecord| {
        let long = name.text.split_whitespace().skip_while(article).count().min(2);
        // One document's freak may have many mentions there: its short forms are counted with it.
        let known = name.documents >= SEVERAL || name.documents.saturating_mul(FAIR) >= documents;
        let fair = kind == EntityType::Person as u8 || known && name.mentions.saturating_mul(FAIR) >= most;
        (name.mentions > 0, if fair { long } else { 0 })
    };
    let standing = |name: &NameRecord| (entity::standing(&name.text, name.mentions), name.mentions);
    names
        .iter()
        .filter(|name| name.kind == kind)
        .max_by(|a, b| words(a).cmp(&words(b)).then(standing(a).cmp(&standing(b))).then_with(|| b.text.cmp(&a.text)))
}

/// What an entity of some names amounts to, under the name that readers gave it, if they did.
pub(super) fn head(names: &[NameRecord], label: Option<String>) -> Option<Head> {
    let best = head_record(names)?;
    let own = kind(best.kind);
    Some(Head {
        name: label.unwrap_or_else(|| best.text.clone()),
        kind: if best.is_hidden() { own } else { kind(best.shown_kind()) },
        hidden: best.is_hidden(),
        mentions: names.iter().map(|name| name.mentions).sum(),
        documents: names.iter().map(|name| name.documents).sum(),
    })
}

/// The type of a name as it is stored.
pub(super) fn entity_type(kind: u8) -> EntityType {
    [EntityType::Person, EntityType::Org, EntityType::Place].get(kind as usize).copied().unwrap_or(EntityType::Misc)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(number: u32, text: &str, mentions: u32) -> NameRecord {
        let (kind, documents) = (1, mentions);
        let (raw_documents, raw_mentions) = (documents, mentions);
        NameRecord {
            number,
            text: text.to_owned(),
            kind,
            shown: None,
            entity: 1,
            base: 1,
            documents,
            mentions,
            raw_documents,
            raw_mentions,
            first: None,
            former: false,
        }
    }

    #[test]
    fn a_name_of_the_type_that_most_mentions_have_stands_for_an_entity() {
        let stands = |names: &[NameRecord]| head_record(names).map(|name| name.text.clone());
        let place = |name: NameRecord| NameRecord { kind: 2, ..name };
        let iran = [name(1, "Islamic Republic of Iran", 5), place(name(2, "Iran", 347))];
        assert_eq!(stands(&iran).as_deref(), Some("Iran"));
        let long = [place(name(1, "Port of Oslo", 2)), place(name(2, "Oslo", 400))];
        assert_eq!(stands(&long).as_deref(), Some("Oslo"));
        let documents = |documents: u32, name: NameRecord| NameRecord { documents, ..name };
        let union = [
            documents(20, name(1, "FHU", 28)),
            documents(15, name(2, "Harbour Union", 22)),
            documents(1, name(3, "Union of Free Harbuors", 9)),
        ];
        assert_eq!(stands(&union).as_deref(), Some("Harbour Union"));
        let kern = [NameRecord { kind: 0, ..name(1, "Kern", 90) }, NameRecord { kind: 0, ..name(2, "Anna Kern", 1) }];
        assert_eq!(stands(&kern).as_deref(), Some("Anna Kern"));
    }

    #[test]
    fn a_full_name_stands_for_an_entity_and_an_article_makes_none() {
        let stands = |names: &[NameRecord]| head_record(names).map(|name| name.text.clone());
        let congress = [name(1, "The Congress", 3), name(2, "Congress", 9)];
        assert_eq!(stands(&congress).as_deref(), Some("Congress"));
        let kern = [name(1, "Kern", 9), name(2, "Anna Kern", 3), name(3, "Anna Maria Kern", 0)];
        assert_eq!(stands(&kern).as_deref(), Some("Anna Kern"));
        let written = [name(1, "ANNA KERN", 9), name(2, "anna kern", 9), name(3, "Anna Kern", 3)];
        assert_eq!(stands(&written).as_deref(), Some("Anna Kern"));
        let shouted = [name(1, "NATO", 30), name(2, "Nato", 3)];
        assert_eq!(stands(&shouted).as_deref(), Some("NATO"));
    }
}
