//! SQLite, the one source of truth: schema, documents, decisions.
//!
//! A [`Store`] is one connection. Any number of readers and one adder share a database (WAL);
//! every function here is one statement or one short transaction.

pub mod batches;
pub mod bodies;
pub mod decisions;
pub mod documents;
pub mod due;
pub mod facets;
pub mod files;
pub mod filters;
mod frozen;
pub mod gazetteers;
pub mod imports;
pub mod mended;
pub mod mentions;
pub mod merging;
pub mod named;
pub mod names;
pub mod notes;
pub mod outcomes;
pub mod recognised;
pub mod relations;
pub mod repairs;
pub mod rows;
pub mod saved;
pub mod schema;
pub mod seen;
pub mod sessions;
pub mod threads;
pub mod ties;

use frozen::Frozen;
use rusqlite::{Connection, OpenFlags, TransactionBehavior};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// What can go wrong with the database.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("cannot create {0}: {1}; name another folder with --library DIR")]
    Create(PathBuf, std::io::Error),
    #[error("the library's database: {0}; `variorum check` says whether it is whole")]
    Sqlite(rusqlite::Error),
    #[error("the library cannot be written, only read; ask whoever keeps it, or copy it to a folder of your own")]
    ReadOnly,
    #[error("the disk is full; make room and try again: what was written before stays")]
    Full,
    #[error(
        "the library was left in the middle of writing, and it cannot be written here; open it once where it can be"
    )]
    Unfinished,
    #[error("the library is of an older format, and it cannot be written here; open it once where it can be")]
    Older,
    #[error(
        "the library was made by a newer variorum (its format is {found}, this program reads up to {known}); use that one"
    )]
    Newer { found: i64, known: i64 },
    #[error("{0} is no library database; name another folder with --library DIR")]
    NotOurs(PathBuf),
    #[error("the text of document {0} is damaged: {1}; `variorum check` lists all that is")]
    Body(u32, std::io::Error),
    #[error("a record of document {0} is damaged; `variorum check` lists all that is")]
    Record(u32),
}

pub type Result<T> = std::result::Result<T, StoreError>;

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::ReadOnly) => Self::ReadOnly,
            Some(rusqlite::ErrorCode::DiskFull) => Self::Full,
            _ => Self::Sqlite(error),
        }
    }
}

/// One connection to a library's database.
pub struct Store {
    db: Connection,
    bodies: bodies::Codec,
    read_only: bool,
    /// The folder, where it could not be opened for writing only for want of room.
    cramped: Option<PathBuf>,
    /// Set where it was opened as a file that nobody writes.
    frozen: Option<Frozen>,
    /// How often it was opened again.
    opened: i64,
}

/// A disk with fewer bytes left than SQLite takes for its log and the index of that is full.
const LEAST_ROOM: u64 = 256 << 10;

/// The database's file name in the library folder.
pub const FILE: &str = "library.sqlite";

impl Store {
    /// Opens the database in a library folder and creates it where there is none. One that cannot
    /// be written is opened for reading.
    ///
    /// # Errors
    /// When the folder cannot be made, or the file is not a database of ours.
    pub fn open(folder: &Path) -> Result<Self> {
        match Self::open_for_writing(folder) {
            Err(error) if error.is_for_want_of_room(folder) => match Self::open_for_reading(&folder.join(FILE)) {
                Ok(store) => Ok(Self { cramped: Some(folder.to_owned()), ..store }),
                Err(_) => Err(StoreError::Full),
            },
            Err(error) if error.is_refusal() && folder.join(FILE).is_file() => {
                Self::open_for_reading(&folder.join(FILE)).map_err(|reading| match reading {
                    StoreError::Sqlite(_) => error,
                    other => other,
                })
            }
            other => other,
        }
    }

    /// Opens for writing what could only be read for want of room, now that there may be some.
    fn make_use_of_room(&mut self) -> Result<()> {
        let Some(folder) = self.cramped.clone() else { return Err(StoreError::ReadOnly) };
        let fresh = Self::open_for_writing(&folder).map_err(|error| match error.is_for_want_of_room(&folder) {
            true => StoreError::Full,
            false => error,
        })?;
        *self = Self { opened: self.opened + 1, ..fresh };
        Ok(())
    }

