//! Which bytes of the base vary.

use super::witness::Witness;
use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};

/// The places that vary, such that no version has a change of its own at a place that it lacks.
/// `None` when `stop` was set.
pub(super) fn places(witnesses: &mut [Witness], stop: &AtomicBool) -> Option<Vec<Range<usize>>> {
    loop {
        let places = merge(witnesses);
        let mut grown = false;
        for witness in &mut *witnesses {
            if stop.load(Ordering::Relaxed) {
                return None;
            }
            for place in &places {
                grown |= witness.absorb(place);
            }
        }
        if !grown {
            return Some(places);
        }
    }
}

/// Where each version changes few words, to be asked what the others have near a passage.
pub(super) struct Small {
    /// By their start, with the version that has the change.
    ranges: Vec<(Range<usize>, usize)>,
    longest: usize,
}

impl Small {
    pub fn of(of_each: Vec<Vec<Range<usize>>>) -> Self {
        let numbered =
            |(version, ranges): (usize, Vec<Range<usize>>)| ranges.into_iter().map(move |range| (range, version));
        let mut ranges: Vec<_> = of_each.into_iter().enumerate().flat_map(numbered).collect();
        ranges.sort_unstable_by_key(|(range, version)| (range.start, range.end, *version));
        let longest = ranges.iter().map(|(range, _)| range.len()).max().unwrap_or(0);
        Self { ranges, longest }
    }

    /// True where a version other than this one has a small change inside a passage or beside it.
    pub fn near(&self, passage: &Range<usize>, version: usize) -> bool {
        let first = self.ranges.partition_point(|(range, _)| range.start + self.longest < passage.start);
        let there = self.ranges[first..].iter().take_while(|(range, _)| range.start <= passage.end);
        there.filter(|(range, _)| range.end >= passage.start).any(|&(_, owner)| owner != version)
    }
}

/// The places of the base that vary: the short changes of all versions, those that touch made one,
/// and widened so that no version's difference of typography is cut in two.
fn merge(witnesses: &[Witness]) -> Vec<Range<usize>> {
    let mut changed: Vec<Range<usize>> =
        witnesses.iter().flat_map(|witness| witness.short().map(|op| op.a.clone())).collect();
    let typography = Cuts::of(witnesses);
    loop {
        let places = joined(changed);
        let mut widened = places.clone();
        for place in &mut widened {
            for edge in [place.start, place.end] {
                for cut in typography.cut_by(edge) {
                    place.start = place.start.min(cut.start);
                    place.end = place.end.max(cut.end);
                }
            }
        }
        if widened == places {
            return places;
        }
        changed = widened;
    }
}

/// Differences of typography in all versions, to be asked which an edge would cut.
struct Cuts {
    /// By their start.
    ranges: Vec<Range<usize>>,
    /// The furthest end among the ranges up to each.
    reach: Vec<usize>,
}

impl Cuts {
    fn of(witnesses: &[Witness]) -> Self {
        let all = witnesses.iter().flat_map(Witness::typography);
        let mut ranges: Vec<Range<usize>> = all.filter(|op| op.a.len() > 1).map(|op| op.a.clone()).collect();
        ranges.sort_by_key(|range| (range.start, range.end));
        ranges.dedup();
        let mut furthest = 0;
        let reach = ranges
            .iter()
            .map(|range| {
                furthest = furthest.max(range.end);
                furthest
            })
            .collect();
        Self { ranges, reach }
    }

    /// The ranges with bytes on both sides of an edge.
    fn cut_by(&self, edge: usize) -> impl Iterator<Item = &Range<usize>> {
        let end = self.ranges.partition_point(|range| range.start < edge);
        let near = (0..end).rev().take_while(move |&place| self.reach[place] > edge);
        near.map(|place| &self.ranges[place]).filter(move |range| range.end > edge)
    }
}

fn joined(mut places: Vec<Range<usize>>) -> Vec<Range<usize>> {
    places.sort_by_key(|place| (place.start, place.end));
    let mut out: Vec<Range<usize>> = Vec::with_capacity(places.len());
    for place in places {
        match out.last_mut() {
            Some(last) if place.start <= last.end => last.end = last.end.max(place.end),
            _ => out.push(place),
        }
    }
    out
}
