//! Random queries over random documents, against an evaluation that reads every text.

use super::corpus::{Corpus, Doc, reading};
use crate::search::{EntityName, Highlighter, Kind, Node, Part, Piece, TextField, highlight, parse};
use crate::text::terms::terms;
use proptest::prelude::*;
use std::ops::Range;

const WORDS: [&str; 10] =
    ["tax", "taxes", "haven", "Haven", "t\u{e4}x", "island", "M\u{2019}Hamed", "ha", "a", "Anna Kern"];

fn texts() -> impl Strategy<Value = String> {
    let word = prop_oneof![8 => prop::sample::select(&WORDS[..]), 1 => Just("ha-\nven")];
    let gap = prop_oneof![6 => Just(" "), 1 => Just(", "), 1 => Just("\n")];
    prop::collection::vec((word, gap), 0..12)
        .prop_map(|words| words.into_iter().map(|(word, gap)| format!("{word}{gap}")).collect())
}

fn docs() -> impl Strategy<Value = Vec<Doc>> {
    let doc = (texts(), texts()).prop_map(|(title, body)| {
        let people = if body.contains("Anna Kern") { vec!["Anna Kern"] } else { Vec::new() };
        Doc { title: title.trim().to_owned(), body, people, ..Doc::default() }
    });
    prop::collection::vec(doc, 1..12)
}

fn placed() -> impl Strategy<Value = String> {
    let words = [
        "tax",
        "haven",
        "ha",
        "a",
        "M'Hamed",
        "tax*",
        "ha?en",
        "*x",
        "havn~1",
        "ha-ven",
        "island",
        "=Haven",
        "=tax",
        "/tax ha/",
        "/[hH]a\\w+n/",
    ];
    let leaf = prop_oneof![
        6 => prop::sample::select(words.to_vec()).prop_map(str::to_owned),
        1 => Just("person:kern".to_owned()),
        1 => Just("\"tax haven\"".to_owned()),
        1 => Just("\"tax ha*\"".to_owned()),
        1 => Just("\"a tax haven\"~2".to_owned()),
        1 => Just("\"a a\"~1".to_owned()),
        1 => Just("\"tax ha-ven\"".to_owned()),
        1 => Just("\"a ha-ven\"~1".to_owned()),
    ];
    leaf.prop_recursive(2, 6, 2, |inner| {
        prop_oneof![
            (inner.clone(), 0..4, inner.clone()).prop_map(|(a, n, b)| format!("({a}) NEAR/{n} ({b})")),
            (inner.clone(), 0..4, inner.clone()).prop_map(|(a, n, b)| format!("({a}) ADJ/{n} ({b})")),
            (inner.clone(), inner).prop_map(|(a, b)| format!("({a}) OR ({b})")),
        ]
    })
}

fn queries() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        8 => placed(),
        1 => Just("title:tax".to_owned()),
        1 => Just("body:(haven OR tax)".to_owned()),
        1 => Just("tag:odd".to_owned()),
    ];
    leaf.prop_recursive(3, 10, 2, |inner| {
        prop_oneof![
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a}) ({b})")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a}) OR ({b})")),
            inner.prop_map(|a| format!("NOT ({a})")),
        ]
    })
}

type Span = (usize, usize);

