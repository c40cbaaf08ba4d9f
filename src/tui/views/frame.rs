//! The three lines of frame: header, status, hints; and the rules between the panes.

use super::{clear, hints, line, put, rows_of, with_key};
use crate::app::action::Action;
use crate::app::layout::{Area, Layout};
use crate::app::menu::told;
use crate::app::overlay::{Bar, BarKind, Offered, Overlay};
use crate::app::{App, Pane, SEARCHING, query};
use crate::library::types::Progress;
use crate::library::types::outcome::Pace;
use crate::text::counted;
use crate::text::width;
use crate::tui::theme::Theme;
use ratatui::buffer::Buffer;

/// Below this width the order of the list is written as in queries.
const NARROW: u16 = 60;
/// Cells between two columns of choices.
const GAP: usize = 1;
/// Cells of the library's name that are shown at least.
const NAME: usize = 12;

/// Library, batch, undecided of all, query and position.
pub(super) fn header(app: &App, area: Area, buffer: &mut Buffer, theme: Theme) {
    let totals = &app.totals;
    let left = if let Some(pace) = app.pace_shown() {
        inbox(app, pace)
    } else if app.totals_known {
        let batch = if totals.batch.is_empty() { String::new() } else { format!(" · {}", totals.batch) };
        format!("{}{batch} · {}/{} undecided", app.name, totals.undecided, totals.documents)
    } else {
        app.name.clone()
    };
    let count = app.list.documents.len();
    let place = if count == 0 { "0/0".to_owned() } else { format!("{}/{count}", app.list.cursor + 1) };
    // Groups that are unfolded have more lines than one.
    let folded = match (app.list.folded, app.list.open.is_empty()) {
        (true, true) => " groups",
        (true, false) => " lines",
        (false, _) => "",
    };
    // Marks may lie on documents that this list does not show.
    let marked = match (app.list.marked.len(), app.list.range().map(Iterator::count)) {
        (0, None) => String::new(),
        (many, None) => format!("{many} marked · "),
        // A verb elsewhere does not take the range.
        (many, Some(_)) if many > 0 && app.pane != Pane::List => format!("{many} marked · "),
        (_, Some(lines)) => match app.list.marked_with_range() {
            all if all > lines => format!("{lines} in the range, {all} in all · "),
            _ => format!("{lines} in the range · "),
        },
    };
    let order = match app.order_told() {
        Some(_) if area.width < NARROW => app.list.order_said().map(|order| format!(" by {order}")).unwrap_or_default(),
        Some(order) => format!(" {order}"),
        None => String::new(),
    };
    let right = match &app.reader.document {
        Some(_) if app.pane == Pane::Reader => {
            let leaf = app.reader.leaf().map(|(page, pages)| format!(" · page {page} of {pages}")).unwrap_or_default();
            format!("{marked}{place}{folded}{order}{leaf} · {}", percent(app))
        }
        _ => format!("{marked}{place}{folded}{order}"),
    };
    let right_width = width::cells(&right).min(usize::from(area.width)) as u16;
    put(buffer, area.x + area.width - right_width, area.y, right_width, &right, theme.header());
    let room = area.width.saturating_sub(right_width + 1);
    // Where not all of it fits, the batch is what can be missed.
    let asked = app.query_shown();
    // The name of the inbox says what is asked for.
    let query = if app.pace_shown().is_some() { 0 } else { width::cells(asked).min(24) };
    let left = match app.totals_known {
        true if app.pace_shown().is_none() && width::cells(&left) + query + 3 > usize::from(room) => {
            format!("{} · {}/{} undecided", app.name, totals.undecided, totals.documents)
        }
        _ => left,
    };
    // A long name leaves room for the counts and the query.
    let over = (width::cells(&left) + query + 3).saturating_sub(usize::from(room));
    let name = width::fit(&app.name, width::cells(&app.name).saturating_sub(over).max(NAME));
    let left = left.strip_prefix(app.name.as_str()).map(|rest| format!("{name}{rest}")).unwrap_or(left);
    let at = put(buffer, area.x, area.y, room, &left, theme.header());
    if !asked.is_empty() && app.pace_shown().is_none() {
        let room = (area.x + room).saturating_sub(at);
        put(buffer, at, area.y, room, &format!(" · {asked}"), theme.header());
    }
}

