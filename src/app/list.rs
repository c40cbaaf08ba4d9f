//! The document list: results, cursor, marks, and the rows that are at hand.

use crate::library::types::{Change, DocNo, GroupNo, Relation, Row};
use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

/// The order of the list, when the query names none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    #[default]
    Relevance,
    Date,
    Title,
    Added,
    New,
}

impl Order {
    pub fn next(self) -> Self {
        match self {
            Self::Relevance => Self::Date,
            Self::Date => Self::Title,
            Self::Title => Self::Added,
            Self::Added => Self::New,
            Self::New => Self::Relevance,
        }
    }

    /// The order that a word behind `sort:` names.
    pub fn named(word: &str) -> Option<Self> {
        [Self::Relevance, Self::Date, Self::Title, Self::Added, Self::New]
            .into_iter()
            .find(|order| order.word() == word)
    }

    /// The word for it in queries and on the screen.
    pub fn word(self) -> &'static str {
        match self {
            Self::Relevance => "relevance",
            Self::Date => "date",
            Self::Title => "title",
            Self::Added => "added",
            Self::New => "new",
        }
    }
}

/// Rows at hand are thrown away beyond this many.
const ROWS: usize = 2_000;

/// The state of the list.
#[derive(Debug, Default)]
pub struct List {
    /// Every document that was found, in order.
    pub documents: Arc<Vec<DocNo>>,
    pub cursor: usize,
    /// The first one on the screen.
    pub top: usize,
    pub marked: BTreeSet<DocNo>,
    /// The document that was marked last, from which a range of marks goes.
    pub last_marked: Option<DocNo>,
    /// The document at which a range begins that goes to the cursor, until a verb takes it.
    pub range_from: Option<DocNo>,
    pub order: Order,
    pub reverse: bool,
    /// One line a version group.
    pub folded: bool,
    /// Groups shown whole although the list is folded.
    pub open: BTreeSet<GroupNo>,
    /// Results have come at least once.
    pub known: bool,
    rows: HashMap<DocNo, Row>,
    /// What changed in versions, in one line each; empty where there is nothing to tell.
    changes: HashMap<DocNo, String>,
    asked: HashSet<DocNo>,
    stale: HashSet<DocNo>,
}

impl List {
    /// The document at the cursor.
    pub fn current(&self) -> Option<DocNo> {
        self.documents.get(self.cursor).copied()
    }

    /// The document at the cursor, and how many lines below the first on the screen it is.
    pub fn place(&self) -> Option<(DocNo, usize)> {
        self.current().map(|document| (document, self.cursor.saturating_sub(self.top)))
    }

    /// The row of a document, if it is at hand.
    pub fn row(&self, document: DocNo) -> Option<&Row> {
        self.rows.get(&document)
    }

    /// What changed in a version against its leader, if that is at hand.
    pub fn change(&self, document: DocNo) -> Option<&str> {
        self.changes.get(&document).map(String::as_str).filter(|line| !line.is_empty())
    }

    /// The versions on the screen of which it is not at hand what changed.
    pub fn unexplained(&self, height: usize) -> Vec<DocNo> {
        let visible = self.top..(self.top + height).min(self.documents.len());
        let is_version = |document: &&DocNo| {
            let place = self.row(**document).and_then(|row| row.group);
            place.is_some_and(|place| place.relation != Relation::Leader) && !self.changes.contains_key(*document)
        };
        self.documents[visible].iter().filter(is_version).copied().collect()
    }

    /// Takes in what changed in some versions, of those that were asked about.
    pub fn explain(&mut self, asked: &[DocNo], changes: Vec<Change>) {
        if self.changes.len() > ROWS {
            self.changes.clear();
        }
        self.changes.extend(asked.iter().map(|&document| (document, String::new())));
        self.changes.extend(changes.into_iter().map(|change| (change.document, change.line)));
    }

    /// The row at the cursor, if it is at hand.
    pub fn current_row(&self) -> Option<&Row> {
        self.current().and_then(|document| self.row(document))
    }

    /// Takes new results in and stays on the same document where it is still among them.
    pub fn replace(&mut self, documents: Vec<DocNo>, follow: Option<DocNo>) {
        let place = follow.and_then(|document| documents.iter().position(|&found| found == document));
        let offset = self.cursor.saturating_sub(self.top);
        self.documents = Arc::new(documents);
        self.cursor = place.unwrap_or(0);
        self.top = if place.is_some() { self.cursor.saturating_sub(offset) } else { 0 };
        self.known = true;
    }

    /// Moves the cursor; the list jumps by part of a screen when it leaves it.
    pub fn move_to(&mut self, place: usize, height: usize) {
        self.cursor = place.min(self.documents.len().saturating_sub(1));
        self.show_cursor(height);
    }

