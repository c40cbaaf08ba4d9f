//! Turning from pane to pane and from document to document.

use super::action::Action;
use super::effect::{Channel, Effect, Request};
use super::overlay::Overlay;
use super::reader::{Coming, Then};
use super::{App, Pane, Panel};
use crate::library::types::DocNo;
use crate::library::types::entities::Browse;

impl App {
    /// Moves between panes and documents, and opens and closes them.
    pub(crate) fn turn_to(&mut self, action: Action, count: Option<usize>) -> Vec<Effect> {
        match action {
            Action::NextDocument => self.neighbour(count.unwrap_or(1) as isize),
            Action::PreviousDocument => self.neighbour(-(count.unwrap_or(1) as isize)),
            Action::OtherPane => self.other_pane(),
            Action::Enter => self.enter(),
            Action::Back => self.back(),
            Action::Forward => self.forward(),
            Action::Leave => self.leave(),
            Action::Dismiss if self.is_collating() => self.end_apparatus(),
            Action::Dismiss
                if self.collating.is_some() && self.list.marked.is_empty() && self.list.range_from.is_none() =>
            {
                self.end_apparatus()
            }
            Action::Dismiss => self.dismiss(),
            Action::ToggleWrap => {
                self.reader.wide = !self.reader.wide;
                let width = if self.reader.wide { "over the whole width" } else { "at most 90 columns wide" };
                self.say(format!("the text is set {width}"));
                Vec::new()
            }
            Action::FullScreen => {
                let shown = self.document_shown().is_some();
                self.full = !(self.full && shown);
                if shown {
                    (self.reading, self.pane) = (true, Pane::Reader);
                    return Vec::new();
                }
                self.open_current(self.first_sight())
            }
            Action::ToggleEntityMarks => {
                self.reader.hide_entities = !self.reader.hide_entities;
                let marked = if self.reader.hide_entities { "no longer marked" } else { "marked" };
                self.say(format!("names are {marked}"));
                Vec::new()
            }
            Action::EntityPanel => self.toggle_panel(Panel::Entities),
            Action::VersionPanel => self.toggle_panel(Panel::Versions),
            _ => Vec::new(),
        }
    }

    fn neighbour(&mut self, by: isize) -> Vec<Effect> {
        let last = self.list.documents.len().saturating_sub(1);
        // A count beyond the end leads to the end.
        let place = self.list.cursor.saturating_add_signed(by).min(last);
        if place == self.list.cursor {
            self.say(if by > 0 { "this is the last document" } else { "this is the first document" }.to_owned());
            return Vec::new();
        }
        self.list.move_to(place, self.list_height());
        self.turned()
    }

    /// The list's cursor has come to another document: reader and panel follow as far as they show it.
    pub(crate) fn turned(&mut self) -> Vec<Effect> {
        let effects = self.preview();
        if effects.is_empty() && self.panel.is_some() { self.fill_panel() } else { effects }
    }

    fn other_pane(&mut self) -> Vec<Effect> {
        if self.pane == Pane::Reader {
            self.leave_trail();
        }
        let layout = self.layout();
        let reader = layout.reader.height > 0 && self.reader.document.is_some();
        let panel = layout.panel.height > 0;
        self.pane = match self.pane {
            Pane::List if reader => Pane::Reader,
            Pane::List | Pane::Reader if panel => Pane::Panel,
            // Nothing stands beside the list: the other pane is the reader.
            Pane::List if self.list.current().is_some_and(|document| self.is_coming(document)) => Pane::Reader,
            Pane::List => return self.open_current(Then::Stay),
            // A panel over everything has its other pane behind it.
            Pane::Panel if layout.list.height == 0 && self.reading => Pane::Reader,
            _ => Pane::List,
        };
        if self.pane == Pane::Reader {
            self.reading = true;
        }
        Vec::new()
    }

    fn enter(&mut self) -> Vec<Effect> {
        match (self.pane, self.panel) {
            (Pane::List, _) => {
                let then = match self.list.current() {
                    // Coming back to what was being read, or to what is on its way already.
                    Some(document) if self.is_open(document) => Then::Stay,
                    Some(document) if self.is_coming(document) => {
                        (self.reading, self.pane) = (true, Pane::Reader);
                        return Vec::new();
                    }
                    _ => self.first_sight(),
                };
                self.open_current(then)
            }
            (Pane::Panel, Some(Panel::Entities)) => self.enter_entity(),
            (Pane::Panel, Some(Panel::Versions)) => self.enter_version(),
            _ => Vec::new(),
        }
    }

