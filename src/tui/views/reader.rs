//! The reader pane: wrapped text with its marks, and a footnote.

use super::{Field, KEY, cell, in_group, put, with_key_among};
use crate::app::App;
use crate::app::layout::Area;
use crate::app::overlay::{Overlay, label};
use crate::app::page::{Column, Tone};
use crate::library::types::seen::{Seen, new_percent};
use crate::library::types::{Document, day};
use crate::text::wrap::{Row, TAB};
use crate::text::{counted, direction, width};
use crate::tui::theme::{Theme, over};
use ratatui::buffer::Buffer;
use ratatui::style::Style;
use std::ops::Range;
use unicode_segmentation::UnicodeSegmentation;

/// Draws the page; gives the cell where the attention is.
pub(super) fn draw(app: &App, area: Area, buffer: &mut Buffer, theme: Theme) -> Option<(u16, u16)> {
    if area.height < 2 || area.width < 4 {
        return None;
    }
    let reader = &app.reader;
    let Some(document) = &reader.document else {
        return None;
    };
    let height = usize::from(area.height - 1);
    let x = area.x + 1;
    let end = area.x + area.width;
    let page = &reader.page;
    let marks = marks(app, document, height, theme);
    let beside = page.left.as_ref().map(|left| (left, page.width().saturating_sub(3) / 2));
    let mut cursor = None;
    for (line, row) in page.rows.iter().skip(reader.top).take(height).enumerate() {
        let y = area.y + line as u16;
        let main_x = match beside {
            Some((_, column)) => x + column as u16 + 3,
            None => x,
        };
        if let Some((left, column)) = beside {
            if let Some(row) = row.left {
                line_of(left, row, &[], (x, y, x + column as u16), buffer, theme);
            }
            put(buffer, x + column as u16 + 1, y, 1, "│", theme.rule());
        }
        if row.main.is_some_and(|row| is_right_to_left(&page.main, row)) && !app.plain {
            put(buffer, area.x, y, 1, "R", theme.quiet());
        }
        if row.main.is_some_and(|row| is_new(app, row)) {
            put(buffer, area.x, y, 1, "+", theme.strong());
        }
        if row.main.is_some_and(|row| begins_note(document, row, &page.main)) {
            put(buffer, area.x, y, 1, "w", theme.strong());
        }
        let focus = row.main.and_then(|row| line_of(&page.main, row, &marks, (main_x, y, end), buffer, theme));
        cursor = cursor.or(focus.map(|x| (x, y)));
    }
    if cursor.is_none()
        && let Some(row) = reader.change.and_then(|change| page.changes.get(change))
        && let Some(line) = row.checked_sub(reader.top).filter(|&line| line < height)
    {
        cursor = Some((x, area.y + line as u16));
    }
    labels(app, area, buffer, theme);
    footnote(app, document, area, buffer, theme);
    cursor.filter(|_| !(app.plain && app.from_top)).or(Some((x, area.y)))
}

/// Where the document's text stands in the pane.
pub(super) fn text_area(area: Area) -> Area {
    Area { height: area.height.saturating_sub(1), ..area }
}

/// A stretch of the page, how it is drawn, and whether it is the focus.
type Mark = (Range<usize>, Style, bool);

