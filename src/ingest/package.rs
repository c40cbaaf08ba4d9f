//! Documents that are zip archives: Office Open XML, OpenDocument and EPUB.

use super::limits::{Limit, Metered};
use super::part::Part;
use super::sink::{Sink, Stop};
use super::sought::Sought;
use super::{Extracted, Stamp, archive, book, charset, office, plain, sheet, slides};
use quick_xml::Reader;
use quick_xml::events::Event;
use std::collections::HashMap;
use std::io::Read;
use zip::ZipArchive;

/// What is said of a document that has none.
const TEXTLESS: &str = "a document without a text";

/// The member by which packages of Office and of others are known.
pub(super) const CONTENTS: &str = "[Content_Types].xml";

/// False for the members of such a package that only say how it hangs together and looks.
pub(super) fn may_have_text(name: &str) -> bool {
    let is_set_up = || ["/theme", "/masters", "/styles", "/settings"].iter().any(|folder| name.contains(folder));
    let is_of_it = name == CONTENTS || name.starts_with("docProps/") || is_set_up();
    !(name.ends_with(".rels") || is_of_it && name.ends_with(".xml"))
}

/// What a document holds.
#[derive(Default)]
pub(super) struct Content {
    pub(super) text: String,
    /// What of it cannot be read.
    pub(super) damage: Option<String>,
}

/// A kind of document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Word,
    Slides,
    Sheets,
    OpenDocument,
    Book,
}

/// The document that an archive is, if it is one.
pub(super) fn kind<R: Sought>(archive: &mut ZipArchive<R>, part: &Part<'_>) -> Option<Kind> {
    let names = archive::names(archive);
    let has = |wanted: &str| names.iter().any(|name| name == wanted);
    if has(CONTENTS) {
        let starts = |start: &str| names.iter().any(|name| name.starts_with(start));
        return match () {
            () if starts("word/document") => Some(Kind::Word),
            () if starts("ppt/slides/") => Some(Kind::Slides),
            () if starts("xl/worksheets/") => Some(Kind::Sheets),
            // A workbook says where its sheets are, which need be nowhere near.
            () => {
                let contents = entry(archive, CONTENTS, part).ok().flatten().unwrap_or_default();
                contents.contains("spreadsheetml.sheet.main+xml").then_some(Kind::Sheets)
            }
        };
    }
    if has("META-INF/container.xml") && names.iter().any(|name| name.ends_with(".opf")) {
        return Some(Kind::Book);
    }
    let is_office = has("content.xml") && (has("META-INF/manifest.xml") || has("mimetype"));
    is_office.then_some(Kind::OpenDocument)
}

/// Reads a document, and the files embedded in it as parts.
pub(super) fn read<R: Sought>(
    kind: Kind,
    mut archive: ZipArchive<R>,
    part: &Part<'_>,
    sink: &mut Sink<'_>,
) -> Result<(), Stop> {
    let mut content = Content::default();
    if kind == Kind::Sheets {
        (content, archive) = sheet::read(archive, part)?;
    }
    let archive = &mut archive;
    if kind == Kind::OpenDocument && is_encrypted(archive, part) {
        return Err(Stop::Skip("encrypted; save it without its password first".to_owned()));
    }
    match kind {
        Kind::Book | Kind::Sheets => {}
        Kind::OpenDocument => content = office::open_document(archive, part)?,
        Kind::Word => content = office::word(archive, part)?,
        Kind::Slides => content = slides::text(archive, part)?,
    }
    let Content { text, damage } = content;
    let document = match kind {
        Kind::Book => book::read(archive, part)?,
        Kind::OpenDocument => with_properties(text, "meta.xml", archive, part),
        Kind::Sheets | Kind::Word | Kind::Slides => with_properties(text, "docProps/core.xml", archive, part),
    };
    let embedded = |name: &str| {
        let taken_in = [".html", ".htm", ".xhtml", ".mht", ".rtf", ".txt", ".docx"];
        ["word/embeddings/", "xl/embeddings/", "ppt/embeddings/"].iter().any(|folder| name.starts_with(folder))
            // Pages that a document takes in whole.
            || (name.starts_with("word/") && taken_in.iter().any(|end| name.to_lowercase().ends_with(end)))
    };
    let any_embedded = archive::names(archive).iter().any(|name| embedded(name));
    match document {
        Some(document) => sink.document(document)?,
        None if any_embedded => {}
        None => return Err(damage.map_or_else(|| Stop::Skip(TEXTLESS.to_owned()), Stop::fail)),
    }
    archive::zip_members(archive, embedded, part, sink)?;
    damage.map_or(Ok(()), |damage| Err(Stop::fail(damage)))
}

