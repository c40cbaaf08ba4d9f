//! Words in and right beside a name that tell its type, against the model.

use super::EntityType::{self, Misc, Org, Person, Place};
use super::lexicon::{COUNTRY, DEMONYM, GIVEN, PLACE, SURNAME};
use super::lists::{FAMILY, Sense};
use super::page::{Page, Word};
use super::span::Span;
use super::tokens::{Gap, Token};
use super::tongue::Tongue;
use super::wordlist::{Keys, keys};
use std::sync::LazyLock;

/// Before a name without anything between, these say that it is an organisation's.
const GROUPS: [&str; 7] = ["newspaper", "company", "firm", "magazine", "broadcaster", "airline", "agency"];
/// What an organisation has, before "of" or "for" and its name.
const HOUSES: [&str; 10] = [
    "offices",
    "headquarters",
    "spokesman",
    "spokeswoman",
    "subsidiary",
    "employees",
    "shareholders",
    "shares",
    "newsroom",
    "editor",
];
/// What is "of" a place's name that follows.
const SPOTS: [&str; 12] = [
    "town", "city", "village", "suburb", "province", "district", "region", "port", "hamlet", "county", "island",
    "capital",
];
/// What states have, before "of" and their name.
const STATES: [&str; 14] = [
    "government",
    "parliament",
    "republic",
    "president",
    "king",
    "queen",
    "people",
    "citizen",
    "citizens",
    "army",
    "constitution",
    "embassy",
    "borders",
    "independence",
];
/// Whose name follows.
const KIN: [&str; 18] = [
    "sister",
    "brother",
    "mother",
    "father",
    "wife",
    "husband",
    "son",
    "daughter",
    "uncle",
    "aunt",
    "cousin",
    "nephew",
    "niece",
    "grandson",
    "granddaughter",
    "grandfather",
    "grandmother",
    "widow",
];
/// What leads to a country.
const TRAVELS: [&str; 12] = [
    "flew",
    "travelled",
    "traveled",
    "fled",
    "moved",
    "emigrated",
    "exports",
    "exported",
    "trip",
    "visit",
    "ambassador",
    "deported",
];
/// What names of houses begin with in other languages, folded.
static HEADS: Keys = LazyLock::new(|| {
    keys(
        "construtora constructora empresa sociedad sociedade societa societe compagnia compagnie compania companhia guardia \
    policia polizia policja gendarmerie association asociacion associacao associazione fundacion fundacao fondazione \
    fondation sindicato sindacato syndicat federacion federacao federazione partido partito parti ministerio ministero \
    ministere universidad universidade universita universite tribunal tribunale camara comision comissao commissione \
    grupo gruppo groupe cooperativa instituto istituto prefeitura ayuntamiento fundacja spolka stowarzyszenie \
    prokuratura secours banco banca banque stiftung verein verband firma gesellschaft",
    )
});
/// In a name of several words these are water, hills and land.
const LANDS: [&str; 14] = [
    "river",
    "lake",
    "mount",
    "mountain",
    "mountains",
    "gulf",
    "bay",
    "cape",
    "island",
    "islands",
    "strait",
    "valley",
    "peninsula",
    "creek",
];

/// The type of a name by its cues, or the one it has.
pub(super) fn told(page: &Page<'_>, name: &Span) -> EntityType {
    let around = Around::of(page, name);
    let single = name.to - name.from == 1;
    let word = page.word(name.from);
    if single && word.has(DEMONYM) && !word.has(COUNTRY) {
        return Misc;
    }
    let place = name.kind == Place && word.has(PLACE | COUNTRY);
    let family = FAMILY.contains(&around.behind) && name.to - name.from <= 2 && word.entry.sense.is_none();
    if family && !place && !word.has(DEMONYM) {
        return Person;
    }
    let known_person = !single && word.has(GIVEN) && page.word(name.to - 1).has(SURNAME);
    match name.kind {
        // "Hall v. Florida"
        Person | Org | Place if !single && is_case(page, name) => Misc,
        // "Memorial Day", "Christmas Eve"
        Person | Org | Place if !single && is_holiday(page.tokens[name.to - 1].text) && !word.has(GIVEN) => Misc,
        Person | Misc if around.is_group(page, name) && !known_person => Org,
        // "Guardia di Finanza"
        Person | Misc if !single && is_head_abroad(page, word) => Org,
        // "my sister Ruchla"
        Misc if single && KIN.contains(&around.before) && !page.tokens[name.from].is_capitals() => Person,
        Person | Org | Misc if around.is_spot() && !known_person => Place,
        Person | Misc if !single && is_land(page, name) => Place,
        // "Sharia4Belgium": no person or place is written so, many groups and brands are.
        Person | Place if single && has_number_inside(&page.tokens[name.from]) => Org,
        Person | Misc if single && around.is_in() && !word.has(GIVEN | SURNAME) && word.is_unheard() => Place,
        Person if single && around.is_in() && !word.has(GIVEN | SURNAME) => Place,
        // "the government of Georgia", whoever else is called so.
        Person if single && word.has(COUNTRY) && around.is_state() => Place,
        kind => kind,
    }
}

