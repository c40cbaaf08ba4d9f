//! From runs of equal tokens to operations on bytes: every byte of both texts lands in one
//! operation, white space with the words it parts.

use super::align::Run;
use super::lines::{Both, Lines};
use super::moves::Moved;
use super::stream::{MARK, Pair, Side};
use super::tidy::boundary;
use super::{ChangeKind, Op, OpKind, Touches};
use std::ops::Range;

/// A stretch of one side of a gap.
struct Part {
    tokens: Range<usize>,
    /// The move's number, and whether this stretch is the moved text itself or an edit in it.
    moved: Option<(u32, bool)>,
}

struct Loom<'p, 't> {
    pair: &'p Pair<'t>,
    lines: Option<&'p Lines>,
    ops: Vec<Op>,
    /// The bytes woven so far.
    a: usize,
    b: usize,
}

/// The operations of an alignment, tiling both texts. With `lines`, replacements are cut into those that stand for each
/// other.
pub(super) fn weave(pair: &Pair, runs: &[Run], moved: &[Moved], lines: Option<&Lines>) -> Vec<Op> {
    let (parts_a, parts_b) = (moved_parts(moved, true), moved_parts(moved, false));
    let mut loom = Loom { pair, lines, ops: Vec::new(), a: 0, b: 0 };
    let (mut x, mut y) = (0, 0);
    let end = Run { a: pair.a.len() as u32, b: pair.b.len() as u32, len: 0 };
    for run in runs.iter().chain([&end]) {
        let (gap_a, gap_b) = (x..run.a as usize, y..run.b as usize);
        if !gap_a.is_empty() || !gap_b.is_empty() {
            loom.gap(parts(&gap_a, &parts_a), parts(&gap_b, &parts_b), gap_a, gap_b);
        }
        loom.same_tokens(run.range_a(), run.range_b());
        (x, y) = (run.range_a().end, run.range_b().end);
    }
    loom.same(pair.a.text.len(), pair.b.text.len());
    loom.ops
}

impl Loom<'_, '_> {
    /// Up to these bytes both sides agree, or differ in typography only.
    fn same(&mut self, a: usize, b: usize) {
        let (ra, rb) = (self.a..a, self.b..b);
        (self.a, self.b) = (a, b);
        if ra.is_empty() && rb.is_empty() {
            return;
        }
        let equal = self.pair.a.text[ra.clone()] == self.pair.b.text[rb.clone()];
        let (op, kind) = if equal { (OpKind::Equal, None) } else { (OpKind::Typography, Some(ChangeKind::Typography)) };
        match self.ops.last_mut().filter(|last| last.op == op) {
            Some(last) => (last.a.end, last.b.end) = (ra.end, rb.end),
            None => self.ops.push(Op { op, a: ra, b: rb, kind, moved: None, touches: Touches::Words }),
        }
    }

    /// Tokens that are the same on both sides, each beside its own.
    fn same_tokens(&mut self, ra: Range<usize>, rb: Range<usize>) {
        let (a, b) = (&self.pair.a, &self.pair.b);
        for (i, j) in ra.zip(rb) {
            self.same(a.start(i), b.start(j));
            self.same(a.end_before(i + 1), b.end_before(j + 1));
        }
    }

    /// Plain stretches of both sides, up to these bytes. What stands beside a move or a whole paragraph that came or went
    /// may be the same on both sides: the alignment saw it as a part of something else.
    fn replace(&mut self, ra: Range<usize>, rb: Range<usize>, end_a: usize, end_b: usize) {
        if self.pair.a.ids[ra.clone()] == self.pair.b.ids[rb.clone()] {
            self.same_tokens(ra, rb);
            self.same(end_a, end_b);
        } else {
            self.push(OpKind::Replace, end_a, end_b, None);
        }
    }

