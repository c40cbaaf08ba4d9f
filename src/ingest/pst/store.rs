//! The lower half of a mail folder: nodes and the blocks of their data, both found by B-trees of pages.
//!
//! Trees are walked here and only their pages and blocks are left to the crate, so that one that is
//! damaged, or leads back to itself, costs what hangs on it.

use super::search::{self, Found};
use super::widths::{narrow, wide};
use crate::ingest::sought::Sought;
use outlook_pst::ndb::header::NdbCryptMethod;
use std::collections::{HashMap, HashSet};
use std::io::{self, Cursor, Read, SeekFrom};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;

/// What is said of the kind of files that came later.
const NEWER: &str =
    "an Outlook mail folder with pages of 4 KiB, as Outlook keeps one since 2013 for a mailbox on a server (OST)";

/// Levels of pages above the lowest.
const LEVELS: usize = 8;

/// Levels of blocks that only list others.
const LISTS: u8 = 3;

/// Pages of the tree of blocks that are kept.
const KEPT: usize = 20_000;

/// Nodes below one that are looked at.
const MOST: usize = 100_000;

/// Something that is kept in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Node {
    pub(super) id: u32,
    /// The folder that it stands in, of those that no other node holds.
    pub(super) parent: u32,
    /// The block of its data.
    pub(super) data: u64,
    /// The block that lists the nodes below it; zero for none.
    pub(super) below: u64,
}

impl Node {
    /// What kind of thing it is.
    pub(super) fn kind(self) -> u32 {
        self.id & 0x1f
    }
}

/// Where a block stands.
#[derive(Clone, Copy)]
pub(super) struct Block {
    pub(super) id: u64,
    pub(super) place: u64,
    pub(super) size: u16,
}

/// A page of a tree, or a block that lists others.
pub(super) enum Page<T> {
    /// The first key below and where that stands.
    Inner(Vec<(u64, u64)>),
    Leaf(Vec<T>),
}

/// What the crate makes of a page or block, also where that is a panic: it adds up numbers before it
/// looks at the sum over them.
pub(super) fn borne<T>(read: impl FnOnce() -> io::Result<T>) -> io::Result<T> {
    catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|_| Err(damaged("numbers that cannot be")))
}

pub(super) fn damaged(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what.to_owned())
}

/// Why a file is not opened.
pub(super) enum Closed {
    /// It is of a kind that is not read.
    Kind(&'static str),
    Broken(io::Error),
}

/// A file, open.
pub(super) struct Store<'s> {
    reader: &'s mut dyn Sought,
    /// It is shorter than it says.
    pub(super) is_cut: bool,
    is_wide: bool,
    encoding: NdbCryptMethod,
    /// Where the trees begin.
    nodes: u64,
    blocks: u64,
    pages: HashMap<u64, Rc<Page<Block>>>,
    /// What was found page by page, after a page that leads to others could not be read.
    found: Option<Found>,
}

impl<'s> Store<'s> {
    /// Opens a file. Of its head only what is needed is looked at: the sums over it may be wrong.
    pub(super) fn open(reader: &'s mut dyn Sought) -> Result<Self, Closed> {
        let mut head = [0; 516];
        reader.seek(SeekFrom::Start(0)).map_err(Closed::Broken)?;
        reader.read_exact(&mut head).map_err(Closed::Broken)?;
        let is_wide = match u16::from_le_bytes([head[10], head[11]]) {
            14 | 15 => false,
            20..36 => true,
            36.. => return Err(Closed::Kind(NEWER)),
            _ => return Err(Closed::Kind("an Outlook mail folder of an unknown version")),
        };
        let number = |at: usize| match is_wide {
            true => head[at..at + 8].iter().rev().fold(0u64, |number, &byte| (number << 8) | u64::from(byte)),
            false => head[at..at + 4].iter().rev().fold(0u64, |number, &byte| (number << 8) | u64::from(byte)),
        };
        let (end, nodes, blocks, encoding) =
            if is_wide { (0xb8, 0xe0, 0xf0, 0x201) } else { (0xa8, 0xbc, 0xc4, 0x1cd) };
        let encoding = NdbCryptMethod::try_from(head[encoding])
            .map_err(|_| Closed::Kind("an Outlook mail folder that is encrypted in a way that is not understood"))?;
        let (end, nodes, blocks) = (number(end), number(nodes), number(blocks));
        let is_cut = reader.seek(SeekFrom::End(0)).map_err(Closed::Broken)? < end;
        Ok(Store { reader, is_cut, is_wide, encoding, nodes, blocks, pages: HashMap::new(), found: None })
    }

