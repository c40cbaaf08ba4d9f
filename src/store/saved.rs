//! Saved searches, as the decisions that stand leave them.

use super::{Result, Store};

/// The acts about saved searches.
pub const ACTS: [&str; 2] = ["save", "unsave"];

impl Store {
    /// The acts about saved searches that stand, in their order: act and value.
    pub fn saving(&self) -> Result<Vec<(String, String)>> {
        let mut statement = self.db.prepare_cached(
            "SELECT act, coalesce(value, '') FROM decision WHERE act IN ('save', 'unsave') AND NOT undone \
             ORDER BY at, id",
        )?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}
