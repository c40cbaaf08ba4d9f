//! Which files were read, so that unchanged ones are not read again.

use super::{Result, Store, Writer};
use rusqlite::{OptionalExtension, params};

/// What is remembered of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileRecord {
    pub size: u64,
    /// Nanoseconds since 1970.
    pub modified: i64,
    pub batch: u32,
    /// All its records are in the library.
    pub whole: bool,
    /// Records taken so far.
    pub items: u64,
}

impl Store {
    pub fn file(&self, path: &str) -> Result<Option<FileRecord>> {
        let mut statement =
            self.db.prepare_cached("SELECT size, modified, batch, whole, items FROM file WHERE path = ?")?;
        let record = statement.query_row([path], |row| {
            Ok(FileRecord {
                size: row.get::<_, i64>(0)? as u64,
                modified: row.get(1)?,
                batch: row.get(2)?,
                whole: row.get(3)?,
                items: row.get::<_, i64>(4)? as u64,
            })
        });
        Ok(record.optional()?)
    }
}

impl Writer<'_> {
    pub fn put_file(&self, path: &str, record: &FileRecord) -> Result<()> {
        let mut statement = self.db.prepare_cached(
            "INSERT INTO file VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO UPDATE SET \
             size = ?2, modified = ?3, batch = ?4, whole = ?5, items = ?6",
        )?;
        statement.execute(params![
            path,
            record.size as i64,
            record.modified,
            record.batch,
            record.whole,
            record.items as i64
        ])?;
        Ok(())
    }

    /// Remembers a file that brought nothing new; it stays with the batch that read it, if any did.
    pub fn put_known_file(&self, path: &str, record: &FileRecord) -> Result<()> {
        let mut statement = self.db.prepare_cached(
            "INSERT INTO file VALUES (?1, ?2, ?3, 0, ?5, ?6) ON CONFLICT DO UPDATE SET \
             size = ?2, modified = ?3, batch = iif(batch = ?4, 0, batch), whole = ?5, items = ?6",
        )?;
        statement.execute(params![
            path,
            record.size as i64,
            record.modified,
            record.batch,
            record.whole,
            record.items as i64
        ])?;
        Ok(())
    }
}
