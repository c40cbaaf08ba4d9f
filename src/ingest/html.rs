//! HTML: the article of a page, or the whole page where it has none, and what it says of itself.

use super::prose::Scope;
use super::sink::{Sink, Stop};
use super::{Extracted, charset, early, meta, plain, prose, shown, sweep};
use dom_query::Document;
use dom_smoothie::{Config, Readability};
use serde_json::Value;
use std::borrow::Cow;

/// Elements that may be open at once; more are read over. Browsers stop at 512.
const DEEPEST: usize = 400;

/// Formatting elements left open, each of which the parser opens anew in every later paragraph.
const FORMATS: usize = 24;

/// A page with more elements than this is taken whole: finding its article would take too long.
const ELEMENTS: usize = 150_000;

/// A tag with more attributes is read over: parsers compare each with all.
const ATTRIBUTES: usize = 4000;

/// An article shorter than this, in bytes, is no article.
const SHORTEST: usize = 250;

/// Reads a page: a document, if it shows any text.
pub(super) fn give(bytes: Vec<u8>, sink: &mut Sink<'_>) -> Result<(), Stop> {
    // Nothing has to be closed in a page but its tags.
    let last = bytes.iter().rposition(|byte| b"<>".contains(byte)).filter(|&at| bytes[at] == b'<');
    let is_cut = last.is_some_and(|at| matches!(bytes.get(at + 1), Some(b'a'..=b'z' | b'A'..=b'Z' | b'/' | b'!')));
    let line = early::last_line(&bytes);
    if let Some(document) = read(bytes) {
        sink.document(document)?;
    }
    if is_cut { Err(early::cut(line, "in the middle of a tag", sink)) } else { Ok(()) }
}

/// A page as a document; none if it shows no text.
pub(super) fn read(bytes: Vec<u8>) -> Option<Extracted> {
    let source = charset::even_lines(charset::decode(&bytes, charset::declared(&bytes)));
    drop(bytes);
    read_text(&source)
}

/// All that a page shows, as text, such as one that is a mail.
pub(super) fn shown(source: &str) -> String {
    let source = charset::even_lines(source.into());
    prose::prose(Document::from(&*flatten(&source)).root(), Scope::All).text
}

/// A page whose characters are known, with line ends as `\n`, as a document.
pub(super) fn read_text(source: &str) -> Option<Extracted> {
    if !source.contains('<') {
        return plain::read(source.to_owned());
    }
    let source = flatten(source);
    let page = Document::from(&*source);
    let mut about = meta::about(&page);
    let headings: Vec<String> =
        page.select("h1").iter().take(20).filter_map(|heading| words(&heading.text())).collect();
    let heading = Some(&headings).filter(|headings| headings.len() == 1).and_then(|headings| headings.first().cloned());
    // Of several, the one that the page also names itself after.
    let heading = heading.or_else(|| headings.iter().find(|heading| about.headline.as_ref() == Some(heading)).cloned());
    let whole = prose::prose(page.root(), Scope::Page);
    about.author = about.author.or_else(|| shown::author(&page, about.is_thread));
    about.date = about.date.or_else(|| {
        let (url, language) = (about.url.as_deref(), about.language.as_deref());
        shown::date(&page, &whole.text, heading.as_deref(), url, language).or(about.changed)
    });
    let is_article = about.is_article && !about.is_thread;
    sweep::sweep(&page, is_article);
    let body = body(&page);
    let config = Config { disable_json_ld: true, max_elements_to_parse: ELEMENTS, ..Config::default() };
    let mut shown_title = None;
    // What still nests deeply after all, as tags left open can, would take the finder of articles minutes.
    let reader = Some(page).filter(|_| whole.depth <= 2 * DEEPEST);
    let reader = reader.and_then(|page| Readability::with_document(page, None, Some(config)).ok());
    let article = reader.and_then(|mut reader| {
        let title = reader.get_article_title();
        shown_title = Some(title.to_string()).filter(|title| !title.trim().is_empty());
        let article = reader.parse().ok()?;
        Some(prose::prose(Document::from(&*article.content).root(), Scope::All))
    });
    let text = match article {
        // What misses much of the page's prose is a part of it, such as one chapter, or one of many
        // cards; less so where the page says to be an article, with others below it.
        Some(article)
            if article.text.len() >= SHORTEST
                && article.weight * (if is_article { 10 } else { 3 }) >= body.weight * 2 =>
        {
            article.text
        }
        _ if !plain::is_empty(&body.text) => body.text,
        _ if !plain::is_empty(&whole.text) => whole.text,
        // Nothing but furniture, such as a table of contents.
        _ => shown(&source),
    };
    let other = if text.len() < SHORTEST { unscripted(&source, about.body) } else { None };
    let text = other.filter(|other| other.len() >= SHORTEST).unwrap_or(text);
    if plain::is_empty(&text) {
        return None;
    }
    let title =
        title(about.headline, shown_title, heading.or_else(|| headings.first().cloned()), about.source.as_deref());
    let title = title.unwrap_or_else(|| plain::title(&text));
    let mut document =
        Extracted { title, date: about.date, source: about.source, url: about.url, text, ..Extracted::default() };
    for (name, value) in [("author", about.author), ("language", about.language)] {
        if let Some(value) = value {
            document.fields.insert(name.to_owned(), Value::String(value));
        }
    }
    Some(document)
}

