//! Notes as they stand, and the passages that they are on.

use super::{Result, Store, Writer};
use rusqlite::{OptionalExtension, Row, params};

/// The passage of a note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnchorRecord {
    /// UTF-8 bytes in the text that the note was made on.
    pub start: u32,
    pub end: u32,
    /// The words of the passage, and what stands right before and behind them.
    pub exact: String,
    pub before: String,
    pub behind: String,
}

/// A note that stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoteRecord {
    /// The decision that made it.
    pub decision: i64,
    pub document: u32,
    pub who: String,
    /// Milliseconds since 1970.
    pub at: i64,
    pub text: String,
    pub anchor: Option<AnchorRecord>,
}

impl Store {
    /// The notes on a document, in the order in which they were made.
    pub fn notes(&self, document: u32) -> Result<Vec<NoteRecord>> {
        let mut statement = self.db.prepare_cached(
            "SELECT note.decision, note.document, who, at, value, start, \"end\", exact, before, behind \
             FROM note JOIN decision ON decision.id = note.decision LEFT JOIN anchor ON anchor.decision = note.decision \
             WHERE note.document = ? ORDER BY at, note.decision",
        )?;
        let rows = statement.query_map([document], |row| {
            Ok(NoteRecord {
                decision: row.get(0)?,
                document: row.get(1)?,
                who: row.get(2)?,
                at: row.get(3)?,
                text: row.get::<_, Option<String>>(4)?.unwrap_or_default(),
                anchor: anchor_at(row, 5)?,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The texts of all notes that stand, with their documents.
    pub fn note_texts(&self) -> Result<Vec<(u32, String)>> {
        let mut statement = self.db.prepare_cached(
            "SELECT note.document, value FROM note JOIN decision ON decision.id = note.decision WHERE value IS NOT NULL",
        )?;
        Ok(statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<rusqlite::Result<_>>()?)
    }

    /// The passage that a note was made on.
    pub fn anchor(&self, decision: i64) -> Result<Option<AnchorRecord>> {
        let mut statement =
            self.db.prepare_cached("SELECT start, \"end\", exact, before, behind FROM anchor WHERE decision = ?")?;
        Ok(statement.query_row([decision], |row| anchor_at(row, 0)).optional()?.flatten())
    }

    /// Older texts of a document's key.
    pub fn older_texts(&self, document: u32) -> Result<Vec<u32>> {
        let mut statement = self.db.prepare_cached(
            "SELECT DISTINCT older.document FROM sighting own JOIN sighting older ON older.base = own.key \
             WHERE own.document = ?1 AND own.base IS NULL AND older.document <> ?1 ORDER BY older.document",
        )?;
        Ok(statement.query_map([document], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
    }

    /// Notes that are listed although no decision stands for them, and the other way round.
    pub fn wrong_notes(&self) -> Result<u64> {
        let mut statement = self.db.prepare_cached(
            "SELECT (SELECT count(*) FROM note WHERE decision NOT IN (SELECT id FROM decision WHERE act = 'note' AND NOT undone)) + \
             (SELECT count(*) FROM decision JOIN decided ON decided.decision = decision.id WHERE act = 'note' AND NOT undone \
              AND NOT EXISTS (SELECT 1 FROM decision gone WHERE gone.act = 'unnote' AND NOT gone.undone AND gone.value = CAST(decision.id AS TEXT)) \
              AND NOT EXISTS (SELECT 1 FROM note WHERE note.decision = decision.id AND note.document = decided.document))",
        )?;
        Ok(statement.query_row([], |row| row.get::<_, i64>(0))? as u64)
    }
}

fn anchor_at(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<AnchorRecord>> {
    let Some(start) = row.get::<_, Option<u32>>(column)? else { return Ok(None) };
    Ok(Some(AnchorRecord {
        start,
        end: row.get(column + 1)?,
        exact: row.get(column + 2)?,
        before: row.get(column + 3)?,
        behind: row.get(column + 4)?,
    }))
}

impl Writer<'_> {
    pub(super) fn put_anchor(&self, decision: i64, anchor: &AnchorRecord) -> Result<()> {
        self.db.prepare_cached("INSERT INTO anchor VALUES (?, ?, ?, ?, ?, ?)")?.execute(params![
            decision,
            anchor.start,
            anchor.end,
            anchor.exact,
            anchor.before,
            anchor.behind
        ])?;
        Ok(())
    }

    /// A note stands while its decision does and no decision that stands takes it off.
    pub(super) fn settle_note(&self, decision: i64) -> Result<()> {
        self.db.prepare_cached("DELETE FROM note WHERE decision = ?1 AND document IN (SELECT document FROM decided WHERE decision = ?1)")?.execute([decision])?;
        self.db
            .prepare_cached(
                "INSERT INTO note SELECT decided.document, decision.id FROM decision \
                 JOIN decided ON decided.decision = decision.id \
                 WHERE decision.id = ?1 AND decision.act = 'note' AND NOT decision.undone AND NOT EXISTS \
                 (SELECT 1 FROM decided other JOIN decision gone ON gone.id = other.decision \
                  WHERE other.document = decided.document AND gone.act = 'unnote' AND NOT gone.undone \
                  AND gone.value = CAST(?1 AS TEXT))",
            )?
            .execute([decision])?;
        Ok(())
    }
}
