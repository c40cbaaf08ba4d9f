//! What a page says about itself: JSON-LD first, then its meta elements, then what it shows.

use super::Stamp;
use dom_query::Document;
use serde_json::{Map, Value};

/// The page's word about itself.
#[derive(Debug, Default)]
pub(super) struct About {
    pub(super) headline: Option<String>,
    pub(super) date: Option<Stamp>,
    pub(super) source: Option<String>,
    pub(super) url: Option<String>,
    pub(super) author: Option<String>,
    pub(super) language: Option<String>,
    /// Whether it says to be an article.
    pub(super) is_article: bool,
    /// Whether it says to be what many wrote, one below the other.
    pub(super) is_thread: bool,
}

/// Names of meta elements, lower-case, the best first.
const DATES: [&str; 21] = [
    "article:published_time",
    "og:published_time",
    "datepublished",
    "date.published",
    "publication_date",
    "published_at",
    "publishdate",
    "pubdate",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date.created",
    "dcterms.created",
    "dc.date",
    "dcterms.date",
    "dc:date",
    "citation_publication_date",
    "citation_date",
    "parsely-pub-date",
    "sailthru.date",
    "article:published",
    "date",
];
const SOURCES: [&str; 7] = [
    "og:site_name",
    "application-name",
    "dc.publisher",
    "dcterms.publisher",
    "dc:publisher",
    "citation_journal_title",
    "publisher",
];
const AUTHORS: [&str; 8] = [
    "author",
    "article:author",
    "byl",
    "dc.creator",
    "dcterms.creator",
    "dc:creator",
    "citation_author",
    "parsely-author",
];
const HEADLINES: [&str; 5] = ["og:title", "twitter:title", "dc.title", "dcterms.title", "citation_title"];

/// Reads a page's head and marks.
pub(super) fn about(page: &Document) -> About {
    let mut about = About::default();
    for script in page.select("script[type=\"application/ld+json\"]").iter().take(20) {
        if let Ok(value) = serde_json::from_str::<Value>(script.text().trim().trim_end_matches(';')) {
            linked_data(&value, 4, &mut about);
        }
    }
    let metas: Vec<(String, String)> = page
        .select("meta")
        .iter()
        .take(500)
        .filter_map(|meta| {
            let name = ["property", "name", "itemprop"].iter().find_map(|attr| meta.attr(attr))?;
            let content = words(&meta.attr("content")?)?;
            Some((name.trim().to_ascii_lowercase(), content))
        })
        .collect();
    let of = |names: &[&str]| {
        let found = names.iter().find_map(|name| metas.iter().find(|(known, _)| known == name));
        found.map(|(_, content)| content.clone())
    };
    about.date = about.date.or_else(|| {
        let mut dates = DATES.iter().flat_map(|name| metas.iter().filter(move |(known, _)| known == name));
        dates.find_map(|(_, content)| Stamp::parse(content)).or_else(|| shown_date(page))
    });
    about.is_article |= of(&["article:published_time"]).is_some() || of(&["og:type"]).is_some_and(|kind| kind == "article");
    about.headline = about.headline.or_else(|| of(&HEADLINES));
    about.source = about.source.or_else(|| of(&SOURCES));
    about.author = about.author.or_else(|| of(&AUTHORS).filter(|author| !author.starts_with("http")));
    let canonical = page.select("link[rel=\"canonical\"]").iter().find_map(|link| link.attr("href"));
    let url = canonical.map(|href| href.trim().to_owned()).into_iter().chain(of(&["og:url"])).chain(about.url.take());
    about.url = url.into_iter().find(|url| url.starts_with("http://") || url.starts_with("https://"));
    about.is_thread |= about.url.as_deref().is_some_and(is_board);
    about.language = page.select("html").iter().find_map(|html| html.attr("lang")).and_then(|lang| words(&lang));
    about
}

/// True for the address of a page where many write one below the other.
fn is_board(url: &str) -> bool {
    let kinds = ["forum", "topic", "thread", "discussion", "question", "board", "viewtopic", "showthread"];
    let mut words = url.split(|c: char| !c.is_alphanumeric()).take(12).map(str::to_lowercase);
    words.any(|word| kinds.contains(&word.strip_suffix('s').unwrap_or(&word)))
}

fn words(text: &str) -> Option<String> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!text.is_empty()).then_some(text)
}

/// A date among the page's words: one marked as that of publication, or the first that a `time` gives.
fn shown_date(page: &Document) -> Option<Stamp> {
    for selector in ["[itemprop=\"datePublished\"]", "time[pubdate]", "article time", "time"] {
        for time in page.select(selector).iter().take(5) {
            let stated = time.attr("datetime").or_else(|| time.attr("content"));
            let text = stated.map_or_else(|| time.text().to_string(), |stated| stated.to_string());
            if let Some(stamp) = Stamp::parse(&text) {
                return Some(stamp);
            }
        }
    }
    None
}

/// Takes what is known from linked data, which may be a list or a graph of things.
fn linked_data(value: &Value, depth: usize, about: &mut About) {
    if depth == 0 {
        return;
    }
    match value {
        Value::Array(things) => things.iter().take(50).for_each(|thing| linked_data(thing, depth - 1, about)),
        Value::Object(thing) => {
            if let Some(graph) = thing.get("@graph") {
                linked_data(graph, depth - 1, about);
            }
            about.is_thread |= is_kind(thing, &["ForumPosting", "QAPage", "Question"]);
            about.is_article |= is_kind(thing, &["Article", "BlogPosting", "Report"]);
            if is_kind(thing, &["Article", "Posting", "WebPage", "Report", "Chapter", "Book", "CreativeWork"]) {
                let text = |name: &str| thing.get(name).and_then(Value::as_str).and_then(words);
                about.headline = about.headline.take().or_else(|| text("headline"));
                about.date = about.date.take().or_else(|| {
                    ["datePublished", "dateCreated"].iter().find_map(|name| Stamp::from_value(thing.get(*name)?))
                });
                about.source = about.source.take().or_else(|| thing.get("publisher").and_then(name_of));
                about.author = about.author.take().or_else(|| thing.get("author").and_then(name_of));
                about.url = about.url.take().or_else(|| text("url"));
            }
        }
        _ => {}
    }
}

fn is_kind(thing: &Map<String, Value>, ends: &[&str]) -> bool {
    let is = |kind: &Value| kind.as_str().is_some_and(|kind| ends.iter().any(|end| kind.ends_with(end)));
    match thing.get("@type") {
        Some(Value::Array(kinds)) => kinds.iter().any(is),
        Some(kind) => is(kind),
        None => false,
    }
}

/// The name of a person or body, or the names of several.
fn name_of(value: &Value) -> Option<String> {
    match value {
        Value::String(name) => words(name).filter(|name| !name.starts_with("http")),
        Value::Object(thing) => thing.get("name").and_then(Value::as_str).and_then(words),
        Value::Array(things) => {
            let names: Vec<String> =
                things.iter().take(20).filter(|thing| !thing.is_array()).filter_map(name_of).collect();
            (!names.is_empty()).then(|| names.join(", "))
        }
        _ => None,
    }
}