/// How far a batch is decided about: decided of all, rate, time left.
fn inbox(app: &App, pace: &Pace) -> String {
    let mut text = format!("{} · inbox {} · {}/{} decided", app.name, pace.batch, pace.decided, pace.all);
    if let Some(rate) = pace.per_hour {
        text.push_str(&format!(" · {rate}/h"));
    }
    if let Some(minutes) = pace.minutes_left.filter(|&minutes| minutes > 0) {
        text.push_str(&match minutes {
            0..120 => format!(" · {minutes} min left"),
            _ => format!(" · {} h left", (minutes + 30) / 60),
        });
    }
    text
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
            BarKind::Note => app.noted_on(),
            BarKind::Entity => "entity: ",
            BarKind::Rename(_) => "name: ",
        };
        let start = put(buffer, area.x, area.y, area.width, prompt, theme.strong());
        let wrong = bar.error.as_ref().map(|(_, span)| span);
        // The last word finds what begins so while it is typed.
        let open = bar.kind == BarKind::Corpus && query::open_word(&bar.query()).is_some();
        let goes_on = if open { "*" } else { "" };
        let cursor = line(&bar.line, wrong, goes_on, (start, area.y, area.x + area.width), buffer, theme);
        return Some((cursor, area.y));
    }
    if !app.keys.is_empty() || app.count.is_some() {
        let keys: String = app.keys.iter().map(ToString::to_string).collect();
        let count = app.count.map(|count| count.to_string()).unwrap_or_default();
        let typed = format!("{count}{keys}");
        if !app.choices {
            put(buffer, area.x, area.y, area.width, &typed, theme.strong());
        } else {
            let places: Vec<String> = app.places().map(String::from).collect();
            let choices: Vec<String> = match app.placing {
                Some(Action::SetPlace) => vec!["a letter remembers this place".to_owned()],
                Some(_) if places.is_empty() => {
                    vec![format!("no place is remembered; {} and a letter do", app.key_of(Action::SetPlace))]
                }
                Some(_) => places,
                None => app
                    .keymap
                    .choices(app.context(), &app.keys)
                    .into_iter()
                    .map(|(keys, action)| format!("{keys} {}", brief(&told(action, &app.tags))))
                    .collect(),
            };
            let indent = width::cells(&typed) as u16 + 2;
            let room = area.width.saturating_sub(indent);
            let rows = choices_in(&choices, usize::from(room), usize::from(area.y) + 1);
            // The second row takes the line of the hints, which say nothing about the prefix; more of
            // them go over the lines above.
            let above = rows.len().saturating_sub(2) as u16;
            let first = area.y.saturating_sub(above);
            clear(buffer, Area { x: area.x, y: first, width: area.width, height: above });
            put(buffer, area.x, first, area.width, &typed, theme.strong());
            for (row, text) in rows.iter().enumerate() {
                put(buffer, area.x + indent, first + row as u16, room, text, theme.quiet());
            }
        }
        return None;
    }
    let style = if app.status.trouble { theme.trouble() } else { ratatui::style::Style::new() };
    if !app.status.text.is_empty() {
        for (row, text) in said(app, area.width).iter().enumerate() {
            put(buffer, area.x, area.y + row as u16, area.width, text, style);
        }
    } else if let Some(progress) = &app.adding {
        let text = adding(progress);
        put(buffer, area.x, area.y, area.width, &text, theme.quiet());
    } else if let (Some(change), Pane::List, false, None) =
        (app.list.current().and_then(|at| app.list.change(at)), app.pane, app.reading, &app.overlay)
    {
        put(buffer, area.x, area.y, area.width, &format!("against the leader: {change}"), theme.quiet());
    } else if let Some(pinned) = &app.pinned {
        let [next, previous, list, end] =
            [Action::NextAsked, Action::PreviousAsked, Action::DocumentsWithPinned, Action::Dismiss]
                .map(|action| app.key_of(action));
        let keys = format!("{next} {previous} {list} · {end}");
        put(
            buffer,
            area.x,
            area.y,
            area.width,
            &format!("following {} · {} · {keys} ends", pinned.name, counted(pinned.documents, "document")),
            theme.quiet(),
        );
    } else if let Some(base) = app.base.as_ref().filter(|_| !app.comparing && app.collating.is_none()) {
        let [compare, end] = [Action::Compare, Action::Dismiss].map(|action| app.key_of(action));
        let text = with_key(
            "base of comparisons: ",
            &base.key,
            &format!(" · {compare} compares · {end} ends"),
            area.width.into(),
        );
        put(buffer, area.x, area.y, area.width, &text, theme.quiet());
    }
    None
}

/// The choices of a prefix: one behind the other while they leave most of the screen alone, else in two columns over
/// as much of it as they take.
fn choices_in(choices: &[String], room: usize, most: usize) -> Vec<String> {
    let whole = rows_of(&choices.join(" · "), room, usize::MAX);
    if whole.len() < most.saturating_sub(2).max(2) {
        return whole;
    }
    let column = room.saturating_sub(GAP) / 2;
    let half = choices.len().div_ceil(2);
    let line = |place: usize| {
        let left = width::fit(&choices[place], column);
        let pad = " ".repeat((column + GAP).saturating_sub(width::cells(&left)));
        let right = choices.get(half + place).map(|choice| format!("{pad}{}", width::fit(choice, column)));
        format!("{left}{}", right.unwrap_or_default())
    };
    (0..half.min(most)).map(line).collect()
}

