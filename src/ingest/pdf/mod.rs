//! PDF: the text of every page, with a form feed between pages.

mod beside;
mod pictures;
mod readable;

use super::part::Part;
use super::sink::{Sink, Stop};
use super::sniff::Foreign;
use super::{Extracted, FailureKind, Hook, Stamp, early, file, mend, plain};
use beside::Beside;
use pdf_extract::{Dictionary, Document, Object, ObjectId};
use pdf_extract::{PlainTextOutput, output_doc_page};

/// A document of pictures of pages has fewer letters a page than this, in bytes.
const SCARCE: usize = 12;

/// Bytes at the end of a file in which its last line stands.
const ENDS: usize = 2048;

/// Reads a document; one that is only pictures of pages is for a program of the reader's choice.
pub(super) fn read(bytes: &[u8], part: &Part<'_>, sink: &mut Sink<'_>) -> Result<(), Stop> {
    let start = bytes.windows(5).take(4096).position(|window| window == b"%PDF-").unwrap_or(0);
    let bytes = &bytes[start..];
    let (mut document, is_mended) = match loaded(bytes) {
        Ok(loaded) => loaded,
        Err(Stop::Skip(_)) => {
            let locked = Foreign { kind: "encrypted", what: "an encrypted PDF" };
            return file::foreign(locked, bytes, part, sink);
        }
        Err(stop) => return Err(stop),
    };
    readable::make_readable(&mut document);
    let (mut text, mut broken, mut letters) = (String::new(), Vec::new(), 0);
    let (mut texts, mut beside) = (Vec::new(), Beside::default());
    let pages = document.get_pages();
    for (&number, &id) in &pages {
        let mut page = String::new();
        let read = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            output_doc_page(&document, &mut PlainTextOutput::new(&mut page), number)
        }));
        if !matches!(read, Ok(Ok(()))) {
            broken.push(number);
            // Less of it is understood without its fonts, and that is better than nothing.
            page = rough(&document, number).filter(|rough| rough.len() > page.len()).unwrap_or(page);
        }
        if number > 1 {
            text.push('\u{c}');
        }
        let page = tidy(&page);
        letters += page.trim().len();
        text.push_str(&page);
        texts.push(page);
        for said in beside.page(&document, id) {
            letters += said.len();
            text.push_str(if text.is_empty() || text.ends_with('\u{c}') { "" } else { "\n" });
            text.push_str(&said);
            text.push('\n');
        }
    }
    // One that is read as it is may have been made without its last line.
    let is_cut = is_mended && !bytes[bytes.len().saturating_sub(ENDS)..].windows(5).any(|window| window == b"%%EOF");
    let scan = Foreign { kind: "scan", what: "a PDF that holds no text, such as a scan" };
    if letters < SCARCE * pages.len().min(50) && plain::is_empty(&text) {
        return match broken.first() {
            Some(number) => {
                let why = if is_cut { ": it ends too early; get the whole file again" } else { "" };
                Err(Stop::fail(format!("no page of the PDF can be read, from page {number} on{why}")))
            }
            None => file::foreign(scan, bytes, part, sink),
        };
    }
    let ids: Vec<ObjectId> = pages.values().copied().collect();
    let pictures: Vec<usize> = pictures::pictures(&document, &ids, &texts).iter().map(|page| page + 1).collect();
    if pictures.len() * 2 > pages.len() && Hook::of(&part.run.options.hooks, ["scan"].into_iter()).is_some() {
        return file::foreign(scan, bytes, part, sink);
    }
    let mut found = Extracted { text, ..Extracted::default() };
    properties(&document, &mut found);
    if found.title.is_empty() {
        found.title = plain::title(&found.text);
    }
    found.fields.insert("pages".to_owned(), pages.len().into());
    if is_mended {
        found.fields.insert("mended".to_owned(), "its table of contents was missing or wrong".into());
    }
    if !broken.is_empty() {
        let list = broken.iter().map(u32::to_string).collect::<Vec<_>>().join(", ");
        found.fields.insert("pages not read".to_owned(), list.into());
    }
    if !pictures.is_empty() {
        found.fields.insert("pages without text".to_owned(), pictures::listed(&pictures).into());
    }
    sink.document(found)?;
    let place = &part.inside.place;
    if !pictures.is_empty() {
        let (pages, are) = counted(&pictures, "is a picture", "are pictures");
        let advice = "name a program that reads pictures with --extract 'scan=COMMAND {}'";
        sink.passed_over(place, FailureKind::Part, format!("{pages} {are} without a text; {advice}"))?;
    }
    if !broken.is_empty() {
        let broken: Vec<usize> = broken.iter().map(|page| *page as usize).collect();
        let (pages, are) = counted(&broken, "is", "are");
        let said = format!("{pages} {are} not understood, or only in part; look at the file itself");
        sink.passed_over(place, FailureKind::Part, said)?;
    }
    let pinned = std::mem::take(&mut beside.pinned);
    for (name, bytes) in attached(&document).into_iter().chain(pinned) {
        part.part(sink, &name, Some(bytes.len() as u64), |part, sink| file::read_part(&mut &bytes[..], part, sink))?;
    }
    if is_cut { Err(Stop::fail(early::told("before the table of its pages"))) } else { Ok(()) }
}

