//! Which document mentions a name first, where that is not known.

use super::super::{Library, Result};
use std::collections::BTreeMap;

impl Library {
    /// Finds where names stand first that are not known to, as in libraries of older formats and after
    /// texts were read for names again.
    pub(super) fn note_missing_firsts(&mut self) -> Result<()> {
        let due = self.store.firsts_due()?;
        if !due && !self.store.lacks_firsts()? {
            return Ok(());
        }
        let mut firsts: BTreeMap<u32, u32> = BTreeMap::new();
        let mended = self.store.mended_documents()?;
        self.store.each_raw_mentions(&mut |document, packed| {
            for name in packed.names.into_iter().filter(|_| !mended.contains(document)) {
                firsts.entry(name).or_insert(document);
            }
            true
        })?;
        for document in mended {
            for name in self.store.mentions(document)?.names {
                let first = firsts.entry(name).or_insert(document);
                *first = document.min(*first);
            }
        }
        let firsts: Vec<(u32, u32)> = firsts.into_iter().collect();
        for chunk in firsts.chunks(5_000) {
            self.store.write(|writer| {
                chunk.iter().try_for_each(|&(name, document)| writer.set_first(name, Some(document)))
            })?;
        }
        if due {
            self.store.write(|writer| writer.firsts_found())?;
        }
        Ok(())
    }
}
