//! What changed, in figures and in one line.

use super::kinds::{differing, is_number};
use super::names::{NameWords, NamesOf};
use super::quotes::{Quotes, touched};
use super::stream::{FixedSet, MARK, Pair, Side};
use super::{ChangeKind, Op, OpKind};
use serde::Serialize;
use std::ops::Range;

/// A number that stands where another one stood.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NumberChange {
    pub from: String,
    pub to: String,
}

/// What changed between two texts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// Words and numbers; moved text and typography are not counted.
    pub words_inserted: usize,
    pub words_deleted: usize,
    pub moves: usize,
    /// Places that differ in typography only.
    pub typographic: usize,
    /// Names of the second text of which the first has not every word.
    pub names_added: Vec<String>,
    pub names_removed: Vec<String>,
    pub numbers_changed: Vec<NumberChange>,
    pub quotations_added: Vec<String>,
    pub quotations_removed: Vec<String>,
}

pub(super) fn summarise(pair: &Pair, ops: &[Op], names: &NameWords, quotes: &Quotes) -> Summary {
    let mut out = Summary::default();
    let (mut changed_a, mut changed_b) = (Vec::new(), Vec::new());
    for op in ops {
        match op.kind {
            None => continue,
            Some(ChangeKind::Typography) => {
                out.typographic += 1;
                continue;
            }
            Some(ChangeKind::Move) => {
                out.moves = out.moves.max(op.moved.unwrap_or(0) as usize);
                continue;
            }
            Some(_) => {}
        }
        let (a, b) = (pair.a.tokens_in(&op.a), pair.b.tokens_in(&op.b));
        out.words_deleted += words(pair, &pair.a, &a);
        out.words_inserted += words(pair, &pair.b, &b);
        if op.op == OpKind::Replace {
            numbers(pair, a.clone(), b.clone(), &mut out.numbers_changed);
        }
        changed_a.push(a);
        changed_b.push(b);
    }
    out.names_removed = names_gone(&pair.a, &names.a, &changed_a, &pair.b, pair);
    out.names_added = names_gone(&pair.b, &names.b, &changed_b, &pair.a, pair);
    out.quotations_removed = quotes_gone(&pair.a, &quotes.a, &changed_a, &pair.b, &quotes.b);
    out.quotations_added = quotes_gone(&pair.b, &quotes.b, &changed_b, &pair.a, &quotes.a);
    out
}

fn words(pair: &Pair, side: &Side, tokens: &Range<usize>) -> usize {
    side.ids[tokens.clone()].iter().filter(|&&id| pair.weight[id as usize] > MARK).count()
}

/// Numbers that differ, matched in the order in which they stand.
fn numbers(pair: &Pair, a: Range<usize>, b: Range<usize>, out: &mut Vec<NumberChange>) {
    let (only_a, only_b) = differing(pair, a, b);
    let of = |side: &Side, only: Vec<usize>| -> Vec<String> {
        only.into_iter().filter(|&at| is_number(side, pair, at)).map(|at| side.token(at).to_owned()).collect()
    };
    let pairs = of(&pair.a, only_a).into_iter().zip(of(&pair.b, only_b));
    out.extend(pairs.map(|(from, to)| NumberChange { from, to }));
}

/// The changed names of one side of which some word stands nowhere on the other side.
fn names_gone(side: &Side, names: &NamesOf, changed: &[Range<usize>], other: &Side, pair: &Pair) -> Vec<String> {
    let bare = |key: &str| key.strip_suffix("'s").unwrap_or(key).to_owned();
    let mut there: Option<FixedSet<String>> = None;
    let mut seen = FixedSet::default();
    let mut out = Vec::new();
    for span in changed.iter().flat_map(|tokens| touched(&names.spans, tokens)) {
        let there = there.get_or_insert_with(|| {
            let ids: FixedSet<u32> = other.ids.iter().copied().collect();
            ids.into_iter().map(|id| bare(&pair.keys[id as usize])).collect()
        });
        let words: Vec<String> = span.clone().map(|at| bare(pair.key(side, at))).collect();
        if words.iter().all(|word| there.contains(word)) || !seen.insert(words.join(" ")) {
            continue;
        }
        let text = &side.text[side.start(span.start)..side.end_before(span.end)];
        let text = text.strip_suffix("'s").or(text.strip_suffix("\u{2019}s")).unwrap_or(text);
        out.push(one_line(text));
    }
    out
}

/// The changed quotations of one side that the other side does not quote.
fn quotes_gone(
    side: &Side,
    quotes: &[Range<usize>],
    changed: &[Range<usize>],
    other: &Side,
    others: &[Range<usize>],
) -> Vec<String> {
    let there: FixedSet<&[u32]> = others.iter().map(|quote| &other.ids[quote.clone()]).collect();
    let mut seen = FixedSet::default();
    let mut out = Vec::new();
    for quote in changed.iter().flat_map(|tokens| touched(quotes, tokens)) {
        let ids = &side.ids[quote.clone()];
        if !there.contains(ids) && seen.insert(ids) {
            out.push(one_line(&side.text[side.start(quote.start)..side.end_before(quote.end)]));
        }
    }
    out
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Summary {
    /// One line for a list: `2 numbers changed (14 -> 40), Ortiz gone, +62 -3 words`.
    pub fn line(&self) -> String {
        let mut parts = Vec::new();
        if let Some(first) = self.numbers_changed.first() {
            let count = counted(self.numbers_changed.len(), "number");
            parts.push(format!("{count} changed ({} -> {})", first.from, first.to));
        }
        named(&mut parts, &self.names_removed, "gone");
        named(&mut parts, &self.names_added, "new");
        for (list, what) in [(&self.quotations_removed, "dropped"), (&self.quotations_added, "added")] {
            if !list.is_empty() {
                parts.push(format!("{} {what}", counted(list.len(), "quotation")));
            }
        }
        if self.moves > 0 {
            parts.push(counted(self.moves, "move"));
        }
        match (self.words_inserted, self.words_deleted) {
            (0, 0) => {}
            (n, 0) => parts.push(format!("+{}", counted(n, "word"))),
            (0, m) => parts.push(format!("-{}", counted(m, "word"))),
            (n, m) => parts.push(format!("+{n} -{m} words")),
        }
        match parts.is_empty() {
            true if self.typographic > 0 => "typography only".to_owned(),
            true => "no change of words".to_owned(),
            false => parts.join(", "),
        }
    }
}

fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

fn named(parts: &mut Vec<String>, names: &[String], what: &str) {
    match names {
        [] => {}
        [one] => parts.push(format!("{one} {what}")),
        [one, two] => parts.push(format!("{one} and {two} {what}")),
        [one, rest @ ..] => parts.push(format!("{one} and {} more names {what}", rest.len())),
    }
}
