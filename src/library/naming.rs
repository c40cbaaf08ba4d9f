//! Numbers and counts of names while a batch is written.
//!
//! A name comes back in document after document: its number is remembered, and what a chunk of
//! documents adds to the counts goes to the database once.

use super::derive::Derivation;
use crate::store::names::NewName;
use crate::store::{StoreError, Writer};
use std::collections::HashMap;

/// Names remembered; some hundred bytes each.
const REMEMBERED: usize = 300_000;
/// Types of names.
const KINDS: usize = 4;

/// The names that have been met, and what the chunk at hand adds.
#[derive(Default)]
pub(super) struct NameBook {
    known: [HashMap<Box<str>, u32>; KINDS],
    /// The highest number given.
    last: Option<u32>,
    fresh: Vec<Fresh>,
    /// Documents and mentions to add, and the first of the documents, by number.
    counts: HashMap<u32, (u32, u32, u32)>,
    /// Mentions to add to spellings other than the name's, with their folded keys.
    forms: HashMap<(u32, String), (String, u32)>,
}

struct Fresh {
    number: u32,
    text: String,
    kind: u8,
    key: String,
}

impl NameBook {
    /// The numbers of a document's names, in order, and their counts noted.
    pub(super) fn note(
        &mut self,
        writer: &Writer<'_>,
        document: u32,
        derivation: &Derivation,
    ) -> Result<Vec<u32>, StoreError> {
        let mut names = Vec::with_capacity(derivation.names.len());
        for local in &derivation.names {
            let number = self.number(writer, &local.text, local.kind, &local.key)?;
            let counts = self.counts.entry(number).or_insert((0, 0, document));
            counts.0 += 1;
            for (form, key, count) in &local.forms {
                counts.1 += count;
                if *form != local.text {
                    self.forms.entry((number, form.clone())).or_insert_with(|| (key.clone(), 0)).1 += count;
                }
            }
            names.push(number);
        }
        Ok(names)
    }

    fn number(&mut self, writer: &Writer<'_>, text: &str, kind: u8, key: &str) -> Result<u32, StoreError> {
        let known = &mut self.known[usize::from(kind).min(KINDS - 1)];
        if let Some(&number) = known.get(text) {
            return Ok(number);
        }
        let number = match writer.name_number(text, kind)? {
            Some(number) => number,
            None => {
                let number = self.last.map_or_else(|| writer.last_name(), Ok)? + 1;
                self.last = Some(number);
                self.fresh.push(Fresh { number, text: text.to_owned(), kind, key: key.to_owned() });
                number
            }
        };
        known.insert(text.into(), number);
        Ok(number)
    }

    /// Writes what the chunk adds.
    pub(super) fn flush(&mut self, writer: &Writer<'_>) -> Result<(), StoreError> {
        for fresh in self.fresh.drain(..) {
            let (documents, mentions, first) = self.counts.remove(&fresh.number).unwrap_or_default();
            writer.put_name(&NewName {
                number: fresh.number,
                text: &fresh.text,
                kind: fresh.kind,
                key: &fresh.key,
                documents,
                mentions,
                first: Some(first),
            })?;
        }
        // A reader's decision may put down names between two chunks.
        self.last = None;
        let mut counts: Vec<_> = self.counts.drain().collect();
        counts.sort_unstable();
        for (number, (documents, mentions, first)) in counts {
            writer.count_name(number, documents, mentions, first)?;
        }
        let mut forms: Vec<_> = self.forms.drain().collect();
        forms.sort_unstable();
        for ((name, form), (key, count)) in forms {
            writer.count_form(name, &form, &key, count)?;
        }
        if self.known.iter().map(HashMap::len).sum::<usize>() > REMEMBERED {
            self.known.iter_mut().for_each(HashMap::clear);
        }
        Ok(())
    }
}
