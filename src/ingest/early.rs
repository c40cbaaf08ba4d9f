//! What ends before it should: what came of it is read all the same, and the end is told.

use super::limits::Limit;
use super::sink::{Sink, Stop};
use std::cell::Cell;
use std::io::{self, ErrorKind, Read};

/// What is said behind damage that did not cost all.
pub(super) const READ: &str = "what stands before it was read";

/// What is said of a thing that breaks off, of which something was read.
pub(super) fn told(place: &str) -> String {
    format!("it ends too early, {place}; {READ}; get the whole file again")
}

/// Ends the reading of a text that breaks off in this line.
pub(super) fn cut(line: u64, place: &str, sink: &Sink<'_>) -> Stop {
    let error = match sink.has_given() {
        true => told(place),
        false => format!("it ends too early, {place}; get the whole file again"),
    };
    Stop::Fail { line: Some(line), error }
}

/// The number of the last line.
pub(super) fn last_line(text: &[u8]) -> u64 {
    let ends = text.iter().filter(|&&byte| byte == b'\n').count();
    (ends + usize::from(!text.ends_with(b"\n"))).max(1) as u64
}

/// A stream that ends where it breaks, and keeps the error. Limits are no such end.
pub(super) struct Ended<'e, R> {
    reader: R,
    error: &'e Cell<Option<io::Error>>,
    ended: bool,
}

impl<'e, R> Ended<'e, R> {
    pub(super) fn new(reader: R, error: &'e Cell<Option<io::Error>>) -> Self {
        Ended { reader, error, ended: false }
    }
}

impl<R: Read> Read for Ended<'_, R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.ended {
            return Ok(0);
        }
        match self.reader.read(into) {
            Err(error) if error.kind() != ErrorKind::Interrupted && Limit::named(&error).is_none() => {
                self.ended = true;
                self.error.set(Some(error));
                Ok(0)
            }
            read => read,
        }
    }
}

/// A stream of which it is known how long it should be: one that is shorter ends in an error.
pub(super) struct Promised<R> {
    reader: R,
    left: u64,
}

impl<R: Read> Promised<R> {
    pub(super) fn new(reader: R, length: u64) -> Self {
        Promised { reader, left: length }
    }

    /// Goes to its end; false where that comes too early.
    pub(super) fn is_whole(&mut self) -> bool {
        io::copy(self, &mut io::sink()).is_ok() && self.left == 0
    }
}

impl<R: Read> Read for Promised<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.reader.read(into)?;
        if read == 0 && !into.is_empty() && self.left > 0 {
            return Err(ErrorKind::UnexpectedEof.into());
        }
        self.left = self.left.saturating_sub(read as u64);
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_came_before_the_end_is_there() {
        let error = Cell::new(None);
        let mut got = Vec::new();
        Ended::new(Promised::new(&b"some"[..], 10), &error).read_to_end(&mut got).unwrap();
        assert_eq!((&*got, error.take().map(|error| error.kind())), (&b"some"[..], Some(ErrorKind::UnexpectedEof)));
        assert!(Promised::new(&b"some"[..], 4).is_whole() && !Promised::new(&b"some"[..], 5).is_whole());
        let limited = Metered { said: "too much" };
        assert!(Ended::new(limited, &error).read(&mut [0; 4]).is_err(), "a limit stays one");
    }

    struct Metered {
        said: &'static str,
    }

    impl Read for Metered {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(Limit::error(self.said.to_owned()))
        }
    }
}