    /// Opens the document at the list's cursor in the reader.
    pub(crate) fn open_current(&mut self, then: Then) -> Vec<Effect> {
        let Some(document) = self.list.current() else {
            self.say_none("there is no document to open");
            return Vec::new();
        };
        self.reading = true;
        self.pane = Pane::Reader;
        self.open(document, then)
    }

    /// On a wide screen, shows the document at the list's cursor beside it.
    pub(crate) fn preview(&mut self) -> Vec<Effect> {
        match self.list.current() {
            Some(document) if self.is_open(document) || self.is_coming(document) => Vec::new(),
            Some(document) if self.is_wide() || self.reading => self.open(document, self.first_sight()),
            _ => Vec::new(),
        }
    }

    /// The list has the keys, or stands beside the reader, again: the reader shows the list's document,
    /// which the keys act on, where it was led to another one.
    pub(super) fn come_to_list(&mut self) -> Vec<Effect> {
        if self.awaiting_list || self.reader.next_number() == self.list.current() {
            return Vec::new();
        }
        self.preview()
    }

    /// Shows the document at which a key that was held down has led, if that is to be done yet.
    pub(super) fn come_to_rest(&mut self) -> Vec<Effect> {
        if std::mem::take(&mut self.preview_due) { self.preview() } else { Vec::new() }
    }

    /// Where a document that is come to is read from.
    pub(crate) fn first_sight(&self) -> Then {
        if self.query.trim().is_empty() { Then::Start } else { Then::FirstHit }
    }

    fn is_coming(&self, document: DocNo) -> bool {
        self.reader.coming.as_ref().is_some_and(|coming| coming.document == document && coming.query == self.query)
    }

    /// Asks for a document, or goes to the place when it is open already.
    pub(crate) fn open(&mut self, document: DocNo, then: Then) -> Vec<Effect> {
        if self.is_open(document) {
            self.arrive(then);
            return Vec::new();
        }
        vec![self.ask_for(document, then, self.query.clone())]
    }

    /// The reader has the document, with the hits of today's query.
    fn is_open(&self, document: DocNo) -> bool {
        let hits = self.reader.query == self.query;
        hits && self.reader.number() == Some(document) && self.reader.coming.is_none()
    }

    /// Asks for a document and the hits of a query in it.
    pub(crate) fn ask_for(&mut self, document: DocNo, then: Then, query: String) -> Effect {
        self.preview_due = false;
        self.reader.coming = Some(Coming { document, then, query: query.clone() });
        let width = self.page_width(false);
        self.ask(Channel::Document, Request::Open { document, query, width })
    }

    /// Puts the list's cursor on a document, where it is listed.
    pub(crate) fn follow_in_list(&mut self, document: DocNo) {
        if self.list.current() != Some(document)
            && let Some(place) = self.list.documents.iter().position(|&known| known == document)
        {
            self.list.move_to(place, self.list_height());
        }
    }

    fn leave(&mut self) -> Vec<Effect> {
        if self.is_wide() && self.pane == Pane::List {
            // What stands beside the list only follows it: to put that away would change nothing that is seen.
            self.reading = false;
        }
        if self.is_beside_its_browser() {
            return self.go_up().unwrap_or_default();
        }
        if self.panel.is_some() && self.pane == Pane::Panel {
            self.panel = None;
            self.pane = if self.reading { Pane::Reader } else { Pane::List };
        } else if self.full {
            self.full = false;
        } else if self.reading {
            if self.pane == Pane::Reader {
                self.leave_trail();
            }
            self.reading = false;
            self.pane = Pane::List;
        } else if self.panel.is_some() {
            self.panel = None;
        } else if self.awaits(Channel::Search)
            && let Some((query, before)) = self.kept.take()
        {
            return self.back_to_results(query, before);
        } else if self.has_list_above() {
            return self.go_up().unwrap_or_default();
        } else {
            return self.quit();
        }
        Vec::new()
    }

