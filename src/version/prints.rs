//! The index of fingerprints: sorted runs in a folder, and a manifest that says which of them count.
//!
//! A commit is the renaming of a new manifest over the old one: after a crash the index is as it
//! was before the commit or after it, never between. Runs of like size are merged in tiers, so each
//! posting is rewritten a few times in its life however the batches come.

use super::fingerprint::Print;
use super::manifest::{read_all, run_path, sweep, write_manifest};
use super::run::{self, Cursor, Posting, Run};
use std::fs;
use std::io;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

/// Postings held in memory (16 bytes each) before they become a run.
const BUFFER: usize = 2 << 20;
/// So many neighbouring runs of one tier become one run of the next.
const FAN: usize = 8;
/// Postings in the lowest tier.
const LOWEST: u64 = 1 << 15;

/// What can go wrong with the index of fingerprints.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    /// The files do not fit together; they can be deleted and derived again from the texts.
    #[error("the fingerprint index is damaged ({0}); `variorum rebuild` makes {1} anew")]
    Damaged(String, PathBuf),
    /// A document was appended out of its order.
    #[error("document {0} was appended after document {1}; documents must come in rising order")]
    Order(u32, u32),
    /// The system refused.
    #[error("cannot use the fingerprint index in {1}: {0}; see whether its folder may be used, or `variorum rebuild`")]
    Io(#[source] io::Error, PathBuf),
}

/// An append-only index of which fingerprint stands in which document, and where.
#[derive(Debug)]
pub struct PrintIndex {
    folder: PathBuf,
    /// The committed runs in the order of their documents, then those waiting for a commit.
    runs: Vec<(u64, Run)>,
    next_run: u64,
    committed: u32,
    appended: u32,
    buffer: Vec<Posting>,
}

impl PrintIndex {
    /// Opens the index in `folder`; a missing or empty folder is an index without documents.
    ///
    /// # Errors
    /// `Damaged` when a file is missing, cut short or altered.
    pub fn open(folder: &Path) -> Result<PrintIndex, IndexError> {
        let fail = |error| IndexError::Io(error, folder.to_owned());
        fs::create_dir_all(folder).map_err(fail)?;
        // A writer elsewhere may replace the runs between the two readings: look again.
        let mut tries = 0;
        loop {
            match read_all(folder) {
                Err(error) if error.kind() == io::ErrorKind::NotFound && tries < 3 => tries += 1,
                Err(error) => return Err(classify(error, folder)),
                Ok((committed, next_run, runs)) => {
                    let folder = folder.to_owned();
                    return Ok(PrintIndex { folder, runs, next_run, committed, appended: committed, buffer: vec![] });
                }
            }
        }
    }

    /// The number of the last document of the last commit, 0 when there is none.
    pub fn last_document(&self) -> u32 {
        self.committed
    }

    /// Number of fingerprints held on disk.
    pub fn postings(&self) -> u64 {
        self.runs.iter().map(|(_, run)| run.postings).sum()
    }

    /// Number of runs.
    pub fn runs(&self) -> usize {
        self.runs.len()
    }

    /// The folder that holds the index.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Adds a document's sketch; a fingerprint counts once, where it stands first. Nothing is
    /// durable before [`commit`](Self::commit).
    pub fn append(&mut self, document: u32, prints: &[Print]) -> Result<(), IndexError> {
        if document <= self.appended {
            return Err(IndexError::Order(document, self.appended));
        }
        let from = self.buffer.len();
        self.buffer.extend(prints.iter().map(|&print| Posting::new(document, print)));
        let own = &mut self.buffer[from..];
        own.sort_unstable();
        let mut kept = from;
        for at in from..self.buffer.len() {
            if at == from || self.buffer[at].hash != self.buffer[kept - 1].hash {
                self.buffer[kept] = self.buffer[at];
                kept += 1;
            }
        }
        self.buffer.truncate(kept);
        self.appended = document;
        if self.buffer.len() >= BUFFER { self.flush().map_err(|e| self.error(e)) } else { Ok(()) }
    }

