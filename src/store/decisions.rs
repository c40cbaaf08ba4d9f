//! The log of decisions, what they amount to, undo and redo.

#[cfg(test)]
mod tests;

use super::notes::AnchorRecord;
use super::{Result, Store, Writer};
use rusqlite::{OptionalExtension, ToSql, params, params_from_iter};

/// The last moment that has a date to be told by, in milliseconds since 1970.
const LATEST: i64 = 253_402_207_200_999;

/// Acts of which the last one about a document counts, whichever of them it is.
const RIVALS: [&[&str]; 4] = [&["tag", "untag"], &["note", "unnote"], &super::ties::ACTS, &super::saved::ACTS];

/// The acts against which one of them is to hold.
fn rivals<'a>(act: &'a &'a str) -> &'a [&'a str] {
    RIVALS.into_iter().find(|acts| acts.contains(act)).unwrap_or(std::slice::from_ref(act))
}

/// A line of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecisionRecord {
    pub number: i64,
    /// Milliseconds since 1970.
    pub at: i64,
    pub who: String,
    pub act: String,
    pub value: Option<String>,
    pub undone: bool,
    /// When it was last taken back or restored.
    pub turned: Option<i64>,
    pub quiet: bool,
    /// The first decision of the same act of the reader, where this is another one of it.
    pub with: Option<i64>,
    pub documents: Vec<u32>,
    /// The passage of a note.
    pub anchor: Option<AnchorRecord>,
}

/// A decision before it is written.
#[derive(Clone, Debug)]
pub struct NewDecision<'d> {
    pub at: i64,
    pub who: &'d str,
    /// `verdict`, `star`, `read`, `tag`, `untag`, `note`, `unnote`, `join`, `split`, `lead`, or one about
    /// names.
    pub act: &'d str,
    pub value: Option<&'d str>,
    /// Passed over by undo.
    pub quiet: bool,
    /// The first decision of the same act of the reader, which undo and redo turn with this one.
    pub with: Option<i64>,
    pub documents: &'d [u32],
    /// The passage of a note.
    pub anchor: Option<&'d AnchorRecord>,
}

impl Store {
    /// The log in its order, without the rows that only take back or restore others, and without what only
    /// came with merges that were taken back.
    pub fn decisions(&self) -> Result<Vec<DecisionRecord>> {
        self.decisions_where("act NOT IN ('undo', 'redo') AND undone < ?", super::imports::AWAY)
    }

    pub fn decision(&self, number: i64) -> Result<Option<DecisionRecord>> {
        Ok(self.decisions_where("id = ?", number)?.pop())
    }

    /// How many verdicts, tags and read marks are not what the log says.
    pub fn wrong_standings(&self) -> Result<u64> {
        let mut wrong: i64 = 0;
        for sql in [
            "WITH ranked AS (SELECT document, nullif(value, 'none') AS verdict, \
                row_number() OVER (PARTITION BY document ORDER BY at DESC, decision.id DESC) AS place \
                FROM decided JOIN decision ON decision.id = decided.decision WHERE act = 'verdict' AND NOT undone), \
             said AS (SELECT document, verdict FROM ranked WHERE place = 1 AND verdict IS NOT NULL), \
             held AS (SELECT document, verdict FROM standing WHERE verdict IS NOT NULL) \
             SELECT (SELECT count(*) FROM (SELECT * FROM said EXCEPT SELECT * FROM held)) + \
                    (SELECT count(*) FROM (SELECT * FROM held EXCEPT SELECT * FROM said))",
            "WITH ranked AS (SELECT document, value, act, \
                row_number() OVER (PARTITION BY document, value ORDER BY at DESC, decision.id DESC) AS place \
                FROM decided JOIN decision ON decision.id = decided.decision WHERE act IN ('tag', 'untag') AND NOT undone), \
             said AS (SELECT value, document FROM ranked WHERE place = 1 AND act = 'tag'), \
             held AS (SELECT tag, document FROM tag) \
             SELECT (SELECT count(*) FROM (SELECT * FROM said EXCEPT SELECT * FROM held)) + \
                    (SELECT count(*) FROM (SELECT * FROM held EXCEPT SELECT * FROM said))",
            "WITH ranked AS (SELECT who, document, value, \
                row_number() OVER (PARTITION BY who, document ORDER BY at DESC, decision.id DESC) AS place \
                FROM decided JOIN decision ON decision.id = decided.decision WHERE act = 'read' AND NOT undone), \
             said AS (SELECT who, document FROM ranked WHERE place = 1 AND value = 'yes') \
             SELECT (SELECT count(*) FROM (SELECT * FROM said EXCEPT SELECT * FROM reading)) + \
                    (SELECT count(*) FROM (SELECT * FROM reading EXCEPT SELECT * FROM said))",
        ] {
            wrong += self.db.prepare(sql)?.query_row([], |row| row.get::<_, i64>(0))?;
        }
        Ok(wrong as u64)
    }

