//! What can be wrong with a query, with the index, and with a search.

use std::io;
use std::ops::Range;
use thiserror::Error;

/// Why a query cannot be read: one sentence, where, and how to put it right.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{message}")]
pub struct QueryError {
    pub message: String,
    /// The bytes of the query that the caret points at; empty at the end of the query.
    pub span: Range<usize>,
    /// The whole query as it was probably meant.
    pub repair: Option<String>,
}

/// A remark on a query that can be read, but perhaps not as its writer meant it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    pub message: String,
    /// The bytes of the query that it is about.
    pub span: Range<usize>,
    /// The whole query as it was perhaps meant.
    pub repair: Option<String>,
}

/// Why the index cannot be used.
#[derive(Debug, Error)]
pub enum IndexError {
    /// The index can be deleted and made again from the documents.
    #[error("the text index is damaged ({0}); delete it and build it again")]
    Damaged(String),
    /// The index was made by another version; it can be deleted and made again.
    #[error(
        "the text index was made by another version ({found}, this one makes {wanted}); delete it and build it again"
    )]
    Schema { found: String, wanted: String },
    #[error("the text index cannot be read or written: {0}")]
    Io(io::Error),
    #[error("the text index is being written by another process; wait until it is done")]
    Locked,
}

/// Why a search gave no results.
#[derive(Debug, Error)]
pub enum SearchError {
    #[error("the search was stopped")]
    Stopped,
    #[error("{message}")]
    Query { message: String, span: Range<usize> },
    #[error(transparent)]
    Index(#[from] IndexError),
    #[error("the library could not answer: {0}")]
    Library(String),
}

/// A file that ends too early or holds nonsense is damage; what the system refuses is not.
impl From<io::Error> for IndexError {
    fn from(error: io::Error) -> Self {
        use io::ErrorKind::{InvalidData, InvalidInput, NotFound, UnexpectedEof};
        match error.kind() {
            InvalidData | InvalidInput | NotFound | UnexpectedEof => Self::Damaged(error.to_string()),
            _ => Self::Io(error),
        }
    }
}

impl From<tantivy::TantivyError> for IndexError {
    fn from(error: tantivy::TantivyError) -> Self {
        use tantivy::TantivyError as E;
        match error {
            E::LockFailure(..) => Self::Locked,
            E::IoError(error) => io::Error::new(error.kind(), error.to_string()).into(),
            E::OpenDirectoryError(error) => Self::Io(io::Error::other(error.to_string())),
            E::OpenWriteError(error) => Self::Io(io::Error::other(error.to_string())),
            other => Self::Damaged(other.to_string()),
        }
    }
}

impl From<tantivy::TantivyError> for SearchError {
    fn from(error: tantivy::TantivyError) -> Self {
        Self::Index(error.into())
    }
}

impl From<io::Error> for SearchError {
    fn from(error: io::Error) -> Self {
        Self::Index(error.into())
    }
}