/// Some pages for people, and what is to be said of one or of several.
fn counted<'s>(pages: &[usize], one: &'s str, several: &'s str) -> (String, &'s str) {
    let are_many = pages.len() > 1;
    let word = if are_many { "pages" } else { "page" };
    (format!("{word} {}", pictures::listed(pages)), if are_many { several } else { one })
}

/// The document, and whether it had to be mended.
fn loaded(bytes: &[u8]) -> Result<(Document, bool), Stop> {
    let opened = |bytes: &[u8]| {
        let mut document = Document::load_mem(bytes).map_err(|error| refused(&error.to_string()))?;
        // Many are encrypted only to forbid printing, and open without a password.
        if document.is_encrypted() {
            document.decrypt("").map_err(|error| refused(&format!("cannot be decrypted: {error}")))?;
        }
        Ok(document)
    };
    let asis = opened(bytes);
    if matches!(&asis, Ok(document) if !document.get_pages().is_empty()) || matches!(&asis, Err(Stop::Skip(_))) {
        return asis.map(|document| (document, false));
    }
    let mended = mend::mended(bytes).map(|bytes| opened(&bytes));
    match mended {
        Some(Ok(document)) if !document.get_pages().is_empty() => Ok((document, true)),
        Some(Err(stop @ Stop::Skip(_))) => Err(stop),
        _ => asis.map(|document| (document, false)),
    }
}

/// The words of a page as its strings stand, where they read as a text.
fn rough(document: &Document, number: u32) -> Option<String> {
    let read = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| document.extract_text(&[number])));
    let text = read.ok()?.ok()?.replace("?Identity-H Unimplemented?", "");
    let letters = text.chars().filter(|c| c.is_alphanumeric() || c.is_whitespace() || c.is_ascii_punctuation()).count();
    (!plain::is_empty(&text) && letters * 10 >= text.chars().count() * 9).then_some(text)
}

fn refused(error: &str) -> Stop {
    let error = error.to_lowercase();
    if error.contains("password") || error.contains("decrypt") || error.contains("encrypt") {
        return Stop::Skip("encrypted; save it without its password first".to_owned());
    }
    Stop::fail(format!("a damaged PDF ({error}); get the file again"))
}

/// The lines of a page without the spaces at their ends and the runs of empty ones that layout makes.
fn tidy(page: &str) -> String {
    let mut out = String::with_capacity(page.len());
    let mut empty = 0;
    for line in page.lines().map(|line| line.trim_matches([' ', '\t', '\0'])) {
        empty = if line.is_empty() { empty + 1 } else { 0 };
        if (line.is_empty() && out.is_empty()) || empty > 1 {
            continue;
        }
        out.push_str(line);
        out.push('\n');
    }
    out.truncate(out.trim_end().len());
    if !out.is_empty() {
        out.push('\n');
    }
    out
}

/// What the document says of itself.
fn properties(document: &Document, found: &mut Extracted) {
    let Some(info) = dictionary(document, document.trailer.get(b"Info").ok()) else { return };
    let get = |key: &[u8]| {
        let bytes = resolve(document, info.get(key).ok()?)?.as_str().ok()?;
        let text = words(bytes);
        (!text.is_empty()).then_some(text)
    };
    found.title = get(b"Title").filter(|title| !is_file_name(title)).unwrap_or_default();
    found.date = ["CreationDate", "ModDate"].iter().find_map(|key| date(&get(key.as_bytes())?));
    for (name, key) in
        [("author", "Author"), ("subject", "Subject"), ("keywords", "Keywords"), ("made with", "Producer")]
    {
        if let Some(value) = get(key.as_bytes()) {
            found.fields.insert(name.to_owned(), value.into());
        }
    }
}

/// Titles that a program put there: `Microsoft Word - report.doc`, `untitled`.
fn is_file_name(title: &str) -> bool {
    let lower = title.to_lowercase();
    lower.starts_with("microsoft word - ")
        || lower.starts_with("untitled")
        || [".doc", ".docx", ".pdf", ".tex", ".dvi", ".indd", ".odt"].iter().any(|end| lower.ends_with(end))
}

