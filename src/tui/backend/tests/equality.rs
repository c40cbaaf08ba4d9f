//! Whatever is drawn, scrolled and resized, two emulators show what ratatui's buffer holds.

use super::super::glyph::{Glyph, Pen, Symbol};
use super::Line;
use proptest::prelude::*;
use ratatui::buffer::{Buffer, CellWidth};
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier, Style};
use std::num::NonZeroU16;

/// A line of text in pieces, each with its style.
type Row = Vec<(String, Style)>;

#[derive(Clone, Debug)]
enum Step {
    /// Puts another row in a place.
    Change(usize, Row),
    /// Moves the rows of a band up (or down), new rows coming in.
    Scroll {
        from: usize,
        rows: Vec<Row>,
        up: bool,
    },
    /// Sets a few letters inside a row.
    Touch(usize, u16, String, Style),
    Empty(usize),
    Resize(u16, u16),
    Redraw,
    Cursor(Option<(u16, u16)>),
}

fn style() -> impl Strategy<Value = Style> {
    let colour = prop_oneof![
        4 => Just(Color::Reset),
        1 => Just(Color::Red),
        1 => Just(Color::LightBlue),
        1 => Just(Color::Indexed(200)),
        1 => Just(Color::Rgb(1, 2, 3)),
    ];
    let attributes = prop_oneof![
        4 => Just(Modifier::empty()),
        1 => Just(Modifier::BOLD),
        1 => Just(Modifier::DIM),
        1 => Just(Modifier::UNDERLINED),
        1 => Just(Modifier::REVERSED),
        1 => Just(Modifier::BOLD | Modifier::UNDERLINED | Modifier::ITALIC),
    ];
    (colour.clone(), colour, attributes).prop_map(|(fg, bg, attributes)| {
        Style::new().fg(fg).bg(if bg == Color::Red { bg } else { Color::Reset }).add_modifier(attributes)
    })
}

fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        8 => "[a-e]{1,6}",
        6 => " {1,12}",
        2 => prop_oneof![Just("é"), Just("—"), Just("│"), Just("“")].prop_map(str::to_owned),
        2 => "[東京都한]{1,3}",
        1 => prop_oneof![
            Just("e\u{301}"), Just("👍"), Just("❤\u{fe0f}"), Just("👨\u{200d}👩\u{200d}👧"), Just("🇩🇪"), Just("☃"),
            Just("क्षि"), Just("o\u{302}\u{323}"),
        ].prop_map(str::to_owned),
    ];
    proptest::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat())
}

fn row() -> impl Strategy<Value = Row> {
    proptest::collection::vec((text(), style()), 0..4)
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (0usize..12, row()).prop_map(|(y, row)| Step::Change(y, row)),
        4 => (0usize..12, proptest::collection::vec(row(), 1..4), any::<bool>())
            .prop_map(|(from, rows, up)| Step::Scroll { from, rows, up }),
        4 => (0usize..12, 0u16..40, text(), style()).prop_map(|(y, x, text, style)| Step::Touch(y, x, text, style)),
        1 => (0usize..12).prop_map(Step::Empty),
        1 => (1u16..40, 1u16..12).prop_map(|(width, height)| Step::Resize(width, height)),
        1 => Just(Step::Redraw),
        2 => proptest::option::of((0u16..40, 0u16..12)).prop_map(Step::Cursor),
    ]
}

/// What should be on the screen: rows, and letters set over them.
#[derive(Default)]
struct Model {
    rows: Vec<Row>,
    touches: Vec<(usize, u16, String, Style)>,
    cursor: Option<(u16, u16)>,
}

impl Model {
    fn apply(&mut self, step: Step, line: &mut Line, emulators: &mut Emulators) {
        self.rows.resize(self.rows.len().max(12), Row::new());
        match step {
            Step::Change(y, row) => {
                self.touches.retain(|touch| touch.0 != y);
                self.rows[y] = row;
            }
            Step::Scroll { from, rows, up } => {
                let count = rows.len().min(self.rows.len() - from);
                let end = (from + 9).min(self.rows.len());
                if up {
                    self.rows.splice(end..end, rows.into_iter().take(count));
                    self.rows.drain(from..from + count);
                } else {
                    self.rows.splice(from..from, rows.into_iter().take(count));
                    self.rows.truncate(12);
                }
            }
            Step::Touch(y, x, text, style) => self.touches.push((y, x, text, style)),
            Step::Empty(y) => {
                self.rows[y..].fill(Row::new());
                self.touches.retain(|touch| touch.0 < y);
            }
            Step::Resize(width, height) => {
                line.resize(width, height);
                emulators.resize(width, height);
            }
            Step::Redraw => line.0.clear().unwrap(),
            Step::Cursor(cursor) => self.cursor = cursor,
        }
    }

