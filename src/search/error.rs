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
    #[error("the text index is damaged ({0}); `variorum rebuild` makes it anew")]
    Damaged(String),
    /// The index was made by another version; it can be deleted and made again.
    #[error(
        "the text index was made by another version ({found}, this one makes {wanted}); `variorum rebuild` makes it anew"
    )]
    Schema { found: String, wanted: String },
    #[error("the text index cannot be read or written: {0}; see whether its folder may be used, or `variorum rebuild`")]
    Io(io::Error),
    #[error("the disk is full; make room and add again: what was added before stays")]
    Full,
    /// A thread of the writer has ended before its time.
    #[error("the text index could not be written on ({0}); see whether the disk is full, and add again")]
    BrokenOff(String),
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
        use io::ErrorKind::{InvalidData, InvalidInput, NotFound, QuotaExceeded, StorageFull, UnexpectedEof};
        match error.kind() {
            StorageFull | QuotaExceeded => Self::Full,
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
            E::OpenWriteError(error) if is_about_room(&format!("{error:?}")) => Self::Full,
            E::OpenDirectoryError(error) => Self::Io(io::Error::other(error.to_string())),
            E::OpenWriteError(error) => Self::Io(io::Error::other(error.to_string())),
            // The threads of the writer tell what stopped them in words only.
            E::ErrorInThread(why) | E::SystemError(why) if is_about_room(&why) => Self::Full,
            E::ErrorInThread(why) | E::SystemError(why) => Self::BrokenOff(why),
            other if is_about_room(&other.to_string()) => Self::Full,
            other if is_about_rights(&format!("{other:?}")) => Self::Io(io::ErrorKind::PermissionDenied.into()),
            other => Self::Damaged(other.to_string()),
        }
    }
}

fn is_about_room(why: &str) -> bool {
    ["No space left", "StorageFull", "quota exceeded", "QuotaExceeded"].iter().any(|sign| why.contains(sign))
}

fn is_about_rights(why: &str) -> bool {
    ["PermissionDenied", "Permission denied"].iter().any(|sign| why.contains(sign))
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

#[cfg(test)]
mod tests {
    use super::*;
    use tantivy::TantivyError;

    #[test]
    fn a_full_disk_is_no_damage() {
        let full = || io::Error::from_raw_os_error(28);
        for error in [
            TantivyError::from(full()),
            TantivyError::ErrorInThread(format!("a worker thread encountered an error: {}", full())),
            TantivyError::OpenWriteError(tantivy::directory::error::OpenWriteError::wrap_io_error(
                full(),
                "a.idx".into(),
            )),
        ] {
            assert!(matches!(IndexError::from(error), IndexError::Full));
        }
        let killed = TantivyError::ErrorInThread("The index writer was killed.".into());
        assert!(matches!(IndexError::from(killed), IndexError::BrokenOff(_)));
        let cut = TantivyError::from(io::Error::from(io::ErrorKind::UnexpectedEof));
        assert!(matches!(IndexError::from(cut), IndexError::Damaged(_)));
    }
}
