//! The middle of a mail folder: small things on the heap of a node, and the lists and tables of
//! properties that are made of them (MS-PST, LTP layer).

use super::store::{Store, damaged};
use std::collections::HashSet;
use std::io;

/// Entries of one list that are looked at.
const MOST: usize = 100_000;

/// Levels of a list's tree.
const LEVELS: u8 = 8;

/// Kinds of values (MS-OXCDATA), of those that differ in how they are kept.
const OBJECT: u16 = 0x0d;

/// The value of a property.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Value {
    Number(u64),
    /// Held on the heap, or by a node below the one of the heap.
    Held(u32),
}

/// A property of a thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Cell {
    pub(super) id: u16,
    pub(super) kind: u16,
    pub(super) value: Value,
}

/// The heap of a node.
#[derive(Default)]
pub(super) struct Heap {
    blocks: Vec<Vec<u8>>,
}

fn short(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..)?.first_chunk().map(|two| u16::from_le_bytes(*two))
}

fn long(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..)?.first_chunk().map(|four| u32::from_le_bytes(*four))
}

fn wide(bytes: &[u8], at: usize) -> Option<u64> {
    bytes.get(at..)?.first_chunk().map(|eight| u64::from_le_bytes(*eight))
}

impl Heap {
    /// The heap whose data begins with a block, if that has no more than `limit` bytes.
    pub(super) fn open(store: &mut Store<'_>, data: u64, limit: u64) -> io::Result<Heap> {
        let (mut heap, mut held, mut data) = (Heap::default(), 0, store.data(data));
        while let Some(block) = data.block()? {
            held += block.len() as u64;
            if held > limit {
                return Err(damaged("more than may stand in one thing"));
            }
            heap.blocks.push(block);
        }
        if heap.blocks.first().and_then(|block| block.get(2)) != Some(&0xec) {
            return Err(damaged("no heap where one should be"));
        }
        Ok(heap)
    }

    pub(super) fn len(&self) -> u64 {
        self.blocks.iter().map(|block| block.len() as u64).sum()
    }

    /// A thing on the heap.
    pub(super) fn item(&self, id: u32) -> Option<&[u8]> {
        let (block, index) = (self.blocks.get((id >> 16) as usize)?, (id >> 5 & 0x7ff) as usize);
        let map = usize::from(short(block, 0)?);
        if id & 0x1f != 0 || index == 0 || index > usize::from(short(block, map)?) {
            return None;
        }
        let place = map + 4 + (index - 1) * 2;
        block.get(usize::from(short(block, place)?)..usize::from(short(block, place + 2)?))
    }

    fn root(&self) -> Option<u32> {
        long(self.blocks.first()?, 4)
    }

    /// The entries of a list whose keys have `key` bytes, and how long they are; parts of it may be lost.
    fn list(&self, id: u32, key: usize) -> Option<(Vec<&[u8]>, bool)> {
        let head = self.item(id)?;
        let (entry, levels) = (usize::from(*head.get(2)?), *head.get(3)?);
        if head[0] != 0xb5 || usize::from(head[1]) != key || !(1..=64).contains(&entry) || levels > LEVELS {
            return None;
        }
        let (mut ids, mut whole) = (vec![long(head, 4)?], true);
        for _ in 0..levels {
            let mut below = Vec::new();
            let mut seen = HashSet::new();
            for id in ids {
                let Some(item) = self.item(id) else {
                    whole = false;
                    continue;
                };
                let next = item.chunks_exact(key + 4).filter_map(|entry| long(entry, key));
                below.extend(next.filter(|id| seen.insert(*id)).take(MOST));
            }
            ids = below;
        }
        let mut entries = Vec::new();
        for id in ids.into_iter().filter(|&id| id != 0) {
            match self.item(id) {
                Some(item) if entries.len() < MOST => entries.extend(item.chunks_exact(key + entry)),
                _ => whole = false,
            }
        }
        Some((entries, whole))
    }

    /// The properties of the thing that the heap is for, and whether all of them are there.
    pub(super) fn properties(&self) -> Option<(Vec<Cell>, bool)> {
        let (entries, whole) = self.list(self.root()?, 2)?;
        let cell = |entry: &&[u8]| {
            let (id, kind, value) = (short(entry, 0)?, short(entry, 2)?, long(entry, 4)?);
            let value = match size(kind) {
                1..=4 => Value::Number(value.into()),
                5..=8 => Value::Number(wide(self.item(value)?, 0)?),
                _ => Value::Held(value),
            };
            Some(Cell { id, kind, value })
        };
        Some((entries.iter().filter_map(cell).collect(), whole))
    }

    /// The node below in which an object lies.
    pub(super) fn object(&self, cell: Cell) -> Option<u32> {
        match cell.value {
            Value::Held(id) if cell.kind == OBJECT && id & 0x1f == 0 => long(self.item(id)?, 0),
            Value::Held(id) if cell.kind == OBJECT => Some(id),
            _ => None,
        }
    }

    /// The rows of the table that the heap is for. `held` gives the blocks of a node below it.
    pub(super) fn rows(&self, held: impl FnOnce(u32) -> Vec<Vec<u8>>) -> Option<Vec<Vec<Cell>>> {
        let table = self.item(self.root()?)?;
        let (&0x7c, columns) = (table.first()?, usize::from(*table.get(1)?)) else { return None };
        let (bits, length) = (usize::from(short(table, 6)?), usize::from(short(table, 8)?));
        let (index, rows) = (long(table, 10)?, long(table, 14)?);
        if length < 4 || bits > length {
            return None;
        }
        let blocks = match rows {
            0 => Vec::new(),
            id if id & 0x1f == 0 => vec![self.item(id)?.to_vec()],
            id => held(id),
        };
        // Rows that go over the end of a block stand in the next.
        let rows: Vec<&[u8]> = blocks.iter().flat_map(|block| block.chunks_exact(length)).collect();
        let columns: Vec<&[u8]> = table.get(22..)?.chunks_exact(8).take(columns).collect();
        let cells = |row: &[u8]| -> Vec<Cell> {
            let cell = |column: &&[u8]| {
                let (kind, id, at) = (short(column, 0)?, short(column, 2)?, usize::from(short(column, 4)?));
                let bit = usize::from(column[7]);
                if row.get(bits + bit / 8)? & (0x80 >> (bit % 8)) == 0 {
                    return None;
                }
                let value = match size(kind) {
                    1 => Value::Number((*row.get(at)?).into()),
                    2 => Value::Number(short(row, at)?.into()),
                    4 => Value::Number(long(row, at)?.into()),
                    8 => Value::Number(wide(row, at)?),
                    _ => Value::Held(long(row, at)?),
                };
                Some(Cell { id, kind, value })
            };
            columns.iter().filter_map(cell).collect()
        };
        // What is not in the index was taken out of the table.
        let (index, _) = self.list(index, 4)?;
        let number = |entry: &&[u8]| match entry.len() {
            6 => short(entry, 4).map(usize::from),
            _ => long(entry, 4).map(|number| number as usize),
        };
        let mut numbers: Vec<usize> = index.iter().filter_map(number).collect();
        numbers.sort_unstable();
        numbers.dedup();
        Some(numbers.into_iter().filter_map(|number| rows.get(number)).map(|row| cells(row)).collect())
    }
}

/// Bytes of a value of a kind; zero for those of any length.
fn size(kind: u16) -> usize {
    match kind {
        0x0b => 1,
        0x02 => 2,
        0x03 | 0x04 | 0x0a => 4,
        0x05..=0x07 | 0x14 | 0x40 => 8,
        _ => 0,
    }
}
