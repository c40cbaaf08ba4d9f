//! One sorted run of postings on disk: written once, read in blocks, never changed.
//!
//! A header of fixed length, then blocks of postings as differences in variable-length integers,
//! then a directory with the first hash, place and checksum of each block, and the number of
//! fingerprints of each document. A damaged header or directory shows when the run is opened, a
//! damaged block when it is read.

use super::fingerprint::Print;
use super::grams::hash;
use std::fs::File;
use std::io::{self, BufWriter, Seek, SeekFrom, Write};
use std::ops::RangeInclusive;
use std::os::unix::fs::FileExt;
use std::path::Path;

/// One fingerprint in one document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Posting {
    pub hash: u64,
    pub document: u32,
    /// Number of the fingerprint's first word in the document.
    pub place: u32,
}

impl Posting {
    pub(super) fn new(document: u32, print: Print) -> Posting {
        Posting { hash: print.hash, document, place: print.place }
    }
}

const MAGIC: &[u8; 8] = b"vprints2";
const HEADER: usize = 56;
const ENTRY: usize = 24;
const SIZE: usize = 4;
const BLOCK: usize = 256;

#[derive(Clone, Copy, Debug)]
struct Block {
    first: u64,
    at: u64,
    check: u64,
}

/// A run that is open for reading.
#[derive(Debug)]
pub(super) struct Run {
    file: File,
    directory: Vec<Block>,
    /// Fingerprints of each document from the first to the last.
    sizes: Vec<u32>,
    /// Where the last block ends.
    body_end: u64,
    pub postings: u64,
    pub first_document: u32,
    pub last_document: u32,
    /// Checksum of the header, which holds that of the directory.
    pub check: u64,
}

fn damaged(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what)
}

/// Writes sorted postings of some documents as a run and makes it durable; `path` should be a
/// temporary name.
pub(super) fn write(
    path: &Path,
    documents: RangeInclusive<u32>,
    sorted: impl Iterator<Item = io::Result<Posting>>,
) -> io::Result<()> {
    let mut out = BufWriter::with_capacity(1 << 18, File::create(path)?);
    out.write_all(&[0; HEADER])?;
    let mut directory: Vec<Block> = Vec::new();
    let mut bytes = Vec::with_capacity(BLOCK * 12);
    let (mut at, mut held, mut postings) = (HEADER as u64, 0, 0u64);
    let (first_document, last_document) = (*documents.start(), *documents.end());
    let mut sizes = vec![0u32; documents.clone().count()];
    let mut previous = Posting { hash: 0, document: 0, place: 0 };
    let mut close = |directory: &mut Vec<Block>, bytes: &mut Vec<u8>| -> io::Result<()> {
        if let Some(block) = directory.last_mut() {
            block.check = hash(bytes);
            out.write_all(bytes)?;
            bytes.clear();
        }
        Ok(())
    };
    for posting in sorted {
        let posting = posting?;
        if held == BLOCK || directory.is_empty() {
            close(&mut directory, &mut bytes)?;
            directory.push(Block { first: posting.hash, at, check: 0 });
            previous = Posting { hash: posting.hash, document: 0, place: 0 };
            held = 0;
        }
        let before = bytes.len();
        let step = posting.hash - previous.hash;
        varint(&mut bytes, step);
        varint(&mut bytes, u64::from(posting.document - if step == 0 { previous.document } else { 0 }));
        varint(&mut bytes, u64::from(posting.place));
        at += (bytes.len() - before) as u64;
        let size = posting.document.checked_sub(first_document).and_then(|at| sizes.get_mut(at as usize));
        *size.ok_or_else(|| damaged("a posting is of a document that its run does not have"))? += 1;
        previous = posting;
        held += 1;
        postings += 1;
    }
    close(&mut directory, &mut bytes)?;
    let mut table = Vec::with_capacity(directory.len() * ENTRY + sizes.len() * SIZE);
    for block in &directory {
        for value in [block.first, block.at, block.check] {
            table.extend_from_slice(&value.to_le_bytes());
        }
    }
    for size in sizes {
        table.extend_from_slice(&size.to_le_bytes());
    }
    out.write_all(&table)?;
    let mut header = Vec::with_capacity(HEADER);
    header.extend_from_slice(MAGIC);
    for value in [postings, at, directory.len() as u64, hash(&table)] {
        header.extend_from_slice(&value.to_le_bytes());
    }
    header.extend_from_slice(&first_document.to_le_bytes());
    header.extend_from_slice(&last_document.to_le_bytes());
    header.extend_from_slice(&hash(&header).to_le_bytes());
    let mut file = out.into_inner().map_err(io::IntoInnerError::into_error)?;
    file.seek(SeekFrom::Start(0))?;
    file.write_all(&header)?;
    file.sync_all()
}

