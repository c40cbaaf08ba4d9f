//! Facets: what a query finds, counted by source, batch, language, date, type, verdict, tag, list of names,
//! entity and the size of version groups.

use super::types::DocNo;
use super::types::facets::{Facet, FacetValue};
use super::{Library, LibraryError, SearchError};
use crate::store::facets::{Traits, ending_of};
use roaring::RoaringBitmap;
use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};

/// Values that a facet lists.
const VALUES: usize = 40;
/// Entities that are listed.
const ENTITIES: usize = 30;
/// Up to this many documents are read for the entities that they name; beyond, the entities of most
/// documents are looked up one by one.
const READ: u64 = 5_000;
/// Entities that are looked up at most.
const LOOKED_UP: u32 = 5_000;
/// Sizes of version groups, ends included.
const SIZES: [(u32, u32); 5] = [(1, 1), (2, 2), (3, 5), (6, 10), (11, u32::MAX)];
/// Of these each is told when it is done.
const STEPS: usize = 5;
/// Documents between two looks at the stop flag.
const STRIDE: u32 = 1_024;

impl Library {
    /// Counts what a query finds by every facet, those of most documents first. `told` gets what is
    /// done, and all.
    ///
    /// # Errors
    /// As for [`Library::search`]; `Stopped` when `stop` is set.
    pub fn facets(
        &mut self,
        query: &str,
        stop: &AtomicBool,
        told: &dyn Fn(usize, usize),
    ) -> Result<Vec<Facet>, SearchError> {
        let found: RoaringBitmap = self.search(query, false, stop)?.documents.into_iter().collect();
        told(1, STEPS);
        let mut facets = self.traits_counted(&found, stop)?;
        told(2, STEPS);
        facets.extend(self.decisions_counted(&found)?);
        facets.push(self.lists_counted(&found, stop)?);
        told(3, STEPS);
        facets.push(self.entities_counted(&found, stop)?);
        told(4, STEPS);
        facets.push(self.sizes_counted(&found)?);
        if stop.load(Ordering::Relaxed) {
            return Err(SearchError::Stopped);
        }
        facets.retain(|facet| !facet.values.is_empty());
        Ok(facets)
    }

