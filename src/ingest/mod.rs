//! Bytes to documents: walking, charsets, one file per format.
//!
//! - [`walk`] finds the files under what the user named
//! - [`Hand::read`] takes one file apart into documents, [`read_records`] a stream of JSON Lines
//!
//! What a file is follows from its content and its name together: compression and binary kinds by
//! content alone, the text formats by name, with the content deciding between their shapes.
//! Record formats are streamed and never held whole; text, Markdown and HTML are one document a
//! file and have a stated limit.
//!
//! A file may hold others: an archive its members, a mail its attachments. Each is a [`part`], read
//! like a file of its own. Whatever is more than lines of text is read by a process of its own with
//! limits on memory, time and depth ([`hand`] and [`serve`]), so that a parser that breaks down
//! costs the part it was reading and nothing else.

mod arc;
mod archive;
mod beside;
mod book;
mod cards;
mod charset;
mod columns;
mod compound;
mod early;
mod elder;
mod figure;
mod file;
mod form;
mod hand;
mod hook;
mod html;
mod json;
mod letter;
mod limits;
mod lines;
mod mail;
mod mapi;
mod markdown;
mod markup;
mod mbox;
mod mend;
mod meta;
mod mime;
mod office;
mod old;
mod outlook;
mod package;
mod part;
mod pdf;
mod plain;
mod prose;
mod pst;
mod ragged;
mod record;
mod rtf;
mod scan;
mod sentence;
mod serve;
mod shadowed;
mod sheet;
mod shown;
mod signed;
mod sink;
mod slides;
mod sniff;
mod sought;
mod stamp;
mod subtitles;
mod sweep;
mod table;
mod tidied;
mod tnef;
mod torn;
mod transcode;
mod transfer;
mod unclosed;
mod unfinished;
mod unpack;
mod walk;
mod warc;
mod wire;
mod xml;

#[cfg(test)]
mod tests;

pub use file::{is_caught, read, read_records};
pub use hand::Hand;
pub use hook::{Hook, HookError};
pub use plain::title as heading;
pub use serve::serve;
pub use stamp::Stamp;
pub use walk::{Walk, printable, walk};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::path::PathBuf;

/// A file that can be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    pub path: PathBuf,
    /// The path as text: valid UTF-8 as it is, every other byte as `\xNN`.
    pub name: String,
    /// Bytes.
    pub size: u64,
    /// Nanoseconds since 1970-01-01 UTC.
    pub modified: i64,
}

/// What to look for, and how much of a thing is still read. All limits are in bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Options {
    /// The only field that holds a record's text, where the usual names do not fit.
    pub text_field: Option<String>,
    /// The longest plain text or Markdown file.
    pub text_limit: u64,
    /// The longest HTML page; a page takes about ten times its size in memory while it is read.
    pub page_limit: u64,
    /// The most that a compressed text, Markdown or HTML file may unpack to.
    pub unpacked_limit: u64,
    /// The longest single record of JSON or CSV.
    pub record_limit: u64,
    /// The longest mail or other document that is held whole while it is read.
    pub whole_limit: u64,
    /// What a process that reads risky files may take of memory.
    pub memory_limit: u64,
    /// Seconds of processor time that one part of a file may take.
    pub time_limit: u64,
    /// Programs of the reader's choice for kinds of files.
    pub hooks: Vec<Hook>,
}

const MIB: u64 = 1 << 20;

impl Default for Options {
    fn default() -> Self {
        Options {
            text_field: None,
            text_limit: 1024 * MIB,
            page_limit: 32 * MIB,
            unpacked_limit: 256 * MIB,
            record_limit: 256 * MIB,
            whole_limit: 256 * MIB,
            memory_limit: 2048 * MIB,
            time_limit: 60,
            hooks: Vec::new(),
        }
    }
}

/// One document, as its file or record gives it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Extracted {
    /// The key that the record carries.
    pub id: Option<String>,
    /// Never empty unless the text has no word to make a title of.
    pub title: String,
    pub date: Option<Stamp>,
    pub source: Option<String>,
    pub url: Option<String>,
    /// Line ends are `\n`; all else is the document's own.
    pub text: String,
    /// Whatever else the record or page says about itself, under its own names.
    pub fields: Map<String, Value>,
    /// The line, from 1, where the record begins in its (unpacked) file.
    pub line: Option<u64>,
    /// Which record of its file it is, from 1, where no line says that.
    #[serde(default)]
    pub ordinal: Option<u64>,
    /// Where in its file it stands, to be put behind the file's own name: `!/mail/17.eml`; empty
    /// for what is a file of its own.
    pub inside: String,
    /// Where the mail stands that it is attached to, in the same form.
    pub mail: Option<String>,
}

/// Something that was met again and found to be as it was: no document, but a place where one was seen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Again {
    /// Where in its file that is said, in the form of [`Extracted::inside`].
    pub inside: String,
    /// Where in the same file the document may stand.
    pub beside: String,
    /// The address of the document.
    pub url: String,
    /// What to say where there is no such document.
    pub said: String,
}

/// Something that was not read, and why.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[error("{name}: {error}")]
pub struct Failure {
    /// The file, as in [`Found::name`], and for a part of one where in it that stands.
    pub name: String,
    /// The line, from 1, of a bad record.
    pub line: Option<u64>,
    pub kind: FailureKind,
    /// What is wrong and what to do, in lower case and without a full stop.
    pub error: String,
}

/// What became of the thing that a [`Failure`] tells of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FailureKind {
    /// A file or folder that could not be read.
    Failed,
    /// A file that is not for reading: a device, a picture.
    Skipped,
    /// A single record or part of a file that was read otherwise.
    Record,
    /// A part of a file that is not for reading, such as a picture in a mail.
    Part,
}

/// What a file gives, one after the other.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Item {
    Document(Box<Extracted>),
    Again(Again),
    Bad(Failure),
}

/// What became of a file; every file has exactly one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Outcome {
    /// At least one document came of it (or the receiver stopped it).
    Read { documents: u64, bad: u64 },
    /// Nothing that we read, or nothing in it.
    Skipped(String),
    /// It should have been readable and was not.
    Failed(String),
}
