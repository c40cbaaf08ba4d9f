//! What must hold of names whatever the model thinks.

use super::page::Page;
use super::recognise::Span;

/// Mends the names of a document, in place; they stay in order and do not overlap.
pub(super) fn tidy(_page: &Page<'_>, _names: &mut Vec<Span>) {}