    fn gap(&mut self, parts_a: Vec<Part>, parts_b: Vec<Part>, ra: Range<usize>, rb: Range<usize>) {
        let (a, b) = (&self.pair.a, &self.pair.b);
        let (end_a, end_b) = if ra.is_empty() {
            let (before, end, space) = one_sided(b, &rb, a.space(ra.start));
            let stay = if before { a.start(ra.start) } else { self.a };
            self.lead(before, stay, b.start(rb.start));
            (self.a, end.unwrap_or(space))
        } else if rb.is_empty() {
            let (before, end, space) = one_sided(a, &ra, b.space(rb.start));
            let stay = if before { b.start(rb.start) } else { self.b };
            self.lead(before, a.start(ra.start), stay);
            (end.unwrap_or(space), self.b)
        } else {
            if a.space(ra.start) == b.space(rb.start) {
                self.same(a.start(ra.start), b.start(rb.start));
            }
            let ends = if a.space(ra.end) == b.space(rb.end) {
                (a.end_before(ra.end), b.end_before(rb.end))
            } else {
                (a.start(ra.end), b.start(rb.end))
            };
            let plain = |parts: &[Part]| matches!(parts, [Part { moved: None, .. }]);
            if plain(&parts_a) && plain(&parts_b) {
                let pieces = self.lines.map_or_else(Vec::new, |lines| lines.pieces(self.pair, &ra, &rb));
                if pieces.len() > 1 {
                    return self.pieces(&pieces, ends);
                }
                if self.split(&ra, &rb, ends) {
                    return;
                }
            }
            ends
        };
        self.emit(&parts_a, &parts_b, end_a, end_b);
    }

    /// The pieces of a replacement in order, each with the white space behind it where that differs.
    fn pieces(&mut self, pieces: &[Both], (end_a, end_b): (usize, usize)) {
        let (a, b) = (&self.pair.a, &self.pair.b);
        for (at, (ra, rb)) in pieces.iter().enumerate() {
            if rb.is_empty() {
                self.push(OpKind::Delete, a.start(ra.end), self.b, None);
            } else if ra.is_empty() {
                self.push(OpKind::Insert, self.a, b.start(rb.end), None);
            } else if at + 1 == pieces.len() {
                self.replace(ra.clone(), rb.clone(), end_a, end_b);
            } else if a.space(ra.end) == b.space(rb.end) {
                self.replace(ra.clone(), rb.clone(), a.end_before(ra.end), b.end_before(rb.end));
                self.same(a.start(ra.end), b.start(rb.end));
            } else {
                self.replace(ra.clone(), rb.clone(), a.start(ra.end), b.start(rb.end));
            }
        }
    }

    /// The white space before a one-sided change, when it is not the change's own.
    fn lead(&mut self, before: bool, a: usize, b: usize) {
        if before {
            self.same(a, b);
        }
    }

    /// Whole paragraphs that came or went beside a small replacement are a change of their own.
    /// False where there is nothing to part.
    fn split(&mut self, ra: &Range<usize>, rb: &Range<usize>, (end_a, end_b): (usize, usize)) -> bool {
        let pair = self.pair;
        let a_is_long = ra.len() > rb.len();
        let (long, tokens, short, others) =
            if a_is_long { (&pair.a, ra, &pair.b, rb) } else { (&pair.b, rb, &pair.a, ra) };
        if tokens.len() < 8 || tokens.len() < 4 * others.len() {
            return false;
        }
        let wordless = short.ids[others.clone()].iter().all(|&id| pair.weight[id as usize] == MARK);
        let parts = |place: &usize| boundary(long, *place) >= 7;
        let first = parts(&tokens.start);
        let cut = if first {
            (tokens.start + 1..=tokens.end).rev().find(parts)
        } else {
            Some(tokens.end).filter(parts).and_then(|_| (tokens.start + 1..tokens.end).find(parts))
        };
        let Some(cut) = cut.filter(|&cut| cut < tokens.end || wordless) else { return false };
        let byte = long.start(cut).min(if a_is_long { end_a } else { end_b });
        let one = if a_is_long { OpKind::Delete } else { OpKind::Insert };
        let other = if a_is_long { OpKind::Insert } else { OpKind::Delete };
        let kept = if first { cut..tokens.end } else { tokens.start..cut };
        let (kept_a, kept_b) = if a_is_long { (kept, others.clone()) } else { (others.clone(), kept) };
        if first {
            let (to_a, to_b) = if a_is_long { (byte, self.b) } else { (self.a, byte) };
            self.push(one, to_a, to_b, None);
            match self.a < end_a && self.b < end_b {
                true => self.replace(kept_a, kept_b, end_a, end_b),
                false => self.push(other, end_a, end_b, None),
            }
        } else {
            let (to_a, to_b) = if a_is_long { (byte, end_b) } else { (end_a, byte) };
            self.replace(kept_a, kept_b, to_a, to_b);
            self.push(one, end_a, end_b, None);
        }
        true
    }

