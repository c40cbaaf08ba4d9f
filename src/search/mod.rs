//! Query text to a tree, and the tree to the text index.

mod bits;
mod collect;
mod compile;
mod dates;
mod error;
mod execute;
mod expand;
mod explain;
mod facts;
mod fields;
mod fuzzy;
mod highlight;
mod index;
mod leaves;
mod lex;
mod matcher;
mod names;
mod narrow;
mod parse;
mod pieces;
mod plan;
mod radix;
mod saved;
mod schema;
mod snippet;
mod spaces;
mod tree;
mod unlocked;
mod values;
mod writer;

pub use collect::{Found, Limits, Results, count, search};
pub use error::{Hint, IndexError, QueryError, SearchError};
pub use explain::{Told, explain, explain_parts};
pub use facts::{Astray, Changes, Facts, Mended, Text};
pub use fields::{FIELDS, FieldInfo, OPERATORS, STATES};
pub use fuzzy::distance as spelling_distance;
pub use highlight::{Highlighter, Part, highlight};
pub use index::{TextIndex, held};
pub use matcher::Mentions;
pub use parse::{Reading, parse};
pub use saved::{Saved, in_query};
pub use snippet::{Snippet, snippet};
pub use tree::{EntityKind, EntityName, Filter, Kind, Node, Pattern, Piece, Query, Sort, SortBy, State, TextField};
pub use writer::{IndexDoc, Writer};

#[cfg(test)]
mod tests;