/// What is said, on one line, or on two where the second takes that of the hints.
fn said(app: &App, width: u16) -> Vec<String> {
    rows_of(&app.status.text, usize::from(width), if app.status.brief { 1 } else { 2 })
}

/// How far an `add` has come.
fn adding(progress: &Progress) -> String {
    let of = if progress.total > 0 { format!(" of {}", progress.total) } else { String::new() };
    let failures = match progress.failures {
        0 => String::new(),
        many => format!(" · {}", counted(many, "failure")),
    };
    match progress.stage {
        "" => "adding documents".to_owned(),
        // What is counted there are files, which say little where one holds many documents.
        "reading" => {
            let files = if progress.done > 0 { format!(" from {}{of} files", progress.done) } else { String::new() };
            format!("reading: {}{files}{failures}", counted(progress.documents, "document"))
        }
        stage => format!("{stage}: {}{of}{failures}", progress.done),
    }
}

/// The first words of a description.
fn brief(text: &str) -> String {
    let ends = [",", ":", ";", " (", " of ", " in ", " for "];
    let end = ends.iter().filter_map(|end| text.find(end)).min().unwrap_or(text.len());
    text[..end].to_owned()
}

/// The main keys of what is at hand, as far as they fit.
pub(super) fn hint(app: &App, area: Area, buffer: &mut Buffer, theme: Theme) {
    let text = match &app.overlay {
        Some(Overlay::Bar(bar)) if bar.error.is_some() => mistake(bar, area, buffer, theme),
        Some(Overlay::Bar(bar)) => match (&bar.offered, bar.worked) {
            (Some(offered), _) => ways(offered, usize::from(area.width)),
            (None, Some((done, all))) => {
                let told = format!("{SEARCHING}: {done} of {all}");
                let all: Vec<&str> = bar.left.as_deref().into_iter().chain([told.as_str(), "Esc goes back"]).collect();
                parts(&all, usize::from(area.width))
            }
            (None, None) => {
                let hint = bar.left.as_deref().into_iter().chain(bar.hint.as_deref());
                let idle = bar.line.text.trim().is_empty() && does_nothing_when_empty(app, bar);
                let asked = asked_of(app, bar).iter().copied().filter(|part| !(idle && part.starts_with("Enter")));
                let all: Vec<&str> = hint.chain(asked).collect();
                parts(&all, usize::from(area.width))
            }
        },
        Some(Overlay::Menu(menu)) if App::is_facet_menu(menu) && app.leaves_out() => {
            "type to find · Enter leaves it out · Tab only this · Esc".to_owned()
        }
        Some(Overlay::Menu(menu)) if App::is_facet_menu(menu) => {
            "type to find · Enter only this · Tab leaves it out · Esc".to_owned()
        }
        Some(Overlay::Menu(menu)) if App::is_listing(menu) => "type to find · Enter opens the results · Esc".to_owned(),
        Some(Overlay::Kwic) => {
            parts(&["j k Space b move", "Enter opens the place", "o another order", "Esc"], usize::from(area.width))
        }
        Some(Overlay::Menu(menu)) if menu.runs => "type to find · Enter does it · Esc".to_owned(),
        Some(Overlay::Menu(_)) => "type to filter · arrows scroll · Esc".to_owned(),
        Some(Overlay::Labels { .. }) => "type a label to follow that entity · Esc".to_owned(),
        Some(Overlay::Page { .. }) => parts(&["j k gg G scroll", "any other key closes"], usize::from(area.width)),
        None if app.choices && !app.keys.is_empty() => return,
        None if app.keys.is_empty() && app.count.is_none() && said(app, area.width).len() > 1 => return,
        None => hints::line(app, usize::from(area.width)),
    };
    put(buffer, area.x, area.y, area.width, &text, theme.quiet());
}

/// What can be done in a bar, the most wanted first.
fn asked_of(app: &App, bar: &Bar) -> &'static [&'static str] {
    match bar.kind {
        BarKind::Corpus if bar.fresh => &["typing replaces it", "Left End edit it", "Esc", "Up earlier searches"],
        BarKind::Corpus if query::open_word(&bar.query()).is_some() => {
            &["Enter takes the whole word, without *", "Esc goes back", "Tab completes", "Up earlier"]
        }
        BarKind::Corpus => &["Enter keeps", "Esc goes back", "Tab completes", "Up earlier searches"],
        BarKind::InDocument => &["Enter finds in this document", "Esc"],
        BarKind::Note if app.changes_note() => &["Enter puts the note there", "an empty one takes it off", "Esc"],
        BarKind::Note => &["Enter puts the note there", "Esc keeps it"],
        BarKind::Tag => &["Enter tags", "-word takes a tag off", "Esc"],
        BarKind::Entity => &["Enter keeps what is found", "Esc lists all again"],
        BarKind::Rename(_) => &["Enter gives the entity this name", "Esc"],
    }
}

