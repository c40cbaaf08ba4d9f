//! How well versions are found: `cargo bench --bench versions` prints the tables.
//!
//! The sets are not part of the project; a set that is not there is skipped with a word. Where they
//! lie: `VARIORUM_SHARED`, or `shared` beside the project.

mod damage;
mod missed;
mod scale;
mod scores;
mod webs;

use serde_json::Value;
use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::time::Instant;
use variorum::ingest::heading;
use variorum::text::fold;
use variorum::version::{
    Compare, Finding, Group, Member, PairReader, PrintIndex, Relation, Source, cluster, relate, sketch,
};

pub type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// A document of a set.
pub struct Record {
    pub key: String,
    pub date: Option<i64>,
    pub title: String,
    pub text: String,
    /// The gold group and the place in it.
    pub gold: Option<(String, String)>,
}

impl Record {
    fn source(&self) -> Source {
        // As a library does: a title that was taken from the text counts for nothing.
        let stated = Some(&self.title).filter(|title| **title != heading(&self.text));
        Source { title: stated.cloned().unwrap_or_default(), text: self.text.clone() }
    }
}

/// What was found in a set, and what it took.
pub struct Found {
    pub relations: Vec<Relation>,
    pub groups: Vec<Group>,
    pub seconds: f64,
}

fn main() -> Outcome<()> {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with("--")).collect();
    let number = |word: &str| {
        let at = arguments.iter().position(|argument| argument == word)?;
        Some(arguments.get(at + 1).and_then(|count| count.parse().ok()))
    };
    if let Some(documents) = number("scale") {
        return scale::report(documents.unwrap_or(100_000));
    }
    let data = std::env::var_os("VARIORUM_SHARED")
        .map_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared")), PathBuf::from)
        .join("data");
    let sets = [
        ("wikiversions_dev", "cluster"),
        ("jfk_dev", "cluster"),
        ("ota_pga_dev", "cluster"),
        ("dc_law_dev", "family_silver"),
        ("scotus_slip_dev", "cluster"),
        ("grimmer_dev", "cluster"),
        // Reports of one event by many papers: most are no versions of each other.
        ("resolution/ecbplus/all", "cluster"),
    ];
    if let Some(wanted) = arguments.iter().position(|argument| argument == "missed").map(|at| at + 1) {
        for (name, gold) in sets.iter().filter(|set| arguments.get(wanted).is_none_or(|wanted| wanted == set.0)) {
            println!("{name}");
            missed::report(&load(&data.join(format!("{name}.jsonl")), gold)?)?;
        }
        return Ok(());
    }
    if number("webs").is_some() {
        return webs::report(&load(&data.join("grimmer_dev.jsonl"), "cluster")?);
    }
    if let Some(documents) = number("planted") {
        return damage::report(
            &load(&data.join("grimmer_dev.jsonl"), "cluster")?,
            documents.unwrap_or(20_200) as usize,
        );
    }
    println!(
        "{:18} {:>6} {:>7} {:>7} {:>7} {:>7} {:>8} {:>7} {:>7}",
        "set", "docs", "P", "R", "F1", "ARI", "nearest", "groups", "docs/s"
    );
    for (name, gold) in sets {
        match load(&data.join(format!("{name}.jsonl")), gold) {
            Ok(mut records) => {
                report(name, &records)?;
                if records.iter().any(|record| !record.title.is_empty()) {
                    records.iter_mut().for_each(|record| record.title.clear());
                    report("  by text alone", &records)?;
                }
            }
            Err(error) => println!("{name:18} skipped: {error}"),
        }
    }
    match load(&data.join("grimmer_dev.jsonl"), "cluster") {
        Ok(records) => damage::report(&records, 0)?,
        Err(error) => println!("damage skipped: {error}"),
    }
    Ok(())
}

fn load(path: &Path, gold: &str) -> Outcome<Vec<Record>> {
    let file = std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let mut records = Vec::new();
    for line in file.lines() {
        let value: Value = serde_json::from_str(line)?;
        let field = |name: &str| value[name].as_str().unwrap_or_default().to_owned();
        let date = value["date"].as_str().and_then(|date| date.get(..10)?.parse::<jiff::civil::Date>().ok());
        let epoch = jiff::civil::date(1970, 1, 1);
        records.push(Record {
            key: field("id"),
            date: date.map(|date| 86_400 * i64::from((date - epoch).get_days())),
            title: field("title"),
            text: field("text"),
            gold: value[gold].as_str().map(|group| (group.to_owned(), value["version"].to_string())),
        });
    }
    Ok(records)
}

