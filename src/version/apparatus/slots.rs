//! Which bytes of the base vary, and which bytes of a version stand for them.

use crate::text::fold;
use crate::version::compare::{ChangeKind, Op, OpKind, end_in_b, start_in_b};
use std::ops::Range;

/// From this many words of the base on, a version that lacks or replaces them is taken to be
/// absent there: one version without a chapter must not make the chapter one slot for all others.
const LONG: usize = 30;

/// A passage of the base that a version lacks or replaces whole.
pub(super) struct Long {
    pub a: Range<usize>,
    pub b: Range<usize>,
    pub kinds: Vec<ChangeKind>,
    pub moved: bool,
}

/// One version's comparison with the base, in two layers.
pub(super) struct Witness {
    /// All operations, differences of typography cut into single tokens.
    ops: Vec<Op>,
    /// In the order of the base; with the changes that touch them.
    pub long: Vec<Long>,
}

impl Witness {
    /// `words` counts the words in a range of the base.
    pub fn of(base: &str, text: &str, ops: &[Op], words: &impl Fn(&Range<usize>) -> usize) -> Self {
        let mut long = Vec::new();
        let mut rest = ops;
        while let Some(start) = rest.iter().position(is_change) {
            let run = &rest[start..];
            let length = run.iter().position(|op| !is_change(op)).unwrap_or(run.len());
            let run = &run[..length];
            if run.iter().any(|op| words(&op.a) >= LONG) {
                long.push(Long {
                    a: run[0].a.start..run[length - 1].a.end,
                    b: run[0].b.start..run[length - 1].b.end,
                    kinds: run.iter().filter_map(|op| op.kind).collect(),
                    moved: run.iter().any(|op| op.moved.is_some()),
                });
            }
            rest = &rest[start + length..];
        }
        let ops = ops.iter().flat_map(|op| by_token(base, text, op)).collect();
        Self { ops, long }
    }

    /// The changes that are short enough to have a slot of their own.
    fn short(&self) -> impl Iterator<Item = &Op> {
        self.ops.iter().filter(|op| is_change(op) && !self.is_in_long(op))
    }

    fn is_in_long(&self, op: &Op) -> bool {
        let first = self.long.partition_point(|long| long.a.end < op.a.start);
        let around = |long: &Long| long.a.start <= op.a.start && op.a.end <= long.a.end;
        self.long[first..].iter().take_while(|long| long.a.start <= op.a.start).any(around)
    }

    /// True where a long change covers part of the place, or all around it.
    pub fn lacks(&self, place: &Range<usize>) -> bool {
        let first = self.long.partition_point(|long| long.a.end <= place.start);
        self.long.get(first).is_some_and(|long| long.a.start < place.end)
    }

    /// Its long change of exactly these bytes of the base.
    pub fn long_at(&self, place: &Range<usize>) -> Option<&Long> {
        let first = self.long.partition_point(|long| (long.a.start, long.a.end) < (place.start, place.end));
        self.long.get(first).filter(|long| long.a == *place)
    }

    /// Makes its changes at a place part of the long change that covers some of the place; true when
    /// there were any.
    pub fn absorb(&mut self, place: &Range<usize>) -> bool {
        if !self.lacks(place) {
            return false;
        }
        let mut changes = self.changes(place);
        let Some(first) = changes.next().cloned() else { return false };
        let last = changes.last().cloned().unwrap_or_else(|| first.clone());
        let kinds: Vec<ChangeKind> = self.changes(place).filter_map(|op| op.kind).collect();
        let moved = self.changes(place).any(|op| op.moved.is_some());
        let from = self.long.partition_point(|long| long.a.end <= place.start);
        let to = from + self.long[from..].partition_point(|long| long.a.start < place.end);
        let mut whole = Long { a: first.a.start..last.a.end, b: first.b.start..last.b.end, kinds, moved };
        for long in self.long.drain(from..to) {
            whole.a = whole.a.start.min(long.a.start)..whole.a.end.max(long.a.end);
            whole.b = whole.b.start.min(long.b.start)..whole.b.end.max(long.b.end);
            whole.kinds.extend(long.kinds);
            whole.moved |= long.moved;
        }
        self.long.insert(from, whole);
        true
    }

