//! Query text to tokens. The lexer knows where a phrase, a regular expression or a field's value
//! ends; what they mean is the parser's business.

use super::error::QueryError;
use super::fields::{self, FieldKind};
use crate::text::classes::{is_double_quote, is_space};
use std::ops::Range;

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Token {
    pub kind: TokenKind,
    pub span: Range<usize>,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum TokenKind {
    Open,
    Close,
    And,
    Or,
    Not,
    Minus,
    /// The number as it was written, if one was.
    Near {
        distance: Option<String>,
        ordered: bool,
    },
    /// `name:`, directly followed by its value.
    Field,
    Word {
        exact: bool,
        inner: Range<usize>,
    },
    Phrase {
        exact: bool,
        inner: Range<usize>,
        slop: Option<Range<usize>>,
    },
    Regex {
        inner: Range<usize>,
        any_case: bool,
    },
}

pub(super) fn lex(text: &str) -> Result<Vec<Token>, QueryError> {
    let mut lexer = Lexer { text, at: 0, tokens: Vec::new() };
    while lexer.token()? {}
    Ok(lexer.tokens)
}

struct Lexer<'q> {
    text: &'q str,
    at: usize,
    tokens: Vec<Token>,
}

impl Lexer<'_> {
    fn token(&mut self) -> Result<bool, QueryError> {
        self.at += self.rest().find(|c| !is_space(c)).unwrap_or(self.rest().len());
        let start = self.at;
        let Some(c) = self.rest().chars().next() else { return Ok(false) };
        match c {
            '(' => self.push(start, 1, TokenKind::Open),
            ')' => self.push(start, 1, TokenKind::Close),
            '-' if self.rest()[1..].starts_with(|c: char| !is_space(c) && c != '-' && c != ')') => {
                self.push(start, 1, TokenKind::Minus);
            }
            _ => match self.field_name() {
                Some(end) => {
                    let kind = fields::find(&self.text[start..end - 1]);
                    self.push(start, end - start, TokenKind::Field);
                    if !self.rest().starts_with('(') {
                        self.value(matches!(kind, Some(FieldKind::Text(field)) if has_regex(field)))?;
                    }
                }
                None => self.value(true)?,
            },
        }
        Ok(true)
    }

    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn push(&mut self, start: usize, length: usize, kind: TokenKind) {
        self.at = start + length;
        self.tokens.push(Token { kind, span: start..self.at });
    }

    /// The end of `name:` when a field begins here: letters, a colon, and a value right behind it.
    fn field_name(&self) -> Option<usize> {
        let rest = self.rest();
        let length = rest.find(|c: char| !c.is_ascii_alphabetic() && c != '-' && c != '_')?;
        let after = rest[length..].strip_prefix(':')?;
        let known = fields::find(&rest[..length]).is_some();
        let value = !after.is_empty() && !after.starts_with(|c: char| is_space(c) || c == ')');
        (length > 0 && (known || (value && !after.starts_with("//")))).then_some(self.at + length + 1)
    }

    fn value(&mut self, regex: bool) -> Result<(), QueryError> {
        let start = self.at;
        let exact = self.rest().starts_with('=') && self.rest()[1..].starts_with(|c| !is_space(c));
        let inner = start + usize::from(exact);
        let Some(c) = self.text[inner..].chars().next() else { return Ok(()) };
        if is_double_quote(c) {
            return self.phrase(start, inner + c.len_utf8(), exact);
        }
        if c == '/' && regex && !exact {
            return self.regex(start);
        }
        let rest = &self.text[inner..];
        let length = rest.find(|c| is_space(c) || is_double_quote(c) || c == '(' || c == ')').unwrap_or(rest.len());
        let end = inner + length;
        if end > start {
            let kind = if exact { None } else { operator(&self.text[start..end]) };
            self.push(start, end - start, kind.unwrap_or(TokenKind::Word { exact, inner: inner..end }));
        }
        Ok(())
    }

    fn phrase(&mut self, start: usize, inner: usize, exact: bool) -> Result<(), QueryError> {
        let Some((length, close)) = self.text[inner..].char_indices().find(|&(_, c)| is_double_quote(c)) else {
            let words: Vec<&str> = self.text[inner..].split_whitespace().take(3).collect();
            let message = match words.is_empty() {
                true => "this quote is open and nothing follows it".to_owned(),
                false => format!("the quote before \u{201c}{}\u{201d} is not closed", words.join(" ")),
            };
            let repair = match words.is_empty() {
                true => self.text[..start].trim_end().to_owned(),
                false => format!("{}\"", self.text.trim_end()),
            };
            return Err(QueryError { message, span: start..inner, repair: Some(repair) });
        };
        let end = inner + length;
        self.at = end + close.len_utf8();
        let mut slop = None;
        if let Some(after) = self.rest().strip_prefix('~') {
            let digits = after.find(|c: char| !c.is_alphanumeric()).unwrap_or(after.len());
            slop = Some(self.at + 1..self.at + 1 + digits);
            self.at += 1 + digits;
        }
        self.push(start, self.at - start, TokenKind::Phrase { exact, inner: inner..end, slop });
        Ok(())
    }

    /// A regular expression ends at the first `/` that stands before a space, a parenthesis or
    /// the end, so that `/and/or/` needs no escapes.
    fn regex(&mut self, start: usize) -> Result<(), QueryError> {
        let mut escaped = false;
        for (at, c) in self.text[start + 1..].char_indices() {
            let at = start + 1 + at;
            if c == '/' && !escaped && at > start + 1 {
                let after = &self.text[at + 1..];
                let any_case = after.starts_with('i');
                let next = after[usize::from(any_case)..].chars().next();
                if next.is_none_or(|c| is_space(c) || c == ')') {
                    let length = at + 1 + usize::from(any_case) - start;
                    self.push(start, length, TokenKind::Regex { inner: start + 1..at, any_case });
                    return Ok(());
                }
            }
            escaped = c == '\\' && !escaped;
        }
        let rest = self.text[start + 1..].trim_end();
        let (message, repair) = match rest.trim_matches('/').is_empty() {
            true => ("there is nothing between these slashes", self.text[..start].trim_end().to_owned()),
            false => ("the regular expression that begins here has no closing /", format!("{}/", self.text.trim_end())),
        };
        Err(QueryError { message: message.to_owned(), span: start..start + 1, repair: Some(repair) })
    }
}

fn has_regex(field: super::tree::TextField) -> bool {
    use super::tree::TextField::{Any, Body, Title};
    matches!(field, Any | Title | Body)
}

fn operator(word: &str) -> Option<TokenKind> {
    let (name, number) = match word.split_once('/') {
        Some((name, number)) => (name, Some(number.to_owned())),
        None => (word, None),
    };
    match (name, &number) {
        ("AND", None) => Some(TokenKind::And),
        ("OR", None) => Some(TokenKind::Or),
        ("NOT", None) => Some(TokenKind::Not),
        ("NEAR", _) => Some(TokenKind::Near { distance: number, ordered: false }),
        ("ADJ", _) => Some(TokenKind::Near { distance: number, ordered: true }),
        _ => None,
    }
}
