//! What became of a batch: verdicts, tags, notes, and the times of the last verdicts.

use super::{Result, Store};
use rusqlite::params;

/// Counts over the documents of a batch.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OutcomeRecord {
    pub documents: u32,
    pub keep: u32,
    pub drop: u32,
    pub later: u32,
    pub starred: u32,
    pub notes: u32,
}

impl Store {
    /// What was decided about a batch.
    pub fn outcome(&self, batch: u32) -> Result<OutcomeRecord> {
        let mut statement = self.db.prepare_cached(
            "SELECT count(*), coalesce(sum(verdict = 'keep'), 0), coalesce(sum(verdict = 'drop'), 0), \
             coalesce(sum(verdict = 'later'), 0), coalesce(sum(starred), 0) \
             FROM document LEFT JOIN standing ON standing.document = id WHERE batch = ?",
        )?;
        let mut record = statement.query_row([batch], |row| {
            Ok(OutcomeRecord {
                documents: row.get(0)?,
                keep: row.get(1)?,
                drop: row.get(2)?,
                later: row.get(3)?,
                starred: row.get(4)?,
                notes: 0,
            })
        })?;
        let mut notes =
            self.db.prepare_cached("SELECT count(*) FROM note JOIN document ON id = note.document WHERE batch = ?")?;
        record.notes = notes.query_row([batch], |row| row.get(0))?;
        Ok(record)
    }

    /// How many documents a batch has, and how many of them have a verdict. Batches are added one after
    /// another, so their documents have numbers in a row.
    pub fn decided_in_batch(&self, batch: u32) -> Result<(u32, u32)> {
        let mut all = self.db.prepare_cached("SELECT count(*), min(id), max(id) FROM document WHERE batch = ?")?;
        let (all, first, last): (u32, Option<u32>, Option<u32>) =
            all.query_row([batch], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        let mut decided = self
            .db
            .prepare_cached("SELECT count(*) FROM standing WHERE document BETWEEN ? AND ? AND verdict IS NOT NULL")?;
        Ok((all, decided.query_row(params![first, last], |row| row.get(0))?))
    }

    /// Tags on documents of a batch with their counts, the most frequent first.
    pub fn tags_in_batch(&self, batch: u32) -> Result<Vec<(String, u32)>> {
        self.counts(
            "SELECT tag, count(*) FROM tag JOIN document ON id = tag.document WHERE batch = ? \
             GROUP BY tag ORDER BY count(*) DESC, tag",
            batch,
        )
    }

    /// Who gave verdicts on how many documents of a batch.
    pub fn deciders_in_batch(&self, batch: u32) -> Result<Vec<(String, u32)>> {
        self.counts(
            "SELECT who, count(DISTINCT decided.document) FROM document JOIN decided ON decided.document = document.id \
             JOIN decision ON decision.id = decided.decision WHERE batch = ? AND act = 'verdict' AND NOT undone \
             GROUP BY who ORDER BY 2 DESC, who",
            batch,
        )
    }

    fn counts(&self, sql: &str, batch: u32) -> Result<Vec<(String, u32)>> {
        let mut statement = self.db.prepare_cached(sql)?;
        Ok(statement.query_map([batch], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<rusqlite::Result<_>>()?)
    }

    /// When a person gave the last `most` verdicts that stand, the latest first, with how many
    /// documents of a batch each was on.
    pub fn last_verdicts(&self, who: &str, batch: u32, most: u32) -> Result<Vec<(i64, u32)>> {
        let mut statement = self.db.prepare_cached(
            "SELECT at, (SELECT count(*) FROM decided JOIN document ON document.id = decided.document \
                WHERE decided.decision = decision.id AND batch = ?2) \
             FROM decision WHERE who = ?1 AND act = 'verdict' AND NOT undone AND merged IS NULL ORDER BY id DESC LIMIT ?3",
        )?;
        let rows = statement.query_map(params![who, batch, most], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}
