//! One version's comparison with the base in layers: passages that it lacks, replaces or has
//! elsewhere, single changes, and the edits inside what it moved.

use super::strands::Strand;
use crate::text::{Token, fold};
use crate::version::compare::layout::Show;
use crate::version::compare::{ChangeKind, Op, OpKind, end_in_b, start_in_b};
use std::ops::Range;

/// From this many words of the base on, a version that lacks or replaces them is taken to be
/// absent there: one version without a chapter must not make the chapter one slot for all others.
const LONG: usize = 30;

/// From this many words on it is taken so where others have something smaller inside or beside it.
const BROAD: usize = 12;

/// A passage of the base that a version lacks, replaces whole or has elsewhere.
pub(super) struct Long {
    /// Its operations, by their places.
    ops: Range<usize>,
    pub a: Range<usize>,
    pub b: Range<usize>,
}

/// One version beside the base.
pub(super) struct Witness {
    /// All operations, differences of typography cut into single tokens.
    ops: Vec<Op>,
    /// In the order of the base, apart from each other.
    long: Vec<Long>,
    /// What it has elsewhere, in the order of the base.
    strands: Vec<Strand>,
}

/// What an operation is to the layers.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Layer {
    /// Text of the base that stands elsewhere.
    Moved(u32),
    /// Text of the base that is cut or replaced whole.
    Whole,
    Single,
}

impl Witness {
    pub fn of(base: &str, text: &str, ops: &[Op], show: Show) -> Self {
        let heard = |op: &Op| if op.moved.is_none() { quieted(op.clone(), show) } else { op.clone() };
        let ops: Vec<Op> = ops.iter().flat_map(|op| by_token(base, text, &heard(op))).collect();
        let strands = Strand::all(base, text, &ops, show);
        Self { ops, long: Vec::new(), strands }
    }

    /// Sets apart what is too long to be a place for all. `words` counts the words in a range of
    /// the base; `small` tells of changes that others have inside a range or beside it.
    pub fn part(&mut self, words: &impl Fn(&Range<usize>) -> usize, small: &impl Fn(&Range<usize>) -> bool) {
        let layer = |op: &Op| match (op.moved, words(&op.a)) {
            (Some(number), _) if !op.a.is_empty() => Layer::Moved(number),
            (_, count) if count >= LONG || (count >= BROAD && small(&op.a)) => Layer::Whole,
            _ => Layer::Single,
        };
        let mut long = Vec::new();
        let mut at = 0;
        for run in self.ops.chunk_by(|one, next| is_change(one) == is_change(next)) {
            let from = at;
            at += run.len();
            if !run.first().is_some_and(is_change) {
                continue;
            }
            for (layer, ops) in layers(run, layer) {
                let part = Long::of(&self.ops, from + ops.start..from + ops.end);
                if layer != Layer::Single || words(&part.a) >= LONG {
                    long.push(part);
                }
            }
        }
        self.long = long;
    }

    /// What it changes in few words of the base, in what it moved too.
    pub fn small(&self, words: &impl Fn(&Range<usize>) -> usize) -> Vec<Range<usize>> {
        let stays = |op: &&Op| is_change(op) && (op.moved.is_none() || op.a.is_empty());
        let here = self.ops.iter().filter(stays);
        let all = here.chain(self.strands.iter().flat_map(Strand::edits)).map(|op| &op.a);
        all.filter(|range| words(range) < BROAD).cloned().collect()
    }

    /// The passages that it lacks, replaces whole or has elsewhere.
    pub fn long(&self) -> impl Iterator<Item = &Range<usize>> {
        self.long.iter().map(|long| &long.a)
    }

    /// The changes that are short enough to have a slot of their own, those in what it moved too.
    pub fn short(&self) -> impl Iterator<Item = &Op> {
        let here = self.ops.iter().enumerate().filter(|(at, op)| is_change(op) && !self.is_in_long(*at));
        here.map(|(_, op)| op).chain(self.strands.iter().flat_map(Strand::edits))
    }

    /// Its operations that an edge must not cut.
    pub fn typography(&self) -> impl Iterator<Item = &Op> {
        let all = self.ops.iter().chain(self.strands.iter().flat_map(Strand::ops));
        all.filter(|op| op.op == OpKind::Typography)
    }

    fn is_in_long(&self, op: usize) -> bool {
        let first = self.long.partition_point(|long| long.ops.end <= op);
        self.long.get(first).is_some_and(|long| long.ops.contains(&op))
    }

    /// The long passages that cover part of a place, or all around it, by their places.
    fn covering(&self, place: &Range<usize>) -> Range<usize> {
        let first = self.long.partition_point(|long| long.a.end <= place.start);
        first..first + self.long[first..].partition_point(|long| long.a.start < place.end)
    }

    /// True where a long passage covers part of the place, or all around it.
    pub fn lacks(&self, place: &Range<usize>) -> bool {
        !self.covering(place).is_empty()
    }

    /// True where most of a passage is here, and what is not has slots of its own inside it.
    pub fn has_most(&self, place: &Range<usize>) -> bool {
        let covering = &self.long[self.covering(place)];
        let inside = covering.iter().all(|long| place.start <= long.a.start && long.a.end <= place.end);
        inside && 2 * covering.iter().map(|long| long.a.len()).sum::<usize>() < place.len()
    }

    /// True where all that covers the place stands elsewhere.
    pub fn parts(&self, place: &Range<usize>) -> bool {
        let mut covering = self.long[self.covering(place)].iter();
        covering.all(|long| self.ops[long.ops.clone()].iter().all(|op| op.a.is_empty() || op.moved.is_some()))
    }

