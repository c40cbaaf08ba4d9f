//! Deciding about a batch as a reader does it, with keys, bytes and times counted; and batches to decide about,
//! made of other texts.

use crate::harness::{Corpus, Tty, number_between};
use serde_json::{Value, json};
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

/// What a batch took.
#[derive(Clone, Debug)]
pub struct Took {
    pub documents: usize,
    /// Lines of the inbox: version groups, and documents that stand alone.
    pub lines: usize,
    pub keys: usize,
    pub bytes: u64,
    /// From each verdict to the screen with the next one, in the order in which they were given.
    pub answers: Vec<Duration>,
    /// From the last verdict to the report.
    pub report: Duration,
}

impl Took {
    /// How long a share of the verdicts took at most, in milliseconds.
    pub fn within(&self, share: f64) -> f64 {
        let mut answers: Vec<f64> = self.answers.iter().map(|answer| answer.as_secs_f64() * 1e3).collect();
        answers.sort_by(f64::total_cmp);
        let place = (answers.len() as f64 * share) as usize;
        answers.get(place.min(answers.len().saturating_sub(1))).copied().unwrap_or_default()
    }
}

/// Adds files to a library of a corpus; gives how long that took.
pub fn add(corpus: &Corpus, library: &Path, file: &Path) -> Duration {
    let start = Instant::now();
    let mut add = Command::new(Corpus::binary());
    add.current_dir(corpus.path()).env("HOME", corpus.path()).arg("--library").arg(library).arg("add").arg(file);
    let output = add.output().unwrap();
    assert!(output.status.code().is_some_and(|code| code < 2), "{}", String::from_utf8_lossy(&output.stderr));
    start.elapsed()
}

/// Decides about the newest batch, from opening the library to the report: every line of its inbox is read
/// from its first sight, and one key is given for each.
pub fn decided(
    corpus: &Corpus,
    library: &Path,
    (columns, lines): (u16, u16),
    mut verdict: impl FnMut() -> &'static str,
) -> Took {
    let mut tty = Tty::start(corpus.opened(library), columns, lines);
    tty.until("the list", |screen| screen.lines().next().is_some_and(|line| line.contains("undecided")));
    tty.until_quiet();
    let before = tty.bytes();
    tty.send("gi");
    tty.until("the pace", |screen| header(screen).contains(" decided"));
    let narrowed = |screen: &str| {
        let said = header(screen);
        said.contains("1/") && number_between(said, "1/", " groups") <= number_between(said, "/", " decided")
    };
    let screen = tty.until("the inbox", narrowed);
    let documents = number_between(header(&screen), "/", " decided");
    let lines = number_between(header(&screen), "1/", " groups");
    tty.send("\r");
    tty.until("the first one", |screen| screen.lines().any(|line| line.starts_with('─') || line.contains('│')));
    let mut took = Took { documents, lines, keys: 3, bytes: 0, answers: Vec::new(), report: Duration::ZERO };
    loop {
        let old = header(&tty.screen()).to_owned();
        let start = Instant::now();
        tty.send(verdict());
        took.keys += 1;
        let all = format!("{documents}/{documents}");
        let screen = tty.until("the next one, or the report", |screen| {
            let now = decisions(header(screen));
            screen.contains(" 0 undecided") || now != decisions(&old) && now != Some(&all)
        });
        if screen.contains(" 0 undecided") {
            took.report = start.elapsed();
            break;
        }
        took.answers.push(start.elapsed());
        assert!(took.keys < 10 * documents, "{screen}");
    }
    took.bytes = tty.bytes() - before;
    tty.send("qQ");
    assert_eq!(tty.exit(), 0);
    println!(
        "{} documents in {} lines: {} keys, {} bytes, {} a key; a key takes {:.1} ms, 95 of 100 at most {:.1} ms",
        took.documents,
        took.lines,
        took.keys,
        took.bytes,
        took.bytes / took.keys as u64,
        took.within(0.5),
        took.within(0.95),
    );
    took
}

fn header(screen: &str) -> &str {
    screen.lines().next().unwrap_or_default()
}

/// How many are decided, as the header says it.
fn decisions(header: &str) -> Option<&str> {
    header.split(" decided").next().and_then(|before| before.rsplit(" \u{b7} ").next())
}

/// Numbers that are the same for the same seed.
pub struct Dice(pub u64);

impl Dice {
    /// Below `bound`, which is not 0.
    pub fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % bound
    }
}

/// Two batches of records: what is known, and `count` documents of which two thirds are versions of known
/// ones. `sources` are other people's texts, more than `count` of them.
pub fn batches(sources: &[Value], count: usize, seed: u64) -> (String, String) {
    let mut dice = Dice(seed);
    let mut order: Vec<usize> = (0..sources.len()).collect();
    for place in (1..order.len()).rev() {
        order.swap(place, dice.below(place + 1));
    }
    let versions = count * 2 / 3;
    let (new, known) = order.split_at(count - versions);
    let known = &known[..known.len().min(versions)];
    let record = |key: String, title: &str, text: &str| json!({"id": key, "title": title, "text": text}).to_string();
    let of = |place: usize| (field(&sources[place], "title"), field(&sources[place], "text"));
    let first = known.iter().map(|&place| record(format!("known-{place}"), of(place).0, of(place).1) + "\n").collect();
    let mut second: Vec<String> =
        new.iter().map(|&place| record(format!("new-{place}"), of(place).0, of(place).1)).collect();
    for number in 0..versions {
        let place = known[dice.below(known.len())];
        let other = of(known[dice.below(known.len())]).1;
        let text = version(of(place).1, other, &mut dice);
        second.push(record(format!("version-{number}-{place}"), of(place).0, &text));
    }
    for place in (1..second.len()).rev() {
        second.swap(place, dice.below(place + 1));
    }
    (first, second.join("\n"))
}

fn field<'v>(record: &'v Value, name: &str) -> &'v str {
    record[name].as_str().unwrap_or_default()
}

/// A text as it comes back: as it was, edited, cut, begun only, gone on with, or set otherwise.
fn version(text: &str, other: &str, dice: &mut Dice) -> String {
    let sentences: Vec<&str> = text.split_inclusive(". ").collect();
    match dice.below(8) {
        7 => text.to_owned(),
        0 => text.replace('"', "\u{201d}").replace('\'', "\u{2019}").replace(' ', "\n"),
        1 => {
            let gone = dice.below(sentences.len());
            sentences.iter().enumerate().filter(|(place, _)| *place != gone).map(|(_, sentence)| *sentence).collect()
        }
        2 => sentences[..sentences.len().div_ceil(2)].concat(),
        3 => {
            let more: Vec<&str> = other.split_inclusive(". ").take(2).collect();
            format!("{text}\n\n{}", more.concat())
        }
        _ => {
            let words: Vec<&str> = text.split(' ').collect();
            let edits = 1 + words.len() / 40;
            let mut out: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
            for _ in 0..edits {
                let place = dice.below(out.len());
                out[place] = match out[place].parse::<u64>() {
                    Ok(number) => (number + 1 + dice.below(90) as u64).to_string(),
                    Err(_) => words[dice.below(words.len())].to_owned(),
                };
            }
            out.join(" ")
        }
    }
}
