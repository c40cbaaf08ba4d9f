//! Old documents of Word and PowerPoint, which are kept in compound files.

use super::part::Part;
use super::sink::{Sink, Stop};
use super::sought::Sought;
use super::{compound, package, plain};
use office_oxide::cfb::SummaryProperties;
use office_oxide::doc::{DocDocument, DocError};
use office_oxide::ppt::{PptDocument, PptError};
use std::collections::HashMap;

/// Reads a Word document, with its notes, comments and margins.
pub(super) fn word(reader: &mut dyn Sought, part: &Part<'_>, sink: &mut Sink<'_>) -> Result<(), Stop> {
    let document = match DocDocument::from_reader(&mut *reader) {
        Ok(document) => document,
        Err(DocError::Encrypted) => return compound::locked(reader, part, sink),
        Err(error) => return Err(damaged("doc", &error)),
    };
    let text = paragraphs(&document.plain_text());
    sink.document(package::described(text, &properties(document.summary_properties()))?)?;
    whole(document.text_complete())
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
    sink.document(package::described(text, &properties(show.summary_properties()))?)?;
    whole(show.text_complete())
}

fn whole(is_whole: bool) -> Result<(), Stop> {
    if is_whole { Ok(()) } else { Err(Stop::fail("damaged: some of its text is missing; get the file again")) }
}

fn damaged(kind: &str, error: &dyn std::fmt::Display) -> Stop {
    let advice = format!("get the file again, or name a program with --extract '{kind}=COMMAND {{}}'");
    Stop::fail(format!("a damaged document ({}); {advice}", error.to_string().to_lowercase()))
}

/// What a document says of itself, by the names that its successors have for that.
fn properties(said: Option<&SummaryProperties>) -> HashMap<String, String> {
    let Some(said) = said else { return HashMap::new() };
    let named = [
        ("title", &said.title),
        ("created", &said.created),
        ("modified", &said.modified),
        ("creator", &said.author),
        ("lastModifiedBy", &said.last_author),
        ("subject", &said.subject),
        ("keywords", &said.keywords),
    ];
    let stated = named.into_iter().filter_map(|(name, value)| Some((name.to_owned(), plain::bare(value.as_deref()?))));
    stated.filter(|(_, value)| !value.is_empty()).collect()
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