    fn decisions_where(&self, filter: &str, value: i64) -> Result<Vec<DecisionRecord>> {
        let mut statement = self.db.prepare_cached(&format!(
            "SELECT id, at, who, act, value, undone, turned, quiet, target FROM decision WHERE {filter} ORDER BY id"
        ))?;
        let mut records = statement
            .query_map([value], |row| {
                Ok(DecisionRecord {
                    number: row.get(0)?,
                    at: row.get(1)?,
                    who: row.get(2)?,
                    act: row.get(3)?,
                    value: row.get(4)?,
                    undone: row.get(5)?,
                    turned: row.get(6)?,
                    quiet: row.get(7)?,
                    with: row.get(8)?,
                    documents: Vec::new(),
                    anchor: None,
                })
            })?
            .collect::<rusqlite::Result<Vec<_>>>()?;
        let mut documents =
            self.db.prepare_cached("SELECT document FROM decided WHERE decision = ? ORDER BY document")?;
        for record in &mut records {
            record.documents =
                documents.query_map([record.number], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
            if record.act == "note" {
                record.anchor = self.anchor(record.number)?;
            }
        }
        Ok(records)
    }
}

impl Writer<'_> {
    /// Writes a decision down and lets it take effect; gives its number. Whatever the clock says, it is never
    /// earlier than those that it is to hold against, as the latest one counts.
    pub fn decide(&self, new: &NewDecision<'_>) -> Result<i64> {
        let number = self.decide_only(new)?;
        self.settle_all(number, new.act, new.value, new.who)?;
        Ok(number)
    }

