//! What parts names of the same key: a title that tells a man from a woman, and the legal forms of two firms.

use super::EntityType::{Misc, Org, Person, Place};
use super::across::Name;
use super::lists::{LISTS, Sense};
use super::names::words;
use super::titles::gender_of;
use std::cmp::Reverse;

/// The legal form behind a firm's name, folded; spelt out or short, it is the same.
pub(super) fn legal_form(name: &str) -> Option<String> {
    let words = words(name);
    let is_legal = |word: &&String| LISTS.words.get(word.as_str()) == Some(&Sense::LegalForm);
    let mut forms: Vec<&str> = words[1.min(words.len())..]
        .iter()
        .rev()
        .take_while(is_legal)
        .map(|word| match word.as_str() {
            "limited" => "ltd",
            "incorporated" => "inc",
            "corporation" => "corp",
            word => word,
        })
        .collect();
    forms.reverse();
    // "Co., Ltd." is a Ltd.
    if forms.len() > 1 {
        forms.retain(|form| *form != "co");
    }
    (!forms.is_empty()).then(|| forms.join(" "))
}

/// Beside one with so many times the mentions, firms of other legal forms are not meant by the name without any.
const TIMES: u32 = 4;

/// The names of one key and type, by which of them are one; each set and all of them in the order that they come in.
pub(super) fn sets(same: &[usize], names: &[Name]) -> Vec<Vec<usize>> {
    match same {
        [] => Vec::new(),
        [one] => vec![vec![*one]],
        _ => match names[same[0]].kind {
            Person => by_mark(same, |at| gender_of(&names[at].name)),
            Org => firms(same, names),
            Place | Misc => vec![same.to_vec()],
        },
    }
}

/// The name without a legal form goes with those of one, where there is only one or one is by far the best known.
fn firms(same: &[usize], names: &[Name]) -> Vec<Vec<usize>> {
    let mut sets = by_mark(same, |at| legal_form(&names[at].name));
    let is_plain = |set: &Vec<usize>| set.first().is_some_and(|&at| legal_form(&names[at].name).is_none());
    let mentions = |set: &[usize]| set.iter().map(|&at| names[at].mentions).fold(0, u32::saturating_add);
    let Some(plain) = sets.iter().position(is_plain) else { return sets };
    let mut others: Vec<usize> = (0..sets.len()).filter(|&at| at != plain).collect();
    others.sort_by_key(|&at| (Reverse(mentions(&sets[at])), at));
    let known = match others.as_slice() {
        [] => return sets,
        [one] => *one,
        [most, next, ..] if mentions(&sets[*most]) >= mentions(&sets[*next]).saturating_mul(TIMES) => *most,
        _ => return sets,
    };
    let moved = std::mem::take(&mut sets[plain]);
    sets[known].extend(moved);
    let place = |at: &usize| same.iter().position(|other| other == at);
    sets[known].sort_by_key(place);
    sets.retain(|set| !set.is_empty());
    sets.sort_by_key(|set| place(&set[0]));
    sets
}

/// Names that bear the same mark together, in the order in which they come.
fn by_mark<M: PartialEq>(same: &[usize], mark: impl Fn(usize) -> M) -> Vec<Vec<usize>> {
    let mut out: Vec<(M, Vec<usize>)> = Vec::with_capacity(1);
    for &at in same {
        let of = mark(at);
        match out.iter_mut().find(|known| known.0 == of) {
            Some(known) => known.1.push(at),
            None => out.push((of, vec![at])),
        }
    }
    out.into_iter().map(|(_, set)| set).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn legal_forms_are_the_same_spelt_out_and_short() {
        for (name, form) in [
            ("Kestrel Limited", Some("ltd")),
            ("Kestrel Co., Ltd.", Some("ltd")),
            ("Kestrel Shipping Corp.", Some("corp")),
            ("Kestrel S.A.", Some("sa")),
            ("Kestrel", None),
            ("Limited", None),
        ] {
            assert_eq!(legal_form(name).as_deref(), form, "{name}");
        }
    }
}
