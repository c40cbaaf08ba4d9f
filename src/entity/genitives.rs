//! German genitives: "Kerns Sprecher", "die Reden Kerns" are of the Kern whom the document names.

use super::EntityType::{Person, Place};
use super::form::Form;
use super::links::Links;
use super::names::parts;
use std::collections::{BTreeMap, BTreeSet};

/// Joins each name of one word with an "s" behind it to the one name without it, in a text in German.
pub(super) fn join(text: &str, forms: &[Form], links: &mut Links) {
    const SHORTEST: usize = 4;
    let stem = |form: &Form| {
        let stem = form.key.strip_suffix('s').filter(|stem| stem.chars().count() >= SHORTEST && !stem.contains(' '));
        stem.filter(|stem| !stem.ends_with('s')).map(str::to_owned)
    };
    let owned: Vec<(usize, String)> =
        forms.iter().enumerate().filter_map(|(at, form)| Some((at, stem(form)?))).collect();
    let stems: BTreeSet<&str> = owned.iter().map(|(_, stem)| stem.as_str()).collect();
    // Most texts name nobody with and without an "s", and need not be asked for their language.
    let named = |form: &Form| form.key.split(' ').any(|word| stems.contains(word));
    if stems.is_empty() || !forms.iter().any(named) || !is_german(text) {
        return;
    }
    let mut bearers: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, form) in forms.iter().enumerate() {
        let tail = if form.kind == Person { parts(&form.name).tail().to_owned() } else { form.key.clone() };
        if stems.contains(tail.as_str()) {
            bearers.entry(tail).or_default().push(at);
        }
    }
    for (at, stem) in &owned {
        let roots: BTreeSet<usize> = bearers.get(stem).into_iter().flatten().map(|&other| links.root(other)).collect();
        let root = roots.first().copied().filter(|&root| roots.len() == 1 && root != links.root(*at));
        // A "Kerns" who is named in full is another.
        if let Some(root) = root
            && links.root(*at) == *at
            && (forms[root].kind == forms[*at].kind || forms[*at].kind != Place)
        {
            links.join(*at, root);
        }
    }
}

/// As far as its smallest words tell.
fn is_german(text: &str) -> bool {
    let count = |words: [&str; 4]| words.iter().map(|word| text.matches(word).count()).sum::<usize>();
    count([" der ", " die ", " und ", " das "]) > count([" the ", " and ", " of ", " het "])
}

#[cfg(test)]
mod tests {
    use super::super::{recognise, resolve};

    #[test]
    fn a_genitive_is_of_the_one_who_bears_the_name() {
        let text = "Der Sprecher Karl Ahrendsen schwieg. Die Anwälte Ahrendsens gingen, und Ahrendsens Frau klagte.";
        let resolved = resolve(text, &recognise(text));
        let found: Vec<_> =
            resolved.entities.iter().map(|entity| (entity.name.as_str(), entity.mentions.len())).collect();
        assert_eq!(found, [("Karl Ahrendsen", 3)]);
    }
}
