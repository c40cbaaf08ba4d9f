//! The words of a text as the recogniser sees them.

use crate::text::classes::{is_apostrophe, is_dash, is_invisible, is_space, is_word};
use crate::text::segment;

/// What stands between a word and the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gap {
    /// One or more blanks, or a single line break inside a sentence.
    Blank,
    Comma,
    Ampersand,
    /// A point behind an initial or an abbreviation.
    Point,
    /// Anything else.
    Other,
}

/// A word.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token<'t> {
    pub start: usize,
    pub end: usize,
    pub text: &'t str,
    pub gap: Gap,
    /// A capital here says nothing: a sentence, a quotation or a line begins.
    pub fresh: bool,
    /// It stands in a line whose words are mostly capitalised.
    pub heading: bool,
    /// An opening bracket stands right before it, a closing one right behind it.
    pub bracketed: bool,
}

impl Token<'_> {
    /// Begins with a capital, or is a capital behind a small prefix (`al-Assad`, `d'Estaing`).
    pub fn is_capital(&self) -> bool {
        // In a heading set in capitals small words are still small words.
        if matches!(
            self.text,
            "OF" | "AND" | "THE" | "FOR" | "IN" | "ON" | "AT" | "TO" | "BY" | "AN" | "OR" | "WITH" | "FROM" | "VS"
        ) {
            return false;
        }
        let mut chars = self.text.chars();
        let first = chars.next().unwrap_or(' ');
        if first.is_uppercase() || first.is_numeric() {
            return first.is_uppercase();
        }
        let prefix: String = self.text.chars().take_while(|c| c.is_lowercase()).collect();
        let rest = &self.text[prefix.len()..];
        matches!(prefix.as_str(), "al" | "el" | "an" | "as" | "ul" | "ur" | "bin" | "d" | "de" | "l" | "o" | "ibn")
            && rest.chars().nth(1).is_some_and(char::is_uppercase)
    }

    /// Two letters or more, none of them small.
    pub fn is_capitals(&self) -> bool {
        let letters = self.text.chars().filter(|c| c.is_alphabetic());
        letters.clone().count() >= 2 && letters.clone().all(char::is_uppercase)
    }

    /// A single capital, which may stand for a given name.
    pub fn is_initial(&self) -> bool {
        let mut chars = self.text.chars();
        chars.next().is_some_and(char::is_uppercase) && chars.next().is_none()
    }

    /// A capital inside, or a digit among letters.
    pub fn is_mixed(&self) -> bool {
        let letter = self.text.chars().any(char::is_alphabetic);
        let digit = self.text.chars().any(char::is_numeric);
        let inner = self.text.chars().skip(1).any(char::is_uppercase) && self.text.chars().any(char::is_lowercase);
        letter && (digit || inner)
    }
}

/// Cuts a text into words; possessive endings are no part of them.
pub(super) fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut out: Vec<Token<'_>> = Vec::with_capacity(text.len() / 6);
    // Where lines are paragraphs, every one of them begins afresh.
    let wrapped = segment::is_hard_wrapped(text, &segment::lines(text));
    let mut line_start = 0;
    for line in text.split_inclusive('\n') {
        let first = out.len();
        cut(text, line_start..line_start + line.len(), &mut out);
        let heading = is_heading(line, &out[first..]);
        for token in &mut out[first..] {
            token.heading = heading;
        }
        if let Some(token) = out.get_mut(first).filter(|_| !wrapped) {
            token.fresh = true;
            token.gap = Gap::Other;
        }
        line_start += line.len();
    }
    out
}

/// A short line without an end, mostly of capitalised words.
fn is_heading(line: &str, tokens: &[Token<'_>]) -> bool {
    let line = line.trim();
    if line.len() > 110 || line.ends_with(['.', ',', ';']) || !tokens.first().is_some_and(Token::is_capital) {
        return false;
    }
    let long = tokens.iter().filter(|token| token.text.len() > 3);
    let (all, capital) =
        long.fold((0, 0), |(all, capital), token| (all + 1, capital + usize::from(token.is_capital())));
    all >= 2 && capital * 5 >= all * 4
}

fn cut<'t>(text: &'t str, line: std::ops::Range<usize>, out: &mut Vec<Token<'t>>) {
    let mut at = line.start;
    while at < line.end {
        let Some(c) = text[at..line.end].chars().next() else { break };
        if !is_word(c) {
            at += c.len_utf8();
            continue;
        }
        let end = word_end(text, at, line.end);
        let word = &text[at..end];
        let before = out.last().map_or(0, |last| last.end);
        let between = &text[before..at];
        let gap = gap(between, out.last());
        let bracketed = between.ends_with(['(', '[']) && text[end..].starts_with([')', ']']);
        let fresh = out.is_empty() || is_fresh(between, gap, out.last());
        out.push(Token { start: at, end, text: word, gap, fresh, heading: false, bracketed });
        at = end + possessive(&text[end..line.end]);
    }
}

