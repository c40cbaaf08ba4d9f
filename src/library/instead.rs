//! What a query that finds nothing may have been meant as: a key, a word spelt otherwise, a name spelt otherwise.

use super::complete::written;
use super::types::Instead;
use super::{Library, Result, SearchError};
use crate::search::{self, EntityName, Kind, Node, Query};
use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};

/// Words of fewer letters are near too many others.
const LETTERS: usize = 4;
/// From this many letters on two may differ in a name.
const LONG: usize = 6;
/// Parts of a query that are looked at.
const PARTS: usize = 8;

impl Library {
    /// A query that finds something, for one that does not.
    ///
    /// # Errors
    /// `Query` when it cannot be read; `Stopped` when `stop` is set.
    pub fn instead(&mut self, text: &str, stop: &AtomicBool) -> std::result::Result<Option<Instead>, SearchError> {
        let query = self.parsed(text, false)?;
        if let Some(found) = self.as_key(text.trim(), stop)? {
            return Ok(Some(found));
        }
        let parts = match &query.root.kind {
            Kind::And(parts) => parts.as_slice(),
            _ => std::slice::from_ref(&query.root),
        };
        let mut all: Vec<(Range<usize>, String)> = Vec::new();
        for part in parts.iter().take(PARTS) {
            // Names are gone through only where a part is one that may be spelt otherwise, and finds nothing.
            if !matches!(part.kind, Kind::Words { slop: None, .. } | Kind::Entity(_)) {
                continue;
            }
            let alone = Query { root: part.clone(), ..query.clone() };
            if self.weighed(String::new(), &alone, stop)?.documents != Some(0) {
                continue;
            }
            let Some(other) = self.otherwise(text, part)? else { continue };
            let (Some(before), Some(behind)) = (text.get(..part.span.start), text.get(part.span.end..)) else {
                continue;
            };
            if let Some(found) = self.found_by(format!("{before}{other}{behind}"), stop)? {
                return Ok(Some(found));
            }
            all.push((part.span.clone(), other));
        }
        // Several may be misspelt at once.
        if all.len() < 2 {
            return Ok(None);
        }
        all.sort_unstable_by_key(|(span, _)| std::cmp::Reverse(span.start));
        let mut mended = text.to_owned();
        for (span, other) in all {
            mended.replace_range(span, &other);
        }
        self.found_by(mended, stop)
    }

    /// A part of a query with its word or name spelt otherwise; `None` where it holds something else.
    fn otherwise(&mut self, text: &str, part: &Node) -> std::result::Result<Option<String>, SearchError> {
        let Some(typed) = text.get(Range::clone(&part.span)) else { return Ok(None) };
        match &part.kind {
            Kind::Words { slop: None, .. } => {
                let plain = typed.chars().count() >= LETTERS && typed.chars().all(char::is_alphabetic);
                Ok(plain.then(|| format!("{typed}~")))
            }
            Kind::Entity(wanted @ EntityName { name: Some(name), listed: false, .. }) => {
                let Some((field, _)) = typed.split_once(':') else { return Ok(None) };
                let kind = wanted.kind.map(|kind| kind as u8);
                if let Some(near) = self.nearest_name(kind, name)? {
                    return Ok(Some(written(field, &near)));
                }
                // It may be known, and be taken for something else.
                let any = if kind.is_some() { self.nearest_name(None, name)? } else { None };
                Ok(any.map(|near| written("entity", &near)))
            }
            _ => Ok(None),
        }
    }

    /// The name that is spelt most like a wanted one: of equally near ones that in most documents.
    fn nearest_name(&mut self, kind: Option<u8>, name: &str) -> Result<Option<String>> {
        let typed = name.to_lowercase();
        let letters = typed.chars().count();
        if letters < LETTERS {
            return Ok(None);
        }
        let most = if letters < LONG { 1 } else { 2 };
        let mut best: Option<((usize, std::cmp::Reverse<u32>), String)> = None;
        for known in self.store.names()? {
            let counts = !known.is_hidden() && known.mentions > 0;
            if !counts || kind.is_some_and(|kind| known.shown_kind() != kind) {
                continue;
            }
            let text = known.text.to_lowercase();
            // Of a name of several words one may have been meant.
            let words = std::iter::once(text.as_str()).chain(text.split_whitespace());
            let Some(far) = words.filter_map(|word| search::spelling_distance(&typed, word, most)).min() else {
                continue;
            };
            let rank = (far, std::cmp::Reverse(known.documents));
            if best.as_ref().is_none_or(|(known, _)| rank < *known) {
                best = Some((rank, known.text));
            }
        }
        Ok(best.map(|(_, name)| name))
    }

    /// A word that is found in no text, as the key of documents or a part of one: who names a document so
    /// means to open it.
    fn as_key(&mut self, word: &str, stop: &AtomicBool) -> std::result::Result<Option<Instead>, SearchError> {
        let plain = |c: char| c.is_alphanumeric() || "/._-@!+,".contains(c);
        if !word.starts_with(char::is_alphanumeric) || !word.chars().all(plain) {
            return Ok(None);
        }
        let found = self.found_by(format!("key:{word}"), stop)?;
        Ok(found.map(|found| Instead { as_key: true, ..found }))
    }

    fn found_by(&mut self, query: String, stop: &AtomicBool) -> std::result::Result<Option<Instead>, SearchError> {
        if stop.load(Ordering::Relaxed) {
            return Err(SearchError::Stopped);
        }
        let Ok(read) = self.parsed(&query, false) else { return Ok(None) };
        let found = self.weighed(query, &read, stop)?;
        let documents = found.documents.filter(|&documents| documents > 0);
        Ok(documents.map(|documents| Instead { query: found.text, documents, as_key: false }))
    }
}