/// What a house's name begins with where no English is spoken.
fn is_head_abroad(page: &Page<'_>, word: &Word) -> bool {
    !matches!(page.tongue, Tongue::English | Tongue::Unknown) && HEADS.contains(&word.key) && !word.has(GIVEN)
}

/// The type of a lone word that only its capital makes a name.
pub(super) fn of_unknown(page: &Page<'_>, at: usize) -> EntityType {
    let around = Around::of(page, &Span { from: at, to: at + 1, kind: Misc });
    let speaks = page.tokens.get(at + 1).is_some_and(|next| next.gap == Gap::Blank)
        && page.sense(at + 1) == Some(Sense::Speech)
        && !page.capital[at + 1];
    match around.before {
        _ if speaks => Person,
        "in" | "near" | "outside" | "from" | "across" => Place,
        _ => Misc,
    }
}

/// The words around a name, where only blanks lie between.
struct Around<'t> {
    before: &'t str,
    second_before: &'t str,
    behind: &'t str,
}

impl<'t> Around<'t> {
    fn of(page: &Page<'t>, name: &Span) -> Self {
        let joined = |at: usize| page.tokens.get(at).is_some_and(|token| token.gap == Gap::Blank);
        let before = |back: usize| name.from.checked_sub(back).map_or("", |at| page.tokens[at].text);
        let near = joined(name.from);
        Self {
            before: if near { before(1) } else { "" },
            second_before: if near && name.from >= 1 && joined(name.from - 1) { before(2) } else { "" },
            behind: if joined(name.to) { page.tokens[name.to].text } else { "" },
        }
    }

    fn is_group(&self, page: &Page<'_>, name: &Span) -> bool {
        let sense = name.from.checked_sub(1).filter(|&at| !page.capital[at]).and_then(|at| page.sense(at));
        GROUPS.contains(&self.noun())
            || !self.before.is_empty()
                && (sense == Some(Sense::Group) || self.is_called() && self.second_before == "group")
            || self.before == "of" && HOUSES.contains(&self.second_before)
            || self.before == "in" && matches!(self.second_before, "shares" | "stake" | "shareholders" | "investors")
            || self.before == "for" && matches!(self.second_before, "spokesman" | "spokeswoman")
    }

    fn is_in(&self) -> bool {
        matches!(self.before, "in" | "near" | "outside")
    }

    fn is_state(&self) -> bool {
        self.before == "of" && STATES.contains(&self.second_before)
            || self.before == "to" && TRAVELS.contains(&self.second_before)
    }

    fn is_spot(&self) -> bool {
        (self.before == "of" || self.is_called()) && SPOTS.contains(&self.second_before)
    }

    /// "A firm called" its name.
    fn is_called(&self) -> bool {
        matches!(self.before, "called" | "named" | "dubbed")
    }

    /// The word that says what the name names, if one does.
    fn noun(&self) -> &'t str {
        if self.is_called() { self.second_before } else { self.before }
    }
}

/// One party against another before a court.
fn is_case(page: &Page<'_>, name: &Span) -> bool {
    let inner = &page.tokens[name.from + 1..name.to - 1];
    inner.iter().any(|token| matches!(token.text, "v" | "vs") && !token.even)
}

fn is_holiday(last: &str) -> bool {
    matches!(last, "Day" | "Eve")
}

/// A digit stands between a letter and a capital.
fn has_number_inside(token: &Token<'_>) -> bool {
    if !token.text.bytes().any(|byte| byte.is_ascii_digit()) {
        return false;
    }
    let chars: Vec<char> = token.text.chars().collect();
    let goes_on = |c: char| c.is_uppercase() || token.even && c.is_alphabetic();
    chars.windows(3).any(|near| near[0].is_alphabetic() && near[1].is_ascii_digit() && goes_on(near[2]))
}

fn is_land(page: &Page<'_>, name: &Span) -> bool {
    [name.from, name.to - 1].into_iter().any(|at| {
        page.sense(at) == Some(Sense::PlaceHead)
            && LANDS.iter().any(|land| page.tokens[at].text.eq_ignore_ascii_case(land))
    })
}
