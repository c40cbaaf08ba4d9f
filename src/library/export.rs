//! What is handed on: comparisons and apparatuses as Markdown, as one HTML page and as TEI, and what
//! a query finds in the formats of other programs ([`query`]).
//!
//! Each function here gives the whole file as a text. Nothing of a document can leave its place in it:
//! everything is escaped for the format, and for people also what steers a terminal or a browser.

mod batch;
mod escape;
mod html;
pub mod json;
mod markdown;
pub mod query;
pub mod records;
mod tei;

#[cfg(test)]
mod tests;

pub use batch::batch;

use super::Compared;
use super::types::Row;
use super::types::apparatus::Apparatus;
use crate::version::compare::layout::{self, Show};
use crate::version::compare::{ChangeKind, Op, OpKind};

/// A format to be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Markdown,
    /// One page that needs nothing else.
    Html,
    /// TEI P5 with parallel segmentation.
    Tei,
}

impl Format {
    /// What differs between two documents; `exact` counts typography too.
    pub fn comparison(self, compared: &Compared, exact: bool) -> String {
        match self {
            Self::Markdown => markdown::comparison(compared, exact),
            Self::Html => html::comparison(compared, exact),
            Self::Tei => tei::comparison(compared),
        }
    }

    /// All versions as one text.
    pub fn apparatus(self, apparatus: &Apparatus) -> String {
        match self {
            Self::Markdown => markdown::apparatus(apparatus),
            Self::Html => html::apparatus(apparatus),
            Self::Tei => tei::apparatus(apparatus),
        }
    }
}

/// What counts as a change.
fn show(exact: bool) -> Show {
    if exact { Show::Typography } else { Show::Wording }
}

/// The kinds of the changes by their running number.
fn kinds(compared: &Compared, exact: bool) -> Vec<ChangeKind> {
    layout::changes(&compared.comparison, show(exact)).filter_map(|(_, op)| op.kind).collect()
}

/// One kind in one word.
fn kind_word(kind: ChangeKind) -> &'static str {
    match kind {
        ChangeKind::Typography => "typography",
        ChangeKind::Wording => "wording",
        ChangeKind::Number => "number",
        ChangeKind::Name => "name",
        ChangeKind::Quotation => "quotation",
        ChangeKind::Addition => "addition",
        ChangeKind::Cut => "cut",
        ChangeKind::Move => "move",
    }
}

fn is_change(op: &Op) -> bool {
    op.op != OpKind::Equal
}

/// What is known of a document, as (name, value).
fn facts(row: &Row) -> Vec<(&'static str, String)> {
    let mut out = vec![("key", row.key.clone())];
    out.push(("date", row.date.clone().unwrap_or_else(|| "not known".to_owned())));
    out.extend(row.source.clone().map(|source| ("source", source)));
    out.push(("words", row.words.to_string()));
    out
}

/// What stands for a document in a heading.
fn name(row: &Row) -> &str {
    if row.title.trim().is_empty() { &row.key } else { &row.title }
}
