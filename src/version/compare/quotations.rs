//! Quotations that came, went or were edited: told by their words, not by their marks.

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
    words: Vec<u32>,
    /// The words in the order of their numbers, to be held against others.
    sorted: Vec<u32>,
    text: String,
}

/// Tells the changed quotations of both sides: as changed where one of the other side shares half
/// of its words in their order, else as removed or added.
pub(super) fn quotations(
    pair: &Pair,
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
    pairs.sort_unstable();
    let edited = |(i, j): (usize, usize)| Replaced { from: gone[i].text.clone(), to: new[j].text.clone() };
    let changed = pairs.into_iter().map(edited).collect();
    let rest = |quotes: Vec<Quote>, used: Vec<bool>| {
        quotes.into_iter().zip(used).filter(|(_, used)| !used).map(|(quote, _)| quote.text).collect()
    };
    Quoted { changed, removed: rest(gone, used_a), added: rest(new, used_b) }
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
    let words = |side: &Side, quote: &Range<usize>| -> Vec<u32> {
        side.ids[quote.clone()].iter().copied().filter(|&id| pair.weight[id as usize] > MARK).collect()
    };
    let mut there: Option<There> = None;
    let mut seen: FixedSet<Vec<u32>> = FixedSet::default();
    let mut out = Vec::new();
    for quote in changed.iter().flat_map(|tokens| touched(quotes, tokens)) {
        let there = there.get_or_insert_with(|| There::of(others.iter().map(|quote| words(other, quote))));
        let words = words(side, quote);
        if !seen.insert(words.clone()) || there.holds(&words) {
            continue;
        }
        let mut sorted = words.clone();
        sorted.sort_unstable();
        let text = text(side, quote);
        out.push(Quote { words, sorted, text });
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
