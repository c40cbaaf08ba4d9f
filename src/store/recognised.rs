//! By which recogniser the names of documents were read: runs of documents, as they are read in order.

use super::{Result, Store, Writer};
use rusqlite::{OptionalExtension, params};
use std::ops::RangeInclusive;

/// It is not known any more of every name which document mentions it first.
const FIRSTS: &str = "firsts due";

impl Store {
    /// Runs of documents, up to the last one, whose names were read by one of some recognisers, in order;
    /// the number of one that is not known is empty.
    pub fn documents_read_by(&self, some: impl Fn(&str) -> bool, last: u32) -> Result<Vec<RangeInclusive<u32>>> {
        let mut statement = self.db.prepare_cached("SELECT first, recogniser FROM recognised ORDER BY first")?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, some(&row.get::<_, String>(1)?))))?;
        let mut runs: Vec<(u32, bool)> = vec![(1, some(""))];
        runs.extend(rows.collect::<rusqlite::Result<Vec<_>>>()?);
        let ends = runs.iter().skip(1).map(|run| run.0.saturating_sub(1)).chain([last]);
        let runs = runs.iter().zip(ends).filter(|((_, read), _)| *read);
        Ok(runs.map(|(&(first, _), end)| first..=end.min(last)).filter(|run| !run.is_empty()).collect())
    }

    /// True when it is to be found anew which document mentions each name first.
    pub fn firsts_due(&self) -> Result<bool> {
        Ok(self.setting(FIRSTS)?.is_some())
    }
}

impl Writer<'_> {
    /// The names of some documents have been read by a recogniser; of all from the first on where no
    /// last one is given.
    pub fn note_recognised(&self, first: u32, last: Option<u32>, recogniser: &str) -> Result<()> {
        let at = |document: u32| -> Result<Option<String>> {
            let mut statement = self
                .db
                .prepare_cached("SELECT recogniser FROM recognised WHERE first <= ? ORDER BY first DESC LIMIT 1")?;
            Ok(statement.query_row([document], |row| row.get(0)).optional()?)
        };
        let put = |first: u32, recogniser: &str| -> Result<()> {
            self.db.prepare_cached("INSERT INTO recognised VALUES (?, ?)")?.execute(params![first, recogniser])?;
            Ok(())
        };
        let (before, after) = (at(first.saturating_sub(1))?, last.map(|last| at(last.saturating_add(1))).transpose()?);
        // The run behind is put down anew where it begins, so its old beginning goes too.
        let end = last.map_or(i64::from(u32::MAX), |last| i64::from(last) + 1);
        self.db.prepare_cached("DELETE FROM recognised WHERE first BETWEEN ? AND ?")?.execute(params![first, end])?;
        if before.as_deref() != Some(recogniser) {
            put(first, recogniser)?;
        }
        if let (Some(after), Some(last)) = (after, last) {
            let after = after.unwrap_or_default();
            if after != recogniser {
                put(last.saturating_add(1), &after)?;
            }
        }
        Ok(())
    }

    /// Of no document is it known any more by which recogniser its names were read.
    pub fn forget_recognised(&self) -> Result<()> {
        self.db.execute("DELETE FROM recognised", [])?;
        Ok(())
    }

    /// Names of documents have been replaced: which document mentions a name first is to be found anew.
    pub fn owe_firsts(&self) -> Result<()> {
        self.set(FIRSTS, "1")
    }

    /// It has been found which document mentions each name first.
    pub fn firsts_found(&self) -> Result<()> {
        self.db.prepare_cached("DELETE FROM setting WHERE name = ?")?.execute([FIRSTS])?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::names::NewAlias;
    use proptest::prelude::*;

    fn open() -> (tempfile::TempDir, Store) {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path()).unwrap();
        (folder, store)
    }

    proptest! {
        #![proptest_config(crate::properties::cases(64))]
        #[test]
        fn runs_say_what_was_noted(steps in proptest::collection::vec((1u32..30, 0u32..12, any::<bool>(), 0usize..3), 0..12)) {
            let (_folder, mut store) = open();
            let mut expected = [""; 40];
            for (first, more, open_end, which) in steps {
                let recogniser = ["1-a", "2-b", "3-c"][which];
                let last = first + more;
                store.write(|w| w.note_recognised(first, (!open_end).then_some(last), recogniser)).unwrap();
                let end = if open_end { 39 } else { last.min(39) as usize };
                expected[first as usize..=end].fill(recogniser);
            }
            for recogniser in ["1-a", "2-b", "3-c"] {
                let other: Vec<u32> = store.documents_read_by(|by| by != recogniser, 39).unwrap().into_iter().flatten().collect();
                let wanted: Vec<u32> = (1..40).filter(|&at| expected[at as usize] != recogniser).collect();
                prop_assert_eq!(other, wanted);
            }
        }
    }

    #[test]
    fn an_alias_is_taken_from_a_document_that_is_read_again() {
        let (_folder, mut store) = open();
        store
            .write(|writer| {
                let state = |document: u32, short: &str| {
                    let long = format!("{short} in full");
                    writer
                        .state_alias(document, &NewAlias { short, long: &long, reason: "stated", keys: (short, &long) })
                };
                for (document, short) in [(1, "X"), (1, "X"), (2, "X"), (2, "Y"), (3, "Y")] {
                    state(document, short)?;
                }
                writer.unstate_aliases(2)?;
                writer.unstate_aliases(3)?;
                state(3, "X")?;
                writer.settle_aliases()
            })
            .unwrap();
        let left: Vec<(String, u32)> =
            store.aliases().unwrap().into_iter().map(|alias| (alias.short, alias.documents)).collect();
        assert_eq!(left, [("X".to_owned(), 2)]);
    }
}
