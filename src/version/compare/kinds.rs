//! What a change is about: a number, a name, a quotation, or its wording.

use super::names::NameWords;
use super::quotes::{Quotes, touched};
use super::stream::{CONTENT, FixedMap, MARK, Pair, Side};
use super::{ChangeKind, Op, OpKind};
use crate::text::TokenKind;
use std::ops::Range;

/// A replacement of more tokens than this is about more than the number or name in it.
const SHORT: usize = 8;

const NUMBER_WORDS: &str = "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen \
    sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred hundreds \
    thousand thousands million millions billion billions trillion dozen dozens";
const DATE_WORDS: &str = "monday tuesday wednesday thursday friday saturday sunday january february april june july \
    august september october november december";
/// Months that are words too: dates only with a capital, and beside a number.
const DOUBTFUL: &str = "march may";

/// Gives every change its kind.
pub(super) fn classify(pair: &Pair, ops: &mut [Op], names: &NameWords, quotes: &Quotes) {
    for op in ops.iter_mut().filter(|op| op.op != OpKind::Equal && op.kind.is_none()) {
        op.kind = Some(kind(pair, op, names, quotes));
    }
}

fn kind(pair: &Pair, op: &Op, names: &NameWords, quotes: &Quotes) -> ChangeKind {
    let (a, b) = (pair.a.tokens_in(&op.a), pair.b.tokens_in(&op.b));
    let (only_a, only_b) = differing(pair, a.clone(), b.clone());
    let (mut numbers, mut named, mut others, mut words) = (0, 0, 0, 0);
    let sides = [(&pair.a, &only_a, &names.a), (&pair.b, &only_b, &names.b)];
    for (side, only, names) in sides {
        for &token in only {
            words += usize::from(pair.weight[side.ids[token] as usize] > MARK);
            if is_number(side, pair, token) {
                numbers += 1;
            } else if names.is_name[token] {
                named += 1;
            } else if pair.weight[side.ids[token] as usize] == CONTENT {
                others += 1;
            }
        }
    }
    let quoted = is_quoted(pair, &pair.a, &a, &only_a, &quotes.a) || is_quoted(pair, &pair.b, &b, &only_b, &quotes.b);
    if op.op == OpKind::Replace {
        let short = a.len().max(b.len()) <= SHORT;
        return match () {
            () if numbers > 0 && (short || named + others == 0) => ChangeKind::Number,
            () if named > 0 && (short || others == 0) => ChangeKind::Name,
            () if quoted => ChangeKind::Quotation,
            () => ChangeKind::Wording,
        };
    }
    match () {
        () if words == 0 => ChangeKind::Wording,
        () if numbers > 0 && named + others == 0 => ChangeKind::Number,
        () if named > 0 && numbers + others == 0 => ChangeKind::Name,
        () if quoted => ChangeKind::Quotation,
        () if op.op == OpKind::Insert => ChangeKind::Addition,
        () => ChangeKind::Cut,
    }
}

/// True when half of the tokens stand in quotation marks, or a quotation mark came or went.
fn is_quoted(pair: &Pair, side: &Side, tokens: &Range<usize>, only: &[usize], quotes: &[Range<usize>]) -> bool {
    let inside = |quote: &Range<usize>| quote.end.min(tokens.end) - quote.start.max(tokens.start);
    let covered: usize = touched(quotes, tokens).map(inside).sum();
    let mark = |&&token: &&usize| pair.key(side, token) == "\"";
    !tokens.is_empty() && (2 * covered >= tokens.len() || (only.iter().any(|t| mark(&t)) && tokens.len() <= SHORT))
}

/// The tokens of each side that the other one lacks, counted with their repetitions.
pub(super) fn differing(pair: &Pair, a: Range<usize>, b: Range<usize>) -> (Vec<usize>, Vec<usize>) {
    let lacking = |side: &Side, tokens: &Range<usize>, other: &Side, others: &Range<usize>| {
        let mut there: FixedMap<u32, usize> = FixedMap::default();
        for token in others.clone() {
            *there.entry(other.ids[token]).or_default() += 1;
        }
        let lacks = |token: &usize| match there.get_mut(&side.ids[*token]) {
            Some(left) if *left > 0 => {
                *left -= 1;
                false
            }
            _ => true,
        };
        tokens.clone().filter(lacks).collect()
    };
    (lacking(&pair.a, &a, &pair.b, &b), lacking(&pair.b, &b, &pair.a, &a))
}

/// Numbers in digits and in words, and the names of months and days.
pub(super) fn is_number(side: &Side, pair: &Pair, token: usize) -> bool {
    let key = pair.key(side, token);
    let among = |words: &str| words.split_whitespace().any(|word| word == key);
    let capital = || side.token(token).starts_with(|c: char| c.is_uppercase());
    let digits = |token: usize| side.kinds.get(token) == Some(&TokenKind::Number);
    match side.kinds[token] {
        TokenKind::Number => true,
        TokenKind::Mark => false,
        TokenKind::Word if key.starts_with(|c: char| c.is_numeric()) => true,
        TokenKind::Word if key.len() < 3 || key.len() > 9 || !key.is_ascii() => false,
        TokenKind::Word => {
            among(NUMBER_WORDS)
                || (capital() && among(DATE_WORDS))
                || (capital() && among(DOUBTFUL) && (digits(token + 1) || token.checked_sub(1).is_some_and(digits)))
        }
    }
}
