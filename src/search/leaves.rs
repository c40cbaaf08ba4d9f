//! The leaves of a query: words, phrases, exact forms and regular expressions, and the fields
//! that they can stand behind.

use super::error::{Hint, QueryError};
use super::fields::{self, FieldKind};
use super::lex::TokenKind;
use super::parse::{Parsed, Parser};
use super::pieces::{closed_up, pieces};
use super::tree::{Kind, Node, Pattern, Piece, TextField};
use crate::text::classes::{is_invisible, is_space};
use std::ops::Range;

impl Parser<'_> {
    pub(super) fn field(&mut self, name: Range<usize>) -> Parsed {
        let written = self.text[name.start..name.end - 1].to_owned();
        let Some(kind) = fields::find(&written) else { return self.unknown_field(&written, name) };
        let value = self.tokens.get(self.at).filter(|token| token.span.start == name.end).cloned();
        let Some(value) = value else {
            let message = format!("{written}: needs a value right behind the colon");
            let next = self.text[name.end..].find(|c| !is_space(c)).map(|gap| name.end..name.end + gap);
            return self.fail(&message, name.clone(), Some((next.filter(|gap| !gap.is_empty()).unwrap_or(name), "")));
        };
        self.at += 1;
        let span = name.start..value.span.end;
        if let FieldKind::Changed { added } = kind {
            return self.changed(added, &written, span, value.kind);
        }
        let FieldKind::Text(field) = kind else {
            return match value.kind {
                TokenKind::Word { exact, inner } => self.fact(kind, &written, span, inner, exact),
                TokenKind::Phrase { exact, inner, slop: None } => self.fact(kind, &written, span, inner, exact),
                TokenKind::Open => {
                    let message = format!("{written}: takes one value; repeat the field for each");
                    self.fail(&message, span, None)
                }
                _ => self.fail(&format!("{written}: needs a value right behind the colon"), span, None),
            };
        };
        match value.kind {
            TokenKind::Word { exact, inner } => self.word(span, inner, exact, field),
            TokenKind::Phrase { exact, inner, slop } => self.phrase(span, inner, slop, exact, field),
            TokenKind::Regex { inner, any_case } => self.regex(span, inner, any_case, field).map(Some),
            TokenKind::Open => {
                let outer = std::mem::replace(&mut self.field, field);
                let inner = self.parentheses(value.span);
                self.field = outer;
                inner
            }
            _ => self.fail(&format!("{written}: needs a value right behind the colon"), span, None),
        }
    }

    /// Words or a phrase that a version has gained or lost.
    fn changed(&mut self, added: bool, written: &str, span: Range<usize>, value: TokenKind) -> Parsed {
        let words = match value {
            TokenKind::Word { inner, .. } if self.slice(&inner).starts_with('/') && inner.len() > 1 => {
                let message = format!("{written}: takes a word or a phrase, no regular expression");
                let plain = format!("\"{}\"", self.slice(&inner).trim_matches('/'));
                return self.fail(&message, inner.clone(), Some((inner, &plain)));
            }
            TokenKind::Word { exact, inner } => self.word(span.clone(), inner, exact, TextField::Body)?,
            TokenKind::Phrase { exact, inner, slop } => {
                self.phrase(span.clone(), inner, slop, exact, TextField::Body)?
            }
            TokenKind::Open => {
                let message = format!("{written}: takes one word or phrase; repeat the field for each");
                return self.fail(&message, span, None);
            }
            _ => return self.fail(&format!("{written}: needs a value right behind the colon"), span, None),
        };
        Ok(words.map(|words| Node::new(Kind::Changed { added, words: Box::new(words) }, span)))
    }

    fn unknown_field(&self, written: &str, name: Range<usize>) -> Parsed {
        let known = fields::FIELDS.iter().map(|field| field.name);
        match fields::nearest(written, known) {
            Some(near) => {
                let message = format!("there is no field \u{201c}{written}:\u{201d}; {near}: is the nearest");
                self.fail(&message, name.clone(), Some((name, &format!("{near}:"))))
            }
            None => {
                let end = self.text[name.end..]
                    .find(|c| is_space(c) || c == ')' || c == '"')
                    .unwrap_or(self.text.len() - name.end);
                let message =
                    format!("there is no field \u{201c}{written}:\u{201d}; put quotes around it to look for the words");
                let whole = name.start..name.end + end;
                let quoted = format!("\"{}\"", self.slice(&whole));
                let repair = match self.text[whole.end..].starts_with(['"', '(']) {
                    true => (name.clone(), ""),
                    false => (whole, quoted.as_str()),
                };
                self.fail(&message, name, Some(repair))
            }
        }
    }

    pub(super) fn word(&mut self, span: Range<usize>, inner: Range<usize>, exact: bool, field: TextField) -> Parsed {
        let written = self.text[inner.clone()].to_owned();
        if exact {
            return self.exact(span, &written, field);
        }
        if written == "*" && field == TextField::Any {
            return Ok(Some(Node::new(Kind::All, span)));
        }
        self.operator_hint(&written, &span);
        let (word, fuzzy) = match written.rfind('~') {
            Some(at) if at > 0 => (&written[..at], Some(inner.start + at..inner.end)),
            _ => (written.as_str(), None),
        };
        self.signs_hint(&written, &span, field);
        // An address is no pattern; its question mark is one that was pasted.
        let single = !word.contains("://");
        let goes_on = self.reading.live && span.end == self.text.len() && written.ends_with(char::is_alphanumeric);
        let mut spellings = spellings(word, single, field);
        for pieces in &mut spellings {
            match &fuzzy {
                Some(tilde) => self.make_fuzzy(pieces, tilde.clone())?,
                None if goes_on => begin_last(pieces),
                None => {}
            }
        }
        Ok(self.words(span, spellings, None, field))
    }

    pub(super) fn phrase(
        &mut self,
        span: Range<usize>,
        inner: Range<usize>,
        slop: Option<Range<usize>>,
        exact: bool,
        field: TextField,
    ) -> Parsed {
        let written = self.text[inner].to_owned();
        if written.chars().all(is_space) {
            return self.fail("there is nothing between these quotes", span.clone(), Some((span, "")));
        }
        let slop = match slop {
            None => None,
            Some(digits) => match self.slice(&digits).parse::<u32>() {
                Ok(slop) => Some(slop),
                Err(_) => {
                    let message = "~ behind a phrase needs a number of words, as in \"tax haven\"~5";
                    return self.fail(message, digits.start - 1..digits.end, Some((digits, "5")));
                }
            },
        };
        if exact {
            return self.exact(span, &written, field);
        }
        Ok(self.words(span, spellings(&written, false, field), slop, field))
    }

    /// Words in one of some spellings, which all say the same.
    fn words(
        &mut self,
        span: Range<usize>,
        mut spellings: Vec<Vec<Piece>>,
        slop: Option<u32>,
        field: TextField,
    ) -> Option<Node> {
        spellings.retain(|pieces| !pieces.is_empty());
        let mut parts: Vec<Node> = spellings
            .into_iter()
            .map(|pieces| {
                let slop = slop.filter(|_| pieces.len() > 1);
                Node::new(Kind::Words { field, pieces, slop }, span.clone())
            })
            .collect();
        match parts.len() {
            0 => {
                let message = format!("\u{201c}{}\u{201d} has no letter or digit and is left out", self.slice(&span));
                self.hints.push(Hint { message, span: span.clone(), repair: None });
                self.empty_word.get_or_insert(span);
                None
            }
            1 => parts.pop(),
            _ => Some(Node::new(Kind::Or(parts), span)),
        }
    }

    fn exact(&mut self, span: Range<usize>, written: &str, field: TextField) -> Parsed {
        let seen: String = written.chars().filter(|&c| !is_invisible(c)).collect();
        let text = seen.split(is_space).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
        if !matches!(field, TextField::Any | TextField::Title | TextField::Body) {
            return self.fail("= works on words of the title and the text only", span, None);
        }
        match pieces(&text, false).is_empty() {
            true => Ok(self.words(span, Vec::new(), None, field)),
            false => Ok(Some(Node::new(Kind::Exact { field, text }, span))),
        }
    }

    fn make_fuzzy(&self, pieces: &mut [Piece], tilde: Range<usize>) -> Result<(), QueryError> {
        let number = &self.text[tilde.start + 1..tilde.end];
        let asked = match number {
            "" => None,
            "1" => Some(1),
            "2" => Some(2),
            _ => {
                let message = "~ takes 1 or 2, the letters that may differ";
                return self.fail(message, tilde.clone(), Some((tilde, "~2")));
            }
        };
        for piece in pieces {
            match piece {
                Piece::Word(word) => {
                    let letters = word.chars().count();
                    let distance = asked.unwrap_or(if letters < 6 { 1 } else { 2 });
                    *piece = Piece::Fuzzy { word: std::mem::take(word), distance };
                }
                _ => {
                    let message = "~ cannot be joined with * or ? in one word";
                    return self.fail(message, tilde.clone(), Some((tilde, "")));
                }
            }
        }
        Ok(())
    }

    pub(super) fn regex(
        &mut self,
        span: Range<usize>,
        inner: Range<usize>,
        any_case: bool,
        field: TextField,
    ) -> Result<Node, QueryError> {
        if self.slice(&inner).contains("\\n") {
            let message = "line breaks are read as spaces here; \\s stands for both".to_owned();
            let repair = Some(self.replaced(&inner, &self.slice(&inner).replace("\\n", "\\s")));
            self.hints.push(Hint { message, span: inner.clone(), repair });
        }
        let source = self.slice(&inner).replace("\\/", "/");
        let built = regex::RegexBuilder::new(&source)
            .case_insensitive(any_case)
            .size_limit(1 << 20)
            .dfa_size_limit(1 << 21)
            .build();
        match built {
            Ok(regex) => Ok(Node::new(Kind::Regex { field, pattern: Pattern { source, any_case, regex } }, span)),
            Err(error) => {
                let reason = match error {
                    regex::Error::CompiledTooBig(_) => "it is too big".to_owned(),
                    other => {
                        other.to_string().lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned()
                    }
                };
                let escaped = format!("/{}/", regex::escape(self.slice(&inner)).replace('/', "\\/"));
                let message = format!("this regular expression cannot be read: {reason}");
                self.fail(&message, inner.clone(), Some((inner.start - 1..inner.end + 1, &escaped)))
            }
        }
    }

    /// Signs at the end of a word that make another thing of it are not looked for, unless it is said.
    fn signs_hint(&mut self, written: &str, span: &Range<usize>, field: TextField) {
        let word = written.trim_end_matches(['+', '#']);
        let looked_in = matches!(field, TextField::Any | TextField::Title | TextField::Body);
        if word.len() == written.len() || !word.ends_with(char::is_alphanumeric) || !looked_in {
            return;
        }
        let message =
            format!("\u{201c}{written}\u{201d} is looked for as \u{201c}{word}\u{201d}; ={written} keeps its signs");
        let at = span.end - written.len()..span.end;
        let repair = Some(self.replaced(&at, &format!("={written}"))).filter(|_| self.text.get(at) == Some(written));
        self.hints.push(Hint { message, span: span.clone(), repair });
    }

    fn operator_hint(&mut self, word: &str, span: &Range<usize>) {
        let upper = word.to_uppercase();
        let name = upper.split('/').next().unwrap_or_default();
        let is_operator = match word.contains('/') {
            true => matches!(name, "NEAR" | "ADJ"),
            false => matches!(name, "AND" | "OR" | "NOT"),
        };
        if is_operator && word != upper && span.len() == word.len() {
            let message =
                format!("\u{201c}{word}\u{201d} is looked for as a word; the operator is {upper}, in capitals");
            let repair = Some(self.replaced(span, &upper));
            self.hints.push(Hint { message, span: span.clone(), repair });
        }
    }
}

/// The pieces of words as they are written, and as they stand where a line ends at one of their hyphens.
fn spellings(written: &str, single: bool, field: TextField) -> Vec<Vec<Piece>> {
    let mut out = vec![pieces(written, single)];
    // Addresses, paths and keys are set in one line.
    if matches!(field, TextField::Any | TextField::Title | TextField::Body) && !written.contains("://") {
        out.extend(closed_up(written).iter().map(|word| pieces(word, single)));
    }
    out
}

fn begin_last(pieces: &mut [Piece]) {
    if let Some(last) = pieces.last_mut()
        && let Piece::Word(word) = last
    {
        *last = Piece::Prefix(std::mem::take(word));
    }
}
