//! Six lines for the first start: the keys to begin with, from the keymap.

use super::{clear, hints, put, width};
use crate::app::App;
use crate::app::action::Action::{self, *};
use crate::app::layout::Area;
use crate::text::counted;
use crate::tui::theme::Theme;
use ratatui::buffer::Buffer;

/// Going about, finding, names, versions, deciding.
const LINES: [&[(Action, &str)]; 5] = [
    &[(Down, "down"), (Up, "up"), (Enter, "read"), (Leave, "back"), (OtherPane, "other pane")],
    &[(Search, "search"), (NextAsked, "next hit"), (FacetsIn, "counts by source, date, name")],
    &[(PinNext, "follow a name"), (EntityPanel, "names"), (DocumentsWithPinned, "every document with it")],
    &[(Compare, "what differs"), (VersionPanel, "versions"), (Action::Apparatus, "all versions as one text")],
    &[(Help, "every key"), (Keep, "keep"), (Drop, "drop"), (Later, "later"), (Undo, "take back"), (Inbox, "the inbox")],
];

/// Draws the welcome over the foot of the panes; gives the cell where it begins.
pub(super) fn draw(app: &App, status: Area, buffer: &mut Buffer, theme: Theme) -> Option<(u16, u16)> {
    if !app.welcomes() {
        return None;
    }
    let room = usize::from(status.width.saturating_sub(2));
    let height = LINES.len() as u16 + 1;
    let first = status.y.saturating_sub(height);
    // A line above keeps it apart where there is room for one.
    let gap = u16::from(first > 4);
    clear(buffer, Area { x: 0, y: first - gap, width: status.width, height: height + gap });
    put(buffer, 1, first, status.width - 1, &greeting(app, room), theme.strong());
    for (line, parts) in LINES.iter().enumerate() {
        let text = hints::parts(app, parts, room);
        put(buffer, 1, first + 1 + line as u16, status.width - 1, &text, theme.quiet());
    }
    Some((1, first))
}

fn greeting(app: &App, room: usize) -> String {
    let documents = counted(app.totals.documents, "document");
    let ways = [
        format!("Welcome to {}: {documents}. The keys to begin with; any key puts this away for good.", app.name),
        format!("Welcome: {documents}. Any key puts this away for good."),
        "Welcome. Any key puts this away.".to_owned(),
    ];
    let [.., shortest] = &ways;
    ways.iter().find(|way| width::cells(way) <= room).unwrap_or(shortest).clone()
}
