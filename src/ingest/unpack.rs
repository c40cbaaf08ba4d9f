//! Compression, told by its first bytes whatever the name says.

use std::io::{self, BufRead, BufReader, Read};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Packing {
    Gzip,
    Zstd,
}

impl Packing {
    pub(super) fn name(self) -> &'static str {
        match self {
            Packing::Gzip => "gzip",
            Packing::Zstd => "zstd",
        }
    }
}

fn packing(head: &[u8]) -> Option<Packing> {
    match head {
        [0x1f, 0x8b, 8, ..] => Some(Packing::Gzip),
        [0x28, 0xb5, 0x2f, 0xfd, ..] | [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..] => Some(Packing::Zstd),
        _ => None,
    }
}

/// A stream behind its compression, if it has any; several members are one stream.
pub(super) fn unpack<'a>(reader: impl Read + 'a) -> io::Result<(Box<dyn Read + 'a>, Option<Packing>)> {
    let mut reader = BufReader::with_capacity(1 << 16, reader);
    let packing = packing(reader.fill_buf()?);
    let reader: Box<dyn Read> = match packing {
        Some(Packing::Gzip) => Box::new(flate2::bufread::MultiGzDecoder::new(reader)),
        Some(Packing::Zstd) => Box::new(zstd::stream::read::Decoder::with_buffer(reader)?),
        None => Box::new(reader),
    };
    Ok((reader, packing))
}
