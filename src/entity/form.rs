//! The names of one document before it is known which of them are one.

use super::links::Links;
use super::lists::LISTS;
use super::names::words;
use super::titles::Gender;
use super::{EntityType, countries};
use std::collections::BTreeSet;

/// Two names that the text says are one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alias {
    pub short: String,
    pub long: String,
    /// Why: `acronym in brackets`, `stated`.
    pub reason: String,
}

/// Why a name was taken for a short one though no text says so.
pub(super) const SHORTENED: &str = "short for its name";
pub(super) const INITIALS: &str = "its initials";

/// True for a reason that was inferred from how two names look.
pub fn is_inferred(reason: &str) -> bool {
    matches!(reason, SHORTENED | INITIALS)
}

/// The mentions of a document under one name.
pub(super) struct Form {
    pub name: String,
    pub key: String,
    pub kind: EntityType,
    pub mentions: Vec<usize>,
    /// The title that parts it from another person of the same name.
    pub title: Option<String>,
    /// The titles that stand before it, folded.
    pub titles: BTreeSet<String>,
    /// The legal form that some mention of a firm has behind the name.
    pub legal: Option<String>,
    /// Whether these say that it is a man or a woman; nothing where they say both.
    pub gender: Option<Gender>,
}

impl Form {
    /// What an entity of this name is called.
    pub fn called(&self) -> String {
        match &self.title {
            Some(title) => format!("{title} {}", self.name),
            None => self.name.clone(),
        }
    }
}

/// Joins a short name to a long one, and notes it where that says something about the names elsewhere.
pub(super) fn tie(
    short: usize,
    long: usize,
    reason: &str,
    forms: &[Form],
    links: &mut Links,
    aliases: &mut Vec<Alias>,
) {
    let shown = links.root(long);
    if links.join(short, long) && forms[short].key != forms[shown].key {
        aliases.push(Alias {
            short: forms[short].name.clone(),
            long: forms[shown].name.clone(),
            reason: reason.to_owned(),
        });
    }
}

/// The capitals of the acronym are first letters of the long name's words, in order; one in four may
/// come from inside a word. A country before the long name may go without a letter: "British Ministry of Defence (MoD)".
pub(super) fn stands_for(short: &str, long: &str) -> bool {
    let letters: Vec<char> = short.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect();
    let words = words(long);
    if short.contains(' ') || letters.len() < 2 {
        return false;
    }
    let first_letters = |words: &[String]| {
        let firsts: Vec<char> = words.iter().filter_map(|word| word.chars().next()).collect();
        if firsts.len() < 2 || letters.first() != firsts.first() {
            return false;
        }
        let mut rest = letters.iter().peekable();
        for first in &firsts {
            rest.next_if_eq(&first);
        }
        rest.count() * 4 <= letters.len()
    };
    let article = usize::from(words.first().is_some_and(|word| word == "the"));
    let without = &words[article..];
    first_letters(&words) || first_letters(without) || first_letters(&without[words_of_place(without)..])
}

/// How many words of a country, another place or its people a name begins with.
fn words_of_place(words: &[String]) -> usize {
    const MOST: usize = 3;
    let is_place =
        |name: &str| LISTS.places.contains(name) || LISTS.demonyms.contains(name) || countries::is_other_name(name);
    (1..=MOST.min(words.len())).rev().find(|&count| is_place(&words[..count].join(" "))).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::stands_for;

    #[test]
    fn an_acronym_may_leave_the_country_out_or_have_it() {
        for (short, long) in [
            ("DOT", "U.S. Department of Transportation"),
            ("MoH", "The Norwegian Ministry of Harbours"),
            ("BoE", "The Bank of England"),
            ("NYDH", "New York Department of Harbours"),
            ("DH", "New York Department of Harbours"),
        ] {
            assert!(stands_for(short, long), "{short} {long}");
        }
        for (short, long) in [("MoD", "Harbour Ministry of Dredging"), ("AB", "British Harbours")] {
            assert!(!stands_for(short, long), "{short} {long}");
        }
    }
}
