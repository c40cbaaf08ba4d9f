//! The evidence that ties a document to the leader of its version group.

use super::types::{DocNo, Why};
use super::{Library, Result, evidence};
use crate::version::PairReader;
use crate::version::relation::{agrees_with_title, is_version};

impl Library {
    /// What a document shares with the leader of its group; `None` for one without another leader,
    /// and while the fingerprints cannot be read.
    pub fn why(&self, document: DocNo) -> Result<Option<Why>> {
        let Some(member) = self.store.member(document)? else { return Ok(None) };
        let members = self.store.members(member.group)?;
        let leader = members.iter().find(|other| other.relation == "leader").map(|leader| leader.document);
        let Some(leader) = leader.filter(|&leader| leader != document) else { return Ok(None) };
        let known = self.store.relation_of(document.min(leader), document.max(leader))?;
        let known = known.and_then(|facts| evidence::unpack(document.min(leader), document.max(leader), &facts));
        let named = known.as_ref().is_some_and(|relation| relation.named);
        let measure = match known {
            Some(relation) if relation.a == document => relation.measure,
            Some(relation) => relation.measure.flipped(),
            None => {
                let Ok(prints) = self.whole_prints() else { return Ok(None) };
                let mut texts = |number| self.source(number).ok().flatten();
                match PairReader::new(&prints).compare(document, leader, &mut texts) {
                    Ok(found) => found.measure,
                    Err(_) => return Ok(None),
                }
            }
        };
        let nearest = match member.nearest.filter(|&nearest| nearest != leader) {
            Some(nearest) => Some(self.key(nearest)?),
            None => None,
        };
        Ok(Some(Why {
            document,
            leader: self.key(leader)?,
            words: measure.words,
            shared: measure.whole.chained,
            passages: measure.whole.runs,
            longest: measure.whole.longest_run,
            nearest,
            named: named && !is_version(&measure) && agrees_with_title(&measure),
            decided: self.ties()?.beside(document).next().is_some(),
        }))
    }
}
