//! What is derived from SQLite: opened, caught up, or made anew.

use super::dating;
use super::derive;
use super::facts::search_kind;
use super::guard::guarded;
use super::prints::Prints;
use super::types::Progress;
use super::{Library, LibraryError, Result};
use crate::search::{IndexDoc, IndexError, Writer as IndexWriter};
use std::sync::atomic::{AtomicBool, Ordering};
use std::{fs, io};

/// Memory of the text index's writer in bytes, and its threads.
const WRITER: (usize, usize) = (96 << 20, 2);
/// Documents between two commits of a rebuild.
pub(super) const STRIDE: u32 = 20_000;
/// A disk with fewer bytes left than a segment of the text index takes is full.
const LEAST_ROOM: u64 = 4 << 20;
/// Set while the text index holds names that may have been read again since.
const OUTDATED: &str = "text index outdated";

/// The derived stores, open for writing and level with SQLite.
pub(super) struct Derived {
    pub index: IndexWriter,
    pub prints: Prints,
}

impl Library {
    /// Opens the text index for searching; one that lags behind is caught up first, if nobody else
    /// is at it.
    pub(super) fn open_index(&mut self) -> Result<()> {
        if let Some(index) = &self.index {
            match guarded(|| index.reload()) {
                Ok(Ok(())) => return Ok(()),
                Ok(Err(error)) if !matches!(error, IndexError::Damaged(_)) => return Err(error.into()),
                _ => self.index = None,
            }
        }
        // An empty library has no index yet; it is the adder's to make.
        if self.store.last_document()? == 0 {
            return Ok(());
        }
        let opened = self.text_index();
        let behind = match &opened {
            Ok(index) => index.last_document()? < self.store.last_document()?,
            Err(IndexError::Damaged(_) | IndexError::Schema { .. }) => true,
            Err(_) => false,
        };
        let behind = behind || self.is_index_outdated()?;
        if behind && let Ok(lock) = self.lock() {
            let outcome =
                self.catch_up(&mut |_| {}, &AtomicBool::new(false)).map_err(|error| self.for_want_of_room(error));
            drop(lock);
            let index = self.text_index();
            self.kept_behind = match outcome {
                // What it holds can be asked all the same.
                Err(error) if error.is_about_writing() && index.is_ok() => Some(error.to_string()),
                other => other.map(|()| None)?,
            };
            self.index = Some(index?);
            return Ok(());
        }
        self.index = Some(opened?);
        Ok(())
    }

    /// Why the text index could not be brought level when it was opened.
    pub fn kept_behind(&self) -> Option<&str> {
        self.kept_behind.as_deref()
    }

    fn is_index_outdated(&self) -> Result<bool> {
        Ok(self.store.setting(OUTDATED)?.is_some_and(|outdated| outdated == "1"))
    }

    /// The error as the reader should be told it: a thread of the text index only says that it ended.
    pub(super) fn for_want_of_room(&self, error: LibraryError) -> LibraryError {
        let is_full = || {
            rustix::fs::statvfs(&self.folder).is_ok_and(|disk| disk.f_bavail.saturating_mul(disk.f_frsize) < LEAST_ROOM)
        };
        match error {
            LibraryError::Index(IndexError::BrokenOff(_)) if is_full() => crate::store::StoreError::Full.into(),
            other => other,
        }
    }

    pub(super) fn reload_index(&mut self) {
        self.index = None;
    }

    /// The name of a batch whose `add` was interrupted and that nobody goes on with at the moment.
    pub fn interrupted(&self) -> Result<Option<String>> {
        let unfinished = self.store.unfinished_batch()?;
        Ok(unfinished.filter(|_| !matches!(self.lock(), Err(LibraryError::Busy))).map(|(_, name)| name))
    }

    /// True when the text index, the fingerprints or the groups do not hold every document yet.
    pub fn is_behind(&self) -> Result<bool> {
        let last = self.store.last_document()?;
        let index = self.text_index().and_then(|index| index.last_document()).unwrap_or(0);
        Ok(index < last
            || self.is_index_outdated()?
            || self.grouped_through()? < last
            || self.groups_lag()?
            || self.names_lag()?)
    }

    /// Brings everything derived level with the documents.
    ///
    /// # Errors
    /// `Busy` while another process adds; `Stopped` when `stop` is set.
    pub fn refresh(&mut self, progress: &mut dyn FnMut(&Progress), stop: &AtomicBool) -> Result<()> {
        let lock = self.lock()?;
        self.catch_up(progress, stop)?;
        drop(lock);
        self.reload_index();
        Ok(())
    }

    pub(super) fn catch_up(&mut self, progress: &mut dyn FnMut(&Progress), stop: &AtomicBool) -> Result<()> {
        let mut derived = self.open_derived(progress, stop)?;
        // An interrupted batch is grouped as a whole when it is finished, not piece by piece.
        if self.store.unfinished_batch()?.is_none() && self.grouped_through()? < self.store.last_document()? {
            self.group_new(&mut derived.prints, progress, stop)?;
            self.resolve_names(progress, stop)?;
        }
        self.follow_repairs(progress, stop)?;
        self.regroup(&[])
    }

