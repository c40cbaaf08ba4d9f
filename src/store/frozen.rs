//! A database that was opened as one that nobody writes: somebody may begin to, who has more rights.
//!
//! SQLite then sees neither locks nor the log, and reads pages of two states side by side.

use super::{FILE, Store};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

/// The file as it was when it was opened.
pub(super) struct Frozen {
    path: PathBuf,
    stamp: Option<(u64, u64, i64, i64)>,
}

impl Frozen {
    /// To be taken before the file is opened.
    pub fn of(path: &Path) -> Self {
        Self { path: path.to_owned(), stamp: stamp(path) }
    }

    fn has_thawed(&self) -> bool {
        is_written(&self.path) || stamp(&self.path) != self.stamp
    }
}

fn stamp(path: &Path) -> Option<(u64, u64, i64, i64)> {
    path.metadata().ok().map(|meta| (meta.len(), meta.ino(), meta.mtime(), meta.mtime_nsec()))
}

/// True when a log lies beside the database whose pages it may lack.
pub(super) fn is_written(path: &Path) -> bool {
    path.with_extension("sqlite-wal").metadata().is_ok_and(|log| log.len() > 0)
}

impl Store {
    /// Opens a database again that was taken for one that nobody writes, where somebody has since. To be
    /// called before each question that stands for itself.
    pub fn look_again(&mut self) {
        let Some(frozen) = self.frozen.as_ref().filter(|frozen| frozen.has_thawed()) else { return };
        debug_assert!(frozen.path.ends_with(FILE));
        // Where it cannot be opened now, what is there of it must do.
        if let Ok(fresh) = Self::open_for_reading(&frozen.path) {
            *self = Self { opened: self.opened + 1, cramped: self.cramped.take(), ..fresh };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_later_is_seen() -> Result<(), Box<dyn std::error::Error>> {
        let folder = tempfile::tempdir()?;
        let mut owner = Store::open(folder.path())?;
        owner.write(|writer| writer.set("of the test", "one"))?;
        drop(owner);
        let mut guest = Store::open_frozen(&folder.path().join(FILE))?;
        let seen = |guest: &Store| guest.setting("of the test");
        assert_eq!(seen(&guest)?.as_deref(), Some("one"));
        let before = (guest.state()?, guest.data_version()?);
        guest.look_again();
        assert_eq!((guest.state()?, guest.data_version()?), before, "nothing has happened");
        let mut owner = Store::open(folder.path())?;
        owner.write(|writer| writer.set("of the test", "two"))?;
        guest.look_again();
        assert_eq!(seen(&guest)?.as_deref(), Some("two"));
        assert!(guest.state()? != before.0 && guest.data_version()? != before.1);
        owner.write(|writer| writer.set("of the test", "three"))?;
        drop(owner);
        assert_eq!(seen(&guest)?.as_deref(), Some("three"), "it follows by itself from then on");
        Ok(())
    }
}
