//! Tokens to a tree. Any text gives a tree or an error.

use super::error::{Hint, QueryError};
use super::lex::{Token, TokenKind, lex};
use super::saved::{Saved, Within};
use super::tree::{Kind, Node, Query, Sort, SortBy, TextField};
use crate::text::classes::is_space;
use jiff::ZonedDateTime;
use std::ops::Range;

/// How deep parentheses and negations may stand inside each other.
const DEEPEST: usize = 64;
/// The distance of a `NEAR` without a number.
const NEAR: u32 = 10;

/// How a query is to be read.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The present, which relative dates count from, in the reader's time zone.
    pub now: ZonedDateTime,
    /// True while the query is being typed: a bare word at its very end may go on.
    pub live: bool,
    /// The saved searches that it can name.
    pub saved: Saved,
}

/// Repairs that are tried one after another until the query can be read.
const REPAIRS: usize = 8;

/// Reads a query. An empty one asks for every document.
///
/// # Errors
/// A repair, where there is one, is a query that can be read.
pub fn parse(text: &str, reading: &Reading) -> Result<Query, QueryError> {
    read(text, reading).map_err(|mut error| {
        for _ in 0..REPAIRS {
            let Some(repair) = &error.repair else { break };
            match read(repair, reading) {
                // Taking everything away repairs nothing.
                Ok(_) if repair.trim().is_empty() => break,
                Ok(_) => return error,
                Err(next) => error.repair = next.repair,
            }
        }
        error.repair = None;
        error
    })
}

fn read(text: &str, reading: &Reading) -> Result<Query, QueryError> {
    read_within(text, reading, Within::default())
}

/// Reads a query that stands within saved searches.
pub(super) fn read_within(text: &str, reading: &Reading, within: Within) -> Result<Query, QueryError> {
    let mut parser = Parser {
        text,
        reading,
        tokens: lex(text)?,
        at: 0,
        depth: 0,
        field: TextField::Any,
        sort: None,
        saved_sort: None,
        within,
        hints: Vec::new(),
        empty_word: None,
    };
    let root = parser.query()?;
    Ok(Query {
        text: text.to_owned(),
        root,
        sort: parser.sort.or(parser.saved_sort).unwrap_or_default(),
        names_sort: parser.sort.or(parser.saved_sort).is_some(),
        hints: parser.hints,
    })
}

pub(super) struct Parser<'q> {
    pub(super) text: &'q str,
    pub(super) reading: &'q Reading,
    pub(super) tokens: Vec<Token>,
    pub(super) at: usize,
    depth: usize,
    /// The field of the group that is being read.
    pub(super) field: TextField,
    sort: Option<Sort>,
    /// The order of the first saved search that has one.
    pub(super) saved_sort: Option<Sort>,
    pub(super) within: Within,
    pub(super) hints: Vec<Hint>,
    /// Something without a letter or a digit that was left out.
    pub(super) empty_word: Option<Range<usize>>,
}

pub(super) type Parsed = Result<Option<Node>, QueryError>;

