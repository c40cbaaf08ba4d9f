//! A document a line, as spaCy and Prodigy write it.

use super::{Each, Given, Marked, Place, Told};
use crate::library::{LibraryError, Result};
use serde_json::Value;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

/// The longest line that is read, in bytes.
const LONGEST: u64 = 256 << 20;

/// Where the key of a document may stand.
const KEYS: [&str; 7] = ["key", "id", "doc_id", "document", "_id", "path", "file"];

pub(super) fn read(file: &Path, each: &mut Each<'_>, told: &mut Told<'_>) -> Result<()> {
    let fail = |error| LibraryError::Given(file.to_owned(), error);
    let mut input = BufReader::new(File::open(file).map_err(fail)?);
    let mut line = Vec::new();
    for number in 1.. {
        line.clear();
        let mut limited = std::io::Read::take(&mut input, LONGEST);
        if limited.read_until(b'\n', &mut line).map_err(fail)? == 0 {
            break;
        }
        let bytes = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&line).trim_ascii();
        if bytes.is_empty() {
            continue;
        }
        match serde_json::from_slice::<Value>(bytes) {
            Ok(value) => record(&value, number, told).map_or(Ok(()), &mut *each)?,
            Err(error) => told(number, format!("this line is no JSON: {error}; one record a line is expected")),
        }
    }
    Ok(())
}

fn record(value: &Value, line: usize, told: &mut Told<'_>) -> Option<Marked> {
    // A text with its marks beside it, as spaCy was trained from for long.
    let (text, holder) = match value.as_array().map(Vec::as_slice) {
        Some([Value::String(text), holder]) => (Some(text.clone()), holder),
        _ => (value.get("text").and_then(Value::as_str).map(str::to_owned), value),
    };
    if value.get("answer").and_then(Value::as_str).is_some_and(|answer| answer != "accept") {
        return None;
    }
    let Some(object) = holder.as_object() else {
        told(line, "it has no \"spans\", \"entities\" or \"ents\"; spaCy's and Prodigy's records have".to_owned());
        return None;
    };
    let list = ["spans", "entities", "ents", "label"].iter().find_map(|name| object.get(*name)?.as_array());
    let Some(list) = list else {
        told(line, "it has no \"spans\", \"entities\" or \"ents\"; spaCy's and Prodigy's records have".to_owned());
        return None;
    };
    let held = [value.get("meta"), Some(value)];
    let keys = held.into_iter().flatten().flat_map(|held| KEYS.iter().filter_map(|name| held.get(*name)));
    let keys = keys.filter_map(|key| match key {
        Value::String(key) if !key.trim().is_empty() => Some(key.clone()),
        Value::Number(key) => Some(key.to_string()),
        _ => None,
    });
    let mut spans = Vec::with_capacity(list.len());
    for (place, one) in list.iter().enumerate() {
        match span(one) {
            Some((start, end, label, words)) => {
                spans.push(Given { line, label, place: Place::Offsets { start, end, words } });
            }
            None => told(line, format!("its span {} has no start, end and label", place + 1)),
        }
    }
    Some(Marked { line, keys: keys.collect(), text, spans })
}

fn span(value: &Value) -> Option<(usize, usize, String, Option<String>)> {
    let number = |value: &Value| value.as_u64().and_then(|number| usize::try_from(number).ok());
    if let Some(parts) = value.as_array() {
        let [start, end, label, ..] = parts.as_slice() else { return None };
        return Some((number(start)?, number(end)?, label.as_str()?.to_owned(), None));
    }
    let one = |names: &[&str]| names.iter().find_map(|name| value.get(*name));
    let label = one(&["label", "type", "entity_group", "label_"])?.as_str()?.to_owned();
    let words = value.get("text").and_then(Value::as_str).map(str::to_owned);
    let (start, end) = (one(&["start", "start_char", "start_offset"])?, one(&["end", "end_char", "end_offset"])?);
    Some((number(start)?, number(end)?, label, words))
}
