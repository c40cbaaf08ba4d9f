//! Both texts beside each other, paragraphs level where they hold the same.

use super::fold::{Drawn, Extent, folded};
use super::spacing::{begins_parted, is_long, trim};
use super::unified::is_exact;
use super::{Block, Folded, Piece, Shade, Side, View, numbers, shade};
use crate::text::segment::paragraphs;
use crate::version::compare::{Comparison, OpKind};
use std::collections::BTreeMap;
use std::ops::Range;

/// A row of the view side by side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Row {
    /// Apart where either of them is.
    Pair {
        left: Option<Block>,
        right: Option<Block>,
        apart: bool,
    },
    Folded(Folded),
}

/// The rows of the view side by side. A paragraph stands level with the one on the other side
/// that shares most with it, when that is so both ways; a split or joined one with its first half.
pub fn side_by_side(a: &str, b: &str, comparison: &Comparison, view: &View) -> Vec<Row> {
    let (pa, pb) = (paragraphs(a), paragraphs(b));
    let (left, right) = (blocks(a, b, &pa, Side::A, comparison, view), blocks(a, b, &pb, Side::B, comparison, view));
    let level = level(&pa, &pb, comparison);
    let mut places: Vec<(Option<usize>, Option<usize>)> = Vec::new();
    let (mut i, mut j) = (0, 0);
    for (x, y) in level.into_iter().chain([(pa.len(), pb.len())]) {
        places.extend((i..x).map(|at| (Some(at), None)));
        places.extend((j..y).map(|at| (None, Some(at))));
        if x < pa.len() {
            places.push((Some(x), Some(y)));
        }
        (i, j) = (x + 1, y + 1);
    }
    let (mut end_a, mut end_b) = (0, 0);
    let mut extents = Vec::new();
    for &(x, y) in &places {
        let changed = |blocks: &[Block], at: Option<usize>| at.is_some_and(|at| blocks[at].change().is_some());
        let of = |paragraphs: &[Range<usize>], at: Option<usize>, end: usize| {
            at.map_or(end..end, |at| paragraphs[at].clone())
        };
        let extent =
            Extent { changed: changed(&left, x) || changed(&right, y), a: of(&pa, x, end_a), b: of(&pb, y, end_b) };
        (end_a, end_b) = (extent.a.end, extent.b.end);
        extents.push(extent);
    }
    let draw = |drawn| match drawn {
        Drawn::Row(at) => {
            let (x, y) = places[at];
            let apart = x.is_some_and(|x| left[x].apart) || y.is_some_and(|y| right[y].apart);
            Row::Pair { left: x.map(|x| left[x].clone()), right: y.map(|y| right[y].clone()), apart }
        }
        Drawn::Folded(fold) => Row::Folded(fold),
    };
    folded(&extents, view, b).into_iter().map(draw).collect()
}

/// The paragraphs of one text with its own bytes shaded.
fn blocks(
    a: &str,
    b: &str,
    paragraphs: &[Range<usize>],
    side: Side,
    comparison: &Comparison,
    view: &View,
) -> Vec<Block> {
    let mut out: Vec<Block> = paragraphs.iter().map(|_| Block::default()).collect();
    for (op, change) in comparison.ops.iter().zip(numbers(comparison, view.show)) {
        let counts = change.is_some();
        let range = if side == Side::A { &op.a } else { &op.b };
        // Beside each other, both texts are shown whole.
        let shade = shade(op, side, counts).unwrap_or(Shade::Same);
        for (at, shared) in overlapping(paragraphs, range) {
            let pieces = &mut out[at].pieces;
            match pieces.last_mut().filter(|last| (last.shade, last.change) == (shade, change)) {
                Some(last) => last.range.end = shared.end,
                None => pieces.push(Piece { side, range: shared, shade, change }),
            }
        }
    }
    let exact = is_exact(comparison);
    let mut last = false;
    for block in &mut out {
        trim(block, a, b, exact);
        let long = is_long(block, a, b);
        block.apart = long || last || begins_parted(block, a, b);
        last = long;
    }
    out
}

/// The paragraphs that a range reaches into, and how far.
fn overlapping<'p>(
    paragraphs: &'p [Range<usize>],
    range: &Range<usize>,
) -> impl Iterator<Item = (usize, Range<usize>)> + use<'p> {
    let range = range.clone();
    let first = paragraphs.partition_point(|paragraph| paragraph.end <= range.start);
    let end = range.end;
    (first..)
        .zip(&paragraphs[first..])
        .take_while(move |(_, paragraph)| paragraph.start < end)
        .map(move |(at, paragraph)| (at, paragraph.start.max(range.start)..paragraph.end.min(range.end)))
        .filter(|(_, shared)| !shared.is_empty())
}

/// Paragraphs that share most with each other, both ways. The operations are in order on both
/// sides, so these pairs are too.
fn level(pa: &[Range<usize>], pb: &[Range<usize>], comparison: &Comparison) -> Vec<(usize, usize)> {
    let mut shared: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for op in &comparison.ops {
        match op.op {
            OpKind::Equal => {
                for (i, part) in overlapping(pa, &op.a) {
                    let shift = |at: usize| at - op.a.start + op.b.start;
                    for (j, both) in overlapping(pb, &(shift(part.start)..shift(part.end))) {
                        *shared.entry((i, j)).or_default() += 2 * both.len();
                    }
                }
            }
            OpKind::Typography | OpKind::Replace => {
                // What was replaced is level only where nothing equal says otherwise.
                let (first, second) = (overlapping(pa, &op.a).next(), overlapping(pb, &op.b).next());
                if let Some(((i, _), (j, _))) = first.zip(second) {
                    *shared.entry((i, j)).or_default() += 1;
                }
            }
            OpKind::Insert | OpKind::Delete => {}
        }
    }
    let mut best_a: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
    let mut best_b: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
    for (&(i, j), &weight) in &shared {
        let better = |best: &mut (usize, usize), at: usize| {
            if weight > best.0 {
                *best = (weight, at);
            }
        };
        better(best_a.entry(i).or_default(), j);
        better(best_b.entry(j).or_default(), i);
    }
    let mutual =
        |(&i, &(_, j)): (&usize, &(usize, usize))| best_b.get(&j).filter(|(_, back)| *back == i).map(|_| (i, j));
    best_a.iter().filter_map(mutual).collect()
}
