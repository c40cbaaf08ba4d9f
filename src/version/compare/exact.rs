//! The comparison that forgives nothing: differences of typography are looked at again, to the
//! character, and shown as replaced, inserted or deleted.

use super::align::{Work, align};
use super::stream::Pair;
use super::weave::weave;
use super::{ChangeKind, Comparison, Names, Op, OpKind, compare, finish, turned};
use std::sync::atomic::AtomicBool;

/// As [`compare`], without an operation `Typography`: what is not `Equal` differs in every byte
/// range shown, and what differs is not `Equal`. The kind `Typography` stays on such changes.
pub fn exact(a: &str, b: &str, names: Names, stop: &AtomicBool, progress: &dyn Fn(f32)) -> Option<Comparison> {
    let mut comparison = compare(a, b, names, stop, progress)?;
    let mut ops: Vec<Op> = Vec::with_capacity(comparison.ops.len());
    for op in comparison.ops {
        if op.op == OpKind::Typography {
            for fine in refined(a, b, &op, stop) {
                add(&mut ops, fine);
            }
        } else {
            add(&mut ops, op);
        }
    }
    comparison.summary.typographic = ops.iter().filter(|op| op.kind.is_some_and(ChangeKind::is_typography)).count();
    comparison.ops = ops;
    Some(comparison)
}

fn add(ops: &mut Vec<Op>, op: Op) {
    match ops.last_mut().filter(|last| last.op == OpKind::Equal && op.op == OpKind::Equal) {
        Some(last) => (last.a.end, last.b.end) = (op.a.end, op.b.end),
        None => ops.push(op),
    }
}

fn refined(a: &str, b: &str, op: &Op, stop: &AtomicBool) -> Vec<Op> {
    let (x, y) = (&a[op.a.clone()], &b[op.b.clone()]);
    let turned = turned(x, y);
    let mut pair = if turned { Pair::raw(y, x) } else { Pair::raw(x, y) };
    let mut work = Work::new(stop, &|_| {}, &pair);
    let runs = align(&pair, &mut work);
    let mut ops = weave(&pair, &runs, &[], None);
    finish(&mut ops, &mut pair, turned);
    for fine in &mut ops {
        fine.a = fine.a.start + op.a.start..fine.a.end + op.a.start;
        fine.b = fine.b.start + op.b.start..fine.b.end + op.b.start;
        fine.kind = (fine.op != OpKind::Equal).then_some(ChangeKind::Typography);
    }
    ops
}
