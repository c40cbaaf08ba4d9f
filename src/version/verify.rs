//! The exact measure of a pair of texts: what they share, in which runs, in which order.

use super::fingerprint::SURE_RUN;
use super::furniture::Own;
use super::gaps::agreement;
use super::grams::Grams;

/// Places of one gram in the second text that are followed; grams that come back more often are
/// followed only where they continue a run.
const OCCURRENCES: usize = 16;

/// Runs that are followed at once; more there are only where a text says one thing over and over.
const FOLLOWED: usize = 128;

/// What two texts share, counted in distinct grams; nothing here is an estimate.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Shared {
    /// Distinct grams that stand in both.
    pub grams: u32,
    /// Jaccard of the two sets of grams.
    pub similarity: f32,
    /// Share of the first text's grams that stand in the second.
    pub a_in_b: f32,
    /// Share of the second text's grams that stand in the first.
    pub b_in_a: f32,
    /// Words in the longest run that both have.
    pub longest_run: u32,
    /// Runs in the heaviest chain that is in order in both texts.
    pub runs: u32,
    /// Words in that chain.
    pub chained: u32,
}

/// The measure of a pair.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Measure {
    /// Over the whole texts: the figures to show.
    pub whole: Shared,
    /// Without the furniture: the figures that decide.
    pub own: Shared,
    /// Without what stands in many documents anywhere: the figures that tell versions from forms.
    pub rare: Shared,
    /// Words of the two texts without their furniture.
    pub own_words: (u32, u32),
    /// Words of the two texts.
    pub words: (u32, u32),
}

impl Shared {
    fn flipped(self) -> Shared {
        Shared { a_in_b: self.b_in_a, b_in_a: self.a_in_b, ..self }
    }
}

impl Measure {
    /// The measure with the texts in the other order.
    pub fn flipped(self) -> Measure {
        Measure {
            whole: self.whole.flipped(),
            own: self.own.flipped(),
            rare: self.rare.flipped(),
            own_words: (self.own_words.1, self.own_words.0),
            words: (self.words.1, self.words.0),
        }
    }
}

/// A document as versions of it are looked for: its text, and what it is called (empty where nobody
/// says).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source {
    pub title: String,
    pub text: String,
}

impl From<String> for Source {
    /// A text without a title.
    fn from(text: String) -> Source {
        Source { title: String::new(), text }
    }
}

/// A text and the parts of it that count as evidence, as ranges of words.
#[derive(Clone, Debug, Default)]
pub struct Sheet {
    pub grams: Grams,
    /// What the text is called; empty where nobody says.
    pub title: String,
    /// All but the furniture at the edges.
    pub own: Own,
    /// All but what is common; in order, and perhaps overlapping by less than a gram.
    pub rare: Vec<Own>,
}

impl Sheet {
    /// A text of which every word counts.
    pub fn plain(grams: Grams) -> Sheet {
        let all = 0..grams.words;
        Sheet { grams, title: String::new(), own: all.clone(), rare: vec![all] }
    }

    fn is_plain(&self) -> bool {
        self.own == (0..self.grams.words)
    }

    fn is_rare(&self) -> bool {
        self.rare.first() == Some(&(0..self.grams.words))
    }
}

/// Measures two texts.
pub fn measure(a: &Sheet, b: &Sheet) -> Measure {
    measure_and_see(a, b).0
}

/// The words of a text that lie in a run which counts as seen in another; the ranges may overlap.
pub(super) fn seen_words(a: &Sheet, b: &Sheet) -> Vec<Own> {
    let all = |sheet: &Sheet| 0..sheet.grams.words;
    seen_in(&shared_runs(&a.grams, &b.grams, &[all(a)], &[all(b)]).1)
}

/// How rare runs that two texts share lie in them, and what lies between.
pub(super) struct Traces {
    /// The share of a text's words that lie between the beginning of the first run and the end of the last; of the
    /// two texts the one where it is larger.
    pub spread: f32,
    /// How much alike the texts are between the runs, if there is anything.
    pub alike: Option<f32>,
}

/// Looks at the rare runs that two texts share.
pub(super) fn traces(a: &Sheet, b: &Sheet) -> Traces {
    let (_, runs) = shared_runs(&a.grams, &b.grams, &a.rare, &b.rare);
    let reach = |place: fn(&Run) -> u32, words: u32| {
        let first = runs.iter().map(place).min().unwrap_or(0);
        let last = runs.iter().map(|run| place(run) + run.words).max().unwrap_or(0);
        (last - first) as f32 / words.max(1) as f32
    };
    let spread = reach(|run| run.a, a.grams.words).max(reach(|run| run.b, b.grams.words));
    Traces { spread, alike: agreement(&a.grams.letters, &b.grams.letters, gaps(&chain(&runs))) }
}

