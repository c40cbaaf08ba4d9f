//! Adding documents to the text index. They are never changed or deleted there.

use super::error::IndexError;
use super::index::{Payload, TextIndex};
use super::schema::{Fields, VERSION};
use super::tree::EntityKind;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use tantivy::indexer::IndexWriterOptions;
use tantivy::{IndexWriter, TantivyDocument};

/// What the index takes in of one document.
#[derive(Clone, Copy, Debug, Default)]
pub struct IndexDoc<'d> {
    pub number: u32,
    pub title: &'d str,
    pub body: &'d str,
    pub source: &'d str,
    pub path: &'d str,
    pub url: &'d str,
    /// A language code in lower case.
    pub lang: &'d str,
    pub key: &'d str,
    /// Days since 1970-01-01.
    pub day: Option<i32>,
    /// Seconds since then: what documents are sorted by; without it, the beginning of the day.
    pub moment: Option<i64>,
    /// The length in words.
    pub words: u32,
    pub batch: u32,
    /// Ids of the entity names mentioned in it.
    pub names: &'d [u32],
    /// The types of the entities mentioned in it.
    pub kinds: &'d [EntityKind],
}

/// The one writer of an index. Nothing is visible before a commit.
pub struct Writer {
    writer: IndexWriter,
    fields: Fields,
    // After the writer, which may have ended a merge since the last commit when it is dropped.
    lists: Lists,
}

/// The lists of an index that say what it consists of, in its folder.
struct Lists(PathBuf);

/// The least memory that a thread of the writer works with, in bytes.
const LEAST: usize = 16 << 20;
/// The most that tantivy takes.
const MOST: usize = 2 << 30;

impl TextIndex {
    /// Begins to write, with so many bytes of memory shared by so many threads.
    ///
    /// # Errors
    /// `Locked` while another process writes.
    pub fn writer(&self, memory: usize, threads: usize) -> Result<Writer, IndexError> {
        let threads = threads.max(1);
        let options = IndexWriterOptions::builder()
            .num_worker_threads(threads)
            .num_merge_threads(threads)
            .memory_budget_per_thread((memory / threads).clamp(LEAST, MOST))
            .build();
        let writer = self.index.writer_with_options(options)?;
        Ok(Writer { writer, fields: self.fields.clone(), lists: Lists(self.folder.clone()) })
    }
}

impl Writer {
    /// Hands a document over to be indexed; waits while the threads are busy.
    pub fn add(&self, doc: &IndexDoc<'_>) -> Result<(), IndexError> {
        let fields = &self.fields;
        let mut out = TantivyDocument::new();
        out.add_u64(fields.number, u64::from(doc.number));
        out.add_u64(fields.words, u64::from(doc.words));
        out.add_u64(fields.batch, u64::from(doc.batch));
        if let Some(day) = doc.day {
            out.add_i64(fields.date, i64::from(day));
            out.add_i64(fields.moment, doc.moment.unwrap_or(86_400 * i64::from(day)));
        }
        let texts = [
            (fields.title, doc.title),
            (fields.body, doc.body),
            (fields.source, doc.source),
            (fields.path, doc.path),
            (fields.url, doc.url),
            (fields.key, doc.key),
            (fields.lang, doc.lang),
        ];
        for (field, text) in texts.into_iter().filter(|(_, text)| !text.is_empty()) {
            out.add_text(field, text);
        }
        for name in doc.names {
            out.add_text(fields.names, name_term(*name));
        }
        for kind in doc.kinds {
            out.add_text(fields.names, kind_term(*kind));
        }
        self.writer.add_document(out)?;
        Ok(())
    }

    /// Makes everything added so far durable and visible; `last` is the number of the last document.
    pub fn commit(&mut self, last: u32) -> Result<(), IndexError> {
        let payload = serde_json::to_string(&Payload { version: VERSION, last })
            .map_err(|error| IndexError::Damaged(error.to_string()))?;
        let mut commit = self.writer.prepare_commit()?;
        commit.set_payload(&payload);
        commit.commit()?;
        self.lists.share();
        Ok(())
    }

    /// Waits for the merging of segments that goes on after commits.
    pub fn finish(self) -> Result<(), IndexError> {
        self.writer.wait_merging_threads()?;
        Ok(())
    }
}

impl Lists {
    /// Lets those read them who may read their folder: they are written by way of temporary files, which are their
    /// owner's alone.
    fn share(&self) {
        let Ok(mode) = std::fs::metadata(&self.0).map(|meta| meta.permissions().mode()) else { return };
        for name in [".managed.json", "meta.json"] {
            let wanted = std::fs::Permissions::from_mode(mode & 0o666);
            // Of a file that is another's, its owner decides.
            let _ = std::fs::set_permissions(self.0.join(name), wanted);
        }
    }
}

impl Drop for Lists {
    fn drop(&mut self) {
        self.share();
    }
}

/// The term under which the documents that mention a name are found.
pub(super) fn name_term(name: u32) -> String {
    format!("n{name}")
}

/// The term under which the documents that mention any entity of a type are found.
pub(super) fn kind_term(kind: EntityKind) -> String {
    format!("t:{}", kind.name())
}
