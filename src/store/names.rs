//! Names, the forms under which they are mentioned, and which names are one entity.

use super::{Result, Store, Writer};
use rusqlite::{OptionalExtension, params};
use std::collections::HashMap;

/// One canonical spelling with a type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameRecord {
    pub number: u32,
    pub text: String,
    /// 0 person, 1 organisation, 2 place, 3 other.
    pub kind: u8,
    /// The type of its entity, where that is another, or [`HIDDEN`].
    pub shown: Option<u8>,
    pub entity: u32,
    /// Its entity before readers decided anything; its own number until names are resolved.
    pub base: u32,
    /// As they stand, mended.
    pub documents: u32,
    pub mentions: u32,
    /// As they were recognised.
    pub raw_documents: u32,
    pub raw_mentions: u32,
    /// The first document that mentions it.
    pub first: Option<u32>,
    /// It was recognised once, and nowhere any more.
    pub former: bool,
}

/// Stands in place of a type where readers have hidden the entity.
pub const HIDDEN: u8 = 9;

/// A name before it is written.
#[derive(Clone, Copy, Debug)]
pub struct NewName<'n> {
    pub number: u32,
    pub text: &'n str,
    pub kind: u8,
    pub key: &'n str,
    /// The last word of a person's surname, folded.
    pub tail: Option<&'n str>,
    pub documents: u32,
    pub mentions: u32,
    pub first: Option<u32>,
}

/// An alias before it is written.
#[derive(Clone, Copy, Debug)]
pub struct NewAlias<'n> {
    pub short: &'n str,
    pub long: &'n str,
    pub reason: &'n str,
    /// Both names, folded.
    pub keys: (&'n str, &'n str),
}

/// A stated alias ("Islamic State in Iraq and Syria (ISIS)").
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AliasRecord {
    pub short: String,
    pub long: String,
    pub reason: String,
    pub documents: u32,
}

pub(super) const NAME: &str = "SELECT id, text, kind, entity, documents + moved_documents, mentions + moved_mentions, shown, \
                    coalesce(base, id), documents, mentions, first, former FROM name";

pub(super) fn name(row: &rusqlite::Row<'_>) -> rusqlite::Result<NameRecord> {
    Ok(NameRecord {
        number: row.get(0)?,
        text: row.get(1)?,
        kind: row.get(2)?,
        entity: row.get(3)?,
        documents: row.get(4)?,
        mentions: row.get(5)?,
        shown: row.get(6)?,
        base: row.get(7)?,
        raw_documents: row.get(8)?,
        raw_mentions: row.get(9)?,
        first: row.get(10)?,
        former: row.get(11)?,
    })
}

impl NameRecord {
    /// The type that readers see; [`HIDDEN`] where they see none.
    pub fn shown_kind(&self) -> u8 {
        self.shown.unwrap_or(self.kind)
    }

    pub fn is_hidden(&self) -> bool {
        self.shown == Some(HIDDEN)
    }
}

impl Store {
    pub fn name(&self, number: u32) -> Result<Option<NameRecord>> {
        let mut statement = self.db.prepare_cached(&format!("{NAME} WHERE id = ?"))?;
        Ok(statement.query_row([number], name).optional()?)
    }

    /// The number of a name, if it has one.
    pub fn name_called(&self, text: &str, kind: u8) -> Result<Option<u32>> {
        let mut statement = self.db.prepare_cached("SELECT id FROM name WHERE text = ? AND kind = ?")?;
        Ok(statement.query_row(params![text, kind], |row| row.get(0)).optional()?)
    }

    /// Names that have a folded key, or a form that has it, as they were recognised.
    pub fn names_with_key(&self, key: &str) -> Result<Vec<NameRecord>> {
        let mut statement = self.db.prepare_cached(&format!(
            "{NAME} WHERE mentions > 0 AND id IN (SELECT id FROM name WHERE key = ?1 UNION \
             SELECT name FROM form WHERE key = ?1 AND mentions > 0) ORDER BY id"
        ))?;
        Ok(statement.query_map([key], name)?.collect::<rusqlite::Result<_>>()?)
    }

