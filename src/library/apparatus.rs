//! A version group put together as one text with its variant readings.

use super::compare::spans;
use super::layout::show;
use super::types::apparatus::{Apparatus, Reading, Slot, Witness, siglum};
use super::types::{Counts, DocNo, Document};
use super::{Library, Result};
use crate::version::apparatus::{self as collate, Version};
use crate::version::compare::{self, Comparison, Names};
use crate::version::parallel::in_parallel;
use std::ops::Range;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

impl Library {
    /// All versions of a document on a base: the one chosen, where it is in the group, or else the
    /// leader; what does not count makes no slot, as typography never does. `progress` gets versions compared and all, from any thread. `None` when the document
    /// has no other version, or when stopped.
    pub fn apparatus(
        &self,
        document: DocNo,
        base: Option<DocNo>,
        counts: Counts,
        stop: &AtomicBool,
        progress: &(dyn Fn(usize, usize) + Sync),
    ) -> Result<Option<Apparatus>> {
        let Some(group) = self.group_of(document)? else { return Ok(None) };
        let mut members: Vec<_> = group
            .members
            .into_iter()
            .enumerate()
            .map(|(place, member)| (siglum(place), member.row.number, member.relation))
            .collect();
        let base = base.unwrap_or(group.leader);
        let first = members.iter().position(|(_, number, _)| *number == base).unwrap_or(0);
        members[..=first].rotate_right(1);
        let mut witnesses = Vec::with_capacity(members.len());
        let mut names: Vec<Vec<Range<usize>>> = Vec::with_capacity(members.len());
        for (siglum, number, relation) in members {
            if stop.load(Ordering::Relaxed) {
                return Ok(None);
            }
            progress(0, witnesses.capacity());
            let document = self.document(number)?;
            names.push(spans(&document));
            let Document { row, text, .. } = document;
            witnesses.push(Witness { row, siglum, relation, text });
        }
        let [base, others @ ..] = witnesses.as_slice() else { return Ok(None) };
        let done = AtomicUsize::new(0);
        let pairs: Vec<(&Witness, &Vec<Range<usize>>)> = others.iter().zip(&names[1..]).collect();
        let compared = in_parallel(&pairs, |(witness, of)| {
            let names = Names { a: &names[0], b: of };
            let comparison = compare::compare(&base.text, &witness.text, names, stop, &|_| {});
            progress(done.fetch_add(1, Ordering::Relaxed) + 1, others.len());
            comparison
        });
        let Some(comparisons) = compared.into_iter().collect::<Option<Vec<Comparison>>>() else { return Ok(None) };
        let versions: Vec<Version<'_>> = others
            .iter()
            .zip(&comparisons)
            .map(|(witness, comparison)| Version { text: &witness.text, comparison })
            .collect();
        let Some(collated) = collate::apparatus(&base.text, &versions, show(counts), stop) else { return Ok(None) };
        let slots = collated.slots.into_iter().map(Slot::from).collect();
        Ok(Some(Apparatus { witnesses, slots, counts }))
    }

    /// Where bytes of one document stand in another one. `None` when stopped.
    pub fn carried(
        &self,
        from: DocNo,
        range: &Range<usize>,
        to: DocNo,
        stop: &AtomicBool,
    ) -> Result<Option<Range<usize>>> {
        if from == to {
            return Ok(Some(range.clone()));
        }
        let compared = self.comparison(from, to, false, stop)?;
        Ok(compared.map(|compared| {
            let text = &compared.b.text;
            let found = compare::carried(&compared.comparison.ops, range);
            floor(text, found.start)..floor(text, found.end)
        }))
    }
}

/// The last start of a character at or before a byte.
fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

impl From<collate::Slot> for Slot {
    fn from(slot: collate::Slot) -> Self {
        Self {
            base: slot.base,
            readings: slot.readings.into_iter().map(Reading::from).collect(),
            absent: slot.absent,
            parted: slot.parted,
            kinds: slot.kinds.into_iter().map(super::layout::word).collect(),
            long: slot.long,
        }
    }
}

impl From<collate::Reading> for Reading {
    fn from(reading: collate::Reading) -> Self {
        Self {
            witnesses: reading.versions,
            range: reading.range,
            moved: reading.moved,
            elsewhere: reading.elsewhere,
            partly: reading.partly,
            ends: reading.ends,
            like: reading.like,
        }
    }
}
