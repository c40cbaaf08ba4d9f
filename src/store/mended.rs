//! The documents whose mentions are not as they were recognised, and the rules by which they are not.

use super::mentions::{Packed, encode};
use super::{Result, Store, StoreError, Writer};
use roaring::RoaringBitmap;
use rusqlite::{OptionalExtension, params};
use std::collections::BTreeMap;

/// Beyond so many names, one question for all costs less than one for each.
const MANY: usize = 64;

/// Name and form with the name that such mentions belong to.
pub type FormRules = BTreeMap<(u32, String), u32>;

/// A name that is short for another in one document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct KinRule {
    pub name: u32,
    pub target: u32,
    /// The version that has the full name.
    pub version: u32,
}

impl Store {
    /// Documents whose mentions are not as they were recognised.
    pub fn mended_documents(&self) -> Result<RoaringBitmap> {
        self.set("SELECT document FROM mended", [])
    }

    /// Documents among those that mention any of some names.
    pub fn mended_with(&self, names: &[u32]) -> Result<RoaringBitmap> {
        if names.len() > MANY {
            let names = serde_json::to_string(names).unwrap_or_default();
            let sql = "SELECT document FROM mended_name WHERE name IN (SELECT value FROM json_each(?))";
            return self.set(sql, [names]);
        }
        self.any_of("SELECT document FROM mended_name WHERE name = ?", names)
    }

    /// Documents among those that mention a name which is shown under a type.
    pub fn mended_showing(&self, kind: u8) -> Result<RoaringBitmap> {
        self.set(
            "SELECT document FROM mended_name JOIN name ON name.id = mended_name.name WHERE coalesce(shown, kind) = ?",
            [kind],
        )
    }

    /// The documents that a question finds for any of some names.
    fn any_of(&self, sql: &str, names: &[u32]) -> Result<RoaringBitmap> {
        names.iter().try_fold(RoaringBitmap::new(), |found, &name| Ok(found | self.set(sql, [name])?))
    }

    pub fn form_rules(&self) -> Result<FormRules> {
        let mut statement = self.db.prepare_cached("SELECT name, form, target FROM form_rule")?;
        let rows = statement.query_map([], |row| Ok(((row.get(0)?, row.get(1)?), row.get(2)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// True when a reader's decision gave a form to a name.
    pub fn is_form_target(&self, name: u32, form: &str) -> Result<bool> {
        let mut statement =
            self.db.prepare_cached("SELECT EXISTS (SELECT 1 FROM form_rule WHERE form = ? AND target = ?)")?;
        Ok(statement.query_row(params![form, name], |row| row.get(0))?)
    }

    /// The names of a document that are short for others, by number.
    pub fn kin_rules(&self, document: u32) -> Result<Vec<KinRule>> {
        let mut statement =
            self.db.prepare_cached("SELECT name, target, version FROM kin_rule WHERE document = ? ORDER BY name")?;
        let rows = statement.query_map([document], |row| {
            Ok(KinRule { name: row.get(0)?, target: row.get(1)?, version: row.get(2)? })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// True when in some document another name is short for this one.
    pub fn is_kin_target(&self, name: u32) -> Result<bool> {
        let mut statement = self.db.prepare_cached("SELECT EXISTS (SELECT 1 FROM kin_rule WHERE target = ?)")?;
        Ok(statement.query_row([name], |row| row.get(0))?)
    }

    /// Documents in which some name is short for one of these.
    pub fn kin_of(&self, names: &[u32]) -> Result<RoaringBitmap> {
        self.any_of("SELECT document FROM kin_rule WHERE target = ?", names)
    }

    /// Documents whose short names are to be looked for anew.
    pub fn kin_due(&self) -> Result<RoaringBitmap> {
        self.set("SELECT document FROM kin_due", [])
    }
}

impl Writer<'_> {
    /// What stands in place of what was recognised in a document.
    pub fn mended_now(&self, document: u32) -> Result<Option<Packed>> {
        let mut statement = self.db.prepare_cached("SELECT packed FROM mended WHERE document = ?")?;
        let packed: Option<Vec<u8>> = statement.query_row([document], |row| row.get(0)).optional()?;
        packed.map(|bytes| Packed::decode(&bytes).ok_or(StoreError::Record(document))).transpose()
    }

    /// Says what stands in place of what was recognised in a document; nothing does with `None`.
    pub fn put_mended(&self, document: u32, packed: Option<&Packed>) -> Result<()> {
        self.db.prepare_cached("DELETE FROM mended WHERE document = ?")?.execute([document])?;
        self.db.prepare_cached("DELETE FROM mended_name WHERE document = ?")?.execute([document])?;
        let Some(packed) = packed else { return Ok(()) };
        self.db
            .prepare_cached("INSERT INTO mended VALUES (?, ?)")?
            .execute(params![document, encode(&packed.names, &packed.mentions)])?;
        let mut named = self.db.prepare_cached("INSERT OR IGNORE INTO mended_name VALUES (?, ?)")?;
        for &name in &packed.names {
            named.execute([name, document])?;
        }
        Ok(())
    }

    /// Changes what mending adds to the counts of a name.
    pub fn shift_name(&self, name: u32, documents: i64, mentions: i64) -> Result<()> {
        self.db
            .prepare_cached(
                "UPDATE name SET moved_documents = moved_documents + ?2, moved_mentions = moved_mentions + ?3 \
                 WHERE id = ?1",
            )?
            .execute(params![name, documents, mentions])?;
        Ok(())
    }

    /// Changes what mending adds to the count of a form other than the name's own spelling.
    pub fn shift_form(&self, name: u32, text: &str, key: &str, mentions: i64) -> Result<()> {
        self.db
            .prepare_cached(
                "INSERT INTO form (name, text, key, mentions, moved) VALUES (?1, ?2, ?3, 0, ?4) \
                 ON CONFLICT DO UPDATE SET moved = moved + ?4",
            )?
            .execute(params![name, text, key, mentions])?;
        Ok(())
    }

    /// Says to which names forms belong: these and no others.
    pub fn set_form_rules(&self, rules: &FormRules) -> Result<()> {
        self.db.execute("DELETE FROM form_rule", [])?;
        let mut statement = self.db.prepare_cached("INSERT INTO form_rule VALUES (?, ?, ?)")?;
        for ((name, form), target) in rules {
            statement.execute(params![name, form, target])?;
        }
        Ok(())
    }

    /// The short names of a document are to be looked for anew.
    pub fn owe_kin(&self, document: u32) -> Result<()> {
        self.db.prepare_cached("INSERT OR IGNORE INTO kin_due VALUES (?)")?.execute([document])?;
        Ok(())
    }

    /// The short names of a document have been looked for.
    pub fn kin_found(&self, document: u32) -> Result<()> {
        self.db.prepare_cached("DELETE FROM kin_due WHERE document = ?")?.execute([document])?;
        Ok(())
    }

    /// Says which names of a document are short for others.
    pub fn set_kin_rules(&self, document: u32, rules: &[KinRule]) -> Result<()> {
        self.db.prepare_cached("DELETE FROM kin_rule WHERE document = ?")?.execute([document])?;
        let mut statement = self.db.prepare_cached("INSERT INTO kin_rule VALUES (?, ?, ?, ?)")?;
        for rule in rules {
            statement.execute([document, rule.name, rule.target, rule.version])?;
        }
        Ok(())
    }
}
