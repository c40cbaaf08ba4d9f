//! Passages that stand on both sides but not in the same order: found among the tokens that the
//! alignment left over, with the edits inside them.

mod torn;

use super::align::{Run, Work, join, settle};
use super::anchors::unique_runs;
use super::stream::{Pair, Side};
use super::tidy::{boundary, says_something};
use std::collections::{BTreeMap, HashSet};
use std::ops::Range;
use torn::{parted, tearing};

/// Two equal runs with more changed tokens than this between them are two moves.
const APART: usize = 24;
/// So many equal tokens are a move; fewer must be three quarters of the sentences that they stand in, or they are a
/// formula that two sentences begin with.
const LONG: usize = 20;
/// How often the alignment is mended for the sake of its moves.
const ROUNDS: usize = 4;
/// One passage that moved.
pub(super) struct Moved {
    pub number: u32,
    pub a: Range<usize>,
    pub b: Range<usize>,
    /// The equal tokens inside, in order; what lies between them was edited.
    pub runs: Vec<Run>,
}

/// A passage as it is found: its gap on either side, and its equal runs.
type Group = (usize, usize, Vec<Run>);

/// The tokens of one side that no run covers, one gap after the other with a wall after each.
struct Rest {
    ids: Vec<u32>,
    /// The token and the gap of each place; walls have none.
    places: Vec<Option<(u32, u32)>>,
    gaps: Vec<Range<usize>>,
}

impl Rest {
    /// `walls` are numbers that no token and no wall of the other side has: odd or even ones.
    fn new(side: &Side, gaps: Vec<Range<usize>>, odd: u32) -> Rest {
        let (mut ids, mut places) = (Vec::new(), Vec::new());
        for (i, gap) in gaps.iter().enumerate() {
            ids.extend_from_slice(&side.ids[gap.clone()]);
            places.extend(gap.clone().map(|token| Some((token as u32, i as u32))));
            ids.push(u32::MAX - 2 * i as u32 - odd);
            places.push(None);
        }
        Rest { ids, places, gaps }
    }

    fn gap_of(&self, place: usize) -> Option<(usize, usize)> {
        self.places.get(place).copied().flatten().map(|(token, gap)| (token as usize, gap as usize))
    }
}

/// The moves of an alignment, numbered in the order of the first side. The alignment is mended where it has given up a
/// passage that did not move, and where lone words hold apart what moved as one.
pub(super) fn find(pair: &Pair, runs: &mut Vec<Run>, work: &mut Work) -> Vec<Moved> {
    let mut found = search(pair, runs, work);
    for _ in 1..ROUNDS {
        let torn = tearing(pair, &found.groups, runs, work);
        if found.in_place.is_empty() && torn.is_empty() {
            break;
        }
        torn.loosen(runs);
        runs.append(&mut found.in_place);
        runs.sort_unstable_by_key(|run| run.a);
        join(runs);
        found = search(pair, runs, work);
    }
    let (gaps_a, gaps_b) = (&found.rest_a.gaps, &found.rest_b.gaps);
    found.groups.retain(|(gap_a, gap_b, runs)| is_move(pair, runs, &gaps_a[*gap_a], &gaps_b[*gap_b], work));
    let mut moved = settled(pair, &found, work);
    // The mark may be where another passage begins.
    let begun_a: HashSet<usize> = moved.iter().map(|moved| moved.a.start).collect();
    let begun_b: HashSet<usize> = moved.iter().map(|moved| moved.b.start).collect();
    for moved in &mut moved {
        if !begun_a.contains(&moved.a.end) && !begun_b.contains(&moved.b.end) {
            end_behind_closing_mark(pair, moved, runs);
        }
    }
    runs.retain(|run| run.len > 0);
    moved
}

/// Passages among what the alignment left over.
struct Found {
    rest_a: Rest,
    rest_b: Rest,
    /// Those that moved.
    groups: Vec<Group>,
    /// The runs of those that did not: the alignment gave them up for the sake of the changes around them.
    in_place: Vec<Run>,
}

