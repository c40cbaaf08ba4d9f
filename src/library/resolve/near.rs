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
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::rc::Rc;

impl Library {
    /// The names to decide about again; nothing where more than `most` have changed.
    pub(super) fn near_due(&self, most: u32) -> Result<Option<Scope>> {
        let _steady = self.store.steady()?;
        let (Some(names), Some(aliases)) = (self.store.due_names(most)?, self.store.due_aliases(most)?) else {
            return Ok(None);
        };
        let mut near = Near::of(&self.store);
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
                touched.extend(near.of_key(&short)?.iter());
                touched.extend(near.of_key(&long)?.iter());
            }
        }
        touched.extend(near.sharing(&changed)?);
        let mut decided: BTreeSet<u32> = touched.clone();
        let bases: BTreeSet<u32> =
            touched.iter().filter_map(|name| near.known.get(name)).map(|n| n.record.base).collect();
        for base in bases {
            decided.extend(near.keep(self.store.names_based_on(base)?));
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

/// Names and aliases that were asked for, by their numbers, and what was asked.
struct Near<'s> {
    store: &'s Store,
    known: BTreeMap<u32, KeyedName>,
    aliases: BTreeMap<u32, KeyedAlias>,
    by_key: HashMap<String, Rc<[u32]>>,
    by_tail: HashMap<String, Rc<[u32]>>,
    by_alias: HashMap<String, Rc<[u32]>>,
}

impl<'s> Near<'s> {
    fn of(store: &'s Store) -> Self {
        let (known, aliases) = (BTreeMap::new(), BTreeMap::new());
        let (by_key, by_tail, by_alias) = (HashMap::new(), HashMap::new(), HashMap::new());
        Self { store, known, aliases, by_key, by_tail, by_alias }
    }

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
        let people = out.iter().filter_map(|name| self.known.get(name)).filter_map(|name| name.tail.clone());
        for tail in people.collect::<HashSet<String>>() {
            out.extend(self.of_tail(&tail)?.iter());
        }
        for key in self.keys(names) {
            out.extend(self.named_with(&key)?.iter());
        }
        Ok(out)
    }

    fn keys(&self, names: &BTreeSet<u32>) -> HashSet<String> {
        names.iter().filter_map(|name| self.known.get(name)).map(|name| name.key.clone()).collect()
    }

    /// All that share the usual key of some names, these among them.
    fn of_keys(&mut self, names: &BTreeSet<u32>) -> Result<BTreeSet<u32>> {
        let mut out = names.clone();
        for key in self.keys(names) {
            out.extend(self.of_key(&key)?.iter());
        }
        Ok(out)
    }

    fn of_key(&mut self, key: &str) -> Result<Rc<[u32]>> {
        if let Some(known) = self.by_key.get(key) {
            return Ok(known.clone());
        }
        let mut out = Vec::new();
        for key in entity::keys_alike(key) {
            let names = self.store.names_keyed(&key)?;
            out.extend(self.keep(names));
        }
        Ok(asked(&mut self.by_key, key, out))
    }

    fn of_tail(&mut self, tail: &str) -> Result<Rc<[u32]>> {
        if let Some(known) = self.by_tail.get(tail) {
            return Ok(known.clone());
        }
        let people = self.store.people_called(tail)?;
        let out = self.keep(people);
        Ok(asked(&mut self.by_tail, tail, out))
    }

    /// All that aliases name together with a key, on either side.
    fn named_with(&mut self, key: &str) -> Result<Rc<[u32]>> {
        if let Some(known) = self.by_alias.get(key) {
            return Ok(known.clone());
        }
        let mut shorts: BTreeSet<String> = BTreeSet::new();
        for key in entity::keys_alike(key) {
            for alias in self.store.aliases_long(&key)? {
                shorts.extend(alias.keys.map(|keys| keys.0));
            }
            shorts.insert(key);
        }
        let mut out = Vec::new();
        for short in shorts {
            out.extend(self.of_alias(&short)?);
        }
        Ok(asked(&mut self.by_alias, key, out))
    }

    /// All that documents say a short name may stand for, and those that it may be itself.
    fn of_alias(&mut self, short: &str) -> Result<Vec<u32>> {
        let mut out = Vec::new();
        for short in entity::keys_alike(short) {
            for alias in self.store.aliases_short(&short)? {
                if let Some((_, long)) = &alias.keys {
                    out.extend(self.of_key(long)?.iter());
                }
                self.aliases.insert(alias.number, alias);
                out.extend(self.of_key(&short)?.iter());
            }
        }
        Ok(out)
    }
}

fn asked(answers: &mut HashMap<String, Rc<[u32]>>, question: &str, answer: Vec<u32>) -> Rc<[u32]> {
    let answer: Rc<[u32]> = answer.into();
    answers.insert(question.to_owned(), answer.clone());
    answer
}
