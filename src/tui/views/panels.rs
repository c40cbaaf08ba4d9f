//! The entity panel and the versions panel.

use super::{KEY, put, spelt, titles, with_key_among};
use crate::app::layout::Area;
use crate::app::panels::{EntitySort, Listed};
use crate::app::{App, Panel};
use crate::library::types::apparatus::siglum;
use crate::library::types::{EntityKind, Member, Relation};
use crate::text::{counted, width};
use crate::tui::theme::Theme;
use ratatui::buffer::Buffer;
use ratatui::style::Style;

/// From this width on, the browser has room for the batch that first named an entity.
const BATCHES: u16 = 60;
/// Lines above those of a panel.
const HEAD: u16 = 2;
/// Cells that signs take more where they are spelt.
const SPELT: usize = 4;

/// Draws the open panel; gives the cell of its cursor.
pub(super) fn draw(app: &App, area: Area, buffer: &mut Buffer, theme: Theme) -> Option<(u16, u16)> {
    if area.height < 3 || area.width < 10 {
        return None;
    }
    match app.panel? {
        Panel::Entities => entities(app, area, buffer, theme),
        Panel::Versions => versions(app, area, buffer, theme),
    }
}

/// Where the lines of a panel stand, below its head.
pub(super) fn lines(area: Area) -> Area {
    Area { y: area.y + HEAD, height: area.height.saturating_sub(HEAD), ..area }
}

fn entities(app: &App, area: Area, buffer: &mut Buffer, theme: Theme) -> Option<(u16, u16)> {
    let panel = &app.entities;
    let browse = &panel.browse;
    let order = match panel.sort {
        _ if panel.of.is_none() => browse.order.describe(),
        EntitySort::Text => "as they come",
        EntitySort::Mentions => "by mentions",
        EntitySort::Name => "by name",
    };
    let of = if panel.of.is_some() { "in this document" } else { "in the library" };
    let what = browse.kind.map_or("entities", |kind| match kind {
        EntityKind::Person => "persons",
        EntityKind::Org => "organisations",
        EntityKind::Place => "places",
        EntityKind::Misc => "other names",
    });
    let new = if panel.of.is_none() && browse.only_new { "new " } else { "" };
    let with = if browse.text.is_empty() { String::new() } else { format!(" with {:?}", browse.text) };
    let count = panel.length();
    let head = format!("{count} {new}{what}{with} {of}, {order}");
    put(buffer, area.x + 1, area.y, area.width - 1, &head, theme.strong());
    let mut cursor = None;
    let mut y = area.y + 2;
    for (place, listed) in panel.shown.iter().enumerate().skip(panel.top) {
        if y >= area.y + area.height {
            break;
        }
        if app.plain {
            spelt::entity(app, listed, (area, y), buffer);
            cursor = cursor.or((place == panel.cursor).then_some((area.x, y)));
            y += 1;
            y += forms(panel.forms, listed, (area, y), buffer);
            continue;
        }
        if place == panel.cursor {
            put(buffer, area.x, y, 1, ">", theme.strong());
            cursor = Some((area.x, y));
        }
        if panel.marked.contains(&listed.entity) {
            put(buffer, area.x + 1, y, 1, "*", theme.strong());
        }
        let pinned = app.pinned.as_ref().is_some_and(|pinned| pinned.entity == listed.entity);
        let counts = format!("{:>4} in {:<5}", listed.mentions, listed.documents);
        let counts = match panel.of {
            None if area.width >= BATCHES => {
                let new = if listed.new { 'N' } else { ' ' };
                let batch = width::fit(&listed.batch, 12);
                let pad = " ".repeat(12usize.saturating_sub(width::cells(&batch)));
                format!("{new} {batch}{pad} {counts}")
            }
            _ => counts,
        };
        let counts_width = width::cells(&counts) as u16;
        let room = area.width.saturating_sub(counts_width + 10);
        put(buffer, area.x + 2, y, 6, listed.kind.as_str(), theme.quiet());
        let on = if listed.lists.is_empty() { String::new() } else { format!(" [{}]", listed.lists.join(", ")) };
        let length = width::cells(&listed.name).min(usize::from(room)) as u16;
        put(buffer, area.x + 9 + length, y, room - length, &on, theme.strong());
        put(buffer, area.x + 9, y, room, &listed.name, if pinned { theme.pinned() } else { theme.entity(listed.kind) });
        put(buffer, area.x + area.width - counts_width, y, counts_width, &counts, theme.quiet());
        y += 1;
        y += forms(panel.forms, listed, (area, y), buffer);
    }
    cursor
}

/// The other forms of an entity, where they are shown; gives the lines they took.
fn forms(shown: bool, listed: &Listed, (area, y): (Area, u16), buffer: &mut Buffer) -> u16 {
    let room = (area.y + area.height).saturating_sub(y);
    let others = listed.forms.iter().filter(|&form| shown && *form != listed.name).take(usize::from(room));
    let mut lines = 0;
    for form in others {
        put(buffer, area.x + 11, y + lines, area.width.saturating_sub(11), form, Style::new());
        lines += 1;
    }
    lines
}

