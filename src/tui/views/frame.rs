//! The three lines of frame: header, status, hints; and the rules between the panes.

use super::{line, put};
use crate::app::action::Action;
use crate::app::input::Key;
use crate::app::keymap::{self, Context};
use crate::app::layout::{Area, Layout};
use crate::app::overlay::{BarKind, Overlay};
use crate::app::{App, Pane};
use crate::text::width;
use crate::tui::theme::Theme;
use ratatui::buffer::Buffer;

/// Library, batch, undecided of all, query and position.
pub(super) fn header(app: &App, area: Area, buffer: &mut Buffer, theme: Theme) {
    let totals = &app.totals;
    let left = if app.totals_known {
        let batch = if totals.batch.is_empty() { String::new() } else { format!(" · {}", totals.batch) };
        format!("{}{batch} · {}/{} undecided", app.name, totals.undecided, totals.documents)
    } else {
        app.name.clone()
    };
    let count = app.list.documents.len();
    let place = if count == 0 { "0/0".to_owned() } else { format!("{}/{count}", app.list.cursor + 1) };
    let folded = if app.list.folded { " groups" } else { "" };
    // Marks may lie on documents that this list does not show.
    let marked = match app.list.marked.len() {
        0 => String::new(),
        many => format!("{many} marked · "),
    };
    let right = match &app.reader.document {
        Some(_) if app.pane == Pane::Reader => format!("{marked}{place}{folded} · {}", percent(app)),
        _ => format!("{marked}{place}{folded}"),
    };
    let right_width = width::cells(&right).min(usize::from(area.width)) as u16;
    put(buffer, area.x + area.width - right_width, area.y, right_width, &right, theme.header());
    let room = area.width.saturating_sub(right_width + 1);
    let at = put(buffer, area.x, area.y, room, &left, theme.header());
    if !app.query.is_empty() {
        let room = (area.x + room).saturating_sub(at);
        put(buffer, at, area.y, room, &format!(" · {}", app.query), theme.header());
    }
}

fn percent(app: &App) -> String {
    let height = app.reader_height();
    let length = app.reader.length();
    if length <= height {
        "all".to_owned()
    } else if app.reader.top == 0 {
        "top".to_owned()
    } else if app.reader.top + height >= length {
        "end".to_owned()
    } else {
        format!("{}%", (app.reader.top + height) * 100 / length)
    }
}

pub(super) fn rules(layout: &Layout, buffer: &mut Buffer, theme: Theme) {
    for x in layout.rules.into_iter().flatten() {
        for y in 1..layout.status.y {
            put(buffer, x, y, 1, "│", theme.rule());
        }
    }
    if let Some(y) = layout.shelf {
        put(buffer, 0, y, layout.status.width, &"─".repeat(usize::from(layout.status.width)), theme.rule());
    }
}

/// Messages, keys of a prefix, a bar that is being typed; gives the cursor of the bar.
pub(super) fn status(app: &App, area: Area, buffer: &mut Buffer, theme: Theme) -> Option<(u16, u16)> {
    if let Some(Overlay::Bar(bar)) = &app.overlay {
        let prompt = match bar.kind {
            BarKind::Corpus => "/",
            BarKind::InDocument => "find: ",
            BarKind::Tag => "tag: ",
        };
        let start = put(buffer, area.x, area.y, area.width, prompt, theme.strong());
        let wrong = bar.error.as_ref().map(|(_, span)| span);
        let cursor = line(&bar.line, wrong, (start, area.y, area.x + area.width), buffer, theme);
        return Some((cursor, area.y));
    }
    if !app.keys.is_empty() || app.count.is_some() {
        let keys: String = app.keys.iter().map(ToString::to_string).collect();
        let count = app.count.map(|count| count.to_string()).unwrap_or_default();
        let at = put(buffer, area.x, area.y, area.width, &format!("{count}{keys}"), theme.strong());
        if app.choices {
            let places: Vec<String> = app.places().map(String::from).collect();
            let choices: Vec<String> = match app.keys.as_slice() {
                [Key::Char('m')] => vec!["a letter remembers this place".to_owned()],
                [Key::Char('\'')] if places.is_empty() => vec!["no place is remembered; m and a letter do".to_owned()],
                [Key::Char('\'')] => places,
                _ => keymap::choices(app.context(), &app.keys)
                    .into_iter()
                    .map(|(keys, action)| format!("{keys} {}", brief(action)))
                    .collect(),
            };
            let room = (area.x + area.width).saturating_sub(at);
            put(buffer, at, area.y, room, &format!("  {}", choices.join(" · ")), theme.quiet());
        }
        return None;
    }
    let style = if app.status.trouble { theme.trouble() } else { ratatui::style::Style::new() };
    if !app.status.text.is_empty() {
        put(buffer, area.x, area.y, area.width, &app.status.text, style);
    } else if let Some(progress) = &app.adding {
        let of = if progress.total > 0 { format!("/{}", progress.total) } else { String::new() };
        let text = format!(
            "{}: {}{of} · {} documents · {} failures",
            progress.stage, progress.done, progress.documents, progress.failures
        );
        put(buffer, area.x, area.y, area.width, &text, theme.quiet());
    } else if let Some(pinned) = &app.pinned {
        put(
            buffer,
            area.x,
            area.y,
            area.width,
            &format!("following {} · {} documents · n N E · Esc ends", pinned.name, pinned.documents),
            theme.quiet(),
        );
    }
    None
}

