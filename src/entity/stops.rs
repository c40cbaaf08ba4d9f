//! Names that run on over a point behind a legal form, a suffix or an initial: "Acme Corp. Smith said so".

use super::EntityType::{Misc, Org, Person, Place};
use super::lexicon::{COUNTRY, DEMONYM, GIVEN, PLACE, SURNAME};
use super::lists::Sense;
use super::page::Page;
use super::span::Span;
use super::tokens::Gap;

/// What a name ends with if more than its next words is another name's.
const FORMS: [&str; 13] = ["corp", "inc", "co", "ltd", "llc", "plc", "n.v", "s.a", "b.v", "a.g", "l.p", "l.l.c", "esq"];

/// Words that begin sentences, though there are people of the name.
const STARTS: [&str; 12] = ["All", "The", "He", "She", "We", "In", "So", "But", "No", "An", "Do", "See"];

/// Parts what a full stop parts; the rest stays a name where something says that it is one.
pub(super) fn parted(page: &Page<'_>, names: Vec<Span>) -> Vec<Span> {
    let mut out = Vec::with_capacity(names.len());
    for mut name in names {
        while let Some(at) = (name.from + 1..name.to).find(|&at| ends_before(page, &name, at)) {
            out.push(Span { to: at, kind: kind_of_first(page, &name, at), ..name });
            let Some(rest) = rest(page, Span { from: at, ..name }) else {
                name.from = name.to;
                break;
            };
            name = rest;
        }
        if name.from < name.to {
            out.push(name);
        }
    }
    out
}

/// "Jr", "Sr": what stands behind the name of a person who has a namesake.
fn is_suffix(word: &str) -> bool {
    ["jr", "sr"].iter().any(|suffix| word.eq_ignore_ascii_case(suffix))
}

fn is_form(word: &str) -> bool {
    FORMS.iter().any(|form| word.eq_ignore_ascii_case(form))
}

/// A name ends with the token before this one.
fn ends_before(page: &Page<'_>, name: &Span, at: usize) -> bool {
    let last = page.tokens[at - 1].text;
    if page.tokens[at].gap != Gap::Point {
        return false;
    }
    if is_suffix(last) || at - 1 > name.from && is_form(last) {
        return !goes_on(page, name, at);
    }
    let district = at >= 2 && last.eq_ignore_ascii_case("d.c") && is_washington(page.tokens[at - 2].text);
    // "Paul H. Young" has a surname, "Paul H. When" the next sentence.
    let initial = at - 1 > name.from && last.chars().count() == 1 && at + 1 == name.to;
    district || initial && name.kind == Person && is_word(page, at) && !is_abroad(page, at)
}

fn is_washington(word: &str) -> bool {
    word.eq_ignore_ascii_case("washington")
}

/// A word of the language rather than a surname.
fn is_word(page: &Page<'_>, at: usize) -> bool {
    let word = page.word(at);
    let goes_on = page.tokens.get(at + 1).is_some_and(|next| next.gap == Gap::Blank) && !page.capital[at + 1];
    let house = word.entry.sense == Some(Sense::OrgHead) && word.capital < 2;
    // In an address of the net surnames are small, too.
    let small = word.is_small_here() && !word.is_unheard();
    goes_on && (small || house || word.is_common() && !word.has(SURNAME | GIVEN))
}

/// Nobody can tell by the capitals.
fn is_abroad(page: &Page<'_>, at: usize) -> bool {
    page.tokens[at].even || page.tokens[at].heading
}

/// "Motor Co. of Norway", "Electronics Co. Ltd.", "Martin Luther King Jr. Boulevard": the name is longer than that.
fn goes_on(page: &Page<'_>, name: &Span, at: usize) -> bool {
    if !page.capital[at] {
        return matches!(page.tokens[at].text, "of" | "v" | "vs" | "and" | "for");
    }
    let heads = |at: usize| matches!(page.sense(at), Some(Sense::OrgHead | Sense::PlaceHead | Sense::LegalForm));
    let day = page.tokens[name.to - 1].text == "Day";
    let form = is_form(page.tokens[at].text) || page.tokens[at].text.eq_ignore_ascii_case("partnership");
    form || day || (at..name.to).any(heads)
}

fn kind_of_first(page: &Page<'_>, name: &Span, at: usize) -> super::EntityType {
    let last = page.tokens[at - 1].text;
    match () {
        () if is_form(last) && !last.eq_ignore_ascii_case("esq") => Org,
        () if is_suffix(last) => Person,
        () if is_washington(page.tokens[at.saturating_sub(2)].text) => Place,
        () => name.kind,
    }
}

/// What is left of a name behind the full stop, where a sentence has just begun.
fn rest(page: &Page<'_>, mut name: Span) -> Option<Span> {
    let named = |at: usize| page.word(at).has(GIVEN | SURNAME | PLACE | COUNTRY | DEMONYM);
    let plain = |at: usize| {
        let word = page.word(at);
        !page.capital[at] || word.is_common() && !word.has(GIVEN | SURNAME) || STARTS.contains(&page.tokens[at].text)
    };
    while name.from < name.to && plain(name.from) {
        name.from += 1;
    }
    let (first, last) = (name.from, name.to.checked_sub(1).filter(|&last| last >= name.from)?);
    // This place itself counts as one.
    let known = page.word(first).capital > 1 && matches!(page.word(first).here(), 1 | 2);
    let word = page.word(first);
    name.kind = match () {
        () if page.sense(first) == Some(Sense::Title) && first < last => Person,
        () if page.sense(last) == Some(Sense::OrgHead) && first == last && !known => return None,
        () if page.sense(last) == Some(Sense::OrgHead) => Org,
        () if first == last && word.has(DEMONYM) && !word.has(COUNTRY) => Misc,
        () if page.place_of(first) == Some(name.to) && !word.has(GIVEN) => Place,
        () if (first..name.to).any(|at| page.word(at).has(GIVEN | SURNAME)) => Person,
        () => name.kind,
    };
    (known || (first..name.to).any(named)).then_some(name)
}
