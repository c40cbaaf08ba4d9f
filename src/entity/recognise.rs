//! Spans of names: runs of capitalised words, cut where a capital says nothing.

use super::evidence::{Scores, agree, score};
use super::lists::{LISTS, Sense};
use super::names::is_particle;
use super::tokens::{Gap, Token, tokens};
use super::{CaseStats, EntityType, Mention};
use crate::text::terms::fold_term;
use std::collections::HashMap;

/// How often a word of the document stands capitalised and in lower case where that says something.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Seen {
    pub capital: u32,
    pub lower: u32,
}

/// What the rules ask about a document.
pub(super) struct Page<'t> {
    pub text: &'t str,
    pub tokens: Vec<Token<'t>>,
    /// The tokens' words, folded.
    pub folded: Vec<String>,
    pub seen: HashMap<String, Seen>,
    stats: &'t CaseStats,
}

impl Page<'_> {
    pub fn sense(&self, at: usize) -> Option<Sense> {
        LISTS.words.get(self.folded[at].as_str()).copied()
    }

    /// The word is one that mostly stands in lower case, here or in general.
    pub fn is_common(&self, at: usize) -> bool {
        let word = self.folded[at].as_str();
        let seen = self.seen.get(word).copied().unwrap_or_default();
        if seen.capital > 0 && seen.capital >= seen.lower * 2 {
            return false;
        }
        if seen.lower > 0 {
            return true;
        }
        self.stats.is_common(word).unwrap_or_else(|| LISTS.common.contains(word) || FUNCTION.contains(&word))
    }

    /// A capital at this token is no evidence of a name.
    fn is_loose(&self, at: usize) -> bool {
        self.tokens[at].fresh || self.tokens[at].heading
    }
}

/// Words that begin sentences and are no names, whatever the lists of names say.
const FUNCTION: [&str; 96] = [
    "the",
    "a",
    "an",
    "and",
    "but",
    "or",
    "if",
    "in",
    "on",
    "at",
    "by",
    "for",
    "from",
    "of",
    "to",
    "with",
    "as",
    "it",
    "its",
    "he",
    "she",
    "they",
    "we",
    "you",
    "i",
    "his",
    "her",
    "their",
    "our",
    "my",
    "your",
    "this",
    "that",
    "these",
    "those",
    "there",
    "here",
    "what",
    "who",
    "when",
    "where",
    "why",
    "how",
    "which",
    "while",
    "after",
    "before",
    "since",
    "until",
    "although",
    "though",
    "because",
    "however",
    "meanwhile",
    "moreover",
    "therefore",
    "yet",
    "so",
    "then",
    "now",
    "also",
    "not",
    "no",
    "yes",
    "all",
    "some",
    "many",
    "most",
    "few",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "is",
    "was",
    "are",
    "were",
    "has",
    "had",
    "have",
    "do",
    "did",
    "does",
    "will",
    "would",
    "may",
    "asked",
    "under",
    "last",
    "nobody",
];

/// Finds the names in a text.
pub fn recognise(text: &str, stats: &CaseStats) -> Vec<Mention> {
    let tokens = tokens(text);
    let folded: Vec<String> = tokens.iter().map(|token| fold_term(token.text)).collect();
    let mut seen: HashMap<String, Seen> = HashMap::new();
    for (token, word) in tokens.iter().zip(&folded) {
        if token.heading {
            continue;
        }
        if !token.is_capital() {
            seen.entry(word.clone()).or_default().lower += 1;
        } else if !token.fresh {
            seen.entry(word.clone()).or_default().capital += 1;
        }
    }
    let page = Page { text, tokens, folded, seen, stats };
    let mut names: Vec<(usize, usize, Scores)> = Vec::new();
    let spelt_out = spelt_out(&page);
    let mut at = 0;
    while at < page.tokens.len() {
        if let Some(&(from, to)) = spelt_out.iter().find(|&&(from, _)| from == at) {
            names.push((from, to, Scores::of(super::EntityType::Org)));
            at = to;
            continue;
        }
        if !page.tokens[at].is_capital() {
            at += 1;
            continue;
        }
        let end = run_end(&page, at);
        let end = spelt_out.iter().map(|&(from, _)| from).find(|&from| from > at && from < end).unwrap_or(end);
        for (from, to) in cut(&page, at, end) {
            if let Some(scores) = score(&page, from, to) {
                names.push((from, to, scores));
            }
        }
        at = end;
    }
    agree(&page, &mut names);
    names
        .into_iter()
        .map(|(from, to, scores)| Mention {
            start: page.tokens[from].start as u32,
            end: name_end(&page, to) as u32,
            kind: scores.best(),
        })
        .collect()
}

