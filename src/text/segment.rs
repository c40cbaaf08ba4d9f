//! Paragraphs and sentences, as byte ranges.

use super::broken::broken;
use std::ops::Range;
use unicode_segmentation::UnicodeSegmentation;

/// Lines this long or longer look as if they had been broken by a program, not by a writer.
pub(super) const HARD_WRAP: Range<usize> = 45..100;

/// The paragraphs of a text, without the blank lines between them: each line is one, but for lines that were broken
/// to a width, which are joined.
pub fn paragraphs(text: &str) -> Vec<Range<usize>> {
    let lines = lines(text);
    let broken = broken(text, &lines);
    let mut out: Vec<Range<usize>> = Vec::new();
    let mut open = false;
    for (line, goes_on) in lines.into_iter().zip(broken) {
        if text[line.clone()].trim().is_empty() {
            continue;
        }
        match out.last_mut().filter(|_| open) {
            Some(last) => last.end = line.end,
            None => out.push(line),
        }
        open = goes_on;
    }
    out
}

/// The lines of a text without their ends.
pub fn lines(text: &str) -> Vec<Range<usize>> {
    ended_lines(text).map(|line| line.start..line.end - usize::from(text[line].ends_with('\n'))).collect()
}

/// The lines of a text with their ends.
pub fn ended_lines(text: &str) -> impl Iterator<Item = Range<usize>> {
    let rest = (!text.is_empty() && !text.ends_with('\n')).then_some(text.len());
    let mut start = 0;
    memchr::memchr_iter(b'\n', text.as_bytes())
        .map(|at| at + 1)
        .chain(rest)
        .map(move |end| std::mem::replace(&mut start, end)..end)
}

/// True when most of the lines that another line follows directly have the length of a page.
pub fn is_hard_wrapped(text: &str, lines: &[Range<usize>]) -> bool {
    let blank = |line: &Range<usize>| text[line.clone()].trim().is_empty();
    let followed: Vec<_> =
        lines.windows(2).filter(|pair| !blank(&pair[0]) && !blank(&pair[1])).map(|pair| pair[0].len()).collect();
    let wrapped = followed.iter().filter(|&&length| HARD_WRAP.contains(&length)).count();
    followed.len() >= 3 && wrapped * 10 >= followed.len() * 6
}

/// The sentences of one paragraph (UAX 29, with abbreviations and initials held together), as
/// ranges of `text`, without the spaces around them.
pub fn sentences(text: &str, paragraph: Range<usize>) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    let mut join = false;
    for (at, piece) in text[paragraph.clone()].split_sentence_bound_indices() {
        let start = paragraph.start + at + (piece.len() - piece.trim_start().len());
        let end = paragraph.start + at + piece.trim_end().len();
        if start >= end {
            continue;
        }
        match out.last_mut().filter(|_| join) {
            Some(last) => last.end = end,
            None => out.push(start..end),
        }
        join = ends_in_abbreviation(&text[start..end]) || ends_in_line_break(piece);
    }
    out
}

/// A sentence never ends at a single line break inside a paragraph.
fn ends_in_line_break(piece: &str) -> bool {
    piece.ends_with('\n') && !piece.trim_end().ends_with(['.', '!', '?', '"', '\u{201d}', ':', ';', '\u{2026}'])
}

fn ends_in_abbreviation(sentence: &str) -> bool {
    const TITLES: [&str; 24] = [
        "mr", "mrs", "ms", "dr", "prof", "rev", "hon", "sen", "rep", "gov", "gen", "col", "lt", "sgt", "capt", "cmdr",
        "st", "no", "vs", "v", "messrs", "mt", "fr", "maj",
    ];
    let Some(body) = sentence.strip_suffix('.') else { return false };
    let last = body.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let initial = last.chars().count() == 1 && last.chars().all(char::is_uppercase);
    initial || TITLES.iter().any(|title| last.eq_ignore_ascii_case(title))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_paragraphs_unless_wrapped() {
        assert_eq!(paragraphs("one\ntwo\n\nthree").len(), 3);
        let wrapped = "The quick brown fox jumps over the lazy dog and then goes\n".repeat(4) + "end\n\nNext paragraph";
        assert_eq!(paragraphs(&wrapped).len(), 2);
    }

    #[test]
    fn initials_and_titles_do_not_end_sentences() {
        let text = "Mr. J. F. Kern met Dr. Oru. He left.";
        let found: Vec<_> = sentences(text, 0..text.len()).into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, ["Mr. J. F. Kern met Dr. Oru.", "He left."]);
    }
}
