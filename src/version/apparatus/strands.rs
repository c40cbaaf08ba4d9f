//! A moved passage read along its own course: what the version has there for each byte of the base.

use super::witness::{by_token, is_change, quieted};
use crate::version::compare::layout::Show;
use crate::version::compare::{ChangeKind, Op, OpKind, Touches, end_in_b, start_in_b};
use std::collections::BTreeMap;
use std::ops::Range;

/// One passage that stands elsewhere in a version, as a comparison of its own.
pub(super) struct Strand {
    /// The number of the move.
    pub number: u32,
    pub a: Range<usize>,
    /// Tiling the passage on both sides, edits and all.
    ops: Vec<Op>,
}

impl Strand {
    /// The moved passages of a comparison, in the order of the base. Where the two ends of a move
    /// do not answer each other piece by piece there is nothing to be read along.
    pub fn all(base: &str, text: &str, ops: &[Op], show: Show) -> Vec<Self> {
        let mut moves: BTreeMap<u32, Vec<&Op>> = BTreeMap::new();
        for op in ops {
            if let Some(number) = op.moved {
                moves.entry(number).or_default().push(op);
            }
        }
        let of_move = |(number, ops): (u32, Vec<&Op>)| Self::of(base, text, &ops, number, show);
        let mut out: Vec<Self> = moves.into_iter().filter_map(of_move).collect();
        out.sort_by_key(|strand| (strand.a.start, strand.a.end));
        out
    }

    fn of(base: &str, text: &str, ops: &[&Op], number: u32, show: Show) -> Option<Self> {
        let from = Course::of(ops.iter().filter(|op| !op.a.is_empty()).map(|&op| (&op.a, op)))?;
        let to = Course::of(ops.iter().filter(|op| !op.b.is_empty()).map(|&op| (&op.b, op)))?;
        if from.pieces.len() != to.pieces.len() {
            return None;
        }
        let (mut x, mut y) = (from.whole.start, to.whole.start);
        let mut woven = Vec::new();
        for (place, (a, b)) in from.pieces.iter().zip(&to.pieces).enumerate() {
            let (gap_a, gap_b) = (x..a.start, y..b.start);
            let op = match (gap_a.is_empty(), gap_b.is_empty()) {
                (true, true) => None,
                (true, false) => Some(OpKind::Insert),
                (false, true) => Some(OpKind::Delete),
                (false, false) => Some(OpKind::Replace),
            };
            let edit = from.edits[place].or(to.edits[place]);
            let (kind, touches) = (edit.and_then(|edit| edit.kind), edit.map_or(Touches::Words, |edit| edit.touches));
            let edit = op.map(|op| Op { op, a: gap_a, b: gap_b, kind, moved: Some(number), touches });
            woven.extend(edit.map(|edit| quieted(edit, show)));
            let equal = base.get(a.clone())? == text.get(b.clone())?;
            let op = if equal { OpKind::Equal } else { OpKind::Typography };
            woven.push(Op { op, a: a.clone(), b: b.clone(), kind: None, moved: Some(number), touches: Touches::Words });
            (x, y) = (a.end, b.end);
        }
        if (x, y) != (from.whole.end, to.whole.end) {
            return None;
        }
        let ops = woven.iter().flat_map(|op| by_token(base, text, op)).collect();
        Some(Self { number, a: from.whole, ops })
    }

    /// The edits inside the passage.
    pub fn edits(&self) -> impl Iterator<Item = &Op> {
        self.ops.iter().filter(|op| is_change(op))
    }

    /// All its operations, of which those of typography must not be cut in two.
    pub fn ops(&self) -> &[Op] {
        &self.ops
    }

    /// The edits at a place inside it.
    pub fn edits_at(&self, place: &Range<usize>) -> impl Iterator<Item = &Op> {
        let (start, end) = (place.start, place.end);
        self.edits().filter(move |op| op.a.start >= start && op.a.end <= end)
    }

    pub fn holds(&self, place: &Range<usize>) -> bool {
        if place.is_empty() {
            return self.a.start < place.start && place.end < self.a.end;
        }
        self.a.start <= place.start && place.end <= self.a.end
    }

    /// The bytes of the version that stand for a place inside the passage.
    pub fn reading(&self, place: &Range<usize>) -> Range<usize> {
        let start = start_in_b(&self.ops, place.start);
        start..end_in_b(&self.ops, place.end).max(start)
    }
}

/// One end of a move: its pieces in order, and the edit before each of them.
struct Course<'o> {
    whole: Range<usize>,
    pieces: Vec<Range<usize>>,
    edits: Vec<Option<&'o Op>>,
}

impl<'o> Course<'o> {
    /// `None` where something else stands amid the passage.
    fn of(stretches: impl Iterator<Item = (&'o Range<usize>, &'o Op)>) -> Option<Self> {
        let mut out: Option<Self> = None;
        let mut before = None;
        for (range, op) in stretches {
            let course = out.get_or_insert_with(|| Self {
                whole: range.start..range.start,
                pieces: Vec::new(),
                edits: Vec::new(),
            });
            if course.whole.end != range.start {
                return None;
            }
            course.whole.end = range.end;
            if op.kind == Some(ChangeKind::Move) {
                course.pieces.push(range.clone());
                course.edits.push(before.take());
            } else {
                before = Some(op);
            }
        }
        out
    }
}