/// A text string: UTF-16 or UTF-8 behind a mark, or the charset of PDF, which is nearly Latin.
fn words(bytes: &[u8]) -> String {
    let text = match bytes {
        [0xfe, 0xff, rest @ ..] => encoding_rs::UTF_16BE.decode_without_bom_handling(rest).0,
        [0xff, 0xfe, rest @ ..] => encoding_rs::UTF_16LE.decode_without_bom_handling(rest).0,
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest),
        _ => encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0,
    };
    text.split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// `D:20150116100000+01'00'`.
fn date(text: &str) -> Option<Stamp> {
    let text = text.trim().trim_start_matches("D:");
    let digits: String = text.chars().take_while(char::is_ascii_digit).collect();
    let zone = text[digits.len()..].replace('\'', "");
    let part = |from: usize, to: usize| digits.get(from..to);
    let day = match (part(0, 4)?, part(4, 6), part(6, 8)) {
        (year, Some(month), Some(day)) => format!("{year}-{month}-{day}"),
        (year, Some(month), None) => format!("{year}-{month}"),
        (year, None, _) => year.to_owned(),
    };
    let time = match (part(8, 10), part(10, 12)) {
        (Some(hour), Some(minute)) => format!("T{hour}:{minute}:{}{zone}", part(12, 14).unwrap_or("00")),
        _ => String::new(),
    };
    Stamp::parse(&format!("{day}{time}")).or_else(|| Stamp::parse(&day))
}

fn resolve<'d>(document: &'d Document, object: &'d Object) -> Option<&'d Object> {
    document.dereference(object).ok().map(|(_, object)| object)
}

fn dictionary<'d>(document: &'d Document, object: Option<&'d Object>) -> Option<&'d Dictionary> {
    resolve(document, object?)?.as_dict().ok()
}

/// The files that are attached to a document.
fn attached(document: &Document) -> Vec<(String, Vec<u8>)> {
    let mut out = Vec::new();
    let names = dictionary(document, document.catalog().ok().and_then(|catalog| catalog.get(b"Names").ok()));
    let mut waiting: Vec<&Dictionary> =
        dictionary(document, names.and_then(|names| names.get(b"EmbeddedFiles").ok())).into_iter().collect();
    let mut looked_at = 0;
    while let Some(node) = waiting.pop() {
        looked_at += 1;
        if looked_at > 1_000 || out.len() > 1_000 {
            break;
        }
        let list = |key: &[u8]| resolve(document, node.get(key).ok()?)?.as_array().ok();
        waiting.extend(list(b"Kids").into_iter().flatten().filter_map(|kid| dictionary(document, Some(kid))));
        for pair in list(b"Names").into_iter().flat_map(|names| names.chunks_exact(2)) {
            let Some(file) = dictionary(document, Some(&pair[1])) else { continue };
            out.extend(embedded(document, file, out.len() + 1));
        }
    }
    out
}

/// A file in a document, under its own name or that of its number.
fn embedded(document: &Document, file: &Dictionary, number: usize) -> Option<(String, Vec<u8>)> {
    let name = [&b"UF"[..], b"F"].iter().find_map(|key| resolve(document, file.get(key).ok()?)?.as_str().ok());
    let name = name.map(words).filter(|name| !name.is_empty()).unwrap_or_else(|| format!("part-{number}"));
    let streams = dictionary(document, file.get(b"EF").ok())?;
    let stream = streams.get(b"F").or_else(|_| streams.get(b"UF")).ok()?;
    let stream = resolve(document, stream)?.as_stream().ok()?;
    let bytes = stream.decompressed_content().unwrap_or_else(|_| stream.content.clone());
    Some((name.replace('/', "_"), bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_and_texts_of_its_own() {
        assert_eq!(date("D:20150116100000+01'00'").unwrap().iso, "2015-01-16T10:00:00+01:00");
        assert_eq!(date("D:20150116").unwrap().iso, "2015-01-16");
        assert_eq!(date("D:2015").unwrap().iso, "2015");
        assert_eq!(date("yesterday"), None);
        assert_eq!(
            (words(b"\xfe\xff\0C\0a\0f\0\xe9"), words(b"Caf\xe9\0 au lait")),
            ("Café".into(), "Café au lait".into())
        );
        assert!(is_file_name("Microsoft Word - a.doc") && !is_file_name("The sea"));
        assert_eq!(tidy("\n  a \n\n\n b\n"), "a\n\nb\n");
    }
}
