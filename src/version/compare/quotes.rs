//! Quoted passages of a text: from an opening double quote to the closing one.

use super::stream::{Pair, Side};
use std::ops::Range;

/// Fewer words in quotes are a title or an irony.
const LEAST_WORDS: usize = 3;
/// A quote that is not closed within so many tokens was never opened.
const FARTHEST: usize = 400;

/// The quoted passages of both texts.
pub(super) struct Quotes {
    pub a: Vec<Range<usize>>,
    pub b: Vec<Range<usize>>,
}

impl Quotes {
    pub fn new(pair: &Pair) -> Quotes {
        Quotes { a: of_side(&pair.a, pair), b: of_side(&pair.b, pair) }
    }
}

/// Ranges of tokens, the quotation marks left out.
fn of_side(side: &Side, pair: &Pair) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut open = None;
    for token in 0..side.len() {
        if pair.key(side, token) != "\"" {
            continue;
        }
        let opens = side.space(token + 1).is_empty() && (token == 0 || !side.space(token).is_empty());
        match open.filter(|_| !opens) {
            Some(start) if token - start <= FARTHEST => {
                if (start..token).filter(|&at| pair.weight[side.ids[at] as usize] > 0).count() >= LEAST_WORDS {
                    out.push(start..token);
                }
                open = None;
            }
            _ => open = opens.then_some(token + 1),
        }
    }
    out
}

/// The passages that share a token with a range of tokens; `passages` are in order.
pub(super) fn touched<'q>(
    passages: &'q [Range<usize>],
    tokens: &Range<usize>,
) -> impl Iterator<Item = &'q Range<usize>> + use<'q> {
    let first = passages.partition_point(|passage| passage.end <= tokens.start);
    let end = tokens.end;
    passages[first..].iter().take_while(move |passage| passage.start < end)
}
