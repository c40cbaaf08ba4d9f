//! Web archives (WARC): what a server answered, each answer a part under its address.

use super::file;
use super::limits::{Limit, Metered};
use super::part::Part;
use super::sink::{Capture, Sink, Stop};
use super::{Again, Stamp, sniff};
use flate2::read::{DeflateDecoder, ZlibDecoder};
use std::collections::HashMap;
use std::io::{self, BufRead, BufReader, Cursor, ErrorKind, Read};

/// Damaged records one behind the other after which no more are looked for.
const ERRORS: usize = 1_000;

/// The longest head of a record or answer, in bytes.
const HEAD: usize = 1 << 20;

/// Reads the records of an archive, one after the other.
///
/// A page that was captured again under its address is a newer version of it; a `revisit` says that
/// it was found unchanged, so it is another place where the page was seen. Damage costs the record that it
/// is in, and what stands before the next one.
pub(super) fn read(reader: impl BufRead, part: &Part<'_>, sink: &mut Sink<'_>) -> Result<(), Stop> {
    let mut reader = Watched { reader, error: None, stops: false };
    let (mut records, mut taken) = (0_u64, 0_u64);
    let mut before = "its beginning".to_owned();
    let (mut damage, mut errors) = (None::<io::Error>, 0);
    loop {
        reader.stops = false;
        let head = match head(&mut reader) {
            Ok(Some(head)) => head,
            Ok(None) => break,
            Err(error) if reader.error.take().is_some() => {
                errors += 1;
                damage = Some(error);
                // So many without a record between them do not pass.
                if errors > ERRORS { break } else { continue }
            }
            Err(error) => {
                damage = Some(error);
                break;
            }
        };
        let address = head.fields.get("warc-target-uri").map(|uri| uri.trim().trim_matches(['<', '>']).to_owned());
        if damage.take().is_some() || head.apart {
            let next = address.as_deref().unwrap_or("the next record");
            let said = "what cannot be read between them is not known; get the file again";
            sink.bad(None, format!("damaged: the web archive is not whole between {before} and {next}; {said}"))?;
        }
        (records, errors) = (records + 1, 0);
        before = address.clone().unwrap_or(before);
        let length = head.fields.get("content-length").and_then(|length| length.trim().parse::<u64>().ok());
        let Some(length) = length else {
            damage = Some(damaged("a record does not say how long it is"));
            continue;
        };
        // What comes behind damage belongs to another record.
        reader.stops = true;
        let mut block = reader.by_ref().take(length);
        taken += u64::from(record(&head.fields, address, length, &mut block, part, sink)?);
        let copied = io::copy(&mut block, &mut io::sink());
        let left = block.limit();
        damage = match (copied, reader.error.take()) {
            (Err(error), _) | (_, Some(error)) => Some(error),
            (Ok(rest), None) if rest == 0 && left > 0 => {
                return Err(Stop::Broken { line: None, error: ErrorKind::UnexpectedEof.into() });
            }
            (Ok(_), None) => None,
        };
    }
    if let Some(error) = damage {
        return Err(Stop::Broken { line: None, error });
    }
    if records > 0 && taken == 0 {
        return Err(Stop::Skip("a web archive without answers".to_owned()));
    }
    Ok(())
}

/// Reads the block of a record; false where it is of a kind that holds no page.
fn record(
    head: &HashMap<String, String>,
    address: Option<String>,
    length: u64,
    block: &mut dyn Read,
    part: &Part<'_>,
    sink: &mut Sink<'_>,
) -> Result<bool, Stop> {
    let kind = head.get("warc-type").map(|kind| kind.trim().to_lowercase()).unwrap_or_default();
    // A conversion is a page as its text, as collections for the study of languages have it.
    let is_page = matches!(&*kind, "response" | "resource" | "conversion" | "revisit");
    let Some(address) = address.filter(|_| is_page) else { return Ok(false) };
    let date = head.get("warc-date").map(|date| date.trim().to_owned()).unwrap_or_default();
    if kind == "revisit" {
        let first = head.get("warc-refers-to-date").map(|date| format!(" since {}", date.trim()));
        let of = head.get("warc-refers-to-target-uri").filter(|uri| **uri != address);
        let of = of.map(|uri| format!(", under {}", uri.trim())).unwrap_or_default();
        let said = format!("a visit on {date} that found it unchanged{}{of}", first.unwrap_or_default());
        let url = head.get("warc-refers-to-target-uri").map_or(address.as_str(), |uri| uri.trim());
        let url = url.trim_matches(['<', '>']).to_owned();
        let place = &part.inside.place;
        let (inside, beside) = (format!("{place}!/{address} ({date})"), format!("{place}!/{url}"));
        sink.again(Again { inside, beside, url, said })?;
        return Ok(true);
    }
    let capture = Capture { url: address.clone(), date: Stamp::parse(&date), status: None };
    let declared = head.get("content-type").cloned().unwrap_or_default();
    part.part(sink, &address, Some(length), |inner, sink| {
        if kind != "response" || !declared.to_lowercase().contains("http") {
            return body(block, &declared, capture, inner, sink);
        }
        answer(block, capture, inner, sink)
    })?;
    Ok(true)
}

