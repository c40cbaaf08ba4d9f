//! Texts, compressed in blocks of neighbours: a few kilobytes alone compress badly, and each would
//! waste half a page of the database.
//!
//! A block's row bears the number of its first document; the lengths of its texts stand with the
//! documents.

use super::{Result, Store, StoreError, Writer};
use rusqlite::params;
use std::cell::RefCell;
use std::ops::Range;

/// Compression pays from the first kilobyte at this level and costs little beside indexing.
const LEVEL: i32 = 3;
/// Bytes of text in a block, unless one text has more: reading one text unpacks them all.
const BLOCK: usize = 32 << 10;
/// The last block read is kept unless it is longer than this.
const KEPT: usize = 1 << 20;

/// The documents of a document's block with their lengths; one statement, so that it sees one state
/// of the database while another process adds.
const BLOCK_OF: &str = "SELECT id, bytes FROM document \
    WHERE id >= (SELECT document FROM body WHERE document <= ?1 ORDER BY document DESC LIMIT 1) \
    AND id < coalesce((SELECT document FROM body WHERE document > ?1 ORDER BY document LIMIT 1), 1 << 40) \
    ORDER BY id";

/// Takes texts in the order of their documents and writes them as blocks.
#[derive(Default)]
pub struct BodyWriter {
    compressor: Option<zstd::bulk::Compressor<'static>>,
    first: u32,
    texts: String,
}

impl BodyWriter {
    /// Takes the text of the document after the last one; [`flush`](Self::flush) before the
    /// transaction ends.
    pub fn put(&mut self, writer: &Writer<'_>, document: u32, text: &str) -> Result<()> {
        if !self.texts.is_empty() && self.texts.len() + text.len() > BLOCK {
            self.flush(writer)?;
        }
        if self.texts.is_empty() {
            self.first = document;
        }
        self.texts.push_str(text);
        if self.texts.is_empty() { self.write(writer) } else { Ok(()) }
    }

    /// Writes what is held.
    pub fn flush(&mut self, writer: &Writer<'_>) -> Result<()> {
        if self.texts.is_empty() { Ok(()) } else { self.write(writer) }
    }

    fn write(&mut self, writer: &Writer<'_>) -> Result<()> {
        let failed = |error| StoreError::Body(self.first, error);
        let compressor = match &mut self.compressor {
            Some(compressor) => compressor,
            slot => slot.insert(zstd::bulk::Compressor::new(LEVEL).map_err(failed)?),
        };
        let packed = compressor.compress(self.texts.as_bytes()).map_err(failed)?;
        let mut statement = writer.db.prepare_cached("INSERT INTO body VALUES (?, ?)")?;
        statement.execute(params![self.first, packed])?;
        self.texts.clear();
        self.texts.shrink_to(KEPT);
        Ok(())
    }
}

/// The reading side, which keeps its tables and the last block between calls.
#[derive(Default)]
pub(super) struct Codec(RefCell<Reader>);

#[derive(Default)]
struct Reader {
    decompressor: Option<zstd::bulk::Decompressor<'static>>,
    block: Vec<u8>,
    /// Where the texts of its documents lie in the block, by document. A text never changes under its
    /// number, so what is unpacked holds.
    texts: Vec<(u32, Range<usize>)>,
}

impl Reader {
    fn range_of(&self, document: u32) -> Option<Range<usize>> {
        let place = self.texts.binary_search_by_key(&document, |text| text.0).ok()?;
        Some(self.texts[place].1.clone())
    }

    fn unpack(&mut self, packed: &[u8], texts: Vec<(u32, Range<usize>)>) -> std::io::Result<()> {
        let decompressor = match &mut self.decompressor {
            Some(decompressor) => decompressor,
            slot => slot.insert(zstd::bulk::Decompressor::new()?),
        };
        let length = texts.last().map_or(0, |text| text.1.end);
        self.texts.clear();
        self.block.clear();
        self.block.reserve_exact(length);
        decompressor.decompress_to_buffer(packed, &mut self.block)?;
        if self.block.len() != length {
            return Err(std::io::Error::other("its block has another length than its texts"));
        }
        self.texts = texts;
        Ok(())
    }
}

impl Store {
    /// The text of a document, or `None` where there is no such document.
    ///
    /// # Errors
    /// When the stored bytes are damaged.
    pub fn text(&self, document: u32) -> Result<Option<String>> {
        let failed = |error| StoreError::Body(document, error);
        let mut reader = self.bodies.0.borrow_mut();
        let range = match reader.range_of(document) {
            Some(range) => range,
            None => {
                let texts = self.texts_of_block(document)?;
                let Some(&(first, _)) = texts.first() else { return Ok(None) };
                let Some(range) = texts.iter().find(|text| text.0 == document).map(|text| text.1.clone()) else {
                    return Ok(None);
                };
                let mut body = self.db.prepare_cached("SELECT text FROM body WHERE document = ?")?;
                let mut rows = body.query([first])?;
                let Some(row) = rows.next()? else { return Ok(None) };
                reader.unpack(row.get_ref(0)?.as_blob().map_err(rusqlite::Error::from)?, texts).map_err(failed)?;
                range
            }
        };
        let bytes = reader.block.get(range).ok_or_else(|| failed(std::io::Error::other("its block is cut short")))?;
        let text = String::from_utf8(bytes.to_vec()).map_err(|error| failed(std::io::Error::other(error)))?;
        if reader.block.len() > KEPT {
            *reader = Reader { decompressor: reader.decompressor.take(), ..Reader::default() };
        }
        Ok(Some(text))
    }

    /// The documents of a document's block, in order, with the places of their texts in it.
    fn texts_of_block(&self, document: u32) -> Result<Vec<(u32, Range<usize>)>> {
        let mut lengths = self.db.prepare_cached(BLOCK_OF)?;
        let mut rows = lengths.query([document])?;
        let (mut texts, mut end) = (Vec::new(), 0);
        while let Some(row) = rows.next()? {
            let start = end;
            end += row.get::<_, i64>(1)?.max(0) as usize;
            texts.push((row.get(0)?, start..end));
        }
        Ok(texts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::documents::NewDocument;

    #[test]
    fn texts_come_back_from_their_blocks() -> std::result::Result<(), Box<dyn std::error::Error>> {
        let folder = tempfile::tempdir()?;
        let mut store = Store::open(folder.path())?;
        let lengths = [0, 0, 5, 40_000, 0, 3, 2_000_000, 20_000, 20_000, 0, 7];
        let text = |at: usize| format!("é{at}").repeat(lengths[at] / 3);
        for chunk in [0..4, 4..5, 5..11] {
            let mut bodies = BodyWriter::default();
            store.write(|writer| {
                for at in chunk {
                    let (text, key) = (text(at), at.to_string());
                    let document = NewDocument {
                        key: &key,
                        title: "",
                        date: None,
                        day: None,
                        source: None,
                        path: "",
                        url: None,
                        language: None,
                        batch: 1,
                        words: 0,
                        bytes: text.len(),
                        hash: [at as u8; 16],
                        fields: None,
                    };
                    writer.put_document(at as u32 + 1, &document)?;
                    bodies.put(writer, at as u32 + 1, &text)?;
                }
                bodies.flush(writer)
            })?;
        }
        for at in (0..lengths.len()).chain([3, 0, 6, 5, 10]) {
            assert_eq!(store.text(at as u32 + 1)?, Some(text(at)), "{at}");
        }
        assert_eq!(store.text(0)?, None);
        assert_eq!(store.text(12)?, None);
        Ok(())
    }
}
