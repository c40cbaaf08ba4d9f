//! A noisy corpus made from real texts: versions planted by kinds of damage, and what of them is found.

use crate::{Outcome, Record, find, labels};
use std::collections::HashSet;

/// Numbers that are the same on every run (a linear congruential generator, Knuth's constants).
pub struct Dice(pub u64);

impl Dice {
    pub fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % sides.max(1)
    }
}

const KINDS: [&str; 22] = [
    "typography",
    "capitals",
    "rewrap",
    "hyphenated",
    "edit 2 %",
    "edit 5 %",
    "edit 10 %",
    "edit 20 %",
    "ocr 1 %",
    "ocr 2 %",
    "ocr 5 %",
    "spaces lost",
    "light furniture",
    "heavy furniture",
    "advertisements",
    "reordered",
    "excerpt of a third",
    "excerpt of a tenth",
    "lead only",
    "both ends cut",
    "round-up",
    "quotation of 60",
];

/// What the text that is damaged is made of.
struct Source<'a> {
    words: Vec<&'a str>,
    other: Vec<&'a str>,
}

impl Source<'_> {
    fn edited(&self, percent: usize, dice: &mut Dice) -> String {
        let other = &self.other;
        let new: Vec<&str> = self
            .words
            .iter()
            .map(|&word| if dice.roll(100) < percent { other[dice.roll(other.len())] } else { word })
            .collect();
        new.join(" ")
    }

    /// A share of the letters is misread, as in bad optical recognition.
    fn misread(&self, percent: usize, dice: &mut Dice) -> String {
        let text = self.words.join(" ");
        text.chars()
            .map(|c| if c.is_alphabetic() && dice.roll(100) < percent { ['c', 'l', 'm', 'o'][dice.roll(4)] } else { c })
            .collect()
    }

    fn part(&self, share: usize, dice: &mut Dice) -> String {
        let length = self.words.len() / share;
        let from = dice.roll(self.words.len() - length);
        self.words[from..from + length].join(" ")
    }

    /// Words are broken at the ends of lines, as in print.
    fn hyphenated(&self) -> String {
        let lines: Vec<String> = self
            .words
            .chunks(11)
            .map(|line| {
                let last = line[line.len() - 1];
                let head = line[..line.len() - 1].join(" ");
                if last.is_ascii() && last.len() > 6 && last.bytes().all(|byte| byte.is_ascii_alphabetic()) {
                    format!("{head} {}-\n{}\n", &last[..3], &last[3..])
                } else {
                    format!("{head} {last}\n")
                }
            })
            .collect();
        lines.concat()
    }

    /// Every twentieth space is gone, as where columns are read badly.
    fn glued(&self, dice: &mut Dice) -> String {
        let words = self.words.iter().map(|word| format!("{word}{}", if dice.roll(20) == 0 { "" } else { " " }));
        words.collect()
    }

    fn advertised(&self) -> String {
        let blocks: Vec<String> =
            self.words.chunks(60).map(|words| format!("{}\n\n{}", words.join(" "), furniture(300, 9))).collect();
        blocks.join("\n\n")
    }
}

fn furniture(from: usize, count: usize) -> String {
    (from..from + count).map(|n| format!("menu{} item{n}", n % 7)).collect::<Vec<_>>().join(" ")
}

fn damage(kind: &str, source: &Source, dice: &mut Dice) -> String {
    let Source { words, other } = source;
    match kind {
        "typography" => words.join(" ").replace('"', "\u{201d}").replace('\'', "\u{2019}").replace(" - ", " \u{2014} "),
        "capitals" => words.join(" ").to_uppercase(),
        "rewrap" => words.chunks(9).map(|line| line.join(" ")).collect::<Vec<_>>().join("\n"),
        "hyphenated" => source.hyphenated(),
        "edit 2 %" => source.edited(2, dice),
        "edit 5 %" => source.edited(5, dice),
        "edit 10 %" => source.edited(10, dice),
        "edit 20 %" => source.edited(20, dice),
        "ocr 1 %" => source.misread(1, dice),
        "ocr 2 %" => source.misread(2, dice),
        "ocr 5 %" => source.misread(5, dice),
        "spaces lost" => source.glued(dice),
        "light furniture" => format!("{} {} {}", furniture(0, 15), words.join(" "), furniture(100, 15)),
        "heavy furniture" => format!("{} {} {}", furniture(200, 80), words.join(" "), furniture(400, 120)),
        "advertisements" => source.advertised(),
        "reordered" => {
            let mut parts: Vec<&[&str]> = words.chunks(words.len().div_ceil(6)).collect();
            parts.reverse();
            parts.concat().join(" ")
        }
        "excerpt of a third" => source.part(3, dice),
        "excerpt of a tenth" => source.part(10, dice),
        "lead only" => words[..words.len() / 4].join(" "),
        "both ends cut" => words[words.len() / 5..words.len() * 4 / 5].join(" "),
        "round-up" => format!("{} {}", other.join(" "), words.join(" ")),
        _ => format!(
            "{} {} {}",
            other[..other.len() / 2].join(" "),
            words[20..80].join(" "),
            other[other.len() / 2..].join(" ")
        ),
    }
}

