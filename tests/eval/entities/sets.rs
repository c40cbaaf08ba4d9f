//! Sets of texts with their gold names, read from JSON lines.

use crate::Outcome;
use serde_json::Value;
use std::path::Path;
use variorum::entity::EntityType;
use variorum::text::offsets::CodePoints;

/// A text with its gold names.
pub struct Record {
    pub topic: String,
    pub text: String,
    pub names: Vec<Gold>,
}

/// A gold name; offsets are bytes.
pub struct Gold {
    pub start: u32,
    pub end: u32,
    pub kind: EntityType,
    /// What in the world it names, where the set says.
    pub id: Option<String>,
}

/// Reads a set.
///
/// # Errors
/// When the file cannot be read or a line of it is no JSON.
pub fn load(path: &Path) -> Outcome<Vec<Record>> {
    let file = std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    file.lines().map(record).collect()
}

fn record(line: &str) -> Outcome<Record> {
    let value: Value = serde_json::from_str(line)?;
    let text = value["text"].as_str().unwrap_or_default().to_owned();
    let points = CodePoints::of(&text);
    let byte = |value: &Value| points.byte(value.as_u64().unwrap_or(0) as usize) as u32;
    let mut names: Vec<Gold> = value["entities"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|name| Gold {
            start: byte(&name["start"]),
            end: byte(&name["end"]),
            kind: kind(name["type"].as_str().unwrap_or_default()),
            id: name["id"].as_str().map(str::to_owned),
        })
        .collect();
    names.sort_by_key(|name| (name.start, name.end));
    let topic = value["topic"].as_str().unwrap_or_default().to_owned();
    Ok(Record { topic, text, names })
}

fn kind(label: &str) -> EntityType {
    match label {
        "PER" => EntityType::Person,
        "ORG" => EntityType::Org,
        "LOC" => EntityType::Place,
        _ => EntityType::Misc,
    }
}
