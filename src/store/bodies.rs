//! Texts, compressed one by one.

use super::{Result, Store, StoreError, Writer};
use std::cell::RefCell;

/// Compression pays from the first kilobyte at this level and costs little beside indexing.
const LEVEL: i32 = 3;

/// Compresses a text for [`Writer::put_body`]; meant for the threads that prepare documents.
pub struct Compressor(zstd::bulk::Compressor<'static>);

impl Compressor {
    pub fn create() -> std::io::Result<Self> {
        Ok(Self(zstd::bulk::Compressor::new(LEVEL)?))
    }

    pub fn compress(&mut self, text: &str) -> std::io::Result<Vec<u8>> {
        self.0.compress(text.as_bytes())
    }
}

/// The reading side, which keeps its tables between calls.
#[derive(Default)]
pub(super) struct Codec(RefCell<Option<zstd::bulk::Decompressor<'static>>>);

impl Codec {
    fn decompress(&self, packed: &[u8], capacity: usize) -> std::io::Result<Vec<u8>> {
        let mut slot = self.0.borrow_mut();
        if slot.is_none() {
            *slot = Some(zstd::bulk::Decompressor::new()?);
        }
        match slot.as_mut() {
            Some(decompressor) => decompressor.decompress(packed, capacity),
            None => Ok(Vec::new()),
        }
    }
}

impl Store {
    /// The text of a document, or `None` where there is no such document.
    ///
    /// # Errors
    /// When the stored bytes are damaged.
    pub fn text(&self, document: u32) -> Result<Option<String>> {
        let mut statement = self.db.prepare_cached(
            "SELECT text, bytes FROM body JOIN document ON id = body.document WHERE body.document = ?",
        )?;
        let mut rows = statement.query([document])?;
        let Some(row) = rows.next()? else { return Ok(None) };
        let packed = row.get_ref(0)?.as_blob().map_err(rusqlite::Error::from)?;
        let size: usize = row.get::<_, i64>(1)?.max(0) as usize;
        let bytes = self.bodies.decompress(packed, size).map_err(|error| StoreError::Body(document, error))?;
        let text =
            String::from_utf8(bytes).map_err(|error| StoreError::Body(document, std::io::Error::other(error)))?;
        Ok(Some(text))
    }
}

impl Writer<'_> {
    pub fn put_body(&self, document: u32, packed: &[u8]) -> Result<()> {
        let mut statement = self.db.prepare_cached("INSERT INTO body VALUES (?, ?)")?;
        statement.execute(rusqlite::params![document, packed])?;
        Ok(())
    }
}
