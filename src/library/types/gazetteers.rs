//! Lists of names that readers gave.

use super::EntityKind;
use crate::text::counted;
use serde::{Deserialize, Serialize};

/// A list as the log keeps it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gazetteer {
    pub list: String,
    /// The file that it came from.
    #[serde(default)]
    pub from: String,
    #[serde(default)]
    pub names: u64,
    #[serde(default)]
    pub forms: u64,
    /// Of what is in it, so that it is not taken again where nothing has changed.
    #[serde(default)]
    pub hash: String,
}

impl Gazetteer {
    /// What was done with it, in words; `act` as the log has it.
    pub fn told(&self, act: &str) -> String {
        match act {
            "gazetteer" => format!("list {} of {} from {}", self.list, counted(self.names, "name"), self.from),
            _ => format!("list {} taken off", self.list),
        }
    }
}

/// A list that stands, and what was found of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct GazetteerLine {
    pub list: String,
    pub from: String,
    pub who: String,
    /// RFC 3339.
    pub when: String,
    pub names: u64,
    pub forms: u64,
    /// Names of it that some document has.
    pub found: u64,
    pub documents: u64,
}

/// A name of a list, and how often it was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct GazetteerEntry {
    pub name: String,
    #[serde(rename = "type")]
    pub kind: EntityKind,
    pub id: Option<String>,
    pub forms: Vec<String>,
    /// The entities as which it was found.
    pub entities: Vec<String>,
    pub mentions: u64,
    pub documents: u64,
}

/// What an entity is on a list as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OnList {
    pub list: String,
    /// The name that the list has for it, and its id there.
    pub name: String,
    pub id: Option<String>,
}

/// A listed entity that documents of a batch name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ListedName {
    pub list: String,
    pub entity: String,
    pub name: String,
    #[serde(rename = "type")]
    pub kind: EntityKind,
    /// Documents of the batch.
    pub documents: u32,
    /// No document before the batch names it.
    pub new: bool,
}

impl ListedName {
    /// "Anna Kern (person), 3 documents, for the first time".
    pub fn told(&self) -> String {
        let new = if self.new { ", for the first time" } else { "" };
        format!("{} ({}), {}{new}", self.name, self.kind.as_str(), counted(self.documents, "document"))
    }
}
