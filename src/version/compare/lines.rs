//! Lines that stand for each other where several were replaced: of lists, tables, definitions.

use super::align::{Run, Work, join, settle};
use super::changes::SHORT;
use super::moves::Moved;
use super::stream::{CONTENT, Pair, Side};
use super::tidy::give_up_islands;
use crate::text::segment::paragraphs;
use std::cmp::Ordering;
use std::ops::Range;

/// Lines of a replacement are held against each other up to so many pairs of tokens.
const CELLS: usize = 250_000;

/// Two stretches that stand for each other; one may be empty.
pub(super) type Both = (Range<usize>, Range<usize>);

/// Where the paragraphs of both texts begin, in tokens.
pub(super) struct Lines {
    a: Vec<usize>,
    b: Vec<usize>,
}

/// One side of a replacement, cut where lines begin.
struct Cut {
    /// The rest of a line that began before it, and the beginning of one that ends behind it.
    head: Range<usize>,
    tail: Range<usize>,
    whole: Vec<Range<usize>>,
}

impl Cut {
    /// None for a stretch inside one line.
    fn of(side: &Side, starts: &[usize], tokens: &Range<usize>) -> Option<Cut> {
        let first = starts.partition_point(|&start| start < tokens.start);
        let mut cuts: Vec<usize> = starts[first..].iter().copied().take_while(|&start| start <= tokens.end).collect();
        if tokens.end == side.len() && cuts.last() != Some(&tokens.end) {
            cuts.push(tokens.end);
        }
        let (&first, &last) = (cuts.first()?, cuts.last()?);
        let whole = cuts.windows(2).map(|two| two[0]..two[1]).collect();
        Some(Cut { head: tokens.start..first, tail: last..tokens.end, whole })
    }

    fn take_head(&mut self) {
        self.whole.insert(0, self.head.clone());
        self.head.start = self.head.end;
    }

    fn take_tail(&mut self) {
        self.whole.push(self.tail.clone());
        self.tail.end = self.tail.start;
    }
}

impl Lines {
    pub fn of(pair: &Pair) -> Lines {
        let starts = |side: &Side| {
            let mut starts: Vec<usize> =
                paragraphs(side.text).into_iter().map(|range| side.tokens_in(&range).start).collect();
            starts.dedup();
            starts
        };
        Lines { a: starts(&pair.a), b: starts(&pair.b) }
    }

    /// A replacement cut into the lines that stand for each other, in order.
    pub fn pieces(&self, pair: &Pair, a: &Range<usize>, b: &Range<usize>) -> Vec<Both> {
        let cuts = Cut::of(&pair.a, &self.a, a).zip(Cut::of(&pair.b, &self.b, b));
        let Some((mut cut_a, mut cut_b)) = cuts else { return vec![(a.clone(), b.clone())] };
        // What one side alone has before its first line or behind its last one may be a line of its own.
        let missing = |one: &Cut, other: &Cut| one.whole.len() + 1 == other.whole.len();
        let stands = |a: &Range<usize>, b: &Range<usize>| stand_for(pair, a, b);
        if cut_b.head.is_empty() && missing(&cut_a, &cut_b) && stands(&cut_a.head, &cut_b.whole[0]) {
            cut_a.take_head();
        } else if cut_a.head.is_empty() && missing(&cut_b, &cut_a) && stands(&cut_a.whole[0], &cut_b.head) {
            cut_b.take_head();
        }
        let last = |cut: &Cut| cut.whole.len().saturating_sub(1);
        if cut_b.tail.is_empty() && missing(&cut_a, &cut_b) && stands(&cut_a.tail, &cut_b.whole[last(&cut_b)]) {
            cut_a.take_tail();
        } else if cut_a.tail.is_empty() && missing(&cut_b, &cut_a) && stands(&cut_a.whole[last(&cut_a)], &cut_b.tail) {
            cut_b.take_tail();
        }
        let mut out = vec![(cut_a.head, cut_b.head)];
        out.extend(level(pair, &cut_a.whole, &cut_b.whole));
        out.push((cut_a.tail, cut_b.tail));
        out.retain(|(a, b)| !(a.is_empty() && b.is_empty()));
        out
    }

