//! Lists of names that readers give: kept as decisions, looked for in every document, laid over what is
//! recognised.
//!
//! A listed name takes the place of recognised names that it overlaps, save that a single word inside a
//! longer recognised name leaves that as it is. Names that readers marked themselves hold before it, and
//! of several lists the one given last does.

mod files;
mod matching;
#[cfg(test)]
mod tests;

pub(super) use matching::{Book, Found, Lists};

use super::read::kind;
use super::types::gazetteers::{Gazetteer, GazetteerEntry, GazetteerLine, ListedName, OnList};
use super::types::{BatchNo, Decided, EntityKind, EntityNo, Progress};
use super::unknown::known_instead;
use super::{Library, LibraryError, Result};
use crate::store::decisions::{DecisionRecord, NewDecision};
use crate::store::gazetteers::{ACTS, GazetteerDecision};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

/// What to call a list, and what its names are where the file does not say.
#[derive(Clone, Debug, Default)]
pub struct ListOptions {
    /// The name of the file without its ending, if none is given.
    pub name: Option<String>,
    pub kind: Option<EntityKind>,
    /// Given by the configuration and not by an act of the reader: undo passes it over.
    pub quiet: bool,
}

/// What became of a list.
#[derive(Clone, Debug, Default)]
pub struct ListGiven {
    pub list: String,
    pub names: u64,
    pub forms: u64,
    /// Records that are no names.
    pub passed_over: u64,
    /// Weak aliases of one word, which were left out.
    pub weak: u64,
    /// It took the place of one of its name.
    pub replaced: bool,
    /// Nothing where it stands already, just so.
    pub decided: Option<Decided>,
}

/// A list that stands.
struct Standing {
    decision: GazetteerDecision,
    value: Gazetteer,
}

/// The names of the lists that stand, by the decisions that brought them.
pub(super) struct ListNames(HashMap<i64, String>);

impl Library {
    /// Takes a list over from a file and looks for it in every document. What cannot be understood is
    /// told to `trouble` by its line, and the rest is taken.
    ///
    /// # Errors
    /// When the file cannot be read, or the library cannot be read or written.
    pub fn give_list(
        &mut self,
        path: &Path,
        options: &ListOptions,
        now: i64,
        trouble: &mut dyn FnMut(usize, String),
        progress: &mut dyn FnMut(&Progress),
        stop: &AtomicBool,
    ) -> Result<ListGiven> {
        let listed = files::read(path, options.kind, trouble)?;
        let stem = || path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        let list = options.name.clone().unwrap_or_else(stem);
        let forms = listed.entries.iter().map(|entry| entry.forms.len() as u64).sum();
        let told: Vec<_> =
            listed.entries.iter().map(|entry| (&entry.name, entry.kind, &entry.id, &entry.forms)).collect();
        let hash = blake3::hash(serde_json::to_string(&told).unwrap_or_default().as_bytes()).to_hex()[..16].to_owned();
        let known = self.standing_lists()?.into_iter().find(|known| known.value.list == list);
        let mut given = ListGiven {
            names: listed.entries.len() as u64,
            forms,
            passed_over: listed.passed_over,
            weak: listed.weak,
            replaced: known.is_some(),
            decided: None,
            list: list.clone(),
        };
        if listed.entries.is_empty() || known.is_some_and(|known| known.value.hash == hash) {
            self.follow_repairs(progress, stop)?;
            return Ok(given);
        }
        let value = Gazetteer { list, from: path.display().to_string(), names: given.names, forms, hash };
        let summary = value.told(ACTS[0]);
        let number = self.decide_about_list(ACTS[0], &value, now, options.quiet, &listed.entries)?;
        let became = self.follow_repairs(progress, stop)?;
        given.decided = Some(Decided { summary, decisions: vec![number], mended: true, became, ..Decided::default() });
        Ok(given)
    }

    /// Takes a list off.
    ///
    /// # Errors
    /// When there is none of this name.
    pub fn take_list_off(&mut self, list: &str, now: i64, progress: &mut dyn FnMut(&Progress)) -> Result<Decided> {
        let known = self.list_called(list)?;
        let value = Gazetteer { list: known.value.list, ..Gazetteer::default() };
        let number = self.decide_about_list(ACTS[1], &value, now, false, &[])?;
        let became = self.follow_repairs(progress, &AtomicBool::new(false))?;
        let summary = value.told(ACTS[1]);
        Ok(Decided { summary, decisions: vec![number], mended: true, became, ..Decided::default() })
    }

