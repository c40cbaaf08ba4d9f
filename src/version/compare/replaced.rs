//! What stands where something else stood, as it is told.

use super::stream::Side;
use serde::Serialize;
use std::ops::Range;

/// What stands where something else of its sort stood.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Replaced {
    pub from: String,
    pub to: String,
}

/// Tokens as they stand in the text, on one line.
pub(super) fn text(side: &Side, tokens: &Range<usize>) -> String {
    one_line(&side.text[side.start(tokens.start)..side.end_before(tokens.end)])
}

/// White space collapsed.
pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
