//! What became of a batch: verdicts, tags, notes, and the times of the last verdicts.

use super::{Result, Store};
use rusqlite::params;

/// The documents of a batch, as `batch:` finds them: those that came with it, and those known before that came
/// once more.
const OF_BATCH: &str =
    "SELECT id FROM document WHERE batch = ?1 UNION SELECT document FROM sighting WHERE batch = ?1 AND copy";

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
        let mut statement = self.db.prepare_cached(&format!(
            "SELECT count(*), coalesce(sum(verdict = 'keep'), 0), coalesce(sum(verdict = 'drop'), 0), \
             coalesce(sum(verdict = 'later'), 0), coalesce(sum(starred), 0) \
             FROM ({OF_BATCH}) LEFT JOIN standing ON standing.document = id"
        ))?;
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
        let mut notes = self.db.prepare_cached(&format!("SELECT count(*) FROM note WHERE document IN ({OF_BATCH})"))?;
        record.notes = notes.query_row([batch], |row| row.get(0))?;
        Ok(record)
    }

    /// How many documents a batch has, and how many of them have a verdict.
    pub fn decided_in_batch(&self, batch: u32) -> Result<(u32, u32)> {
        let mut statement = self.db.prepare_cached(&format!(
            "SELECT count(*), count(verdict) FROM ({OF_BATCH}) LEFT JOIN standing ON standing.document = id"
        ))?;
        Ok(statement.query_row([batch], |row| Ok((row.get(0)?, row.get(1)?)))?)
    }

    /// Tags on documents of a batch with their counts, the most frequent first.
    pub fn tags_in_batch(&self, batch: u32) -> Result<Vec<(String, u32)>> {
        self.counts(
            &format!(
                "SELECT tag, count(*) FROM tag WHERE document IN ({OF_BATCH}) \
                 GROUP BY tag ORDER BY count(*) DESC, tag"
            ),
            batch,
        )
    }

    /// Who gave verdicts on how many documents of a batch.
    pub fn deciders_in_batch(&self, batch: u32) -> Result<Vec<(String, u32)>> {
        self.counts(
            &format!(
                "SELECT who, count(DISTINCT decided.document) FROM ({OF_BATCH}) of_batch \
                 JOIN decided ON decided.document = of_batch.id \
                 JOIN decision ON decision.id = decided.decision WHERE act = 'verdict' AND NOT undone \
                 GROUP BY who ORDER BY 2 DESC, who"
            ),
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
                WHERE decided.decision = decision.id AND (batch = ?2 OR EXISTS (SELECT 1 FROM sighting \
                WHERE sighting.document = decided.document AND sighting.batch = ?2 AND copy))) \
             FROM decision WHERE who = ?1 AND act = 'verdict' AND NOT undone AND merged IS NULL ORDER BY id DESC LIMIT ?3",
        )?;
        let rows = statement.query_map(params![who, batch, most], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}
