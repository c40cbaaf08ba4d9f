//! A stream in any charset as a stream in UTF-8.

use encoding_rs::{CoderResult, Decoder, Encoding};
use std::io::{self, Read};

const CHUNK: usize = 1 << 15;

/// Gives UTF-8; without an encoding the bytes pass as they are, and whoever splits them into
/// records decides about the odd one that is not UTF-8.
pub(super) struct Transcode<R> {
    reader: R,
    decoder: Option<Decoder>,
    raw: Vec<u8>,
    text: Vec<u8>,
    at: usize,
    ended: bool,
}

impl<R: Read> Transcode<R> {
    pub(super) fn new(reader: R, encoding: Option<&'static Encoding>) -> Self {
        let decoder = encoding.map(Encoding::new_decoder_with_bom_removal);
        Transcode { reader, decoder, raw: vec![0; CHUNK], text: Vec::new(), at: 0, ended: false }
    }
}

impl<R: Read> Read for Transcode<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let Some(decoder) = &mut self.decoder else { return self.reader.read(into) };
        while self.at == self.text.len() && !self.ended {
            let read = self.reader.read(&mut self.raw)?;
            self.ended = read == 0;
            let room = decoder.max_utf8_buffer_length(read).unwrap_or(CHUNK * 4);
            self.text.resize(room, 0);
            let (result, _, written, _) = decoder.decode_to_utf8(&self.raw[..read], &mut self.text, self.ended);
            debug_assert!(result == CoderResult::InputEmpty);
            self.text.truncate(written);
            self.at = 0;
        }
        let given = into.len().min(self.text.len() - self.at);
        into[..given].copy_from_slice(&self.text[self.at..self.at + given]);
        self.at += given;
        Ok(given)
    }
}
