//! What changed in a version, in one line for lists.

use super::types::{Change, DocNo, Document, Relation};
use super::{Library, Result};
use crate::version::compare::Summary;
use std::collections::HashSet;
use std::sync::atomic::AtomicBool;

/// Texts beyond this many bytes are not compared for the sake of a line in a list.
const LONG: u64 = 1 << 20;

impl Library {
    /// What changed in a document against the leader of its version group: "2 numbers changed
    /// (14 -> 40), Ortiz gone, +62 -3 words". `None` for one without a leader but itself, for very
    /// long texts, and when stopped.
    pub fn change(&self, document: DocNo, stop: &AtomicBool) -> Result<Option<Change>> {
        let Some(member) = self.store.member(document)? else { return Ok(None) };
        let leader = self.store.members(member.group)?.into_iter().find(|other| other.relation == "leader");
        let Some(leader) = leader.filter(|leader| leader.document != document) else { return Ok(None) };
        let line = match super::read::relation(&member.relation) {
            Relation::Copy => "white space only".to_owned(),
            Relation::Typography => "typography only".to_owned(),
            _ => {
                for number in [document, leader.document] {
                    if self.store.meta(number)?.is_none_or(|meta| meta.bytes > LONG) {
                        return Ok(None);
                    }
                }
                match self.comparison(leader.document, document, false, stop)? {
                    Some(compared) => compared.comparison.summary.line(),
                    None => return Ok(None),
                }
            }
        };
        Ok(Some(Change { document, line }))
    }
}

/// Takes names off that only are spelt otherwise: what they name is named in both texts. A name that
/// stands in the place of another is only spelt otherwise where both name the same.
pub(super) fn respelt(summary: &mut Summary, a: &Document, b: &Document) {
    let named = |document: &Document| document.entities.iter().map(|known| known.entity).collect::<HashSet<_>>();
    let both: HashSet<_> = named(a).intersection(&named(b)).copied().collect();
    let stays = |document: &Document, name: &String| {
        let mut known = document.entities.iter().filter(|known| both.contains(&known.entity));
        known.any(|known| known.forms.iter().any(|(form, _)| form == name))
    };
    summary.names_removed.retain(|name| !stays(a, name));
    summary.names_added.retain(|name| !stays(b, name));
    let meant = |document: &Document, name: &String| {
        let known = document.entities.iter().find(|known| known.forms.iter().any(|(form, _)| form == name));
        known.map(|known| known.entity)
    };
    summary.names_changed.retain(|both| {
        let (from, to) = (meant(a, &both.from), meant(b, &both.to));
        from.is_none() || from != to
    });
}
