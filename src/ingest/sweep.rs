//! Takes out of a page what is about the page: the offers, lists of other pages, boxes for sharing,
//! signing up and consenting that stand in and around its content, known by the names that their
//! elements bear.
//!
//! Names are given for looks, not for readers, so nothing is taken that holds much of the prose.

use dom_query::{Document, NodeData, NodeId, NodeRef};
use std::collections::{HashMap, HashSet};

/// Words of classes and ids that name furniture, alone.
const WORDS: &[&str] = &[
    "ad",
    "ads",
    "adsense",
    "advert",
    "advertisement",
    "advertising",
    "breadcrumb",
    "breadcrumbs",
    "consent",
    "cookie",
    "cookies",
    "disqus",
    "donate",
    "donation",
    "footer",
    "gdpr",
    "login",
    "masthead",
    "modal",
    "mostread",
    "nav",
    "navbar",
    "navigation",
    "newsletter",
    "newsletters",
    "outbrain",
    "pager",
    "pagination",
    "paywall",
    "popup",
    "promo",
    "promos",
    "promotion",
    "recirc",
    "recirculation",
    "recommendation",
    "recommendations",
    "recommended",
    "related",
    "share",
    "sharebar",
    "sharedaddy",
    "sharing",
    "sidebar",
    "signup",
    "social",
    "sponsor",
    "sponsored",
    "subscribe",
    "subscription",
    "taboola",
    "toolbar",
    "trending",
];

/// Words that name furniture where they follow one another.
const PAIRS: &[[&str; 2]] = &[
    ["more", "stories"],
    ["more", "news"],
    ["more", "articles"],
    ["most", "read"],
    ["most", "popular"],
    ["also", "read"],
    ["also", "like"],
    ["read", "more"],
    ["read", "next"],
    ["up", "next"],
    ["sign", "up"],
    ["side", "bar"],
    ["latest", "news"],
    ["latest", "posts"],
    ["recent", "posts"],
    ["popular", "posts"],
    ["author", "bio"],
    ["author", "box"],
    ["about", "author"],
    ["tag", "list"],
    ["tags", "links"],
    ["post", "tags"],
    ["post", "navigation"],
    ["skip", "link"],
    ["screen", "reader"],
];

/// Words that name the content where they follow one another.
const CONTENT: &[[&str; 2]] = &[
    ["entry", "content"],
    ["article", "content"],
    ["article", "body"],
    ["article", "text"],
    ["post", "content"],
    ["post", "body"],
    ["story", "body"],
    ["story", "content"],
    ["main", "content"],
];

/// Words that name what readers wrote under a page.
const COMMENTS: &[&str] = &["comments", "comment", "commentlist", "disqus", "respond", "replies"];

/// Roles of elements that are about the page.
const ROLES: &[&str] = &["navigation", "search", "banner", "contentinfo", "complementary", "dialog", "alertdialog"];

/// Takes the furniture out of a page; what readers wrote under it too, where it is an article.
pub(super) fn sweep(page: &Document, is_article: bool) {
    let nodes: Vec<NodeRef<'_>> = page.root().descendants_it().collect();
    let held = held(&nodes);
    let all = held.get(&page.root().id).map_or(0, |held| held.bytes);
    let mut gone = HashSet::new();
    show(&nodes, &held, all);
    for node in nodes.iter().filter(|node| node.is_element()) {
        if node.parent().is_none_or(|parent| gone.contains(&parent.id)) {
            gone.insert(node.id);
            continue;
        }
        let Some(share) = most_of(node, is_article) else { continue };
        let Some(held) = held.get(&node.id) else { continue };
        if !held.content && held.bytes * 100 <= all * share {
            gone.insert(node.id);
            node.remove_from_parent();
        }
    }
}

/// Lets be read what is hidden, or in a form, only until a script has run, or for want of one: what a
/// server sent late, which stands hidden at the end, and what holds most of the words.
fn show(nodes: &[NodeRef<'_>], held: &HashMap<NodeId, Held>, all: usize) {
    for node in nodes.iter().filter(|node| node.is_element()) {
        let bytes = held.get(&node.id).map_or(0, |held| held.bytes);
        let is_late = node.attr("id").is_some_and(|id| id.starts_with("S:")) && node.has_attr("hidden");
        if is_late || bytes * 2 > all {
            node.remove_attrs(&["hidden", "aria-hidden", "style"]);
        }
        if node.has_name("form") && bytes * 4 > all {
            node.rename("div");
        }
    }
}

/// What stands under an element.
#[derive(Clone, Copy, Default)]
struct Held {
    /// Bytes of words.
    bytes: usize,
    /// Whether the heading of the page is there, or what says to be its content.
    content: bool,
}

/// What stands under each of the nodes, which are in the order of the page.
fn held(nodes: &[NodeRef<'_>]) -> HashMap<NodeId, Held> {
    let mut all: HashMap<NodeId, Held> = HashMap::with_capacity(nodes.len());
    for node in nodes.iter().rev() {
        let own = all.get(&node.id).copied().unwrap_or_default();
        let (bytes, content) = node.query_or((0, false), |tree_node| match &tree_node.data {
            NodeData::Text { contents } => (contents.split_ascii_whitespace().map(str::len).sum(), false),
            NodeData::Element(element) => match &*element.name.local {
                "script" | "style" | "noscript" | "template" => (0, false),
                name => (own.bytes, own.content || matches!(name, "h1" | "main")),
            },
            _ => (0, false),
        });
        if let Some(parent) = node.parent() {
            let sum = all.entry(parent.id).or_default();
            sum.bytes += bytes;
            sum.content |= content;
        }
    }
    all
}

/// The share of the prose, in hundredths, up to which an element is taken out; none if it may stay.
fn most_of(node: &NodeRef<'_>, is_article: bool) -> Option<usize> {
    let name = node.node_name()?;
    if matches!(
        &*name,
        "html" | "head" | "body" | "main" | "article" | "script" | "table" | "tr" | "td" | "code" | "pre"
    ) {
        return None;
    }
    if node.attr("role").is_some_and(|role| ROLES.contains(&&*role)) {
        return Some(30);
    }
    if node.attr("itemprop").is_some_and(|name| &*name == "articleBody") {
        return None;
    }
    let names = [node.attr("class"), node.attr("id")];
    let names = names.iter().flatten().flat_map(|names| names.split_whitespace());
    let mut share = None;
    for name in names.filter(|name| !name.contains([':', '/', '[']) && name.len() < 60).take(40) {
        let words = words(name);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let follow = |known: &[&str; 2]| words.windows(2).any(|pair| pair == known);
        if CONTENT.iter().any(follow) {
            return None;
        }
        // A longer name says what the text is about.
        if words.len() > 5 {
            continue;
        }
        if is_article && words.iter().any(|word| COMMENTS.contains(word)) {
            share = Some(95);
        } else if words.iter().any(|word| WORDS.contains(word)) || PAIRS.iter().any(follow) {
            share = share.or(Some(if words.len() > 3 { 15 } else { 30 }));
        }
    }
    share
}

/// The words of a name, which stand apart by marks or by capitals, in small letters.
pub(super) fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut small = false;
    for c in name.chars() {
        if !c.is_alphanumeric() || (c.is_uppercase() && small) {
            words.push(String::new());
        }
        if c.is_alphanumeric()
            && let Some(word) = words.last_mut()
        {
            word.extend(c.to_lowercase());
        }
        small = c.is_lowercase();
    }
    words.retain(|word| !word.is_empty());
    words
}
