//! Archives: every file in one is a part, read like a file of its own.

use super::early::{self, Promised};
use super::file;
use super::limits::{Limit, Metered};
use super::part::{Namesakes, Part};
use super::sink::{Sink, Stop};
use super::sniff::Format;
use super::sought::Sought;
use super::{FailureKind, charset, compound, package, pst, shadowed, torn};
use std::cell::Cell;
use std::io::{self, Read, SeekFrom};
use zip::ZipArchive;
use zip::read::read_zipfile_from_stream;
use zip::result::ZipError;

/// Reads what can only be read with its end at hand.
pub(super) fn sought(
    format: Format,
    reader: &mut dyn Sought,
    part: &Part<'_>,
    sink: &mut Sink<'_>,
) -> Result<(), Stop> {
    match format {
        Format::SevenZip => seven_zip(reader, part, sink),
        Format::Compound => compound::read(reader, part, sink),
        Format::Pst => pst::read(reader, part, sink),
        _ => zip(reader, part, sink),
    }
}

/// A zip archive, or the document that it is.
fn zip(reader: &mut dyn Sought, part: &Part<'_>, sink: &mut Sink<'_>) -> Result<(), Stop> {
    let mut archive = match ZipArchive::new(&mut *reader) {
        Ok(archive) => archive,
        Err(error) => {
            reader.seek(SeekFrom::Start(0)).map_err(|error| Stop::Broken { line: None, error })?;
            return torn_zip(reader, &error, part, sink);
        }
    };
    if let Some(kind) = package::kind(&mut archive, part) {
        return package::read(kind, archive, part, sink);
    }
    let is_package = archive.index_for_name(package::CONTENTS).is_some();
    zip_members(&mut archive, |name| !is_package || package::may_have_text(name), part, sink)?;
    let names = names(&mut archive);
    drop(archive);
    hidden(reader, names, part, sink)
}

/// Reads the members that others of their names hide.
fn hidden(reader: &mut dyn Sought, names: Vec<String>, part: &Part<'_>, sink: &mut Sink<'_>) -> Result<(), Stop> {
    let broken = |error| Stop::Broken { line: None, error };
    let found = shadowed::shadowed(reader, names.len()).map_err(broken)?;
    let shown = decoded(&found.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>());
    let mut names = Namesakes::of(names);
    for ((_, at), name) in found.iter().zip(shown) {
        // As attachments of one name are told apart.
        let apart = names.next(&name);
        part.part(sink, &apart, None, |inner, sink| {
            reader.seek(SeekFrom::Start(*at)).map_err(broken)?;
            let said = |why: String| Stop::fail(format!("another file has its name, `{name}`; {why}"));
            let mut reader = &mut *reader;
            match read_zipfile_from_stream(&mut reader) {
                Ok(Some(mut member)) => file::read_part(&mut Metered::new(&mut member, &part.allowance), inner, sink),
                Ok(None) => Err(said("unpack it with another program first".to_owned())),
                Err(error) => Err(said(zip_advice(&error))),
            }
        })?;
    }
    Ok(())
}

/// Reads those members of a zip archive whose names are `wanted`.
pub(super) fn zip_members<R: Sought>(
    archive: &mut ZipArchive<R>,
    wanted: impl Fn(&str) -> bool,
    part: &Part<'_>,
    sink: &mut Sink<'_>,
) -> Result<(), Stop> {
    let names = names(archive);
    for (index, name) in names.iter().enumerate().filter(|(_, name)| !name.ends_with('/') && wanted(name)) {
        let Ok(data) = archive.by_index_data(index) else { continue };
        let packed = Some(data.compressed_size());
        part.part(sink, name, packed, |inner, sink| {
            let member = archive.by_index(index).map_err(|error| Stop::fail(zip_advice(&error)))?;
            file::read_part(&mut Metered::new(member, &part.allowance), inner, sink)
        })?;
    }
    Ok(())
}

/// The names in an archive. Those that are not UTF-8 are all in one charset, which is guessed.
pub(super) fn names<R: Sought>(archive: &mut ZipArchive<R>) -> Vec<String> {
    let raw = |archive: &mut ZipArchive<R>, index| {
        archive.by_index_data(index).map(|data| data.name_raw().to_vec()).unwrap_or_default()
    };
    let all: Vec<Vec<u8>> = (0..archive.len()).map(|index| raw(archive, index)).collect();
    let names = decoded(&all);
    if !names.iter().any(|name| is_of_dos(name)) {
        return names;
    }
    // The charset that the format names for all that is not UTF-8, which few keep to.
    let dos = |(index, name): (usize, String)| {
        let data = archive.by_index_data(index).ok();
        data.and_then(|data| Some(data.name().ok()?.into_owned())).unwrap_or(name)
    };
    names.into_iter().enumerate().map(dos).collect()
}

