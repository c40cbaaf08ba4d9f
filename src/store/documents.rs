//! Documents and the keys under which they were met.

use super::{Result, Store, Writer};
use rusqlite::{Connection, OptionalExtension, params};
use std::ops::RangeInclusive;

/// A document before it has a number.
#[derive(Clone, Debug)]
pub struct NewDocument<'d> {
    pub key: &'d str,
    pub title: &'d str,
    pub date: Option<&'d str>,
    /// Days since 1970-01-01.
    pub day: Option<i32>,
    pub source: Option<&'d str>,
    pub path: &'d str,
    pub url: Option<&'d str>,
    pub language: Option<&'d str>,
    pub batch: u32,
    pub words: u32,
    /// Length of the text in bytes.
    pub bytes: usize,
    pub hash: [u8; 16],
    /// A JSON object of what the record carried beside the known fields.
    pub fields: Option<&'d str>,
}

/// All that is known of a document but its text.
#[derive(Clone, Debug)]
pub struct Meta {
    pub number: u32,
    pub key: String,
    pub title: String,
    pub date: Option<String>,
    pub day: Option<i32>,
    pub source: Option<String>,
    pub path: String,
    pub url: Option<String>,
    pub language: Option<String>,
    pub batch: u32,
    pub words: u32,
    pub bytes: u64,
    pub fields: Option<String>,
}

/// What an ending of a key leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resolved {
    One(u32),
    None,
    /// Several documents; their keys, at most ten of them.
    Many(Vec<String>),
}

const META: &str =
    "SELECT id, key, title, date, day, source, path, url, language, batch, words, bytes, fields FROM document";

fn meta(row: &rusqlite::Row<'_>) -> rusqlite::Result<Meta> {
    Ok(Meta {
        number: row.get(0)?,
        key: row.get(1)?,
        title: row.get(2)?,
        date: row.get(3)?,
        day: row.get(4)?,
        source: row.get(5)?,
        path: row.get(6)?,
        url: row.get(7)?,
        language: row.get(8)?,
        batch: row.get(9)?,
        words: row.get(10)?,
        bytes: row.get::<_, i64>(11)?.max(0) as u64,
        fields: row.get(12)?,
    })
}

/// Two documents of which the second stands today where the first stood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Succession {
    pub older: u32,
    pub newer: u32,
    /// All that they have in common is the line of a file that has no ids.
    pub by_line: bool,
}

/// True for the key of a record without an id, which says its line alone.
fn is_by_line(key: &str) -> bool {
    let is_place = |byte: u8| byte.is_ascii_digit() || byte == b'.';
    key.rsplit_once('#').is_some_and(|(_, line)| !line.is_empty() && line.bytes().all(is_place))
}

impl Store {
    /// The highest document number, 0 in an empty library.
    pub fn last_document(&self) -> Result<u32> {
        Ok(self.db.prepare_cached("SELECT coalesce(max(id), 0) FROM document")?.query_row([], |row| row.get(0))?)
    }

    /// What is known of a document.
    pub fn meta(&self, document: u32) -> Result<Option<Meta>> {
        let mut statement = self.db.prepare_cached(&format!("{META} WHERE id = ?"))?;
        Ok(statement.query_row([document], meta).optional()?)
    }

    /// What a document is called.
    pub fn title(&self, document: u32) -> Result<Option<String>> {
        let mut statement = self.db.prepare_cached("SELECT title FROM document WHERE id = ?")?;
        Ok(statement.query_row([document], |row| row.get(0)).optional()?)
    }

