//! The type of a name, by evidence that is added up.

use super::EntityType;
use super::lists::{LISTS, Sense};
use super::names::is_particle;
use super::recognise::{Page, UNKNOWN};
use std::collections::HashMap;

/// Evidence for each type, in the order of [`EntityType`].
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Scores([f32; 4]);

impl Scores {
    fn add(&mut self, kind: EntityType, weight: f32) {
        self.0[kind as usize] += weight;
    }

    fn join(&mut self, other: &Scores, weight: f32) {
        for (mine, theirs) in self.0.iter_mut().zip(other.0) {
            *mine += theirs * weight;
        }
    }

    /// Certain of a type.
    pub fn of(kind: EntityType) -> Self {
        let mut scores = Self::default();
        scores.add(kind, 12.0);
        scores
    }

    pub fn best(&self) -> EntityType {
        let kinds = [EntityType::Person, EntityType::Org, EntityType::Place, EntityType::Misc];
        let best = kinds.into_iter().reduce(|a, b| if self.0[b as usize] > self.0[a as usize] { b } else { a });
        best.filter(|&kind| self.0[kind as usize] > 0.0).unwrap_or(UNKNOWN)
    }
}

const SPEECH: [&str; 28] = [
    "said",
    "says",
    "told",
    "tells",
    "asked",
    "asks",
    "added",
    "adds",
    "wrote",
    "writes",
    "who",
    "whose",
    "replied",
    "argued",
    "claimed",
    "recalled",
    "explained",
    "warned",
    "testified",
    "admitted",
    "denied",
    "insisted",
    "was born",
    "died",
    "resigned",
    "married",
    "himself",
    "herself",
];
const NUMBERS: [&str; 12] =
    ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
const WHERE: [&str; 10] = ["in", "at", "from", "near", "to", "across", "outside", "around", "throughout", "toward"];

/// The evidence for a run of tokens; `None` when it is no name after all.
pub(super) fn score(page: &Page<'_>, from: usize, to: usize) -> Option<Scores> {
    use EntityType::{Misc, Org, Person, Place};
    let tokens = &page.tokens[from..to];
    let words = &page.folded[from..to];
    let first = tokens.first()?;
    let single = to - from == 1;
    let key = words.join(" ");
    let loose = first.fresh || first.heading;
    let mut scores = Scores::default();
    scores.add(Misc, 0.6);

    let place = LISTS.places.contains(key.as_str());
    let country = LISTS.countries.contains(key.as_str());
    let given = LISTS.given.contains(words[0].as_str());
    let surname = LISTS.surnames.contains(words[words.len() - 1].as_str());
    if single {
        let word = words[0].as_str();
        if word.chars().count() < 2 || word == "cnn's" {
            return None;
        }
        let roman = first.is_capitals() && word.chars().all(|c| "ivxlcdm".contains(c));
        if roman || page.sense(from) == Some(Sense::Calendar) || page.sense(from) == Some(Sense::Title) {
            return None;
        }
        if loose && !country && !LISTS.demonyms.contains(word) {
            let known = page.seen.get(word).is_some_and(|seen| seen.capital > 0);
            let listed = (given || surname || place) && !LISTS.common.contains(word);
            let odd = (first.is_capitals() && !first.heading) || first.is_mixed();
            if page.is_common(from) || !(known || listed || odd) {
                return None;
            }
        }
        // A lone capitalised head such as "University" in mid-sentence names nothing by itself.
        if !country
            && matches!(page.sense(from), Some(Sense::OrgHead | Sense::PlaceHead | Sense::LegalForm))
            && page.is_common(from)
        {
            return None;
        }
    } else if first.heading && (from..to).all(|at| page.is_common(at)) {
        return None;
    }

    let peoples = key.split('-').all(|part| LISTS.demonyms.contains(part));
    if peoples {
        scores.add(Misc, 6.0);
    }
    if country {
        scores.add(Place, 6.0);
    } else if place {
        scores.add(Place, if single { 1.8 } else { 3.0 });
    }
    person_inside(page, from, to, given, surname, &mut scores);
    org_inside(page, from, to, &mut scores);
    if !single && tokens.iter().enumerate().any(|(at, _)| page.sense(from + at) == Some(Sense::PlaceHead)) {
        scores.add(Place, 1.6);
    }
    around(page, from, to, &mut scores);
    let numbered = words.iter().any(|word| NUMBERS.contains(&word.as_str()));
    if numbered && !single {
        scores.add(Person, -3.0);
        scores.add(Misc, 1.5);
    } else if numbered {
        return None;
    }
    if single && first.is_mixed() {
        scores.add(Org, 1.0);
    }
    if !single && scores.best() == Misc && tokens.iter().all(|token| token.is_capital()) && to - from <= 3 && !loose {
        // Two or three capitalised words that no list knows are a person more often than not.
        scores.add(Person, 0.9);
    }
    if single && scores.best() == Misc && !peoples {
        scores.add(if first.is_capitals() { Org } else { Person }, 0.7);
    }
    Some(scores)
}

