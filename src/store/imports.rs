//! Merges of decisions made apart, as acts of whoever merged: taken back whole, and restored.
//!
//! A decision that came with merges of which none stands is out of the log: `undone` has [`AWAY`] in it
//! besides what its maker did with it, so nothing that counts what stands sees it.

use super::decisions::NewDecision;
use super::{Result, Store, Writer};
use rusqlite::params;

/// The act of a merge. Its value says how many decisions it brought, and from where.
pub const ACT: &str = "import";

/// In `undone`: every merge that brought the decision has been taken back.
pub(super) const AWAY: i64 = 2;

/// One of the merges that a decision came with stands.
const STANDS: &str = "EXISTS (SELECT 1 FROM brought other JOIN decision import ON import.id = other.import \
    WHERE other.decision = decision.id AND other.came AND NOT import.undone)";

/// The decisions that `which` names: away where none of the merges that they came with stands.
fn follow(which: &str) -> String {
    format!("UPDATE decision SET undone = (undone & 1) | CASE WHEN {STANDS} THEN 0 ELSE 2 END WHERE id IN ({which})")
}

/// How a decision was taken back or restored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Turn {
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// How it was before.
    pub was_undone: bool,
    pub was_turned: Option<i64>,
}

/// What a merge did about one decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Brought {
    pub decision: i64,
    /// It came with the merge, and not only was it turned by it.
    pub came: bool,
    pub turn: Option<Turn>,
}

impl Store {
    /// The documents that a merge brought decisions about, in their order.
    pub fn documents_of_import(&self, import: i64) -> Result<Vec<u32>> {
        let mut statement = self.db.prepare_cached(
            "SELECT DISTINCT document FROM brought JOIN decided ON decided.decision = brought.decision \
             WHERE import = ? ORDER BY document",
        )?;
        Ok(statement.query_map([import], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
    }

    /// True when a merge brought a decision of one of some acts.
    pub fn import_has(&self, import: i64, acts: &[&str]) -> Result<bool> {
        let mut statement = self.db.prepare_cached(
            "SELECT DISTINCT act FROM brought JOIN decision ON id = brought.decision WHERE import = ?",
        )?;
        let found = statement.query_map([import], |row| row.get::<_, String>(0))?;
        Ok(found.collect::<rusqlite::Result<Vec<_>>>()?.iter().any(|act| acts.contains(&act.as_str())))
    }

    /// Who merged the decisions that stand and were merged last.
    pub fn last_importer(&self) -> Result<Option<String>> {
        let mut statement =
            self.db.prepare_cached("SELECT who FROM decision WHERE act = 'import' AND NOT undone ORDER BY id DESC")?;
        let mut rows = statement.query([])?;
        Ok(rows.next()?.map(|row| row.get(0)).transpose()?)
    }

    /// How many decisions are in the log, or out of it, against what the merges that brought them say.
    pub fn wrong_imports(&self) -> Result<u64> {
        let wrong = format!(
            "SELECT count(*) FROM decision WHERE id IN (SELECT decision FROM brought WHERE came) \
             AND (undone & 2 = 0) <> {STANDS}"
        );
        let mut statement = self.db.prepare_cached(&wrong)?;
        Ok(statement.query_row([], |row| row.get::<_, i64>(0))? as u64)
    }
}

impl Writer<'_> {
    /// Writes a merge down with what it brought, and gives its number. With `with` it is part of the act
    /// of an earlier merge.
    pub fn import(&self, who: &str, at: i64, told: &str, with: Option<i64>, brought: &[Brought]) -> Result<i64> {
        let new =
            NewDecision { at, who, act: ACT, value: Some(told), quiet: false, with, documents: &[], anchor: None };
        let import = self.decide_only(&new)?;
        let mut statement = self.db.prepare_cached("INSERT OR IGNORE INTO brought VALUES (?, ?, ?, ?, ?, ?)")?;
        for one in brought {
            let turn = one.turn;
            statement.execute(params![
                import,
                one.decision,
                one.came,
                turn.map(|turn| turn.at),
                turn.map(|turn| turn.was_undone),
                turn.and_then(|turn| turn.was_turned),
            ])?;
        }
        Ok(import)
    }

    /// True when a decision is here by merges that stand, and none of them is this person's: it has to
    /// stay when theirs is taken back.
    pub fn came_with_others_only(&self, decision: i64, who: &str) -> Result<bool> {
        let mut statement = self.db.prepare_cached(
            "SELECT max(import.who = ?2) FROM brought JOIN decision import ON import.id = brought.import \
             WHERE brought.decision = ?1 AND brought.came AND NOT import.undone",
        )?;
        Ok(statement.query_row(params![decision, who], |row| row.get::<_, Option<bool>>(0))? == Some(false))
    }

    /// Brings a decision back that was away, as part of another merge.
    pub fn take_again(&self, decision: i64, undone: bool, turned: Option<i64>, merge: i64) -> Result<()> {
        self.db
            .prepare_cached("UPDATE decision SET undone = ?2, turned = ?3, merged = ?4 WHERE id = ?1")?
            .execute(params![decision, undone, turned, merge])?;
        self.settle_numbers(&[decision])
    }

    /// Lets what a merge brought follow it, after it was taken back or restored. What somebody has taken
    /// back or restored since then stays as they have it.
    pub(super) fn settle_import(&self, import: i64) -> Result<()> {
        self.db.prepare_cached(&follow("SELECT decision FROM brought WHERE import = ? AND came"))?.execute([import])?;
        let undone: bool = self
            .db
            .prepare_cached("SELECT undone FROM decision WHERE id = ?")?
            .query_row([import], |row| row.get(0))?;
        let turn = match undone {
            true => {
                "UPDATE decision SET undone = (decision.undone & 2) | was_undone, turned = was_turned FROM brought \
                 WHERE brought.import = ? AND brought.decision = decision.id AND brought.turned = decision.turned"
            }
            false => {
                "UPDATE decision SET undone = (decision.undone & 2) | (1 - was_undone), turned = brought.turned \
                 FROM brought WHERE brought.import = ? AND brought.decision = decision.id \
                 AND brought.turned IS NOT NULL AND brought.was_turned IS decision.turned"
            }
        };
        self.db.prepare_cached(turn)?.execute([import])?;
        let numbers: Vec<i64> = self
            .db
            .prepare_cached("SELECT decision FROM brought WHERE import = ? ORDER BY decision")?
            .query_map([import], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        self.settle_numbers(&numbers)
    }

    /// Brings what is in the log in line with the merges that stand.
    pub(super) fn follow_imports(&self) -> Result<()> {
        self.db.execute(&follow("SELECT decision FROM brought WHERE came"), [])?;
        Ok(())
    }

    fn settle_numbers(&self, numbers: &[i64]) -> Result<()> {
        let mut statement = self.db.prepare_cached("SELECT act, value, who FROM decision WHERE id = ?")?;
        for &number in numbers {
            let (act, value, who): (String, Option<String>, String) =
                statement.query_row([number], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
            self.settle_all(number, &act, value.as_deref(), &who)?;
        }
        Ok(())
    }
}