impl Run {
    /// Opens a run and reads its directory.
    ///
    /// # Errors
    /// `InvalidData` when lengths or checksums do not fit.
    pub(super) fn open(path: &Path) -> io::Result<Run> {
        let file = File::open(path)?;
        let mut header = [0u8; HEADER];
        file.read_exact_at(&mut header, 0).map_err(|_| damaged("a run's header is cut short"))?;
        let long = |at: usize| header[at..at + 8].iter().rev().fold(0u64, |sum, &byte| sum << 8 | u64::from(byte));
        let short = |at: usize| header[at..at + 4].iter().rev().fold(0u32, |sum, &byte| sum << 8 | u32::from(byte));
        let check = long(HEADER - 8);
        if &header[..8] != MAGIC || hash(&header[..HEADER - 8]) != check {
            return Err(damaged("a run's header is damaged"));
        }
        let (postings, body_end, blocks) = (long(8), long(16), long(24));
        let (first_document, last_document) = (short(40), short(44));
        let documents = u64::from(last_document.wrapping_sub(first_document)) + 1;
        let directory_length = blocks.checked_mul(ENTRY as u64).filter(|&n| n < 1 << 40);
        let table_length = directory_length.map(|length| length + documents * SIZE as u64);
        let length = table_length.and_then(|length| length.checked_add(body_end));
        if length != Some(file.metadata()?.len()) {
            return Err(damaged("a run has not the length that its header says"));
        }
        let mut table = vec![0u8; table_length.unwrap_or(0) as usize];
        file.read_exact_at(&mut table, body_end)?;
        if hash(&table) != long(32) {
            return Err(damaged("a run's directory is damaged"));
        }
        let word = |bytes: &[u8]| bytes.iter().rev().fold(0u64, |sum, &byte| sum << 8 | u64::from(byte));
        let (directory, sizes) = table.split_at(blocks as usize * ENTRY);
        let sizes = sizes.chunks_exact(SIZE).map(|size| word(size) as u32).collect();
        let directory = directory
            .chunks_exact(ENTRY)
            .map(|entry| Block { first: word(&entry[..8]), at: word(&entry[8..16]), check: word(&entry[16..]) })
            .collect();
        Ok(Run { file, directory, sizes, body_end, postings, first_document, last_document, check })
    }

    /// Number of fingerprints of a document, if it is in this run.
    pub(super) fn size(&self, document: u32) -> Option<u32> {
        self.sizes.get(document.checked_sub(self.first_document)? as usize).copied()
    }

    /// Reads all blocks, which compares their checksums.
    pub(super) fn check_blocks(&self) -> io::Result<()> {
        let (mut bytes, mut postings) = (Vec::new(), Vec::new());
        (0..self.directory.len()).try_for_each(|number| self.decode(number, &mut bytes, &mut postings))
    }

