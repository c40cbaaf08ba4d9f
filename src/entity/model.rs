//! The linear model that labels words: weights of hashed facts and the best sequence of labels.
//!
//! Labels say where in a name a word stands (Ratinov and Roth 2009): begin, inside, last, unit, or
//! outside; the best sequence is Viterbi's (1967).

use super::EntityType;
use std::sync::LazyLock;

/// Outside, and for each of four types begin, inside, last, unit.
pub(super) const LABELS: usize = 17;
pub(super) const OUTSIDE: usize = 0;

/// Rows that a fact can have its weights in, as a power of two; most are empty.
pub(super) const BITS: u32 = 20;

/// Facts whose rows are looked for together.
const AT_ONCE: usize = 64;

/// Weights of a model.
pub(super) struct Model {
    /// For each 32 rows a bit each, which says that it has weights, and the number of rows with weights before
    /// them: side by side, as both are looked at for each fact.
    filled: Vec<(u32, u32)>,
    /// [`LABELS`] weights for each filled row.
    rows: &'static [u8],
    pub steps: Steps,
}

/// Weights of one label after another.
pub(super) type Steps = [[i32; LABELS]; LABELS];
pub(super) type Scores = [i32; LABELS];

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

/// For each label those that it may follow.
static FOLLOWS: LazyLock<[Vec<u8>; LABELS]> = LazyLock::new(|| {
    std::array::from_fn(|after| {
        let goes_on = matches!(part(after), Part::Inside | Part::Last);
        let fits =
            |before: usize| if goes_on { is_open(before) && kind(before) == kind(after) } else { !is_open(before) };
        (0..LABELS).filter(|&before| fits(before)).map(|before| before as u8).collect()
    })
});

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
            .chunks_exact(4)
            .map(|chunk| {
                let word = chunk.iter().rev().fold(0, |word, &byte| word << 8 | u32::from(byte));
                let before = count;
                count += word.count_ones();
                (word, before)
            })
            .collect();
        let mut steps = [[0; LABELS]; LABELS];
        for (at, pair) in transitions.chunks_exact(2).enumerate() {
            steps[at / LABELS][at % LABELS] = i32::from(i16::from_le_bytes([pair[0], pair[1]]));
        }
        Self { filled, rows, steps }
    }

    /// How well each label suits a word with these facts.
    pub fn scores(&self, facts: &[u32]) -> Scores {
        let mut sums = [0_i16; LABELS];
        for facts in facts.chunks(AT_ONCE) {
            // Which rows there are is found without a branch, as nothing foretells it; then the processor fetches
            // many of them at a time.
            let (mut found, mut count) = ([0_u32; AT_ONCE], 0);
            for &fact in facts {
                let row = fact as usize & ((1 << BITS) - 1);
                let (word, before) = self.filled[row / 32];
                let bit = 1_u32 << (row % 32);
                found[count] = before + (word & (bit - 1)).count_ones();
                count += usize::from(word & bit != 0);
            }
            for &row in &found[..count] {
                let at = row as usize * LABELS;
                for (sum, &weight) in sums.iter_mut().zip(&self.rows[at..at + LABELS]) {
                    *sum += i16::from(weight as i8);
                }
            }
        }
        sums.map(i32::from)
    }
}

/// The best sequence of labels for some words; `joined` says for each whether a name may go on from
/// the word before it.
pub(super) fn best(scores: &[Scores], joined: &[bool], steps: &Steps) -> Vec<usize> {
    const NEVER: i32 = i32::MIN / 2;
    let mut totals = [NEVER; LABELS];
    totals[OUTSIDE] = 0;
    let mut from: Vec<[u8; LABELS]> = Vec::with_capacity(scores.len());
    for (here, &joined) in scores.iter().zip(joined) {
        let mut next = [NEVER; LABELS];
        let mut back = [0_u8; LABELS];
        for after in 0..LABELS {
            for before in FOLLOWS[after].iter().map(|&before| before as usize) {
                let total = totals[before] + steps[before][after];
                let open = is_open(before);
                if (joined || !open) && total > next[after] {
                    next[after] = total;
                    back[after] = before as u8;
                }
            }
            next[after] = next[after].saturating_add(here[after]).max(NEVER);
        }
        totals = next;
        from.push(back);
    }
    let closed = (0..LABELS).filter(|&label| !is_open(label));
    let mut label = closed.reduce(|a, b| if totals[b] > totals[a] { b } else { a }).unwrap_or(OUTSIDE);
    let mut out = vec![OUTSIDE; scores.len()];
    for at in (0..scores.len()).rev() {
        out[at] = label;
        label = from[at][label] as usize;
    }
    out
}
