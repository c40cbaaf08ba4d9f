//! Training of the model: an averaged structured perceptron (Collins 2002; Freund and Schapire 1999).
//!
//! Same lessons, same weights, to the byte: the order of the lessons is shuffled by a fixed seed.

use super::features::{self, Facts, Sights};
use super::headlines::with_headlines;
use super::lesson::Lesson;
use super::lists::Sense;
use super::model::{BITS, LABELS, OUTSIDE, Part, Path, Scores, Steps, label, widest};
use super::page::Page;
use super::{EntityType, Mention, even};
use std::ops::Range;

/// The score of a label that is not to be given.
const FORBIDDEN: i32 = -100_000_000;

/// The words of one stretch with their facts and right labels.
struct Example {
    facts: Vec<Vec<u32>>,
    joined: Vec<bool>,
    gold: Vec<usize>,
    misc: bool,
}

/// Learns weights from lessons and returns them as the program reads them: for texts as they are written, or
/// (`even`) for those whose capitals say nothing.
pub fn learn(lessons: &[Lesson], passes: usize, even: bool) -> Vec<u8> {
    let examples: Vec<Example> = if even {
        lessons.iter().step_by(SMALL).flat_map(|lesson| study(lesson, true)).collect()
    } else {
        let headed = with_headlines(lessons);
        lessons.iter().chain(&headed).flat_map(|lesson| study(lesson, false)).collect()
    };
    let classes: Vec<Vec<f64>> = std::thread::scope(|scope| {
        let examples = &examples;
        let pupils: Vec<_> = (0..CLASSES).map(|class| scope.spawn(move || taught(examples, passes, class))).collect();
        // A panic in a class is the trainer's own fault, and ends it.
        pupils.into_iter().map(|pupil| pupil.join().unwrap_or_else(|cause| std::panic::resume_unwind(cause))).collect()
    });
    quantised(&classes, KEPT[usize::from(even)])
}

/// One lesson in so many is read without its capitals, too.
const SMALL: usize = 2;
/// Pupils that read the lessons in different orders; their mean errs less than each.
const CLASSES: u64 = 4;
/// One fact in so many is kept from a pupil at each reading, so that none is leaned on alone.
const KEPT_BACK: u64 = 3;

fn taught(examples: &[Example], passes: usize, class: u64) -> Vec<f64> {
    let mut pupil = Pupil::default();
    let mut chance = Chance(0x2545_f491_4f6c_dd1d ^ (class << 32));
    let mut order: Vec<usize> = (0..examples.len()).collect();
    for _ in 0..passes {
        chance.shuffle(&mut order);
        for &at in &order {
            pupil.read(&examples[at], &mut chance);
        }
    }
    pupil.mean()
}

/// Fixed pseudo-random numbers (xorshift, Marsaglia 2003).
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) % limit
    }

    fn shuffle(&mut self, order: &mut [usize]) {
        for at in (1..order.len()).rev() {
            order.swap(at, self.below(at as u64 + 1) as usize);
        }
    }
}

fn study(lesson: &Lesson, small: bool) -> Vec<Example> {
    let parts = if small { vec![even::whole(&lesson.text)] } else { Vec::new() };
    let text = even::written(&lesson.text, &parts);
    let page = Page::marked(&text, &parts, lesson.school);
    let stretches = page.stretches();
    let gold = labels(&page, &stretches, &lesson.names);
    let mut out = Vec::new();
    let mut sights = Sights::default();
    for stretch in stretches {
        sights.look(&page, &stretch);
        let mut example =
            Example { facts: Vec::new(), joined: Vec::new(), gold: gold[stretch.clone()].to_vec(), misc: lesson.misc };
        for at in stretch.clone() {
            example.facts.push(facts(&page, &stretch, &sights, at));
            example.joined.push(page.joins(at));
        }
        out.push(example);
    }
    out
}

/// All that is told of a token.
fn facts(page: &Page<'_>, stretch: &Range<usize>, sights: &Sights, at: usize) -> Vec<u32> {
    let (mut told, mut out) = (Facts::default(), Vec::new());
    let [before, own, behind] = [-1, 0, 1].map(|by| sights.at(at as isize + by));
    features::own(page, at, own, &mut told);
    out.extend(told.all());
    features::before(page, before, &mut told);
    out.extend(told.all());
    features::behind(behind, &mut told);
    out.extend(told.all());
    features::around(page, stretch, sights, at, &mut told);
    out.extend(told.all());
    out
}

/// The right label of every token; what a title adds to a name is cut off, and what lies outside the
/// stretches is not learnt.
fn labels(page: &Page<'_>, stretches: &[Range<usize>], names: &[Mention]) -> Vec<usize> {
    let mut out = vec![OUTSIDE; page.tokens.len()];
    let mut begins = vec![true; page.tokens.len()];
    let mut inside = vec![false; page.tokens.len()];
    for stretch in stretches {
        for at in stretch.clone() {
            begins[at] = at == stretch.start || !page.joins(at);
            inside[at] = true;
        }
    }
    for name in names {
        let mut from = page.tokens.partition_point(|token| token.end(page.text) <= name.start as usize);
        let end = page.tokens.partition_point(|token| token.start(page.text) < name.end as usize);
        let title = |at: usize| page.sense(at) == Some(Sense::Title) && page.capital[at];
        while from + 1 < end && (!inside[from] || name.kind == EntityType::Person && title(from)) {
            from += 1;
        }
        while from < end && inside[from] {
            let to = (from + 1..end).find(|&at| !inside[at] || begins[at]).unwrap_or(end);
            for (at, slot) in out[from..to].iter_mut().enumerate() {
                let part = match (at == 0, from + at + 1 == to) {
                    (true, true) => Part::Unit,
                    (true, false) => Part::Begin,
                    (false, true) => Part::Last,
                    (false, false) => Part::Inside,
                };
                *slot = label(name.kind, part);
            }
            from = to;
        }
    }
    out
}

