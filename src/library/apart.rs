//! Groups that were kept apart although some of their documents are versions of each other: one
//! thread between two sets may be a form, a quotation or a round-up, so a reader decides.

use super::types::{Apart, DocNo, GroupNo};
use super::{Library, Result, evidence};
use crate::store::relations::Outgoing;
use crate::version::relation::is_version;
use crate::version::{Kind, Relation};
use std::collections::BTreeMap;

impl Library {
    /// What some members of a group are versions of and the group as a whole is not, the most ties
    /// first. Looks at every relation that leads out of the group.
    pub fn kept_apart(&self, group: GroupNo) -> Result<Vec<Apart>> {
        let mut outgoing = self.store.relations_out_of(group)?;
        outgoing.retain(|of| evidence::unpack(of.a, of.b, &of.facts).is_some_and(|relation| is_sure(&relation)));
        if outgoing.is_empty() {
            return Ok(Vec::new());
        }
        let mut sets: BTreeMap<(bool, u32), (DocNo, u32)> = BTreeMap::new();
        let ties = self.ties()?;
        for Outgoing { a, b, member: inside, .. } in outgoing {
            let other = if inside == a { b } else { a };
            if ties.is_split(inside) || ties.is_split(other) {
                continue;
            }
            let of = self.group_number(other)?;
            let set = sets.entry((of.is_none(), of.unwrap_or(other))).or_insert((other, 0));
            set.1 += 1;
        }
        let mut apart = Vec::with_capacity(sets.len());
        for ((alone, number), (document, ties)) in sets {
            let members = if alone { Vec::new() } else { self.store.members(number)? };
            let leader = members.iter().find(|member| member.relation == "leader").map(|leader| leader.document);
            let document = leader.unwrap_or(document);
            apart.push(Apart { document, key: self.key(document)?, versions: members.len().max(1) as u32, ties });
        }
        apart.sort_by(|x, y| y.ties.cmp(&x.ties).then(x.document.cmp(&y.document)));
        Ok(apart)
    }
}

/// True for a relation that would make a group of two documents that have no others.
fn is_sure(relation: &Relation) -> bool {
    match relation.kind {
        Kind::Edited => is_version(&relation.measure),
        kind => kind.groups(),
    }
}
