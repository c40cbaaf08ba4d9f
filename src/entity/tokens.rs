//! The words of a text as the recogniser sees them.

pub(super) use super::gap::Gap;
use super::gap::{gap, is_fresh, possessive};
use super::questions::Questions;
use super::{addresses, endings};
use crate::text::classes::{is_apostrophe, is_hyphen, is_invisible, is_word};
use crate::text::segment;
use std::ops::Range;

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
    let mut questions = Questions::default();
    let mut blank = true;
    for range in segment::ended_lines(text) {
        let (first, line) = (out.len(), &text[range.clone()]);
        let even = parts.iter().any(|part| part.contains(&range.start));
        let most = line.len().div_ceil(2) + 1;
        if out.capacity() - out.len() < most && line.len() < step {
            out.reserve_exact(step.max(most));
        }
        cut(text, range, even, [endings, elided], &mut out);
        let heading = is_heading(line, &out[first..]);
        for token in &mut out[first..] {
            token.heading = heading;
        }
        questions.look(text, &out, first);
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
    }
    questions.part(&mut out);
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
    let last = out.last();
    let gap = gap(between, last.map(|last| (last.text, last.even)));
    let bracketed = between.ends_with(['(', '[']) && text[word.end..].starts_with([')', ']']);
    let fresh = last.is_none_or(|last| is_fresh(gap, last.bracketed));
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
