//! Search terms: the words of a text as the index knows them.
//!
//! A term is a run of letters and digits, compatibility-composed, in lower case and without
//! accents, ligatures as their letters; the vowel signs of Indic and other scripts are no accents. Apostrophes and hyphens divide terms, except a hyphen at a line end, which joins.
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
        if let Some(end) = plain_end(self.text, start) {
            self.at = end;
            self.term.push_str(&self.text[start..end]);
            self.term.make_ascii_lowercase();
            return Some((start..end, &self.term));
        }
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

/// The end of a term of letters and digits of ASCII alone, as most are, if it ends right behind them.
fn plain_end(text: &str, start: usize) -> Option<usize> {
    let rest = &text.as_bytes()[start..];
    let length = rest.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
    let ends = rest.get(length).is_none_or(|&byte| byte.is_ascii() && byte != b'-');
    (length > 0 && ends).then_some(start + length)
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
    let plain = term.nfkd().filter(|&c| !is_accent(c)).flat_map(char::to_lowercase);
    let mut folded = String::with_capacity(term.len());
    for c in plain {
        match c {
            // Letters whose stroke or hook is no combining mark, as people type them without it.
            'ø' => folded.push('o'),
            'đ' | 'ð' => folded.push('d'),
            'ł' => folded.push('l'),
            'ħ' => folded.push('h'),
            'ı' => folded.push('i'),
            'ŧ' => folded.push('t'),
            // Two letters in one.
            'ß' => folded.push_str("ss"),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'þ' => folded.push_str("th"),
            'ς' => folded.push('σ'),
            c => folded.push(c),
        }
    }
    if folded.is_ascii() && !folded.is_empty() {
        return folded;
    }
    // Syllables that are written in one come back together.
    let mut folded: String = folded.nfkd().filter(|&c| !is_accent(c)).nfc().collect();
    if folded.is_empty() {
        folded.push_str(term);
    }
    folded
}

/// Marks that people leave out when they type: accents, and the points of Hebrew and Arabic. What stands for a vowel in
/// other scripts makes another word.
fn is_accent(c: char) -> bool {
    is_combining_mark(c)
        && matches!(c,
            '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5c7}' | '\u{610}'..='\u{61a}'
            | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{6d6}'..='\u{6ed}' | '\u{711}' | '\u{730}'..='\u{74a}'
            | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}')
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
    fn letters_are_found_as_people_type_them() {
        for (written, typed) in [
            ("Straße", "strasse"),
            ("Cœur", "coeur"),
            ("Ærø", "aero"),
            ("λόγος", "ΛΟΓΟΣ"),
            ("שָׁלוֹם", "שלום"),
            ("كِتَابـــ", "كتاب"),
            ("한글", "한글"),
        ] {
            assert_eq!(all(written)[0].0, all(typed)[0].0, "{written}");
        }
        for (one, other) in [("कि", "की"), ("か", "が"), ("ไก่", "ไกา"), ("பு", "பூ")] {
            assert_ne!(all(one)[..], all(other)[..], "{one} and {other}");
            assert_ne!(
                all(one).iter().map(|t| &t.0).collect::<Vec<_>>(),
                all(other).iter().map(|t| &t.0).collect::<Vec<_>>()
            );
        }
        assert_eq!(fold_term("한글").chars().count(), 2);
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
