//! Where a query matches in a text.

use super::matcher::{Matcher, Mentions};
use super::plan::Layout;
use super::tree::{Kind, Node, Query, TextField};
use std::ops::Range;

/// The part of a document that a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Title,
    Body,
}

/// A query made ready to be marked in many texts.
#[derive(Clone, Debug)]
pub struct Highlighter {
    matcher: Matcher,
}

impl Highlighter {
    pub fn of(query: &Query) -> Self {
        let mut layouts = Vec::new();
        collect(&query.root, &mut layouts);
        Self { matcher: Matcher::new(layouts) }
    }

    /// Nothing of the query has a place in a text.
    pub fn is_empty(&self) -> bool {
        self.matcher.is_empty()
    }

    /// The byte ranges in which the query matches: in order, not overlapping, negated parts
    /// left out. Phrases are one range; parts of a neighbourhood are marked alone.
    pub fn ranges(&self, text: &str, part: Part, mentions: &Mentions<'_>) -> Vec<Range<usize>> {
        self.matcher.find(text, mentions).marks(stands_in(part))
    }

    /// As [`Highlighter::ranges`], but a place for each match: a neighbourhood is one from its first word to its last.
    pub fn places(&self, text: &str, part: Part, mentions: &Mentions<'_>) -> Vec<Range<usize>> {
        self.matcher.find(text, mentions).stretches(stands_in(part))
    }
}

fn stands_in(part: Part) -> impl Fn(&Layout) -> bool {
    let field = match part {
        Part::Title => TextField::Title,
        Part::Body => TextField::Body,
    };
    move |layout: &Layout| layout.field == TextField::Any || layout.field == field
}

/// Marks a query in the body of one document.
pub fn highlight(query: &Query, text: &str, mentions: &Mentions<'_>) -> Vec<Range<usize>> {
    Highlighter::of(query).ranges(text, Part::Body, mentions)
}

fn collect(node: &Node, out: &mut Vec<Layout>) {
    match &node.kind {
        Kind::And(parts) | Kind::Or(parts) => parts.iter().for_each(|part| collect(part, out)),
        Kind::Changed { added: true, words } => collect(words, out),
        Kind::Saved { inner, .. } => collect(inner, out),
        _ => out.extend(Layout::of(node)),
    }
}
