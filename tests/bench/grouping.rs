//! What finding versions costs, step by step, and what 1,000 more documents cost a library of 10,000:
//! `cargo bench --bench grouping`; of 100,000 too: `cargo bench --bench grouping -- large`; of 250,000: `-- huge`.

use std::fmt::Write as _;
use std::fs;
use std::hint::black_box;
use std::ops::RangeInclusive;
use std::path::Path;
use std::process::Command;
use std::sync::atomic::AtomicBool;
use std::time::Instant;
use variorum::text::fold;
use variorum::version::candidates::{Pair, propose};
use variorum::version::{Print, PrintIndex, relate, sketch};

/// Documents that are added to a library.
const MORE: u32 = 1_000;
/// Documents written to one file of a corpus.
const FILE: usize = 5_000;

fn main() {
    let asked = |size: &str| std::env::args().any(|word| word == size);
    let sizes: &[u32] = match (asked("large"), asked("huge")) {
        (_, true) => &[10_000, 100_000, 250_000],
        (true, _) => &[10_000, 100_000],
        _ => &[10_000],
    };
    for &documents in sizes {
        steps(documents);
    }
    println!();
    println!("{MORE} documents more, by `variorum add`:");
    println!("{:>10} {:>12} {:>10} {:>10} {:>12}", "library", "CPU s first", "CPU s", "wall s", "bytes more");
    for &documents in sizes {
        whole(documents);
    }
}

/// Fingerprints, candidates and verification, each by itself, and a batch behind them.
fn steps(documents: u32) {
    let folder = tempfile::tempdir().expect("a folder");
    let mut index = PrintIndex::open(folder.path()).expect("an index");
    let count = f64::from(documents);
    let (mut bytes, mut prints, mut making, mut keeping) = (0, 0, 0.0, 0.0);
    // Made and thrown away in parts, so that the making of the texts is measured by nobody.
    for first in (1..=documents).step_by(FILE) {
        let texts: Vec<String> = (first..=documents.min(first + FILE as u32 - 1)).map(text).collect();
        bytes += texts.iter().map(String::len).sum::<usize>();
        let mut sketches = Vec::new();
        making += cpu(|| sketches.extend(texts.iter().map(|text| sketch(&fold(text)))));
        prints += sketches.iter().map(Vec::len).sum::<usize>();
        keeping += cpu(|| append(&mut index, first, &sketches));
    }
    keeping += cpu(|| index.commit().expect("a commit"));
    let megabytes = bytes as f64 / 1e6;
    println!("{documents} documents, {megabytes:.0} MB, {} words each", bytes as u32 / documents / 7);
    println!("{:<34} {:>12} {:>8} {:>14}", "", "documents/s", "MB/s", "bytes/document");
    let row = |name: &str, spent: f64, held: f64| {
        let spent = spent.max(0.01);
        println!("{name:<34} {:>12.0} {:>8.0} {held:>14.0}", count / spent, megabytes / spent);
    };
    row("folded and sketched, in memory", making, (prints * size_of::<Print>()) as f64 / count);
    row("fingerprints kept, on disk", keeping, size(folder.path()) as f64 / count);
    let never = AtomicBool::new(false);
    let mut pairs = 0;
    let proposing = cpu(|| pairs = propose(&index, 1..=documents, &never).expect("pairs").pairs.len());
    row("candidates, in memory", proposing, (pairs * size_of::<Pair>()) as f64 / count);
    let (relations, related, held) = related(&index, 1..=documents);
    row("verification, most memory in use", related - proposing, held as f64 / count);
    println!("{pairs} pairs proposed, {relations} relations");

    let texts: Vec<String> = (documents + 1..=documents + MORE).map(text).collect();
    let mut sketches = Vec::new();
    let made = cpu(|| sketches.extend(texts.iter().map(|text| sketch(&fold(text)))));
    let clock = Instant::now();
    let kept = cpu(|| {
        append(&mut index, documents + 1, &sketches);
        index.commit().expect("a commit");
    });
    let (relations, found, _) = self::related(&index, documents + 1..=documents + MORE);
    println!(
        "{MORE} more: sketched in {made:.2} s, kept in {kept:.2} s, related in {found:.2} s of CPU ({relations} \
         relations, {:.2} s by the clock)",
        clock.elapsed().as_secs_f64()
    );
    println!();
}

fn append(index: &mut PrintIndex, first: u32, sketches: &[Vec<Print>]) {
    for (document, prints) in (first..).zip(sketches) {
        index.append(document, prints).expect("in order");
    }
}