/// Nothing comes of such a line before anything is typed.
fn does_nothing_when_empty(app: &App, bar: &Bar) -> bool {
    match bar.kind {
        BarKind::Corpus | BarKind::Entity => false,
        BarKind::Note => !app.changes_note(),
        BarKind::InDocument | BarKind::Tag | BarKind::Rename(_) => true,
    }
}

/// As many parts as there is room for.
fn parts(all: &[&str], room: usize) -> String {
    let mut out = String::new();
    for part in all {
        let gap = if out.is_empty() { "" } else { " · " };
        if width::cells(&out) + width::cells(gap) + width::cells(part) <= room {
            out = format!("{out}{gap}{part}");
        }
    }
    out
}

/// Says what is wrong with a query and gives what stands for the hints: with the repair, which is
/// always in sight. What finds no room beside it goes over the lines above the bar.
fn mistake(bar: &Bar, area: Area, buffer: &mut Buffer, theme: Theme) -> String {
    let Some((message, _)) = &bar.error else { return String::new() };
    let room = usize::from(area.width);
    // Where a value is to begin, Tab completes it.
    let proposed = bar.repair.as_ref().filter(|_| !bar.begins_value());
    let repair = match proposed {
        Some(repair) => Some(format!("Tab: {repair}")),
        None => bar.repair.as_ref().map(|_| "Tab completes".to_owned()),
    };
    let whole = format!("{message}{}", repair.as_ref().map(|repair| format!(" · {repair}")).unwrap_or_default());
    if width::cells(&whole) <= room {
        return whole;
    }
    let rows = rows_of(message, room, usize::from(area.y.saturating_sub(2)).clamp(1, 3));
    let first = area.y.saturating_sub(1 + rows.len() as u16);
    clear(buffer, Area { x: area.x, y: first, width: area.width, height: rows.len() as u16 });
    for (row, text) in rows.iter().enumerate() {
        put(buffer, area.x, first + row as u16, area.width, text, theme.trouble());
    }
    match proposed {
        Some(repair) => format!("Tab: {}", around_difference(repair, &bar.line.text, room.saturating_sub(5))),
        None => parts(&["Esc goes back", "C-u empties the line"], room),
    }
}

/// Cells before the first difference that stay in sight.
const BEFORE: usize = 12;

/// A repair as far as there is room for it, from a little before where it differs from what was typed.
fn around_difference(repair: &str, typed: &str, room: usize) -> String {
    if width::cells(repair) <= room {
        return repair.to_owned();
    }
    let same: usize = repair.chars().zip(typed.chars()).take_while(|(a, b)| a == b).map(|(c, _)| c.len_utf8()).sum();
    let from = repair[..same].char_indices().rev().nth(BEFORE).map_or(0, |(at, _)| at);
    let cut = if from > 0 { "…" } else { "" };
    format!("{cut}{}", &repair[from..])
}

/// The ways to complete a word, from where the chosen one is in sight.
fn ways(offered: &Offered, width: usize) -> String {
    let written: Vec<String> = offered
        .options
        .iter()
        .enumerate()
        .map(|(place, option)| {
            let count = if option.note.is_empty() { String::new() } else { format!(" ({})", option.note) };
            if place == offered.chosen {
                format!("[{}{count}]", option.text)
            } else {
                format!("{}{count}", option.text)
            }
        })
        .collect();
    let mut from = 0;
    while from < offered.chosen
        && written[from..=offered.chosen].iter().map(|way| width::cells(way) + 2).sum::<usize>() > width
    {
        from += 1;
    }
    written[from..].join("  ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::input::Key;
    use crate::app::keymap::{Context, Keymap};
    use std::collections::BTreeMap;

    #[test]
    fn the_choices_of_a_prefix_are_told_apart() {
        let keymap = Keymap::default();
        let mut alike = Vec::new();
        for context in [Context::List, Context::Reader, Context::Entities, Context::Versions, Context::Apparatus] {
            for prefix in ['g', 'z', ']', '[', 'Z'] {
                let mut told: BTreeMap<String, Action> = BTreeMap::new();
                for (keys, action) in keymap.choices(context, &[Key::Char(prefix)]) {
                    if let Some(other) = told.insert(brief(action.describe()), action).filter(|&other| other != action)
                    {
                        alike.push(format!(
                            "{context:?}: {prefix}{keys} and {other:?} are both {:?}",
                            brief(action.describe())
                        ));
                    }
                }
            }
        }
        assert!(alike.is_empty(), "{alike:#?}");
    }
}
