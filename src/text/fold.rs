//! Folding: a text as a stream of tokens whose keys are equal where only typography differs.
//!
//! Case (as Unicode folds it: ß is ss, and a sigma is one wherever it stands), compatibility forms (NFKC), quotes, dashes, ellipses, soft hyphens, zero-width characters,
//! spaces of every width and hyphenation at line ends are folded; accents, words and numbers are
//! not. Every token keeps the byte span it stands for, so nothing is ever lost by folding.

use super::classes::{
    is_apostrophe, is_dash, is_double_quote, is_hyphen, is_ideograph, is_invisible, is_space, is_word,
};
use std::ops::Range;
use unicode_normalization::UnicodeNormalization;

/// What a token is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// Letters, perhaps with digits, apostrophes and inner hyphens.
    Word,
    /// Digits, perhaps with inner points and commas.
    Number,
    /// One mark of punctuation, or a run that folding makes one (`--`, `...`, `''`).
    Mark,
}

/// One token of a folded text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// First byte in the text.
    pub start: u32,
    /// One past the last byte in the text.
    pub end: u32,
    pub kind: TokenKind,
    key_start: u32,
    key_end: u32,
}

impl Token {
    /// The bytes of the text that this token stands for.
    pub fn range(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// True for words and numbers, which are what 5-grams are made of.
    pub fn is_word(&self) -> bool {
        self.kind != TokenKind::Mark
    }
}

/// A text folded to tokens.
#[derive(Clone, Debug, Default)]
pub struct Folded {
    tokens: Vec<Token>,
    keys: String,
}

impl Folded {
    /// All tokens in order; their spans do not overlap, and only white space and invisible
    /// characters lie between them.
    pub fn tokens(&self) -> &[Token] {
        &self.tokens
    }

    /// The folded key of a token of this text.
    pub fn key(&self, token: &Token) -> &str {
        &self.keys[token.key_start as usize..token.key_end as usize]
    }

    /// The tokens that are words or numbers.
    pub fn words(&self) -> impl Iterator<Item = &Token> {
        self.tokens.iter().filter(|token| token.is_word())
    }

