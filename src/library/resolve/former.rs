//! Names that nothing mentions any more.

use super::super::{Library, Result};
use crate::entity;
use crate::store::names::NameRecord;
use std::collections::{HashMap, HashSet};

impl Library {
    /// A name that was recognised once and no longer is belongs to the entity that is spelt so now, so
    /// that its number, and what readers decided about it, lead there. `heads` holds for each name the
    /// entity that it belongs to. So does a name of a list that is only found there, where it is of the
    /// same type.
    pub(super) fn tie_former(&self, records: &[NameRecord], heads: &mut [Option<usize>]) -> Result<()> {
        let mut listed: HashSet<u32> = HashSet::new();
        for list in self.list_numbers()? {
            listed.extend(self.store.gazetteer_names(list)?.into_iter().map(|name| name.0));
        }
        let former =
            |record: &NameRecord| record.raw_mentions == 0 && (record.former || listed.contains(&record.number));
        if !records.iter().any(former) {
            return Ok(());
        }
        let kept = self.names_given()?;
        let mut by_key: HashMap<String, Vec<(u8, usize)>> = HashMap::new();
        for (record, head) in records.iter().zip(heads.iter()) {
            if let Some(head) = head {
                by_key.entry(entity::name_key(&record.text)).or_default().push((record.kind, *head));
            }
        }
        for (at, record) in records.iter().enumerate().filter(|(_, record)| former(record)) {
            if kept.contains(&record.number) {
                continue;
            }
            let Some(bearers) = by_key.get(&entity::name_key(&record.text)) else { continue };
            let of_kind: Vec<usize> = bearers.iter().filter(|bearer| bearer.0 == record.kind).map(|b| b.1).collect();
            let bearers = if of_kind.is_empty() && !listed.contains(&record.number) {
                bearers.iter().map(|bearer| bearer.1).collect()
            } else {
                of_kind
            };
            // Of several entities nobody knows which it was.
            if let Some((first, rest)) = bearers.split_first()
                && rest.iter().all(|other| other == first)
            {
                heads[at] = Some(*first);
            }
        }
        Ok(())
    }
}
