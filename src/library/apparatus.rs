//! A version group put together as one text with its variant readings.

use super::types::apparatus::{Apparatus, Reading, Slot, Witness, siglum};
use super::types::{DocNo, Document};
use super::{Library, Result};
use crate::version::apparatus::{self as collate, Version};
use crate::version::compare::{self, Comparison, Names};
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

impl Library {
    /// All versions of a document on a base: the one chosen, where it is in the group, or else the
    /// leader. `progress` gets versions done and all. `None` when the document has no other
    /// version, or when stopped.
    pub fn apparatus(
        &self,
        document: DocNo,
        base: Option<DocNo>,
        stop: &AtomicBool,
        progress: &dyn Fn(usize, usize),
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
        let mut comparisons: Vec<Comparison> = Vec::with_capacity(members.len());
        let mut base: Option<(Arc<str>, Vec<Range<usize>>)> = None;
        let all = members.len();
        for (done, (siglum, number, relation)) in members.into_iter().enumerate() {
            if stop.load(Ordering::Relaxed) {
                return Ok(None);
            }
            progress(done, all);
            let Document { row, text, mentions, .. } = self.document(number)?;
            let names: Vec<Range<usize>> = mentions.iter().map(|mention| mention.range()).collect();
            match &base {
                None => base = Some((text.clone(), names)),
                Some((of_base, base_names)) => {
                    let names = Names { a: base_names, b: &names };
                    let Some(comparison) = compare::compare(of_base, &text, names, stop, &|_| {}) else {
                        return Ok(None);
                    };
                    comparisons.push(comparison);
                }
            }
            witnesses.push(Witness { row, siglum, relation, text });
        }
        let versions: Vec<Version<'_>> = witnesses
            .iter()
            .skip(1)
            .zip(&comparisons)
            .map(|(witness, comparison)| Version { text: &witness.text, comparison })
            .collect();
        let base = base.map(|(text, _)| text).unwrap_or_default();
        let slots = collate::apparatus(&base, &versions).slots.into_iter().map(slot).collect();
        Ok(Some(Apparatus { witnesses, slots }))
    }
}

fn slot(slot: collate::Slot) -> Slot {
    Slot {
        base: slot.base,
        readings: slot
            .readings
            .into_iter()
            .map(|reading| Reading { witnesses: reading.versions, range: reading.range, moved: reading.moved })
            .collect(),
        absent: slot.absent,
        kinds: slot.kinds.into_iter().map(super::layout::word).collect(),
        long: slot.long,
    }
}