/// The document's own marks in the order in which they are laid on; the last one wins.
fn marks(app: &App, document: &Document, height: usize, theme: Theme) -> Vec<Mark> {
    let reader = &app.reader;
    let visible = reader.visible(height);
    let mut out = Vec::new();
    let mut lay = |range: &Range<usize>, style: Style, focus: bool| {
        out.extend(reader.page.main.shown(range).into_iter().map(|shown| (shown, style, focus)));
    };
    if let Some(seen) = seen_shown(app) {
        let from = seen.passages.partition_point(|passage| passage.range.end <= visible.start);
        for passage in seen.passages[from..].iter().take_while(|passage| passage.range.start < visible.end) {
            lay(&passage.range, theme.quiet(), false);
        }
    }
    for range in document.notes.iter().filter_map(|note| note.range.as_ref()) {
        if range.start < visible.end && visible.start < range.end {
            lay(range, theme.noted(), false);
        }
    }
    let pinned = app.pinned.as_ref().map(|pinned| pinned.entity);
    let from = document.mentions.partition_point(|mention| (mention.end as usize) <= visible.start);
    for mention in document.mentions[from..].iter().take_while(|mention| (mention.start as usize) < visible.end) {
        let entity = &document.entities[mention.entity as usize];
        if Some(entity.entity) == pinned {
            lay(&mention.range(), theme.pinned(), false);
        } else if !reader.hide_entities {
            lay(&mention.range(), theme.entity(entity.kind), false);
        }
    }
    let from = reader.hits.partition_point(|hit| hit.end <= visible.start);
    for hit in reader.hits[from..].iter().take_while(|hit| hit.start < visible.end) {
        lay(hit, theme.hit(), false);
    }
    if let Some(focus) = &reader.focus {
        lay(focus, theme.focus(), !reader.is_collated());
    }
    let slot = reader.change.and_then(|slot| reader.page.spots.get(slot));
    out.extend(slot.into_iter().flatten().map(|spot| (spot.clone(), theme.focus(), true)));
    out
}

/// What of the open document has stood before, while that is shown.
fn seen_shown(app: &App) -> Option<&Seen> {
    let seen = app.reader.seen.as_deref()?;
    (app.showing_new && !app.reader.is_compared() && Some(seen.document) == app.reader.number()).then_some(seen)
}

/// True when a row has words that are new to the reader, while these are shown.
fn is_new(app: &App, row: Row) -> bool {
    let range = row.range();
    let next = app.reader.news.partition_point(|new| new.end <= range.start);
    seen_shown(app).is_some() && app.reader.news.get(next).is_some_and(|new| new.start < range.end)
}

/// The paragraph of a row is looked for in so many bytes before it.
const PARAGRAPH: usize = 4_096;

/// True when a row has words that are written from right to left, and so is its paragraph.
fn is_right_to_left(column: &Column, row: Row) -> bool {
    let range = row.range();
    if !column.text.get(range.clone()).is_some_and(direction::has_right_to_left) {
        return false;
    }
    let mut from = range.start.saturating_sub(PARAGRAPH);
    while !column.text.is_char_boundary(from) {
        from += 1;
    }
    let before = from..range.start;
    let start = column.text[before.clone()].rfind('\n').map_or(before.start, |at| before.start + at + 1);
    direction::reads_right_to_left(&column.text[start..range.end])
}

/// True when the passage of a note begins on a row.
fn begins_note(document: &Document, row: Row, column: &Column) -> bool {
    let range = row.range();
    document
        .notes
        .iter()
        .filter_map(|note| note.range.as_ref())
        .any(|noted| column.shown(noted).first().is_some_and(|shown| range.contains(&shown.start)))
}

