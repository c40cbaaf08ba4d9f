//! Where a library lies: found like a git repository, or made beside the documents.

use std::path::{Path, PathBuf};

/// The folder that variorum keeps for a corpus.
pub const FOLDER: &str = ".variorum";
/// Entries of a folder among which a library below it is looked for.
const LOOKED_INTO: usize = 10_000;

/// The nearest library folder in `start` or a parent of it.
pub fn find(start: &Path) -> Option<PathBuf> {
    start.ancestors().map(|folder| folder.join(FOLDER)).find(|folder| folder.is_dir())
}

/// A library one level below `start`, as seen from there: made for a folder of it. The first by name.
pub fn below(start: &Path) -> Option<PathBuf> {
    let folders = std::fs::read_dir(start).ok()?.take(LOOKED_INTO).filter_map(|entry| Some(entry.ok()?.file_name()));
    let libraries = folders.map(|name| Path::new(&name).join(FOLDER));
    libraries.filter(|library| start.join(library).join(crate::store::FILE).is_file()).min()
}

/// Where the library of a corpus goes that has none yet: beside the documents, or under the user's
/// data folder when nothing can be written there.
pub fn beside(corpus: &Path) -> PathBuf {
    let parent = corpus.parent().unwrap_or(corpus);
    if is_writable(parent) {
        return parent.join(FOLDER);
    }
    let name = blake3::hash(corpus.as_os_str().as_encoded_bytes()).to_hex();
    match directories::ProjectDirs::from("", "", "variorum") {
        Some(dirs) => dirs.data_dir().join("libraries").join(&name[..16]),
        None => parent.join(FOLDER),
    }
}

fn is_writable(folder: &Path) -> bool {
    rustix::fs::access(folder, rustix::fs::Access::WRITE_OK).is_ok()
}

/// The key of a file: its path from the folder that holds the library, or the whole path where it
/// lies elsewhere. `name` is the printable form of an absolute path.
pub fn key_of(name: &str, home: &str) -> String {
    match name.strip_prefix(home).and_then(|rest| rest.strip_prefix('/')) {
        Some(inside) if !inside.is_empty() => inside.to_owned(),
        _ => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_relative_to_the_library_where_they_can_be() {
        assert_eq!(key_of("/home/ada/leak/a.txt", "/home/ada"), "leak/a.txt");
        assert_eq!(key_of("/home/adam/a.txt", "/home/ada"), "/home/adam/a.txt");
    }

    #[test]
    fn a_library_is_found_from_below() {
        let folder = tempfile::tempdir().unwrap();
        let deep = folder.path().join("a/b");
        std::fs::create_dir_all(&deep).unwrap();
        assert_eq!(find(&deep).filter(|found| found.starts_with(folder.path())), None);
        std::fs::create_dir(folder.path().join(FOLDER)).unwrap();
        assert_eq!(find(&deep), Some(folder.path().join(FOLDER)));
    }

    #[test]
    fn a_library_one_level_down_is_told_of() -> std::io::Result<()> {
        let folder = tempfile::tempdir()?;
        for library in ["papers/.variorum", "demo/.variorum", "empty/.variorum", "deep/er/.variorum"] {
            std::fs::create_dir_all(folder.path().join(library))?;
        }
        assert_eq!(below(folder.path()), None);
        for library in ["papers", "demo", "deep/er"] {
            std::fs::write(folder.path().join(library).join(FOLDER).join(crate::store::FILE), "")?;
        }
        assert_eq!(below(folder.path()).as_deref(), Some(Path::new("demo/.variorum")));
        Ok(())
    }
}