/// A stream that keeps its error, and ends with it where it is to.
struct Watched<R> {
    reader: R,
    error: Option<io::Error>,
    stops: bool,
}

impl<R> Watched<R> {
    fn keep<T>(&mut self, read: io::Result<T>) -> io::Result<T> {
        read.inspect_err(|error| {
            // An interruption is none: the same is asked for again.
            if error.kind() != ErrorKind::Interrupted {
                let limit = Limit::named(error);
                let kept = limit.map_or_else(|| io::Error::new(error.kind(), error.to_string()), Limit::error);
                self.error = Some(kept);
            }
        })
    }
}

impl<R: Read> Read for Watched<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.stops && self.error.is_some() {
            return Ok(0);
        }
        let read = self.reader.read(into);
        self.keep(read)
    }
}

impl<R: BufRead> BufRead for Watched<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.stops && self.error.is_some() {
            return Ok(&[]);
        }
        if let Err(error) = self.reader.fill_buf() {
            return self.keep(Err(error));
        }
        self.reader.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        self.reader.consume(amount);
    }
}

fn damaged(what: &str) -> io::Error {
    io::Error::new(ErrorKind::InvalidData, format!("damaged web archive: {what}"))
}

/// The head of a record.
struct Head {
    /// By their names in lower case.
    fields: HashMap<String, String>,
    /// Something stood before it that is no record.
    apart: bool,
}

/// The head of the next record; none at the end of the archive.
fn head(reader: &mut impl BufRead) -> io::Result<Option<Head>> {
    let (mut line, mut apart) = (Vec::new(), false);
    loop {
        line.clear();
        if reader.by_ref().take(HEAD as u64).read_until(b'\n', &mut line)? == 0 {
            return if apart { Err(damaged("a record is not where it should be")) } else { Ok(None) };
        }
        if line.starts_with(b"WARC/") {
            break;
        }
        apart |= !line.trim_ascii().is_empty();
    }
    let mut fields: HashMap<String, String> = HashMap::new();
    let (mut last, mut length) = (String::new(), 0);
    loop {
        line.clear();
        length += reader.by_ref().take(HEAD as u64).read_until(b'\n', &mut line)?;
        if line.is_empty() || length > HEAD {
            return Err(damaged("the head of a record does not end"));
        }
        let text = String::from_utf8_lossy(line.trim_ascii_end()).into_owned();
        if text.is_empty() {
            return Ok(Some(Head { fields, apart }));
        }
        if text.starts_with([' ', '\t']) {
            fields.entry(last.clone()).or_default().push_str(&text);
        } else if let Some((name, value)) = text.split_once(':') {
            last = name.trim().to_lowercase();
            fields.insert(last.clone(), value.trim().to_owned());
        }
    }
}

