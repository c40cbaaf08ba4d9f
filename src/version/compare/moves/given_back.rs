//! Words that the alignment gave up for moves which then did without them stand where they stood.

use super::Moved;
use crate::version::compare::align::{Run, join};
use crate::version::compare::stream::Pair;

/// Puts back what of `given_up` no move has taken and no other run crosses. `runs` stay in order on both sides.
pub(super) fn give_back(pair: &Pair, runs: &mut Vec<Run>, moved: &[Moved], given_up: &[Run]) {
    if given_up.is_empty() {
        return;
    }
    let (mut used_a, mut used_b) = (vec![false; pair.a.len()], vec![false; pair.b.len()]);
    for run in runs.iter() {
        used_a[run.range_a()].fill(true);
        used_b[run.range_b()].fill(true);
    }
    for passage in moved {
        used_a[passage.a.clone()].fill(true);
        used_b[passage.b.clone()].fill(true);
    }
    let mut free: Vec<Run> = Vec::new();
    for run in given_up {
        for (a, b) in run.range_a().zip(run.range_b()) {
            if std::mem::replace(&mut used_a[a], true) || std::mem::replace(&mut used_b[b], true) {
                continue;
            }
            free.push(Run { a: a as u32, b: b as u32, len: 1 });
        }
    }
    free.sort_unstable_by_key(|run| run.a);
    let mut out: Vec<Run> = Vec::with_capacity(runs.len() + free.len());
    let mut free = free.into_iter().peekable();
    for &run in runs.iter() {
        while let Some(word) = free.next_if(|word| word.a < run.a) {
            let begins = out.last().map_or(0, |last| last.range_b().end);
            if word.b as usize >= begins && word.b < run.b {
                out.push(word);
            }
        }
        out.push(run);
    }
    for word in free {
        if out.last().is_none_or(|last| word.b as usize >= last.range_b().end) {
            out.push(word);
        }
    }
    join(&mut out);
    *runs = out;
}
