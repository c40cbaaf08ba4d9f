//! Says in words how a query was read.

use super::tree::{EntityName, Filter, Kind, Node, Piece, Query, SortBy, TextField};
use jiff::Timestamp;
use jiff::civil::date;

/// One part of a query in words.
#[derive(Clone, Debug)]
pub struct Told<'q> {
    pub depth: usize,
    pub line: String,
    pub part: &'q Node,
}

/// The parts of a query in words, each before what stands inside it.
pub fn explain_parts(query: &Query) -> Vec<Told<'_>> {
    let mut out = Vec::new();
    node(&query.root, 0, &mut out);
    out
}

/// How a query was read: one line a part, indented by depth, then the order.
pub fn explain(query: &Query) -> Vec<String> {
    let parts = explain_parts(query).into_iter();
    let mut out: Vec<String> = parts.map(|told| format!("{}{}", "  ".repeat(told.depth), told.line)).collect();
    let order = match (query.sort.by, query.sort.reverse) {
        (SortBy::Relevance, false) => "the most relevant first",
        (SortBy::Relevance, true) => "the least relevant first",
        (SortBy::Date, false) => "the earliest first, those without a date last",
        (SortBy::Date, true) => "the latest first, those without a date last",
        (SortBy::Added, false) => "the first added first",
        (SortBy::Added, true) => "the last added first",
        (SortBy::New, false) => "the greatest share of new words first",
        (SortBy::New, true) => "the least share of new words first",
        (SortBy::Title, false) => "by title",
        (SortBy::Title, true) => "by title, backwards",
    };
    out.push(format!("in order: {order}"));
    out
}

fn node<'q>(part: &'q Node, depth: usize, out: &mut Vec<Told<'q>>) {
    let (line, inner): (String, Vec<&Node>) = match &part.kind {
        Kind::All => ("every document".to_owned(), Vec::new()),
        Kind::And(parts) => ("all of these:".to_owned(), parts.iter().collect()),
        Kind::Or(parts) => ("any of these:".to_owned(), parts.iter().collect()),
        Kind::Saved { name, inner } => (format!("the saved search \u{201c}{name}\u{201d}:"), vec![&**inner]),
        Kind::Not(inner) => ("not this:".to_owned(), vec![inner]),
        Kind::Near { left, right, distance, ordered } => {
            let order = if *ordered { ", the first before the second" } else { "" };
            (format!("these two with at most {distance} words between them{order}:"), vec![left, right])
        }
        Kind::Words { field, pieces, slop } => (words(*field, pieces, *slop), Vec::new()),
        Kind::Exact { field, text } => {
            (format!("exactly \u{201c}{text}\u{201d}, with its case and accents, in {}", place(*field)), Vec::new())
        }
        Kind::Regex { field, pattern } => {
            let case = if pattern.any_case { "any case" } else { "case as written" };
            (format!("the regular expression /{}/ ({case}) in {}", pattern.source, place(*field)), Vec::new())
        }
        Kind::Entity(name) => (entity(name), Vec::new()),
        Kind::Days { from, to } => (days(*from, *to), Vec::new()),
        Kind::Length { from, to } => (format!("a length of {} words", range(*from, *to)), Vec::new()),
        Kind::Lang(code) => (format!("the language {code}"), Vec::new()),
        Kind::Changed { added: true, words } => ("what it adds to its leader holds this:".to_owned(), vec![&**words]),
        Kind::Changed { added: false, words } => {
            ("what it leaves out of its leader holds this:".to_owned(), vec![&**words])
        }
        Kind::Filter(asked) => (filter(asked), Vec::new()),
    };
    out.push(Told { depth, line, part });
    inner.into_iter().for_each(|inner| node(inner, depth + 1, out));
}

fn words(field: TextField, pieces: &[Piece], slop: Option<u32>) -> String {
    let named: Vec<String> = pieces.iter().map(piece).collect();
    let place = place(field);
    match (named.as_slice(), slop) {
        ([one], _) => format!("{one} in {place}"),
        (many, None) => format!("{}, one right after another, in {place}", many.join(", ")),
        (many, Some(slop)) => {
            format!("{}, in any order with at most {slop} other words among them, in {place}", many.join(", "))
        }
    }
}

fn piece(piece: &Piece) -> String {
    match piece {
        Piece::Word(word) => format!("the word \u{201c}{word}\u{201d}"),
        Piece::Prefix(prefix) => format!("a word that begins with \u{201c}{prefix}\u{201d}"),
        Piece::Pattern(pattern) => format!("a word of the form \u{201c}{pattern}\u{201d}"),
        Piece::Fuzzy { word, distance: 1 } => format!("a word at most 1 letter from \u{201c}{word}\u{201d}"),
        Piece::Fuzzy { word, distance } => format!("a word at most {distance} letters from \u{201c}{word}\u{201d}"),
    }
}

