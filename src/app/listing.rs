//! Lists of queries: those of a file with what each finds, and the saved searches.

use super::App;
use super::action::Action;
use super::effect::{Channel, Effect, Request};
use super::menu::{Does, Menu, MenuLine};
use super::overlay::Overlay;
use crate::library::types::kwic::ListRow;
use crate::library::types::{SavedSearch, in_query};
use crate::text::counted;

/// A list of queries, open or left for the results of one.
#[derive(Clone, Debug)]
pub(super) struct Listing {
    /// What each line asks for, and whether it can be read.
    queries: Vec<(String, bool)>,
    /// As it was when a line was opened.
    menu: Option<Menu>,
    /// The query that was opened from it.
    opened: Option<String>,
}

impl App {
    /// Saves the query in force under a name.
    pub(super) fn save_query(&mut self, name: &str) -> Vec<Effect> {
        let query = self.query.trim().to_owned();
        if query.is_empty() {
            self.say(format!(
                "nothing was searched for; {} searches, then {} NAME saves it",
                self.key_of(Action::Search),
                self.asked_for("save")
            ));
            return Vec::new();
        }
        vec![self.ask(Channel::Decide, Request::Save { name: name.to_owned(), query })]
    }

    pub(super) fn ask_for_listing(&mut self, path: &str) -> Vec<Effect> {
        vec![self.ask(Channel::Listing, Request::Listing { path: path.to_owned() })]
    }

    pub(super) fn listing_came(&mut self, path: &str, rows: Vec<ListRow>) {
        if rows.is_empty() {
            self.say(format!("{path} holds no query; write one a line"));
            return;
        }
        let mut queries = Vec::with_capacity(rows.len());
        let mut lines = Vec::with_capacity(rows.len());
        for (at, row) in rows.into_iter().enumerate() {
            queries.push((row.query.clone(), row.found.is_ok()));
            let (keys, text, context) = match row.found {
                Ok(found) => {
                    let first = found.first.map(|first| format!(", first {first}")).unwrap_or_default();
                    let groups = if found.documents == 0 { String::new() } else { counted(found.groups, "group") };
                    let gap = if groups.is_empty() { "" } else { " · " };
                    (found.documents.to_string(), format!("{}{gap}{groups}{first}", row.query), "documents")
                }
                Err(flaw) => {
                    (format!("line {}", row.line), format!("{}: {}", row.query, flaw.message), "cannot be read")
                }
            };
            lines.push(MenuLine { keys, text, context, does: Does::Ask(at) });
        }
        let wrong = queries.iter().filter(|query| !query.1).count();
        let title = match wrong {
            0 => counted(queries.len(), "query"),
            wrong => format!("{}, {wrong} not readable", counted(queries.len(), "query")),
        };
        self.show_listing(&title, lines, queries);
    }

    pub(super) fn saved_came(&mut self, saved: Vec<SavedSearch>) {
        if saved.is_empty() {
            self.say(format!("no search is saved; {} NAME saves the one in force", self.asked_for("save")));
            return;
        }
        let queries = saved.iter().map(|saved| (in_query(&saved.name), true)).collect();
        let line = |(at, saved): (usize, SavedSearch)| MenuLine {
            keys: saved.name,
            text: saved.query,
            context: "saved search",
            does: Does::Ask(at),
        };
        self.show_listing("saved searches", saved.into_iter().enumerate().map(line).collect(), queries);
    }

    fn show_listing(&mut self, title: &str, lines: Vec<MenuLine>, queries: Vec<(String, bool)>) {
        self.listing = Some(Listing { queries, menu: None, opened: None });
        self.overlay = Some(Overlay::menu(title, lines, true, "type part of a query"));
        self.status = super::Status::default();
    }

    /// Opens the results of a line, or the bar where it cannot be read.
    pub(super) fn open_listed(&mut self, at: usize, menu: Menu) -> Vec<Effect> {
        let Some(listing) = &mut self.listing else { return Vec::new() };
        let Some((query, readable)) = listing.queries.get(at).cloned() else { return Vec::new() };
        (listing.menu, listing.opened) = (Some(menu), Some(query.clone()));
        if !readable {
            let mut effects = self.open_bar(query);
            effects.extend(self.typed());
            return effects;
        }
        let effects = self.search_for(query);
        self.say(format!("{} comes back to the list", self.key_of(Action::Dismiss)));
        effects
    }

    /// Comes back to the list whose line was opened, from its results.
    pub(super) fn back_to_listing(&mut self) -> bool {
        let Some(listing) = &mut self.listing else { return false };
        if self.pane != super::Pane::List || listing.opened.as_deref() != Some(self.query.as_str()) {
            return false;
        }
        listing.opened = None;
        let Some(menu) = listing.menu.take() else { return false };
        self.overlay = Some(Overlay::Menu(menu));
        true
    }

    /// Comes back to the list from the bar that a line was opened in as it cannot be read.
    pub(super) fn back_to_listing_from_bar(&mut self) {
        let Some(listing) = &mut self.listing else { return };
        let opened =
            listing.opened.take_if(|opened| listing.queries.iter().any(|(query, good)| query == opened && !good));
        if opened.is_some() {
            self.overlay = listing.menu.take().map(Overlay::Menu);
        }
    }

    /// What was typed is searched for in place of a line that cannot be read.
    pub(super) fn leave_listing(&mut self) {
        if let Some(listing) = &mut self.listing {
            listing.opened = None;
        }
    }

    /// True for the list of queries.
    pub fn is_listing(menu: &Menu) -> bool {
        menu.all.iter().any(|line| matches!(line.does, Does::Ask(_)))
    }
}