    fn draw(&self, buffer: &mut Buffer) {
        let Rect { width, height, .. } = buffer.area;
        for (y, row) in self.rows.iter().enumerate().take(usize::from(height)) {
            let mut x = 0;
            for (text, style) in row {
                if x < width {
                    x = buffer.set_stringn(x, y as u16, text, usize::from(width - x), *style).0;
                }
            }
        }
        for (y, x, text, style) in &self.touches {
            if *x < width && *y < usize::from(height) {
                // A wide glyph that is covered half has to go whole, as views see to it.
                let (x, y) = (*x, *y as u16);
                if x > 0 && buffer[(x - 1, y)].cell_width() > 1 {
                    buffer[(x - 1, y)].reset();
                }
                buffer.set_stringn(x, y, text, usize::from(width - x), Style::reset().patch(*style));
            }
        }
    }
}

struct Emulators {
    vt100: vt100::Parser,
    avt: avt::Terminal,
}

impl Emulators {
    fn new(width: u16, height: u16) -> Self {
        let (rows, columns) = (NonZeroU16::new(height).unwrap(), NonZeroU16::new(width).unwrap());
        let mut all = Self {
            vt100: vt100::Parser::new(rows, columns, 0),
            avt: avt::Terminal::new(usize::from(width), usize::from(height)).unwrap(),
        };
        all.feed(b"\x1b[?1049h\x1b[?7l");
        all
    }

    fn feed(&mut self, bytes: &[u8]) {
        self.vt100.process(bytes);
        self.avt.feed(std::str::from_utf8(bytes).unwrap());
    }

    fn resize(&mut self, width: u16, height: u16) {
        self.vt100.screen_mut().set_size(NonZeroU16::new(height).unwrap(), NonZeroU16::new(width).unwrap());
        self.avt.resize(usize::from(width), usize::from(height));
    }

    fn compare(&self, wanted: &Buffer, cursor: Option<(u16, u16)>) -> Result<(), TestCaseError> {
        let Rect { width, height, .. } = wanted.area;
        for y in 0..height {
            let mut x = 0;
            while x < width {
                let glyph = Glyph::from(&wanted[(x, y)]);
                let cells = u16::from(glyph.width.max(1));
                let reach = glyph.disputed();
                let first = first(&glyph);
                let cell = self.vt100.screen().cell(y, x).unwrap();
                let shown = cell.contents().chars().next().unwrap_or(' ');
                prop_assert_eq!((shown, pen_vt100(cell, shown)), (first, glyph.pen), "vt100 at {},{}", x, y);
                // The other emulator gives marks cells of their own, which must not be seen but for
                // the last column, where they have nowhere to go.
                if reach.is_none_or(|reach| x + reach <= width) {
                    let line = self.avt.screen().line(usize::from(y)).unwrap();
                    let cell = line.cells()[usize::from(x)];
                    prop_assert_eq!((cell.char(), pen_avt(&cell)), (first, glyph.pen), "avt at {},{}", x, y);
                }
                x += cells;
            }
        }
        prop_assert_eq!(self.vt100.screen().hide_cursor(), cursor.is_none());
        if let Some((x, y)) = cursor.filter(|(x, y)| *x < width && *y < height) {
            prop_assert_eq!(self.vt100.screen().cursor_position(), (y, x));
            let shown = self.avt.cursor();
            prop_assert_eq!((shown.col, shown.row), (usize::from(x), usize::from(y)));
        }
        Ok(())
    }
}

fn first(glyph: &Glyph) -> char {
    match &glyph.symbol {
        Symbol::One(c) => *c,
        Symbol::Cluster(text) => text.chars().next().unwrap(),
    }
}

fn seen(c: char, pen: Pen) -> Pen {
    if c == ' ' { pen.on_blank() } else { pen }
}

fn colour(index: u8) -> Color {
    match index {
        1 => Color::Red,
        12 => Color::LightBlue,
        other => Color::Indexed(other),
    }
}

fn pen_vt100(cell: &vt100::Cell, c: char) -> Pen {
    let translate = |shown| match shown {
        vt100::Color::Default => Color::Reset,
        vt100::Color::Idx(index) => colour(index),
        vt100::Color::Rgb(r, g, b) => Color::Rgb(r, g, b),
    };
    let mut attributes = Modifier::empty();
    attributes.set(Modifier::BOLD, cell.bold());
    attributes.set(Modifier::DIM, cell.dim());
    attributes.set(Modifier::ITALIC, cell.italic());
    attributes.set(Modifier::UNDERLINED, cell.underline());
    attributes.set(Modifier::REVERSED, cell.inverse());
    seen(c, Pen { fg: translate(cell.fgcolor()), bg: translate(cell.bgcolor()), attributes })
}

