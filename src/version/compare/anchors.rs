//! Anchors: short sequences that stand once on each side, grown as far as both sides agree, and
//! the heaviest chain of them that keeps the order.

use super::align::Run;
use super::stream::{FixedMap, Pair};

/// No place yet, and more than one place.
const NONE: u32 = u32::MAX;
const MANY: u32 = u32::MAX - 1;

/// All maximal equal runs around sequences of `k` tokens that are unique on both sides and hold
/// a word that says something, in the order of the first side.
pub(super) fn unique_runs(a: &[u32], b: &[u32], k: usize, pair: &Pair) -> Vec<Run> {
    if a.len() < k || b.len() < k {
        return Vec::new();
    }
    let mut places: FixedMap<u64, (u32, u32)> = FixedMap::default();
    // What stands on one side only is no use, and neither are the walls between gaps.
    let shared = |&id: &u32| pair.shared.get(id as usize) == Some(&true);
    let telling = |gram: &[u32]| gram.iter().all(shared) && gram.iter().any(|&id| pair.is_content(id));
    let note = |slot: &mut u32, at: usize| *slot = if *slot == NONE { at as u32 } else { MANY };
    for (at, gram) in a.windows(k).enumerate().filter(|(_, gram)| telling(gram)) {
        note(&mut places.entry(hash(gram)).or_insert((NONE, NONE)).0, at);
    }
    for (at, gram) in b.windows(k).enumerate().filter(|(_, gram)| telling(gram)) {
        if let Some(place) = places.get_mut(&hash(gram)) {
            note(&mut place.1, at);
        }
    }
    let mut pairs: Vec<(u32, u32)> = places.into_values().filter(|&(x, y)| x < MANY && y < MANY).collect();
    pairs.sort_unstable();
    // How far each diagonal is covered by runs already grown.
    let mut covered: FixedMap<i64, u32> = FixedMap::default();
    let mut runs = Vec::new();
    for (x, y) in pairs {
        let done = covered.entry(i64::from(x) - i64::from(y)).or_insert(0);
        if x < *done || a[x as usize..x as usize + k] != b[y as usize..y as usize + k] {
            continue;
        }
        let run = grow(a, b, x as usize, y as usize, k);
        *done = run.a + run.len;
        runs.push(run);
    }
    runs.sort_unstable_by_key(|run| (run.a, run.b));
    runs
}

fn grow(a: &[u32], b: &[u32], x: usize, y: usize, k: usize) -> Run {
    let back = a[..x].iter().rev().zip(b[..y].iter().rev()).take_while(|(p, q)| p == q).count();
    let on = a[x + k..].iter().zip(&b[y + k..]).take_while(|(p, q)| p == q).count();
    Run { a: (x - back) as u32, b: (y - back) as u32, len: (back + k + on) as u32 }
}

fn hash(gram: &[u32]) -> u64 {
    gram.iter().fold(0x9e37_79b9_7f4a_7c15, |hash: u64, &id| {
        (hash.rotate_left(23) ^ u64::from(id)).wrapping_mul(0xff51_afd7_ed55_8ccd)
    })
}

/// The heaviest chain of runs that follow one another on both sides without overlap; weight is
/// length. `runs` are in the order of the first side. O(n log n).
pub(super) fn heaviest_chain(runs: &[Run]) -> Vec<Run> {
    let mut ends: Vec<u32> = runs.iter().map(|run| run.b + run.len).collect();
    ends.sort_unstable();
    ends.dedup();
    // A Fenwick tree over the ends on the second side: the best chain that ends there or before.
    let mut best: Vec<(u64, usize)> = vec![(0, usize::MAX); ends.len() + 1];
    let mut weight = vec![0u64; runs.len()];
    let mut before = vec![usize::MAX; runs.len()];
    let mut by_end: Vec<usize> = (0..runs.len()).collect();
    by_end.sort_unstable_by_key(|&i| (runs[i].a + runs[i].len, runs[i].a, runs[i].b));
    let mut closed = by_end.into_iter().peekable();
    for (i, run) in runs.iter().enumerate() {
        while let Some(j) = closed.next_if(|&j| runs[j].a + runs[j].len <= run.a) {
            let mut at = ends.partition_point(|&end| end < runs[j].b + runs[j].len) + 1;
            while at < best.len() {
                if weight[j] > best[at].0 {
                    best[at] = (weight[j], j);
                }
                at += at & at.wrapping_neg();
            }
        }
        let mut at = ends.partition_point(|&end| end <= run.b);
        let mut top = (0, usize::MAX);
        while at > 0 {
            if best[at].0 > top.0 {
                top = best[at];
            }
            at &= at - 1;
        }
        weight[i] = top.0 + u64::from(run.len);
        before[i] = top.1;
    }
    let mut chain = Vec::new();
    let mut at = (0..runs.len()).max_by_key(|&i| (weight[i], std::cmp::Reverse(i))).unwrap_or(usize::MAX);
    while at != usize::MAX {
        chain.push(runs[at]);
        at = before[at];
    }
    chain.reverse();
    chain
}
