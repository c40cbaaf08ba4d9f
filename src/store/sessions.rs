//! Where each person was when the screen was left.

use super::{Result, Store, Writer};
use rusqlite::{OptionalExtension, params};

impl Store {
    /// When a person's place was written down (milliseconds since 1970), and the place.
    pub fn session(&self, who: &str) -> Result<Option<(i64, String)>> {
        let mut statement = self.db.prepare_cached("SELECT at, state FROM session WHERE who = ?")?;
        Ok(statement.query_row([who], |row| Ok((row.get(0)?, row.get(1)?))).optional()?)
    }
}

impl Writer<'_> {
    pub fn put_session(&self, who: &str, at: i64, state: &str) -> Result<()> {
        self.db
            .prepare_cached("INSERT INTO session VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET at = ?2, state = ?3")?
            .execute(params![who, at, state])?;
        Ok(())
    }
}
