//! Compound files (OLE): what they hold is told by the names of their streams.

use super::file;
use super::hook::Hook;
use super::part::Part;
use super::sink::{Sink, Stop};
use super::sniff::Foreign;
use super::sought::Sought;
use super::{old, outlook, sheet};
use cfb::CompoundFile;
use std::io::{Read, SeekFrom};

const WORD: Foreign = Foreign { kind: "doc", what: "an old Word document" };
const LOCKED: Foreign = Foreign { kind: "encrypted", what: "an encrypted Office document" };

/// Streams by which kinds of compound files are known.
const KINDS: [(&str, Foreign); 6] = [
    ("EncryptedPackage", LOCKED),
    ("WordDocument", WORD),
    ("Workbook", Foreign { kind: "xls", what: "an old Excel workbook" }),
    ("Book", Foreign { kind: "xls", what: "an old Excel workbook" }),
    ("PowerPoint Document", Foreign { kind: "ppt", what: "an old PowerPoint presentation" }),
    ("VisioDocument", Foreign { kind: "vsd", what: "a Visio drawing" }),
];

/// Bytes of a damaged file that are searched for the names of its streams.
const SEARCHED: u64 = 4 << 20;

/// Reads an Outlook message or an old document; other kinds are for a program of the reader's choice.
pub(super) fn read(reader: &mut dyn Sought, part: &Part<'_>, sink: &mut Sink<'_>) -> Result<(), Stop> {
    let old = Foreign { kind: "ole", what: "an old Office document" };
    let kind = match CompoundFile::open(&mut *reader) {
        Ok(mut file) if file.is_stream("/__properties_version1.0") => return outlook::read(&mut file, part, sink),
        Ok(file) => {
            let known = KINDS.iter().find(|(stream, _)| file.exists(format!("/{stream}")));
            known.map_or(old, |(_, kind)| *kind)
        }
        // Its names may stand there even where the rest of it is damaged.
        Err(error) => match named(reader) {
            Some(kind) => kind,
            // Files of Word are often a little wrong, which its own readers bear.
            None if old::is_word(reader) => WORD,
            None => {
                let error = error.to_string().to_lowercase();
                return Err(Stop::fail(format!("a damaged compound file ({error}); get the file again")));
            }
        },
    };
    start(reader)?;
    let is_for_a_program = Hook::of(&part.run.options.hooks, [kind.kind].into_iter()).is_some();
    match kind.kind {
        _ if is_for_a_program => file::foreign(kind, reader, part, sink),
        "xls" => sheet::old(reader, part, sink),
        "doc" => old::word(reader, part, sink),
        "ppt" => old::slides(reader, part, sink),
        _ => file::foreign(kind, reader, part, sink),
    }
}

/// What can only be read with a password.
pub(super) fn locked(reader: &mut dyn Sought, part: &Part<'_>, sink: &mut Sink<'_>) -> Result<(), Stop> {
    start(reader)?;
    file::foreign(LOCKED, reader, part, sink)
}

fn start(reader: &mut dyn Sought) -> Result<(), Stop> {
    reader.seek(SeekFrom::Start(0)).map(drop).map_err(|error| Stop::Broken { line: None, error })
}

/// The kind that a name among the first bytes tells.
fn named(reader: &mut dyn Sought) -> Option<Foreign> {
    reader.seek(SeekFrom::Start(0)).ok()?;
    let mut bytes = Vec::new();
    reader.take(SEARCHED).read_to_end(&mut bytes).ok()?;
    let holds = |name: &str| {
        let name: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        bytes.windows(name.len()).any(|window| window == name)
    };
    KINDS.iter().find(|(stream, _)| holds(stream)).map(|(_, kind)| *kind)
}
