//! Finding where the lines and values of a JSON stream begin and end, without reading what they say.

use std::io::{self, BufRead, ErrorKind, Read};

/// Whether a piece was within the limit; one that was not has been read over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fit {
    Whole,
    TooLong,
}

/// A stream of JSON with the line that it has come to.
pub(super) struct Scan<R> {
    reader: R,
    /// The line, from 1, of the next byte.
    pub(super) line: u64,
    limit: usize,
}

impl<R: BufRead> Scan<R> {
    pub(super) fn new(reader: R, limit: u64) -> Self {
        Scan { reader, line: 1, limit: usize::try_from(limit).unwrap_or(usize::MAX) }
    }

    /// The same stream with a piece put back in front of it.
    pub(super) fn put_back(self, piece: Vec<u8>, line: u64) -> Scan<impl BufRead> {
        Scan { reader: io::Cursor::new(piece).chain(self.reader), line, limit: self.limit }
    }

    fn fill(&mut self) -> io::Result<&[u8]> {
        loop {
            match self.reader.fill_buf() {
                Ok(_) => break,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        self.reader.fill_buf()
    }

    /// The next byte, which stays.
    pub(super) fn peek(&mut self) -> io::Result<Option<u8>> {
        Ok(self.fill()?.first().copied())
    }

    /// Takes the byte that was peeked at.
    pub(super) fn take(&mut self) {
        self.reader.consume(1);
    }

    /// Passes over a byte order mark at the start.
    pub(super) fn mark(&mut self) -> io::Result<()> {
        if self.fill()?.starts_with(b"\xef\xbb\xbf") {
            self.reader.consume(3);
        }
        Ok(())
    }

    /// Passes over white space; true if a line ended in it.
    pub(super) fn blank(&mut self) -> io::Result<bool> {
        let start = self.line;
        loop {
            let bytes = self.fill()?;
            let end = bytes.iter().position(|byte| !matches!(byte, b' ' | b'\t' | b'\r' | b'\n'));
            let blank = &bytes[..end.unwrap_or(bytes.len())];
            let (lines, length, all) = (newlines(blank), blank.len(), end.is_none() && !bytes.is_empty());
            self.line += lines;
            self.reader.consume(length);
            if !all {
                return Ok(self.line > start);
            }
        }
    }

    /// Takes what is left of the line into `piece`, without its end.
    pub(super) fn rest_of_line(&mut self, piece: &mut Vec<u8>) -> io::Result<Fit> {
        let mut fit = Fit::Whole;
        loop {
            let limit = self.limit;
            let bytes = self.fill()?;
            if bytes.is_empty() {
                return Ok(fit);
            }
            let end = memchr(bytes);
            let part = &bytes[..end.unwrap_or(bytes.len())];
            keep(part, piece, limit, &mut fit);
            let length = part.len() + usize::from(end.is_some());
            self.reader.consume(length);
            if end.is_some() {
                self.line += 1;
                return Ok(fit);
            }
        }
    }

    /// Takes one value into `piece`: to the bracket that closes it, to the end of its string, or
    /// to the next separator. It takes at least one byte, and whatever is left where none closes it.
    pub(super) fn value(&mut self, piece: &mut Vec<u8>) -> io::Result<Fit> {
        let (mut fit, mut depth, mut string, mut escaped, mut first) = (Fit::Whole, 0usize, false, false, true);
        let mut scalar = false;
        loop {
            let limit = self.limit;
            let bytes = self.fill()?;
            let mut end = None;
            for (index, &byte) in bytes.iter().enumerate() {
                if string {
                    if escaped {
                        escaped = false;
                    } else if byte == b'\\' {
                        escaped = true;
                    } else if byte == b'"' {
                        string = false;
                        if depth == 0 {
                            end = Some(index + 1);
                            break;
                        }
                    }
                } else if scalar {
                    if matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | b',' | b']' | b'}') {
                        end = Some(index);
                        break;
                    }
                } else {
                    match byte {
                        b'"' => string = true,
                        b'{' | b'[' => depth += 1,
                        b'}' | b']' if depth > 1 => depth -= 1,
                        b'}' | b']' if depth == 1 => {
                            end = Some(index + 1);
                            break;
                        }
                        _ => scalar = first && depth == 0,
                    }
                }
                first = false;
            }
            let at_end = bytes.is_empty();
            let part = &bytes[..end.unwrap_or(bytes.len())];
            keep(part, piece, limit, &mut fit);
            let (lines, length) = (newlines(part), part.len());
            self.line += lines;
            self.reader.consume(length);
            if at_end || end.is_some() {
                return Ok(fit);
            }
        }
    }
}

fn keep(part: &[u8], piece: &mut Vec<u8>, limit: usize, fit: &mut Fit) {
    if piece.len().saturating_add(part.len()) > limit {
        *fit = Fit::TooLong;
        piece.clear();
        piece.shrink_to(1 << 16);
    }
    if *fit == Fit::Whole {
        piece.extend_from_slice(part);
    }
}

fn newlines(bytes: &[u8]) -> u64 {
    bytes.iter().filter(|&&byte| byte == b'\n').count() as u64
}

fn memchr(bytes: &[u8]) -> Option<usize> {
    bytes.iter().position(|&byte| byte == b'\n')
}
