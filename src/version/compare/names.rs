//! Which tokens belong to names: as the caller recognised them, or by their capitals.

use super::Names;
use super::stream::{FixedSet, Pair, Side};
use super::tidy::{boundary, ends_sentence};
use crate::text::TokenKind;
use std::ops::Range;

/// The names of both texts.
pub(super) struct NameWords {
    pub a: NamesOf,
    pub b: NamesOf,
}

/// The names of one text.
pub(super) struct NamesOf {
    /// Token ranges, in order.
    pub spans: Vec<Range<usize>>,
    /// For each token, whether it is part of a name.
    pub is_name: Vec<bool>,
}

impl NameWords {
    pub fn new(pair: &Pair, names: Names) -> NameWords {
        if names.a.is_empty() && names.b.is_empty() {
            let mut inner = FixedSet::default();
            collect_inner(&pair.a, pair, &mut inner);
            collect_inner(&pair.b, pair, &mut inner);
            return NameWords { a: by_capitals(&pair.a, pair, &inner), b: by_capitals(&pair.b, pair, &inner) };
        }
        NameWords { a: given(&pair.a, names.a), b: given(&pair.b, names.b) }
    }
}

fn given(side: &Side, spans: &[Range<usize>]) -> NamesOf {
    let mut is_name = vec![false; side.len()];
    // A name may end inside a token ("Ortiz's") and never holds one by its white space only.
    let tokens = |span: &Range<usize>| {
        let first = side.spans.partition_point(|token| (token.1 as usize) <= span.start);
        let last = side.spans.partition_point(|token| (token.0 as usize) < span.end);
        first..last
    };
    let spans: Vec<_> = spans.iter().map(tokens).filter(|span| span.start < span.end).collect();
    for span in &spans {
        is_name[span.clone()].fill(true);
    }
    NamesOf { spans, is_name }
}

fn is_capital(side: &Side, pair: &Pair, token: usize) -> bool {
    side.kinds[token] == TokenKind::Word
        && pair.is_content(side.ids[token])
        && side.token(token).chars().next().is_some_and(char::is_uppercase)
        && !super::number::is_number(side, pair, token)
}

/// Words with a capital where no sentence begins.
fn collect_inner(side: &Side, pair: &Pair, inner: &mut FixedSet<u32>) {
    for token in 1..side.len() {
        let lower = side.token(token - 1).chars().any(char::is_lowercase);
        if lower && boundary(side, token) < 5 && !ends_sentence(side, token) && is_capital(side, pair, token) {
            inner.insert(side.ids[token]);
        }
    }
}

fn by_capitals(side: &Side, pair: &Pair, inner: &FixedSet<u32>) -> NamesOf {
    let mut is_name = vec![false; side.len()];
    let mut spans: Vec<Range<usize>> = Vec::new();
    for token in 0..side.len() {
        if !is_capital(side, pair, token) {
            continue;
        }
        let beside = token > 0 && is_name[token - 1] && side.space(token) == " ";
        if beside || inner.contains(&side.ids[token]) {
            is_name[token] = true;
            match spans.last_mut().filter(|last| beside && last.end == token) {
                Some(last) => last.end += 1,
                None => spans.push(token..token + 1),
            }
        }
    }
    NamesOf { spans, is_name }
}
