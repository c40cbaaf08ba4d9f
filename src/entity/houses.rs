//! Lines in capitals that are an organisation's name from end to end: "KARELIA SHIPPING LIMITED".

use super::EntityType::Org;
use super::firms;
use super::lists::Sense;
use super::page::Page;
use super::span::Span;
use super::tokens::Gap;

/// What the names of boards and offices begin with, before "OF" or "ON".
const BOARDS: [&str; 9] =
    ["committee", "subcommittee", "department", "ministry", "commission", "bureau", "board", "council", "office"];
/// Legal forms that are states and words, too, but at the end of such a line.
const FORMS: [&str; 3] = ["corporation", "nv", "bv"];
/// Bodies that such a line ends with.
const BODIES: [&str; 6] = ["COURT", "COMMISSION", "TRIBUNAL", "AGENCY", "DEPARTMENT", "MINISTRY"];
/// The most words of such a line.
const LONGEST: usize = 12;

/// Joins the names of such lines.
pub(super) fn joined(page: &Page<'_>, names: Vec<Span>) -> Vec<Span> {
    let mut found: Vec<Span> = Vec::new();
    let mut at = 0;
    while at < page.tokens.len() {
        let begins = page.tokens[at].gap == Gap::Break && is_large(page, at) && !page.tokens[at].even;
        let begins = begins && !is_continued(page, at);
        match begins.then(|| line(page, at)).flatten() {
            Some(to) => {
                found.push(Span { from: at, to, kind: Org });
                at = to;
            }
            None => at += 1,
        }
    }
    let free = |name: &Span| {
        let next = found.partition_point(|whole| whole.to <= name.from);
        found.get(next).is_none_or(|whole| whole.from >= name.to)
    };
    let mut out: Vec<Span> = names.into_iter().filter(free).collect();
    if !found.is_empty() {
        out.extend(found);
        out.sort_by_key(|name| name.from);
    }
    out
}

/// The line before, in capitals too, may be the beginning of the name.
fn is_continued(page: &Page<'_>, at: usize) -> bool {
    let Some(before) = at.checked_sub(1).map(|before| &page.tokens[before]) else { return false };
    let between = &page.text[before.end(page.text)..page.tokens[at].start(page.text)];
    before.is_capitals() && between.matches('\n').count() < 2 && !between.contains(['.', ':'])
}

fn is_large(page: &Page<'_>, at: usize) -> bool {
    let token = &page.tokens[at];
    token.is_capitals() || token.gap == Gap::Ampersand && token.text.len() == 1
}

/// The end of a line that is an organisation's name.
fn line(page: &Page<'_>, from: usize) -> Option<usize> {
    let inner = |at: usize| {
        matches!(page.tokens[at].gap, Gap::Blank | Gap::Comma | Gap::Ampersand | Gap::Point)
            && page.tokens[at].text.chars().all(|c| !c.is_lowercase() && !c.is_ascii_digit())
    };
    let longest = page.tokens.len().min(from + LONGEST);
    let to = (from + 1..longest).find(|&at| !inner(at)).unwrap_or(longest);
    let ended = page.tokens.get(to).is_none_or(|next| next.gap == Gap::Break);
    if !ended || to - from < 2 {
        return None;
    }
    let last = page.tokens[to - 1].text;
    let form = is_form(last);
    // "ACME LTD, KERN INC" is two.
    let one = (from + 1..to - 1).all(|at| page.tokens[at].gap != Gap::Comma);
    let board = BOARDS.iter().any(|board| page.tokens[from].text.eq_ignore_ascii_case(board))
        && matches!(page.tokens[from + 1].text, "OF" | "ON" | "FOR")
        && to - from > 2
        && (from..to).all(|at| page.sense(at) != Some(Sense::Title));
    // "UNITED STATES DISTRICT COURT"
    let body = BODIES.contains(&last) && one && page.capital[from];
    (form && one || board || body).then_some(to)
}

/// A legal form that is no word of the language in capitals ("AS", "CO", "SA").
fn is_form(word: &str) -> bool {
    firms::is_form(word) || FORMS.iter().any(|form| word.eq_ignore_ascii_case(form))
}