    /// True when a name was recognised under a form.
    pub fn has_form(&self, name: u32, form: &str) -> Result<bool> {
        let mut statement = self.db.prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM form WHERE name = ?1 AND text = ?2 AND mentions > 0) OR \
             EXISTS (SELECT 1 FROM name WHERE id = ?1 AND text = ?2)",
        )?;
        Ok(statement.query_row(params![name, form], |row| row.get(0))?)
    }

    /// The name that readers gave to an entity.
    pub fn label(&self, entity: u32) -> Result<Option<String>> {
        let mut statement = self.db.prepare_cached("SELECT text FROM label WHERE entity = ?")?;
        Ok(statement.query_row([entity], |row| row.get(0)).optional()?)
    }

    /// Every name that readers gave to an entity.
    pub fn labels(&self) -> Result<HashMap<u32, String>> {
        let mut statement = self.db.prepare_cached("SELECT entity, text FROM label")?;
        Ok(statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<rusqlite::Result<_>>()?)
    }

    /// All names, by number.
    pub fn names(&self) -> Result<Vec<NameRecord>> {
        let mut statement = self.db.prepare_cached(&format!("{NAME} ORDER BY id"))?;
        Ok(statement.query_map([], name)?.collect::<rusqlite::Result<_>>()?)
    }

    /// The names of an entity, the most mentioned first.
    pub fn names_of(&self, entity: u32) -> Result<Vec<NameRecord>> {
        let mut statement =
            self.db.prepare_cached(&format!("{NAME} WHERE entity = ? ORDER BY mentions + moved_mentions DESC, id"))?;
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

    /// Entities that bear a folded key as name or form, hidden ones among them.
    pub fn entities_with_key(&self, key: &str) -> Result<Vec<u32>> {
        let mut statement = self.db.prepare_cached(
            "SELECT DISTINCT entity FROM (\
             SELECT entity FROM name WHERE key = ?1 AND mentions + moved_mentions > 0 UNION ALL \
             SELECT entity FROM form JOIN name ON name.id = form.name WHERE form.key = ?1 AND form.mentions + moved > 0 \
             UNION ALL SELECT entity FROM label WHERE key = ?1) ORDER BY entity",
        )?;
        Ok(statement.query_map([key], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
    }

    /// The forms of a name with their counts, the most frequent first. Its own spelling is not in the
    /// table: it has the mentions that the other forms leave over.
    pub fn forms(&self, name: u32) -> Result<Vec<(String, u32)>> {
        let mut statement = self.db.prepare_cached("SELECT text, mentions + moved FROM form WHERE name = ?")?;
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
        forms.retain(|form| form.1 > 0);
        forms.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        Ok(forms)
    }

    /// Every name, those of an entity together; ends when `each` says so.
    pub fn each_name_by_entity(&self, each: &mut dyn FnMut(NameRecord) -> bool) -> Result<()> {
        let mut statement = self.db.prepare_cached(&format!("{NAME} ORDER BY entity"))?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            if !each(name(row)?) {
                break;
            }
        }
        Ok(())
    }

    /// Names of which a form holds a part, folded.
    pub fn names_with_form_like(&self, part: &str) -> Result<Vec<u32>> {
        let mut statement = self.db.prepare_cached(
            "SELECT DISTINCT name FROM form WHERE instr(key, ?1) > 0 AND mentions + moved > 0 UNION \
             SELECT id FROM name WHERE instr(key, ?1) > 0",
        )?;
        Ok(statement.query_map([part], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
    }

    /// Forms that begin so (case counts), with their mentions, the most frequent first; of names that
    /// are shown under a type, if one is asked for.
    pub fn forms_begun(&self, begun: &str, kind: Option<u8>, most: usize) -> Result<Vec<(String, u32)>> {
        let mut statement = self.db.prepare_cached(
            "SELECT text, sum(count) FROM (\
             SELECT form.text AS text, form.mentions + moved AS count, coalesce(shown, kind) AS type \
             FROM form JOIN name ON name.id = form.name WHERE substr(form.text, 1, length(?1)) = ?1 UNION ALL \
             SELECT text, mentions + moved_mentions - \
             (SELECT coalesce(sum(form.mentions + moved), 0) FROM form WHERE form.name = id AND form.text <> name.text), \
             coalesce(shown, kind) FROM name WHERE substr(text, 1, length(?1)) = ?1) \
             WHERE count > 0 AND type <> 9 AND (?2 IS NULL OR type = ?2) GROUP BY text ORDER BY 2 DESC, 1 LIMIT ?3",
        )?;
        let rows = statement.query_map(params![begun, kind, most as i64], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// What documents say a short name stands for.
    pub fn aliases_of(&self, short: &str) -> Result<Vec<AliasRecord>> {
        let mut statement = self.db.prepare_cached(
            "SELECT short, long, reason, documents FROM alias WHERE short = ? AND documents > 0 ORDER BY documents DESC",
        )?;
        let rows = statement.query_map([short], |row| {
            Ok(AliasRecord { short: row.get(0)?, long: row.get(1)?, reason: row.get(2)?, documents: row.get(3)? })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// True when it is not known of some name which document mentions it first.
    pub fn lacks_firsts(&self) -> Result<bool> {
        let mut statement =
            self.db.prepare_cached("SELECT EXISTS (SELECT 1 FROM name WHERE first IS NULL AND mentions > 0)")?;
        Ok(statement.query_row([], |row| row.get(0))?)
    }

    pub fn aliases(&self) -> Result<Vec<AliasRecord>> {
        let mut statement = self.db.prepare_cached(
            "SELECT short, long, reason, documents FROM alias WHERE documents > 0 ORDER BY short, long",
        )?;
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
    pub fn put_name(&self, new: &NewName<'_>) -> Result<()> {
        let mut statement = self.db.prepare_cached(
            "INSERT INTO name (id, text, kind, key, entity, documents, mentions, first, tail) \
             VALUES (?1, ?2, ?3, ?4, ?1, ?5, ?6, ?7, ?8)",
        )?;
        let NewName { number, text, kind, key, tail, documents, mentions, first } = new;
        statement.execute(params![number, text, kind, key, documents, mentions, first, tail])?;
        self.owe_name(*number)
    }

    /// Changes the counts of a name; `first` is the first of the documents that were added.
    pub fn count_name(&self, name: u32, documents: i64, mentions: i64, first: Option<u32>) -> Result<()> {
        let mut statement = self.db.prepare_cached(
            "UPDATE name SET documents = documents + ?2, mentions = mentions + ?3, \
                 first = coalesce(min(first, ?4), first, ?4), former = mentions + ?3 <= 0 WHERE id = ?1",
        )?;
        statement.execute(params![name, documents, mentions, first])?;
        self.owe_name(name)
    }

    /// Changes the count of a form other than the name's own spelling.
    pub fn count_form(&self, name: u32, text: &str, key: &str, mentions: i64) -> Result<()> {
        let mut statement = self.db.prepare_cached(
            "INSERT INTO form (name, text, key, mentions) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO UPDATE SET mentions = mentions + ?4",
        )?;
        statement.execute(params![name, text, key, mentions])?;
        if mentions < 0 {
            self.db
                .prepare_cached("DELETE FROM form WHERE name = ? AND text = ? AND mentions <= 0 AND moved = 0")?
                .execute(params![name, text])?;
        }
        Ok(())
    }

    /// The spelling of a name.
    pub fn name_text(&self, name: u32) -> Result<Option<String>> {
        let mut statement = self.db.prepare_cached("SELECT text FROM name WHERE id = ?")?;
        Ok(statement.query_row([name], |row| row.get(0)).optional()?)
    }

    /// Notes that a document states an alias.
    pub fn state_alias(&self, document: u32, alias: &NewAlias<'_>) -> Result<()> {
        let NewAlias { short, long, reason, keys } = *alias;
        self.db
            .prepare_cached(
                "INSERT OR IGNORE INTO alias (short, long, reason, documents, short_key, long_key) \
                 VALUES (?, ?, ?, 0, ?, ?)",
            )?
            .execute([short, long, reason, keys.0, keys.1])?;
        let stated = self
            .db
            .prepare_cached("INSERT OR IGNORE INTO stated SELECT ?, id FROM alias WHERE short = ? AND long = ?")?
            .execute(params![document, short, long])?;
        if stated > 0 {
            self.db
                .prepare_cached("UPDATE alias SET documents = documents + 1 WHERE short = ? AND long = ?")?
                .execute([short, long])?;
            self.db
                .prepare_cached("INSERT OR IGNORE INTO due_alias SELECT id FROM alias WHERE short = ? AND long = ?")?
                .execute([short, long])?;
        }
        Ok(())
    }

    /// Takes off every alias that a document is known to state.
    pub fn unstate_aliases(&self, document: u32) -> Result<()> {
        self.db
            .prepare_cached(
                "UPDATE alias SET documents = documents - 1 WHERE id IN (SELECT alias FROM stated WHERE document = ?)",
            )?
            .execute([document])?;
        self.db
            .prepare_cached("INSERT OR IGNORE INTO due_alias SELECT alias FROM stated WHERE document = ?")?
            .execute([document])?;
        self.db.prepare_cached("DELETE FROM stated WHERE document = ?")?.execute([document])?;
        Ok(())
    }

    /// Counts aliases anew, when it is known of every document which it states.
    pub fn settle_aliases(&self) -> Result<()> {
        self.db.execute_batch(
            "UPDATE alias SET documents = 0; \
             UPDATE alias SET documents = counted.documents \
               FROM (SELECT alias, count(*) AS documents FROM stated GROUP BY alias) AS counted WHERE id = counted.alias; \
             DELETE FROM alias WHERE documents = 0;",
        )?;
        self.owe_all_names()
    }

    /// Says which type the entity of a name has, where it is another than the name's.
    pub fn set_shown(&self, name: u32, shown: Option<u8>) -> Result<()> {
        self.db.prepare_cached("UPDATE name SET shown = ?2 WHERE id = ?1")?.execute(params![name, shown])?;
        Ok(())
    }

    /// Says which entity a name belongs to before readers decide anything.
    pub fn set_base(&self, name: u32, base: u32) -> Result<()> {
        self.db.prepare_cached("UPDATE name SET base = ?2 WHERE id = ?1")?.execute([name, base])?;
        Ok(())
    }

    /// Says which document mentions a name first.
    pub fn set_first(&self, name: u32, first: Option<u32>) -> Result<()> {
        self.db.prepare_cached("UPDATE name SET first = ?2 WHERE id = ?1")?.execute(params![name, first])?;
        Ok(())
    }

    /// Says what readers call entities: these and no others.
    pub fn set_labels(&self, labels: &[(u32, &str, String)]) -> Result<()> {
        self.db.execute("DELETE FROM label", [])?;
        let mut statement = self.db.prepare_cached("INSERT INTO label VALUES (?, ?, ?)")?;
        for (entity, text, key) in labels {
            statement.execute(params![entity, text, key])?;
        }
        Ok(())
    }

    /// Says which entity a name belongs to.
    pub fn set_entity(&self, name: u32, entity: u32) -> Result<()> {
        self.db.prepare_cached("UPDATE name SET entity = ?2 WHERE id = ?1")?.execute([name, entity])?;
        Ok(())
    }
}
