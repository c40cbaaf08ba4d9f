//! Both texts in one: the second text paragraph by paragraph, with what it lost in its place.

use super::fold::{Drawn, Extent, folded};
use super::spacing::{begins_parted, is_long, is_parted, trim};
use super::{Block, Item, Piece, Shade, Side, View, numbers, shade};
use crate::text::segment::paragraphs;
use crate::version::compare::changes::twins;
use crate::version::compare::{ChangeKind, Comparison, Op, OpKind};
use std::ops::Range;

/// The rows of the unified view.
pub fn unified(a: &str, b: &str, comparison: &Comparison, view: &View) -> Vec<Item> {
    let rows = Rows::of(a, b, comparison, view);
    let extents = rows.extents(a.len());
    let mut blocks: Vec<Option<Block>> = rows.blocks.into_iter().map(|row| Some(row.block)).collect();
    let draw = |drawn| match drawn {
        Drawn::Row(at) => blocks.get_mut(at).and_then(Option::take).map(Item::Block),
        Drawn::Folded(fold) => Some(Item::Folded(fold)),
    };
    folded(&extents, view, b).into_iter().filter_map(draw).collect()
}

struct Row {
    block: Block,
    /// Where the row begins in the first text, and the bytes it draws of the second.
    a: usize,
    b: Range<usize>,
}

struct Rows<'t> {
    a: &'t str,
    b: &'t str,
    starts_a: Vec<usize>,
    starts_b: Vec<usize>,
    /// True where white space that differs is a change like another.
    exact: bool,
    blocks: Vec<Row>,
    open: Row,
    /// True where the row before the open one is easier read apart from it.
    long: bool,
}

