//! Threads of mails: what answers what, by the ids that mails carry.
//!
//! A mail names the first of its thread, or only the one that it answers, and either may be missing
//! here; so the thread is all that hangs together by these ids.

use super::types::DocNo;
use super::{Library, LibraryError, Result};
use roaring::RoaringBitmap;
use std::collections::BTreeSet;

impl Library {
    /// The mails of a thread, which a mail of it, something attached to one, or a message id names.
    ///
    /// # Errors
    /// When nothing answers to it, or it is no mail.
    pub(super) fn thread(&self, given: &str) -> Result<RoaringBitmap> {
        let id = given.trim().trim_matches(['<', '>']);
        if id.contains('@') && self.document_with_key(given)?.is_none() {
            let found = self.thread_from([id.to_owned()].into())?;
            if !found.is_empty() {
                return Ok(found);
            }
        }
        self.thread_of(self.document_number(given)?)
    }

    /// A query for the thread of a document, and how many mails are in it.
    ///
    /// # Errors
    /// When the document is no mail and not attached to one.
    pub fn threading(&self, document: DocNo) -> Result<(String, u64)> {
        let found = self.thread_of(document)?;
        let key = self.key(document)?;
        let quoted = !key.contains(['"', '\u{201c}', '\u{201d}', '\u{201e}']);
        let name = if quoted { key } else { format!("#{document}") };
        Ok((format!("thread:\"{name}\" sort:date"), found.len()))
    }

    fn thread_of(&self, document: DocNo) -> Result<RoaringBitmap> {
        let mut ids = self.store.thread_ids(document)?;
        if ids.is_empty()
            && let Some(mail) = self.store.attached_to(document)?
            && let Some(mail) = self.document_with_key(&mail)?
        {
            ids = self.store.thread_ids(mail)?;
        }
        if ids.is_empty() {
            return Err(LibraryError::NoThread(self.key(document)?));
        }
        self.thread_from(ids)
    }

    fn thread_from(&self, ids: BTreeSet<String>) -> Result<RoaringBitmap> {
        let (mut open, mut known) = (ids.clone(), ids);
        let mut found = RoaringBitmap::new();
        while let Some(id) = open.pop_first() {
            for document in self.store.naming_id(&id)? {
                if !found.insert(document) {
                    continue;
                }
                for other in self.store.thread_ids(document)? {
                    if known.insert(other.clone()) {
                        open.insert(other);
                    }
                }
            }
        }
        Ok(found)
    }
}
