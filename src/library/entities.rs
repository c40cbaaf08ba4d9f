//! Entities of the whole library: which names are one, what they are called, where they stand.

use super::read::kind;
use super::types::{Document, Entity, EntityKind, EntityNo, Progress};
use super::{Library, LibraryError, Result};
use crate::entity::{self, EntityType};
use crate::store::names::NameRecord;
use crate::text::classes::is_double_quote;
use std::collections::{BTreeMap, HashMap};

/// Name, type and counts of an entity, without its forms.
pub(super) struct Head {
    pub name: String,
    pub kind: EntityKind,
    pub mentions: u32,
    pub documents: u32,
}

impl Library {
    /// Decides anew which names are one entity, from all names and stated aliases.
    pub(super) fn resolve_names(&mut self, progress: &mut dyn FnMut(&Progress)) -> Result<()> {
        progress(&Progress { stage: "resolving names", ..Progress::default() });
        let records = self.store.names()?;
        let names: Vec<entity::Name> = records
            .iter()
            .map(|record| entity::Name {
                name: record.text.clone(),
                kind: entity_type(record.kind),
                documents: record.documents,
                mentions: record.mentions,
            })
            .collect();
        let aliases: Vec<entity::StatedAlias> = self
            .store
            .aliases()?
            .into_iter()
            .map(|alias| entity::StatedAlias { short: alias.short, long: alias.long, documents: alias.documents })
            .collect();
        let stands_for = entity::across(&names, &aliases);
        // An entity's number is the lowest of its names', whatever stands for it.
        let mut lowest: HashMap<usize, u32> = HashMap::new();
        for (record, &head) in records.iter().zip(&stands_for) {
            let number = lowest.entry(head).or_insert(record.number);
            *number = record.number.min(*number);
        }
        let changed: Vec<(u32, u32)> = records
            .iter()
            .zip(&stands_for)
            .map(|(record, head)| (record.number, record.entity, lowest[head]))
            .filter(|&(_, old, new)| old != new)
            .map(|(name, _, new)| (name, new))
            .collect();
        for chunk in changed.chunks(5_000) {
            self.store.write(|writer| chunk.iter().try_for_each(|&(name, entity)| writer.set_entity(name, entity)))?;
        }
        let mut by_entity: HashMap<EntityNo, Vec<NameRecord>> = HashMap::new();
        for (record, &head) in records.into_iter().zip(&stands_for) {
            by_entity.entry(lowest[&head]).or_default().push(record);
        }
        self.note_kinds(by_entity)
    }

    /// Writes down which names are shown under another type than their own, so that a query for a
    /// type finds what the type is shown of.
    fn note_kinds(&mut self, by_entity: HashMap<EntityNo, Vec<NameRecord>>) -> Result<()> {
        let mut changed: Vec<(u32, Option<u8>)> = Vec::new();
        for (_, mut names) in by_entity {
            in_order(&mut names);
            let Some(head) = head(&names) else { continue };
            let kind = head.kind as u8;
            let wanted = |name: &NameRecord| Some(kind).filter(|&kind| kind != name.kind);
            changed
                .extend(names.iter().filter(|name| name.shown != wanted(name)).map(|name| (name.number, wanted(name))));
        }
        for chunk in changed.chunks(5_000) {
            self.store.write(|writer| chunk.iter().try_for_each(|&(name, shown)| writer.set_shown(name, shown)))?;
        }
        Ok(())
    }

    /// What an entity is called and how often it is mentioned.
    pub(super) fn entity_head(&self, number: EntityNo) -> Result<Head> {
        let names = self.store.names_of(number)?;
        head(&names).ok_or_else(|| LibraryError::NoEntity(format!("e{number}")))
    }