/// What lies between neighbours of a chain, in the first text and in the second.
fn gaps(chain: &[Run]) -> impl Iterator<Item = (Own, Own)> {
    chain.windows(2).map(|pair| {
        let (a, b) = (pair[0].a + pair[0].words, pair[0].b + pair[0].words);
        (a..pair[1].a.max(a), b..pair[1].b.max(b))
    })
}

/// What lies between the runs that two texts share, before the first and behind the last one.
pub(super) fn between(a: &Grams, b: &Grams) -> Vec<(Own, Own)> {
    let all = |grams: &Grams| 0..grams.words;
    let (_, runs) = shared_runs(a, b, &[all(a)], &[all(b)]);
    let mut chain = chain(&runs);
    chain.insert(0, Run { a: 0, b: 0, words: 0 });
    chain.push(Run { a: a.words, b: b.words, words: 0 });
    gaps(&chain).collect()
}

fn seen_in(runs: &[Run]) -> Vec<Own> {
    runs.iter().filter(|run| run.words >= SURE_RUN as u32).map(|run| run.a..run.a + run.words).collect()
}

/// Measures two texts, and gives the words of the first that lie in a run which counts as seen in
/// the second; the ranges may overlap.
pub(super) fn measure_and_see(a: &Sheet, b: &Sheet) -> (Measure, Vec<Own>) {
    let all = |sheet: &Sheet| 0..sheet.grams.words;
    let (whole, runs) = shared_runs(&a.grams, &b.grams, &[all(a)], &[all(b)]);
    let seen = seen_in(&runs);
    let own = if a.is_plain() && b.is_plain() {
        whole
    } else {
        shared(&a.grams, &b.grams, std::slice::from_ref(&a.own), std::slice::from_ref(&b.own))
    };
    let rare = if a.is_rare() && b.is_rare() { whole } else { shared(&a.grams, &b.grams, &a.rare, &b.rare) };
    let own_words = (a.own.len() as u32, b.own.len() as u32);
    (Measure { whole, own, rare, own_words, words: (a.grams.words, b.grams.words) }, seen)
}

/// Which grams of a text count, by the place of their first word.
struct Counted<'r> {
    ranges: &'r [Own],
    size: u32,
}

impl Counted<'_> {
    /// A gram belongs to a range when all its words do.
    fn has(&self, place: u32) -> bool {
        let end = place + self.size;
        if let [only] = self.ranges {
            return only.start <= place && end <= only.end;
        }
        let next = self.ranges.partition_point(|range| range.end < end);
        self.ranges.get(next).is_some_and(|range| range.start <= place)
    }
}

/// The distinct grams of a text that count, each with all its places.
struct Walk<'g> {
    sorted: &'g [(u64, u32)],
    counted: &'g Counted<'g>,
    at: usize,
}

impl<'g> Walk<'g> {
    fn next(&mut self) -> Option<(u64, &'g [(u64, u32)])> {
        while let Some(&(hash, _)) = self.sorted.get(self.at) {
            let rest = &self.sorted[self.at..];
            let group = &rest[..rest.iter().position(|gram| gram.0 != hash).unwrap_or(rest.len())];
            self.at += group.len();
            if group.iter().any(|gram| self.counted.has(gram.1)) {
                return Some((hash, group));
            }
        }
        None
    }
}

fn shared(a: &Grams, b: &Grams, own_a: &[Own], own_b: &[Own]) -> Shared {
    shared_runs(a, b, own_a, own_b).0
}

