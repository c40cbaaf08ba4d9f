//! Which names have been counted otherwise since names were resolved, and by what the names are found
//! that have to do with them.

use super::names::{AliasRecord, NAME, NameRecord, name};
use super::{Result, Store, Writer};
use rusqlite::{Params, params};

/// By which rules names were resolved last.
const RESOLVED: &str = "names resolved by";

/// A name with what it is found by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyedName {
    pub record: NameRecord,
    /// Folded.
    pub key: String,
    /// The last word of a person's surname, folded.
    pub tail: Option<String>,
}

/// An alias with what it is found by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyedAlias {
    pub number: u32,
    pub record: AliasRecord,
    /// The short and the long name, folded; nothing where they have not been put down yet.
    pub keys: Option<(String, String)>,
}

impl Store {
    /// By which rules names were resolved last, all of them or what had changed; nothing when they never
    /// were, or must be as a whole.
    pub fn names_resolved_by(&self) -> Result<Option<String>> {
        self.setting(RESOLVED)
    }

    /// Names that were counted since, as long as they are no more than `most`.
    pub fn due_names(&self, most: u32) -> Result<Option<Vec<u32>>> {
        self.due("SELECT name FROM due_name LIMIT ?", most)
    }

    /// Aliases that were counted since, as long as they are no more than `most`.
    pub fn due_aliases(&self, most: u32) -> Result<Option<Vec<u32>>> {
        self.due("SELECT alias FROM due_alias LIMIT ?", most)
    }

    fn due(&self, sql: &str, most: u32) -> Result<Option<Vec<u32>>> {
        let mut statement = self.db.prepare_cached(sql)?;
        let rows = statement.query_map([i64::from(most) + 1], |row| row.get(0))?;
        let due = rows.collect::<rusqlite::Result<Vec<u32>>>()?;
        Ok(Some(due).filter(|due| due.len() <= most as usize))
    }

    /// The highest number of a name, 0 where there is none.
    pub fn last_name(&self) -> Result<u32> {
        Ok(self.db.prepare_cached("SELECT coalesce(max(id), 0) FROM name")?.query_row([], |row| row.get(0))?)
    }

    /// A name, if there is one of that number.
    pub fn keyed_name(&self, number: u32) -> Result<Option<KeyedName>> {
        Ok(self.keyed("id = ?1", [number])?.pop())
    }

    /// Names of a folded key, those that nothing mentions among them.
    pub fn names_keyed(&self, key: &str) -> Result<Vec<KeyedName>> {
        self.keyed("key = ?1", [key])
    }

    /// People whose surname ends so, folded.
    pub fn people_called(&self, tail: &str) -> Result<Vec<KeyedName>> {
        self.keyed("tail = ?1", [tail])
    }

    /// The names that were one entity when names were resolved last, before readers decided anything.
    pub fn names_based_on(&self, base: u32) -> Result<Vec<KeyedName>> {
        let mut names = self.keyed("base = ?1 AND base <> id", [base])?;
        names.extend(self.keyed("id = ?1 AND coalesce(base, id) = id", [base])?);
        Ok(names)
    }