fn versions(app: &App, area: Area, buffer: &mut Buffer, theme: Theme) -> Option<(u16, u16)> {
    let panel = &app.versions;
    let Some(group) = &panel.group else {
        put(buffer, area.x + 1, area.y, area.width - 1, "no other versions of this document", theme.quiet());
        return None;
    };
    put(
        buffer,
        area.x + 1,
        area.y,
        area.width - 1,
        &format!("{} versions in group {}", group.members.len(), group.group),
        theme.strong(),
    );
    if let Some(apart) = panel.apart.first() {
        let told = apart.told(panel.apart.len() - 1);
        put(buffer, area.x + 1, area.y + 1, area.width - 1, &told, theme.quiet());
    }
    // While all versions are shown as one text, each stands here with its letters.
    let letters = app.collating.as_ref().map(|_| siglum(group.members.len().saturating_sub(1)).len() as u16);
    let indent = letters.map_or(0, |width| width + 1);
    let keys: Vec<&str> = group.members.iter().map(|member| member.row.key.as_str()).collect();
    let mut cursor = None;
    let mut y = area.y + 2;
    for (place, member) in group.members.iter().enumerate().skip(panel.top) {
        if y + 1 >= area.y + area.height {
            break;
        }
        if place == panel.cursor {
            cursor = Some((area.x, y));
        }
        let here = app.reader.number() == Some(member.row.number);
        let base = match &app.reader.apparatus {
            Some(apparatus) if letters.is_some() => apparatus.base() == member.row.number,
            _ => app.is_base(member.row.number),
        };
        if app.plain {
            let letters = letters.is_some().then(|| siglum(place));
            spelt::member(member, (base, here, letters.as_deref()), (area, y), buffer);
            let room = area.width.saturating_sub(2);
            spelt::figures(
                &figures(member, None, &keys, usize::from(room).saturating_sub(SPELT)),
                (area.x + 2, y + 1, room),
                buffer,
            );
            y += 2;
            continue;
        }
        if place == panel.cursor {
            put(buffer, area.x, y, 1, ">", theme.strong());
        }
        let mark = if base {
            "B"
        } else if here {
            "·"
        } else {
            " "
        };
        put(buffer, area.x + 1, y, 1, mark, theme.strong());
        if let Some(verdict) = member.row.standing.verdict {
            put(buffer, area.x + 2, y, 1, &verdict.letter().to_string(), theme.verdict(verdict));
        }
        if letters.is_some() {
            put(buffer, area.x + 4, y, indent, &siglum(place), theme.strong());
        }
        let x = area.x + indent;
        let relation = member.relation.as_str();
        put(
            buffer,
            x + 4,
            y,
            10,
            relation,
            if member.relation == Relation::Leader { theme.strong() } else { Style::new() },
        );
        let date = member.row.date.as_deref().map_or("no date".to_owned(), |date| date.chars().take(10).collect());
        let room = area.width.saturating_sub(15 + indent);
        let left = usize::from(room).saturating_sub(width::cells(&date) + 2);
        let title = &member.row.title;
        let seen = group.members.iter().skip(panel.top).take(usize::from(area.height / 2));
        let beside = seen.map(|member| member.row.title.as_str());
        let title = titles::shown(title, beside, left).written(title);
        put(buffer, x + 15, y, room, &format!("{date}  {title}"), Style::new());
        let near = member.nearest.filter(|near| *near != group.leader && member.relation != Relation::Leader);
        let near = near.and_then(|near| group.members.iter().find(|other| other.row.number == near));
        let room = area.width.saturating_sub(4 + indent);
        let figures = figures(member, near.map(|near| near.row.key.as_str()), &keys, usize::from(room));
        put(buffer, x + 4, y + 1, room, &figures, theme.quiet());
        y += 2;
    }
    cursor
}

/// How a version is like the leader, its key, and what else is like it, as far as there is room: what tells
/// versions apart is the key.
fn figures(member: &Member, nearest: Option<&str>, keys: &[&str], room: usize) -> String {
    let percent = |share: f32| format!("{:.0}%", share * 100.0);
    let alike = format!("{} alike", percent(member.similarity));
    let parts = format!("{} of it there · holds {}", percent(member.containment), percent(member.contained));
    let heads = match member.relation {
        Relation::Leader => vec![counted(member.row.words, "word")],
        _ => vec![format!("{alike} · {parts}"), alike],
    };
    let tail = |most: usize| {
        let copies = match member.copies.as_slice() {
            [] => String::new(),
            [one] => format!(" · = {}", width::fit_end(one, most)),
            many => format!(" · {} exact copies", many.len()),
        };
        let near = nearest.map(|near| format!(" · nearest {}", width::fit_end(near, most))).unwrap_or_default();
        format!("{copies}{near}")
    };
    let key = &member.row.key;
    let long = |head: &String| width::cells(head) + 3 + width::cells(key).min(KEY) + width::cells(&tail(KEY)) > room;
    let head = heads.iter().find(|head| !long(head)).or(heads.last()).cloned().unwrap_or_default();
    let whole = format!("{head} · {key}{}", tail(usize::MAX));
    if width::cells(&whole) <= room {
        whole
    } else {
        with_key_among(&format!("{head} · "), (key, keys), &tail(KEY), room)
    }
}
