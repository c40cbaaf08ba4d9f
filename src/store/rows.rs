//! What the lists ask for: rows by number, and counts.

use super::{Result, Store};
use rusqlite::{OptionalExtension, params};

/// The reader's side of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StandingRecord {
    pub verdict: Option<String>,
    pub starred: bool,
    pub read: bool,
    /// How many notes it has.
    pub notes: u32,
}

impl Store {
    /// What stands of a document, and whether this person has read it.
    pub fn standing(&self, document: u32, who: &str) -> Result<StandingRecord> {
        let mut statement = self.db.prepare_cached("SELECT verdict, starred FROM standing WHERE document = ?")?;
        let found = statement.query_row([document], |row| {
            Ok(StandingRecord { verdict: row.get(0)?, starred: row.get(1)?, ..StandingRecord::default() })
        });
        let mut read = self.db.prepare_cached("SELECT 1 FROM reading WHERE who = ? AND document = ?")?;
        let mut notes = self.db.prepare_cached("SELECT count(*) FROM note WHERE document = ?")?;
        Ok(StandingRecord {
            read: read.exists(params![who, document])?,
            notes: notes.query_row([document], |row| row.get(0))?,
            ..found.optional()?.unwrap_or_default()
        })
    }

    /// The verdict that stands about a document, and who gave it.
    pub fn verdict_and_who(&self, document: u32) -> Result<Option<(String, String)>> {
        let mut statement = self.db.prepare_cached(
            "SELECT value, who FROM decided JOIN decision ON decision.id = decided.decision \
             WHERE decided.document = ? AND act = 'verdict' AND NOT undone ORDER BY at DESC, decision.id DESC LIMIT 1",
        )?;
        let last: Option<(Option<String>, String)> =
            statement.query_row([document], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
        Ok(last.and_then(|(verdict, who)| Some((verdict.filter(|verdict| verdict != "none")?, who))))
    }

    /// The tags of a document in alphabetical order.
    pub fn tags(&self, document: u32) -> Result<Vec<String>> {
        let mut statement = self.db.prepare_cached("SELECT tag FROM tag WHERE document = ? ORDER BY tag")?;
        Ok(statement.query_map([document], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
    }

    /// How many exact copies a document has.
    pub fn copy_count(&self, document: u32) -> Result<u32> {
        let mut statement = self.db.prepare_cached("SELECT count(*) FROM sighting WHERE document = ? AND copy")?;
        Ok(statement.query_row([document], |row| row.get(0))?)
    }

    pub fn document_count(&self) -> Result<u32> {
        Ok(self.db.prepare_cached("SELECT count(*) FROM document")?.query_row([], |row| row.get(0))?)
    }

    /// Documents with a verdict.
    pub fn decided_count(&self) -> Result<u32> {
        let mut statement = self.db.prepare_cached("SELECT count(*) FROM standing WHERE verdict IS NOT NULL")?;
        Ok(statement.query_row([], |row| row.get(0))?)
    }

    /// Verdicts with the number of documents that have each.
    pub fn verdict_counts(&self) -> Result<Vec<(String, u32)>> {
        let mut statement = self.db.prepare_cached(
            "SELECT verdict, count(*) FROM standing WHERE verdict IS NOT NULL GROUP BY verdict ORDER BY verdict",
        )?;
        Ok(statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<rusqlite::Result<_>>()?)
    }

    /// Tags with the number of documents that have each.
    pub fn tag_counts(&self) -> Result<Vec<(String, u32)>> {
        let mut statement = self.db.prepare_cached("SELECT tag, count(*) FROM tag GROUP BY tag ORDER BY tag")?;
        Ok(statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<rusqlite::Result<_>>()?)
    }

    /// Characters of text in bytes, and words, over the whole library.
    pub fn text_totals(&self) -> Result<(u64, u64)> {
        let mut statement =
            self.db.prepare_cached("SELECT coalesce(sum(bytes), 0), coalesce(sum(words), 0) FROM document")?;
        Ok(statement.query_row([], |row| Ok((row.get::<_, i64>(0)? as u64, row.get::<_, i64>(1)? as u64)))?)
    }

    /// Keys that lead to a document of another key.
    pub fn all_copies(&self) -> Result<u64> {
        let mut statement = self.db.prepare_cached("SELECT count(*) FROM sighting WHERE copy")?;
        Ok(statement.query_row([], |row| row.get::<_, i64>(0))? as u64)
    }

    pub fn entity_count(&self) -> Result<u64> {
        let mut statement = self.db.prepare_cached(
            "SELECT count(DISTINCT entity) FROM name WHERE mentions + moved_mentions > 0 AND shown IS NOT 9",
        )?;
        Ok(statement.query_row([], |row| row.get::<_, i64>(0))? as u64)
    }

    /// The hash that a document's text had when it was added.
    pub fn hash(&self, document: u32) -> Result<Option<[u8; 16]>> {
        let mut statement = self.db.prepare_cached("SELECT hash FROM document WHERE id = ?")?;
        Ok(statement.query_row([document], |row| row.get(0)).optional()?)
    }
}
