//! A backend for ratatui that sends few bytes.
//!
//! It keeps two screens: what the terminal shows, and what is wanted. Drawing changes the second;
//! [`Backend::flush`] looks for the cheapest bytes from the one to the other and sends them in one
//! write. The terminal is never asked anything, and when nothing has changed nothing is sent.
//!
//! Where Gosling ("A redisplay algorithm", 1981) weighs inserting and deleting every line, one band
//! of lines that scrolls is looked for here, and both ways are tried and counted.

mod choice;
mod colour;
mod glyph;
mod grid;
mod paint;
mod printer;
mod scroll;
mod sgr;
#[cfg(test)]
mod tests;

pub use choice::Choice;
pub use colour::Depth;

use glyph::{Glyph, Pen};
use grid::Grid;
use printer::{Hand, Printer};
use ratatui::backend::{Backend, ClearType, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size};
use std::io::{self, Write};

/// Frames from this size on are shown at once by terminals that know synchronised output (mode
/// 2026); the others pass over the sixteen bytes. A frame that scrolls whole lines is left alone: the
/// scroll is seen first either way and a pause before it would be noticed.
const SYNCHRONISED: usize = 512;

/// A backend over any writer; each frame is one `write_all` and one `flush` of it.
#[derive(Debug)]
pub struct FrugalBackend<W: Write> {
    out: W,
    depth: Depth,
    size: Size,
    shown: Grid,
    wanted: Grid,
    /// Cells were drawn since the last flush.
    touched: bool,
    /// Nothing is known of what the terminal shows.
    lost: bool,
    hand: Hand,
    cursor: Position,
    cursor_wanted: bool,
    cursor_shown: Option<bool>,
}

impl<W: Write> FrugalBackend<W> {
    /// For a terminal of this size, whose state need not be known: the first frame wipes it.
    pub fn new(out: W, size: Size, depth: Depth) -> Self {
        Self {
            out,
            depth,
            size,
            shown: Grid::blank(size),
            wanted: Grid::blank(size),
            touched: true,
            lost: true,
            hand: Hand::default(),
            cursor: Position::ORIGIN,
            cursor_wanted: true,
            cursor_shown: None,
        }
    }

    /// The size of the frames to come. Terminals cut or rewrap what they show when their size
    /// changes, so a change of size means that nothing is known of it.
    pub fn resize(&mut self, size: Size) {
        if size != self.size {
            self.size = size;
            self.shown = Grid::blank(size);
            self.wanted = Grid::blank(size);
            self.lose();
        }
    }

    /// Others may have written to the terminal: the next flush wipes it and paints all of it.
    pub fn lose(&mut self) {
        self.lost = true;
        self.touched = true;
        self.hand = Hand::default();
        self.cursor_shown = None;
    }

    /// The writer.
    pub fn writer_mut(&mut self) -> &mut W {
        &mut self.out
    }

    fn plan(&mut self) -> Vec<u8> {
        let columns = usize::from(self.size.width);
        let mut printer = Printer::new(self.hand, columns);
        if !self.cursor_wanted && self.cursor_shown != Some(false) {
            printer.write(b"\x1b[?25l");
        }
        let start = printer.bytes.clone();
        let mut scrolled = false;
        if self.lost {
            printer.pen(Pen::PLAIN);
            printer.write_and_lose_place(b"\x1b[2J");
            self.shown.clear();
        } else if let Some(shift) = scroll::find(&self.shown, &self.wanted) {
            let mut shown = self.shown.clone();
            let mut other = Printer::new(self.hand, columns);
            other.write(&start);
            scroll::apply(&shift, &mut other, &mut shown, &self.wanted);
            paint::paint(&mut other, &mut shown, &self.wanted);
            paint::paint(&mut printer, &mut self.shown, &self.wanted);
            let most = if shift.whole { printer.bytes.len() } else { printer.bytes.len() / 4 * 3 };
            if other.bytes.len() < most {
                (printer, scrolled) = (other, shift.whole);
            }
        }
        paint::paint(&mut printer, &mut self.shown, &self.wanted);
        if self.cursor_wanted {
            if let Some(row) = self.wanted.rows.get(usize::from(self.cursor.y)) {
                let x = usize::from(self.cursor.x).min(columns.saturating_sub(1));
                printer.go(x, usize::from(self.cursor.y), row);
            }
            if self.cursor_shown != Some(true) {
                printer.write(b"\x1b[?25h");
            }
        }
        self.hand = printer.hand;
        if printer.bytes.len() > SYNCHRONISED && !scrolled {
            return [b"\x1b[?2026h", printer.bytes.as_slice(), b"\x1b[?2026l"].concat();
        }
        printer.bytes
    }

