//! By what the names are found that have a say in which entity a name is part of.
//!
//! What [`super::across`] decides about a name follows from the names that share its usual key, from people
//! whose surname ends in the same word, and from the aliases that name it. Nothing else has a say.

use super::EntityType;
use super::countries;
use super::names::{name_key, parts};

/// The folded key of a name, and its [`tail`].
pub fn keys(name: &str, kind: EntityType) -> (String, Option<String>) {
    (name_key(name), tail(name, kind))
}

/// Of a person the last word of the surname, folded.
pub fn tail(name: &str, kind: EntityType) -> Option<String> {
    let tail = (kind == EntityType::Person).then(|| parts(name).tail().to_owned());
    tail.filter(|tail| !tail.is_empty())
}

/// Every folded key that is usual for the same name as `key`, or might be, itself among them, in order.
pub fn keys_alike(key: &str) -> Vec<String> {
    let mut keys = countries::spellings(&countries::usual(key));
    keys.push(key.to_owned());
    keys.sort_unstable();
    keys.dedup();
    keys
}
