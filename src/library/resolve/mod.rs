//! Which names of the whole library are one entity: decided again where something has changed.

mod firsts;
mod former;
mod near;
#[cfg(test)]
mod tests;

use super::entities::entity_type;
use super::types::Progress;
use super::{Library, Result};
use crate::entity::{self, StatedAlias};
use crate::store::names::{AliasRecord, NameRecord};
use std::collections::{BTreeSet, HashMap};
use std::sync::atomic::AtomicBool;

/// Where more than one name in so many has changed, all are resolved: that costs less. The tests' small
/// libraries are to take the other way, too.
const SHARE: u32 = if cfg!(test) { 1 } else { 6 };

/// Rows that one transaction writes.
const CHUNK: usize = 5_000;

/// The names among which it is decided.
struct Scope {
    /// In order of their numbers.
    names: Vec<NameRecord>,
    aliases: Vec<AliasRecord>,
    /// The numbers of those about which all is known that has a say; without it, all of them.
    decided: Option<BTreeSet<u32>>,
}

impl Library {
    /// Decides anew which names are one entity, and lays over it what readers have decided. Where few
    /// names have changed since that was done, only they are looked at, and those that have to do with
    /// them; what comes of it is the same.
    pub(super) fn resolve_names(&mut self, progress: &mut dyn FnMut(&Progress), stop: &AtomicBool) -> Result<()> {
        self.look_for_lists(progress, stop)?;
        let few = self.store.last_name()? / SHARE;
        self.resolve_changed(few, progress, stop)
    }

    /// All names are resolved where more than `few` have changed, or the rules have.
    fn resolve_changed(&mut self, few: u32, progress: &mut dyn FnMut(&Progress), stop: &AtomicBool) -> Result<()> {
        progress(&Progress { stage: "resolving names", ..Progress::default() });
        self.note_missing_firsts()?;
        let (last_document, last_name) = (self.store.last_document()?, self.store.last_name()?);
        let by = self.resolved_by()?;
        let near = match self.store.names_resolved_by()? {
            Some(last) if last == by => self.near_due(few)?,
            _ => None,
        };
        let scope = match near {
            Some(scope) => scope,
            None => self.all_names()?,
        };
        let names = self.decide_bases(scope)?;
        self.follow_repairs_with(names, progress, stop)?;
        Ok(self.store.write(|writer| writer.names_resolved(&by, last_document, last_name))?)
    }

    /// The rules by which names are resolved, and the decisions that have a say in them.
    fn resolved_by(&self) -> Result<String> {
        let lists = self.list_numbers()?.into_iter().map(|list| format!(" l{list}"));
        let spans = self.store.named_by()?.into_iter().map(|spans| format!(" s{spans}"));
        Ok(entity::resolver().to_owned() + &lists.chain(spans).collect::<String>())
    }

    /// Every name, with what they are found by put right.
    fn all_names(&mut self) -> Result<Scope> {
        let keyed = self.store.names_keyed_otherwise(|text, kind| entity::keys(text, entity_type(kind)))?;
        for chunk in keyed.chunks(CHUNK) {
            self.store.write(|writer| {
                chunk.iter().try_for_each(|(name, key, tail)| writer.set_keys(*name, key, tail.as_deref()))
            })?;
        }
        let keyed = self.store.aliases_keyed_otherwise(entity::name_key)?;
        for chunk in keyed.chunks(CHUNK) {
            self.store.write(|writer| {
                chunk.iter().try_for_each(|(alias, (short, long))| writer.set_alias_keys(*alias, (short, long)))
            })?;
        }
        Ok(Scope { names: self.store.names()?, aliases: self.store.aliases()?, decided: None })
    }

    /// Writes down which of some names are one; gives those about which it was decided.
    fn decide_bases(&mut self, scope: Scope) -> Result<Vec<NameRecord>> {
        let bases = self.bases(&scope)?;
        let mut changed: Vec<(u32, u32)> = Vec::new();
        let Scope { mut names, decided, .. } = scope;
        let decides = |name: &NameRecord| decided.as_ref().is_none_or(|decided| decided.contains(&name.number));
        for (record, base) in names.iter_mut().zip(bases) {
            if decides(record) && record.base != base {
                changed.push((record.number, base));
                record.base = base;
            }
        }
        names.retain(decides);
        let moved: Vec<u32> = changed.iter().map(|&(name, _)| name).collect();
        self.owe_kin_of(&moved)?;
        for chunk in changed.chunks(CHUNK) {
            self.store.write(|writer| chunk.iter().try_for_each(|&(name, base)| writer.set_base(name, base)))?;
        }
        Ok(names)
    }

    /// For each name the number of its entity, before readers decide anything: the lowest of its names'.
    fn bases(&self, scope: &Scope) -> Result<Vec<u32>> {
        let records = &scope.names;
        // A name that readers put down and no document mentions ties nothing together.
        let met: Vec<usize> = (0..records.len()).filter(|&at| records[at].raw_mentions > 0).collect();
        let names: Vec<entity::Name> = met
            .iter()
            .map(|&at| entity::Name {
                name: records[at].text.clone(),
                kind: entity_type(records[at].kind),
                documents: records[at].raw_documents,
                mentions: records[at].raw_mentions,
            })
            .collect();
        let aliases: Vec<StatedAlias> = scope
            .aliases
            .iter()
            .map(|alias| StatedAlias {
                short: alias.short.clone(),
                long: alias.long.clone(),
                documents: alias.documents,
                inferred: entity::is_inferred(&alias.reason),
            })
            .collect();
        let stands_for = entity::across(&names, &aliases);
        let mut heads: Vec<Option<usize>> = vec![None; records.len()];
        met.iter().zip(&stands_for).for_each(|(&at, &head)| heads[at] = Some(head));
        self.tie_former(records, &mut heads)?;
        let mut lowest: HashMap<usize, u32> = HashMap::new();
        for (record, head) in records.iter().zip(&heads) {
            if let Some(head) = head {
                let number = lowest.entry(*head).or_insert(record.number);
                *number = record.number.min(*number);
            }
        }
        let base = |(record, head): (&NameRecord, Option<usize>)| head.map_or(record.number, |head| lowest[&head]);
        Ok(records.iter().zip(heads).map(base).collect())
    }
}