fn word_end(text: &str, start: usize, limit: usize) -> usize {
    let mut end = start;
    let mut chars = text[start..limit].char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let here = start + at;
        if is_word(c) || (is_invisible(c) && !c.is_control()) {
            end = here + c.len_utf8();
            continue;
        }
        let next = chars.peek().map(|&(_, next)| next);
        let joins = next.is_some_and(is_word);
        let initial = text[start..here].chars().count() == 1 && text[start..here].chars().all(char::is_uppercase);
        if joins && (c == '-' || c == '\u{2010}' || c == '\u{2011}') {
            continue;
        }
        if joins && is_apostrophe(c) && !is_possessive(&text[here..limit]) {
            continue;
        }
        // U.S. and the like; single letters with points are one word.
        if c == '.'
            && joins
            && next.is_some_and(char::is_uppercase)
            && (initial || text[..here].ends_with(|c: char| c.is_uppercase()))
        {
            let single = text[here + 1..limit].chars().nth(1).is_none_or(|after| !is_word(after));
            if single && text[start..here].split('.').all(|part| part.chars().count() == 1) {
                continue;
            }
        }
        break;
    }
    end
}

fn is_possessive(rest: &str) -> bool {
    possessive(rest) > 0
}

/// Bytes of a possessive ending that stands here.
fn possessive(rest: &str) -> usize {
    let mut chars = rest.chars();
    let (Some(mark), Some('s' | 'S')) = (chars.next(), chars.next()) else { return 0 };
    if !is_apostrophe(mark) || chars.next().is_some_and(is_word) {
        return 0;
    }
    mark.len_utf8() + 1
}

fn gap(between: &str, last: Option<&Token<'_>>) -> Gap {
    let trimmed = between.trim_matches(|c: char| is_space(c) || is_invisible(c));
    let possessive = between.chars().next().is_some_and(is_apostrophe);
    match trimmed {
        "" if between.matches('\n').count() <= 1 => Gap::Blank,
        "" => Gap::Other,
        "," if !possessive => Gap::Comma,
        "&" => Gap::Ampersand,
        "." if last.is_some_and(|last| is_abbreviation(last.text)) && !between.contains("\n\n") => Gap::Point,
        _ => Gap::Other,
    }
}

fn is_abbreviation(word: &str) -> bool {
    let initials = word.split('.').all(|part| part.chars().count() == 1) && word.starts_with(char::is_uppercase);
    initials
        || matches!(
            word,
            "Mr" | "Mrs"
                | "Ms"
                | "Dr"
                | "Prof"
                | "St"
                | "Sen"
                | "Rep"
                | "Gov"
                | "Gen"
                | "Col"
                | "Lt"
                | "Sgt"
                | "Capt"
                | "Rev"
                | "Hon"
                | "Jr"
                | "Sr"
                | "Mt"
                | "Ft"
                | "Cmdr"
                | "Adm"
                | "Maj"
                | "Co"
                | "Corp"
                | "Inc"
                | "Ltd"
                | "No"
                | "vs"
                | "v"
        )
}

fn is_fresh(between: &str, gap: Gap, last: Option<&Token<'_>>) -> bool {
    if gap == Gap::Point {
        return false;
    }
    let breaks = between.matches('\n').count();
    if breaks > 1 || last.is_some_and(|last| last.heading && breaks > 0) {
        return true;
    }
    let signs = between.chars().filter(|&c| !is_space(c) && !is_invisible(c));
    signs.clone().any(|c| {
        matches!(
            c,
            '.' | '!'
                | '?'
                | ':'
                | ';'
                | '\u{2026}'
                | '"'
                | '\u{201c}'
                | '\u{201d}'
                | '\u{ab}'
                | '\u{2022}'
                | '*'
                | ')'
                | ']'
                | '>'
                | '|'
        )
    }) || signs.clone().any(is_dash)
        || (breaks == 1 && signs.clone().next().is_some_and(|c| c != ','))
}
