//! Numbers and counts of names while a batch is written.
//!
//! A name comes back in document after document: its number is remembered, and what a chunk of
//! documents adds to the counts goes to the database once.

use super::derive::Recognised;
use super::entities::entity_type;
use super::repairs::surface;
use crate::entity;
use crate::store::mentions::Packed;
use crate::store::names::{NewAlias, NewName};
use crate::store::{StoreError, Writer};
use std::collections::HashMap;
use std::collections::hash_map::Entry;

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
    /// By number.
    counts: HashMap<u32, Counts>,
    /// Mentions to add to spellings other than the name's, with their folded keys.
    forms: HashMap<(u32, String), (String, i64)>,
    /// The spellings of names that mentions are taken from.
    spelt: HashMap<u32, String>,
}

/// Documents and mentions to add, and the first of the documents.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Counts {
    documents: i64,
    mentions: i64,
    first: Option<u32>,
}

struct Fresh {
    number: u32,
    text: String,
    kind: u8,
    key: String,
    tail: Option<String>,
}

/// The number of a name; one that is not known is put down without mentions.
pub(super) fn put_down(writer: &Writer<'_>, text: &str, kind: u8) -> Result<u32, StoreError> {
    if let Some(number) = writer.name_number(text, kind)? {
        return Ok(number);
    }
    let number = writer.last_name()? + 1;
    let (key, tail) = entity::keys(text, entity_type(kind));
    let tail = tail.as_deref();
    writer.put_name(&NewName { number, text, kind, key: &key, tail, documents: 0, mentions: 0, first: None })?;
    Ok(number)
}

impl NameBook {
    /// The numbers of a document's names, in order, and their counts noted.
    pub(super) fn note(
        &mut self,
        writer: &Writer<'_>,
        document: u32,
        recognised: &Recognised,
    ) -> Result<Vec<u32>, StoreError> {
        let mut names = Vec::with_capacity(recognised.names.len());
        for local in &recognised.names {
            let number = self.number(writer, &local.text, local.kind, &local.key)?;
            let counts = self.counts.entry(number).or_default();
            counts.documents += 1;
            counts.first = counts.first.or(Some(document));
            for (form, key, count) in &local.forms {
                counts.mentions += i64::from(*count);
                if *form != local.text {
                    self.forms.entry((number, form.clone())).or_insert_with(|| (key.clone(), 0)).1 += i64::from(*count);
                }
            }
            names.push(number);
        }
        for alias in &recognised.aliases {
            let keys = (entity::name_key(&alias.short), entity::name_key(&alias.long));
            let (short, long, reason) = (&alias.short, &alias.long, &alias.reason);
            writer.state_alias(document, &NewAlias { short, long, reason, keys: (&keys.0, &keys.1) })?;
        }
        Ok(names)
    }

    /// Notes that a document no longer has the mentions that it was written with.
    pub(super) fn take_off(
        &mut self,
        writer: &Writer<'_>,
        document: u32,
        packed: &Packed,
        text: &str,
    ) -> Result<(), StoreError> {
        writer.unstate_aliases(document)?;
        for &number in &packed.names {
            self.counts.entry(number).or_default().documents -= 1;
            if let Entry::Vacant(vacant) = self.spelt.entry(number) {
                vacant.insert(writer.name_text(number)?.unwrap_or_default());
            }
        }
        for &(start, end, at) in &packed.mentions {
            let Some(&number) = packed.names.get(at as usize) else { continue };
            self.counts.entry(number).or_default().mentions -= 1;
            let form = surface(text, start, end);
            if self.spelt.get(&number).is_none_or(|spelt| *spelt != form) {
                let key = entity::name_key(&form);
                self.forms.entry((number, form)).or_insert_with(|| (key, 0)).1 -= 1;
            }
        }
        Ok(())
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
                let tail = entity::tail(text, entity_type(kind));
                self.fresh.push(Fresh { number, text: text.to_owned(), kind, key: key.to_owned(), tail });
                number
            }
        };
        known.insert(text.into(), number);
        Ok(number)
    }

    /// Writes what the chunk adds.
    pub(super) fn flush(&mut self, writer: &Writer<'_>) -> Result<(), StoreError> {
        for fresh in self.fresh.drain(..) {
            let counts = self.counts.remove(&fresh.number).unwrap_or_default();
            writer.put_name(&NewName {
                number: fresh.number,
                text: &fresh.text,
                kind: fresh.kind,
                key: &fresh.key,
                tail: fresh.tail.as_deref(),
                documents: counts.documents.max(0) as u32,
                mentions: counts.mentions.max(0) as u32,
                first: counts.first,
            })?;
        }
        // A reader's decision may put down names between two chunks.
        self.last = None;
        let mut counts: Vec<_> = self.counts.drain().collect();
        counts.retain(|(_, counts)| (counts.documents, counts.mentions) != (0, 0));
        counts.sort_unstable();
        for (number, Counts { documents, mentions, first }) in counts {
            writer.count_name(number, documents, mentions, first)?;
        }
        let mut forms: Vec<_> = self.forms.drain().filter(|(_, (_, count))| *count != 0).collect();
        forms.sort_unstable();
        for ((name, form), (key, count)) in forms {
            writer.count_form(name, &form, &key, count)?;
        }
        if self.spelt.len() > REMEMBERED {
            self.spelt.clear();
        }
        if self.known.iter().map(HashMap::len).sum::<usize>() > REMEMBERED {
            self.known.iter_mut().for_each(HashMap::clear);
        }
        Ok(())
    }
}
