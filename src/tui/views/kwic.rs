//! The concordance: a line a place, the words in the middle of the screen.

use super::{put, spelt};
use crate::app::App;
use crate::app::kwic::Kwic;
use crate::app::layout::Area;
use crate::library::types::day;
use crate::library::types::kwic::KwicLine;
use crate::text::{counted, width};
use crate::tui::theme::Theme;
use ratatui::buffer::Buffer;
use ratatui::style::Style;
use unicode_segmentation::UnicodeSegmentation;

/// From this width on, a line begins with its date and ends with its key.
const WIDE: u16 = 100;
/// Cells of a date and the gap behind it.
const DATE: u16 = 12;
/// Cells of a key at most.
const KEY: u16 = 24;

/// Draws the concordance; gives the cell of its cursor.
pub(super) fn draw(app: &App, kwic: &Kwic, area: Area, buffer: &mut Buffer, theme: Theme) -> (u16, u16) {
    let without = match kwic.without {
        0 => String::new(),
        many => format!(" · {} by title or otherwise", counted(many, "more document")),
    };
    let title = format!(
        "{} of {} · {} in {}{without} · by {}",
        kwic.cursor + 1,
        counted(kwic.places.len(), "place"),
        kwic.query,
        counted(kwic.documents, "document"),
        kwic.order.word(),
    );
    put(buffer, 1, area.y, area.width.saturating_sub(1), &title, theme.strong());
    let height = app.kwic_height();
    for row in 0..height.min(kwic.places.len().saturating_sub(kwic.top)) {
        let (place, y) = (kwic.top + row, area.y + 1 + row as u16);
        if place == kwic.cursor {
            put(buffer, 0, y, 1, ">", theme.strong());
        }
        if let Some(line) = kwic.line(place) {
            draw_line(line, (y, area.width, app.plain), buffer, theme);
        }
    }
    (0, area.y + 1 + kwic.cursor.saturating_sub(kwic.top) as u16)
}

/// Where its lines stand.
pub(super) fn lines(app: &App) -> Area {
    Area { x: 0, y: 2, width: app.width, height: app.kwic_height() as u16 }
}

fn draw_line(line: &KwicLine, (y, width, plain): (u16, u16, bool), buffer: &mut Buffer, theme: Theme) {
    // A sign of ours is no word of the text.
    let fit = |text: &str, room: u16| match plain {
        true => spelt::cut(text, usize::from(room)),
        false => text.to_owned(),
    };
    let (start, end) = if width >= WIDE { (2 + DATE, width - KEY - 1) } else { (2, width) };
    if width >= WIDE {
        put(buffer, 2, y, DATE - 2, line.date.as_deref().map_or("", day), theme.quiet());
        put(buffer, end + 1, y, KEY, &fit(&line.key, KEY), theme.quiet());
    }
    // The words begin a little before the middle, as they take room themselves.
    let middle = start + (end - start) * 9 / 20;
    let left = tail(&line.left, usize::from(middle - start));
    put(buffer, middle - width::cells(&left) as u16, y, middle - start, &left, Style::new());
    let at = put(buffer, middle, y, end.saturating_sub(middle), &line.keyword, theme.hit());
    let room = end.saturating_sub(at);
    put(buffer, at, y, room, &fit(&line.right, room), Style::new());
}

/// The end of a text that fits into some cells, as it is drawn.
fn tail(text: &str, room: usize) -> String {
    let clean = crate::text::sanitise::line(text);
    let mut cells = 0;
    let mut from = clean.len();
    for (at, grapheme) in clean.grapheme_indices(true).rev() {
        cells += width::grapheme_cells(grapheme);
        if cells > room {
            break;
        }
        from = at;
    }
    clean[from..].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_a_text_fits_by_cells() {
        assert_eq!(tail("harbour \u{6771}\u{4eac}e\u{301} ", 4), "\u{4eac}e\u{301} ");
        assert_eq!(tail("harbour \u{6771}\u{4eac}e\u{301} ", 5), "\u{4eac}e\u{301} ");
        assert_eq!(tail("short", 80), "short");
        assert_eq!(tail("", 3), "");
    }
}
