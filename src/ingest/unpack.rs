//! Compression, told by its first bytes whatever the name says.

use bzip2::bufread::MultiBzDecoder;
use flate2::bufread::GzDecoder;
use lzma_rust2::XzReader;
use std::io::{self, BufRead, BufReader, Chain, Cursor, Read};

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
        Some(Packing::Gzip) => Box::new(Members::new(reader)),
        Some(Packing::Zstd) => Box::new(zstd::stream::read::Decoder::with_buffer(reader)?),
        Some(Packing::Xz) => Box::new(XzReader::new(reader, true)),
        Some(Packing::Bzip2) => Box::new(MultiBzDecoder::new(reader)),
        None => Box::new(reader),
    };
    Ok((reader, packing))
}

/// The members of a gzip file as one stream. What stands behind the last one and is no member, such
/// as the padding of a tape, is left alone, as gzip itself does.
///
/// In a web archive each record is a member of its own: behind one that is damaged the stream goes on with
/// the next, once the error has been told.
struct Members<R> {
    member: Option<GzDecoder<Chain<Cursor<Vec<u8>>, R>>>,
    /// What the first member begins with.
    start: Vec<u8>,
    /// The last read ended in an error.
    broken: bool,
}

/// What every record of a web archive begins with.
const RECORD: &[u8] = b"WARC/";

/// Bytes of the part of a member's head that all have.
const HEAD: usize = 10;

impl<R: BufRead> Members<R> {
    fn new(reader: R) -> Self {
        Members { member: Some(begun(Vec::new(), reader)), start: Vec::new(), broken: false }
    }

    /// Goes on with the next member behind damage.
    fn resume(&mut self) -> io::Result<()> {
        let Some(damaged) = self.member.take() else { return Ok(()) };
        let (_, mut rest) = damaged.into_inner().into_inner();
        let mut head: Vec<u8> = Vec::with_capacity(HEAD + 1);
        while !is_head(&head) {
            let Some(&byte) = rest.fill_buf()?.first() else { return Ok(()) };
            rest.consume(1);
            head.push(byte);
            if head.len() > HEAD {
                head.remove(0);
            }
        }
        self.member = Some(begun(head, rest));
        Ok(())
    }
}

fn begun<R: BufRead>(head: Vec<u8>, rest: R) -> GzDecoder<Chain<Cursor<Vec<u8>>, R>> {
    GzDecoder::new(Cursor::new(head).chain(rest))
}

/// True for the first bytes of a member, among others that look like it by chance.
fn is_head(bytes: &[u8]) -> bool {
    matches!(bytes, [0x1f, 0x8b, 8, 0..=0x1f, _, _, _, _, 0 | 2 | 4, 0..=13 | 255])
}

impl<R: BufRead> Read for Members<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if std::mem::take(&mut self.broken) {
            self.resume()?;
        }
        while let Some(member) = &mut self.member {
            let read = match member.read(into) {
                Ok(read) => read,
                Err(error) => {
                    self.broken = self.start == RECORD;
                    return Err(error);
                }
            };
            if read > 0 || into.is_empty() {
                let missing = RECORD.len() - self.start.len();
                self.start.extend(into[..read].iter().take(missing));
                return Ok(read);
            }
            let Some((_, mut rest)) = self.member.take().map(|member| member.into_inner().into_inner()) else { break };
            if rest.fill_buf()?.starts_with(&[0x1f]) {
                self.member = Some(begun(Vec::new(), rest));
            }
        }
        Ok(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn gzip(text: &str) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(text.as_bytes()).unwrap();
        encoder.finish().unwrap()
    }

    /// What comes of a stream, `!` for each error.
    fn read(bytes: &[u8]) -> String {
        let (mut reader, _) = unpack(bytes).unwrap();
        let (mut out, mut errors) = (String::new(), 0);
        let mut room = [0; 7];
        loop {
            match reader.read(&mut room) {
                Ok(0) => return out,
                Ok(read) => out.push_str(&String::from_utf8_lossy(&room[..read])),
                Err(_) if errors < 3 => {
                    errors += 1;
                    out.push('!');
                }
                Err(_) => return out,
            }
        }
    }

    #[test]
    fn records_behind_a_damaged_one_are_read() {
        let [one, two, three] = ["WARC/1 one ", "WARC/1 two ", "WARC/1 three "].map(gzip);
        let whole = [&one[..], &two, &three].concat();
        assert_eq!(read(&whole), "WARC/1 one WARC/1 two WARC/1 three ");
        let mut damaged = whole.clone();
        damaged[one.len() + 12] ^= 0xff;
        damaged[one.len() + 13] ^= 0xff;
        let got = read(&damaged);
        assert!(got.starts_with("WARC/1 one ") && got.contains('!') && got.ends_with("WARC/1 three "), "{got}");
    }
}
