//! Single mentions that belong to another name than the one that was recognised, or to none.

use super::Known;
use crate::entity::name_key;
use crate::library::guard::guarded;
use crate::library::types::Progress;
use crate::library::types::repairs::Repair;
use crate::library::{Library, LibraryError, Result};
use crate::search::TextIndex;
use crate::store::mended::{FormRules, KinRule};
use crate::store::mentions::Packed;
use crate::text::CodePoints;
use roaring::RoaringBitmap;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::atomic::{AtomicBool, Ordering};

/// Documents that one transaction writes.
const CHUNK: usize = 200;

/// What is no name in a document: a form, at one place (in code points) or everywhere.
type Unnamed = BTreeSet<(String, Option<usize>)>;

/// What a document's mentions were and what they are to be.
struct Change {
    document: u32,
    kept: Option<Packed>,
    wanted: Option<Packed>,
    /// What is added to the counts: documents and mentions of names, mentions of their forms.
    names: BTreeMap<u32, (i64, i64)>,
    forms: BTreeMap<(u32, String), i64>,
}

impl Library {
    /// Brings the mentions of all documents in line with the rules; gives the names whose counts have
    /// changed by it.
    pub(super) fn mend_documents(
        &mut self,
        rules: &FormRules,
        known: &[Known],
        also: &RoaringBitmap,
        progress: &mut dyn FnMut(&Progress),
        stop: &AtomicBool,
    ) -> Result<BTreeSet<u32>> {
        let before = self.store.form_rules()?;
        let differs = |a: &FormRules, b: &FormRules| -> Vec<u32> {
            a.iter().filter(|(key, target)| b.get(*key) != Some(*target)).map(|(key, _)| key.0).collect()
        };
        let mut changed = differs(rules, &before);
        changed.extend(differs(&before, rules));
        changed.sort_unstable();
        changed.dedup();
        let through = self.store.mended_through()?;
        // A form may have been taken off a name that is known from another version.
        let mut documents = also | self.recognised_in(&changed, 0)? | self.store.kin_of(&changed)?;
        let ruled: BTreeSet<u32> = rules.keys().map(|key| key.0).collect();
        documents |= self.recognised_in(&ruled.into_iter().collect::<Vec<_>>(), through)?;
        documents.extend(known.iter().filter_map(|known| known.record.document));
        documents |= self.store.named_to_follow(through)?;
        if !changed.is_empty() {
            // Readers and their lists may have put the name where nothing was recognised.
            documents |= self.store.with_named()? | self.store.listed_under(&changed)?;
        }
        let touched = self.mend_all(&documents, rules, known, progress, stop)?;
        if before != *rules {
            self.store.write(|writer| writer.set_form_rules(rules))?;
        }
        Ok(touched)
    }

    fn mend_all(
        &mut self,
        documents: &RoaringBitmap,
        rules: &FormRules,
        known: &[Known],
        progress: &mut dyn FnMut(&Progress),
        stop: &AtomicBool,
    ) -> Result<BTreeSet<u32>> {
        let mut unnamed: HashMap<u32, Unnamed> = HashMap::new();
        for known in known.iter().filter(|known| !known.record.undone) {
            if let (Repair::Unname { form, start, .. }, Some(document)) = (&known.repair, known.record.document) {
                unnamed.entry(document).or_default().insert((form.clone(), *start));
            }
        }
        let (total, lists) = (documents.len(), self.list_numbers()?);
        let mut touched: BTreeSet<u32> = BTreeSet::new();
        let all: Vec<u32> = documents.iter().collect();
        for (chunk, documents) in all.chunks(CHUNK).enumerate() {
            if stop.load(Ordering::Relaxed) {
                return Err(LibraryError::Stopped);
            }
            let done = (chunk * CHUNK) as u64;
            progress(&Progress { stage: "mending names", done, total, ..Progress::default() });
            let mut open: Vec<u32> = documents.to_vec();
            while !open.is_empty() {
                let mut changes = Vec::new();
                for &document in &open {
                    changes.extend(self.to_change(document, rules, unnamed.get(&document), &lists)?);
                }
                // Another process may be at the same document: then it is looked at once more.
                open = self.put_changes(&changes)?;
                touched.extend(changes.iter().flat_map(|change| change.names.keys()));
            }
        }
        self.note_first(&touched)?;
        Ok(touched)
    }

