//! What changed, in figures and in one line.

use super::changes::{Change, SHORT, changes};
use super::gone::{names_changed, names_gone};
use super::moved_names::names_moved;
use super::names::NameWords;
use super::numbers::{Differing, values};
use super::quotation_marks::marked;
use super::quotations::quotations;
use super::quotes::Quotes;
use super::replaced::{Replaced, text};
use super::stream::{FixedSet, MARK, Pair, Side};
use super::values::date;
use super::{ChangeKind, Op};
use serde::Serialize;
use std::ops::Range;

/// What changed between two texts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// Words and numbers; moved text and typography are not counted.
    pub words_inserted: usize,
    pub words_deleted: usize,
    pub moves: usize,
    /// Places that differ in typography only.
    pub typographic: usize,
    /// Places where marks of punctuation changed and no word did.
    pub marks: usize,
    /// Names of the second text that the first has nowhere in one piece.
    pub names_added: Vec<String>,
    pub names_removed: Vec<String>,
    /// Names that stand where another name stood, each pair once.
    pub names_changed: Vec<Replaced>,
    /// Names cut at one place of a sentence and put in at another one of the same sentence.
    pub names_moved: Vec<String>,
    /// Numbers and dates that stand where another one stood, as they are written.
    pub numbers_changed: Vec<Replaced>,
    /// Numbers and dates that stand for none of the other text, which has them nowhere.
    pub numbers_added: Vec<String>,
    pub numbers_removed: Vec<String>,
    /// Quotations whose words the other text quotes nowhere.
    pub quotations_added: Vec<String>,
    pub quotations_removed: Vec<String>,
    /// Quotations that share half of their words.
    pub quotations_changed: Vec<Replaced>,
    /// Words that stand in both texts, and in quotation marks in the second one only.
    pub quotations_marked: Vec<String>,
    /// And in the first one only.
    pub quotations_unmarked: Vec<String>,
}

pub(super) fn summarise(pair: &Pair, ops: &[Op], names: &NameWords, quotes: &Quotes) -> Summary {
    let of = |kind| ops.iter().filter(move |op| op.kind == Some(kind));
    let moves = of(ChangeKind::Move).filter_map(|op| op.moved).max().unwrap_or(0) as usize;
    let mut out = Summary { typographic: of(ChangeKind::Typography).count(), moves, ..Summary::default() };
    let mut numbers: Vec<(Range<usize>, Range<usize>)> = Vec::new();
    let changes = changes(pair, ops);
    let mut alone: [Alone; 2] = Default::default();
    let marked = marked(pair, quotes, &changes);
    for (change, is_marked) in changes.iter().zip(&marked.changes) {
        let (cut, put) = (words(pair, &pair.a, &change.a), words(pair, &pair.b, &change.b));
        out.words_deleted += cut;
        out.words_inserted += put;
        // What is cut or put in can be the sign of a number that stays.
        let differing = Differing::of(pair, &change.a, &change.b);
        let pairs = differing.pairs(pair);
        for (list, found) in alone.iter_mut().zip(differing.alone(pair)) {
            list.extend(found);
        }
        out.marks += usize::from(cut + put == 0 && pairs.is_empty() && !is_marked);
        for both in pairs {
            match numbers.last_mut() {
                // Both ends of one figure may have changed: 10:30 to 11:45.
                Some(last) if overlaps(&last.0, &both.0) && overlaps(&last.1, &both.1) => {
                    (last.0.end, last.1.end) = (last.0.end.max(both.0.end), last.1.end.max(both.1.end));
                }
                _ => numbers.push(both),
            }
        }
    }
    let shown = |(a, b): (Range<usize>, Range<usize>)| Replaced { from: text(&pair.a, &a), to: text(&pair.b, &b) };
    out.numbers_changed = numbers.into_iter().map(shown).flat_map(cells).collect();
    let [gone, new] = alone;
    out.numbers_removed = nowhere(pair, &pair.a, gone, &pair.b);
    out.numbers_added = nowhere(pair, &pair.b, new, &pair.a);
    let short = |change: &&Change| change.replaces() && change.a.len().max(change.b.len()) <= SHORT;
    out.names_changed = names_changed(pair, changes.iter().filter(short), names);
    out.names_moved = names_moved(pair, &changes, names);
    let told: FixedSet<&String> = out.names_changed.iter().flat_map(|both| [&both.from, &both.to]).collect();
    out.names_moved.retain(|name| !told.contains(name));
    let (changed_a, changed_b) = (ranges(&changes, |change| &change.a), ranges(&changes, |change| &change.b));
    out.names_removed = names_gone(&pair.a, &names.a, &changed_a, &pair.b, pair);
    out.names_added = names_gone(&pair.b, &names.b, &changed_b, &pair.a, pair);
    let quoted = quotations(pair, ops, quotes, &changed_a, &changed_b);
    out.quotations_changed = quoted.changed;
    out.quotations_removed = quoted.removed;
    out.quotations_added = quoted.added;
    (out.quotations_marked, out.quotations_unmarked) = (marked.now, marked.no_longer);
    out
}

