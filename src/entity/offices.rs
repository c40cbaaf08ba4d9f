//! Offices before a person's name that the model takes for a part of it: "Secretary of Energy Ruth Abel".

use super::EntityType::{Misc, Person};
use super::lexicon::{GIVEN, SURNAME};
use super::lists::Sense;
use super::page::Page;
use super::span::Span;
use super::tokens::Gap;
use super::tongue::Tongue;
use super::wordlist::{Keys, keys};
use crate::text::terms::fold_term;
use std::sync::LazyLock;

/// Titles that are no part of a name whatever the language, folded.
static TITLES: Keys = LazyLock::new(|| {
    keys(
        "congressmen congresswomen sgt dsgt pc dc wpc cllr dcs dci det insp presidente presidenta presidentin \
    president ministro ministra ministre minister ministerin kanzler kanzlerin bundeskanzler bundeskanzlerin altkanzler \
    burgemeester staatssecretaris kamerlid wethouder maitre monsieur docteur maire signora onorevole senhor senhora doutor \
    burgermeister oberburgermeister monseigneur statsminister mayors talsmand talskvinde talsperson talesmann talskvinna \
    ordforer borgmester statsadvokat",
    )
});
/// What titles end with where words are written together.
const ENDINGS: [&str; 8] =
    ["minister", "ministerin", "prasident", "prasidentin", "kanzler", "kanzlerin", "burgermeister", "burgermeisterin"];
/// Words for somebody that begin a sentence: "Celle d'Anne Dupont".
static DEMONSTRATIVES: Keys = LazyLock::new(|| keys("celle celui ceux celles"));

/// What stands before the names of officers alone.
const RANKS: [&str; 9] = ["PC", "DC", "WPC", "DCI", "DCS", "DI", "DS", "Cllr", "Det"];

/// Takes ranks out of the names of a document that are nothing else.
pub(super) fn without_ranks(page: &Page<'_>, mut names: Vec<Span>) -> Vec<Span> {
    let rank = |name: &Span, next: &Span| {
        name.to - name.from == 1
            && name.to == next.from
            && next.kind == Person
            && matches!(page.tokens[next.from].gap, Gap::Blank | Gap::Point)
            && RANKS.contains(&page.tokens[name.from].text)
    };
    for at in (1..names.len()).rev() {
        if rank(&names[at - 1], &names[at]) {
            names.remove(at - 1);
        }
    }
    names
}

/// The name without what the person is.
pub(super) fn without_office(page: &Page<'_>, mut name: Span) -> Span {
    if name.kind == Misc && is_initial(page, &name) {
        name.kind = Person;
    }
    if name.kind != Person {
        return name;
    }
    while name.to - name.from > 1 && is_office(page, name) {
        name.from += 1;
    }
    if let Some(from) = behind_department(page, &name) {
        name.from = from;
    }
    name.from -= usize::from(is_behind_initial(page, &name));
    name
}

/// The first word of a name is a title, and more than one word is left or a surname.
fn is_office(page: &Page<'_>, name: Span) -> bool {
    let token = &page.tokens[name.from];
    if !matches!(page.tokens[name.from + 1].gap, Gap::Blank | Gap::Point) {
        return false;
    }
    if DEMONSTRATIVES.contains(&page.word(name.from).key) {
        return page.tongue == Tongue::French;
    }
    let word = page.word(name.from);
    let title = TITLES.contains(&word.key);
    // "PC Kern", but not "DC Kern", which may be anybody's initials.
    let short = token.text.len() > 2 || name.to - name.from > 2 && page.word(name.from + 1).has(GIVEN);
    let folded = || fold_term(token.text);
    let ended = token.text.len() > 9 && ENDINGS.iter().any(|ending| folded().ends_with(ending));
    (title && short && !token.heading || ended) && !word.has(GIVEN)
}

/// Where a person's name begins of which the model has taken the department for a part.
fn behind_department(page: &Page<'_>, name: &Span) -> Option<usize> {
    const FEWEST: usize = 3;
    let before = |back: usize| name.from.checked_sub(back);
    let of = before(1).filter(|&at| matches!(page.tokens[at].text, "of" | "for"))?;
    let office = before(2).filter(|&at| page.capital[at] && page.sense(at) == Some(Sense::Title))?;
    let blank = |at: usize| page.tokens[at].gap == Gap::Blank;
    if name.to - name.from < FEWEST || !blank(of) || !blank(name.from) || page.tokens[office].text == "King" {
        return None;
    }
    // The department is no given name, and somebody's given name and surname stand behind it.
    let given = |at: usize| page.word(at).has(GIVEN) && blank(at);
    (name.from + 1..name.to - 1)
        .find(|&at| given(at) && !page.word(name.from).has(GIVEN))
        .or_else(|| (page.word(name.from).is_common() && page.word(name.to - 1).has(SURNAME)).then_some(name.from + 1))
}

/// "M. Scott Kern" has an initial where no French is spoken, "M. Kern" may be a gentleman everywhere.
pub(super) fn is_initial(page: &Page<'_>, name: &Span) -> bool {
    name.to - name.from > 2
        && page.tokens[name.from].text == "M"
        && page.tokens[name.from + 1].gap == Gap::Point
        && page.tongue == Tongue::English
}

/// Behind "M." no French gentleman, but somebody who is called by the second name: "M. Scott Kern".
fn is_behind_initial(page: &Page<'_>, name: &Span) -> bool {
    page.tongue == Tongue::English
        && name.to - name.from > 1
        && page.tokens[name.from].gap == Gap::Point
        && name.from > 0
        && page.tokens[name.from - 1].text == "M"
}
