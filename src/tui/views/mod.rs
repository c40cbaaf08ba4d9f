//! The screen as a pure function of the state: one file per pane.

mod frame;
mod hints;
mod kwic;
mod list;
mod overlay;
mod panels;
mod reader;
mod spelt;
mod titles;
mod welcome;

use super::theme::Theme;
use crate::app::App;
use crate::app::layout::{Area, LEAST};
use crate::app::line::Line;
use crate::app::overlay::Overlay;
use crate::library::types::{Place, Relation};
use crate::text::wrap::wrap;
use crate::text::{direction, width};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use std::ops::Range;
use unicode_segmentation::UnicodeSegmentation;

/// How a version stands in its group, in words.
fn in_group(place: Place) -> String {
    match place.relation {
        Relation::Leader => format!("leader of {} versions", place.members),
        relation => format!("{}, one of {} versions", relation.as_str(), place.members),
    }
}

/// Draws the state; gives the cell where the real cursor stands, as (column, line).
pub fn draw(app: &App, buffer: &mut Buffer, theme: Theme) -> Option<(u16, u16)> {
    let area = buffer.area;
    if area.width < LEAST.0 || area.height < LEAST.1 {
        let told = rows_of(&app.told_too_small(), usize::from(area.width), usize::from(area.height));
        for (y, row) in (0..).zip(&told) {
            put(buffer, 0, y, area.width, row, Style::new());
        }
        if app.plain {
            spelt::in_ascii(buffer, &[], None);
        }
        return None;
    }
    let layout = app.layout();
    let theme = if app.plain { Theme::bare() } else { theme };
    frame::header(app, layout.header, buffer, theme);
    frame::rules(&layout, buffer, theme);
    let mut cursor = None;
    let in_list = list::draw(app, layout.list, buffer, theme);
    let in_reader = reader::draw(app, layout.reader, buffer, theme);
    let in_panel = panels::draw(app, layout.panel, buffer, theme);
    match app.pane {
        crate::app::Pane::List => cursor = in_list.or(cursor),
        crate::app::Pane::Reader => cursor = in_reader.or(cursor),
        crate::app::Pane::Panel => cursor = in_panel.or(cursor),
    }
    let panes = app.plain.then(|| {
        let list = if app.list.documents.is_empty() { Area::default() } else { layout.list };
        spelt::in_ascii(buffer, &[reader::text_area(layout.reader), list, panels::lines(layout.panel)], None);
        buffer.clone()
    });
    let in_status = frame::status(app, layout.status, buffer, theme);
    frame::hint(app, layout.hint, buffer, theme);
    let welcome = welcome::draw(app, layout.status, buffer, theme);
    let over = overlay::draw(app, buffer, theme);
    if app.plain {
        // The words of a document stand as they are in the lines of a concordance; other pages over the panes have none.
        let lines = if matches!(app.overlay, Some(Overlay::Kwic)) { vec![kwic::lines(app)] } else { Vec::new() };
        spelt::in_ascii(buffer, &lines, panes.as_ref());
        cursor = welcome.or(cursor);
        cursor = app.said_alone.then_some((0, layout.status.y)).or(cursor).or(Some((0, layout.status.y)));
    }
    over.or(in_status).or(cursor).map(|(x, y)| (x.min(area.width - 1), y.min(area.height - 1)))
}

/// Writes a sanitised line into at most `width` cells; gives the column behind it.
fn put(buffer: &mut Buffer, x: u16, y: u16, width: u16, text: &str, style: Style) -> u16 {
    let fitted = width::fit(text, usize::from(width));
    let guarded = direction::has_right_to_left(&fitted);
    let mut at = x;
    let mut field = Field::default();
    let mut graphemes = fitted.graphemes(true).peekable();
    while let Some(grapheme) = graphemes.next() {
        // The parts of a line of ours keep their order.
        let parts = guarded && grapheme == " " && graphemes.peek() == Some(&"\u{b7}");
        let drawn = if parts && field.turns() { direction::GUARD } else { grapheme };
        field.add(grapheme, at);
        at += cell(buffer, at, y, x + width, drawn, style);
    }
    field.guard(y, buffer);
    at
}