/// What a page that a script fills says to whom runs none, or in its linked data.
fn unscripted(source: &str, stated: Option<String>) -> Option<String> {
    let spoken = source.contains("<noscript").then(|| {
        let source = source.replace("<noscript", "<div").replace("</noscript", "</div");
        prose::prose(Document::from(source).root(), Scope::Body).text
    });
    let stated = stated.map(|stated| shown(&stated));
    spoken.into_iter().chain(stated).max_by_key(String::len)
}

/// The text of a page without what stands around it: the element that says to be the content, where
/// it holds what there is to read, else all but the margins.
fn body(page: &Document) -> prose::Prose {
    let beside = prose::prose(page.root(), Scope::Body);
    let only = |name: &str| Some(page.select(name)).filter(|found| found.length() == 1);
    let stated = only("main, [role=main]").or_else(|| only("article"));
    let stated = stated.and_then(|found| found.nodes().first().map(|node| prose::prose(*node, Scope::Page)));
    match stated {
        Some(stated) if !plain::is_empty(&stated.text) && stated.weight * 3 >= beside.weight => stated,
        _ => beside,
    }
}

fn words(text: &str) -> Option<String> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!text.is_empty()).then_some(text)
}

/// The title without the name of the site, which stands behind or before a mark in many.
fn title(stated: Option<String>, shown: Option<String>, heading: Option<String>, site: Option<&str>) -> Option<String> {
    let shown = shown.as_deref().and_then(words);
    // What says nothing that the page shows describes it, and is no title.
    let is_other = |stated: &String| {
        let heading = heading.as_ref().filter(|heading| shown.as_ref().is_some_and(|shown| shown.contains(&**heading)));
        heading.is_some() && stated.split(' ').all(|word| shown.as_ref().is_none_or(|shown| !shown.contains(word)))
    };
    let title = stated.filter(|stated| !is_other(stated)).or(shown.clone()).or_else(|| heading.clone())?;
    let is_mark = |c: char| "|-–—:·•»›/".contains(c);
    if let Some(heading) = heading
        && (title.strip_prefix(&*heading).is_some_and(|rest| rest.trim_start().starts_with(is_mark))
            || title.strip_suffix(&*heading).is_some_and(|rest| rest.trim_end().ends_with(is_mark)))
    {
        return Some(heading);
    }
    let Some(site) = site else { return Some(title) };
    let before = title.strip_suffix(site).map(str::trim_end).filter(|rest| rest.ends_with(is_mark));
    let behind = title.strip_prefix(site).map(str::trim_start).filter(|rest| rest.starts_with(is_mark));
    match before.or(behind) {
        Some(rest) => words(rest.trim_matches(is_mark)),
        None => Some(title),
    }
}

/// Elements whose end may be left out, or that have none, and so say nothing about depth.
const SHALLOW: &[&str] = &[
    "p", "li", "dt", "dd", "td", "th", "tr", "thead", "tbody", "tfoot", "colgroup", "option", "area", "base", "br",
    "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr", "html", "head", "body",
];
const FORMATTING: &[&str] =
    &["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"];