fn pen_avt(cell: &avt::Cell) -> Pen {
    let translate = |shown: Option<avt::Color>| match shown {
        None => Color::Reset,
        Some(avt::Color::Indexed(index)) => colour(index),
        Some(avt::Color::RGB(rgb)) => Color::Rgb(rgb.r, rgb.g, rgb.b),
    };
    let pen = cell.pen();
    let mut attributes = Modifier::empty();
    attributes.set(Modifier::BOLD, pen.is_bold());
    attributes.set(Modifier::DIM, pen.is_faint());
    attributes.set(Modifier::ITALIC, pen.is_italic());
    attributes.set(Modifier::UNDERLINED, pen.is_underline());
    attributes.set(Modifier::REVERSED, pen.is_inverse());
    seen(cell.char(), Pen { fg: translate(pen.foreground()), bg: translate(pen.background()), attributes })
}

proptest! {
    #[test]
    fn emulators_show_the_buffer(
        (width, height) in (1u16..40, 1u16..12),
        steps in proptest::collection::vec(step(), 1..16),
    ) {
        let mut line = Line::new(width, height);
        let mut emulators = Emulators::new(width, height);
        emulators.feed("\x1b[31;7mleft by others".as_bytes());
        let mut model = Model::default();
        for step in steps {
            model.apply(step, &mut line, &mut emulators);
            let (bytes, buffer) = line.draw(model.cursor, |buffer| model.draw(buffer));
            emulators.feed(&bytes);
            emulators.compare(&buffer, model.cursor)?;
            let (again, _) = line.draw(model.cursor, |buffer| model.draw(buffer));
            prop_assert!(again.is_empty(), "an unchanged frame sent {:?}", String::from_utf8_lossy(&again));
        }
    }
}

/// A band of lines that moves, by how many lines and which way.
fn moves() -> impl Strategy<Value = (usize, usize, usize, bool, Option<(usize, String)>)> {
    (0usize..10, 2usize..20, 1usize..9, any::<bool>(), proptest::option::of((0usize..20, "[a-e ]{1,30}")))
}

proptest! {
    #[test]
    fn emulators_show_bands_that_move(
        (width, height) in (20u16..60, 4u16..20),
        seed in 0usize..1000,
        // What stands beside them does not move.
        beside in prop_oneof![Just(0u16), 4u16..20],
        moves in proptest::collection::vec(moves(), 1..8),
    ) {
        let mut line = Line::new(width, height);
        let mut emulators = Emulators::new(width, height);
        let mut next = seed;
        let mut fresh = || {
            next += 1;
            super::budget::prose(next, 50)
        };
        let mut rows: Vec<String> = (0..height).map(|_| fresh()).collect();
        for (top, length, by, up, edit) in moves {
            let top = top.min(rows.len() - 1);
            let end = (top + length).min(rows.len());
            let band = &mut rows[top..end];
            let by = by.min(band.len());
            if up {
                band.rotate_left(by);
            } else {
                band.rotate_right(by);
            }
            let vacated = if up { band.len() - by..band.len() } else { 0..by };
            band[vacated].iter_mut().for_each(|row| *row = fresh());
            if let Some((y, text)) = edit.filter(|(y, _)| *y < usize::from(height)) {
                rows[y] = text;
            }
            let (bytes, buffer) = line.draw(None, |buffer| {
                for (y, row) in rows.iter().enumerate() {
                    let stays = super::budget::prose(y * 7, 50);
                    buffer.set_stringn(beside, y as u16, row, usize::from(width - beside), Style::new());
                    buffer.set_stringn(0, y as u16, format!("{stays:<20}"), usize::from(beside), Style::new());
                }
            });
            emulators.feed(&bytes);
            emulators.compare(&buffer, None)?;
        }
    }
}

#[test]
fn the_last_cell_does_not_scroll_the_screen() {
    let mut line = Line::new(4, 2);
    let mut emulators = Emulators::new(4, 2);
    for text in [["abcd", "efgh"], ["abcd", "efgX"], ["东京", "京东"]] {
        let (bytes, buffer) = line.draw(Some((3, 1)), |buffer| {
            for (y, text) in text.iter().enumerate() {
                buffer.set_string(0, y as u16, text, Style::new());
            }
        });
        emulators.feed(&bytes);
        emulators.compare(&buffer, Some((3, 1))).unwrap();
    }
}

#[test]
fn nothing_in_a_cell_can_command_the_terminal() {
    let mut line = Line::new(20, 3);
    let (bytes, _) = line.draw(None, |buffer| {
        buffer[(0, 0)].set_symbol("\u{1b}[2J");
        buffer[(0, 1)].set_symbol("\u{202e}");
        buffer[(0, 2)].set_symbol("a\u{9b}");
    });
    assert_eq!(String::from_utf8(bytes).unwrap(), "\u{1b}[?25l\u{1b}[m\u{1b}[2J\u{1b}[H?\n\u{8}?\n\u{8}?");
}