    /// Those documents of a decision for which it says something new: that do not stand so already, or do so by
    /// another's word alone.
    pub fn undecided_so(&self, new: &NewDecision<'_>) -> Result<Vec<u32>> {
        let (acts, off) = match (new.act, new.value) {
            ("verdict", value) => (["verdict"; 2], value == Some("none")),
            ("star" | "read", value) => ([new.act; 2], value == Some("no")),
            ("tag", _) => (["tag", "untag"], false),
            ("untag", _) => (["tag", "untag"], true),
            _ => return Ok(new.documents.to_vec()),
        };
        let tag = new.value.filter(|_| acts[1] == "untag");
        let mut statement = self.db.prepare_cached(
            "SELECT act, value, who FROM decided JOIN decision ON decision.id = decided.decision \
             WHERE decided.document = ?1 AND act IN (?2, ?3) AND value IS coalesce(?4, value) AND NOT undone \
             ORDER BY at DESC, decision.id DESC",
        )?;
        let is_off = |act: &str, value: Option<&str>| act == "untag" || matches!(value, None | Some("none" | "no"));
        let mut fresh = Vec::new();
        for &document in new.documents {
            let mut rows = statement.query(params![document, acts[0], acts[1], tag])?;
            // What is read is each person's own; of everything else the last word holds, whoever said it.
            let (mut stands, mut mine) = (None, None);
            while let Some(row) = rows.next()? {
                let (act, value, who): (String, Option<String>, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
                let off = is_off(&act, value.as_deref());
                let so = (act == new.act && value.as_deref() == new.value, off);
                if who == new.who {
                    mine.get_or_insert(so);
                }
                if new.act != "read" || who == new.who {
                    stands.get_or_insert(so);
                }
                if mine.is_some() {
                    break;
                }
            }
            let known = match (stands, mine) {
                (None, _) | (Some((_, true)), _) => off,
                (Some((same, false)), Some((own, _))) => same && own,
                (Some(_), None) => false,
            };
            if !known {
                fresh.push(document);
            }
        }
        Ok(fresh)
    }

    /// The same without any effect.
    pub(super) fn decide_only(&self, new: &NewDecision<'_>) -> Result<i64> {
        let at = self.earliest(new)?.map_or(new.at, |earliest| earliest.max(new.at));
        self.write_down(&NewDecision { at, ..new.clone() }, None)
    }

    /// The moment before which a decision would not hold against those before it, wherever they were made, on a
    /// clock that was ahead perhaps; by it, and not by its number, they are put in order in other libraries, too.
    /// Only what speaks of the same counts, so that one clock that is years ahead lends its time to nothing else.
    fn earliest(&self, new: &NewDecision<'_>) -> Result<Option<i64>> {
        let acts = rivals(&new.act);
        let marks = vec!["?"; acts.len()].join(", ");
        let behind = |last: Option<i64>| last.map(|last| last.saturating_add(1).min(LATEST.max(last)));
        if new.documents.is_empty() {
            // Saved searches alone have no documents and come from elsewhere; the others are only made here.
            let is_saved = super::saved::ACTS.contains(&new.act);
            let here = if is_saved { "" } else { " AND merged IS NULL" };
            let sql = format!("SELECT at FROM decision WHERE act IN ({marks}){here} ORDER BY at DESC LIMIT 1");
            let mut statement = self.db.prepare_cached(&sql)?;
            let last = statement.query_row(params_from_iter(acts), |row| row.get(0)).optional()?;
            return Ok(if is_saved { behind(last) } else { last });
        }
        // One tag has nothing to do with another.
        let tag = new.value.filter(|_| acts.contains(&"tag"));
        let mut statement = self.db.prepare_cached(&format!(
            "SELECT max(at) FROM decided JOIN decision ON decision.id = decided.decision \
             WHERE decided.document = ? AND value IS coalesce(?, value) AND act IN ({marks})"
        ))?;
        let mut last: Option<i64> = None;
        for document in new.documents {
            let asked = [document as &dyn ToSql, &tag as &dyn ToSql];
            let asked = asked.into_iter().chain(acts.iter().map(|act| act as &dyn ToSql));
            last = last.max(statement.query_row(params_from_iter(asked), |row| row.get(0))?);
        }
        Ok(behind(last))
    }

    /// Brings everything that stands in line with the log.
    pub fn settle_log(&self) -> Result<()> {
        self.follow_imports()?;
        self.db.execute_batch("DELETE FROM standing; DELETE FROM tag; DELETE FROM reading; DELETE FROM note;")?;
        let mut statement = self.db.prepare(
            "SELECT id, act, value, who FROM decision \
             WHERE NOT undone AND act NOT IN ('undo', 'redo', 'join', 'split', 'lead', 'import') ORDER BY id",
        )?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let (act, value, who): (String, Option<String>, String) = (row.get(1)?, row.get(2)?, row.get(3)?);
            if super::repairs::ACTS.contains(&act.as_str()) {
                continue;
            }
            self.settle_all(row.get(0)?, &act, value.as_deref(), &who)?;
        }
        Ok(())
    }

    /// Puts a decision into the log, without any effect.
    pub(super) fn write_down(&self, new: &NewDecision<'_>, merged: Option<i64>) -> Result<i64> {
        self.db
            .prepare_cached(
                "INSERT INTO decision (at, who, act, value, quiet, target, merged) VALUES (?, ?, ?, ?, ?, ?, ?)",
            )?
            .execute(params![new.at, new.who, new.act, new.value, new.quiet, new.with, merged])?;
        let number = self.db.last_insert_rowid();
        let mut decided = self.db.prepare_cached("INSERT OR IGNORE INTO decided VALUES (?, ?)")?;
        for &document in new.documents {
            decided.execute(params![document, number])?;
        }
        if let Some(anchor) = new.anchor {
            self.put_anchor(number, anchor)?;
        }
        Ok(number)
    }

