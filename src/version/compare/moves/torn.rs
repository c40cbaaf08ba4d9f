//! What tears a moved passage: words that happen to stand in its middle or at its ends and in the place where it stood,
//! and other passages that stand between its parts.

use super::{APART, Group, follows, span};
use crate::version::compare::align::Run;
use crate::version::compare::stream::Pair;
use std::collections::BTreeSet;
use std::ops::Range;

/// Such words hold nothing together when they are so many times shorter than what they tear.
const TORN: usize = 4;

/// Which runs tear a moved passage.
pub(super) fn tearing(pair: &Pair, groups: &[Group], runs: &[Run]) -> BTreeSet<usize> {
    let mut out = between_parts(groups, runs);
    out.extend(groups.iter().flat_map(|group| cut_off(pair, group, runs)));
    out
}

/// Which runs hold two parts of a moved passage apart.
fn between_parts(groups: &[Group], runs: &[Run]) -> BTreeSet<usize> {
    let mut out = BTreeSet::new();
    for (one, other) in groups.iter().zip(groups.iter().skip(1)) {
        let (Some(last), Some(next)) = (one.2.last(), other.2.first()) else { continue };
        if (one.0, one.1) == (other.0, other.1) || !follows(Some(last), next) {
            continue;
        }
        // Runs are in order on both sides.
        let starts = |place: fn(&Run) -> u32, end: usize, start: u32| {
            runs.partition_point(|run| (place(run) as usize) < end)..runs.partition_point(|run| place(run) < start)
        };
        let on_a = starts(|run| run.a, last.range_a().end, next.a);
        let on_b = starts(|run| run.b, last.range_b().end, next.b);
        let between: BTreeSet<usize> = on_a.chain(on_b).collect();
        let held: usize = between.iter().map(|&at| runs[at].len as usize).sum();
        let length = |group: &Group| group.2.iter().map(|run| run.len as usize).sum::<usize>();
        if TORN * held <= length(one).min(length(other)) {
            out.extend(between);
        }
    }
    out
}

/// Which runs cut the beginning or the end off a moved passage: both sides read on alike there, further than what holds
/// one of them in its place.
fn cut_off(pair: &Pair, (_, _, group): &Group, runs: &[Run]) -> Vec<usize> {
    let length: usize = group.iter().map(|run| run.len as usize).sum();
    let (a, b) = span(group);
    let (ids_a, ids_b) = (&pair.a.ids, &pair.b.ids);
    let reach = length.min(APART);
    let behind = ids_a[a.end..].iter().zip(&ids_b[b.end..]).take(reach).take_while(|(x, y)| x == y).count();
    let backward = ids_a[..a.start].iter().rev().zip(ids_b[..b.start].iter().rev());
    let before = backward.take(reach).take_while(|(x, y)| x == y).count();
    let mut out = Vec::new();
    let reaches =
        [(a.end..a.end + behind, b.end..b.end + behind), (a.start - before..a.start, b.start - before..b.start)];
    for (x, y) in reaches {
        let on = |place: fn(&Run) -> Range<usize>, tokens: &Range<usize>| {
            runs.partition_point(|run| place(run).end <= tokens.start)
                ..runs.partition_point(|run| place(run).start < tokens.end)
        };
        let holding: BTreeSet<usize> = on(Run::range_a, &x).chain(on(Run::range_b, &y)).collect();
        let held: usize = holding.iter().map(|&at| runs[at].len as usize).sum();
        if held < x.len() && TORN * held <= length {
            out.extend(holding);
        }
    }
    out
}

/// The passages, each cut where another one stands between two of its runs on either side.
pub(super) fn parted(groups: Vec<Group>) -> Vec<Group> {
    let starts = |place: fn(&Run) -> u32| {
        let all = groups.iter().enumerate();
        let mut starts: Vec<(u32, usize)> =
            all.flat_map(|(number, group)| group.2.iter().map(move |run| (place(run), number))).collect();
        starts.sort_unstable();
        starts
    };
    let (starts_a, starts_b) = (starts(|run| run.a), starts(|run| run.b));
    let others = |starts: &[(u32, usize)], between: Range<usize>, number: usize| {
        let first = starts.partition_point(|start| (start.0 as usize) < between.start);
        starts[first..].iter().take_while(|start| (start.0 as usize) < between.end).any(|start| start.1 != number)
    };
    let mut out: Vec<Group> = Vec::with_capacity(groups.len());
    for (number, (gap_a, gap_b, runs)) in groups.into_iter().enumerate() {
        let mut part: Vec<Run> = Vec::with_capacity(runs.len());
        for run in runs {
            if let Some(last) = part.last()
                && (others(&starts_a, last.range_a().end..run.a as usize, number)
                    || others(&starts_b, last.range_b().end..run.b as usize, number))
            {
                out.push((gap_a, gap_b, std::mem::take(&mut part)));
            }
            part.push(run);
        }
        out.push((gap_a, gap_b, part));
    }
    out
}
