//! Readers' repairs of names: merged, separated, renamed and hidden entities, and what is no name.
//!
//! A repair is a decision in the log. What all of them amount to ([`settle`]) is laid over what was
//! recognised and resolved, which stays as it was: a table says which names are one entity, and
//! documents in which single mentions belong elsewhere have their mentions once more, mended
//! ([`mending`]). The text index knows what was recognised; queries put its answers right.

mod decide;
mod mending;
mod settle;
mod spans;
#[cfg(test)]
pub(super) mod tests;

pub(super) use mending::surface;
pub use spans::Named;

use super::entities::{head_record, in_order};
use super::naming::put_down;
use super::types::Progress;
use super::types::repairs::{NameRef, Repair};
use super::{Library, Result};
use crate::entity::name_key;
use crate::store::names::{HIDDEN, NameRecord};
use crate::store::repairs::RepairRecord;
use roaring::RoaringBitmap;
use settle::{Names, Said, Settled, settle};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::atomic::AtomicBool;

/// Rows that one transaction writes.
const CHUNK: usize = 5_000;

/// A decision about names, read.
struct Known {
    repair: Repair,
    record: RepairRecord,
}

impl Library {
    /// Brings the names in line with the decisions about them, if they are not. Where somebody adds
    /// meanwhile, the mentions of the documents that come in follow when that is finished.
    pub(super) fn follow_repairs(
        &mut self,
        progress: &mut dyn FnMut(&Progress),
        stop: &AtomicBool,
    ) -> Result<Vec<(u32, u32)>> {
        // What was found of lists are names, and names are resolved.
        if self.look_for_lists(progress, stop)? {
            self.resolve_names(progress, stop)?;
        }
        let mut became = Vec::new();
        while !self.store.repairs_followed()? {
            became.extend(self.settle_repairs(None, &RoaringBitmap::new(), progress, stop)?);
        }
        Ok(became)
    }

    /// Version groups have changed: names that are known from versions follow.
    pub(super) fn follow_groups(&mut self, stop: &AtomicBool) -> Result<()> {
        let changed = self.follow_kin()?;
        if !changed.is_empty() {
            self.settle_repairs(None, &changed, &mut |_| {}, stop)?;
            self.follow_repairs(&mut |_| {}, stop)?;
        }
        Ok(())
    }

    /// As [`Library::follow_repairs`], when names have been resolved anew: those that were are given, all
    /// names of each entity together.
    pub(super) fn follow_repairs_with(
        &mut self,
        resolved: Vec<NameRecord>,
        progress: &mut dyn FnMut(&Progress),
        stop: &AtomicBool,
    ) -> Result<()> {
        let kin = self.follow_kin()?;
        self.settle_repairs(Some(resolved), &kin, progress, stop)?;
        self.follow_repairs(progress, stop)?;
        Ok(())
    }

    /// True when the names do not follow some decision yet.
    pub(super) fn names_lag(&self) -> Result<bool> {
        Ok(!self.store.repairs_followed()? || self.lists_lag()?)
    }

    fn known_repairs(&self) -> Result<Vec<Known>> {
        let records = self.store.repairs()?;
        let read = |record: RepairRecord| Some(Known { repair: serde_json::from_str(&record.value).ok()?, record });
        Ok(records.into_iter().filter_map(read).collect())
    }

    /// `also`: documents whose mentions are to be looked at besides those that a decision concerns.
    /// Gives the entities that are now part of others.
    fn settle_repairs(
        &mut self,
        anew: Option<Vec<NameRecord>>,
        also: &RoaringBitmap,
        progress: &mut dyn FnMut(&Progress),
        stop: &AtomicBool,
    ) -> Result<Vec<(u32, u32)>> {
        let (made, last, resolved) = (self.store.repairs_made()?, self.store.last_document()?, anew.is_some());
        let known = self.known_repairs()?;
        self.put_down_forms(&known)?;
        let affected = self.names_spoken_of(&known)?;
        let standing: Vec<Repair> =
            known.iter().filter(|known| !known.record.undone).map(|known| known.repair.clone()).collect();
        let settled = settle(&affected, &standing, &Asked::of(self));
        let mut names: BTreeMap<u32, &NameRecord> = affected.iter().map(|name| (name.number, name)).collect();
        names.extend(anew.iter().flatten().map(|name| (name.number, name)));
        let became = self.put_entities(&names, &settled)?;
        let touched = self.mend_documents(&settled.rules, &known, also, progress, stop)?;
        let mut entities: BTreeSet<u32> = affected.iter().flat_map(|name| [name.entity, name.base]).collect();
        entities.extend(settled.entities.values());
        for name in touched {
            entities.extend(self.store.name(name)?.map(|name| name.entity));
        }
        self.note_kinds_of(anew, &entities, &settled.said)?;
        // Documents that are coming in follow when all of them are there.
        let through = if resolved { last } else { self.store.mended_through()? };
        self.store.write(|writer| {
            // A decision that has come meanwhile is followed in another round.
            let made = if writer.repairs_unchanged(made)? { made } else { -1 };
            if made >= 0 {
                writer.named_followed()?;
            }
            writer.follow_repairs(made, through)
        })?;
        Ok(became)
    }

    /// A form that was taken off an entity is a name, even where it never stood as one.
    fn put_down_forms(&mut self, known: &[Known]) -> Result<()> {
        let mut missing: BTreeSet<(&str, u8)> = BTreeSet::new();
        for Known { repair, record } in known {
            if let (Repair::Separate { entity, form }, false) = (repair, record.undone)
                && self.store.name_called(form, entity.kind as u8)?.is_none()
            {
                missing.insert((form, entity.kind as u8));
            }
        }
        if missing.is_empty() {
            return Ok(());
        }
        Ok(self.store.write(|writer| {
            for (text, kind) in missing {
                put_down(writer, text, kind)?;
            }
            Ok(())
        })?)
    }

