//! Decisions that were made apart, as another library's log tells them.

use crate::triage::Anchor;
use serde::Serialize;

/// A decision of another log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// Its number there.
    pub decision: i64,
    /// Milliseconds since 1970.
    pub at: i64,
    pub who: String,
    pub act: String,
    pub value: Option<String>,
    /// Keys.
    pub documents: Vec<String>,
    pub undone: bool,
    /// When it was last taken back or restored.
    pub turned: Option<i64>,
    pub quiet: bool,
    /// The first decision of the same act there.
    pub with: Option<i64>,
    pub passage: Option<Anchor>,
}

/// What a merge came to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Merged {
    /// Decisions that the logs hold.
    pub decisions: u64,
    /// Those that were not here.
    pub new: u64,
    /// Those that were here.
    pub known: u64,
    /// Those of the known that were taken back or restored here as they were there.
    pub turned: u64,
    /// Those that could not be taken over.
    pub left_out: u64,
    /// Documents about which two or more people say the same.
    pub agreements: u64,
    /// Documents about which they do not.
    pub conflicts: u64,
    /// The number of the act in the log here, if there was anything to take over.
    #[serde(skip)]
    pub act: Option<i64>,
}
