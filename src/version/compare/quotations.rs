//! Quotations that came, went or were edited: told by their words, not by their marks.

use super::Op;
use super::carry::{end_in_b, start_in_b};
use super::quotes::{Quotes, touched};
use super::replaced::{Replaced, text};
use super::stream::{FixedMap, FixedSet, MARK, Pair, Side};
use std::ops::Range;

/// Steps for finding which quotations are edits of which; beyond, they are told as dropped and added.
const BUDGET: usize = 40_000_000;

/// The quotations that are not the same in both texts.
pub(super) struct Quoted {
    pub changed: Vec<Replaced>,
    pub removed: Vec<String>,
    pub added: Vec<String>,
}

/// A changed quotation that the other side does not hold as it is.
struct Quote {
    /// Its place among the quotations of its side.
    at: usize,
    words: Vec<u32>,
    /// The words in the order of their numbers, to be held against others.
    sorted: Vec<u32>,
    text: String,
}

/// Tells the changed quotations of both sides: as changed where one of the other side shares half
/// of its words in their order, else as removed or added.
pub(super) fn quotations(
    pair: &Pair,
    ops: &[Op],
    quotes: &Quotes,
    changed_a: &[Range<usize>],
    changed_b: &[Range<usize>],
) -> Quoted {
    let gone = lacking(pair, &pair.a, &quotes.a, changed_a, &pair.b, &quotes.b);
    let new = lacking(pair, &pair.b, &quotes.b, changed_b, &pair.a, &quotes.a);
    let mut edits: Vec<(usize, usize, usize)> = Vec::new();
    let mut left = BUDGET;
    for (i, from) in gone.iter().enumerate() {
        for (j, to) in new.iter().enumerate() {
            let longer = from.words.len().max(to.words.len());
            let steps = from.words.len() + to.words.len();
            let enough = |shared: usize| 2 * shared >= longer;
            if left < steps || !enough(from.words.len().min(to.words.len())) {
                continue;
            }
            left -= steps;
            let cells = from.words.len() * to.words.len();
            if left < cells || !enough(in_common(&from.sorted, &to.sorted)) {
                continue;
            }
            left -= cells;
            let shared = in_order(&from.words, &to.words);
            if enough(shared) {
                edits.push((1000 * shared / longer, i, j));
            }
        }
    }
    edits.sort_unstable_by_key(|&(share, i, j)| (std::cmp::Reverse(share), i, j));
    let (mut used_a, mut used_b) = (vec![false; gone.len()], vec![false; new.len()]);
    let mut pairs = Vec::new();
    for (_, i, j) in edits {
        if !used_a[i] && !used_b[j] {
            (used_a[i], used_b[j]) = (true, true);
            pairs.push((i, j));
        }
    }
    let mut changed: Vec<(usize, usize)> = pairs.into_iter().map(|(i, j)| (gone[i].at, new[j].at)).collect();
    let mut taken: [FixedSet<usize>; 2] =
        [changed.iter().map(|both| both.0).collect(), changed.iter().map(|both| both.1).collect()];
    let left = |list: &[Quote], used: &[bool]| -> FixedSet<usize> {
        list.iter().zip(used).filter(|(_, used)| !**used).map(|(quote, _)| quote.at).collect()
    };
    for (x, y) in grown(pair, ops, quotes, &left(&gone, &used_a), &left(&new, &used_b)) {
        if taken[0].insert(x) && taken[1].insert(y) {
            changed.push((x, y));
        }
    }
    for (list, used, taken) in [(&gone, &mut used_a, &taken[0]), (&new, &mut used_b, &taken[1])] {
        list.iter().zip(used.iter_mut()).for_each(|(quote, used)| *used |= taken.contains(&quote.at));
    }
    changed.sort_unstable();
    let edited =
        |(x, y): (usize, usize)| Replaced { from: text(&pair.a, &quotes.a[x]), to: text(&pair.b, &quotes.b[y]) };
    let changed = changed.into_iter().map(edited).collect();
    let rest = |quotes: Vec<Quote>, used: Vec<bool>| {
        quotes.into_iter().zip(used).filter(|(_, used)| !used).map(|(quote, _)| quote.text).collect()
    };
    Quoted { changed, removed: rest(gone, used_a), added: rest(new, used_b) }
}

