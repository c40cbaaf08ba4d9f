//! A name among the words of a document.

use super::EntityType;

/// A name as a range of tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Span {
    pub from: usize,
    pub to: usize,
    pub kind: EntityType,
}

/// Names in order with others, also in order, in place of those that they overlap.
pub(super) fn with(names: Vec<Span>, others: Vec<Span>) -> Vec<Span> {
    if others.is_empty() {
        return names;
    }
    let free = |name: &Span| {
        let next = others.partition_point(|other| other.to <= name.from);
        others.get(next).is_none_or(|other| other.from >= name.to)
    };
    let mut out: Vec<Span> = names.into_iter().filter(free).collect();
    out.extend(others);
    out.sort_by_key(|name| name.from);
    out
}
