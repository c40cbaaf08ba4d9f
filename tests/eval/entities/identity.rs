//! Resolution: B-cubed (Bagga and Baldwin 1998) of the entities against gold identities.

use crate::sets::Record;
use crate::spans::read;
use std::collections::{BTreeMap, HashMap};
use variorum::entity::{EntityType, Mention, Name, Recogniser, StatedAlias, across, is_inferred, resolve};

/// How far an identity of the set reaches.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    Document,
    Topic,
    Collection,
}

pub fn heading() {
    println!(
        "resolution: B-cubed F1 on the gold names by equal strings | by rules: P R F1 | names recognised too: F1 | \
         surnames alone, share tied to the right full name"
    );
    println!(
        "{:20} {:>5} {:>8}  {:>6}  {:>5} {:>5} {:>5}  {:>6}  {:>8} {:>5}",
        "set", "names", "entities", "equal", "P", "R", "F1", "found", "surnames", "right"
    );
}

/// Scores one set and prints its row.
pub fn report(name: &str, records: &[Record], scope: Scope, recogniser: &dyn Recogniser) {
    let gold: Vec<&str> =
        records.iter().flat_map(|record| record.names.iter()).filter_map(|name| name.id.as_deref()).collect();
    let given: Vec<Vec<Mention>> = records
        .iter()
        .map(|record| {
            let names = record.names.iter().filter(|name| name.id.is_some());
            names.map(|name| Mention { start: name.start, end: name.end, kind: name.kind }).collect()
        })
        .collect();
    let found: Vec<Vec<Mention>> = records.iter().map(|record| read(recogniser, &record.text)).collect();
    let equal: Vec<String> = records
        .iter()
        .zip(&given)
        .enumerate()
        .flat_map(|(at, (record, names))| {
            names
                .iter()
                .map(move |name| format!("{} {}", area(record, at, scope), record.text[range(name)].to_lowercase()))
        })
        .collect();
    let by_rules = labels(records, &given, &given, scope);
    let whole = labels(records, &given, &found, scope);
    let (_, _, equal) = b_cubed(&gold, &equal);
    let (precision, recall, rules) = b_cubed(&gold, &by_rules);
    let (_, _, whole) = b_cubed(&gold, &whole);
    let surfaces: Vec<(&str, EntityType)> = records
        .iter()
        .zip(&given)
        .flat_map(|(record, names)| names.iter().map(|name| (&record.text[range(name)], name.kind)))
        .collect();
    let (surnames, tied) = surnames(&gold, &surfaces, &by_rules);
    let entities = gold.iter().collect::<std::collections::HashSet<_>>().len();
    println!(
        "{name:20} {:5} {entities:8}  {equal:6.1}  {precision:5.1} {recall:5.1} {rules:5.1}  {whole:6.1}  {surnames:8} {:5.1}",
        gold.len(),
        100.0 * tied as f64 / surnames.max(1) as f64
    );
}

/// Surnames alone of people whom the set names in full somewhere, and how many of them go with the most
/// frequent full name of the right person.
fn surnames(gold: &[&str], surfaces: &[(&str, EntityType)], labels: &[String]) -> (usize, usize) {
    let last = |name: &str| name.split_whitespace().last().map(|word| word.trim_end_matches("'s").to_lowercase());
    let mut full: HashMap<(&str, String), BTreeMap<&str, usize>> = HashMap::new();
    let people = || gold.iter().zip(surfaces).zip(labels).filter(|((_, (_, kind)), _)| *kind == EntityType::Person);
    for ((gold, (name, _)), label) in people().filter(|((_, (name, _)), _)| name.contains(' ')) {
        let Some(surname) = last(name) else { continue };
        *full.entry((gold, surname)).or_default().entry(label).or_default() += 1;
    }
    let (mut count, mut tied) = (0, 0);
    for ((gold, (name, _)), label) in people().filter(|((_, (name, _)), _)| !name.contains(' ')) {
        let Some(labels) = last(name).and_then(|surname| full.get(&(gold, surname))) else { continue };
        count += 1;
        tied += usize::from(labels.iter().max_by_key(|entry| entry.1).is_some_and(|most| most.0 == label));
    }
    (count, tied)
}

