//! A comparison laid out for the screen: paragraphs again, with what changed inside them, and what
//! is the same folded away.

use super::compare::Compared;
use super::types::{Counts, Diff, DiffItem, DiffLayout, DiffView, Piece, Shade, Side};
use crate::version::compare::{ChangeKind, Op, OpKind, counts};
use std::ops::Range;

/// Paragraphs shown around a change.
const CONTEXT: usize = 1;
/// Fewer paragraphs than this are not worth folding.
const LEAST: usize = 3;

/// Lays a comparison out.
pub(super) fn lay_out(compared: &Compared, view: DiffView) -> Diff {
    let (a, b) = (&compared.a.text, &compared.b.text);
    let ops = &compared.comparison.ops;
    let mut changes = 0;
    let items = match view.layout {
        DiffLayout::SideBySide => {
            let pairs = side_by_side(a, b, ops, view.counts, &mut changes);
            fold(pairs, view.unfolded, CONTEXT, b)
        }
        DiffLayout::Unified => fold(unified(a, b, ops, view.counts, &mut changes), view.unfolded, CONTEXT, b),
        DiffLayout::ChangesOnly => fold(unified(a, b, ops, view.counts, &mut changes), view.unfolded, 0, b),
    };
    Diff {
        base: compared.a.row.clone(),
        document: compared.b.row.number,
        base_text: a.clone(),
        text: b.clone(),
        items,
        changes,
        summary: compared.comparison.summary.line(),
        kinds: counts(&compared.comparison).into_iter().map(|(kind, count)| (word(kind), count as u32)).collect(),
    }
}

fn word(kind: ChangeKind) -> &'static str {
    match kind {
        ChangeKind::Typography => "typography",
        ChangeKind::Wording => "wording",
        ChangeKind::Number => "numbers",
        ChangeKind::Name => "names",
        ChangeKind::Quotation => "quotations",
        ChangeKind::Addition => "additions",
        ChangeKind::Cut => "cuts",
        ChangeKind::Move => "moves",
    }
}

/// True when an operation is shown as a change in this view.
fn is_shown(op: &Op, what: Counts) -> bool {
    match (op.kind, what) {
        (None, _) => false,
        (Some(ChangeKind::Typography), _) => what == Counts::Typography,
        (Some(ChangeKind::Number | ChangeKind::Name | ChangeKind::Quotation), _) => true,
        (Some(_), Counts::Facts) => false,
        (Some(_), _) => true,
    }
}

/// Cuts a range of a text at its line breaks; each part keeps the break that ends it.
fn lines(text: &str, range: Range<usize>) -> Vec<Range<usize>> {
    let mut start = range.start;
    text[range]
        .split_inclusive('\n')
        .map(|line| {
            let part = start..start + line.len();
            start = part.end;
            part
        })
        .collect()
}

/// Pieces are gathered to paragraphs: a line break of the side that is read ends one.
#[derive(Default)]
struct Gathered {
    blocks: Vec<Vec<Piece>>,
    open: Vec<Piece>,
}

impl Gathered {
    fn put(&mut self, text: &str, piece: Piece, breaks: bool) {
        if !breaks {
            if !piece.range.is_empty() {
                self.open.push(piece);
            }
            return;
        }
        for line in lines(text, piece.range.clone()) {
            let ends = text[line.clone()].ends_with('\n');
            self.open.push(Piece { range: line, ..piece.clone() });
            if ends {
                self.close();
            }
        }
    }

    fn close(&mut self) {
        if !self.open.is_empty() {
            self.blocks.push(std::mem::take(&mut self.open));
        }
    }
}

/// One column: the document's text with what the base had in its place.
fn unified(a: &str, b: &str, ops: &[Op], what: Counts, changes: &mut u32) -> Vec<DiffItem> {
    let mut out = Gathered::default();
    for op in ops {
        if !is_shown(op, what) {
            if op.b.is_empty() && op.op == OpKind::Delete {
                continue;
            }
            out.put(b, Piece { side: Side::Document, range: op.b.clone(), shade: Shade::Same, change: None }, true);
            continue;
        }
        let change = Some(*changes);
        *changes += 1;
        let (gone, come) = shades(op);
        if op.op == OpKind::Typography {
            out.put(b, Piece { side: Side::Document, range: op.b.clone(), shade: Shade::Typography, change }, true);
            continue;
        }
        if !op.a.is_empty() {
            // A cut of whole paragraphs stands as paragraphs of its own.
            let whole = op.op == OpKind::Delete && out.open.is_empty();
            out.put(a, Piece { side: Side::Base, range: op.a.clone(), shade: gone, change }, whole);
        }
        if !op.b.is_empty() {
            out.put(b, Piece { side: Side::Document, range: op.b.clone(), shade: come, change }, true);
        }
    }
    out.close();
    out.blocks
        .into_iter()
        .filter(|block| block.iter().any(|piece| !text_of(a, b, piece).trim().is_empty()))
        .map(DiffItem::Block)
        .collect()
}

