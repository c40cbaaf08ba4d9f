//! The passage of a text that shows best why it was found.

use crate::text::classes::is_space;
use std::ops::Range;

/// A passage of a text with the hits in it, as byte ranges of the text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Snippet {
    pub range: Range<usize>,
    pub hits: Vec<Range<usize>>,
}

/// The passage of at most `most` characters that holds the most hits, the first of equals, with
/// some of what stands before them; without hits the beginning. Hits are in order and do not overlap.
pub fn snippet(text: &str, hits: &[Range<usize>], most: usize) -> Snippet {
    let held = best(text, hits, most);
    let (Some(first), Some(last)) = (held.first(), held.last()) else {
        let start = text.len() - text.trim_start_matches(is_space).len();
        return Snippet { range: start..end_of(text, start, most), hits: Vec::new() };
    };
    let needed = text[first.start..last.end].chars().take(most).count();
    let start = start_of(text, first.start, (most - needed) / 3);
    let end = end_of(text, start, most);
    let shown = hits.iter().filter(|hit| hit.end > start && hit.start < end);
    Snippet { range: start..end, hits: shown.map(|hit| hit.start.max(start)..hit.end.min(end)).collect() }
}

/// The most hits that go into one passage; one that is longer than that goes alone.
fn best<'h>(text: &str, hits: &'h [Range<usize>], most: usize) -> &'h [Range<usize>] {
    let fits = |range: Range<usize>| {
        range.len() <= most || (range.len() <= 4 * most && text[range].chars().nth(most).is_none())
    };
    let mut best: &[Range<usize>] = hits.get(..1).unwrap_or_default();
    let mut end = 0;
    for start in 0..hits.len() {
        end = end.max(start + 1);
        while end < hits.len() && fits(hits[start].start..hits[end].end) {
            end += 1;
        }
        if end - start > best.len() {
            best = &hits[start..end];
        }
    }
    best
}

/// A beginning of a word at most `most` characters before `at`.
fn start_of(text: &str, at: usize, most: usize) -> usize {
    let reach = text[..at].char_indices().rev().take(most).last().map_or(at, |(at, _)| at);
    let before = &text[reach..at];
    let cut = match reach {
        0 => 0,
        _ => before.find(is_space).unwrap_or(before.len()),
    };
    at - before[cut..].trim_start_matches(is_space).len()
}

/// An end of a word at most `most` characters behind `start`.
fn end_of(text: &str, start: usize, most: usize) -> usize {
    let rest = &text[start..];
    let cut = match rest.char_indices().nth(most) {
        None => rest,
        Some((reach, c)) if is_space(c) => &rest[..reach],
        Some((reach, _)) => {
            let cut = &rest[..reach];
            &cut[..cut.rfind(is_space).filter(|&at| at > 0).unwrap_or(reach)]
        }
    };
    start + cut.trim_end_matches(is_space).len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn show(text: &str, words: &[&str], most: usize) -> String {
        let mut hits: Vec<_> = words.iter().flat_map(|word| text.match_indices(word)).collect();
        hits.sort_unstable();
        let hits: Vec<_> = hits.into_iter().map(|(at, word)| at..at + word.len()).collect();
        let snippet = snippet(text, &hits, most);
        let mut out = text[snippet.range.clone()].to_owned();
        for hit in snippet.hits.into_iter().rev() {
            out.insert(hit.end - snippet.range.start, ']');
            out.insert(hit.start - snippet.range.start, '[');
        }
        out
    }

    #[test]
    fn the_passage_with_the_most_hits_is_shown() {
        let text = "  A tax was raised. Nobody liked it much, and the town sent a letter: the tax haven is no haven.";
        assert_eq!(show(text, &["tax", "haven"], 40), "the [tax] [haven] is no [haven].");
        assert_eq!(show(text, &["tax"], 20), "A [tax] was raised.");
        assert_eq!(show(text, &[], 12), "A tax was");
        assert_eq!(show("abcdefgh", &["bcdefg"], 3), "[bcd]");
        assert_eq!(show("", &[], 3), "");
    }

    proptest! {
        #[test]
        fn passages_are_short_and_hold_their_hits(
            text in "[a\u{e9} \n]{0,60}", most in 1_usize..30, cuts in prop::collection::btree_set(0_usize..60, 0..10),
        ) {
            let cuts: Vec<usize> = cuts.into_iter().filter(|&at| text.is_char_boundary(at) && at <= text.len()).collect();
            let hits: Vec<_> = cuts.chunks_exact(2).map(|pair| pair[0]..pair[1]).collect();
            let snippet = snippet(&text, &hits, most);
            prop_assert!(text[snippet.range.clone()].chars().count() <= most);
            prop_assert!(snippet.hits.iter().all(|hit| snippet.range.start <= hit.start && hit.start < hit.end && hit.end <= snippet.range.end));
            let begins = |hit: &Range<usize>| text[hit.clone()].starts_with(|c| !is_space(c));
            prop_assert!(!hits.iter().all(begins) || hits.is_empty() || !snippet.hits.is_empty());
        }
    }
}
