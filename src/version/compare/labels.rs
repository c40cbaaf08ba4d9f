//! The numbers at the beginnings of lines that only say which item of an outline this is, and those of notes.
//!
//! Many a number begins a line: a label has neighbours that count with it. One that has none is a
//! number, since a reader would rather hear of a label than not hear of a sum.

use super::number::is_capital;
use super::signs::is_money;
use super::stream::{Pair, Side};
use super::tidy::ends_sentence;
use super::units::unit_of;
use super::values::{date, is_doubtful, is_power};
use crate::text::TokenKind;
use std::ops::Range;

/// So many tokens on either side of a label are looked at for its neighbours,
const AROUND: usize = 3000;
/// and so many labels of its form: an outline inside an item counts for itself.
const LABELS: usize = 8;

/// No label has more tokens before it on its line, and no line more marks before its first: what goes on for longer is
/// no outline, and would be gone through anew from each of its numbers.
const BEFORE: usize = 12;

/// What a label says: 3. is `[3]`, 2.1 is `[2, 1]`, 3b) is `[3, 2]`.
struct Label {
    parts: Vec<u32>,
    /// The token behind it.
    next: usize,
    /// The mark that closes it, nothing for 2.1 before a capital.
    close: String,
}

/// True for the number at the beginning of a line that counts with the labels around it.
pub(super) fn is_label(side: &Side, pair: &Pair, token: usize) -> bool {
    if is_note(side, token) {
        return true;
    }
    let first = line_start(side, token);
    let Some(own) = first.and_then(|_| Label::at(side, pair, token)) else { return false };
    let first = first.unwrap_or(token);
    // A line that goes on with a sentence begins with a word of it.
    let goes_on = first > 0
        && side.space(first).matches('\n').count() < 2
        && !ends_sentence(side, first)
        && side.kinds[first - 1] != TokenKind::Mark
        && !is_capital(side, first - 1)
        && !matches!(pair.key(side, first - 1), "and" | "or");
    !goes_on
        && (own.follows_one(side, pair, first)
            || own.precedes_one(side, pair, token)
            || own.second(side).is_some_and(|second| is_letter(side, second) || is_label(side, pair, second)))
}

/// A letter in the place of a number: `A.`
fn is_letter(side: &Side, token: usize) -> bool {
    let close = token + 1 < side.len() && matches!(side.token(token + 1), "." | ")" | "\\");
    side.token(token).len() == 1 && is_capital(side, token) && close && side.space(token + 1).is_empty()
}

/// How many labels stand in a stretch of text.
pub(super) fn labels(side: &Side, pair: &Pair, tokens: &Range<usize>) -> usize {
    tokens.clone().filter(|&token| is_label(side, pair, token)).count()
}

fn begins_line(side: &Side, token: usize) -> bool {
    token == 0 || side.space(token).contains('\n')
}

/// A capital at a place, perhaps in quotation marks or brackets.
fn begins_words(side: &Side, token: usize) -> bool {
    let opens = token < side.len()
        && matches!(
            side.token(token),
            "\"" | "\u{201c}" | "\u{201e}" | "\u{ab}" | "'" | "\u{2018}" | "[" | "(" | "*" | "_"
        );
    let token = token + usize::from(opens);
    token < side.len() && is_capital(side, token)
}

/// True for the number of a note in square brackets directly behind what it is a note on.
fn is_note(side: &Side, token: usize) -> bool {
    const MOST: usize = 3;
    let near = |place: usize| side.space(place).is_empty();
    token > 1
        && token + 1 < side.len()
        && side.token(token).len() <= MOST
        && side.token(token - 1) == "["
        && side.token(token + 1) == "]"
        && (token - 1..=token + 1).all(near)
}

/// Marks before a label: brackets, quoting, and those of Markdown.
fn opens(side: &Side, token: usize) -> bool {
    matches!(side.token(token), "(" | "[" | "#" | "*" | "_" | ">")
}

/// Where the line begins that has nothing but marks before a token, or another label: `4. **3\.`
fn line_start(side: &Side, token: usize) -> Option<usize> {
    let mut first = token;
    while !begins_line(side, first) {
        if token - first > BEFORE {
            return None;
        }
        let before = first.checked_sub(1)?;
        first = match before.checked_sub(1) {
            _ if opens(side, before) => before,
            Some(number) if side.token(before) == "." && side.kinds[number] == TokenKind::Number => number,
            _ => return None,
        };
    }
    Some(first)
}

/// The first token from a place on that is no mark before a label, on the same line.
fn behind_marks(side: &Side, start: usize) -> Option<usize> {
    let marks = (start..side.len()).take_while(|&at| opens(side, at) && (at == start || !begins_line(side, at)));
    let at = start + marks.take(BEFORE).count();
    (at < side.len() && (at == start || !begins_line(side, at))).then_some(at)
}

