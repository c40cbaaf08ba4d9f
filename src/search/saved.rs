//! Saved searches inside queries: `in:NAME` stands for the query that was saved under the name.

use super::error::QueryError;
use super::fields;
use super::parse::{Parser, read_within};
use super::tree::{Kind, Node};
use std::cell::Cell;
use std::collections::BTreeMap;
use std::ops::Range;
use std::rc::Rc;
use std::sync::Arc;

/// How deep saved searches may stand inside each other.
const DEEPEST: usize = 16;
/// How many saved searches one query may come to stand for.
const MOST: usize = 1_000;

/// The saved searches that a query can name.
#[derive(Clone, Debug, Default)]
pub struct Saved(Arc<BTreeMap<String, (String, String)>>);

impl Saved {
    /// Of names and queries; case does not tell names apart.
    pub fn of(searches: impl IntoIterator<Item = (String, String)>) -> Self {
        Self(Arc::new(searches.into_iter().map(|(name, query)| (key(&name), (name, query))).collect()))
    }

    /// The query that is saved under a name.
    pub fn query(&self, name: &str) -> Option<&str> {
        self.0.get(&key(name)).map(|(_, query)| query.as_str())
    }

    /// The names, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.values().map(|(name, _)| name.as_str())
    }
}

/// What names are compared by.
fn key(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// The saved searches that a query stands in while it is read.
#[derive(Clone, Debug, Default)]
pub(super) struct Within {
    /// The outermost first.
    trail: Vec<String>,
    /// How many have been read for the whole query.
    read: Rc<Cell<usize>>,
    /// What is wrong has been told with the name of the saved search that it is in.
    named: Rc<Cell<bool>>,
}

impl Parser<'_> {
    /// `in:NAME`: `span` is all of it, `inner` the name without quotes.
    pub(super) fn saved(&mut self, name: &str, span: &Range<usize>, inner: &Range<usize>) -> Result<Kind, QueryError> {
        if self.within.trail.is_empty() {
            self.within.named.set(false);
        }
        let Some(query) = self.reading.saved.query(name).map(str::to_owned) else {
            let near = fields::nearest(name, self.reading.saved.names());
            let known = match near {
                Some(near) => format!("\u{201c}{near}\u{201d} is the nearest"),
                None => ":save NAME on the screen or `variorum save` makes one".to_owned(),
            };
            let repair = near.map(in_query);
            let message = format!("there is no saved search \u{201c}{name}\u{201d}; {known}");
            return self.fail_named(&message, inner.clone(), repair.as_deref().map(|repair| (span.clone(), repair)));
        };
        let own = key(name);
        if let Some(at) = self.within.trail.iter().position(|outer| *outer == own) {
            let round: Vec<&str> = self.within.trail[at..].iter().map(String::as_str).chain([own.as_str()]).collect();
            let message = format!("the saved search \u{201c}{name}\u{201d} leads back to itself: {}", round.join(", "));
            return self.fail_named(&message, inner.clone(), None);
        }
        self.within.read.set(self.within.read.get() + 1);
        if self.within.trail.len() >= DEEPEST || self.within.read.get() > MOST {
            return self.fail_named("too many saved searches stand inside each other here", inner.clone(), None);
        }
        let mut within = self.within.clone();
        within.trail.push(own);
        let reading = super::parse::Reading { live: false, ..self.reading.clone() };
        match read_within(&query, &reading, within) {
            Ok(read) => {
                if read.names_sort {
                    self.saved_sort.get_or_insert(read.sort);
                }
                let mut root = read.root;
                stand_at(&mut root, span);
                Ok(Kind::Saved { name: name.to_owned(), inner: Box::new(root) })
            }
            Err(error) if self.within.named.get() => self.fail(&error.message, inner.clone(), None),
            Err(error) => {
                let message = format!("the saved search \u{201c}{name}\u{201d} cannot be read: {}", error.message);
                self.fail_named(&message, inner.clone(), None)
            }
        }
    }

    /// Fails with a message that names the saved search, which those around it pass on as it is.
    fn fail_named<T>(
        &self,
        message: &str,
        span: Range<usize>,
        repair: Option<(Range<usize>, &str)>,
    ) -> Result<T, QueryError> {
        self.within.named.set(true);
        self.fail(message, span, repair)
    }
}

/// A saved search as a query names it: `in:NAME`.
pub fn in_query(name: &str) -> String {
    let plain = name.chars().all(|c| c.is_alphanumeric() || "-_".contains(c)) && !name.starts_with('-');
    if plain { format!("in:{name}") } else { format!("in:\"{name}\"") }
}

