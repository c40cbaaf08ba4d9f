//! The linear model that labels words: weights of hashed facts and the best sequence of labels.
//!
//! Labels say where in a name a word stands (Ratinov and Roth 2009): begin, inside, last, unit, or
//! outside; the best sequence is Viterbi's (1967).

use super::EntityType;
use super::features::MOST;
use std::sync::LazyLock;

/// Outside, and for each of four types begin, inside, last, unit.
pub(super) const LABELS: usize = 17;
pub(super) const OUTSIDE: usize = 0;

/// Rows that a fact can have its weights in, as a power of two; most are empty.
pub(super) const BITS: u32 = 20;

/// Weights of a model.
pub(super) struct Model {
    /// For each eight rows the number of rows with weights before them, shifted by eight, and a bit each, which says
    /// that it has weights: side by side, as both are looked at for each fact.
    filled: Vec<u32>,
    /// The weights of each filled row.
    rows: &'static [[u8; LABELS]],
    pub steps: Steps,
    /// How far apart the weights of two steps between names can be.
    pub widest: i32,
}

/// Weights of one label after another.
pub(super) type Steps = [[i32; LABELS]; LABELS];
pub(super) type Scores = [i32; LABELS];
/// Sums of weights.
pub(super) type Sums = [i16; LABELS];

/// The weights that come with the program: for texts as they are written, and for those whose capitals say
/// nothing.
static MODELS: [LazyLock<Model>; 2] =
    [LazyLock::new(|| Model::read(WEIGHTS[0])), LazyLock::new(|| Model::read(WEIGHTS[1]))];
pub(super) static WEIGHTS: [&[u8]; 2] = [include_bytes!("data/weights.bin"), include_bytes!("data/weights_even.bin")];

/// Where in a name a label stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Part {
    Outside,
    Begin,
    Inside,
    Last,
    Unit,
}

pub(super) fn part(label: usize) -> Part {
    match label {
        OUTSIDE => Part::Outside,
        label => [Part::Begin, Part::Inside, Part::Last, Part::Unit][(label - 1) % 4],
    }
}

pub(super) fn kind(label: usize) -> EntityType {
    [EntityType::Person, EntityType::Org, EntityType::Place, EntityType::Misc][label.saturating_sub(1) / 4 % 4]
}

pub(super) fn label(kind: EntityType, part: Part) -> usize {
    match part {
        Part::Outside => OUTSIDE,
        part => 1 + kind as usize * 4 + part as usize - Part::Begin as usize,
    }
}

/// The name goes on behind a word of this label.
pub(super) fn is_open(label: usize) -> bool {
    matches!(part(label), Part::Begin | Part::Inside)
}

/// A way that cannot be gone.
const NEVER: i32 = i32::MIN / 2;

/// Labels behind which no name goes on, and those that may follow them.
const CLOSED: [usize; 9] = [OUTSIDE, 3, 4, 7, 8, 11, 12, 15, 16];
const STARTS: [usize; 9] = [OUTSIDE, 1, 4, 5, 8, 9, 12, 13, 16];

/// Labels of a word that stands alone.
const ALONE: [usize; 5] = [OUTSIDE, 4, 8, 12, 16];

/// For each type the labels of names of several words: the first two go on to the last two.
const GOES_ON: [[usize; 3]; 4] = [[1, 2, 3], [5, 6, 7], [9, 10, 11], [13, 14, 15]];

impl Model {
    /// The model for words that are all written small, or for others.
    pub fn of(even: bool) -> &'static Self {
        &MODELS[usize::from(even)]
    }

    /// Reads weights as `learn` writes them: a bit for each row that has weights, transitions of two
    /// bytes, then the rows that have, of signed bytes.
    fn read(bytes: &'static [u8]) -> Self {
        let (bits, rest) = bytes.split_at(bytes.len().min((1 << BITS) / 8));
        let (transitions, rows) = rest.split_at(rest.len().min(LABELS * LABELS * 2));
        let mut count = 0;
        let filled = bits
            .iter()
            .map(|&bits| {
                let before = count;
                count += bits.count_ones();
                before << 8 | u32::from(bits)
            })
            .collect();
        let mut steps = [[0; LABELS]; LABELS];
        for (at, pair) in transitions.chunks_exact(2).enumerate() {
            steps[at / LABELS][at % LABELS] = i32::from(i16::from_le_bytes([pair[0], pair[1]]));
        }
        Self { filled, rows: rows.as_chunks().0, steps, widest: widest(&steps) }
    }

    /// The sums of the weights of at most [`MOST`] facts. Which of them have any is found without a branch, as
    /// nothing foretells it; then the processor fetches many rows at a time.
    pub fn sums(&self, facts: &[u32]) -> Sums {
        let mut sums = [0; LABELS];
        let (mut found, mut count) = ([0_u32; MOST], 0);
        for &fact in facts {
            let row = fact as usize & ((1 << BITS) - 1);
            let eight = self.filled[row / 8];
            let (before, there) = PLACES[(eight as u8) as usize][row % 8];
            found[count % MOST] = (eight >> 8) + u32::from(before);
            count += usize::from(there);
        }
        for &row in &found[..count] {
            let [outside, rest @ ..] = &self.rows[row as usize];
            let [sum, sums @ ..] = &mut sums;
            *sum += i16::from(*outside as i8);
            for (sum, &weight) in sums.iter_mut().zip(rest) {
                *sum += i16::from(weight as i8);
            }
        }
        sums
    }
}

