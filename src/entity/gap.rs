//! What stands between two words, as far as it says whether a name goes on over it.

use super::lists::LISTS;
use crate::text::classes::{is_apostrophe, is_dash, is_double_quote, is_invisible, is_space, is_word};

/// What stands between a word and the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gap {
    /// Blanks, or a single line break inside a sentence.
    Blank,
    /// Nothing but a hyphen.
    Hyphen,
    Comma,
    Ampersand,
    /// A point behind an initial or an abbreviation.
    Point,
    /// A possessive ending and a blank.
    Possessive,
    Slash,
    Open,
    Close,
    Quote,
    Dash,
    Colon,
    /// The end of a sentence.
    Stop,
    /// A new line or paragraph, or the beginning of the text.
    Break,
    /// A sign such as `@` or `#` before the word.
    Sign,
}

impl Gap {
    /// A name may go on over it.
    pub fn joins(self) -> bool {
        matches!(self, Gap::Blank | Gap::Ampersand | Gap::Point | Gap::Possessive)
    }
}

/// Bytes of a possessive ending that stands here.
pub(super) fn possessive(rest: &str) -> usize {
    if rest.as_bytes().first().is_none_or(|&byte| byte == b' ') {
        return 0;
    }
    let mut chars = rest.chars();
    let (Some(mark), Some('s' | 'S')) = (chars.next(), chars.next()) else { return 0 };
    if !is_apostrophe(mark) || chars.next().is_some_and(is_word) {
        return 0;
    }
    mark.len_utf8() + 1
}

/// What stands between the last word, if there is one, and the next; of that word also whether it is [`Token::even`].
///
/// [`Token::even`]: super::tokens::Token::even
pub(super) fn gap(between: &str, last: Option<(&str, bool)>) -> Gap {
    // Most gaps are one of these.
    match (between, last) {
        (" ", _) => return Gap::Blank,
        (", ", Some(_)) => return Gap::Comma,
        (". ", Some(last)) => return if is_abbreviation(last) { Gap::Point } else { Gap::Stop },
        ("\n", Some(_)) => return Gap::Blank,
        _ => {}
    }
    let Some(last) = last else { return Gap::Break };
    let owned = possessive(between);
    // What stands behind an ending is no part of the name before it.
    if owned == 0 && between.chars().nth(1).is_some_and(is_word) {
        return Gap::Close;
    }
    let breaks = between.bytes().filter(|&byte| byte == b'\n').count();
    let signs = between[owned..].trim_matches(|c: char| is_space(c) || is_invisible(c));
    // What stands in columns is no one name.
    let wide = || between.contains('\t') || between.len() > 2 && between.contains("   ");
    if breaks > 1 || breaks == 0 && wide() {
        return Gap::Break;
    }
    let mut found = if owned > 0 { Gap::Possessive } else { Gap::Blank };
    if signs.is_empty() {
        return found;
    }
    // "J.-P. Kern"
    let initials = signs == ".-" && last.0.chars().count() == 1;
    if (signs == "." || initials) && is_abbreviation(last) {
        return Gap::Point;
    }
    // The strongest sign decides; among equals, the last.
    for c in signs.chars() {
        let sign = match c {
            ',' => Gap::Comma,
            '&' | '+' => Gap::Ampersand,
            '/' | '\\' => Gap::Slash,
            '(' | '[' | '{' => Gap::Open,
            ')' | ']' | '}' => Gap::Close,
            ':' | ';' => Gap::Colon,
            '.' | '!' | '?' | '\u{2026}' | '|' | '\u{2022}' | '*' | '<' | '>' => Gap::Stop,
            '@' | '#' | '$' | '%' | '~' | '_' | '=' => Gap::Sign,
            c if is_double_quote(c) || is_apostrophe(c) => Gap::Quote,
            c if is_dash(c) => Gap::Dash,
            _ => continue,
        };
        let strength = |gap: Gap| match gap {
            Gap::Stop => 3,
            Gap::Blank | Gap::Possessive => 0,
            Gap::Comma | Gap::Ampersand | Gap::Close => 1,
            _ => 2,
        };
        if strength(sign) >= strength(found) {
            found = sign;
        }
    }
    found
}

/// Its point does not end a sentence.
fn is_abbreviation((text, even): (&str, bool)) -> bool {
    if text.len() > 8 {
        return false;
    }
    let letter = even || text.starts_with(char::is_uppercase);
    let initials = letter && text.split('.').all(|part| part.chars().count() == 1);
    initials || LISTS.abbreviations.contains(text) || even && LISTS.abbreviations.contains(titled(text).as_str())
}

/// A word with a capital.
fn titled(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// A capital says nothing behind such a gap; `bracketed` is the word before it.
pub(super) fn is_fresh(gap: Gap, bracketed: bool) -> bool {
    match gap {
        Gap::Stop | Gap::Colon | Gap::Quote | Gap::Dash | Gap::Break => true,
        // "(CNN)In": what stands behind a bracketed word at the beginning begins itself.
        Gap::Close => bracketed,
        _ => false,
    }
}
