//! Markdown: front matter taken off and understood, the text kept as it is written.

use super::{Extracted, Stamp, plain};
use serde_json::{Map, Value};

/// A Markdown text as a document; none if it is white space only.
pub(super) fn read(text: &str) -> Option<Extracted> {
    let (matter, body) = front_matter(text).unwrap_or_default();
    let body = if matter.is_empty() { text } else { body.trim_start_matches('\n') };
    if plain::is_empty(body) {
        return None;
    }
    let mut document = Extracted { text: body.to_owned(), ..Extracted::default() };
    let mut title = None;
    for (name, value) in matter {
        let one = value.as_str().unwrap_or_default().to_owned();
        match &*name.to_lowercase() {
            "title" if !one.is_empty() => title = Some(one),
            "date" | "published" | "created" if document.date.is_none() => match Stamp::from_value(&value) {
                Some(stamp) => document.date = Some(stamp),
                None => drop(document.fields.insert(name, value)),
            },
            "source" | "publisher" if !one.is_empty() => document.source = Some(one),
            "url" | "canonical" if !one.is_empty() => document.url = Some(one),
            _ => drop(document.fields.insert(name, value)),
        }
    }
    document.title = title.or_else(|| heading(body)).unwrap_or_else(|| plain::title(body));
    Some(document)
}

/// The title in the front matter of a text.
pub(super) fn stated_title(text: &str) -> Option<String> {
    let (matter, _) = front_matter(text)?;
    let named = matter.iter().find(|(name, _)| name.eq_ignore_ascii_case("title"));
    named.and_then(|(_, value)| value.as_str()).map(str::to_owned).filter(|title| !plain::bare(title).is_empty())
}

/// The first heading, if nothing but short lines (a badge, a comment) stands before it.
fn heading(text: &str) -> Option<String> {
    let mut lines = text.lines().take(30).peekable();
    while let Some(line) = lines.next() {
        let marks = line.bytes().take_while(|&byte| byte == b'#').count();
        let set = (1..=6).contains(&marks) && line[marks..].starts_with([' ', '\t']);
        let under = lines.peek().map(|next| next.trim_end()).filter(|next| next.len() >= 2);
        let set = set
            || (!line.trim().is_empty()
                && under.is_some_and(|next| next.bytes().all(|b| b == b'=') || next.bytes().all(|b| b == b'-')));
        let title = plain::bare(line);
        if set && !title.is_empty() {
            return Some(plain::title(&title));
        }
        if line.len() > 200 {
            break;
        }
    }
    None
}

/// The fields of a `---` (YAML), `+++` or `%%%` (TOML) block at the very start, and the text after it. A line such
/// as `--- abstract`, which begins a part of the text, ends the block and belongs to the text.
///
/// Only `name: value`, lists and quoted words are read, which is what front matter is made of; the
/// rest of YAML is left out, and a block that is nothing like it stays text.
fn front_matter(text: &str) -> Option<(Map<String, Value>, &str)> {
    let fences = [("---", ':'), ("+++", '='), ("%%%", '=')];
    let (fence, between) = fences.into_iter().find(|(fence, _)| text.starts_with(fence))?;
    let rest = text.strip_prefix(fence)?.strip_prefix('\n')?;
    let mut fields: Map<String, Value> = Map::new();
    let (mut at, mut last) = (0, None::<String>);
    for line in rest.split_inclusive('\n').take(400) {
        let part = line.strip_prefix("--- ").filter(|_| fence == "---");
        if part.is_some_and(|part| part.starts_with(char::is_alphabetic)) {
            return (!fields.is_empty()).then_some((fields, &rest[at..]));
        }
        at += line.len();
        let line = line.trim_end();
        if line == fence || (fence == "---" && line == "...") {
            return (!fields.is_empty()).then_some((fields, &rest[at..]));
        }
        if line.trim().is_empty() || line.starts_with('#') || (fence != "---" && line.starts_with('[')) {
            continue;
        }
        let item = line.trim_start().strip_prefix("- ").map(unquoted);
        match (item, line.split_once(between)) {
            (Some(item), _) => append(&mut fields, last.as_deref()?, item),
            (None, Some((name, value))) if !line.starts_with([' ', '\t']) => {
                let name = name.trim().trim_matches('"').to_owned();
                if name.is_empty() || name.len() > 60 {
                    return None;
                }
                fields.insert(name.clone(), value_of(value.trim()));
                last = Some(name);
            }
            // The further lines of a value, or a table in it, are joined to it as words.
            _ if line.starts_with([' ', '\t']) => continue_value(&mut fields, last.as_deref()?, line.trim()),
            _ => return None,
        }
    }
    None
}

