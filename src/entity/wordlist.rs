//! Short lists of words, looked up by what is known of a word anyway.

use super::lexicon::{Same, key};
use rapidhash::fast::RapidHasher;
use std::collections::{HashMap, HashSet};
use std::hash::BuildHasherDefault;
use std::sync::LazyLock;

/// Nobody chooses the words of our lists, so their hashes need no secret.
type Quick = BuildHasherDefault<RapidHasher<'static>>;
/// Words of a list.
pub(super) type WordSet = HashSet<&'static str, Quick>;
/// What is said of the words of a list.
pub(super) type WordMap<V> = HashMap<&'static str, V, Quick>;

/// Folded words, by their hashes.
pub(super) type Keys = LazyLock<HashSet<u64, BuildHasherDefault<Same>>>;
/// Words as they are written.
pub(super) type Written = LazyLock<WordSet>;

/// The hashes of the words of a list, which are in small letters without accents.
pub(super) fn keys(list: &str) -> HashSet<u64, BuildHasherDefault<Same>> {
    list.split_whitespace().map(key).collect()
}

pub(super) fn written(list: &'static str) -> WordSet {
    list.split_whitespace().collect()
}
