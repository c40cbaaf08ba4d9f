//! Which tokens stand on both sides, in order: equal ends, then few differences exactly, then
//! anchors, and the gaps between them again, all within one budget counted in steps.

use super::anchors::{heaviest_chain, unique_runs};
use super::myers::shortest;
use super::stream::Pair;
use similar::{Algorithm, DiffOp, capture_diff_slices};
use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};

/// Up to this many differences are settled exactly.
const CAP: usize = 512;
/// A gap of at most this many pairs of tokens is given to `similar`.
const CELLS: u64 = 250_000;
/// Steps for one comparison; about half a second of an ordinary core.
const BUDGET: u64 = 250_000_000;
/// Anchors inside anchors inside anchors: each level works on smaller gaps.
const DEPTH: usize = 12;

/// Tokens that are equal on both sides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Run {
    pub a: u32,
    pub b: u32,
    pub len: u32,
}

impl Run {
    pub fn range_a(&self) -> Range<usize> {
        self.a as usize..(self.a + self.len) as usize
    }

    pub fn range_b(&self) -> Range<usize> {
        self.b as usize..(self.b + self.len) as usize
    }
}

/// The budget of one comparison. A stop empties it, so that everything ends soon.
pub(super) struct Work<'s> {
    left: u64,
    stop: &'s AtomicBool,
    progress: &'s dyn Fn(f32),
    total: usize,
    /// True once some part could not be aligned.
    pub exhausted: bool,
}

impl<'s> Work<'s> {
    pub fn new(stop: &'s AtomicBool, progress: &'s dyn Fn(f32), pair: &Pair) -> Work<'s> {
        Work { left: BUDGET, stop, progress, total: pair.a.len().max(1), exhausted: false }
    }

    /// Takes steps from the budget; false when it does not hold so many.
    pub fn spend(&mut self, steps: u64) -> bool {
        let enough = steps <= self.left && !self.stopped();
        self.left = self.left.saturating_sub(steps);
        enough
    }

    pub fn stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    /// Most of the budget is kept for the cheap ways of aligning what is long.
    fn is_generous(&self) -> bool {
        self.left > BUDGET / 2
    }
}

/// The equal runs of two texts, in order on both sides.
pub(super) fn align(pair: &Pair, work: &mut Work) -> Vec<Run> {
    let mut runs = Vec::new();
    settle(pair, 0..pair.a.len(), 0..pair.b.len(), 0, work, &mut runs);
    join(&mut runs);
    runs
}

/// Aligns one part of the texts with one part of the other, and adds the runs found.
pub(super) fn settle(
    pair: &Pair,
    ra: Range<usize>,
    rb: Range<usize>,
    depth: usize,
    work: &mut Work,
    out: &mut Vec<Run>,
) {
    let (a, b) = (&pair.a.ids[ra.clone()], &pair.b.ids[rb.clone()]);
    let head = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let tail = a[head..].iter().rev().zip(b[head..].iter().rev()).take_while(|(x, y)| x == y).count();
    let run = |x: usize, y: usize, len: usize| Run { a: x as u32, b: y as u32, len: len as u32 };
    if head > 0 {
        out.push(run(ra.start, rb.start, head));
    }
    work.spend((head + tail) as u64);
    between(pair, ra.start + head..ra.end - tail, rb.start + head..rb.end - tail, depth, work, out);
    if tail > 0 {
        out.push(run(ra.end - tail, rb.end - tail, tail));
    }
    (work.progress)(ra.end as f32 / work.total as f32);
}

fn between(pair: &Pair, ra: Range<usize>, rb: Range<usize>, depth: usize, work: &mut Work, out: &mut Vec<Run>) {
    let (a, b) = (&pair.a.ids[ra.clone()], &pair.b.ids[rb.clone()]);
    if a.is_empty() || b.is_empty() {
        return;
    }
    let shifted = |run: Run| Run { a: run.a + ra.start as u32, b: run.b + rb.start as u32, len: run.len };
    let cells = a.len() as u64 * b.len() as u64;
    if cells <= CELLS {
        if work.spend(cells) {
            out.extend(by_similar(a, b).into_iter().map(shifted));
        } else {
            work.exhausted = true;
        }
        return;
    }
    if work.is_generous()
        && let Some(runs) = shortest(a, b, CAP, work)
    {
        out.extend(runs.into_iter().map(shifted));
        return;
    }
    for k in [5, 3, 1] {
        if depth >= DEPTH || !work.spend(8 * (a.len() + b.len()) as u64) {
            break;
        }
        let chain = heaviest_chain(&unique_runs(a, b, k, pair));
        if chain.is_empty() {
            continue;
        }
        let (mut x, mut y) = (ra.start, rb.start);
        for run in chain.into_iter().map(shifted) {
            settle(pair, x..run.a as usize, y..run.b as usize, depth + 1, work, out);
            out.push(run);
            (x, y) = (run.range_a().end, run.range_b().end);
        }
        settle(pair, x..ra.end, y..rb.end, depth + 1, work, out);
        return;
    }
    work.exhausted = true;
}

fn by_similar(a: &[u32], b: &[u32]) -> Vec<Run> {
    let equal = |op: DiffOp| match op {
        DiffOp::Equal { old_index, new_index, len } => {
            Some(Run { a: old_index as u32, b: new_index as u32, len: len as u32 })
        }
        _ => None,
    };
    capture_diff_slices(Algorithm::RawMyers, a, b).into_iter().filter_map(equal).collect()
}

/// Joins runs that follow each other directly on both sides.
pub(super) fn join(runs: &mut Vec<Run>) {
    runs.retain(|run| run.len > 0);
    runs.dedup_by(|next, last| {
        let joined = last.a + last.len == next.a && last.b + last.len == next.b;
        if joined {
            last.len += next.len;
        }
        joined
    });
}
