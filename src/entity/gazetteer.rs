//! Names that a reader lists, found in texts: folded as searches fold words, at word boundaries, the
//! longest first.
//!
//! A tree of word hashes, so that a list costs the same whether it has ten names or a hundred thousand:
//! one look-up for a word that begins no name.
//!
//! What capitals mean: a single word keeps those that the list has ("Will" is not "will"), and where it
//! is a common word too, it is none at the beginning of a sentence and in capitals. A short one of fewer
//! than five letters is written as in the list. Several words count in any case, unless all are common
//! words ("New Look"): then they keep their capitals.

use super::lexicon::{Hashed, joined, key};
use super::lists::LISTS;
use crate::text::classes::{is_apostrophe, is_dash, is_double_quote, is_space};
use crate::text::terms::{fold_term, terms};
use std::collections::hash_map::Entry;

/// Letters from which on a single word may also stand in capitals.
const LONG: usize = 5;
/// Words of a form that are looked at.
const WORDS: usize = 24;

/// A place where a text has a listed name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// UTF-8 byte offsets.
    pub start: u32,
    pub end: u32,
    /// The entries of which a form stands there: several where they share it.
    pub entries: Vec<u32>,
}

/// A list, ready to be looked for.
#[derive(Debug, Default)]
pub struct Gazetteer {
    nodes: Hashed<Node>,
    forms: Vec<Form>,
}

/// What may come of the words so far.
#[derive(Clone, Copy, Debug)]
struct Node {
    /// The first of the forms that end here; [`NONE`] where none does.
    form: u32,
    /// Some form goes on.
    goes_on: bool,
}

const NONE: u32 = u32::MAX;

#[derive(Debug)]
struct Form {
    entry: u32,
    text: Box<str>,
    /// The next one of the same words.
    next: u32,
    /// It has capitals.
    capital: bool,
    /// All its words are common words.
    common: bool,
}

/// A word of a text: the hash of its folded letters, and its bytes.
type Word = (u64, u32, u32);

/// Why a form cannot be looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    #[error("it has no letter; names have two or more")]
    NoLetter,
    #[error("it is a single letter; names have two or more")]
    OneLetter,
    #[error("it has more than {WORDS} words; leave it out or give a shorter form")]
    TooLong,
}

/// Says whether a form can be looked for.
///
/// # Errors
/// Why not.
pub fn is_fit(form: &str) -> Result<(), Unfit> {
    let words = words(form);
    let letters: usize = form.chars().filter(|c| c.is_alphanumeric()).count();
    match (form.chars().any(char::is_alphabetic), letters, words.len()) {
        (false, ..) => Err(Unfit::NoLetter),
        (_, 1, _) => Err(Unfit::OneLetter),
        (.., many) if many > WORDS => Err(Unfit::TooLong),
        _ => Ok(()),
    }
}

impl Gazetteer {
    /// A list of forms, each with the number of its entry; those that are not fit are left out.
    pub fn of<'f>(forms: impl Iterator<Item = (u32, &'f str)>) -> Self {
        let mut out = Self::default();
        for (entry, text) in forms.filter(|(_, text)| is_fit(text).is_ok()) {
            let words = words(text);
            let mut so_far = 0;
            for (at, word) in words.iter().enumerate() {
                so_far = joined(so_far, word.0);
                let last = at + 1 == words.len();
                let node = match out.nodes.entry(so_far) {
                    Entry::Occupied(known) => known.into_mut(),
                    Entry::Vacant(vacant) => vacant.insert(Node { form: NONE, goes_on: false }),
                };
                node.goes_on |= !last;
                if last {
                    let place = out.forms.len() as u32;
                    out.forms.push(Form {
                        entry,
                        text: text.into(),
                        next: node.form,
                        capital: text.chars().any(char::is_uppercase),
                        common: words.iter().all(|word| LISTS.common.contains(folded(text, word).as_str())),
                    });
                    node.form = place;
                }
            }
        }
        out
    }

    /// True when nothing is listed.
    pub fn is_empty(&self) -> bool {
        self.forms.is_empty()
    }

    /// The listed names of a text, in order and without overlap.
    pub fn find(&self, text: &str) -> Vec<Listed> {
        let mut out = Vec::new();
        if self.is_empty() {
            return out;
        }
        let words = words(text);
        let mut at = 0;
        while at < words.len() {
            match self.longest(text, &words[at..]) {
                Some((length, listed)) => {
                    out.push(listed);
                    at += length;
                }
                None => at += 1,
            }
        }
        out
    }

    /// The longest listed name that begins with the first of some words, and how many it has.
    fn longest(&self, text: &str, words: &[Word]) -> Option<(usize, Listed)> {
        let (mut so_far, mut best) = (0, None);
        for (at, word) in words.iter().enumerate() {
            so_far = joined(so_far, word.0);
            let Some(node) = self.nodes.get(&so_far) else { break };
            if at > 0 && !joins(text, words[at - 1], *word) {
                break;
            }
            let mut entries: Vec<u32> = Vec::new();
            let mut form = node.form;
            while let Some(known) = self.forms.get(form as usize) {
                if stands(known, text, &words[..=at]) && !entries.contains(&known.entry) {
                    entries.push(known.entry);
                }
                form = known.next;
            }
            if !entries.is_empty() {
                entries.sort_unstable();
                best = Some((at + 1, Listed { start: words[0].1, end: word.2, entries }));
            }
            if !node.goes_on {
                break;
            }
        }
        best
    }
}