    /// The parts of a gap in order: plain stretches of both sides meet as replacements.
    fn emit(&mut self, parts_a: &[Part], parts_b: &[Part], end_a: usize, end_b: usize) {
        let (mut i, mut j) = (0, 0);
        while i < parts_a.len() || j < parts_b.len() {
            let (x, y) = (parts_a.get(i), parts_b.get(j));
            let stop_a = part_end(&self.pair.a, parts_a, i, end_a);
            let stop_b = part_end(&self.pair.b, parts_b, j, end_b);
            match (x, y) {
                (Some(Part { moved: None, tokens: ra }), Some(Part { moved: None, tokens: rb })) => {
                    self.replace(ra.clone(), rb.clone(), stop_a, stop_b);
                    (i, j) = (i + 1, j + 1);
                }
                // A plain stretch waits for its counterpart behind moved ones.
                (Some(part), other) if part.moved.is_some() || other.is_none() => {
                    self.push(OpKind::Delete, stop_a, self.b, part.moved);
                    i += 1;
                }
                (_, Some(part)) => {
                    self.push(OpKind::Insert, self.a, stop_b, part.moved);
                    j += 1;
                }
                (_, None) => break,
            }
        }
    }

    fn push(&mut self, op: OpKind, a: usize, b: usize, moved: Option<(u32, bool)>) {
        let (ra, rb) = (self.a..a, self.b..b);
        (self.a, self.b) = (a, b);
        let kind = moved.filter(|&(_, whole)| whole).map(|_| ChangeKind::Move);
        self.ops.push(Op { op, a: ra, b: rb, kind, moved: moved.map(|(number, _)| number), touches: Touches::Words });
    }
}

/// Where the white space of the side without tokens goes (`space`) when the other side has a
/// change there: true for before the change; and where the change's bytes end.
fn one_sided(side: &Side, tokens: &Range<usize>, space: &str) -> (bool, Option<usize>, usize) {
    let (before, after) = (side.space(tokens.start), side.space(tokens.end));
    let (short, long) = (side.end_before(tokens.end), side.start(tokens.end));
    // The quoting of the next line is no part of what came before it.
    let own = Some(short).filter(|_| !after.trim().is_empty());
    if space == before {
        (true, own, long)
    } else if space == after {
        (false, Some(short), long)
    } else if space.is_empty() {
        (false, None, long)
    } else if before.is_empty() {
        (false, Some(short), long)
    } else {
        (true, None, long)
    }
}

/// The byte where part `i` ends: where the next one begins, or where the gap does.
fn part_end(side: &Side, parts: &[Part], i: usize, end: usize) -> usize {
    parts.get(i + 1).map_or(end, |next| side.start(next.tokens.start))
}

/// The moved stretches of one side, in order.
fn moved_parts(moved: &[Moved], first: bool) -> Vec<(Range<usize>, u32, bool)> {
    let mut out = Vec::new();
    for passage in moved {
        let whole = if first { &passage.a } else { &passage.b };
        let mut at = whole.start;
        for run in &passage.runs {
            let run = if first { run.range_a() } else { run.range_b() };
            if at < run.start {
                out.push((at..run.start, passage.number, false));
            }
            at = run.end;
            out.push((run, passage.number, true));
        }
        if at < whole.end {
            out.push((at..whole.end, passage.number, false));
        }
    }
    out.sort_unstable_by_key(|(range, ..)| range.start);
    out
}

/// A gap cut into moved and plain stretches.
fn parts(gap: &Range<usize>, moved: &[(Range<usize>, u32, bool)]) -> Vec<Part> {
    let mut out = Vec::new();
    let mut at = gap.start;
    let first = moved.partition_point(|(range, ..)| range.start < gap.start);
    for (range, number, whole) in moved[first..].iter().take_while(|(range, ..)| range.start < gap.end) {
        if at < range.start {
            out.push(Part { tokens: at..range.start, moved: None });
        }
        out.push(Part { tokens: range.clone(), moved: Some((*number, *whole)) });
        at = range.end;
    }
    if at < gap.end {
        out.push(Part { tokens: at..gap.end, moved: None });
    }
    out
}
