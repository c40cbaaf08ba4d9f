//! The names whose entity may be another one since some have been counted otherwise.
//!
//! Two names are tied by what they share: a usual key, the last word of a surname, an alias. What ties two
//! names follows from all names that share the same, and from nothing else. So a tie is as it was unless a
//! name that shares it has changed; and where none has, it stays inside the entities that there were. It is
//! enough, then, to take all that share something with a changed name, and the entities of these whole:
//! no tie leads out of them. Of these it is decided, in the light of all that share something with them.

use super::super::{Library, Result};
use super::Scope;
use crate::entity;
use crate::store::Store;
use crate::store::due::{KeyedAlias, KeyedName};
use std::collections::{BTreeMap, BTreeSet, HashSet};

impl Library {
    /// The names to decide about again; nothing where more than `most` have changed.
    pub(super) fn near_due(&self, most: u32) -> Result<Option<Scope>> {
        let (Some(names), Some(aliases)) = (self.store.due_names(most)?, self.store.due_aliases(most)?) else {
            return Ok(None);
        };
        let mut near = Near { store: &self.store, known: BTreeMap::new(), aliases: BTreeMap::new() };
        let mut changed: BTreeSet<u32> = BTreeSet::new();
        for number in names {
            changed.extend(near.keep(self.store.keyed_name(number)?));
        }
        let mut touched = BTreeSet::new();
        for number in aliases {
            let alias = self.store.alias(number)?;
            if let Some((short, long)) = alias.and_then(|alias| alias.keys) {
                touched.extend(near.of_alias(&short)?);
                // One that no document states any more leads nowhere, and did.
                touched.extend(near.of_key(&short)?);
                touched.extend(near.of_key(&long)?);
            }
        }
        touched.extend(near.sharing(&changed)?);
        let mut decided: BTreeSet<u32> = touched.clone();
        let bases: BTreeSet<u32> =
            touched.iter().filter_map(|name| near.known.get(name)).map(|n| n.record.base).collect();
        for base in bases {
            decided.extend(near.keep(self.store.names_once_on(base)?));
        }
        let around = near.sharing(&decided)?;
        // Which spelling stands for a person is decided among all of its key.
        near.of_keys(&around)?;
        Ok(Some(Scope {
            names: near.known.into_values().map(|name| name.record).collect(),
            aliases: near.aliases.into_values().map(|alias| alias.record).collect(),
            decided: Some(decided),
        }))
    }
}

/// Names and aliases that were asked for, by their numbers.
struct Near<'s> {
    store: &'s Store,
    known: BTreeMap<u32, KeyedName>,
    aliases: BTreeMap<u32, KeyedAlias>,
}

impl Near<'_> {
    fn keep(&mut self, names: impl IntoIterator<Item = KeyedName>) -> Vec<u32> {
        let numbers = names.into_iter().map(|name| {
            let number = name.record.number;
            self.known.insert(number, name);
            number
        });
        numbers.collect()
    }

    /// All that share something with some names, these among them.
    fn sharing(&mut self, names: &BTreeSet<u32>) -> Result<BTreeSet<u32>> {
        let mut out = self.of_keys(names)?;
        let tails: BTreeSet<String> =
            out.iter().filter_map(|name| self.known.get(name)).filter_map(|name| name.tail.clone()).collect();
        for tail in tails {
            let people = self.store.people_called(&tail)?;
            out.extend(self.keep(people));
        }
        let keys: BTreeSet<String> =
            names.iter().filter_map(|name| self.known.get(name)).map(|name| name.key.clone()).collect();
        let mut shorts: BTreeSet<String> = BTreeSet::new();
        for key in &keys {
            for key in entity::keys_alike(key) {
                for alias in self.store.aliases_long(&key)? {
                    shorts.extend(alias.keys.map(|keys| keys.0));
                }
                shorts.insert(key);
            }
        }
        for short in shorts {
            out.extend(self.of_alias(&short)?);
        }
        Ok(out)
    }

    /// All that share the usual key of some names, these among them.
    fn of_keys(&mut self, names: &BTreeSet<u32>) -> Result<BTreeSet<u32>> {
        let keys: HashSet<String> =
            names.iter().filter_map(|name| self.known.get(name)).map(|name| name.key.clone()).collect();
        let mut out = names.clone();
        for key in keys {
            out.extend(self.of_key(&key)?);
        }
        Ok(out)
    }

    fn of_key(&mut self, key: &str) -> Result<Vec<u32>> {
        let mut out = Vec::new();
        for key in entity::keys_alike(key) {
            let names = self.store.names_keyed(&key)?;
            out.extend(self.keep(names));
        }
        Ok(out)
    }

    /// All that documents say a short name may stand for, and those that it may be itself.
    fn of_alias(&mut self, short: &str) -> Result<Vec<u32>> {
        let mut out = Vec::new();
        for short in entity::keys_alike(short) {
            for alias in self.store.aliases_short(&short)? {
                if let Some((_, long)) = &alias.keys {
                    out.extend(self.of_key(long)?);
                }
                self.aliases.insert(alias.number, alias);
                out.extend(self.of_key(&short)?);
            }
        }
        Ok(out)
    }
}
