//! A name among the words of a document.

use super::EntityType;

/// A name as a range of tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Span {
    pub from: usize,
    pub to: usize,
    pub kind: EntityType,
}
