//! From one screen to the next with few bytes.
//!
//! Both screens are known whole, so nothing is ever asked of the terminal: rows that moved up or
//! down together are scrolled in a region, cells that differ are sent with short gaps bridged, blank
//! tails are erased, and attributes are sent only where they change.

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};
use std::io::Write;

/// Cells that stand between two that differ are sent again rather than jumped over, up to so many.
const GAP: u16 = 6;
/// Frames over this many bytes are shown at once where the terminal knows how (mode 2026).
const TOGETHER: usize = 512;
/// A band of rows is scrolled when at least this many of them stay in use.
const BAND: u16 = 3;

/// Where the terminal's cursor stands and how it writes.
#[derive(Clone, Debug, PartialEq)]
pub struct Pen {
    at: Option<(u16, u16)>,
    style: Look,
    visible: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Look {
    fg: Color,
    bg: Color,
    modifier: Modifier,
}

impl Look {
    const PLAIN: Self = Self { fg: Color::Reset, bg: Color::Reset, modifier: Modifier::empty() };

    fn of(cell: &Cell) -> Self {
        Self { fg: cell.fg, bg: cell.bg, modifier: cell.modifier }
    }
}

impl Default for Pen {
    fn default() -> Self {
        Self { at: None, style: Look::PLAIN, visible: true }
    }
}

/// Writes what turns `old` into `new`; the buffers have one size. With `whole`, nothing is known of
/// what the terminal shows.
pub fn paint(old: &Buffer, new: &Buffer, cursor: Option<(u16, u16)>, whole: bool, pen: &mut Pen, out: &mut Vec<u8>) {
    let start = out.len();
    let mut shown = old.clone();
    if whole {
        *pen = Pen::default();
        out.extend_from_slice(b"\x1b[0m\x1b[r\x1b[H\x1b[2J");
        pen.at = Some((0, 0));
        shown.reset();
    }
    let mut scrolled = false;
    if !whole && let Some(shift) = find_shift(&shown, new) {
        scroll(&shift, &mut shown, pen, out);
        scrolled = true;
    }
    let body = out.len();
    for y in 0..new.area.height {
        row(&shown, new, y, pen, out);
    }
    match cursor {
        Some(at) => {
            go(at, new.area.width, pen, out);
            if !pen.visible {
                out.extend_from_slice(b"\x1b[?25h");
                pen.visible = true;
            }
        }
        None if pen.visible => {
            out.extend_from_slice(b"\x1b[?25l");
            pen.visible = false;
        }
        None => {}
    }
    if !scrolled && out.len() - body > TOGETHER {
        out.splice(start..start, *b"\x1b[?2026h");
        out.extend_from_slice(b"\x1b[?2026l");
    }
}

/// Rows `top..bottom` of the old screen stand `by` rows higher in the new one.
struct Shift {
    top: u16,
    bottom: u16,
    by: i32,
}

fn same_row(old: &Buffer, from: u16, new: &Buffer, to: u16) -> bool {
    let width = usize::from(new.area.width);
    let (a, b) = (usize::from(from) * width, usize::from(to) * width);
    old.content[a..a + width] == new.content[b..b + width]
}

fn is_blank(buffer: &Buffer, y: u16) -> bool {
    let width = usize::from(buffer.area.width);
    let start = usize::from(y) * width;
    buffer.content[start..start + width].iter().all(|cell| cell.symbol() == " " && Look::of(cell) == Look::PLAIN)
}

/// The longest band of rows that have moved together, if scrolling it saves anything.
fn find_shift(old: &Buffer, new: &Buffer) -> Option<Shift> {
    let height = new.area.height;
    let changed: Vec<u16> = (0..height).filter(|&y| !same_row(old, y, new, y)).collect();
    let (&first, &last) = (changed.first()?, changed.last()?);
    if changed.len() < usize::from(BAND) {
        return None;
    }
    let most = i32::from((last - first).min(height * 3 / 4));
    let mut best: Option<(u16, Shift)> = None;
    for by in (1..=most).flat_map(|by| [by, -by]) {
        let mut run = 0;
        let mut worth = 0;
        for y in first..=last + 1 {
            let from = i32::from(y) + by;
            let fits =
                y <= last && from >= i32::from(first) && from <= i32::from(last) && same_row(old, from as u16, new, y);
            if fits {
                run += 1;
                worth += u16::from(!is_blank(new, y));
                continue;
            }
            if worth >= BAND && best.as_ref().is_none_or(|(known, _)| worth > *known) {
                let (top, bottom) = (i32::from(y) - run, i32::from(y));
                let (top, bottom) = if by > 0 { (top, bottom + by) } else { (top + by, bottom) };
                best = Some((worth, Shift { top: top as u16, bottom: bottom as u16, by }));
            }
            (run, worth) = (0, 0);
        }
    }
    best.map(|(_, shift)| shift).filter(|shift| shift.bottom <= height)
}

fn scroll(shift: &Shift, shown: &mut Buffer, pen: &mut Pen, out: &mut Vec<u8>) {
    look(Look::PLAIN, pen, out);
    let _ = write!(out, "\x1b[{};{}r", shift.top + 1, shift.bottom);
    let count = shift.by.unsigned_abs();
    let _ =
        if shift.by > 0 { write!(out, "\x1b[{};1H", shift.bottom) } else { write!(out, "\x1b[{};1H", shift.top + 1) };
    for _ in 0..count {
        // IND and RI are understood wherever regions are.
        out.extend_from_slice(if shift.by > 0 { b"\n" } else { b"\x1bM" });
    }
    out.extend_from_slice(b"\x1b[r");
    pen.at = None;
    let width = usize::from(shown.area.width);
    let (top, bottom) = (usize::from(shift.top), usize::from(shift.bottom));
    let band = shown.content[top * width..bottom * width].to_vec();
    let rows = bottom - top;
    for y in 0..rows {
        let from = y as i64 + i64::from(shift.by);
        for x in 0..width {
            let cell = &mut shown.content[(top + y) * width + x];
            match usize::try_from(from) {
                Ok(from) if from < rows => *cell = band[from * width + x].clone(),
                _ => *cell = Cell::default(),
            }
        }
    }
}

fn row(old: &Buffer, new: &Buffer, y: u16, pen: &mut Pen, out: &mut Vec<u8>) {
    let width = new.area.width;
    let cell = |buffer: &'_ Buffer, x: u16| -> Cell {
        buffer.content[usize::from(y) * usize::from(width) + usize::from(x)].clone()
    };
    if same_row(old, y, new, y) {
        return;
    }
    // What the terminal has in each cell; of the second half of a wide character nothing is known,
    // as it changes with the first.
    let mut known: Vec<Option<Cell>> = Vec::with_capacity(usize::from(width));
    while known.len() < usize::from(width) {
        let now = cell(old, known.len() as u16);
        let halves = usize::from(breadth(&now)) - 1;
        known.push(Some(now));
        known.resize(known.len() + halves, None);
    }
    // Behind this column the new row is blank.
    let mut tail = width;
    while tail > 0 && cell(new, tail - 1) == Cell::default() {
        tail -= 1;
    }
    if tail > 0 {
        // The second half of a wide character is a blank cell too, and not to be erased.
        tail = (tail - 1 + breadth(&cell(new, tail - 1))).min(width);
    }
    let erases = (tail..width).any(|x| known[usize::from(x)].as_ref() != Some(&Cell::default()));
    let mut x = 0;
    let mut pending: Option<u16> = None;
    while x < tail {
        let now = cell(new, x);
        let cells = breadth(&now);
        let differs = known[usize::from(x)].as_ref() != Some(&now)
            || (x + 1..(x + cells).min(width)).any(|x| known[usize::from(x)].is_some());
        if differs {
            let from = match (pending.take(), pen.at) {
                (Some(gap), Some((at, line)))
                    if line == y && at == gap && x - gap <= GAP && bridges(new, y, gap, x, pen) =>
                {
                    gap
                }
                _ => x,
            };
            go((from, y), width, pen, out);
            let mut at = from;
            while at <= x {
                let cell = cell(new, at);
                put(&cell, width, pen, out);
                at += breadth(&cell);
            }
        } else if pending.is_none() && pen.at == Some((x, y)) {
            pending = Some(x);
        }
        x += cells;
    }
    if erases {
        go((tail, y), width, pen, out);
        look(Look::PLAIN, pen, out);
        out.extend_from_slice(b"\x1b[K");
    }
}