    fn traits_counted(&self, found: &RoaringBitmap, stop: &AtomicBool) -> Result<Vec<Facet>, SearchError> {
        let (mut sources, mut languages, mut years, mut months, mut types) =
            (Counts::default(), Counts::default(), Counts::default(), Counts::default(), Counts::default());
        let mut batches: HashMap<u32, u32> = HashMap::new();
        let mut stopped = false;
        let (Some(first), Some(last)) = (found.min(), found.max()) else { return Ok(Vec::new()) };
        let mut count = |traits: Traits<'_>| {
            if traits.document.is_multiple_of(STRIDE) && stop.load(Ordering::Relaxed) {
                stopped = true;
                return false;
            }
            if !found.contains(traits.document) {
                return true;
            }
            sources.add(traits.source.unwrap_or_default());
            languages.add(traits.language.unwrap_or_default());
            years.add(traits.date.and_then(|date| date.get(..4)).unwrap_or_default());
            months.add(traits.date.and_then(|date| date.get(..7)).unwrap_or_default());
            types.add(&ending_of(traits.path));
            *batches.entry(traits.batch).or_default() += 1;
            true
        };
        // Few documents are read one by one, many in one pass over all that lie between.
        let spans = if found.len() < u64::from(STRIDE) {
            found.iter().map(|at| (at, at)).collect()
        } else {
            vec![(first, last)]
        };
        for (from, to) in spans {
            self.store.traits(from, to, &mut count).map_err(LibraryError::from)?;
        }
        if stopped {
            return Err(SearchError::Stopped);
        }
        for (_, batch) in self.store.came_again().map_err(LibraryError::from)?.iter().filter(|of| found.contains(of.0))
        {
            *batches.entry(*batch).or_default() += 1;
        }
        let mut named = Counts::default();
        for (batch, count) in batches {
            let name = self.store.batch_name(batch).map_err(LibraryError::from)?.unwrap_or_default();
            *named.0.entry(name).or_default() += count;
        }
        Ok(vec![
            sources.facet("source", |source| Some(asked("source", source))),
            named.facet("batch", |batch| Some(asked("batch", batch))),
            languages.facet("language", |language| Some(asked("lang", language))),
            years.facet("year", |year| Some(format!("date:{year}"))),
            months.facet("month", |month| Some(format!("date:{month}"))),
            types.facet("type", |ending| Some(asked("type", ending))),
        ])
    }

    fn decisions_counted(&self, found: &RoaringBitmap) -> Result<Vec<Facet>, LibraryError> {
        let mut verdicts = Counts::default();
        for (_, verdict) in self.store.verdicts()?.iter().filter(|(document, _)| found.contains(*document)) {
            verdicts.add(verdict);
        }
        let undecided = found.len() as u32 - verdicts.0.values().sum::<u32>();
        if undecided > 0 {
            verdicts.0.insert("none".to_owned(), undecided);
        }
        let mut tags = Counts::default();
        for (_, tag) in self.store.taggings()?.iter().filter(|(document, _)| found.contains(*document)) {
            tags.add(tag);
        }
        Ok(vec![
            verdicts.facet("verdict", |verdict| Some(format!("verdict:{verdict}"))),
            tags.facet("tag", |tag| Some(asked("tag", tag))),
        ])
    }

    /// Documents that name anything of a list of names.
    fn lists_counted(&mut self, found: &RoaringBitmap, stop: &AtomicBool) -> Result<Facet, SearchError> {
        let mut counts = Counts::default();
        for list in self.lists_standing()? {
            let listed = self.search(&asked("list", &list), false, stop)?.documents;
            let count = listed.into_iter().filter(|document| found.contains(*document)).count();
            if count > 0 {
                counts.0.insert(list, count as u32);
            }
        }
        Ok(counts.facet("list", |list| Some(asked("list", list))))
    }

    fn entities_counted(&mut self, found: &RoaringBitmap, stop: &AtomicBool) -> Result<Facet, SearchError> {
        let counts = match found.len() {
            0..=READ => self.entities_read(found, stop)?,
            _ => self.entities_looked_up(found, stop)?,
        };
        let mut values = Vec::with_capacity(counts.len());
        for (entity, documents) in counts {
            let known = self.entity(entity)?;
            values.push(FacetValue {
                // Others may be called so too.
                query: Some(self.naming(&[entity])?.0),
                value: format!("{} ({})", known.name, known.kind.as_str()),
                documents,
            });
        }
        Ok(Facet { name: "entity", values })
    }

    /// The entities that most of some documents name, from the documents.
    fn entities_read(&self, found: &RoaringBitmap, stop: &AtomicBool) -> Result<Vec<(u32, u32)>, SearchError> {
        let mut of_name: HashMap<u32, Option<u32>> = HashMap::new();
        let mut counts: HashMap<u32, u32> = HashMap::new();
        for document in found {
            if document.is_multiple_of(STRIDE) && stop.load(Ordering::Relaxed) {
                return Err(SearchError::Stopped);
            }
            let mut entities = Vec::new();
            for name in self.store.mentions(document).map_err(LibraryError::from)?.names {
                let entity = match of_name.get(&name) {
                    Some(&entity) => entity,
                    None => {
                        let entity = self.store.name(name).map_err(LibraryError::from)?.map(|name| name.entity);
                        *of_name.entry(name).or_insert(entity)
                    }
                };
                entities.extend(entity);
            }
            entities.sort_unstable();
            entities.dedup();
            entities.into_iter().for_each(|entity| *counts.entry(entity).or_default() += 1);
        }
        let mut counts: Vec<(u32, u32)> = counts.into_iter().collect();
        counts.sort_unstable_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
        counts.truncate(ENTITIES);
        Ok(counts)
    }

    /// The same from the other side: entities in falling order of all documents that name them, until
    /// no further one can be among the first.
    fn entities_looked_up(&mut self, found: &RoaringBitmap, stop: &AtomicBool) -> Result<Vec<(u32, u32)>, SearchError> {
        let mut best: Vec<(u32, u32)> = Vec::new();
        for (entity, most) in self.store.entities_by_documents(LOOKED_UP).map_err(LibraryError::from)? {
            if stop.load(Ordering::Relaxed) {
                return Err(SearchError::Stopped);
            }
            if best.len() == ENTITIES && best[ENTITIES - 1].1 >= most {
                break;
            }
            let documents: RoaringBitmap = self.documents_of(entity)?.into_iter().collect::<RoaringBitmap>() & found;
            let count = documents.len() as u32;
            let place = best.partition_point(|other| other.1 >= count);
            if count > 0 && place < ENTITIES {
                best.insert(place, (entity, count));
                best.truncate(ENTITIES);
            }
        }
        Ok(best)
    }

    fn sizes_counted(&self, found: &RoaringBitmap) -> Result<Facet, LibraryError> {
        let memberships = self.store.memberships()?;
        let mut sizes: HashMap<u32, u32> = HashMap::new();
        memberships.iter().for_each(|(_, group)| *sizes.entry(*group).or_default() += 1);
        let mut counts = [0u32; SIZES.len()];
        let mut grouped = 0;
        for (_, group) in memberships.iter().filter(|(document, _): &&(DocNo, u32)| found.contains(*document)) {
            grouped += 1;
            let size = sizes[group];
            if let Some(place) = SIZES.iter().position(|&(from, to)| (from..=to).contains(&size)) {
                counts[place] += 1;
            }
        }
        counts[0] += found.len() as u32 - grouped;
        let values = SIZES.iter().zip(counts).filter(|(_, count)| *count > 0).map(|(&(from, to), documents)| {
            let (value, query) = match (from, to) {
                (1, 1) => ("alone".to_owned(), "versions:1".to_owned()),
                (from, to) if from == to => (format!("{from} versions"), format!("versions:{from}")),
                (from, u32::MAX) => (format!("{from} versions or more"), format!("versions:>={from}")),
                (from, to) => (format!("{from} to {to} versions"), format!("versions:{from}..{to}")),
            };
            FacetValue { value, documents, query: Some(query) }
        });
        Ok(Facet { name: "versions", values: values.collect() })
    }
}

/// How many documents have each value.
#[derive(Default)]
struct Counts(HashMap<String, u32>);

impl Counts {
    /// What a document lacks is not counted.
    fn add(&mut self, value: &str) {
        if value.is_empty() {
            return;
        }
        match self.0.get_mut(value) {
            Some(count) => *count += 1,
            None => _ = self.0.insert(value.to_owned(), 1),
        }
    }

    fn facet(self, name: &'static str, query: impl Fn(&str) -> Option<String>) -> Facet {
        let mut values: Vec<(String, u32)> = self.0.into_iter().collect();
        values.sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        values.truncate(VALUES);
        if matches!(name, "year" | "month") {
            values.sort_unstable_by(|a, b| b.0.cmp(&a.0));
        }
        let values = values.into_iter().map(|(value, documents)| FacetValue { query: query(&value), value, documents });
        Facet { name, values: values.collect() }
    }
}

/// A field with its value as a query has it.
fn asked(field: &str, value: &str) -> String {
    let plain = value.chars().all(|c| c.is_alphanumeric() || "-_".contains(c));
    if plain { format!("{field}:{value}") } else { format!("{field}:\"{}\"", value.replace('"', " ")) }
}