    fn open_for_writing(folder: &Path) -> Result<Self> {
        std::fs::create_dir_all(folder).map_err(|error| StoreError::Create(folder.to_owned(), error))?;
        let path = folder.join(FILE);
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut db = Connection::open_with_flags(&path, flags)?;
        db.busy_timeout(Duration::from_secs(30))?;
        db.set_prepared_statement_cache_capacity(128);
        db.pragma_update(None, "journal_mode", "WAL").map_err(|error| not_ours(error, &path))?;
        // A decision is on the disk when its key is answered, even if the power goes.
        db.pragma_update(None, "synchronous", "FULL")?;
        db.pragma_update(None, "cache_size", -16_000)?;
        db.pragma_update(None, "temp_store", "MEMORY")?;
        schema::migrate(&mut db, &path)?;
        // Of a file that it may not write, SQLite opens what it may read, and says so only when asked.
        let read_only = db.is_readonly("main")?;
        Ok(Self { db, bodies: bodies::Codec::default(), read_only, cramped: None, frozen: None, opened: 0 })
    }

    fn open_for_reading(path: &Path) -> Result<Self> {
        match Self::open_unchanging(path, "mode=ro") {
            Err(error) if error.is_refusal() && frozen::is_written(path) => Err(StoreError::Unfinished),
            // Without a log and the right to make one, nobody writes: the file is all there is.
            Err(error) if error.is_refusal() => Self::open_frozen(path),
            other => other,
        }
    }

    fn open_frozen(path: &Path) -> Result<Self> {
        let frozen = Frozen::of(path);
        Ok(Self { frozen: Some(frozen), ..Self::open_unchanging(path, "immutable=1")? })
    }

    /// Opens a database that is only read, in a way that its URI says.
    fn open_unchanging(path: &Path, how: &str) -> Result<Self> {
        let uri = format!("file:{}?{how}", escaped(path));
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let db = Connection::open_with_flags(uri, flags)?;
        db.busy_timeout(Duration::from_secs(30))?;
        schema::check(&db, path)?;
        db.set_prepared_statement_cache_capacity(128);
        db.pragma_update(None, "cache_size", -16_000)?;
        db.pragma_update(None, "temp_store", "MEMORY")?;
        Ok(Self { db, bodies: bodies::Codec::default(), read_only: true, cramped: None, frozen: None, opened: 0 })
    }

    /// Changes with every change of the database, by this handle or any other.
    pub fn state(&self) -> Result<(i64, u64)> {
        Ok((self.data_version()?, self.db.total_changes()))
    }

    /// True when nothing can be decided or added, also when there is room.
    pub fn is_read_only(&self) -> bool {
        self.read_only && self.cramped.is_none()
    }

    /// Holds the library as it is now for all that this handle reads, until the guard is dropped; to be
    /// dropped before it writes. Many small questions are answered faster so: each would lock the file.
    ///
    /// # Errors
    /// When the database cannot be read, or is held so already.
    pub fn steady(&self) -> Result<Steady<'_>> {
        Ok(Steady { _reading: self.db.unchecked_transaction()? })
    }

    /// Runs `work` in one transaction that takes the write lock at once.
    ///
    /// # Errors
    /// What `work` gives, or SQLite's on commit; nothing is written then.
    pub fn write<T>(&mut self, work: impl FnOnce(&Writer<'_>) -> Result<T>) -> Result<T> {
        if self.read_only {
            self.make_use_of_room()?;
        }
        let transaction = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let value = work(&Writer { db: &transaction })?;
        transaction.commit()?;
        Ok(value)
    }

    /// Adding may lose its last seconds to a power cut (they are read again), so it need not wait
    /// for the disk at every commit.
    pub fn relax_durability(&self) -> Result<()> {
        self.db.pragma_update(None, "synchronous", "NORMAL")?;
        // The tables of names are written all over: what is hot stays in memory, and a page that
        // changes often is copied into the database once in a while only.
        self.db.pragma_update(None, "cache_size", -96_000)?;
        Ok(self.db.pragma_update(None, "wal_autocheckpoint", 8_000)?)
    }

    /// SQLite's own check of the whole file.
    pub fn integrity(&self) -> Result<Vec<String>> {
        let mut statement = self.db.prepare("PRAGMA quick_check(20)")?;
        let lines = statement.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<Vec<String>>>()?;
        Ok(lines.into_iter().filter(|line| line != "ok").collect())
    }

    /// A value of the library as a whole, such as the version of a derivation.
    pub fn setting(&self, name: &str) -> Result<Option<String>> {
        use rusqlite::OptionalExtension;
        let mut statement = self.db.prepare_cached("SELECT value FROM setting WHERE name = ?")?;
        Ok(statement.query_row([name], |row| row.get(0)).optional()?)
    }
}

