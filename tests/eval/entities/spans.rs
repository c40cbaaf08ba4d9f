//! Recognition: precision, recall and F1 of people, organisations and places.

use crate::sets::Record;
use crate::{Outcome, capitals};
use std::collections::HashSet;
use std::sync::atomic::AtomicBool;
use variorum::entity::{EntityType, Mention, Recogniser, recognise, resolve};

const SCORED: [EntityType; 3] = [EntityType::Person, EntityType::Org, EntityType::Place];

/// Counts of right, expected and given names.
#[derive(Clone, Copy, Default)]
struct Counts {
    right: usize,
    gold: usize,
    found: usize,
}

impl Counts {
    fn precision(self) -> f64 {
        100.0 * self.right as f64 / self.found.max(1) as f64
    }

    fn recall(self) -> f64 {
        100.0 * self.right as f64 / self.gold.max(1) as f64
    }

    fn f1(self) -> f64 {
        200.0 * self.right as f64 / (self.gold + self.found).max(1) as f64
    }
}

/// Typed and untyped F1 of one set.
#[derive(Clone, Copy)]
pub struct Result {
    typed: f64,
    span: f64,
}

/// The mean over all sets, each counted once.
#[derive(Default)]
pub struct Mean(Vec<Result>);

impl Mean {
    pub fn add(&mut self, result: Result) {
        self.0.push(result);
    }

    pub fn print(&self) {
        let mean = |of: fn(&Result) -> f64| self.0.iter().map(of).sum::<f64>() / self.0.len().max(1) as f64;
        println!("{:20} {:>5}  {:17} {:5.1}  {:11} {:5.1}", "mean", "", "", mean(|r| r.typed), "", mean(|r| r.span));
    }
}

pub fn heading() {
    println!(
        "recognition: exact span and type | exact span | overlap | F1 by type | runs of capitals: typed, span F1 | published: typed F1"
    );
    println!(
        "{:20} {:>5}  {:>5} {:>5} {:>5}  {:>5} {:>5} {:>5}  {:>5}  {:>5} {:>5} {:>5}  {:>5} {:>5}  {:>5}",
        "set", "names", "P", "R", "F1", "P", "R", "F1", "F1", "per", "org", "place", "typed", "span", "typed"
    );
}

/// The names that a recogniser finds in a text.
pub fn read(recogniser: &dyn Recogniser, text: &str) -> Vec<Mention> {
    recogniser.recognise(text, &AtomicBool::new(false)).unwrap_or_else(|error| panic!("{error:?}"))
}

/// Scores one set and prints its row, beside what others published for it.
pub fn report(name: &str, records: &[Record], published: Option<f64>, recogniser: &dyn Recogniser) -> Result {
    let (mut typed, mut by_type) = (Counts::default(), [Counts::default(); 3]);
    let (mut span, mut overlap) = (Counts::default(), Counts::default());
    let (mut plain, mut plain_span) = (Counts::default(), Counts::default());
    for record in records {
        let gold: Vec<Mention> = record
            .names
            .iter()
            .map(|name| Mention { start: name.start, end: name.end, kind: name.kind })
            .filter(|name| SCORED.contains(&name.kind))
            .collect();
        let found: Vec<Mention> =
            read(recogniser, &record.text).into_iter().filter(|name| SCORED.contains(&name.kind)).collect();
        let exact: HashSet<_> = gold.iter().map(|name| (name.start, name.end, name.kind)).collect();
        let bare: HashSet<_> = gold.iter().map(|name| (name.start, name.end)).collect();
        for name in capitals::runs(&record.text) {
            plain.found += 1;
            plain.right += usize::from(exact.contains(&(name.start, name.end, name.kind)));
            plain_span.right += usize::from(bare.contains(&(name.start, name.end)));
        }
        typed.gold += gold.len();
        typed.found += found.len();
        for name in &gold {
            by_type[name.kind as usize].gold += 1;
        }
        for name in &found {
            let right = usize::from(exact.contains(&(name.start, name.end, name.kind)));
            by_type[name.kind as usize].found += 1;
            by_type[name.kind as usize].right += right;
            typed.right += right;
            span.right += usize::from(bare.contains(&(name.start, name.end)));
        }
        overlap.right += overlapping(&gold, &found);
    }
    (span.gold, span.found) = (typed.gold, typed.found);
    (overlap.gold, overlap.found) = (typed.gold, typed.found);
    plain.gold = typed.gold;
    (plain_span.gold, plain_span.found) = (plain.gold, plain.found);
    println!(
        "{name:20} {:5}  {:5.1} {:5.1} {:5.1}  {:5.1} {:5.1} {:5.1}  {:5.1}  {:5.1} {:5.1} {:5.1}  {:5.1} {:5.1}  {:>5}",
        typed.gold,
        typed.precision(),
        typed.recall(),
        typed.f1(),
        span.precision(),
        span.recall(),
        span.f1(),
        overlap.f1(),
        by_type[0].f1(),
        by_type[1].f1(),
        by_type[2].f1(),
        plain.f1(),
        plain_span.f1(),
        published.map(|f1| format!("{f1:.1}")).unwrap_or_default(),
    );
    Result { typed: typed.f1(), span: span.f1() }
}

/// Gold names that share a character with a found one, one to one, from left to right.
fn overlapping(gold: &[Mention], found: &[Mention]) -> usize {
    let (mut next, mut count) = (0, 0);
    for name in gold {
        while found.get(next).is_some_and(|found| found.end <= name.start) {
            next += 1;
        }
        if found.get(next).is_some_and(|found| found.start < name.end) {
            count += 1;
            next += 1;
        }
    }
    count
}

/// Prints the entities of one text with their forms, for reading.
pub fn list(text: &str) -> Outcome<()> {
    let mentions = recognise(text);
    let resolved = resolve(text, &mentions);
    for entity in &resolved.entities {
        let forms: Vec<&str> =
            entity.mentions.iter().map(|&at| &text[mentions[at].start as usize..mentions[at].end as usize]).collect();
        println!("{:7} {:40} {}", entity.kind.as_str(), entity.name, forms.join(" | "));
    }
    for alias in &resolved.aliases {
        println!("alias   {} = {} ({})", alias.short, alias.long, alias.reason);
    }
    Ok(())
}

/// Prints what is missed, what is found and should not be, and what is typed wrongly, with the words
/// around each.
pub fn errors(records: &[Record]) -> Outcome<()> {
    for record in records {
        let text = &record.text;
        let found = recognise(text);
        let around = |start: u32, end: u32| {
            let (start, end) = (start as usize, end as usize);
            let from = text[..start].char_indices().rev().nth(30).map_or(0, |(at, _)| at);
            let to = text[end..].char_indices().nth(30).map_or(text.len(), |(at, _)| end + at);
            format!("{}[{}]{}", &text[from..start], &text[start..end], &text[end..to]).replace('\n', " ")
        };
        for name in &record.names {
            match found.iter().find(|found| (found.start, found.end) == (name.start, name.end)) {
                Some(found) if found.kind == name.kind => {}
                Some(found) => println!(
                    "type    {:6} {:6} {}",
                    name.kind.as_str(),
                    found.kind.as_str(),
                    around(name.start, name.end)
                ),
                None => println!("missed  {:6} {:6} {}", name.kind.as_str(), "", around(name.start, name.end)),
            }
        }
        for name in &found {
            if !record.names.iter().any(|gold| (gold.start, gold.end) == (name.start, name.end)) {
                println!("surplus {:6} {:6} {}", "", name.kind.as_str(), around(name.start, name.end));
            }
        }
    }
    Ok(())
}
