//! Putting away what is the same.

use super::{Folded, View};
use crate::text::fold;
use std::ops::Range;

/// A row that may be put away: whether it holds a change, and the bytes of both texts in it.
pub(super) struct Extent {
    pub changed: bool,
    pub a: Range<usize>,
    pub b: Range<usize>,
}

/// Rows to draw, in order: a row by its place, or a fold in the place of several.
pub(super) enum Drawn {
    Row(usize),
    Folded(Folded),
}

/// Keeps changed rows and `context` rows around each; two or more others in a row are folded
/// (with no context wanted, even a single one).
pub(super) fn folded(rows: &[Extent], view: &View, b: &str) -> Vec<Drawn> {
    if view.unfold {
        return (0..rows.len()).map(Drawn::Row).collect();
    }
    let mut near = vec![false; rows.len()];
    for at in (0..rows.len()).filter(|&at| rows[at].changed) {
        near[at.saturating_sub(view.context)..(at + view.context + 1).min(rows.len())].fill(true);
    }
    let mut out = Vec::new();
    let mut at = 0;
    while at < rows.len() {
        let end = at + near[at..].iter().take_while(|near| !**near).count();
        if end - at >= if view.context == 0 { 1 } else { 2 } {
            let range_a = rows[at].a.start..rows[end - 1].a.end;
            let range_b = rows[at].b.start..rows[end - 1].b.end;
            let words = fold(&b[range_b.clone()]).words().count();
            out.push(Drawn::Folded(Folded { paragraphs: end - at, words, a: range_a, b: range_b }));
            at = end;
        } else {
            let end = end.max(at + 1);
            out.extend((at..end).map(Drawn::Row));
            at = end;
        }
    }
    out
}
