//! From a correct alignment to a readable one: lone common words between two changes are given
//! up, and insertions and cuts slide to where a writer would have made them.

use super::align::{Run, join};
use super::stream::{CONTENT, MARK, Pair, Side};
use crate::text::TokenKind;
use std::cmp::Ordering;
use std::ops::Range;

/// So many equal tokens …
const LEAST: usize = 8;
/// … with so many words that say something are a passage, whatever stands around it.
const LEAST_CONTENT: usize = 3;
/// A word is looked for in gaps of no more tokens than this.
const NEAR: usize = 24;

/// True for equal tokens that no change swallows and that are a passage of their own where they move.
pub(super) fn says_something(pair: &Pair, ids: &[u32]) -> bool {
    ids.len() >= LEAST && ids.iter().filter(|&&id| pair.is_content(id)).count() >= LEAST_CONTENT
}

/// Swallows islands, then slides what is left; sliding can close an island, so once more.
pub(super) fn tidy(pair: &Pair, runs: &mut Vec<Run>) {
    keep_places(pair, runs);
    prefer_words(pair, runs);
    for _ in 0..2 {
        slide(pair, runs);
        give_up_islands(pair, runs, &(0..pair.a.len()), &(0..pair.b.len()));
    }
    slide(pair, runs);
    whole_lines(pair, runs);
    labels_with_lines(pair, runs);
}

/// Gives up the islands of an alignment of two stretches.
pub(super) fn give_up_islands(pair: &Pair, runs: &mut Vec<Run>, a: &Range<usize>, b: &Range<usize>) {
    while swallow(pair, runs, a, b) {}
}

/// The tokens of the gap before run `i`, on both sides; `i` may be one past the last.
fn gap(pair: &Pair, runs: &[Run], i: usize) -> (usize, usize) {
    gap_within(runs, i, &(0..pair.a.len()), &(0..pair.b.len()))
}

/// As `gap`, for an alignment of two stretches.
fn gap_within(runs: &[Run], i: usize, a: &Range<usize>, b: &Range<usize>) -> (usize, usize) {
    let before = i.checked_sub(1).map(|i| (runs[i].range_a().end, runs[i].range_b().end));
    let (x, y) = before.unwrap_or((a.start, b.start));
    let (u, v) = runs.get(i).map_or((a.end, b.end), |run| (run.a as usize, run.b as usize));
    (u - x, v - y)
}

/// Where a few words that end a sentence on one side begin one on the other, as when a law is numbered anew and a
/// reference is met by the number of the next section, the words that stand in like places are kept instead, if that
/// keeps hardly fewer.
fn keep_places(pair: &Pair, runs: &mut Vec<Run>) {
    const MOST: usize = 6;
    let mut out: Vec<Run> = Vec::with_capacity(runs.len());
    for i in 0..runs.len() {
        let run = runs[i];
        let (left, right) = (gap(pair, runs, i), gap(pair, runs, i + 1));
        let shifted = match (left, right) {
            ((by, 0), (0, back)) | ((0, by), (back, 0)) if by == back => by,
            _ => 0,
        };
        let torn = is_torn(pair, run.a as usize, run.b as usize);
        if !(1..=MOST).contains(&shifted) || run.len as usize > MOST || !torn {
            out.push(run);
            continue;
        }
        let (x, y) = (run.a as usize - left.0, run.b as usize - left.1);
        let alike = |&at: &usize| pair.a.ids[x + at] == pair.b.ids[y + at];
        let places: Vec<usize> = (0..shifted + run.len as usize).filter(alike).collect();
        if places.is_empty() || places.len() + 1 < run.len as usize {
            out.push(run);
        } else {
            out.extend(places.into_iter().map(|at| Run { a: (x + at) as u32, b: (y + at) as u32, len: 1 }));
        }
    }
    join(&mut out);
    *runs = out;
}

/// A sentence or a paragraph begins at one of two tokens and not at the other.
fn is_torn(pair: &Pair, a: usize, b: usize) -> bool {
    (boundary(&pair.a, a) >= 5) != (boundary(&pair.b, b) >= 5)
}

