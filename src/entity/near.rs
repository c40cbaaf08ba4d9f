//! By what the names are found that have a say in which entity a name is part of.
//!
//! What [`super::across`] decides about a name follows from the names that share its usual key, from people
//! whose surname ends in the same word, from bodies of states that are called the same without their country, and from
//! the aliases that name it. Nothing else has a say.

use super::EntityType;
use super::names::{name_key, parts};
use super::{bodies, countries};

/// The folded key of a name, and its [`tail`].
pub fn keys(name: &str, kind: EntityType) -> (String, Option<String>) {
    (name_key(name), tail(name, kind))
}

/// What a name shares with others besides its key: of a person the last word of the surname, of a body of a state its
/// name without the country, folded.
pub fn tail(name: &str, kind: EntityType) -> Option<String> {
    let tail = match kind {
        EntityType::Person => Some(parts(name).tail().to_owned()),
        kind => bodies::shared(&name_key(name), kind),
    };
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
