//! A long text in windows that a model has room for.

use crate::entity::page::Page;
use crate::entity::tokens::Gap;
use std::ops::Range;

/// A stretch of words that is read at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Window {
    pub words: Range<usize>,
    /// Those whose labels are taken from it; the others are there for what surrounds these.
    pub kept: Range<usize>,
}

/// Cuts a page into windows of at most `room` pieces, from the pieces that each word has: at the end of a
/// sentence where one ends in the last third of a window, each with an eighth before it once more. Every
/// word is kept once, in order. No word may have more than a half of `room`.
pub(super) fn windows(page: &Page<'_>, lengths: &[usize], room: usize) -> Vec<Window> {
    let begins = |at: usize| matches!(page.tokens[at].gap, Gap::Stop | Gap::Break);
    let mut out = Vec::new();
    let (mut from, mut kept) = (0, 0);
    while kept < lengths.len() {
        let (mut to, mut held, mut sentence) = (from, 0, None);
        while to < lengths.len() && held + lengths[to] <= room {
            held += lengths[to];
            to += 1;
            if to < lengths.len() && held * 3 >= room * 2 && begins(to) {
                sentence = Some(to);
            }
        }
        if to == lengths.len() {
            out.push(Window { words: from..to, kept: kept..to });
            break;
        }
        let to = sentence.unwrap_or(to);
        let (mut next, mut again) = (to, 0);
        while next > from + 1 && again + lengths[next - 1] <= room / 8 {
            next -= 1;
            again += lengths[next];
        }
        // In mid-sentence, each window gives what lies farther from its end.
        let last = if sentence.is_some() { to } else { between(page, next..to) };
        out.push(Window { words: from..to, kept: kept..last });
        (from, kept) = (next, last);
    }
    out
}

/// The word nearest to the middle of some words that no name goes on with.
fn between(page: &Page<'_>, words: Range<usize>) -> usize {
    let middle = words.start + words.len() / 2;
    let parted = words.clone().filter(|&at| at > words.start && !page.joins(at));
    parted.min_by_key(|at| at.abs_diff(middle)).unwrap_or(middle)
}