/// What stands before an acronym in brackets and spells it out: "Islamic State in Iraq and Syria
/// (ISIS)". The capitals of the words are the letters, in order; small words lie between them.
fn spelt_out(page: &Page<'_>) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    for (at, token) in page.tokens.iter().enumerate().filter(|(_, token)| token.bracketed && token.is_capitals()) {
        let mut letters: Vec<char> =
            token.text.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect();
        let whole = letters.len();
        let mut from = at;
        while from > 0 && at - from < whole * 2 + 2 {
            let before = from - 1;
            let word = page.tokens[before];
            if from < at && !matches!(page.tokens[from].gap, Gap::Blank | Gap::Ampersand) {
                break;
            }
            if word.is_capital() {
                let first = page.folded[before].chars().next();
                if letters.last().copied() != first {
                    break;
                }
                letters.pop();
            } else if word.text.len() > 3 {
                break;
            }
            from = before;
            if letters.is_empty() {
                break;
            }
        }
        if letters.is_empty() && whole >= 2 && at - from >= 2 && page.tokens[from].is_capital() {
            out.push((from, at));
        }
    }
    out
}

/// The end of a name whose last token is `to - 1`; the point of `Jr.` and `Inc.` belongs to it.
fn name_end(page: &Page<'_>, to: usize) -> usize {
    let last = &page.tokens[to - 1];
    let abbreviated = matches!(last.text, "Jr" | "Sr" | "Inc" | "Ltd" | "Co" | "Corp") || last.text.contains('.');
    last.end + usize::from(abbreviated && page.text[last.end..].starts_with('.'))
}

/// The end of the run of capitalised words that begins at a token.
fn run_end(page: &Page<'_>, from: usize) -> usize {
    let mut end = from + 1;
    while let Some(token) = page.tokens.get(end) {
        let last = &page.tokens[end - 1];
        let possessive = page.text[last.end..token.start].chars().any(|c| c == 's' || c == 'S');
        if possessive || token.heading != last.heading || token.bracketed {
            break;
        }
        let joined = match token.gap {
            Gap::Blank | Gap::Ampersand => true,
            Gap::Point => {
                last.is_initial()
                    || last.text.contains('.')
                    || matches!(
                        last.text,
                        "St" | "Mt"
                            | "Ft"
                            | "Mr"
                            | "Mrs"
                            | "Ms"
                            | "Dr"
                            | "Prof"
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
                    )
            }
            Gap::Comma => matches!(token.text, "Jr" | "Sr" | "Inc" | "Ltd" | "LLC" | "II" | "III"),
            Gap::Other => false,
        };
        if !joined {
            break;
        }
        if token.is_capital()
            || (token.text.chars().all(char::is_numeric) && last.is_capitals() && token.text.len() <= 3)
        {
            end += 1;
            continue;
        }
        match bridge(page, from, end) {
            Some(next) => end = next + 1,
            None => break,
        }
    }
    end
}

/// Small words inside a name: the token behind them that goes on with it.
fn bridge(page: &Page<'_>, from: usize, at: usize) -> Option<usize> {
    let goes_on =
        |next: usize| page.tokens.get(next).filter(|token| token.is_capital() && token.gap == Gap::Blank).map(|_| next);
    let word = page.folded[at].as_str();
    let head =
        (from..at).any(|token| matches!(page.sense(token), Some(Sense::OrgHead | Sense::PlaceHead | Sense::Title)));
    let org = (from..at).any(|token| page.sense(token) == Some(Sense::OrgHead));
    match word {
        "of" if head && !ends_in_place(page, from, at) => {
            let next = if page.tokens.get(at + 1).is_some_and(|token| token.text.eq_ignore_ascii_case("the")) {
                at + 2
            } else {
                at + 1
            };
            goes_on(next)
        }
        "for" if org => {
            let next = if page.tokens.get(at + 1).is_some_and(|token| token.text.eq_ignore_ascii_case("the")) {
                at + 2
            } else {
                at + 1
            };
            goes_on(next)
        }
        "and" if org && (from..at).any(|token| matches!(page.folded[token].as_str(), "of" | "for")) => goes_on(at + 1),
        "in" | "on"
            if org
                && at - from >= 2
                && goes_on(at + 1).is_some_and(|next| {
                    LISTS.places.contains(page.folded[next].as_str()) && page.tokens[at - 1].text == "State"
                }) =>
        {
            goes_on(at + 1)
        }
        particle if is_particle(particle) && page.tokens[at].gap == Gap::Blank => {
            let next =
                if page.tokens.get(at + 1).is_some_and(|token| is_particle(token.text)) { at + 2 } else { at + 1 };
            goes_on(next)
        }
        _ => None,
    }
}