fn words(text: &str) -> Vec<Word> {
    let mut walk = terms(text);
    let mut out = Vec::with_capacity(text.len() / 6);
    while let Some((range, term)) = walk.advance() {
        out.push((key(term), range.start as u32, range.end as u32));
    }
    out
}

/// What stands between two words may stand inside a name: blanks and one line break, the point of an
/// initial or abbreviation, hyphens, apostrophes and quotes.
fn joins(text: &str, before: Word, after: Word) -> bool {
    let gap = &text[before.2 as usize..after.1 as usize];
    if gap == " " {
        return true;
    }
    let (mut breaks, mut blank, mut dash, mut point) = (0, false, false, false);
    for c in gap.chars() {
        match c {
            '\n' => breaks += 1,
            '.' => point = true,
            '&' | '/' | ',' => {}
            c if is_dash(c) => dash = true,
            c if is_space(c) => blank = true,
            c if is_apostrophe(c) || is_double_quote(c) => {}
            _ => return false,
        }
    }
    blank |= breaks > 0;
    let short = text[before.1 as usize..before.2 as usize].chars().count() <= 3;
    breaks <= 1 && !(dash && blank) && (!point || !blank || short)
}

fn folded(text: &str, word: &Word) -> String {
    fold_term(&text[word.1 as usize..word.2 as usize])
}

/// A form is what some words of a text are, in marks and capitals.
fn stands(form: &Form, text: &str, found: &[Word]) -> bool {
    let (Some(first), Some(last)) = (found.first(), found.last()) else { return false };
    let surface = &text[first.1 as usize..last.2 as usize];
    let wanted = if *form.text == *surface && (!form.common || !form.capital) { Vec::new() } else { words(&form.text) };
    if *form.text != *surface {
        // The hashes are the same; so must be the words.
        let same = |a: &Word, b: &Word| letters(&folded(&form.text, a)) == letters(&folded(text, b));
        if wanted.len() != found.len() || !wanted.iter().zip(found).all(|(a, b)| same(a, b)) {
            return false;
        }
        if surface.contains(',') && !form.text.contains(',') {
            return false;
        }
    }
    if !form.capital || wanted.is_empty() {
        return true;
    }
    if let ([word], [place]) = (wanted.as_slice(), found) {
        let given = &form.text[word.1 as usize..word.2 as usize];
        return keeps_capitals(given, surface) && !(form.common && is_loose(given, text, place));
    }
    let begins = |text: &str, word: &Word| text[word.1 as usize..].starts_with(char::is_uppercase);
    !form.common || wanted.iter().zip(found).all(|(a, b)| !begins(&form.text, a) || begins(text, b))
}

/// Words without the hyphens and breaks that a line's end has put into them.
fn letters(word: &str) -> String {
    word.chars().filter(|c| c.is_alphanumeric()).collect()
}

fn keeps_capitals(form: &str, surface: &str) -> bool {
    let (wanted, found): (Vec<char>, Vec<char>) = (letters(form).chars().collect(), letters(surface).chars().collect());
    if wanted.len() != found.len() {
        // Written with other letters, such as a ligature: the first one decides.
        return surface.starts_with(char::is_uppercase) || !form.starts_with(char::is_uppercase);
    }
    let mut pairs = wanted.iter().zip(&found);
    match wanted.len() < LONG {
        true => pairs.all(|(wanted, found)| wanted.is_uppercase() == found.is_uppercase()),
        false => pairs.all(|(wanted, found)| !wanted.is_uppercase() || found.is_uppercase()),
    }
}

