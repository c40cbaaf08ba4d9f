//! What others have decided meanwhile.

use super::DocNo;

/// What was decided after some row of the log, and whether documents were added meanwhile.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Others {
    /// The number of the last row.
    pub last: i64,
    /// The documents that it is about, whoever decided.
    pub documents: Vec<DocNo>,
    /// So many documents were added.
    pub grown: u32,
    /// So many documents wait to be indexed: no search finds them yet.
    pub waiting: u32,
    /// Version groups or names have changed by it.
    pub regrouped: bool,
    /// The last act of somebody else: "eve: kept 3 documents".
    pub told: Option<String>,
}