    /// Lets what stands follow a decision that was made, taken back or restored.
    pub(super) fn settle_all(&self, number: i64, act: &str, value: Option<&str>, who: &str) -> Result<()> {
        match act {
            "note" => self.settle_note(number)?,
            "unnote" => {
                if let Some(note) = value.and_then(|value| value.parse().ok()) {
                    self.settle_note(note)?;
                }
            }
            super::named::ACT => self.owe_named(number)?,
            super::imports::ACT => self.settle_import(number)?,
            act if super::gazetteers::ACTS.contains(&act) => self.owe_gazetteer(value.unwrap_or_default())?,
            _ => {
                let documents: Vec<u32> = self
                    .db
                    .prepare_cached("SELECT document FROM decided WHERE decision = ?")?
                    .query_map([number], |row| row.get(0))?
                    .collect::<rusqlite::Result<_>>()?;
                for document in documents {
                    self.settle(document, act, value, who)?;
                }
            }
        }
        self.count(act)
    }

    /// Takes back the last decision of a person that stands, with those made in one act with it; gives
    /// their numbers, none where nothing stands.
    pub fn undo(&self, who: &str, at: i64) -> Result<Vec<i64>> {
        let last: Option<i64> = self
            .db
            .prepare_cached(
                "SELECT coalesce(target, id) FROM decision WHERE who = ? AND NOT undone AND NOT quiet AND merged IS NULL \
                 AND act NOT IN ('undo', 'redo') ORDER BY id DESC LIMIT 1",
            )?
            .query_row([who], |row| row.get(0))
            .optional()?;
        let numbers = self.one_act(last)?;
        for &number in numbers.iter().rev() {
            self.turn(number, who, at, true)?;
        }
        Ok(numbers)
    }

    /// Takes back some decisions that were made in one act.
    pub fn take_back(&self, numbers: &[i64], who: &str, at: i64) -> Result<()> {
        numbers.iter().rev().try_for_each(|&number| self.turn(number, who, at, true))
    }

    /// Restores what a person's last undo took back, unless a new decision came after it; gives the
    /// numbers of the decisions that stand again.
    pub fn redo(&self, who: &str, at: i64) -> Result<Vec<i64>> {
        let next: Option<i64> = self
            .db
            .prepare_cached(
                "SELECT min(d.id) FROM decision d WHERE d.who = ?1 AND d.undone AND d.merged IS NULL AND d.id > \
                 (SELECT coalesce(max(id), 0) FROM decision WHERE who = ?1 AND NOT undone AND NOT quiet \
                 AND merged IS NULL AND act NOT IN ('undo', 'redo')) \
                 AND NOT EXISTS (SELECT 1 FROM decision later WHERE later.who = ?1 AND NOT later.quiet \
                 AND later.merged IS NULL \
                 AND later.act NOT IN ('undo', 'redo') AND later.id > \
                 (SELECT max(undo.id) FROM decision undo WHERE undo.id > d.id AND undo.act = 'undo' AND undo.target = d.id))",
            )?
            .query_row([who], |row| row.get(0))?;
        let numbers = self.one_act(next)?;
        for &number in &numbers {
            self.turn(number, who, at, false)?;
        }
        Ok(numbers)
    }

