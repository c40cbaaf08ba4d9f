//! Names, the forms under which they are mentioned, and which names are one entity.

use super::{Result, Store, Writer};
use rusqlite::{OptionalExtension, params};

/// One canonical spelling with a type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameRecord {
    pub number: u32,
    pub text: String,
    /// 0 person, 1 organisation, 2 place, 3 other.
    pub kind: u8,
    /// The type of its entity, where that is another.
    pub shown: Option<u8>,
    pub entity: u32,
    pub documents: u32,
    pub mentions: u32,
}

/// A stated alias ("Islamic State in Iraq and Syria (ISIS)").
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AliasRecord {
    pub short: String,
    pub long: String,
    pub reason: String,
    pub documents: u32,
}

const NAME: &str = "SELECT id, text, kind, entity, documents, mentions, shown FROM name";

fn name(row: &rusqlite::Row<'_>) -> rusqlite::Result<NameRecord> {
    Ok(NameRecord {
        number: row.get(0)?,
        text: row.get(1)?,
        kind: row.get(2)?,
        entity: row.get(3)?,
        documents: row.get(4)?,
        mentions: row.get(5)?,
        shown: row.get(6)?,
    })
}

impl NameRecord {
    /// The type that readers see.
    pub fn shown_kind(&self) -> u8 {
        self.shown.unwrap_or(self.kind)
    }
}

impl Store {
    pub fn name(&self, number: u32) -> Result<Option<NameRecord>> {
        let mut statement = self.db.prepare_cached(&format!("{NAME} WHERE id = ?"))?;
        Ok(statement.query_row([number], name).optional()?)
    }

    /// All names, by number.
    pub fn names(&self) -> Result<Vec<NameRecord>> {
        let mut statement = self.db.prepare_cached(&format!("{NAME} ORDER BY id"))?;
        Ok(statement.query_map([], name)?.collect::<rusqlite::Result<_>>()?)
    }

    /// The names of an entity, the most mentioned first.
    pub fn names_of(&self, entity: u32) -> Result<Vec<NameRecord>> {
        let mut statement = self.db.prepare_cached(&format!("{NAME} WHERE entity = ? ORDER BY mentions DESC, id"))?;
        Ok(statement.query_map([entity], name)?.collect::<rusqlite::Result<_>>()?)
    }

    /// Names of which the entity has another type than they have: those that are shown under a type
    /// without being of it, and those of it that are shown under another.
    pub fn names_astray(&self, kind: u8) -> Result<(Vec<u32>, Vec<u32>)> {
        let list = |sql: &str| -> Result<Vec<u32>> {
            let mut statement = self.db.prepare_cached(sql)?;
            Ok(statement.query_map([kind], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
        };
        Ok((
            list("SELECT id FROM name WHERE shown IS NOT NULL AND shown = ? ORDER BY id")?,
            list("SELECT id FROM name WHERE shown IS NOT NULL AND kind = ? ORDER BY id")?,
        ))
    }

    /// Entities that bear a folded key as name or form.
    pub fn entities_with_key(&self, key: &str) -> Result<Vec<u32>> {
        let mut statement = self.db.prepare_cached(
            "SELECT DISTINCT entity FROM (SELECT entity FROM name WHERE key = ?1 UNION ALL \
             SELECT entity FROM form JOIN name ON name.id = form.name WHERE form.key = ?1) ORDER BY entity",
        )?;
        Ok(statement.query_map([key], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
    }

    /// The forms of a name with their counts, the most frequent first. Its own spelling is not in the
    /// table: it has the mentions that the other forms leave over.
    pub fn forms(&self, name: u32) -> Result<Vec<(String, u32)>> {
        let mut statement = self.db.prepare_cached("SELECT text, mentions FROM form WHERE name = ?")?;
        let mut forms: Vec<(String, u32)> =
            statement.query_map([name], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<rusqlite::Result<_>>()?;
        if let Some(own) = self.name(name)? {
            let rest = own.mentions.saturating_sub(forms.iter().map(|form| form.1).sum());
            match forms.iter_mut().find(|form| form.0 == own.text) {
                Some(form) => form.1 += rest,
                None if rest > 0 => forms.push((own.text, rest)),
                None => {}
            }
        }
        forms.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        Ok(forms)
    }

    pub fn aliases(&self) -> Result<Vec<AliasRecord>> {
        let mut statement =
            self.db.prepare_cached("SELECT short, long, reason, documents FROM alias ORDER BY short, long")?;
        let rows = statement.query_map([], |row| {
            Ok(AliasRecord { short: row.get(0)?, long: row.get(1)?, reason: row.get(2)?, documents: row.get(3)? })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

impl Writer<'_> {
    /// The highest number of a name, 0 where there is none.
    pub fn last_name(&self) -> Result<u32> {
        Ok(self.db.prepare_cached("SELECT coalesce(max(id), 0) FROM name")?.query_row([], |row| row.get(0))?)
    }

    /// The number of a name, if it has one.
    pub fn name_number(&self, text: &str, kind: u8) -> Result<Option<u32>> {
        let mut statement = self.db.prepare_cached("SELECT id FROM name WHERE text = ? AND kind = ?")?;
        Ok(statement.query_row(params![text, kind], |row| row.get(0)).optional()?)
    }

    /// Puts down a name that is an entity of its own.
    pub fn put_name(&self, name: u32, text: &str, kind: u8, key: &str, documents: u32, mentions: u32) -> Result<()> {
        let mut statement = self.db.prepare_cached(
            "INSERT INTO name (id, text, kind, key, entity, documents, mentions) VALUES (?1, ?2, ?3, ?4, ?1, ?5, ?6)",
        )?;
        statement.execute(params![name, text, kind, key, documents, mentions])?;
        Ok(())
    }

    /// Adds to the counts of a name.
    pub fn count_name(&self, name: u32, documents: u32, mentions: u32) -> Result<()> {
        let mut statement = self
            .db
            .prepare_cached("UPDATE name SET documents = documents + ?2, mentions = mentions + ?3 WHERE id = ?1")?;
        statement.execute([name, documents, mentions])?;
        Ok(())
    }

    /// Adds to the count of a form other than the name's own spelling.
    pub fn count_form(&self, name: u32, text: &str, key: &str, mentions: u32) -> Result<()> {
        let mut statement = self.db.prepare_cached(
            "INSERT INTO form VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO UPDATE SET mentions = mentions + ?4",
        )?;
        statement.execute(params![name, text, key, mentions])?;
        Ok(())
    }

    pub fn count_alias(&self, short: &str, long: &str, reason: &str) -> Result<()> {
        let mut statement = self.db.prepare_cached(
            "INSERT INTO alias VALUES (?1, ?2, ?3, 1) ON CONFLICT DO UPDATE SET documents = documents + 1",
        )?;
        statement.execute([short, long, reason])?;
        Ok(())
    }

    /// Says which type the entity of a name has, where it is another than the name's.
    pub fn set_shown(&self, name: u32, shown: Option<u8>) -> Result<()> {
        self.db.prepare_cached("UPDATE name SET shown = ?2 WHERE id = ?1")?.execute(params![name, shown])?;
        Ok(())
    }

    /// Says which entity a name belongs to.
    pub fn set_entity(&self, name: u32, entity: u32) -> Result<()> {
        self.db.prepare_cached("UPDATE name SET entity = ?2 WHERE id = ?1")?.execute([name, entity])?;
        Ok(())
    }
}
