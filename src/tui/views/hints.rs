//! The hint line: the keys that are worth knowing at the moment, made from the keymap.

use crate::app::action::Action::{self, *};
use crate::app::keymap::{Context, Keymap, in_words};
use crate::app::{App, Asked};
use crate::text::width;

/// The main keys of what is at hand, as far as they fit; the way to all keys is always there.
pub(super) fn line(app: &App, room: usize) -> String {
    let context = app.context();
    let keymap = &app.keymap;
    let help = part(keymap, context, Help, "keys");
    let out = parts(app, &wanted(app), room.saturating_sub(width::cells(&help) + 2));
    if out.is_empty() { help } else { format!("{out}  {help}") }
}

/// Keys with words for what they do, as far as they fit.
pub(super) fn parts(app: &App, wanted: &[(Action, &str)], room: usize) -> String {
    let mut out = String::new();
    for &(action, word) in wanted {
        let part = part(&app.keymap, app.context(), action, word);
        let gap = if out.is_empty() { "" } else { "  " };
        if !part.is_empty() && width::cells(&out) + gap.len() + width::cells(&part) <= room {
            out.push_str(gap);
            out.push_str(&part);
        }
    }
    out
}

/// A key and a word for what it does.
fn part(keymap: &Keymap, context: Context, action: Action, word: &str) -> String {
    let Some(keys) = keymap.keys_for(context, action) else { return String::new() };
    format!("{} {word}", in_words(keys))
}

fn wanted(app: &App) -> Vec<(Action, &'static str)> {
    match app.context() {
        Context::List => list(app),
        Context::Reader if app.comparing && app.reader.is_compared() => vec![
            (NextChange, "change"),
            (Compare, "end"),
            (CycleDiffView, "view"),
            (CycleWhatCounts, "what counts"),
            (UnfoldSame, "unfold"),
            (NewerVersion, "version"),
            (Keep, "keep"),
            (Drop, "drop"),
            (KeepOnlyThis, "keep only this"),
        ],
        Context::Apparatus => vec![
            (NextChange, "slot"),
            (OpenAtSlot, "open a version"),
            (Apparatus, "end"),
            (UnfoldSame, "unfold"),
            (NewerVersion, "next base"),
            (VersionPanel, "versions"),
            (Keep, "keep"),
            (Drop, "drop"),
        ],
        Context::Reader => reader(app),
        Context::Entities if app.entities.of.is_none() => vec![
            (Enter, "its documents"),
            (MarkEntity, "mark"),
            (FindEntity, "find"),
            (EntityTypes, "types"),
            (EntityOrder, "order"),
            (NewEntities, "new"),
            (EntityCard, "card"),
            (MergeEntities, "merge"),
            (HideEntity, "hide"),
            (Leave, "close"),
        ],
        Context::Entities if app.entities.marked.len() > 1 => vec![
            (MergeEntities, "merge marked"),
            (DocumentsWithPinned, "documents with all"),
            (NextTogether, "where two stand together"),
            (MarkEntity, "mark"),
            (EntityPanel, "close"),
        ],
        Context::Entities if app.pinned.is_none() && app.entities.marked.is_empty() => vec![
            (Enter, "go there"),
            (MarkEntity, "mark"),
            (EntityOrder, "order"),
            (EntityForms, "forms"),
            (HideEntity, "hide"),
            (RenameEntity, "rename"),
            (EntityPanel, "close"),
        ],
        Context::Entities => vec![
            (Enter, "go there"),
            (MarkEntity, "mark"),
            (DocumentsWithPinned, "documents"),
            (EntityOrder, "order"),
            (EntityForms, "forms"),
            (MergeEntities, "merge"),
            (HideEntity, "hide"),
            (RenameEntity, "rename"),
            (EntityPanel, "close"),
        ],
        Context::Versions if app.versions.group.is_none() => vec![(VersionPanel, "close")],
        Context::Versions => vec![
            (Enter, "open"),
            (MakeBase, "base"),
            (Compare, "compare"),
            (Keep, "keep"),
            (Drop, "drop"),
            (KeepOnlyThis, "keep only this"),
            (NoVersion, "no version"),
            (LeadGroup, "leads"),
            (VersionPanel, "close"),
        ],
        Context::Anywhere => Vec::new(),
    }
}

fn list(app: &App) -> Vec<(Action, &'static str)> {
    if app.list.documents.is_empty() {
        let empty = app.totals_known && app.totals.documents == 0;
        let leave = (Leave, if app.has_list_above() { "back" } else { "leave" });
        return if empty { vec![leave] } else { vec![(Search, "search"), (Undo, "undo"), leave] };
    }
    if app.list.range_from.is_some() {
        return vec![
            (MarkRange, "mark the range"),
            (Keep, "keep it"),
            (Drop, "drop"),
            (Later, "later"),
            (Tag, "tag"),
            (Star, "star"),
            (Dismiss, "end it"),
        ];
    }
    if !app.list.marked.is_empty() {
        return vec![
            (Keep, "keep marked"),
            (Drop, "drop"),
            (Later, "later"),
            (Tag, "tag"),
            (Dismiss, "unmark"),
            (Mark, "mark"),
            (MarkRange, "range"),
            (MarkAll, "all"),
        ];
    }
    let mut out = vec![(Enter, "read"), (Search, "search"), (Keep, "keep"), (Drop, "drop"), (Later, "later")];
    if app.has_list_above() {
        out.push((Leave, "back"));
    }
    if app.list.current_row().is_none_or(|row| row.group.is_some()) {
        out.extend([(Compare, "compare"), (VersionPanel, "versions")]);
    }
    out.extend([(EntityPanel, "entities"), (Undo, "undo"), (Mark, "mark"), (SortNext, "order")]);
    if app.in_inbox().is_none() && app.totals.undecided > 0 {
        out.push((Inbox, "inbox"));
    }
    out.extend([(FacetsIn, "facets"), (Note, "note")]);
    out
}

fn reader(app: &App) -> Vec<(Action, &'static str)> {
    let mut out = Vec::new();
    if let Some(word) = match app.asked {
        Asked::Mentions => Some("mention"),
        Asked::Hits if !app.reader.hits.is_empty() => Some("hit"),
        Asked::News => Some("new part"),
        Asked::Together => Some("passage"),
        _ => None,
    } {
        out.push((NextAsked, word));
    }
    if app.showing_new {
        out.extend([(GoToSource, "where it stood first"), (ToggleNew, "end")]);
    }
    match app.pinned {
        Some(_) => out.extend([(DocumentsWithPinned, "its documents"), (Dismiss, "end")]),
        None => out.push((PinNext, "follow name")),
    }
    let group = app.reader.document.as_ref().is_some_and(|document| document.row.group.is_some());
    if group || app.base.is_some() {
        out.push((Compare, "compare"));
    }
    out.extend([(Search, "find"), (Keep, "keep"), (Drop, "drop"), (Later, "later")]);
    if group {
        out.extend([(Apparatus, "all versions"), (NewerVersion, "version"), (VersionPanel, "versions")]);
    }
    out.extend([
        (EntityPanel, "entities"),
        (Leave, "list"),
        (Information, "information"),
        (NextDocument, "next"),
        (Note, "note"),
    ]);
    out
}
