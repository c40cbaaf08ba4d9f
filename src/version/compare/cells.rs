//! Cells of a table that commas part without blanks: `2001,140` in a row of them is two numbers.

use crate::text::TokenKind;
use std::ops::Range;

/// The parts of a number that are cells of their own, with the commas between them. None for one number.
pub(super) fn cells(text: &str, token: Range<usize>, kind: TokenKind) -> Option<Vec<(Range<usize>, TokenKind)>> {
    let number = &text[token.clone()];
    if kind != TokenKind::Number || !number.is_ascii() || !number.contains(',') || !is_row(text, &token) {
        return None;
    }
    let mut out = Vec::new();
    let mut start = token.start;
    for cell in number.split(',') {
        out.push((start..start + cell.len(), TokenKind::Number));
        out.push((start + cell.len()..start + cell.len() + 1, TokenKind::Mark));
        start += cell.len() + 1;
    }
    out.pop();
    Some(out)
}

/// True where another cell stands beside the number, or its digits are no groups of three.
fn is_row(text: &str, token: &Range<usize>) -> bool {
    let filled = |c: Option<char>| c.is_some_and(|c| !c.is_whitespace());
    let (before, behind) = (&text[..token.start], &text[token.end..]);
    let left = before.strip_suffix(',').is_some_and(|before| filled(before.chars().next_back()));
    let right = behind.strip_prefix(',').is_some_and(|behind| filled(behind.chars().next()));
    let mut groups = text[token.clone()].split(',');
    let first = groups.next().unwrap_or_default();
    let groups: Vec<&str> = groups.collect();
    let grouped =
        first.len() <= 3 && groups.iter().all(|group| group.split('.').next().is_some_and(|digits| digits.len() == 3));
    left || right || (groups.len() > 1 && !grouped)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str, number: &str) -> Vec<String> {
        let at = text.find(number).unwrap();
        let found = cells(text, at..at + number.len(), TokenKind::Number);
        found.unwrap_or_default().into_iter().map(|(range, _)| text[range].to_owned()).collect()
    }

    #[test]
    fn numbers_in_a_row_are_parted() {
        assert_eq!(split("Rowan,2001,140\n", "2001,140"), ["2001", ",", "140"]);
        assert_eq!(split("2001,140,oak", "2001,140"), ["2001", ",", "140"]);
        assert_eq!(split("1998,2001,140", "1998,2001,140").len(), 5);
        for text in ["of 2,300, and", "2,300", "1,250,000.50", "(2,300)", "so, 2,300"] {
            let number: String = text.chars().filter(|c| c.is_ascii_digit() || matches!(c, ',' | '.')).collect();
            let number = number.trim_matches(',').to_owned();
            assert!(split(text, &number).is_empty(), "{text}");
        }
    }
}