impl Parser<'_> {
    fn query(&mut self) -> Result<Node, QueryError> {
        let root = self.alternatives()?;
        if let Some(token) = self.tokens.get(self.at) {
            let span = token.span.clone();
            return self.fail("nothing is open that this parenthesis could close", span.clone(), Some((span, "")));
        }
        match (root, &self.empty_word) {
            (Some(root), _) => Ok(root),
            (None, Some(span)) if self.sort.is_none() => {
                let message =
                    format!("there is no letter or digit to look for in \u{201c}{}\u{201d}", self.slice(span));
                self.fail(&message, span.clone(), Some((0..self.text.len(), "")))
            }
            (None, _) => Ok(Node::new(Kind::All, 0..self.text.len())),
        }
    }

    /// Parts joined by `OR`.
    fn alternatives(&mut self) -> Parsed {
        let mut parts: Vec<Node> = Vec::new();
        loop {
            let part = self.conjunction()?;
            let or = self.peek_is(|kind| *kind == TokenKind::Or);
            match part {
                Some(part) => parts.push(part),
                None if or || !parts.is_empty() => {
                    let at = if or { self.at } else { self.at - 1 };
                    let side = if or && parts.is_empty() { "before" } else { "after" };
                    return self.dangling(at, side);
                }
                None => {}
            }
            if !or {
                break;
            }
            self.at += 1;
        }
        Ok(group(parts, Kind::Or))
    }

    /// Parts side by side, or joined by `AND`.
    fn conjunction(&mut self) -> Parsed {
        let mut parts = Vec::new();
        let mut and = None;
        while let Some(token) = self.tokens.get(self.at) {
            match token.kind {
                TokenKind::Or | TokenKind::Close => break,
                TokenKind::And => {
                    if and.is_some() || (parts.is_empty() && self.empty_word.is_none()) {
                        return self.dangling(self.at, "before");
                    }
                    and = Some(self.at);
                    self.at += 1;
                }
                _ => {
                    parts.extend(self.proximity()?);
                    and = None;
                }
            }
        }
        match and {
            Some(at) => self.dangling(at, "after"),
            None => Ok(group(parts, Kind::And)),
        }
    }

    /// Parts joined by `NEAR` and `ADJ`, from left to right.
    fn proximity(&mut self) -> Parsed {
        let mut left = self.negation()?;
        while let Some(Token { kind: TokenKind::Near { distance, ordered }, span }) = self.tokens.get(self.at).cloned()
        {
            let at = self.at;
            let Some(one) = left else { return self.dangling(at, "before") };
            self.at += 1;
            if self.tokens.get(self.at).is_none_or(|token| is_joint(&token.kind)) {
                return self.dangling(at, "after");
            }
            let Some(other) = self.negation()? else { return self.dangling(at, "after") };
            let distance = self.near_distance(distance.as_deref(), &span)?;
            let fields = [self.near_side(&one, &span)?, self.near_side(&other, &span)?];
            if let [Some(a), Some(b)] = fields
                && !meet(a, b)
            {
                let message = format!("both sides of {} must look in the same field", self.slice(&span));
                return self.fail(&message, span, None);
            }
            let whole = one.span.start..other.span.end;
            let (left_node, right) = (Box::new(one), Box::new(other));
            left = Some(Node::new(Kind::Near { left: left_node, right, distance, ordered }, whole));
        }
        Ok(left)
    }

    fn near_distance(&self, written: Option<&str>, span: &Range<usize>) -> Result<u32, QueryError> {
        match written {
            None => Ok(NEAR),
            Some(number) => number.parse().or_else(|_| {
                let name = &self.text[span.start..span.end - number.len()];
                let message = format!("{name} needs a number of words, as in {name}5");
                self.fail(&message, span.clone(), Some((span.clone(), &format!("{name}5"))))
            }),
        }
    }

    /// The field of one side of `NEAR`, if it has one; an error if it is nothing with a place in a text.
    fn near_side(&self, node: &Node, near: &Range<usize>) -> Result<Option<TextField>, QueryError> {
        match &node.kind {
            Kind::Words { field, .. } | Kind::Exact { field, .. } | Kind::Regex { field, .. } => Ok(Some(*field)),
            Kind::Entity(_) => Ok(Some(TextField::Body)),
            Kind::Saved { inner, .. } => self.near_side(inner, near),
            Kind::Near { left, right, .. } => Ok(self.near_side(left, near)?.or(self.near_side(right, near)?)),
            Kind::Or(parts) => {
                let mut field = None;
                for part in parts {
                    let next = self.near_side(part, near)?;
                    if field.zip(next).is_some_and(|(a, b)| !meet(a, b)) {
                        return self.fail(
                            "these must look in the same field to stand beside NEAR or ADJ",
                            node.span.clone(),
                            None,
                        );
                    }
                    field = field.or(next);
                }
                Ok(field)
            }
            _ => {
                let message = format!("{} takes words, phrases and entities on both sides", self.slice(near));
                self.fail(&message, node.span.clone(), Some((near.clone(), "AND")))
            }
        }
    }

    fn negation(&mut self) -> Parsed {
        let Some(token) = self.tokens.get(self.at).cloned() else { return Ok(None) };
        match token.kind {
            TokenKind::Not | TokenKind::Minus => {
                let at = self.at;
                self.at += 1;
                self.deeper(&token.span)?;
                if self.tokens.get(self.at).is_none_or(|next| is_joint(&next.kind)) {
                    return self.dangling(at, "after");
                }
                let (sort, saved_sort, before) = (self.sort, self.saved_sort, self.at);
                let inner = self.negation()?;
                self.saved_sort = saved_sort;
                self.depth -= 1;
                if sort != self.sort {
                    let span = token.span.start..self.tokens[self.at - 1].span.end;
                    let value = self.text[self.tokens[before].span.end..span.end].trim_start_matches('-');
                    let repair = format!("sort:-{value}");
                    return self.fail("an order cannot be negated", span.clone(), Some((span, &repair)));
                }
                Ok(inner.map(|node| {
                    let span = token.span.start..node.span.end;
                    Node::new(Kind::Not(Box::new(node)), span)
                }))
            }
            TokenKind::And | TokenKind::Or | TokenKind::Near { .. } => self.dangling(self.at, "before"),
            _ => self.primary(token),
        }
    }

    fn primary(&mut self, token: Token) -> Parsed {
        self.at += 1;
        match token.kind {
            TokenKind::Open => self.parentheses(token.span),
            TokenKind::Field => self.field(token.span),
            TokenKind::Word { exact, inner } => self.word(token.span, inner, exact, self.field),
            TokenKind::Phrase { exact, inner, slop } => self.phrase(token.span, inner, slop, exact, self.field),
            TokenKind::Regex { inner, any_case } => self.regex(token.span, inner, any_case, self.field).map(Some),
            _ => Ok(None),
        }
    }

    pub(super) fn parentheses(&mut self, open: Range<usize>) -> Parsed {
        self.deeper(&open)?;
        let inner = self.alternatives()?;
        self.depth -= 1;
        let Some(close) = self.tokens.get(self.at).map(|token| token.span.clone()) else {
            let end = self.text.trim_end().len();
            return self.fail("this parenthesis is not closed", open, Some((end..end, ")")));
        };
        self.at += 1;
        match inner {
            Some(node) => Ok(Some(Node::new(node.kind, open.start..close.end))),
            None => {
                let span = open.start..close.end;
                self.fail("there is nothing between these parentheses", span.clone(), Some((span, "")))
            }
        }
    }

    pub(super) fn set_sort(&mut self, by: SortBy, reverse: bool) {
        self.sort = Some(Sort { by, reverse });
    }

    fn peek_is(&self, test: impl Fn(&TokenKind) -> bool) -> bool {
        self.tokens.get(self.at).is_some_and(|token| test(&token.kind))
    }

    fn deeper(&mut self, span: &Range<usize>) -> Result<(), QueryError> {
        self.depth += 1;
        match self.depth > DEEPEST {
            true => self.fail("parentheses and negations stand too deep inside each other", span.clone(), None),
            false => Ok(()),
        }
    }

    /// An operator that misses one of its sides.
    fn dangling<T>(&self, at: usize, side: &str) -> Result<T, QueryError> {
        let span = self.tokens[at].span.clone();
        let name = self.slice(&span).to_owned();
        self.fail(&format!("there is nothing {side} {name}"), span.clone(), Some((span, "")))
    }

    pub(super) fn slice(&self, span: &Range<usize>) -> &str {
        &self.text[span.clone()]
    }

    pub(super) fn fail<T>(
        &self,
        message: &str,
        span: Range<usize>,
        repair: Option<(Range<usize>, &str)>,
    ) -> Result<T, QueryError> {
        let repair = repair.map(|(span, instead)| self.replaced(&span, instead));
        Err(QueryError { message: message.to_owned(), span, repair })
    }

    /// The query with other words in one place, and no spaces left over where some went.
    pub(super) fn replaced(&self, span: &Range<usize>, instead: &str) -> String {
        let (before, after) = (&self.text[..span.start], &self.text[span.end..]);
        if !instead.is_empty() || span.is_empty() {
            return format!("{before}{instead}{after}");
        }
        let before = if after.starts_with(')') { before.trim_end() } else { before };
        let open = before.is_empty() || before.ends_with(is_space) || before.ends_with('(');
        let after = if open { after.trim_start() } else { after };
        format!("{before}{after}").trim_end().to_owned()
    }
}

/// True when words of both fields can stand in one text; entities stand in the body.
fn meet(a: TextField, b: TextField) -> bool {
    use TextField::{Any, Body};
    a == b || matches!((a, b), (Any, Body) | (Body, Any))
}

/// Things that stand between two parts, so that none begins there.
fn is_joint(kind: &TokenKind) -> bool {
    matches!(kind, TokenKind::And | TokenKind::Or | TokenKind::Close | TokenKind::Near { .. })
}

fn group(mut parts: Vec<Node>, join: fn(Vec<Node>) -> Kind) -> Option<Node> {
    match parts.len() {
        0 | 1 => parts.pop(),
        _ => {
            let span = parts[0].span.start..parts.iter().map(|part| part.span.end).max().unwrap_or_default();
            Some(Node::new(join(parts), span))
        }
    }
}
