//! Names that came, went, or stand where another one stood.

use super::changes::Change;
use super::kinds::differing;
use super::names::{NameWords, NamesOf};
use super::quotes::touched;
use super::replaced::{Replaced, one_line};
use super::stream::{FixedMap, FixedSet, Pair, Side};
use super::units::is_of_number;
use crate::text::classes::{is_ideograph, is_word};
use std::ops::Range;

/// A name with a token of more characters than this is none: the recogniser met a link or a key.
const LONGEST: usize = 25;
/// A name of more tokens than this is none either: the recogniser met a passage in capitals.
const MOST_TOKENS: usize = 60;
/// So many bytes around a name are looked at for the address that it may be part of.
const ADDRESS: usize = 200;

/// A changed name of one side.
struct Gone {
    words: Vec<String>,
    text: String,
    /// How often the name stands on its side.
    count: usize,
}

/// The changed names of one side that stand nowhere on the other side, or not in one piece: those that
/// stand most often first, then by place, headings in capitals last; shorter forms of a name in
/// the list are left out.
pub(super) fn names_gone(
    side: &Side,
    names: &NamesOf,
    changed: &[Range<usize>],
    other: &Side,
    pair: &Pair,
) -> Vec<String> {
    let mut there: Option<There> = None;
    let mut known: FixedMap<Vec<&str>, usize> = FixedMap::default();
    let mut out: Vec<Gone> = Vec::new();
    for span in touched_once(&names.spans, changed) {
        let there = there.get_or_insert_with(|| There::of(other, pair));
        let words = words(side, pair, span);
        if there.has(&words) || known.contains_key(&words) || !tells(side, pair, span) {
            continue;
        }
        out.push(Gone {
            words: words.iter().map(|&word| word.to_owned()).collect(),
            text: shown(side, span),
            count: 0,
        });
        known.insert(words, out.len() - 1);
    }
    if !out.is_empty() {
        for span in &names.spans {
            if let Some(&at) = known.get(&words(side, pair, span)) {
                out[at].count += 1;
            }
        }
    }
    let mut out = without_shorter(out);
    let shouted = |gone: &Gone| gone.words.len() > 1 && !gone.text.chars().any(char::is_lowercase);
    out.sort_by_key(|gone| (shouted(gone), std::cmp::Reverse(gone.count)));
    out.into_iter().map(|gone| gone.text).collect()
}

/// The names that share a token with any of the changed stretches, both in order. Many changes may lie in one long
/// name.
fn touched_once<'n>(names: &'n [Range<usize>], changed: &[Range<usize>]) -> Vec<&'n Range<usize>> {
    let mut out = Vec::new();
    let mut reached = 0;
    for tokens in changed {
        let first = names.partition_point(|name| name.end <= tokens.start).max(reached);
        let before = out.len();
        out.extend(names[first..].iter().take_while(|name| name.start < tokens.end));
        reached = first + out.len() - before;
    }
    out
}

/// The words of a side, and which of them follow each other.
struct There<'p> {
    words: FixedSet<&'p str>,
    pairs: FixedSet<(&'p str, &'p str)>,
}

impl<'p> There<'p> {
    fn of(side: &Side, pair: &'p Pair) -> There<'p> {
        let keys: Vec<&str> = side.ids.iter().map(|&id| bare(&pair.keys[id as usize])).collect();
        There { words: keys.iter().copied().collect(), pairs: keys.windows(2).map(|two| (two[0], two[1])).collect() }
    }

    /// True for a name whose words stand there, one behind the other: John Smith is gone where Peter Smith and John
    /// Brown are left.
    fn has(&self, words: &[&str]) -> bool {
        words.iter().all(|word| self.words.contains(word))
            && words.windows(2).all(|two| self.pairs.contains(&(two[0], two[1])))
    }
}

/// Leaves out names all of whose words lie in a longer name of the list.
fn without_shorter(names: Vec<Gone>) -> Vec<Gone> {
    let mut holders: FixedMap<&str, Vec<usize>> = FixedMap::default();
    for (at, name) in names.iter().enumerate() {
        name.words.iter().for_each(|word| holders.entry(word).or_default().push(at));
    }
    let is_shorter = |name: &Gone| {
        let rarest = name.words.iter().filter_map(|word| holders.get(word.as_str())).min_by_key(|list| list.len());
        rarest.is_some_and(|list| {
            let longer = |at: &usize| {
                let other = &names[*at].words;
                other.len() > name.words.len() && name.words.iter().all(|word| other.contains(word))
            };
            list.iter().any(longer)
        })
    };
    let shorter: Vec<bool> = names.iter().map(is_shorter).collect();
    names.into_iter().zip(shorter).filter(|(_, shorter)| !shorter).map(|(name, _)| name).collect()
}

/// Names that stand where other names stood, each pair once.
pub(super) fn names_changed<'c>(
    pair: &Pair,
    changes: impl Iterator<Item = &'c Change>,
    names: &NameWords,
) -> Vec<Replaced> {
    let mut out: Vec<Replaced> = Vec::new();
    let mut seen = FixedSet::default();
    for change in changes {
        let (only_a, only_b) = differing(pair, change.a.clone(), change.b.clone());
        let of = |side: &Side, names: &NamesOf, only: &[usize], tokens: &Range<usize>| -> Vec<Range<usize>> {
            let differs = |span: &Range<usize>| only.iter().any(|token| span.contains(token));
            touched(&names.spans, tokens).filter(|span| differs(span) && tells(side, pair, span)).cloned().collect()
        };
        let gone = of(&pair.a, &names.a, &only_a, &change.a);
        let new = of(&pair.b, &names.b, &only_b, &change.b);
        if gone.len() != new.len() {
            continue;
        }
        for (from, to) in gone.iter().zip(&new) {
            let (x, y) = (words(&pair.a, pair, from), words(&pair.b, pair, to));
            // A name told in full, or shorter, or with an initial, is the same name.
            let holds = |names: &[&str], word: &str| names.iter().any(|name| stands_for(name, word));
            let same = x.iter().all(|word| holds(&y, word)) || y.iter().all(|word| holds(&x, word));
            if !same && seen.insert((x.join(" "), y.join(" "))) {
                out.push(Replaced { from: shown(&pair.a, from), to: shown(&pair.b, to) });
            }
        }
    }
    out
}

