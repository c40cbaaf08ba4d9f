//! The promises of a comparison on real texts: pairs of versions and of neighbours that are none, in
//! corpora that lie beside the repository. Where they are not there, the test says so and passes.
//! `VARIORUM_ALL_PAIRS=1` takes every pair; else an even choice of them that is soon done.

use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::ops::Range;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use variorum::version::compare::layout::{self, Item, Piece, Row, Show, Side, View};
use variorum::version::compare::{Comparison, Names, OpKind, compare, exact};

/// Files with texts, and the field that tells which of them are versions of one.
const SETS: [(&str, &str); 5] = [
    ("wikiversions_dev.jsonl", "cluster"),
    ("jfk_dev.jsonl", "cluster"),
    ("ota_pga_dev.jsonl", "cluster"),
    ("dc_law_dev.jsonl", "family_silver"),
    ("scotus_slip_dev.jsonl", "cluster"),
];
/// Bytes of text that are compared of one set, unless all are.
const ENOUGH: usize = 3_000_000;

fn texts(path: &Path, field: &str) -> Option<Vec<(String, String)>> {
    let lines = fs::read_to_string(path).ok()?;
    let read = |line: &str| {
        let record: Value = serde_json::from_str(line).unwrap();
        let cluster = record[field].as_str().map_or_else(|| record[field].to_string(), str::to_owned);
        (cluster, record["text"].as_str().unwrap_or_default().to_owned())
    };
    Some(lines.lines().map(read).collect())
}

/// Every two of one cluster, and every two that stand side by side in the file.
fn pairs(texts: &[(String, String)]) -> Vec<(usize, usize)> {
    let mut clusters: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (place, (cluster, _)) in texts.iter().enumerate() {
        clusters.entry(cluster).or_default().push(place);
    }
    let mut out: Vec<(usize, usize)> = (1..texts.len()).map(|place| (place - 1, place)).collect();
    for members in clusters.values() {
        for (place, &a) in members.iter().enumerate() {
            out.extend(members[place + 1..].iter().map(|&b| (a, b)));
        }
    }
    out.sort_unstable();
    out.dedup();
    out
}

/// Some of the pairs, evenly over all of them, as far as their texts are not too much.
fn chosen(pairs: Vec<(usize, usize)>, texts: &[(String, String)]) -> Vec<(usize, usize)> {
    let length = |&(a, b): &(usize, usize)| texts[a].1.len() + texts[b].1.len();
    let all: usize = pairs.iter().map(length).sum();
    if std::env::var_os("VARIORUM_ALL_PAIRS").is_some() || all <= ENOUGH {
        return pairs;
    }
    let mut due = 0.0;
    let share = ENOUGH as f64 / all as f64;
    let is_due = |_: &(usize, usize)| {
        due += share;
        due >= 1.0 && {
            due -= 1.0;
            true
        }
    };
    pairs.into_iter().filter(is_due).collect()
}

/// The operations stand one behind another on both sides and leave nothing out, and say the truth
/// about what is equal byte for byte.
fn tiled(a: &str, b: &str, comparison: &Comparison) {
    let (mut at_a, mut at_b) = (0, 0);
    for op in &comparison.ops {
        assert_eq!((op.a.start, op.b.start), (at_a, at_b), "a gap before {op:?}");
        let (in_a, in_b) = (&a[op.a.clone()], &b[op.b.clone()]);
        match op.op {
            OpKind::Equal => assert_eq!(in_a, in_b),
            OpKind::Insert => assert!(in_a.is_empty() && !in_b.is_empty()),
            OpKind::Delete => assert!(!in_a.is_empty() && in_b.is_empty()),
            OpKind::Typography | OpKind::Replace => assert_ne!(in_a, in_b),
        }
        (at_a, at_b) = (op.a.end, op.b.end);
    }
    assert_eq!((at_a, at_b), (a.len(), b.len()));
}

/// Ranges of a text in their order, with nothing but white space between them.
fn whole(text: &str, ranges: impl Iterator<Item = Range<usize>>) {
    let mut at = 0;
    for range in ranges {
        assert!(range.start >= at, "{range:?} stands before {at}");
        assert!(text[at..range.start].trim().is_empty(), "lost: {:?}", &text[at..range.start]);
        at = range.end;
    }
    assert!(text[at..].trim().is_empty(), "lost: {:?}", &text[at..]);
}

fn of(side: Side, pieces: &[Piece]) -> impl Iterator<Item = Range<usize>> {
    pieces.iter().filter(move |piece| piece.side == side).map(|piece| piece.range.clone())
}

/// Whatever counts as a change and is folded: the columns are both texts, and the view of one column
/// is the second text with what it shows of the first.
fn shown(a: &str, b: &str, comparison: &Comparison) {
    for show in [Show::Wording, Show::Typography, Show::WithoutMarks, Show::Facts] {
        for (context, unfold) in [(1, false), (0, false), (1, true)] {
            let view = View { show, context, unfold };
            let (mut left, mut right) = (Vec::new(), Vec::new());
            for row in layout::side_by_side(a, b, comparison, &view) {
                match row {
                    Row::Folded(folded) => {
                        left.push(folded.a);
                        right.push(folded.b);
                    }
                    Row::Pair { left: one, right: other, .. } => {
                        left.extend(one.iter().flat_map(|block| of(Side::A, &block.pieces)));
                        right.extend(other.iter().flat_map(|block| of(Side::B, &block.pieces)));
                    }
                }
            }
            whole(a, left.into_iter());
            whole(b, right.into_iter());
            let mut column = Vec::new();
            for item in layout::unified(a, b, comparison, &view) {
                match item {
                    Item::Folded(folded) => column.push(folded.b),
                    Item::Block(block) => column.extend(of(Side::B, &block.pieces)),
                }
            }
            whole(b, column.into_iter());
        }
    }
}

fn hold(a: &str, b: &str) {
    let never = AtomicBool::new(false);
    let comparison = compare(a, b, Names::default(), &never, &|_| {}).unwrap();
    tiled(a, b, &comparison);
    shown(a, b, &comparison);
    let fine = exact(a, b, Names::default(), &never, &|_| {}).unwrap();
    tiled(a, b, &fine);
    assert!(fine.ops.iter().all(|op| op.op != OpKind::Typography), "every byte counts");
}

#[test]
fn comparisons_rebuild_the_texts_of_real_corpora() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    for (file, field) in SETS {
        let Some(texts) = texts(&data.join(file), field) else {
            println!("{file} is not in {}: its pairs are passed over", data.display());
            continue;
        };
        let pairs = chosen(pairs(&texts), &texts);
        println!("{file}: {} pairs", pairs.len());
        let next = AtomicUsize::new(0);
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        std::thread::scope(|scope| {
            for _ in 0..threads {
                scope.spawn(|| {
                    while let Some(&(a, b)) = pairs.get(next.fetch_add(1, Ordering::Relaxed)) {
                        let held = std::panic::catch_unwind(|| hold(&texts[a].1, &texts[b].1));
                        assert!(held.is_ok(), "records {a} and {b} of {file}, from 0");
                    }
                });
            }
        });
    }
}
