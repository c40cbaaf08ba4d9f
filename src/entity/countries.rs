//! Other names of countries and their leagues, as everybody writes them.

use super::names::name_key;
use super::wordlist::WordMap;
use std::borrow::Cow;
use std::sync::LazyLock;

/// Short and other names, folded, with the one that they stand for.
const OTHER_NAMES: &[(&str, &str)] = &[
    ("us", "united states"),
    ("u s", "united states"),
    ("usa", "united states"),
    ("america", "united states"),
    ("united states of america", "united states"),
    ("uk", "united kingdom"),
    ("u k", "united kingdom"),
    ("britain", "united kingdom"),
    ("great britain", "united kingdom"),
    ("united kingdom of great britain and northern ireland", "united kingdom"),
    ("uae", "united arab emirates"),
    ("drc", "democratic republic of the congo"),
    ("dr congo", "democratic republic of the congo"),
    ("democratic republic of congo", "democratic republic of the congo"),
    ("prc", "china"),
    ("peoples republic of china", "china"),
    ("ussr", "soviet union"),
    ("union of soviet socialist republics", "soviet union"),
    ("russian federation", "russia"),
    ("holland", "netherlands"),
    ("burma", "myanmar"),
    ("ivory coast", "cote divoire"),
    ("cape verde", "cabo verde"),
    ("swaziland", "eswatini"),
    ("east timor", "timor leste"),
    ("czechia", "czech republic"),
    ("turkiye", "turkey"),
    ("bosnia", "bosnia and herzegovina"),
    ("dprk", "north korea"),
    ("democratic peoples republic of korea", "north korea"),
    ("republic of korea", "south korea"),
    ("syrian arab republic", "syria"),
    ("islamic republic of iran", "iran"),
    ("eu", "european union"),
    ("un", "united nations"),
    ("u n", "united nations"),
    ("verenigde staten", "united states"),
    ("verenigde staten van amerika", "united states"),
    ("vs", "united states"),
    ("estados unidos", "united states"),
    ("estados unidos de america", "united states"),
    ("eeuu", "united states"),
    ("eua", "united states"),
    ("etats unis", "united states"),
    ("vereinigte staaten", "united states"),
    ("vereinigten staaten", "united states"),
    ("stati uniti", "united states"),
    ("forenede stater", "united states"),
    ("forenta staterna", "united states"),
    ("verenigd koninkrijk", "united kingdom"),
    ("vk", "united kingdom"),
    ("groot brittannie", "united kingdom"),
    ("reino unido", "united kingdom"),
    ("gran bretana", "united kingdom"),
    ("gra bretanha", "united kingdom"),
    ("royaume uni", "united kingdom"),
    ("grande bretagne", "united kingdom"),
    ("grossbritannien", "united kingdom"),
    ("vereinigtes konigreich", "united kingdom"),
    ("vereinigten konigreich", "united kingdom"),
    ("regno unito", "united kingdom"),
    ("gran bretagna", "united kingdom"),
    ("storbritannien", "united kingdom"),
    ("europese unie", "european union"),
    ("union europea", "european union"),
    ("union europeenne", "european union"),
    ("europaische union", "european union"),
    ("europaischen union", "european union"),
    ("uniao europeia", "european union"),
    ("unione europea", "european union"),
    ("ue", "european union"),
    ("verenigde naties", "united nations"),
    ("naciones unidas", "united nations"),
    ("nacoes unidas", "united nations"),
    ("nations unies", "united nations"),
    ("vereinte nationen", "united nations"),
    ("vereinten nationen", "united nations"),
    ("nazioni unite", "united nations"),
    ("onu", "united nations"),
    ("uno", "united nations"),
];

static USUAL: LazyLock<WordMap<&str>> = LazyLock::new(|| OTHER_NAMES.iter().copied().collect());

/// Only these are joined to other words: "Holland Park" is no park of the Netherlands.
const ACRONYMS: [&str; 7] = ["us", "u s", "uk", "u k", "un", "u n", "eu"];

/// The key of a name with countries under their usual name, also at its beginning: "us senate" is
/// "united states senate".
pub(super) fn usual(key: &str) -> Cow<'_, str> {
    if let Some(&whole) = USUAL.get(key) {
        return Cow::Borrowed(whole);
    }
    let begins = |short: &&&str| key.strip_prefix(**short).is_some_and(|rest| rest.starts_with(' '));
    match ACRONYMS.iter().find(begins) {
        Some(&short) => Cow::Owned(format!("{}{}", USUAL[short], &key[short.len()..])),
        None => Cow::Borrowed(key),
    }
}

/// The same of a name as it is written: "América" is two continents.
pub(super) fn usual_of<'k>(name: &str, key: &'k str) -> Cow<'k, str> {
    const ENGLISH: [&str; 1] = ["america"];
    if ENGLISH.contains(&key) && !name.is_ascii() { Cow::Borrowed(key) } else { usual(key) }
}

/// Every key whose usual name is `usual`, and perhaps a few others.
pub(super) fn spellings(usual: &str) -> Vec<String> {
    let whole = OTHER_NAMES.iter().filter(|(_, whole)| *whole == usual).map(|&(other, _)| other.to_owned());
    let begun = ACRONYMS.iter().filter_map(|short| {
        let rest = usual.strip_prefix(USUAL[short]).filter(|rest| rest.starts_with(' '))?;
        Some(format!("{short}{rest}"))
    });
    whole.chain(begun).chain([usual.to_owned()]).collect()
}

/// True for a name of a country that another one is usual for.
pub(super) fn is_other_name(key: &str) -> bool {
    USUAL.contains_key(key)
}

/// True when two names are of one country or league.
pub fn are_one_country(a: &str, b: &str) -> bool {
    let (key_a, key_b) = (name_key(a), name_key(b));
    (is_other_name(&key_a) || is_other_name(&key_b)) && usual_of(a, &key_a) == usual_of(b, &key_b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn countries_go_by_their_usual_names() {
        assert_eq!(usual("us"), "united states");
        assert_eq!(usual(&name_key("EE.UU.")), "united states");
        assert_eq!(usual(&name_key("États-Unis")), "united states");
        assert_eq!(usual("u s senate"), "united states senate");
        assert_eq!(usual("holland park"), "holland park");
        assert_eq!(usual("usher"), "usher");
        assert_eq!(usual_of("Am\u{e9}rica", "america"), "america");
        assert_eq!(usual_of("America", "america"), "united states");
        for key in ["us", "america", "united states", "u s senate", "us of america", "usher", "vs"] {
            let usual = usual(key);
            assert!(spellings(&usual).iter().any(|known| known == key), "{key}");
            assert!(spellings(&usual).iter().any(|known| *known == usual), "{key}");
        }
        for &(other, whole) in OTHER_NAMES {
            assert!(usual(other) == whole && !is_other_name(whole), "{other} leads to {whole}, which leads on");
        }
    }
}
