//! Folders that grow: what has come or changed under some paths since the last look.
//!
//! The folders are looked through again and again, which also works where a file system tells of
//! no changes, as over a network.

use crate::ingest;
use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::path::PathBuf;

/// What a file looked like: its size in bytes, and when it was changed.
type Look = (u64, i64);

/// Looks for what is new or changed under some paths.
pub struct Watch {
    paths: Vec<PathBuf>,
    /// By hashes of names: what has been taken.
    known: HashMap<u64, Look>,
    /// What was handed out and is not known to have been taken.
    handed: HashMap<u64, Look>,
    /// Something that was known is gone, which nobody has taken note of yet.
    gone: bool,
    /// Files that have changed and may still be written to.
    settling: HashMap<u64, Look>,
    hasher: RandomState,
}

impl Watch {
    /// Begins with what is there now, which counts as known.
    pub fn new(paths: Vec<PathBuf>) -> Self {
        let paths = paths.into_iter().map(|path| path.canonicalize().unwrap_or(path)).collect();
        let mut watch = Self {
            paths,
            known: HashMap::new(),
            handed: HashMap::new(),
            gone: false,
            settling: HashMap::new(),
            hasher: RandomState::new(),
        };
        for found in ingest::walk(&watch.paths).flatten() {
            let name = watch.hasher.hash_one(&found.name);
            watch.known.insert(name, (found.size, found.modified));
        }
        watch
    }

    /// The files that are new or changed and have not changed between this look and the one before; and whether
    /// any that was known is gone. They are handed out again until they are [`taken`](Self::taken).
    pub fn look(&mut self) -> (Vec<PathBuf>, bool) {
        let (mut ready, mut settling, mut met) = (Vec::new(), HashMap::new(), 0);
        self.handed.clear();
        for found in ingest::walk(&self.paths).flatten() {
            let (name, look) = (self.hasher.hash_one(&found.name), (found.size, found.modified));
            match self.known.get(&name) {
                Some(known) if *known == look => {
                    met += 1;
                    continue;
                }
                Some(_) => met += 1,
                None => {}
            }
            if self.settling.get(&name) == Some(&look) {
                self.handed.insert(name, look);
                ready.push(found.path);
            }
            // Also what is handed out, until it is taken.
            settling.insert(name, look);
        }
        self.settling = settling;
        if met < self.known.len() {
            self.forget_gone();
            self.gone = true;
        }
        (ready, self.gone)
    }

    /// What was handed out last has been taken, and what is gone has been noted.
    pub fn taken(&mut self) {
        for (name, look) in self.handed.drain() {
            self.settling.remove(&name);
            self.known.insert(name, look);
        }
        self.gone = false;
    }

    fn forget_gone(&mut self) {
        let there: HashMap<u64, ()> =
            ingest::walk(&self.paths).flatten().map(|found| (self.hasher.hash_one(&found.name), ())).collect();
        self.known.retain(|name, _| there.contains_key(name));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_handed_out_once_they_are_whole() {
        let dir = tempfile::tempdir().unwrap();
        let put = |name: &str, text: &str| std::fs::write(dir.path().join(name), text).unwrap();
        put("a.txt", "old");
        let mut watch = Watch::new(vec![dir.path().to_owned()]);
        let mut look = || {
            let (files, gone) = watch.look();
            watch.taken();
            (files.iter().map(|path| path.file_name().unwrap().to_str().unwrap().to_owned()).collect::<Vec<_>>(), gone)
        };
        assert_eq!(look(), (vec![], false));
        put("b.txt", "half");
        assert_eq!(look(), (vec![], false));
        put("b.txt", "half and half");
        assert_eq!(look(), (vec![], false), "it is still being written");
        assert_eq!(look(), (vec!["b.txt".to_owned()], false));
        assert_eq!(look(), (vec![], false));
        std::fs::remove_file(dir.path().join("a.txt")).unwrap();
        assert_eq!((look(), look()), ((vec![], true), (vec![], false)));
        put("a.txt", "back");
        assert_eq!((look().0.len(), look().0), (0, vec!["a.txt".to_owned()]));
    }

    #[test]
    fn what_nobody_took_is_handed_out_again() {
        let dir = tempfile::tempdir().unwrap();
        let put = |name: &str, text: &str| std::fs::write(dir.path().join(name), text).unwrap();
        put("a.txt", "old");
        let mut watch = Watch::new(vec![dir.path().to_owned()]);
        put("b.txt", "new");
        std::fs::remove_file(dir.path().join("a.txt")).unwrap();
        watch.look();
        for _ in 0..3 {
            let (files, gone) = watch.look();
            assert_eq!((files.len(), gone), (1, true), "the library was busy");
        }
        watch.taken();
        assert_eq!(watch.look(), (vec![], false));
        put("b.txt", "changed");
        watch.look();
        watch.look();
        put("b.txt", "changed again");
        watch.taken();
        watch.look();
        assert_eq!(watch.look().0.len(), 1, "what was taken is what it was when it was handed out");
    }
}