impl<'t> Rows<'t> {
    fn of(a: &'t str, b: &'t str, comparison: &Comparison, view: &View) -> Rows<'t> {
        let starts = |text: &str| paragraphs(text).into_iter().map(|range| range.start).collect();
        let open = Row { block: Block::default(), a: 0, b: 0..0 };
        let mut rows = Rows {
            a,
            b,
            starts_a: starts(a),
            starts_b: starts(b),
            exact: is_exact(comparison),
            blocks: Vec::new(),
            open,
            long: false,
        };
        let twins = twins(&comparison.ops);
        for (at, (op, change)) in comparison.ops.iter().zip(numbers(comparison, view.show)).enumerate() {
            let counts = change.is_some();
            let twin = twins.get(&at).map(|&twin| &comparison.ops[twin]);
            let mut gone = shade(op, Side::A, counts).filter(|_| !matches!(op.op, OpKind::Equal | OpKind::Typography));
            if let Some(twin) = twin.filter(|_| counts) {
                // An edit in a moved passage is read where the passage is now, with what stood there before.
                if op.b.is_empty() {
                    gone = op.moved.map(Shade::MovedAway);
                } else {
                    rows.lost_there(twin.a.clone(), op, change);
                }
            }
            if let Some(shade) = gone.filter(|_| !op.a.is_empty()) {
                let replaced = op.op == OpKind::Replace;
                rows.lost(op.a.clone(), op.b.start, shade, change, replaced);
            }
            if let Some(shade) = shade(op, Side::B, counts).filter(|_| !op.b.is_empty()) {
                let same = op.op == OpKind::Equal;
                rows.kept(op.b.clone(), if same { op.a.start } else { op.a.end }, same, shade, change);
            }
        }
        rows.close(a.len(), b.len());
        rows
    }

    /// Bytes of the first text that are gone. They open a paragraph where a whole one is gone or
    /// where the second text stands between paragraphs too.
    fn lost(&mut self, range: Range<usize>, b: usize, shade: Shade, change: Option<u32>, replaced: bool) {
        for (at, piece) in cut(&range, &self.starts_a).into_iter().enumerate() {
            let opens = self.starts_a.binary_search(&piece.start).is_ok();
            let whole = !replaced && (self.ends_paragraph(piece.end) || self.starts_b.binary_search(&b).is_ok());
            if opens && (at > 0 || whole || self.starts_b.binary_search(&b).is_ok()) {
                self.close(piece.start, b);
            }
            let mut last = self.open.block.pieces.last_mut();
            match last.as_mut().filter(|last| (last.side, last.shade, last.change) == (Side::A, shade, change)) {
                Some(last) if last.range.end == piece.start => last.range.end = piece.end,
                _ => self.open.block.pieces.push(Piece { side: Side::A, range: piece, shade, change }),
            }
        }
    }

    /// Bytes of the first text that stood, in a passage which moved, where `put` stands now.
    fn lost_there(&mut self, range: Range<usize>, put: &Op, change: Option<u32>) {
        let next = self.starts_b.partition_point(|&start| start < put.b.start);
        let next = self.starts_b.get(next).copied().filter(|&start| start < put.b.end);
        if let Some(start) = next.filter(|&start| self.b[put.b.start..start].trim().is_empty()) {
            self.close(put.a.start, start);
        }
        self.open.block.pieces.push(Piece { side: Side::A, range, shade: Shade::Deleted, change });
    }

    /// Bytes of the second text. A new paragraph begins with each of its own, but goes on behind
    /// bytes that were lost from the middle of one.
    fn kept(&mut self, range: Range<usize>, a: usize, same: bool, shade: Shade, change: Option<u32>) {
        for piece in cut(&range, &self.starts_b) {
            let a = if same { a + (piece.start - range.start) } else { a };
            let only_lost = self.open.block.pieces.iter().all(|piece| piece.side == Side::A);
            // A line break before the words that stand for what was lost parts the two nowhere.
            let blank = piece != range && self.b[piece.clone()].trim().is_empty();
            if blank && only_lost && self.open.block.change().is_some_and(|at| change == Some(at)) {
                continue;
            }
            let goes_on = only_lost
                && self
                    .open
                    .block
                    .pieces
                    .last()
                    .is_some_and(|last| !self.ends_paragraph(last.range.end) || change == last.change);
            if self.starts_b.binary_search(&piece.start).is_ok() && !goes_on {
                self.close(a, piece.start);
            }
            let joined = match self.open.block.pieces.last_mut() {
                Some(last)
                    if (last.side, last.shade, last.change) == (Side::B, shade, change)
                        && last.range.end == piece.start =>
                {
                    last.range.end = piece.end;
                    true
                }
                _ => false,
            };
            if !joined {
                let begins = goes_on && self.starts_b.binary_search(&piece.start).is_ok() && !self.exact;
                let indent =
                    if begins { piece.len() - self.b[piece.clone()].trim_start_matches([' ', '\t']).len() } else { 0 };
                let range = piece.start + indent..piece.end;
                self.open.block.pieces.push(Piece { side: Side::B, range, shade, change });
            }
        }
    }

    /// True where nothing but white space of its paragraph is left in the first text.
    fn ends_paragraph(&self, a: usize) -> bool {
        let next = self.starts_a.partition_point(|&start| start < a);
        let next = self.starts_a.get(next).copied().unwrap_or(self.a.len());
        self.a[a..next].trim().is_empty()
    }

    fn close(&mut self, a: usize, b: usize) {
        let next = Row { block: Block::default(), a, b: b..b };
        let mut row = std::mem::replace(&mut self.open, next);
        trim(&mut row.block, self.a, self.b, self.exact);
        if row.block.pieces.is_empty() {
            // The white space that was there belongs to the row that begins.
            self.open.a = row.a;
            self.open.b.start = row.b.start;
        } else {
            row.b.end = b;
            let long = is_long(&row.block, self.a, self.b);
            // What was lost between two paragraphs stands apart as they do.
            let lost = row.block.pieces.iter().all(|piece| piece.side == Side::A);
            let among = || is_parted(self.b, self.b.len() - self.b[row.b.start..].trim_start().len());
            row.block.apart = long || self.long || begins_parted(&row.block, self.a, self.b) || (lost && among());
            self.long = long;
            self.blocks.push(row);
        }
    }

    fn extents(&self, end: usize) -> Vec<Extent> {
        let next = self.blocks.iter().skip(1).map(|row| row.a).chain([end]);
        let extent = |(row, next): (&Row, usize)| Extent {
            changed: row.block.change().is_some(),
            a: row.a.min(next)..next,
            b: row.b.clone(),
        };
        self.blocks.iter().zip(next).map(extent).collect()
    }
}

/// A range cut before each paragraph that starts inside it.
pub(super) fn cut(range: &Range<usize>, starts: &[usize]) -> Vec<Range<usize>> {
    let first = starts.partition_point(|&start| start <= range.start);
    let mut out = Vec::new();
    let mut at = range.start;
    for &start in starts[first..].iter().take_while(|&&start| start < range.end) {
        out.push(at..start);
        at = start;
    }
    out.push(at..range.end);
    out
}

/// True for a comparison that forgives nothing: what differs in typography is replaced, put in or cut there.
pub(super) fn is_exact(comparison: &Comparison) -> bool {
    let told = |op: &Op| op.kind == Some(ChangeKind::Typography) && op.op != OpKind::Typography;
    comparison.ops.iter().any(told)
}
