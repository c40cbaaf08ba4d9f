//! What the text index has wrong, kept between questions until it changes.

use super::{Library, Result};
use roaring::RoaringBitmap;
use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

/// Of which state of the names and of how many documents it holds.
type Of = (i64, u32);

#[derive(Default)]
pub(super) struct Cache {
    of: RefCell<Of>,
    /// Documents whose mentions are not as they were recognised.
    all: RefCell<Option<Arc<RoaringBitmap>>>,
    /// By type, documents that have none of it although the index says so.
    without: RefCell<HashMap<u8, Arc<RoaringBitmap>>>,
    /// By type, those of the mended documents that have it.
    showing: RefCell<HashMap<u8, Arc<RoaringBitmap>>>,
}

impl Library {
    /// Documents whose mentions are not as they were recognised.
    pub(super) fn mended_documents(&self) -> Result<Arc<RoaringBitmap>> {
        self.refresh_cache()?;
        if let Some(all) = &*self.mended.all.borrow() {
            return Ok(all.clone());
        }
        let all = Arc::new(self.store.mended_documents()?);
        *self.mended.all.borrow_mut() = Some(all.clone());
        Ok(all)
    }

    /// Documents that have no entity of a type although the index says so, as `find` finds them.
    pub(super) fn documents_without(
        &self,
        kind: u8,
        find: impl FnOnce() -> Result<RoaringBitmap>,
    ) -> Result<Arc<RoaringBitmap>> {
        self.refresh_cache()?;
        if let Some(without) = self.mended.without.borrow().get(&kind) {
            return Ok(without.clone());
        }
        let without = Arc::new(find()?);
        self.mended.without.borrow_mut().insert(kind, without.clone());
        Ok(without)
    }

    /// The mended documents that have an entity of a type.
    pub(super) fn mended_showing(&self, kind: u8) -> Result<Arc<RoaringBitmap>> {
        self.refresh_cache()?;
        if let Some(showing) = self.mended.showing.borrow().get(&kind) {
            return Ok(showing.clone());
        }
        let showing = Arc::new(self.store.mended_showing(kind)?);
        self.mended.showing.borrow_mut().insert(kind, showing.clone());
        Ok(showing)
    }

    fn refresh_cache(&self) -> Result<()> {
        let indexed = self.index.as_ref().map_or(Ok(0), crate::search::TextIndex::last_document)?;
        let now = (self.store.names_changed()?, indexed);
        if *self.mended.of.borrow() != now {
            *self.mended.of.borrow_mut() = now;
            *self.mended.all.borrow_mut() = None;
            self.mended.without.borrow_mut().clear();
            self.mended.showing.borrow_mut().clear();
        }
        Ok(())
    }
}