fn append(fields: &mut Map<String, Value>, name: &str, item: String) {
    match fields.get_mut(name) {
        Some(Value::Array(items)) => items.push(Value::String(item)),
        _ => drop(fields.insert(name.to_owned(), Value::Array(vec![Value::String(item)]))),
    }
}

fn continue_value(fields: &mut Map<String, Value>, name: &str, more: &str) {
    if let Some(Value::String(value)) = fields.get_mut(name) {
        if !value.is_empty() {
            value.push(' ');
        }
        value.push_str(more);
    }
}

fn value_of(text: &str) -> Value {
    if let Some(list) = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        return list.split(',').map(unquoted).filter(|item| !item.is_empty()).map(Value::String).collect();
    }
    match text {
        // A value in block style begins on the next line.
        "|" | ">" | "|-" | ">-" => Value::String(String::new()),
        _ => Value::String(unquoted(text)),
    }
}

fn unquoted(text: &str) -> String {
    let text = text.trim();
    for quote in ['"', '\''] {
        if let Some((inner, _)) = text.strip_prefix(quote).and_then(|rest| rest.rsplit_once(quote)) {
            return inner.replace("\\\"", "\"").replace("''", "'");
        }
    }
    text.split(" #").next().unwrap_or(text).trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn front_matter_is_understood_and_taken_off() {
        let got = read("---\ntitle: \"The Sea: a log\"\ndate: 2015-01-16 # day\nauthor: A. Cole\ntags: [x, 'y']\nlist:\n  - a\n  - b\nsource: Courier\n---\n\n# Other\n\nText.\n").unwrap();
        assert_eq!((&*got.title, &*got.text), ("The Sea: a log", "# Other\n\nText.\n"));
        assert_eq!((got.date.unwrap().iso.as_str(), got.source.as_deref()), ("2015-01-16", Some("Courier")));
        assert_eq!(Value::Object(got.fields).to_string(), r#"{"author":"A. Cole","tags":["x","y"],"list":["a","b"]}"#);
        let toml = read("+++\ntitle = 'T'\ndate = 2015-01-16T10:00:00Z\n+++\nText").unwrap();
        assert_eq!((&*toml.title, &*toml.date.unwrap().iso, &*toml.text), ("T", "2015-01-16T10:00:00Z", "Text"));
    }

    #[test]
    fn a_part_of_the_text_ends_the_front_matter_of_drafts() {
        let draft = "---\ntitle: The Sea\nauthor:\n -\n    name: A. Cole\n\n--- abstract\n\nWhat it is.\n\n--- middle\n\n# First\n";
        let got = read(draft).unwrap();
        assert_eq!(&*got.title, "The Sea");
        assert!(got.text.starts_with("--- abstract\n\nWhat it is."), "{}", got.text);
        assert_eq!(plain::title(draft), "The Sea", "also where it is no Markdown by its name");
        let got =
            read("%%%\ntitle = \"The Sea\"\n[[author]]\nname = \"A. Cole\"\n%%%\n\n.# Abstract\n\nWords.\n").unwrap();
        assert_eq!((&*got.title, &*got.text), ("The Sea", ".# Abstract\n\nWords.\n"));
        let mail = "---\nOn Monday: he wrote\n--- Anna wrote:\nNothing.\n";
        assert_eq!(plain::title(mail), "On Monday: he wrote", "without a title it is as any text");
    }

    #[test]
    fn rules_are_no_front_matter() {
        for text in ["---\n\nA rule, and words.\n\n---\n\nMore", "---\nno end: here\n", "---\n---\nText"] {
            assert_eq!(read(text).unwrap().text, text);
        }
    }

    #[test]
    fn headings_give_titles() {
        let title = |text: &str| read(text).unwrap().title;
        assert_eq!(title("![badge](x)\n\n## The *Sea* ##\n\ntext"), "The Sea");
        assert_eq!(title("The Sea\n=======\n\ntext"), "The Sea");
        assert_eq!(title("Only words here"), "Only words here");
    }
}