/// The cells of a gap can be sent again as they are: narrow ones in the look that is set.
fn bridges(buffer: &Buffer, y: u16, from: u16, to: u16, pen: &Pen) -> bool {
    (from..to).all(|x| {
        let cell = &buffer[(x, y)];
        cell.symbol().len() == 1 && Look::of(cell) == pen.style
    })
}

fn breadth(cell: &Cell) -> u16 {
    (crate::text::width::cells(cell.symbol()) as u16).max(1)
}

fn put(cell: &Cell, width: u16, pen: &mut Pen, out: &mut Vec<u8>) {
    look(Look::of(cell), pen, out);
    out.extend_from_slice(cell.symbol().as_bytes());
    let Some((x, y)) = pen.at else { return };
    let next = x + breadth(cell);
    // Terminals differ on how wide such a cell is and on where the cursor is after the last column.
    let sure = cell.symbol().is_ascii() || (cell.symbol().chars().count() == 1 && breadth(cell) == 1);
    pen.at = (sure && next < width).then_some((next, y));
}

/// Moves the cursor by the shortest way that is sure.
fn go(to: (u16, u16), width: u16, pen: &mut Pen, out: &mut Vec<u8>) {
    let (x, y) = (to.0.min(width - 1), to.1);
    if pen.at == Some((x, y)) {
        return;
    }
    let mut best = match (x, y) {
        (0, 0) => b"\x1b[H".to_vec(),
        (0, _) => format!("\x1b[{}H", y + 1).into_bytes(),
        _ => format!("\x1b[{};{}H", y + 1, x + 1).into_bytes(),
    };
    if let Some((from, line)) = pen.at {
        let mut offer = |way: Vec<u8>| {
            if way.len() < best.len() {
                best = way;
            }
        };
        let across = |from: u16| match x.cmp(&from) {
            std::cmp::Ordering::Equal => Vec::new(),
            std::cmp::Ordering::Greater if x - from == 1 => b"\x1b[C".to_vec(),
            std::cmp::Ordering::Greater => format!("\x1b[{}C", x - from).into_bytes(),
            std::cmp::Ordering::Less if from - x <= 4 => vec![8; usize::from(from - x)],
            std::cmp::Ordering::Less => format!("\x1b[{}D", from - x).into_bytes(),
        };
        if line == y {
            offer(across(from));
            offer([b"\r".to_vec(), across(0)].concat());
        } else if y > line && y - line <= 3 {
            let down = vec![b'\n'; usize::from(y - line)];
            offer([down.clone(), across(from)].concat());
            offer([b"\r".to_vec(), down, across(0)].concat());
        } else if y < line {
            let up = if line - y == 1 { b"\x1b[A".to_vec() } else { format!("\x1b[{}A", line - y).into_bytes() };
            offer([up.clone(), across(from)].concat());
            offer([b"\r".to_vec(), up, across(0)].concat());
        }
    }
    out.extend_from_slice(&best);
    pen.at = Some((x, y));
}