    /// What is to change in a document, if anything.
    fn to_change(
        &self,
        document: u32,
        rules: &FormRules,
        unnamed: Option<&Unnamed>,
        lists: &[i64],
    ) -> Result<Option<Change>> {
        let raw = self.store.raw_mentions(document)?;
        let kept = self.store.mended_mentions(document)?;
        let kin = self.store.kin_rules(document)?;
        let ruled = |name: &u32| rules.range((*name, String::new())..).next().is_some_and(|rule| rule.0.0 == *name);
        let named = self.store.named(document)?;
        let mut listed = Vec::new();
        for &list in lists {
            listed.extend(self.store.gazetteer_hits(list, document)?);
        }
        let concerned = !named.is_empty()
            || !listed.is_empty()
            || unnamed.is_some()
            || !kin.is_empty()
            || raw.names.iter().any(ruled);
        if !concerned && kept.is_none() {
            return Ok(None);
        }
        let Some(text) = self.store.text(document)? else { return Ok(None) };
        let laid = self.laid_over(&raw, &named, &listed, &text)?;
        let wanted = mended(&laid, &text, rules, &kin, unnamed);
        let wanted = Some(wanted).filter(|wanted| *wanted != raw);
        if wanted == kept {
            return Ok(None);
        }
        let mut change =
            Change { document, kept: kept.clone(), wanted, names: BTreeMap::new(), forms: BTreeMap::new() };
        change.count(change.kept.clone().as_ref().unwrap_or(&raw), &text, -1);
        change.count(change.wanted.clone().as_ref().unwrap_or(&raw), &text, 1);
        change.names.retain(|_, counts| *counts != (0, 0));
        change.forms.retain(|_, count| *count != 0);
        Ok(Some(change))
    }

    /// Writes changes; gives the documents that are not as they were any more.
    fn put_changes(&mut self, changes: &[Change]) -> Result<Vec<u32>> {
        if changes.is_empty() {
            return Ok(Vec::new());
        }
        // The name's own spelling has no count of its own.
        let mut spelt: HashMap<u32, String> = HashMap::new();
        for name in changes.iter().flat_map(|change| change.forms.keys().map(|form| form.0)) {
            if let Some(known) = self.store.name(name)? {
                spelt.insert(name, known.text);
            }
        }
        Ok(self.store.write(|writer| {
            let mut again = Vec::new();
            writer.count_names_changed()?;
            for change in changes {
                if writer.mended_now(change.document)? != change.kept {
                    again.push(change.document);
                    continue;
                }
                writer.put_mended(change.document, change.wanted.as_ref())?;
                // Until all follow, so that nothing is forgotten if it comes to no end.
                writer.owe_document(change.document)?;
                for (&name, &(documents, mentions)) in &change.names {
                    writer.shift_name(name, documents, mentions)?;
                }
                for ((name, form), &count) in &change.forms {
                    if spelt.get(name) != Some(form) {
                        writer.shift_form(*name, form, &name_key(form), count)?;
                    }
                }
            }
            Ok(again)
        })?)
    }

    /// Finds the first documents of names anew.
    fn note_first(&mut self, names: &BTreeSet<u32>) -> Result<()> {
        if names.is_empty() {
            return Ok(());
        }
        let mended = self.mended_documents()?;
        let mut firsts: BTreeMap<u32, Option<u32>> = BTreeMap::new();
        match self.level_index()? {
            Some(index) => {
                for &name in names {
                    let found = guarded(|| index.documents_with_names(&[name]));
                    let found = found.map_err(LibraryError::Broken)??;
                    firsts.insert(name, found.into_iter().find(|&document| !mended.contains(document)));
                }
            }
            None => self.store.each_raw_mentions(&mut |document, packed| {
                if !mended.contains(document) {
                    for name in packed.names.into_iter().filter(|name| names.contains(name)) {
                        firsts.entry(name).or_insert(Some(document));
                    }
                }
                true
            })?,
        }
        for &name in names {
            let first = firsts.entry(name).or_default();
            *first = first.take().into_iter().chain(self.store.mended_with(&[name])?.min()).min();
        }
        let firsts: Vec<(u32, Option<u32>)> = firsts.into_iter().collect();
        for chunk in firsts.chunks(super::CHUNK) {
            self.store.write(|writer| chunk.iter().try_for_each(|&(name, first)| writer.set_first(name, first)))?;
        }
        Ok(())
    }

