//! Reading texts for names again, where an older recogniser has read them: on all cores, a document's
//! names in one transaction, so that it can be broken off at any moment and goes on from there.
//!
//! The names that a document loses keep their numbers: decisions, queries and pins that speak of one
//! lead to the name that is spelt so now, whatever its type.

use super::derive::{self, Recognised};
use super::naming::NameBook;
use super::texts::{self, Read, Slot};
use super::types::Progress;
use super::{Library, LibraryError, Result};
use crate::entity::{is_model, is_outdated};
use crate::store::Store;
use crossbeam_channel::Receiver;
use std::sync::atomic::{AtomicBool, Ordering};

/// A transaction holds so many documents, or so many bytes of text.
const DOCUMENTS: usize = 500;
const BYTES: usize = 6 << 20;

impl Library {
    /// How many documents have names that an older recogniser has read, or one that is not known.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn names_of_older(&self) -> Result<u32> {
        self.names_read_by(is_outdated)
    }

    /// How many documents have names that a model has read which somebody named.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn names_of_models(&self) -> Result<u32> {
        self.names_read_by(is_model)
    }

    /// How many documents have names that another recogniser has read than the one that reads now.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn names_of_others(&self) -> Result<u32> {
        self.names_read_by(|number| number != self.recogniser.number())
    }

    fn names_read_by(&self, some: impl Fn(&str) -> bool) -> Result<u32> {
        let runs = self.store.documents_read_by(some, self.store.last_document()?)?;
        Ok(runs.iter().map(|run| run.end() - run.start() + 1).sum())
    }

    /// Reads the texts for names again of which an older recogniser has read the names, or all of them;
    /// gives how many documents could not be read and keep the names they have. The text index
    /// knows nothing of it, so it is to be made anew.
    pub(super) fn read_names_again(
        &mut self,
        all: bool,
        progress: &mut dyn FnMut(&Progress),
        stop: &AtomicBool,
    ) -> Result<u64> {
        if all {
            self.store.write(|writer| writer.forget_recognised())?;
        }
        let runs = self.store.documents_read_by(is_outdated, self.store.last_document()?)?;
        let total: u64 = runs.iter().map(|run| u64::from(run.end() - run.start() + 1)).sum();
        let mut failed = 0;
        if total > 0 {
            let store = Store::open(&self.folder)?;
            let recogniser = self.recogniser.clone();
            let make = |_: u32, text: &str| derive::recognised(text, &*recogniser, stop).ok();
            failed = std::thread::scope(|scope| {
                let slots = texts::start(scope, store, runs, &make, stop)
                    .map_err(|error| LibraryError::File(self.folder.clone(), error))?;
                let outcome = self.take_names(&slots, total, progress, stop);
                // The threads upstream end when nobody takes from their queues any more.
                drop(slots);
                outcome
            })?;
        }
        self.store.write(|writer| writer.settle_aliases())?;
        Ok(failed)
    }

    fn take_names(
        &mut self,
        slots: &Receiver<Slot<Recognised>>,
        total: u64,
        progress: &mut dyn FnMut(&Progress),
        stop: &AtomicBool,
    ) -> Result<u64> {
        let number = self.recogniser.number().to_owned();
        let mut book = NameBook::default();
        let (mut chunk, mut bytes, mut done, mut failed) = (Vec::new(), 0, 0u64, 0);
        for slot in slots {
            let Ok(read) = slot.read.recv() else { break };
            // What was stopped in the middle of a text has read no names, and keeps those it has.
            if stop.load(Ordering::Relaxed) {
                return Err(LibraryError::Stopped);
            }
            bytes += read.text.len();
            failed += u64::from(read.made.is_none());
            chunk.push((slot.document, read));
            if slot.ends || chunk.len() >= DOCUMENTS || bytes >= BYTES {
                done += chunk.len() as u64;
                self.put_names(&mut book, std::mem::take(&mut chunk), &number)?;
                bytes = 0;
                progress(&Progress {
                    stage: "reading names again",
                    done,
                    total,
                    failures: failed,
                    ..Progress::default()
                });
            }
        }
        if stop.load(Ordering::Relaxed) {
            return Err(LibraryError::Stopped);
        }
        Ok(failed)
    }

    /// Writes the names that a recogniser has found in documents that follow each other.
    fn put_names(&mut self, book: &mut NameBook, chunk: Vec<(u32, Read<Recognised>)>, recogniser: &str) -> Result<()> {
        let (Some(first), Some(last)) = (chunk.first().map(|read| read.0), chunk.last().map(|read| read.0)) else {
            return Ok(());
        };
        Ok(self.store.write(|writer| {
            writer.note_recognised(first, Some(last), recogniser)?;
            for (document, Read { text, made: recognised }) in &chunk {
                let Some(recognised) = recognised else { continue };
                let before = writer.raw_mentions(*document)?;
                book.take_off(writer, *document, &before, text)?;
                let names = book.note(writer, *document, recognised)?;
                writer.replace_mentions(*document, &names, &recognised.spans)?;
            }
            writer.owe_firsts()?;
            book.flush(writer)
        })?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::repairs::tests::{TEXTS, add, library, name, picture, queries_agree, repairs};
    use crate::library::types::EntityKind;
    use crate::library::types::repairs::Repair;
    use proptest::prelude::*;

    fn read(text: &str) -> Recognised {
        derive::recognised(text, &crate::entity::BuiltIn, &NO).unwrap()
    }

    /// What a recogniser of before may have made of a text: fewer names, other types, other ends.
    fn worse(text: &str, seed: usize) -> Recognised {
        let mut recognised = read(text);
        for (at, name) in recognised.names.iter_mut().enumerate() {
            if (at + seed).is_multiple_of(3) {
                name.kind = (name.kind + 1) % 4;
            }
        }
        let mut place = 0;
        recognised.spans.retain(|_| {
            place += 1;
            !(place + seed).is_multiple_of(5)
        });
        for name in &mut recognised.names {
            name.forms.clear();
        }
        let (names, spans) = (std::mem::take(&mut recognised.names), std::mem::take(&mut recognised.spans));
        let mut now_at: Vec<Option<u32>> = vec![None; names.len()];
        let mut names: Vec<Option<derive::LocalName>> = names.into_iter().map(Some).collect();
        for (start, end, at) in spans {
            let now = *now_at[at as usize].get_or_insert_with(|| {
                recognised.names.extend(names[at as usize].take());
                recognised.names.len() as u32 - 1
            });
            recognised.spans.push((start, end, now));
            let form = crate::library::repairs::surface(text, start, end);
            let forms = &mut recognised.names[now as usize].forms;
            match forms.iter_mut().find(|known| known.0 == form) {
                Some(known) => known.2 += 1,
                None => forms.push((form.clone(), crate::entity::name_key(&form), 1)),
            }
        }
        recognised.aliases.push(crate::entity::Alias {
            short: format!("N{seed}"),
            long: "Nobody At All".into(),
            reason: "stated".into(),
        });
        recognised
    }

    /// Gives documents the names of an older recogniser, and everything derived from them.
    fn make_older(library: &mut Library, documents: &[u32], seed: usize) {
        let mut book = NameBook::default();
        for &document in documents {
            let text = library.text(document).unwrap().to_string();
            let read = Read { made: Some(worse(&text, seed + document as usize)), text };
            library.put_names(&mut book, vec![(document, read)], "0-older").unwrap();
        }
        let lock = library.lock().unwrap();
        library.index = None;
        library.remove(&library.index_folder()).unwrap();
        library.store.write(|writer| writer.forget_mended()).unwrap();
        let derived = library.open_derived(&mut |_| {}, &NO).unwrap();
        drop(derived);
        library.resolve_names(&mut |_| {}, &NO).unwrap();
        drop(lock);
    }

    static NO: AtomicBool = AtomicBool::new(false);

    proptest! {
        #![proptest_config(crate::properties::cases(10))]
        #[test]
        fn names_read_again_are_those_of_a_new_library(
            chosen in proptest::collection::vec(0usize..14, 0..6),
            older in proptest::collection::vec(1u32..9, 1..9),
            seed in 0usize..30,
            broken_off in any::<bool>(),
        ) {
            let all: Vec<usize> = (0..TEXTS.len()).collect();
            let (_one, mut fresh) = library();
            add(&mut fresh, &all, "whole");
            let (_two, mut aged) = library();
            add(&mut aged, &all, "whole");
            let mut older = older;
            older.sort_unstable();
            older.dedup();
            make_older(&mut aged, &older, seed);
            prop_assert_eq!(aged.names_of_older().unwrap() as usize, older.len());
            queries_agree(&mut aged);
            for place in chosen {
                for library in [&mut fresh, &mut aged] {
                    library.repair(&[(repairs()[place].clone(), None)], 5, &mut |_| {}).unwrap();
                }
            }
            if broken_off {
                let stop = AtomicBool::new(false);
                let mut told = |progress: &Progress| {
                    stop.store(progress.stage == "reading names again", Ordering::Relaxed);
                };
                let _ = aged.rebuild(false, &mut told, &stop);
                aged.refresh(&mut |_| {}, &NO).unwrap();
                queries_agree(&mut aged);
            }
            prop_assert_eq!(aged.rebuild(false, &mut |_| {}, &NO).unwrap(), 0);
            prop_assert_eq!(aged.names_of_older().unwrap(), 0);
            prop_assert_eq!(picture(&mut aged), picture(&mut fresh));
            queries_agree(&mut aged);
            prop_assert_eq!(aged.store.aliases().unwrap(), fresh.store.aliases().unwrap());
        }
    }

    #[test]
    fn numbers_and_decisions_lead_to_the_name_that_is_spelt_so_now() {
        let (_folder, mut library) = library();
        add(&mut library, &[0, 1, 4, 6], "whole");
        let mut book = NameBook::default();
        // The older one took Antwerp for a person in every document.
        for document in 1..=4 {
            let text = library.text(document).unwrap().to_string();
            let mut recognised = read(&text);
            recognised.names.iter_mut().filter(|name| name.text == "Antwerp").for_each(|name| name.kind = 0);
            library.put_names(&mut book, vec![(document, Read { text, made: Some(recognised) })], "0-older").unwrap();
        }
        library.store.write(|writer| writer.forget_mended()).unwrap();
        library.resolve_names(&mut |_| {}, &NO).unwrap();
        let before = library.find_entities("Antwerp").unwrap();
        let old = *before.iter().find(|&&entity| library.entity_head(entity).unwrap().mentions > 0).unwrap();
        assert_eq!(library.entity_head(old).unwrap().kind, EntityKind::Person);
        let rename = Repair::Rename { entity: name("Antwerp", EntityKind::Person), to: "The Port".into() };
        library.repair(&[(rename, None)], 5, &mut |_| {}).unwrap();
        library.rebuild(false, &mut |_| {}, &NO).unwrap();
        let now = library.entity(old).unwrap();
        assert_eq!((now.name.as_str(), now.kind), ("The Port", EntityKind::Place), "{now:?}");
        assert!(now.mentions >= 2);
        assert_eq!(library.find_entities(&format!("e{old}")).unwrap(), [now.entity]);
    }

    #[test]
    fn all_are_read_again_where_that_is_asked_for() {
        let (_folder, mut library) = library();
        add(&mut library, &[0, 1, 2], "whole");
        let mut stages = std::collections::BTreeSet::new();
        library.rebuild(false, &mut |progress| _ = stages.insert(progress.stage), &NO).unwrap();
        assert!(!stages.contains("reading names again"), "{stages:?}");
        library.rebuild(true, &mut |progress| _ = stages.insert(progress.stage), &NO).unwrap();
        assert!(stages.contains("reading names again"), "{stages:?}");
        assert_eq!(library.names_of_older().unwrap(), 0);
    }
}
