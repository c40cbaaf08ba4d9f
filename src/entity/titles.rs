//! Whether a man or a woman is meant, where the title before a name says so.

use super::names::name_key;
use super::{EntityType, Mention};
use std::collections::HashMap;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Gender {
    Man,
    Woman,
}

/// The gender that a title tells, and the title as it is written.
pub(super) type Told<'t> = (Gender, &'t str);

/// For each mention the gender that its title tells, for those names only that the document gives
/// both to a man and to a woman: only there does it part anything.
pub(super) fn genders<'t>(text: &'t str, mentions: &[Mention]) -> Vec<Option<Told<'t>>> {
    let told: Vec<Option<Told<'t>>> = mentions.iter().map(|mention| told(text, mention)).collect();
    let has = |gender: Gender| told.iter().flatten().any(|told| told.0 == gender);
    if !(has(Gender::Man) && has(Gender::Woman)) {
        return vec![None; mentions.len()];
    }
    let mut seen: HashMap<String, [bool; 2]> = HashMap::new();
    let key = |mention: &Mention| name_key(&text[mention.start as usize..mention.end as usize]);
    for (mention, told) in mentions.iter().zip(&told) {
        if let Some((gender, _)) = told {
            seen.entry(key(mention)).or_default()[*gender as usize] = true;
        }
    }
    let both = |mention: &Mention| seen.get(&key(mention)) == Some(&[true, true]);
    mentions.iter().zip(told).map(|(mention, gender)| gender.filter(|_| both(mention))).collect()
}

/// The gender that the first word of a name tells, where that is a title: names have one where they were parted by it.
pub(super) fn gender_of(name: &str) -> Option<Gender> {
    let (title, rest) = name.split_once(' ')?;
    gender(title.trim_end_matches('.')).filter(|_| !rest.is_empty())
}

fn gender(title: &str) -> Option<Gender> {
    match title {
        "Mr" | "Sir" | "Lord" | "King" | "Prince" | "Baron" | "Count" | "Duke" | "Herr" => Some(Gender::Man),
        "Mrs" | "Ms" | "Miss" | "Lady" | "Dame" | "Queen" | "Princess" | "Baroness" | "Countess" | "Duchess"
        | "Frau" => Some(Gender::Woman),
        _ => None,
    }
}

fn told<'t>(text: &'t str, mention: &Mention) -> Option<Told<'t>> {
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
