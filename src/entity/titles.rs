//! Whether a man or a woman is meant, where the title before a name says so.

use super::names::name_key;
use super::{EntityType, Mention};
use std::collections::HashMap;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Gender {
    Man,
    Woman,
}

/// For each mention the gender that its title tells, for those names only that the document gives
/// both to a man and to a woman: only there does it part anything.
pub(super) fn genders(text: &str, mentions: &[Mention]) -> Vec<Option<Gender>> {
    let told: Vec<Option<Gender>> = mentions.iter().map(|mention| told(text, mention)).collect();
    let (man, woman) = (told.contains(&Some(Gender::Man)), told.contains(&Some(Gender::Woman)));
    if !(man && woman) {
        return vec![None; mentions.len()];
    }
    let mut seen: HashMap<String, [bool; 2]> = HashMap::new();
    let key = |mention: &Mention| name_key(&text[mention.start as usize..mention.end as usize]);
    for (mention, gender) in mentions.iter().zip(&told) {
        if let Some(gender) = gender {
            seen.entry(key(mention)).or_default()[*gender as usize] = true;
        }
    }
    let both = |mention: &Mention| seen.get(&key(mention)) == Some(&[true, true]);
    mentions.iter().zip(told).map(|(mention, gender)| gender.filter(|_| both(mention))).collect()
}

fn told(text: &str, mention: &Mention) -> Option<Gender> {
    if mention.kind != EntityType::Person {
        return None;
    }
    let of = |word: &str| match word {
        "Mr" | "Sir" | "Lord" | "King" | "Prince" | "Baron" | "Count" | "Duke" | "Herr" => Some(Gender::Man),
        "Mrs" | "Ms" | "Miss" | "Lady" | "Dame" | "Queen" | "Princess" | "Baroness" | "Countess" | "Duchess"
        | "Frau" => Some(Gender::Woman),
        _ => None,
    };
    let name = &text[mention.start as usize..mention.end as usize];
    let within = name.split([' ', '.']).next().and_then(of);
    within.or_else(|| {
        let before = text[..mention.start as usize].trim_end_matches(['.', ' ', '\n']);
        of(before.rsplit(|c: char| !c.is_alphabetic()).next()?)
    })
}