/// Where words of a field stand that are written from right to left.
#[derive(Clone, Copy, Debug, Default)]
struct Field {
    first: Option<u16>,
    /// Behind the last cell that is no blank.
    end: u16,
}

impl Field {
    /// A grapheme is drawn at a column.
    fn add(&mut self, grapheme: &str, x: u16) {
        if direction::has_right_to_left(grapheme) {
            self.first = self.first.or(Some(x));
        }
        if grapheme != " " {
            self.end = x + width::cells(grapheme) as u16;
        }
    }

    fn turns(self) -> bool {
        self.first.is_some()
    }

    /// Keeps what stands on both sides in its place, whatever the terminal does with directions.
    fn guard(self, y: u16, buffer: &mut Buffer) {
        let Some(first) = self.first else { return };
        let row = Rect { y, height: 1, ..buffer.area };
        for x in first.checked_sub(1).into_iter().chain([self.end]) {
            if row.intersection(buffer.area).contains((x, y).into()) && buffer[(x, y)].symbol() == " " {
                buffer[(x, y)].set_symbol(direction::GUARD);
            }
        }
    }
}

/// Writes one grapheme as it is drawn; gives the cells it took.
fn cell(buffer: &mut Buffer, x: u16, y: u16, end: u16, grapheme: &str, style: Style) -> u16 {
    let cells = width::cells(grapheme) as u16;
    if cells == 0 || x + cells > end || y >= buffer.area.bottom() || x >= buffer.area.right() {
        return 0;
    }
    // A blank leaves what guards the field before it.
    let kept = grapheme == " " && buffer[(x, y)].symbol() == direction::GUARD;
    let symbol = if kept { direction::GUARD } else { grapheme };
    buffer[(x, y)].reset();
    buffer[(x, y)].set_symbol(symbol).set_style(style);
    for next in x + 1..x + cells {
        // A wide character covers the cells behind it.
        buffer[(next, y)].reset();
    }
    cells
}

/// Draws a line that is being typed, from where its cursor is in sight, and behind it what it is read
/// as going on with; gives the cursor's column.
fn line(
    line: &Line,
    wrong: Option<&Range<usize>>,
    goes_on: &str,
    (x, y, end): (u16, u16, u16),
    buffer: &mut Buffer,
    theme: Theme,
) -> u16 {
    let room = usize::from(end.saturating_sub(x)).saturating_sub(1).max(1);
    let before = &line.text[..line.at];
    let mut from = before.len();
    let mut cells = 0;
    for (index, grapheme) in before.grapheme_indices(true).rev() {
        cells += width::grapheme_cells(grapheme);
        if cells > room {
            break;
        }
        from = index;
    }
    let mut at = x;
    for (index, grapheme) in line.text[from..].grapheme_indices(true) {
        let wrong = wrong.is_some_and(|span| span.contains(&(from + index)));
        let style = if wrong { theme.trouble() } else { Style::new() };
        at = put(buffer, at, y, end.saturating_sub(at), grapheme, style);
    }
    if at + width::cells(goes_on) as u16 <= end {
        put(buffer, at, y, end - at, goes_on, theme.quiet());
    }
    let cursor = x + before[from..].graphemes(true).map(width::grapheme_cells).sum::<usize>() as u16;
    cursor.min(end.saturating_sub(1))
}

/// Cells of a key that are shown at least.
const KEY: usize = 16;
/// Cells behind a key that can tell of more: ` · …`.
const REST: usize = 4;

