//! Short lists of words, looked up by what is known of a word anyway.

use super::lexicon::{Same, key};
use std::collections::HashSet;
use std::hash::BuildHasherDefault;
use std::sync::LazyLock;

/// Folded words, by their hashes.
pub(super) type Keys = LazyLock<HashSet<u64, BuildHasherDefault<Same>>>;
/// Words as they are written.
pub(super) type Written = LazyLock<HashSet<&'static str>>;

/// The hashes of the words of a list, which are in small letters without accents.
pub(super) fn keys(list: &str) -> HashSet<u64, BuildHasherDefault<Same>> {
    list.split_whitespace().map(key).collect()
}

pub(super) fn written(list: &'static str) -> HashSet<&'static str> {
    list.split_whitespace().collect()
}
