//! Batches and what failed in them.

use super::{Result, Store, Writer};
use rusqlite::{OptionalExtension, params};

/// A batch as the database knows it; the counts are taken from the tables, so that an interrupted
/// batch and an undisturbed one agree, and what later batches change is written down at its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BatchRecord {
    pub number: u32,
    pub name: String,
    /// Milliseconds since 1970.
    pub started: i64,
    pub finished: Option<i64>,
    pub skipped: u64,
    pub new: u64,
    pub exact_copies: u64,
    pub near_versions: u64,
    pub read: u64,
    pub failed: u64,
    pub undecided: u64,
}

/// A file or record that gave no document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FailureRecord {
    pub path: String,
    pub line: Option<u64>,
    pub kind: String,
    pub error: String,
}

const BATCH: &str = "SELECT b.id, b.name, b.started, b.finished, b.skipped, \
    (SELECT count(*) FROM document WHERE batch = b.id), \
    (SELECT count(*) FROM sighting WHERE batch = b.id AND copy AND copy <> 2), \
    coalesce(b.near_versions, \
        (SELECT count(*) FROM document d JOIN member m ON m.document = d.id WHERE d.batch = b.id)), \
    coalesce(b.read, (SELECT count(*) FROM file WHERE batch = b.id AND whole)), \
    (SELECT count(*) FROM failure WHERE batch = b.id AND kind = 'failed'), \
    (SELECT count(*) FROM document d WHERE d.batch = b.id AND NOT EXISTS \
        (SELECT 1 FROM standing s WHERE s.document = d.id AND s.verdict IS NOT NULL)) \
    FROM batch b";

fn batch(row: &rusqlite::Row<'_>) -> rusqlite::Result<BatchRecord> {
    let count = |column| row.get::<_, i64>(column).map(|value| value.max(0) as u64);
    Ok(BatchRecord {
        number: row.get(0)?,
        name: row.get(1)?,
        started: row.get(2)?,
        finished: row.get(3)?,
        skipped: count(4)?,
        new: count(5)?,
        exact_copies: count(6)?,
        near_versions: count(7)?,
        read: count(8)?,
        failed: count(9)?,
        undecided: count(10)?,
    })
}

impl Store {
    /// All batches, the oldest first.
    pub fn batches(&self) -> Result<Vec<BatchRecord>> {
        let mut statement = self.db.prepare_cached(&format!("{BATCH} ORDER BY b.id"))?;
        Ok(statement.query_map([], batch)?.collect::<rusqlite::Result<_>>()?)
    }

    /// One batch with its counts.
    pub fn batch(&self, number: u32) -> Result<Option<BatchRecord>> {
        let mut statement = self.db.prepare_cached(&format!("{BATCH} WHERE b.id = ?"))?;
        Ok(statement.query_row([number], batch).optional()?)
    }

    /// The number of the batch with a name.
    pub fn batch_named(&self, name: &str) -> Result<Option<u32>> {
        let mut statement = self.db.prepare_cached("SELECT id FROM batch WHERE name = ?")?;
        Ok(statement.query_row([name], |row| row.get(0)).optional()?)
    }

    pub fn batch_name(&self, number: u32) -> Result<Option<String>> {
        let mut statement = self.db.prepare_cached("SELECT name FROM batch WHERE id = ?")?;
        Ok(statement.query_row([number], |row| row.get(0)).optional()?)
    }

    /// Number and name of the newest batch that brought a document.
    pub fn newest_batch(&self) -> Result<Option<(u32, String)>> {
        let mut statement = self.db.prepare_cached("SELECT id, name FROM batch b WHERE EXISTS (SELECT 1 FROM document WHERE batch = b.id) ORDER BY id DESC LIMIT 1")?;
        Ok(statement.query_row([], |row| Ok((row.get(0)?, row.get(1)?))).optional()?)
    }

