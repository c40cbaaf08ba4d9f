//! Decisions about version groups: what they tie, and bringing the groups in line with them.

use super::remeasure::Adding;
use super::types::DocNo;
use super::{Library, LibraryError, Result};
use crate::store::ties::TieRecord;
use crate::version::{PrintIndex, Tie};
use std::collections::BTreeSet;
use std::sync::atomic::AtomicBool;

/// The decisions about groups as they stand.
pub(super) struct Ties {
    records: Vec<TieRecord>,
    /// How many were made when these were read.
    pub made: i64,
}

impl Ties {
    /// The documents that a decision holds together with one.
    pub fn beside(&self, document: DocNo) -> impl Iterator<Item = DocNo> + '_ {
        let joins = self.records.iter().filter(|record| record.act == "join");
        joins.filter(move |record| record.documents.contains(&document)).flat_map(|record| record.documents.clone())
    }

    /// True when a reader's last word on a document is that it is no version of any other.
    pub fn is_split(&self, document: DocNo) -> bool {
        let said = self
            .records
            .iter()
            .rev()
            .find(|record| matches!(record.act.as_str(), "join" | "split") && record.documents.contains(&document));
        said.is_some_and(|record| record.act == "split")
    }

    /// What grouping some documents has to heed, later decisions behind earlier ones.
    pub fn among(&self, documents: &BTreeSet<DocNo>) -> Vec<Tie> {
        let mut ties = Vec::new();
        for record in &self.records {
            let known = record.documents.iter().copied().filter(|document| documents.contains(document));
            match (record.act.as_str(), record.documents.first()) {
                ("join", Some(&first)) => {
                    ties.extend(known.filter(|&other| other != first).map(|other| Tie::Join(first, other)));
                }
                ("split", _) => ties.extend(known.map(Tie::Split)),
                ("lead", _) => ties.extend(known.map(Tie::Lead)),
                _ => {}
            }
        }
        ties
    }
}

impl Library {
    pub(super) fn ties(&self) -> Result<Ties> {
        // Counted first: a decision that comes in between makes the groups be gathered once more.
        let made = self.store.ties_made()?;
        Ok(Ties { made, records: self.store.ties()? })
    }

    /// True when the groups do not follow some decision yet.
    pub(super) fn groups_lag(&self) -> Result<bool> {
        Ok(!self.store.ties_followed()?)
    }

    /// Gathers the groups of all documents that decisions about groups name, and of some others.
    ///
    /// `adding` as in [`gather`](Self::gather).
    pub(super) fn follow_ties(
        &mut self,
        others: &[DocNo],
        prints: &PrintIndex,
        adding: Option<Adding<'_>>,
    ) -> Result<()> {
        let made = self.store.ties_made()?;
        let touched: BTreeSet<DocNo> = self.store.tied()?.into_iter().chain(others.iter().copied()).collect();
        self.gather(&touched, prints, adding)?;
        Ok(self.store.write(|writer| writer.follow_ties(made))?)
    }

    /// Brings groups and names in line with decisions whose maker was broken off before they were; nothing
    /// is done where nothing can be written.
    ///
    /// # Errors
    /// When the library cannot be read or written.
    pub fn follow_decisions(&mut self) -> Result<()> {
        if self.is_read_only() || (self.store.repairs_followed()? && !self.groups_lag()?) {
            return Ok(());
        }
        self.regroup(&[])?;
        self.follow_repairs(&mut |_| {}, &AtomicBool::new(false))?;
        Ok(())
    }

    /// Brings the groups in line with a decision just made about some documents. Without
    /// fingerprints that can be read, that is left to the next `add` or rebuild.
    pub(super) fn regroup(&mut self, documents: &[DocNo]) -> Result<()> {
        if !self.groups_lag()? {
            return Ok(());
        }
        match self.whole_prints() {
            Ok(prints) => {
                self.follow_ties(documents, &prints, None)?;
                self.follow_groups(&AtomicBool::new(false))
            }
            Err(LibraryError::Prints(_)) => Ok(()),
            Err(error) => Err(error),
        }
    }
}
