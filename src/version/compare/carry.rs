//! Where a place of the first text stands in the second.

use super::Op;
use std::ops::Range;

/// The bytes of the second text that stand for some of the first, with what is inserted at both
/// edges; what has moved is followed to where it stands.
pub fn carried(ops: &[Op], a: &Range<usize>) -> Range<usize> {
    let start = start_in_b(ops, a.start);
    let range = start..end_in_b(ops, a.end).max(start);
    if !range.is_empty() || a.is_empty() {
        return range;
    }
    let within = |op: &&Op| op.a.start <= a.start && a.end <= op.a.end;
    let Some((gone, number)) = ops.iter().find(within).and_then(|op| Some((op, op.moved?))) else { return range };
    let landed = |op: &&Op| op.moved == Some(number) && op.kind == gone.kind && op.b.len() == gone.a.len();
    match ops.iter().find(landed) {
        Some(op) => op.b.start + (a.start - gone.a.start)..op.b.start + (a.end - gone.a.start),
        None => {
            let landed = ops.iter().find(|op| op.moved == Some(number) && !op.b.is_empty());
            landed.map_or(range, |op| op.b.clone())
        }
    }
}

/// Where a place of the first text begins in the second, with what is inserted before its first
/// byte.
pub fn start_in_b(ops: &[Op], start: usize) -> usize {
    let first = ops.partition_point(|op| op.a.end <= start && op.a.start < start);
    match ops.get(first) {
        Some(op) if op.a.start >= start => op.b.start,
        Some(op) => (op.b.start + (start - op.a.start)).min(op.b.end),
        None => ops.last().map_or(0, |op| op.b.end),
    }
}

/// Where a place of the first text ends in the second, with what is inserted behind its last byte.
pub fn end_in_b(ops: &[Op], end: usize) -> usize {
    let next = ops.partition_point(|op| op.a.start < end || op.a.end <= end);
    match next.checked_sub(1).map(|last| &ops[last]) {
        Some(op) if op.a.end <= end => op.b.end,
        Some(op) => (op.b.start + (end - op.a.start)).min(op.b.end),
        None => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::version::compare::{Names, compare};
    use std::sync::atomic::AtomicBool;

    fn carry<'t>(a: &str, b: &'t str, words: &str) -> &'t str {
        let ops = compare(a, b, Names::default(), &AtomicBool::new(false), &|_| {}).unwrap().ops;
        let at = a.find(words).unwrap();
        b[carried(&ops, &(at..at + words.len()))].trim()
    }

    #[test]
    fn words_are_found_in_the_other_text() {
        let a = "The crane fell at ten. At least 14 people were hurt, the port said on Monday.";
        let b = "A crane fell early, at ten. Some forty people were hurt, the port said.";
        assert_eq!(carry(a, b, "people were"), "people were");
        assert_eq!(carry(a, b, "At least 14"), "Some forty");
        assert_eq!(carry(a, b, "fell at"), "fell early, at");
        assert_eq!(carry(a, b, "on Monday"), "");
    }

    #[test]
    fn what_has_moved_is_followed() {
        let first = "The first of these paragraphs tells of a harbour in the fog and of a ferry that was late again.";
        let second = "Another one lists the crates that had been signed for by nobody who could be found on the quay.";
        let (a, b) = (format!("{first}\n\n{second}"), format!("{second}\n\n{first}"));
        assert!(carry(&a, &b, "harbour in the fog").contains("harbour in the fog"));
    }
}
