//! The text index on disk: opening, checking, and the view of it that searches work on.

use super::bits::Bits;
use super::error::IndexError;
use super::schema::{Fields, TERMS, TermTokenizer, VERSION, schema};
use super::unlocked::Unlocked;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use tantivy::directory::MmapDirectory;
use tantivy::index::SegmentId;
use tantivy::{Index, IndexReader, ReloadPolicy, Searcher, SegmentReader};

/// What a commit says about itself.
#[derive(Serialize, Deserialize)]
pub(super) struct Payload {
    pub version: u32,
    /// The number of the last document the index holds.
    pub last: u32,
}

/// A text index. It can be read while another process writes it.
pub struct TextIndex {
    pub(super) index: Index,
    pub(super) fields: Fields,
    pub(super) folder: PathBuf,
    reader: IndexReader,
    /// The document numbers of each segment, in the order of the segment.
    numbers: Mutex<HashMap<SegmentId, Arc<[u32]>>>,
}

impl fmt::Debug for TextIndex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TextIndex").field("index", &self.index).finish_non_exhaustive()
    }
}

impl TextIndex {
    /// Opens the index in a folder, or begins an empty one there.
    ///
    /// # Errors
    /// `Damaged` and `Schema` mean that the caller may delete the folder and build the index again.
    pub fn open(dir: &Path) -> Result<Self, IndexError> {
        let (schema, fields) = schema();
        fs::create_dir_all(dir)?;
        let directory = MmapDirectory::open(dir).map_err(tantivy::TantivyError::from)?;
        let index = match dir.join("meta.json").exists() {
            true if is_writable(dir) => Index::open(directory)?,
            true => Index::open(Unlocked(directory))?,
            false => Index::create(directory, schema.clone(), tantivy::IndexSettings::default())?,
        };
        if index.schema() != schema {
            return Err(other_version("other fields"));
        }
        index.tokenizers().register(TERMS, TermTokenizer);
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        let opened = Self { index, fields, folder: dir.to_owned(), reader, numbers: Mutex::default() };
        opened.payload()?;
        Ok(opened)
    }

    /// The number of the last document that a commit holds; 0 for an empty index.
    ///
    /// # Errors
    /// `Damaged` or `Schema` when the last commit was not made by this version.
    pub fn last_document(&self) -> Result<u32, IndexError> {
        Ok(self.payload()?.map_or(0, |payload| payload.last))
    }

    /// Takes in what has been committed since, by this process or another.
    pub fn reload(&self) -> Result<(), IndexError> {
        self.reader.reload()?;
        Ok(())
    }

    /// Documents that searches see now.
    pub fn documents(&self) -> u64 {
        self.reader.searcher().num_docs()
    }

    /// Reads every file and compares its checksum; the files that do not hold are returned.
    pub fn check(&self) -> Result<Vec<PathBuf>, IndexError> {
        let mut damaged: Vec<PathBuf> = self.index.validate_checksum()?.into_iter().collect();
        damaged.sort();
        Ok(damaged)
    }

    fn payload(&self) -> Result<Option<Payload>, IndexError> {
        let meta = self.index.load_metas()?;
        let Some(payload) = meta.payload else {
            return match meta.segments.is_empty() {
                true => Ok(None),
                false => Err(other_version("no version")),
            };
        };
        let payload: Payload =
            serde_json::from_str(&payload).map_err(|error| IndexError::Damaged(error.to_string()))?;
        match payload.version == VERSION {
            true => Ok(Some(payload)),
            false => Err(other_version(&format!("version {}", payload.version))),
        }
    }

    pub(super) fn searcher(&self) -> Searcher {
        self.reader.searcher()
    }

    /// The document numbers of a segment, in the order of the segment.
    pub(super) fn numbers(&self, segment: &SegmentReader) -> Result<Arc<[u32]>, IndexError> {
        let mut cache = self.numbers.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(numbers) = cache.get(&segment.segment_id()) {
            return Ok(numbers.clone());
        }
        let column = segment.fast_fields().u64("number")?.first_or_default_col(0);
        let numbers: Vec<u64> = (0..segment.max_doc()).map(|doc| column.get_val(doc)).collect();
        let numbers: Arc<[u32]> = possible(&numbers, self.last_document()?)?.into();
        let live: Vec<SegmentId> = self.searcher().segment_readers().iter().map(SegmentReader::segment_id).collect();
        cache.retain(|id, _| live.contains(id));
        cache.insert(segment.segment_id(), numbers.clone());
        Ok(numbers)
    }
}

/// The number of the last document that the index in a folder holds, without opening it: what lies there
/// may be thrown away and begun anew at any moment. 0 where nothing can be read.
pub fn held(dir: &Path) -> u32 {
    #[derive(Deserialize)]
    struct Meta {
        payload: Option<String>,
    }
    let meta = fs::read(dir.join("meta.json")).ok();
    let meta = meta.and_then(|meta| serde_json::from_slice::<Meta>(&meta).ok());
    let payload = meta.and_then(|meta| serde_json::from_str::<Payload>(&meta.payload?).ok());
    payload.map_or(0, |payload| payload.last)
}

/// Document numbers as they can be: from 1 to the last one, each once. Others are damage, which would
/// show one document for another.
fn possible(numbers: &[u64], last: u32) -> Result<Vec<u32>, IndexError> {
    let mut seen = Bits::none(last.saturating_add(1));
    let mut out = Vec::with_capacity(numbers.len());
    for &number in numbers {
        match u32::try_from(number) {
            Ok(number) if (1..=last).contains(&number) && !seen.contains(number) => {
                seen.insert(number);
                out.push(number);
            }
            _ => return Err(IndexError::Damaged(format!("it holds a document {number}, or holds it twice"))),
        }
    }
    Ok(out)
}

fn is_writable(dir: &Path) -> bool {
    rustix::fs::access(dir, rustix::fs::Access::WRITE_OK).is_ok()
}

fn other_version(found: &str) -> IndexError {
    IndexError::Schema { found: found.to_owned(), wanted: format!("version {VERSION}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn impossible_numbers_are_damage() {
        assert_eq!(possible(&[3, 1, 2], 3).unwrap(), [3, 1, 2]);
        for numbers in [vec![0], vec![4], vec![1, 2, 1], vec![1 << 33]] {
            assert!(matches!(possible(&numbers, 3), Err(IndexError::Damaged(_))), "{numbers:?}");
        }
    }
}
