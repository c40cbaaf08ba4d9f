//! The members of a zip archive that has lost its list of contents, as one that was cut off has: found
//! by the headers before each, the last one as far as it goes.

use super::limits::{Limit, Metered};
use super::part::Part;
use flate2::bufread::DeflateDecoder;
use std::io::{self, Cursor, Read, Write};
use zip::ZipArchive;
use zip::write::{SimpleFileOptions, ZipWriter};

const MARK: &[u8] = b"PK\x03\x04";

/// The archive with what can still be read of it, and a list of contents again; none where it has no
/// member that can be.
///
/// # Errors
/// When it unpacks to more than it may.
pub(super) fn gathered(bytes: &[u8], part: &Part<'_>) -> io::Result<Option<ZipArchive<Cursor<Vec<u8>>>>> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let plain = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    let mut rest = bytes;
    while let Some(at) = rest.windows(MARK.len()).position(|window| window == MARK) {
        rest = &rest[at..];
        let Some(member) = Member::at(rest) else {
            rest = &rest[MARK.len()..];
            continue;
        };
        let mut unpacked = Vec::new();
        let taken = match member.method {
            8 => {
                let mut inflated = DeflateDecoder::new(member.data);
                let read = Metered::new(&mut inflated, &part.allowance)
                    .take(part.run.options.unpacked_limit)
                    .read_to_end(&mut unpacked);
                // What came before the tear is kept.
                if let Err(error) = read
                    && Limit::named(&error).is_some()
                {
                    return Err(error);
                }
                inflated.total_in() as usize
            }
            _ => {
                let size = member.size.unwrap_or_else(|| {
                    member.data.windows(MARK.len()).position(|window| window == MARK).unwrap_or(member.data.len())
                });
                unpacked.extend_from_slice(&member.data[..size.min(member.data.len())]);
                unpacked.len()
            }
        };
        rest = &member.data[taken.min(member.data.len())..];
        if !unpacked.is_empty() && writer.start_file(member.name, plain).is_ok() {
            writer.write_all(&unpacked)?;
        }
    }
    Ok(writer.finish().ok().and_then(|cursor| ZipArchive::new(cursor).ok()).filter(|archive| !archive.is_empty()))
}

/// A member as the header before it has it.
struct Member<'b> {
    name: String,
    method: u16,
    /// Its packed size, where it was known when the header was written.
    size: Option<usize>,
    /// All that stands behind the header.
    data: &'b [u8],
}

impl<'b> Member<'b> {
    fn at(bytes: &'b [u8]) -> Option<Member<'b>> {
        let pair = |at: usize| Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?));
        let size = u32::from_le_bytes(bytes.get(18..22)?.try_into().ok()?) as usize;
        let (flags, method) = (pair(6)?, pair(8)?);
        let name_end = 30 + usize::from(pair(26)?);
        let name = String::from_utf8_lossy(bytes.get(30..name_end)?).into_owned();
        let data = bytes.get(name_end + usize::from(pair(28)?)..)?;
        // What is encrypted, or packed in another way, is not for this.
        let is_read = flags & 1 == 0 && matches!(method, 0 | 8) && !name.is_empty() && !name.ends_with('/');
        is_read.then_some(Member { name, method, size: (flags & 8 == 0).then_some(size), data })
    }
}