fn shared_runs(a: &Grams, b: &Grams, own_a: &[Own], own_b: &[Own]) -> (Shared, Vec<Run>) {
    if a.size != b.size || a.size == 0 {
        return (Shared::default(), Vec::new());
    }
    let (own_a, own_b) = (Counted { ranges: own_a, size: a.size }, Counted { ranges: own_b, size: b.size });
    let mut left = Walk { sorted: a.sorted(), counted: &own_a, at: 0 };
    let mut right = Walk { sorted: b.sorted(), counted: &own_b, at: 0 };
    // For every gram of `a` by place: which of the lists of places in `b` is its own.
    let mut matches: Vec<(u32, usize)> = Vec::new();
    let mut spots: Vec<Vec<u32>> = Vec::new();
    let (mut in_a, mut in_b, mut both) = (0u32, 0u32, 0u32);
    let (mut x, mut y) = (left.next(), right.next());
    loop {
        match (x, y) {
            (Some((p, here)), Some((q, there))) if p == q => {
                (in_a, in_b, both) = (in_a + 1, in_b + 1, both + 1);
                let counting = here.iter().filter(|gram| own_a.has(gram.1));
                matches.extend(counting.map(|gram| (gram.1, spots.len())));
                spots.push(there.iter().map(|gram| gram.1).filter(|&spot| own_b.has(spot)).collect());
                (x, y) = (left.next(), right.next());
            }
            (Some((p, _)), Some((q, _))) if p < q => {
                in_a += 1;
                x = left.next();
            }
            (_, Some(_)) => {
                in_b += 1;
                y = right.next();
            }
            (Some(_), None) => {
                in_a += 1;
                x = left.next();
            }
            (None, None) => break,
        }
    }
    matches.sort_unstable_by_key(|&(place, _)| place);
    let runs = runs(&matches, &spots, a.size);
    let chain = chain(&runs);
    let share = |part: u32, of: u32| if of == 0 { 0.0 } else { part as f32 / of as f32 };
    let shared = Shared {
        grams: both,
        similarity: share(both, in_a + in_b - both),
        a_in_b: share(both, in_a),
        b_in_a: share(both, in_b),
        longest_run: runs.iter().map(|run| run.words).max().unwrap_or(0),
        runs: chain.len() as u32,
        chained: covered(&chain),
    };
    (shared, runs)
}

/// Words that stand in both texts one after the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Run {
    a: u32,
    b: u32,
    words: u32,
}

/// The maximal runs, in the order of their end in the first text.
fn runs(matches: &[(u32, usize)], spots: &[Vec<u32>], size: u32) -> Vec<Run> {
    let mut out: Vec<Run> = Vec::new();
    let mut open: Vec<Run> = Vec::new();
    let mut next: Vec<Run> = Vec::new();
    let mut last = None;
    for &(place, list) in matches {
        if last.is_some_and(|last: u32| last + 1 != place) {
            out.append(&mut open);
        }
        last = Some(place);
        let there = &spots[list];
        for run in open.drain(..) {
            match there.binary_search(&(run.b + run.words + 1 - size)) {
                Ok(_) => next.push(Run { words: run.words + 1, ..run }),
                Err(_) => out.push(run),
            }
        }
        // `next` and the places of a gram both rise, so one walk tells which of them are new.
        let (extended, mut fresh) = (next.len(), 0);
        let mut before = 0;
        for &spot in there {
            if before < extended && next[before].b + next[before].words - size == spot {
                before += 1;
            } else if fresh < OCCURRENCES && extended + fresh < FOLLOWED {
                fresh += 1;
                next.push(Run { a: place, b: spot, words: size });
            } else {
                break;
            }
        }
        next.sort_unstable_by_key(|run| run.b + run.words);
        std::mem::swap(&mut open, &mut next);
    }
    out.append(&mut open);
    out
}

/// The words in a chain, each once: a run may begin in one text before the run before it ends in the other.
fn covered(chain: &[Run]) -> u32 {
    let (mut end_a, mut end_b, mut words) = (0, 0, 0);
    for run in chain {
        let over = end_a.max(run.a) - run.a;
        words += run.words.saturating_sub(over.max(end_b.max(run.b) - run.b));
        (end_a, end_b) = (end_a.max(run.a + run.words), end_b.max(run.b + run.words));
    }
    words
}

