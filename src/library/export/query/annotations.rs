//! Notes and marks as a page of W3C Web Annotations (JSON-LD).
//!
//! A note on a passage selects it twice, by its words and by its position; the model counts positions
//! in Unicode code points. The text meant is the one that `show` prints, so a document whose text was
//! taken from a web page is named by an address of its own, with the page as where it came from.

use super::{ExportError, Item, Writer, json, urn};
use crate::library::types::Anchor;
use crate::library::types::notes::Note;
use crate::text::CodePoints;
use serde_json::{Value, json};
use std::io::Write;

#[derive(Default)]
pub(super) struct Annotations {
    /// An address that follows from those of the annotations so far; empty before the first.
    so_far: String,
}

impl Writer for Annotations {
    fn begin(&mut self, to: &mut dyn Write) -> Result<(), ExportError> {
        let head =
            br#"{"@context":"http://www.w3.org/ns/anno.jsonld","type":"AnnotationPage","startIndex":0,"items":["#;
        Ok(to.write_all(head)?)
    }

    fn document(&mut self, item: &Item<'_>, to: &mut dyn Write) -> Result<usize, ExportError> {
        let all = marks(item).into_iter().chain(item.document.notes.iter().map(|note| noted(item, note)));
        let mut count = 0;
        for annotation in all {
            to.write_all(if self.so_far.is_empty() { b"\n" } else { b",\n" })?;
            self.so_far = urn(&[&self.so_far, annotation["id"].as_str().unwrap_or_default()]);
            json::value(to, &annotation)?;
            count += 1;
        }
        Ok(count)
    }

    fn end(&mut self, to: &mut dyn Write) -> Result<(), ExportError> {
        Ok(writeln!(to, "\n],\"id\":\"{}\"}}", urn(&["page", &self.so_far]))?)
    }
}

/// The document as what is annotated.
fn source(item: &Item<'_>) -> Value {
    let document = item.document;
    let mut out = json!({
        "id": urn(&["document", &document.row.key]),
        "type": "Text",
        "format": "text/plain",
        "dcterms:identifier": document.row.key,
        "dcterms:title": item.name(),
    });
    if let Some(language) = &document.language {
        out["language"] = language.as_str().into();
    }
    if let Some(url) = &document.url {
        out["dcterms:source"] = url.as_str().into();
    }
    out
}

fn annotation(motivation: &str, parts: &[&str], target: Value, body: Option<&str>) -> Value {
    let mut out = json!({"id": urn(parts), "type": "Annotation", "motivation": motivation, "target": target});
    if let Some(body) = body {
        out["body"] = json!({"type": "TextualBody", "value": body, "format": "text/plain", "purpose": motivation});
    }
    out
}

fn sign(annotation: &mut Value, who: &str, when: &str) {
    annotation["creator"] = json!({"type": "Person", "name": who});
    annotation["created"] = when.into();
}

/// Verdicts, star and tags, on the document as a whole.
fn marks(item: &Item<'_>) -> Vec<Value> {
    let (key, standing) = (&item.document.row.key, &item.document.row.standing);
    let mut out = Vec::new();
    for said in &item.document.verdicts {
        let Some(verdict) = said.verdict else { continue };
        let parts = ["verdict", key, &said.who];
        let mut one = annotation("assessing", &parts, source(item), Some(verdict.as_str()));
        sign(&mut one, &said.who, &said.when);
        out.push(one);
    }
    if standing.starred {
        out.push(annotation("bookmarking", &["star", key], source(item), None));
    }
    out.extend(standing.tags.iter().map(|tag| annotation("tagging", &["tag", key, tag], source(item), Some(tag))));
    out
}

fn noted(item: &Item<'_>, note: &Note) -> Value {
    let text = &item.document.text;
    let place = note.range.as_ref().and_then(|range| Anchor::of(text, range));
    let target = match place {
        Some(Anchor { range, exact, before, behind }) => {
            let points = CodePoints::of(text);
            json!({"source": source(item), "selector": [
                {"type": "TextQuoteSelector", "exact": exact, "prefix": before, "suffix": behind},
                {"type": "TextPositionSelector", "start": points.at(range.start), "end": points.at(range.end)},
            ]})
        }
        // The text has the passage no longer: its words still say what was meant.
        None => match &note.quote {
            Some(quote) => {
                json!({"source": source(item), "selector": {"type": "TextQuoteSelector", "exact": quote}})
            }
            None => source(item),
        },
    };
    let parts = ["note", &item.document.row.key, &note.who, &note.when, &note.text];
    let mut out = annotation("commenting", &parts, target, Some(&note.text));
    sign(&mut out, &note.who, &note.when);
    out
}