    /// All nodes that no other holds, by their numbers, and what went wrong with how many of the pages
    /// that list them.
    pub(super) fn nodes(&mut self) -> (Vec<Node>, Option<(u64, io::Error)>) {
        let (mut found, mut lost) = (Vec::new(), None);
        let (mut open, mut seen) = (vec![(self.nodes, 0)], HashSet::new());
        while let Some((place, depth)) = open.pop() {
            if !seen.insert(place) {
                continue;
            }
            let page = match self.is_wide {
                _ if depth > LEVELS => Err(damaged("pages in pages without an end")),
                true => borne(|| wide::nodes(self.reader, place)),
                false => borne(|| narrow::nodes(self.reader, place)),
            };
            match page {
                Ok(Page::Inner(below)) => open.extend(below.iter().map(|&(_, place)| (place, depth + 1))),
                Ok(Page::Leaf(nodes)) => found.extend(nodes),
                Err(error) => lost.get_or_insert((0, error)).0 += 1,
            }
        }
        if lost.is_some() {
            found.extend(self.searched().nodes.iter());
        }
        found.sort_by_key(|node: &Node| node.id);
        found.dedup_by_key(|node| node.id);
        (found, lost)
    }

    fn block(&mut self, id: u64) -> io::Result<Block> {
        let listed = self.listed(id);
        if listed.is_err() {
            self.searched();
        }
        let found = self.found.as_ref().and_then(|found| found.blocks.get(&(id | 1)).copied());
        match listed {
            Ok(Some(block)) => Ok(block),
            Ok(None) => found.ok_or_else(|| damaged("a block that is not there")),
            Err(error) => found.ok_or(error),
        }
    }

    fn searched(&mut self) -> &Found {
        self.found.get_or_insert_with(|| search::pages(self.reader, self.is_wide))
    }

    /// The block of a number, if the tree has one.
    fn listed(&mut self, id: u64) -> io::Result<Option<Block>> {
        let mut place = self.blocks;
        for _ in 0..=LEVELS {
            let page = match self.pages.get(&place) {
                Some(page) => Rc::clone(page),
                None => {
                    let page = match self.is_wide {
                        true => borne(|| wide::blocks(self.reader, place))?,
                        false => borne(|| narrow::blocks(self.reader, place))?,
                    };
                    if self.pages.len() >= KEPT {
                        self.pages.clear();
                    }
                    let page = Rc::new(page);
                    self.pages.insert(place, Rc::clone(&page));
                    page
                }
            };
            // The lowest bit says nothing.
            match &*page {
                Page::Inner(below) => {
                    let after = below.partition_point(|&(key, _)| key | 1 <= id | 1);
                    let Some((_, next)) = below.get(after.wrapping_sub(1)) else { return Ok(None) };
                    place = *next;
                }
                Page::Leaf(blocks) => {
                    return Ok(blocks.iter().find(|block| block.id | 1 == id | 1).copied());
                }
            }
        }
        Err(damaged("pages in pages without an end"))
    }

    /// The data that begins with a block.
    pub(super) fn data(&mut self, id: u64) -> Data<'_, 's> {
        Data { store: self, next: vec![(id, 0)], block: Cursor::default() }
    }

    /// The nodes that a block lists, and what went wrong.
    pub(super) fn below(&mut self, id: u64) -> (Vec<Node>, Option<io::Error>) {
        let (mut found, mut lost) = (Vec::new(), None);
        let mut open = if id == 0 { Vec::new() } else { vec![(id, 0)] };
        let mut seen = HashSet::new();
        while let Some((id, depth)) = open.pop() {
            if depth > LISTS || found.len() > MOST || !seen.insert(id) {
                lost.get_or_insert_with(|| damaged("lists in lists without an end"));
                continue;
            }
            let page = self.block(id).and_then(|block| match self.is_wide {
                true => borne(|| wide::below(self.reader, block)),
                false => borne(|| narrow::below(self.reader, block)),
            });
            match page {
                Ok(Page::Inner(below)) => open.extend(below.iter().rev().map(|&(_, id)| (id, depth + 1))),
                Ok(Page::Leaf(nodes)) => found.extend(nodes),
                Err(error) => drop(lost.get_or_insert(error)),
            }
        }
        (found, lost)
    }
}

/// The data of a node, block by block.
pub(super) struct Data<'d, 's> {
    store: &'d mut Store<'s>,
    next: Vec<(u64, u8)>,
    block: Cursor<Vec<u8>>,
}

impl Data<'_, '_> {
    /// The next block.
    pub(super) fn block(&mut self) -> io::Result<Option<Vec<u8>>> {
        while let Some((id, depth)) = self.next.pop() {
            // A node without data has none of this number.
            if id == 0 {
                continue;
            }
            let block = self.store.block(id)?;
            let page = match self.store.is_wide {
                true => borne(|| wide::data(self.store.reader, self.store.encoding, block))?,
                false => borne(|| narrow::data(self.store.reader, self.store.encoding, block))?,
            };
            match page {
                Page::Leaf(bytes) => return Ok(Some(bytes)),
                Page::Inner(_) if depth >= LISTS => return Err(damaged("lists in lists without an end")),
                Page::Inner(ids) => self.next.extend(ids.iter().rev().map(|&(_, id)| (id, depth + 1))),
            }
        }
        Ok(None)
    }
}

impl Read for Data<'_, '_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        loop {
            match self.block.read(into)? {
                0 if !into.is_empty() => match self.block()? {
                    Some(block) => self.block = Cursor::new(block),
                    None => return Ok(0),
                },
                read => return Ok(read),
            }
        }
    }
}