    /// Keeps what is equal in lines that stand for each other, though it was given up for the sake of the lines around.
    pub fn keep_equal(&self, pair: &Pair, runs: &mut Vec<Run>, moved: &[Moved], work: &mut Work) {
        let mut moved_b: Vec<Range<usize>> = moved.iter().map(|moved| moved.b.clone()).collect();
        moved_b.sort_unstable_by_key(|tokens| tokens.start);
        let mut moved_a: Vec<Range<usize>> = moved.iter().map(|moved| moved.a.clone()).collect();
        moved_a.sort_unstable_by_key(|tokens| tokens.start);
        let holds = |list: &[Range<usize>], tokens: &Range<usize>| {
            let first = list.partition_point(|range| range.end <= tokens.start);
            list.get(first).is_some_and(|range| range.start < tokens.end)
        };
        let (mut x, mut y) = (0, 0);
        let mut out: Vec<Run> = Vec::with_capacity(runs.len());
        let end = Run { a: pair.a.len() as u32, b: pair.b.len() as u32, len: 0 };
        for run in runs.iter().chain([&end]) {
            let (a, b) = (x..run.a as usize, y..run.b as usize);
            (x, y) = (run.range_a().end, run.range_b().end);
            if !(a.is_empty() || b.is_empty() || holds(&moved_a, &a) || holds(&moved_b, &b)) {
                let pieces = self.pieces(pair, &a, &b);
                for (a, b) in pieces.iter().filter(|(a, b)| pieces.len() > 1 && stand_for(pair, a, b)) {
                    let mut equal = Vec::new();
                    settle(pair, a.clone(), b.clone(), 0, work, &mut equal);
                    join(&mut equal);
                    give_up_islands(pair, &mut equal, a, b);
                    out.append(&mut equal);
                }
            }
            out.push(*run);
        }
        join(&mut out);
        *runs = out;
    }
}

/// Whole lines of both sides: those that share much stand for each other, and so do those between them where both sides
/// have equally many.
fn level(pair: &Pair, a: &[Range<usize>], b: &[Range<usize>]) -> Vec<Both> {
    let mut out = Vec::new();
    let (mut i, mut j) = (0, 0);
    for (x, y) in alike(pair, a, b).into_iter().chain([(a.len(), b.len())]) {
        if x - i == y - j {
            out.extend((i..x).zip(j..y).map(|(x, y)| (a[x].clone(), b[y].clone())));
        } else {
            let whole = |lines: &[Range<usize>]| lines.first().zip(lines.last()).map_or(0..0, |(x, y)| x.start..y.end);
            out.push((whole(&a[i..x]), whole(&b[j..y])));
        }
        out.extend(a.get(x).zip(b.get(y)).map(|(x, y)| (x.clone(), y.clone())));
        (i, j) = (x + 1, y + 1);
    }
    out
}

/// The lines that share most, in order on both sides.
fn alike(pair: &Pair, a: &[Range<usize>], b: &[Range<usize>]) -> Vec<(usize, usize)> {
    let tokens = |list: &[Range<usize>]| list.iter().map(Range::len).sum::<usize>();
    if tokens(a) * tokens(b) > CELLS {
        return Vec::new();
    }
    let bags_a: Vec<_> = a.iter().map(|line| bag(&pair.a, line)).collect();
    let bags_b: Vec<_> = b.iter().map(|line| bag(&pair.b, line)).collect();
    // The best of all from each pair of lines on.
    let width = b.len() + 1;
    let mut best = vec![0; (a.len() + 1) * width];
    let mut scores = vec![0; a.len() * b.len()];
    for x in (0..a.len()).rev() {
        for y in (0..b.len()).rev() {
            let own = shared(pair, &bags_a[x], &bags_b[y]);
            scores[x * b.len() + y] = own;
            let both = if own > 0 { own + best[(x + 1) * width + y + 1] } else { 0 };
            best[x * width + y] = both.max(best[(x + 1) * width + y]).max(best[x * width + y + 1]);
        }
    }
    let (mut x, mut y) = (0, 0);
    let mut out = Vec::new();
    while x < a.len() && y < b.len() {
        let own = scores[x * b.len() + y];
        let here = best[x * width + y];
        if own > 0 && here == own + best[(x + 1) * width + y + 1] {
            out.push((x, y));
            (x, y) = (x + 1, y + 1);
        } else if here == best[(x + 1) * width + y] {
            x += 1;
        } else {
            y += 1;
        }
    }
    out
}

