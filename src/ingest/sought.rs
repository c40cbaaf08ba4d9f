//! Streams as those who read them want them: from any place, or whole.

use super::limits::{Limit, size};
use std::io::{self, Read, Seek, SeekFrom};

/// A stream that can be read from any place.
pub(super) trait Sought: Read + Seek {}
impl<T: Read + Seek> Sought for T {}

/// Bytes of a part that are kept in memory where it must be read from any place; more go to a file.
const IN_MEMORY: usize = 8 << 20;

/// All the bytes of a stream.
///
/// # Errors
/// When there are more than `limit`.
pub(super) fn whole(reader: impl Read, limit: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    reader.take(limit + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > limit {
        return Err(Limit::error(format!("longer than the {} that one text may have; split it", size(limit))));
    }
    Ok(bytes)
}

/// A stream kept so that it can be read from any place, in a file that nobody else sees where it is
/// long.
pub(super) fn spooled(mut reader: impl Read) -> io::Result<impl Sought> {
    let mut spool = tempfile::spooled_tempfile(IN_MEMORY);
    io::copy(&mut reader, &mut spool)?;
    spool.seek(SeekFrom::Start(0))?;
    Ok(spool)
}
