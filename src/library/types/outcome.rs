//! What readers have made of a batch, and how fast they get on.

use super::{EntityKind, EntityNo, Report};
use serde::Serialize;

/// What was decided about the documents of a batch so far.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Outcome {
    pub keep: u32,
    pub drop: u32,
    pub later: u32,
    pub undecided: u32,
    pub starred: u32,
    pub notes: u32,
    /// Tags on documents of the batch, the most frequent first.
    pub tags: Vec<Count>,
    /// Entities that no document before the batch names, those in the most documents of it first.
    pub new_names: Vec<NewName>,
    /// Who decided about how many of the documents.
    pub by: Vec<Count>,
}

impl Outcome {
    /// Documents with a verdict.
    pub fn decided(&self) -> u32 {
        self.keep + self.drop + self.later
    }
}

/// A word and how many documents it holds for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Count {
    pub name: String,
    pub documents: u32,
}

/// An entity that came with a batch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NewName {
    #[serde(skip)]
    pub entity: EntityNo,
    pub name: String,
    #[serde(rename = "type")]
    pub kind: EntityKind,
    /// Documents of the batch that name it.
    pub documents: u32,
}

/// What an `add` brought and what became of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct BatchReport {
    #[serde(flatten)]
    pub report: Report,
    pub outcome: Outcome,
}

/// How far the reader has come with a batch.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pace {
    pub batch: String,
    pub decided: u32,
    pub all: u32,
    /// Documents an hour over the reader's last verdicts without a long pause between them.
    pub per_hour: Option<u32>,
    /// How long the rest takes at this rate, in minutes.
    pub minutes_left: Option<u32>,
}