struct Plant {
    kind: &'static str,
    original: u32,
    damaged: u32,
}

/// Prints the share of the planted pairs that have a relation, and that stand in one group. Each
/// source is damaged in so many ways that about `documents` are made, at least once.
pub fn report(records: &[Record], documents: usize) -> Outcome<()> {
    let mut dice = Dice(7);
    let pool: Vec<&Record> =
        records.iter().filter(|record| (250..900).contains(&record.text.split_whitespace().count())).collect();
    let sources = pool.len() / 2;
    let each = (documents / sources.max(1)).saturating_sub(1).clamp(1, KINDS.len());
    let (mut corpus, mut planted, mut of_source) = (Vec::new(), Vec::new(), Vec::new());
    for (at, source) in pool.iter().enumerate().take(sources) {
        let mut words: Vec<&str> = source.text.split_whitespace().collect();
        let mut text = source.text.clone();
        let kinds = (at * each..(at + 1) * each).map(|kind| KINDS[kind % KINDS.len()]);
        if kinds.clone().any(|kind| kind == "excerpt of a tenth") {
            // A tenth must be a passage: take a longer text, made of two.
            words.extend(pool[pool.len() - 1 - at].text.split_whitespace());
            text = words.join(" ");
        }
        let mut push = |text: String| {
            corpus.push(Record {
                key: format!("{:06}", corpus.len()),
                date: None,
                title: String::new(),
                text,
                gold: None,
            });
            of_source.push(at);
            corpus.len() as u32
        };
        let original = push(text);
        for kind in kinds {
            let mut other: Vec<&str> = pool[(at + sources) % pool.len()].text.split_whitespace().collect();
            if each > 1 {
                // What several have mixed in would tie them, and rightly: each gets an order of its own.
                (1..other.len()).rev().for_each(|last| other.swap(last, dice.roll(last + 1)));
            }
            let source = Source { words: words.clone(), other };
            let damaged = push(damage(kind, &source, &mut dice));
            planted.push(Plant { kind, original, damaged });
        }
    }
    let found = find(&corpus)?;
    let labels = labels(&corpus, &found.groups);
    println!("\nplanted in {} documents: share of pairs with a relation, in one group", corpus.len());
    let pairs: HashSet<(u32, u32)> = found.relations.iter().map(|relation| (relation.b, relation.a)).collect();
    for kind in KINDS {
        let of: Vec<&Plant> = planted.iter().filter(|plant| plant.kind == kind).collect();
        let related = of.iter().filter(|plant| pairs.contains(&(plant.original, plant.damaged))).count();
        let label = |document: u32| labels[document as usize - 1];
        let grouped = of.iter().filter(|plant| label(plant.original) == label(plant.damaged)).count();
        println!(
            "{kind:20} {:5} {:6.3} {:6.3}",
            of.len(),
            related as f64 / of.len() as f64,
            grouped as f64 / of.len() as f64
        );
    }
    let strangers: usize = found
        .groups
        .iter()
        .map(|group| {
            let plants: HashSet<usize> =
                group.members.iter().map(|member| of_source[member.document as usize - 1]).collect();
            plants.len() - 1
        })
        .sum();
    let sources: Vec<Record> = corpus.into_iter().step_by(each + 1).collect();
    let alike: usize = find(&sources)?.groups.iter().map(|group| group.members.len() - 1).sum();
    println!(
        "plants joined to another plant: {strangers}; sources that are versions of another without damage: {alike}; {:.0} documents/s",
        of_source.len() as f64 / found.seconds
    );
    Ok(())
}
