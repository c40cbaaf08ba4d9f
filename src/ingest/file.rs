//! One file or stream: unpacked, told what it is, and given to its format, with any panic kept in.

use super::charset::{self, SAMPLE};
use super::sink::{CAUGHT, Sink, Stop};
use super::sniff::{self, Format};
use super::transcode::Transcode;
use super::unpack::{Packing, unpack};
use super::{Found, Item, Options, Outcome, html, json, markdown, plain, table, walk};
use std::fs::OpenOptions;
use std::io::{self, BufReader, ErrorKind, Read};
use std::ops::ControlFlow;
use std::os::unix::fs::OpenOptionsExt;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

/// True while a panic on this thread costs only the file being read, so that a panic hook can keep
/// quiet about it.
pub fn is_caught() -> bool {
    CAUGHT.get()
}

/// Reads a file and gives its documents and bad records to `each`, which can stop it.
///
/// Nothing about the file makes this panic: what a parser does is caught and reported as
/// [`Outcome::Failed`]; a panic of `each` goes on up.
pub fn read(found: &Found, options: &Options, each: &mut dyn FnMut(Item) -> ControlFlow<()>) -> Outcome {
    guard(Sink::new(&found.name, each), |sink| {
        // A pipe that took the file's place since the walk must not block us.
        let flags = rustix::fs::OFlags::NONBLOCK.bits() as i32;
        let file = OpenOptions::new().read(true).custom_flags(flags).open(&found.path);
        let file = file.map_err(|error| Stop::fail(walk::advice(&error)))?;
        let meta = file.metadata().map_err(|error| Stop::fail(walk::advice(&error)))?;
        if let Some(reason) = walk::not_a_file(&meta) {
            return Err(Stop::Skip(reason.to_owned()));
        }
        let named = sniff::by_name(&found.name);
        stream(file, named, options, sink)
    })
}

/// Reads a stream of JSON Lines, perhaps compressed, under a name of the caller's choice.
pub fn read_records(
    reader: impl Read,
    name: &str,
    options: &Options,
    each: &mut dyn FnMut(Item) -> ControlFlow<()>,
) -> Outcome {
    guard(Sink::new(name, each), |sink| stream(reader, Ok(Some(Format::Json)), options, sink))
}

fn guard<'a>(mut sink: Sink<'a>, work: impl FnOnce(&mut Sink<'a>) -> Result<(), Stop>) -> Outcome {
    CAUGHT.set(true);
    let end = catch_unwind(AssertUnwindSafe(|| work(&mut sink)));
    CAUGHT.set(false);
    match end {
        Ok(end) => sink.outcome(end),
        Err(panic) if sink.giving => resume_unwind(panic),
        Err(panic) => {
            let said = panic.downcast_ref::<String>().map(String::as_str);
            let said = said.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("no reason given");
            sink.outcome(Err(Stop::fail(format!("the parser broke down on it: {}", said.to_lowercase()))))
        }
    }
}

/// A stream whose first bytes are known.
struct Peeked<R> {
    head: io::Cursor<Vec<u8>>,
    error: Option<io::Error>,
    rest: R,
}

impl<R: Read> Peeked<R> {
    fn new(mut rest: R) -> Peeked<R> {
        let mut head = Vec::with_capacity(SAMPLE);
        let error = rest.by_ref().take(SAMPLE as u64).read_to_end(&mut head).err();
        Peeked { head: io::Cursor::new(head), error, rest }
    }
}

impl<R: Read> Read for Peeked<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        match self.head.read(into)? {
            0 => match self.error.take() {
                Some(error) => Err(error),
                None => self.rest.read(into),
            },
            read => Ok(read),
        }
    }
}

/// What an error in the middle of a stream means.
fn damage(error: &io::Error, packing: Option<Packing>) -> String {
    match packing {
        Some(packing) if error.kind() == ErrorKind::UnexpectedEof || error.to_string().contains("incomplete") => {
            format!("the {} data ends too early; get the whole file again", packing.name())
        }
        Some(packing) => {
            format!("damaged {} data ({}); get the file again", packing.name(), error.to_string().to_lowercase())
        }
        None => walk::advice(error),
    }
}

fn stream(
    reader: impl Read,
    named: Result<Option<Format>, String>,
    options: &Options,
    sink: &mut Sink<'_>,
) -> Result<(), Stop> {
    let (reader, packing) = unpack(reader).map_err(|error| Stop::fail(walk::advice(&error)))?;
    let fail = |error: &io::Error| Stop::fail(damage(error, packing));
    let peeked = Peeked::new(reader);
    let head = peeked.head.get_ref();
    if let Some(error) = peeked.error.as_ref().filter(|_| head.is_empty()) {
        return Err(fail(error));
    }
    if let Some(kind) = sniff::foreign(head) {
        return Err(Stop::Skip(format!("{kind}, which is not read")));
    }
    let format = match named {
        Ok(Some(format)) => format,
        Ok(None) => sniff::by_content(head),
        Err(reason) => return Err(Stop::Skip(reason)),
    };
    let named_damage = |stop| match stop {
        Stop::Broken { line, error } => Stop::Fail { line, error: damage(&error, packing) },
        stop => stop,
    };
    match format {
        Format::Json | Format::Table => {
            let encoding = charset::of_stream(head);
            let reader = Transcode::new(peeked, encoding);
            let end = if format == Format::Json {
                json::read(BufReader::with_capacity(1 << 18, reader), options, sink)
            } else {
                table::read(reader, options, sink)
            };
            end.map_err(named_damage)
        }
        Format::Text | Format::Markdown | Format::Html => {
            let limit = if format == Format::Html { options.page_limit } else { options.text_limit };
            let limit = if packing.is_some() { limit.min(options.unpacked_limit) } else { limit };
            let mut bytes = Vec::new();
            peeked.take(limit + 1).read_to_end(&mut bytes).map_err(|error| fail(&error))?;
            if bytes.len() as u64 > limit {
                return Err(Stop::fail(format!("longer than the {} that one text may have; split it", size(limit))));
            }
            let document = match format {
                Format::Html => html::read(bytes),
                Format::Markdown => markdown::read(&charset::whole(bytes)),
                _ => plain::read(charset::whole(bytes)),
            };
            document.map_or(Ok(()), |document| sink.document(document))
        }
    }
}

/// Bytes for people, in the largest binary unit that divides them.
pub(super) fn size(bytes: u64) -> String {
    match bytes {
        _ if bytes >= 1 << 30 && bytes.is_multiple_of(1 << 30) => format!("{} GiB", bytes >> 30),
        _ if bytes >= 1 << 20 && bytes.is_multiple_of(1 << 20) => format!("{} MiB", bytes >> 20),
        _ => format!("{bytes} bytes"),
    }
}
