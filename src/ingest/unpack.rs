//! Compression, told by its first bytes whatever the name says.

use bzip2::bufread::MultiBzDecoder;
use flate2::bufread::GzDecoder;
use lzma_rust2::XzReader;
use std::io::{self, BufRead, BufReader, Read};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Packing {
    Gzip,
    Zstd,
    Xz,
    Bzip2,
}

impl Packing {
    /// True for what decides itself how much memory it takes.
    pub(super) fn is_risky(self) -> bool {
        matches!(self, Packing::Xz | Packing::Bzip2)
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Packing::Gzip => "gzip",
            Packing::Zstd => "zstd",
            Packing::Xz => "xz",
            Packing::Bzip2 => "bzip2",
        }
    }
}

/// The compression that the first bytes tell.
pub(super) fn packing(head: &[u8]) -> Option<Packing> {
    match head {
        [0x1f, 0x8b, 8, ..] => Some(Packing::Gzip),
        [0x28, 0xb5, 0x2f, 0xfd, ..] | [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..] => Some(Packing::Zstd),
        [0xfd, b'7', b'z', b'X', b'Z', 0, ..] => Some(Packing::Xz),
        // The mark of its first block tells it from a text that begins so.
        [b'B', b'Z', b'h', b'1'..=b'9', 0x31, 0x41, 0x59, 0x26, ..] => Some(Packing::Bzip2),
        _ => None,
    }
}

/// A stream behind its compression, if it has any; several members are one stream.
pub(super) fn unpack<'a>(reader: impl Read + 'a) -> io::Result<(Box<dyn Read + 'a>, Option<Packing>)> {
    let mut reader = BufReader::with_capacity(1 << 16, reader);
    let packing = packing(reader.fill_buf()?);
    let reader: Box<dyn Read> = match packing {
        Some(Packing::Gzip) => Box::new(Members(Some(GzDecoder::new(reader)))),
        Some(Packing::Zstd) => Box::new(zstd::stream::read::Decoder::with_buffer(reader)?),
        Some(Packing::Xz) => Box::new(XzReader::new(reader, true)),
        Some(Packing::Bzip2) => Box::new(MultiBzDecoder::new(reader)),
        None => Box::new(reader),
    };
    Ok((reader, packing))
}

/// The members of a gzip file as one stream. What stands behind the last one and is no member, such
/// as the padding of a tape, is left alone, as gzip itself does.
struct Members<R>(Option<GzDecoder<R>>);

impl<R: BufRead> Read for Members<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while let Some(member) = &mut self.0 {
            let read = member.read(into)?;
            if read > 0 || into.is_empty() {
                return Ok(read);
            }
            let Some(mut rest) = self.0.take().map(GzDecoder::into_inner) else { break };
            if rest.fill_buf()?.starts_with(&[0x1f]) {
                self.0 = Some(GzDecoder::new(rest));
            }
        }
        Ok(0)
    }
}
