//! Quoted passages of a text: from an opening quote to the closing one.

use super::stream::{MARK, Pair, Side};
use crate::text::classes::is_ideograph;
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

/// Ranges of tokens, the quotation marks left out. A quotation in a quotation is part of it.
fn of_side(side: &Side, pair: &Pair) -> Vec<Range<usize>> {
    let mut all = in_double(side, pair);
    all.extend(in_single(side, pair));
    all.extend(in_corners(side, pair));
    all.sort_by_key(|quote| (quote.start, std::cmp::Reverse(quote.end)));
    let mut end = 0;
    all.retain(|quote| {
        let outer = quote.start >= end;
        end = end.max(quote.end);
        outer
    });
    all
}

fn in_double(side: &Side, pair: &Pair) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut open = None;
    for token in 0..side.len() {
        if pair.key(side, token) != "\"" {
            continue;
        }
        let opens = opens(side, token);
        match open.filter(|_| !opens) {
            Some(start) if token - start <= FARTHEST => {
                out.extend(Some(start..token).filter(|quote| is_long(side, pair, quote)));
                open = None;
            }
            _ => open = opens.then_some(token + 1),
        }
    }
    out
}

/// True where a double quote begins a quotation: what it quotes follows directly, or it has blanks
/// on both sides and points to what it quotes.
fn opens(side: &Side, token: usize) -> bool {
    let parted = token == 0 || !side.space(token).is_empty() || matches!(side.token(token - 1), "(" | "[");
    // Scripts without blanks have none before a quotation.
    let unparted = || side.token(token) == "\u{201c}" && side.token(token - 1).ends_with(is_wide);
    (parted && (side.space(token + 1).is_empty() || side.token(token) == "\u{ab}")) || (token > 0 && unparted())
}

/// Characters of scripts written without blanks, their punctuation too.
fn is_wide(c: char) -> bool {
    is_ideograph(c) || matches!(c, '\u{3000}'..='\u{303f}' | '\u{ff00}'..='\u{ff65}')
}

/// Quotations in the corner brackets of Chinese and Japanese.
fn in_corners(side: &Side, pair: &Pair) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut open = None;
    for token in (0..side.len()).filter(|&token| is_corner(side.token(token))) {
        if matches!(side.token(token), "\u{300c}" | "\u{300e}") {
            open = open.or(Some(token + 1));
        } else if let Some(start) = open.take() {
            out.extend(Some(start..token).filter(|quote| quote.len() <= FARTHEST && is_long(side, pair, quote)));
        }
    }
    out
}

fn is_corner(token: &str) -> bool {
    matches!(token, "\u{300c}" | "\u{300d}" | "\u{300e}" | "\u{300f}")
}

/// True for a mark that can open or close a quotation.
pub(super) fn is_quote_mark(side: &Side, pair: &Pair, token: usize) -> bool {
    matches!(pair.key(side, token), "\"" | "'") || is_corner(side.token(token))
}

/// The quotations that a mark among these tokens opens or closes.
pub(super) fn marked_by<'q>(
    side: &'q Side,
    pair: &'q Pair,
    quotes: &'q [Range<usize>],
    tokens: &'q Range<usize>,
) -> impl Iterator<Item = &'q Range<usize>> {
    let wider = tokens.start.saturating_sub(1)..tokens.end + 1;
    touched(quotes, &wider).filter(move |quote| {
        [quote.start.checked_sub(1), Some(quote.end)]
            .into_iter()
            .flatten()
            .any(|mark| tokens.contains(&mark) && mark < side.len() && is_quote_mark(side, pair, mark))
    })
}

/// Single quotes are apostrophes too, so both ends have to look like what they are.
fn in_single(side: &Side, pair: &Pair) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut open = None;
    for token in 0..side.len() {
        if token > 0 && side.space(token).matches('\n').count() > 1 {
            open = None;
        }
        if pair.key(side, token) != "'" {
            continue;
        }
        let mark =
            |at: Option<usize>| at.is_some_and(|at| at < side.len() && matches!(side.token(at), "," | "." | "!" | "?"));
        let parted = token == 0 || !side.space(token).is_empty();
        let before_letter = side.space(token + 1).is_empty()
            && token + 1 < side.len()
            && side.token(token + 1).starts_with(char::is_alphabetic);
        let attached_mark = mark(Some(token + 1)) && side.space(token + 1).is_empty();
        let closes = !parted && (mark(token.checked_sub(1)) || attached_mark);
        if parted && before_letter {
            open = Some(token + 1);
        } else if let Some(start) = open.filter(|_| closes) {
            if token - start <= FARTHEST && is_long(side, pair, &(start..token)) {
                out.push(start..token);
            }
            open = None;
        }
    }
    out
}

fn is_long(side: &Side, pair: &Pair, quote: &Range<usize>) -> bool {
    quote.clone().filter(|&at| pair.weight[side.ids[at] as usize] > MARK).count() >= LEAST_WORDS
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
