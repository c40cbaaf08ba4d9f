//! Candidates: pairs that share fingerprints, at a cost in proportion to the new documents.
//!
//! The new documents' fingerprints are walked in the order of their hashes beside all runs. One in
//! at most 50 documents pairs all of them; one in more pairs each document with the one before it
//! and with the first, so a text that stands in thousands of copies still hangs together. Pairs are
//! counted by sorting, on disk where they are many.

use super::furniture::COMMON;
use super::prints::PrintIndex;
use super::relate::RelateError;
use std::collections::BinaryHeap;
use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

/// A fingerprint in more documents than this pairs by chain and star.
const ALL_PAIRS: usize = 50;
/// Candidates kept for one new document …
const BEST: usize = 32;
/// … of which so many share less than this part of the smaller sketch: such pairs quote each other
/// at most, and where everyone quotes the same few texts there are as many as there are documents.
const WEAK: usize = 6;
const WEAK_SHARE: f32 = 0.1;
/// Shared fingerprints that propose a pair.
const ENOUGH: u32 = 2;
/// A text with so few fingerprints needs to share one only.
const FEW: u32 = 3;
/// In a text with so few fingerprints one that is shared may be a good part of what has been seen, so
/// it is looked into for that, though it proposes no relation.
const SHORT: u32 = 32;
/// So many of those are looked into, the oldest ones.
const LONE: u32 = 3;
/// Pairs held in memory (8 bytes each) before they are counted and written away.
const BUFFER: usize = 4 << 20;

/// Two documents that share fingerprints.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair {
    pub newer: u32,
    pub older: u32,
    /// Distinct fingerprints that stand in both (fewer where common ones pair by chain and star).
    pub shared: u32,
    /// Too little to look for a relation; only for what has been seen.
    pub lone: bool,
}

/// What the index proposes for some documents.
#[derive(Debug, Default)]
pub struct Proposals {
    /// The best pairs of each new document, by newer, then older document.
    pub pairs: Vec<Pair>,
    /// The new documents' fingerprints that stand in many documents, sorted.
    pub common: Vec<u64>,
}

/// Proposes pairs of the documents `new` with all older ones, and with each other.
pub fn propose(index: &PrintIndex, new: RangeInclusive<u32>, stop: &AtomicBool) -> Result<Proposals, RelateError> {
    let fail = |error| RelateError::Index(index.error(error));
    let mut cursors = Vec::new();
    for run in index.all_runs() {
        let drives = run.first_document <= *new.end() && run.last_document >= *new.start();
        cursors.push((drives, run.cursor().map_err(fail)?));
    }
    let mut prints = vec![0u32; new.clone().count()];
    let mut common = Vec::new();
    let mut counter = Counter::new(index.folder());
    let (mut found, mut steps) = (Vec::new(), 0u32);
    while let Some(hash) =
        cursors.iter().filter(|(drives, _)| *drives).filter_map(|(_, cursor)| Some(cursor.peek()?.hash)).min()
    {
        steps = steps.wrapping_add(1);
        if steps.is_multiple_of(4096) && stop.load(Ordering::Relaxed) {
            return Err(RelateError::Stopped);
        }
        found.clear();
        for (_, cursor) in cursors.iter_mut().filter(|(drives, _)| *drives) {
            cursor.collect(hash, &mut found).map_err(fail)?;
        }
        if !found.iter().any(|(document, _)| new.contains(document)) {
            continue;
        }
        for (_, cursor) in cursors.iter_mut().filter(|(drives, _)| !*drives) {
            cursor.seek(hash).map_err(fail)?;
            cursor.collect(hash, &mut found).map_err(fail)?;
        }
        found.sort_unstable();
        if found.len() >= COMMON as usize {
            common.push(hash);
        }
        let from = found.partition_point(|(document, _)| document < new.start());
        for at in from..found.len() {
            let newer = found[at].0;
            if newer > *new.end() {
                break;
            }
            prints[(newer - new.start()) as usize] += 1;
            let older: &[(u32, u32)] = &found[..at];
            if found.len() <= ALL_PAIRS {
                for &(older, _) in older {
                    counter.add(newer, older).map_err(fail)?;
                }
            } else if let (Some(first), Some(last)) = (older.first(), older.last()) {
                counter.add(newer, last.0).map_err(fail)?;
                if first.0 != last.0 {
                    counter.add(newer, first.0).map_err(fail)?;
                }
            }
        }
    }
    let own = |newer: u32| prints[(newer - new.start()) as usize];
    let is_weak = |pair: &Pair| {
        let smaller = own(pair.newer).min(index.size(pair.older));
        (pair.shared as f32) < WEAK_SHARE * smaller as f32
    };
    let least = |newer: u32| match own(newer) {
        0..=FEW => Least { pair: 1, relation: 1 },
        prints if prints <= SHORT => Least { pair: 1, relation: ENOUGH },
        _ => Least { pair: ENOUGH, relation: ENOUGH },
    };
    let pairs = counter.best(least, &is_weak).map_err(fail)?;
    Ok(Proposals { pairs, common })
}

/// Shared fingerprints that a document needs for a pair, and for one that may be a relation.
struct Least {
    pair: u32,
    relation: u32,
}

/// Counts pairs with bounded memory: sorted and counted in memory, merged from files.
struct Counter<'f> {
    folder: &'f Path,
    held: Vec<u64>,
    spills: Vec<File>,
}

