//! The key by which a name is known, however it is typed or typeset.

use super::lists::{LISTS, Sense};
use super::{EntityType, titles};
use crate::text::classes::{is_apostrophe, is_word};
use crate::text::terms::fold_term;
use smallvec::SmallVec;

/// Before a name these say that it is a person's, where other titles begin names of houses, too: "General Motors",
/// "Justice Department".
const HONORIFICS: [&str; 36] = [
    "mr",
    "mrs",
    "ms",
    "miss",
    "mx",
    "dr",
    "prof",
    "professor",
    "sir",
    "dame",
    "madam",
    "sen",
    "senator",
    "rep",
    "congressman",
    "congresswoman",
    "gov",
    "capt",
    "sgt",
    "lt",
    "col",
    "gen",
    "maj",
    "cpl",
    "pvt",
    "adm",
    "rev",
    "mme",
    "mlle",
    "mgr",
    "herr",
    "frau",
    "messrs",
    "ofc",
    "adv",
    "cllr",
];

/// True for a folded word that stands before the names of people alone.
pub(super) fn is_honorific(word: &str) -> bool {
    HONORIFICS.contains(&word)
}

/// Folds a name: case, accents, apostrophes, hyphens and spacing; an article and an honorific before it and a legal
/// form behind it fall away.
pub fn name_key(name: &str) -> String {
    let mut folded = FoldedName::of(name);
    let (mut from, mut to) = (0, folded.ends.len());
    if to > 1 && folded.word(0) == "the" {
        from = 1;
    }
    while to - from > 1 && is_honorific(folded.word(from)) {
        from += 1;
    }
    while to - from > 1 && LISTS.words.get(folded.word(to - 1)) == Some(&Sense::LegalForm) {
        to -= 1;
    }
    let start = folded.start(from);
    folded.text.truncate(to.checked_sub(1).map_or(0, |last| folded.ends[last]));
    folded.text.drain(..start);
    folded.text
}

/// The keys that somebody who asks for a name may mean, the likeliest first: as it stands, and as a person's, whose
/// office is no part of it.
pub fn keys_asked(name: &str) -> Vec<String> {
    let mut keys = vec![name_key(name), name_key(&clean(name, EntityType::Person))];
    keys.extend(turned_round(name).map(|turned| name_key(&turned)));
    keys.dedup();
    keys
}

/// "Anna Kern" for "Kern, Anna"; nothing where no surname stands before a comma and a given name behind it.
pub fn turned_round(name: &str) -> Option<String> {
    const MOST: usize = 4;
    let (last, first) = name.split_once(',')?;
    let (last, first) = (last.trim(), first.trim());
    let few = |part: &str| (1..=MOST).contains(&part.split_whitespace().count());
    let behind = words(first);
    let legal = |word: &String| LISTS.words.get(word.as_str()) == Some(&Sense::LegalForm);
    let suffix = behind.iter().all(|word| is_suffix(word) || DEGREES.contains(&word.as_str()) || legal(word));
    // "Kern, Anna, Jr."
    let (first, suffix) = match first.split_once(',') {
        None if suffix => return None,
        None => (first, ""),
        Some((first, suffix)) if words(suffix).iter().all(|word| is_suffix(word)) => (first.trim(), suffix.trim()),
        Some(_) => return None,
    };
    (few(last) && few(first)).then(|| format!("{first} {last} {suffix}").trim_end().to_owned())
}

fn is_suffix(word: &str) -> bool {
    matches!(word, "jr" | "sr") || is_numeral(word)
}

/// The words of a name, folded, one behind the other with blanks between.
struct FoldedName {
    text: String,
    /// Where each word ends.
    ends: SmallVec<[usize; 8]>,
}

impl FoldedName {
    fn of(name: &str) -> Self {
        let mut out = Self { text: String::with_capacity(name.len()), ends: SmallVec::new() };
        // Where the word begins that is being read.
        let mut start = 0;
        let mut at = 0;
        while let Some(c) = name[at..].chars().next() {
            let plain = name.as_bytes()[at..].iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
            if plain > 0 {
                out.text.push_str(&name[at..at + plain]);
                at += plain;
                continue;
            }
            at += c.len_utf8();
            if is_word(c) {
                out.text.push(c);
            } else if ends_word(c, &out.text[start..]) {
                out.close(start);
                out.text.push(' ');
                start = out.text.len();
            }
        }
        if out.text.len() > start {
            out.close(start);
        } else {
            out.text.truncate(out.ends.last().copied().unwrap_or(0));
        }
        out
    }

