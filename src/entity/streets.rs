//! French streets, whose first word is written small: "rue de la Fontaine".

use super::EntityType::Place;
use super::page::Page;
use super::span::Span;
use super::tokens::Gap;

const STREETS: [&str; 12] = [
    "rue",
    "boulevard",
    "bd",
    "avenue",
    "quai",
    "place",
    "faubourg",
    "route",
    "impasse",
    "chemin",
    "square",
    "passage",
];

/// The name with the word for a street before it, where one stands there and nothing of `floor` and before it.
pub(super) fn with_street(page: &Page<'_>, name: Span, floor: usize) -> Span {
    let mut from = name.from;
    let small = |from: usize| {
        let at = from.checked_sub(1).filter(|&at| at >= floor && page.tokens[from].gap == Gap::Blank)?;
        (!page.tokens[at].even).then_some((at, page.tokens[at].text))
    };
    // "de la", "de", "du", "des"
    for articles in [["la", "l"], ["de", "des"]] {
        from = small(from).filter(|(_, word)| articles.contains(word)).map_or(from, |(at, _)| at);
    }
    from = small(from).filter(|&(_, word)| word == "du").map_or(from, |(at, _)| at);
    match small(from) {
        Some((at, word)) if STREETS.contains(&word) => Span { from: at, kind: Place, ..name },
        _ => name,
    }
}
