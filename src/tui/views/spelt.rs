//! Lines whose marks are words, for screen readers and Braille lines.

use super::{in_group, put};
use crate::app::App;
use crate::app::layout::Area;
use crate::app::panels::Listed;
use crate::library::types::seen::new_percent;
use crate::library::types::{Member, Row, Verdict};
use crate::text::{counted, width};
use ratatui::buffer::Buffer;
use ratatui::style::Style;

/// Cells of a title that are shown at least.
const TITLE: usize = 12;
/// What stands where something is cut.
const CUT: &str = "...";

/// Writes a line whose words stay as they are.
fn whole(text: &str, (x, y, room): (u16, u16, u16), buffer: &mut Buffer) {
    put(buffer, x, y, room, &cut(text, usize::from(room)), Style::new());
}

/// A text in at most so many cells; where it is cut it ends in full stops, which are none of its own signs.
pub(super) fn cut(text: &str, room: usize) -> String {
    let fitted = width::fit(text, room);
    // One that ends so itself is no longer with more room.
    let is_cut = fitted.ends_with('\u{2026}') && width::fit(text, room + 2) != fitted;
    if !is_cut || room < CUT.len() {
        return fitted;
    }
    let head = width::fit(text, room + 1 - CUT.len());
    format!("{}{CUT}", head.strip_suffix('\u{2026}').unwrap_or(&head))
}

/// A document of the list: what stands of it, title, versions, source, date.
/// Where there is no room for all of it, the title is cut.
pub(super) fn row(
    row: Option<&Row>,
    (marked, in_range): (bool, bool),
    change: Option<&str>,
    (area, y): (Area, u16),
    buffer: &mut Buffer,
) {
    let Some(row) = row else {
        put(buffer, area.x, y, area.width, "...", Style::new());
        return;
    };
    let standing = &row.standing;
    let verdict = match standing.verdict {
        Some(verdict) => Some(verdict_word(verdict)),
        None => row.new.then_some("new"),
    };
    let in_range = (in_range && !marked).then_some("in the range");
    let state = [
        marked.then_some("marked"),
        in_range,
        verdict,
        standing.starred.then_some("starred"),
        standing.read.then_some("read"),
    ];
    let state: Vec<&str> = state.into_iter().flatten().collect();
    let versions = row.group.map(in_group);
    let tags = (!standing.tags.is_empty()).then(|| format!("tagged {}", standing.tags.join(" ")));
    let new = match new_percent(row.seen, row.words) {
        100 => None,
        percent => Some(format!("{percent}% new")),
    };
    let notes = (standing.notes > 0).then(|| counted(standing.notes, "note"));
    let copies = (row.copies > 0).then(|| counted(row.copies, "exact copy"));
    let date = row.date.as_ref().map(|date| date.chars().take(10).collect());
    let title = if row.title.trim().is_empty() { row.key.clone() } else { row.title.clone() };
    let parts = [change.map(str::to_owned), tags, notes, new, copies, versions, row.source.clone(), date];
    let told: String = parts.into_iter().flatten().map(|part| format!("; {part}")).collect();
    let state = if state.is_empty() { String::new() } else { format!("{}: ", state.join(", ")) };
    let room = usize::from(area.width);
    let left = room.saturating_sub(width::cells(&state) + width::cells(&told));
    let title = cut(&title, left.max(TITLE).max(room / 4));
    whole(&format!("{state}{title}{told}"), (area.x, y, area.width), buffer);
}

/// An entity of the panel.
pub(super) fn entity(app: &App, listed: &Listed, (area, y): (Area, u16), buffer: &mut Buffer) {
    let panel = &app.entities;
    let pinned = app.pinned.as_ref().is_some_and(|pinned| pinned.entity == listed.entity);
    let state = [panel.marked.contains(&listed.entity).then_some("marked"), pinned.then_some("followed")];
    let state: Vec<&str> = state.into_iter().flatten().collect();
    let state = if state.is_empty() { String::new() } else { format!("{}: ", state.join(", ")) };
    let first = match panel.of {
        None if !listed.batch.is_empty() => {
            format!("; first in {}{}", listed.batch, if listed.new { ", the newest batch" } else { "" })
        }
        _ => String::new(),
    };
    let text = format!(
        "{state}{}; {}; {}, {}{first}",
        listed.name,
        listed.kind.as_str(),
        counted(listed.mentions, "mention"),
        counted(listed.documents, "document"),
    );
    whole(&text, (area.x, y, area.width), buffer);
}

