//! The document list.

use super::{put, rows_of, spelt, titles};
use crate::app::App;
use crate::app::action::Action::{BatchReport, Dismiss, Leave, Search};
use crate::app::layout::Area;
use crate::app::overlay::Overlay;
use crate::app::query;
use crate::library::types::seen::new_percent;
use crate::library::types::{Relation, Row};
use crate::text::wrap::wrap;
use crate::text::{counted, direction, width};
use crate::tui::theme::Theme;
use ratatui::buffer::Buffer;
use ratatui::style::Style;
use std::ops::Range;

/// Below this width the share of new words is a bare number.
const NARROW: u16 = 60;

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
    let deciding = app.in_inbox().is_some();
    let range = list.range();
    let in_range = |place: &usize| range.as_ref().is_some_and(|range| range.contains(place));
    let seen = list.documents.iter().skip(list.top).take(area.height.into());
    let titles: Vec<&str> = seen.filter_map(|&document| Some(list.row(document)?.title.as_str())).collect();
    for line in 0..area.height {
        let place = list.top + usize::from(line);
        let Some(&document) = list.documents.get(place) else { break };
        let y = area.y + line;
        if app.plain {
            let change = list.change(document).filter(|_| deciding);
            let marks = (list.marked.contains(&document), in_range(&place));
            spelt::row(list.row(document), marks, change, (area, y), buffer);
            cursor = cursor.or((place == list.cursor).then_some((area.x, y)));
            continue;
        }
        if place == list.cursor {
            put(buffer, area.x, y, 1, ">", theme.strong());
            cursor = Some((area.x, y));
        }
        let marked = list.marked.contains(&document);
        let mark = match (marked, in_range(&place)) {
            (true, _) => "*",
            (false, true) => "V",
            (false, false) => " ",
        };
        put(buffer, area.x + 1, y, 1, mark, theme.strong());
        match list.row(document) {
            Some(row) => {
                let (change, at_cursor) = (list.change(document), place == list.cursor);
                let line = Line { row, change, at_cursor, deciding, titles: &titles };
                row_line(&line, area, y, buffer, theme);
            }
            None => {
                put(buffer, area.x + 6, y, area.width.saturating_sub(6), "…", theme.quiet());
            }
        }
    }
    cursor
}

/// What a line of the list is drawn from.
struct Line<'l> {
    row: &'l Row,
    change: Option<&'l str>,
    at_cursor: bool,
    /// A batch is decided about: what changed matters more than the end of a title, source and date.
    deciding: bool,
    /// The titles on the screen, which this one is to be told from.
    titles: &'l [&'l str],
}

/// State letters, title, group, source, date.
fn row_line(line: &Line<'_>, area: Area, y: u16, buffer: &mut Buffer, theme: Theme) {
    let &Line { row, change, at_cursor, deciding, titles } = line;
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
    if standing.read {
        put(buffer, x + 2, y, 1, "r", theme.quiet());
    }
    let versions = row.group.map_or(String::new(), |place| {
        let letter = match place.relation {
            Relation::Leader => "",
            Relation::Copy => " copy",
            Relation::Typography => " typo",
            Relation::Edited => " edit",
            Relation::Excerpt => " part",
            Relation::Expanded => " more",
        };
        format!("({}{letter})", place.members)
    });
    let copies = if row.copies > 0 { format!("={}", row.copies) } else { String::new() };
    let tags = if standing.tags.is_empty() { String::new() } else { format!("[{}]", standing.tags.join(" ")) };
    let new = match new_percent(row.seen, row.words) {
        100 => String::new(),
        percent if area.width < NARROW => format!("{percent}%"),
        percent => format!("new {percent}%"),
    };
    let notes = match standing.notes {
        0 => String::new(),
        1 => "note".to_owned(),
        many => format!("{many} notes"),
    };
    // Behind all others, where its letters keep the columns that follow in their places.
    let direction = if direction::reads_right_to_left(&row.title) { "rtl".to_owned() } else { String::new() };
    let marks = [tags, notes, new, copies, versions, direction]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ");
    let columns = Columns::of(area);
    // What changed is told in the room of other columns, but they give it up only where that is enough.
    let given_up = Columns { source: 0, date: if area.width < DATED { 0 } else { columns.date } };
    let told = change.filter(|change| deciding && is_told(change, &row.title, given_up.room(area, &marks), true));
    let columns = if told.is_some() { given_up } else { columns };
    // What has neither date nor source to show gives the room for them to its title.
    let bare = (row.date.is_none() || columns.date == 0) && (row.source.is_none() || columns.source == 0);
    let columns = if bare { Columns { source: 0, date: 0 } } else { columns };
    let quiet = theme.quiet();
    let mut end = area.x + area.width;
    let date: String = row.date.iter().flat_map(|date| date.chars()).take(10).collect();
    for (width, text) in [(columns.date, date.as_str()), (columns.source, row.source.as_deref().unwrap_or_default())] {
        if width > 0 {
            end -= width;
            put(buffer, end, y, width, text, quiet);
            end -= 2;
        }
    }
    let start = area.x + 6;
    let marks_width = columns.marks(area, &marks);
    let room = columns.room(area, &marks);
    let style = match (at_cursor, standing.read) {
        (true, _) | (_, false) => theme.strong(),
        (false, true) => Style::new(),
    };
    let change = change.filter(|change| is_told(change, &row.title, room, deciding));
    // A title gives room only to what is told behind it.
    let title = if change.is_some() { title_room(&row.title, room, deciding) } else { room };
    let at = (start, y, start + title);
    let shown = titles::shown(&row.title, titles.iter().copied(), usize::from(title));
    marked((&row.title, &shown), &row.title_hits, at, buffer, (style, style.patch(theme.hit())));
    if let Some(change) = change {
        put(buffer, start + title, y, room - title, &format!(" · {change}"), quiet);
    }
    put(buffer, end - marks_width, y, marks_width, &marks, quiet);
}