/// All parts stand where the name does, which is what the reader has before them.
fn stand_at(node: &mut Node, span: &Range<usize>) {
    node.span = span.clone();
    match &mut node.kind {
        Kind::And(parts) | Kind::Or(parts) => parts.iter_mut().for_each(|part| stand_at(part, span)),
        Kind::Not(inner) | Kind::Saved { inner, .. } | Kind::Changed { words: inner, .. } => stand_at(inner, span),
        Kind::Near { left, right, .. } => {
            stand_at(left, span);
            stand_at(right, span);
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::tests::corpus::reading;
    use crate::search::{SortBy, parse};

    fn parsed(query: &str, saved: &[(&str, &str)]) -> Result<super::super::tree::Query, QueryError> {
        let saved = saved.iter().map(|(name, query)| ((*name).to_owned(), (*query).to_owned()));
        parse(query, &super::super::parse::Reading { saved: Saved::of(saved), ..reading() })
    }

    #[test]
    fn a_saved_search_stands_for_its_query() {
        let saved = [("Boats", "ferry OR boat sort:date"), ("dear boats", "in:boats price")];
        let read = parsed("in:\"dear boats\" -in:boats", &saved).expect("a query");
        assert_eq!(read.sort.by, SortBy::Date, "an order that was saved holds where the query names none");
        let Kind::And(parts) = &read.root.kind else { panic!("{:?}", read.root) };
        assert_eq!(parts.iter().map(|part| part.span.clone()).collect::<Vec<_>>(), [0..15, 16..25]);
        let plain = parsed("(ferry OR boat) price", &[]).expect("a query").root;
        let Kind::Saved { inner, .. } = &parts[0].kind else { panic!("{parts:?}") };
        let (Kind::And(inner), Kind::And(plain)) = (&inner.kind, &plain.kind) else { panic!("{inner:?}") };
        assert!(matches!(&inner[0].kind, Kind::Saved { inner, .. } if inner.kind == plain[0].kind));
        assert_eq!(inner[1].kind, plain[1].kind);
        assert_eq!(parsed("in:boats sort:title", &saved).expect("a query").sort.by, SortBy::Title);
        assert!(parsed("in:boats NEAR/3 price", &[("boats", "ferry OR boat")]).is_ok());
    }

    #[test]
    fn what_cannot_be_read_is_said_at_the_name() {
        let saved = [
            ("a", "in:b x"),
            ("b", "y in:a"),
            ("me", "in:ME"),
            ("broken", "\"tax"),
            ("boats", "ferry"),
            ("words", "\"saved search"),
            ("outer", "in:words ferry"),
        ];
        for (query, span, message, repair) in [
            (
                "x in:boat",
                5..9,
                "there is no saved search \u{201c}boat\u{201d}; \u{201c}boats\u{201d} is the nearest",
                Some("x in:boats"),
            ),
            (
                "in:\"who knows\" x",
                4..13,
                "there is no saved search \u{201c}who knows\u{201d}; :save NAME on the screen or `variorum save` makes one",
                None,
            ),
            ("x in:a", 5..6, "the saved search \u{201c}a\u{201d} leads back to itself: a, b, a", None),
            ("in:me", 3..5, "the saved search \u{201c}ME\u{201d} leads back to itself: me, me", None),
            (
                "in:outer",
                3..8,
                "the saved search \u{201c}words\u{201d} cannot be read: the quote before \u{201c}saved search\u{201d} is not closed",
                None,
            ),
            (
                "(in:broken)",
                4..10,
                "the saved search \u{201c}broken\u{201d} cannot be read: the quote before \u{201c}tax\u{201d} is not closed",
                None,
            ),
        ] {
            let error = parsed(query, &saved).expect_err(query);
            assert_eq!(
                (error.span, error.message.as_str(), error.repair.as_deref()),
                (span, message, repair),
                "{query}"
            );
        }
    }

    #[test]
    fn saved_searches_that_swell_are_an_error() {
        let doubling: Vec<(String, String)> =
            (0..12).map(|at| (format!("s{at}"), format!("in:s{0} in:s{0} in:s{0}", at + 1))).collect();
        let mut all: Vec<(&str, &str)> = doubling.iter().map(|(name, query)| (name.as_str(), query.as_str())).collect();
        all.push(("s12", "x"));
        assert!(parsed("in:s0", &all).is_err_and(|error| error.message.contains("too many saved searches")));
        assert!(parsed("in:s9", &all).is_ok());
    }
}