    /// The titles of some documents that documents before them bear too.
    pub fn titles_again(&self, new: RangeInclusive<u32>) -> Result<Vec<String>> {
        let mut statement = self.db.prepare_cached(
            "SELECT DISTINCT title FROM document AS new WHERE id BETWEEN ?1 AND ?2 AND title <> '' \
             AND EXISTS (SELECT 1 FROM document AS old WHERE old.title = new.title AND old.id < ?1)",
        )?;
        let rows = statement.query_map([new.start(), new.end()], |row| row.get(0))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The document that a key leads to, and the hash of its text.
    pub fn sighted(&self, key: &str) -> Result<Option<(u32, [u8; 16])>> {
        sighted(&self.db, key)
    }

    /// True where a text of this file stands under a key today.
    pub fn stands_in(&self, key: &str, path: &str) -> Result<bool> {
        let mut statement = self.db.prepare_cached("SELECT 1 FROM sighting WHERE key = ? AND path = ?")?;
        Ok(statement.exists([key, path])?)
    }

    /// The document with this text, by the hash of its bytes.
    pub fn with_hash(&self, hash: &[u8; 16]) -> Result<Option<u32>> {
        with_hash(&self.db, hash)
    }

    /// The keys of a document's exact copies, its own left out.
    pub fn copies(&self, document: u32) -> Result<Vec<String>> {
        let mut statement =
            self.db.prepare_cached("SELECT key FROM sighting WHERE document = ? AND copy ORDER BY key")?;
        Ok(statement.query_map([document], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
    }

    /// Pairs of documents of which the second replaced the first under a key, where the second is
    /// at least a number.
    pub fn successions(&self, from: u32) -> Result<Vec<(u32, u32)>> {
        let mut statement =
            self.db.prepare_cached("SELECT DISTINCT base FROM sighting WHERE base IS NOT NULL ORDER BY base")?;
        let bases = statement.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<Vec<String>>>()?;
        let mut pairs = Vec::new();
        for base in bases {
            pairs.extend(self.revisions(&base)?.windows(2).map(|pair| (pair[0], pair[1])));
        }
        pairs.retain(|&(older, newer)| older != newer && older.max(newer) >= from);
        Ok(pairs)
    }

    /// The successions that a document is part of.
    pub fn succession_of(&self, document: u32) -> Result<Vec<Succession>> {
        let mut statement =
            self.db.prepare_cached("SELECT DISTINCT coalesce(base, key) FROM sighting WHERE document = ?")?;
        let bases = statement.query_map([document], |row| row.get(0))?.collect::<rusqlite::Result<Vec<String>>>()?;
        let mut out = Vec::new();
        for base in bases {
            let by_line = is_by_line(&base);
            let revisions = self.revisions(&base)?;
            let pairs = revisions.windows(2).filter(|pair| pair.contains(&document) && pair[0] != pair[1]);
            out.extend(pairs.map(|pair| Succession { older: pair[0], newer: pair[1], by_line }));
        }
        Ok(out)
    }

    /// All documents that were met under one key, the oldest version first, today's last.
    pub fn revisions(&self, base: &str) -> Result<Vec<u32>> {
        let mut statement = self.db.prepare_cached(
            "SELECT document FROM (SELECT document, revision FROM sighting WHERE base = ?1 \
             UNION ALL SELECT document, 1 << 60 FROM sighting WHERE key = ?1) ORDER BY revision",
        )?;
        Ok(statement.query_map([base], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
    }

    /// Finds a document by its key, `#number`, or a unique ending of a key.
    pub fn resolve(&self, given: &str) -> Result<Resolved> {
        if let Some((document, _)) = self.sighted(given)? {
            return Ok(Resolved::One(document));
        }
        if let Some(number) = given.strip_prefix('#').and_then(|digits| digits.parse::<u32>().ok()) {
            let found = self.meta(number)?.map(|meta| meta.number);
            return Ok(found.map_or(Resolved::None, Resolved::One));
        }
        if given.is_empty() {
            return Ok(Resolved::None);
        }
        let mut statement = self.db.prepare_cached(
            "SELECT document, key FROM sighting WHERE substr(key, -length(?1)) = ?1 AND (base IS NOT NULL) = ?2 \
             ORDER BY key LIMIT 11",
        )?;
        let mut ending = |older: bool| -> Result<Vec<(u32, String)>> {
            let rows = statement.query_map(params![given, older], |row| Ok((row.get(0)?, row.get(1)?)))?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        };
        // Today's keys first: an older version is meant only where nothing else is.
        let mut found = ending(false)?;
        if found.is_empty() {
            found = ending(true)?;
        }
        Ok(match found.first() {
            None => Resolved::None,
            Some(&(document, _)) if found.iter().all(|other| other.0 == document) => Resolved::One(document),
            Some(_) => Resolved::Many(found.into_iter().map(|(_, key)| key).take(10).collect()),
        })
    }
}

fn sighted(db: &Connection, key: &str) -> Result<Option<(u32, [u8; 16])>> {
    let mut statement =
        db.prepare_cached("SELECT document, hash FROM sighting JOIN document ON id = document WHERE sighting.key = ?")?;
    Ok(statement.query_row([key], |row| Ok((row.get(0)?, row.get(1)?))).optional()?)
}

fn with_hash(db: &Connection, hash: &[u8; 16]) -> Result<Option<u32>> {
    let mut statement = db.prepare_cached("SELECT min(id) FROM document WHERE hash = ?")?;
    Ok(statement.query_row([hash], |row| row.get(0))?)
}

impl Writer<'_> {
    /// What a document is called.
    pub fn title(&self, document: u32) -> Result<Option<String>> {
        let mut statement = self.db.prepare_cached("SELECT title FROM document WHERE id = ?")?;
        Ok(statement.query_row([document], |row| row.get(0)).optional()?)
    }

    /// The titles of some documents that documents before them bear too.
    pub fn titles_again(&self, new: RangeInclusive<u32>) -> Result<Vec<String>> {
        let mut statement = self.db.prepare_cached(
            "SELECT DISTINCT title FROM document AS new WHERE id BETWEEN ?1 AND ?2 AND title <> '' \
             AND EXISTS (SELECT 1 FROM document AS old WHERE old.title = new.title AND old.id < ?1)",
        )?;
        let rows = statement.query_map([new.start(), new.end()], |row| row.get(0))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The document that a key leads to, and the hash of its text.
    pub fn sighted(&self, key: &str) -> Result<Option<(u32, [u8; 16])>> {
        sighted(self.db, key)
    }

    /// The document with this text, by the hash of its bytes.
    pub fn with_hash(&self, hash: &[u8; 16]) -> Result<Option<u32>> {
        with_hash(self.db, hash)
    }

    /// True where another file has a key for another text.
    pub fn stands_elsewhere(&self, key: &str, path: &str, hash: &[u8; 16]) -> Result<bool> {
        let mut statement = self.db.prepare_cached(
            "SELECT 1 FROM sighting s JOIN document d ON d.id = s.document \
             WHERE s.key = ?1 AND s.path <> ?2 AND d.hash <> ?3",
        )?;
        Ok(statement.exists(params![key, path, hash])?)
    }

    /// The newest document from a web address.
    pub fn with_url(&self, url: &str) -> Result<Option<u32>> {
        let mut statement = self.db.prepare_cached("SELECT max(id) FROM document WHERE url = ?")?;
        Ok(statement.query_row([url], |row| row.get(0))?)
    }

    /// True when a batch met a text in a file that was new under its key.
    pub fn gave(&self, batch: u32, path: &str) -> Result<bool> {
        let mut statement = self.db.prepare_cached("SELECT 1 FROM sighting WHERE batch = ? AND path = ?")?;
        Ok(statement.exists(params![batch, path])?)
    }

    /// True when a text stands under this key, today or as an older version, in a batch.
    pub fn sighted_in_batch(&self, key: &str, hash: &[u8; 16], batch: u32) -> Result<bool> {
        let mut statement = self.db.prepare_cached(
            "SELECT 1 FROM sighting s JOIN document d ON d.id = s.document \
             WHERE (s.key = ?1 OR s.base = ?1) AND d.hash = ?2 AND s.batch = ?3",
        )?;
        Ok(statement.exists(params![key, hash, batch])?)
    }

    /// Adds a document under a number; its key must have been retired before if it was in use.
    pub fn put_document(&self, number: u32, new: &NewDocument<'_>) -> Result<()> {
        let mut statement = self.db.prepare_cached(
            "INSERT INTO document (id, key, title, date, day, source, path, url, language, batch, words, bytes, hash, fields) \
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )?;
        statement.execute(params![
            number,
            new.key,
            new.title,
            new.date,
            new.day,
            new.source,
            new.path,
            new.url,
            new.language,
            new.batch,
            new.words,
            new.bytes as i64,
            new.hash,
            new.fields
        ])?;
        self.put_sighting(new.key, number, new.path, new.batch, false)
    }

    /// Notes that a text was met under a key.
    pub fn put_sighting(&self, key: &str, document: u32, path: &str, batch: u32, copy: bool) -> Result<()> {
        let mut statement =
            self.db.prepare_cached("INSERT INTO sighting (key, document, path, batch, copy) VALUES (?, ?, ?, ?, ?)")?;
        statement.execute(params![key, document, path, batch, copy])?;
        Ok(())
    }

    /// Notes that a document was seen again, unchanged, without its text being there once more.
    pub fn put_visit(&self, key: &str, document: u32, path: &str, batch: u32) -> Result<()> {
        let mut statement =
            self.db.prepare_cached("INSERT INTO sighting (key, document, path, batch, copy) VALUES (?, ?, ?, ?, 2)")?;
        statement.execute(params![key, document, path, batch])?;
        Ok(())
    }

    /// Makes room for a new text under a key: what stands there becomes `KEY@revision`. What stands there as an
    /// older text of another key, `a.txt@1` of `a.txt`, goes on being that under the next name of its own.
    pub fn retire_key(&self, key: &str) -> Result<()> {
        let older: Option<(String, i64)> = self
            .db
            .prepare_cached("SELECT base, revision FROM sighting WHERE key = ? AND base IS NOT NULL")?
            .query_row([key], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        let of = older.as_ref().map_or(key, |(base, _)| base);
        let mut last = self.db.prepare_cached("SELECT coalesce(max(revision), 0) FROM sighting WHERE base = ?")?;
        let mut revision: i64 = last.query_row([of], |row| row.get::<_, i64>(0))? + 1;
        let mut taken = self.db.prepare_cached("SELECT 1 FROM sighting WHERE key = ?")?;
        while taken.exists([format!("{of}@{revision}")])? {
            revision += 1;
        }
        let name = format!("{of}@{revision}");
        self.db
            .prepare_cached(
                "UPDATE document SET key = ?2 WHERE key = ?1 AND id = (SELECT document FROM sighting WHERE key = ?1)",
            )?
            .execute([key, &name])?;
        // Its place among the older texts stays what it was.
        let revision = older.as_ref().map_or(revision, |(_, revision)| *revision);
        self.db
            .prepare_cached("UPDATE sighting SET key = ?2, base = ?4, revision = ?3 WHERE key = ?1")?
            .execute(params![key, name, revision, of])?;
        Ok(())
    }
}