/// Relations, seconds of CPU without the making of the texts, and bytes that the memory grew by.
fn related(index: &PrintIndex, new: RangeInclusive<u32>) -> (usize, f64, u64) {
    // The kernel's mark of the most memory in use begins anew.
    let _ = fs::write("/proc/self/clear_refs", "5");
    let before = memory("VmRSS");
    let mut spent_on_texts = 0.0;
    let mut found = 0;
    let spent = cpu(|| {
        let mut texts = |document: u32| {
            let clock = Instant::now();
            let text = text(document);
            spent_on_texts += clock.elapsed().as_secs_f64();
            Some(text.into())
        };
        let related = relate(index, new, &mut texts, &|_| {}, &AtomicBool::new(false)).expect("relations");
        found = black_box(related).relations.len();
    });
    (found, (spent - spent_on_texts).max(0.0), memory("VmHWM").saturating_sub(before))
}

/// A library of so many documents, made by the program, and a batch into it.
fn whole(documents: u32) {
    let folder = tempfile::tempdir().expect("a folder");
    let library = folder.path().join("library");
    corpus(&folder.path().join("first"), 1..=documents);
    corpus(&folder.path().join("more"), documents + 1..=documents + MORE);
    let add = |name: &str| {
        let (before, clock) = (children(), Instant::now());
        let output = Command::new(env!("CARGO_BIN_EXE_variorum"))
            .arg("--library")
            .arg(&library)
            .arg("add")
            .arg(folder.path().join(name))
            .output()
            .expect("the program runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        (children() - before, clock.elapsed().as_secs_f64())
    };
    let (first, _) = add("first");
    let held = size(&library);
    let (spent, clock) = add("more");
    let grown = size(&library) as i64 - held as i64;
    println!("{documents:>10} {first:>12.1} {spent:>10.2} {clock:>10.2} {grown:>12}");
}

fn corpus(folder: &Path, documents: RangeInclusive<u32>) {
    fs::create_dir(folder).expect("a folder");
    let all: Vec<u32> = documents.collect();
    for part in all.chunks(FILE) {
        let mut lines = String::new();
        for &document in part {
            let _ = writeln!(lines, "{{\"id\":\"d{document}\",\"text\":\"{}\"}}", text(document));
        }
        fs::write(folder.join(format!("{:07}.jsonl", part[0])), lines).expect("a corpus");
    }
}

/// A document of some 600 words with the frequencies of a language. Every fifth is an edited version
/// of an earlier one, every tenth carries the furniture of one of 300 sources.
fn text(document: u32) -> String {
    let number = u64::from(document);
    let is_version = |number: u64| number > 10 && number % 5 == 4;
    let source = match is_version(number) {
        true => {
            let source = number - 1 - mix(number) % (number / 2);
            source - u64::from(is_version(source))
        }
        false => number,
    };
    let mut text = String::with_capacity(4_500);
    if number.is_multiple_of(10) {
        let site = mix(number * 31) % 300;
        (0..60).for_each(|place| word(mix(site * 977 + place) % 3_000, &mut text));
    }
    for place in 0..540 {
        let edited = is_version(number) && mix(number * 7 + place).is_multiple_of(60);
        let seed = if edited { number * 1_009 + place } else { source * 4_099 + place };
        let share = (mix(seed) % (1 << 20)) as f64 / f64::from(1 << 20);
        word(30_000f64.powf(share) as u64, &mut text);
        if place % 14 == 13 {
            text.pop();
            text.push_str(". ");
        }
    }
    text
}

fn word(rank: u64, into: &mut String) {
    const SYLLABLES: [&str; 16] =
        ["ba", "de", "li", "mo", "nu", "ra", "se", "ti", "vo", "ka", "pe", "ri", "lem", "dor", "fin", "gul"];
    let mut rest = rank + 1;
    while rest > 0 {
        into.push_str(SYLLABLES[(rest % 16) as usize]);
        rest /= 16;
    }
    into.push(' ');
}

/// Numbers that look random (Steele, Lea and Flood 2014, the finaliser of splitmix64).
fn mix(number: u64) -> u64 {
    let x = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (x ^ (x >> 31)) >> 8
}

/// Seconds of CPU of this process while something runs.
fn cpu(run: impl FnOnce()) -> f64 {
    let before = ticks(0);
    run();
    ticks(0) - before
}

/// Seconds of CPU of the programs that were run and have ended.
fn children() -> f64 {
    ticks(2)
}

/// User and system time in seconds, from the kernel's hundredths: of this process, or of its children.
fn ticks(skip: usize) -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").expect("a system that counts time");
    let after = stat.rsplit(')').next().unwrap_or_default();
    let fields = after.split_whitespace().skip(11 + skip).take(2);
    fields.filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>() / 100.0
}

/// Bytes by name, from what the kernel tells of this process.
fn memory(name: &str) -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with(name)).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|kilobytes| kilobytes.parse::<u64>().ok()).unwrap_or(0) << 10
}

/// Bytes of all files in a folder.
fn size(folder: &Path) -> u64 {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .filter_map(|entry| {
            let meta = entry.metadata().ok()?;
            Some(if meta.is_dir() { size(&entry.path()) } else { meta.len() })
        })
        .sum()
}
