//! Menus and pages that lie over the panes.

use super::{clear, line, put, rows_of};
use crate::app::App;
use crate::app::layout::Area;
use crate::app::overlay::{Menu, Overlay};
use crate::text::width;
use crate::tui::theme::Theme;
use ratatui::buffer::Buffer;
use ratatui::style::Style;

/// Draws what lies over the panes; gives the cell of its cursor.
pub(super) fn draw(app: &App, buffer: &mut Buffer, theme: Theme) -> Option<(u16, u16)> {
    let area = Area { x: 0, y: 1, width: buffer.area.width, height: buffer.area.height.saturating_sub(2) };
    match app.overlay.as_ref()? {
        Overlay::Menu(menu) => Some(draw_menu(menu, app.plain, area, buffer, theme)),
        Overlay::Page { title, lines, top } => {
            draw_page(title, lines, *top, area, buffer, theme);
            app.plain.then_some(if *top == 0 { (1, area.y) } else { (2, area.y + 2) })
        }
        Overlay::Kwic => {
            let area = Area { height: area.height.saturating_sub(1), ..area };
            clear(buffer, area);
            Some(super::kwic::draw(app, app.kwic.as_ref()?, area, buffer, theme))
        }
        Overlay::Bar(_) | Overlay::Labels { .. } => None,
    }
}

/// Rows that one line of a menu takes at most.
const ROWS: usize = 3;

fn draw_menu(menu: &Menu, plain: bool, area: Area, buffer: &mut Buffer, theme: Theme) -> (u16, u16) {
    clear(buffer, area);
    let at = put(buffer, 1, area.y, area.width - 1, &format!("{}: ", menu.title), theme.strong());
    let at = line(&menu.line, None, "", (at, area.y, area.width), buffer, theme);
    if menu.shown.is_empty() {
        let text = format!("Nothing here is called so: {}. Backspace takes letters back, Esc closes.", menu.takes);
        for (row, text) in rows_of(&text, usize::from(area.width.saturating_sub(4)), ROWS).into_iter().enumerate() {
            put(buffer, 2, area.y + 2 + row as u16, area.width - 2, &text, theme.quiet());
        }
        return (at, area.y);
    }
    let wide = area.width >= 60;
    let column = if wide { 22 } else { 8 };
    let start = 2 + column + 1;
    let room = usize::from(area.width.saturating_sub(start + 1));
    let rows = |place: usize| rows_of(&menu.all[menu.shown[place]].text, room, ROWS);
    let height = usize::from(area.height.saturating_sub(2));
    let top = top(menu.cursor, height, |place| rows(place).len());
    let mut context = "";
    // The line that was gone to is what is to be read; before that it is what is being typed.
    let mut chosen = None;
    let mut y = area.y + 2;
    let bottom = area.y + area.height;
    for place in top..menu.shown.len() {
        if y >= bottom {
            break;
        }
        let item = &menu.all[menu.shown[place]];
        if place == menu.cursor {
            put(buffer, 0, y, 1, if plain { " " } else { ">" }, theme.strong());
            chosen = Some((2, y)).filter(|_| plain && menu.cursor > 0);
        }
        let keys = item.keys.replace("<lt>", "<");
        let keys = if wide { keys.as_str() } else { keys.split(' ').next().unwrap_or_default() };
        put(buffer, 2, y, column, keys, theme.strong());
        let rows = rows(place);
        for (row, text) in rows.iter().enumerate().take(usize::from(bottom - y)) {
            let end = put(buffer, start, y + row as u16, area.width.saturating_sub(start), text, Style::new());
            let beside = area.width.saturating_sub(16).min(start + 87);
            if row == 0 && item.context != context && wide && end < beside {
                put(buffer, beside, y, 15, item.context, theme.quiet());
            }
        }
        context = item.context;
        y += rows.len() as u16;
    }
    chosen.unwrap_or((at, area.y))
}

/// The first line of a menu from which on the one at the cursor is whole on the screen.
fn top(cursor: usize, height: usize, rows: impl Fn(usize) -> usize) -> usize {
    let mut left = height.saturating_sub(rows(cursor));
    let mut top = cursor;
    while let Some(before) = top.checked_sub(1) {
        match left.checked_sub(rows(before)) {
            Some(rest) => (left, top) = (rest, before),
            None => break,
        }
    }
    top
}

fn draw_page(title: &str, lines: &[String], top: usize, area: Area, buffer: &mut Buffer, theme: Theme) {
    clear(buffer, area);
    put(buffer, 1, area.y, area.width - 1, title, theme.strong());
    let room = usize::from(area.width.saturating_sub(4));
    let mut y = area.y + 2;
    for text in lines.iter().skip(top) {
        let mut rest = text.as_str();
        loop {
            if y >= area.y + area.height {
                return;
            }
            let rows = crate::text::wrap::wrap(rest, 0..rest.len(), room);
            let end = rows.first().map_or(rest.len(), |row| row.end as usize);
            put(buffer, 2, y, area.width - 2, &rest[..end], Style::new());
            y += 1;
            rest = rest[end..].trim_start();
            if rest.is_empty() || width::cells(rest) == 0 {
                break;
            }
        }
    }
}
