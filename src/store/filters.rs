//! Sets of documents by what SQLite knows of them, for the filters of a query.

use super::{Result, Store};
use roaring::RoaringBitmap;
use rusqlite::{Params, params};

impl Store {
    pub(super) fn set(&self, sql: &str, values: impl Params) -> Result<RoaringBitmap> {
        let mut statement = self.db.prepare_cached(sql)?;
        let mut rows = statement.query(values)?;
        let mut set = RoaringBitmap::new();
        while let Some(row) = rows.next()? {
            set.insert(row.get(0)?);
        }
        Ok(set)
    }

    /// Every document.
    pub fn all(&self) -> Result<RoaringBitmap> {
        self.set("SELECT id FROM document", [])
    }

    pub fn with_verdict(&self, verdict: &str) -> Result<RoaringBitmap> {
        self.set("SELECT document FROM standing WHERE verdict = ?", [verdict])
    }

    /// Documents with any verdict.
    pub fn decided(&self) -> Result<RoaringBitmap> {
        self.set("SELECT document FROM standing WHERE verdict IS NOT NULL", [])
    }

    pub fn starred(&self) -> Result<RoaringBitmap> {
        self.set("SELECT document FROM standing WHERE starred", [])
    }

    /// Documents that a person has read.
    pub fn read(&self, who: &str) -> Result<RoaringBitmap> {
        self.set("SELECT document FROM reading WHERE who = ?", [who])
    }

    /// Documents with notes.
    pub fn noted(&self) -> Result<RoaringBitmap> {
        self.set("SELECT DISTINCT document FROM note", [])
    }

    /// Documents of version groups whose members have different verdicts.
    pub fn mixed(&self) -> Result<RoaringBitmap> {
        self.set(
            "SELECT document FROM member WHERE grouping IN \
             (SELECT grouping FROM standing JOIN member ON member.document = standing.document \
              WHERE verdict IS NOT NULL GROUP BY grouping HAVING count(DISTINCT verdict) > 1)",
            [],
        )
    }

    pub fn tagged(&self, tag: &str) -> Result<RoaringBitmap> {
        self.set("SELECT document FROM tag WHERE tag = ? COLLATE NOCASE", [tag])
    }

    pub fn leaders(&self) -> Result<RoaringBitmap> {
        self.set("SELECT document FROM member WHERE relation = 'leader'", [])
    }

    /// The other members of the version groups that some documents lead.
    pub fn led_by(&self, leaders: &RoaringBitmap) -> Result<RoaringBitmap> {
        let mut statement =
            self.db.prepare_cached("SELECT document, grouping, relation = 'leader' FROM member ORDER BY grouping")?;
        let mut rows = statement.query([])?;
        let (mut set, mut group, mut members, mut led) = (RoaringBitmap::new(), None, Vec::new(), false);
        loop {
            let row = rows.next()?;
            let next: Option<u32> = row.map(|row| row.get(1)).transpose()?;
            if next != group {
                if led {
                    set.extend(&members);
                }
                members.clear();
                (group, led) = (next, false);
            }
            let Some(row) = row else { return Ok(set) };
            let document: u32 = row.get(0)?;
            match row.get(2)? {
                true => led |= leaders.contains(document),
                false => members.push(document),
            }
        }
    }

    /// Documents in some version group.
    pub fn grouped(&self) -> Result<RoaringBitmap> {
        self.set("SELECT document FROM member", [])
    }

    pub fn in_group(&self, group: u32) -> Result<RoaringBitmap> {
        self.set("SELECT document FROM member WHERE grouping = ?", [group])
    }

    /// Documents of which exact copies were met.
    pub fn with_copies(&self) -> Result<RoaringBitmap> {
        self.set("SELECT DISTINCT document FROM sighting WHERE copy", [])
    }

    /// Documents that may be out of date: their file, or their own record in it, could not be read
    /// when it was added again, and has not been read since.
    pub fn with_failures(&self) -> Result<RoaringBitmap> {
        self.set(
            "SELECT s.document FROM failure f JOIN sighting s ON s.path = f.path \
             WHERE f.kind = 'failed' AND s.base IS NULL AND f.batch > s.batch AND NOT EXISTS \
                (SELECT 1 FROM file WHERE file.path = f.path AND file.whole) \
             UNION SELECT s.document FROM failure f JOIN sighting s ON s.key = f.path || '#' || f.line \
             WHERE f.kind = 'record' AND NOT f.over AND f.batch > s.batch AND NOT EXISTS \
                (SELECT 1 FROM file WHERE file.path = f.path AND file.whole AND file.batch > f.batch)",
            [],
        )
    }

    pub fn in_batch(&self, batch: u32) -> Result<RoaringBitmap> {
        self.set(
            "SELECT id FROM document WHERE batch = ?1 UNION SELECT document FROM sighting WHERE batch = ?1 AND copy",
            [batch],
        )
    }

    /// Documents that a batch was the first to bring.
    pub fn brought_by(&self, batch: u32) -> Result<RoaringBitmap> {
        self.set("SELECT id FROM document WHERE batch = ?1", [batch])
    }

    /// Documents of the batches that were started in a span of time (milliseconds, the end left out).
    pub fn added_between(&self, from: i64, to: i64) -> Result<RoaringBitmap> {
        self.set(
            "SELECT document.id FROM document JOIN batch ON batch.id = document.batch WHERE started >= ? AND started < ?",
            params![from, to],
        )
    }

    /// Documents that someone has decided about.
    pub fn decided_by(&self, who: &str) -> Result<RoaringBitmap> {
        self.set(
            "SELECT DISTINCT document FROM decided JOIN decision ON decision.id = decided.decision \
             WHERE who = ? COLLATE NOCASE AND NOT undone AND NOT quiet",
            [who],
        )
    }

    /// Documents whose version group has a number of members in a range, ends included; a document
    /// without a group counts as one.
    pub fn with_versions(&self, least: u32, most: u32) -> Result<RoaringBitmap> {
        let mut set = self.set(
            "SELECT document FROM member WHERE grouping IN \
             (SELECT grouping FROM member GROUP BY grouping HAVING count(*) BETWEEN ? AND ?)",
            params![least, most],
        )?;
        if least <= 1 && most >= 1 {
            set |= self.all()? - self.grouped()?;
        }
        Ok(set)
    }
}