/// True for a name in which letters have become controls and quotation marks: it was written on DOS, as
/// Windows' own zip folders still do.
fn is_of_dos(name: &str) -> bool {
    let controls = name.chars().any(|c| matches!(c, '\u{80}'..='\u{9f}'));
    let letters: Vec<char> = name.chars().collect();
    let is_mark = |c: char| matches!(c, '\u{201a}' | '\u{201e}' | '\u{201d}' | '\u{201c}' | '\u{2026}' | '\u{2021}');
    let inside = |three: &[char]| three[0].is_alphanumeric() && is_mark(three[1]) && three[2].is_alphanumeric();
    controls || letters.windows(3).any(inside)
}

fn decoded(all: &[Vec<u8>]) -> Vec<String> {
    let other: Vec<u8> = all
        .iter()
        .filter(|name| std::str::from_utf8(name).is_err())
        .flat_map(|name| name.iter().chain(b"\n"))
        .copied()
        .collect();
    let guessed = (!other.is_empty()).then(|| charset::guess(&other));
    all.iter()
        .map(|name| match (std::str::from_utf8(name), guessed) {
            (Ok(name), _) => name.to_owned(),
            (Err(_), Some(charset)) => charset.decode(name).into_owned(),
            (Err(_), None) => String::from_utf8_lossy(name).into_owned(),
        })
        .collect()
}

/// An archive without its list of contents, such as one that was cut off: what stands before the
/// tear is read.
fn torn_zip(mut reader: &mut dyn Sought, why: &ZipError, part: &Part<'_>, sink: &mut Sink<'_>) -> Result<(), Stop> {
    let mut any = false;
    let mut bytes = Vec::new();
    let read = (&mut *reader).take(part.run.options.whole_limit).read_to_end(&mut bytes);
    read.map_err(|error| Stop::Broken { line: None, error })?;
    let torn = torn::gathered(&bytes, part).map_err(|error| Stop::fail(zip_advice(&ZipError::Io(error))))?;
    drop(bytes);
    if let Some(mut torn) = torn {
        // A document, or an archive whose headers do not say how long what follows is.
        match package::kind(&mut torn, part) {
            Some(kind) => match package::read(kind, torn, part, sink) {
                // That its text is torn follows from what is said below.
                Err(Stop::Fail { error, .. }) if error.starts_with("damaged: ") => {}
                end => end?,
            },
            None => zip_members(&mut torn, |_| true, part, sink)?,
        }
        return Err(Stop::fail(format!("{}; what lies beyond was not read", zip_advice(why))));
    }
    reader.seek(SeekFrom::Start(0)).map_err(|error| Stop::Broken { line: None, error })?;
    let end = loop {
        let mut member = match read_zipfile_from_stream(&mut reader) {
            Ok(Some(member)) => member,
            Ok(None) => break zip_advice(why),
            Err(error) => break zip_advice(&error),
        };
        let name = decoded(&[member.name_raw().to_vec()]).remove(0);
        if member.is_dir() {
            continue;
        }
        any = true;
        part.part(sink, &name, Some(member.compressed_size()), |inner, sink| {
            file::read_part(&mut Metered::new(&mut member, &part.allowance), inner, sink)
        })?;
    };
    let beyond = if any { "; what lies beyond was not read" } else { "" };
    Err(Stop::fail(format!("{end}{beyond}")))
}

pub(super) fn zip_advice(error: &ZipError) -> String {
    match error {
        ZipError::Io(error) => match Limit::named(error) {
            Some(limit) => limit,
            None => format!("damaged zip data ({}); get the file again", error.to_string().to_lowercase()),
        },
        ZipError::UnsupportedArchive(what) if what.to_lowercase().contains("password") => {
            "encrypted; unpack it with its password first".to_owned()
        }
        ZipError::InvalidPassword => "encrypted; unpack it with its password first".to_owned(),
        ZipError::UnsupportedArchive(what) => {
            format!("packed in a way that is not understood ({}); unpack it first", what.to_lowercase())
        }
        ZipError::CompressionMethodNotSupported(method) => {
            format!("packed in a way that is not understood (method {method}); unpack it first")
        }
        other => format!("damaged zip data ({}); get the file again", other.to_string().to_lowercase()),
    }
}

