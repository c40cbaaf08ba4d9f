//! The words of a text as the recogniser sees them.

use super::lists::LISTS;
use super::{addresses, endings};
use crate::text::classes::{is_apostrophe, is_dash, is_double_quote, is_hyphen, is_invisible, is_space, is_word};
use crate::text::segment;
use std::ops::Range;

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

/// A word. A long text has one for each five of its bytes, so it is kept small: where it stands follows from its text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token<'t> {
    /// A slice of the text that was cut.
    pub text: &'t str,
    pub gap: Gap,
    /// A capital here says nothing: a sentence, a quotation or a line begins.
    pub fresh: bool,
    /// It stands in a line whose words are mostly capitalised.
    pub heading: bool,
    /// An opening bracket stands right before it, a closing one right behind it.
    pub bracketed: bool,
    /// It is written small, whatever it names: the text around it has no capitals that say anything.
    pub even: bool,
    /// It stands in an address of the net, a time stamp or a key, whose capitals say nothing.
    pub address: bool,
}

impl Token<'_> {
    /// Where it begins in the text that it was cut from, in bytes.
    pub fn start(&self, cut: &str) -> usize {
        self.text.as_ptr() as usize - cut.as_ptr() as usize
    }

    /// Where it ends in the text that it was cut from, in bytes.
    pub fn end(&self, cut: &str) -> usize {
        self.start(cut) + self.text.len()
    }

    /// Begins with a capital, or has one behind a small prefix (`al-Assad`, `iPhone`).
    pub fn is_capital(&self) -> bool {
        let start = &self.text.as_bytes()[..self.text.len().min(5)];
        if start.iter().all(u8::is_ascii_lowercase) {
            return false;
        }
        // In a heading set in capitals small words are still small words.
        if matches!(
            self.text,
            "OF" | "AND" | "THE" | "FOR" | "IN" | "ON" | "AT" | "TO" | "BY" | "AN" | "OR" | "WITH" | "FROM" | "VS"
        ) {
            return false;
        }
        let mut chars = self.text.chars();
        match chars.next() {
            Some(first) if first.is_uppercase() => true,
            Some(first) if first.is_lowercase() => self.text.chars().take(5).any(char::is_uppercase),
            Some(first) if first.is_numeric() => chars.any(char::is_uppercase),
            _ => false,
        }
    }

    /// Two letters or more, none of them small.
    pub fn is_capitals(&self) -> bool {
        let mut letters = 0;
        for c in self.text.chars().filter(|c| c.is_alphabetic()) {
            if !c.is_uppercase() {
                return false;
            }
            letters += 1;
        }
        letters >= 2
    }

    pub fn is_number(&self) -> bool {
        self.text.starts_with(|c: char| c.is_ascii_digit())
    }
}