    /// Starts at the first posting.
    pub(super) fn cursor(&self) -> io::Result<Cursor<'_>> {
        let mut cursor = Cursor { run: self, block: 0, held: Vec::new(), at: 0, bytes: Vec::new() };
        cursor.load(0)?;
        Ok(cursor)
    }

    fn decode(&self, number: usize, bytes: &mut Vec<u8>, into: &mut Vec<Posting>) -> io::Result<()> {
        into.clear();
        let Some(block) = self.directory.get(number) else { return Ok(()) };
        let end = self.directory.get(number + 1).map_or(self.body_end, |next| next.at);
        let length = end.checked_sub(block.at).ok_or_else(|| damaged("a run's directory is out of order"))?;
        bytes.resize(length as usize, 0);
        self.file.read_exact_at(bytes, block.at)?;
        if hash(bytes) != block.check {
            return Err(damaged("a run's block is damaged"));
        }
        let mut rest = bytes.as_slice();
        let mut last = Posting { hash: block.first, document: 0, place: 0 };
        while !rest.is_empty() {
            let step = take(&mut rest)?;
            let document = take(&mut rest)? as u32 + if step == 0 { last.document } else { 0 };
            last = Posting { hash: last.hash + step, document, place: take(&mut rest)? as u32 };
            into.push(last);
        }
        Ok(())
    }
}

/// A place in a run that only moves forward.
pub(super) struct Cursor<'r> {
    run: &'r Run,
    block: usize,
    held: Vec<Posting>,
    at: usize,
    bytes: Vec<u8>,
}

impl Cursor<'_> {
    fn load(&mut self, block: usize) -> io::Result<()> {
        self.block = block;
        self.at = 0;
        self.run.decode(block, &mut self.bytes, &mut self.held)
    }

    /// The posting here, if the run has not ended.
    pub(super) fn peek(&self) -> Option<Posting> {
        self.held.get(self.at).copied()
    }

    /// Moves to the next posting.
    pub(super) fn advance(&mut self) -> io::Result<()> {
        self.at += 1;
        if self.at >= self.held.len() && self.block + 1 < self.run.directory.len() {
            self.load(self.block + 1)?;
        }
        Ok(())
    }

    /// Moves to the first posting whose hash is `hash` or more.
    pub(super) fn seek(&mut self, hash: u64) -> io::Result<()> {
        let directory = &self.run.directory;
        if directory.get(self.block + 1).is_some_and(|next| next.first <= hash) {
            // Gallop: most seeks go to a block nearby. A hash that begins a block may have begun
            // in the one before, so the block wanted is the last one that starts below the hash.
            let (mut low, mut step) = (self.block, 1);
            while directory.get(low + step).is_some_and(|block| block.first < hash) {
                low += step;
                step *= 2;
            }
            let end = (low + step).min(directory.len());
            let target = low + directory[low..end].partition_point(|block| block.first < hash);
            let target = target.saturating_sub(1).max(self.block);
            if target != self.block {
                self.load(target)?;
            }
        }
        self.at += self.held[self.at..].partition_point(|posting| posting.hash < hash);
        if self.at >= self.held.len() && self.block + 1 < directory.len() {
            self.load(self.block + 1)?;
        }
        Ok(())
    }

    /// Moves past postings of `hash`, if it stands here, and counts them; past `most` it may stop.
    pub(super) fn count(&mut self, hash: u64, most: u32) -> io::Result<u32> {
        let mut count = 0;
        while count < most && self.peek().is_some_and(|posting| posting.hash == hash) {
            let here = self.held[self.at..].partition_point(|posting| posting.hash == hash);
            count += here as u32;
            self.at += here - 1;
            self.advance()?;
        }
        Ok(count)
    }

    /// Moves past all postings of `hash`, if it stands here, and appends where it stands.
    pub(super) fn collect(&mut self, hash: u64, into: &mut Vec<(u32, u32)>) -> io::Result<()> {
        while let Some(posting) = self.peek().filter(|posting| posting.hash == hash) {
            into.push((posting.document, posting.place));
            self.advance()?;
        }
        Ok(())
    }
}

fn varint(into: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        into.push(value as u8 | 0x80);
        value >>= 7;
    }
    into.push(value as u8);
}

fn take(from: &mut &[u8]) -> io::Result<u64> {
    let mut value = 0u64;
    for shift in (0..64).step_by(7) {
        let (&byte, rest) = from.split_first().ok_or_else(|| damaged("a run's block is cut short"))?;
        *from = rest;
        value |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Ok(value);
        }
    }
    Err(damaged("a run's block holds a number that is too long"))
}