    /// Makes all that was appended durable, and merges runs where there are many.
    pub fn commit(&mut self) -> Result<(), IndexError> {
        if self.appended == self.committed {
            return Ok(());
        }
        self.commit_all().map_err(|e| self.error(e))
    }

    fn commit_all(&mut self) -> io::Result<()> {
        self.flush()?;
        self.buffer = Vec::new();
        while let Some(from) = crowded(&self.runs) {
            self.merge(from)?;
        }
        write_manifest(&self.folder, self.appended, self.next_run, &self.runs)?;
        self.committed = self.appended;
        sweep(&self.folder, &self.runs)
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.buffer.is_empty() {
            return Ok(());
        }
        let documents = self.buffer.iter().map(|posting| posting.document);
        let documents = documents.clone().min().unwrap_or(0)..=documents.max().unwrap_or(0);
        self.buffer.sort_unstable();
        let run = self.write_run(documents, self.buffer.iter().copied().map(Ok))?;
        self.runs.push((self.next_run, run));
        self.next_run += 1;
        self.buffer.clear();
        Ok(())
    }

    fn merge(&mut self, from: usize) -> io::Result<()> {
        let runs = &self.runs[from..];
        let first = runs.iter().map(|(_, run)| run.first_document).min().unwrap_or(0);
        let last = runs.iter().map(|(_, run)| run.last_document).max().unwrap_or(0);
        let run = self.write_run(first..=last, Merge::over(runs)?)?;
        self.runs.truncate(from);
        self.runs.push((self.next_run, run));
        self.next_run += 1;
        Ok(())
    }

    fn write_run(
        &self,
        documents: RangeInclusive<u32>,
        sorted: impl Iterator<Item = io::Result<Posting>>,
    ) -> io::Result<Run> {
        let path = run_path(&self.folder, self.next_run);
        let temporary = path.with_extension("tmp");
        run::write(&temporary, documents, sorted)?;
        fs::rename(&temporary, &path)?;
        Run::open(&path)
    }

    /// Number of distinct fingerprints of a committed document; 0 for one that is not here.
    pub fn size(&self, document: u32) -> u32 {
        self.runs.iter().find_map(|(_, run)| run.size(document)).unwrap_or(0)
    }

    /// How many documents hold each of these fingerprints, which must be sorted and distinct; of one that stands in
    /// more than `most` no more need be counted.
    pub fn frequencies(&self, hashes: &[u64], most: u32) -> Result<Vec<u32>, IndexError> {
        let mut out = vec![0u32; hashes.len()];
        for (_, run) in &self.runs {
            let mut count = || -> io::Result<()> {
                let mut cursor = run.cursor()?;
                for (count, &hash) in out.iter_mut().zip(hashes).filter(|(count, _)| **count < most) {
                    cursor.seek(hash)?;
                    *count += cursor.count(hash, most - *count)?;
                }
                Ok(())
            };
            count().map_err(|e| self.error(e))?;
        }
        Ok(out)
    }

    /// Where one fingerprint stands: documents with the place of its first word, in rising order.
    pub fn places(&self, hash: u64) -> Result<Vec<(u32, u32)>, IndexError> {
        let mut out = Vec::new();
        for (_, run) in &self.runs {
            let mut look = || -> io::Result<()> {
                let mut cursor = run.cursor()?;
                cursor.seek(hash)?;
                cursor.collect(hash, &mut out)
            };
            look().map_err(|e| self.error(e))?;
        }
        Ok(out)
    }

    /// Reads every block and compares its checksum.
    ///
    /// # Errors
    /// `Damaged` when one does not hold.
    pub fn check(&self) -> Result<(), IndexError> {
        self.all_runs().try_for_each(Run::check_blocks).map_err(|e| self.error(e))
    }

