//! What a change is about: a number, a name, a quotation, or its wording.

use super::changes::{Change, SHORT, changes};
use super::moved_names::turned;
use super::names::NameWords;
use super::numbers::Differing;
use super::quotes::{Quotes, is_quote_mark, marked_by, touched};
use super::stream::{CONTENT, FixedMap, MARK, Pair, Side};
use super::units::is_of_number;
use super::{ChangeKind, Op, Touches};
use std::ops::Range;

/// Gives every change its kind.
pub(super) fn classify(pair: &Pair, ops: &mut [Op], names: &NameWords, quotes: &Quotes) {
    for change in changes(pair, ops) {
        let (kind, touches) = kind(pair, &change, names, quotes);
        for at in [Some(change.op), change.twin].into_iter().flatten() {
            (ops[at].kind, ops[at].touches) = (Some(kind), touches);
        }
    }
}

/// The kind of a change, and what differs in it.
fn kind(pair: &Pair, change: &Change, names: &NameWords, quotes: &Quotes) -> (ChangeKind, Touches) {
    let (a, b) = (&change.a, &change.b);
    let (only_a, only_b) = differing(pair, a.clone(), b.clone());
    let (mut named, mut others, mut words) = (0, 0, 0);
    let sides = [(&pair.a, &only_a, &names.a), (&pair.b, &only_b, &names.b)];
    for (side, only, names) in sides {
        for &token in only {
            words += usize::from(pair.weight[side.ids[token] as usize] > MARK);
            if is_of_number(side, pair, token) {
                continue;
            }
            if names.is_name[token] {
                named += 1;
            } else if pair.weight[side.ids[token] as usize] == CONTENT {
                others += 1;
            }
        }
    }
    let numbers = !Differing::of(pair, a, b).is_empty();
    let quoted = is_quoted(pair, &pair.a, a, &only_a, &quotes.a) || is_quoted(pair, &pair.b, b, &only_b, &quotes.b);
    // The marks of a quotation came or went, and its words stayed.
    let marks = |side: &Side, quotes: &[Range<usize>], tokens: &Range<usize>, only: &[usize]| {
        only.iter().any(|&token| is_quote_mark(side, pair, token))
            && marked_by(side, pair, quotes, tokens).next().is_some()
    };
    let marked = words == 0 && (marks(&pair.a, &quotes.a, a, &only_a) || marks(&pair.b, &quotes.b, b, &only_b));
    let turned = words == 0 && !turned(pair, change, names).is_empty();
    let touches = match () {
        () if numbers || named > 0 || quoted || marked || turned => Touches::Facts,
        () if words == 0 && words_of(pair, &pair.a, a).eq(words_of(pair, &pair.b, b)) => Touches::Marks,
        () => Touches::Words,
    };
    if change.replaces() {
        let short = a.len().max(b.len()) <= SHORT;
        let kind = match () {
            () if numbers && (short || named + others == 0) => ChangeKind::Number,
            () if named > 0 && (short || others == 0) => ChangeKind::Name,
            () if turned => ChangeKind::Name,
            () if quoted || marked => ChangeKind::Quotation,
            () => ChangeKind::Wording,
        };
        return (kind, touches);
    }
    let kind = match () {
        () if numbers && named + others == 0 => ChangeKind::Number,
        () if marked => ChangeKind::Quotation,
        () if words == 0 => ChangeKind::Wording,
        () if named > 0 && others == 0 && !numbers => ChangeKind::Name,
        () if quoted => ChangeKind::Quotation,
        () if a.is_empty() => ChangeKind::Addition,
        () => ChangeKind::Cut,
    };
    (kind, touches)
}

/// The words of a stretch in order, without the marks between them.
fn words_of<'s>(pair: &'s Pair, side: &'s Side, tokens: &Range<usize>) -> impl Iterator<Item = u32> + 's {
    side.ids[tokens.clone()].iter().copied().filter(|&id| pair.weight[id as usize] > MARK)
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