fn person_inside(page: &Page<'_>, from: usize, to: usize, given: bool, surname: bool, scores: &mut Scores) {
    let single = to - from == 1;
    let tokens = &page.tokens[from..to];
    if given && (!single || !page.is_common(from)) {
        scores.add(EntityType::Person, if single { 1.2 } else { 3.0 });
    }
    if surname {
        scores.add(EntityType::Person, if single { 1.0 } else { 1.2 });
    }
    if tokens.iter().any(|token| token.is_initial()) && !single {
        scores.add(EntityType::Person, 2.0);
    }
    let inner = tokens
        .iter()
        .skip(1)
        .any(|token| is_particle(&token.text.to_lowercase()) && !matches!(token.text, "La" | "Le" | "De" | "El"));
    if !single && (inner || is_particle(&page.folded[from])) && page.sense(from) != Some(Sense::PlaceHead) {
        scores.add(EntityType::Person, 1.8);
    }
    if matches!(tokens[tokens.len() - 1].text, "Jr" | "Sr" | "III") {
        scores.add(EntityType::Person, 4.0);
    }
}

fn org_inside(page: &Page<'_>, from: usize, to: usize, scores: &mut Scores) {
    let single = to - from == 1;
    let last = to - 1;
    if page.sense(last) == Some(Sense::LegalForm) && !single {
        scores.add(EntityType::Org, 6.0);
    }
    if !single && page.sense(last) == Some(Sense::OrgHead) {
        scores.add(EntityType::Org, 4.5);
    } else if !single && (from..to).any(|at| page.sense(at) == Some(Sense::OrgHead)) {
        scores.add(EntityType::Org, 3.5);
    }
    if page.tokens[from + 1..to].iter().any(|token| token.gap == super::tokens::Gap::Ampersand) {
        scores.add(EntityType::Org, 2.5);
    }
    let token = &page.tokens[from];
    if single && token.is_capitals() && !token.heading && token.text.chars().count() <= 6 {
        scores.add(EntityType::Org, 2.2);
    }
}

