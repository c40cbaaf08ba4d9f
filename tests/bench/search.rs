//! Indexing speed beside plain tantivy, and the latency of queries: `cargo bench --bench search`.
//! The first argument that is a number says how many documents there are. With `peers`, other search
//! programs are asked beside ours instead: `cargo bench --bench search -- peers 20000`.

#[path = "peers.rs"]
mod peers;

use roaring::RoaringBitmap;
use std::ops::Range;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};
use tantivy::schema::{Schema, TEXT};
use tantivy::{Index, IndexWriter, TantivyDocument};
use tempfile::TempDir;
use variorum::search::{
    Changes, EntityName, Facts, Filter, Highlighter, IndexDoc, Limits, Part, Reading, Text, TextIndex, parse, search,
};

/// Words of a document, which make about 4 KB.
const WORDS: usize = 840;
const VOCABULARY: u64 = 200_000;
const MEMORY: usize = 128 << 20;

/// A small generator of numbers (splitmix64, Steele, Lea and Flood 2014).
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A rank from 1 on, distributed about as words are (Zipf).
    fn rank(&mut self) -> u64 {
        let uniform = (self.next() >> 11) as f64 / (1_u64 << 53) as f64;
        ((VOCABULARY as f64).powf(uniform) as u64).max(1)
    }
}

/// The word of a rank: the frequent ones are short.
fn word(rank: u64) -> String {
    const HEADS: [&str; 20] =
        ["t", "s", "a", "w", "h", "b", "c", "m", "f", "p", "d", "i", "o", "r", "l", "e", "n", "g", "st", "pr"];
    const VOWELS: [&str; 6] = ["e", "a", "o", "i", "u", "ea"];
    const TAILS: [&str; 10] = ["", "r", "n", "s", "t", "l", "d", "m", "nd", "ck"];
    let (mut rest, mut out) = (rank, String::new());
    loop {
        out.push_str(HEADS[(rest % 20) as usize]);
        out.push_str(VOWELS[(rest / 20 % 6) as usize]);
        out.push_str(TAILS[(rest / 120 % 10) as usize]);
        rest /= 1200;
        if rest == 0 {
            return out;
        }
    }
}

fn text(number: u32, words: &[String]) -> String {
    let mut numbers = Numbers(u64::from(number));
    let mut out = String::with_capacity(WORDS * 7);
    for at in 0..WORDS {
        let word = &words[numbers.rank() as usize - 1];
        match at % 16 {
            0 => {
                out.push_str(&word[..1].to_uppercase());
                out.push_str(&word[1..]);
            }
            _ => out.push_str(word),
        }
        out.push_str(match at % 64 {
            63 => ".\n\n",
            at if at % 16 == 15 => ". ",
            at if at % 9 == 5 => ", ",
            _ => " ",
        });
    }
    out
}

struct Library {
    words: Vec<String>,
}

impl Facts for Library {
    fn entity_names(&self, _: &EntityName) -> Result<Vec<u32>, String> {
        Ok(Vec::new())
    }

    fn documents(&self, _: &Filter) -> Result<RoaringBitmap, String> {
        Ok((1..50_000).step_by(3).collect())
    }

    fn text(&self, document: u32) -> Result<Option<Text>, String> {
        Ok(Some(Text { title: String::new(), body: text(document, &self.words) }))
    }

    fn mentions(&self, _: u32, _: &EntityName) -> Result<Vec<Range<usize>>, String> {
        Ok(Vec::new())
    }

    fn versions(&self, _: Option<&RoaringBitmap>) -> Result<RoaringBitmap, String> {
        Ok(RoaringBitmap::new())
    }

    fn changes(&self, _: u32, _: bool, _: &AtomicBool) -> Result<Option<Changes>, String> {
        Ok(None)
    }

    fn by_title(&self, documents: Vec<u32>) -> Result<Vec<u32>, String> {
        Ok(documents)
    }

    fn by_new(&self, documents: Vec<u32>) -> Result<Vec<u32>, String> {
        Ok(documents)
    }
}

