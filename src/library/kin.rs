//! Names known from a document's versions: where one version names somebody in full and another by the
//! surname or the given name alone, the short name is that person's.
//!
//! Only where all versions together have one person whom the short name can mean, and the document
//! itself none. It follows from the group and from which names are one, so it does not depend on the
//! order of batches; only groups in which either has changed are looked at again.

use super::types::DocNo;
use super::{Library, Result};
use crate::entity::{is_full, is_short_for};
use crate::store::mended::KinRule;
use crate::store::names::NameRecord;
use roaring::RoaringBitmap;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The type of people, as names are stored with it.
const PERSON: u8 = 0;
/// Groups that one transaction writes.
const CHUNK: usize = 200;
/// In larger groups, most members are templates and not versions of one report.
const LARGEST: usize = 1_000;

impl Library {
    /// Finds the short names anew of all documents whose group or names have changed; gives the
    /// documents in which some have become another's.
    pub(super) fn follow_kin(&mut self) -> Result<RoaringBitmap> {
        let due = self.store.kin_due()?;
        let mut changed = RoaringBitmap::new();
        let mut names: HashMap<u32, Option<NameRecord>> = HashMap::new();
        let mut seen: BTreeSet<u32> = BTreeSet::new();
        let due: Vec<DocNo> = due.into_iter().collect();
        for chunk in due.chunks(CHUNK) {
            let mut found: Vec<(DocNo, Vec<KinRule>)> = Vec::new();
            let steady = self.store.steady()?;
            for &document in chunk {
                match self.store.member(document)? {
                    None => found.push((document, Vec::new())),
                    Some(member) if seen.insert(member.group) => found.extend(self.kin_in(member.group, &mut names)?),
                    Some(_) => {}
                }
            }
            let mut written = Vec::new();
            for (document, rules) in found {
                if self.store.kin_rules(document)? != rules {
                    changed.insert(document);
                    written.push((document, rules));
                }
            }
            drop(steady);
            self.store.write(|writer| {
                written.iter().try_for_each(|(document, rules)| writer.set_kin_rules(*document, rules))?;
                chunk.iter().try_for_each(|&document| writer.kin_found(document))
            })?;
        }
        Ok(changed)
    }

    /// Names have come to other entities: the groups of the documents with them are looked at again.
    pub(super) fn owe_kin_of(&mut self, names: &[u32]) -> Result<()> {
        /// With more, all groups are: that costs less.
        const MANY: usize = 5_000;
        if names.is_empty() {
            return Ok(());
        }
        let grouped = self.store.grouped()?;
        let documents = match names.len() > MANY {
            true => grouped,
            false => self.recognised_in(names, 0)? & grouped,
        };
        Ok(self.store.write(|writer| documents.iter().try_for_each(|document| writer.owe_kin(document)))?)
    }

    /// The short names of every member of a group.
    fn kin_in(&self, group: u32, known: &mut HashMap<u32, Option<NameRecord>>) -> Result<Vec<(DocNo, Vec<KinRule>)>> {
        let members: Vec<DocNo> = self.store.members(group)?.into_iter().map(|member| member.document).collect();
        let mut people: Vec<Vec<NameRecord>> = Vec::with_capacity(members.len());
        if members.len() > LARGEST {
            return Ok(members.into_iter().map(|document| (document, Vec::new())).collect());
        }
        for &document in &members {
            let mut here = Vec::new();
            for number in self.store.raw_mentions(document)?.names {
                let name = match known.get(&number) {
                    Some(name) => name.clone(),
                    None => known.entry(number).or_insert(self.store.name(number)?).clone(),
                };
                here.extend(name.filter(|name| name.kind == PERSON));
            }
            people.push(here);
        }
        // The same names stand in version after version: each with its places, and each short one looked
        // for among them once.
        let mut full: BTreeMap<&str, (&NameRecord, Vec<usize>)> = BTreeMap::new();
        for (at, here) in people.iter().enumerate() {
            for name in here.iter().filter(|name| is_full(&name.text)) {
                full.entry(&name.text).or_insert((name, Vec::new())).1.push(at);
            }
        }
        let mut bearers_of: HashMap<u32, Vec<&(&NameRecord, Vec<usize>)>> = HashMap::new();
        let mut out = Vec::with_capacity(members.len());
        for (at, here) in people.iter().enumerate() {
            let mut rules = Vec::new();
            for short in here.iter().filter(|name| !is_full(&name.text)) {
                let bearers = bearers_of.entry(short.number).or_insert_with(|| {
                    full.values().filter(|(name, _)| is_short_for(&short.text, &name.text)).collect()
                });
                let Some(&(name, places)) = bearers.first() else { continue };
                // Two people, or one in the document itself who is not tied to it: nobody knows.
                if bearers.iter().any(|(other, places)| other.base != name.base || places.contains(&at))
                    || short.base == name.base
                {
                    continue;
                }
                let Some(version) = places.iter().map(|&place| members[place]).min() else { continue };
                rules.push(KinRule { name: short.number, target: name.number, version });
            }
            rules.sort();
            out.push((members[at], rules));
        }
        Ok(out)
    }
}
