//! What became of a batch, how fast it goes, and which names it brought.

use super::types::outcome::{BatchReport, Count, NewName, Outcome, Pace};
use super::types::{BatchNo, EntityNo};
use super::{Library, Result};
use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};

/// New names that a report lists.
const NAMES: usize = 20;
/// Verdicts that the rate is taken from.
const VERDICTS: u32 = 60;
/// A pause beyond this many milliseconds is not part of the work.
const PAUSE: i64 = 180_000;
/// Documents between two looks at the stop flag.
const STRIDE: usize = 256;

impl Library {
    /// What an `add` brought and what readers have made of it. `None` when stopped; `told` gets what
    /// is done, and all.
    ///
    /// # Errors
    /// When there is no such batch, or the library cannot be read.
    pub fn batch_report(
        &mut self,
        batch: BatchNo,
        stop: &AtomicBool,
        told: &dyn Fn(usize, usize),
    ) -> Result<Option<BatchReport>> {
        let report = self.report(batch)?;
        let Some(new_names) = self.new_names(batch, stop, told)? else { return Ok(None) };
        let record = self.store.outcome(batch)?;
        let counts = |counts: Vec<(String, u32)>| -> Vec<Count> {
            counts.into_iter().map(|(name, documents)| Count { name, documents }).collect()
        };
        let outcome = Outcome {
            keep: record.keep,
            drop: record.drop,
            later: record.later,
            undecided: record.documents - record.keep - record.drop - record.later,
            starred: record.starred,
            notes: record.notes,
            tags: counts(self.store.tags_in_batch(batch)?),
            by: counts(self.store.deciders_in_batch(batch)?),
            new_names,
        };
        Ok(Some(BatchReport { report, outcome }))
    }

    /// How far this library's reader has come with a batch, and how long the rest may take.
    pub fn pace(&self, batch: BatchNo) -> Result<Pace> {
        let Some(name) = self.store.batch_name(batch)? else { return Err(self.no_batch(&format!("#{batch}"))?) };
        let (all, decided) = self.store.decided_in_batch(batch)?;
        let per_hour = rate(&self.store.last_verdicts(&self.who, batch, VERDICTS)?);
        let left = u64::from(all.saturating_sub(decided));
        let minutes_left = per_hour.map(|rate| (left * 60).div_ceil(u64::from(rate.max(1))) as u32);
        Ok(Pace { batch: name, decided, all, per_hour, minutes_left })
    }

    /// The entities that no document before a batch names, those in most documents of it first.
    fn new_names(
        &mut self,
        batch: BatchNo,
        stop: &AtomicBool,
        told: &dyn Fn(usize, usize),
    ) -> Result<Option<Vec<NewName>>> {
        let Some(begins) = self.store.batch_begins(batch)? else { return Ok(Some(Vec::new())) };
        let documents: Vec<u32> =
            self.store.in_batch(batch)?.into_iter().filter(|&document| document >= begins).collect();
        let mut of_name: HashMap<u32, Option<EntityNo>> = HashMap::new();
        let mut counts: HashMap<EntityNo, u32> = HashMap::new();
        for (place, &document) in documents.iter().enumerate() {
            if place.is_multiple_of(STRIDE) {
                if stop.load(Ordering::Relaxed) {
                    return Ok(None);
                }
                told(place, documents.len());
            }
            let mut entities = Vec::new();
            for name in self.store.mentions(document)?.names {
                let entity = match of_name.get(&name) {
                    Some(&entity) => entity,
                    None => *of_name.entry(name).or_insert(self.store.name(name)?.map(|name| name.entity)),
                };
                entities.extend(entity);
            }
            entities.sort_unstable();
            entities.dedup();
            entities.into_iter().for_each(|entity| *counts.entry(entity).or_default() += 1);
        }
        let mut counts: Vec<(EntityNo, u32)> = counts.into_iter().collect();
        counts.sort_unstable_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
        let mut names = Vec::new();
        for (entity, documents) in counts {
            if stop.load(Ordering::Relaxed) {
                return Ok(None);
            }
            if names.len() == NAMES {
                break;
            }
            if self.documents_of(entity)?.iter().any(|&document| document < begins) {
                continue;
            }
            let known = self.entity(entity)?;
            names.push(NewName { entity, name: known.name, kind: known.kind, documents });
        }
        Ok(Some(names))
    }
}

/// Documents an hour, from the times of verdicts (milliseconds, the latest first) and how many
/// documents each was on; `None` while there are too few without a long pause.
fn rate(verdicts: &[(i64, u32)]) -> Option<u32> {
    let (mut time, mut documents, mut gaps) = (0, 0u64, 0);
    for pair in verdicts.windows(2) {
        let gap = (pair[0].0 - pair[1].0).max(0);
        if gap > PAUSE {
            break;
        }
        time += gap;
        documents += u64::from(pair[0].1);
        gaps += 1;
    }
    (gaps >= 4 && time >= 1_000 && documents > 0).then(|| (documents * 3_600_000 / time as u64).min(999_999) as u32)
}

#[cfg(test)]
mod tests {
    use super::rate;

    #[test]
    fn the_rate_is_of_the_last_verdicts_without_a_long_pause() {
        assert_eq!(rate(&[]), None);
        let steady: Vec<(i64, u32)> = (0..11).rev().map(|place| (place * 6_000, 1)).collect();
        assert_eq!(rate(&steady), Some(600));
        let mut after_lunch = steady.clone();
        after_lunch.extend([(-10_000_000, 1), (-10_000_100, 900)]);
        assert_eq!(rate(&after_lunch), Some(600));
        let grouped: Vec<(i64, u32)> = steady.iter().map(|verdict| (verdict.0, 3)).collect();
        assert_eq!(rate(&grouped), Some(1_800));
        assert_eq!(rate(&steady[..4]), None, "three pauses say nothing yet");
        assert_eq!(rate(&[(5, 1), (4, 1), (3, 1), (2, 1), (1, 1), (0, 1)]), None, "that was one command");
    }
}
