//! Time and memory at scale, over made-up documents: `cargo bench --bench versions -- scale 100000`.

use crate::Outcome;
use std::sync::atomic::AtomicBool;
use std::time::Instant;
use variorum::text::fold;
use variorum::version::{PrintIndex, relate, sketch};

fn mix(n: u64) -> u64 {
    let x = (n ^ (n >> 31)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (x ^ (x >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9) >> 20
}

/// A document of 700 words, 4 KB: a fifth are edited versions of one a little or far before, a
/// tenth carry the furniture of one of 300 sources.
fn text(document: u32) -> String {
    let n = u64::from(document);
    let version = document > 10 && n % 5 == 4;
    let seed = if version { n - 1 - mix(n) % (n / 2) } else { n };
    let seed = if version && seed % 5 == 4 { seed - 1 } else { seed };
    let mut text = String::with_capacity(4600);
    if n % 10 < 1 {
        let source = mix(n * 31) % 300;
        (0..60).for_each(|word| text += &format!("nav{source}x{word} "));
    }
    for place in 0..640 {
        let word = if version && place % 67 == 5 { mix(n * 1009 + place) } else { mix(seed * 4099 + place * 17) };
        text += &format!("w{} ", word % 20_000);
    }
    text
}

fn peak_memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or("VmHWM: unknown").replace('\t', " ")
}

/// Indexes and relates `documents` in one batch, then a batch of 1,000.
pub fn report(documents: u32) -> Outcome<()> {
    let folder = tempfile::tempdir()?;
    let mut index = PrintIndex::open(folder.path())?;
    let begin = Instant::now();
    let mut bytes = 0;
    for document in 1..=documents {
        let text = text(document);
        bytes += text.len();
        index.append(document, &sketch(&fold(&text)))?;
    }
    index.commit()?;
    println!(
        "{documents} documents, {} MB: {} postings in {} runs, {} bytes on disk; made, folded, sketched and indexed in {:.1} s; {}",
        bytes >> 20,
        index.postings(),
        index.runs(),
        std::fs::read_dir(folder.path())?.filter_map(|entry| Some(entry.ok()?.metadata().ok()?.len())).sum::<u64>(),
        begin.elapsed().as_secs_f64(),
        peak_memory()
    );
    let mut texts = |document: u32| Some(text(document).into());
    let begin = Instant::now();
    let found = relate(&index, 1..=documents, &mut texts, &|_| {}, &AtomicBool::new(false))?;
    println!(
        "related: {} relations in {:.1} s; {}",
        found.relations.len(),
        begin.elapsed().as_secs_f64(),
        peak_memory()
    );
    let begin = Instant::now();
    for document in documents + 1..=documents + 1000 {
        index.append(document, &sketch(&fold(&text(document))))?;
    }
    index.commit()?;
    let indexed = begin.elapsed().as_secs_f64();
    let found = relate(&index, documents + 1..=documents + 1000, &mut texts, &|_| {}, &AtomicBool::new(false))?;
    println!(
        "1000 more: indexed in {indexed:.2} s, {} relations, {:.2} s in all; {} runs",
        found.relations.len(),
        begin.elapsed().as_secs_f64(),
        index.runs()
    );
    Ok(())
}
