//! Comparing.
use super::types::{Diff, DiffView, DocNo};
use super::{Library, Result};
use std::sync::atomic::AtomicBool;
impl Library {
    pub fn compare(
        &self,
        _document: DocNo,
        _base: Option<DocNo>,
        _view: DiffView,
        _stop: &AtomicBool,
    ) -> Result<Option<Diff>> {
        Ok(None)
    }
}