    fn push(&mut self, range: Range<usize>, kind: TokenKind, key_start: usize) {
        self.tokens.push(Token {
            start: range.start as u32,
            end: range.end as u32,
            kind,
            key_start: key_start as u32,
            key_end: self.keys.len() as u32,
        });
    }
}

/// Folds a text of less than 4 GiB.
pub fn fold(text: &str) -> Folded {
    let mut folded = Folded { tokens: Vec::with_capacity(text.len() / 5), keys: String::with_capacity(text.len()) };
    let mut at = 0;
    while let Some(c) = char_at(text, at) {
        if is_space(c) || is_invisible(c) {
            at += c.len_utf8();
        } else if is_ideograph(c) {
            at = ideograph(text, at, c, &mut folded);
        } else if is_word(c) {
            at = word(text, at, &mut folded);
        } else {
            at = mark(text, at, c, &mut folded);
        }
    }
    folded
}

fn char_at(text: &str, at: usize) -> Option<char> {
    let byte = *text.as_bytes().get(at)?;
    if byte < 0x80 { Some(byte as char) } else { text[at..].chars().next() }
}

fn ideograph(text: &str, at: usize, c: char, folded: &mut Folded) -> usize {
    let key_start = folded.keys.len();
    folded.keys.extend(std::iter::once(c).nfkc());
    let mut end = at + c.len_utf8();
    while let Some(next) = char_at(text, end).filter(|&next| !next.is_ascii() && !next.is_alphabetic() && is_word(next))
    {
        folded.keys.push(next);
        end += next.len_utf8();
    }
    folded.push(at..end, TokenKind::Word, key_start);
    end
}

/// Reads a word of letters and digits of ASCII alone, as most words are, behind which nothing is that could join it to
/// the next one.
fn plain_word(text: &str, at: usize, folded: &mut Folded) -> Option<usize> {
    let rest = &text.as_bytes()[at..];
    let length = rest.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
    let ends = match (rest.get(length), rest.get(length + 1)) {
        (None, _) => true,
        // Between digits they are parts of a number.
        (Some(b'.' | b','), after) => after.is_none_or(|after| after.is_ascii() && !after.is_ascii_digit()),
        (Some(byte), _) => byte.is_ascii() && !matches!(byte, b'-' | b'\'' | b'`'),
    };
    if length == 0 || !ends {
        return None;
    }
    let key_start = folded.keys.len();
    folded.keys.push_str(&text[at..at + length]);
    folded.keys[key_start..].make_ascii_lowercase();
    let number = rest[..length].iter().all(u8::is_ascii_digit);
    folded.push(at..at + length, if number { TokenKind::Number } else { TokenKind::Word }, key_start);
    Some(at + length)
}

fn word(text: &str, at: usize, folded: &mut Folded) -> usize {
    plain_word(text, at, folded).unwrap_or_else(|| word_of_any(text, at, folded))
}

fn word_of_any(text: &str, at: usize, folded: &mut Folded) -> usize {
    let key_start = folded.keys.len();
    let (mut end, mut ascii, mut digits_only) = (at, true, true);
    loop {
        let run = end;
        while let Some(c) = char_at(text, end) {
            if is_invisible(c) {
                // Read over inside a word; trailing ones are given back below.
            } else if !is_word(c) || is_ideograph(c) {
                break;
            } else if c.is_ascii() {
                folded.keys.push(c.to_ascii_lowercase());
                digits_only &= c.is_ascii_digit();
            } else {
                folded.keys.push(c);
                ascii = false;
                digits_only &= c.is_numeric();
            }
            end += c.len_utf8();
        }
        debug_assert!(end > run);
        match joint(text, end) {
            Some(joint) => {
                folded.keys.push_str(joint.key);
                end = joint.end;
            }
            None => break,
        }
    }
    while let Some(c) = text[at..end].chars().next_back().filter(|&c| is_invisible(c)) {
        end -= c.len_utf8();
    }
    if !ascii {
        let key: String = folded.keys[key_start..].nfkc().flat_map(char::to_lowercase).nfkc().collect();
        folded.keys.truncate(key_start);
        for c in key.chars() {
            match c {
                'ß' => folded.keys.push_str("ss"),
                'ς' => folded.keys.push('σ'),
                c => folded.keys.push(c),
            }
        }
    }
    folded.push(at..end, if digits_only { TokenKind::Number } else { TokenKind::Word }, key_start);
    end
}

struct Joint {
    key: &'static str,
    end: usize,
}

/// What joins the run of letters or digits that ends at `at` to the next one, if anything does.
fn joint(text: &str, at: usize) -> Option<Joint> {
    let c = char_at(text, at)?;
    let before = text[..at].chars().rev().find(|&c| !is_invisible(c))?;
    let next = at + c.len_utf8();
    if is_apostrophe(c) {
        let after = char_at(text, next)?;
        return (after.is_alphabetic() && before.is_alphabetic() && !is_ideograph(after))
            .then_some(Joint { key: "'", end: next });
    }
    if c == '.' || c == ',' {
        let after = char_at(text, next)?;
        let key = if c == '.' { "." } else { "," };
        return (after.is_numeric() && before.is_numeric()).then_some(Joint { key, end: next });
    }
    if !before.is_alphabetic() {
        return None;
    }
    // A soft hyphen is read over with the letters before it.
    if is_space(c) && text[..at].chars().rev().take_while(|&c| is_invisible(c)).any(|c| c == '\u{ad}') {
        return joined_line(text, at);
    }
    if !is_hyphen(c) {
        return None;
    }
    let after = char_at(text, next)?;
    if after.is_alphabetic() && !is_ideograph(after) {
        return Some(Joint { key: "", end: next });
    }
    joined_line(text, next)
}

/// What joins a word that is broken at the end of a line to its rest.
fn joined_line(text: &str, at: usize) -> Option<Joint> {
    line_break(text, at)
        .filter(|&end| char_at(text, end).is_some_and(|c| c.is_lowercase() && !is_ideograph(c)))
        .map(|end| Joint { key: "", end })
}

/// The place after one line break and the blanks around it, if that is what stands at `at`.
pub(crate) fn line_break(text: &str, at: usize) -> Option<usize> {
    let (mut end, mut breaks) = (at, 0);
    while let Some(c) = char_at(text, end).filter(|&c| is_space(c)) {
        breaks += usize::from(c == '\n');
        end += c.len_utf8();
    }
    (breaks == 1).then_some(end)
}

fn mark(text: &str, at: usize, c: char, folded: &mut Folded) -> usize {
    let key_start = folded.keys.len();
    let run = |same: fn(char) -> bool| {
        let rest = &text[at..];
        at + rest.find(|c| !same(c)).unwrap_or(rest.len())
    };
    let mut end = at + c.len_utf8();
    if is_dash(c) {
        end = run(is_dash);
        folded.keys.push('-');
    } else if is_double_quote(c) {
        folded.keys.push('"');
    } else if is_apostrophe(c) {
        match char_at(text, end) {
            Some(second) if second == c && matches!(c, '\'' | '`') => {
                end += 1;
                folded.keys.push('"');
            }
            _ => folded.keys.push('\''),
        }
    } else if c == '\u{2026}' {
        folded.keys.push('\u{2026}');
    } else if c == '.' && text[end..].starts_with("..") {
        end = run(|c| c == '.');
        folded.keys.push('\u{2026}');
    } else if c == '.' && text[end..].starts_with(" . .") {
        let spaced = text.as_bytes()[end..].chunks(2).take_while(|pair| *pair == b" .").count();
        end += 2 * spaced;
        folded.keys.push('\u{2026}');
    } else if c.is_ascii() {
        folded.keys.push(c);
    } else {
        folded.keys.extend(std::iter::once(c).nfkc());
    }
    folded.push(at..end, TokenKind::Mark, key_start);
    end
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn keys(text: &str) -> Vec<String> {
        let folded = fold(text);
        folded.tokens().iter().map(|token| folded.key(token).to_owned()).collect()
    }

    #[test]
    fn typography_folds_away() {
        let plain = "\"He doesn't,\" she said -- \"not ... now.\"";
        for other in [
            "\u{201c}He doesn\u{2019}t,\u{201d} she said \u{2014} \u{201c}not \u{2026} now.\u{201d}",
            "``He doesn't,'' she said - \u{201e}not\u{a0}... now.\u{ab}",
            "\"HE DOESN'T,\" she\u{a0}said\u{2013}\"not...now.\"",
            "\"He does\u{ad}n't,\" she\r\nsaid --- \"not ... n\u{200b}ow.\"",
        ] {
            assert_eq!(keys(plain), keys(other), "{other}");
        }
    }

    #[test]
    fn hyphenation_at_a_line_end_is_joined() {
        assert_eq!(keys("the govern-\nment"), keys("the government"));
        assert_eq!(keys("a self-\n  declared capital"), keys("a self-declared capital"));
        assert_ne!(keys("Alsace-\n\nLorraine"), keys("AlsaceLorraine"));
        assert_eq!(keys("the govern\u{ad}\n  ment"), keys("the government"));
        assert_eq!(keys("the govern\u{ad}ment\u{ad} is"), keys("the government is"));
        assert_ne!(keys("Alsace\u{ad}\nLorraine"), keys("AlsaceLorraine"));
    }

    #[test]
    fn numbers_keep_their_marks() {
        assert_eq!(keys("3,000 of 1.5 in 1914-1918"), ["3,000", "of", "1.5", "in", "1914", "-", "1918"]);
        assert_ne!(keys("3-4"), keys("34"));
    }

    #[test]
    fn ligatures_and_wide_forms_are_compatible() {
        assert_eq!(keys("\u{fb01}nal \u{ff21}\u{ff22}"), ["final", "ab"]);
        assert_eq!(keys("e\u{301}t\u{e9}"), keys("\u{e9}t\u{e9}"));
    }

    #[test]
    fn other_scripts_fold_as_they_are_set() {
        for (one, other) in [
            ("ἀλλ\u{1fbd} ἄρα", "ἀλλ\u{2019} ἄρα"),
            ("ΟΔΟΣ", "οδος"),
            ("כל\u{5be}כך", "כל-כך"),
            ("كتاب", "كتـــاب"),
            ("STRASSE", "Straße"),
            ("He left . . . at last", "He left ... at last"),
            ("\u{2212}5", "\u{207b}5"),
        ] {
            assert_eq!(keys(one), keys(other), "{one}");
        }
    }

    #[test]
    fn ideographs_stand_alone() {
        assert_eq!(keys("東京abc"), ["東", "京", "abc"]);
    }

    proptest! {
        #[test]
        fn spans_tile_the_text(text in "[a-zA-Z0-9 .,'\u{2019}\u{2018}\u{201c}\\-\u{2013}\u{2014}\u{ad}\u{200b}\u{300}é東\u{fb01}\n\u{1f600}]{0,80}") {
            let folded = fold(&text);
            let mut last = 0;
            for token in folded.tokens() {
                prop_assert!(token.range().start >= last && token.start < token.end);
                prop_assert!(text[last..token.range().start].chars().all(|c| is_space(c) || is_invisible(c)));
                prop_assert!(!text[token.range()].is_empty());
                last = token.range().end;
            }
            prop_assert!(text[last..].chars().all(|c| is_space(c) || is_invisible(c)));
        }

        #[test]
        fn plain_words_fold_as_others_do(text in "[a-zA-Z0-9]{1,4}([ .,'`\\-\\n;é\u{ad}]{1,2}[a-zA-Z0-9]{1,4}){0,4}") {
            let slowly = |at: usize| {
                let mut folded = Folded::default();
                let end = word_of_any(&text, at, &mut folded);
                (end, folded.keys, folded.tokens)
            };
            for (at, _) in text.char_indices().filter(|&(_, c)| c.is_ascii_alphanumeric()) {
                let mut folded = Folded::default();
                if let Some(end) = plain_word(&text, at, &mut folded) {
                    prop_assert_eq!(slowly(at), (end, folded.keys, folded.tokens));
                }
            }
        }

        #[test]
        fn any_text_folds(text in "\\PC{0,60}") {
            let folded = fold(&text);
            for token in folded.tokens() {
                prop_assert!(text.get(token.range()).is_some());
            }
        }
    }
}