    /// The documents that hold each of these fingerprints, which must be sorted and distinct, in
    /// rising order.
    pub fn holders(&self, hashes: &[u64]) -> Result<Vec<Vec<u32>>, IndexError> {
        let mut out = vec![Vec::new(); hashes.len()];
        let mut found = Vec::new();
        for (_, run) in &self.runs {
            let mut look = || -> io::Result<()> {
                let mut cursor = run.cursor()?;
                for (holders, &hash) in out.iter_mut().zip(hashes) {
                    cursor.seek(hash)?;
                    cursor.collect(hash, &mut found)?;
                    holders.extend(found.drain(..).map(|place| place.0));
                }
                Ok(())
            };
            look().map_err(|e| self.error(e))?;
        }
        out.iter_mut().for_each(|holders| holders.sort_unstable());
        Ok(out)
    }

    pub(super) fn all_runs(&self) -> impl Iterator<Item = &Run> {
        self.runs.iter().map(|(_, run)| run)
    }

    pub(super) fn error(&self, error: io::Error) -> IndexError {
        classify(error, &self.folder)
    }
}

fn classify(error: io::Error, folder: &Path) -> IndexError {
    match error.kind() {
        io::ErrorKind::InvalidData | io::ErrorKind::NotFound | io::ErrorKind::UnexpectedEof => {
            IndexError::Damaged(error.to_string(), folder.to_owned())
        }
        _ => IndexError::Io(error, folder.to_owned()),
    }
}

/// The tier of a run: runs of one tier differ in size by less than the fan.
fn tier(run: &Run) -> u32 {
    (run.postings.max(LOWEST) / LOWEST).ilog2() / FAN.ilog2()
}

/// The first of the last runs that should become one, if a tier is crowded.
fn crowded(runs: &[(u64, Run)]) -> Option<usize> {
    (0..=u64::BITS).find_map(|limit| {
        let from = runs.iter().rposition(|(_, run)| tier(run) > limit).map_or(0, |at| at + 1);
        (runs.len() - from >= FAN).then_some(from)
    })
}

/// The postings of several runs in one sorted stream.
struct Merge<'r> {
    cursors: Vec<Cursor<'r>>,
}

impl<'r> Merge<'r> {
    fn over(runs: &'r [(u64, Run)]) -> io::Result<Merge<'r>> {
        Ok(Merge { cursors: runs.iter().map(|(_, run)| run.cursor()).collect::<Result<_, _>>()? })
    }
}

impl Iterator for Merge<'_> {
    type Item = io::Result<Posting>;

