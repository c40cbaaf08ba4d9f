//! One file, part of a file or stream: unpacked, told what it is, and given to its format.

use super::charset::{self, SAMPLE};
use super::early::{self, Ended};
use super::limits::{Limit, Metered};
use super::part::{Part, Run};
use super::sink::{CAUGHT, Sink, Stop, guard};
use super::sniff::{self, Foreign, Format, Kind};
use super::sought::{Sought, spooled, whole};
use super::transcode::{Plainly, Transcode};
use super::unpack::{self, Packing, unpack};
use super::{
    Extracted, Found, Hook, Item, Options, Outcome, arc, archive, cards, columns, hook, html, json, mail, markdown,
    mbox,
};
use super::{pdf, plain, rtf, signed, subtitles, table, tnef, walk, warc, xml};
use std::cell::Cell;
use std::fs::{File, OpenOptions};
use std::io::{self, BufReader, ErrorKind, Read, Seek, SeekFrom};
use std::ops::ControlFlow;
use std::os::unix::fs::OpenOptionsExt;

/// True while a panic on this thread costs only the file being read, so that a panic hook can keep
/// quiet about it.
pub fn is_caught() -> bool {
    CAUGHT.get()
}

/// Reads a file in this process and gives its documents and bad records to `each`, which can stop it.
///
/// Nothing about the file makes this panic: what a parser does is caught and reported as
/// [`Outcome::Failed`]; a panic of `each` goes on up. What aborts a process is for [`super::Hand`].
pub fn read(found: &Found, options: &Options, each: &mut dyn FnMut(Item) -> ControlFlow<()>) -> Outcome {
    read_run(found, &Run::new(options), each)
}

pub(super) fn read_run(found: &Found, run: &Run<'_>, each: &mut dyn FnMut(Item) -> ControlFlow<()>) -> Outcome {
    guard(Sink::new(&found.name, each), |sink| {
        // A pipe that took the file's place since the walk must not block us.
        let flags = rustix::fs::OFlags::NONBLOCK.bits() as i32;
        let file = OpenOptions::new().read(true).custom_flags(flags).open(&found.path);
        let file = file.map_err(|error| Stop::fail(walk::advice(&error)))?;
        let meta = file.metadata().map_err(|error| Stop::fail(walk::advice(&error)))?;
        if let Some(reason) = walk::not_a_file(&meta) {
            return Err(Stop::Skip(reason.to_owned()));
        }
        let part = Part::file(run, &found.name, Some(meta.len()));
        let named = sniff::by_name(&found.name);
        stream(Box::new(&file), Some((&file, found)), named, &part, sink)
    })
}

/// Reads a stream of JSON Lines, perhaps compressed, under a name of the caller's choice.
pub fn read_records(
    reader: impl Read,
    name: &str,
    options: &Options,
    each: &mut dyn FnMut(Item) -> ControlFlow<()>,
) -> Outcome {
    let run = Run::new(options);
    guard(Sink::new(name, each), |sink| {
        let part = Part::file(&run, name, None);
        stream(Box::new(reader), None, Ok(Some(Format::Json)), &part, sink)
    })
}

