//! Decisions that were made apart: taking them over, and where they meet.

use super::decisions::NewDecision;
use super::{Result, Store, Writer};
use roaring::RoaringBitmap;
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::BTreeMap;

/// Where the verdicts of several people on the documents of one merge meet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Meeting {
    /// Documents about which two or more people say the same.
    pub agreed: u64,
    /// Documents about which they do not.
    pub disputed: u64,
}

/// What was decided, taken back or restored after some decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Happened {
    pub who: String,
    pub act: String,
    pub value: Option<String>,
    /// `Some(true)` for what was taken back, `Some(false)` for what was restored.
    pub turned: Option<bool>,
    pub quiet: bool,
    /// It came with a merge.
    pub merged: bool,
    pub documents: Vec<u32>,
    /// It is about version groups, or is a merge that brought such decisions.
    pub ties: bool,
}

/// Acts that say of each of their documents what they say of the others, so that one can be taken over for
/// some of them first. What is joined is joined with the others, and a note is one note.
const IN_PARTS: [&str; 7] = ["verdict", "star", "read", "tag", "untag", "split", "lead"];

/// A decision that is in this log already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Known {
    pub number: i64,
    pub undone: bool,
    /// When it was last taken back or restored.
    pub turned: Option<i64>,
    /// It was made elsewhere.
    pub merged: bool,
    /// Every merge that brought it has been taken back.
    pub away: bool,
}

/// The verdicts on a document that stand, in their order: who, verdict, since which row of the log it
/// has been here, and whether it was made here.
type Verdicts = Vec<(String, String, i64, bool)>;

impl Writer<'_> {
    /// See [`Store::disputed`].
    pub fn disputed(&self) -> Result<RoaringBitmap> {
        disputed(self.db)
    }
}

/// See [`Store::disputed`].
fn disputed(db: &Connection) -> Result<RoaringBitmap> {
    let verdicts = merged_verdicts(db, "decision.merged IS NOT NULL", 0)?;
    let open = |verdicts: &Verdicts| {
        let last_merged = verdicts.iter().filter(|verdict| !verdict.3).map(|verdict| verdict.2).max();
        let settled = verdicts.iter().any(|verdict| verdict.3 && Some(verdict.2) > last_merged);
        !settled && last_of_each(verdicts).is_some_and(|alike| !alike)
    };
    Ok(verdicts.iter().filter(|(_, verdicts)| open(verdicts)).map(|(&document, _)| document).collect())
}

/// All verdicts that stand on the documents that some merged verdicts are about.
fn merged_verdicts(db: &Connection, which: &str, value: i64) -> Result<BTreeMap<u32, Verdicts>> {
    let sql = format!(
        "SELECT decided.document, who, value, coalesce((SELECT min(import.id) FROM brought \
         JOIN decision import ON import.id = brought.import \
         WHERE brought.decision = decision.id AND came AND NOT import.undone), decision.id), merged IS NULL FROM decided \
         JOIN decision ON decision.id = decided.decision WHERE act = 'verdict' AND NOT undone \
         AND decided.document IN (SELECT decided.document FROM decision JOIN decided ON decided.decision = decision.id \
         WHERE {which} AND act = 'verdict') ORDER BY decided.document, at, decision.id"
    );
    let mut statement = db.prepare_cached(&sql)?;
    let mut rows = if which.contains('?') { statement.query([value])? } else { statement.query([])? };
    let mut out: BTreeMap<u32, Verdicts> = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let verdict: Option<String> = row.get(2)?;
        let one = (row.get(1)?, verdict.unwrap_or_default(), row.get(3)?, row.get(4)?);
        out.entry(row.get(0)?).or_default().push(one);
    }
    Ok(out)
}

impl Store {
    /// Documents about which people disagree since their decisions were merged, and on which nobody
    /// has given a verdict since.
    pub fn disputed(&self) -> Result<RoaringBitmap> {
        disputed(&self.db)
    }

    /// Where people's verdicts on the documents of one merge meet.
    pub fn meeting(&self, merge: i64) -> Result<Meeting> {
        let mut meeting = Meeting::default();
        for verdicts in merged_verdicts(&self.db, "decision.merged = ?", merge)?.values() {
            match last_of_each(verdicts) {
                Some(true) => meeting.agreed += 1,
                Some(false) => meeting.disputed += 1,
                None => {}
            }
        }
        Ok(meeting)
    }