    /// The batch that an `add` did not live to finish.
    pub fn unfinished_batch(&self) -> Result<Option<(u32, String)>> {
        let mut statement =
            self.db.prepare_cached("SELECT id, name FROM batch WHERE finished IS NULL ORDER BY id LIMIT 1")?;
        Ok(statement.query_row([], |row| Ok((row.get(0)?, row.get(1)?))).optional()?)
    }

    /// What failed in a batch, in the order in which it was met.
    pub fn failures(&self, batch: u32) -> Result<Vec<FailureRecord>> {
        let mut statement = self
            .db
            .prepare_cached("SELECT path, line, kind, error FROM failure WHERE batch = ? ORDER BY path, line, id")?;
        let rows = statement.query_map([batch], |row| {
            Ok(FailureRecord {
                path: row.get(0)?,
                line: row.get::<_, Option<i64>>(1)?.map(|line| line as u64),
                kind: row.get(2)?,
                error: row.get(3)?,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// True when something failed in a batch that has not failed so since an earlier one, or when files of it
    /// are gone.
    pub fn has_new_failures(&self, batch: u32) -> Result<bool> {
        let mut statement = self.db.prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM failure f WHERE batch = ?1 AND kind <> 'skipped' AND (kind = 'gone' \
             OR NOT EXISTS (SELECT 1 FROM failure g INDEXED BY failure_path WHERE g.path = f.path AND g.batch < ?1 \
             AND NOT g.over AND g.line IS f.line AND g.kind = f.kind AND g.error = f.error)))",
        )?;
        Ok(statement.query_row([batch], |row| row.get(0))?)
    }
}

impl Writer<'_> {
    pub fn start_batch(&self, name: &str, now: i64) -> Result<u32> {
        self.db.execute("INSERT INTO batch (name, started) VALUES (?, ?)", params![name, now])?;
        Ok(self.db.last_insert_rowid() as u32)
    }

    /// Ends a batch and writes down the counts that would not stay.
    pub fn finish_batch(&self, batch: u32, now: i64, skipped: u64) -> Result<()> {
        self.db.execute(
            "UPDATE batch SET finished = ?2, skipped = ?3, \
             read = (SELECT count(*) FROM file WHERE batch = ?1 AND whole), near_versions = \
             (SELECT count(*) FROM document d JOIN member m ON m.document = d.id WHERE d.batch = ?1) WHERE id = ?1",
            params![batch, now, skipped as i64],
        )?;
        Ok(())
    }

    /// Takes back a batch that brought nothing.
    pub fn drop_batch(&self, batch: u32) -> Result<()> {
        self.db.execute("DELETE FROM failure WHERE batch = ?", [batch])?;
        self.db.execute("DELETE FROM batch WHERE id = ?", [batch])?;
        Ok(())
    }

    pub fn put_failure(&self, batch: u32, failure: &FailureRecord) -> Result<()> {
        let mut statement =
            self.db.prepare_cached("INSERT INTO failure (batch, path, line, kind, error) VALUES (?, ?, ?, ?, ?)")?;
        statement.execute(params![
            batch,
            failure.path,
            failure.line.map(|line| line as i64),
            failure.kind,
            failure.error
        ])?;
        Ok(())
    }

    /// What failed of a file in earlier batches is over, but for what a batch, which has read it to its end, could
    /// not read either.
    pub fn end_failures(&self, batch: u32, path: &str) -> Result<()> {
        let mut statement = self.db.prepare_cached(
            "UPDATE failure SET over = 1 WHERE path = ?2 AND batch < ?1 AND kind IN ('failed', 'record') AND NOT EXISTS \
             (SELECT 1 FROM failure g WHERE g.path = ?2 AND g.batch = ?1 AND g.kind = failure.kind AND g.line IS failure.line)",
        )?;
        statement.execute(params![batch, path])?;
        Ok(())
    }

    /// Forgets what an interrupted run said of a file that is now read again.
    pub fn clear_failures(&self, batch: u32, path: &str) -> Result<()> {
        self.db.prepare_cached("DELETE FROM failure WHERE batch = ? AND path = ?")?.execute(params![batch, path])?;
        Ok(())
    }
}