fn text_of<'t>(a: &'t str, b: &'t str, piece: &Piece) -> &'t str {
    let text = if piece.side == Side::Base { a } else { b };
    text.get(piece.range.clone()).unwrap_or_default()
}

fn shades(op: &Op) -> (Shade, Shade) {
    match (op.kind, op.moved) {
        (Some(ChangeKind::Move), Some(number)) => (Shade::MovedAway(number), Shade::MovedHere(number)),
        _ => (Shade::Deleted, Shade::Inserted),
    }
}

/// Two columns: a paragraph of each side beside the one that it became.
fn side_by_side(a: &str, b: &str, ops: &[Op], what: Counts, changes: &mut u32) -> Vec<DiffItem> {
    let (mut left, mut right) = (Gathered::default(), Gathered::default());
    let mut out = Vec::new();
    for op in ops {
        let shown = is_shown(op, what);
        let change = shown.then_some(*changes);
        *changes += u32::from(shown);
        let (gone, come) = match (shown, op.op) {
            (false, _) => (Shade::Same, Shade::Same),
            (true, OpKind::Typography) => (Shade::Typography, Shade::Typography),
            (true, _) => shades(op),
        };
        if op.op == OpKind::Equal {
            // The same breaks on both sides: here the columns are brought level.
            let mut at = op.a.start;
            for line in lines(b, op.b.clone()) {
                let same = at..at + line.len();
                at = same.end;
                left.put(a, Piece { side: Side::Base, range: same, shade: Shade::Same, change: None }, true);
                right.put(b, Piece { side: Side::Document, range: line, shade: Shade::Same, change: None }, true);
                if left.open.is_empty() && right.open.is_empty() {
                    level(&mut left, &mut right, &mut out);
                }
            }
            continue;
        }
        left.put(a, Piece { side: Side::Base, range: op.a.clone(), shade: gone, change }, true);
        right.put(b, Piece { side: Side::Document, range: op.b.clone(), shade: come, change }, true);
        if left.open.is_empty() && right.open.is_empty() {
            level(&mut left, &mut right, &mut out);
        }
    }
    left.close();
    right.close();
    level(&mut left, &mut right, &mut out);
    out.retain(|item| match item {
        DiffItem::Pair { left, right } => {
            [left, right].into_iter().flatten().flatten().any(|piece| !text_of(a, b, piece).trim().is_empty())
        }
        _ => true,
    });
    out
}

fn level(left: &mut Gathered, right: &mut Gathered, out: &mut Vec<DiffItem>) {
    let (a, b) = (std::mem::take(&mut left.blocks), std::mem::take(&mut right.blocks));
    let count = a.len().max(b.len());
    let (mut a, mut b) = (a.into_iter(), b.into_iter());
    for _ in 0..count {
        out.push(DiffItem::Pair { left: a.next(), right: b.next() });
    }
}

fn is_same(item: &DiffItem) -> bool {
    let same = |pieces: &Vec<Piece>| pieces.iter().all(|piece| piece.change.is_none());
    match item {
        DiffItem::Block(pieces) => same(pieces),
        DiffItem::Pair { left, right } => left.as_ref().is_none_or(same) && right.as_ref().is_none_or(same),
        DiffItem::Folded { .. } => true,
    }
}

/// Replaces long runs of what is the same by a line that says how long they are.
fn fold(items: Vec<DiffItem>, unfolded: bool, context: usize, b: &str) -> Vec<DiffItem> {
    if unfolded {
        return items;
    }
    let near: Vec<bool> = (0..items.len())
        .map(|at| {
            let from = at.saturating_sub(context);
            items[from..(at + context + 1).min(items.len())].iter().any(|item| !is_same(item))
        })
        .collect();
    let mut out = Vec::new();
    let mut run: Vec<DiffItem> = Vec::new();
    for (item, near) in items.into_iter().zip(near) {
        if near {
            close_run(&mut run, context, b, &mut out);
            out.push(item);
        } else {
            run.push(item);
        }
    }
    close_run(&mut run, context, b, &mut out);
    out
}

fn close_run(run: &mut Vec<DiffItem>, context: usize, b: &str, out: &mut Vec<DiffItem>) {
    if context > 0 && run.len() < LEAST {
        out.append(run);
        return;
    }
    if run.is_empty() {
        return;
    }
    let words = run
        .iter()
        .flat_map(|item| match item {
            DiffItem::Block(pieces) | DiffItem::Pair { right: Some(pieces), .. } => pieces.as_slice(),
            _ => &[],
        })
        .filter(|piece| piece.side == Side::Document)
        .map(|piece| b[piece.range.clone()].split_whitespace().count())
        .sum();
    out.push(DiffItem::Folded { paragraphs: run.len(), words });
    run.clear();
}
