//! The key by which a name is known, however it is typed or typeset.

use super::lists::{LISTS, Sense};
use crate::text::classes::{is_apostrophe, is_word};
use crate::text::terms::fold_term;

/// Folds a name: case, accents, apostrophes, hyphens and spacing; a title before it and a legal
/// form behind it fall away.
pub fn name_key(name: &str) -> String {
    let words = words(name);
    let mut words: &[String] = &words;
    if words.len() > 1 && words[0] == "the" {
        words = &words[1..];
    }
    let sense = |word: &String| LISTS.words.get(word.as_str()).copied();
    while words.len() > 1 && sense(&words[0]) == Some(Sense::Title) && !LISTS.given.contains(words[0].as_str()) {
        words = &words[1..];
    }
    while words.len() > 1 && words.last().and_then(sense) == Some(Sense::LegalForm) {
        words = &words[..words.len() - 1];
    }
    words.join(" ")
}

/// The words of a name, folded; apostrophes and points fall away, hyphens part words.
pub(super) fn words(name: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut word = String::new();
    for c in name.chars() {
        if is_word(c) {
            word.push(c);
        } else if ends_word(c, &word) {
            out.push(fold_term(&word));
            word.clear();
        }
    }
    if !word.is_empty() {
        out.push(fold_term(&word));
    }
    out
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

pub(super) fn is_particle(word: &str) -> bool {
    PARTICLES.contains(&word)
}

/// Given names and surname of a person's name, folded; the surname with its particles.
pub(super) fn parts(name: &str) -> (Vec<String>, String) {
    let mut words = words(name);
    while words.len() > 2 && matches!(words.last().map(String::as_str), Some("jr" | "sr" | "ii" | "iii" | "iv")) {
        words.pop();
    }
    let Some(last) = words.len().checked_sub(1) else { return (Vec::new(), String::new()) };
    let mut from = last;
    while from > 1 && is_particle(&words[from - 1]) {
        from -= 1;
    }
    // A name that is nothing but particles and a surname has no given name.
    if from == 1 && is_particle(&words[0]) {
        from = 0;
    }
    let surname = words[from..].join(" ");
    words.truncate(from);
    (words, surname)
}

/// Two given names that may be spellings of one: equal, an initial of it, or one letter apart.
pub(super) fn are_close(a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.first() != b.first() {
        return false;
    }
    if a.len() == 1 || b.len() == 1 {
        return true;
    }
    a.len().min(b.len()) >= 4 && distance(&a, &b) <= 1 + usize::from(a.len().min(b.len()) >= 7)
}

/// Edits between two words (Levenshtein 1966).
fn distance(a: &[char], b: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let cost = diagonal + usize::from(x != y);
            diagonal = row[j + 1];
            row[j + 1] = cost.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}
