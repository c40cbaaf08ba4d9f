//! MB/s of `add` beside a plain tantivy indexing of the same text in the same run:
//! `cargo bench --bench add [-- DOCUMENTS]`.

use std::fmt::Write as _;
use std::process::Command;
use std::time::Instant;
use tantivy::schema::{STORED, Schema, TEXT};
use tantivy::{Index, TantivyDocument};

fn main() {
    let count: usize = std::env::args().filter_map(|word| word.parse().ok()).next().unwrap_or(10_000);
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("corpus.jsonl");
    let texts: Vec<String> = (0..count).map(text).collect();
    let bytes: usize = texts.iter().map(String::len).sum();
    let mut lines = String::with_capacity(bytes + count * 60);
    for (id, text) in texts.iter().enumerate() {
        let _ = writeln!(lines, "{{\"id\":\"d{id}\",\"text\":\"{text}\"}}");
    }
    std::fs::write(&file, lines).expect("a corpus");
    let megabytes = bytes as f64 / 1e6;
    println!("{count} documents, {megabytes:.0} MB of text");

    let plain = plain(&folder.path().join("plain"), &texts);
    println!("{:<40} {:>8.1} s {:>8.1} MB/s", "plain tantivy, positions, stored", plain, megabytes / plain);
    let start = Instant::now();
    let status = Command::new(env!("CARGO_BIN_EXE_variorum"))
        .args(["--library", folder.path().join("library").to_str().expect("a path"), "add"])
        .arg(&file)
        .output()
        .expect("the program runs");
    assert!(status.status.success(), "{}", String::from_utf8_lossy(&status.stderr));
    let whole = start.elapsed().as_secs_f64();
    println!(
        "{:<40} {:>8.1} s {:>8.1} MB/s   {:.2}x",
        "variorum add, entities and versions too",
        whole,
        megabytes / whole,
        whole / plain
    );
    let start = Instant::now();
    Command::new(env!("CARGO_BIN_EXE_variorum"))
        .args(["--library", folder.path().join("library").to_str().expect("a path"), "add"])
        .arg(&file)
        .output()
        .expect("the program runs");
    println!("{:<40} {:>8.2} s", "add again, nothing changed", start.elapsed().as_secs_f64());
}

fn plain(folder: &std::path::Path, texts: &[String]) -> f64 {
    std::fs::create_dir_all(folder).expect("a folder");
    let start = Instant::now();
    let mut schema = Schema::builder();
    let body = schema.add_text_field("body", TEXT | STORED);
    let index = Index::create_in_dir(folder, schema.build()).expect("an index");
    let mut writer = index.writer_with_num_threads(2, 96 << 20).expect("a writer");
    for text in texts {
        let mut document = TantivyDocument::new();
        document.add_text(body, text);
        writer.add_document(document).expect("a document");
    }
    writer.commit().expect("a commit");
    start.elapsed().as_secs_f64()
}

/// About 4 KB of words with the frequencies of a language, and names among them.
fn text(seed: usize) -> String {
    const NAMES: [&str; 8] = [
        "Ilse Marrant",
        "Verrin",
        "Port Ellery",
        "the Harbour Board",
        "Odile Kestrel",
        "Saltmere",
        "Bram Sollund",
        "Northwick",
    ];
    let mut state = seed as u64 * 2_654_435_761 + 99;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as f64 / f64::from(1u32 << 31)
    };
    let mut out = String::new();
    while out.len() < 4_000 {
        for place in 0..14 {
            let rank = (20_000f64.powf(next())) as usize;
            if place == 0 {
                let _ = write!(out, "The {} ", word(rank));
            } else if next() < 0.05 {
                let _ = write!(out, "{} ", NAMES[(next() * 8.0) as usize]);
            } else {
                let _ = write!(out, "{} ", word(rank));
            }
        }
        out.pop();
        out.push_str(". ");
    }
    out
}

fn word(rank: usize) -> String {
    const SYLLABLES: [&str; 20] = [
        "ba", "de", "li", "mo", "nu", "ra", "se", "ti", "vo", "ka", "pe", "ri", "so", "tu", "wa", "lem", "dor", "fin",
        "gul", "har",
    ];
    let mut out = String::new();
    let mut rest = rank + 1;
    while rest > 0 {
        out.push_str(SYLLABLES[rest % 20]);
        rest /= 20;
    }
    out
}
