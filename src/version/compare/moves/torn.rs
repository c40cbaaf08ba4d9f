//! What tears a moved passage: words that happen to stand in its middle or at its ends and in the place where it stood,
//! and other passages that stand between its parts.

use super::{APART, Group, agreeing, follows, length, sentence_end, sentence_start, span};
use crate::version::compare::align::{Run, Work};
use crate::version::compare::stream::Pair;
use std::collections::BTreeSet;
use std::ops::Range;

/// Such words hold nothing together when they are so many times shorter than what they tear.
const TORN: usize = 4;

/// What tears moved passages: whole runs, and tokens of either side at the ends of others.
#[derive(Default)]
pub(super) struct Torn {
    runs: BTreeSet<usize>,
    a: Vec<Range<usize>>,
    b: Vec<Range<usize>>,
}

impl Torn {
    pub fn is_empty(&self) -> bool {
        self.runs.is_empty() && self.a.is_empty() && self.b.is_empty()
    }

    /// Takes out of an alignment what tears.
    pub fn loosen(mut self, runs: &mut Vec<Run>) {
        self.a.sort_unstable_by_key(|tokens| tokens.start);
        self.b.sort_unstable_by_key(|tokens| tokens.start);
        let mut kept: Vec<Run> = Vec::with_capacity(runs.len());
        for (_, run) in runs.drain(..).enumerate().filter(|(at, _)| !self.runs.contains(at)) {
            let mut free: Vec<Range<usize>> =
                within(&self.a, run.range_a()).chain(within(&self.b, run.range_b())).collect();
            free.sort_unstable_by_key(|tokens| tokens.start);
            let mut at = 0;
            let end = run.len as usize;
            for free in free.into_iter().chain(std::iter::once(end..end)) {
                if at < free.start {
                    let len = (free.start - at) as u32;
                    kept.push(Run { a: run.a + at as u32, b: run.b + at as u32, len });
                }
                at = at.max(free.end);
            }
        }
        *runs = kept;
    }
}

/// The parts of some stretches of at most `APART` tokens, in order, that lie in a range, counted from its start.
fn within(list: &[Range<usize>], tokens: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let first = list.partition_point(|range| range.start + APART < tokens.start);
    let near = list[first..].iter().take_while({
        let end = tokens.end;
        move |range| range.start < end
    });
    near.map(move |range| {
        range.start.max(tokens.start) - tokens.start..range.end.min(tokens.end).max(tokens.start) - tokens.start
    })
    .filter(|range| !range.is_empty())
}

/// What tears the moved passages.
pub(super) fn tearing(pair: &Pair, groups: &[Group], runs: &[Run], work: &mut Work) -> Torn {
    let mut out = Torn { runs: between_parts(groups, runs), ..Torn::default() };
    for group in groups {
        match frame(pair, &group.2, runs, work) {
            Some(ends) => {
                for (a, b) in ends {
                    out.a.extend(Some(a).filter(|tokens| !tokens.is_empty()));
                    out.b.extend(Some(b).filter(|tokens| !tokens.is_empty()));
                }
            }
            None => out.runs.extend(cut_off(pair, group, runs)),
        }
    }
    out
}

/// The ends of the sentences that a passage is most of, where both sides read nearly alike there too and hold them in
/// their places: definitions and other sentences of one frame that change places.
fn frame(pair: &Pair, group: &[Run], runs: &[Run], work: &mut Work) -> Option<[(Range<usize>, Range<usize>); 2]> {
    let (a, b) = span(group);
    let before = (sentence_start(&pair.a, a.start, 0)?..a.start, sentence_start(&pair.b, b.start, 0)?..b.start);
    let behind =
        (a.end..sentence_end(&pair.a, a.end, pair.a.len())?, b.end..sentence_end(&pair.b, b.end, pair.b.len())?);
    let held = |place: fn(&Run) -> Range<usize>, tokens: &Range<usize>| -> usize {
        let first = runs.partition_point(|run| place(run).end <= tokens.start);
        let within = runs[first..].iter().map(place).take_while(|run| run.start < tokens.end);
        within.map(|run| run.end.min(tokens.end) - run.start.max(tokens.start)).sum()
    };
    let held_a = held(Run::range_a, &before.0) + held(Run::range_a, &behind.0);
    let held_b = held(Run::range_b, &before.1) + held(Run::range_b, &behind.1);
    if held_a + held_b == 0 {
        return None;
    }
    let mut equal = length(group);
    for (x, y) in [&before, &behind] {
        if !(x.is_empty() && y.is_empty()) {
            equal += length(&agreeing(pair, x.clone(), y.clone(), work)?);
        }
    }
    let longer = (behind.0.end - before.0.start).max(behind.1.end - before.1.start);
    (4 * equal >= 3 * longer && TORN * held_a.max(held_b) <= equal).then_some([before, behind])
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
        if TORN * held <= length(&one.2).min(length(&other.2)) {
            out.extend(between);
        }
    }
    out
}

/// Which runs cut the beginning or the end off a moved passage: both sides read on alike there, further than what holds
/// one of them in its place.
fn cut_off(pair: &Pair, (_, _, group): &Group, runs: &[Run]) -> Vec<usize> {
    let length = length(group);
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
