//! Scores of a grouping against a gold grouping.

use std::collections::{BTreeMap, HashMap};

/// Agreement of two groupings of the same documents.
pub struct Scores {
    pub precision: f64,
    pub recall: f64,
    pub f1: f64,
    /// Adjusted Rand index (Hubert and Arabie 1985).
    pub adjusted_rand: f64,
}

/// Compares two labels for each document.
pub fn agreement(gold: &[u32], found: &[u32]) -> Scores {
    let pairs = |n: u64| (n * n.saturating_sub(1) / 2) as f64;
    let mut cells: BTreeMap<(u32, u32), u64> = BTreeMap::new();
    let (mut rows, mut columns) = (HashMap::<u32, u64>::new(), HashMap::<u32, u64>::new());
    for (&g, &f) in gold.iter().zip(found) {
        *cells.entry((g, f)).or_default() += 1;
        *rows.entry(g).or_default() += 1;
        *columns.entry(f).or_default() += 1;
    }
    let both: f64 = cells.values().map(|&n| pairs(n)).sum();
    let in_gold: f64 = rows.values().map(|&n| pairs(n)).sum();
    let in_found: f64 = columns.values().map(|&n| pairs(n)).sum();
    let expected = in_gold * in_found / pairs(gold.len() as u64).max(1.0);
    let (precision, recall) = (both / in_found.max(1.0), both / in_gold.max(1.0));
    Scores {
        precision,
        recall,
        f1: 2.0 * both / (in_gold + in_found).max(1.0),
        adjusted_rand: (both - expected) / ((in_gold + in_found) / 2.0 - expected),
    }
}