    fn blank(&mut self, y: u16, columns: std::ops::Range<u16>) {
        for x in columns {
            self.wanted.put(usize::from(x), usize::from(y), Glyph::BLANK);
        }
    }
}

impl<W: Write> Backend for FrugalBackend<W> {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        // Ratatui blanks the second cell of some emoji explicitly, right behind the emoji; they
        // stay whole here, since each glyph is placed by itself.
        let mut covered = (0, 0, 0);
        for (x, y, cell) in content {
            if y == covered.0 && (covered.1..covered.2).contains(&x) {
                continue;
            }
            let mut glyph = Glyph::from(cell);
            glyph.pen.fg = self.depth.reduce(glyph.pen.fg);
            glyph.pen.bg = self.depth.reduce(glyph.pen.bg);
            covered = (y, x + 1, x.saturating_add(u16::from(glyph.width)));
            self.wanted.put(usize::from(x), usize::from(y), glyph);
            self.touched = true;
        }
        Ok(())
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        self.cursor_wanted = false;
        Ok(())
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        self.cursor_wanted = true;
        Ok(())
    }

    /// Where the cursor was put last; the terminal is not asked.
    fn get_cursor_position(&mut self) -> io::Result<Position> {
        Ok(self.cursor)
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        self.cursor = position.into();
        Ok(())
    }

    fn clear(&mut self) -> io::Result<()> {
        self.clear_region(ClearType::All)
    }

    fn clear_region(&mut self, clear_type: ClearType) -> io::Result<()> {
        let Position { x, y } = self.cursor;
        let Size { width, height } = self.size;
        self.touched = true;
        match clear_type {
            ClearType::All => {
                self.wanted.clear();
                self.lose();
            }
            ClearType::AfterCursor => {
                self.blank(y, x..width);
                (y.saturating_add(1)..height).for_each(|y| self.blank(y, 0..width));
            }
            ClearType::BeforeCursor => {
                (0..y.min(height)).for_each(|y| self.blank(y, 0..width));
                self.blank(y, 0..x.saturating_add(1));
            }
            ClearType::CurrentLine => self.blank(y, 0..width),
            ClearType::UntilNewLine => self.blank(y, x..width),
        }
        Ok(())
    }

    fn size(&self) -> io::Result<Size> {
        Ok(self.size)
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        Ok(WindowSize { columns_rows: self.size, pixels: Size::ZERO })
    }

    /// Sends what is needed, in one write, or nothing.
    ///
    /// # Errors
    /// When the terminal cannot be written to; the next frame is then painted whole.
    fn flush(&mut self) -> io::Result<()> {
        let at = (Some(usize::from(self.cursor.x)), Some(usize::from(self.cursor.y)));
        let cursor_stands =
            Some(self.cursor_wanted) == self.cursor_shown && (!self.cursor_wanted || (self.hand.x, self.hand.y) == at);
        if !self.touched && cursor_stands {
            return Ok(());
        }
        let bytes = self.plan();
        self.touched = false;
        if !bytes.is_empty()
            && let Err(error) = self.out.write_all(&bytes).and_then(|()| self.out.flush())
        {
            self.lose();
            return Err(error);
        }
        self.lost = false;
        self.cursor_shown = Some(self.cursor_wanted);
        Ok(())
    }
}