/// Draws parts of a title with the words that the query found in it, in one style and the other.
fn marked(
    (title, shown): (&str, &titles::Shown),
    hits: &[Range<usize>],
    (mut x, y, end): (u16, u16, u16),
    buffer: &mut Buffer,
    (plain, hit): (Style, Style),
) {
    for part in shown.parts() {
        if part.start > 0 {
            x = put(buffer, x, y, end.saturating_sub(x), "…", plain);
        }
        let Some(text) = title.get(part.clone()) else { continue };
        let behind = put(buffer, x, y, end.saturating_sub(x), text, plain);
        for range in hits {
            let (from, to) = (range.start.max(part.start), range.end.min(part.end));
            let (Some(before), Some(found)) = (title.get(part.start..from), title.get(from..to)) else { continue };
            let from = x.saturating_add(width::cells(before).min(usize::from(u16::MAX)) as u16);
            let to = from.saturating_add(width::cells(found).min(usize::from(u16::MAX)) as u16).min(end);
            for at in from..to {
                buffer[(at, y)].set_style(hit);
            }
        }
        x = behind;
    }
}

/// Cells behind a title in which the beginning of what changed can be read; in fewer, the line above the hints alone
/// tells it of the document at the cursor.
const CHANGE: u16 = 20;

/// The cells that a title takes with what changed behind it.
fn title_room(title: &str, room: u16, deciding: bool) -> u16 {
    let most = if deciding { room - room / 2 } else { room };
    width::cells(title).min(usize::from(most)) as u16
}

/// What changed finds room behind a title: as much of it as says something, or all of it behind all of the title.
fn is_told(change: &str, title: &str, room: u16, deciding: bool) -> bool {
    let taken = title_room(title, room, deciding);
    let left = room - taken;
    let both = width::cells(title) <= usize::from(taken) && width::cells(change) + 3 <= usize::from(left);
    left > CHANGE || both
}

/// From this width on there is room for a date beside what changed.
const DATED: u16 = 90;

/// Widths of the columns behind title and marks; nought where there is no room.
struct Columns {
    source: u16,
    date: u16,
}

impl Columns {
    fn of(area: Area) -> Self {
        Self { source: if area.width >= 75 { 18 } else { 0 }, date: if area.width >= 40 { 10 } else { 0 } }
    }

    /// The cells that are left for title and marks.
    fn left(&self, area: Area) -> u16 {
        let taken: u16 = [self.source, self.date].into_iter().filter(|&width| width > 0).map(|width| width + 2).sum();
        area.width.saturating_sub(6 + taken)
    }