impl<'f> Counter<'f> {
    fn new(folder: &'f Path) -> Counter<'f> {
        Counter { folder, held: Vec::new(), spills: Vec::new() }
    }

    fn add(&mut self, newer: u32, older: u32) -> io::Result<()> {
        self.held.push(u64::from(newer) << 32 | u64::from(older));
        if self.held.len() >= BUFFER { self.spill() } else { Ok(()) }
    }

    fn counted(held: &mut [u64]) -> impl Iterator<Item = (u64, u32)> {
        held.sort_unstable();
        held.chunk_by(|a, b| a == b).map(|same| (same[0], same.len() as u32))
    }

    fn spill(&mut self) -> io::Result<()> {
        let file = self.unnamed()?;
        let mut out = BufWriter::with_capacity(1 << 16, file);
        for (pair, count) in Counter::counted(&mut self.held) {
            out.write_all(&pair.to_le_bytes())?;
            out.write_all(&count.to_le_bytes())?;
        }
        let mut file = out.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.seek(SeekFrom::Start(0))?;
        self.spills.push(file);
        self.held.clear();
        Ok(())
    }

    /// A file that vanishes when it is closed, however the program ends.
    fn unnamed(&self) -> io::Result<File> {
        let path: PathBuf = self.folder.join(format!("pairs-{}-{}.tmp", std::process::id(), self.spills.len()));
        let file = File::options().create(true).truncate(true).read(true).write(true).open(&path)?;
        fs::remove_file(&path)?;
        Ok(file)
    }

    fn best(mut self, least: impl Fn(u32) -> Least, is_weak: &impl Fn(&Pair) -> bool) -> io::Result<Vec<Pair>> {
        let mut pairs = Vec::new();
        let mut own: Vec<Pair> = Vec::new();
        let (mut of, mut lone) = (0, 0);
        let mut push = |pair: u64, shared: u32| {
            let (newer, older) = ((pair >> 32) as u32, pair as u32);
            let least = least(newer);
            let pair = Pair { newer, older, shared, lone: shared < least.relation };
            if of != newer {
                keep_best(&mut own, &mut pairs, is_weak);
                (of, lone) = (newer, 0);
            }
            lone += u32::from(pair.lone);
            if shared >= least.pair && !(pair.lone && lone > LONE) {
                own.push(pair);
            }
        };
        if self.spills.is_empty() {
            Counter::counted(&mut self.held).for_each(|(pair, count)| push(pair, count));
        } else {
            self.spill()?;
            merged(self.spills, &mut push)?;
        }
        keep_best(&mut own, &mut pairs, is_weak);
        Ok(pairs)
    }
}

fn merged(spills: Vec<File>, push: &mut impl FnMut(u64, u32)) -> io::Result<()> {
    let mut readers: Vec<_> = spills.into_iter().map(|file| BufReader::with_capacity(1 << 16, file)).collect();
    let mut heap = BinaryHeap::new();
    for (number, reader) in readers.iter_mut().enumerate() {
        heap.extend(read(reader)?.map(|(pair, count)| std::cmp::Reverse((pair, number, count))));
    }
    let mut open: Option<(u64, u32)> = None;
    while let Some(std::cmp::Reverse((pair, number, count))) = heap.pop() {
        heap.extend(read(&mut readers[number])?.map(|(pair, count)| std::cmp::Reverse((pair, number, count))));
        match &mut open {
            Some((last, sum)) if *last == pair => *sum += count,
            _ => {
                if let Some((last, sum)) = open.replace((pair, count)) {
                    push(last, sum);
                }
            }
        }
    }
    if let Some((last, sum)) = open {
        push(last, sum);
    }
    Ok(())
}

fn read(from: &mut impl Read) -> io::Result<Option<(u64, u32)>> {
    let (mut pair, mut count) = ([0; 8], [0; 4]);
    match from.read_exact(&mut pair) {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        other => other?,
    }
    from.read_exact(&mut count)?;
    Ok(Some((u64::from_le_bytes(pair), u32::from_le_bytes(count))))
}

fn keep_best(own: &mut Vec<Pair>, into: &mut Vec<Pair>, is_weak: &impl Fn(&Pair) -> bool) {
    if own.len() > WEAK {
        own.sort_unstable_by_key(|pair| (std::cmp::Reverse(pair.shared), pair.older));
        let mut weak = 0;
        own.retain(|pair| {
            weak += usize::from(is_weak(pair));
            weak <= WEAK || !is_weak(pair)
        });
        own.truncate(BEST);
        own.sort_unstable_by_key(|pair| pair.older);
    }
    into.append(own);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_the_same_in_memory_and_on_disk() -> io::Result<()> {
        let folder = tempfile::tempdir()?;
        let fill = |spill_every: u32| -> io::Result<Vec<Pair>> {
            let mut counter = Counter::new(folder.path());
            for n in 0..6000u32 {
                counter.add(100 + n % 7, n * n % 90)?;
                if spill_every > 0 && n % spill_every == 0 {
                    counter.spill()?;
                }
            }
            counter.best(|_| Least { pair: ENOUGH, relation: ENOUGH }, &|_| false)
        };
        let pairs = fill(0)?;
        assert_eq!(pairs, fill(700)?);
        assert!(pairs.chunk_by(|a, b| a.newer == b.newer).all(|own| own.len() <= BEST));
        assert_eq!(fs::read_dir(folder.path())?.count(), 0);
        Ok(())
    }
}