    fn decide_about_list(
        &mut self,
        act: &str,
        value: &Gazetteer,
        at: i64,
        quiet: bool,
        entries: &[crate::store::gazetteers::EntryRecord],
    ) -> Result<i64> {
        let (who, written) = (self.who.clone(), serde_json::to_string(value).unwrap_or_default());
        Ok(self.store.write(|writer| {
            let number = writer.decide(&NewDecision {
                at,
                who: &who,
                act,
                value: Some(&written),
                quiet,
                with: None,
                documents: &[],
                anchor: None,
            })?;
            if act == ACTS[0] {
                writer.put_gazetteer(number, entries)?;
            }
            Ok(number)
        })?)
    }

    /// The lists that stand, the one given last first: of each name the last decision counts.
    fn standing_lists(&self) -> Result<Vec<Standing>> {
        let mut by_name: BTreeMap<String, Standing> = BTreeMap::new();
        for decision in self.store.gazetteer_decisions()? {
            let Ok(value) = serde_json::from_str::<Gazetteer>(&decision.value) else { continue };
            by_name.insert(value.list.clone(), Standing { decision, value });
        }
        let mut lists: Vec<Standing> = by_name.into_values().filter(|list| list.decision.act == ACTS[0]).collect();
        lists.sort_by_key(|list| std::cmp::Reverse((list.decision.at, list.decision.number)));
        Ok(lists)
    }

    fn list_called(&self, name: &str) -> Result<Standing> {
        let mut lists = self.standing_lists()?;
        let exact = lists.iter().position(|list| list.value.list == name);
        let fold = name.to_lowercase();
        match exact.or_else(|| lists.iter().position(|list| list.value.list.to_lowercase() == fold)) {
            Some(at) => Ok(lists.swap_remove(at)),
            None => {
                let known: Vec<String> = lists.into_iter().map(|list| list.value.list).collect();
                Err(LibraryError::NoList(name.to_owned(), known_instead(name, &known)))
            }
        }
    }

    /// The numbers of the lists that stand, the one given last first.
    pub(super) fn list_numbers(&self) -> Result<Vec<i64>> {
        Ok(self.standing_lists()?.into_iter().map(|list| list.decision.number).collect())
    }

    /// The names of the lists that stand.
    pub(super) fn lists_standing(&self) -> Result<Vec<String>> {
        Ok(self.standing_lists()?.into_iter().map(|list| list.value.list).collect())
    }

    /// The lists that stand, by name, and what was found of each.
    pub fn gazetteers(&mut self) -> Result<Vec<GazetteerLine>> {
        let _ = self.open_index();
        let mut lines = Vec::new();
        for Standing { decision, value } in self.standing_lists()? {
            let found: BTreeSet<u32> =
                self.found_names(decision.number)?.into_values().flatten().map(|at| at.1).collect();
            lines.push(GazetteerLine {
                list: value.list,
                from: value.from,
                who: decision.who,
                when: super::moment(decision.at),
                names: value.names,
                forms: value.forms,
                found: found.len() as u64,
                documents: self.naming_documents(&self.store.gazetteer_entities(decision.number)?)?.len(),
            });
        }
        lines.sort_by(|a, b| a.list.cmp(&b.list));
        Ok(lines)
    }

    /// What is on a list, in its order, and how often it was found.
    ///
    /// # Errors
    /// When there is none of this name.
    pub fn gazetteer(&mut self, list: &str) -> Result<Vec<GazetteerEntry>> {
        let number = self.list_called(list)?.decision.number;
        let mut by_entry: HashMap<u32, Vec<u32>> = HashMap::new();
        for (entity, names) in self.found_names(number)? {
            names.into_iter().for_each(|(_, entry)| by_entry.entry(entry).or_default().push(entity));
        }
        let mut lines = Vec::new();
        for (at, entry) in self.store.gazetteer_entries(number)? {
            let mut entities = by_entry.remove(&at).unwrap_or_default();
            entities.sort_unstable();
            entities.dedup();
            let (mut mentions, mut documents) = (0, 0);
            for &entity in &entities {
                let whole = self.entity(entity)?;
                mentions += u64::from(whole.mentions);
                documents += u64::from(whole.documents);
            }
            lines.push(GazetteerEntry {
                name: entry.name,
                kind: kind(entry.kind),
                id: entry.id,
                forms: entry.forms,
                entities: entities.into_iter().map(|entity| format!("e{entity}")).collect(),
                mentions,
                documents,
            });
        }
        Ok(lines)
    }