    fn keyed(&self, which: &str, values: impl Params) -> Result<Vec<KeyedName>> {
        let columns = NAME.replace(" FROM name", ", key, tail FROM name");
        let mut statement = self.db.prepare_cached(&format!("{columns} WHERE {which}"))?;
        let rows = statement
            .query_map(values, |row| Ok(KeyedName { record: name(row)?, key: row.get(12)?, tail: row.get(13)? }))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// An alias, if there is one of that number.
    pub fn alias(&self, number: u32) -> Result<Option<KeyedAlias>> {
        Ok(self.aliases_where("id = ?1", [number])?.pop())
    }

    /// What documents say a short name of a folded key stands for.
    pub fn aliases_short(&self, key: &str) -> Result<Vec<KeyedAlias>> {
        self.aliases_where("short_key = ?1 AND documents > 0", [key])
    }

    /// Short names that documents say stand for one of a folded key.
    pub fn aliases_long(&self, key: &str) -> Result<Vec<KeyedAlias>> {
        self.aliases_where("long_key = ?1 AND documents > 0", [key])
    }

    fn aliases_where(&self, which: &str, values: impl Params) -> Result<Vec<KeyedAlias>> {
        let mut statement = self.db.prepare_cached(&format!(
            "SELECT short, long, reason, documents, id, short_key, long_key FROM alias WHERE {which}"
        ))?;
        let rows = statement.query_map(values, |row| {
            let record =
                AliasRecord { short: row.get(0)?, long: row.get(1)?, reason: row.get(2)?, documents: row.get(3)? };
            let keys = row.get::<_, Option<String>>(5)?.zip(row.get(6)?);
            Ok(KeyedAlias { number: row.get(4)?, record, keys })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Names of which the keys are not those that `keys` gives for spelling and type, with these.
    pub fn names_keyed_otherwise(
        &self,
        keys: impl Fn(&str, u8) -> (String, Option<String>),
    ) -> Result<Vec<(u32, String, Option<String>)>> {
        let mut statement = self.db.prepare_cached("SELECT id, text, kind, key, tail FROM name")?;
        let mut rows = statement.query([])?;
        let mut out = Vec::new();
        while let Some(row) = rows.next()? {
            let text = row.get_ref(1)?.as_str().unwrap_or_default();
            let (key, tail) = keys(text, row.get(2)?);
            if row.get_ref(3)?.as_str() != Ok(&key) || row.get_ref(4)?.as_str_or_null() != Ok(tail.as_deref()) {
                out.push((row.get(0)?, key, tail));
            }
        }
        Ok(out)
    }

    /// Aliases of which the keys are not those that `key` gives for a spelling, with these.
    pub fn aliases_keyed_otherwise(&self, key: impl Fn(&str) -> String) -> Result<Vec<(u32, (String, String))>> {
        let aliases = self.aliases_where("true", [])?;
        let keyed = aliases.into_iter().map(|alias| {
            let keys = (key(&alias.record.short), key(&alias.record.long));
            (alias.number, alias.keys, keys)
        });
        Ok(keyed.filter(|(_, old, new)| old.as_ref() != Some(new)).map(|(number, _, new)| (number, new)).collect())
    }
}

impl Writer<'_> {
    /// A name is counted otherwise than when names were resolved; of no account before they were.
    pub(super) fn owe_name(&self, name: u32) -> Result<()> {
        self.db
            .prepare_cached(
                "INSERT OR IGNORE INTO due_name SELECT ?1 WHERE EXISTS (SELECT 1 FROM setting WHERE name = ?2)",
            )?
            .execute(params![name, RESOLVED])?;
        Ok(())
    }

    /// Names are to be resolved as a whole.
    pub fn owe_all_names(&self) -> Result<()> {
        self.db.prepare_cached("DELETE FROM setting WHERE name = ?")?.execute([RESOLVED])?;
        Ok(())
    }

    /// Names are resolved by some rules as they were when the last document and the last name had these
    /// numbers; where more have come since, nothing is noted, and the next time looks at all that is due.
    pub fn names_resolved(&self, by: &str, last_document: u32, last_name: u32) -> Result<()> {
        let mut statement = self.db.prepare_cached(
            "SELECT (SELECT coalesce(max(id), 0) FROM document) = ? AND (SELECT coalesce(max(id), 0) FROM name) = ?",
        )?;
        if statement.query_row([last_document, last_name], |row| row.get(0))? {
            self.db.execute_batch("DELETE FROM due_name; DELETE FROM due_alias;")?;
            self.set(RESOLVED, by)?;
        }
        Ok(())
    }

    /// Puts down by what a name is found.
    pub fn set_keys(&self, name: u32, key: &str, tail: Option<&str>) -> Result<()> {
        self.db
            .prepare_cached("UPDATE name SET key = ?2, tail = ?3 WHERE id = ?1")?
            .execute(params![name, key, tail])?;
        Ok(())
    }

    /// Puts down by what an alias is found.
    pub fn set_alias_keys(&self, alias: u32, (short, long): (&str, &str)) -> Result<()> {
        self.db
            .prepare_cached("UPDATE alias SET short_key = ?2, long_key = ?3 WHERE id = ?1")?
            .execute(params![alias, short, long])?;
        Ok(())
    }
}