    /// Throws everything derived away and makes it anew from the documents. Texts are read for names
    /// again where an older recogniser has done so, or all of them where `every_name` says so; gives how
    /// many could not be read and keep the names they have.
    ///
    /// # Errors
    /// `Busy` while another process adds; `RebuildStopped` when `stop` is set: what is done stays, and
    /// the next rebuild goes on.
    pub fn rebuild(&mut self, every_name: bool, progress: &mut dyn FnMut(&Progress), stop: &AtomicBool) -> Result<u64> {
        self.rebuild_all(every_name, progress, stop).map_err(|error| match self.for_want_of_room(error) {
            LibraryError::Stopped => LibraryError::RebuildStopped,
            other => other,
        })
    }

    fn rebuild_all(&mut self, every_name: bool, progress: &mut dyn FnMut(&Progress), stop: &AtomicBool) -> Result<u64> {
        let lock = self.lock()?;
        // What a full disk may refuse comes first: nobody is to look into fingerprints that are gone for groups
        // that are still there.
        self.forget_groups()?;
        self.store.write(|writer| {
            writer.settle_log()?;
            writer.forget_gazetteer_hits()?;
            writer.forget_mended()?;
            // It goes when there is another to take its place soon: until then searches find something.
            writer.set(OUTDATED, "1")
        })?;
        self.remove(&self.prints_folder())?;
        // The text index holds names, so these come first.
        let kept = self.read_names_again(every_name, progress, stop)?;
        self.index = None;
        // What an interrupted batch has brought so far is grouped too: its documents can be read, and
        // nobody knows whether it will ever go on.
        let mut derived = self.open_derived(progress, stop)?;
        self.group_new(&mut derived.prints, progress, stop)?;
        self.resolve_names(progress, stop)?;
        drop(lock);
        Ok(kept)
    }

    /// Opens the derived stores for writing; what is damaged is made anew, what lags catches up.
    pub(super) fn open_derived(&mut self, progress: &mut dyn FnMut(&Progress), stop: &AtomicBool) -> Result<Derived> {
        let last = self.store.last_document()?;
        if self.is_index_outdated()? {
            self.remove(&self.index_folder())?;
            self.store.write(|writer| writer.set(OUTDATED, "0"))?;
        }
        let index = match self.text_index() {
            Ok(index) if index.last_document()? <= last => index,
            Ok(_) | Err(IndexError::Damaged(_) | IndexError::Schema { .. }) => {
                self.remove(&self.index_folder())?;
                self.text_index()?
            }
            Err(error) => return Err(error.into()),
        };
        let mut prints = Prints::open(&self.prints_folder(), last)?;
        self.mend(&mut prints, progress, stop)?;
        let writer = index.writer(WRITER.0, WRITER.1)?;
        let mut derived = Derived { index: writer, prints };
        let from = index.last_document()?;
        self.fill(&mut derived, from, last, progress, stop)?;
        Ok(derived)
    }

    fn fill(
        &self,
        derived: &mut Derived,
        indexed: u32,
        last: u32,
        progress: &mut dyn FnMut(&Progress),
        stop: &AtomicBool,
    ) -> Result<()> {
        let printed = derived.prints.last_document();
        let from = indexed.min(printed) + 1;
        for number in from..=last {
            if stop.load(Ordering::Relaxed) {
                return Err(LibraryError::Stopped);
            }
            let text = self.store.text(number)?;
            if let Some(text) = text.as_ref().filter(|_| number > indexed) {
                self.index_one(&derived.index, number, text)?;
            }
            if number > printed {
                // Of one whose text is lost it is noted that there is nothing of it.
                derived.prints.append(number, &text.map_or_else(Vec::new, |text| derive::prints(&text)))?;
            }
            if number % 64 == 0 {
                let (done, total) = (u64::from(number - from + 1), u64::from(last - from + 1));
                progress(&Progress { stage: "indexing", done, total, ..Progress::default() });
            }
            if number % STRIDE == 0 {
                derived.index.commit(number.max(indexed))?;
                derived.prints.commit()?;
            }
        }
        if from <= last {
            derived.index.commit(last)?;
            derived.prints.commit()?;
        }
        Ok(())
    }

    fn index_one(&self, index: &IndexWriter, number: u32, text: &str) -> Result<()> {
        let Some(meta) = self.store.meta(number)? else { return Ok(()) };
        // The index knows what was recognised; what is mended is put right when it is asked.
        let names = self.store.raw_mentions(number)?.names;
        let mut kinds = Vec::new();
        for &name in &names {
            if let Some(name) = self.store.name(name)? {
                let kind = search_kind(name.kind);
                if !kinds.contains(&kind) {
                    kinds.push(kind);
                }
            }
        }
        index.add(&IndexDoc {
            number,
            title: &meta.title,
            body: text,
            source: meta.source.as_deref().unwrap_or_default(),
            path: &meta.path,
            url: meta.url.as_deref().unwrap_or_default(),
            lang: meta.language.as_deref().unwrap_or_default(),
            key: &meta.key,
            day: meta.day,
            moment: dating::moment(meta.date.as_deref(), meta.day),
            words: meta.words,
            batch: meta.batch,
            names: &names,
            kinds: &kinds,
        })?;
        Ok(())
    }

    pub(super) fn remove(&self, folder: &std::path::Path) -> Result<()> {
        match fs::remove_dir_all(folder) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(LibraryError::File(folder.to_owned(), error)),
            _ => Ok(()),
        }
    }
}
