//! A stream in any charset as a stream in UTF-8.

use super::charset::Units;
use super::elder::Charset;
use encoding_rs::{CoderResult, Decoder};
use std::io::{self, Read};

const CHUNK: usize = 1 << 15;

/// Gives UTF-8; without an encoding the bytes pass as they are, and whoever splits them into
/// records decides about the odd one that is not UTF-8.
pub(super) struct Transcode<R> {
    reader: R,
    decoder: Option<Decode>,
    raw: Vec<u8>,
    text: Vec<u8>,
    at: usize,
    ended: bool,
}

enum Decode {
    Known(Decoder),
    /// A charset in which every byte is a character.
    ByteByByte(Charset),
}

impl<R: Read> Transcode<R> {
    pub(super) fn new(reader: R, charset: Option<Charset>) -> Self {
        let decoder = charset.map(|charset| match charset {
            Charset::Known(encoding) => Decode::Known(encoding.new_decoder_with_bom_removal()),
            charset => Decode::ByteByByte(charset),
        });
        Transcode { reader, decoder, raw: vec![0; CHUNK], text: Vec::new(), at: 0, ended: false }
    }
}

impl<R: Read> Read for Transcode<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let Some(decoder) = &mut self.decoder else { return self.reader.read(into) };
        while self.at == self.text.len() && !self.ended {
            let read = self.reader.read(&mut self.raw)?;
            self.ended = read == 0;
            let raw = &self.raw[..read];
            match decoder {
                Decode::Known(decoder) => {
                    let room = decoder.max_utf8_buffer_length(read).unwrap_or(CHUNK * 4);
                    self.text.resize(room, 0);
                    let (result, _, written, _) = decoder.decode_to_utf8(raw, &mut self.text, self.ended);
                    debug_assert!(result == CoderResult::InputEmpty);
                    self.text.truncate(written);
                }
                Decode::ByteByByte(charset) => self.text = charset.decode(raw).into_owned().into_bytes(),
            }
            self.at = 0;
        }
        let given = into.len().min(self.text.len() - self.at);
        into[..given].copy_from_slice(&self.text[self.at..self.at + given]);
        self.at += given;
        Ok(given)
    }
}

/// A stream in odd units: UTF-32 as UTF-8, Korean in seven bits as in eight.
pub(super) struct Plainly<R> {
    reader: R,
    units: Units,
    /// Bytes of a character that is not whole yet.
    begun: Vec<u8>,
    shifted: bool,
    text: Vec<u8>,
    at: usize,
}

impl<R: Read> Plainly<R> {
    pub(super) fn new(reader: R, units: Units) -> Self {
        Plainly { reader, units, begun: Vec::new(), shifted: false, text: Vec::new(), at: 0 }
    }

    fn take(&mut self, raw: &[u8]) {
        self.text.clear();
        self.at = 0;
        if self.units == Units::Shifted {
            for &byte in raw {
                match byte {
                    0xe | 0xf => self.shifted = byte == 0xe,
                    0x21..=0x7e if self.shifted => self.text.push(byte | 0x80),
                    _ => self.text.push(byte),
                }
            }
            return;
        }
        for &byte in raw {
            self.begun.push(byte);
            if let &[a, b, c, d] = &self.begun[..] {
                let quad = [a, b, c, d];
                let code =
                    if self.units == Units::Little { u32::from_le_bytes(quad) } else { u32::from_be_bytes(quad) };
                let c = char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER);
                if c != '\u{feff}' {
                    self.text.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
                }
                self.begun.clear();
            }
        }
    }
}

impl<R: Read> Read for Plainly<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.at == self.text.len() {
            let mut raw = [0; 1 << 13];
            let read = self.reader.read(&mut raw)?;
            if read == 0 {
                return Ok(0);
            }
            self.take(&raw[..read]);
        }
        let given = into.len().min(self.text.len() - self.at);
        into[..given].copy_from_slice(&self.text[self.at..self.at + given]);
        self.at += given;
        Ok(given)
    }
}
