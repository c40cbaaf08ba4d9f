//! Days of the week at the ends of names: "On Monday Price said", "the New York Knicks Friday".

use super::EntityType::Person;
use super::lexicon::SURNAME;
use super::page::Page;
use super::span::Span;
use super::tokens::Gap;
use super::wordlist::{Keys, keys};
use std::sync::LazyLock;

static DAYS: Keys = LazyLock::new(|| keys("monday tuesday wednesday thursday friday saturday sunday"));
/// What stands before a day at the beginning of a sentence.
static BEFORE: Keys = LazyLock::new(|| keys("on last next this by until since late early"));

/// A name without the days that stand beside it. A day with one word before it may be a name ("Bloody Sunday", "Black
/// Friday"), and so may one that begins a name in mid-sentence.
pub(super) fn without_days(page: &Page<'_>, mut name: Span) -> Span {
    let day = |at: usize| DAYS.contains(&page.word(at).key) && page.capital[at];
    let before = |at: usize| BEFORE.contains(&page.word(at).key);
    let begins = name.from;
    if name.to - name.from > 2
        && before(name.from)
        && day(name.from + 1)
        && page.tokens[name.from + 1].gap == Gap::Blank
    {
        name.from += 2;
    } else if name.kind == Person
        && name.to - name.from > 1
        && day(name.from)
        && (page.tokens[name.from].fresh || name.from > 0 && before(name.from - 1))
    {
        name.from += 1;
    }
    if name.from > begins && name.to - name.from == 1 && page.word(name.from).has(SURNAME) {
        name.kind = Person;
    }
    let last = name.to - 1;
    if name.to - name.from > 2 && day(last) && page.tokens[last].gap == Gap::Blank && page.capital[last - 1] {
        name.to -= 1;
    }
    name
}