/// What a server answered: its head says how the body is packed.
pub(super) fn answer(
    block: &mut dyn Read,
    mut capture: Capture,
    part: &Part<'_>,
    sink: &mut Sink<'_>,
) -> Result<(), Stop> {
    let broken = |error| Stop::Broken { line: None, error };
    let mut block = BufReader::new(block);
    let (mut head, mut line) = (Vec::new(), Vec::new());
    loop {
        line.clear();
        let read = block.by_ref().take(HEAD as u64).read_until(b'\n', &mut line).map_err(broken)?;
        head.extend_from_slice(&line);
        if read == 0 || line.trim_ascii().is_empty() {
            break;
        }
        if head.len() > HEAD {
            return Err(Stop::fail("damaged: the head of the answer does not end"));
        }
    }
    let mut room = vec![httparse::EMPTY_HEADER; 256];
    let mut response = httparse::Response::new(&mut room);
    let parsed = httparse::ParserConfig::default()
        .allow_spaces_after_header_name_in_responses(true)
        .allow_obsolete_multiline_headers_in_responses(true)
        .ignore_invalid_headers_in_responses(true)
        .parse_response(&mut response, &head);
    if parsed.is_err() {
        return Err(Stop::fail("damaged: what the server answered is no HTTP"));
    }
    let field = |name: &str| {
        let found = response.headers.iter().find(|header| header.name.eq_ignore_ascii_case(name));
        found.map(|header| String::from_utf8_lossy(header.value).trim().to_lowercase()).unwrap_or_default()
    };
    capture.status = response.code.filter(|code| *code != 200);
    let (declared, packed) = (field("content-type"), field("content-encoding"));
    let mut plain: Box<dyn Read> = Box::new(block);
    if field("transfer-encoding").contains("chunked") {
        plain = Box::new(Chunked::new(BufReader::new(plain)));
    }
    let mut plain: Box<dyn Read> = match &*packed {
        "deflate" => {
            // Some servers leave out the two bytes that should stand before it.
            let mut first = [0; 2];
            let read = plain.read(&mut first).map_err(broken)?;
            let whole = Cursor::new(first[..read].to_vec()).chain(plain);
            let is_zlib = first[0] & 0xf == 8 && u16::from_be_bytes(first) % 31 == 0;
            let inner: Box<dyn Read> =
                if is_zlib { Box::new(ZlibDecoder::new(whole)) } else { Box::new(DeflateDecoder::new(whole)) };
            Box::new(Metered::new(inner, &part.allowance))
        }
        // Gzip and zstd are told by their first bytes.
        "" | "identity" | "gzip" | "x-gzip" | "zstd" | "utf-8" | "none" => plain,
        other => return Err(Stop::Skip(format!("packed as {other}, which is not unpacked"))),
    };
    body(&mut *plain, &declared, capture, part, sink)
}

/// What was sent, whose format the server's word and the content tell.
pub(super) fn body(
    bytes: &mut dyn Read,
    declared: &str,
    capture: Capture,
    part: &Part<'_>,
    sink: &mut Sink<'_>,
) -> Result<(), Stop> {
    sink.captured(capture);
    let kind = declared.split(';').next().unwrap_or_default().trim().to_lowercase();
    let named = match &*kind {
        "text/dns" => Err("an entry of the crawler's own".to_owned()),
        kind => match sniff::by_kind(kind) {
            Some(format) => Ok(Some(format)),
            None if kind.starts_with("text/") || kind.contains("xml") || kind.contains("script") => {
                Err(format!("{kind}, which is not read"))
            }
            None => Ok(None),
        },
    };
    file::read_named(bytes, named, part, sink)
}

/// A body in chunks, put together; what ends early ends.
struct Chunked<R> {
    reader: R,
    left: u64,
    ended: bool,
    begun: bool,
}

impl<R: BufRead> Chunked<R> {
    fn new(reader: R) -> Self {
        Chunked { reader, left: 0, ended: false, begun: false }
    }

    fn next(&mut self) -> io::Result<()> {
        let mut line = Vec::new();
        if self.begun {
            self.reader.by_ref().take(16).read_until(b'\n', &mut line)?;
            line.clear();
        }
        // A body that was unchunked before it was kept says so still.
        let begins_so = self.begun || self.reader.fill_buf()?.first().is_some_and(u8::is_ascii_hexdigit);
        if !begins_so {
            (self.begun, self.left) = (true, u64::MAX);
            return Ok(());
        }
        self.begun = true;
        self.reader.by_ref().take(4096).read_until(b'\n', &mut line)?;
        let text = String::from_utf8_lossy(&line);
        let size = text.split(';').next().unwrap_or_default().trim();
        match u64::from_str_radix(size, 16) {
            Ok(size) => self.left = size,
            Err(_) if size.is_empty() => self.left = 0,
            Err(_) => return Err(Limit::error("damaged: the chunks of the answer do not fit together".to_owned())),
        }
        self.ended = self.left == 0;
        Ok(())
    }
}

impl<R: BufRead> Read for Chunked<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.left == 0 && !self.ended {
            self.next()?;
        }
        if self.ended || into.is_empty() {
            return Ok(0);
        }
        let most = into.len().min(usize::try_from(self.left).unwrap_or(usize::MAX));
        let read = self.reader.read(&mut into[..most])?;
        self.ended = read == 0;
        if self.left != u64::MAX {
            self.left -= read as u64;
        }
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks_are_put_together() {
        let read = |bytes: &[u8]| io::read_to_string(Chunked::new(bytes)).ok();
        assert_eq!(read(b"5\r\nhello\r\n6;x=y\r\n world\r\n0\r\n\r\n").as_deref(), Some("hello world"));
        assert_eq!(read(b"5\r\nhel").as_deref(), Some("hel"));
        assert_eq!(read(b"<p>whole").as_deref(), Some("<p>whole"));
        assert_eq!(read(b"2\r\nab\r\nzz\r\n"), None);
    }
}
