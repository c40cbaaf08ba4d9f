//! Books (EPUB): the chapters in their order as one text.

use super::office::attribute;
use super::package::{entry, properties};
use super::part::Part;
use super::sink::Stop;
use super::sought::Sought;
use super::{Extracted, Stamp, archive, html, plain};
use quick_xml::Reader;
use quick_xml::events::Event;
use std::collections::HashMap;
use zip::ZipArchive;

/// Reads a book; none if it has no text.
pub(super) fn read<R: Sought>(archive: &mut ZipArchive<R>, part: &Part<'_>) -> Result<Option<Extracted>, Stop> {
    if archive.index_for_name("META-INF/rights.xml").is_some() {
        return Err(Stop::Skip("a book that is locked to one reader's device".to_owned()));
    }
    let container = entry(archive, "META-INF/container.xml", part)?.unwrap_or_default();
    let named =
        elements(&container, &["rootfile"]).into_iter().find_map(|(_, mut attributes)| attributes.remove("full-path"));
    let path = named.or_else(|| archive::names(archive).into_iter().find(|name| name.ends_with(".opf")));
    let Some(path) = path else { return Err(Stop::fail("damaged: the book has no list of its chapters")) };
    let list = entry(archive, &path, part)?.unwrap_or_default();
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut files: HashMap<String, String> = HashMap::new();
    let mut order = Vec::new();
    for (name, mut attributes) in elements(&list, &["item", "itemref"]) {
        let mut take = |name: &str| attributes.remove(name);
        match &*name {
            "item" => drop(take("id").zip(take("href")).map(|(id, href)| files.insert(id, href))),
            _ => order.extend(take("idref")),
        }
    }
    let mut text = String::new();
    for chapter in order.iter().filter_map(|id| files.get(id)) {
        let Some(page) = entry(archive, &join(folder, chapter), part)? else { continue };
        let shown = html::shown(&page);
        if !shown.trim().is_empty() {
            if !text.is_empty() {
                text.push_str("\n\n");
            }
            text.push_str(shown.trim_matches('\n'));
        }
    }
    if plain::is_empty(&text) {
        return Ok(None);
    }
    text.push('\n');
    let said = properties(list.split("</metadata>").next().unwrap_or(&list));
    let get = |name: &str| said.get(name).map(|value| value.trim().to_owned()).filter(|value| !value.is_empty());
    let title = get("title").unwrap_or_else(|| plain::title(&text));
    let date = get("date").and_then(|date| Stamp::parse(&date));
    let mut document = Extracted { title, date, source: get("publisher"), text, ..Extracted::default() };
    for (name, value) in [("author", get("creator")), ("language", get("language")), ("identifier", get("identifier"))]
    {
        if let Some(value) = value {
            document.fields.insert(name.to_owned(), value.into());
        }
    }
    Ok(Some(document))
}

/// The elements of some names, with their attributes.
fn elements(xml: &str, names: &[&str]) -> Vec<(String, HashMap<String, String>)> {
    let mut out = Vec::new();
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_end_names = false;
    while let Ok(event) = reader.read_event() {
        let start = match event {
            Event::Start(start) | Event::Empty(start) => start,
            Event::Eof => break,
            _ => continue,
        };
        let name = start.local_name().as_ref().to_owned();
        if names.contains(&&*name) {
            let wanted = ["id", "href", "idref", "full-path"];
            let found = wanted.iter().filter_map(|key| Some(((*key).to_owned(), attribute(&start, key)?)));
            out.push((name, found.collect()));
        }
    }
    out
}

/// An address in a book from the folder that it is relative to.
fn join(folder: &str, href: &str) -> String {
    let href = href.split('#').next().unwrap_or(href).replace("&amp;", "&");
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    let decoded = unescape(&href);
    for part in decoded.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

fn unescape(text: &str) -> String {
    let mut out = Vec::with_capacity(text.len());
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let hex = (bytes[at] == b'%').then(|| bytes.get(at + 1..at + 3)).flatten();
        match hex.and_then(|hex| std::str::from_utf8(hex).ok()).and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) => {
                out.push(byte);
                at += 3;
            }
            None => {
                out.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_in_a_book() {
        assert_eq!(join("OEBPS/text", "../a%20b.xhtml#c"), "OEBPS/a b.xhtml");
        assert_eq!((join("", "x.html"), join("a", "100%.html")), ("x.html".into(), "a/100%.html".into()));
    }
}
