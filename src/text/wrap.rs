//! Wrapping text to rows of terminal cells, by byte ranges.

use super::classes::{is_ideograph, is_space};
use super::width::grapheme_cells;
use std::ops::Range;
use unicode_segmentation::UnicodeSegmentation;

/// A tab goes to the next multiple of this many cells.
pub const TAB: usize = 8;

/// One row on the screen: a range of the text without its line break.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    pub start: u32,
    pub end: u32,
    /// The row goes on a line that began on an earlier row.
    pub continues: bool,
}

impl Row {
    pub fn range(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// Wraps `text[within]` to rows of at most `width` cells (at least 1), breaking after blanks and
/// hyphens and around ideographs, and inside a word only when it is wider than a row.
pub fn wrap(text: &str, within: Range<usize>, width: usize) -> Vec<Row> {
    wrapped(text, within, width, quick_row)
}

/// The end of the row that begins at a byte of a line and where the next one begins, if that is easily told.
type Quick = fn(&[u8], usize, usize) -> Option<usize>;

fn wrapped(text: &str, within: Range<usize>, width: usize, quick: Quick) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut start = within.start;
    for line in text[within].split_inclusive('\n') {
        let body = line.strip_suffix('\n').unwrap_or(line);
        let body = body.strip_suffix('\r').unwrap_or(body);
        wrap_line(text, start..start + body.len(), width.max(1), quick, &mut rows);
        start += line.len();
    }
    rows
}

/// Where the row that begins at `start` of a line ends, blanks at its edge included, when all that
/// decides about it is plain ASCII: most rows of most texts, at a small part of the time.
fn quick_row(line: &[u8], start: usize, width: usize) -> Option<usize> {
    let is_plain = |bytes: &[u8]| bytes.iter().all(|byte| (b' '..=b'~').contains(byte));
    let Some(row) = line.get(start..start + width) else {
        return is_plain(&line[start..]).then_some(line.len());
    };
    let blanks = line[start + width..].iter().take_while(|&&byte| byte == b' ').count();
    let end = start + width + blanks;
    let next = line.get(end).copied().unwrap_or(b'.');
    if !is_plain(row) || !is_plain(&[next]) {
        return None;
    }
    if blanks > 0 || end == line.len() {
        return Some(end);
    }
    let letter = |at: usize| row.get(at).unwrap_or(&next).is_ascii_alphanumeric();
    let led = |at: usize| at > 0 && (letter(at - 1) || (row[at - 1] == b'-' && at > 1 && letter(at - 2)));
    let breaks = |at: usize| match row[at] {
        b' ' => true,
        b'-' => led(at) && letter(at + 1),
        b'/' => at > 0,
        _ => false,
    };
    Some((0..width).rev().find(|&at| breaks(at)).map_or(end, |at| start + at + 1))
}

fn wrap_line(text: &str, line: Range<usize>, width: usize, quick: Quick, rows: &mut Vec<Row>) {
    let bytes = &text.as_bytes()[line.clone()];
    let first = rows.len();
    let mut start = line.start;
    let mut column = 0;
    let mut break_at = None;
    let push = |rows: &mut Vec<Row>, range: Range<usize>| {
        rows.push(Row { start: range.start as u32, end: range.end as u32, continues: rows.len() > first });
    };
    let mut at = line.start;
    while at < line.end {
        if at == start
            && let Some(end) = quick(bytes, start - line.start, width).map(|end| line.start + end)
        {
            if end == line.end {
                break;
            }
            push(rows, start..trimmed(text, start, end));
            (start, at) = (end, end);
            continue;
        }
        let grapheme = next_grapheme(&text[at..line.end]);
        let first = grapheme.chars().next().unwrap_or(' ');
        let blank = grapheme.chars().all(is_space) && first != '\u{a0}' && first != '\u{202f}';
        let cells = if grapheme == "\t" { TAB - column % TAB } else { grapheme_cells(grapheme) };
        if is_ideograph(first) && at > start {
            break_at = Some(at);
        }
        if column + cells > width && !blank && at > start {
            let end = break_at.filter(|&end| end > start).unwrap_or(at);
            push(rows, start..trimmed(text, start, end));
            start = end;
            at = end;
            column = 0;
            break_at = None;
            continue;
        }
        // A hyphen before a word or behind one, as in `-5` or `[-gone-]`, stays with it.
        let joins = matches!(first, '-' | '\u{2010}') && {
            let before = &text[start..at];
            let led = before.strip_suffix('-').unwrap_or(before).ends_with(char::is_alphanumeric);
            led && text[at + grapheme.len()..line.end].starts_with(char::is_alphanumeric)
        };
        at += grapheme.len();
        column += cells;
        if blank || is_ideograph(first) || joins || (matches!(first, '\u{2013}' | '\u{2014}' | '/') && column > 1) {
            break_at = Some(at);
        }
    }
    push(rows, start..trimmed(text, start, line.end).max(start));
}

/// The end of a row without the blanks that would hang over its edge.
fn trimmed(text: &str, start: usize, end: usize) -> usize {
    let row = &text[start..end];
    let kept = row.trim_end_matches([' ', '\t']).len();
    if kept == 0 { start } else { start + kept }
}

fn next_grapheme(text: &str) -> &str {
    let bytes = text.as_bytes();
    if bytes.len() == 1 || (bytes[0] < 0x80 && bytes[1] < 0x80) {
        return &text[..1];
    }
    text.graphemes(true).next().unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::width::{cells, drawn};
    use proptest::prelude::*;

    fn rows(text: &str, width: usize) -> Vec<&str> {
        wrap(text, 0..text.len(), width).iter().map(|row| &text[row.range()]).collect()
    }

    #[test]
    fn breaks_after_words_and_hyphens() {
        assert_eq!(rows("the quick-witted fox", 10), ["the quick-", "witted fox"]);
        assert_eq!(rows("it fell [-gone-] by -5", 10), ["it fell", "[-gone-]", "by -5"]);
        assert_eq!(rows("abcdefghij", 4), ["abcd", "efgh", "ij"]);
        assert_eq!(rows("a\n\nb", 4), ["a", "", "b"]);
        assert_eq!(rows("東京都庁", 4), ["東京", "都庁"]);
    }

    proptest! {
        #[test]
        fn rows_that_are_easily_told_are_the_same(text in "[ac5 /\\-\t\u{301}\u{3000}é東“\u{1b}\n]{0,60}", width in 1usize..14) {
            let slow = wrapped(&text, 0..text.len(), width, |_, _, _| None);
            prop_assert_eq!(wrap(&text, 0..text.len(), width), slow);
        }

        #[test]
        fn rows_of_plain_words_are_the_same(text in "[a-c5 /\\-]{0,120}", width in 1usize..14) {
            let slow = wrapped(&text, 0..text.len(), width, |_, _, _| None);
            prop_assert_eq!(wrap(&text, 0..text.len(), width), slow);
        }

        #[test]
        fn rows_fit_and_lose_nothing_but_blanks(text in "[a-c é東\u{301}\\-\u{1b}\n]{0,80}", width in 6usize..14) {
            let mut last = 0;
            for row in wrap(&text, 0..text.len(), width) {
                prop_assert!(text[last..row.range().start].chars().all(|c| c.is_whitespace()));
                last = row.range().end;
                let shown: String = text[row.range()].graphemes(true).map(|g| drawn(g).into_owned()).collect();
                prop_assert!(cells(&shown) <= width, "{:?}", shown);
            }
            prop_assert!(text[last..].chars().all(|c| c.is_whitespace()));
        }
    }
}
