//! The entities of the whole library, as the browser lists them.

use super::entities::{head, in_order};
use super::types::entities::{Browse, BrowseOrder, Browsed};
use super::types::{DocNo, EntityNo};
use super::{Library, Result};
use crate::entity::name_key;
use crate::store::names::NameRecord;
use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};

/// Beyond the lines that are asked for, so many are kept before they are put in order again.
const SPARE: usize = 5_000;
/// Lines that come with forms and with exact counts of documents.
const WHOLE: usize = 300;

struct Found {
    names: Vec<u32>,
    entity: EntityNo,
    name: String,
    kind: super::types::EntityKind,
    mentions: u32,
    documents: u32,
    first: DocNo,
}

impl Library {
    /// The entities that are asked for, in order: those with places in a range, from 0; and how many
    /// there are. `None` when stopped.
    pub fn browse(
        &mut self,
        wanted: &Browse,
        places: Range<usize>,
        stop: &AtomicBool,
    ) -> Result<Option<(Vec<Browsed>, u64)>> {
        let _ = self.open_index();
        let newest = self.store.newest_batch()?.map(|(number, _)| number);
        let begins = match newest {
            Some(batch) => self.store.batch_begins(batch)?.unwrap_or(u32::MAX),
            None => u32::MAX,
        };
        let labels = self.store.labels()?;
        let (part, key) = (wanted.text.trim().to_lowercase(), name_key(&wanted.text));
        let by_form: HashSet<u32> = match key.is_empty() {
            true => HashSet::new(),
            false => self.store.names_with_form_like(&key)?.into_iter().collect(),
        };
        let fits = |names: &[NameRecord], called: &str| {
            let holds = |text: &str| text.to_lowercase().contains(&part);
            part.is_empty()
                || holds(called)
                || names.iter().any(|name| holds(&name.text) || by_form.contains(&name.number))
        };
        let (mut found, mut total): (Vec<Found>, u64) = (Vec::new(), 0);
        let mut take = |names: &mut Vec<NameRecord>| {
            in_order(names);
            let Some(entity) = names.first().map(|name| name.entity) else { return };
            let Some(head) = head(names, labels.get(&entity).cloned()) else { return };
            let first = names.iter().filter(|name| name.mentions > 0).filter_map(|name| name.first).min();
            let first = first.unwrap_or(0);
            let shown = !head.hidden
                && head.mentions > 0
                && wanted.kind.is_none_or(|kind| kind == head.kind)
                && (!wanted.only_new || first >= begins);
            if !shown || !fits(names, &head.name) {
                return;
            }
            total += 1;
            let names = names.iter().map(|name| name.number).collect();
            let (name, kind, mentions, documents) = (head.name, head.kind, head.mentions, head.documents);
            found.push(Found { names, entity, name, kind, mentions, documents, first });
            if found.len() >= places.end.saturating_add(places.end.max(SPARE)) {
                sort(&mut found, wanted.order);
                found.truncate(places.end);
            }
        };
        let mut group: Vec<NameRecord> = Vec::new();
        self.store.each_name_by_entity(&mut |name| {
            if group.first().is_some_and(|known| known.entity != name.entity) {
                take(&mut group);
                group.clear();
            }
            group.push(name);
            !stop.load(Ordering::Relaxed)
        })?;
        if stop.load(Ordering::Relaxed) {
            return Ok(None);
        }
        take(&mut group);
        sort(&mut found, wanted.order);
        found.truncate(places.end);
        found.drain(..places.start.min(found.len()));
        let lists = self.list_names_by_number()?;
        let mut batches: HashMap<DocNo, (String, bool)> = HashMap::new();
        let mut lines = Vec::with_capacity(found.len());
        for (place, found) in (places.start..).zip(found) {
            if place % 64 == 0 && stop.load(Ordering::Relaxed) {
                return Ok(None);
            }
            let (batch, new) = match batches.get(&found.first) {
                Some(known) => known.clone(),
                None => {
                    let batch = self.store.meta(found.first)?.map(|meta| meta.batch);
                    let name = batch.map(|batch| self.store.batch_name(batch)).transpose()?.flatten();
                    let known = (name.unwrap_or_default(), batch.is_some() && batch == newest);
                    batches.insert(found.first, known.clone());
                    known
                }
            };
            let mut line = Browsed {
                entity: found.entity,
                name: found.name,
                kind: found.kind,
                mentions: found.mentions,
                documents: found.documents,
                forms: Vec::new(),
                batch,
                new,
                lists: self.lists_of(&lists, found.entity)?,
            };
            if place < WHOLE {
                line.forms = self.forms_of(&found.names)?.into_iter().map(|form| form.0).collect();
                if found.names.len() > 1 && self.index.is_some() {
                    line.documents = self.naming_documents(&found.names)?.len() as u32;
                }
            }
            lines.push(line);
        }
        Ok(Some((lines, total)))
    }
}

fn sort(found: &mut [Found], order: BrowseOrder) {
    found.sort_by(|a, b| {
        let first = match order {
            BrowseOrder::Mentions => b.mentions.cmp(&a.mentions),
            BrowseOrder::Documents => b.documents.cmp(&a.documents).then(b.mentions.cmp(&a.mentions)),
            BrowseOrder::Name => a.name.to_lowercase().cmp(&b.name.to_lowercase()),
            BrowseOrder::Newest => {
                (Reverse(a.first), Reverse(a.mentions)).cmp(&(Reverse(b.first), Reverse(b.mentions)))
            }
        };
        first.then_with(|| a.name.cmp(&b.name)).then(a.entity.cmp(&b.entity))
    });
}
