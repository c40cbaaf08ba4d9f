//! Asking the text index, which may hold damage that shows only when it is read.
//!
//! Its library trusts its files and breaks down on some that were altered; what it says then is
//! checked against the files' checksums, and an index that does not hold is made anew.

use super::{Library, LibraryError, Result, SearchError};
use crate::search::{IndexError, TextIndex};
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::AtomicBool;

thread_local! {
    static GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// True while a panic on this thread is caught and dealt with, so that a panic hook can keep quiet.
pub fn is_guarded() -> bool {
    GUARDED.get()
}

/// Runs `work`; a panic comes back as its message.
pub(super) fn guarded<T>(work: impl FnOnce() -> T) -> std::result::Result<T, String> {
    let before = GUARDED.replace(true);
    let outcome = catch_unwind(AssertUnwindSafe(work));
    GUARDED.set(before);
    outcome.map_err(|panic| {
        let said = panic.downcast_ref::<String>().map(String::as_str);
        said.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("no reason given").to_owned()
    })
}

impl Library {
    /// Asks the text index, and asks again after making it anew where it proves to be damaged;
    /// `None` while there is none.
    ///
    /// # Errors
    /// `IndexBusy` when it is damaged and another process adds; `Broken` when a sound index cannot
    /// answer.
    pub(super) fn ask_index<T>(
        &mut self,
        ask: impl Fn(&Self, &TextIndex) -> std::result::Result<T, SearchError>,
    ) -> std::result::Result<Option<T>, SearchError> {
        for first in [true, false] {
            self.open_index()?;
            let Some(index) = &self.index else { return Ok(None) };
            let failed = match guarded(|| ask(self, index)) {
                Ok(Err(SearchError::Library(LibraryError::Index(IndexError::Damaged(why))))) => why,
                Ok(outcome) => return outcome.map(Some),
                Err(panic) => panic,
            };
            let sound = matches!(guarded(|| index.check()), Ok(Ok(damaged)) if damaged.is_empty());
            if sound || !first {
                return Err(LibraryError::Broken(failed).into());
            }
            self.renew_index()?;
        }
        Ok(None)
    }

    /// Opens the text index; one that breaks down on being opened is damaged.
    pub(super) fn text_index(&self) -> std::result::Result<TextIndex, IndexError> {
        guarded(|| TextIndex::open(&self.index_folder())).unwrap_or_else(|panic| Err(IndexError::Damaged(panic)))
    }

    /// Throws the text index away and makes it anew.
    fn renew_index(&mut self) -> Result<()> {
        let lock = self.lock().map_err(|error| match error {
            LibraryError::Busy => LibraryError::IndexBusy,
            other => other,
        })?;
        self.index = None;
        self.remove(&self.index_folder())?;
        self.catch_up(&mut |_| {}, &AtomicBool::new(false))?;
        drop(lock);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_an_answer() {
        assert_eq!(guarded(|| 7), Ok(7));
        assert_eq!(guarded(|| -> u8 { panic!("of {}", is_guarded()) }), Err("of true".to_owned()));
        assert!(!is_guarded());
    }
}