/// Elements that end a drawing or formula, in which alone `/>` closes an element.
const BREAKOUT: &[&str] = &[
    "b",
    "big",
    "blockquote",
    "body",
    "br",
    "center",
    "code",
    "dd",
    "div",
    "dl",
    "dt",
    "em",
    "embed",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "hr",
    "i",
    "img",
    "li",
    "menu",
    "meta",
    "nobr",
    "ol",
    "p",
    "pre",
    "ruby",
    "s",
    "small",
    "span",
    "strong",
    "strike",
    "sub",
    "sup",
    "table",
    "tt",
    "u",
    "ul",
    "var",
];
const RAW: &[&str] = &["script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"];

/// The source without the tags that nest too deeply for a parser's time or memory; an ordinary page
/// is left as it is.
fn flatten(source: &str) -> Cow<'_, str> {
    let (mut out, mut copied) = (String::new(), 0);
    let (mut depth, mut dropped, mut formats, mut dropped_formats) = (0usize, 0usize, 0usize, 0usize);
    let (mut foreign, mut at) = (false, 0);
    let xml = source.trim_start().starts_with("<?xml");
    while let Some(step) = source[at..].find('<') {
        let start = at + step;
        let rest = &source[start..];
        if let Some(comment) = rest.strip_prefix("<!--") {
            at = comment.find("-->").map_or(source.len(), |end| start + 4 + end + 3);
            continue;
        }
        let closing = rest.starts_with("</");
        let name_at = start + 1 + usize::from(closing);
        if !source[name_at..].starts_with(|c: char| c.is_ascii_alphabetic()) {
            at = name_at;
            continue;
        }
        let name_end = source[name_at..]
            .find(|c: char| c.is_ascii_whitespace() || matches!(c, '>' | '/'))
            .map_or(source.len(), |end| name_at + end);
        let name = source[name_at..name_end].to_ascii_lowercase();
        let (end, attributes) = tag_end(source, name_end);
        at = end;
        if attributes > ATTRIBUTES {
            out.push_str(&source[copied..start]);
            copied = end;
            continue;
        }
        if !closing && xml && source[..end].ends_with("/>") && RAW.contains(&&*name) {
            // Empty in XML; a parser of HTML would take the rest of the page for its content.
            out.push_str(&source[copied..end - 2]);
            out.push_str(&format!("></{name}>"));
            copied = end;
            continue;
        }
        if !closing && RAW.contains(&&*name) {
            at = raw_end(source, end, &name);
            continue;
        }
        if matches!(&*name, "svg" | "math") {
            foreign = !closing;
        } else if BREAKOUT.contains(&&*name) {
            foreign = false;
        }
        let formatting = FORMATTING.contains(&&*name);
        let (open, over, limit) = if formatting {
            (&mut formats, &mut dropped_formats, FORMATS)
        } else if SHALLOW.contains(&&*name) || (foreign && source[start..end].ends_with("/>")) {
            continue;
        } else {
            (&mut depth, &mut dropped, DEEPEST)
        };
        let drop = if closing { *over > 0 } else { *open >= limit };
        let count = if drop { over } else { open };
        *count = if closing { count.saturating_sub(1) } else { *count + 1 };
        if drop {
            out.push_str(&source[copied..start]);
            if !formatting {
                out.push(' ');
            }
            copied = end;
        }
    }
    if copied == 0 {
        return Cow::Borrowed(source);
    }
    out.push_str(&source[copied..]);
    Cow::Owned(out)
}

/// The place behind the `>` that ends a tag, whose quoted values may hold one, and about how many
/// attributes the tag has.
fn tag_end(source: &str, from: usize) -> (usize, usize) {
    let (mut quote, mut attributes) = (None, 0);
    let bytes = source.as_bytes();
    for (index, &byte) in bytes.iter().enumerate().skip(from) {
        match (quote, byte) {
            (None, b'>') => return (index + 1, attributes),
            (None, b'"' | b'\'') if bytes[index - 1] == b'=' => {
                quote = Some(byte);
                attributes += 1;
            }
            (None, b' ' | b'\n' | b'\t' | b'/') => attributes += 1,
            (Some(open), byte) if open == byte => quote = None,
            _ => {}
        }
    }
    (source.len(), attributes)
}

fn raw_end(source: &str, from: usize, name: &str) -> usize {
    source[from..]
        .match_indices("</")
        .map(|(at, _)| from + at)
        .find(|&at| {
            source.as_bytes()[at + 2..].get(..name.len()).is_some_and(|end| end.eq_ignore_ascii_case(name.as_bytes()))
        })
        .unwrap_or(source.len())
}
