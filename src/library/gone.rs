//! Files that were read once and are no longer there: marked, while their documents stay.

use super::place;
use crate::ingest;
use crate::store::Store;
use std::collections::HashSet;
use std::hash::{BuildHasher, RandomState};
use std::io::ErrorKind;
use std::path::Path;

/// The files that a walk has met, as hashes of their keys.
#[derive(Default)]
pub(super) struct Met {
    seen: HashSet<u64>,
    hasher: RandomState,
}

impl Met {
    pub(super) fn note(&mut self, key: &str) {
        self.seen.insert(self.hasher.hash_one(key));
    }

    /// The keys of files under a folder that the library has, the walk has not met, and that are
    /// not there: one may only be ignored since.
    pub(super) fn gone(&self, store: &Store, folder: &Path, home: &str) -> Vec<String> {
        let name = ingest::printable(folder);
        let start = if name == home { String::new() } else { format!("{}/", place::key_of(&name, home)) };
        let mut out = Vec::new();
        let _ = store.files_under(&start, &mut |key| {
            if !self.seen.contains(&self.hasher.hash_one(&key)) && is_missing(&key, home) {
                out.push(key);
            }
        });
        out
    }
}

fn is_missing(key: &str, home: &str) -> bool {
    // Standard input is no file, and of a name with odd bytes only the walk knows the path.
    if key == "-" || key.contains("\\x") {
        return false;
    }
    let path = if key.starts_with('/') { key.to_owned() } else { format!("{home}/{key}") };
    std::fs::symlink_metadata(path).is_err_and(|error| error.kind() == ErrorKind::NotFound)
}