    /// The text index, where it holds every document.
    fn level_index(&self) -> Result<Option<TextIndex>> {
        let last = self.store.last_document()?;
        Ok(self.text_index().ok().filter(|index| index.last_document().is_ok_and(|held| held >= last)))
    }

    /// Documents in which any of some names was recognised, of those with higher numbers than `after`.
    pub(in crate::library) fn recognised_in(&self, names: &[u32], after: u32) -> Result<RoaringBitmap> {
        if names.is_empty() {
            return Ok(RoaringBitmap::new());
        }
        let found = match self.level_index()? {
            Some(index) => guarded(|| index.documents_with_names(names)).ok().and_then(std::result::Result::ok),
            None => None,
        };
        let mut documents = match found {
            Some(found) => found.into_iter().collect(),
            None => self.scanned(names)?,
        };
        documents.remove_range(0..=after);
        Ok(documents)
    }

    /// The same without the text index: slower, and always there.
    pub(in crate::library) fn scanned(&self, names: &[u32]) -> Result<RoaringBitmap> {
        let wanted: std::collections::HashSet<u32> = names.iter().copied().collect();
        let mut documents = RoaringBitmap::new();
        self.store.each_raw_mentions(&mut |document, packed| {
            if packed.names.iter().any(|name| wanted.contains(name)) {
                documents.insert(document);
            }
            true
        })?;
        Ok(documents)
    }
}

impl Change {
    fn count(&mut self, packed: &Packed, text: &str, by: i64) {
        for &name in &packed.names {
            self.names.entry(name).or_default().0 += by;
        }
        for &(start, end, name) in &packed.mentions {
            let Some(&name) = packed.names.get(name as usize) else { continue };
            self.names.entry(name).or_default().1 += by;
            *self.forms.entry((name, surface(text, start, end))).or_default() += by;
        }
    }
}

/// A form as it is listed: white space collapsed.
pub(in crate::library) fn surface(text: &str, start: u32, end: u32) -> String {
    let surface = text.get(start as usize..end as usize).unwrap_or_default();
    surface.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The mentions of a document when everything that was decided is laid over what was recognised.
fn mended(raw: &Packed, text: &str, rules: &FormRules, kin: &[KinRule], unnamed: Option<&Unnamed>) -> Packed {
    let points = unnamed.filter(|unnamed| unnamed.iter().any(|(_, at)| at.is_some())).map(|_| CodePoints::of(text));
    let mut out = Packed::default();
    let mut index_of: HashMap<u32, u32> = HashMap::new();
    for &(start, end, at) in &raw.mentions {
        let Some(&name) = raw.names.get(at as usize) else { continue };
        let form = surface(text, start, end);
        let is_no_name = unnamed.is_some_and(|unnamed| {
            let here = points.as_ref().map(|points| points.at(start as usize));
            unnamed.contains(&(form.clone(), None))
                || here.is_some_and(|at| unnamed.contains(&(form.clone(), Some(at))))
        });
        if is_no_name {
            continue;
        }
        let name = kin.iter().find(|rule| rule.name == name).map_or(name, |rule| rule.target);
        let name = rules.get(&(name, form)).copied().unwrap_or(name);
        let index = *index_of.entry(name).or_insert_with(|| {
            out.names.push(name);
            out.names.len() as u32 - 1
        });
        out.mentions.push((start, end, index));
    }
    out
}