/// The first words of a description.
fn brief(action: Action) -> String {
    action.describe().split([',', ':', ';']).next().unwrap_or_default().to_owned()
}

/// The main keys of what is at hand, as far as they fit.
pub(super) fn hint(app: &App, area: Area, buffer: &mut Buffer, theme: Theme) {
    let text = match &app.overlay {
        Some(Overlay::Bar(bar)) => match (&bar.error, &bar.repair) {
            (Some((message, _)), Some(repair)) => format!("{message} · Tab: {repair}"),
            (Some((message, _)), None) => message.clone(),
            _ if bar.kind == BarKind::Corpus => "Enter keeps · Esc goes back · Up earlier searches".to_owned(),
            _ => "Enter · Esc".to_owned(),
        },
        Some(Overlay::Menu(menu)) if menu.runs => "type to find · Enter does it · Esc".to_owned(),
        Some(Overlay::Menu(_)) => "type to filter · arrows scroll · Esc".to_owned(),
        Some(Overlay::Labels { .. }) => "type a label to follow that entity · Esc".to_owned(),
        Some(Overlay::Page { .. }) => "j k scroll · any other key closes".to_owned(),
        None => hints(app, usize::from(area.width)),
    };
    put(buffer, area.x, area.y, area.width, &text, theme.quiet());
}

fn hints(app: &App, width: usize) -> String {
    use Action::*;
    let context = app.context();
    let wanted: &[(Action, &str)] = match context {
        Context::List => &[
            (Enter, "read"),
            (Search, "search"),
            (Keep, "keep"),
            (Drop, "drop"),
            (Later, "later"),
            (Compare, "compare"),
            (VersionPanel, "versions"),
            (EntityPanel, "entities"),
            (Undo, "undo"),
            (Mark, "mark"),
            (SortNext, "order"),
        ],
        Context::Reader if app.comparing => &[
            (NextChange, "change"),
            (Compare, "end"),
            (CycleDiffView, "view"),
            (CycleWhatCounts, "what counts"),
            (UnfoldSame, "unfold"),
            (NewerVersion, "version"),
            (Keep, "keep"),
            (Drop, "drop"),
        ],
        Context::Reader => &[
            (PinNext, "follow name"),
            (NextAsked, "next"),
            (Compare, "compare"),
            (Search, "find"),
            (Keep, "keep"),
            (Drop, "drop"),
            (Later, "later"),
            (EntityPanel, "entities"),
            (VersionPanel, "versions"),
            (Leave, "list"),
            (DocumentsWithPinned, "its documents"),
        ],
        Context::Entities => &[
            (Enter, "go there"),
            (MarkEntity, "mark"),
            (DocumentsWithPinned, "documents"),
            (EntityOrder, "order"),
            (EntityForms, "forms"),
            (EntityPanel, "close"),
        ],
        Context::Versions => &[
            (Enter, "open"),
            (MakeBase, "base"),
            (Compare, "compare"),
            (KeepGroup, "keep all"),
            (DropGroup, "drop all"),
            (KeepOnlyThis, "keep only this"),
            (VersionPanel, "close"),
        ],
        Context::Anywhere => &[],
    };
    let mut out = String::new();
    for (action, word) in wanted.iter().copied().chain([(Help, "keys")]) {
        let Some(keys) = keymap::keys_for(context, action) else { continue };
        let keys = keys.replace("<lt>", "<").replace(['<', '>'], "");
        let keys = if keys.is_empty() { ">".to_owned() } else { keys };
        let part = format!("{keys} {word}");
        if width::cells(&out) + width::cells(&part) + 2 > width {
            continue;
        }
        if !out.is_empty() {
            out.push_str("  ");
        }
        out.push_str(&part);
    }
    out
}