fn place(field: TextField) -> &'static str {
    match field {
        TextField::Any => "title or text",
        TextField::Title => "the title",
        TextField::Body => "the text",
        TextField::Source => "the source",
        TextField::Path => "the path",
        TextField::Url => "the web address",
        TextField::Key => "the key",
    }
}

fn entity(asked: &EntityName) -> String {
    let kind = asked.kind.map_or("entity", super::tree::EntityKind::name);
    match &asked.name {
        Some(list) if asked.listed && list == "*" => "a mention of whatever is on a list".to_owned(),
        Some(list) if asked.listed => format!("a mention of whatever is on the list \u{201c}{list}\u{201d}"),
        None => format!("a mention of any {kind}"),
        Some(name) if asked.exact => format!("a mention of the {kind} in the form \u{201c}{name}\u{201d}"),
        Some(name) => format!("a mention of the {kind} \u{201c}{name}\u{201d}, under any form"),
    }
}

fn days(from: Option<i32>, to: Option<i32>) -> String {
    let day = |number: i32| {
        let span = jiff::Span::new().try_days(number);
        span.and_then(|span| date(1970, 1, 1).checked_add(span))
            .map_or_else(|_| number.to_string(), |day| day.to_string())
    };
    match (from, to) {
        (None, None) => "a date".to_owned(),
        (Some(from), Some(to)) if from == to => format!("the date {}", day(from)),
        (Some(from), Some(to)) => format!("a date from {} to {}", day(from), day(to)),
        (Some(from), None) => format!("a date from {} on", day(from)),
        (None, Some(to)) => format!("a date up to {}", day(to)),
    }
}

fn range(from: u64, to: u64) -> String {
    match (from, to) {
        (from, to) if from == to => from.to_string(),
        (from, u64::MAX) => format!("{from} or more"),
        (from, to) => format!("{from} to {to}"),
    }
}

fn filter(asked: &Filter) -> String {
    let instant = |second: i64| Timestamp::from_second(second).map_or_else(|_| second.to_string(), |at| at.to_string());
    match asked {
        Filter::Tag(tag) => format!("the tag \u{201c}{tag}\u{201d}"),
        Filter::Verdict(verdict) => format!("the verdict {verdict}"),
        Filter::Is(state) => {
            let meaning = super::fields::STATES.iter().find(|known| known.0 == *state).map_or("", |known| known.1);
            format!("documents {meaning}")
        }
        Filter::Batch(name) => format!("the batch \u{201c}{name}\u{201d}"),
        Filter::NewEntity(name) => format!("an entity that the batch \u{201c}{name}\u{201d} is the first to name"),
        Filter::Group(id) => format!("the version group {id}"),
        Filter::Like(key) => format!("versions of \u{201c}{key}\u{201d}"),
        Filter::Thread(key) => format!("mails of the thread of \u{201c}{key}\u{201d}"),
        Filter::Type(ending) => format!("files of the type {ending}"),
        Filter::Note(words) if words == "*" => "documents with notes".to_owned(),
        Filter::Note(words) => format!("\u{201c}{words}\u{201d} in a note"),
        Filter::By(reader) => format!("decided on by {reader}"),
        Filter::New { from, to } => format!("{} percent of new words", range(*from, *to)),
        Filter::Versions { from, to } => format!("{} versions", range(*from, *to)),
        Filter::Added { from, before } => match (from, before) {
            (Some(from), Some(before)) => format!("added from {} until before {}", instant(*from), instant(*before)),
            (Some(from), None) => format!("added from {} on", instant(*from)),
            (None, Some(before)) => format!("added before {}", instant(*before)),
            (None, None) => "added at any time".to_owned(),
        },
    }
}

#[cfg(test)]
mod tests {
    use crate::search::tests::corpus::reading;
    use crate::search::{explain, parse};

    #[test]
    fn a_query_is_told_in_words() {
        let read =
            parse("fraud NEAR/5 entity:person -\"tax hav*\" date:2014-02.. sort:-date", &reading()).expect("a query");
        assert_eq!(
            explain(&read),
            [
                "all of these:",
                "  these two with at most 5 words between them:",
                "    the word \u{201c}fraud\u{201d} in title or text",
                "    a mention of any person",
                "  not this:",
                "    the word \u{201c}tax\u{201d}, a word that begins with \u{201c}hav\u{201d}, one right after another, in title or text",
                "  a date from 2014-02-01 on",
                "in order: the latest first, those without a date last",
            ]
        );
    }
}
