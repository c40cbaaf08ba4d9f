//! People whom a text names side by side, and who are two whatever their names look like: "James Kern and Jim Kern".

use super::EntityType::Person;
use super::Mention;
use std::collections::BTreeSet;

/// The words between two who are named together.
const ANDS: [&str; 14] = ["and", "&", "und", "et", "y", "e", "en", "og", "och", "i", "a", "or", "with", "oder"];

/// Pairs of forms, the lower first.
pub(super) type Pairs = BTreeSet<(usize, usize)>;

/// The forms of people that stand side by side somewhere.
pub(super) fn pairs(text: &str, mentions: &[Mention], form_of: &[usize]) -> Pairs {
    const LONGEST: usize = 8;
    let mut out = Pairs::new();
    for right in 1..mentions.len() {
        let (a, b) = (&mentions[right - 1], &mentions[right]);
        let (first, second) = (form_of[right - 1], form_of[right]);
        let near = b.start - a.end <= LONGEST as u32 && first != second;
        if near && a.kind == Person && b.kind == Person {
            let between = text[a.end as usize..b.start as usize].trim();
            if ANDS.contains(&between) {
                out.insert((first.min(second), first.max(second)));
            }
        }
    }
    out
}
