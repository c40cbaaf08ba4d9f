//! Names that were recognised elsewhere, laid over what was recognised here.

use super::mending::surface;
use crate::entity::{is_particle, name_key};
use crate::library::naming::put_down;
use crate::library::types::repairs::Repair;
use crate::library::types::{Decided, DocNo, EntityKind, Progress};
use crate::library::{Library, Result};
use crate::store::decisions::NewDecision;
use crate::store::mentions::Packed;
use crate::store::named::ACT;
use crate::text::terms::terms;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::ops::Range;
use std::sync::atomic::AtomicBool;

/// A place in a document's text where a name of a type stands, in UTF-8 bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Named {
    pub start: u32,
    pub end: u32,
    pub kind: EntityKind,
}

impl Library {
    /// Takes names over that were recognised elsewhere, as one act of the reader. The places of a
    /// document are in order and do not overlap; where they meet what was recognised here, they hold.
    ///
    /// # Errors
    /// When the library cannot be read or written.
    pub(in crate::library) fn name_spans(
        &mut self,
        from: &str,
        spans: &BTreeMap<DocNo, Vec<Named>>,
        at: i64,
        progress: &mut dyn FnMut(&Progress),
    ) -> Result<Decided> {
        let mut names: BTreeSet<(String, u8)> = BTreeSet::new();
        for (&document, places) in spans {
            let text = self.text(document)?;
            names.extend(places.iter().map(|place| (surface(&text, place.start, place.end), place.kind as u8)));
        }
        let total = spans.values().map(Vec::len).sum::<usize>() as u64;
        let repair = Repair::Spans { from: from.to_owned(), names: total, documents: spans.len() as u64 };
        let value = serde_json::to_string(&repair).unwrap_or_default();
        let documents: Vec<DocNo> = spans.keys().copied().collect();
        let who = self.who.clone();
        let decision = self.store.write(|writer| {
            for (text, kind) in &names {
                put_down(writer, text, *kind)?;
            }
            let decision = writer.decide(&NewDecision {
                at,
                who: &who,
                act: ACT,
                value: Some(&value),
                quiet: false,
                with: None,
                documents: &documents,
                anchor: None,
            })?;
            for (&document, places) in spans {
                writer.put_named(decision, document, &packed(places))?;
            }
            Ok(decision)
        })?;
        let became = self.follow_repairs(progress, &AtomicBool::new(false))?;
        Ok(Decided {
            summary: repair.told(),
            documents,
            decisions: vec![decision],
            mended: true,
            became,
            ..Decided::default()
        })
    }

    /// The names that readers gave to places in documents, whatever is recognised; not those of lists.
    pub(in crate::library) fn names_given(&self) -> Result<HashSet<u32>> {
        let mut given = HashSet::new();
        for document in self.store.with_named()? {
            let Some(text) = self.store.text(document)? else { continue };
            for import in self.store.named(document)? {
                for &(start, end, kind) in &import.mentions {
                    let Some(&kind) = import.names.get(kind as usize) else { continue };
                    given.extend(self.store.name_called(&surface(&text, start, end), kind as u8)?);
                }
            }
        }
        Ok(given)
    }

    /// What was recognised in a document, with the names that were recognised elsewhere in place of
    /// what they meet, and then with those of lists; of each, those given last come first and hold before
    /// the others. A single listed word inside a longer recognised name leaves that as it is.
    pub(super) fn laid_over(&self, raw: &Packed, named: &[Packed], listed: &[Packed], text: &str) -> Result<Packed> {
        if named.is_empty() && listed.is_empty() {
            return Ok(raw.clone());
        }
        // By where they begin, so that each is held against its neighbours only.
        let mut taken: BTreeMap<u32, (u32, u32)> = BTreeMap::new();
        let mut lay = |start: u32, end: u32, name: u32| {
            let before = taken.range(..end).next_back().is_some_and(|(_, &(other, _))| other > start);
            if !before {
                taken.insert(start, (end, name));
            }
        };
        for import in named {
            for &(start, end, kind) in &import.mentions {
                let Some(&kind) = import.names.get(kind as usize) else { continue };
                if let Some(name) = self.store.name_called(&surface(text, start, end), kind as u8)? {
                    lay(start, end, name);
                }
            }
        }
        for list in listed {
            for &(start, end, name) in &list.mentions {
                if let Some(&name) = list.names.get(name as usize).filter(|_| !is_part(raw, text, start..end)) {
                    lay(start, end, name);
                }
            }
        }
        for &(start, end, name) in &raw.mentions {
            if let Some(&name) = raw.names.get(name as usize) {
                lay(start, end, name);
            }
        }
        let mut out = Packed::default();
        let mut index_of: HashMap<u32, u32> = HashMap::new();
        for (start, (end, name)) in taken {
            let index = *index_of.entry(name).or_insert_with(|| {
                out.names.push(name);
                out.names.len() as u32 - 1
            });
            out.mentions.push((start, end, index));
        }
        Ok(out)
    }
}

/// A single word, with its particles ("van der Kern"), that stands inside a longer recognised name, which is not the
/// same with a title or a legal form.
fn is_part(raw: &Packed, text: &str, place: Range<u32>) -> bool {
    let word = surface(text, place.start, place.end);
    let mut words = terms(&word);
    let (mut count, mut last_is_particle) = (0, false);
    while let Some((_, term)) = words.advance() {
        last_is_particle = is_particle(term);
        count += usize::from(!last_is_particle);
    }
    // One that is nothing but a particle is a word of its own.
    if count + usize::from(last_is_particle && count == 0) != 1 {
        return false;
    }
    let before = raw.mentions.partition_point(|mention| mention.1 < place.end);
    raw.mentions[before..].iter().take_while(|mention| mention.0 <= place.start).any(|&(start, end, _)| {
        (start, end) != (place.start, place.end) && name_key(&surface(text, start, end)) != name_key(&word)
    })
}

/// The places packed, with types in place of names.
fn packed(places: &[Named]) -> Packed {
    let names = EntityKind::ALL.map(|kind| kind as u32).to_vec();
    Packed { names, mentions: places.iter().map(|place| (place.start, place.end, place.kind as u32)).collect() }
}