/// The words of a name, without the ending of a possessive.
pub(super) fn words<'p>(side: &Side, pair: &'p Pair, span: &Range<usize>) -> Vec<&'p str> {
    span.clone().map(|at| bare(pair.key(side, at))).collect()
}

/// True for equal words, for an initial with its word, and for marks.
fn stands_for(name: &str, word: &str) -> bool {
    let initial = |short: &str, long: &str| short.chars().count() == 1 && long.starts_with(short);
    name == word || initial(name, word) || initial(word, name) || !word.chars().any(is_word)
}

fn bare(key: &str) -> &str {
    key.strip_suffix("'s").unwrap_or(key)
}

pub(super) fn shown(side: &Side, span: &Range<usize>) -> String {
    let text = &side.text[side.start(span.start)..side.end_before(span.end)];
    let text = text.strip_suffix("'s").or(text.strip_suffix("\u{2019}s")).unwrap_or(text);
    one_line(text)
}

/// False for what a recogniser takes for names and no reader does: initials, numbers of files and
/// hashes, parts of links and addresses.
pub(super) fn tells(side: &Side, pair: &Pair, span: &Range<usize>) -> bool {
    if span.len() > MOST_TOKENS {
        return false;
    }
    let token_tells = |token: usize| {
        let text = side.token(token);
        text.chars().filter(char::is_ascii_digit).count() < 3 && text.chars().count() <= LONGEST
    };
    let text = &side.text[side.start(span.start)..side.end_before(span.end)];
    let long = text.chars().count() > 2 || text.chars().any(is_ideograph);
    long && span.clone().all(token_tells)
        && !span.clone().all(|token| is_of_number(side, pair, token))
        && !is_in_address(side.text, side.start(span.start), side.end_before(span.end))
}

/// True inside a link or a mail address, which has no white space in it.
fn is_in_address(text: &str, start: usize, end: usize) -> bool {
    let ends = |c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '(' | ')');
    let whole = |at: usize| (0..=at).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
    let floor = whole(start.saturating_sub(ADDRESS));
    let before = &text[floor..start];
    let before = before.rfind(ends).map_or(before, |at| &before[at..]).trim_start_matches(ends);
    let ceiling = whole((end + ADDRESS).min(text.len()));
    let after = &text[end..ceiling];
    let after = after.find(ends).map_or(after, |at| &after[..at]);
    let name = &text[start..end];
    before.contains("://")
        || before.starts_with("www.")
        || after.starts_with("://")
        || (before.contains('@') && !before.ends_with('@'))
        || (before.ends_with('@') && (after.contains('.') || name.contains('.')))
        || after.split_once('@').is_some_and(|(_, domain)| domain.contains('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_met_once_however_many_changes_lie_in_it() {
        let met = |changed: &[Range<usize>]| {
            touched_once(&[0..2, 4..90, 92..93, 95..96], changed).into_iter().cloned().collect::<Vec<_>>()
        };
        assert_eq!(met(&[5..6, 7..8, 89..95]), [4..90, 92..93]);
        assert_eq!(met(&[1..5, 6..7, 91..92, 95..99]), [0..2, 4..90, 95..96]);
        assert!(met(&[2..4, 90..92]).is_empty());
    }
}