/// A key in at most so many cells, with the part in it that no other of some keys has there: its end is kept, and
/// where others end alike, so is the last folder or name before that, in which they differ.
fn told_apart(key: &str, others: &[&str], room: usize) -> String {
    let same = |other: &&str| {
        let alike = key.chars().rev().zip(other.chars().rev()).take_while(|(a, b)| a == b);
        alike.map(|(c, _)| c.len_utf8()).sum::<usize>()
    };
    let end = others.iter().filter(|other| **other != key).map(same).max().unwrap_or(0);
    let shown = width::fit_end(key, room);
    // A number or a name in which they differ is told whole, as far as there is room with what stands before it in its
    // part of the key.
    let differs = key.len() - end;
    let behind = differs + key[differs..].find(|c: char| !c.is_alphanumeric()).unwrap_or(0);
    let from = key[..differs].trim_end_matches('/').rfind('/').map_or(0, |at| at + 1);
    let is_word = |c: char| c.is_alphanumeric();
    let word = key[..differs].trim_end_matches(is_word).len();
    let tail = shown.len().saturating_sub('\u{2026}'.len_utf8());
    if shown == key || end == 0 || room < KEY / 2 || tail >= key.len() - word.min(differs.saturating_sub(1)) {
        return shown;
    }
    let part = width::fit_end(&key[from..behind], room / 2);
    let before = if from == 0 || part.starts_with('\u{2026}') { "" } else { "\u{2026}" };
    let left = room.saturating_sub(width::cells(before) + width::cells(&part));
    format!("{before}{part}{}", width::fit_end(&key[behind..], left))
}

/// A document's key with what stands before and behind it, in a line of so many cells: the key is cut
/// first, and its end is kept.
fn with_key(before: &str, key: &str, behind: &str, room: usize) -> String {
    with_key_among(before, (key, &[]), behind, room)
}

/// As [`with_key`], where the key stands among others that it is to be told apart from.
fn with_key_among(before: &str, (key, others): (&str, &[&str]), behind: &str, room: usize) -> String {
    let most = room.saturating_sub(width::cells(before));
    let left = most.saturating_sub(width::cells(behind));
    // Where there is no room for any of it, the line is cut as others are.
    let cells = if most < REST { usize::MAX } else { left.max(KEY.min(most)) };
    let key = told_apart(key, others, cells);
    // What is left of the line is no use for a letter or two.
    let rest = most.saturating_sub(width::cells(&key));
    let behind = if rest < REST.min(width::cells(behind)) { "" } else { behind };
    format!("{before}{key}{behind}")
}

/// A text in at most `most` rows of `room` cells; where that is not all, the last ends in `…`.
fn rows_of(text: &str, room: usize, most: usize) -> Vec<String> {
    let rows = wrap(text, 0..text.len(), room.max(1));
    let mut out: Vec<String> = rows.iter().take(most).map(|row| text[row.range()].trim().to_owned()).collect();
    if let (Some(last), Some(row)) = (out.last_mut(), rows.get(most.saturating_sub(1)).filter(|_| rows.len() > most)) {
        *last = width::fit(text[row.start as usize..].trim(), room);
    }
    if out.is_empty() { vec![String::new()] } else { out }
}

fn clear(buffer: &mut Buffer, area: Area) {
    let rect = Rect::new(area.x, area.y, area.width, area.height).intersection(buffer.area);
    for y in rect.top()..rect.bottom() {
        for x in rect.left()..rect.right() {
            buffer[(x, y)].reset();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_that_end_alike_are_told_apart() {
        let [one, other] = ["letters/harbour/1903/march/report.txt", "letters/harbour/1904/march/report.txt"];
        assert_eq!(told_apart(one, &[one, other], 40), one);
        assert_eq!(told_apart(one, &[one, other], 20), "\u{2026}1903\u{2026}rch/report.txt");
        assert_eq!(told_apart(other, &[one, other], 20), "\u{2026}1904\u{2026}rch/report.txt");
        assert_eq!(told_apart(one, &[], 11), "\u{2026}report.txt");
        assert_eq!(told_apart("a/report.txt", &["b/report.txt"], 10), "a\u{2026}port.txt");
        for room in 0..40 {
            assert!(width::cells(&told_apart(one, &[other], room)) <= room, "{room}");
        }
    }
}