    /// An entity with all its forms.
    pub fn entity(&mut self, number: EntityNo) -> Result<Entity> {
        self.ready_to_count();
        self.whole_entity(number)
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

    fn whole_entity(&self, number: EntityNo) -> Result<Entity> {
        let names = self.store.names_of(number)?;
        let Some(head) = head(&names) else { return Err(LibraryError::NoEntity(format!("e{number}"))) };
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
        })
    }

    /// All entities, of one type if asked, the most mentioned first.
    pub fn entities(&mut self, only: Option<EntityKind>) -> Result<Vec<Entity>> {
        self.ready_to_count();
        let mut by_entity: HashMap<EntityNo, Vec<NameRecord>> = HashMap::new();
        for name in self.store.names()? {
            by_entity.entry(name.entity).or_default().push(name);
        }
        let mut heads: Vec<(EntityNo, Head)> = by_entity
            .into_iter()
            .filter_map(|(number, mut names)| {
                in_order(&mut names);
                head(&names).map(|head| (number, head))
            })
            .filter(|(_, head)| only.is_none_or(|kind| head.kind == kind))
            .collect();
        heads.sort_by(|a, b| b.1.mentions.cmp(&a.1.mentions).then_with(|| a.1.name.cmp(&b.1.name)).then(a.0.cmp(&b.0)));
        heads.into_iter().map(|(number, _)| self.whole_entity(number)).collect()
    }

    /// A query for the documents that mention all of some entities, and their names. One whose name
    /// leads to others too is asked for with its number behind it: `Jan Peters (e58)`.
    ///
    /// # Errors
    /// When there is no such entity.
    pub fn naming(&self, entities: &[EntityNo]) -> Result<(String, String)> {
        let (mut query, mut names) = (Vec::new(), Vec::new());
        for &entity in entities {
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
        let found = self.store.entities_with_key(&entity::name_key(given))?;
        if !found.is_empty() {
            return Ok(found);
        }
        let id = |text: &str| text.strip_prefix('e').and_then(|digits| digits.parse::<u32>().ok());
        let behind = given.strip_suffix(')').and_then(|given| given.rsplit_once(" ("));
        if let Some((name, number)) = behind.and_then(|(name, text)| Some((name, id(text)?))) {
            // Numbers change when names are resolved anew; then the name says who may be meant.
            let found = self.store.entities_with_key(&entity::name_key(name))?;
            return match found.is_empty() {
                true => Err(LibraryError::NoEntity(given.to_owned())),
                false if found.contains(&number) => Ok(vec![number]),
                false => Ok(found),
            };
        }
        match id(given) {
            Some(number) if !self.store.names_of(number)?.is_empty() => Ok(vec![number]),
            _ => Err(LibraryError::NoEntity(given.to_owned())),
        }
    }

    /// The numbers of all names of an entity, by which the text index knows it.
    pub(super) fn name_numbers(&self, entity: EntityNo) -> Result<Vec<u32>> {
        Ok(self.store.names_of(entity)?.into_iter().map(|name| name.number).collect())
    }
}

/// The most mentioned first, as the database gives the names of one entity.
fn in_order(names: &mut [NameRecord]) {
    names.sort_by(|a, b| b.mentions.cmp(&a.mentions).then(a.number.cmp(&b.number)));
}

/// The name that stands for an entity: a full one before a short one, then the most mentioned.
pub(super) fn head(names: &[NameRecord]) -> Option<Head> {
    let words = |name: &NameRecord| name.text.split_whitespace().count().min(2);
    let best = names
        .iter()
        .max_by(|a, b| words(a).cmp(&words(b)).then(a.mentions.cmp(&b.mentions)).then_with(|| b.text.cmp(&a.text)))?;
    Some(Head {
        name: best.text.clone(),
        kind: kind(best.kind),
        mentions: names.iter().map(|name| name.mentions).sum(),
        documents: names.iter().map(|name| name.documents).sum(),
    })
}

fn entity_type(kind: u8) -> EntityType {
    [EntityType::Person, EntityType::Org, EntityType::Place].get(kind as usize).copied().unwrap_or(EntityType::Misc)
}