/// Every stretch of words of a text that a node with a place means, by trying all.
fn spans(node: &Node, text: &str, mentions: &dyn Fn(&EntityName) -> Vec<Range<usize>>) -> Vec<Span> {
    let mut words: Vec<(Range<usize>, String)> = Vec::new();
    let mut walk = terms(text);
    while let Some((range, term)) = walk.advance() {
        words.push((range, term.to_owned()));
    }
    let covered = |range: Range<usize>| {
        let touched: Vec<usize> =
            (0..words.len()).filter(|&at| words[at].0.end > range.start && words[at].0.start < range.end).collect();
        touched.first().copied().zip(touched.last().copied())
    };
    match &node.kind {
        Kind::Words { pieces, slop: None, .. } => {
            let fits = |at: usize| pieces.iter().zip(&words[at..]).all(|(piece, word)| means(piece, &word.1));
            let last = (words.len() + 1).saturating_sub(pieces.len());
            (0..last).filter(|&at| fits(at)).map(|at| (at, at + pieces.len() - 1)).collect()
        }
        Kind::Words { pieces, slop: Some(slop), .. } => {
            let mut out = Vec::new();
            for from in 0..words.len() {
                for to in from + pieces.len() - 1..words.len().min(from + pieces.len() + *slop as usize) {
                    let inside = &words[from..=to];
                    let enough = |piece: &Piece| {
                        let wanted = pieces.iter().filter(|other| *other == piece).count();
                        inside.iter().filter(|word| means(piece, &word.1)).count() >= wanted
                    };
                    if pieces.iter().all(enough) {
                        out.push((from, to));
                    }
                }
            }
            let inside = |a: &Span, b: &Span| a != b && b.0 <= a.0 && a.1 <= b.1;
            out.iter().filter(|window| !out.iter().any(|other| inside(other, window))).copied().collect()
        }
        Kind::Exact { text: exact, .. } => {
            let exact: Vec<&str> = exact.split(' ').collect();
            (0..words.len())
                .filter(|&at| {
                    words[at..].len() >= exact.len()
                        && words[at..].iter().zip(&exact).all(|(word, exact)| &text[word.0.clone()] == *exact)
                })
                .map(|at| (at, at + exact.len() - 1))
                .collect()
        }
        Kind::Regex { pattern, .. } => {
            let source = pattern.source.replace(' ', "\\s+");
            let regex = regex::Regex::new(&source).expect("a regular expression");
            regex.find_iter(text).filter_map(|found| covered(found.range())).collect()
        }
        Kind::Entity(name) => mentions(name).into_iter().filter_map(covered).collect(),
        Kind::Or(parts) => parts.iter().flat_map(|part| spans(part, text, mentions)).collect(),
        Kind::Near { left, right, distance, ordered } => {
            let (left, right) = (spans(left, text, mentions), spans(right, text, mentions));
            let mut out = Vec::new();
            for &a in &left {
                for &b in &right {
                    for (one, other) in [(a, b), (b, a)] {
                        let swapped = (one, other) != (a, b);
                        if one.1 < other.0 && other.0 - one.1 - 1 <= *distance as usize && !(swapped && *ordered) {
                            out.push((one.0, other.1));
                        }
                    }
                }
            }
            out
        }
        _ => Vec::new(),
    }
}

fn means(piece: &Piece, term: &str) -> bool {
    match piece {
        Piece::Word(word) => word == term,
        Piece::Prefix(prefix) => term.starts_with(prefix),
        Piece::Pattern(pattern) => {
            let source = format!("^{}$", pattern.replace('*', ".*").replace('?', "."));
            regex::Regex::new(&source).is_ok_and(|regex| regex.is_match(term))
        }
        // Within this vocabulary, one letter left out or put in.
        Piece::Fuzzy { word, .. } => {
            let without = |text: &str, at: usize| {
                text.chars().enumerate().filter(|&(i, _)| i != at).map(|(_, c)| c).collect::<String>()
            };
            word == term
                || (0..term.len()).any(|at| without(term, at) == *word)
                || (0..word.len()).any(|at| without(word, at) == term)
        }
    }
}

fn field(node: &Node) -> TextField {
    match &node.kind {
        Kind::Words { field, .. } | Kind::Exact { field, .. } | Kind::Regex { field, .. } => *field,
        Kind::Entity(_) => TextField::Body,
        Kind::Near { left, right, .. } => {
            if field(left) == TextField::Any {
                field(right)
            } else {
                field(left)
            }
        }
        Kind::Or(parts) => parts.iter().map(field).find(|field| *field != TextField::Any).unwrap_or_default(),
        _ => TextField::Any,
    }
}

