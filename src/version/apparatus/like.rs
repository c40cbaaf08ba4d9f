//! Long readings told by what distinguishes them: two that differ in a word are hard to tell apart
//! when each is given at length.

use super::{Like, Slot};
use crate::text::fold;
use crate::version::compare::{Names, OpKind, compare};
use std::collections::HashMap;
use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};

/// Shorter readings are seen at a glance.
const LEAST: usize = 12;
/// Readings that begin with as many equal words look alike where they are shortened.
const BEGINNING: usize = 8;

/// A slot with its long readings set beside those before them. `None` when `stop` was set.
pub(super) fn told(slot: &Slot, texts: &[&str], stop: &AtomicBool) -> Option<Slot> {
    if stop.load(Ordering::Relaxed) {
        return None;
    }
    let mut slot = slot.clone();
    let stretch = |range: &Range<usize>, version: usize| texts.get(version).and_then(|text| text.get(range.clone()));
    let mut before: Vec<Option<(&str, usize, Words)>> = Vec::with_capacity(slot.readings.len());
    for reading in &mut slot.readings {
        let words = reading.versions.first().and_then(|&first| stretch(&reading.range, first));
        let long = words.map(|words| (words, Words::of(words))).filter(|(_, bag)| bag.all >= LEAST);
        let Some((words, bag)) = long else {
            before.push(None);
            continue;
        };
        let nearest = before.iter().enumerate().filter_map(|(place, known)| {
            let (other, start, known) = known.as_ref()?;
            let shared = bag.shared(known);
            let alike = 2 * shared >= bag.all.max(known.all) || begin_alike(words, other);
            alike.then_some((shared * known.all.min(bag.all) / known.all.max(bag.all).max(1), place, *other, *start))
        });
        // Of equally near ones the first: `max_by_key` would take the last.
        let nearest = nearest.reduce(|best, next| if next.0 > best.0 { next } else { best });
        if let Some((_, place, other, start)) = nearest {
            let ops = compare(other, words, Names::default(), stop, &|_| {})?.ops;
            let differs = ops.iter().filter(|op| !matches!(op.op, OpKind::Equal | OpKind::Typography));
            let shift = |range: &Range<usize>, by: usize| range.start + by..range.end + by;
            let changes = differs.map(|op| (shift(&op.a, start), shift(&op.b, reading.range.start))).collect();
            reading.like = Some(Like { reading: place, changes });
        }
        before.push(Some((words, reading.range.start, bag)));
    }
    Some(slot)
}

fn begin_alike(one: &str, other: &str) -> bool {
    one.split_whitespace().take(BEGINNING).eq(other.split_whitespace().take(BEGINNING))
}

/// The words of a reading, each with how often it stands there.
struct Words {
    counts: HashMap<String, usize>,
    all: usize,
}

impl Words {
    fn of(text: &str) -> Self {
        let folded = fold(text);
        let mut counts: HashMap<String, usize> = HashMap::new();
        let mut all = 0;
        for token in folded.words() {
            *counts.entry(folded.key(token).to_owned()).or_default() += 1;
            all += 1;
        }
        Self { counts, all }
    }

    fn shared(&self, other: &Self) -> usize {
        self.counts.iter().map(|(word, count)| other.counts.get(word).map_or(0, |there| *count.min(there))).sum()
    }
}
