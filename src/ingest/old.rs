//! Old documents of Word and PowerPoint, which are kept in compound files.

use super::file::Sought;
use super::part::Part;
use super::sink::{Sink, Stop};
use super::{Extracted, Stamp, compound, plain};
use office_oxide::cfb::SummaryProperties;
use office_oxide::doc::{DocDocument, DocError};
use office_oxide::ppt::{PptDocument, PptError};

/// Reads a Word document, with its notes, comments and margins.
pub(super) fn word(reader: &mut dyn Sought, part: &Part<'_>, sink: &mut Sink<'_>) -> Result<(), Stop> {
    let document = match DocDocument::from_reader(&mut *reader) {
        Ok(document) => document,
        Err(DocError::Encrypted) => return compound::locked(reader, part, sink),
        Err(error) => return Err(damaged("doc", &error)),
    };
    let text = paragraphs(&document.plain_text());
    let is_whole = document.text_complete();
    give(text, document.summary_properties(), sink)?;
    if is_whole {
        return Ok(());
    }
    Err(Stop::fail("damaged: some of its text is missing; get the file again"))
}

/// True for what can be read as a Word document.
pub(super) fn is_word(reader: &mut dyn Sought) -> bool {
    reader.rewind().is_ok() && DocDocument::from_reader(reader).is_ok()
}

/// Reads a presentation, slide by slide, each with its notes; a form feed stands between slides.
pub(super) fn slides(reader: &mut dyn Sought, part: &Part<'_>, sink: &mut Sink<'_>) -> Result<(), Stop> {
    let show = match PptDocument::from_reader(&mut *reader) {
        Ok(show) => show,
        Err(PptError::Encrypted) => return compound::locked(reader, part, sink),
        Err(error) => return Err(damaged("ppt", &error)),
    };
    let slides = show.slides.iter().map(|slide| {
        let runs: Vec<String> = slide.text_runs.iter().map(|run| paragraphs(&run.text)).collect();
        runs.into_iter().filter(|run| !run.is_empty()).collect::<Vec<_>>().join("\n")
    });
    let text = slides.filter(|slide| !slide.is_empty()).collect::<Vec<_>>().join("\u{c}");
    give(text, show.summary_properties(), sink)
}

fn damaged(kind: &str, error: &dyn std::fmt::Display) -> Stop {
    let advice = format!("get the file again, or name a program with --extract '{kind}=COMMAND {{}}'");
    Stop::fail(format!("a damaged document ({}); {advice}", error.to_string().to_lowercase()))
}

fn give(text: String, said: Option<&SummaryProperties>, sink: &mut Sink<'_>) -> Result<(), Stop> {
    if plain::is_empty(&text) {
        return Err(Stop::Skip("a document without a text".to_owned()));
    }
    let get = |field: fn(&SummaryProperties) -> &Option<String>| {
        let value = said.and_then(|said| field(said).as_deref()).map(plain::bare);
        value.filter(|value| !value.is_empty())
    };
    let date = get(|said| &said.created).or_else(|| get(|said| &said.modified));
    let title = get(|said| &said.title).unwrap_or_else(|| plain::title(&text));
    let mut document =
        Extracted { title, date: date.and_then(|date| Stamp::parse(&date)), text, ..Extracted::default() };
    let fields = [
        ("author", get(|said| &said.author)),
        ("last changed by", get(|said| &said.last_author)),
        ("last changed", get(|said| &said.modified)),
        ("subject", get(|said| &said.subject)),
        ("keywords", get(|said| &said.keywords)),
    ];
    for (name, value) in fields {
        if let Some(value) = value {
            document.fields.insert(name.to_owned(), value.into());
        }
    }
    sink.document(document)
}

/// Lines as paragraphs, but rows of a table one below the other.
fn paragraphs(text: &str) -> String {
    let mut out = String::new();
    let mut before_is_row = false;
    for line in text.split(['\n', '\r', '\u{b}', '\u{c}']).map(str::trim_end).filter(|line| !line.trim().is_empty()) {
        let is_row = line.contains('\t');
        if !out.is_empty() {
            out.push_str(if is_row && before_is_row { "\n" } else { "\n\n" });
        }
        out.push_str(line);
        before_is_row = is_row;
    }
    if !out.is_empty() {
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_paragraphs_and_rows_stay_together() {
        assert_eq!(paragraphs("One.\rTwo.\n\n a\tb\nc\td\u{b}End\n"), "One.\n\nTwo.\n\n a\tb\nc\td\n\nEnd\n");
        assert_eq!(paragraphs(" \n\r"), "");
    }
}