fn main() {
    let documents = std::env::args().find_map(|arg| arg.parse::<u32>().ok()).unwrap_or(100_000);
    let library = Library { words: (1..=VOCABULARY).map(word).collect() };
    if std::env::args().any(|arg| arg == "peers") {
        let [a, b, c] = [3, 40, 700].map(|rank: usize| library.words[rank - 1].as_str());
        let asked = peers::Asked { word: c, pair: [b, c], phrase: [a, b], begun: &c[..3.min(c.len())] };
        return peers::print(documents, &|number| text(number, &library.words), &asked);
    }
    indexing(&library.words);

    let dir = TempDir::new().expect("a folder");
    let index = TextIndex::open(dir.path()).expect("an index");
    let mut writer = index.writer(MEMORY, 2).expect("a writer");
    let mut bytes = 0;
    for number in 1..=documents {
        let body = text(number, &library.words);
        bytes += body.len();
        let title = body.lines().next().map_or("", |line| &line[..line.len().min(60)]);
        let day = Some((number % 6000) as i32 + 10_000);
        let doc = IndexDoc { number, title, body: &body, day, words: WORDS as u32, batch: 1, ..IndexDoc::default() };
        writer.add(&doc).expect("added");
    }
    writer.commit(documents).expect("a commit");
    writer.finish().expect("merged");
    index.reload().expect("reloaded");
    let size = std::fs::read_dir(dir.path()).expect("files").flatten();
    let size: u64 = size.filter_map(|file| file.metadata().ok()).map(|file| file.len()).sum();
    println!("{documents} documents, {} MB of text, index {} MB", bytes >> 20, size >> 20);

    typing(&index, &library);
    forms(&index, &library);
    marking(&library);
}

/// The same texts indexed by plain tantivy and by us, one thread each, twice in turn.
fn indexing(words: &[String]) {
    let texts: Vec<String> = (1..=20_000).map(|number| text(number, words)).collect();
    let bytes: usize = texts.iter().map(String::len).sum();
    for _ in 0..2 {
        let (plain, ours) = (cpu(|| index_plain(&texts)), cpu(|| index_ours(&texts)));
        let rate = |time: Duration| bytes as f64 / 1e6 / time.as_secs_f64();
        println!(
            "indexing {} MB, CPU: plain tantivy {:.1} MB/s, ours {:.1} MB/s, {:.2}x",
            bytes >> 20,
            rate(plain),
            rate(ours),
            ours.as_secs_f64() / plain.as_secs_f64()
        );
    }
}

fn index_plain(texts: &[String]) {
    let mut builder = Schema::builder();
    let body = builder.add_text_field("body", TEXT);
    let dir = TempDir::new().expect("a folder");
    let index = Index::create_in_dir(dir.path(), builder.build()).expect("an index");
    let mut writer: IndexWriter = index.writer_with_num_threads(1, MEMORY).expect("a writer");
    for text in texts {
        let mut doc = TantivyDocument::new();
        doc.add_text(body, text);
        writer.add_document(doc).expect("added");
    }
    writer.commit().expect("a commit");
    writer.wait_merging_threads().expect("merged");
}

fn index_ours(texts: &[String]) {
    let dir = TempDir::new().expect("a folder");
    let index = TextIndex::open(dir.path()).expect("an index");
    let mut writer = index.writer(MEMORY, 1).expect("a writer");
    for (number, body) in (1..).zip(texts) {
        writer.add(&IndexDoc { number, body, ..IndexDoc::default() }).expect("added");
    }
    writer.commit(texts.len() as u32).expect("a commit");
    writer.finish().expect("merged");
}

/// The CPU time of this process while something runs; the time on the clock where it is not known.
fn cpu(run: impl FnOnce()) -> Duration {
    let spent = || {
        let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
        let after = stat.rsplit(')').next()?;
        let ticks: Vec<u64> = after.split_whitespace().skip(11).take(2).filter_map(|n| n.parse().ok()).collect();
        Some(Duration::from_millis(ticks.iter().sum::<u64>() * 10))
    };
    let (before, clock) = (spent(), Instant::now());
    run();
    before.zip(spent()).map_or_else(|| clock.elapsed(), |(before, after)| after - before)
}