fn search(pair: &Pair, runs: &[Run], work: &mut Work) -> Found {
    let (gaps_a, gaps_b) = gaps(pair, runs);
    let rest_a = Rest::new(&pair.a, gaps_a, 0);
    let rest_b = Rest::new(&pair.b, gaps_b, 1);
    let mut out = Found { rest_a, rest_b, groups: Vec::new(), in_place: Vec::new() };
    let (rest_a, rest_b) = (&out.rest_a, &out.rest_b);
    if !work.spend(4 * (rest_a.ids.len() + rest_b.ids.len()) as u64) {
        return out;
    }
    let found = unique_runs(&rest_a.ids, &rest_b.ids, 5, pair);
    let mut groups: Vec<Group> = Vec::new();
    for run in apart(&found, rest_a, rest_b) {
        let Some(((x, gap_a), (y, gap_b))) = rest_a.gap_of(run.a as usize).zip(rest_b.gap_of(run.b as usize)) else {
            continue;
        };
        let run = Run { a: x as u32, b: y as u32, len: run.len };
        match groups.last_mut() {
            Some((last_a, last_b, runs)) if (*last_a, *last_b) == (gap_a, gap_b) && follows(runs.last(), &run) => {
                runs.push(run);
            }
            _ => groups.push((gap_a, gap_b, vec![run])),
        }
    }
    for (_, _, runs) in &mut groups {
        begin_behind_closing_marks(pair, runs);
    }
    groups.retain(|(_, _, runs)| is_passage(pair, runs));
    // What stood between two parts of a passage was none itself.
    groups.dedup_by(|next, last| {
        let one = (last.0, last.1) == (next.0, next.1) && next.2.first().is_some_and(|run| follows(last.2.last(), run));
        if one {
            last.2.append(&mut next.2);
        }
        one
    });
    let groups: Vec<Group> = parted(groups).into_iter().filter(|(_, _, runs)| is_passage(pair, runs)).collect();
    let stays = in_place(&groups, runs, rest_a, rest_b);
    for (group, stays) in groups.into_iter().zip(stays) {
        match stays {
            true => out.in_place.extend(group.2),
            false => out.groups.push(group),
        }
    }
    out
}

/// The passages with what lies between their runs and their ends worked out.
fn settled(pair: &Pair, found: &Found, work: &mut Work) -> Vec<Moved> {
    let Found { rest_a, rest_b, groups, .. } = found;
    // The bytes of the second side that are taken, by where they begin.
    let mut taken_b: BTreeMap<usize, usize> = groups.iter().map(|(_, _, runs)| span(runs).1).map(ends).collect();
    let mut out: Vec<Moved> = Vec::new();
    for (i, (gap_a, gap_b, runs)) in groups.iter().enumerate() {
        let floor_a = out.last().map_or(0, |last| last.a.end).max(rest_a.gaps[*gap_a].start);
        let next_a = groups.get(i + 1).map_or(usize::MAX, |(_, _, runs)| span(runs).0.start);
        let ceiling_a = next_a.min(rest_a.gaps[*gap_a].end);
        let own = span(runs).1;
        let floor_b = taken_b.range(..own.start).next_back().map_or(0, |(_, &end)| end);
        let ceiling_b = taken_b.range(own.end..).next().map_or(usize::MAX, |(&start, _)| start);
        let room_a = floor_a..ceiling_a;
        let room_b = floor_b.max(rest_b.gaps[*gap_b].start)..ceiling_b.min(rest_b.gaps[*gap_b].end);
        let moved = passage(pair, runs, room_a, room_b, i as u32 + 1, work);
        taken_b.remove(&own.start);
        taken_b.extend([ends(moved.b.clone())]);
        out.push(moved);
    }
    out
}

fn ends(range: Range<usize>) -> (usize, usize) {
    (range.start, range.end)
}

fn gaps(pair: &Pair, runs: &[Run]) -> (Vec<Range<usize>>, Vec<Range<usize>>) {
    let (mut x, mut y) = (0, 0);
    let (mut a, mut b) = (Vec::new(), Vec::new());
    let end = Run { a: pair.a.len() as u32, b: pair.b.len() as u32, len: 0 };
    for run in runs.iter().chain([&end]) {
        if x < run.a as usize {
            a.push(x..run.a as usize);
        }
        if y < run.b as usize {
            b.push(y..run.b as usize);
        }
        (x, y) = (run.range_a().end, run.range_b().end);
    }
    (a, b)
}

/// Runs that share no token with a longer one, in the order of the first side.
fn apart(found: &[Run], rest_a: &Rest, rest_b: &Rest) -> Vec<Run> {
    let mut order: Vec<Run> = found.to_vec();
    order.sort_by_key(|run| (std::cmp::Reverse(run.len), run.a, run.b));
    let (mut used_a, mut used_b) = (vec![false; rest_a.ids.len()], vec![false; rest_b.ids.len()]);
    // A run that overlaps a longer one at its ends keeps the rest of itself.
    let free = |run: Run, used_a: &[bool], used_b: &[bool]| {
        let is_free = |n: &u32| !used_a[(run.a + n) as usize] && !used_b[(run.b + n) as usize];
        let first = (0..run.len).find(is_free)?;
        let len = (first..run.len).take_while(is_free).count() as u32;
        Some(Run { a: run.a + first, b: run.b + first, len })
    };
    let mut out = Vec::new();
    for run in order {
        if let Some(run) = free(run, &used_a, &used_b) {
            used_a[run.range_a()].fill(true);
            used_b[run.range_b()].fill(true);
            out.push(run);
        }
    }
    out.sort_unstable_by_key(|run| run.a);
    out
}

