//! The mentions of a document, packed to one value.
//!
//! Layout, all numbers LEB128: names used (count, then each number), mentions (count, then for each
//! the gap from the last end, the length, and the index into the names). Byte offsets.

use super::{Result, Store, StoreError, Writer};
use rusqlite::{OptionalExtension, params};

/// The mentions of one document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Packed {
    /// Numbers of the names that this document mentions, in the order of first mention.
    pub names: Vec<u32>,
    /// (start, end, index into `names`), in the order of the text.
    pub mentions: Vec<(u32, u32, u32)>,
}

pub(super) fn encode(names: &[u32], mentions: &[(u32, u32, u32)]) -> Vec<u8> {
    let mut out = Vec::with_capacity(2 + names.len() * 3 + mentions.len() * 4);
    put(&mut out, names.len() as u32);
    for &name in names {
        put(&mut out, name);
    }
    put(&mut out, mentions.len() as u32);
    let mut last = 0;
    for &(start, end, name) in mentions {
        put(&mut out, start - last);
        put(&mut out, end - start);
        put(&mut out, name);
        last = end;
    }
    out
}

impl Packed {
    pub(super) fn decode(mut bytes: &[u8]) -> Option<Self> {
        let bytes = &mut bytes;
        let mut packed = Self::default();
        for _ in 0..take(bytes)? {
            packed.names.push(take(bytes)?);
        }
        let mut last = 0u32;
        for _ in 0..take(bytes)? {
            let start = last.checked_add(take(bytes)?)?;
            last = start.checked_add(take(bytes)?)?;
            let name = take(bytes)?;
            ((name as usize) < packed.names.len()).then_some(())?;
            packed.mentions.push((start, last, name));
        }
        Some(packed)
    }
}

fn put(out: &mut Vec<u8>, mut value: u32) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

fn take(bytes: &mut &[u8]) -> Option<u32> {
    let mut value = 0u32;
    for shift in (0..35).step_by(7) {
        let (&byte, rest) = bytes.split_first()?;
        *bytes = rest;
        value |= u32::from(byte & 0x7f).checked_shl(shift)?;
        if byte < 0x80 {
            return Some(value);
        }
    }
    None
}

impl Store {
    /// The mentions of a document as they stand, mended; none where it has none.
    pub fn mentions(&self, document: u32) -> Result<Packed> {
        self.unpacked(
            document,
            "SELECT packed FROM (SELECT packed FROM mended WHERE document = ?1 UNION ALL \
             SELECT packed FROM mention WHERE document = ?1) LIMIT 1",
        )
    }

    /// The mentions of a document as they were recognised.
    pub fn raw_mentions(&self, document: u32) -> Result<Packed> {
        self.unpacked(document, "SELECT packed FROM mention WHERE document = ?")
    }

    /// The mentions of a document where they are not as they were recognised.
    pub fn mended_mentions(&self, document: u32) -> Result<Option<Packed>> {
        let mut statement = self.db.prepare_cached("SELECT packed FROM mended WHERE document = ?")?;
        let packed: Option<Vec<u8>> = statement.query_row([document], |row| row.get(0)).optional()?;
        packed.map(|bytes| Packed::decode(&bytes).ok_or(StoreError::Record(document))).transpose()
    }

    /// Every document with what was recognised in it, in order.
    pub fn each_raw_mentions(&self, each: &mut dyn FnMut(u32, Packed) -> bool) -> Result<()> {
        let mut statement = self.db.prepare("SELECT document, packed FROM mention ORDER BY document")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let (document, bytes): (u32, Vec<u8>) = (row.get(0)?, row.get(1)?);
            if !each(document, Packed::decode(&bytes).ok_or(StoreError::Record(document))?) {
                break;
            }
        }
        Ok(())
    }

    fn unpacked(&self, document: u32, sql: &str) -> Result<Packed> {
        let mut statement = self.db.prepare_cached(sql)?;
        let packed: Option<Vec<u8>> = statement.query_row([document], |row| row.get(0)).optional()?;
        match packed {
            None => Ok(Packed::default()),
            Some(bytes) => Packed::decode(&bytes).ok_or(StoreError::Record(document)),
        }
    }
}

impl Writer<'_> {
    /// Writes the mentions of a document, as [`Packed`] has them.
    pub fn put_mentions(&self, document: u32, names: &[u32], mentions: &[(u32, u32, u32)]) -> Result<()> {
        if mentions.is_empty() {
            return Ok(());
        }
        let mut statement = self.db.prepare_cached("INSERT INTO mention VALUES (?, ?)")?;
        statement.execute(params![document, encode(names, mentions)])?;
        Ok(())
    }

    /// Writes the mentions of a document in place of those that it has.
    pub fn replace_mentions(&self, document: u32, names: &[u32], mentions: &[(u32, u32, u32)]) -> Result<()> {
        self.db.prepare_cached("DELETE FROM mention WHERE document = ?")?.execute([document])?;
        self.put_mentions(document, names, mentions)
    }

    /// The mentions of a document as they were recognised.
    pub fn raw_mentions(&self, document: u32) -> Result<Packed> {
        let mut statement = self.db.prepare_cached("SELECT packed FROM mention WHERE document = ?")?;
        let packed: Option<Vec<u8>> = statement.query_row([document], |row| row.get(0)).optional()?;
        packed.map_or(Ok(Packed::default()), |bytes| Packed::decode(&bytes).ok_or(StoreError::Record(document)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn packs_and_unpacks(gaps in proptest::collection::vec((0u32..100_000, 1u32..300, 0u32..5), 0..40)) {
            let mut at = 0;
            let mentions = gaps.into_iter().map(|(gap, length, name)| {
                let start = at + gap;
                at = start + length;
                (start, at, name)
            }).collect();
            let packed = Packed { names: vec![3, 70_000, 1, u32::MAX, 9], mentions };
            prop_assert_eq!(Packed::decode(&encode(&packed.names, &packed.mentions)), Some(packed));
        }

        #[test]
        fn damaged_bytes_are_refused_or_read_never_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..40)) {
            let _ = Packed::decode(&bytes);
        }
    }
}