/// Cuts a text into words; possessive endings are no part of them. In some parts, whole lines, all letters
/// are small.
pub(super) fn tokens<'t>(text: &'t str, parts: &[Range<usize>]) -> Vec<Token<'t>> {
    let mut out: Vec<Token<'_>> = Vec::with_capacity(text.len() / 6);
    // More words than that are rare; doubling the room for those of a long text would cost much.
    let step = text.len() / 64;
    // Where lines are paragraphs, every one of them begins afresh.
    let wrapped = segment::is_hard_wrapped(text, &segment::lines(text));
    let (endings, elided) = (endings::are_cut(text), endings::are_elided(text));
    let mut line_start = 0;
    let mut blank = true;
    for line in text.split_inclusive('\n') {
        let first = out.len();
        let even = parts.iter().any(|part| part.contains(&line_start));
        let most = line.len().div_ceil(2) + 1;
        if out.capacity() - out.len() < most && line.len() < step {
            out.reserve_exact(step.max(most));
        }
        cut(text, line_start..line_start + line.len(), even, [endings, elided], &mut out);
        let heading = is_heading(line, &out[first..]);
        for token in &mut out[first..] {
            token.heading = heading;
        }
        let after_heading = first.checked_sub(1).and_then(|at| out.get(at)).is_some_and(|last| last.heading);
        if let Some(token) = out.get_mut(first)
            && (!wrapped || blank || after_heading || heading)
        {
            token.fresh = true;
            token.gap = Gap::Break;
        }
        if out.len() > first || line.trim().is_empty() {
            blank = out.len() == first;
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

fn cut<'t>(text: &'t str, line: Range<usize>, even: bool, [endings, elided]: [bool; 2], out: &mut Vec<Token<'t>>) {
    let mut at = line.start;
    let addresses = addresses::of(&text[line.clone()], line.start);
    let mut addresses = addresses.iter().peekable();
    while at < line.end {
        let Some(c) = text[at..line.end].chars().next() else { break };
        if !is_word(c) {
            at += c.len_utf8();
            continue;
        }
        // Most words are letters alone behind a blank, and nothing else needs to be asked of them.
        let plain = plain_end(text, at, line.end);
        if plain > at
            && ends(text, plain, line.end)
            && let Some(last) = out.last()
            && text.as_bytes()[at - 1] == b' '
            && last.end(text) == at - 1
        {
            let text = &text[at..plain];
            while addresses.next_if(|address| address.end <= at).is_some() {}
            let address = addresses.peek().is_some_and(|address| address.start <= at) || addresses::is_key(text);
            let word = Token { text, gap: Gap::Blank, fresh: false, heading: false, bracketed: false, even, address };
            out.push(word);
            at = plain;
            continue;
        }
        let whole = word_end(text, at, plain, line.end, even);
        let end = at + if endings { endings::stem(&text[at..whole]) } else { whole - at };
        let first = out.len();
        push(text, at..end, even, elided, out);
        while addresses.next_if(|address| address.end <= at).is_some() {}
        if addresses.peek().is_some_and(|address| address.start <= at) || addresses::is_key(&text[at..end]) {
            out[first..].iter_mut().for_each(|token| token.address = true);
        }
        at = if end < whole { whole } else { end + possessive(&text[end..line.end]) };
    }
}

/// Adds a word; what a hyphen merely leans on a name (`pro-Kern`, `Oslo-based`) is a word apart.
fn push<'t>(text: &'t str, word: Range<usize>, even: bool, elided: bool, out: &mut Vec<Token<'t>>) {
    let before = out.last().map_or(0, |last| last.end(text));
    let between = &text[before..word.start];
    let gap = gap(between, out.last());
    let bracketed = between.ends_with(['(', '[']) && text[word.end..].starts_with([')', ']']);
    let fresh = out.is_empty() || is_fresh(gap, out.last());
    let token = |range: Range<usize>, gap, fresh| Token {
        text: &text[range],
        gap,
        fresh,
        heading: false,
        bracketed,
        even,
        address: false,
    };
    let parts = elided.then(|| endings::elided(&text[word.clone()])).flatten().map(|parts| (parts, Gap::Blank));
    match parts.or_else(|| leaning(&text[word.clone()], even).map(|parts| (parts, Gap::Hyphen))) {
        Some(((first, second), inner)) => {
            out.push(token(word.start..word.start + first, gap, fresh));
            out.push(token(word.start + second..word.end, inner, false));
        }
        None => out.push(token(word, gap, fresh)),
    }
}