/// Capitals say nothing here: a sentence begins, or all letters are capitals.
fn is_loose(form: &str, text: &str, place: &Word) -> bool {
    let surface = &text[place.1 as usize..place.2 as usize];
    let capitals = |text: &str| !text.chars().any(char::is_lowercase);
    if capitals(surface) && !capitals(form) {
        return true;
    }
    let opens = |c: char| c == '(' || c == '[' || is_apostrophe(c) || is_double_quote(c) || (is_space(c) && c != '\n');
    let before = text[..place.1 as usize].trim_end_matches(opens);
    !capitals(form) && (before.is_empty() || before.ends_with(['.', '!', '?', ':', '\n', '\u{2026}']))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn found(forms: &[&str], text: &str) -> Vec<String> {
        let list = Gazetteer::of(forms.iter().enumerate().map(|(at, form)| (at as u32, *form)));
        list.find(text).iter().map(|listed| text[listed.start as usize..listed.end as usize].to_owned()).collect()
    }

    #[test]
    fn names_are_found_however_they_are_typeset() {
        for (form, text) in [
            ("M'Hamed Hagaoui", "Then M\u{2019}Hamed  Hagaoui left."),
            ("Recep Tayyip Erdogan", "said Recep Tayyip Erdo\u{11f}an\u{2019}s aide"),
            ("Al-Qaida", "of Al Qaida in"),
            ("Al Qaida", "of AL-QAIDA in"),
            ("Anna Kern", "Anna\nKern spoke"),
            ("Anna Kern", "anna kern posted"),
            ("J. R. Smith", "to J.R. Smith, who"),
            ("St John", "in St. John there"),
            ("Joaquin El Chapo Guzman", "Joaqu\u{ed}n \u{201c}El Chapo\u{201d} Guzm\u{e1}n"),
            ("Deutsche Bank", "Deut-\nsche Bank paid"),
            ("Smith, John", "SMITH, JOHN was"),
            (
                "\u{41f}\u{443}\u{442}\u{438}\u{43d}",
                "\u{441}\u{43a}\u{430}\u{437}\u{430}\u{43b} \u{41f}\u{443}\u{442}\u{438}\u{43d} \u{432}",
            ),
        ] {
            assert_eq!(found(&[form], text).len(), 1, "{form} in {text}");
        }
    }

    #[test]
    fn nothing_is_found_across_sentences_words_and_paragraphs() {
        for (form, text) in [
            ("Anna Kern", "It was Anna. Kern left."),
            ("Anna Kern", "Anna\n\nKern"),
            ("Anna Kern", "Anna, Kern and Bram"),
            ("Anna Kern", "Anna (Kern)"),
            ("Anna Kern", "Hanna Kernel"),
            ("Anna Kern", "Anna \u{2013} Kern"),
            ("Kern", "Kernel kern"),
        ] {
            assert_eq!(found(&[form], text), Vec::<String>::new(), "{form} in {text}");
        }
    }

    #[test]
    fn a_word_keeps_its_capitals() {
        assert_eq!(found(&["Will"], "Will you? He will. I asked Will and WILL."), ["Will"]);
        assert_eq!(found(&["Putin"], "PUTIN VISITS. putin. Putin!"), ["PUTIN", "Putin"]);
        assert_eq!(found(&["WHO"], "Who said so? WHO did, and who else."), ["WHO"]);
        assert_eq!(found(&["Grant"], "COUNCIL TO GRANT it. Grant it! Mr Grant did."), ["Grant"]);
        assert_eq!(found(&["New Look"], "a new look at New Look. New look?"), ["New Look"]);
        assert_eq!(found(&["novichok"], "Novichok, novichok"), ["Novichok", "novichok"], "the list has no capital");
        assert_eq!(found(&["Kern"], "Kern left. So did kern."), ["Kern"], "no common word begins a sentence like any");
    }

    #[test]
    fn the_longest_name_counts_and_shared_forms_are_told() {
        assert_eq!(
            found(&["Bank", "Deutsche Bank", "Deutsche Bank Park"], "Deutsche Bank Parking, Deutsche Bank Park"),
            ["Deutsche Bank", "Deutsche Bank Park"]
        );
        let list = Gazetteer::of([(4, "IRA"), (7, "Ira"), (9, "John Smith"), (2, "John Smith")].into_iter());
        let entries = |text: &str| list.find(text).into_iter().map(|listed| listed.entries).collect::<Vec<_>>();
        assert_eq!(entries("the IRA and Ira"), [vec![4], vec![7]]);
        assert_eq!(entries("John Smith"), [vec![2, 9]]);
        assert_eq!((is_fit("7"), is_fit("X"), is_fit("X1")), (Err(Unfit::NoLetter), Err(Unfit::OneLetter), Ok(())));
    }

    proptest! {
        #[test]
        fn offsets_slice_the_text_and_a_listed_name_is_found(
            before in "[a-zé .,\u{2019}\n]{0,30}", name in "[A-Z][a-zé]{4,8} [A-Z][a-zéı]{4,8}", after in "( [a-zé .,\n]{0,30})?",
        ) {
            let text = format!("{before}; {name}{after}");
            let list = Gazetteer::of([(0, name.as_str())].into_iter());
            let found = list.find(&text);
            let last = found.iter().find(|listed| listed.start as usize == before.len() + 2);
            prop_assert!(last.is_some_and(|listed| text[listed.start as usize..listed.end as usize] == name), "{:?}", found);
            for pair in found.windows(2) {
                prop_assert!(pair[0].end <= pair[1].start);
            }
        }

        #[test]
        fn any_text_can_be_looked_through(text in "\\PC{0,80}", form in "\\PC{1,20}") {
            for listed in Gazetteer::of([(0, form.as_str())].into_iter()).find(&text) {
                prop_assert!(text.get(listed.start as usize..listed.end as usize).is_some());
            }
        }
    }
}
