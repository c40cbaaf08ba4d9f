//! Which recogniser this is: names that another one has read can be read again.

use super::{lexicon, lists, model};
use rapidhash::v3::rapidhash_v3;
use std::sync::LazyLock;

/// Raised by hand with every change of code by which the names of some text change.
const CODE: u32 = 8;

/// The number of this recogniser: of its code, and of the weights and lists that come with it.
pub fn recogniser() -> &'static str {
    &RECOGNISER
}

/// Raised by hand with every change of code by which other names are one over all documents, or are found
/// by other keys.
const LINKS: u32 = 6;

/// The number of the rules by which names of all documents are one.
pub fn resolver() -> &'static str {
    &RESOLVER
}

static RESOLVER: LazyLock<String> = LazyLock::new(|| format!("{LINKS}-{:08x}", data() as u32));

static RECOGNISER: LazyLock<String> = LazyLock::new(|| format!("{CODE}-{:08x}", data() as u32));

fn data() -> u64 {
    let lists = [lists::PLACES, lists::COUNTRIES, lists::GIVEN, lists::SURNAMES, lists::COMMON, lexicon::CLUSTERS];
    let parts = lists.into_iter().map(str::as_bytes).chain(model::WEIGHTS);
    parts.fold(0, |so_far, part| lexicon::joined(so_far, rapidhash_v3(part)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entity::{EntityType, Name, StatedAlias, across, keys, recognise, resolve};
    use std::collections::BTreeMap;
    use std::path::Path;

    /// What the data hashed to when the names below were read.
    const DATA: u64 = 0x38f2_b76b_03e9_0c5d;
    /// The hash of the names of the demo corpus.
    const NAMES: u64 = 0x97cd_4874_8042_2f0b;

    /// Forgotten, it would leave libraries with names that this recogniser does not find.
    #[test]
    fn the_number_of_the_code_rises_with_it() {
        if data() != DATA {
            // Other data is another recogniser anyway.
            eprintln!("the data have changed: write {:#x} here, and the names anew", data());
            return;
        }
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("demo/corpus");
        let mut names = 0;
        let mut files: Vec<_> = walk(&folder);
        files.sort();
        assert!(files.len() > 20, "{files:?}");
        for file in files {
            let bytes = std::fs::read(&file).unwrap();
            let text = String::from_utf8_lossy(&bytes);
            let mentions = recognise(&text);
            let told = format!("{mentions:?} {:?}", resolve(&text, &mentions));
            names = lexicon::joined(names, rapidhash_v3(told.as_bytes()));
        }
        assert_eq!(names, NAMES, "names are read otherwise than before: raise CODE, and write {names:#x} here");
    }

    /// The hash of which names of the demo corpus are one, and of what they are found by.
    const ONE: u64 = 0x2ddc_6ef5_c516_21ce;

    /// Forgotten, it would leave libraries with names resolved by other rules than those that come after.
    #[test]
    fn the_number_of_the_rules_rises_with_them() {
        if data() != DATA {
            return;
        }
        let mut counts: BTreeMap<(String, EntityType), u32> = BTreeMap::new();
        let mut aliases: BTreeMap<(String, String), u32> = BTreeMap::new();
        for file in walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("demo/corpus")) {
            let text = String::from_utf8_lossy(&std::fs::read(&file).unwrap()).into_owned();
            let resolved = resolve(&text, &recognise(&text));
            for entity in resolved.entities {
                *counts.entry((entity.name, entity.kind)).or_default() += 1;
            }
            for alias in resolved.aliases {
                *aliases.entry((alias.short, alias.long)).or_default() += 1;
            }
        }
        let names: Vec<Name> = counts
            .into_iter()
            .map(|((name, kind), documents)| Name { name, kind, documents, mentions: documents })
            .collect();
        let aliases: Vec<StatedAlias> = aliases
            .into_iter()
            .map(|((short, long), documents)| StatedAlias { short, long, documents, inferred: false })
            .collect();
        let found: Vec<_> = names.iter().map(|name| keys(&name.name, name.kind)).collect();
        let told = format!("{names:?} {:?} {found:?}", across(&names, &aliases));
        let one = rapidhash_v3(told.as_bytes());
        assert_eq!(one, ONE, "names are resolved otherwise than before: raise LINKS, and write {one:#x} here");
    }

    fn walk(folder: &Path) -> Vec<std::path::PathBuf> {
        let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        entries.flat_map(|path| if path.is_dir() { walk(&path) } else { vec![path] }).collect()
    }
}
