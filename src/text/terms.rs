//! Search terms: the words of a text as the index knows them.
//!
//! A term is a run of letters and digits, compatibility-composed, in lower case and without
//! accents; apostrophes and hyphens divide terms, except a hyphen at a line end, which joins.
//! The index, the queries and the highlighting all take their terms from here.

use super::classes::{is_hyphen, is_ideograph, is_invisible, is_word};
use super::fold::line_break;
use std::ops::Range;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Walks over the terms of a text without allocating for each.
pub struct Terms<'t> {
    text: &'t str,
    at: usize,
    term: String,
}

/// Starts at the beginning of `text`.
pub fn terms(text: &str) -> Terms<'_> {
    Terms { text, at: 0, term: String::new() }
}

impl Terms<'_> {
    /// The next term and its byte range; the term is lent until the next call.
    pub fn advance(&mut self) -> Option<(Range<usize>, &str)> {
        let start = self.skip_to_word()?;
        self.term.clear();
        let mut ascii = true;
        let mut end = start;
        while let Some(c) = char_at(self.text, self.at) {
            let next = self.at + c.len_utf8();
            if is_ideograph(c) {
                if self.term.is_empty() {
                    self.term.push(c);
                    ascii = false;
                    self.at = next;
                    end = next;
                }
                break;
            }
            if is_word(c) {
                if c.is_ascii() {
                    self.term.push(c.to_ascii_lowercase());
                } else {
                    self.term.push(c);
                    ascii = false;
                }
                self.at = next;
                end = next;
            } else if is_invisible(c) {
                self.at = next;
            } else if is_hyphen(c) && self.term.ends_with(char::is_alphabetic) {
                match line_break(self.text, next)
                    .filter(|&at| char_at(self.text, at).is_some_and(|c| c.is_lowercase() && !is_ideograph(c)))
                {
                    Some(at) => self.at = at,
                    None => break,
                }
            } else {
                break;
            }
        }
        if !ascii {
            self.term = fold_term(&self.term);
        }
        Some((start..end, &self.term))
    }

    fn skip_to_word(&mut self) -> Option<usize> {
        loop {
            let c = char_at(self.text, self.at)?;
            if is_word(c) {
                return Some(self.at);
            }
            self.at += c.len_utf8();
        }
    }
}

fn char_at(text: &str, at: usize) -> Option<char> {
    let byte = *text.as_bytes().get(at)?;
    if byte < 0x80 { Some(byte as char) } else { text[at..].chars().next() }
}

/// Folds one term: compatibility forms, case and accents.
pub fn fold_term(term: &str) -> String {
    if term.is_ascii() {
        return term.to_ascii_lowercase();
    }
    let mut folded: String = term
        .nfkd()
        .filter(|&c| !is_combining_mark(c))
        .flat_map(char::to_lowercase)
        .map(plain)
        .nfkd()
        .filter(|&c| !is_combining_mark(c))
        .collect();
    if folded.is_empty() {
        folded.push_str(term);
    }
    folded
}

/// Letters whose stroke or hook is no combining mark, as people type them without it.
fn plain(c: char) -> char {
    match c {
        'ø' => 'o',
        'đ' | 'ð' => 'd',
        'ł' => 'l',
        'ħ' => 'h',
        'ı' => 'i',
        'ŧ' => 't',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str) -> Vec<(String, String)> {
        let mut walk = terms(text);
        let mut out = Vec::new();
        while let Some((range, term)) = walk.advance() {
            out.push((term.to_owned(), text[range].to_owned()));
        }
        out
    }

    #[test]
    fn accents_case_and_typography_fold() {
        let terms: Vec<_> = all("M\u{2019}Hamed Łódź ﬁn 3,000 Hagaoui's").into_iter().map(|t| t.0).collect();
        assert_eq!(terms, ["m", "hamed", "lodz", "fin", "3", "000", "hagaoui", "s"]);
    }

    #[test]
    fn a_hyphen_joins_only_at_a_line_end() {
        let terms: Vec<_> = all("self-made govern-\nment東京").into_iter().map(|t| t.0).collect();
        assert_eq!(terms, ["self", "made", "government", "東", "京"]);
    }

    #[test]
    fn ranges_slice_the_surface() {
        assert_eq!(all("(na\u{ad}me)"), [("name".to_owned(), "na\u{ad}me".to_owned())]);
    }
}
