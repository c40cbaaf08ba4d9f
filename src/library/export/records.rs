//! A document as a JSON line. Offsets in it are Unicode code points, and it says so.

use crate::library::types::{DocNo, Document};
use crate::text::CodePoints;
use serde::Serialize;
use std::ops::Range;

/// What offsets in output count.
pub const UNIT: &str = "codepoint";

/// A range of a text in code points.
#[derive(Clone, Copy, Serialize)]
pub struct Span {
    pub start: usize,
    pub end: usize,
}

impl Span {
    /// A byte range of a text as code points.
    pub fn of(points: &CodePoints<'_>, range: &Range<usize>) -> Self {
        Self { start: points.at(range.start), end: points.at(range.end) }
    }
}

/// What `show --json` and the export as JSON Lines say of a document.
#[derive(Serialize)]
pub struct Shown<'d> {
    key: &'d str,
    number: DocNo,
    title: &'d str,
    date: Option<&'d str>,
    source: Option<&'d str>,
    path: &'d str,
    copies: &'d [String],
    batch: &'d str,
    text: &'d str,
    group: Option<u32>,
    new: f32,
    /// What else the document says of itself, and where that comes from.
    fields: serde_json::Map<String, serde_json::Value>,
    entities: Vec<Named<'d>>,
    verdict: Option<&'static str>,
    starred: bool,
    tags: &'d [String],
    notes: Vec<Noted<'d>>,
    unit: &'static str,
}

#[derive(Serialize)]
struct Noted<'d> {
    note: i64,
    who: &'d str,
    when: &'d str,
    text: &'d str,
    start: Option<usize>,
    end: Option<usize>,
    quote: Option<&'d str>,
}

#[derive(Serialize)]
struct Named<'d> {
    start: usize,
    end: usize,
    #[serde(rename = "type")]
    kind: &'static str,
    name: &'d str,
    entity: String,
}

impl<'d> Shown<'d> {
    pub fn of(document: &'d Document) -> Self {
        let points = CodePoints::of(&document.text);
        let entities = document
            .mentions
            .iter()
            .map(|mention| {
                let entity = &document.entities[mention.entity as usize];
                Named {
                    start: points.at(mention.start as usize),
                    end: points.at(mention.end as usize),
                    kind: entity.kind.as_str(),
                    name: &entity.name,
                    entity: id(entity.entity),
                }
            })
            .collect();
        let standing = &document.row.standing;
        let notes = document.notes.iter().map(|note| Noted {
            note: note.decision,
            who: &note.who,
            when: &note.when,
            text: &note.text,
            start: note.range.as_ref().map(|range| points.at(range.start)),
            end: note.range.as_ref().map(|range| points.at(range.end)),
            quote: note.quote.as_deref(),
        });
        let notes = notes.collect();
        Self {
            key: &document.row.key,
            number: document.row.number,
            title: &document.row.title,
            date: document.row.date.as_deref(),
            source: document.row.source.as_deref(),
            path: &document.path,
            copies: &document.copies,
            batch: &document.batch_name,
            text: &document.text,
            group: document.row.group.map(|place| place.group),
            new: round(document.row.new_share()),
            fields: document.fields.iter().map(|(name, value)| (name.clone(), value.as_str().into())).collect(),
            entities,
            verdict: standing.verdict.map(|verdict| verdict.as_str()),
            starred: standing.starred,
            tags: &standing.tags,
            notes,
            unit: UNIT,
        }
    }
}

/// How an entity is named in output.
pub fn id(entity: u32) -> String {
    format!("e{entity}")
}

/// Four decimals say all that can be said of a share.
pub fn round(share: f32) -> f32 {
    (share * 10_000.0).round() / 10_000.0
}