/// The cells of a table that were joined by a comma, those that differ; anything else as it is.
fn cells(both: Replaced) -> Vec<Replaced> {
    let (from, to): (Vec<&str>, Vec<&str>) = (both.from.split(',').collect(), both.to.split(',').collect());
    let digits = |cell: &&str| !cell.is_empty() && cell.bytes().all(|byte| byte.is_ascii_digit());
    // A fraction may be long, but not behind so many digits that no group is parted off.
    let joined =
        |cells: &[&str]| cells.len() > 1 && cells.iter().all(digits) && cells.iter().all(|cell| cell.len() > 3);
    if from.len() != to.len() || !joined(&from) || !joined(&to) {
        return vec![both];
    }
    let differ = from.into_iter().zip(to).filter(|(from, to)| from != to);
    differ.map(|(from, to)| Replaced { from: from.to_owned(), to: to.to_owned() }).collect()
}

fn overlaps(one: &Range<usize>, other: &Range<usize>) -> bool {
    one.start < other.end && other.start < one.end
}

/// Numbers of one side with their values.
type Alone = Vec<(Range<usize>, String)>;

/// Those that the other side has nowhere, each once, as they are written.
fn nowhere(pair: &Pair, side: &Side, numbers: Alone, other: &Side) -> Vec<String> {
    if numbers.is_empty() {
        return Vec::new();
    }
    let mut known = values(other, pair);
    numbers
        .into_iter()
        .filter(|(_, value)| known.insert(value.clone()))
        .map(|(tokens, _)| text(side, &tokens))
        .collect()
}

/// The changed tokens of one side, in their order.
fn ranges(changes: &[Change], of: impl Fn(&Change) -> &Range<usize>) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = changes.iter().map(|change| of(change).clone()).collect();
    out.sort_unstable_by_key(|tokens| tokens.start);
    out
}

fn words(pair: &Pair, side: &Side, tokens: &Range<usize>) -> usize {
    side.ids[tokens.clone()].iter().filter(|&&id| pair.weight[id as usize] > MARK).count()
}

impl Summary {
    /// One line for a list: `2 numbers changed (14 -> 40), Ortiz gone, +62 -3 words`.
    pub fn line(&self) -> String {
        let mut parts = Vec::new();
        changed(&mut parts, &self.numbers_changed, "number");
        for (list, what) in [(&self.numbers_removed, "gone"), (&self.numbers_added, "new")] {
            named(&mut parts, &list.iter().collect::<Vec<_>>(), "number", what);
        }
        changed(&mut parts, &self.names_changed, "name");
        match self.names_moved.as_slice() {
            [] => {}
            [one] => parts.push(format!("1 name moved ({one})")),
            names => parts.push(format!("{} names changed places ({})", names.len(), names.join(", "))),
        }
        // A name told as changed needs not be told again.
        let told = |name: &&String| self.names_changed.iter().any(|both| both.from == **name || both.to == **name);
        for (list, what) in [(&self.names_removed, "gone"), (&self.names_added, "new")] {
            named(&mut parts, &list.iter().filter(|name| !told(name)).collect::<Vec<_>>(), "name", what);
        }
        for (count, what) in [
            (self.quotations_changed.len(), "changed"),
            (self.quotations_removed.len(), "dropped"),
            (self.quotations_added.len(), "added"),
            (self.quotations_unmarked.len(), "no longer marked"),
            (self.quotations_marked.len(), "newly marked"),
        ] {
            if count > 0 {
                parts.push(format!("{} {what}", counted(count, "quotation")));
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
        if self.marks > 0 {
            parts.push(counted(self.marks, "punctuation change"));
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

fn changed(parts: &mut Vec<String>, list: &[Replaced], what: &str) {
    if let Some(first) = list.first() {
        let both = |both: &Replaced| is_date_text(&both.from) && is_date_text(&both.to);
        let what = if what == "number" && list.iter().all(both) { "date" } else { what };
        parts.push(format!("{} changed ({} -> {})", counted(list.len(), what), first.from, first.to));
    }
}

/// True for a number told with a month or a day of the week in it.
fn is_date_text(text: &str) -> bool {
    text.split(|c: char| !c.is_alphabetic()).any(|word| date(&word.to_lowercase()).is_some())
}

fn named(parts: &mut Vec<String>, names: &[&String], noun: &str, what: &str) {
    let dates = names.iter().filter(|name| noun == "number" && is_date_text(name)).count();
    let noun = match dates {
        0 => format!("{noun}s"),
        _ if dates == names.len() => "dates".to_owned(),
        _ => "dates and numbers".to_owned(),
    };
    match names {
        [] => {}
        [one] => parts.push(format!("{one} {what}")),
        [one, two] => parts.push(format!("{one} and {two} {what}")),
        [one, rest @ ..] => parts.push(format!("{one} and {} more {noun} {what}", rest.len())),
    }
}
