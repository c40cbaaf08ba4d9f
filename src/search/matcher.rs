//! Decides on a text itself: where the parts of a query stand in it.

use super::pieces::clip;
use super::plan::{Layout, Leaf, Plan, Span};
use super::spaces::Folded;
use super::tree::{EntityName, Piece};
use crate::text::classes::{is_ideograph, is_word};
use crate::text::terms::terms;
use std::cell::OnceCell;
use std::collections::HashMap;
use std::ops::Range;

/// The mentions of an entity in the text at hand, as byte ranges.
pub type Mentions<'m> = dyn Fn(&EntityName) -> Vec<Range<usize>> + 'm;

/// Finds layouts in texts.
#[derive(Clone, Debug)]
pub(super) struct Matcher {
    layouts: Vec<Layout>,
    /// For each leaf of each layout its number in the common table.
    numbers: Vec<Vec<usize>>,
    words: HashMap<String, Vec<usize>>,
    /// Pieces that can be several words, which each term is held against.
    open: Vec<(Piece, usize)>,
    /// Leaves that are found in the text itself, not among its terms.
    whole: Vec<(Leaf, usize)>,
    leaves: usize,
    /// The bytes that a term of interest can begin with.
    first: [bool; 256],
}

/// What was found in one text.
pub(super) struct Places<'x> {
    matcher: &'x Matcher,
    /// The stretches of each leaf, in numbers of terms.
    spans: Vec<Vec<Span>>,
    /// Number and byte range of each term that matters, in order.
    terms: Vec<(u32, Range<u32>)>,
    /// The byte ranges of each leaf in `whole`.
    ranges: Vec<Vec<Range<usize>>>,
}

impl Matcher {
    pub(super) fn new(layouts: Vec<Layout>) -> Self {
        let mut table: Vec<Leaf> = Vec::new();
        let mut number = |leaf: &Leaf| {
            table.iter().position(|known| known == leaf).unwrap_or_else(|| {
                table.push(leaf.clone());
                table.len() - 1
            })
        };
        let numbers = layouts.iter().map(|layout| layout.leaves.iter().map(&mut number).collect()).collect();
        let mut matcher = Self {
            layouts,
            numbers,
            words: HashMap::new(),
            open: Vec::new(),
            whole: Vec::new(),
            leaves: table.len(),
            first: [false; 256],
        };
        for (at, leaf) in table.into_iter().enumerate() {
            matcher.learn(leaf, at);
        }
        matcher
    }

    pub(super) fn is_empty(&self) -> bool {
        self.layouts.is_empty()
    }

    fn learn(&mut self, leaf: Leaf, at: usize) {
        let piece = match leaf {
            Leaf::Piece(piece) => piece,
            whole => {
                self.whole.push((whole, at));
                return;
            }
        };
        let head = match &piece {
            Piece::Word(text) | Piece::Prefix(text) => text.as_bytes().first().copied(),
            Piece::Pattern(text) => text.as_bytes().first().copied().filter(|byte| !b"*?".contains(byte)),
            Piece::Fuzzy { .. } => None,
        };
        match head {
            Some(byte) => self.first[usize::from(byte)] = true,
            None => self.first = [true; 256],
        }
        match piece {
            Piece::Word(word) => self.words.entry(word).or_default().push(at),
            open => self.open.push((open, at)),
        }
    }

    /// Looks for all leaves in a text.
    pub(super) fn find(&self, text: &str, mentions: &Mentions<'_>) -> Places<'_> {
        let mut places =
            Places { matcher: self, spans: vec![Vec::new(); self.leaves], terms: Vec::new(), ranges: Vec::new() };
        if !self.whole.is_empty() {
            let (plain, seen) = (OnceCell::new(), OnceCell::new());
            let fold = |leaf: &Leaf| match leaf {
                Leaf::Exact(_) => seen.get_or_init(|| Folded::seen(text)),
                _ => plain.get_or_init(|| Folded::of(text)),
            };
            places.ranges = self.whole.iter().map(|(leaf, _)| ranges(leaf, fold(leaf), mentions)).collect();
        }
        if self.words.is_empty() && self.open.is_empty() && !self.needs_places() {
            return places;
        }
        self.walk(text, &mut places);
        for ((_, leaf), ranges) in self.whole.iter().zip(&places.ranges) {
            places.spans[*leaf] = ranges.iter().filter_map(|range| covering(&places.terms, range)).collect();
            places.spans[*leaf].sort_unstable();
        }
        places
    }

    /// True when something must stand near what is no term.
    fn needs_places(&self) -> bool {
        self.layouts.iter().any(|layout| !matches!(layout.plan, Plan::Leaf(_)))
    }

    fn walk(&self, text: &str, places: &mut Places<'_>) {
        let all = !self.whole.is_empty();
        let mut walk = terms(text);
        let mut number = 0;
        while let Some((range, term)) = walk.advance() {
            let term = clip(term);
            let span = Span { first: number, last: number };
            let mut found = false;
            if term.bytes().next().is_some_and(|byte| self.first[usize::from(byte)]) {
                for &leaf in self.words.get(term).into_iter().flatten() {
                    places.spans[leaf].push(span);
                    found = true;
                }
                for (piece, leaf) in &self.open {
                    if piece.matches(term) {
                        places.spans[*leaf].push(span);
                        found = true;
                    }
                }
            }
            if found || all {
                places.terms.push((number, range.start as u32..range.end as u32));
            }
            number += 1;
        }
    }
}

impl Places<'_> {
    /// True when one of the layouts that are asked for stands in the text.
    pub(super) fn any(&self, which: impl Fn(&Layout) -> bool) -> bool {
        (0..self.matcher.layouts.len()).any(|at| which(&self.matcher.layouts[at]) && self.holds(at))
    }

