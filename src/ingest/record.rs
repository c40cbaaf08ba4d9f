//! A record, of JSON or of a table, as a document: which field says what.

use super::{Extracted, Options, Stamp, charset, plain};
use serde_json::{Map, Value};

const TEXTS: [&str; 4] = ["text", "body", "content", "article"];

/// Rows or records in which a text that nobody named is looked for.
pub(super) const SAMPLED: usize = 100;

/// Words that its values have on average.
pub(super) const PROSE: usize = 20;

/// The names a field of this role may have, the best first; compared without case.
fn rank(names: &[&str], key: &str) -> Option<usize> {
    names.iter().position(|name| name.eq_ignore_ascii_case(key))
}

/// True for a name that a record's text may have.
pub(super) fn is_text_name(key: &str, options: &Options) -> bool {
    match &options.text_field {
        Some(field) => field.eq_ignore_ascii_case(key.trim()),
        None => rank(&TEXTS, key.trim()).is_some(),
    }
}

/// The column that a table's texts stand in.
pub(super) fn text_column(columns: &[String], options: &Options) -> Option<usize> {
    let named = columns.iter().enumerate().filter(|(_, name)| is_text_name(name, options));
    named.min_by_key(|(_, name)| rank(&TEXTS, name.trim()).unwrap_or(0)).map(|(column, _)| column)
}

/// The names that are looked for, for messages.
pub(super) fn text_names(options: &Options) -> String {
    match &options.text_field {
        Some(field) => format!("`{field}`"),
        None => "`text`, `body`, `content` or `article`".to_owned(),
    }
}

/// The first few names of what there is, for messages.
pub(super) fn list<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let names: Vec<&str> = names.collect();
    let mut out = names.iter().take(12).map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    if names.len() > 12 {
        out.push_str(&format!(" and {} more", names.len() - 12));
    }
    out
}

/// Makes a document of a record; the error is for people.
pub(super) fn document(mut map: Map<String, Value>, options: &Options, line: Option<u64>) -> Result<Extracted, String> {
    let text = text(&mut map, options)?;
    Ok(described(map, text, line))
}

/// A record whose text has been made, with what the others of its fields say.
pub(super) fn described(mut map: Map<String, Value>, text: String, line: Option<u64>) -> Extracted {
    let id = take(&mut map, &["id", "key"], |value| match value {
        Value::String(id) if !id.trim().is_empty() => Some(id.clone()),
        Value::Number(id) => Some(id.to_string()),
        _ => None,
    });
    let title = take(&mut map, &["title", "headline"], words);
    let source = take(&mut map, &["source", "publisher"], words);
    let url = take(&mut map, &["url"], words);
    let date = date(&mut map);
    map.retain(|_, value| !matches!(value, Value::Null) && value.as_str() != Some(""));
    let title = title.filter(|title| !plain::is_beginning(title, &text)).unwrap_or_else(|| plain::title(&text));
    Extracted { id, title, date, source, url, text, fields: map, line, ..Extracted::default() }
}

/// What is said of a record that has no field of text.
pub(super) fn textless(map: &Map<String, Value>, options: &Options) -> String {
    format!(
        "no text in the record: looked for {}, found {}; name the field with --text-field",
        text_names(options),
        if map.is_empty() { "no field".to_owned() } else { list(map.keys().map(String::as_str)) }
    )
}

