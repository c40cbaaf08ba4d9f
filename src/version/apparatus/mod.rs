//! The apparatus: all versions of a text as one text with its places of variation.
//!
//! A star alignment on a base: every other version is compared with the base, and what differs in
//! any of them makes a slot of the base. Each version's reading of a slot is cut out of its own
//! text by way of its comparison; readings that differ in typography only are one.

mod slots;

#[cfg(test)]
mod tests;

use super::compare::{ChangeKind, Comparison};
use super::parallel::in_parallel;
use crate::text::fold;
use slots::{Witness, merge};
use std::collections::HashMap;
use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};

/// A version with its comparison, in which the base is the first text.
pub struct Version<'v> {
    pub text: &'v str,
    pub comparison: &'v Comparison,
}

/// One text with all its variant readings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Apparatus {
    /// In the order of the base. Short ones do not overlap each other; a long one may hold others.
    pub slots: Vec<Slot>,
}

/// A place where not all versions read alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot {
    /// UTF-8 bytes of the base; empty where only others have text.
    pub base: Range<usize>,
    /// The base's reading first, then by the number of versions that have it.
    pub readings: Vec<Reading>,
    /// Versions that say nothing here, because they lack or replace the whole passage around it.
    pub absent: Vec<usize>,
    /// What the changes are about, each kind once.
    pub kinds: Vec<ChangeKind>,
    /// A passage that versions lack or replace whole.
    pub long: bool,
}

/// What some versions have at a slot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// Versions in order: 0 is the base, the others are counted from 1 as they were given.
    pub versions: Vec<usize>,
    /// UTF-8 bytes of the text of the first of them; empty where they have nothing.
    pub range: Range<usize>,
    /// The text stands elsewhere in the first of them, or came from elsewhere.
    pub moved: bool,
}

/// Puts the versions of a base together. `None` when `stop` was set.
pub fn apparatus(base: &str, versions: &[Version<'_>], stop: &AtomicBool) -> Option<Apparatus> {
    let folded = fold(base);
    let words: Vec<u32> = folded.words().map(|token| token.start).collect();
    let count = |range: &Range<usize>| {
        let place = |at: usize| words.partition_point(|&word| (word as usize) < at);
        place(range.end).saturating_sub(place(range.start))
    };
    let mut witnesses =
        in_parallel(versions, |version| Witness::of(base, version.text, &version.comparison.ops, &count));
    let short = places(&mut witnesses, stop)?;
    let mut long: Vec<Range<usize>> =
        witnesses.iter().flat_map(|witness| witness.long.iter().map(|long| long.a.clone())).collect();
    long.sort_by_key(|place| (place.start, place.end));
    long.dedup();
    let going = |make: &dyn Fn() -> Option<Slot>| if stop.load(Ordering::Relaxed) { None } else { make() };
    let short = in_parallel(&short, |place| going(&|| short_slot(base, place, versions, &witnesses)));
    let long = in_parallel(&long, |place| going(&|| long_slot(base, place, versions, &witnesses)));
    if stop.load(Ordering::Relaxed) {
        return None;
    }
    let mut slots: Vec<Slot> = short.into_iter().chain(long).flatten().collect();
    slots.sort_by_key(|slot| (slot.base.start, !slot.long, slot.base.end));
    Some(Apparatus { slots })
}

/// The places that vary, such that no version has a change of its own at a place that it lacks.
/// `None` when `stop` was set.
fn places(witnesses: &mut [Witness], stop: &AtomicBool) -> Option<Vec<Range<usize>>> {
    loop {
        let places = merge(witnesses);
        let mut grown = false;
        for witness in &mut *witnesses {
            if stop.load(Ordering::Relaxed) {
                return None;
            }
            for place in &places {
                grown |= witness.absorb(place);
            }
        }
        if !grown {
            return Some(places);
        }
    }
}

/// The readings of a place, with typography folded; `None` where folding leaves no difference.
fn short_slot(base: &str, place: &Range<usize>, versions: &[Version<'_>], witnesses: &[Witness]) -> Option<Slot> {
    let mut readings = Readings::new(base, place);
    let mut absent = Vec::new();
    let mut kinds = Vec::new();
    for (number, (version, witness)) in versions.iter().zip(witnesses).enumerate() {
        let number = number + 1;
        if witness.lacks(place) {
            absent.push(number);
        } else if let Some(reading) = witness.reading(place) {
            kinds.extend(witness.changes(place).filter_map(|op| op.kind));
            let moved = witness.changes(place).any(|op| op.moved.is_some());
            readings.add(number, version.text, reading, moved);
        } else {
            readings.agree(number);
        }
    }
    readings.finish(place, absent, kinds, false)
}

/// A passage that versions lack or replace whole: changes of the same bytes of the base are one slot.
fn long_slot(base: &str, place: &Range<usize>, versions: &[Version<'_>], witnesses: &[Witness]) -> Option<Slot> {
    let mut readings = Readings::new(base, place);
    let (mut absent, mut kinds) = (Vec::new(), Vec::new());
    for (number, (version, witness)) in versions.iter().zip(witnesses).enumerate() {
        match witness.long_at(place) {
            Some(long) => {
                kinds.extend(&long.kinds);
                readings.add(number + 1, version.text, long.b.clone(), long.moved);
            }
            None if witness.lacks(place) => absent.push(number + 1),
            // It may differ in single words, which have slots of their own.
            None => readings.agree(number + 1),
        }
    }
    readings.finish(place, absent, kinds, true)
}

/// The readings of one slot as they are gathered.
struct Readings {
    found: Vec<Reading>,
    by_key: HashMap<String, usize>,
}

impl Readings {
    fn new(base: &str, place: &Range<usize>) -> Self {
        let own = Reading { versions: vec![0], range: place.clone(), moved: false };
        Self { found: vec![own], by_key: HashMap::from([(key(&base[place.clone()]), 0)]) }
    }

    fn agree(&mut self, number: usize) {
        self.found[0].versions.push(number);
    }

    fn add(&mut self, number: usize, text: &str, range: Range<usize>, moved: bool) {
        let next = self.found.len();
        match *self.by_key.entry(key(&text[range.clone()])).or_insert(next) {
            known if known < next => self.found[known].versions.push(number),
            _ => self.found.push(Reading { versions: vec![number], range, moved }),
        }
    }

    fn finish(
        mut self,
        place: &Range<usize>,
        absent: Vec<usize>,
        mut kinds: Vec<ChangeKind>,
        long: bool,
    ) -> Option<Slot> {
        if self.found.len() < 2 {
            return None;
        }
        // The sort is stable: of readings that as many versions have, the one met first comes first.
        self.found[1..].sort_by_key(|reading| std::cmp::Reverse(reading.versions.len()));
        kinds.retain(|&kind| kind != ChangeKind::Typography);
        kinds.sort_unstable();
        kinds.dedup();
        Some(Slot { base: place.clone(), readings: self.found, absent, kinds, long })
    }
}

/// Equal for texts that differ in typography only.
fn key(text: &str) -> String {
    let folded = fold(text);
    let keys: Vec<&str> = folded.tokens().iter().map(|token| folded.key(token)).collect();
    keys.join(" ")
}
