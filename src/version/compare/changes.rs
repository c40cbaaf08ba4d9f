//! The operations read as changes: what stands in the place of what, inside moved passages too.

use super::stream::{FixedMap, Pair};
use super::{ChangeKind, Op, OpKind};
use std::ops::Range;

/// A replacement of more tokens than this on a side is about more than the number or name in it.
pub(super) const SHORT: usize = 8;

/// One change, in tokens of both sides.
pub(super) struct Change {
    pub a: Range<usize>,
    pub b: Range<usize>,
    /// Where it stands among the operations.
    pub op: usize,
    /// An edit inside a moved passage is two operations: the cut one and the one put in its place.
    pub twin: Option<usize>,
}

impl Change {
    /// True where both sides have something.
    pub fn replaces(&self) -> bool {
        !self.a.is_empty() && !self.b.is_empty()
    }
}

/// All changes but those of typography and the moved text itself, in the order of the operations.
pub(super) fn changes(pair: &Pair, ops: &[Op]) -> Vec<Change> {
    let twins = twins(ops);
    let mut out = Vec::new();
    for (at, op) in ops.iter().enumerate() {
        if matches!(op.op, OpKind::Equal | OpKind::Typography) || op.kind == Some(ChangeKind::Move) {
            continue;
        }
        let (mut a, mut b) = (pair.a.tokens_in(&op.a), pair.b.tokens_in(&op.b));
        let twin = twins.get(&at).copied();
        if let Some(twin) = twin {
            // The pair is told where its first half stands.
            if twin < at {
                continue;
            }
            let other = &ops[twin];
            match op.op {
                OpKind::Delete => b = pair.b.tokens_in(&other.b),
                _ => a = pair.a.tokens_in(&other.a),
            }
        }
        out.push(Change { a, b, op: at, twin });
    }
    out
}

/// The operations that are two halves of one edit in a moved passage, each with the other: both
/// follow equally many pieces of the passage.
pub(super) fn twins(ops: &[Op]) -> FixedMap<usize, usize> {
    // For each side and move, the pieces met; for each edit by its place, the operation on either side.
    let mut pieces: FixedMap<(u32, bool), usize> = FixedMap::default();
    let mut edits: FixedMap<(u32, usize), [Option<usize>; 2]> = FixedMap::default();
    for (at, op) in ops.iter().enumerate() {
        let Some(number) = op.moved else { continue };
        let inserts = op.op == OpKind::Insert;
        let met = pieces.entry((number, inserts)).or_default();
        if op.kind == Some(ChangeKind::Move) {
            *met += 1;
        } else {
            edits.entry((number, *met)).or_default()[usize::from(inserts)] = Some(at);
        }
    }
    let pairs = edits.into_values().filter_map(|[cut, put]| cut.zip(put));
    pairs.flat_map(|(cut, put)| [(cut, put), (put, cut)]).collect()
}