fn is_encrypted<R: Sought>(archive: &mut ZipArchive<R>, part: &Part<'_>) -> bool {
    let manifest = entry(archive, "META-INF/manifest.xml", part).ok().flatten().unwrap_or_default();
    manifest.contains("encryption-data")
}

/// A text with what the document says of itself; none where there is no text.
fn with_properties<R: Sought>(
    text: String,
    name: &str,
    archive: &mut ZipArchive<R>,
    part: &Part<'_>,
) -> Option<Extracted> {
    let said = entry(archive, name, part).ok().flatten().map(|xml| properties(&xml)).unwrap_or_default();
    described(text, &said).ok()
}

/// A text with what its document says of it, by the names that Office has for that.
///
/// # Errors
/// When there is no text.
pub(super) fn described(text: String, said: &HashMap<String, String>) -> Result<Extracted, Stop> {
    if plain::is_empty(&text) {
        return Err(Stop::Skip(TEXTLESS.to_owned()));
    }
    let get = |names: &[&str]| names.iter().find_map(|name| said.get(*name)).map(|value| value.trim().to_owned());
    let title = get(&["title"]).filter(|title| !title.is_empty());
    let date = get(&["created", "creation-date", "modified", "date"]).and_then(|date| Stamp::parse(&date));
    let title = title.unwrap_or_else(|| plain::title(&text));
    let mut document = Extracted { title, date, text, ..Extracted::default() };
    let fields = [
        ("author", get(&["initial-creator", "creator"])),
        ("last changed by", get(&["lastModifiedBy"])),
        ("last changed", get(&["modified", "date"])),
        ("subject", get(&["subject"])),
        ("keywords", get(&["keywords", "keyword"])),
    ];
    for (name, value) in fields {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            document.fields.insert(name.to_owned(), value.into());
        }
    }
    Ok(document)
}

/// The texts of the elements of a flat document by their names; the first of each name.
pub(super) fn properties(xml: &str) -> HashMap<String, String> {
    let mut out: HashMap<String, String> = HashMap::new();
    let mut open: Vec<String> = Vec::new();
    let mut reader = Reader::from_str(xml);
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Start(start) if open.len() < 64 => {
                open.push(start.local_name().as_ref().to_owned());
                // A second author does not go on the first one's name.
                if let Some(name) = open.last().filter(|name| out.contains_key(*name)) {
                    open.push(format!("{name}'"));
                }
            }
            Event::End(_) => {
                let second = open.pop().is_some_and(|name| name.ends_with('\''));
                open.truncate(open.len() - usize::from(second && !open.is_empty()));
            }
            Event::Text(text) => {
                if let Some(name) = open.last() {
                    out.entry(name.clone()).or_default().push_str(&text);
                }
            }
            Event::GeneralRef(entity) => {
                if let (Some(name), Some(c)) = (open.last(), office::entity(&entity)) {
                    out.entry(name.clone()).or_default().push_str(&c);
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    out
}

/// A member of an archive as text; none if it is not there.
///
/// # Errors
/// When it cannot be unpacked, or is longer than is read.
pub(super) fn entry<R: Sought>(
    archive: &mut ZipArchive<R>,
    name: &str,
    part: &Part<'_>,
) -> Result<Option<String>, Stop> {
    let Some(index) = archive.index_for_name(name) else { return Ok(None) };
    let member = archive.by_index(index).map_err(|error| Stop::fail(archive::zip_advice(&error)))?;
    let limit = part.run.options.unpacked_limit;
    let mut bytes = Vec::new();
    let read = Metered::new(member, &part.allowance).take(limit + 1).read_to_end(&mut bytes);
    read.map_err(|error| match Limit::named(&error) {
        Some(limit) => Stop::fail(limit),
        None => Stop::fail(format!("damaged: {name} cannot be unpacked ({error}); get the file again")),
    })?;
    if bytes.len() as u64 > limit {
        return Err(Stop::fail(format!(
            "{name} in it is longer than the {} that are read",
            super::limits::size(limit)
        )));
    }
    Ok(Some(charset::decode(&bytes, charset::declared(&bytes)).into_owned()))
}