    /// The short changes inside a place.
    pub fn changes(&self, place: &Range<usize>) -> impl Iterator<Item = &Op> {
        let first = self.ops.partition_point(|op| op.a.end < place.start);
        let last = first + self.ops[first..].partition_point(|op| op.a.start <= place.end);
        let (start, end) = (place.start, place.end);
        let inside = move |op: &&Op| op.a.start >= start && op.a.end <= end;
        self.ops[first..last].iter().filter(inside).filter(|op| is_change(op) && !self.is_in_long(op))
    }

    /// What this version has at a place; `None` where it has the base's own bytes or differs from
    /// them in typography only.
    pub fn reading(&self, place: &Range<usize>) -> Option<Range<usize>> {
        self.changes(place).next()?;
        Some(start_in_b(&self.ops, place.start)..end_in_b(&self.ops, place.end))
    }
}

fn is_change(op: &Op) -> bool {
    !matches!(op.op, OpKind::Equal | OpKind::Typography)
}

/// A difference of typography as one operation a token, each with the space behind it; anything
/// else as it is.
fn by_token(base: &str, text: &str, op: &Op) -> Vec<Op> {
    let whole = vec![op.clone()];
    if op.op != OpKind::Typography {
        return whole;
    }
    let (a, b) = (fold(&base[op.a.clone()]), fold(&text[op.b.clone()]));
    let (a, b) = (a.tokens(), b.tokens());
    if a.len() < 2 || a.len() != b.len() {
        return whole;
    }
    let cut = |tokens: &[crate::text::Token], number: usize, whole: &Range<usize>| {
        let start = if number == 0 { whole.start } else { whole.start + tokens[number].start as usize };
        let end = tokens.get(number + 1).map_or(whole.end, |next| whole.start + next.start as usize);
        start..end
    };
    (0..a.len()).map(|number| Op { a: cut(a, number, &op.a), b: cut(b, number, &op.b), ..op.clone() }).collect()
}

/// The places of the base that vary: the short changes of all versions, those that touch made one,
/// and widened so that no version's difference of typography is cut in two.
pub(super) fn merge(witnesses: &[Witness]) -> Vec<Range<usize>> {
    let mut changed: Vec<Range<usize>> =
        witnesses.iter().flat_map(|witness| witness.short().map(|op| op.a.clone())).collect();
    let typography = Cuts::of(witnesses);
    loop {
        let places = joined(changed);
        let mut widened = places.clone();
        for place in &mut widened {
            for edge in [place.start, place.end] {
                for cut in typography.cut_by(edge) {
                    place.start = place.start.min(cut.start);
                    place.end = place.end.max(cut.end);
                }
            }
        }
        if widened == places {
            return places;
        }
        changed = widened;
    }
}

/// Differences of typography in all versions, to be asked which an edge would cut.
struct Cuts {
    /// By their start.
    ranges: Vec<Range<usize>>,
    /// The furthest end among the ranges up to each.
    reach: Vec<usize>,
}

impl Cuts {
    fn of(witnesses: &[Witness]) -> Self {
        let all = witnesses.iter().flat_map(|witness| &witness.ops);
        let mut ranges: Vec<Range<usize>> =
            all.filter(|op| op.op == OpKind::Typography && op.a.len() > 1).map(|op| op.a.clone()).collect();
        ranges.sort_by_key(|range| (range.start, range.end));
        ranges.dedup();
        let mut furthest = 0;
        let reach = ranges
            .iter()
            .map(|range| {
                furthest = furthest.max(range.end);
                furthest
            })
            .collect();
        Self { ranges, reach }
    }

    /// The ranges with bytes on both sides of an edge.
    fn cut_by(&self, edge: usize) -> impl Iterator<Item = &Range<usize>> {
        let end = self.ranges.partition_point(|range| range.start < edge);
        let near = (0..end).rev().take_while(move |&place| self.reach[place] > edge);
        near.map(|place| &self.ranges[place]).filter(move |range| range.end > edge)
    }
}

fn joined(mut places: Vec<Range<usize>>) -> Vec<Range<usize>> {
    places.sort_by_key(|place| (place.start, place.end));
    let mut out: Vec<Range<usize>> = Vec::with_capacity(places.len());
    for place in places {
        match out.last_mut() {
            Some(last) if place.start <= last.end => last.end = last.end.max(place.end),
            _ => out.push(place),
        }
    }
    out
}