/// The heaviest chain of runs that rises in both texts.
fn chain(runs: &[Run]) -> Vec<Run> {
    let mut order: Vec<&Run> = runs.iter().collect();
    order.sort_unstable_by_key(|run| (run.a, std::cmp::Reverse(run.b)));
    let mut spots: Vec<u32> = runs.iter().map(|run| run.b).collect();
    spots.sort_unstable();
    spots.dedup();
    // A Fenwick tree of the best chain that ends at or before each place of the second text: its words, its runs,
    // and the number of its last run, counted from one.
    let mut best: Vec<(u32, u32, usize)> = vec![(0, 0, 0); spots.len() + 1];
    let mut before = Vec::with_capacity(order.len());
    let mut top = (0, 0, 0);
    for (at, run) in order.iter().enumerate() {
        let rank = spots.partition_point(|&spot| spot < run.b);
        let (mut place, mut found) = (rank, (0, 0, 0));
        while place > 0 {
            found = found.max(best[place]);
            place &= place - 1;
        }
        before.push(found.2);
        let reached = (found.0 + run.words, found.1 + 1, at + 1);
        top = top.max(reached);
        let mut place = rank + 1;
        while place < best.len() {
            best[place] = best[place].max(reached);
            place += place & place.wrapping_neg();
        }
    }
    let (mut out, mut last) = (Vec::with_capacity(top.1 as usize), top.2);
    while let Some(at) = last.checked_sub(1) {
        out.push(*order[at]);
        last = before[at];
    }
    out.reverse();
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn compare(a: &str, b: &str) -> Measure {
        measure(&Sheet::plain(Grams::of(a)), &Sheet::plain(Grams::of(b)))
    }

    #[test]
    fn an_excerpt_is_contained() {
        let text: String = (0..100).map(|n| format!("word{n} ")).collect();
        let part: String = (30..60).map(|n| format!("word{n} ")).collect();
        let shared = compare(&part, &text).whole;
        assert_eq!((shared.grams, shared.a_in_b, shared.longest_run, shared.runs), (26, 1.0, 30, 1));
        assert!((shared.b_in_a - 26.0 / 96.0).abs() < 1e-6 && (shared.similarity - 26.0 / 96.0).abs() < 1e-6);
    }

    #[test]
    fn words_that_two_runs_begin_with_count_once() {
        let text = "The mayor opened the bridge on a cold day. The mayor opened the market on a warm night.";
        let more = text.replace(". The", ". The mayor opened the harbour at noon. The");
        let shared = compare(text, &more).whole;
        assert_eq!(shared.chained, 18, "{shared:?}");
    }

    #[test]
    fn a_moved_half_breaks_the_chain() {
        let half = |from: u32| (from..from + 40).map(|n| format!("w{n} ")).collect::<String>();
        let shared = compare(&(half(0) + &half(40)), &(half(40) + &half(0))).whole;
        assert_eq!((shared.longest_run, shared.runs, shared.chained), (40, 1, 40));
        assert!(shared.similarity > 0.8);
    }

    #[test]
    fn masked_words_give_no_evidence() {
        let furniture: String = (0..30).map(|n| format!("menu{n} ")).collect();
        let sheet = |text: &str| {
            let plain = Sheet::plain(Grams::of(&(furniture.clone() + text)));
            Sheet { own: 30..plain.grams.words, ..plain }
        };
        let found = measure(&sheet("the own words of one"), &sheet("other words stand here now"));
        assert_eq!(found.own.grams, 0);
        assert!(found.whole.similarity > 0.5);
    }

    #[test]
    fn a_word_said_over_and_over_costs_no_more_than_others() {
        let often = |times: usize, end: &str| "div ".repeat(times) + end;
        let begun = std::time::Instant::now();
        let shared = compare(&often(60_000, "here it ends"), &often(50_000, "there it ends")).whole;
        assert_eq!(shared.longest_run, 50_000);
        assert!(begun.elapsed().as_secs() < 10, "{:?}", begun.elapsed());
    }

    proptest! {
        #[test]
        fn measures_mirror(a in proptest::collection::vec(0u32..6, 0..60), b in proptest::collection::vec(0u32..6, 0..60)) {
            let text = |words: &[u32]| words.iter().map(|n| format!("w{n} ")).collect::<String>();
            let (there, back) = (compare(&text(&a), &text(&b)).whole, compare(&text(&b), &text(&a)).flipped().whole);
            prop_assert_eq!((there.grams, there.similarity, there.a_in_b, there.b_in_a),
                (back.grams, back.similarity, back.a_in_b, back.b_in_a));
        }

        #[test]
        fn the_longest_run_is_exact(a in proptest::collection::vec(0u32..40, 5..60), b in proptest::collection::vec(0u32..40, 5..60)) {
            let text = |words: &[u32]| words.iter().map(|n| format!("w{n} ")).collect::<String>();
            let mut longest = 0;
            for i in 0..a.len() {
                for j in 0..b.len() {
                    longest = longest.max(a[i..].iter().zip(&b[j..]).take_while(|(x, y)| x == y).count());
                }
            }
            prop_assert_eq!(compare(&text(&a), &text(&b)).whole.longest_run as usize, if longest < 5 { 0 } else { longest });
        }
    }
}