    fn next(&mut self) -> Option<io::Result<Posting>> {
        let (posting, cursor) = self
            .cursors
            .iter_mut()
            .filter_map(|cursor| cursor.peek().map(|posting| (posting, cursor)))
            .min_by_key(|(posting, _)| *posting)?;
        Some(cursor.advance().map(|()| posting))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    fn prints(document: u32) -> Vec<Print> {
        (0..40).map(|n| Print { hash: u64::from(document * 7 + n) * 0x9e37_79b9 % 5000, place: n * 5 }).collect()
    }

    fn contents(index: &PrintIndex) -> Result<Vec<Posting>, IndexError> {
        Merge::over(&index.runs).and_then(Iterator::collect).map_err(|e| index.error(e))
    }

    #[test]
    fn runs_merge_and_hold_the_same_however_they_came() -> Result<(), Box<dyn std::error::Error>> {
        let (one, many) = (tempfile::tempdir()?, tempfile::tempdir()?);
        let mut whole = PrintIndex::open(one.path())?;
        for document in 1..=60 {
            whole.append(document, &prints(document))?;
            let mut piece = PrintIndex::open(many.path())?;
            assert_eq!(piece.last_document(), document - 1);
            piece.append(document, &prints(document))?;
            piece.commit()?;
        }
        whole.commit()?;
        let pieces = PrintIndex::open(many.path())?;
        assert_eq!(pieces.last_document(), 60);
        assert!(pieces.runs() < FAN);
        assert_eq!(contents(&whole)?, contents(&pieces)?);
        let some = whole.places(prints(3)[4].hash)?;
        assert!(some.iter().any(|place| place.0 == 3) && some.is_sorted());
        let hashes: Vec<u64> = (0..5000).collect();
        assert_eq!(whole.frequencies(&hashes, u32::MAX)?, pieces.frequencies(&hashes, u32::MAX)?);
        assert!(matches!(whole.append(60, &[]), Err(IndexError::Order(60, 60))));
        Ok(())
    }

    #[test]
    fn many_blocks_are_found_by_seeking() -> Result<(), Box<dyn std::error::Error>> {
        let folder = tempfile::tempdir()?;
        let mut index = PrintIndex::open(folder.path())?;
        for document in 1..=3000 {
            let prints: Vec<_> = (0..20).map(|n| Print { hash: u64::from(n * document % 997), place: n }).collect();
            index.append(document, &prints)?;
        }
        index.commit()?;
        let mut expected: BTreeMap<u64, u32> = BTreeMap::new();
        for posting in contents(&index)? {
            *expected.entry(posting.hash).or_default() += 1;
        }
        let hashes: Vec<u64> = (0..1000).step_by(3).collect();
        let expected: Vec<u32> = hashes.iter().map(|hash| expected.get(hash).copied().unwrap_or(0)).collect();
        assert_eq!(index.frequencies(&hashes, u32::MAX)?, expected);
        let few: Vec<bool> = index.frequencies(&hashes, 3)?.iter().map(|&count| count < 3).collect();
        assert_eq!(few, expected.iter().map(|&count| count < 3).collect::<Vec<_>>());
        Ok(())
    }

    #[test]
    fn what_was_not_committed_never_was() -> Result<(), Box<dyn std::error::Error>> {
        let folder = tempfile::tempdir()?;
        let mut index = PrintIndex::open(folder.path())?;
        index.append(1, &prints(1))?;
        index.commit()?;
        index.append(2, &prints(2))?;
        index.flush()?;
        drop(index);
        let mut index = PrintIndex::open(folder.path())?;
        assert_eq!((index.last_document(), index.postings()), (1, 40));
        index.append(2, &[])?;
        index.commit()?;
        assert_eq!(PrintIndex::open(folder.path())?.last_document(), 2);
        assert_eq!(fs::read_dir(folder.path())?.count(), 2);
        Ok(())
    }

    #[test]
    fn every_truncation_is_noticed() -> Result<(), Box<dyn std::error::Error>> {
        let folder = tempfile::tempdir()?;
        let mut index = PrintIndex::open(folder.path())?;
        for document in 1..=30 {
            index.append(document, &prints(document))?;
        }
        index.commit()?;
        let before = contents(&index)?;
        for name in ["manifest", "00000000.run"] {
            let path = folder.path().join(name);
            let bytes = fs::read(&path)?;
            for length in (0..bytes.len()).step_by(if name == "manifest" { 1 } else { 7 }) {
                fs::write(&path, &bytes[..length])?;
                assert!(matches!(PrintIndex::open(folder.path()), Err(IndexError::Damaged(..))), "{name} {length}");
            }
            for at in (0..bytes.len()).step_by(5) {
                let mut altered = bytes.clone();
                altered[at] ^= 0x10;
                fs::write(&path, &altered)?;
                let found = PrintIndex::open(folder.path()).and_then(|index| contents(&index));
                assert!(matches!(found, Err(IndexError::Damaged(..))), "{name} {at}");
            }
            fs::write(&path, &bytes)?;
        }
        assert_eq!(contents(&PrintIndex::open(folder.path())?)?, before);
        fs::remove_file(folder.path().join("00000000.run"))?;
        assert!(matches!(PrintIndex::open(folder.path()), Err(IndexError::Damaged(..))));
        Ok(())
    }
}