struct Reader<'r> {
    reader: PairReader<'r>,
    texts: &'r mut dyn FnMut(u32) -> Option<Source>,
}

impl Compare for Reader<'_> {
    fn pair(&mut self, a: u32, b: u32) -> Option<Finding> {
        self.reader.compare(a, b, self.texts).ok()
    }

    fn confirmed(&mut self, a: u32, b: u32, witnesses: &[u32]) -> Option<f32> {
        self.reader.confirmed(a, b, witnesses, self.texts).ok()?
    }
}

/// Finds the groups of all records as one batch.
pub fn find(records: &[Record]) -> Outcome<Found> {
    let begin = Instant::now();
    let folder = tempfile::tempdir()?;
    let mut index = PrintIndex::open(folder.path())?;
    let mut words = Vec::new();
    for (at, record) in records.iter().enumerate() {
        let folded = fold(&record.text);
        words.push(folded.words().count() as u32);
        index.append(at as u32 + 1, &sketch(&folded))?;
    }
    index.commit()?;
    let mut texts = |document: u32| records.get(document as usize - 1).map(Record::source);
    let relations = relate(&index, 1..=records.len() as u32, &mut texts, &|_| {}, &AtomicBool::new(false))?.relations;
    let members: Vec<Member> = records
        .iter()
        .zip(&words)
        .enumerate()
        .map(|(at, (record, &words))| Member {
            document: at as u32 + 1,
            date: record.date,
            words,
            key: &record.key,
            title: &record.title,
        })
        .collect();
    let mut reader = Reader { reader: PairReader::new(&index), texts: &mut texts };
    let groups = cluster(&members, &relations, &[], &mut reader);
    Ok(Found { relations, groups, seconds: begin.elapsed().as_secs_f64() })
}

/// For every document the number of its group; a document in none is its own, and with it are its
/// exact copies, which a library keeps once.
pub fn labels(records: &[Record], groups: &[Group]) -> Vec<u32> {
    let mut first: HashMap<&str, u32> = HashMap::new();
    let mut labels: Vec<u32> =
        (0..).zip(records).map(|(at, record)| *first.entry(&record.text).or_insert(at)).collect();
    for group in groups {
        for member in &group.members {
            labels[member.document as usize - 1] = group.leader - 1;
        }
    }
    labels
}

fn report(name: &str, records: &[Record]) -> Outcome<()> {
    let found = find(records)?;
    let labels = labels(records, &found.groups);
    let rate = records.len() as f64 / found.seconds;
    let mut sizes: Vec<usize> = found.groups.iter().map(|group| group.members.len()).collect();
    sizes.sort_unstable();
    let mut numbers = BTreeMap::new();
    for record in records {
        if let Some((group, _)) = &record.gold {
            let next = numbers.len() as u32;
            numbers.entry(group.clone()).or_insert(next);
        }
    }
    if numbers.is_empty() {
        let grouped: usize = sizes.iter().sum();
        let largest = sizes.last().copied().unwrap_or(0);
        println!(
            "{name:18} {:6} {:>7} documents in {} groups, the largest of {largest}; {} relations; {rate:.0} documents/s",
            records.len(),
            grouped,
            sizes.len(),
            found.relations.len()
        );
        return Ok(());
    }
    let gold: Vec<u32> =
        records.iter().map(|record| record.gold.as_ref().map_or(u32::MAX, |gold| numbers[&gold.0])).collect();
    let scores = scores::agreement(&gold, &labels);
    let size: HashMap<u32, usize> = gold.iter().fold(HashMap::new(), |mut sizes, &group| {
        *sizes.entry(group).or_default() += 1;
        sizes
    });
    let nearest: HashMap<u32, u32> = found
        .groups
        .iter()
        .flat_map(|group| group.members.iter().filter_map(|member| Some((member.document, member.nearest?))))
        .collect();
    let of: Vec<usize> = (0..records.len()).filter(|&at| size[&gold[at]] > 1).collect();
    let right = of
        .iter()
        .filter(|&&at| nearest.get(&(at as u32 + 1)).is_some_and(|&near| gold[near as usize - 1] == gold[at]))
        .count();
    println!(
        "{name:18} {:6} {:7.3} {:7.3} {:7.3} {:7.3} {:8.3} {:7} {rate:7.0}",
        records.len(),
        scores.precision,
        scores.recall,
        scores.f1,
        scores.adjusted_rand,
        right as f64 / of.len().max(1) as f64,
        found.groups.len(),
    );
    Ok(())
}