/// Where marks alone are kept between two changes, and a word is cut on one side of them and put in on the other, the
/// word is kept instead: both ways are equally short.
fn prefer_words(pair: &Pair, runs: &mut [Run]) {
    for i in 0..runs.len() {
        let run = runs[i];
        if !pair.a.ids[run.range_a()].iter().all(|&id| pair.weight[id as usize] == MARK) {
            continue;
        }
        let (x, y) = i.checked_sub(1).map_or((0, 0), |i| (runs[i].range_a().end, runs[i].range_b().end));
        let (u, v) = runs.get(i + 1).map_or((pair.a.len(), pair.b.len()), |next| (next.a as usize, next.b as usize));
        let (before, behind) = ((x..run.a as usize, y..run.b as usize), (run.range_a().end..u, run.range_b().end..v));
        let word = common_word(pair, before.0, behind.1).or_else(|| common_word(pair, behind.0, before.1));
        if let Some((a, b)) = word
            && !is_torn(pair, a, b)
        {
            runs[i] = Run { a: a as u32, b: b as u32, len: 1 };
        }
    }
}

/// Where one word stands in a short stretch of each side, if there is one.
fn common_word(pair: &Pair, a: Range<usize>, b: Range<usize>) -> Option<(usize, usize)> {
    if a.len() > NEAR || b.len() > NEAR {
        return None;
    }
    a.filter(|&x| pair.weight[pair.a.ids[x] as usize] != MARK)
        .find_map(|x| Some((x, b.clone().find(|&y| pair.b.ids[y] == pair.a.ids[x])?)))
}

/// One pass of giving up islands. An island weighs 3 for each word that says something and 1 for
/// each stop word or mark. It is given up where both sides of the text change around it and
/// either twice its weight is not more than the smaller change beside it, or it is of one or two
/// stop words or marks and four times its weight is not more than both changes together. A passage is none, however
/// long the changes are.
fn swallow(pair: &Pair, runs: &mut Vec<Run>, a: &Range<usize>, b: &Range<usize>) -> bool {
    let before = runs.len();
    let mut kept: Vec<Run> = Vec::with_capacity(before);
    for i in 0..runs.len() {
        let run = runs[i];
        let (x, y) = kept.last().map_or((a.start, b.start), |last| (last.range_a().end, last.range_b().end));
        let left = (run.a as usize - x, run.b as usize - y);
        let right = gap_within(runs, i + 1, a, b);
        if !is_island(pair, &run, left, right) {
            kept.push(run);
        }
    }
    *runs = kept;
    runs.len() < before
}

fn is_island(pair: &Pair, run: &Run, left: (usize, usize), right: (usize, usize)) -> bool {
    let (l, r) = (left.0.max(left.1), right.0.max(right.1));
    if l == 0 || r == 0 || left.0 + right.0 == 0 || left.1 + right.1 == 0 || run.len as usize > l.min(r) {
        return false;
    }
    let ids = &pair.a.ids[run.range_a()];
    if says_something(pair, ids) {
        return false;
    }
    let weight: usize = ids.iter().map(|&id| if pair.weight[id as usize] == CONTENT { 3 } else { 1 }).sum();
    2 * weight <= l.min(r) || (weight <= 2 && 4 * weight <= l + r)
}

/// Moves every gap that is empty on one side to the best of the places where it can stand.
fn slide(pair: &Pair, runs: &mut Vec<Run>) {
    close(pair, runs);
    for i in 1..runs.len() {
        match gap(pair, runs, i) {
            (0, 1..) => slide_one(&pair.b, |run| run.b as usize, runs, i),
            (1.., 0) => slide_one(&pair.a, |run| run.a as usize, runs, i),
            _ => {}
        }
    }
    join(runs);
}

