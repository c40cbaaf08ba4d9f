//! Lines that have moved up or down together are moved by the terminal itself.

use super::glyph::Glyph;
use super::grid::{Grid, blank_from, difference};
use super::printer::Printer;
use std::collections::BTreeMap;
use std::ops::Range;

/// The lines of `to` are those that stood `by` lines further down (further up where negative).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Shift {
    pub to: Range<usize>,
    pub by: isize,
}

/// Fewer cells saved than this do not pay for the sequences that set a region and scroll it.
const LEAST: isize = 30;
/// So many distances are looked at closely.
const CANDIDATES: usize = 3;

/// The shift that leaves the fewest cells to be printed, if any pays.
pub(super) fn find(shown: &Grid, wanted: &Grid) -> Option<Shift> {
    let mut votes: BTreeMap<isize, usize> = BTreeMap::new();
    for (y, row) in wanted.rows.iter().enumerate() {
        if *row == shown.rows[y] || blank_from(row) == 0 {
            continue;
        }
        for (from, _) in shown.rows.iter().enumerate().filter(|(_, shown)| *shown == row) {
            *votes.entry(from as isize - y as isize).or_default() += 1;
        }
    }
    let mut distances: Vec<(usize, isize)> = votes.into_iter().map(|(by, count)| (count, by)).collect();
    distances.sort_by_key(|&(count, by)| (std::cmp::Reverse(count), by.abs()));
    let best = distances.iter().take(CANDIDATES).map(|&(_, by)| band(shown, wanted, by)).max_by_key(|(gain, _)| *gain);
    best.filter(|(gain, _)| *gain >= LEAST).map(|(_, shift)| shift)
}

/// The run of lines that gains most by a shift, and how many cells (Kadane's maximal sum). It begins
/// and ends with lines that have moved whole: what is alike by chance is left out.
fn band(shown: &Grid, wanted: &Grid, by: isize) -> (isize, Shift) {
    let from = |y: usize| y.checked_add_signed(by).and_then(|from| shown.rows.get(from));
    let (mut best, mut to) = (0, 0..0);
    let (mut sum, mut start) = (0isize, None);
    for (y, row) in wanted.rows.iter().enumerate() {
        let Some(from) = from(y) else {
            (sum, start) = (0, None);
            continue;
        };
        let whole = from == row;
        if start.is_none() && !whole {
            continue;
        }
        let first = *start.get_or_insert(y);
        sum += difference(&shown.rows[y], row) as isize - difference(from, row) as isize;
        if sum < 0 {
            (sum, start) = (0, None);
        } else if whole && sum > best {
            (best, to) = (sum, first..y + 1);
        }
    }
    (best, Shift { to, by })
}

/// Scrolls by line feeds at the foot of a region or by index upwards at its head: every terminal
/// with regions has these, not every one has the sequences that scroll by a number.
pub(super) fn apply(shift: &Shift, printer: &mut Printer, shown: &mut Grid) {
    let lines = shift.by.unsigned_abs();
    let (top, end) =
        if shift.by > 0 { (shift.to.start, shift.to.end + lines) } else { (shift.to.start - lines, shift.to.end) };
    let whole = top == 0 && end == shown.rows.len();
    printer.pen_for_blanks();
    if !whole {
        printer.write_and_lose_place(format!("\x1b[{};{}r", top + 1, end).as_bytes());
    }
    let band = &mut shown.rows[top..end];
    if shift.by > 0 {
        printer.go(0, end - 1, &[]);
        printer.write(&vec![b'\n'; lines]);
        band.rotate_left(lines);
        let vacated = band.len() - lines;
        band[vacated..].iter_mut().for_each(|row| row.fill(Glyph::BLANK));
    } else {
        printer.go(0, top, &[]);
        printer.write(&b"\x1bM".repeat(lines));
        band.rotate_right(lines);
        band[..lines].iter_mut().for_each(|row| row.fill(Glyph::BLANK));
    }
    if !whole {
        printer.write(b"\x1b[r");
        (printer.hand.x, printer.hand.y) = (Some(0), Some(0));
    }
}