    /// The entities that have names of a list and are mentioned: for each the names with their entries.
    fn found_names(&self, list: i64) -> Result<BTreeMap<EntityNo, Vec<(u32, u32)>>> {
        let mut found: BTreeMap<EntityNo, Vec<(u32, u32)>> = BTreeMap::new();
        for (number, entry) in self.store.gazetteer_names(list)? {
            if let Some(name) = self.store.name(number)?.filter(|name| name.mentions > 0 && !name.is_hidden()) {
                found.entry(name.entity).or_default().push((number, entry));
            }
        }
        Ok(found)
    }

    /// The lists that stand, once for many entities.
    pub(super) fn list_names_by_number(&self) -> Result<ListNames> {
        Ok(ListNames(self.standing_lists()?.into_iter().map(|list| (list.decision.number, list.value.list)).collect()))
    }

    /// On which of the lists that stand an entity is, and as what.
    pub(super) fn on_lists(&self, lists: &ListNames, entity: EntityNo) -> Result<Vec<OnList>> {
        if lists.0.is_empty() {
            return Ok(Vec::new());
        }
        let mut on: Vec<OnList> = Vec::new();
        for (number, name, id) in self.store.gazetteers_of(entity)? {
            if let Some(list) = lists.0.get(&number) {
                on.push(OnList { list: list.clone(), name, id });
            }
        }
        on.sort_by(|a, b| a.list.cmp(&b.list));
        Ok(on)
    }

    /// The names of the lists that an entity is on.
    pub(super) fn lists_of(&self, lists: &ListNames, entity: EntityNo) -> Result<Vec<String>> {
        let mut lists: Vec<String> = self.on_lists(lists, entity)?.into_iter().map(|on| on.list).collect();
        lists.dedup();
        Ok(lists)
    }

    /// The names, in the index, of everything that is on a list, or on any with `*`.
    pub(super) fn listed_names(&self, list: &str) -> Result<Vec<u32>> {
        if list != "*" {
            return Ok(self.store.gazetteer_entities(self.list_called(list)?.decision.number)?);
        }
        let mut names = BTreeSet::new();
        for list in self.list_numbers()? {
            names.extend(self.store.gazetteer_entities(list)?);
        }
        Ok(names.into_iter().collect())
    }

    /// The listed entities that documents of a batch name, by list, those in most documents first.
    pub(super) fn listed_in_batch(&self, batch: BatchNo) -> Result<Vec<ListedName>> {
        let lists = self.standing_lists()?;
        let mut lists_of: HashMap<u32, Vec<usize>> = HashMap::new();
        for (at, list) in lists.iter().enumerate() {
            for name in self.store.gazetteer_entities(list.decision.number)? {
                lists_of.entry(name).or_default().push(at);
            }
        }
        if lists_of.is_empty() {
            return Ok(Vec::new());
        }
        let mut entity_of: HashMap<u32, Option<EntityNo>> = HashMap::new();
        let mut counts: BTreeMap<(usize, EntityNo), u32> = BTreeMap::new();
        for document in self.store.in_batch(batch)? {
            let mut here: BTreeSet<(usize, EntityNo)> = BTreeSet::new();
            for name in self.store.mentions(document)?.names {
                let Some(on) = lists_of.get(&name) else { continue };
                let entity = match entity_of.get(&name) {
                    Some(&known) => known,
                    None => *entity_of.entry(name).or_insert(self.store.name(name)?.map(|name| name.entity)),
                };
                here.extend(entity.into_iter().flat_map(|entity| on.iter().map(move |&at| (at, entity))));
            }
            here.into_iter().for_each(|found| *counts.entry(found).or_default() += 1);
        }
        let begins = self.store.batch_begins(batch)?.unwrap_or(u32::MAX);
        let mut listed = Vec::with_capacity(counts.len());
        for ((at, entity), documents) in counts {
            let head = self.entity_head(entity)?;
            listed.push(ListedName {
                list: lists[at].value.list.clone(),
                entity: format!("e{entity}"),
                name: head.name,
                kind: head.kind,
                documents,
                new: self.first_document(entity)?.is_some_and(|first| first >= begins),
            });
        }
        listed.sort_by(|a, b| (&a.list, b.documents, &a.name).cmp(&(&b.list, a.documents, &b.name)));
        Ok(listed)
    }

    /// The paths of the lists that stand, with their names.
    pub fn list_names(&self) -> Result<Vec<(String, PathBuf)>> {
        Ok(self.standing_lists()?.into_iter().map(|list| (list.value.list, PathBuf::from(list.value.from))).collect())
    }
}

/// The decision is about a list.
pub fn is_listing(record: &DecisionRecord) -> bool {
    ACTS.contains(&record.act.as_str())
}

/// What a decision about a list did, in words.
pub(super) fn told(act: &str, value: &str) -> String {
    serde_json::from_str::<Gazetteer>(value).unwrap_or_default().told(act)
}