    /// Its long passage of exactly these bytes of the base.
    pub fn long_at(&self, place: &Range<usize>) -> Option<&Long> {
        let first = self.long.partition_point(|long| (long.a.start, long.a.end) < (place.start, place.end));
        self.long.get(first).filter(|long| long.a == *place)
    }

    pub fn changes_in(&self, long: &Long) -> impl Iterator<Item = &Op> {
        self.ops[long.ops.clone()].iter().filter(|op| is_change(op))
    }

    /// What it moved away around a place.
    pub fn strand_at(&self, place: &Range<usize>) -> Option<&Strand> {
        let end = self.strands.partition_point(|strand| strand.a.start <= place.start);
        self.strands[..end].last().filter(|strand| strand.holds(place))
    }

    /// Makes its changes at a place part of the long passages that cover some of the place; true when
    /// there were any.
    pub fn absorb(&mut self, place: &Range<usize>) -> bool {
        let covering = self.covering(place);
        let (Some(first), Some(last)) = (self.long[covering.clone()].first(), self.long[covering.clone()].last())
        else {
            return false;
        };
        let mut ops = first.ops.start..last.ops.end;
        let mut grown = false;
        for at in self.numbers(place) {
            grown = true;
            ops = ops.start.min(at)..ops.end.max(at + 1);
        }
        if grown {
            let whole = Long::of(&self.ops, ops);
            self.long.splice(covering, [whole]);
        }
        grown
    }

    /// The short changes inside a place.
    pub fn changes(&self, place: &Range<usize>) -> impl Iterator<Item = &Op> {
        self.numbers(place).map(|at| &self.ops[at])
    }

    fn numbers(&self, place: &Range<usize>) -> impl Iterator<Item = usize> {
        let first = self.ops.partition_point(|op| op.a.end < place.start);
        let last = first + self.ops[first..].partition_point(|op| op.a.start <= place.end);
        let (start, end) = (place.start, place.end);
        let inside = move |op: &Op| op.a.start >= start && op.a.end <= end;
        (first..last).filter(move |&at| {
            let op = &self.ops[at];
            inside(op) && is_change(op) && !self.is_in_long(at)
        })
    }

    /// What this version has at a place; `None` where it has the base's own bytes or differs from
    /// them in typography only.
    pub fn reading(&self, place: &Range<usize>) -> Option<Range<usize>> {
        self.changes(place).next()?;
        Some(start_in_b(&self.ops, place.start)..end_in_b(&self.ops, place.end))
    }
}

impl Long {
    fn of(all: &[Op], ops: Range<usize>) -> Self {
        let [first, .., last] = &all[ops.clone()] else {
            let (a, b) = all.get(ops.start).map_or((0..0, 0..0), |only| (only.a.clone(), only.b.clone()));
            return Self { ops, a, b };
        };
        Self { a: first.a.start..last.a.end, b: first.b.start..last.b.end, ops }
    }
}

/// Neighbouring changes by their layers. A short cut beside a long one stays a place of its own;
/// what is put in amid one moved passage belongs to where that was.
fn layers(run: &[Op], layer: impl Fn(&Op) -> Layer) -> Vec<(Layer, Range<usize>)> {
    let mut out: Vec<(Layer, Range<usize>)> = Vec::new();
    for (at, op) in run.iter().enumerate() {
        let layer = layer(op);
        match out.as_slice() {
            [.., (last, _)] if *last == layer => {}
            [.., (before, _), (Layer::Single, between)]
                if *before == layer && run[between.clone()].iter().all(|op| op.a.is_empty()) =>
            {
                out.pop();
            }
            _ => out.push((layer, at..at)),
        }
        if let Some(last) = out.last_mut() {
            last.1.end = at + 1;
        }
    }
    out
}

pub(super) fn is_change(op: &Op) -> bool {
    !matches!(op.op, OpKind::Equal | OpKind::Typography)
}

/// A change that does not count is one of typography.
pub(super) fn quieted(op: Op, show: Show) -> Op {
    if is_change(&op) && !show.counts(&op) {
        return Op { op: OpKind::Typography, kind: Some(ChangeKind::Typography), ..op };
    }
    op
}

/// The kinds of some changes.
pub(super) fn kinds<'o>(changes: impl Iterator<Item = &'o Op>) -> impl Iterator<Item = ChangeKind> {
    changes.filter_map(|op| op.kind)
}

/// A difference of typography as one operation a token, each with the space behind it; anything
/// else as it is.
pub(super) fn by_token(base: &str, text: &str, op: &Op) -> Vec<Op> {
    let whole = vec![op.clone()];
    if op.op != OpKind::Typography {
        return whole;
    }
    let (a, b) = (fold(&base[op.a.clone()]), fold(&text[op.b.clone()]));
    let (a, b) = (a.tokens(), b.tokens());
    if a.len() < 2 || a.len() != b.len() {
        return whole;
    }
    let cut = |tokens: &[Token], number: usize, whole: &Range<usize>| {
        let start = if number == 0 { whole.start } else { whole.start + tokens[number].start as usize };
        let end = tokens.get(number + 1).map_or(whole.end, |next| whole.start + next.start as usize);
        start..end
    };
    (0..a.len()).map(|number| Op { a: cut(a, number, &op.a), b: cut(b, number, &op.b), ..op.clone() }).collect()
}