/// Makes one insertion of two, and one cut of two, where what is kept between them stands at an end of both together
/// as well.
fn close(pair: &Pair, runs: &mut Vec<Run>) {
    let mut out = vec![Run { a: 0, b: 0, len: 0 }];
    let end = Run { a: pair.a.len() as u32, b: pair.b.len() as u32, len: 0 };
    for mut run in runs.drain(..).chain([end]) {
        while let [.., first, kept] = out.as_mut_slice() {
            let (gap_a, gap_b) = (first.range_a().end..run.a as usize, first.range_b().end..run.b as usize);
            let behind_first = (kept.a as usize - gap_a.start, kept.b as usize - gap_b.start);
            let behind_kept = (gap_a.end - kept.range_a().end, gap_b.end - kept.range_b().end);
            let all = match (behind_first, behind_kept) {
                ((0, 1..), (0, 1..)) => &pair.b.ids[gap_b],
                ((1.., 0), (1.., 0)) => &pair.a.ids[gap_a],
                _ => break,
            };
            let ids = &pair.a.ids[kept.range_a()];
            if all.ends_with(ids) {
                run = Run { a: run.a - kept.len, b: run.b - kept.len, len: run.len + kept.len };
            } else if all.starts_with(ids) {
                first.len += kept.len;
            } else {
                break;
            }
            out.pop();
        }
        out.push(run);
    }
    join(&mut out);
    *runs = out;
}

/// Where one side goes on with whole lines behind a replacement, and the line that was replaced ends in the same tokens
/// as the last of them, the end of the line that stays is kept and the lines behind it are what came.
fn whole_lines(pair: &Pair, runs: &mut Vec<Run>) {
    let mut out: Vec<Run> = Vec::with_capacity(runs.len());
    let (mut x, mut y) = (0, 0);
    for run in runs.drain(..) {
        let (gap_a, gap_b) = (x..run.a as usize, y..run.b as usize);
        (x, y) = (run.range_a().end, run.range_b().end);
        let end = match gap_a.len().cmp(&gap_b.len()) {
            _ if gap_a.is_empty() || gap_b.is_empty() => None,
            Ordering::Less => line_end(&pair.b, gap_b, &run).map(|(b, len)| Run { a: run.a, b, len }),
            Ordering::Greater => line_end(&pair.a, gap_a, &run).map(|(a, len)| Run { a, b: run.b, len }),
            Ordering::Equal => None,
        };
        let len = end.map_or(0, |end| end.len);
        out.extend(end);
        out.push(Run { a: run.a + len, b: run.b + len, len: run.len - len });
    }
    join(&mut out);
    *runs = out;
}

/// Where the first line that ends in a gap ends in the tokens with which the line behind the gap ends, and how many
/// they are. They are the first of a run.
fn line_end(side: &Side, gap: Range<usize>, run: &Run) -> Option<(u32, u32)> {
    let breaks = |place: usize| place == side.len() || side.space(place).contains('\n');
    let len = (1..=NEAR.min(run.len as usize)).find(|len| breaks(gap.end + len))?;
    if len == run.len as usize && gap.end + len < side.len() {
        return None;
    }
    let ids = &side.ids[gap.end..gap.end + len];
    let place = (gap.start + len..=gap.end).find(|&place| breaks(place) && side.ids[..place].ends_with(ids))?;
    Some(((place - len) as u32, len as u32))
}

/// Where whole items of a list came or went between the label of one and its words, the label goes with them: it is the
/// one of the next item that was counted anew.
fn labels_with_lines(pair: &Pair, runs: &mut Vec<Run>) {
    for i in 1..runs.len() {
        let (x, y) = (runs[i - 1].range_a().end, runs[i - 1].range_b().end);
        let label = match gap(pair, runs, i) {
            (0, n @ 1..) => label_before(pair, (&pair.a, x), (&pair.b, y..y + n)),
            (n @ 1.., 0) => label_before(pair, (&pair.b, y), (&pair.a, x..x + n)),
            _ => None,
        };
        let Some(len) = label else { continue };
        let in_a = gap(pair, runs, i).0 == 0;
        let floor = (if in_a { x } else { y }) - len;
        for run in runs[..i].iter_mut().rev() {
            let start = if in_a { run.a } else { run.b } as usize;
            if start + run.len as usize <= floor {
                break;
            }
            run.len = floor.saturating_sub(start) as u32;
        }
    }
    runs.retain(|run| run.len > 0);
}