fn range(name: &Mention) -> std::ops::Range<usize> {
    name.start as usize..name.end as usize
}

/// The part of the set in which two names may be one.
fn area(record: &Record, at: usize, scope: Scope) -> String {
    match scope {
        Scope::Document => at.to_string(),
        Scope::Topic => record.topic.clone(),
        Scope::Collection => String::new(),
    }
}

/// For each wanted name the entity that resolving the `known` names gives it; a name that is not
/// among them is alone.
fn labels(records: &[Record], wanted: &[Vec<Mention>], known: &[Vec<Mention>], scope: Scope) -> Vec<String> {
    let mut areas: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, record) in records.iter().enumerate() {
        areas.entry(area(record, at, scope)).or_default().push(at);
    }
    let mut out: Vec<Vec<String>> = wanted.iter().map(|names| vec![String::new(); names.len()]).collect();
    for (area, documents) in &areas {
        let mut names: BTreeMap<(String, EntityType), Name> = BTreeMap::new();
        let mut aliases: BTreeMap<(String, String), StatedAlias> = BTreeMap::new();
        let mut local: HashMap<(usize, u32, u32), (String, EntityType)> = HashMap::new();
        for &at in documents {
            let resolved = resolve(&records[at].text, &known[at]);
            for entity in &resolved.entities {
                let key = (entity.name.clone(), entity.kind);
                let name = names.entry(key.clone()).or_insert_with(|| Name {
                    name: entity.name.clone(),
                    kind: entity.kind,
                    documents: 0,
                    mentions: 0,
                });
                name.documents += 1;
                name.mentions += entity.mentions.len() as u32;
                for &mention in &entity.mentions {
                    local.insert((at, known[at][mention].start, known[at][mention].end), key.clone());
                }
            }
            for alias in resolved.aliases {
                let key = (alias.short.clone(), alias.long.clone());
                let inferred = is_inferred(&alias.reason);
                let stated = StatedAlias { short: alias.short, long: alias.long, documents: 0, inferred };
                aliases.entry(key).or_insert(stated).documents += 1;
            }
        }
        let keys: HashMap<(String, EntityType), usize> =
            names.keys().cloned().enumerate().map(|(index, key)| (key, index)).collect();
        let names: Vec<Name> = names.into_values().collect();
        let heads = across(&names, &aliases.into_values().collect::<Vec<_>>());
        for &at in documents {
            for (label, name) in out[at].iter_mut().zip(&wanted[at]) {
                *label = match local.get(&(at, name.start, name.end)) {
                    Some(key) => format!("{area} {}", heads[keys[key]]),
                    None => format!("alone {at} {}", name.start),
                };
            }
        }
    }
    out.into_iter().flatten().collect()
}

fn b_cubed(gold: &[&str], found: &[String]) -> (f64, f64, f64) {
    let mut cells: HashMap<(&str, &str), f64> = HashMap::new();
    let (mut golds, mut founds) = (HashMap::<&str, f64>::new(), HashMap::<&str, f64>::new());
    for (&gold, found) in gold.iter().zip(found) {
        *cells.entry((gold, found)).or_default() += 1.0;
        *golds.entry(gold).or_default() += 1.0;
        *founds.entry(found).or_default() += 1.0;
    }
    let total = gold.len().max(1) as f64;
    let precision: f64 = cells.iter().map(|((_, found), n)| n * n / founds[found]).sum::<f64>() / total;
    let recall: f64 = cells.iter().map(|((gold, _), n)| n * n / golds[gold]).sum::<f64>() / total;
    let f1 = 2.0 * precision * recall / (precision + recall).max(f64::MIN_POSITIVE);
    (100.0 * precision, 100.0 * recall, 100.0 * f1)
}
