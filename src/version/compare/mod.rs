//! The comparison of two texts: one stream of folded tokens, aligned, tidied for a reader, and
//! given back as operations on bytes that rebuild both texts exactly.
//!
//! Everything is done in one orientation of the pair (the shorter text first, then by bytes) and
//! turned round at the end where needed, so that swapping the sides mirrors the result exactly.

mod align;
mod anchors;
mod carry;
mod cells;
mod changes;
mod chinese;
mod codes;
mod digits;
mod exact;
mod figures;
mod gone;
mod kinds;
mod labels;
mod languages;
pub mod layout;
mod lines;
mod moved_names;
mod moves;
mod myers;
mod names;
mod number;
mod numbers;
mod ordinals;
mod quantity;
mod quotation_marks;
mod quotations;
mod quotes;
mod quoting;
mod replaced;
mod signs;
mod stream;
mod summary;
mod tidy;
mod units;
mod values;
mod weave;
mod whole_figures;

#[cfg(test)]
mod figures_told;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod told;

pub use carry::{carried, end_in_b, start_in_b};
pub use exact::exact;
pub use replaced::Replaced;
pub use summary::Summary;

use align::Work;
use serde::Serialize;
use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};
pub(super) use stream::FixedMap;
use stream::Pair;

/// What an operation does to the first text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum OpKind {
    /// The same bytes on both sides.
    Equal,
    /// Equal after folding, white space included.
    Typography,
    Replace,
    Insert,
    Delete,
}

/// What a change is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ChangeKind {
    Typography,
    Wording,
    /// A number or a date.
    Number,
    Name,
    Quotation,
    Addition,
    Cut,
    Move,
}

impl ChangeKind {
    pub const ALL: [ChangeKind; 8] = [
        ChangeKind::Typography,
        ChangeKind::Wording,
        ChangeKind::Number,
        ChangeKind::Name,
        ChangeKind::Quotation,
        ChangeKind::Addition,
        ChangeKind::Cut,
        ChangeKind::Move,
    ];
}

/// One step from the first text to the second. The ranges are UTF-8 bytes; joined in order, the
/// `a` ranges are the first text and the `b` ranges the second.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Op {
    pub op: OpKind,
    pub a: Range<usize>,
    pub b: Range<usize>,
    /// None on `Equal` only.
    pub kind: Option<ChangeKind>,
    /// The number of the move that this belongs to, 1 and up. The moved text itself has the kind
    /// `Move`; other kinds with a number are edits inside the moved passage.
    pub moved: Option<u32>,
    /// What differs in it at most.
    pub touches: Touches,
}

/// What differs in a change, the more telling the greater.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Touches {
    /// Marks of punctuation alone.
    Marks,
    #[default]
    Words,
    /// A number, a date, a name or a quotation, whatever else does.
    Facts,
}

impl Op {
    fn mirror(&mut self) {
        std::mem::swap(&mut self.a, &mut self.b);
        self.op = match self.op {
            OpKind::Insert => OpKind::Delete,
            OpKind::Delete => OpKind::Insert,
            other => other,
        };
    }
}

/// Two texts compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    pub ops: Vec<Op>,
    pub summary: Summary,
    /// True where the budget was used up or nothing held the texts together: some part is shown
    /// as replaced and was not aligned.
    pub unaligned: bool,
}

/// Spans of recognised names in both texts, in bytes and in order. Where both are empty, words
/// with a capital inside a sentence are taken for names.
#[derive(Clone, Copy, Debug, Default)]
pub struct Names<'a> {
    pub a: &'a [Range<usize>],
    pub b: &'a [Range<usize>],
}

/// Compares two texts of less than 4 GiB. None when `stop` was set; `progress` gets the share
/// done, 0 to 1, from this thread.
pub fn compare(a: &str, b: &str, names: Names, stop: &AtomicBool, progress: &dyn Fn(f32)) -> Option<Comparison> {
    let turned = turned(a, b);
    let mut pair = if turned { Pair::folded(b, a) } else { Pair::folded(a, b) };
    let mut work = Work::new(stop, progress, &pair);
    let mut runs = align::align(&pair, &mut work);
    tidy::tidy(&pair, &mut runs);
    whole_figures::keep_whole(&pair, &mut runs);
    let moved = moves::find(&pair, &mut runs, &mut work);
    let lines = lines::Lines::of(&pair);
    lines.keep_equal(&pair, &mut runs, &moved, &mut work);
    let mut ops = weave::weave(&pair, &runs, &moved, Some(&lines));
    finish(&mut ops, &mut pair, turned);
    if stop.load(Ordering::Relaxed) {
        return None;
    }
    let names = names::NameWords::new(&pair, names);
    let quotes = quotes::Quotes::new(&pair);
    kinds::classify(&pair, &mut ops, &names, &quotes);
    let summary = summary::summarise(&pair, &ops, &names, &quotes);
    progress(1.0);
    Some(Comparison { ops, summary, unaligned: work.exhausted })
}

/// How many changes of each kind there are, kinds without any left out; a move counts once, and so does an edit inside
/// one, which is two operations.
pub fn counts(comparison: &Comparison) -> Vec<(ChangeKind, usize)> {
    let ops = &comparison.ops;
    let twins = changes::twins(ops);
    let of = |kind| {
        let of_kind = ops.iter().enumerate().filter(|(_, op)| op.kind == Some(kind));
        if kind == ChangeKind::Move {
            let mut numbers: Vec<_> = of_kind.filter_map(|(_, op)| op.moved).collect();
            numbers.sort_unstable();
            numbers.dedup();
            numbers.len()
        } else {
            of_kind.filter(|(at, _)| twins.get(at).is_none_or(|twin| twin > at)).count()
        }
    };
    ChangeKind::ALL.into_iter().map(|kind| (kind, of(kind))).filter(|&(_, count)| count > 0).collect()
}

/// True when the work is done with the sides swapped.
fn turned(a: &str, b: &str) -> bool {
    (b.len(), b) < (a.len(), a)
}

fn finish(ops: &mut Vec<Op>, pair: &mut Pair<'_>, turned: bool) {
    // Giving white space to the neighbours can leave nothing of an operation.
    ops.retain(|op| !op.a.is_empty() || !op.b.is_empty());
    if turned {
        ops.iter_mut().for_each(Op::mirror);
        pair.swap();
    }
}
