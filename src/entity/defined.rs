//! What contracts and reports call somebody from here on: `Harbour Freight Ltd, a company of Oslo ("HFL")`.

use super::EntityType::{Misc, Org, Person};
use super::form::{Alias, Form, stands_for, tie};
use super::links::Links;
use super::{EntityType, Mention};
use crate::text::classes::{is_apostrophe, is_double_quote};

/// What may stand in the bracket before the term, in lower case.
const LEADS: [&str; 17] = [
    "the",
    "a",
    "or",
    "and",
    "hereinafter",
    "hereafter",
    "herein",
    "hereinunder",
    "referred",
    "to",
    "as",
    "called",
    "collectively",
    "together",
    "each",
    "individually",
    "defined",
];
/// How many names before it the one may be that it stands for.
const FAR: usize = 8;

/// Ties each term in quotes and brackets to the name before it that it stands for.
pub(super) fn terms(
    text: &str,
    mentions: &[Mention],
    forms: &[Form],
    form_of: &[usize],
    links: &mut Links,
    aliases: &mut Vec<Alias>,
) {
    for at in 1..mentions.len() {
        let Some(open) = opening(text, &mentions[at]) else { continue };
        let short = form_of[at];
        let before = (at.saturating_sub(FAR)..at).rev();
        let named = before
            .filter(|&long| mentions[long].end as usize <= open && may_be(mentions[long].kind, mentions[at].kind));
        let in_reach = named.take_while(|&long| is_one_sentence(&text[mentions[long].end as usize..open]));
        let mut found = None;
        for long in in_reach {
            let touches = text[mentions[long].end as usize..open].trim().is_empty();
            let (short, long_form) = (&forms[short], &forms[form_of[long]]);
            let part = long_form.key.strip_prefix(short.key.as_str()).is_some_and(|rest| rest.starts_with(' '));
            if form_of[long] != form_of[at]
                && (touches
                    || part
                    || stands_for(&short.name, &long_form.name)
                    || is_drawn_from(&short.name, &long_form.key))
            {
                found = Some(form_of[long]);
                break;
            }
        }
        if let Some(long) = found {
            tie(short, long, "stated", forms, links, aliases);
        }
    }
}

/// Capitals that stand in the long name in this order, from its first letter on: NWL, Northway Logistics. In a
/// bracket behind the name it takes no more.
fn is_drawn_from(short: &str, long: &str) -> bool {
    let letters: Vec<char> = short.chars().filter(|c| c.is_alphabetic()).collect();
    let mut rest = long.chars();
    let small = |c: char| c.to_lowercase().next().unwrap_or(c);
    letters.len() > 1
        && letters.iter().all(|c| c.is_uppercase())
        && long.starts_with(small(letters[0]))
        && letters.iter().all(|&c| rest.any(|other| other == small(c)))
}

fn may_be(long: EntityType, short: EntityType) -> bool {
    long == short || long == Org || long == Misc || long == Person && short == Misc
}

/// Where the bracket opens in which a name stands in quotes, with nothing before it but words that lead to it or
/// other terms.
fn opening(text: &str, name: &Mention) -> Option<usize> {
    const LONGEST: usize = 80;
    let is_quote = |c: char| is_double_quote(c) || is_apostrophe(c);
    let (start, end) = (name.start as usize, name.end as usize);
    let before = text[..start].strip_suffix(is_quote)?;
    if !text[end..].starts_with(|c: char| is_quote(c) || c == ',' || c == '.') {
        return None;
    }
    let from = before
        .char_indices()
        .rev()
        .take(LONGEST)
        .find(|&(_, c)| matches!(c, '(' | ')' | '\n'))
        .filter(|&(_, c)| c == '(')?
        .0;
    let lead = |word: &str| LEADS.contains(&word.trim_matches(',').to_lowercase().as_str());
    let quoted = |word: &str| word.starts_with(is_quote) && word.trim_end_matches(',').ends_with(is_quote);
    before[from + 1..].split_whitespace().all(|word| lead(word) || quoted(word)).then_some(from)
}

/// No sentence ends in between, as far as points and breaks tell.
fn is_one_sentence(between: &str) -> bool {
    const LONGEST: usize = 300;
    let stop = |at: usize| between[..at].chars().rev().take_while(|c| c.is_alphabetic()).count() > 3;
    between.len() <= LONGEST && !between.contains("\n\n") && !between.match_indices(". ").any(|(at, _)| stop(at))
}