impl StoreError {
    /// True when SQLite says that a file could not be written or made larger, and the disk is full.
    fn is_for_want_of_room(&self, folder: &Path) -> bool {
        use rusqlite::ErrorCode::{DiskFull, SystemIoFailure};
        let Self::Sqlite(error) = self else { return matches!(self, Self::Full) };
        let is_full =
            || rustix::fs::statvfs(folder).is_ok_and(|disk| disk.f_bavail.saturating_mul(disk.f_frsize) < LEAST_ROOM);
        matches!(error.sqlite_error_code(), Some(DiskFull | SystemIoFailure)) && is_full()
    }

    /// True when the system refused to let a file be opened or written.
    fn is_refusal(&self) -> bool {
        use rusqlite::ErrorCode::{CannotOpen, PermissionDenied, SystemIoFailure};
        match self {
            Self::ReadOnly => true,
            Self::Sqlite(error) => {
                matches!(error.sqlite_error_code(), Some(CannotOpen | PermissionDenied | SystemIoFailure))
            }
            _ => false,
        }
    }
}

/// A path for a URI of SQLite: all but plain characters as `%NN`.
fn escaped(path: &Path) -> String {
    let mut out = String::new();
    for &byte in path.as_os_str().as_encoded_bytes() {
        match byte {
            b'/' | b'.' | b'-' | b'_' => out.push(char::from(byte)),
            byte if byte.is_ascii_alphanumeric() => out.push(char::from(byte)),
            byte => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

fn not_ours(error: rusqlite::Error, path: &Path) -> StoreError {
    match error.sqlite_error_code() {
        Some(rusqlite::ErrorCode::NotADatabase) => StoreError::NotOurs(path.to_owned()),
        _ => error.into(),
    }
}

/// A transaction that only reads.
pub struct Steady<'s> {
    _reading: rusqlite::Transaction<'s>,
}

/// A transaction under way; the writing functions of this folder hang on it.
pub struct Writer<'c> {
    db: &'c Connection,
}

impl Writer<'_> {
    pub fn set(&self, name: &str, value: &str) -> Result<()> {
        let mut statement =
            self.db.prepare_cached("INSERT INTO setting VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = ?2")?;
        statement.execute([name, value])?;
        Ok(())
    }

    /// Counts a setting up by one.
    fn count_up(&self, name: &str) -> Result<()> {
        self.db
            .prepare_cached(
                "INSERT INTO setting VALUES (?1, '1') ON CONFLICT DO UPDATE SET value = CAST(value AS INTEGER) + 1",
            )?
            .execute([name])?;
        Ok(())
    }

    /// True while a setting that counts has not gone beyond `made`.
    fn still_counts(&self, name: &str, made: i64) -> Result<bool> {
        let mut statement = self.db.prepare_cached("SELECT count(*) FROM setting WHERE name = ? AND value <> ?")?;
        let changed: i64 = statement.query_row([name, &made.to_string()], |row| row.get(0))?;
        Ok(changed == 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_not_be_written_for_want_of_room_is_tried_again() -> Result<()> {
        let folder = tempfile::tempdir().map_err(|error| StoreError::Create(PathBuf::new(), error))?;
        drop(Store::open(folder.path())?);
        let mut store = Store::open_for_reading(&folder.path().join(FILE))?;
        assert!(store.is_read_only() && matches!(store.write(|_| Ok(())), Err(StoreError::ReadOnly)));
        store.cramped = Some(folder.path().to_owned());
        assert!(!store.is_read_only());
        store.write(|writer| writer.set("of the test", "written"))?;
        assert_eq!(store.setting("of the test")?.as_deref(), Some("written"));
        assert!(!store.read_only && store.cramped.is_none());
        Ok(())
    }
}
