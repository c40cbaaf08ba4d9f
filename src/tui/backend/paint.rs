//! What turns the lines that a terminal shows into the lines that are wanted.

use super::glyph::Glyph;
use super::grid::{Grid, blank_from};
use super::printer::Printer;
use std::ops::Range;

/// A run of blanks in the middle of a line is worth erasing the whole rest for from this length.
const HOLE: usize = 9;
/// Erasing to the end of the line takes three bytes.
const ERASE: usize = 3;

/// Paints the lines of a range that differ.
pub(super) fn lines(printer: &mut Printer, shown: &mut Grid, wanted: &Grid, range: Range<usize>) {
    for y in range {
        if shown.rows[y] != wanted.rows[y] {
            line(printer, y, &mut shown.rows[y], &wanted.rows[y]);
        }
    }
}

/// Paints every line that differs.
pub(super) fn paint(printer: &mut Printer, shown: &mut Grid, wanted: &Grid) {
    let empty_from = wanted.rows.iter().rposition(|row| blank_from(row) > 0).map_or(0, |last| last + 1);
    let left_over = shown.rows[empty_from..].iter().filter(|row| blank_from(row) > 0).count();
    let last = if left_over > 1 { empty_from } else { shown.rows.len() };
    lines(printer, shown, wanted, 0..last);
    if left_over > 1 {
        printer.go(0, empty_from, &shown.rows[empty_from]);
        printer.pen_for_blanks();
        printer.write(b"\x1b[J");
        for row in &mut shown.rows[empty_from..] {
            row.fill(Glyph::BLANK);
        }
    }
}

fn line(printer: &mut Printer, y: usize, shown: &mut [Glyph], wanted: &[Glyph]) {
    let Some(hole) = hole(shown, wanted) else {
        return straight(printer, y, shown, wanted);
    };
    let (start, hand) = (printer.bytes.len(), printer.hand);
    let mut other = shown.to_vec();
    straight(printer, y, shown, wanted);
    let (plain, plain_hand) = (printer.bytes.split_off(start), printer.hand);
    printer.hand = hand;
    let mut forced = 0;
    cells(printer, y, &mut other, wanted, 0..hole, &mut forced);
    if forced <= hole {
        erase(printer, y, &mut other, hole, hole);
        straight(printer, y, &mut other, wanted);
        if printer.bytes.len() - start < plain.len() {
            return;
        }
    }
    printer.bytes.truncate(start);
    printer.bytes.extend(plain);
    printer.hand = plain_hand;
}

/// Where the longest run of blanks begins that would have to be printed over something else.
fn hole(shown: &[Glyph], wanted: &[Glyph]) -> Option<usize> {
    let end = blank_from(wanted);
    let mut best = None;
    let (mut start, mut changed) = (0, 0);
    for x in 0..end {
        if !wanted[x].is_plain_blank() {
            (start, changed) = (x + 1, 0);
        } else if shown[x] != wanted[x] {
            changed += 1;
            if changed >= HOLE && best.is_none_or(|(most, _)| changed > most) {
                best = Some((changed, start));
            }
        }
    }
    best.map(|(_, start)| start)
}

fn straight(printer: &mut Printer, y: usize, shown: &mut [Glyph], wanted: &[Glyph]) {
    let tail = blank_from(wanted);
    let mut forced = 0;
    cells(printer, y, shown, wanted, 0..tail, &mut forced);
    let differs = |x: &usize| *x < forced || shown[*x] != wanted[*x];
    let (first, last) = ((tail..wanted.len()).find(differs), (tail..wanted.len()).rfind(differs));
    match (first, last) {
        (Some(first), Some(last)) if last - first >= ERASE => erase(printer, y, shown, tail, first),
        (Some(_), Some(_)) => cells(printer, y, shown, wanted, tail..wanted.len(), &mut forced),
        _ => {}
    }
}

/// Erases to the end of the line, from a column between `tail` and `first` where that is nearest.
fn erase(printer: &mut Printer, y: usize, shown: &mut [Glyph], tail: usize, first: usize) {
    let here = printer.hand.y == Some(y) && printer.hand.x.is_some_and(|x| (tail..=first).contains(&x));
    if !here {
        printer.go(first, y, shown);
    }
    printer.pen_for_blanks();
    printer.write(b"\x1b[K");
    shown[first..].fill(Glyph::BLANK);
}

/// Prints the cells of `range` that differ. Columns before `forced` are printed again whatever they
/// show: a terminal that gave a glyph more cells than we did has run over them.
fn cells(
    printer: &mut Printer,
    y: usize,
    shown: &mut [Glyph],
    wanted: &[Glyph],
    range: Range<usize>,
    forced: &mut usize,
) {
    let mut x = range.start;
    while x < range.end {
        let glyph = &wanted[x];
        let behind = x + usize::from(glyph.width.max(1));
        if x < *forced || shown[x] != *glyph {
            printer.go(x, y, shown);
            let disputed = glyph.disputed();
            if disputed.is_some() && glyph.width > 1 && !shown[x..behind].iter().all(Glyph::is_plain_blank) {
                // A terminal that gives it fewer cells must not keep what stood in the others.
                for cell in &mut shown[x..behind] {
                    printer.print(&Glyph::BLANK);
                    *cell = Glyph::BLANK;
                }
                printer.go(x, y, shown);
            }
            printer.print(glyph);
            shown[x..behind].clone_from_slice(&wanted[x..behind]);
            if let Some(reach) = disputed {
                *forced = (*forced).max(x + usize::from(reach));
            }
        }
        x = behind;
    }
}
