//! Whether a man or a woman is meant, where the title before a name says so.

use super::lists::{GIVEN, LISTS, Sense};
use super::names::{is_honorific, name_key};
use super::{EntityType, Mention};
use crate::text::terms::fold_term;
use std::collections::HashMap;
use std::sync::LazyLock;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Gender {
    Man,
    Woman,
}

/// The gender that a title tells, and the title as it is written.
pub(super) type Told<'t> = (Gender, &'t str);

/// Of what each title before a mention tells, that of the names which the document gives both to a man and to a
/// woman: only there does it part anything.
pub(super) fn parting<'t>(text: &str, mentions: &[Mention], told: &[Option<Told<'t>>]) -> Vec<Option<Told<'t>>> {
    let has = |gender: Gender| told.iter().flatten().any(|told| told.0 == gender);
    if !(has(Gender::Man) && has(Gender::Woman)) {
        return vec![None; mentions.len()];
    }
    let mut seen: HashMap<String, [bool; 2]> = HashMap::new();
    let key = |mention: &Mention| name_key(&text[mention.start as usize..mention.end as usize]);
    for (mention, told) in mentions.iter().zip(told) {
        if let Some((gender, _)) = told {
            seen.entry(key(mention)).or_default()[*gender as usize] = true;
        }
    }
    let both = |mention: &Mention| seen.get(&key(mention)) == Some(&[true, true]);
    mentions.iter().zip(told).map(|(mention, told)| told.filter(|_| both(mention))).collect()
}

/// The titles before which a name alone is the one that somebody took or was given at birth: "Pope Francis".
const BEFORE_GIVEN: [&str; 14] = [
    "pope", "king", "queen", "prince", "princess", "emperor", "empress", "tsar", "czar", "sister", "brother", "mother",
    "saint", "st",
];

/// True for a folded title before which a name alone is no surname.
pub(super) fn is_before_given(title: &str) -> bool {
    BEFORE_GIVEN.contains(&title)
}

/// Titles that may stand before a given name as well as before a surname.
const BEFORE_EITHER: [&str; 12] =
    ["miss", "sir", "dame", "lady", "lord", "don", "dona", "coach", "sheikh", "imam", "father", "fr"];

/// True for a folded title before which a name alone is a surname.
pub(super) fn is_before_surname(title: &str) -> bool {
    !is_before_given(title) && !BEFORE_EITHER.contains(&title)
}

/// The title before a person or at the beginning of the name, folded, where it is written as one: "Sister Mary" is one
/// name, "her sister Mary" is not.
pub(super) fn title_of(text: &str, mention: &Mention) -> Option<String> {
    if mention.kind != EntityType::Person {
        return None;
    }
    let (start, end) = (mention.start as usize, mention.end as usize);
    let title = |from: usize, to: usize| {
        let word = text[from..to].split(|c: char| !c.is_alphabetic()).next()?;
        let folded = fold_term(word);
        let known = is_honorific(&folded) || LISTS.words.get(folded.as_str()) == Some(&Sense::Title);
        let known = known || is_before_given(&folded);
        (word.starts_with(char::is_uppercase) && known && from + word.len() < end).then_some(folded)
    };
    let before = word_before(text, start);
    title(start, end).or_else(|| title(before, start).filter(|_| before < start))
}

/// The gender that the first word of a name tells, where that is a title: names have one where they were parted by it.
pub(super) fn gender_of(name: &str) -> Option<Gender> {
    let (title, rest) = name.split_once(' ')?;
    // Of those that are given names, too, nobody knows.
    let given = LISTS.given.contains(fold_term(title).as_str());
    gender(title.trim_end_matches('.')).filter(|_| !rest.is_empty() && !given)
}

fn gender(title: &str) -> Option<Gender> {
    match title {
        "Mr" | "Sir" | "Lord" | "King" | "Prince" | "Baron" | "Count" | "Duke" | "Herr" => Some(Gender::Man),
        "Mrs" | "Ms" | "Miss" | "Lady" | "Dame" | "Queen" | "Princess" | "Baroness" | "Countess" | "Duchess"
        | "Frau" => Some(Gender::Woman),
        _ => None,
    }
}

/// The given names that are men's or women's wherever somebody has counted, folded.
static OF_GIVEN: LazyLock<HashMap<String, Gender>> = LazyLock::new(|| {
    let named = GIVEN.lines().filter_map(|line| line.split_once(' '));
    named.map(|(name, mark)| (fold_term(name), if mark == "m" { Gender::Man } else { Gender::Woman })).collect()
});

/// Who is called by a folded given name, where it is clearly men or women.
pub(super) fn gender_of_given(given: &str) -> Option<Gender> {
    OF_GIVEN.get(given).copied()
}

/// What the title of a mention tells.
pub(super) fn told<'t>(text: &'t str, mention: &Mention) -> Option<Told<'t>> {
    if mention.kind != EntityType::Person {
        return None;
    }
    let (start, end) = (mention.start as usize, mention.end as usize);
    let told = |from: usize| {
        let to = text[from..end].find(|c: char| !c.is_alphabetic()).map_or(end, |length| from + length);
        let point = usize::from(text[to..].starts_with('.'));
        Some((gender(&text[from..to])?, &text[from..to + point]))
    };
    told(start).or_else(|| told(word_before(text, start)))
}

/// Where the word before a place begins; the place itself where none stands there.
fn word_before(text: &str, at: usize) -> usize {
    let before = text[..at].trim_end_matches(['.', ' ', '\n']);
    let letters = before.chars().rev().take_while(|c| c.is_alphabetic()).map(char::len_utf8).sum::<usize>();
    if letters == 0 { at } else { before.len() - letters }
}