    fn marks(&self, area: Area, marks: &str) -> u16 {
        (width::cells(marks) as u16).min(self.left(area) * 3 / 5)
    }

    /// The cells that are left for a title and what is told behind it.
    fn room(&self, area: Area, marks: &str) -> u16 {
        let marks = self.marks(area, marks);
        self.left(area).saturating_sub(marks + u16::from(marks > 0))
    }
}

fn empty(app: &App, area: Area, buffer: &mut Buffer, theme: Theme) {
    let lines: Vec<String> = if !app.list.known && app.adding.is_none() {
        vec!["…".into()]
    } else if app.adding.is_some() && app.query_shown().trim().is_empty() {
        vec!["Reading the documents; the first appear in a moment.".into()]
    } else if app.totals_known && app.totals.documents == 0 {
        vec![
            "This library is empty.".into(),
            String::new(),
            format!("Leave with {}, then add documents:", app.key_of(Leave)),
            "  variorum add PATH".into(),
            "or open a folder with:".into(),
            "  variorum PATH".into(),
        ]
    } else if let Some(batch) = app.in_inbox() {
        vec![
            format!("Everything in {batch} is decided."),
            String::new(),
            format!(
                "{} shows what became of it, {} FILE writes that down.",
                app.key_of(BatchReport),
                app.asked_for("report")
            ),
            above(app),
        ]
    } else {
        nothing_found(app, usize::from(area.width.saturating_sub(2)))
    };
    let room = usize::from(area.width.saturating_sub(1));
    let whole = |text: &String| width::cells(text) <= room;
    let rows = |text: &String| match whole(text) {
        true => vec![text.clone()],
        false => rows_of(text, room, usize::from(area.height)),
    };
    let lines = lines.iter().flat_map(rows);
    for (line, text) in lines.enumerate().take(usize::from(area.height)) {
        put(buffer, area.x + 1, area.y + line as u16, area.width.saturating_sub(1), &text, theme.quiet());
    }
}

/// Where the way up leads.
fn above(app: &App) -> String {
    let key = app.key_of(Dismiss);
    match app.list_above() {
        Some("") | None => format!("{key} lists every document again."),
        Some(query) => format!("{key} goes back to {query}"),
    }
}

/// What was asked for, how each part of it was read, and how many documents that part alone finds.
fn nothing_found(app: &App, width: usize) -> Vec<String> {
    let query = app.query_shown();
    let live = matches!(app.overlay, Some(Overlay::Bar(_)));
    let mut lines = vec![format!("Nothing is found for: {query}"), String::new()];
    if let Some(told) = app.told_of_waiting() {
        lines.extend(rows_of(&told, width.max(10), 4));
        lines.push(String::new());
    }
    if let Some(explained) = app.explained.as_ref().filter(|explained| explained.query == query) {
        for part in &explained.parts {
            let count = match part.documents {
                Some(0) => "none: ".to_owned(),
                Some(count) => format!("{count}: "),
                None => String::new(),
            };
            let line = format!("{count}{}", part.text);
            let rows = wrap(&line, 0..line.len(), width.max(10));
            lines.extend(rows.iter().map(|row| line[row.range()].to_owned()));
        }
        lines.push(String::new());
        for (part, documents) in explained.without.iter().take(3) {
            let line = format!("Without {part} it finds {}.", counted(*documents, "document"));
            lines.extend(rows_of(&line, width.max(10), 2));
        }
    }
    let mut say = |text: &str| {
        let rows = wrap(text, 0..text.len(), width.max(10));
        lines.extend(rows.iter().map(|row| text[row.range()].to_owned()));
    };
    let explained = app.explained.as_ref().filter(|explained| explained.query == query);
    if let Some(instead) = explained.and_then(|explained| explained.instead.as_ref()) {
        let bar = if live { String::new() } else { format!("{} ", app.key_of(Search)) };
        let what = if instead.as_key { "As a key it" } else { "Spelt otherwise it" };
        let found = counted(instead.documents, "document");
        say(&format!("{what} finds {found}: {bar}Tab takes {}", instead.query));
    }
    if let Some(word) = query::open_word(query).filter(|_| !live) {
        say(&format!("While typing, the last word may go on: {word}* finds all that begin so."));
    }
    say(&format!("{} changes the query; C-u there empties it and shows every document.", app.key_of(Search)));
    lines
}