fn follows(last: Option<&Run>, run: &Run) -> bool {
    last.is_some_and(|last| {
        let (end_a, end_b) = (last.range_a().end, last.range_b().end);
        let near = |end: usize, start: u32| (start as usize).checked_sub(end).is_some_and(|apart| apart <= APART);
        near(end_a, run.a) && near(end_b, run.b)
    })
}

/// What closes the sentence before on both sides is no part of the passage.
fn begin_behind_closing_marks(pair: &Pair, runs: &mut Vec<Run>) {
    let attached = |side: &Side, token: usize| token > 0 && side.space(token).is_empty() && closes(side.token(token));
    while let Some(first) = runs.first_mut() {
        if !attached(&pair.a, first.a as usize) || !attached(&pair.b, first.b as usize) {
            return;
        }
        (first.a, first.b, first.len) = (first.a + 1, first.b + 1, first.len - 1);
        if first.len == 0 {
            runs.remove(0);
        }
    }
}

/// The mark that ends a passage on both sides goes with it: where another sentence stands in its place, the mark of that
/// one is its own.
fn end_behind_closing_mark(pair: &Pair, moved: &mut Moved, runs: &mut [Run]) {
    let (x, y) = (moved.a.end, moved.b.end);
    let (Some(&one), Some(&other)) = (pair.a.ids.get(x), pair.b.ids.get(y)) else { return };
    let ends = |side: &Side, token: usize| side.space(token).is_empty() && matches!(side.token(token), "." | "!" | "?");
    if one != other || !ends(&pair.a, x) || !ends(&pair.b, y) {
        return;
    }
    let at = |place: fn(&Run) -> Range<usize>, token: usize| {
        let run = runs.partition_point(|run| place(run).end <= token);
        runs.get(run).is_some_and(|run| place(run).contains(&token)).then_some(run)
    };
    let run = match (at(Run::range_a, x), at(Run::range_b, y)) {
        (Some(run), None) if runs[run].a as usize == x => run,
        (None, Some(run)) if runs[run].b as usize == y => run,
        _ => return,
    };
    runs[run] = Run { a: runs[run].a + 1, b: runs[run].b + 1, len: runs[run].len - 1 };
    moved.runs.push(Run { a: x as u32, b: y as u32, len: 1 });
    (moved.a.end, moved.b.end) = (x + 1, y + 1);
    join(&mut moved.runs);
}

fn closes(token: &str) -> bool {
    matches!(
        token,
        "." | "," | ";" | ":" | "!" | "?" | "\u{2026}" | "..." | ")" | "]" | "\"" | "\u{201d}" | "\u{2019}" | "\u{bb}"
    )
}

/// Which passages stand in one gap on both sides and pass no other one there: nothing unchanged
/// lies between their two ends, so they were given up for the sake of the changes around them.
fn in_place(groups: &[Group], runs: &[Run], rest_a: &Rest, rest_b: &Rest) -> Vec<bool> {
    let before_a = |gap: usize| runs.partition_point(|run| (run.a as usize) < rest_a.gaps[gap].start);
    let before_b = |gap: usize| runs.partition_point(|run| (run.b as usize) < rest_b.gaps[gap].start);
    let mut out = vec![false; groups.len()];
    let mut start = 0;
    // The groups of one gap of the first side are neighbours.
    while let Some((gap_a, ..)) = groups.get(start) {
        let end = start + groups[start..].iter().take_while(|(gap, ..)| gap == gap_a).count();
        let here = before_a(*gap_a);
        let same: Vec<usize> = (start..end).filter(|&at| before_b(groups[at].1) == here).collect();
        let place = |at: usize| span(&groups[at].2).1.start;
        // A group passes none when all before it stand before it on the second side too.
        let mut furthest = Vec::with_capacity(same.len());
        let mut reach = None;
        for &at in &same {
            furthest.push(reach);
            reach = reach.max(Some(place(at)));
        }
        let mut nearest = usize::MAX;
        for (&at, furthest) in same.iter().zip(furthest).rev() {
            out[at] = furthest.is_none_or(|other| other < place(at)) && place(at) < nearest;
            nearest = nearest.min(place(at));
        }
        start = end;
    }
    out
}

