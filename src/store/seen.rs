//! How much of each document has been seen before: derived, as the relations are.

use super::{Result, Store, Writer};
use rusqlite::{OptionalExtension, params};
use std::collections::HashSet;

impl Store {
    /// Words of a document that have stood in documents with lower numbers.
    pub fn seen_words(&self, document: u32) -> Result<u32> {
        let mut statement = self.db.prepare_cached("SELECT words FROM seen WHERE document = ?")?;
        Ok(statement.query_row([document], |row| row.get(0)).optional()?.unwrap_or(0))
    }

    /// Every document with seen words: its number, how many of them it has, and its length in words.
    pub fn all_seen(&self) -> Result<Vec<(u32, u32, u32)>> {
        let mut statement = self.db.prepare_cached(
            "SELECT seen.document, seen.words, document.words FROM seen JOIN document ON id = seen.document ORDER BY 1",
        )?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// How many of these figures cannot be: of a document that is not there, or beyond its length.
    pub fn wrong_seen(&self) -> Result<u64> {
        let mut statement = self.db.prepare_cached(
            "SELECT count(*) FROM seen LEFT JOIN document ON id = seen.document \
             WHERE id IS NULL OR seen.words > document.words OR seen.words = 0",
        )?;
        Ok(statement.query_row([], |row| row.get::<_, i64>(0))? as u64)
    }

    /// The lowest number of the documents of a batch and of later ones.
    pub fn batch_begins(&self, batch: u32) -> Result<Option<u32>> {
        let mut statement = self.db.prepare_cached("SELECT min(id) FROM document WHERE batch >= ?")?;
        Ok(statement.query_row([batch], |row| row.get(0))?)
    }

    /// A document's day (days since 1970-01-01), where there is such a document.
    pub fn day(&self, document: u32) -> Result<Option<Option<i32>>> {
        let mut statement = self.db.prepare_cached("SELECT day FROM document WHERE id = ?")?;
        Ok(statement.query_row([document], |row| row.get(0)).optional()?)
    }

    /// The documents that a person has read.
    pub fn read_by(&self, who: &str) -> Result<HashSet<u32>> {
        let mut statement = self.db.prepare_cached("SELECT document FROM reading WHERE who = ?")?;
        Ok(statement.query_map([who], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
    }
}

impl Writer<'_> {
    /// Puts down what is seen of some documents; those between two numbers that are not among them
    /// have nothing seen.
    pub fn put_seen(&self, first: u32, last: u32, seen: &[(u32, u32)]) -> Result<()> {
        self.db.prepare_cached("DELETE FROM seen WHERE document BETWEEN ? AND ?")?.execute(params![first, last])?;
        let mut statement = self.db.prepare_cached("INSERT INTO seen VALUES (?, ?)")?;
        for (document, words) in seen {
            statement.execute(params![document, words])?;
        }
        Ok(())
    }
}
