//! Looking for lists in texts, and writing down what was found.

use crate::entity::{Gazetteer, Listed};
use crate::library::naming::put_down;
use crate::library::repairs::surface;
use crate::library::types::{EntityKind, Progress};
use crate::library::{Library, LibraryError, Result, texts};
use crate::store::gazetteers::EntryRecord;
use crate::store::mentions::Packed;
use crate::store::{Store, StoreError, Writer};
use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};

/// A transaction holds so many documents, or so many bytes of text.
const DOCUMENTS: usize = 1_000;
const BYTES: usize = 8 << 20;

/// The lists that stand, ready to be looked for.
#[derive(Debug, Default)]
pub(in crate::library) struct Lists {
    lists: Vec<List>,
}

#[derive(Debug)]
struct List {
    number: i64,
    /// Up to which document it had been looked for.
    through: u32,
    gazetteer: Gazetteer,
    entries: Vec<EntryRecord>,
}

/// What was found in a text: list by list, in the order of the lists.
pub(in crate::library) type Found = Vec<Vec<Listed>>;

impl Lists {
    fn load(store: &Store, numbers: &[i64]) -> Result<Self> {
        let mut lists = Vec::with_capacity(numbers.len());
        for &number in numbers {
            let entries: Vec<EntryRecord> = store.gazetteer_entries(number)?.into_iter().map(|entry| entry.1).collect();
            let forms =
                (0u32..).zip(&entries).flat_map(|(at, entry)| entry.forms.iter().map(move |form| (at, form.as_str())));
            let gazetteer = Gazetteer::of(forms);
            lists.push(List { number, through: store.gazetteer_through(number)?, gazetteer, entries });
        }
        Ok(Self { lists })
    }

    pub fn is_empty(&self) -> bool {
        self.lists.is_empty()
    }

    /// What a text has of the lists.
    pub fn find(&self, text: &str) -> Found {
        self.lists.iter().map(|list| list.gazetteer.find(text)).collect()
    }

    /// Writes down what was found in a document.
    pub fn put(
        &self,
        writer: &Writer<'_>,
        document: u32,
        text: &str,
        found: &Found,
        book: &mut Book,
    ) -> std::result::Result<(), StoreError> {
        for ((at, list), found) in self.lists.iter().enumerate().zip(found).filter(|(_, found)| !found.is_empty()) {
            let mut packed = Packed::default();
            let mut index_of: HashMap<u32, u32> = HashMap::new();
            for listed in found {
                let name = list.name(at, writer, listed, text, book)?;
                let index = *index_of.entry(name).or_insert_with(|| {
                    packed.names.push(name);
                    packed.names.len() as u32 - 1
                });
                packed.mentions.push((listed.start, listed.end, index));
            }
            writer.put_gazetteer_hits(list.number, document, &packed)?;
        }
        Ok(())
    }

    /// All lists have been looked for from behind one document to another.
    pub fn looked_for(&self, writer: &Writer<'_>, before: u32, through: u32) -> std::result::Result<(), StoreError> {
        self.lists.iter().try_for_each(|list| writer.gazetteer_looked_for(list.number, before, through))
    }
}

/// The numbers of names under which entries were found, by list.
pub(in crate::library) type Book = HashMap<(usize, Vec<u32>, Option<String>), u32>;

impl List {
    /// The number of the name under which a mention is kept: that of its entry; where several share the
    /// form, nobody knows whose it is, and it keeps its own words.
    fn name(
        &self,
        at: usize,
        writer: &Writer<'_>,
        listed: &Listed,
        text: &str,
        book: &mut Book,
    ) -> std::result::Result<u32, StoreError> {
        let entries: Vec<&EntryRecord> =
            listed.entries.iter().filter_map(|&entry| self.entries.get(entry as usize)).collect();
        let first = entries.first().map(|entry| (entry.name.as_str(), entry.kind));
        let alike = entries.iter().all(|entry| Some((entry.name.as_str(), entry.kind)) == first);
        let own = (!alike).then(|| surface(text, listed.start, listed.end));
        let key = (at, listed.entries.clone(), own);
        if let Some(&known) = book.get(&key) {
            return Ok(known);
        }
        let (name, kind) = match (&key.2, first) {
            (None, Some((name, kind))) => (name, kind),
            (own, first) => {
                let kind = first.map(|first| first.1).filter(|&kind| entries.iter().all(|entry| entry.kind == kind));
                (own.as_deref().unwrap_or_default(), kind.unwrap_or(EntityKind::Misc as u8))
            }
        };
        let number = put_down(writer, name, kind)?;
        for &entry in &listed.entries {
            writer.put_gazetteer_name(self.number, number, entry)?;
        }
        book.insert(key, number);
        Ok(number)
    }
}

