//! Titles that find no room, cut so that they are told apart: many begin alike, as those of press releases
//! and of courts do, and what differs stands further on.

use crate::text::width;
use std::ops::Range;
use unicode_segmentation::UnicodeSegmentation;

/// Cells of the part that differs which are shown at least.
const DIFFERS: usize = 10;
/// With fewer cells than this a title is cut at its end alone.
const LEAST: usize = 14;

/// What is shown of a title, as bytes of it: its beginning, and where that does not tell it from others, the part
/// from the word in which it differs from the one most like it. A sign of the cut stands between them, and
/// behind the last one where there is no room for its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Shown {
    head: Range<usize>,
    tail: Option<Range<usize>>,
}

impl Shown {
    pub fn parts(&self) -> impl Iterator<Item = Range<usize>> {
        std::iter::once(self.head.clone()).chain(self.tail.clone())
    }

    pub fn written(&self, title: &str) -> String {
        self.parts().map(|part| &title[part]).collect::<Vec<_>>().join("\u{2026}")
    }
}

/// The parts of a title that are shown in so many cells, beside others.
pub(super) fn shown<'t>(title: &str, others: impl Iterator<Item = &'t str>, room: usize) -> Shown {
    let whole = || Shown { head: 0..title.len(), tail: None };
    if room < LEAST || width::cells(title) <= room {
        return whole();
    }
    let alike = others.filter(|other| *other != title).map(|other| common(title, other)).max().unwrap_or(0);
    let at = word_at(title, alike);
    // A part that is told whole may need less than that.
    let needs = width::cells(&title[at..]).min(DIFFERS);
    if width::cells(&title[..at]) + needs < room {
        return whole();
    }
    let tail = width::cells(&title[at..]).min(room - 1 - room / 3);
    let head = beginning(title, room - 1 - tail);
    Shown { head: 0..title[..head].trim_end().len(), tail: Some(at..title.len()) }
}

/// The bytes at the beginning of a text that fit into some cells.
fn beginning(text: &str, room: usize) -> usize {
    let mut left = room;
    let fits = |&(_, grapheme): &(usize, &str)| {
        let more = width::grapheme_cells(grapheme);
        let there = more <= left;
        left = left.saturating_sub(more);
        there
    };
    text.grapheme_indices(true).take_while(fits).last().map_or(0, |(at, grapheme)| at + grapheme.len())
}

/// How many bytes two texts have in common at the beginning.
fn common(one: &str, other: &str) -> usize {
    one.chars().zip(other.chars()).take_while(|(a, b)| a == b).map(|(c, _)| c.len_utf8()).sum()
}

/// The beginning of the word at a byte.
fn word_at(text: &str, at: usize) -> usize {
    let begun = text.split_word_bound_indices().take_while(|(start, _)| *start <= at);
    begun.filter(|(_, word)| word.contains(char::is_alphanumeric)).last().map_or(0, |(start, _)| start)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn written(title: &str, others: &[&str], room: usize) -> String {
        shown(title, others.iter().copied(), room).written(title)
    }

    #[test]
    fn titles_that_begin_alike_are_shown_from_where_they_differ() {
        let [one, other] = ["Court of Port Sennick. Hearing of 4 May", "Court of Port Sennick. Judgment of 5 May"];
        assert_eq!(written(one, &[one, other], 25), "Court of\u{2026}Hearing of 4 May");
        assert_eq!(written(other, &[one, other], 25), "Court of\u{2026}Judgment of 5 May");
        assert_eq!(written(one, &[one, other], 60), one);
        assert_eq!(written(one, &["The ferry", one], 24), one, "its beginning tells it from others");
        assert_eq!(written(one, &[one, other], 10), one, "no room for two parts");
        let [first, second] = ["Minutes of the harbour board, part 1", "Minutes of the harbour board, part 2"];
        assert_eq!(written(first, &[first, second], 20), "Minutes of the har\u{2026}1");
    }

    proptest! {
        #[test]
        fn parts_stand_in_order_in_the_title(
            title in "[ab \u{6771}\u{e9}]{0,40}", other in "[ab \u{6771}\u{e9}]{0,40}", room in 0usize..40,
        ) {
            let same = format!("{}{other}", &title[..title.len() - title.chars().last().map_or(0, char::len_utf8)]);
            let shown = shown(&title, [other.as_str(), same.as_str()].into_iter(), room);
            prop_assert!(shown.head.start == 0 && title.get(shown.head.clone()).is_some());
            if let Some(tail) = shown.tail {
                prop_assert!(tail.start >= shown.head.end && tail.end == title.len());
                let told = width::cells(&title[tail]).min(DIFFERS);
                prop_assert!(width::cells(&title[shown.head]) + told < room);
            }
        }
    }
}