fn text(map: &mut Map<String, Value>, options: &Options) -> Result<String, String> {
    let mut names: Vec<(usize, String)> = map
        .keys()
        .filter(|key| is_text_name(key, options))
        .map(|key| (rank(&TEXTS, key.trim()).unwrap_or(0), key.clone()))
        .collect();
    names.sort();
    for (_, name) in &names {
        let text = match map.get(name) {
            Some(Value::String(text)) => text.clone(),
            // Some collections keep a text as its paragraphs.
            Some(Value::Array(parts)) if !parts.is_empty() && parts.iter().all(Value::is_string) => {
                parts.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("\n\n")
            }
            // Exports of chats keep what is linked or in bold as pieces of their own.
            Some(Value::Array(parts)) if !parts.is_empty() && parts.iter().all(|part| piece(part).is_some()) => {
                parts.iter().filter_map(piece).collect()
            }
            _ => continue,
        };
        if !text.trim().is_empty() {
            map.shift_remove(name);
            return Ok(charset::even_lines(text.into()));
        }
    }
    Err(match names.first().and_then(|(_, name)| Some((name, map.get(name)?))) {
        None => textless(map, options),
        Some((name, Value::String(_) | Value::Null | Value::Array(_))) => format!("the text in `{name}` is empty"),
        Some((name, _)) => format!("`{name}` is not text; name the field that is with --text-field"),
    })
}

fn piece(part: &Value) -> Option<&str> {
    part.as_str().or_else(|| part.get("text")?.as_str())
}

/// Takes the best field of a role out of the record, where it has something to say.
fn take(map: &mut Map<String, Value>, names: &[&str], read: fn(&Value) -> Option<String>) -> Option<String> {
    let (_, key, said) = map
        .iter()
        .filter_map(|(key, value)| Some((rank(names, key.trim())?, key.clone(), read(value)?)))
        .min_by_key(|(rank, ..)| *rank)?;
    map.shift_remove(&key);
    Some(said)
}

fn words(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text,
        // A source is an object with a name in what news services send.
        Value::Object(map) => map.get("name").or_else(|| map.get("title"))?.as_str()?,
        _ => return None,
    };
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!text.is_empty()).then_some(text)
}

/// The date, out of the first field of its kind that can be read; one that cannot stays a field.
fn date(map: &mut Map<String, Value>) -> Option<Stamp> {
    let rank = |key: &str| {
        let key: String = key.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
        match &*key {
            "date" => Some(0),
            _ if key.starts_with("published") => Some(1),
            "datepublished" | "pubdate" | "publishdate" | "publicationdate" => Some(2),
            _ => None,
        }
    };
    let (_, key, stamp) = map
        .iter()
        .filter_map(|(key, value)| Some((rank(key)?, key.clone(), Stamp::from_value(value)?)))
        .min_by_key(|(rank, ..)| *rank)?;
    map.shift_remove(&key);
    Some(stamp)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str, field: Option<&str>) -> Result<Extracted, String> {
        let options = Options { text_field: field.map(str::to_owned), ..Options::default() };
        document(serde_json::from_str(json).unwrap(), &options, Some(1))
    }

    #[test]
    fn fields_find_their_roles() {
        let got = read(
            r#"{"ID": 7, "Headline": " A\n b ", "body": "", "Content": "x\r\ny", "publishedAt": "2015-01-16",
                "source": {"id": null, "name": "CNN"}, "url": "http://x", "Author": "N", "empty": null}"#,
            None,
        )
        .unwrap();
        assert_eq!((got.id.as_deref(), &*got.title, &*got.text), (Some("7"), "A b", "x\ny"));
        assert_eq!((got.source.as_deref(), got.url.as_deref()), (Some("CNN"), Some("http://x")));
        assert_eq!(got.date.unwrap().iso, "2015-01-16");
        assert_eq!(Value::Object(got.fields).to_string(), r#"{"Author":"N"}"#);
    }

    #[test]
    fn a_record_without_text_says_what_it_has() {
        assert!(
            read(r#"{"a": 1}"#, None).is_err_and(|said| said.contains("found `a`") && said.contains("--text-field"))
        );
        assert!(read(r#"{"text": " \n"}"#, None).is_err_and(|said| said.contains("empty")));
        assert!(read(r#"{"text": 3}"#, None).is_err_and(|said| said.contains("not text")));
        assert_eq!(read(r#"{"text": "a", "story": "b"}"#, Some("Story")).unwrap().text, "b");
        assert_eq!(read(r#"{"text": ["a", "b"], "date": "03/04/2015"}"#, None).unwrap().fields["date"], "03/04/2015");
    }
}
