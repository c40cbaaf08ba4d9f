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

/// Cells that a string takes on a terminal: each grapheme stands in cells of its own, also where two
/// of them would be joined to one in print, as lam and alef are.
pub fn cells(text: &str) -> usize {
    if text.is_ascii() { text.width() } else { text.graphemes(true).map(UnicodeWidthStr::width).sum() }
}

/// Cells of one grapheme as drawn; a lone combining mark takes one.
pub fn grapheme_cells(grapheme: &str) -> usize {
    if grapheme.len() == 1 && !grapheme.as_bytes()[0].is_ascii_control() {
        return 1;
    }
    drawn(grapheme).width().max(1)
}

/// The end of `text` in at most `width` cells, beginning with `…` where it is cut: what tells paths apart
/// stands there.
pub fn fit_end(text: &str, width: usize) -> String {
    if cells(text) <= width {
        return text.to_owned();
    }
    let mut room = width.saturating_sub(1);
    let fits = |&(_, grapheme): &(usize, &str)| {
        let more = grapheme_cells(grapheme);
        let there = more <= room;
        room = room.saturating_sub(more);
        there
    };
    let from = text.grapheme_indices(true).rev().take_while(fits).last().map_or(text.len(), |(at, _)| at);
    if width == 0 { String::new() } else { format!("…{}", &text[from..]) }
}

/// Sanitises `text` to one line and cuts it to at most `width` cells, ending in `…` where cut.
pub fn fit(text: &str, width: usize) -> String {
    let mut out = String::with_capacity(text.len().min(width * 2));
    let mut used = 0;
    let mut before_last = 0;
    for grapheme in text.graphemes(true) {
        let shown = if grapheme.contains(['\t', '\n', '\r']) { Cow::Borrowed(" ") } else { drawn(grapheme) };
        let more = shown.width();
        if used + more > width {
            out.truncate(before_last);
            if width > 0 {
                while cells(&out) + 1 > width {
                    match out.graphemes(true).next_back().map(str::len) {
                        Some(last) => out.truncate(out.len() - last),
                        None => break,
                    }
                }
                out.push('…');
            }
            return out;
        }
        used += more;
        out.push_str(&shown);
        before_last = out.len();
    }
    out
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
        assert_eq!(fit_end("letters/1903/vogel.txt", 10), "…vogel.txt");
        assert_eq!(fit_end("東京都", 5), "…京都");
        assert_eq!(fit_end("東京都", 4), "…都");
        assert_eq!((fit_end("abc", 3), fit_end("abc", 1)), ("abc".into(), "…".into()));
    }

    #[test]
    fn every_grapheme_has_cells_of_its_own() {
        for (text, wanted) in [
            ("\u{644}\u{627}", 2),
            ("\u{633}\u{644}\u{627}\u{645}", 4),
            ("\u{5e9}\u{5c1}\u{5b8}\u{5dc}\u{5d5}\u{5b9}\u{5dd}", 4),
            ("\u{1f469}\u{200d}\u{1f4bb}", 2),
            ("\u{1f1ee}\u{1f1f9}\u{1f1e9}\u{1f1ea}", 4),
            ("\u{6771}\u{4eac}e\u{301}", 5),
            ("\u{ff76}\u{ff9e}", 2),
        ] {
            assert_eq!(cells(text), wanted, "{text}");
            assert_eq!(text.graphemes(true).map(grapheme_cells).sum::<usize>(), wanted, "{text}");
        }
    }

    proptest! {
        #[test]
        fn never_wider(text in "[a-z東é\u{301}\u{1b}\u{202e}\u{1f468}\u{200d}]{0,30}", width in 0usize..20) {
            prop_assert!(cells(&fit(&text, width)) <= width);
        }
    }
}