/// Reads a part of a file, whose format its name and content tell.
pub(super) fn read_part(reader: &mut dyn Read, part: &Part<'_>, sink: &mut Sink<'_>) -> Result<(), Stop> {
    stream(Box::new(reader), None, sniff::by_name(&part.name), part, sink)
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

/// Reads a part of a file whose format another word than its name announces.
pub(super) fn read_named(
    reader: &mut dyn Read,
    named: Result<Option<Format>, String>,
    part: &Part<'_>,
    sink: &mut Sink<'_>,
) -> Result<(), Stop> {
    stream(Box::new(reader), None, named, part, sink)
}

/// What an error in the middle of a stream means.
fn damage(error: &io::Error, packing: Option<Packing>) -> String {
    if let Some(limit) = Limit::named(error) {
        return limit;
    }
    let said = error.to_string().to_lowercase();
    match packing {
        // What is wrong with the content is not the packing's.
        _ if said.starts_with("damaged") => format!("{said}; get the file again"),
        Some(packing) if error.kind() == ErrorKind::UnexpectedEof || said.contains("incomplete") => {
            format!("the {} data ends too early; get the whole file again", packing.name())
        }
        Some(packing) => format!("damaged {} data ({said}); get the file again", packing.name()),
        None if error.kind() == ErrorKind::UnexpectedEof => "it ends too early; get the whole file again".to_owned(),
        None if matches!(error.kind(), ErrorKind::InvalidData | ErrorKind::InvalidInput) => {
            format!("damaged data ({said}); get the file again")
        }
        None => walk::advice(error),
    }
}

type Open<'o> = Option<(&'o File, &'o Found)>;

fn stream<'s>(
    reader: Box<dyn Read + 's>,
    open: Open<'s>,
    named: Result<Option<Format>, String>,
    part: &'s Part<'s>,
    sink: &mut Sink<'_>,
) -> Result<(), Stop> {
    let (mut reader, mut packing) = unpack(reader).map_err(|error| Stop::fail(damage(&error, None)))?;
    let mut layers = 0;
    let (peeked, kind) = loop {
        if packing.is_some_and(Packing::is_risky) {
            part.run.risk()?;
        }
        if packing.is_some() {
            reader = Box::new(Metered::new(reader, &part.allowance));
        }
        let mut peeked = Peeked::new(reader);
        let head = peeked.head.get_ref();
        if let Some(error) = peeked.error.take_if(|_| head.is_empty()) {
            return Err(Stop::fail(damage(&error, packing)));
        }
        if let Some(units) = charset::units(head) {
            let plainly: Box<dyn Read> = Box::new(Plainly::new(peeked, units));
            let peeked = Peeked::new(plainly);
            let kind = sniff::kind(peeked.head.get_ref());
            break (peeked, kind);
        }
        if unpack::packing(head).is_none() {
            let kind = sniff::kind(head);
            break (peeked, kind);
        }
        layers += 1;
        if layers > super::limits::DEEPEST {
            return Err(Stop::fail("the limit on depth was hit: it is packed over and over; unpack it first"));
        }
        (reader, packing) = unpack(peeked).map_err(|error| Stop::fail(damage(&error, packing)))?;
    };
    let head = peeked.head.get_ref();
    let foreign = match kind {
        Some(Kind::Foreign(foreign)) => Some(foreign),
        _ => None,
    };
    let of_content = match kind {
        Some(Kind::Foreign(foreign)) => Some(foreign.kind.to_owned()),
        Some(Kind::Known(format)) => Some(format.kind().to_owned()),
        None => None,
    };
    let kinds = [of_content, sniff::ending(&part.name)];
    if let Some(hook) = Hook::of(&part.run.options.hooks, kinds.iter().flatten().map(String::as_str)) {
        return hooked(hook, peeked, open.filter(|_| packing.is_none()), part, sink);
    }
    if let Some(foreign) = foreign {
        return Err(Stop::Skip(foreign.reason()));
    }
    let format = match kind {
        Some(Kind::Known(format)) => format,
        _ => sniff::text(named, head).map_err(Stop::Skip)?,
    };
    if format.is_risky() {
        part.run.risk()?;
    }
    if matches!(format, Format::Warc | Format::Arc) {
        // They go on behind damage.
        return read_as(format, head.clone(), peeked, open, packing, part, sink);
    }
    let (head, broken) = (head.clone(), Cell::new(None));
    let end = read_as(format, head, Ended::new(peeked, &broken), open, packing, part, sink);
    match (broken.take(), end) {
        (Some(error), Ok(()) | Err(Stop::Skip(_) | Stop::Fail { .. } | Stop::Broken { .. })) => {
            let read = if sink.has_given() { format!("; {}", early::READ) } else { String::new() };
            Err(Stop::fail(damage(&error, packing) + &read))
        }
        (_, end) => end,
    }
}