/// For eight bits and a place among them how many bits stand before it, and whether it has one itself.
static PLACES: [[(u8, u8); 8]; 256] = {
    let mut out = [[(0, 0); 8]; 256];
    let mut bits = 0;
    while bits < 256 {
        let mut at = 0;
        while at < 8 {
            let before = bits & ((1 << at) - 1);
            out[bits][at] = (before.count_ones() as u8, (bits >> at & 1) as u8);
            at += 1;
        }
        bits += 1;
    }
    out
};

/// How far apart the weights of two steps between names can be.
pub(super) fn widest(steps: &Steps) -> i32 {
    let all = || CLOSED.into_iter().flat_map(|before| STARTS.into_iter().map(move |after| steps[before][after]));
    all().max().unwrap_or(0) - all().min().unwrap_or(0)
}

/// Where the best sequence of labels is looked for; kept from one stretch of words to the next.
#[derive(Default)]
pub(super) struct Path {
    /// For each word and label the label before it on the best way there.
    from: Vec<[u8; LABELS]>,
    labels: Vec<usize>,
}

impl Path {
    /// The best sequence of labels for some words; `joined` says for each whether a name may go on from
    /// the word before it. `widest` is that of the steps.
    pub fn best(&mut self, scores: &[Scores], joined: &[bool], steps: &Steps, widest: i32) -> &[usize] {
        self.labels.clear();
        if let [alone] = scores {
            let way = |label: usize| steps[OUTSIDE][label].saturating_add(alone[label]);
            self.labels.push(ALONE.into_iter().reduce(|a, b| if way(b) > way(a) { b } else { a }).unwrap_or(OUTSIDE));
            return &self.labels;
        }
        let mut totals = [NEVER; LABELS];
        totals[OUTSIDE] = 0;
        self.from.clear();
        for (here, &joined) in scores.iter().zip(joined) {
            let (mut next, back) = arrive(&totals, joined, steps, widest);
            next.iter_mut().zip(here).for_each(|(next, here)| *next = next.saturating_add(*here).max(NEVER));
            totals = next;
            self.from.push(back);
        }
        let mut label = CLOSED.into_iter().reduce(|a, b| if totals[b] > totals[a] { b } else { a }).unwrap_or(OUTSIDE);
        self.labels.resize(scores.len(), OUTSIDE);
        for (out, from) in self.labels.iter_mut().zip(&self.from).rev() {
            *out = label;
            label = from[label] as usize;
        }
        &self.labels
    }
}

/// For each label how well the best way to it goes, and from which label, before its own score.
fn arrive(totals: &Scores, joined: bool, steps: &Steps, widest: i32) -> (Scores, [u8; LABELS]) {
    let (mut next, mut back) = ([NEVER; LABELS], [0_u8; LABELS]);
    let mut step = |before: usize, after: usize| {
        let total = totals[before] + steps[before][after];
        if total > next[after] {
            next[after] = total;
            back[after] = before as u8;
        }
    };
    // What is so far behind the best makes it up by no step; at the first word of a stretch that is all but one.
    let least = CLOSED.into_iter().fold(NEVER, |most, label| most.max(totals[label])) - widest;
    for before in CLOSED.into_iter().filter(|&before| totals[before] >= least) {
        STARTS.into_iter().for_each(|after| step(before, after));
    }
    if joined {
        for [begin, inside, last] in GOES_ON {
            for before in [begin, inside] {
                step(before, inside);
                step(before, last);
            }
        }
    }
    (next, back)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_word_alone_is_labelled_as_in_a_row(
            steps in proptest::array::uniform17(proptest::array::uniform17(-900_i32..900)),
            scores in proptest::array::uniform17(-900_i32..900)
        ) {
            let widest = widest(&steps);
            let alone = Path::default().best(&[scores], &[false], &steps, widest).to_vec();
            let mut far = [-100_000; LABELS];
            far[OUTSIDE] = 100_000;
            // Behind a word that is outside for certain.
            let row = Path::default().best(&[far, scores], &[false, false], &steps, widest).to_vec();
            prop_assert_eq!(alone[0], row[1]);
        }
    }

    #[test]
    fn labels_follow_each_other_as_their_parts_say() {
        let all = |test: fn(Part) -> bool| (0..LABELS).filter(|&at| test(part(at))).collect::<Vec<_>>();
        assert_eq!(all(|part| !matches!(part, Part::Begin | Part::Inside)), CLOSED);
        assert_eq!(all(|part| !matches!(part, Part::Inside | Part::Last)), STARTS);
        for (at, labels) in GOES_ON.into_iter().enumerate() {
            assert_eq!(labels.map(part), [Part::Begin, Part::Inside, Part::Last]);
            assert!(labels.iter().all(|&label| kind(label) as usize == at));
        }
    }
}
