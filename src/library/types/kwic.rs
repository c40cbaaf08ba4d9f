//! Concordance lines and lists of queries, as the screen and the command line have them.

use super::DocNo;
use std::ops::Range;

/// A place of a concordance: UTF-8 bytes of a document's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KwicPlace {
    pub document: DocNo,
    pub start: u32,
    pub end: u32,
}

/// What the lines of a concordance are ordered by; within equal ones, as the documents were found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum KwicOrder {
    /// As the documents were found, then by place.
    #[default]
    Document,
    /// The words before the place, the nearest first.
    Left,
    /// The words behind it.
    Right,
    /// The document's date, those without one last.
    Date,
}

impl KwicOrder {
    pub const ALL: [Self; 4] = [Self::Document, Self::Left, Self::Right, Self::Date];

    /// The word for it on the screen and the command line.
    pub fn word(self) -> &'static str {
        match self {
            Self::Document => "document",
            Self::Left => "left",
            Self::Right => "right",
            Self::Date => "date",
        }
    }
}

/// All places of a concordance.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KwicPlaces {
    pub places: Vec<KwicPlace>,
    /// Documents that have a place.
    pub documents: usize,
    /// Documents that were found by something else than their text, such as their title.
    pub without: usize,
}

/// A place with what stands around it, white space folded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KwicLine {
    pub place: KwicPlace,
    /// The same place in Unicode code points.
    pub points: Range<usize>,
    pub key: String,
    pub title: String,
    pub date: Option<String>,
    pub left: String,
    pub keyword: String,
    pub right: String,
}

/// One line of a list of queries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListRow {
    /// Its number in the list, from 1.
    pub line: usize,
    pub query: String,
    pub found: Result<ListFound, ListFlaw>,
}

/// What one of them found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListFound {
    pub documents: usize,
    /// Version groups; a document that is in none counts as one.
    pub groups: usize,
    /// The earliest date among them.
    pub first: Option<String>,
}

/// Why one cannot be read: a sentence, the bytes that it is about, and the query as it may be meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListFlaw {
    pub message: String,
    pub span: Range<usize>,
    pub repair: Option<String>,
}
