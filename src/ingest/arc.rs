//! Web archives in the form before WARC (ARC 1 and 2): a line that says what was fetched, from
//! where, when, and how many bytes of answer follow.

use super::part::Part;
use super::sink::{Capture, Sink, Stop};
use super::{Stamp, warc};
use std::io::{self, BufRead, ErrorKind, Read};

/// The longest line before a record, in bytes.
const LINE: u64 = 1 << 16;

/// Reads the records of an archive, one after the other.
pub(super) fn read(mut reader: impl BufRead, part: &Part<'_>, sink: &mut Sink<'_>) -> Result<(), Stop> {
    let broken = |error| Stop::Broken { line: None, error };
    let mut line = Vec::new();
    loop {
        line.clear();
        let read = reader.by_ref().take(LINE).read_until(b'\n', &mut line).map_err(broken)?;
        if read == 0 {
            return Ok(());
        }
        if line.trim_ascii().is_empty() {
            continue;
        }
        let said = String::from_utf8_lossy(line.trim_ascii()).into_owned();
        let Some(Record { address, date, kind, length }) = record(&said) else {
            return Err(Stop::fail("damaged web archive: a record is not where it should be; get the file again"));
        };
        let mut block = reader.by_ref().take(length);
        let of_web = ["http://", "https://"].iter().any(|scheme| address.starts_with(scheme));
        // The first record is about the archive itself, others are the crawler's questions.
        if of_web {
            let capture = Capture { url: address.to_owned(), date: Stamp::parse(date), status: None };
            part.part(sink, address, Some(length), |inner, sink| {
                let mut start = Vec::new();
                block.by_ref().take(5).read_to_end(&mut start).map_err(broken)?;
                let is_answer = start == *b"HTTP/";
                let mut whole = io::Cursor::new(start).chain(&mut block);
                match is_answer {
                    true => warc::answer(&mut whole, capture, inner, sink),
                    false => warc::body(&mut whole, kind, capture, inner, sink),
                }
            })?;
        }
        let rest = io::copy(&mut block, &mut io::sink()).map_err(broken)?;
        if rest == 0 && block.limit() > 0 {
            return Err(broken(ErrorKind::UnexpectedEof.into()));
        }
    }
}

struct Record<'l> {
    address: &'l str,
    date: &'l str,
    kind: &'l str,
    length: u64,
}

/// `URL IP DATE KIND LENGTH`, with more between kind and length in the second version. An address
/// may hold blanks.
fn record(line: &str) -> Option<Record<'_>> {
    let (rest, length) = line.rsplit_once(' ')?;
    let length = length.parse().ok()?;
    let is_date = |word: &str| word.len() == 14 && word.bytes().all(|byte| byte.is_ascii_digit());
    let (at, date) = rest
        .match_indices(' ')
        .map(|(at, _)| (at, rest[at + 1..].split(' ').next().unwrap_or_default()))
        .find(|(_, word)| is_date(word))?;
    let kind = rest[at + 1 + date.len()..].trim_start().split(' ').next().unwrap_or_default();
    let address = rest[..at].rsplit_once(' ').map_or(&rest[..at], |(address, _)| address);
    Some(Record { address, date, kind, length })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_both_versions_are_understood() {
        let of = |line| record(line).map(|found| (found.address, found.date, found.kind, found.length));
        let first = ("http://a.example/x y", "20050116100000", "text/html", 120);
        assert_eq!(of("http://a.example/x y 10.0.0.1 20050116100000 text/html 120"), Some(first));
        let line = "http://a.example/x y 10.0.0.1 20050116100000 text/html 200 sum - 99 a.arc 120";
        assert_eq!(of(line), Some(first));
        assert_eq!((of("words of no kind 12"), of("http://a 1 20050116100000 x y"), of("")), (None, None, None));
    }
}
