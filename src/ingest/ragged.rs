//! Rows of a table that are not as wide as its header: read as far as they go, so that no word is lost, and told.

use super::lines::Lines;
use super::sink::{Sink, Stop};
use super::table::{line, value};
use super::{Options, record};
use csv::ByteRecord;
use serde_json::Map;

const ADVICE: &str = "check the quotes and delimiters";

/// What is known of the table that the rows stand in.
pub(super) struct Ragged<'t> {
    pub(super) columns: &'t [String],
    pub(super) delimiter: u8,
    pub(super) options: &'t Options,
    /// The rows without a text, as a table of their own.
    pub(super) rest: Option<Lines>,
}

impl Ragged<'_> {
    /// Reads a row: one that is too short with what it has, one that is too long with all from its text on as that.
    pub(super) fn row(&mut self, row: &ByteRecord, at: Option<u64>, sink: &mut Sink<'_>) -> Result<(), Stop> {
        let wide = self.columns.len();
        let text = record::text_column(self.columns, self.options).filter(|&text| text < row.len());
        let mut fields: Map<_, _> = Map::new();
        if let Some(text) = text {
            let ends = if row.len() > wide { text } else { row.len() };
            fields.extend(self.columns[..ends].iter().zip(row).map(|(name, field)| (name.clone(), value(field))));
            if row.len() > wide {
                let cells: Vec<&[u8]> = row.iter().skip(text).collect();
                fields.insert(self.columns[text].clone(), value(&cells.join(&self.delimiter)));
            }
        }
        let found = if row.len() == 1 { "1 column".to_owned() } else { format!("{} columns", row.len()) };
        let said = format!("{found} where the header has {wide}");
        match record::document(fields, self.options, at) {
            Ok(document) => {
                sink.document(document)?;
                let how = if row.len() > wide {
                    "what stands from its text on was read as that"
                } else {
                    "what it has was read"
                };
                sink.bad(at, format!("{said}: {how}; {ADVICE}"))
            }
            Err(_) => {
                let rest = self.rest.get_or_insert_with(|| Lines::under(self.columns.join("\t") + "\n"));
                rest.push(&line(row), at, sink)?;
                sink.bad(
                    at,
                    format!("{said}, and no text among them: the row was read apart from the others; {ADVICE}"),
                )
            }
        }
    }
}