/// Quotations that stand in the place of each other, though one of them has grown so much that it shares less than half
/// of its words: `gone` and `new` are those that the other side does not quote as they are.
fn grown(
    pair: &Pair,
    ops: &[Op],
    quotes: &Quotes,
    gone: &FixedSet<usize>,
    new: &FixedSet<usize>,
) -> Vec<(usize, usize)> {
    if gone.is_empty() && new.is_empty() {
        return Vec::new();
    }
    let bytes = |side: &Side, quote: &Range<usize>| side.start(quote.start)..side.end_before(quote.end);
    let mut out = Vec::new();
    for (x, quote) in quotes.a.iter().enumerate() {
        let here = bytes(&pair.a, quote);
        let there = pair.b.tokens_in(&(start_in_b(ops, here.start)..end_in_b(ops, here.end)));
        let first = quotes.b.partition_point(|other| other.end <= there.start);
        let near = quotes.b[first..].iter().take_while(|other| other.start < there.end);
        for (y, other) in (first..).zip(near).filter(|(y, _)| gone.contains(&x) || new.contains(y)) {
            let (one, other) = (words(pair, &pair.a, quote), words(pair, &pair.b, other));
            if 2 * in_order(&one, &other) >= one.len().min(other.len()) && one != other {
                out.push((x, y));
            }
        }
    }
    out
}

/// The words of a quotation without its marks.
fn words(pair: &Pair, side: &Side, quote: &Range<usize>) -> Vec<u32> {
    side.ids[quote.clone()].iter().copied().filter(|&id| pair.weight[id as usize] > MARK).collect()
}

/// The changed quotations of one side whose words the other side quotes nowhere.
fn lacking(
    pair: &Pair,
    side: &Side,
    quotes: &[Range<usize>],
    changed: &[Range<usize>],
    other: &Side,
    others: &[Range<usize>],
) -> Vec<Quote> {
    let mut there: Option<There> = None;
    let mut seen: FixedSet<Vec<u32>> = FixedSet::default();
    let mut out = Vec::new();
    for quote in changed.iter().flat_map(|tokens| touched(quotes, tokens)) {
        let there = there.get_or_insert_with(|| There::of(others.iter().map(|quote| words(pair, other, quote))));
        let words = words(pair, side, quote);
        if !seen.insert(words.clone()) || there.holds(&words) {
            continue;
        }
        let mut sorted = words.clone();
        sorted.sort_unstable();
        let text = text(side, quote);
        out.push(Quote { at: quotes.partition_point(|other| other.start < quote.start), words, sorted, text });
    }
    out
}

/// What one side quotes.
pub(super) struct There {
    whole: FixedSet<Vec<u32>>,
    /// All quotations one after the other: who says it can break one in two.
    joined: Vec<u32>,
    /// Where each number stands in them.
    places: FixedMap<u32, Vec<usize>>,
}

impl There {
    pub fn of(quotes: impl Iterator<Item = Vec<u32>>) -> There {
        let mut out = There { whole: FixedSet::default(), joined: Vec::new(), places: Default::default() };
        for words in quotes {
            for &word in &words {
                out.places.entry(word).or_default().push(out.joined.len());
                out.joined.push(word);
            }
            out.whole.insert(words);
        }
        out
    }

    /// True where the words stand in a quotation, be it a longer one, or in neighbouring ones.
    pub fn holds(&self, words: &[u32]) -> bool {
        // The rarest word has the fewest places to look at.
        let rarest = words.iter().enumerate().min_by_key(|(_, word)| self.places.get(word).map_or(0, Vec::len));
        let Some((at, word)) = rarest else { return true };
        let inside = |place: &usize| {
            place.checked_sub(at).and_then(|start| self.joined.get(start..start + words.len())) == Some(words)
        };
        self.whole.contains(words) || self.places.get(word).is_some_and(|places| places.iter().any(inside))
    }
}

/// How many words two sorted lists share.
fn in_common(a: &[u32], b: &[u32]) -> usize {
    let (mut i, mut j, mut out) = (0, 0, 0);
    while i < a.len() && j < b.len() {
        match a[i].cmp(&b[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => (i, j, out) = (i + 1, j + 1, out + 1),
        }
    }
    out
}

/// How many words two lists share in their order.
fn in_order(a: &[u32], b: &[u32]) -> usize {
    let mut row = vec![0; b.len() + 1];
    for x in a {
        let mut corner = 0;
        for (j, y) in b.iter().enumerate() {
            let above = row[j + 1];
            row[j + 1] = if x == y { corner + 1 } else { above.max(row[j]) };
            corner = above;
        }
    }
    row[b.len()]
}