    fn holds(&self, at: usize) -> bool {
        match self.direct(at) {
            Some(ranges) => !ranges.is_empty(),
            None => !self.matcher.layouts[at].plan.spans(&self.leaves(at)).is_empty(),
        }
    }

    /// The byte ranges to mark for the layouts that are asked for: in order, not overlapping.
    pub(super) fn marks(&self, which: impl Fn(&Layout) -> bool) -> Vec<Range<usize>> {
        self.ranges_of(which, |plan, leaves| {
            let mut marks = Vec::new();
            plan.marks(leaves, &plan.spans(leaves), &mut marks);
            marks
        })
    }

    /// The byte ranges of whole matches for the layouts that are asked for: in order, not overlapping.
    pub(super) fn stretches(&self, which: impl Fn(&Layout) -> bool) -> Vec<Range<usize>> {
        self.ranges_of(which, Plan::spans)
    }

    fn ranges_of(
        &self,
        which: impl Fn(&Layout) -> bool,
        spans: impl Fn(&Plan, &[Vec<Span>]) -> Vec<Span>,
    ) -> Vec<Range<usize>> {
        let mut out: Vec<Range<usize>> = Vec::new();
        for (at, layout) in self.matcher.layouts.iter().enumerate().filter(|(_, layout)| which(layout)) {
            if let Some(ranges) = self.direct(at) {
                out.extend(ranges.iter().filter(|range| !range.is_empty()).cloned());
                continue;
            }
            out.extend(spans(&layout.plan, &self.leaves(at)).into_iter().filter_map(|span| self.bytes(span)));
        }
        join(out)
    }

    /// The byte ranges of a layout that is one expression, exact form or entity and nothing else.
    fn direct(&self, at: usize) -> Option<&[Range<usize>]> {
        let Plan::Leaf(leaf) = self.matcher.layouts[at].plan else { return None };
        let leaf = &self.matcher.numbers[at][leaf];
        let whole = self.matcher.whole.iter().position(|(_, number)| number == leaf)?;
        self.ranges.get(whole).map(Vec::as_slice)
    }

    fn leaves(&self, at: usize) -> Vec<Vec<Span>> {
        self.matcher.numbers[at].iter().map(|&leaf| self.spans[leaf].clone()).collect()
    }

    fn bytes(&self, span: Span) -> Option<Range<usize>> {
        let find =
            |number: u32| self.terms.binary_search_by_key(&number, |term| term.0).ok().map(|at| &self.terms[at].1);
        Some(find(span.first)?.start as usize..find(span.last)?.end as usize)
    }
}

fn ranges(leaf: &Leaf, folded: &Folded<'_>, mentions: &Mentions<'_>) -> Vec<Range<usize>> {
    let text = folded.text();
    match leaf {
        Leaf::Piece(_) => Vec::new(),
        Leaf::Regex(pattern) => pattern.regex.find_iter(text).map(|found| folded.original(found.range())).collect(),
        Leaf::Exact(exact) => text
            .match_indices(exact.as_str())
            .map(|(at, _)| at..at + exact.len())
            .filter(|range| stands_alone(text, range))
            .map(|range| folded.original(range))
            .collect(),
        Leaf::Entity(name) => mentions(name),
    }
}

/// True when no letter or digit goes on at either end.
fn stands_alone(text: &str, range: &Range<usize>) -> bool {
    let goes_on = |inner: Option<char>, outer: Option<char>| {
        let both = inner.zip(outer);
        both.is_some_and(|(a, b)| is_word(a) && is_word(b) && !is_ideograph(a) && !is_ideograph(b))
    };
    let (before, after) = (text[..range.start].chars().next_back(), text[range.end..].chars().next());
    let inner = &text[range.clone()];
    !goes_on(inner.chars().next(), before) && !goes_on(inner.chars().next_back(), after)
}

/// The terms that a byte range touches.
fn covering(terms: &[(u32, Range<u32>)], range: &Range<usize>) -> Option<Span> {
    let first = terms.partition_point(|term| term.1.end as usize <= range.start);
    let last = terms.partition_point(|term| (term.1.start as usize) < range.end);
    (first < last).then(|| Span { first: terms[first].0, last: terms[last - 1].0 })
}

/// Sorts ranges and joins those that overlap.
fn join(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.sort_unstable_by_key(|range| (range.start, range.end));
    let mut out: Vec<Range<usize>> = Vec::with_capacity(ranges.len());
    for range in ranges {
        match out.last_mut().filter(|last| range.start < last.end) {
            Some(last) => last.end = last.end.max(range.end),
            None => out.push(range),
        }
    }
    out
}
