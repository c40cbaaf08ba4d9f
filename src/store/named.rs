//! Names that were recognised elsewhere: places in documents that readers imported.

use super::mentions::{Packed, encode};
use super::{Result, Store, StoreError, Writer};
use roaring::RoaringBitmap;
use rusqlite::params;

/// The word of these decisions in the log.
pub const ACT: &str = "spans";

impl Store {
    /// The places of a document that stand, those imported last first; `names` of each holds types.
    pub fn named(&self, document: u32) -> Result<Vec<Packed>> {
        let mut statement = self.db.prepare_cached(
            "SELECT spans FROM named JOIN decision ON id = decision WHERE document = ? AND NOT undone \
             ORDER BY decision DESC",
        )?;
        let rows = statement.query_map([document], |row| row.get(0))?.collect::<rusqlite::Result<Vec<Vec<u8>>>>()?;
        rows.iter().map(|bytes| Packed::decode(bytes).ok_or(StoreError::Record(document))).collect()
    }

    /// Documents whose mentions may not follow what was decided: those that are due, as after a repair that
    /// was cut off, and those with such places and with higher numbers than `after`.
    pub fn named_to_follow(&self, after: u32) -> Result<RoaringBitmap> {
        self.set(
            "SELECT document FROM named_due UNION SELECT document FROM named WHERE document > ?1 \
             UNION SELECT document FROM gazetteer_hit WHERE document > ?1",
            [after],
        )
    }

    /// The decisions that brought places and stand, in order.
    pub fn named_by(&self) -> Result<Vec<i64>> {
        let mut statement =
            self.db.prepare_cached("SELECT id FROM decision WHERE act = ? AND undone = 0 ORDER BY id")?;
        Ok(statement.query_map([ACT], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
    }

    /// Documents in which readers have named places.
    pub fn with_named(&self) -> Result<RoaringBitmap> {
        self.set("SELECT document FROM named", [])
    }
}

impl Writer<'_> {
    /// Keeps the places of a document under the decision that brought them; `names` holds types.
    pub fn put_named(&self, decision: i64, document: u32, spans: &Packed) -> Result<()> {
        self.db.prepare_cached("INSERT INTO named (document, decision, spans) VALUES (?, ?, ?)")?.execute(params![
            document,
            decision,
            encode(&spans.names, &spans.mentions)
        ])?;
        Ok(())
    }

    /// The mentions of a decision's documents are to follow it.
    pub(super) fn owe_named(&self, decision: i64) -> Result<()> {
        self.db
            .prepare_cached("INSERT OR IGNORE INTO named_due SELECT document FROM decided WHERE decision = ?")?
            .execute([decision])?;
        Ok(())
    }

    /// The mentions of a document follow something that others do not follow yet.
    pub fn owe_document(&self, document: u32) -> Result<()> {
        self.db.prepare_cached("INSERT OR IGNORE INTO named_due VALUES (?)")?.execute([document])?;
        Ok(())
    }

    /// The mentions of all documents follow what was imported.
    pub fn named_followed(&self) -> Result<()> {
        self.db.execute("DELETE FROM named_due", [])?;
        Ok(())
    }
}
