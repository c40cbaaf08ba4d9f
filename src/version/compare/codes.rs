//! What is a number only where another one stands in its place: codes, ordinals, items of a law, single numerals.

use super::chinese;
use super::ordinals::place;
use super::quantity::refers;
use super::stream::{Pair, Side};
use crate::text::TokenKind;
use std::ops::Range;

/// No reference is told with more brackets than this.
const BRACKETS: usize = 4;

/// True where one token of each side stands for the other and both are numbers by that.
pub(super) fn count_alike(pair: &Pair, a: usize, b: usize) -> bool {
    let (one, other) = (pair.key(&pair.a, a), pair.key(&pair.b, b));
    let both = |is: &dyn Fn(&Side, usize) -> bool| is(&pair.a, a) && is(&pair.b, b);
    both(&|side, token| place(pair.key(side, token)).is_some())
        || both(&|side, token| is_code(side.token(token))) && frame(one) == frame(other)
        || both(&|side, token| is_item(side, pair, token))
        || both(&|side, token| chinese::is_numeral(pair.key(side, token)))
}

/// Letters with digits: BA117, Q3. Raised digits are a note.
fn is_code(token: &str) -> bool {
    let raised = |c: char| c.is_numeric() && !c.is_ascii_digit();
    token.chars().any(|c| c.is_ascii_digit()) && token.chars().any(char::is_alphabetic) && !token.chars().any(raised)
}

/// A code without its digits.
fn frame(key: &str) -> String {
    let mut out = String::new();
    for c in key.chars() {
        match c.is_ascii_digit() {
            true if out.ends_with('#') => {}
            true => out.push('#'),
            false => out.push(c),
        }
    }
    out
}

/// A letter or a small number of Rome in brackets behind a number, other brackets or a word like "section".
fn is_item(side: &Side, pair: &Pair, token: usize) -> bool {
    let text = side.token(token);
    let letters = text.len() == 1 && text.bytes().all(|byte| byte.is_ascii_alphabetic());
    let roman = text.len() <= 4 && text.bytes().all(|byte| matches!(byte, b'i' | b'v' | b'x'));
    let Some(brackets) = in_brackets(side, &(token..token + 1)).filter(|_| letters || roman) else { return false };
    let behind = brackets.start.checked_sub(1).is_some_and(|last| {
        side.space(brackets.start).is_empty() && (side.kinds[last] == TokenKind::Number || side.token(last) == ")")
    });
    behind || refers(side, pair, token)
}

/// Tokens with the brackets directly around them.
fn in_brackets(side: &Side, tokens: &Range<usize>) -> Option<Range<usize>> {
    let start = tokens.start.checked_sub(1).filter(|start| side.token(*start) == "(")?;
    let closes = tokens.end < side.len() && side.token(tokens.end) == ")";
    let tight = closes && side.space(tokens.start).is_empty() && side.space(tokens.end).is_empty();
    tight.then_some(start..tokens.end + 1)
}

/// A number or item in brackets with what it stands directly behind: `5(2)(a)`.
pub(super) fn reference(side: &Side, tokens: Range<usize>) -> Range<usize> {
    let Some(mut out) = in_brackets(side, &tokens) else { return tokens };
    for _ in 0..BRACKETS {
        let Some(last) = out.start.checked_sub(1).filter(|_| side.space(out.start).is_empty()) else { break };
        if side.kinds[last] == TokenKind::Number {
            return last..out.end;
        }
        let before = last.checked_sub(2).filter(|open| side.token(last) == ")" && side.token(*open) == "(");
        match before {
            Some(open) => out.start = open,
            None => break,
        }
    }
    tokens
}
