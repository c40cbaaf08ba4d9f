//! Menus and pages that lie over the panes.

use super::{clear, line, put};
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
        Overlay::Menu(menu) => Some(draw_menu(menu, area, buffer, theme)),
        Overlay::Page { title, lines, top } => {
            draw_page(title, lines, *top, area, buffer, theme);
            None
        }
        Overlay::Bar(_) | Overlay::Labels { .. } => None,
    }
}

fn draw_menu(menu: &Menu, area: Area, buffer: &mut Buffer, theme: Theme) -> (u16, u16) {
    clear(buffer, area);
    let at = put(buffer, 1, area.y, area.width - 1, &format!("{}: ", menu.title), theme.strong());
    let at = line(&menu.line, None, (at, area.y, area.width), buffer, theme);
    let height = usize::from(area.height.saturating_sub(2));
    let top = menu.cursor.saturating_sub(height.saturating_sub(1));
    let mut context = "";
    let wide = area.width >= 60;
    for (row, (place, &index)) in menu.shown.iter().enumerate().skip(top).take(height).enumerate() {
        let y = area.y + 2 + row as u16;
        let item = &menu.all[index];
        if place == menu.cursor {
            put(buffer, 0, y, 1, ">", theme.strong());
        }
        let keys = item.keys.replace("<lt>", "<");
        let (keys, column) = if wide { (keys.as_str(), 22) } else { (keys.split(' ').next().unwrap_or_default(), 8) };
        put(buffer, 2, y, column, keys, theme.strong());
        let start = 2 + column + 1;
        let end = put(buffer, start, y, area.width.saturating_sub(start), &item.text, Style::new());
        let beside = area.width.saturating_sub(16).min(start + 87);
        if item.context != context && wide && end < beside {
            put(buffer, beside, y, 15, item.context, theme.quiet());
        }
        context = item.context;
    }
    (at, area.y)
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