fn is_passage(pair: &Pair, runs: &[Run]) -> bool {
    let ids: Vec<u32> = runs.iter().flat_map(|run| &pair.a.ids[run.range_a()]).copied().collect();
    says_something(pair, &ids)
}

fn length(runs: &[Run]) -> usize {
    runs.iter().map(|run| run.len as usize).sum()
}

/// True for a passage that is more than the opening or the end of another sentence.
fn is_move(pair: &Pair, runs: &[Run], gap_a: &Range<usize>, gap_b: &Range<usize>, work: &mut Work) -> bool {
    let (a, b) = span(runs);
    let mut equal = length(runs);
    if equal >= LONG {
        return true;
    }
    let starts = sentence_start(&pair.a, a.start, gap_a.start).zip(sentence_start(&pair.b, b.start, gap_b.start));
    let ends = sentence_end(&pair.a, a.end, gap_a.end).zip(sentence_end(&pair.b, b.end, gap_b.end));
    let before = starts.and_then(|(x, y)| agreeing(pair, x..a.start, y..b.start, work));
    let behind = ends.and_then(|(x, y)| agreeing(pair, a.end..x, b.end..y, work));
    equal += [before, behind].into_iter().flatten().map(|runs| length(&runs)).sum::<usize>();
    // Of a longer sentence a short passage is no such part.
    let sentences = |side: &Side, tokens: Range<usize>| {
        let (floor, ceiling) = (tokens.start.saturating_sub(2 * LONG), (tokens.end + 2 * LONG).min(side.len()));
        let start = (floor..=tokens.start).rev().find(|&place| boundary(side, place) >= 5).unwrap_or(floor);
        let end = (tokens.end..ceiling).find(|&place| boundary(side, place) >= 5).unwrap_or(ceiling);
        end - start
    };
    4 * equal >= 3 * sentences(&pair.a, a).max(sentences(&pair.b, b))
}

fn span(runs: &[Run]) -> (Range<usize>, Range<usize>) {
    match (runs.first(), runs.last()) {
        (Some(first), Some(last)) => (first.a as usize..last.range_a().end, first.b as usize..last.range_b().end),
        _ => (0..0, 0..0),
    }
}

/// A move from its equal runs: what lies between them is aligned, and the ends reach to the
/// sentence ends near by when that much agrees.
fn passage(
    pair: &Pair,
    runs: &[Run],
    room_a: Range<usize>,
    room_b: Range<usize>,
    number: u32,
    work: &mut Work,
) -> Moved {
    let (mut a, mut b) = span(runs);
    let mut inner = Vec::new();
    let start_a = sentence_start(&pair.a, a.start, room_a.start);
    let start_b = sentence_start(&pair.b, b.start, room_b.start);
    if let Some((x, y)) = start_a.zip(start_b) {
        let before = agreeing(pair, x..a.start, y..b.start, work);
        if let Some(mut before) = before {
            inner.append(&mut before);
            (a.start, b.start) = (x, y);
        }
    }
    for (i, run) in runs.iter().enumerate() {
        if let Some(last) = i.checked_sub(1).map(|i| runs[i]) {
            let (x, y) = (last.range_a().end, last.range_b().end);
            settle(pair, x..run.a as usize, y..run.b as usize, 0, work, &mut inner);
        }
        inner.push(*run);
    }
    let end_a = sentence_end(&pair.a, a.end, room_a.end);
    let end_b = sentence_end(&pair.b, b.end, room_b.end);
    if let Some((x, y)) = end_a.zip(end_b)
        && let Some(mut after) = agreeing(pair, a.end..x, b.end..y, work)
    {
        inner.append(&mut after);
        (a.end, b.end) = (x, y);
    }
    join(&mut inner);
    Moved { number, a, b, runs: inner }
}

/// The equal runs of two short stretches of which at least half agrees.
fn agreeing(pair: &Pair, a: Range<usize>, b: Range<usize>, work: &mut Work) -> Option<Vec<Run>> {
    let longer = a.len().max(b.len());
    let mut runs = Vec::new();
    settle(pair, a, b, 0, work, &mut runs);
    let equal: usize = runs.iter().map(|run| run.len as usize).sum();
    (longer > 0 && (2 * equal >= longer || longer <= 3)).then_some(runs)
}

fn sentence_start(side: &Side, from: usize, floor: usize) -> Option<usize> {
    (floor.max(from.saturating_sub(APART))..=from).rev().find(|&place| boundary(side, place) >= 5)
}

fn sentence_end(side: &Side, from: usize, ceiling: usize) -> Option<usize> {
    (from..=ceiling.min(from + APART)).find(|&place| boundary(side, place) >= 5)
}