    fn close(&mut self, start: usize) {
        if self.text[start..].is_ascii() {
            self.text[start..].make_ascii_lowercase();
        } else {
            let word = fold_term(&self.text[start..]);
            self.text.truncate(start);
            self.text.push_str(&word);
        }
        self.ends.push(self.text.len());
    }

    fn start(&self, at: usize) -> usize {
        at.checked_sub(1).map_or(0, |before| self.ends[before] + 1)
    }

    fn word(&self, at: usize) -> &str {
        &self.text[self.start(at)..self.ends[at]]
    }
}

/// The words of a name, folded; apostrophes and points fall away, hyphens part words.
pub(super) fn words(name: &str) -> Vec<String> {
    let folded = FoldedName::of(name);
    (0..folded.ends.len()).map(|at| folded.word(at).to_owned()).collect()
}

/// Apostrophes and the points of initials stand inside a word.
fn ends_word(c: char, word: &str) -> bool {
    let initials = word.chars().count() <= 1 || word.chars().all(char::is_uppercase);
    !word.is_empty() && !is_apostrophe(c) && (c != '.' || !initials)
}

/// Particles that belong to the surname behind them.
pub(super) const PARTICLES: [&str; 30] = [
    "van", "von", "der", "den", "de", "del", "della", "di", "da", "dos", "das", "du", "la", "le", "el", "al", "bin",
    "ibn", "ben", "ter", "ten", "zu", "zur", "af", "av", "abu", "bint", "st", "mac", "ap",
];

/// True for a folded word that belongs to the surname behind it.
pub fn is_particle(word: &str) -> bool {
    PARTICLES.contains(&word)
}

/// A longer word of it is in capitals alone.
pub(super) fn is_in_capitals(name: &str) -> bool {
    name.split(' ').filter(|word| word.len() > 3).any(|word| !word.chars().any(char::is_lowercase))
}

/// What a spelling that stands so often is worth as the name of an entity: headings in capitals and texts that are
/// written small must have it much more often than others to have their way.
pub fn standing(spelling: &str, mentions: u32) -> u64 {
    const WHOLE: u64 = 16;
    let worth = match (spelling.chars().any(char::is_uppercase), is_in_capitals(spelling)) {
        (false, _) => 1,
        (true, true) => WHOLE / 4,
        (true, false) => WHOLE,
    };
    u64::from(mentions) * worth
}

/// The surface of a name without what does not belong to it: white space collapsed, titles before a person
/// and a possessive behind it cut off.
pub(super) fn clean(surface: &str, kind: EntityType) -> String {
    let mut words: Vec<&str> = surface.split_whitespace().collect();
    let is_title = |word: &str| {
        let word = fold_term(word.trim_end_matches('.'));
        let title = LISTS.words.get(word.as_str()) == Some(&Sense::Title) && !LISTS.given.contains(word.as_str());
        is_honorific(&word) || kind == EntityType::Person && title
    };
    while words.len() > 1 && words[0].starts_with(char::is_uppercase) && is_title(words[0]) {
        words.remove(0);
    }
    let name = words.join(" ");
    let name = Some(&name).filter(|_| kind == EntityType::Person).and_then(|name| turned_round(name)).unwrap_or(name);
    let mut end = name.char_indices().rev();
    match (end.next(), end.next()) {
        (Some((_, 's' | 'S')), Some((at, mark))) if is_apostrophe(mark) && at > 0 => name[..at].to_owned(),
        _ => name,
    }
}

/// A person's name in its parts, folded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Parts {
    pub given: Vec<String>,
    /// With its particles.
    pub surname: String,
    /// `jr`, `iii` and the like.
    pub suffix: Option<String>,
}

