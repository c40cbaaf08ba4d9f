//! What readers have decided about version groups: the decisions of the log that tie documents
//! together or take them apart.

use super::{Result, Store, Writer};

/// The acts that are about version groups.
pub const ACTS: [&str; 3] = ["join", "split", "lead"];

/// Counts the decisions about groups that were made, taken back or restored.
const MADE: &str = "ties made";
/// Up to which of them the groups follow.
const FOLLOWED: &str = "ties followed";

/// A decision about groups that stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TieRecord {
    /// `join`, `split` or `lead`.
    pub act: String,
    /// In rising order.
    pub documents: Vec<u32>,
}

impl Store {
    /// The decisions about groups that stand, in the order in which they were made, wherever that was: by their
    /// numbers, each of two people who take over what the other has decided would have another order.
    pub fn ties(&self) -> Result<Vec<TieRecord>> {
        let mut statement = self.db.prepare_cached(
            "SELECT id, act FROM decision WHERE act IN ('join', 'split', 'lead') AND NOT undone ORDER BY at, id",
        )?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let mut ties = Vec::new();
        for row in rows.collect::<rusqlite::Result<Vec<(i64, String)>>>()? {
            ties.push(TieRecord { act: row.1, documents: self.decided_documents(row.0)? });
        }
        Ok(ties)
    }

    /// Every document that a decision about groups was ever made on.
    pub fn tied(&self) -> Result<Vec<u32>> {
        let mut statement = self.db.prepare_cached(
            "SELECT DISTINCT document FROM decided JOIN decision ON decision.id = decided.decision \
             WHERE act IN ('join', 'split', 'lead') ORDER BY document",
        )?;
        Ok(statement.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
    }

    /// How many decisions about groups were made, taken back or restored so far.
    pub fn ties_made(&self) -> Result<i64> {
        Ok(self.setting(MADE)?.and_then(|value| value.parse().ok()).unwrap_or(0))
    }

    /// True when the groups follow every decision about them.
    pub fn ties_followed(&self) -> Result<bool> {
        let followed: i64 = self.setting(FOLLOWED)?.and_then(|value| value.parse().ok()).unwrap_or(0);
        Ok(followed == self.ties_made()?)
    }

    fn decided_documents(&self, decision: i64) -> Result<Vec<u32>> {
        let mut statement =
            self.db.prepare_cached("SELECT document FROM decided WHERE decision = ? ORDER BY document")?;
        Ok(statement.query_map([decision], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
    }
}

impl Writer<'_> {
    /// A decision about groups was made, taken back or restored.
    pub(super) fn count_tie(&self) -> Result<()> {
        self.count_up(MADE)
    }

    /// True while no decision about groups has come since `made` of them.
    pub fn ties_unchanged(&self, made: i64) -> Result<bool> {
        self.still_counts(MADE, made)
    }

    /// The groups follow the first `made` decisions about them.
    pub fn follow_ties(&self, made: i64) -> Result<()> {
        self.set(FOLLOWED, &made.to_string())
    }
}
