//! What readers have decided about names and entities: the decisions of the log that mend what was
//! recognised and resolved.

use super::{Result, Store, Writer};

/// The words of these decisions in the log.
pub const ACTS: [&str; 10] = [
    "merge",
    "separate",
    "rename",
    "retype",
    "hide",
    "unhide",
    "unname",
    super::named::ACT,
    super::gazetteers::ACTS[0],
    super::gazetteers::ACTS[1],
];

/// Counts the decisions about names that were made, taken back or restored.
const MADE: &str = "repairs made";
/// Up to which of them the names follow.
const FOLLOWED: &str = "repairs followed";
/// Counts the changes of what is shown of names and mentions.
const CHANGED: &str = "names changed";
/// The last document whose mentions follow them.
const THROUGH: &str = "mended through";

/// A decision about names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RepairRecord {
    pub number: i64,
    pub who: String,
    pub value: String,
    pub undone: bool,
    /// The document that it is about, where it is about one.
    pub document: Option<u32>,
}

impl Store {
    /// Every decision about names that was ever made, in their order.
    pub fn repairs(&self) -> Result<Vec<RepairRecord>> {
        let mut statement = self.db.prepare_cached(
            "SELECT id, who, value, undone, (SELECT min(document) FROM decided WHERE decision = id) FROM decision \
             WHERE act IN ('merge', 'separate', 'rename', 'retype', 'hide', 'unhide', 'unname', 'spans') ORDER BY id",
        )?;
        let rows = statement.query_map([], |row| {
            Ok(RepairRecord {
                number: row.get(0)?,
                who: row.get(1)?,
                value: row.get::<_, Option<String>>(2)?.unwrap_or_default(),
                undone: row.get(3)?,
                document: row.get(4)?,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// How many decisions about names were made, taken back or restored so far.
    pub fn repairs_made(&self) -> Result<i64> {
        Ok(self.setting(MADE)?.and_then(|value| value.parse().ok()).unwrap_or(0))
    }

    /// True when the names follow every decision about them.
    pub fn repairs_followed(&self) -> Result<bool> {
        let followed: i64 = self.setting(FOLLOWED)?.and_then(|value| value.parse().ok()).unwrap_or(0);
        Ok(followed == self.repairs_made()?)
    }

    /// How often it has changed under which types names are shown, or which mentions are mended.
    pub fn names_changed(&self) -> Result<i64> {
        Ok(self.setting(CHANGED)?.and_then(|value| value.parse().ok()).unwrap_or(0))
    }

    /// The last document whose mentions follow the decisions.
    pub fn mended_through(&self) -> Result<u32> {
        Ok(self.setting(THROUGH)?.and_then(|value| value.parse().ok()).unwrap_or(0))
    }
}

impl Writer<'_> {
    /// A decision about names was made, taken back or restored.
    pub(super) fn count_repair(&self) -> Result<()> {
        self.count_up(MADE)
    }

    /// It has changed under which types names are shown, or which mentions are mended.
    pub fn count_names_changed(&self) -> Result<()> {
        self.count_up(CHANGED)
    }

    /// True while no decision about names has come since `made` of them.
    pub fn repairs_unchanged(&self, made: i64) -> Result<bool> {
        self.still_counts(MADE, made)
    }

    /// The names follow the first `made` decisions about them, the mentions up to a document.
    pub fn follow_repairs(&self, made: i64, through: u32) -> Result<()> {
        self.set(FOLLOWED, &made.to_string())?;
        self.set(THROUGH, &through.to_string())
    }

    /// Nothing follows the decisions any more; all of it is to be made anew.
    pub fn forget_mended(&self) -> Result<()> {
        self.db.execute_batch(
            "DELETE FROM mended; DELETE FROM mended_name; DELETE FROM form_rule; DELETE FROM kin_rule; \
             UPDATE name SET moved_documents = 0, moved_mentions = 0 WHERE moved_documents <> 0 OR moved_mentions <> 0; \
             DELETE FROM form WHERE mentions = 0; UPDATE form SET moved = 0 WHERE moved <> 0;",
        )?;
        self.count_names_changed()?;
        self.set(FOLLOWED, "-1")?;
        self.set(THROUGH, "0")
    }
}