/// A version of the panel: is it the base of comparisons, is it open, and by which letters it is known.
pub(super) fn member(
    member: &Member,
    (base, open, letters): (bool, bool, Option<&str>),
    (area, y): (Area, u16),
    buffer: &mut Buffer,
) {
    let row = &member.row;
    let state = [base.then_some("base"), open.then_some("open"), row.standing.verdict.map(verdict_word)];
    let state: Vec<&str> = state.into_iter().flatten().collect();
    let state = if state.is_empty() { String::new() } else { format!("{}: ", state.join(", ")) };
    let letters = letters.map(|letters| format!("{letters}; ")).unwrap_or_default();
    let date = row.date.as_deref().map_or("no date".to_owned(), |date| date.chars().take(10).collect());
    let text = format!("{letters}{state}{}; {date}; {}", member.relation.as_str(), row.title);
    whole(&text, (area.x, y, area.width), buffer);
}

/// How a version is like the leader, and its key.
pub(super) fn figures(text: &str, at: (u16, u16, u16), buffer: &mut Buffer) {
    whole(&text.replace(" \u{b7} ", "; ").replace('\u{2026}', "..."), at, buffer);
}

fn verdict_word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Keep => "kept",
        Verdict::Drop => "dropped",
        Verdict::Later => "later",
    }
}

/// Writes the signs of the screen itself in ASCII; what a document says stays as it is in what is `kept`, but
/// for the pictures that stand for control characters, and so do the cells that are as they were `before`.
pub(super) fn in_ascii(buffer: &mut Buffer, kept: &[Area], before: Option<&Buffer>) {
    let area = buffer.area;
    for y in area.top()..area.bottom() {
        for x in area.left()..area.right() {
            let inside = kept
                .iter()
                .any(|kept| (kept.x..kept.x + kept.width).contains(&x) && (kept.y..kept.y + kept.height).contains(&y));
            let cell = &mut buffer[(x, y)];
            if before.is_some_and(|before| before[(x, y)] == *cell) {
                continue;
            }
            let plain = match cell.symbol().chars().next() {
                Some('\u{2400}'..='\u{2421}') => "?",
                // One column needs no guard beside what is written from right to left.
                Some('\u{2800}') => " ",
                Some('\u{b7}' | '\u{2500}' | '\u{2013}' | '\u{2014}') if !inside => "-",
                Some('\u{2502}') if !inside => "|",
                Some('\u{201c}' | '\u{201d}') if !inside => "\"",
                Some('\u{2026}') if !inside => {
                    spell_out((x, y), buffer);
                    continue;
                }
                _ => continue,
            };
            cell.set_symbol(plain);
        }
    }
}

/// Writes three full stops in the place of one sign: the blanks that end what stands behind it give the room, else
/// what stands before it does.
fn spell_out((x, y): (u16, u16), buffer: &mut Buffer) {
    let end = buffer.area.right();
    let blank = |buffer: &Buffer, x: u16| buffer[(x, y)].symbol() == " ";
    let more = CUT.len() as u16 - 1;
    // Two blanks part columns; a third keeps them apart.
    let gap = (x + 1..end).find(|&at| at + more <= end && (at..(at + more + 1).min(end)).all(|at| blank(buffer, at)));
    let start = match gap {
        Some(gap) => {
            for at in (x + 1..gap).rev() {
                buffer[(at + more, y)] = buffer[(at, y)].clone();
            }
            x
        }
        None => x.saturating_sub(more),
    };
    for at in start..(start + more + 1).min(end) {
        buffer[(at, y)].set_symbol(".");
    }
}