impl Label {
    fn at(side: &Side, pair: &Pair, token: usize) -> Option<Label> {
        if side.kinds[token] == TokenKind::Mark {
            return None;
        }
        let parts = parts(pair.key(side, token))?;
        // Markdown writes `3\.` so that no program counts for itself.
        let close = token + 1 + usize::from(token + 1 < side.len() && side.token(token + 1) == "\\");
        let attached = (token + 1..=close).all(|place| side.space(place).is_empty());
        let closes = close < side.len()
            && attached
            && matches!(side.token(close), "." | ")" | "]")
            && (!side.space(close + 1).is_empty() || side.kinds.get(close + 1) == Some(&TokenKind::Mark));
        let (close, next) = match closes {
            true => (side.token(close).to_owned(), close + 1),
            false if parts.len() > 1 && begins_words(side, token + 1) => (String::new(), token + 1),
            false => return None,
        };
        let counts = next < side.len() && !side.space(next).contains('\n') && is_counted(side, pair, next);
        (!counts).then_some(Label { parts, next, close })
    }

    /// Where a second label can stand on the line: it has marks before it.
    fn second(&self, side: &Side) -> Option<usize> {
        let here = self.next < side.len() && !begins_line(side, self.next) && opens(side, self.next);
        here.then(|| behind_marks(side, self.next)).flatten()
    }

    /// True where a label before this one is the next smaller of the outline.
    fn follows_one(&self, side: &Side, pair: &Pair, first: usize) -> bool {
        let before = (first.saturating_sub(AROUND)..first).rev();
        self.meets(side, pair, before, |other| follows(&other.parts, &self.parts))
    }

    fn precedes_one(&self, side: &Side, pair: &Pair, token: usize) -> bool {
        let behind = token + 1..(token + AROUND).min(side.len());
        self.meets(side, pair, behind, |other| follows(&self.parts, &other.parts))
    }

    fn meets(
        &self,
        side: &Side,
        pair: &Pair,
        tokens: impl Iterator<Item = usize>,
        is_neighbour: impl Fn(&Label) -> bool,
    ) -> bool {
        let mut met = 0;
        for start in tokens.filter(|&token| begins_line(side, token)) {
            let Some(other) = behind_marks(side, start).and_then(|at| Label::at(side, pair, at)) else { continue };
            let second = other.second(side).and_then(|at| Label::at(side, pair, at));
            let alike = |other: &&Label| other.parts.len() != self.parts.len() || other.close == self.close;
            if [Some(&other), second.as_ref()].into_iter().flatten().filter(alike).any(&is_neighbour) {
                return true;
            }
            met += usize::from(alike(&&other) && other.parts.len() == self.parts.len());
            if met == LABELS {
                return false;
            }
        }
        false
    }
}

/// True where an outline can go on from one label to the other: 2 or 2.3 to 3, 2 to 2.1.
fn follows(one: &[u32], other: &[u32]) -> bool {
    let Some((&last, stem)) = other.split_last() else { return false };
    let next = one.get(stem.len()).is_some_and(|&before| last.checked_sub(1) == Some(before));
    one.starts_with(stem) && (next || (one.len() == stem.len() && last == 1))
}

/// The numbers of a label, a letter behind the last one among them.
fn parts(key: &str) -> Option<Vec<u32>> {
    let (digits, letter) = match key.char_indices().next_back() {
        Some((at, c)) if c.is_ascii_lowercase() => (&key[..at], Some(c as u32 - 'a' as u32 + 1)),
        _ => (key, None),
    };
    let mut parts = digits.split('.').map(|part| part.parse().ok()).collect::<Option<Vec<u32>>>()?;
    parts.extend(letter);
    Some(parts)
}

/// True for what numbers stand before, not labels: a month, a unit, a sign or word of money.
fn is_counted(side: &Side, pair: &Pair, token: usize) -> bool {
    let key = pair.key(side, token);
    let month = date(key).is_some() && !(is_doubtful(key) && side.kinds.get(token + 1) != Some(&TokenKind::Number));
    month || is_power(key) || is_money(key) || unit_of(key).is_some() || matches!(key, "%" | "\u{b0}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_nothing_but_labels_is_gone_through_once() {
        // From each number on, all behind it would be asked whether they are labels, one inside the other.
        let text = format!("So.\n\n{}end", "5. *".repeat(50_000));
        let pair = Pair::folded(&text, "");
        assert_eq!(labels(&pair.a, &pair, &(0..pair.a.len())), 0);
    }
}
