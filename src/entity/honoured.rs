//! People whose surname is a word of the language, behind a title that is nothing but one: "MS. MAY", "Mr. Church".

use super::EntityType::{Misc, Org, Person, Place};
use super::lexicon::GIVEN;
use super::lists::Sense;
use super::page::Page;
use super::span::Span;
use super::tokens::Gap;
use super::wordlist::{Keys, keys};
use std::sync::LazyLock;

/// Behind these stands a name and nothing else, with a point or without one.
static PLAIN: Keys = LazyLock::new(|| keys("mr mrs ms messrs"));
/// Behind these, if a point says that they are short for a title.
static POINTED: Keys =
    LazyLock::new(|| keys("mr mrs ms dr prof sen rep gov capt sgt lt col gen maj cpl adm rev messrs"));
/// Behind these the word is somebody's name if no house is called so.
static OFFICES: Keys = LazyLock::new(|| {
    keys("judge justice magistrate senator congressman congresswoman governor sheriff detective sergeant constable")
});
/// Titles that stand behind another one: "Mr. President", "Ms. Chair". "Ms. Magazine" is a paper.
static NOBODY: Keys =
    LazyLock::new(|| keys("chair chairperson emeritus foreman foreperson magazine reporter clerk witness right"));

/// Adds them, and takes what the model took for something else for people.
pub(super) fn with_honoured(page: &Page<'_>, names: Vec<Span>) -> Vec<Span> {
    let mut out: Vec<Span> = Vec::with_capacity(names.len());
    let mut known = names.into_iter().peekable();
    for at in 1..page.tokens.len() {
        let may_be = page.capital[at - 1] && page.capital[at] && page.sense(at - 1) == Some(Sense::Title);
        if !may_be || !is_honoured(page, at) {
            continue;
        }
        while let Some(name) = known.next_if(|name| name.to <= at) {
            push(&mut out, name);
        }
        out.pop_if(|last| last.to == at && last.to - last.from == 1);
        match known.peek_mut() {
            // "Mr. Church" as a house, "May" as a month.
            Some(name) if name.from <= at && at < name.to => {
                if name.kind != Person && name.to == at + 1 && name.from + 1 >= at {
                    (name.from, name.kind) = (at, Person);
                }
            }
            _ => push(&mut out, Span { from: at, to: at + 1, kind: Person }),
        }
    }
    known.for_each(|name| push(&mut out, name));
    out
}

fn push(out: &mut Vec<Span>, name: Span) {
    if out.last().is_none_or(|last| last.to <= name.from) {
        out.push(name);
    }
}

/// One word that nothing joins to the next, right behind such a title.
fn is_honoured(page: &Page<'_>, at: usize) -> bool {
    let (token, before, word) = (&page.tokens[at], &page.tokens[at - 1], page.word(at));
    let title = page.word(at - 1).key;
    // "MS. MAY" looks like the end of a sentence.
    let stopped = token.gap == Gap::Stop && token.is_capitals() && before.is_capitals() && POINTED.contains(&title);
    if token.even || before.even || !matches!(token.gap, Gap::Blank | Gap::Point) && !stopped {
        return false;
    }
    let honorific = PLAIN.contains(&title) || (token.gap == Gap::Point || stopped) && POINTED.contains(&title);
    let office = || {
        token.gap == Gap::Blank
            && OFFICES.contains(&title)
            && !matches!(word.entry.sense, Some(Sense::OrgHead | Sense::PlaceHead))
            && !(before.heading || at >= 2 && page.joins(at - 1) && page.capital[at - 2])
    };
    let goes_on = page.tokens.get(at + 1).is_some_and(|_| page.joins(at + 1) && page.capital[at + 1]);
    (honorific || office())
        && !goes_on
        && token.text.chars().filter(|c| c.is_alphabetic()).count() > 1
        && (word.entry.sense != Some(Sense::Title) || word.has(GIVEN))
        && !NOBODY.contains(&word.key)
}

/// The seat behind a peer's name is a place: "Baroness Smith of Basildon".
pub(super) fn without_seats_of_peers(page: &Page<'_>, names: Vec<Span>) -> Vec<Span> {
    let mut out: Vec<Span> = Vec::with_capacity(names.len());
    let mut names = names.into_iter().peekable();
    while let Some(mut name) = names.next() {
        name.from = name.from.max(out.last().map_or(0, |last| last.to));
        if name.from >= name.to {
            continue;
        }
        let Some((title, of)) = of_peer(page, &name) else {
            out.push(name);
            continue;
        };
        let longest = page.tokens.len().min(of + 4);
        let joined = |at: usize| page.tokens[at].gap == Gap::Blank && page.capital[at];
        let to = (of + 1..longest).find(|&at| !joined(at)).unwrap_or(longest);
        out.push(Span { from: title + 1, to: of, kind: Person });
        while names.next_if(|next| next.to <= to).is_some() {}
        out.push(Span { from: of + 1, to, kind: Place });
    }
    out
}

/// The title of a peer, and the "of" between the name and the seat.
fn of_peer(page: &Page<'_>, name: &Span) -> Option<(usize, usize)> {
    const TITLES: [&str; 4] = ["Lord", "Baroness", "Viscount", "Viscountess"];
    let is_title = |&at: &usize| page.sense(at) == Some(Sense::Title) && TITLES.contains(&page.tokens[at].text);
    let title = Some(name.from).filter(is_title).or(name.from.checked_sub(1).filter(is_title))?;
    let of = (title + 2..=name.to).find(|&at| page.tokens.get(at).is_some_and(|token| token.text == "of"))?;
    let blank = |at: usize| page.tokens.get(at).is_some_and(|token| token.gap == Gap::Blank);
    // "Lord Mayor of Oslo", "Lord Chancellor of England" are offices.
    let named = (title + 1..of).all(|at| page.capital[at] && page.sense(at) != Some(Sense::Title));
    let kinds = matches!(name.kind, Person | Misc | Org | Place);
    (kinds && named && blank(title + 1) && blank(of) && blank(of + 1) && page.capital[of + 1]).then_some((title, of))
}
