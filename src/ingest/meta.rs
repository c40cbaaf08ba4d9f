//! What a page says about itself: JSON-LD first, then its meta elements, then what it shows.

use super::Stamp;
use dom_query::Document;
use serde_json::{Map, Value};
use std::collections::HashMap;

/// The page's word about itself.
#[derive(Debug, Default)]
pub(super) struct About {
    pub(super) headline: Option<String>,
    pub(super) date: Option<Stamp>,
    /// When it was last changed.
    pub(super) changed: Option<Stamp>,
    pub(super) source: Option<String>,
    pub(super) url: Option<String>,
    pub(super) author: Option<String>,
    pub(super) language: Option<String>,
    /// The text of the article, where linked data repeats it; perhaps as a page.
    pub(super) body: Option<String>,
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
/// When a page was last changed, where nothing says when it was written.
const MODIFIED: [&str; 4] = ["article:modified_time", "og:updated_time", "last-modified", "datemodified"];
const AUTHORS: [&str; 9] = [
    "author",
    "sailthru.author",
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
    let scripts = page.select("script[type=\"application/ld+json\"]");
    let scripts: Vec<Value> = scripts.iter().take(20).filter_map(|script| linked_value(&script.text())).collect();
    let mut people = HashMap::new();
    scripts.iter().for_each(|value| named_things(value, 6, &mut people));
    // What is said of the article counts before what is said of the page.
    for kinds in [ARTICLES, PAGES] {
        scripts.iter().for_each(|value| linked_data(value, 5, kinds, &people, &mut about));
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
    about.changed = MODIFIED.iter().find_map(|name| of(&[name])).and_then(|date| Stamp::parse(&date));
    about.is_article |=
        of(&["article:published_time"]).is_some() || of(&["og:type"]).is_some_and(|kind| kind == "article");
    about.headline = about.headline.or_else(|| of(&HEADLINES));
    about.source = about.source.or_else(|| of(&SOURCES));
    about.author = about.author.or_else(|| {
        AUTHORS.iter().find_map(|name| of(&[name]).filter(|author| !author.starts_with("http"))).or_else(|| {
            // Labels and their values in pairs, as cards show them.
            let label = of(&["twitter:label1"])?.to_lowercase();
            let is_author = ["by", "von", "par", "por", "da", "door", "av", "autor", "author", "автор"];
            let is_author = label.split_whitespace().any(|word| is_author.contains(&word));
            is_author.then(|| of(&["twitter:data1"]))?
        })
    });
    let canonical = page.select("link[rel=\"canonical\"]").iter().find_map(|link| link.attr("href"));
    let url = canonical.map(|href| href.trim().to_owned()).into_iter().chain(of(&["og:url"])).chain(about.url.take());
    about.url = url.into_iter().find(|url| url.starts_with("http://") || url.starts_with("https://"));
    about.is_thread |= about.url.as_deref().is_some_and(is_board);
    about.language = page.select("html").iter().find_map(|html| html.attr("lang")).and_then(|lang| words(&lang));
    about
}

/// The words of a text in which some leave the entities of a page.
fn plain_words(text: &str) -> Option<String> {
    if !text.contains('&') {
        return words(text);
    }
    words(&Document::fragment(text.replace('<', "&lt;")).text())
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

/// Linked data as it stands in a script, in which some leave line ends and marks of comments.
fn linked_value(text: &str) -> Option<Value> {
    let text = text.trim().trim_start_matches("//").trim_start_matches("<![CDATA[").trim_start_matches("<!--");
    let text =
        text.trim().trim_end_matches("-->").trim_end_matches("]]>").trim_end_matches("//").trim().trim_end_matches(';');
    let read = |text: &str| serde_json::from_str::<Value>(text).ok();
    read(text).or_else(|| read(&text.replace(|c: char| c.is_control(), " ")))
}

/// Takes down the names of things that others point to.
fn named_things(value: &Value, depth: usize, people: &mut HashMap<String, String>) {
    if depth == 0 || people.len() > 500 {
        return;
    }
    match value {
        Value::Array(things) => things.iter().take(200).for_each(|thing| named_things(thing, depth - 1, people)),
        Value::Object(thing) => {
            if let (Some(Value::String(id)), Some(Value::String(name))) = (thing.get("@id"), thing.get("name")) {
                people.entry(id.clone()).or_insert_with(|| name.clone());
            }
            thing.values().for_each(|thing| named_things(thing, depth - 1, people));
        }
        _ => {}
    }
}

/// Takes what is known from linked data, which may be a list or a graph of things.
fn linked_data(value: &Value, depth: usize, kinds: &[&str], people: &HashMap<String, String>, about: &mut About) {
    if depth == 0 {
        return;
    }
    match value {
        Value::Array(things) => {
            things.iter().take(50).for_each(|thing| linked_data(thing, depth - 1, kinds, people, about));
        }
        Value::Object(thing) => {
            for inner in ["@graph", "mainEntity", "mainEntityOfPage"] {
                if let Some(inner) = thing.get(inner) {
                    linked_data(inner, depth - 1, kinds, people, about);
                }
            }
            about.is_thread |= is_kind(thing, &["ForumPosting", "QAPage", "Question"]);
            about.is_article |= is_kind(thing, &["Article", "BlogPosting", "Report"]);
            if is_kind(thing, kinds) {
                let text = |name: &str| thing.get(name).and_then(Value::as_str).and_then(plain_words);
                about.headline = about.headline.take().or_else(|| text("headline"));
                about.date = about.date.take().or_else(|| {
                    ["datePublished", "dateCreated"].iter().find_map(|name| Stamp::from_value(thing.get(*name)?))
                });
                about.source = about.source.take().or_else(|| name_of(thing.get("publisher")?, people));
                about.author = about
                    .author
                    .take()
                    .or_else(|| ["author", "creator"].iter().find_map(|name| name_of(thing.get(*name)?, people)));
                about.url = about.url.take().or_else(|| text("url"));
                let body = ["articleBody", "text"].iter().find_map(|name| thing.get(*name)?.as_str());
                about.body = about.body.take().or_else(|| body.map(str::to_owned));
            }
        }
        _ => {}
    }
}

const ARTICLES: &[&str] = &["Article", "Posting", "Report", "Question"];
const PAGES: &[&str] = &["WebPage", "QAPage", "Chapter", "Book", "CreativeWork"];

fn is_kind(thing: &Map<String, Value>, ends: &[&str]) -> bool {
    let is = |kind: &Value| kind.as_str().is_some_and(|kind| ends.iter().any(|end| kind.ends_with(end)));
    match thing.get("@type") {
        Some(Value::Array(kinds)) => kinds.iter().any(is),
        Some(kind) => is(kind),
        None => false,
    }
}

/// The name of a person or body, or the names of several, which may be pointed to.
fn name_of(value: &Value, people: &HashMap<String, String>) -> Option<String> {
    match value {
        Value::String(name) => plain_words(name).filter(|name| !name.starts_with("http")),
        Value::Object(thing) => {
            let name = thing.get("name").and_then(Value::as_str).and_then(plain_words);
            name.or_else(|| people.get(thing.get("@id")?.as_str()?).and_then(|name| plain_words(name)))
        }
        Value::Array(things) => {
            let names = things.iter().take(20).filter(|thing| !thing.is_array());
            let names: Vec<String> = names.filter_map(|thing| name_of(thing, people)).collect();
            (!names.is_empty()).then(|| names.join(", "))
        }
        _ => None,
    }
}
