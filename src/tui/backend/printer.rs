//! The bytes of a frame, and where they leave the terminal's cursor and pen.

use super::glyph::{Glyph, Pen};
use super::sgr;
use std::io::Write;

/// What is known of the terminal's own cursor and pen.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Hand {
    /// Not known behind the last column, where terminals wait with wrapping in different ways, and
    /// behind a glyph whose width they do not agree on.
    pub x: Option<usize>,
    pub y: Option<usize>,
    pub pen: Option<Pen>,
}

#[derive(Debug)]
pub(super) struct Printer {
    pub bytes: Vec<u8>,
    pub hand: Hand,
    columns: usize,
}

impl Printer {
    pub fn new(hand: Hand, columns: usize) -> Self {
        Self { bytes: Vec::new(), hand, columns }
    }

    pub fn write(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    /// A sequence that leaves the cursor where no one can be sure of.
    pub fn write_and_lose_place(&mut self, bytes: &[u8]) {
        self.write(bytes);
        (self.hand.x, self.hand.y) = (None, None);
    }

    pub fn pen(&mut self, pen: Pen) {
        sgr::change(self.hand.pen, pen, &mut self.bytes);
        self.hand.pen = Some(pen);
    }

    /// Makes sure that what is erased or scrolled in is plain: terminals fill it with their pen.
    pub fn pen_for_blanks(&mut self) {
        if self.hand.pen.is_none_or(|pen| pen.on_blank() != Pen::PLAIN) {
            self.pen(Pen::PLAIN);
        }
    }

    /// Prints a glyph where the cursor is.
    pub fn print(&mut self, glyph: &Glyph) {
        if !self.hand.pen.is_some_and(|pen| glyph.is_drawn_by(pen)) {
            self.pen(glyph.pen);
        }
        glyph.write(&mut self.bytes);
        let behind = self.hand.x.map(|x| x + usize::from(glyph.width));
        self.hand.x = behind.filter(|&x| x < self.columns && glyph.disputed().is_none());
    }

    /// Moves the cursor in the fewest bytes. `row` is what the line at `y` shows now: stepping over
    /// a few known letters is cheapest by printing them again.
    pub fn go(&mut self, x: usize, y: usize, row: &[Glyph]) {
        if (self.hand.x, self.hand.y) == (Some(x), Some(y)) {
            return;
        }
        let mut best = to_place(x, y);
        let mut consider = |way: Option<Vec<u8>>| {
            if let Some(way) = way.filter(|way| way.len() < best.len()) {
                best = way;
            }
        };
        if let Some(from) = self.hand.y {
            let lines = to_line(from, y);
            if let Some(column) = self.hand.x {
                consider(self.to_column(column, x, row).map(|along| [lines.as_slice(), &along].concat()));
            }
            // The carriage return comes first: it ends a wait for wrapping.
            consider(self.to_column(0, x, row).map(|along| [b"\r", lines.as_slice(), &along].concat()));
            if from == y {
                consider(Some(format!("\x1b[{}G", x + 1).into_bytes()));
            }
        }
        self.bytes.extend(best);
        (self.hand.x, self.hand.y) = (Some(x), Some(y));
    }

    fn to_column(&self, from: usize, to: usize, row: &[Glyph]) -> Option<Vec<u8>> {
        if from > to {
            return Some(shorter(vec![8; from - to], counted(from - to, b'D')));
        }
        if from == to {
            return Some(Vec::new());
        }
        let skip = counted(to - from, b'C');
        Some(match self.again(row.get(from..to)?, row.get(to), skip.len()) {
            Some(again) => shorter(again, skip),
            None => skip,
        })
    }

    /// The bytes that print known glyphs again with the pen as it is, when that is possible in `most`.
    fn again(&self, glyphs: &[Glyph], next: Option<&Glyph>, most: usize) -> Option<Vec<u8>> {
        let pen = self.hand.pen?;
        let whole = glyphs.first()?.width > 0 && next.is_none_or(|next| next.width > 0);
        if !whole || glyphs.len() > most {
            return None;
        }
        let mut out = Vec::new();
        for glyph in glyphs.iter().filter(|glyph| glyph.width > 0) {
            if !glyph.is_drawn_by(pen) || glyph.disputed().is_some() {
                return None;
            }
            glyph.write(&mut out);
        }
        Some(out)
    }
}

fn shorter(a: Vec<u8>, b: Vec<u8>) -> Vec<u8> {
    if a.len() <= b.len() { a } else { b }
}

fn to_place(x: usize, y: usize) -> Vec<u8> {
    match (x, y) {
        (0, 0) => b"\x1b[H".to_vec(),
        (0, _) => format!("\x1b[{}H", y + 1).into_bytes(),
        (_, 0) => format!("\x1b[;{}H", x + 1).into_bytes(),
        _ => format!("\x1b[{};{}H", y + 1, x + 1).into_bytes(),
    }
}

fn to_line(from: usize, to: usize) -> Vec<u8> {
    if to >= from {
        return shorter(vec![b'\n'; to - from], counted(to - from, b'B'));
    }
    // Index upwards, short for one line; it scrolls only where there is no line above.
    if from - to == 1 { b"\x1bM".to_vec() } else { counted(from - to, b'A') }
}

fn counted(count: usize, letter: u8) -> Vec<u8> {
    let mut out = Vec::with_capacity(6);
    // Writing to a vector cannot fail.
    let _ = match count {
        0 => Ok(()),
        1 => write!(out, "\x1b[{}", char::from(letter)),
        _ => write!(out, "\x1b[{count}{}", char::from(letter)),
    };
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn way(from: (usize, usize), to: (usize, usize), row: &str) -> String {
        let row: Vec<Glyph> =
            row.chars().map(|c| Glyph { symbol: super::super::glyph::Symbol::One(c), ..Glyph::BLANK }).collect();
        let hand = Hand { x: Some(from.0), y: Some(from.1), pen: Some(Pen::PLAIN) };
        let mut printer = Printer::new(hand, 80);
        printer.go(to.0, to.1, &row);
        String::from_utf8(printer.bytes).unwrap()
    }

    #[test]
    fn the_cheapest_way() {
        let row = "one line of letters that are known to stand there and that can be printed again ...";
        assert_eq!(way((5, 5), (5, 5), row), "");
        assert_eq!(way((5, 5), (0, 6), row), "\r\n");
        assert_eq!(way((5, 5), (7, 5), row), "in");
        assert_eq!(way((5, 5), (25, 5), row), "\x1b[20C");
        assert_eq!(way((5, 5), (3, 5), row), "\x08\x08");
        assert_eq!(way((70, 5), (2, 5), row), "\ron");
        assert_eq!(way((5, 5), (5, 4), row), "\x1bM");
        assert_eq!(way((5, 5), (0, 0), row), "\x1b[H");
        assert_eq!(way((5, 5), (60, 20), row), "\x1b[21;61H");
        assert_eq!(way((5, 5), (40, 0), row), "\x1b[;41H");
    }
}
