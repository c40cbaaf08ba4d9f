//! References for reference managers: RIS, and the JSON of the Citation Style Language.

use super::{ExportError, Item, Writer, json, one_line};
use crate::library::types::day;
use serde_json::{Map, Value};
use std::io::Write;

/// What a reference manager is to take a document for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sort {
    Mail,
    /// Somebody published it.
    News,
    Page,
    Other,
}

fn sort(item: &Item<'_>) -> Sort {
    match (item.is_mail(), &item.document.row.source, &item.document.url) {
        (true, ..) => Sort::Mail,
        (_, Some(_), _) => Sort::News,
        (_, _, Some(_)) => Sort::Page,
        _ => Sort::Other,
    }
}

/// Year, month and day, as many as are known.
fn date(item: &Item<'_>) -> Vec<i64> {
    let Some(date) = item.document.row.date.as_deref() else { return Vec::new() };
    day(date).split('-').map_while(|part| part.parse().ok()).take(3).collect()
}

/// Who wrote it: what it says, or the sender of a mail.
fn author(item: &Item<'_>) -> Option<String> {
    let sender = if item.is_mail() { item.document.row.source.as_deref() } else { None };
    ["author", "byline", "creator"].iter().find_map(|name| item.field(name)).or(sender).map(one_line)
}

/// One reference a document, in lines of a tag and a value.
pub(super) struct Ris;

impl Writer for Ris {
    fn document(&mut self, item: &Item<'_>, to: &mut dyn Write) -> Result<usize, ExportError> {
        let row = &item.document.row;
        let mut line = |tag: &str, value: &str| write!(to, "{tag}  - {}\r\n", one_line(value));
        let sort = sort(item);
        line("TY", ["PCOMM", "NEWS", "ELEC", "GEN"][sort as usize])?;
        line("ID", &row.key)?;
        line("TI", item.name())?;
        if let Some(author) = author(item) {
            line("AU", &author)?;
        }
        let date = date(item);
        if let Some(year) = date.first() {
            line("PY", &format!("{year:04}"))?;
            let part = |place: usize| date.get(place).map(|part| format!("{part:02}")).unwrap_or_default();
            line("DA", &format!("{year:04}/{}/{}/", part(1), part(2)))?;
        }
        if let (Some(source), Sort::News) = (&row.source, sort) {
            line("T2", source)?;
        }
        if let Some(url) = &item.document.url {
            line("UR", url)?;
        }
        if let Some(language) = &item.document.language {
            line("LA", language)?;
        }
        for tag in &row.standing.tags {
            line("KW", tag)?;
        }
        for note in &item.document.notes {
            let quote = note.quote.as_deref().map(|quote| format!(" (on \u{201c}{quote}\u{201d})")).unwrap_or_default();
            line("N1", &format!("{}{quote}", note.told()))?;
        }
        line("L1", &item.document.path)?;
        line("ER", "")?;
        write!(to, "\r\n")?;
        Ok(1)
    }
}

/// One array of items.
#[derive(Default)]
pub(super) struct Csl {
    any: bool,
}

impl Writer for Csl {
    fn begin(&mut self, to: &mut dyn Write) -> Result<(), ExportError> {
        Ok(to.write_all(b"[")?)
    }

    fn document(&mut self, item: &Item<'_>, to: &mut dyn Write) -> Result<usize, ExportError> {
        let row = &item.document.row;
        let mut out = Map::new();
        let mut put = |name: &str, value: Option<Value>| value.map(|value| out.insert(name.to_owned(), value));
        let sort = sort(item);
        let kind = ["personal_communication", "article-newspaper", "webpage", "document"][sort as usize];
        put("id", Some(row.key.as_str().into()));
        put("type", Some(kind.into()));
        put("title", Some(one_line(item.name()).into()));
        put("author", author(item).map(|name| serde_json::json!([{"literal": name}])));
        let date = date(item);
        put("issued", (!date.is_empty()).then(|| serde_json::json!({"date-parts": [date]})));
        put(
            "container-title",
            row.source.as_deref().filter(|_| sort == Sort::News).map(|source| one_line(source).into()),
        );
        put("URL", item.document.url.clone().map(Value::String));
        put("language", item.document.language.clone().map(Value::String));
        put("keyword", (!row.standing.tags.is_empty()).then(|| row.standing.tags.join(", ").into()));
        let notes: Vec<String> = item.document.notes.iter().map(|note| one_line(&note.told())).collect();
        put("note", (!notes.is_empty()).then(|| notes.join("; ").into()));
        put("archive_location", Some(item.document.path.as_str().into()));
        to.write_all(if std::mem::replace(&mut self.any, true) { b",\n" } else { b"\n" })?;
        json::value(to, &out)?;
        Ok(1)
    }

    fn end(&mut self, to: &mut dyn Write) -> Result<(), ExportError> {
        Ok(to.write_all(b"\n]\n")?)
    }
}