/// Reads a stream, whose first bytes are its `head`, as what it is.
fn read_as(
    format: Format,
    head: Vec<u8>,
    peeked: impl Read,
    open: Open<'_>,
    packing: Option<Packing>,
    part: &Part<'_>,
    sink: &mut Sink<'_>,
) -> Result<(), Stop> {
    let options = part.run.options;
    let named_damage = |stop| match stop {
        Stop::Broken { line, error } => Stop::Fail { line, error: damage(&error, packing) },
        stop => stop,
    };
    match format {
        Format::Json | Format::Table => {
            let encoding = charset::of_stream(&head);
            let reader = Transcode::new(peeked, encoding);
            let end = if format == Format::Json {
                // What comes as a stream of records is meant to be some.
                let is_file = open.is_some() || !part.inside.place.is_empty();
                json::read(BufReader::with_capacity(1 << 18, reader), options, is_file, sink)
            } else {
                table::read(reader, options, sink)
            };
            end.map_err(named_damage)
        }
        Format::Mbox => mbox::read(BufReader::with_capacity(1 << 16, peeked), part, sink).map_err(named_damage),
        Format::Arc => arc::read(BufReader::with_capacity(1 << 16, peeked), part, sink).map_err(named_damage),
        Format::Warc => warc::read(BufReader::with_capacity(1 << 16, peeked), part, sink).map_err(named_damage),
        Format::Parquet => match open.filter(|_| packing.is_none()) {
            Some((file, _)) => {
                let file = file.try_clone().map_err(|error| Stop::fail(walk::advice(&error)))?;
                columns::read(file, options, sink)
            }
            None => {
                let bytes = whole(peeked, options.whole_limit).map_err(|error| Stop::fail(damage(&error, packing)))?;
                columns::read(bytes::Bytes::from(bytes), options, sink)
            }
        },
        Format::Tar => archive::tar(peeked, part, sink).map_err(named_damage),
        _ if format.is_sought() => {
            let (mut buffered, mut spool);
            let reader: &mut dyn Sought = match open.filter(|_| packing.is_none()) {
                Some((mut file, _)) => {
                    file.seek(SeekFrom::Start(0)).map_err(|error| Stop::fail(walk::advice(&error)))?;
                    buffered = BufReader::with_capacity(1 << 16, file);
                    &mut buffered
                }
                None => {
                    spool = spooled(peeked).map_err(|error| Stop::fail(damage(&error, packing)))?;
                    &mut spool
                }
            };
            archive::sought(format, reader, part, sink)
        }
        _ => {
            let limit = match format {
                Format::Html => options.page_limit,
                Format::Text | Format::Markdown | Format::Subtitles => options.text_limit,
                _ => options.whole_limit,
            };
            let is_inside = packing.is_some() || !part.inside.place.is_empty();
            let limit = if is_inside { limit.min(options.unpacked_limit) } else { limit };
            let bytes = whole(peeked, limit).map_err(|error| Stop::fail(damage(&error, packing)))?;
            let document = match format {
                Format::Mail => return mail::read(&bytes, part, sink),
                Format::Signed => return signed::read(&bytes, part, sink),
                Format::Tnef => return tnef::read(&bytes, part, sink),
                Format::Pdf => return pdf::read(&bytes, part, sink),
                Format::Xml => return xml::read(bytes, sink),
                Format::Cards => return cards::read(&charset::whole(bytes), part, sink),
                Format::Rtf => return rtf::read(&bytes, sink),
                Format::Subtitles => return subtitles::read(&charset::whole(bytes), sink),
                Format::Html => return html::give(bytes, sink),
                Format::Markdown => markdown::read(&charset::whole(bytes)),
                _ => plain::read(charset::whole(bytes)),
            };
            document.map_or(Ok(()), |document| sink.document(document))
        }
    }
}

/// A kind that is not read by itself: the program for it reads it, if one is named.
pub(super) fn foreign(kind: Foreign, bytes: impl Read, part: &Part<'_>, sink: &mut Sink<'_>) -> Result<(), Stop> {
    match Hook::of(&part.run.options.hooks, [kind.kind].into_iter()) {
        Some(hook) => hooked(hook, bytes, None, part, sink),
        None => Err(Stop::Skip(kind.reason())),
    }
}

/// Has a program of the reader's choice read a file or part.
fn hooked(hook: &Hook, bytes: impl Read, open: Open<'_>, part: &Part<'_>, sink: &mut Sink<'_>) -> Result<(), Stop> {
    part.run.risk()?;
    let text = match open {
        Some((_, found)) => hook::run(hook, &found.path, part.run),
        None => {
            let ending = sniff::ending(&part.name).unwrap_or_else(|| hook.kind.clone());
            hook::run_on(hook, bytes, &ending, part.run)
        }
    };
    let text = text.map_err(Stop::fail)?;
    match plain::read(charset::whole(text)) {
        Some(document) => {
            let mut document: Extracted = document;
            document.fields.insert("read by".to_owned(), hook.command.clone().into());
            sink.document(document)
        }
        None => Err(Stop::Skip(format!("the program for {} found no text in it", hook.kind))),
    }
}
