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

/// The size that a file has which is no longer there.
const GONE: i64 = -1;

impl Store {
    /// The files that were read from under a folder, given as the start of their keys, and are not
    /// known to be gone. `each` gets them in order.
    pub fn files_under(&self, start: &str, each: &mut dyn FnMut(String)) -> Result<()> {
        let mut statement =
            self.db.prepare_cached("SELECT path FROM file WHERE path >= ?1 AND size <> ?2 ORDER BY path")?;
        let mut rows = statement.query(params![start, GONE])?;
        while let Some(row) = rows.next()? {
            let path: String = row.get(0)?;
            if !path.starts_with(start) {
                break;
            }
            each(path);
        }
        Ok(())
    }

    /// True when the file was read once and was not there when it was looked for last.
    pub fn is_gone(&self, path: &str) -> Result<bool> {
        let mut statement = self.db.prepare_cached("SELECT 1 FROM file WHERE path = ? AND size = ?")?;
        Ok(statement.exists(params![path, GONE])?)
    }

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
    /// Marks a file as gone; when it is back it is read again.
    pub fn mark_gone(&self, path: &str) -> Result<()> {
        self.db.prepare_cached("UPDATE file SET size = ? WHERE path = ?")?.execute(params![GONE, path])?;
        Ok(())
    }

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

    /// Notes that a file could not be read: it is read again when it is next looked for, though it were as it was
    /// when it was read last.
    pub fn note_unread(&self, path: &str) -> Result<()> {
        self.db.prepare_cached("UPDATE file SET whole = 0 WHERE path = ?")?.execute([path])?;
        Ok(())
    }
}