struct Pupil {
    rows: Vec<[i32; LABELS]>,
    steps: Steps,
    /// Each change times the number of examples read before it, for the average.
    row_sums: Vec<[f64; LABELS]>,
    step_sums: [[f64; LABELS]; LABELS],
    read: f64,
}

impl Default for Pupil {
    fn default() -> Self {
        Self {
            rows: vec![[0; LABELS]; 1 << BITS],
            steps: [[0; LABELS]; LABELS],
            row_sums: vec![[0.0; LABELS]; 1 << BITS],
            step_sums: [[0.0; LABELS]; LABELS],
            read: 0.0,
        }
    }
}

impl Pupil {
    fn read(&mut self, example: &Example, chance: &mut Chance) {
        self.read += 1.0;
        let mut told = |facts: &Vec<u32>| facts.iter().copied().filter(|_| chance.below(KEPT_BACK) > 0).collect();
        let told: Vec<Vec<u32>> = example.facts.iter().map(&mut told).collect();
        let mut scores: Vec<Scores> = told.iter().map(|facts| self.scores(facts)).collect();
        if !example.misc {
            // Where the set has a name, misc is as wrong as any other type.
            let unsaid = scores.iter_mut().zip(&example.gold).filter(|&(_, &gold)| gold == OUTSIDE);
            unsaid.for_each(|(scores, _)| scores[label(EntityType::Misc, Part::Begin)..].fill(FORBIDDEN));
        }
        let mut path = Path::default();
        let guess = path.best(&scores, &example.joined, &self.steps, widest(&self.steps));
        if guess == example.gold {
            return;
        }
        let (mut right, mut wrong) = (OUTSIDE, OUTSIDE);
        for (at, facts) in told.iter().enumerate() {
            let (gold, guess) = (example.gold[at], guess[at]);
            if (right, gold) != (wrong, guess) {
                self.step(right, gold, 1);
                self.step(wrong, guess, -1);
            }
            if gold != guess {
                self.change(facts, gold, 1);
                self.change(facts, guess, -1);
            }
            (right, wrong) = (gold, guess);
        }
    }

    fn scores(&self, facts: &[u32]) -> Scores {
        let mut sums = [0; LABELS];
        for &fact in facts {
            for (sum, weight) in sums.iter_mut().zip(&self.rows[fact as usize & ((1 << BITS) - 1)]) {
                *sum += weight;
            }
        }
        sums
    }

    fn step(&mut self, before: usize, after: usize, by: i32) {
        self.steps[before][after] += by;
        self.step_sums[before][after] += f64::from(by) * self.read;
    }

    fn change(&mut self, facts: &[u32], label: usize, by: i32) {
        for &fact in facts {
            let row = fact as usize & ((1 << BITS) - 1);
            self.rows[row][label] += by;
            self.row_sums[row][label] += f64::from(by) * self.read;
        }
    }

    /// The averaged weights: the rows, then the steps.
    fn mean(&self) -> Vec<f64> {
        let mean = |now: i32, sum: f64| f64::from(now) - sum / (self.read + 1.0);
        let rows = self.rows.iter().flatten().zip(self.row_sums.iter().flatten());
        let steps = self.steps.iter().flatten().zip(self.step_sums.iter().flatten());
        rows.chain(steps).map(|(&now, &sum)| mean(now, sum)).collect()
    }
}

/// Rows that are kept of all, for texts as they are written and for others; the weakest say next to nothing.
const KEPT: [usize; 2] = [131_072, 65_536];

/// The mean of what pupils learnt: its strongest rows, scaled so that all but the largest thousandth of
/// their weights fit a byte.
fn quantised(pupils: &[Vec<f64>], kept: usize) -> Vec<u8> {
    let mut all = vec![0.0; pupils[0].len()];
    for pupil in pupils {
        all.iter_mut().zip(pupil).for_each(|(sum, weight)| *sum += weight);
    }
    let (rows, steps) = all.split_at(LABELS << BITS);
    let kept = strongest(rows, kept);
    let weights = || kept.iter().flat_map(|&row| &rows[row * LABELS..][..LABELS]);
    let mut sizes: Vec<f64> = weights().map(|weight| weight.abs()).filter(|&size| size > 0.0).collect();
    sizes.sort_by(f64::total_cmp);
    let largest = sizes.get(sizes.len().saturating_sub(1 + sizes.len() / 1000)).copied().unwrap_or(1.0);
    let scale = 127.0 / largest.max(f64::MIN_POSITIVE);
    let mut out = vec![0; (1 << BITS) / 8];
    kept.iter().for_each(|row| out[row / 8] |= 1 << (row % 8));
    for weight in steps {
        let weight = (weight * scale).round().clamp(-32_767.0, 32_767.0) as i16;
        out.extend(weight.to_le_bytes());
    }
    out.extend(weights().map(|weight| (weight * scale).round().clamp(-127.0, 127.0) as i8 as u8));
    out
}

/// The numbers of the rows with the largest weights, in order.
fn strongest(rows: &[f64], most: usize) -> Vec<usize> {
    let strength = |row: &[f64]| row.iter().fold(0.0, |most: f64, weight| most.max(weight.abs()));
    let mut order: Vec<(f64, usize)> =
        rows.chunks_exact(LABELS).map(strength).zip(0..).filter(|&(strength, _)| strength > 0.0).collect();
    order.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    order.truncate(most);
    let mut kept: Vec<usize> = order.into_iter().map(|(_, row)| row).collect();
    kept.sort_unstable();
    kept
}