/// How many tokens the label has that ends at a place, if what the other side has more there ends in a label of its form
/// behind whole lines.
fn label_before(pair: &Pair, (side, place): (&Side, usize), (other, tokens): (&Side, Range<usize>)) -> Option<usize> {
    const MOST: usize = 4;
    let begins = |side: &Side, token: usize| token == 0 || side.space(token).contains('\n');
    let first = (place.saturating_sub(MOST)..place).rev().find(|&token| begins(side, token))?;
    let len = place - first;
    let last = tokens.end.checked_sub(len).filter(|&last| last > tokens.start && begins(other, last))?;
    if begins(other, tokens.start) || (last + 1..tokens.end).any(|token| begins(other, token)) {
        return None;
    }
    let form = |side: &Side, token: usize| match side.kinds[token] {
        TokenKind::Number => Some(None),
        TokenKind::Mark => Some(Some(side.ids[token])),
        // One letter or a small number of Rome.
        TokenKind::Word => {
            let text = side.token(token);
            (text.len() <= 2 || text.starts_with(|c: char| c.is_numeric())).then_some(None)
        }
    };
    let alike = (0..len).all(|at| form(side, first + at).is_some_and(|own| form(other, last + at) == Some(own)));
    let counts =
        (0..len).any(|at| form(side, first + at) == Some(None) && side.ids[first + at] != other.ids[last + at]);
    let says = other.ids[tokens.start..last].iter().any(|&id| pair.weight[id as usize] != MARK);
    (alike && counts && says).then_some(len)
}

/// `at` reads a run's place on the side that has the tokens.
fn slide_one(side: &Side, at: impl Fn(&Run) -> usize, runs: &mut [Run], i: usize) {
    let (from, to) = (at(&runs[i - 1]) + runs[i - 1].len as usize, at(&runs[i]));
    let ids = &side.ids;
    let back = (0..runs[i - 1].len as usize).take_while(|&n| ids[from - 1 - n] == ids[to - 1 - n]).count();
    let on = (0..runs[i].len as usize).take_while(|&n| ids[from + n] == ids[to + n]).count();
    if back + on == 0 {
        return;
    }
    // The last of equally good places, as most programs choose.
    let best = (from - back..=from + on)
        .max_by_key(|&start| (boundary(side, start) + boundary(side, start + to - from), start))
        .unwrap_or(from);
    let shift = best as i64 - from as i64;
    let moved = |value: u32, by: i64| (i64::from(value) + by) as u32;
    runs[i - 1].len = moved(runs[i - 1].len, shift);
    runs[i].a = moved(runs[i].a, shift);
    runs[i].b = moved(runs[i].b, shift);
    runs[i].len = moved(runs[i].len, -shift);
}

/// How well a text divides before a token: 7 between paragraphs, 6 between lines, 5 between
/// sentences, 3 after a comma and the like, 2 between words, 0 where nothing parts the tokens.
pub(super) fn boundary(side: &Side, place: usize) -> u32 {
    if place == 0 || place >= side.len() {
        return 7;
    }
    let space = side.space(place);
    let lines = space.bytes().filter(|&byte| byte == b'\n').count();
    match lines {
        2.. => 7,
        // A broken line inside a sentence parts no more than a blank.
        1 if ends_sentence(side, place) => 7,
        1 => 4,
        _ if space.is_empty() => 0,
        _ if ends_sentence(side, place) => 5,
        _ if matches!(side.token(place - 1), "," | ";" | ":" | ")") => 3,
        _ => 2,
    }
}

/// True when the token before this place ends a sentence, closing quotes and brackets read over.
pub(super) fn ends_sentence(side: &Side, place: usize) -> bool {
    let closing = |token: &str| matches!(token, "\"" | "\u{201d}" | "''" | "'" | "\u{2019}" | ")" | "]" | "\u{bb}");
    let mut last = place;
    while last > 0 && place - last < 3 && closing(side.token(last - 1)) {
        last -= 1;
    }
    last > 0 && matches!(side.token(last - 1), "." | "!" | "?" | "\u{2026}" | "..." | "\u{3002}")
}