/// Where the first part of a word ends and the second begins, if a hyphen parts a name from a word
/// that only leans on it.
fn leaning(word: &str, even: bool) -> Option<(usize, usize)> {
    const BEFORE: [&str; 14] =
        ["pro", "anti", "ex", "non", "post", "pre", "mid", "pan", "trans", "inter", "un", "co", "then", "semi"];
    const BEHIND: [&str; 26] = [
        "based",
        "led",
        "born",
        "backed",
        "style",
        "wide",
        "era",
        "owned",
        "run",
        "controlled",
        "held",
        "trained",
        "funded",
        "sponsored",
        "linked",
        "occupied",
        "speaking",
        "made",
        "area",
        "like",
        "built",
        "friendly",
        "inspired",
        "affiliated",
        "related",
        "bound",
    ];
    if !word.bytes().any(|byte| byte == b'-' || !byte.is_ascii()) {
        return None;
    }
    let at = word.find(is_hyphen)?;
    let hyphen = word[at..].chars().next()?.len_utf8();
    let (first, second) = (&word[..at], &word[at + hyphen..]);
    if BEFORE.iter().any(|prefix| first.eq_ignore_ascii_case(prefix)) && second.starts_with(char::is_uppercase) {
        return Some((at, at + hyphen));
    }
    let at = word.rfind(is_hyphen)?;
    let hyphen = word[at..].chars().next()?.len_utf8();
    ((even || word.starts_with(char::is_uppercase)) && BEHIND.contains(&&word[at + hyphen..]))
        .then_some((at, at + hyphen))
}

/// Letters and digits of ASCII.
static PLAIN: [bool; 256] = {
    let (mut out, mut byte) = ([false; 256], 0);
    while byte < 256 {
        out[byte] = (byte as u8).is_ascii_alphanumeric();
        byte += 1;
    }
    out
};

/// The end of the letters and digits of ASCII that begin here.
fn plain_end(text: &str, start: usize, limit: usize) -> usize {
    let plain = text.as_bytes()[start..limit].iter().take_while(|&&byte| PLAIN[usize::from(byte)]);
    start + plain.count()
}

/// A word of letters and digits of ASCII ends here, whatever stands behind.
fn ends(text: &str, at: usize, limit: usize) -> bool {
    at == limit || text.as_bytes()[at].is_ascii() && !matches!(text.as_bytes()[at], b'-' | b'\'' | b'`' | b'.')
}

fn word_end(text: &str, start: usize, quick: usize, limit: usize, even: bool) -> usize {
    if ends(text, quick, limit) {
        return quick;
    }
    let mut end = quick;
    let mut chars = text[quick..limit].char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let here = quick + at;
        if is_word(c) || (is_invisible(c) && !c.is_control()) {
            end = here + c.len_utf8();
            continue;
        }
        if !chars.peek().is_some_and(|&(_, next)| is_word(next)) {
            break;
        }
        let hyphen = is_hyphen(c);
        let apostrophe = is_apostrophe(c) && possessive(&text[here..limit]) == 0;
        if !(hyphen || apostrophe || (c == '.' && is_inner_point(text, start..here, limit, even))) {
            break;
        }
    }
    end
}

/// The point of `U.S.` and the like, whose single letters with points are one word.
fn is_inner_point(text: &str, before: Range<usize>, limit: usize, even: bool) -> bool {
    let letter = |c: char| c.is_uppercase() || even && c.is_alphabetic();
    let mut behind = text[before.end + 1..limit].chars();
    behind.next().is_some_and(letter)
        && behind.next().is_none_or(|after| !is_word(after))
        && text[before].split('.').all(|part| part.chars().count() == 1 && part.chars().all(letter))
}

/// Bytes of a possessive ending that stands here.
fn possessive(rest: &str) -> usize {
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

fn gap(between: &str, last: Option<&Token<'_>>) -> Gap {
    if between == " " {
        return Gap::Blank;
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
    if breaks > 1 || breaks == 0 && (between.contains('\t') || between.contains("   ")) {
        return Gap::Break;
    }
    let mut found = if owned > 0 { Gap::Possessive } else { Gap::Blank };
    if signs.is_empty() {
        return found;
    }
    if signs == "." && is_abbreviation(last) {
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
fn is_abbreviation(word: &Token<'_>) -> bool {
    let (text, even) = (word.text, word.even);
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

fn is_fresh(gap: Gap, last: Option<&Token<'_>>) -> bool {
    match gap {
        Gap::Stop | Gap::Colon | Gap::Quote | Gap::Dash | Gap::Break => true,
        // "(CNN)In": what stands behind a bracketed word at the beginning begins itself.
        Gap::Close => last.is_some_and(|last| last.bracketed),
        _ => false,
    }
}
