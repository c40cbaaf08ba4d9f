//! A comparison as the screen takes it.

use super::compare::Compared;
use super::types::{Counts, Diff, DiffItem, DiffLayout, DiffView, Piece, Shade, Side};
use crate::version::compare::layout::{self, Block, Folded, Item, Row, Show, View};
use crate::version::compare::{ChangeKind, counts};

/// Paragraphs shown around a change.
const CONTEXT: usize = 1;

/// Lays a comparison out.
pub(super) fn lay_out(compared: &Compared, view: DiffView) -> Diff {
    let (a, b, comparison) = (&compared.a.text, &compared.b.text, &compared.comparison);
    let show = show(view.counts);
    let context = if view.layout == DiffLayout::ChangesOnly { 0 } else { CONTEXT };
    let wanted = View { show, context, unfold: view.unfolded };
    let items = match view.layout {
        DiffLayout::SideBySide => layout::side_by_side(a, b, comparison, &wanted).into_iter().map(row).collect(),
        DiffLayout::Unified | DiffLayout::ChangesOnly => {
            layout::unified(a, b, comparison, &wanted).into_iter().map(item).collect()
        }
    };
    let about: Vec<_> = layout::changes(comparison, show).map(|(_, op)| op.kind.map_or("wording", word)).collect();
    let (kinds, uncounted) = kinds(counts(comparison), &about);
    Diff {
        base: compared.a.row.clone(),
        document: compared.b.row.number,
        base_text: a.clone(),
        text: b.clone(),
        items,
        changes: about.len() as u32,
        about,
        summary: comparison.summary.line(),
        kinds,
        uncounted,
    }
}

/// The kinds of the changes that are walked over with their counts, and how many differences of typography there are
/// besides. A passage that was moved is walked over at both ends, and counted once.
fn kinds(all: Vec<(ChangeKind, usize)>, about: &[&'static str]) -> (Vec<(&'static str, u32)>, u32) {
    let (mut kinds, mut uncounted) = (Vec::new(), 0);
    for (kind, count) in all {
        let walked = about.iter().filter(|about| **about == word(kind)).count();
        match (kind, walked) {
            (ChangeKind::Typography, 0) => uncounted = count as u32,
            (_, 0) => {}
            _ => kinds.push((word(kind), count.min(walked) as u32)),
        }
    }
    (kinds, uncounted)
}

/// The same to those who compare.
pub(super) fn show(counts: Counts) -> Show {
    match counts {
        Counts::Words => Show::Wording,
        Counts::Typography => Show::Typography,
        Counts::WithoutMarks => Show::WithoutMarks,
        Counts::Facts => Show::Facts,
    }
}

fn item(item: Item) -> DiffItem {
    match item {
        Item::Block(found) => DiffItem::Block { apart: found.apart, pieces: block(found) },
        Item::Folded(folded) => fold(&folded),
    }
}

fn row(row: Row) -> DiffItem {
    match row {
        Row::Pair { left, right, apart } => DiffItem::Pair { left: left.map(block), right: right.map(block), apart },
        Row::Folded(folded) => fold(&folded),
    }
}

fn fold(folded: &Folded) -> DiffItem {
    DiffItem::Folded { paragraphs: folded.paragraphs, words: folded.words }
}

fn block(block: Block) -> Vec<Piece> {
    block
        .pieces
        .into_iter()
        .map(|piece| Piece {
            side: match piece.side {
                layout::Side::A => Side::Base,
                layout::Side::B => Side::Document,
            },
            range: piece.range,
            shade: match piece.shade {
                layout::Shade::Same => Shade::Same,
                layout::Shade::Inserted => Shade::Inserted,
                layout::Shade::Deleted => Shade::Deleted,
                layout::Shade::MovedHere(number) => Shade::MovedHere(number),
                layout::Shade::MovedAway(number) => Shade::MovedAway(number),
                layout::Shade::Typography => Shade::Typography,
            },
            change: piece.change,
        })
        .collect()
}

pub(super) fn word(kind: ChangeKind) -> &'static str {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_walked_over_is_counted() {
        let all = vec![(ChangeKind::Number, 3), (ChangeKind::Move, 1), (ChangeKind::Typography, 4)];
        let about = ["numbers", "moves", "numbers", "moves"];
        assert_eq!(kinds(all.clone(), &about), (vec![("numbers", 2), ("moves", 1)], 4));
        assert_eq!(kinds(all.clone(), &["typography"; 4]), (vec![("typography", 4)], 0));
        assert_eq!(kinds(all, &[]), (Vec::new(), 4));
    }
}