/// Sets the attributes that differ.
fn look(wanted: Look, pen: &mut Pen, out: &mut Vec<u8>) {
    let now = pen.style;
    if wanted == now {
        return;
    }
    if wanted == Look::PLAIN {
        out.extend_from_slice(b"\x1b[m");
        pen.style = wanted;
        return;
    }
    let mut codes: Vec<String> = Vec::new();
    // Turning off is done by a reset: it is short, and every terminal agrees on it.
    let resets = !wanted.modifier.contains(now.modifier)
        || (wanted.fg == Color::Reset && now.fg != Color::Reset)
        || (wanted.bg == Color::Reset && now.bg != Color::Reset);
    let base = if resets {
        codes.push("0".to_owned());
        Look::PLAIN
    } else {
        now
    };
    for (modifier, code) in [
        (Modifier::BOLD, "1"),
        (Modifier::DIM, "2"),
        (Modifier::ITALIC, "3"),
        (Modifier::UNDERLINED, "4"),
        (Modifier::REVERSED, "7"),
    ] {
        if wanted.modifier.contains(modifier) && !base.modifier.contains(modifier) {
            codes.push(code.to_owned());
        }
    }
    if wanted.fg != base.fg {
        codes.push(colour(wanted.fg, false));
    }
    if wanted.bg != base.bg {
        codes.push(colour(wanted.bg, true));
    }
    let _ = write!(out, "\x1b[{}m", codes.join(";"));
    pen.style = wanted;
}

