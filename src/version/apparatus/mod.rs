//! The apparatus: all versions of a text as one text with its places of variation.
//!
//! A star alignment on a base: every other version is compared with the base, and what differs in
//! any of them makes a slot of the base. Each version's reading of a slot is cut out of its own
//! text by way of its comparison; readings that differ in typography only are one. A passage that a
//! version has elsewhere is read where it stands there, and told at both places.

mod like;
mod readings;
mod slots;
mod strands;
mod witness;

#[cfg(test)]
pub(crate) mod tests;

use super::compare::layout::Show;
use super::compare::{ChangeKind, Comparison};
use super::parallel::in_parallel;
use crate::text::fold;
use readings::{Draft, linked};
use slots::{Small, places};
use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};
use witness::Witness;

/// A version with its comparison, in which the base is the first text.
pub struct Version<'v> {
    pub text: &'v str,
    pub comparison: &'v Comparison,
}

/// One text with all its variant readings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Apparatus {
    /// In the order of the base. Short ones do not overlap each other; a long one may hold others.
    /// A version that has a passage elsewhere has nothing there, whatever its readings inside are.
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
    /// Versions in which a part of this was moved, so that it stands in two places.
    pub parted: Vec<usize>,
    /// What the changes are about, each kind once.
    pub kinds: Vec<ChangeKind>,
    /// A passage that versions lack, replace whole or have elsewhere.
    pub long: bool,
}

/// What some versions have at a slot.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// Versions in order: 0 is the base, the others are counted from 1 as they were given.
    pub versions: Vec<usize>,
    /// UTF-8 bytes of the text of the first of them; empty where they have nothing.
    pub range: Range<usize>,
    /// The text came from elsewhere, or is a passage of the base that stands elsewhere.
    pub moved: bool,
    /// Those of the versions that say so in a passage that was moved, and have nothing here.
    pub elsewhere: Vec<usize>,
    /// Not all of its text came from elsewhere.
    pub partly: bool,
    /// The slots at the other ends of its moves.
    pub ends: Vec<usize>,
    /// A reading before it that it mostly agrees with.
    pub like: Option<Like>,
}

/// A long reading told by what distinguishes it from another one of its slot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Like {
    /// The place of the other one among the readings.
    pub reading: usize,
    /// What differs: UTF-8 bytes of the texts of the first versions of the other and of this one.
    pub changes: Vec<(Range<usize>, Range<usize>)>,
}

/// A range with the white space around it, which parts no neighbours.
fn with_space(text: &str, range: &Range<usize>) -> Range<usize> {
    let (before, behind) = (text.get(..range.start), text.get(range.end..));
    let start = before.map_or(range.start, |before| before.trim_end().len());
    start..text.len() - behind.map_or(text.len() - range.end, |behind| behind.trim_start().len())
}

/// Puts the versions of a base together; what does not count by `show` makes no slot, as typography never does. `None`
/// when `stop` was set.
pub fn apparatus(base: &str, versions: &[Version<'_>], show: Show, stop: &AtomicBool) -> Option<Apparatus> {
    let folded = fold(base);
    let words: Vec<u32> = folded.words().map(|token| token.start).collect();
    let count = |range: &Range<usize>| {
        let place = |at: usize| words.partition_point(|&word| (word as usize) < at);
        place(range.end).saturating_sub(place(range.start))
    };
    let mut witnesses = in_parallel(versions, |version| Witness::of(base, version.text, &version.comparison.ops, show));
    let small = Small::of(in_parallel(&witnesses, |witness| witness.small(&count)));
    for (number, witness) in witnesses.iter_mut().enumerate() {
        witness.part(&count, &|passage: &Range<usize>| small.near(&with_space(base, passage), number));
    }
    let short = places(&mut witnesses, stop)?;
    let mut long: Vec<Range<usize>> = witnesses.iter().flat_map(Witness::long).cloned().collect();
    long.sort_by_key(|place| (place.start, place.end));
    long.dedup();
    let going = |make: &dyn Fn() -> Option<Draft>| if stop.load(Ordering::Relaxed) { None } else { make() };
    let short = in_parallel(&short, |place| going(&|| Draft::short(base, place, versions, &witnesses, show)));
    let long = in_parallel(&long, |place| going(&|| Draft::long(base, place, versions, &witnesses, show)));
    let mut drafts: Vec<Draft> = short.into_iter().chain(long).flatten().collect();
    drafts.sort_by_key(|draft| {
        (draft.slot.base.start, !draft.slot.base.is_empty(), !draft.slot.long, draft.slot.base.end)
    });
    let slots = linked(drafts);
    let texts: Vec<&str> = std::iter::once(base).chain(versions.iter().map(|version| version.text)).collect();
    let slots = in_parallel(&slots, |slot| like::told(slot, &texts, stop));
    slots.into_iter().collect::<Option<Vec<Slot>>>().map(|slots| Apparatus { slots })
}
