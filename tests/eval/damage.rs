//! A noisy corpus made from real texts: versions planted by kinds of damage, and what of them is found.

use crate::{Outcome, Record, find, labels};

/// Numbers that are the same on every run (a linear congruential generator, Knuth's constants).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % sides.max(1)
    }
}

const KINDS: [&str; 16] = [
    "typography",
    "rewrap",
    "edit 2 %",
    "edit 5 %",
    "edit 10 %",
    "edit 20 %",
    "ocr 2 %",
    "ocr 5 %",
    "light furniture",
    "heavy furniture",
    "reordered",
    "excerpt of a third",
    "excerpt of a tenth",
    "lead only",
    "round-up",
    "quotation of 60",
];

fn damage(kind: &str, words: &[&str], other: &[&str], dice: &mut Dice) -> String {
    let furniture = |from: usize, count: usize| {
        (from..from + count).map(|n| format!("menu{} item{n}", n % 7)).collect::<Vec<_>>().join(" ")
    };
    let swap = |percent: usize, dice: &mut Dice| {
        let new: Vec<&str> = words
            .iter()
            .map(|&word| if dice.roll(100) < percent { other[dice.roll(other.len())] } else { word })
            .collect();
        new.join(" ")
    };
    let noise = |percent: usize, dice: &mut Dice| {
        let text = words.join(" ");
        // A share of the letters is misread, as in bad optical recognition.
        text.chars()
            .map(|c| if c.is_alphabetic() && dice.roll(100) < percent { ['c', 'l', 'm', 'o'][dice.roll(4)] } else { c })
            .collect()
    };
    let part = |share: usize, dice: &mut Dice| {
        let length = words.len() / share;
        let from = dice.roll(words.len() - length);
        words[from..from + length].join(" ")
    };
    match kind {
        "typography" => words.join(" ").replace('"', "\u{201d}").replace('\'', "\u{2019}").replace(" - ", " \u{2014} "),
        "rewrap" => words.chunks(9).map(|line| line.join(" ")).collect::<Vec<_>>().join("\n"),
        "edit 2 %" => swap(2, dice),
        "edit 5 %" => swap(5, dice),
        "edit 10 %" => swap(10, dice),
        "edit 20 %" => swap(20, dice),
        "ocr 2 %" => noise(2, dice),
        "ocr 5 %" => noise(5, dice),
        "light furniture" => format!("{} {} {}", furniture(0, 15), words.join(" "), furniture(100, 15)),
        "heavy furniture" => format!("{} {} {}", furniture(200, 80), words.join(" "), furniture(400, 120)),
        "reordered" => {
            let mut parts: Vec<&[&str]> = words.chunks(words.len().div_ceil(6)).collect();
            parts.reverse();
            parts.concat().join(" ")
        }
        "excerpt of a third" => part(3, dice),
        "excerpt of a tenth" => part(10, dice),
        "lead only" => words[..words.len() / 4].join(" "),
        "round-up" => format!("{} {}", other.join(" "), words.join(" ")),
        _ => format!(
            "{} {} {}",
            other[..other.len() / 2].join(" "),
            words[20..80].join(" "),
            other[other.len() / 2..].join(" ")
        ),
    }
}

/// Prints the share of the planted pairs that have a relation, and that stand in one group.
pub fn report(records: &[Record]) -> Outcome<()> {
    let mut dice = Dice(7);
    let pool: Vec<&Record> =
        records.iter().filter(|record| (250..900).contains(&record.text.split_whitespace().count())).collect();
    let (mut corpus, mut planted) = (Vec::new(), Vec::new());
    let push = |text: String, corpus: &mut Vec<Record>| {
        corpus.push(Record { key: format!("{:06}", corpus.len()), date: None, title: String::new(), text, gold: None });
        corpus.len() as u32
    };
    for (at, source) in pool.iter().enumerate().take(pool.len() / 2) {
        let kind = KINDS[at % KINDS.len()];
        let original = push(source.text.clone(), &mut corpus);
        let mut words: Vec<&str> = source.text.split_whitespace().collect();
        if kind == "excerpt of a tenth" {
            // A tenth must be a passage: take a longer text, made of two.
            words.extend(pool[pool.len() - 1 - at].text.split_whitespace());
            corpus[original as usize - 1].text = words.join(" ");
        }
        let other: Vec<&str> = pool[(at + pool.len() / 2) % pool.len()].text.split_whitespace().collect();
        let damaged = push(damage(kind, &words, &other, &mut dice), &mut corpus);
        planted.push((kind, original, damaged));
    }
    let found = find(&corpus)?;
    let labels = labels(&corpus, &found.groups);
    println!("\nplanted in {} documents: share of pairs with a relation, in one group", corpus.len());
    for kind in KINDS {
        let of: Vec<_> = planted.iter().filter(|plant| plant.0 == kind).collect();
        let related = of.iter().filter(|(_, a, b)| found.relations.iter().any(|r| (r.b, r.a) == (*a, *b))).count();
        let grouped = of.iter().filter(|(_, a, b)| labels[*a as usize - 1] == labels[*b as usize - 1]).count();
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
            let mut plants: Vec<u32> = group.members.iter().map(|member| (member.document - 1) / 2).collect();
            plants.sort_unstable();
            plants.dedup();
            plants.len() - 1
        })
        .sum();
    let sources: Vec<Record> = corpus
        .iter()
        .step_by(2)
        .map(|record| Record {
            key: record.key.clone(),
            date: None,
            title: String::new(),
            text: record.text.clone(),
            gold: None,
        })
        .collect();
    let alike: usize = find(&sources)?.groups.iter().map(|group| group.members.len() - 1).sum();
    println!(
        "plants joined to another plant: {strangers}; sources that are versions of another without damage: {alike}; {:.0} documents/s",
        corpus.len() as f64 / found.seconds
    );
    Ok(())
}