fn holds(node: &Node, doc: &Doc, number: u32) -> bool {
    match &node.kind {
        Kind::All => true,
        Kind::And(parts) => parts.iter().all(|part| holds(part, doc, number)),
        Kind::Or(parts) => parts.iter().any(|part| holds(part, doc, number)),
        Kind::Saved { inner, .. } => holds(inner, doc, number),
        Kind::Not(inner) => !holds(inner, doc, number),
        Kind::Filter(_) => number % 2 == 1,
        _ => {
            let kern =
                |_: &EntityName| doc.body.match_indices("Anna Kern").map(|(at, name)| at..at + name.len()).collect();
            let title = !spans(node, &doc.title, &|_| Vec::new()).is_empty();
            let body = !spans(node, &doc.body, &kern).is_empty();
            match field(node) {
                TextField::Any => title || body,
                TextField::Title => title,
                _ => body,
            }
        }
    }
}

proptest! {
    #![proptest_config(crate::properties::cases(24))]
    #[test]
    fn the_index_agrees_with_reading_every_text(docs in docs(), queries in prop::collection::vec(queries(), 12)) {
        let corpus = Corpus::of(docs);
        for query in queries {
            let read = parse(&query, &reading()).unwrap_or_else(|error| panic!("{query}: {error}"));
            let wanted: Vec<u32> = (1..).zip(&corpus.docs).filter(|(number, doc)| holds(&read.root, doc, *number)).map(|(number, _)| number).collect();
            prop_assert_eq!(corpus.found(&query), wanted, "{}", query);
        }
    }

    #[test]
    fn marks_are_in_order_and_stand_in_what_was_found(text in texts(), query in placed()) {
        let read = parse(&query, &reading()).expect("a query");
        let kern = |_: &EntityName| text.match_indices("Anna Kern").map(|(at, name)| at..at + name.len()).collect::<Vec<_>>();
        let marks = highlight(&read, &text, &kern);
        let found = !spans(&read.root, &text, &kern).is_empty();
        prop_assert_eq!(marks.is_empty(), !found);
        prop_assert!(marks.windows(2).all(|pair| pair[0].end <= pair[1].start));
        for mark in &marks {
            prop_assert!(mark.start < mark.end && text.get(mark.clone()).is_some());
        }
        let places = Highlighter::of(&read).places(&text, Part::Body, &kern);
        prop_assert!(places.windows(2).all(|pair| pair[0].end <= pair[1].start));
        let inside = |mark: &Range<usize>| places.iter().any(|place| place.start <= mark.start && mark.end <= place.end);
        prop_assert!(marks.iter().all(inside), "what is marked is a part of a place");
    }
}

proptest! {
    #[test]
    fn any_text_is_a_query_or_an_error(query in "[a-z0-9\"\u{201c}()/~*?=:.<>\\-+&\\\\ ANDORTE\u{e9}\u{301}\u{6771}]{0,30}") {
        check_parse(&query)?;
    }

    #[test]
    fn any_unicode_is_a_query_or_an_error(query in "\\PC{0,40}") {
        check_parse(&query)?;
    }

    #[test]
    fn any_field_value_is_a_query_or_an_error(
        field in prop::sample::select(vec!["date", "added", "words", "versions", "is", "verdict", "sort", "title", "entity", "lang", "key"]),
        value in "[0-9a-z.<>=\\-/\"*()]{0,12}",
    ) {
        check_parse(&format!("{field}:{value}"))?;
    }
}

fn check_parse(query: &str) -> Result<(), TestCaseError> {
    for live in [false, true] {
        let mut how = reading();
        how.live = live;
        match parse(query, &how) {
            Ok(read) => drop(crate::search::explain(&read)),
            Err(error) => {
                prop_assert!(query.get(error.span.clone()).is_some(), "{:?}", error);
                prop_assert!(error.repair.is_none_or(|repair| parse(&repair, &how).is_ok()));
            }
        }
    }
    Ok(())
}
