//! Rows for the views of a comparison: which pieces of which text stand in which paragraph, and
//! how each is shaded. Wrapping, colours and marks are the caller's.

mod fold;
mod sides;
mod spacing;
mod unified;

#[cfg(test)]
mod tests;

pub use sides::{Row, side_by_side};
pub use unified::unified;

use super::changes::twins;
use super::{ChangeKind, Comparison, Op, OpKind, Touches};
use std::ops::Range;

/// The text that bytes come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    A,
    B,
}

/// How a piece of text is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shade {
    Same,
    Inserted,
    Deleted,
    MovedHere(u32),
    MovedAway(u32),
    Typography,
}

/// A stretch of one text, drawn in one way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    pub side: Side,
    /// UTF-8 bytes of that text.
    pub range: Range<usize>,
    pub shade: Shade,
    /// The running number of the change, from 0; the same in every view with the same `Show`.
    pub change: Option<u32>,
}

/// One paragraph. It holds no white space at its ends but for the indentation of its first line; line breaks inside are
/// for wrapping.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Block {
    pub pieces: Vec<Piece>,
    /// A blank line parts it from the one before it.
    pub apart: bool,
}

impl Block {
    /// The first change in this paragraph.
    pub fn change(&self) -> Option<u32> {
        self.pieces.iter().find_map(|piece| piece.change)
    }
}

/// A row of the unified view.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    Block(Block),
    Folded(Folded),
}

/// Paragraphs that are the same, put away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folded {
    pub paragraphs: usize,
    pub words: usize,
    /// UTF-8 bytes of the two texts.
    pub a: Range<usize>,
    pub b: Range<usize>,
}

/// What counts as a change.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Show {
    /// Everything but typography.
    #[default]
    Wording,
    /// Typography too.
    Typography,
    /// Words and what is more: no punctuation.
    WithoutMarks,
    /// Only what holds a number or date, a name or a quotation that differs.
    Facts,
}

impl Show {
    /// True when an operation is drawn as a change.
    pub fn counts(self, op: &Op) -> bool {
        match op.kind {
            None => false,
            Some(ChangeKind::Typography) => self == Show::Typography,
            Some(_) => match self {
                Show::Wording | Show::Typography => true,
                Show::WithoutMarks => op.touches > Touches::Marks,
                Show::Facts => op.touches == Touches::Facts,
            },
        }
    }
}

/// What a reader asked to see.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct View {
    pub show: Show,
    /// Same paragraphs left around a changed one; 0 for changed paragraphs only.
    pub context: usize,
    /// True to fold nothing.
    pub unfold: bool,
}

impl Default for View {
    fn default() -> View {
        View { show: Show::Wording, context: 1, unfold: false }
    }
}

/// The changes, each with its running number and its first operation.
pub fn changes(comparison: &Comparison, show: Show) -> impl Iterator<Item = (u32, &Op)> {
    let mut next = 0;
    let numbered = comparison.ops.iter().zip(numbers(comparison, show));
    numbered.filter_map(move |(op, number)| {
        let number = number.filter(|&number| number == next)?;
        next += 1;
        Some((number, op))
    })
}

/// The running number of each operation that counts as a change. A passage that moved away is one with the halves of the
/// edits in it; where it stands now, each edit is one.
fn numbers(comparison: &Comparison, show: Show) -> Vec<Option<u32>> {
    let twins = twins(&comparison.ops);
    let mut next = 0;
    let mut passage = None;
    let number = |(at, op): (usize, &Op)| {
        if !show.counts(op) {
            passage = passage.filter(|_| op.moved.is_some());
            return None;
        }
        let place = op.moved.map(|moved| (moved, op.b.is_empty()));
        let goes_on = place.is_some() && place == passage;
        passage = place;
        if !(goes_on && (op.kind == Some(ChangeKind::Move) || op.b.is_empty() && twins.contains_key(&at))) {
            next += 1;
        }
        Some(next - 1)
    };
    comparison.ops.iter().enumerate().map(number).collect()
}

/// How the bytes of one side of an operation are drawn; None when they are not drawn at all in
/// the unified view, which shows the second text where nothing counts.
fn shade(op: &Op, side: Side, counts: bool) -> Option<Shade> {
    let whole = op.moved.filter(|_| op.kind == Some(ChangeKind::Move));
    match (side, op.op) {
        (_, OpKind::Equal) => Some(Shade::Same),
        _ if !counts => (side == Side::B).then_some(Shade::Same),
        (_, OpKind::Typography) => Some(Shade::Typography),
        (Side::A, _) => Some(whole.map_or(Shade::Deleted, Shade::MovedAway)),
        (Side::B, _) => Some(whole.map_or(Shade::Inserted, Shade::MovedHere)),
    }
}
