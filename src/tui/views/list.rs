//! The document list.

use super::put;
use crate::app::App;
use crate::app::layout::Area;
use crate::library::types::{Relation, Row};
use crate::text::width;
use crate::tui::theme::Theme;
use ratatui::buffer::Buffer;
use ratatui::style::Style;

/// Draws the rows on screen; gives the cell of the list's cursor.
pub(super) fn draw(app: &App, area: Area, buffer: &mut Buffer, theme: Theme) -> Option<(u16, u16)> {
    if area.height == 0 || area.width == 0 {
        return None;
    }
    let list = &app.list;
    if list.documents.is_empty() {
        empty(app, area, buffer, theme);
        return None;
    }
    let mut cursor = None;
    for line in 0..area.height {
        let place = list.top + usize::from(line);
        let Some(&document) = list.documents.get(place) else { break };
        let y = area.y + line;
        if place == list.cursor {
            put(buffer, area.x, y, 1, ">", theme.strong());
            cursor = Some((area.x, y));
        }
        let marked = list.marked.contains(&document);
        put(buffer, area.x + 1, y, 1, if marked { "*" } else { " " }, theme.strong());
        match list.row(document) {
            Some(row) => row_line(row, place == list.cursor, area, y, buffer, theme),
            None => {
                put(buffer, area.x + 6, y, area.width.saturating_sub(6), "…", theme.quiet());
            }
        }
    }
    cursor
}

/// State letters, title, group, source, date.
fn row_line(row: &Row, at_cursor: bool, area: Area, y: u16, buffer: &mut Buffer, theme: Theme) {
    let standing = &row.standing;
    let x = area.x + 2;
    match standing.verdict {
        Some(verdict) => put(buffer, x, y, 1, &verdict.letter().to_string(), theme.verdict(verdict)),
        None if row.new => put(buffer, x, y, 1, "N", theme.strong()),
        None => x + 1,
    };
    if standing.starred {
        put(buffer, x + 1, y, 1, "+", theme.strong());
    }
    let date = row.date.as_deref().map(|date| date.chars().take(10).collect::<String>()).unwrap_or_default();
    let versions = match row.group {
        Some(place) => {
            let letter = match place.relation {
                Relation::Leader => "",
                Relation::Copy => " copy",
                Relation::Typography => " typo",
                Relation::Edited => " edit",
                Relation::Excerpt => " part",
                Relation::Expanded => " more",
            };
            format!("({}{letter})", place.members)
        }
        None => String::new(),
    };
    let copies = if row.copies > 0 { format!("={}", row.copies) } else { String::new() };
    let tags = if standing.tags.is_empty() { String::new() } else { format!("[{}]", standing.tags.join(" ")) };
    let start = area.x + 5;
    let room = usize::from(area.width.saturating_sub(5));
    let mut right = [tags, copies, versions].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
    let source = row.source.as_deref().unwrap_or_default();
    if room >= 70 && !source.is_empty() {
        right = format!("{right}  {}", width::fit(source, 18)).trim_start().to_owned();
    }
    if room >= 34 && !date.is_empty() {
        right = format!("{right}  {date:10}").trim_start_matches(' ').to_owned();
    }
    let right_width = width::cells(&right).min(room * 3 / 5);
    let title_room = room.saturating_sub(right_width + 1);
    let style = match (at_cursor, standing.read) {
        (true, _) | (_, false) => theme.strong(),
        (false, true) => Style::new(),
    };
    put(buffer, start, y, title_room as u16, &row.title, style);
    put(buffer, area.x + area.width - right_width as u16, y, right_width as u16, &right, theme.quiet());
}

fn empty(app: &App, area: Area, buffer: &mut Buffer, theme: Theme) {
    let lines: Vec<String> = if !app.list.known {
        vec!["…".into()]
    } else if app.totals_known && app.totals.documents == 0 && app.adding.is_some() {
        vec!["Reading the documents; the first appear in a moment.".into()]
    } else if app.totals_known && app.totals.documents == 0 {
        vec![
            "This library is empty.".into(),
            String::new(),
            "Leave with q, then add documents:".into(),
            "  variorum add PATH".into(),
            "or open a folder with:".into(),
            "  variorum PATH".into(),
        ]
    } else {
        vec![
            format!("Nothing is found for: {}", app.query),
            String::new(),
            "/ changes the query; an empty one shows every document.".into(),
        ]
    };
    for (line, text) in lines.iter().enumerate().take(usize::from(area.height)) {
        put(buffer, area.x + 1, area.y + line as u16, area.width.saturating_sub(1), text, theme.quiet());
    }
}