/// `Minister of X` is a title and a place, not a name.
fn ends_in_place(page: &Page<'_>, from: usize, at: usize) -> bool {
    page.sense(at - 1) == Some(Sense::Title) && (from..at).all(|token| page.sense(token) == Some(Sense::Title))
}

/// The names in a run: titles, common words at loose places and words of the calendar are cut off.
fn cut(page: &Page<'_>, from: usize, to: usize) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    let mut start = from;
    for at in from..=to {
        let ends = at == to || is_cut(page, start, at, to);
        if !ends {
            continue;
        }
        push(page, start, at, &mut out);
        start = at + 1;
    }
    out
}

fn is_cut(page: &Page<'_>, start: usize, at: usize, to: usize) -> bool {
    let token = &page.tokens[at];
    if !token.is_capital() {
        return false;
    }
    let word = page.folded[at].as_str();
    let alone = at + 1 == to && start == at;
    match page.sense(at) {
        // May is a month and a name; months stand with numbers, or alone.
        Some(Sense::Calendar) => {
            if page.is_loose(at) && at + 1 < to {
                return true;
            }
            return word != "may" && word != "march" && word != "august" || alone || number_near(page, at);
        }
        Some(Sense::Title) if at == start || start + 1 == at => {
            let given = LISTS.given.contains(word) && at + 1 < to && !page.is_common(at);
            let first_is_title = page.sense(start) == Some(Sense::Title);
            let first_is_people = LISTS.demonyms.contains(page.folded[start].as_str());
            return !given && (at == start || first_is_title || first_is_people);
        }
        _ => {}
    }
    if page.is_loose(at) && page.is_common(at) {
        let rest_is_name = at + 1 < to && !page.is_loose(at + 1);
        let opens_org = rest_is_name
            && (at + 1..to).any(|next| page.sense(next) == Some(Sense::OrgHead))
            && page.sense(at) == Some(Sense::OrgHead);
        let listed = rest_is_name && LISTS.places.contains(format!("{word} {}", page.folded[at + 1]).as_str());
        let given = rest_is_name && LISTS.given.contains(word) && !page.is_common(at + 1) && !FUNCTION.contains(&word);
        return !(opens_org || listed || given);
    }
    page.is_loose(at) && FUNCTION.contains(&word)
}

fn number_near(page: &Page<'_>, at: usize) -> bool {
    let numeric =
        |token: Option<&Token<'_>>| token.is_some_and(|token| token.text.starts_with(|c: char| c.is_ascii_digit()));
    numeric(page.tokens.get(at + 1)) || at.checked_sub(1).is_some_and(|before| numeric(page.tokens.get(before)))
}

/// Adds a name after trimming what cannot begin or end one.
fn push(page: &Page<'_>, mut start: usize, mut end: usize, out: &mut Vec<(usize, usize)>) {
    let small = |at: usize| !page.tokens[at].is_capital();
    while start < end && small(start) {
        start += 1;
    }
    while start < end && small(end - 1) {
        end -= 1;
    }
    // "Belgian Pieter": the word of a country before a person's name stands alone.
    if end - start >= 2 && LISTS.demonyms.contains(page.folded[start].as_str()) {
        let org = (start + 1..end).any(|at| matches!(page.sense(at), Some(Sense::OrgHead | Sense::PlaceHead)));
        if !org {
            out.push((start, start + 1));
            start += 1;
        }
    }
    if start < end {
        out.push((start, end));
    }
}

/// The type of a name whose scores say nothing.
pub(super) const UNKNOWN: EntityType = EntityType::Misc;