    /// Scrolls so that the cursor is on a screen of so many lines.
    pub fn show_cursor(&mut self, height: usize) {
        let height = height.max(1);
        let jump = (height / 3).max(1);
        let last = self.documents.len().saturating_sub(height);
        if self.cursor < self.top {
            self.top = self.cursor.saturating_sub(height - jump.min(height));
        } else if self.cursor >= self.top + height {
            self.top = (self.cursor + jump).saturating_sub(height - 1).min(self.cursor);
        }
        self.top = self.top.min(last.max(self.cursor.saturating_sub(height - 1)));
    }

    /// What is at hand of a document is out of date.
    pub fn is_stale(&self, document: DocNo) -> bool {
        self.stale.contains(&document)
    }

    /// The visible documents whose rows must be asked for, with a page more each way; and others
    /// that are shown elsewhere.
    pub fn missing(&mut self, height: usize, others: &[DocNo]) -> Vec<DocNo> {
        let from = self.top.saturating_sub(height);
        let to = (self.top + 2 * height).min(self.documents.len());
        let visible = self.top..(self.top + height).min(self.documents.len());
        let lacks = |document: &DocNo| !self.rows.contains_key(document) || self.stale.contains(document);
        let mut seen = self.documents[visible].iter().chain(others);
        if !seen.any(|document| lacks(document) && !self.asked.contains(document)) {
            return Vec::new();
        }
        let near = &self.documents[from..to];
        let beside = others.iter().filter(|document| !near.contains(document));
        let wanted: Vec<DocNo> = near.iter().chain(beside).copied().filter(lacks).collect();
        self.asked = wanted.iter().copied().collect();
        wanted
    }

    /// Takes rows in.
    pub fn learn(&mut self, rows: Vec<Row>) {
        if self.rows.len() > ROWS {
            self.rows.clear();
        }
        for row in rows {
            self.asked.remove(&row.number);
            self.stale.remove(&row.number);
            self.rows.insert(row.number, row);
        }
    }

    /// What is at hand of these documents is out of date; it is shown until better comes.
    pub fn forget(&mut self, documents: &[DocNo]) {
        for document in documents {
            self.asked.remove(document);
            if self.rows.contains_key(document) {
                self.stale.insert(*document);
            }
        }
    }

    /// Everything at hand is out of date.
    pub fn forget_all(&mut self) {
        self.asked.clear();
        self.changes.clear();
        self.stale = self.rows.keys().copied().collect();
    }

    /// The order that the reader chose, as it is written behind `sort:`.
    pub fn order_said(&self) -> Option<String> {
        let plain = self.order == Order::Relevance && !self.reverse;
        let turned = if self.reverse { "-" } else { "" };
        (!plain).then(|| format!("{turned}{}", self.order.word()))
    }

    /// Takes all marks off.
    pub fn unmark(&mut self) {
        self.marked.clear();
        (self.last_marked, self.range_from) = (None, None);
    }

    /// The lines of the range that has been begun.
    pub fn range(&self) -> Option<std::ops::RangeInclusive<usize>> {
        self.range_to_here(self.range_from?)
    }

    /// How many documents a verb in the list acts on, besides the one at the cursor: those that are marked and those of
    /// the range.
    pub fn marked_with_range(&self) -> usize {
        let lines = self.range().and_then(|lines| self.documents.get(lines)).unwrap_or_default();
        self.marked.len() + lines.iter().filter(|document| !self.marked.contains(document)).count()
    }

    /// The lines from a document to the cursor.
    pub(super) fn range_to_here(&self, from: DocNo) -> Option<std::ops::RangeInclusive<usize>> {
        let from = self.documents.iter().position(|&listed| listed == from)?;
        Some(from.min(self.cursor)..=from.max(self.cursor))
    }

    /// Puts marks on some lines.
    pub(super) fn mark_lines(&mut self, lines: std::ops::RangeInclusive<usize>) {
        let documents = self.documents.get(lines).unwrap_or_default();
        self.marked.extend(documents);
    }

    /// What a verb acts on: the marked documents, or else the one given.
    pub fn chosen(&self, current: Option<DocNo>) -> Vec<DocNo> {
        if self.marked.is_empty() { current.into_iter().collect() } else { self.marked.iter().copied().collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_cursor_is_always_on_the_screen(count in 1usize..200, height in 1usize..40, moves in proptest::collection::vec(0usize..250, 1..20)) {
            let mut list = List::default();
            list.replace((1..=count as u32).collect(), None);
            for place in moves {
                list.move_to(place, height);
                prop_assert!(list.cursor < count);
                prop_assert!(list.top <= list.cursor && list.cursor < list.top + height, "{} {} {height}", list.top, list.cursor);
            }
        }
    }
}