    /// The verdicts on a document that stand, in their order: who, verdict, when.
    pub fn verdicts_on(&self, document: u32) -> Result<Vec<(String, String, i64)>> {
        let mut statement = self.db.prepare_cached(
            "SELECT who, coalesce(value, ''), at FROM decided JOIN decision ON decision.id = decided.decision \
             WHERE decided.document = ? AND act = 'verdict' AND NOT undone ORDER BY at, decision.id",
        )?;
        let rows = statement.query_map([document], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Everyone who has decided something, with how many decisions of theirs stand.
    pub fn people(&self) -> Result<Vec<(String, u32)>> {
        let mut statement = self.db.prepare_cached(
            "SELECT who, count(*) FROM decision WHERE NOT quiet AND NOT undone AND act NOT IN ('undo', 'redo', 'import') \
             GROUP BY who ORDER BY who",
        )?;
        Ok(statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<rusqlite::Result<_>>()?)
    }

    /// The number of the last row of the log.
    pub fn last_decision(&self) -> Result<i64> {
        Ok(self.db.prepare_cached("SELECT coalesce(max(id), 0) FROM decision")?.query_row([], |row| row.get(0))?)
    }

    /// A number that changes whenever another connection has written something.
    pub fn data_version(&self) -> Result<i64> {
        let version: i64 = self.db.pragma_query_value(None, "data_version", |row| row.get(0))?;
        // Each connection counts from its own beginning.
        Ok(version + (self.opened << 40))
    }

    /// What happened after a row of the log, in its order.
    pub fn happened_since(&self, number: i64) -> Result<Vec<Happened>> {
        let mut statement = self.db.prepare_cached(
            "SELECT row.who, coalesce(meant.act, row.act), coalesce(meant.value, row.value), \
             CASE row.act WHEN 'undo' THEN 1 WHEN 'redo' THEN 0 END, row.quiet, \
             coalesce(meant.id, row.id), coalesce(meant.merged, row.merged) IS NOT NULL \
             FROM decision row LEFT JOIN decision meant ON row.act IN ('undo', 'redo') AND meant.id = row.target \
             WHERE row.id > ? ORDER BY row.id",
        )?;
        let rows = statement.query_map([number], |row| {
            let happened = Happened {
                who: row.get(0)?,
                act: row.get(1)?,
                value: row.get(2)?,
                turned: row.get(3)?,
                quiet: row.get(4)?,
                merged: row.get(6)?,
                documents: Vec::new(),
                ties: false,
            };
            Ok((happened, row.get::<_, i64>(5)?))
        })?;
        let mut out = Vec::new();
        let mut documents = self.db.prepare_cached("SELECT document FROM decided WHERE decision = ?")?;
        for row in rows.collect::<rusqlite::Result<Vec<_>>>()? {
            let (mut happened, decision) = row;
            if happened.act == super::imports::ACT {
                happened.documents = self.documents_of_import(decision)?;
                happened.ties = self.import_has(decision, &super::ties::ACTS)?;
            } else {
                happened.documents =
                    documents.query_map([decision], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
                happened.ties = super::ties::ACTS.contains(&happened.act.as_str());
            }
            out.push(happened);
        }
        Ok(out)
    }
}

/// Whether the last verdicts of two or more people are the same; `None` where fewer have one.
fn last_of_each(verdicts: &Verdicts) -> Option<bool> {
    let mut last: BTreeMap<&str, &str> = BTreeMap::new();
    for (who, verdict, ..) in verdicts {
        last.insert(who, verdict);
    }
    last.retain(|_, verdict| *verdict != "none");
    let mut said = last.values();
    let first = said.next()?;
    (last.len() > 1).then(|| said.all(|verdict| verdict == first))
}

impl Writer<'_> {
    /// What this log has of a decision made elsewhere, and the documents that it has it not for: one is known by
    /// its person, moment, act, value and passage, as not every library has all the documents that it is about.
    pub fn known_decision(&self, new: &NewDecision<'_>) -> Result<(Vec<Known>, Vec<u32>)> {
        let mut statement = self.db.prepare_cached(
            "SELECT id, undone & 1, turned, merged IS NOT NULL, undone & 2 FROM decision \
             WHERE at = ? AND who = ? AND act = ? AND value IS ? ORDER BY id",
        )?;
        let found = statement.query_map(params![new.at, new.who, new.act, new.value], |row| {
            Ok(Known {
                number: row.get(0)?,
                undone: row.get(1)?,
                turned: row.get(2)?,
                merged: row.get(3)?,
                away: row.get(4)?,
            })
        })?;
        let mut documents =
            self.db.prepare_cached("SELECT document FROM decided WHERE decision = ? ORDER BY document")?;
        let mut passage = self.db.prepare_cached("SELECT start, exact FROM anchor WHERE decision = ?")?;
        let asked = new.anchor.map(|anchor| (anchor.start, anchor.exact.clone()));
        let mut all: Vec<(Known, Vec<u32>)> = Vec::new();
        for known in found.collect::<rusqlite::Result<Vec<_>>>()? {
            let about: Vec<u32> =
                documents.query_map([known.number], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
            let on = passage.query_row([known.number], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
            if on == asked {
                all.push((known, about));
            }
        }
        let exact = all.iter().find(|(_, about)| about == new.documents);
        let holds = |about: &[u32]| new.documents.iter().all(|document| about.binary_search(document).is_ok());
        let more = || all.iter().find(|(_, about)| !new.documents.is_empty() && holds(about));
        if let Some((known, _)) = exact.or_else(more) {
            return Ok((vec![*known], Vec::new()));
        }
        let (mut parts, mut missing) = (Vec::new(), new.documents.to_vec());
        for (known, about) in all.iter().filter(|_| IN_PARTS.contains(&new.act)) {
            let before = missing.len();
            missing.retain(|document| about.binary_search(document).is_err());
            if missing.len() < before {
                parts.push(*known);
            }
        }
        Ok((parts, missing))
    }

    /// Takes a decision over from another log; gives its number here.
    pub fn take_over(&self, new: &NewDecision<'_>, undone: bool, turned: Option<i64>, merge: i64) -> Result<i64> {
        let number = self.write_down(new, Some(merge))?;
        if undone || turned.is_some() {
            self.db
                .prepare_cached("UPDATE decision SET undone = ?2, turned = ?3 WHERE id = ?1")?
                .execute(params![number, undone, turned])?;
        }
        self.settle_all(number, new.act, new.value, new.who)?;
        Ok(number)
    }

    /// A moment for a new merge that no other has, not before `now`.
    pub fn moment_of_merge(&self, now: i64) -> Result<i64> {
        let mut statement = self.db.prepare_cached("SELECT max(merged) FROM decision WHERE merged IS NOT NULL")?;
        let last: Option<i64> = statement.query_row([], |row| row.get(0))?;
        Ok(last.map_or(now, |last| now.max(last + 1)))
    }

    /// Takes back or restores a decision, as was done elsewhere.
    pub fn turn_over(&self, number: i64, who: &str, at: i64, undone: bool) -> Result<()> {
        self.turn(number, who, at, undone)
    }
}
