//! The notes on a document: where they stand in its text, and those on its older texts.

use super::types::DocNo;
use super::types::notes::Note;
use super::{Library, Result, moment};
use crate::store::notes::{AnchorRecord, NoteRecord};
use crate::triage::Anchor;

impl Library {
    /// The notes on a document and on older texts of it, those on passages first and in the order of
    /// the text. A note whose passage the text has no longer is one on the whole document.
    pub fn notes(&self, document: DocNo, text: &str) -> Result<Vec<Note>> {
        let mut notes: Vec<Note> =
            self.store.notes(document)?.into_iter().map(|record| note(record, text, None)).collect();
        for older in self.store.older_texts(document)? {
            let records = self.store.notes(older)?;
            if records.is_empty() {
                continue;
            }
            let key = self.key(older)?;
            notes.extend(records.into_iter().map(|record| note(record, text, Some(key.clone()))));
        }
        notes.sort_by_key(|note| match &note.range {
            Some(range) => (false, range.start, note.decision),
            None => (true, 0, note.decision),
        });
        Ok(notes)
    }
}

fn note(record: NoteRecord, text: &str, older: Option<String>) -> Note {
    let anchor = record.anchor.map(Anchor::from);
    Note {
        decision: record.decision,
        who: record.who,
        when: moment(record.at),
        text: record.text,
        range: anchor.as_ref().and_then(|anchor| anchor.find(text)),
        quote: anchor.map(|anchor| anchor.exact),
        older,
    }
}

impl From<AnchorRecord> for Anchor {
    fn from(record: AnchorRecord) -> Self {
        let AnchorRecord { start, end, exact, before, behind } = record;
        Self { range: start as usize..end as usize, exact, before, behind }
    }
}

impl From<&Anchor> for AnchorRecord {
    fn from(anchor: &Anchor) -> Self {
        Self {
            start: anchor.range.start as u32,
            end: anchor.range.end as u32,
            exact: anchor.exact.clone(),
            before: anchor.before.clone(),
            behind: anchor.behind.clone(),
        }
    }
}