/// Draws one row of a column; gives the column where the focus begins, if it does here.
fn line_of(
    column: &Column,
    row: Row,
    marks: &[Mark],
    (x, y, end): (u16, u16, u16),
    buffer: &mut Buffer,
    theme: Theme,
) -> Option<u16> {
    let range = row.range();
    let text = column.text.get(range.clone())?;
    let first_tone = column.tones.partition_point(|tone| tone.0.end <= range.start);
    let tones: Vec<&(Range<usize>, Tone)> =
        column.tones[first_tone..].iter().take_while(|tone| tone.0.start < range.end).collect();
    let marks: Vec<&Mark> = marks.iter().filter(|mark| mark.0.start < range.end && mark.0.end > range.start).collect();
    let mut at = x;
    let mut focus = None;
    let mut field = Field::default();
    for (offset, grapheme) in text.grapheme_indices(true) {
        let byte = range.start + offset;
        let mut style = match tones.iter().find(|tone| tone.0.contains(&byte)) {
            Some((_, Tone::Inserted)) => theme.inserted(),
            Some((_, Tone::Deleted)) => theme.deleted(),
            Some((_, Tone::Moved)) => theme.moved(),
            Some((_, Tone::Typography)) => theme.typography(),
            Some((_, Tone::Slot)) => theme.slot(),
            Some((_, Tone::Note)) => theme.quiet(),
            None => Style::new(),
        };
        for (marked, mark, is_focus) in
            marks.iter().filter(|mark| mark.0.contains(&byte)).map(|mark| (&mark.0, mark.1, mark.2))
        {
            style = over(style, mark);
            if is_focus && focus.is_none() && marked.start >= range.start {
                focus = Some(at);
            }
        }
        if grapheme == "\t" {
            let blanks = TAB - usize::from(at - x) % TAB;
            at = (at + blanks as u16).min(end);
            continue;
        }
        for drawn in width::drawn(grapheme).graphemes(true) {
            field.add(drawn, at);
            at += cell(buffer, at, y, end, drawn, style);
        }
    }
    field.guard(y, buffer);
    focus
}

/// Letters over the entities on screen.
fn labels(app: &App, area: Area, buffer: &mut Buffer, theme: Theme) {
    let Some(Overlay::Labels { shown, typed }) = &app.overlay else { return };
    let reader = &app.reader;
    for (index, (offset, _)) in shown.iter().enumerate() {
        let letters = label(index, shown.len());
        if !letters.starts_with(typed.as_str()) {
            continue;
        }
        let page = reader.page.main.to_page(*offset);
        let row = reader.page.row_of(*offset);
        let Some(line) = row.checked_sub(reader.top).filter(|&line| line + 1 < usize::from(area.height)) else {
            continue;
        };
        let Some(main) = reader.page.rows.get(row).and_then(|row| row.main) else { continue };
        let before = reader.page.main.text.get(main.start as usize..page).map_or(0, cells_of) as u16;
        put(buffer, area.x + 1 + before, area.y + line as u16, 2, &letters, theme.label());
    }
}

/// The cells that the beginning of a row takes as it is drawn.
fn cells_of(text: &str) -> usize {
    text.graphemes(true).fold(0, |at, grapheme| match grapheme {
        "\t" => at + TAB - at % TAB,
        _ => at + width::cells(&width::drawn(grapheme)),
    })
}

