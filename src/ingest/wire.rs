//! What is said between the process that adds and those that read risky files: JSON values, each
//! behind its length in bytes as four, the lowest first.

use super::{Found, Item, Options, Outcome};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::ffi::OsString;
use std::io::{self, ErrorKind, Read, Write};
use std::os::unix::ffi::{OsStrExt, OsStringExt};

/// The first thing that is said to a reader.
#[derive(Serialize, Deserialize)]
pub(super) struct Terms {
    pub(super) options: Options,
}

/// A file to read.
#[derive(Serialize, Deserialize)]
pub(super) struct Job {
    path: Vec<u8>,
    name: String,
    size: u64,
    modified: i64,
    /// The part at which an earlier reader broke down.
    pub(super) from: Option<Vec<u32>>,
}

impl Job {
    pub(super) fn new(found: &Found, from: Option<Vec<u32>>) -> Self {
        let path = found.path.as_os_str().as_bytes().to_vec();
        Job { path, name: found.name.clone(), size: found.size, modified: found.modified, from }
    }

    pub(super) fn found(&self) -> Found {
        let path = OsString::from_vec(self.path.clone()).into();
        Found { path, name: self.name.clone(), size: self.size, modified: self.modified }
    }
}

/// What a reader says.
#[derive(Serialize, Deserialize)]
pub(super) enum Word {
    /// It is there and knows its terms.
    Ready,
    Begin {
        ordinal: u32,
        inside: String,
    },
    End,
    Patience(u64),
    Item(Box<Item>),
    Done(Outcome),
}

/// Sends a value.
pub(super) fn send(into: &mut impl Write, value: &impl Serialize) -> io::Result<()> {
    let bytes = serde_json::to_vec(value).map_err(io::Error::other)?;
    let length = u32::try_from(bytes.len()).map_err(io::Error::other)?;
    into.write_all(&length.to_le_bytes())?;
    into.write_all(&bytes)?;
    into.flush()
}

/// Receives a value; none when the other side has gone.
pub(super) fn receive<T: DeserializeOwned>(from: &mut impl Read) -> io::Result<Option<T>> {
    let mut length = [0; 4];
    match from.read_exact(&mut length) {
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => return Ok(None),
        end => end?,
    }
    let length = u32::from_le_bytes(length);
    let mut bytes = Vec::new();
    from.take(length.into()).read_to_end(&mut bytes)?;
    if bytes.len() < length as usize {
        return Ok(None);
    }
    serde_json::from_slice(&bytes).map(Some).map_err(io::Error::other)
}