/// A tar archive, as a stream.
pub(super) fn tar(reader: impl Read, part: &Part<'_>, sink: &mut Sink<'_>) -> Result<(), Stop> {
    let broken = |error| Stop::Broken { line: None, error };
    let (end, mut last) = (TarEnd::default(), None);
    let mut archive = tar::Archive::new(Watched { reader, end: &end });
    for entry in archive.entries().map_err(broken)? {
        let mut entry = entry.map_err(|error| match &last {
            Some(last) if end.reached.get() => Stop::fail(early::told(&format!("behind {last}"))),
            _ => broken(error),
        })?;
        let kind = entry.header().entry_type();
        let name = decoded(&[entry.path_bytes().into_owned()]).remove(0);
        if kind.is_file() || kind.is_contiguous() || kind.is_gnu_sparse() {
            let size = entry.size();
            // A sparse file says how long it is here, and not what it holds.
            let mut entry = Promised::new(&mut entry, if kind.is_gnu_sparse() { 0 } else { size });
            part.part(sink, &name, Some(size), |inner, sink| file::read_part(&mut entry, inner, sink))?;
            if !entry.is_whole() {
                return Err(Stop::fail(early::told(&format!("inside {name}"))));
            }
            last = Some(name);
        } else if kind.is_symlink() || kind.is_hard_link() {
            let to = entry.link_name_bytes().map(|to| decoded(&[to.into_owned()]).remove(0)).unwrap_or_default();
            let place = format!("{}!/{name}", part.inside.place);
            sink.passed_over(&place, FailureKind::Part, format!("a link to {to}, which is read where it is"))?;
        }
    }
    match last {
        Some(last) if end.zeros.get() < BLOCK => {
            Err(Stop::fail(early::told(&format!("without its mark of the end behind {last}"))))
        }
        _ => Ok(()),
    }
}

/// Bytes of a block of a tar archive; one of zeros is the mark of its end.
const BLOCK: usize = 512;

/// What is known of the end of an archive.
#[derive(Default)]
struct TarEnd {
    /// Zeros that came last.
    zeros: Cell<usize>,
    reached: Cell<bool>,
}

struct Watched<'w, R> {
    reader: R,
    end: &'w TarEnd,
}

impl<R: Read> Read for Watched<'_, R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.reader.read(into)?;
        self.end.reached.set(read == 0 && !into.is_empty());
        let zeros = into[..read].iter().rev().take_while(|&&byte| byte == 0).count();
        self.end.zeros.set(if zeros == read { self.end.zeros.get().saturating_add(read) } else { zeros });
        Ok(read)
    }
}

/// A 7z archive.
fn seven_zip(reader: &mut dyn Sought, part: &Part<'_>, sink: &mut Sink<'_>) -> Result<(), Stop> {
    use sevenz_rust2::{ArchiveReader, Password};
    let mut archive =
        ArchiveReader::new(reader, Password::empty()).map_err(|error| Stop::fail(seven_zip_advice(&error)))?;
    archive.set_thread_count(1);
    let mut stop = None;
    let end = archive.for_each_entries(|entry, reader| {
        if entry.is_directory() || !entry.has_stream() {
            return Ok(true);
        }
        let mut reader = Metered::new(reader, &part.allowance);
        let packed = Some(entry.compressed_size).filter(|&size| size > 0);
        let read = part.part(sink, entry.name(), packed, |inner, sink| file::read_part(&mut reader, inner, sink));
        if let Err(end) = read {
            stop = Some(end);
            return Ok(false);
        }
        // The next file begins where this one ends.
        io::copy(&mut reader, &mut io::sink())?;
        Ok(true)
    });
    match stop {
        Some(stop) => Err(stop),
        None => end.map_err(|error| Stop::fail(seven_zip_advice(&error))),
    }
}

fn seven_zip_advice(error: &sevenz_rust2::Error) -> String {
    use sevenz_rust2::Error;
    match error {
        Error::Io(error, _) if Limit::named(error).is_some() => Limit::named(error).unwrap_or_default(),
        Error::Io(error, _) | Error::FileOpen(error, _) => {
            format!("damaged 7z data ({}); get the file again", error.to_string().to_lowercase())
        }
        Error::PasswordRequired | Error::MaybeBadPassword(_) => {
            "encrypted; unpack it with its password first".to_owned()
        }
        Error::UnsupportedCompressionMethod(method) if method.contains("AES") => {
            "encrypted; unpack it with its password first".to_owned()
        }
        Error::UnsupportedCompressionMethod(method) => {
            format!("packed in a way that is not understood ({method}); unpack it first")
        }
        other => format!("damaged 7z data ({}); get the file again", other.to_string().to_lowercase()),
    }
}