/// Words typed letter by letter, alone and behind another word.
fn typing(index: &TextIndex, library: &Library) {
    let mut numbers = Numbers(1);
    let mut by_length: Vec<(&str, Vec<Duration>)> =
        vec![("1 letter", vec![]), ("2 letters", vec![]), ("3 and more", vec![]), ("behind a word", vec![])];
    for _ in 0..60 {
        let (first, second) = (numbers.rank(), numbers.rank());
        let typed = &library.words[first as usize - 1];
        for end in 1..=typed.len() {
            by_length[(end - 1).min(2)].1.push(best(index, library, &typed[..end], true).0);
        }
        let other = &library.words[second as usize - 1];
        for end in 1..=typed.len() {
            by_length[3].1.push(best(index, library, &format!("{other} {}", &typed[..end]), true).0);
        }
    }
    let all = by_length.iter().flat_map(|(_, times)| times.iter().copied()).collect();
    by_length.push(("every key", all));
    for (name, mut times) in by_length {
        times.sort_unstable();
        let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize];
        println!("typing, {name:<14} p50 {:>9.2?}  p99 {:>9.2?}  max {:>9.2?}", at(0.5), at(0.99), at(1.0));
    }
}

fn forms(index: &TextIndex, library: &Library) {
    let [a, b, c, d] = [3, 40, 700, 9000].map(|rank: usize| library.words[rank - 1].clone());
    for query in [
        String::new(),
        a.clone(),
        format!("{a} {b}"),
        format!("{a} OR {b} OR {c}"),
        format!("-{a}"),
        format!("\"{a} {b}\""),
        format!("\"{a} {b}\"~5"),
        format!("{c} NEAR/5 {b}"),
        format!("{d}~1"),
        format!("{d}~2"),
        format!("*{c}"),
        format!("\"{b} {}*\"", &c[..2]),
        format!("{a} tag:x"),
        format!("date:2000..2003 {a}"),
        format!("{a} sort:date"),
        format!("={}", c.to_uppercase()),
        format!("/{d} {c}/"),
    ] {
        let (time, found) = best(index, library, &query, false);
        println!("{query:<28} {found:>7} documents {time:>9.2?}");
    }
}

/// The best of three, since other programs may run beside.
fn best(index: &TextIndex, library: &Library, query: &str, live: bool) -> (Duration, usize) {
    let now = jiff::civil::date(2026, 1, 1).to_zoned_datetime(jiff::tz::TimeZone::UTC).expect("a time");
    let reading = Reading { now, live, saved: Default::default() };
    let stop = AtomicBool::new(false);
    let run = || {
        let start = Instant::now();
        let query = parse(query, &reading).expect("a query");
        let results = search(index, &query, library, &Limits { stop: &stop }).expect("results");
        (start.elapsed(), results.found.len())
    };
    (0..3).map(|_| run()).min().unwrap_or_default()
}

fn marking(library: &Library) {
    let long: String = (0..250).map(|number| text(number, &library.words)).collect();
    let now = jiff::civil::date(2026, 1, 1).to_zoned_datetime(jiff::tz::TimeZone::UTC).expect("a time");
    let [a, b] = [40, 700].map(|rank: usize| library.words[rank - 1].clone());
    for query in [
        b.clone(),
        format!("\"{a} {b}\""),
        format!("{a}*"),
        format!("{b}~1"),
        format!("/{a} {b}/"),
        format!("{a} NEAR/3 {b}"),
    ] {
        let read =
            parse(&query, &Reading { now: now.clone(), live: false, saved: Default::default() }).expect("a query");
        let marker = Highlighter::of(&read);
        let run = || {
            let start = Instant::now();
            let marks = marker.ranges(&long, Part::Body, &|_| Vec::new()).len();
            (start.elapsed(), marks)
        };
        let (time, marks) = (0..5).map(|_| run()).min().unwrap_or_default();
        println!("marking {query:<16} in {} KB: {marks:>5} marks {time:>9.2?}", long.len() >> 10);
    }
}