    /// Takes the innermost thing off, one at a time.
    fn dismiss(&mut self) -> Vec<Effect> {
        let work = [
            Channel::Card,
            Channel::Entities,
            Channel::Facets,
            Channel::Marking,
            Channel::Report,
            Channel::Kwic,
            Channel::Listing,
        ];
        if let Some(channel) = work.into_iter().find(|&channel| self.awaits(channel)) {
            self.say("stopped".to_owned());
            return vec![self.call_off(channel)];
        }
        if let Some(stop) = self.stop_mending() {
            self.say("the repair is being stopped and taken back".to_owned());
            return vec![stop];
        }
        if self.awaits(Channel::Export) {
            self.say("stopped; no file was written".to_owned());
            return vec![self.call_off(Channel::Export)];
        }
        if self.looking.take().is_some() {
            self.say("stopped".to_owned());
            return vec![self.call_off(Channel::Step)];
        }
        if self.awaits(Channel::Search)
            && let Some((query, before)) = self.kept.take()
        {
            return self.back_to_results(query, before);
        }
        let finding = self.reader.document.is_some() && self.reader.query != self.query && self.reader.coming.is_none();
        if self.list.range_from.take().is_some() {
            self.say("the range is given up".to_owned());
        } else if !self.list.marked.is_empty() {
            self.list.unmark();
        } else if self.comparing {
            self.end_base();
            self.end_comparison();
            if self.awaits(Channel::Diff) {
                // A comparison of long texts is on its way, for nobody.
                self.say("stopped".to_owned());
                return vec![self.call_off(Channel::Diff)];
            }
        } else if self.showing_new {
            self.end_newness();
        } else if self.pinned.is_some() {
            self.pinned = None;
        } else if self.base.take().is_some() {
            self.say("no base any more; comparisons are with the group's leader".to_owned());
        } else if self.full {
            self.full = false;
        } else if self.is_beside_its_browser() {
            return self.go_up().unwrap_or_default();
        } else if self.panel.is_some() {
            self.panel = None;
            if self.pane == Pane::Panel {
                self.pane = if self.reading { Pane::Reader } else { Pane::List };
            }
        } else if self.back_to_kwic() || self.back_to_listing() {
            return Vec::new();
        } else if let (Some(document), true) = (self.reader.number(), finding && self.pane == Pane::Reader) {
            return vec![self.ask_for(document, Then::Stay, self.query.clone())];
        } else if let Some(effects) = (self.pane == Pane::List).then(|| self.go_up()).flatten() {
            return effects;
        } else if self.adding.is_some() {
            self.say(format!("documents are being added; {} ends that, what was read stays", self.asked_for("stop")));
        }
        Vec::new()
    }

    pub(super) fn toggle_panel(&mut self, panel: Panel) -> Vec<Effect> {
        self.entities.whole = false;
        self.entities.browse = Browse::default();
        if self.panel == Some(panel) {
            self.panel = None;
            if self.pane == Pane::Panel {
                self.pane = if self.reading { Pane::Reader } else { Pane::List };
            }
            return Vec::new();
        }
        if panel == Panel::Entities && self.document_listed().is_none() {
            self.say(format!("there is no document here; {} lists all names", self.key_of(Action::AllEntities)));
            return Vec::new();
        }
        let alone = self.current().and_then(|document| self.list.row(document)).is_some_and(|row| row.group.is_none());
        if panel == Panel::Versions && alone && !self.is_wide() {
            self.say_alone();
            return Vec::new();
        }
        self.panel = Some(panel);
        self.full = false;
        let effects = self.fill_panel();
        self.pane = Pane::Panel;
        effects
    }

    pub(crate) fn open_information(&mut self) -> Vec<Effect> {
        let Some(current) = self.current() else {
            self.say_none("there is no document here");
            return Vec::new();
        };
        match &self.reader.document {
            Some(document)
                if document.row.number == current
                    && document.row.group.is_some()
                    && self.versions.of != Some(current) =>
            {
                self.then_information = true;
                self.ask_for_group(current)
            }
            Some(document) if document.row.number == current => {
                let why = self.versions.why.as_ref().filter(|why| why.document == current);
                let standing = self.list.row(current).map(|row| &row.standing);
                let group = self.versions.group_with(current);
                self.overlay =
                    Some(Overlay::information(document, standing, group, why, &|action| self.key_of(action)));
                Vec::new()
            }
            _ => self.when_open(current, Action::Information),
        }
    }
}
