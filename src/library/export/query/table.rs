//! A table for spreadsheets: no cell can start a formula.

use super::{ExportError, Item, Writer};
use crate::library::types::EntityKind;
use std::io::Write;

/// The columns; what has several values has them parted by `; `.
const COLUMNS: [&str; 21] = [
    "key", "title", "date", "source", "path", "text", "number", "url", "language", "words", "batch", "group",
    "relation", "versions", "verdict", "starred", "tags", "notes", "persons", "orgs", "places",
];

/// A line a document.
pub(super) struct Table;

impl Writer for Table {
    fn begin(&mut self, to: &mut dyn Write) -> Result<(), ExportError> {
        row(to, &COLUMNS)
    }

    fn document(&mut self, item: &Item<'_>, to: &mut dyn Write) -> Result<usize, ExportError> {
        let document = item.document;
        let (known, standing) = (&document.row, &document.row.standing);
        let named = |kind: EntityKind| {
            let names = document.entities.iter().filter(|entity| entity.kind == kind);
            names.map(|entity| entity.name.as_str()).collect::<Vec<_>>().join("; ")
        };
        let notes = document.notes.iter().map(crate::library::types::notes::Note::told).collect::<Vec<_>>();
        let (number, words) = (known.number.to_string(), known.words.to_string());
        let group = known.group.map(|place| place.group.to_string()).unwrap_or_default();
        let versions = known.group.map_or(1, |place| place.members).to_string();
        let (tags, notes) = (standing.tags.join("; "), notes.join("; "));
        let named = [EntityKind::Person, EntityKind::Org, EntityKind::Place].map(named);
        let cells: [&str; COLUMNS.len()] = [
            &known.key,
            &known.title,
            known.date.as_deref().unwrap_or_default(),
            known.source.as_deref().unwrap_or_default(),
            &document.path,
            &document.text,
            &number,
            document.url.as_deref().unwrap_or_default(),
            document.language.as_deref().unwrap_or_default(),
            &words,
            &document.batch_name,
            &group,
            known.group.map_or("", |place| place.relation.as_str()),
            &versions,
            standing.verdict.map_or("", |verdict| verdict.as_str()),
            if standing.starred { "yes" } else { "" },
            &tags,
            &notes,
            &named[0],
            &named[1],
            &named[2],
        ];
        row(to, &cells)?;
        Ok(1)
    }
}

/// A row, each cell guarded.
pub(super) fn row(to: &mut dyn Write, cells: &[&str]) -> Result<(), ExportError> {
    let guarded: Vec<String> = cells.iter().map(|text| cell(text)).collect();
    bare_row(to, &guarded.iter().map(String::as_str).collect::<Vec<_>>())
}

/// A row as it is, for programs that no formula harms.
pub(super) fn bare_row(to: &mut dyn Write, cells: &[&str]) -> Result<(), ExportError> {
    let mut line = csv::Writer::from_writer(Vec::new());
    line.write_record(cells).map_err(std::io::Error::other)?;
    let line = line.into_inner().map_err(|error| std::io::Error::other(error.to_string()))?;
    Ok(to.write_all(&line)?)
}

/// A cell that no spreadsheet takes for a formula: an apostrophe stands before what could begin one.
pub fn cell(text: &str) -> String {
    const BEGINS: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
    if text.starts_with(BEGINS) { format!("'{text}") } else { text.to_owned() }
}
