//! Widths in terminal cells, grapheme by grapheme.

use super::sanitise::{is_hostile, mark};
use std::borrow::Cow;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Marks beyond this many in one grapheme are not drawn: they would run over other lines.
const MOST_MARKS: usize = 8;

/// A grapheme as it is drawn: hostile characters marked, a heap of combining marks cut. A tab is
/// returned as it is; its width depends on the column.
pub fn drawn(grapheme: &str) -> Cow<'_, str> {
    if grapheme == "\t" {
        return Cow::Borrowed(grapheme);
    }
    if grapheme.chars().any(is_hostile) {
        let mut out = String::new();
        for c in grapheme.chars() {
            if is_hostile(c) { mark(c, &mut out) } else { out.push(c) }
        }
        return Cow::Owned(out);
    }
    match grapheme.char_indices().nth(MOST_MARKS) {
        Some((cut, _)) => Cow::Owned(grapheme[..cut].to_owned()),
        None => Cow::Borrowed(grapheme),
    }
}

/// Cells that a string takes on a terminal.
pub fn cells(text: &str) -> usize {
    text.width()
}

/// Cells of one grapheme as drawn; a lone combining mark takes one.
pub fn grapheme_cells(grapheme: &str) -> usize {
    if grapheme.len() == 1 && !grapheme.as_bytes()[0].is_ascii_control() {
        return 1;
    }
    drawn(grapheme).width().max(1)
}

/// Sanitises `text` to one line and cuts it to at most `width` cells, ending in `…` where cut.
pub fn fit(text: &str, width: usize) -> String {
    let mut out = String::with_capacity(text.len().min(width * 2));
    let mut used = 0;
    let mut before_last = 0;
    for grapheme in text.graphemes(true) {
        let shown = if grapheme.contains(['\t', '\n', '\r']) { Cow::Borrowed(" ") } else { drawn(grapheme) };
        let cells = shown.width();
        if used + cells > width {
            out.truncate(before_last);
            if width > 0 {
                while cells_of(&out) + 1 > width {
                    match out.graphemes(true).next_back().map(str::len) {
                        Some(last) => out.truncate(out.len() - last),
                        None => break,
                    }
                }
                out.push('…');
            }
            return out;
        }
        used += cells;
        out.push_str(&shown);
        before_last = out.len();
    }
    out
}

fn cells_of(text: &str) -> usize {
    text.width()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn cuts_with_an_ellipsis() {
        assert_eq!(fit("abcdef", 4), "abc…");
        assert_eq!(fit("abcd", 4), "abcd");
        assert_eq!(fit("東京都", 5), "東京…");
        assert_eq!(fit("東京都", 4), "東…");
        assert_eq!(fit("a\nb", 9), "a b");
    }

    proptest! {
        #[test]
        fn never_wider(text in "[a-z東é\u{301}\u{1b}\u{202e}\u{1f468}\u{200d}]{0,30}", width in 0usize..20) {
            prop_assert!(cells(&fit(&text, width)) <= width);
        }
    }
}