    /// The decisions made in one act, of which the first is given.
    fn one_act(&self, first: Option<i64>) -> Result<Vec<i64>> {
        let mut statement = self.db.prepare_cached(
            "SELECT id FROM decision WHERE (id = ?1 OR target = ?1) AND act NOT IN ('undo', 'redo') ORDER BY id",
        )?;
        Ok(statement.query_map([first], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
    }

    pub(super) fn turn(&self, number: i64, who: &str, at: i64, undone: bool) -> Result<()> {
        let act = if undone { "undo" } else { "redo" };
        self.db
            .prepare_cached("INSERT INTO decision (at, who, act, target) VALUES (?, ?, ?, ?)")?
            .execute(params![at, who, act, number])?;
        self.db
            .prepare_cached("UPDATE decision SET undone = (undone & 2) | ?2, turned = ?3 WHERE id = ?1")?
            .execute(params![number, undone, at])?;
        let (act, value, who): (String, Option<String>, String) = self
            .db
            .prepare_cached("SELECT act, value, who FROM decision WHERE id = ?")?
            .query_row([number], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        self.settle_all(number, &act, value.as_deref(), &who)
    }

    /// Notes that a decision was made, taken back or restored which something derived follows.
    fn count(&self, act: &str) -> Result<()> {
        if super::ties::ACTS.contains(&act) {
            self.count_tie()
        } else if super::repairs::ACTS.contains(&act) {
            self.count_repair()
        } else {
            Ok(())
        }
    }

    /// Brings a document's standing in line with the last decision of this kind that stands.
    fn settle(&self, document: u32, act: &str, value: Option<&str>, who: &str) -> Result<()> {
        let column = match act {
            "tag" | "untag" => return self.settle_tag(document, value.unwrap_or_default()),
            "read" => return self.settle_reading(document, who),
            "verdict" => "verdict",
            "star" => "starred",
            _ => return Ok(()),
        };
        let last: Option<Option<String>> = self
            .db
            .prepare_cached(
                "SELECT value FROM decided JOIN decision ON decision.id = decided.decision \
                 WHERE decided.document = ? AND act = ? AND NOT undone ORDER BY at DESC, decision.id DESC LIMIT 1",
            )?
            .query_row(params![document, act], |row| row.get(0))
            .optional()?;
        let last = last.flatten();
        self.db.prepare_cached("INSERT OR IGNORE INTO standing (document) VALUES (?)")?.execute([document])?;
        let sql = format!("UPDATE standing SET {column} = ?2 WHERE document = ?1");
        let mut statement = self.db.prepare_cached(&sql)?;
        match act {
            "verdict" => statement.execute(params![document, last.filter(|value| value != "none")])?,
            _ => statement.execute(params![document, last.as_deref() == Some("yes")])?,
        };
        Ok(())
    }

    fn settle_reading(&self, document: u32, who: &str) -> Result<()> {
        let last: Option<Option<String>> = self
            .db
            .prepare_cached(
                "SELECT value FROM decided JOIN decision ON decision.id = decided.decision \
                 WHERE decided.document = ? AND act = 'read' AND who = ? AND NOT undone \
                 ORDER BY at DESC, decision.id DESC LIMIT 1",
            )?
            .query_row(params![document, who], |row| row.get(0))
            .optional()?;
        let sql = match last.flatten().as_deref() {
            Some("yes") => "INSERT OR IGNORE INTO reading VALUES (?, ?)",
            _ => "DELETE FROM reading WHERE who = ? AND document = ?",
        };
        self.db.prepare_cached(sql)?.execute(params![who, document])?;
        Ok(())
    }

    fn settle_tag(&self, document: u32, tag: &str) -> Result<()> {
        let last: Option<String> = self
            .db
            .prepare_cached(
                "SELECT act FROM decided JOIN decision ON decision.id = decided.decision \
                 WHERE decided.document = ? AND act IN ('tag', 'untag') AND value = ? AND NOT undone \
                 ORDER BY at DESC, decision.id DESC LIMIT 1",
            )?
            .query_row(params![document, tag], |row| row.get(0))
            .optional()?;
        let sql = if last.as_deref() == Some("tag") {
            "INSERT OR IGNORE INTO tag VALUES (?, ?)"
        } else {
            "DELETE FROM tag WHERE tag = ? AND document = ?"
        };
        self.db.prepare_cached(sql)?.execute(params![tag, document])?;
        Ok(())
    }
}
