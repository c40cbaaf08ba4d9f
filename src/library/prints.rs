//! The fingerprints while documents are added: damage costs deriving them again, never the `add`.

use super::rebuild::STRIDE;
use super::types::Progress;
use super::{Library, LibraryError, Result, derive};
use crate::version::{self, IndexError, PrintIndex};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

/// The fingerprints, open for writing; none once they have shown damage, which may lie in a block
/// that was not read for years.
pub(super) struct Prints {
    index: Option<PrintIndex>,
}

impl Prints {
    /// Opens the fingerprints of at most `last` documents.
    pub fn open(folder: &Path, last: u32) -> Result<Self> {
        match PrintIndex::open(folder) {
            Ok(index) => Ok(Self { index: Some(index).filter(|index| index.last_document() <= last) }),
            Err(IndexError::Damaged(..)) => Ok(Self { index: None }),
            Err(error) => Err(error.into()),
        }
    }

    /// The last document that a commit holds.
    pub fn last_document(&self) -> u32 {
        self.index.as_ref().map_or(0, PrintIndex::last_document)
    }

    pub fn append(&mut self, document: u32, prints: &[version::Print]) -> Result<()> {
        let outcome = self.index.as_mut().map_or(Ok(()), |index| index.append(document, prints));
        self.note(outcome)
    }

    pub fn commit(&mut self) -> Result<()> {
        let outcome = self.index.as_mut().map_or(Ok(()), PrintIndex::commit);
        self.note(outcome)
    }

    fn note(&mut self, outcome: std::result::Result<(), IndexError>) -> Result<()> {
        match outcome {
            Err(IndexError::Damaged(..)) => self.index = None,
            other => other?,
        }
        Ok(())
    }
}

impl Library {
    /// The fingerprints for looking things up: those of every document that is grouped.
    ///
    /// # Errors
    /// `Damaged` also where they lack documents, as where their folder was taken away: what they do not tell
    /// of would be taken for what is nowhere else.
    pub(super) fn whole_prints(&self) -> Result<PrintIndex> {
        let folder = self.prints_folder();
        // Asked first: what is grouped meanwhile has its fingerprints already.
        let grouped = self.grouped_through()?;
        let index = PrintIndex::open(&folder)?;
        if index.last_document() < grouped {
            return Err(IndexError::Damaged("it lacks documents".to_owned(), folder).into());
        }
        Ok(index)
    }

    /// Groups the documents that came since the last time; fingerprints that turn out to be damaged
    /// on the way are derived again from the texts.
    pub(super) fn group_new(
        &mut self,
        prints: &mut Prints,
        progress: &mut dyn FnMut(&Progress),
        stop: &AtomicBool,
    ) -> Result<()> {
        for first in [true, false] {
            self.mend(prints, progress, stop)?;
            let Some(index) = &prints.index else { break };
            match self.find_versions(index, progress, stop) {
                Err(LibraryError::Prints(IndexError::Damaged(..))) if first => prints.index = None,
                outcome => return outcome,
            }
        }
        Ok(())
    }

    /// Derives the fingerprints of all documents anew, where the old ones are damaged.
    pub(super) fn mend(
        &self,
        prints: &mut Prints,
        progress: &mut dyn FnMut(&Progress),
        stop: &AtomicBool,
    ) -> Result<()> {
        if prints.index.is_some() {
            return Ok(());
        }
        self.remove(&self.prints_folder())?;
        let mut index = PrintIndex::open(&self.prints_folder())?;
        let last = self.store.last_document()?;
        for number in 1..=last {
            if stop.load(Ordering::Relaxed) {
                return Err(LibraryError::Stopped);
            }
            let text = self.store.text(number)?;
            index.append(number, &text.map_or_else(Vec::new, |text| derive::prints(&text)))?;
            if number % 64 == 0 {
                let (done, total) = (u64::from(number), u64::from(last));
                progress(&Progress { stage: "indexing", done, total, ..Progress::default() });
            }
            if number % STRIDE == 0 {
                index.commit()?;
            }
        }
        index.commit()?;
        prints.index = Some(index);
        Ok(())
    }
}
