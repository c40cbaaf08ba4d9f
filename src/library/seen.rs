//! What is new in a document to its reader, and which documents hold its passages.

use super::types::DocNo;
use super::types::seen::{Holder, Seen, SeenPassage};
use super::{Library, LibraryError, Result};
use crate::version::RelateError;
use crate::version::passages::{self, Passage, Words};
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// The earliest day first, those without one last, then by number.
type Age = (i32, DocNo);

/// A passage that two or more documents have, with the places at which it stands in the others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shared {
    /// UTF-8 bytes in the document that was asked about.
    pub range: Range<usize>,
    pub words: u32,
    /// Oldest first: documents, and the UTF-8 bytes in their texts.
    pub elsewhere: Vec<(DocNo, Range<usize>)>,
}

impl Library {
    /// What of a document has stood in documents of earlier batches, or in others that this
    /// library's reader has read. `None` when stopped.
    ///
    /// # Errors
    /// When the fingerprints or the documents cannot be read.
    pub fn seen(&self, document: DocNo, stop: &AtomicBool) -> Result<Option<Seen>> {
        let Some(meta) = self.store.meta(document)? else {
            return Err(LibraryError::NoDocument(format!("#{document}")));
        };
        let begins = self.store.batch_begins(meta.batch)?.unwrap_or(document);
        let read = self.store.read_by(&self.who)?;
        let counts = |other: DocNo| other != document && (other < begins || read.contains(&other));
        let words = Words::of(&self.text(document)?);
        let Some(found) = self.look(&counts, stop, |library| library.seen(&words))? else { return Ok(None) };
        let seen: usize = found.iter().map(|passage| passage.words).sum();
        let mut known: HashMap<DocNo, (String, Option<String>)> = HashMap::new();
        let mut out = Vec::with_capacity(found.len());
        for passage in found {
            let (key, date) = match known.get(&passage.document) {
                Some(known) => known.clone(),
                None => {
                    let Some(source) = self.store.meta(passage.document)? else { continue };
                    known.entry(passage.document).or_insert((source.key, source.date)).clone()
                }
            };
            out.push(SeenPassage {
                range: passage.bytes,
                words: passage.words as u32,
                first: passage.document,
                key,
                date,
                there: passage.there,
            });
        }
        let all = words.len() as u32;
        Ok(Some(Seen { document, passages: out, words: all, new_words: all - seen as u32 }))
    }

    /// The other documents that hold passages of some bytes of a document's text, the oldest first.
    /// `None` when stopped.
    ///
    /// # Errors
    /// As for [`seen`](Self::seen).
    pub fn holders(&self, document: DocNo, bytes: Range<usize>, stop: &AtomicBool) -> Result<Option<Vec<Holder>>> {
        let text = self.text(document)?;
        let Some(found) = self.passages_in(document, &text, &bytes, stop)? else { return Ok(None) };
        let mut out = Vec::new();
        for held in found.chunk_by(|a, b| a.document == b.document) {
            let Some(meta) = self.store.meta(held[0].document)? else { continue };
            // Two of them may have words of the asked text in common.
            let mut reached = 0;
            let mut words = 0;
            for passage in held {
                let own = Words::of(&text[passage.bytes.start.max(reached).min(passage.bytes.end)..passage.bytes.end]);
                words += own.len() as u32;
                reached = reached.max(passage.bytes.end);
            }
            let longest = held.iter().max_by_key(|passage| (passage.words, std::cmp::Reverse(passage.bytes.start)));
            out.push(Holder {
                document: meta.number,
                key: meta.key,
                title: meta.title,
                date: meta.date,
                words,
                at: longest.map_or(0, |passage| passage.there.start),
            });
        }
        Ok(Some(out))
    }

    /// Every passage that a document shares with others, in the order of its text. `None` when
    /// stopped.
    ///
    /// # Errors
    /// As for [`seen`](Self::seen).
    pub fn passages(&self, document: DocNo, stop: &AtomicBool) -> Result<Option<Vec<Shared>>> {
        let text = self.text(document)?;
        let Some(found) = self.passages_in(document, &text, &(0..text.len()), stop)? else { return Ok(None) };
        let mut by_range: BTreeMap<(usize, usize), Shared> = BTreeMap::new();
        for passage in found {
            let shared = by_range.entry((passage.bytes.start, passage.bytes.end)).or_insert_with(|| Shared {
                range: passage.bytes,
                words: passage.words as u32,
                elsewhere: Vec::new(),
            });
            shared.elsewhere.push((passage.document, passage.there));
        }
        Ok(Some(by_range.into_values().collect()))
    }

    fn passages_in(
        &self,
        document: DocNo,
        text: &Arc<str>,
        bytes: &Range<usize>,
        stop: &AtomicBool,
    ) -> Result<Option<Vec<Passage>>> {
        let words = Words::of(text);
        self.look(&|other| other != document, stop, |library| library.holders(&words, bytes))
    }

    fn look<T>(
        &self,
        counts: &dyn Fn(DocNo) -> bool,
        stop: &AtomicBool,
        ask: impl FnOnce(&passages::Library<'_, Age>) -> std::result::Result<T, RelateError>,
    ) -> Result<Option<T>> {
        let index = self.whole_prints()?;
        let rank = |other: DocNo| -> Option<Age> {
            let day = if counts(other) { self.store.day(other).ok().flatten() } else { None };
            day.map(|day| (day.unwrap_or(i32::MAX), other))
        };
        let texts = |other: DocNo| self.store.text(other).ok().flatten();
        match ask(&passages::Library { index: &index, rank: &rank, texts: &texts, stop }) {
            Ok(found) => Ok(Some(found)),
            Err(RelateError::Stopped) => Ok(None),
            Err(RelateError::Index(error)) => Err(LibraryError::Prints(error)),
        }
    }
}
