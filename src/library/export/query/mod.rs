//! What a query finds, as a file for another program: one document after another, so that memory
//! does not grow with the corpus.

mod annotations;
mod bibliography;
mod brat;
mod entities;
mod prose;
mod spans;
mod table;
mod tags;
mod whole;

pub use table::cell;
pub use whole::{Whole, WholeError};

use super::{json, records};
use crate::library::types::{DocNo, Document};
use crate::library::{Found, Library, LibraryError};
use roaring::RoaringBitmap;
use std::io::{self, Write};
use std::sync::atomic::{AtomicBool, Ordering};

/// A format that documents can be written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    Jsonl,
    Csv,
    Markdown,
    /// The tagged format of reference managers.
    Ris,
    CslJson,
    /// Notes and marks as W3C Web Annotations.
    W3c,
    /// FollowTheMoney entities, one a line.
    Ftm,
    /// The table that Datashare's tools tag documents from.
    Datashare,
    /// Named spans as spaCy and Prodigy read them, a document a line.
    Spacy,
    /// Words with IOB2 tags, one a line.
    Conll,
}

impl Kind {
    pub const ALL: [Self; 10] = [
        Self::Jsonl,
        Self::Csv,
        Self::Markdown,
        Self::Ris,
        Self::CslJson,
        Self::W3c,
        Self::Ftm,
        Self::Datashare,
        Self::Spacy,
        Self::Conll,
    ];

    /// The word for it on the command line and on the screen.
    pub fn word(self) -> &'static str {
        match self {
            Self::Jsonl => "jsonl",
            Self::Csv => "csv",
            Self::Markdown => "markdown",
            Self::Ris => "ris",
            Self::CslJson => "csl-json",
            Self::W3c => "w3c",
            Self::Ftm => "ftm",
            Self::Datashare => "datashare",
            Self::Spacy => "spacy",
            Self::Conll => "conll",
        }
    }

    /// The format that a word names.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word).or_else(|| (word == "annotations").then_some(Self::W3c))
    }

    /// All words, for a message.
    pub fn words() -> String {
        Self::ALL.map(Self::word).join(", ")
    }

    fn writer(self) -> Box<dyn Writer> {
        match self {
            Self::Jsonl => Box::new(Lines),
            Self::Csv => Box::new(table::Table),
            Self::Markdown => Box::new(prose::Prose),
            Self::Ris => Box::new(bibliography::Ris),
            Self::CslJson => Box::new(bibliography::Csl::default()),
            Self::W3c => Box::new(annotations::Annotations::default()),
            Self::Ftm => Box::new(entities::Entities),
            Self::Datashare => Box::new(tags::Tags),
            Self::Spacy => Box::new(spans::Spans),
            Self::Conll => Box::new(spans::Words),
        }
    }
}

/// What was written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Written {
    pub documents: usize,
    /// Records in the file: documents, annotations, entities or tags.
    pub records: usize,
}

/// Why an export came to no end.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    #[error(transparent)]
    Library(#[from] LibraryError),
    #[error("cannot write: {0}; see whether there is room where it goes")]
    Output(#[from] io::Error),
    #[error("{0} is there already and no empty folder; name another one")]
    Taken(std::path::PathBuf),
    #[error("stopped; nothing was written")]
    Stopped,
}

/// A document to be written, among the others.
struct Item<'i> {
    document: &'i Document,
    library: &'i Library,
    /// All that are written.
    all: &'i RoaringBitmap,
}

impl Item<'_> {
    /// What the document says of itself under a name.
    fn field(&self, name: &str) -> Option<&str> {
        let known = self.document.fields.iter().find(|field| field.0 == name)?;
        Some(known.1.as_str()).filter(|value| !value.trim().is_empty())
    }

    /// It is a mail, not something else with a sender.
    fn is_mail(&self) -> bool {
        self.field("message id").is_some() || (self.field("from").is_some() && self.field("to").is_some())
    }

    /// The title, or the key where there is none.
    fn name(&self) -> &str {
        super::name(&self.document.row)
    }

    /// The document that it is attached to, where that is written too.
    fn parent(&self) -> Result<Option<DocNo>, LibraryError> {
        let Some(key) = self.field("attached to") else { return Ok(None) };
        let found = self.library.document_with_key(key)?;
        Ok(found.filter(|&number| number != self.document.row.number && self.all.contains(number)))
    }
}

/// Writes documents in one format; gives how many records each took.
trait Writer {
    fn begin(&mut self, _to: &mut dyn Write) -> Result<(), ExportError> {
        Ok(())
    }

    fn document(&mut self, item: &Item<'_>, to: &mut dyn Write) -> Result<usize, ExportError>;

    fn end(&mut self, _to: &mut dyn Write) -> Result<(), ExportError> {
        Ok(())
    }
}

impl Library {
    /// Writes all that a query found, in the order in which it found them. `told` gets the documents
    /// done and all.
    ///
    /// # Errors
    /// When something cannot be read or written, or `stop` is set.
    pub fn export(
        &self,
        found: &Found,
        kind: Kind,
        to: &mut dyn Write,
        stop: &AtomicBool,
        told: &dyn Fn(usize, usize),
    ) -> Result<Written, ExportError> {
        let all: RoaringBitmap = found.documents.iter().copied().collect();
        let mut writer = kind.writer();
        let mut written = Written::default();
        writer.begin(to)?;
        for (done, &number) in found.documents.iter().enumerate() {
            if stop.load(Ordering::Relaxed) {
                return Err(ExportError::Stopped);
            }
            told(done, found.documents.len());
            let document = self.document(number)?;
            written.records += writer.document(&Item { document: &document, library: self, all: &all }, to)?;
            written.documents += 1;
        }
        writer.end(to)?;
        to.flush()?;
        Ok(written)
    }
}

/// A document a line, as `show --json` has it.
struct Lines;

impl Writer for Lines {
    fn document(&mut self, item: &Item<'_>, to: &mut dyn Write) -> Result<usize, ExportError> {
        json::line(to, &records::Shown::of(item.document))?;
        Ok(1)
    }
}

/// An address for something that has none of its own: the same for the same words, always (a UUID of
/// version 8, RFC 9562, out of a hash).
fn urn(parts: &[&str]) -> String {
    let mut hasher = blake3::Hasher::new();
    for part in parts {
        hasher.update(&(part.len() as u64).to_le_bytes());
        hasher.update(part.as_bytes());
    }
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hasher.finalize().as_bytes()[..16]);
    bytes[6] = bytes[6] & 0x0f | 0x80;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("urn:uuid:{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
}

/// Words on one line.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