fn colour(colour: Color, background: bool) -> String {
    let (normal, bright, extended) = if background { (40, 100, 48) } else { (30, 90, 38) };
    let number = match colour {
        Color::Reset => normal + 9,
        Color::Black => normal,
        Color::Red => normal + 1,
        Color::Green => normal + 2,
        Color::Yellow => normal + 3,
        Color::Blue => normal + 4,
        Color::Magenta => normal + 5,
        Color::Cyan => normal + 6,
        Color::Gray => normal + 7,
        Color::DarkGray => bright,
        Color::LightRed => bright + 1,
        Color::LightGreen => bright + 2,
        Color::LightYellow => bright + 3,
        Color::LightBlue => bright + 4,
        Color::LightMagenta => bright + 5,
        Color::LightCyan => bright + 6,
        Color::White => bright + 7,
        Color::Indexed(index) => return format!("{extended};5;{index}"),
        Color::Rgb(r, g, b) => return format!("{extended};2;{r};{g};{b}"),
    };
    number.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use ratatui::layout::Rect;
    use ratatui::style::Style;
    use std::num::NonZero;

    const WIDTH: u16 = 24;
    const HEIGHT: u16 = 10;

    fn blank() -> Buffer {
        Buffer::empty(Rect::new(0, 0, WIDTH, HEIGHT))
    }

    fn written(lines: &[(u16, u16, String, u8)]) -> Buffer {
        let mut buffer = blank();
        for (x, y, text, look) in lines {
            let style = match look {
                0 => Style::new(),
                1 => Style::new().add_modifier(Modifier::BOLD),
                2 => Style::new().fg(Color::Red),
                3 => Style::new().add_modifier(Modifier::REVERSED | Modifier::UNDERLINED),
                _ => Style::new().fg(Color::Cyan),
            };
            buffer.set_stringn(*x, *y, text, usize::from(WIDTH - x), style);
        }
        buffer
    }

    fn screen() -> vt100::Parser {
        vt100::Parser::new(NonZero::new(HEIGHT).unwrap(), NonZero::new(WIDTH).unwrap(), 0)
    }

    fn assert_shows(parser: &vt100::Parser, buffer: &Buffer) {
        for y in 0..HEIGHT {
            let mut x = 0;
            while x < WIDTH {
                let (want, got) = (&buffer[(x, y)], parser.screen().cell(y, x).unwrap());
                let text = if got.contents().is_empty() { " " } else { got.contents() };
                assert_eq!(text, want.symbol(), "at {x},{y}");
                assert_eq!(got.bold(), want.modifier.contains(Modifier::BOLD), "bold at {x},{y}");
                assert_eq!(got.inverse(), want.modifier.contains(Modifier::REVERSED), "reverse at {x},{y}");
                assert_eq!(got.underline(), want.modifier.contains(Modifier::UNDERLINED), "underline at {x},{y}");
                let red = matches!(got.fgcolor(), vt100::Color::Idx(1));
                assert_eq!(red, want.fg == Color::Red, "red at {x},{y}");
                x += breadth(want);
            }
        }
    }

    fn frame() -> impl Strategy<Value = Vec<(u16, u16, String, u8)>> {
        proptest::collection::vec((0..WIDTH - 2, 0..HEIGHT, "[a-c 東é\u{301}]{0,20}", 0u8..5), 0..12)
    }

    proptest! {
        #[test]
        fn the_terminal_shows_every_frame(frames in proptest::collection::vec(frame(), 1..6), scrolls in proptest::collection::vec(-3i32..4, 6)) {
            let mut parser = screen();
            let (mut old, mut pen, mut out) = (blank(), Pen::default(), Vec::new());
            for (step, lines) in frames.iter().enumerate() {
                let new = written(lines);
                out.clear();
                paint(&old, &new, Some((step as u16, 1)), step == 0, &mut pen, &mut out);
                parser.process(&out);
                assert_shows(&parser, &new);
                prop_assert_eq!(parser.screen().cursor_position(), (1, step as u16));
                // The same lines some rows higher or lower, as when a reader scrolls.
                let moved: Vec<_> = lines.iter().filter_map(|(x, y, text, look)| {
                    let y = i32::from(*y) + scrolls[step];
                    (0..i32::from(HEIGHT)).contains(&y).then(|| (*x, y as u16, text.clone(), *look))
                }).collect();
                let next = written(&moved);
                out.clear();
                paint(&new, &next, None, false, &mut pen, &mut out);
                parser.process(&out);
                assert_shows(&parser, &next);
                old = next;
            }
        }
    }

    #[test]
    fn a_line_scrolled_costs_about_a_line() {
        let text = |from: usize| -> Vec<(u16, u16, String, u8)> {
            (0..HEIGHT).map(|y| (0, y, format!("line {} of the text", from + usize::from(y)), 0)).collect()
        };
        let mut out = Vec::new();
        paint(&written(&text(1)), &written(&text(2)), None, false, &mut Pen::default(), &mut out);
        assert!(out.len() < 60, "{} bytes: {:?}", out.len(), String::from_utf8_lossy(&out));
    }

    #[test]
    fn nothing_new_sends_nothing() {
        let buffer = written(&[(0, 0, "same".into(), 1)]);
        let (mut pen, mut out) = (Pen::default(), Vec::new());
        paint(&blank(), &buffer, Some((3, 3)), true, &mut pen, &mut out);
        out.clear();
        paint(&buffer, &buffer, Some((3, 3)), false, &mut pen, &mut out);
        assert!(out.is_empty());
    }
}
