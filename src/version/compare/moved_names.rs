//! Names that stand elsewhere in the same sentence: who paid whom may be turned round by that.

use super::changes::Change;
use super::gone::{shown, tells, words};
use super::kinds::differing;
use super::names::{NameWords, NamesOf};
use super::quotes::touched;
use super::stream::{Pair, Side};
use super::tidy::boundary;
use std::ops::Range;

/// No sentence is looked through beyond so many tokens.
const FARTHEST: usize = 80;
/// What parts sentences, as `boundary` has it.
const SENTENCE: u32 = 5;

/// The names that are cut at one place of a sentence and put in at another, each once.
pub(super) fn names_moved(pair: &Pair, changes: &[Change], names: &NameWords) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let plain: Vec<&Change> = changes.iter().filter(|change| change.twin.is_none()).collect();
    // What is longer lies in no one sentence.
    let short = |change: &Change| change.a.len().max(change.b.len()) <= FARTHEST;
    let found: Vec<_> = plain
        .iter()
        .map(|change| if short(change) { names_of(pair, change, names) } else { Default::default() })
        .collect();
    for (at, (gone, _)) in found.iter().enumerate() {
        for from in gone {
            let near = |other: usize| {
                let (one, last) = (at.min(other), at.max(other));
                one == last || in_one_sentence(pair, plain[one], plain[last])
            };
            // Sentences end, so the changes of one are few.
            let before = (0..at).rev().take_while(|&other| near(other));
            let behind = (at + 1..plain.len()).take_while(|&other| near(other));
            let same = |to: &Range<usize>| words(&pair.b, pair, to) == words(&pair.a, pair, from);
            let moved = before.chain(behind).any(|other| found[other].1.iter().any(same));
            let name = shown(&pair.a, from);
            if moved && !out.contains(&name) {
                out.push(name);
            }
        }
        for name in turned(pair, plain[at], names) {
            if !out.contains(&name) {
                out.push(name);
            }
        }
    }
    out
}

/// The names of both sides that lie in a change and that its other side lacks.
fn names_of(pair: &Pair, change: &Change, names: &NameWords) -> (Vec<Range<usize>>, Vec<Range<usize>>) {
    let (only_a, only_b) = differing(pair, change.a.clone(), change.b.clone());
    let of = |side: &Side, names: &NamesOf, tokens: &Range<usize>, only: &[usize]| {
        let differs = |span: &Range<usize>| span.clone().any(|token| only.contains(&token));
        inside(side, pair, names, tokens).into_iter().filter(differs).collect()
    };
    (of(&pair.a, &names.a, &change.a, &only_a), of(&pair.b, &names.b, &change.b, &only_b))
}

/// The names that lie in a stretch as a whole.
fn inside(side: &Side, pair: &Pair, names: &NamesOf, tokens: &Range<usize>) -> Vec<Range<usize>> {
    let inside = |span: &&Range<usize>| tokens.start <= span.start && span.end <= tokens.end;
    touched(&names.spans, tokens).filter(inside).filter(|span| tells(side, pair, span)).cloned().collect()
}

/// True where no sentence ends between two changes, nor in them.
fn in_one_sentence(pair: &Pair, one: &Change, last: &Change) -> bool {
    let whole = |side: &Side, tokens: Range<usize>| {
        tokens.len() <= FARTHEST && (tokens.start + 1..tokens.end).all(|place| boundary(side, place) < SENTENCE)
    };
    whole(&pair.a, one.a.start..last.a.end) && whole(&pair.b, one.b.start..last.b.end)
}

/// The names of a short replacement that stand on both sides in another order.
pub(super) fn turned(pair: &Pair, change: &Change, names: &NameWords) -> Vec<String> {
    if !change.replaces() || change.a.len().max(change.b.len()) > FARTHEST {
        return Vec::new();
    }
    let a = inside(&pair.a, pair, &names.a, &change.a);
    let b = inside(&pair.b, pair, &names.b, &change.b);
    let of = |side: &Side, spans: &[Range<usize>]| -> Vec<String> {
        spans.iter().map(|span| words(side, pair, span).join(" ")).collect()
    };
    let (in_a, in_b) = (of(&pair.a, &a), of(&pair.b, &b));
    let sorted = |list: &[String]| {
        let mut list = list.to_vec();
        list.sort_unstable();
        list
    };
    if in_a == in_b || sorted(&in_a) != sorted(&in_b) {
        return Vec::new();
    }
    let apart = in_a.iter().zip(&in_b).zip(&a).filter(|((one, other), _)| one != other);
    apart.map(|(_, span)| shown(&pair.a, span)).collect()
}
