//! What a query finds, counted by what the documents are.

use serde::Serialize;

/// One side by which documents are told apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facet {
    /// `source`, `batch`, `language`, `year`, `month`, `type`, `verdict`, `tag`, `list`, `entity` or `versions`.
    pub name: &'static str,
    pub values: Vec<FacetValue>,
}

/// One value of a facet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FacetValue {
    pub value: String,
    /// Documents of the query's that have it.
    pub documents: u32,
    /// What a query must say to find only these; nothing where no query can.
    pub query: Option<String>,
}