/// A name without the nicknames that stand in it in quotes or brackets.
fn without_nickname(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut closing = None;
    let mut last = ' ';
    for c in name.chars() {
        match closing {
            Some(end) if c == end || (is_apostrophe(c) && is_apostrophe(end)) => closing = None,
            Some(_) => {}
            None => {
                // An apostrophe inside a word opens nothing.
                closing = match c {
                    '"' => Some('"'),
                    '“' | '„' => Some('”'),
                    '(' => Some(')'),
                    c if is_apostrophe(c) && last == ' ' => Some(c),
                    _ => None,
                };
                if closing.is_none() {
                    out.push(c);
                }
            }
        }
        last = c;
    }
    // What is opened and never closed is no nickname.
    if closing.is_none() { out } else { name.to_owned() }
}

/// What stands behind a name and is no part of it.
const DEGREES: [&str; 8] = ["md", "phd", "esq", "cpa", "dds", "jd", "mba", "dphil"];

/// True for the number behind a name that others of the family or of the throne had before.
pub(super) fn is_numeral(suffix: &str) -> bool {
    matches!(suffix, "ii" | "iii" | "iv")
}

/// Takes a person's name apart; a nickname in quotes is no part of it.
pub(super) fn parts(name: &str) -> Parts {
    let plain = without_nickname(name);
    let mut words = words(if plain.split_whitespace().count() > 1 { &plain } else { name });
    if titles::gender_of(name).is_some() {
        words.remove(0);
    }
    let mut suffix = None;
    while words.len() > 2 && words.last().is_some_and(|last| DEGREES.contains(&last.as_str())) {
        words.pop();
    }
    if words.len() > 1 && words.last().is_some_and(|last| is_suffix(last)) {
        suffix = words.pop();
    }
    let Some(last) = words.len().checked_sub(1) else { return Parts::default() };
    let mut from = last;
    while from > 1 && is_particle(&words[from - 1]) {
        from -= 1;
    }
    // A name that is nothing but particles and a surname has no given name.
    if from == 1 && is_particle(&words[0]) {
        from = 0;
    }
    let surname = words.split_off(from).join(" ");
    Parts { given: words, surname, suffix }
}

/// A person has at most so many names before the surname.
const MOST_GIVEN: usize = 3;

impl Parts {
    /// The last word of the surname, by which candidates are found.
    pub fn tail(&self) -> &str {
        self.surname.rsplit(' ').next().unwrap_or_default()
    }

    /// The two may be spellings of one person's full name: nothing in them contradicts, where given names that are
    /// `alike` do not.
    pub fn fits(&self, other: &Parts, alike: impl Fn(&str, &str) -> bool) -> bool {
        let tail_of = |long: &str, short: &str| long.strip_suffix(short).is_some_and(|rest| rest.ends_with(' '));
        let surname = self.surname == other.surname
            || tail_of(&self.surname, &other.surname)
            || tail_of(&other.surname, &self.surname);
        let suffix = self.suffix == other.suffix || self.is_without(other) || other.is_without(self);
        let length = self.given.len().min(other.given.len());
        let given = self.given[..length].iter().zip(&other.given[..length]).all(|(a, b)| alike(a, b));
        surname && suffix && length > 0 && given
    }

    /// All words of the name, without its suffix.
    pub fn words(&self) -> Vec<&str> {
        self.given.iter().map(String::as_str).chain(self.surname.split(' ')).collect()
    }

    /// It looks like a full name, and not like one that begins with another word: "Today Kern", "Of Kern".
    pub fn is_sound(&self) -> bool {
        let is_word = |name: &String| {
            let name = name.as_str();
            !LISTS.given.contains(name) && (LISTS.common.contains(name) || LISTS.words.contains_key(name))
        };
        self.given.len() <= MOST_GIVEN && !self.given.first().is_some_and(is_word)
    }

    /// The other's suffix may be missing here. Of Jr. and the one without, one may be the father, unless an initial is
    /// all there is of the given name.
    fn is_without(&self, other: &Parts) -> bool {
        self.suffix.is_none() && (other.suffix.as_deref() != Some("jr") || self.has_initial_only())
    }

    pub fn has_initial_only(&self) -> bool {
        self.given.iter().all(|given| given.chars().count() == 1)
    }
}
