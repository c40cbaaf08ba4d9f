//! One adder at a time: a lock on a file of the library that ends with its process.

use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::path::Path;

/// Held while documents are added or derived data is rebuilt.
#[derive(Debug)]
pub struct AddLock {
    _file: File,
}

impl AddLock {
    /// Takes the lock, or gives `None` when another process holds it.
    ///
    /// # Errors
    /// When the file cannot be made.
    pub fn take(folder: &Path) -> io::Result<Option<Self>> {
        let file = OpenOptions::new().create(true).truncate(false).write(true).open(folder.join("add.lock"))?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Self { _file: file })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }
}