/// Source, date, batch and versions, on the pane's last line.
fn footnote(app: &App, document: &Document, area: Area, buffer: &mut Buffer, theme: Theme) {
    let row = &document.row;
    let mut parts: Vec<String> = Vec::new();
    // What stands before the key in its part, the key, and its place among the parts.
    let mut key = (String::new(), row.key.as_str(), 0);
    if let Some(apparatus) = app.reader.apparatus.as_ref().filter(|_| app.reader.is_collated()) {
        let kinds: Vec<String> = apparatus.kinds().iter().map(|&(kind, count)| of_kind(kind, count as u32)).collect();
        let at = app.reader.change.map(|slot| format!("slot {} of ", slot + 1)).unwrap_or_default();
        let many = if apparatus.slots.len() == 1 { "slot" } else { "slots" };
        let slots = match at.is_empty() {
            true => format!("{} {many}", apparatus.slots.len()),
            false => format!("{at}{}", apparatus.slots.len()),
        };
        parts.push(slots);
        key = (format!("{} versions on ", apparatus.witnesses.len()), row.key.as_str(), parts.len());
        parts.extend(Some(kinds.join(", ")).filter(|kinds| !kinds.is_empty()));
    } else if let Some(diff) = app.reader.diff.as_ref().filter(|_| app.reader.is_compared()) {
        let kinds: Vec<String> = diff.kinds.iter().map(|&(kind, count)| of_kind(kind, count)).collect();
        let beside = app.reader.page.left.is_some();
        let side = if beside { "left " } else { "against " };
        // What it is compared with is told before every kind of change.
        let room = usize::from(area.width.saturating_sub(1));
        let named = width::cells(side) + width::cells(&diff.base.key).min(KEY.max(room / 3)) + 3;
        let besides = match diff.uncounted {
            0 => String::new(),
            many => format!(" + {}", of_kind("typography", many)),
        };
        let kinds = if kinds.is_empty() { vec!["no changes".to_owned()] } else { kinds };
        let told = as_many(&kinds, room.saturating_sub(named));
        let left = room.saturating_sub(named + width::cells(&told));
        parts.push(if width::cells(&besides) <= left { format!("{told}{besides}") } else { told });
        key = (side.to_owned(), diff.base.key.as_str(), parts.len());
    } else {
        if let Some(told) = disagreement(document) {
            parts.push(told);
        }
        if let Some((note, same)) = app.note_here() {
            let more = if same > 1 { format!(" (one of {same})") } else { String::new() };
            parts.push(format!("note{more} · {}", note.told()));
        }
        if let Some(seen) = seen_shown(app) {
            parts.push(format!("new {}%", new_percent(seen.words - seen.new_words, seen.words)));
            if let Some(passage) = app.seen_here() {
                let date = passage.date.as_deref().map(|date| format!(", {}", day(date))).unwrap_or_default();
                let there = width::fit_end(&passage.key, usize::from(area.width / 3).max(KEY));
                parts.push(format!("{} stood first in {there}{date}", counted(passage.words, "word")));
            }
        }
        // To the minute; `i` names the zone too.
        parts.extend(row.date.as_ref().map(|date| date.replace('T', " ").chars().take(16).collect::<String>()));
        parts.extend(row.source.clone());
        key.2 = parts.len();
        if let Some(place) = row.group {
            parts.push(in_group(place));
        }
        if row.copies > 0 {
            parts.push(format!("{} exact {}", row.copies, if row.copies == 1 { "copy" } else { "copies" }));
        }
        parts.push(counted(row.words, "word"));
        let written: usize = parts.iter().map(|part| width::cells(part) + 3).sum();
        let written = written + width::cells(&row.key) + 3;
        // Its name may be a day.
        let batch = format!("batch {}", document.batch_name);
        if written + width::cells(&batch) < usize::from(area.width) {
            parts.push(batch);
        }
    }
    let y = area.y + area.height - 1;
    let (before, key, place) = key;
    let (first, last) = parts.split_at(place.min(parts.len()));
    let before = first.iter().map(|part| format!("{part} · ")).chain([before]).collect::<String>();
    let behind: String = last.iter().map(|part| format!(" · {part}")).collect();
    let room = area.width.saturating_sub(1);
    put(
        buffer,
        area.x + 1,
        y,
        room,
        &with_key_among(&before, (key, &[&row.key]), &behind, usize::from(room)),
        theme.quiet(),
    );
}

/// What people say who do not say the same: "ada keep, eve drop".
fn disagreement(document: &Document) -> Option<String> {
    let first = document.verdicts.first()?;
    let differs = document.verdicts.iter().any(|said| said.verdict != first.verdict);
    let told = document.verdicts.iter().filter_map(|said| Some(format!("{} {}", said.who, said.verdict?)));
    differs.then(|| told.collect::<Vec<_>>().join(", "))
}

/// As many of some counts as there is room for, and a sign where those are not all.
fn as_many(kinds: &[String], room: usize) -> String {
    let told = |many: usize| format!("{}{}", kinds[..many].join(", "), if many < kinds.len() { ", …" } else { "" });
    (1..=kinds.len()).rev().map(told).find(|told| width::cells(told) <= room).unwrap_or_else(|| told(1))
}

/// "3 numbers", "1 cut", "12 typography".
fn of_kind(kind: &str, count: u32) -> String {
    let kind = if count == 1 { kind.strip_suffix('s').unwrap_or(kind) } else { kind };
    format!("{count} {kind}")
}