impl Library {
    /// The lists that stand, loaded.
    pub(in crate::library) fn lists(&self) -> Result<Lists> {
        Lists::load(&self.store, &self.list_numbers()?)
    }

    /// True while some list has not been looked for in every document.
    pub(in crate::library) fn lists_lag(&self) -> Result<bool> {
        let last = self.store.last_document()?;
        for list in self.list_numbers()? {
            if self.store.gazetteer_through(list)? < last {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Looks for the lists that stand in all documents in which that has not been done; true where there
    /// were any. What is done stays when it is stopped.
    pub(in crate::library) fn look_for_lists(
        &mut self,
        progress: &mut dyn FnMut(&Progress),
        stop: &AtomicBool,
    ) -> Result<bool> {
        let last = self.store.last_document()?;
        let mut behind = self.list_numbers()?;
        let mut failed = None;
        behind.retain(|&list| match self.store.gazetteer_through(list) {
            Ok(through) => through < last,
            Err(error) => {
                failed = Some(error);
                false
            }
        });
        if let Some(error) = failed {
            return Err(error.into());
        }
        if behind.is_empty() {
            return Ok(false);
        }
        let lists = Lists::load(&self.store, &behind)?;
        let first = lists.lists.iter().map(|list| list.through + 1).min().unwrap_or(1);
        let store = Store::open(&self.folder)?;
        let make = |document: u32, text: &str| -> Option<Found> {
            let look = |list: &List| if document > list.through { list.gazetteer.find(text) } else { Vec::new() };
            Some(lists.lists.iter().map(look).collect())
        };
        let runs = std::iter::once(first..=last).collect();
        std::thread::scope(|scope| {
            let slots = texts::start(scope, store, runs, &make, stop)
                .map_err(|error| LibraryError::File(self.folder.clone(), error))?;
            let outcome = self.take_lists(&lists, &slots, (first, last), progress, stop);
            drop(slots);
            outcome
        })?;
        Ok(true)
    }

    fn take_lists(
        &mut self,
        lists: &Lists,
        slots: &crossbeam_channel::Receiver<texts::Slot<Found>>,
        (first, last): (u32, u32),
        progress: &mut dyn FnMut(&Progress),
        stop: &AtomicBool,
    ) -> Result<()> {
        let mut book = Book::new();
        let (mut chunk, mut bytes, mut before) = (Vec::new(), 0, first - 1);
        let total = u64::from(last - before);
        for slot in slots {
            let Ok(read) = slot.read.recv() else { break };
            bytes += read.text.len();
            let found = read.made.filter(|found| found.iter().any(|found| !found.is_empty()));
            chunk.push((slot.document, found.map(|found| (read.text, found))));
            if slot.ends || chunk.len() >= DOCUMENTS || bytes >= BYTES {
                if stop.load(Ordering::Relaxed) {
                    return Err(LibraryError::Stopped);
                }
                let through = slot.document;
                self.store.write(|writer| {
                    for (document, found) in &chunk {
                        if let Some((text, found)) = found {
                            lists.put(writer, *document, text, found, &mut book)?;
                        }
                    }
                    lists.looked_for(writer, before, through)
                })?;
                (before, bytes) = (through, 0);
                chunk.clear();
                let done = u64::from(through - first + 1);
                progress(&Progress { stage: "looking for listed names", done, total, ..Progress::default() });
            }
        }
        match before < last {
            true => Err(LibraryError::Stopped),
            false => Ok(()),
        }
    }
}
