//! Lists of names that readers gave: what is in them, and what was found of them.

use super::mentions::{Packed, encode};
use super::{Result, Store, StoreError, Writer};
use roaring::RoaringBitmap;
use rusqlite::{OptionalExtension, params};
use std::collections::BTreeSet;

/// The words of these decisions in the log: a list was given, or taken off.
pub const ACTS: [&str; 2] = ["gazetteer", "ungazetteer"];

/// A decision about a list that stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GazetteerDecision {
    pub number: i64,
    /// Milliseconds since 1970.
    pub at: i64,
    pub who: String,
    pub act: String,
    pub value: String,
}

/// What a list says about one thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryRecord {
    pub name: String,
    /// 0 person, 1 organisation, 2 place, 3 other.
    pub kind: u8,
    pub id: Option<String>,
    pub forms: Vec<String>,
}

impl Store {
    /// The decisions about lists that stand, in the order in which they were made.
    pub fn gazetteer_decisions(&self) -> Result<Vec<GazetteerDecision>> {
        let mut statement = self.db.prepare_cached(
            "SELECT id, at, who, act, value FROM decision WHERE act IN ('gazetteer', 'ungazetteer') AND NOT undone \
             ORDER BY at, id",
        )?;
        let rows = statement.query_map([], |row| {
            Ok(GazetteerDecision {
                number: row.get(0)?,
                at: row.get(1)?,
                who: row.get(2)?,
                act: row.get(3)?,
                value: row.get::<_, Option<String>>(4)?.unwrap_or_default(),
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The entries of a list with their numbers, in its order.
    pub fn gazetteer_entries(&self, list: i64) -> Result<Vec<(u32, EntryRecord)>> {
        let mut statement = self
            .db
            .prepare_cached("SELECT entry, name, kind, id, forms FROM gazetteer_entry WHERE list = ? ORDER BY entry")?;
        let rows = statement.query_map([list], |row| {
            let forms: String = row.get(4)?;
            let forms = serde_json::from_str(&forms).unwrap_or_default();
            Ok((row.get(0)?, EntryRecord { name: row.get(1)?, kind: row.get(2)?, id: row.get(3)?, forms }))
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Up to which document a list has been looked for.
    pub fn gazetteer_through(&self, list: i64) -> Result<u32> {
        let mut statement = self.db.prepare_cached("SELECT through FROM gazetteer WHERE decision = ?")?;
        Ok(statement.query_row([list], |row| row.get(0)).optional()?.unwrap_or(0))
    }

    /// What was found of a list in a document; `names` of it are numbers of names.
    pub fn gazetteer_hits(&self, list: i64, document: u32) -> Result<Option<Packed>> {
        let mut statement =
            self.db.prepare_cached("SELECT spans FROM gazetteer_hit WHERE list = ? AND document = ?")?;
        let spans: Option<Vec<u8>> = statement.query_row(params![list, document], |row| row.get(0)).optional()?;
        spans.map(|bytes| Packed::decode(&bytes).ok_or(StoreError::Record(document))).transpose()
    }

    /// Documents in which something of a list was found under any of some names.
    pub fn listed_under(&self, names: &[u32]) -> Result<RoaringBitmap> {
        let mut documents = RoaringBitmap::new();
        let mut lists: BTreeSet<i64> = BTreeSet::new();
        let mut with = self.db.prepare_cached("SELECT DISTINCT list FROM gazetteer_name WHERE name = ?")?;
        for name in names {
            lists.extend(with.query_map([name], |row| row.get(0))?.collect::<rusqlite::Result<Vec<i64>>>()?);
        }
        let mut hits = self.db.prepare_cached("SELECT document, spans FROM gazetteer_hit WHERE list = ?")?;
        for list in lists {
            let mut rows = hits.query([list])?;
            while let Some(row) = rows.next()? {
                let (document, bytes): (u32, Vec<u8>) = (row.get(0)?, row.get(1)?);
                let packed = Packed::decode(&bytes).ok_or(StoreError::Record(document))?;
                if packed.names.iter().any(|name| names.contains(name)) {
                    documents.insert(document);
                }
            }
        }
        Ok(documents)
    }

    /// Names as which entries of a list were found, each with the entry.
    pub fn gazetteer_names(&self, list: i64) -> Result<Vec<(u32, u32)>> {
        let mut statement =
            self.db.prepare_cached("SELECT name, entry FROM gazetteer_name WHERE list = ? ORDER BY entry, name")?;
        Ok(statement.query_map([list], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<rusqlite::Result<_>>()?)
    }

    /// Every name of the entities, save hidden ones, that have a name of a list.
    pub fn gazetteer_entities(&self, list: i64) -> Result<Vec<u32>> {
        let mut statement = self.db.prepare_cached(
            "SELECT id FROM name WHERE coalesce(shown, kind) <> 9 AND entity IN \
             (SELECT entity FROM gazetteer_name JOIN name ON name.id = gazetteer_name.name WHERE list = ?) ORDER BY id",
        )?;
        Ok(statement.query_map([list], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
    }

    /// The entries that an entity stands for: list, entry's name and id.
    pub fn gazetteers_of(&self, entity: u32) -> Result<Vec<(i64, String, Option<String>)>> {
        let mut statement = self.db.prepare_cached(
            "SELECT DISTINCT found.list, entry.name, entry.id, entry.entry FROM name \
             JOIN gazetteer_name AS found ON found.name = name.id \
             JOIN gazetteer_entry AS entry ON entry.list = found.list AND entry.entry = found.entry \
             WHERE name.entity = ? AND name.mentions + name.moved_mentions > 0 ORDER BY found.list, entry.entry",
        )?;
        let rows = statement.query_map([entity], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

impl Writer<'_> {
    /// Keeps a list under the decision that brings it.
    pub fn put_gazetteer(&self, list: i64, entries: &[EntryRecord]) -> Result<()> {
        self.db.prepare_cached("INSERT INTO gazetteer VALUES (?, 0)")?.execute([list])?;
        let mut put = self.db.prepare_cached("INSERT INTO gazetteer_entry VALUES (?, ?, ?, ?, ?, ?)")?;
        for (number, entry) in (0u32..).zip(entries) {
            let forms = serde_json::to_string(&entry.forms).unwrap_or_default();
            put.execute(params![list, number, entry.name, entry.kind, entry.id, forms])?;
        }
        Ok(())
    }

    /// Notes what was found of a list in a document, whose mentions are to follow it.
    pub fn put_gazetteer_hits(&self, list: i64, document: u32, spans: &Packed) -> Result<()> {
        self.db.prepare_cached("INSERT OR REPLACE INTO gazetteer_hit VALUES (?, ?, ?)")?.execute(params![
            list,
            document,
            encode(&spans.names, &spans.mentions)
        ])?;
        self.db.prepare_cached("INSERT OR IGNORE INTO named_due VALUES (?)")?.execute([document])?;
        Ok(())
    }

    /// Says that an entry of a list was found under a name.
    pub fn put_gazetteer_name(&self, list: i64, name: u32, entry: u32) -> Result<()> {
        let put = self
            .db
            .prepare_cached("INSERT OR IGNORE INTO gazetteer_name VALUES (?, ?, ?)")?
            .execute(params![list, name, entry])?;
        if put > 0 { self.owe_name(name) } else { Ok(()) }
    }

    /// A list has been looked for in some documents, if it was looked for in all before them.
    pub fn gazetteer_looked_for(&self, list: i64, before: u32, through: u32) -> Result<()> {
        self.db
            .prepare_cached("UPDATE gazetteer SET through = ?3 WHERE decision = ?1 AND through >= ?2 AND through < ?3")?
            .execute(params![list, before, through])?;
        Ok(())
    }

    /// Nothing was found of any list; all texts are to be looked through anew.
    pub fn forget_gazetteer_hits(&self) -> Result<()> {
        self.db.execute_batch(
            "INSERT OR IGNORE INTO named_due SELECT document FROM gazetteer_hit; \
             DELETE FROM gazetteer_hit; DELETE FROM gazetteer_name; UPDATE gazetteer SET through = 0;",
        )?;
        Ok(())
    }

    /// The mentions of documents with names of a list are to follow a decision about it.
    pub(super) fn owe_gazetteer(&self, value: &str) -> Result<()> {
        self.db
            .prepare_cached(
                "INSERT OR IGNORE INTO named_due SELECT document FROM gazetteer_hit WHERE list IN \
                 (SELECT id FROM decision WHERE act = 'gazetteer' AND value ->> '$.list' = ?1 ->> '$.list')",
            )?
            .execute([value])?;
        Ok(())
    }
}