/// True where two stretches are short or share much, and neither is empty.
fn stand_for(pair: &Pair, a: &Range<usize>, b: &Range<usize>) -> bool {
    let alike = || shared(pair, &bag(&pair.a, a), &bag(&pair.b, b)) > 0;
    !a.is_empty() && !b.is_empty() && (a.len().max(b.len()) <= SHORT || alike())
}

/// The tokens of a stretch in the order of their numbers.
fn bag(side: &Side, tokens: &Range<usize>) -> Vec<u32> {
    let mut ids = side.ids[tokens.clone()].to_vec();
    ids.sort_unstable();
    ids
}

/// The weight of what two sorted lists of tokens share; nothing where that is less than two in five of all.
fn shared(pair: &Pair, a: &[u32], b: &[u32]) -> usize {
    let weight = |id: &u32| if pair.weight[*id as usize] == CONTENT { 3 } else { 1 };
    let all: usize = a.iter().chain(b).map(weight).sum();
    let (mut i, mut j, mut out) = (0, 0, 0);
    while let Some((x, y)) = a.get(i).zip(b.get(j)) {
        match x.cmp(y) {
            Ordering::Less => i += 1,
            Ordering::Greater => j += 1,
            Ordering::Equal => (i, j, out) = (i + 1, j + 1, out + weight(x)),
        }
    }
    if 5 * out >= all { out } else { 0 }
}

#[cfg(test)]
mod tests {
    use crate::version::compare::OpKind;
    use crate::version::compare::tests::{check, quick};

    /// The operations that change something, `old|new` each.
    fn ops(a: &str, b: &str) -> Vec<String> {
        let comparison = quick(a, b);
        check(a, b, &comparison);
        let changed = comparison.ops.iter().filter(|op| !matches!(op.op, OpKind::Equal | OpKind::Typography));
        changed.map(|op| format!("{}|{}", a[op.a.clone()].trim(), b[op.b.clone()].trim())).collect()
    }

    #[test]
    fn lines_stand_for_lines() {
        let a = "pages\n\npeople\ngovernment\neconomy\nmilitary\ntransnational issues";
        let b =
            "pages\n\ndemographics of the isle\npolitics of the isle\neconomy\nmilitary of the isle\nforeign relations";
        let found = ops(a, b);
        let wanted = [
            "people|demographics of the isle",
            "government|politics of the isle",
            "|of the isle",
            "transnational issues|foreign relations",
        ];
        assert_eq!(found, wanted);
        let a = "Limits\n\n* Gardens\n* 1.500\n* 1.000\n* Parks";
        assert_eq!(ops(a, &a.replace("1.", "1 ")), ["1.500|1 500", "1.000|1 000"]);
    }

    #[test]
    fn a_mark_at_the_head_of_a_line_stays() {
        let a = "Act of 2023\n\nTo amend, on a basis, the limits that keep owners from the fund.";
        let b = "Act of 2024\n\nTo require the Mayor, on a basis, the limits that keep owners from the fund.";
        assert_eq!(ops(a, b), ["2023|2024", "amend|require the Mayor"]);
    }

    #[test]
    fn a_line_is_level_with_the_one_that_shares_most_with_it() {
        let a = "The rows:\n\nname of the ship that came in\nharbour fee to be paid in June\nThe end of the list.";
        let b = "The rows:\n\ncargo list of the second day\nanother one that nobody knew\nharbour dues to be paid in \
            July\nThe end of the list.";
        let found = ops(a, b);
        assert!(found.contains(&"fee|dues".to_owned()) && found.contains(&"June|July".to_owned()), "{found:?}");
    }

    #[test]
    fn an_item_comes_with_its_label() {
        let a = "1. Terms\n\n1.1 Fee means the sum that is due.\n1.2 Term means two years in all.";
        let b = "1. Terms\n\n1.1 Date means the first of May.\n1.2 Fee means the sum that is due.\n1.3 Term means two \
            years in all.";
        assert_eq!(ops(a, b), ["|1.1 Date means the first of May.", "1.1|1.2", "1.2|1.3"]);
        let a = "\u{a7} 2 Fees\n(1) The fee is due.\n(2) It is small.\n\n\u{a7} 3 Force\nAt once.";
        let b = a.replace("\u{a7} 3", "(3) The rest is told elsewhere.\n\n\u{a7} 4");
        assert_eq!(ops(a, &b), ["|(3) The rest is told elsewhere.", "3|4"]);
    }
}
