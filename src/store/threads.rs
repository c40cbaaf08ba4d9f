//! The ids by which mails name each other.

use super::{Result, Store};
use roaring::RoaringBitmap;
use rusqlite::OptionalExtension;
use std::collections::BTreeSet;

impl Store {
    /// The ids that a mail carries: its own, that of the mail it answers, and that of the first of its
    /// thread; none of anything else.
    pub fn thread_ids(&self, document: u32) -> Result<BTreeSet<String>> {
        let mut statement = self.db.prepare_cached(
            "SELECT fields ->> '$.\"message id\"', fields ->> '$.\"in reply to\"', fields ->> '$.thread' \
             FROM document WHERE id = ? AND json_valid(fields)",
        )?;
        let ids: Option<[Option<String>; 3]> =
            statement.query_row([document], |row| Ok([row.get(0)?, row.get(1)?, row.get(2)?])).optional()?;
        Ok(ids.into_iter().flatten().flatten().filter(|id| !id.trim().is_empty()).collect())
    }

    /// The key of the mail that a document is attached to.
    pub fn attached_to(&self, document: u32) -> Result<Option<String>> {
        let mut statement = self.db.prepare_cached(
            "SELECT fields ->> '$.\"attached to\"' FROM document WHERE id = ? AND json_valid(fields)",
        )?;
        Ok(statement.query_row([document], |row| row.get(0)).optional()?.flatten())
    }

    /// Mails that carry an id, in whatever place.
    pub fn naming_id(&self, id: &str) -> Result<RoaringBitmap> {
        self.set(
            "SELECT id FROM document WHERE fields ->> '$.\"message id\"' = ?1 \
             UNION SELECT id FROM document WHERE fields ->> '$.\"in reply to\"' = ?1 \
             UNION SELECT id FROM document WHERE fields ->> '$.thread' = ?1",
            [id],
        )
    }
}
