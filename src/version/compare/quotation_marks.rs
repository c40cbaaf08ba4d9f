//! Quotation marks that came or went around words that stayed: the same words are no longer, or only now,
//! somebody's own.

use super::changes::Change;
use super::quotations::There;
use super::quotes::{Quotes, is_quote_mark, marked_by, touched};
use super::replaced::text;
use super::stream::{FixedSet, MARK, Pair, Side};
use std::ops::Range;

/// The quotations whose marks came or went.
#[derive(Default)]
pub(super) struct Marked {
    /// Quoted in the second text only.
    pub now: Vec<String>,
    /// Quoted in the first text only.
    pub no_longer: Vec<String>,
    /// For each change, whether it is of their marks.
    pub changes: Vec<bool>,
}

pub(super) fn marked(pair: &Pair, quotes: &Quotes, changes: &[Change]) -> Marked {
    let mut out = Marked { changes: vec![false; changes.len()], ..Marked::default() };
    let sides = [(&pair.a, &quotes.a, &pair.b, &quotes.b), (&pair.b, &quotes.b, &pair.a, &quotes.a)];
    for (turn, (side, quotes, other, others)) in sides.into_iter().enumerate() {
        let own = |change: &Change| if turn == 0 { change.a.clone() } else { change.b.clone() };
        let opposite = |change: &Change| if turn == 0 { change.b.clone() } else { change.a.clone() };
        let mut changed: Vec<Range<usize>> = changes.iter().map(own).filter(|tokens| !tokens.is_empty()).collect();
        changed.sort_unstable_by_key(|tokens| tokens.start);
        let mut there: Option<There> = None;
        let mut told: Vec<Range<usize>> = Vec::new();
        let mut known: FixedSet<usize> = FixedSet::default();
        for (at, change) in changes.iter().enumerate() {
            let tokens = own(change);
            // One kind of marks for another marks no less.
            if tokens.is_empty() || opposite(change).any(|token| is_quote_mark(other, pair, token)) {
                continue;
            }
            for quote in marked_by(side, pair, quotes, &tokens) {
                let words = |side: &Side, quote: &Range<usize>| -> Vec<u32> {
                    let ids = side.ids[quote.clone()].iter().copied();
                    ids.filter(|&id| pair.weight[id as usize] > MARK).collect()
                };
                let edited = touched(&changed, quote).any(|change| {
                    let inside = quote.start.max(change.start)..quote.end.min(change.end);
                    side.ids[inside].iter().any(|&id| pair.weight[id as usize] > MARK)
                });
                let there = there.get_or_insert_with(|| There::of(others.iter().map(|quote| words(other, quote))));
                if edited || there.holds(&words(side, quote)) {
                    continue;
                }
                out.changes[at] = true;
                if known.insert(quote.start) {
                    told.push(quote.clone());
                }
            }
        }
        let texts = told.iter().map(|quote| text(side, quote)).collect();
        match turn {
            0 => out.no_longer = texts,
            _ => out.now = texts,
        }
    }
    out
}
