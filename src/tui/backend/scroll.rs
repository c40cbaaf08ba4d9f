//! Lines that have moved up or down together are moved by the terminal itself.

use super::glyph::Glyph;
use super::grid::{Grid, blank_from, difference};
use super::paint::lines as lines_of;
use super::printer::Printer;
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

/// The lines of `to` are those that stood `by` lines further down (further up where negative).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Shift {
    pub to: Range<usize>,
    pub by: isize,
    /// They are so from edge to edge. Otherwise something beside them is seen to move and come back.
    pub whole: bool,
}

/// Fewer cells saved than this do not pay for the sequences that set a region and scroll it.
const LEAST: isize = 30;
/// So many distances are looked at closely.
const CANDIDATES: usize = 3;
/// So many columns of a line are a piece that may have moved.
const PIECE: usize = 8;
/// Of a piece that stands in many lines, so many places are looked at: it says little about a distance.
const TWINS: usize = 4;
/// Where fewer lines change, none is taken for moved.
const FEW: usize = 3;
/// Lines count as moved from edge to edge while the cells beside them that stay are this part of what is gained.
const BESIDE: isize = 8;

/// The shift that leaves the fewest cells to be printed, if any pays.
pub(super) fn find(shown: &Grid, wanted: &Grid) -> Option<Shift> {
    let distances = distances(shown, wanted);
    let best = distances.into_iter().take(CANDIDATES).map(|by| band(shown, wanted, by)).max_by_key(|(gain, _)| *gain);
    best.filter(|(gain, _)| *gain >= LEAST).map(|(_, shift)| shift)
}

/// How far pieces of lines have moved, the distance that most of them speak for first. Pieces speak, not whole
/// lines: where two panes stand side by side, one may move and the other stay.
fn distances(shown: &Grid, wanted: &Grid) -> Vec<isize> {
    let changed: Vec<usize> = (0..wanted.rows.len()).filter(|&y| shown.rows[y] != wanted.rows[y]).collect();
    if changed.len() < FEW {
        return Vec::new();
    }
    let mut stood: HashMap<(usize, &[Glyph]), Vec<usize>> = HashMap::new();
    for &y in &changed {
        for piece in shown.rows[y].chunks(PIECE).enumerate() {
            stood.entry(piece).or_default().push(y);
        }
    }
    let mut votes: BTreeMap<isize, usize> = BTreeMap::new();
    for y in changed {
        let old = shown.rows[y].chunks(PIECE);
        for (piece, old) in wanted.rows[y].chunks(PIECE).enumerate().zip(old) {
            if piece.1 == old || blank_from(piece.1) == 0 {
                continue;
            }
            for from in stood.get(&piece).into_iter().flatten().take(TWINS) {
                *votes.entry(*from as isize - y as isize).or_default() += 1;
            }
        }
    }
    let mut distances: Vec<(usize, isize)> = votes.into_iter().map(|(by, count)| (count, by)).collect();
    distances.sort_by_key(|&(count, by)| (std::cmp::Reverse(count), by.abs()));
    distances.into_iter().map(|(_, by)| by).collect()
}

/// The run of lines that gains most by a shift, and how many cells (Kadane's maximal sum). It begins
/// and ends with lines that have moved for the greater part: what is alike by chance is left out.
fn band(shown: &Grid, wanted: &Grid, by: isize) -> (isize, Shift) {
    let from = |y: usize| y.checked_add_signed(by).and_then(|from| shown.rows.get(from));
    let mut best = (0, Shift { to: 0..0, by, whole: true });
    let (mut sum, mut start, mut beside) = (0isize, None, 0);
    for (y, row) in wanted.rows.iter().enumerate() {
        let Some(from) = from(y) else {
            (sum, start) = (0, None);
            continue;
        };
        let (staying, moving) = (difference(&shown.rows[y], row) as isize, difference(from, row) as isize);
        let moved = moving == 0 || 2 * moving <= staying;
        if start.is_none() {
            if !moved {
                continue;
            }
            beside = 0;
        }
        let first = *start.get_or_insert(y);
        beside += moving;
        sum += staying - moving;
        if sum < 0 {
            (sum, start) = (0, None);
        } else if moved && sum > best.0 {
            best = (sum, Shift { to: first..y + 1, by, whole: beside * BESIDE <= sum });
        }
    }
    best
}

/// Scrolls by line feeds at the foot of a region or by index upwards at its head: every terminal
/// with regions has these, not every one has the sequences that scroll by a number. The lines of the
/// region are painted while it stands, since the cursor is there.
pub(super) fn apply(shift: &Shift, printer: &mut Printer, shown: &mut Grid, wanted: &Grid) {
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
        lines_of(printer, shown, wanted, top..end);
        printer.write(b"\x1b[r");
        (printer.hand.x, printer.hand.y) = (Some(0), Some(0));
    }
}