/// What stands before and behind.
fn around(page: &Page<'_>, from: usize, to: usize, scores: &mut Scores) {
    let near = |at: Option<usize>| at.and_then(|at| page.folded.get(at)).map(String::as_str).unwrap_or_default();
    let before = near(from.checked_sub(1));
    let after = near(Some(to));
    let touches = page.tokens.get(to).is_some_and(|token| matches!(token.gap, super::tokens::Gap::Blank));
    let titled =
        from.checked_sub(1).is_some_and(|at| page.sense(at) == Some(Sense::Title) && page.tokens[at].is_capital())
            || matches!(before, "mr" | "mrs" | "ms" | "dr");
    if titled && page.tokens[from].gap != super::tokens::Gap::Other {
        scores.add(EntityType::Person, 4.0);
    } else if from.checked_sub(1).is_some_and(|at| page.sense(at) == Some(Sense::Title))
        && page.tokens[from].gap == super::tokens::Gap::Blank
    {
        scores.add(EntityType::Person, 2.0);
    }
    if WHERE.contains(&before) && page.tokens[from].gap == super::tokens::Gap::Blank {
        scores.add(EntityType::Place, if matches!(before, "in" | "near") { 1.5 } else { 0.7 });
    }
    if touches && SPEECH.contains(&after) {
        scores.add(EntityType::Person, 1.5);
    }
    if matches!(before, "said" | "says" | "told" | "asked" | "wrote" | "named" | "called") {
        scores.add(EntityType::Person, 1.0);
    }
    if matches!(before, "the") && page.tokens[from].gap == super::tokens::Gap::Blank {
        scores.add(EntityType::Org, 0.6);
        scores.add(EntityType::Person, -0.8);
        if to - from == 1 && !LISTS.countries.contains(page.folded[from].as_str()) {
            scores.add(EntityType::Place, -1.6);
        }
    }
    // "Kern, 34," and "Kern, who".
    let comma = page.tokens.get(to).is_some_and(|token| token.gap == super::tokens::Gap::Comma);
    if comma && (after.len() == 2 && after.chars().all(|c| c.is_ascii_digit()) || after == "who") {
        scores.add(EntityType::Person, 2.0);
    }
    // "Verviers, Belgium".
    if comma && page.tokens.get(to).is_some_and(|token| token.is_capital()) && LISTS.countries.contains(after) {
        scores.add(EntityType::Place, 1.5);
    }
    if matches!(
        before,
        "group" | "company" | "firm" | "newspaper" | "agency" | "organisation" | "organization" | "magazine"
    ) {
        scores.add(EntityType::Org, 2.0);
    }
    if matches!(before, "on" | "via") && page.tokens[from].gap == super::tokens::Gap::Blank {
        scores.add(EntityType::Org, 1.2);
        scores.add(EntityType::Person, -0.5);
    }
    if touches && matches!(after, "brothers" | "sisters" | "family" | "couple" | "twins") {
        scores.add(EntityType::Person, 3.0);
    }
    let holder = near(from.checked_sub(2));
    if before == "of"
        && matches!(
            holder,
            "offices"
                | "office"
                | "headquarters"
                | "editor"
                | "director"
                | "head"
                | "chairman"
                | "founder"
                | "members"
                | "member"
                | "staff"
                | "employees"
                | "owner"
                | "shares"
                | "board"
                | "spokesman"
                | "spokeswoman"
        )
    {
        scores.add(EntityType::Org, 2.8);
    }
    if matches!(before, "town" | "city" | "village" | "province" | "region" | "capital") {
        scores.add(EntityType::Place, 1.5);
    }
}

/// One type for one name in a document: evidence of all its places counts for each, and a word of a
/// longer person's name alone is that person.
pub(super) fn agree(page: &Page<'_>, names: &mut [(usize, usize, Scores)]) {
    let key = |from: usize, to: usize| page.folded[from..to].join(" ");
    let mut total: HashMap<String, (Scores, u32)> = HashMap::new();
    for &(from, to, scores) in names.iter() {
        let entry = total.entry(key(from, to)).or_default();
        entry.0.join(&scores, 1.0);
        entry.1 += 1;
    }
    let mut of_person: HashMap<&str, bool> = HashMap::new();
    for &(from, to, _) in names.iter().filter(|name| name.1 - name.0 >= 2) {
        let (scores, count) = total[&key(from, to)];
        let person = scores.best() == EntityType::Person && count > 0;
        let last = page.folded[to - 1].as_str();
        let first = page.folded[from].as_str();
        for word in [first, last] {
            let known = of_person.entry(word).or_insert(person);
            *known |= person;
        }
    }
    for name in names.iter_mut() {
        let key = key(name.0, name.1);
        let (scores, _) = total[&key];
        name.2 = scores;
        let single = name.1 - name.0 == 1;
        let word = page.folded[name.1 - 1].as_str();
        if single
            && of_person.get(word) == Some(&true)
            && !LISTS.countries.contains(word)
            && !LISTS.demonyms.contains(word)
        {
            name.2.add(EntityType::Person, 6.0 + scores.0.iter().copied().fold(0.0, f32::max));
        }
    }
}