    /// All names of every entity that some decision speaks of, standing or not, as the entities were
    /// before any decision.
    fn names_spoken_of(&self, known: &[Known]) -> Result<Vec<NameRecord>> {
        let mut bases: BTreeSet<u32> = BTreeSet::new();
        for Known { repair, .. } in known {
            for name in repair.names() {
                bases.extend(self.base_of(name)?);
            }
            if let Repair::Separate { entity, form } = repair {
                bases.extend(self.base_of(&NameRef { name: form.clone(), kind: entity.kind })?);
            }
        }
        let mut names: BTreeMap<u32, NameRecord> = BTreeMap::new();
        for base in bases {
            let based = self.store.names_based_on(base)?.into_iter().map(|name| name.record);
            names.extend(based.map(|name| (name.number, name)));
        }
        Ok(names.into_values().collect())
    }

    fn base_of(&self, name: &NameRef) -> Result<Option<u32>> {
        let Some(number) = self.name_meant(name)? else { return Ok(None) };
        Ok(self.store.name(number)?.map(|name| name.base))
    }

    /// The name that a decision speaks of: the one spelt so and of that type, or else the only entity
    /// that bears the name in whatever spelling or type.
    pub(super) fn name_meant(&self, wanted: &NameRef) -> Result<Option<u32>> {
        if let Some(number) = self.store.name_called(&wanted.name, wanted.kind as u8)? {
            return Ok(Some(number));
        }
        let named = self.store.names_with_key(&name_key(&wanted.name))?;
        let of_kind: Vec<&NameRecord> = named.iter().filter(|name| name.kind == wanted.kind as u8).collect();
        let named = if of_kind.is_empty() { named.iter().collect() } else { of_kind };
        let base = named.first().map(|name| name.base);
        Ok(named.first().filter(|_| named.iter().all(|name| Some(name.base) == base)).map(|name| name.base))
    }

    /// Writes down which names are one entity and what entities are called.
    fn put_entities(&mut self, names: &BTreeMap<u32, &NameRecord>, settled: &Settled) -> Result<Vec<(u32, u32)>> {
        let now = |name: &NameRecord| settled.entities.get(&name.number).copied().unwrap_or(name.base);
        let changed: Vec<(u32, u32)> =
            names.values().filter(|name| now(name) != name.entity).map(|name| (name.number, now(name))).collect();
        let became = names.values().filter(|name| name.number == name.entity && now(name) != name.entity);
        let became = became.map(|name| (name.entity, now(name))).collect();
        for chunk in changed.chunks(CHUNK) {
            self.store.write(|writer| chunk.iter().try_for_each(|&(name, entity)| writer.set_entity(name, entity)))?;
        }
        let labels: Vec<(u32, &str, String)> = settled
            .said
            .iter()
            .filter_map(|(&entity, said)| said.label.as_deref().map(|label| (entity, label, name_key(label))))
            .collect();
        let kept = self.store.labels()?;
        let same = kept.len() == labels.len()
            && labels.iter().all(|label| kept.get(&label.0).is_some_and(|old| old == label.1));
        if !same {
            self.store.write(|writer| writer.set_labels(&labels))?;
        }
        Ok(became)
    }

    /// Writes down which names are shown under another type than their own, or not at all, so that a
    /// query for a type finds what the type is shown of.
    fn note_kinds_of(
        &mut self,
        anew: Option<Vec<NameRecord>>,
        entities: &BTreeSet<u32>,
        said: &BTreeMap<u32, Said>,
    ) -> Result<()> {
        let mut by_entity: HashMap<u32, Vec<NameRecord>> = HashMap::new();
        for name in anew.into_iter().flatten() {
            by_entity.entry(name.base).or_default().push(name);
        }
        by_entity.values_mut().for_each(|names| in_order(names));
        // Of these the database knows better.
        for &entity in entities {
            by_entity.insert(entity, self.store.names_of(entity)?);
        }
        let mut changed: Vec<(u32, Option<u8>)> = Vec::new();
        for (entity, names) in by_entity {
            let Some(own) = head_record(&names).map(|name| name.kind) else { continue };
            let said = said.get(&entity);
            let kind = match said {
                Some(said) if said.hidden => HIDDEN,
                _ => said.and_then(|said| said.kind).map_or(own, |kind| kind as u8),
            };
            let wanted = |name: &NameRecord| Some(kind).filter(|&kind| kind != name.kind);
            let wrong = names.iter().filter(|name| name.shown != wanted(name));
            changed.extend(wrong.map(|name| (name.number, wanted(name))));
        }
        changed.sort_unstable();
        for chunk in changed.chunks(CHUNK) {
            self.store.write(|writer| {
                writer.count_names_changed()?;
                chunk.iter().try_for_each(|&(name, shown)| writer.set_shown(name, shown))
            })?;
        }
        Ok(())
    }
}

/// Answers from the library, each looked up once.
struct Asked<'l> {
    library: &'l Library,
    meant: RefCell<HashMap<NameRef, Option<u32>>>,
}

impl<'l> Asked<'l> {
    fn of(library: &'l Library) -> Self {
        Self { library, meant: RefCell::default() }
    }
}

impl Names for Asked<'_> {
    fn meant(&self, name: &NameRef) -> Option<u32> {
        let mut meant = self.meant.borrow_mut();
        *meant.entry(name.clone()).or_insert_with(|| self.library.name_meant(name).ok().flatten())
    }

    fn has_form(&self, name: u32, form: &str) -> bool {
        self.library.store.has_form(name, form).unwrap_or(false)
    }
}
