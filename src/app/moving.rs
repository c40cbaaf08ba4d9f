//! Going about: cursors, scrolling, panes, documents, places.

use super::action::Action;
use super::effect::{Channel, Effect, Request};
use super::layout::{Area, LEAST, Wanted, layout};
use super::overlay::Overlay;
use super::reader::{Coming, Then};
use super::{App, Pane, Panel, Spot};
use crate::library::types::DocNo;
use crate::text::segment;

/// Places that `C-o` can come back to.
const TRAIL: usize = 200;

impl App {
    pub(crate) fn list_height(&self) -> usize {
        usize::from(self.layout().list.height)
    }

    /// Lines of text in the reader; its last line is the footnote.
    pub fn reader_height(&self) -> usize {
        usize::from(self.reader_area().height.saturating_sub(1))
    }

    /// Where the reader is, or will be when what hides it goes.
    fn reader_area(&self) -> Area {
        let shown = self.layout().reader;
        if shown.height > 0 {
            return shown;
        }
        layout(self.width, self.height, Wanted { reading: true, panel: false, full: self.full }).reader
    }

    pub(crate) fn panel_height(&self) -> usize {
        usize::from(self.layout().panel.height.saturating_sub(2))
    }

    /// Puts everything within its bounds after a change of size or content.
    pub(crate) fn fit(&mut self) {
        self.uncover();
        let lines = self.layout().list.height;
        if lines > 0 {
            self.list.show_cursor(usize::from(lines));
        }
        let height = self.reader_height();
        // A column of blanks on each side keeps the text off the rules.
        self.reader.fit(usize::from(self.reader_area().width.saturating_sub(2)), height);
        let rows = self.panel_height();
        self.entities.show_cursor(rows);
        self.versions.show_cursor(rows);
    }

    /// The pane that has the keys is never behind another one.
    fn uncover(&mut self) {
        if self.pane == Pane::Panel && self.panel.is_none() {
            self.pane = if self.reading { Pane::Reader } else { Pane::List };
        }
        if self.width < LEAST.0 || self.height < LEAST.1 {
            return;
        }
        let layout = self.layout();
        match self.pane {
            Pane::List if layout.list.height == 0 => {
                self.full = false;
                if !self.is_wide() {
                    self.panel = None;
                }
            }
            Pane::Reader if layout.reader.height == 0 => {
                self.panel = None;
                self.reading = true;
            }
            Pane::Panel if layout.panel.height == 0 => self.full = false,
            _ => {}
        }
    }

    /// The reader is to be seen, whatever lies over it.
    pub(crate) fn uncover_reader(&mut self) {
        if self.layout().reader.height == 0 {
            self.reading = true;
            self.panel = None;
            self.pane = Pane::Reader;
            self.fit();
        }
    }

    /// The document that the reader shows, or is about to; nothing where the list hides it.
    pub(crate) fn document_shown(&self) -> Option<DocNo> {
        self.reader.next_number().filter(|_| self.reading || self.is_wide())
    }

    /// Asks for the rows on the screen that are not at hand.
    pub(crate) fn missing_rows(&mut self) -> Vec<Effect> {
        let height = self.list_height();
        let mut others: Vec<DocNo> = self.reader.number().into_iter().chain(self.current()).collect();
        others.dedup();
        let documents = self.list.missing(height.max(1), &others);
        if documents.is_empty() { Vec::new() } else { vec![self.ask(Channel::Rows, Request::Rows { documents })] }
    }

    /// Movement inside the pane that has the keys.
    pub(crate) fn go(&mut self, action: Action, count: Option<usize>) -> Vec<Effect> {
        match self.pane {
            Pane::List => self.go_in_list(action, count),
            Pane::Reader => self.go_in_reader(action, count),
            Pane::Panel => self.go_in_panel(action, count),
        }
    }

    fn go_in_list(&mut self, action: Action, count: Option<usize>) -> Vec<Effect> {
        let height = self.list_height().max(1);
        let last = self.list.documents.len().saturating_sub(1);
        if action == Action::CentreCursor {
            self.list.top = self.list.cursor.saturating_sub(height / 2);
            return Vec::new();
        }
        let target = target(action, count, self.list.cursor, height, last);
        self.list.move_to(target, height);
        self.preview()
    }

    fn go_in_panel(&mut self, action: Action, count: Option<usize>) -> Vec<Effect> {
        let height = self.panel_height().max(1);
        match self.panel {
            Some(Panel::Entities) => {
                let last = self.entities.shown.len().saturating_sub(1);
                self.entities.cursor = target(action, count, self.entities.cursor, height, last);
                self.entities.show_cursor(height);
            }
            Some(Panel::Versions) => {
                let last = self.versions.length().saturating_sub(1);
                self.versions.cursor = target(action, count, self.versions.cursor, height, last);
                self.versions.show_cursor(height);
            }
            None => {}
        }
        Vec::new()
    }

    fn go_in_reader(&mut self, action: Action, count: Option<usize>) -> Vec<Effect> {
        let height = self.reader_height().max(1);
        let last = self.reader.length().saturating_sub(height);
        let top = self.reader.top;
        match action {
            Action::NextParagraph => self.go_by_paragraph(count.unwrap_or(1), true),
            Action::PreviousParagraph => self.go_by_paragraph(count.unwrap_or(1), false),
            Action::ToPercent => match count {
                Some(percent) => {
                    self.leave_trail();
                    self.reader.top = self.reader.length() * percent.min(100) / 100;
                }
                None => self.say("a number before % says how far to go, as in 50%".to_owned()),
            },
            Action::ReadOn if top >= last => return self.step(Action::NextUndecided, 1),
            Action::CentreCursor => {
                if let Some(focus) = &self.reader.focus {
                    self.reader.top = self.reader.page.row_of(focus.start).saturating_sub(height / 2);
                }
            }
            Action::PageDown | Action::ReadOn => self.reader.top = top + (height - 1).max(1) * count.unwrap_or(1),
            Action::PageUp => self.reader.top = top.saturating_sub((height - 1).max(1) * count.unwrap_or(1)),
            _ => {
                if matches!(action, Action::ToStart | Action::ToEnd) {
                    self.leave_trail();
                }
                self.reader.top = target(action, count, top, height, last);
            }
        }
        self.reader.top = self.reader.top.min(last);
        Vec::new()
    }

    fn go_by_paragraph(&mut self, count: usize, forward: bool) {
        let Some(document) = self.reader.document.clone() else { return };
        let starts: Vec<usize> =
            segment::paragraphs(&document.text).into_iter().map(|paragraph| paragraph.start).collect();
        let page = &self.reader.page;
        for _ in 0..count {
            let top = self.reader.top;
            let place = if forward {
                starts.get(starts.partition_point(|&start| page.row_of(start) <= top))
            } else {
                starts.partition_point(|&start| page.row_of(start) < top).checked_sub(1).map(|place| &starts[place])
            };
            match place {
                Some(&start) => self.reader.top = page.row_of(start),
                None => {
                    self.reader.top = if forward { page.rows.len() } else { 0 };
                    break;
                }
            }
        }
    }

    /// Moves between panes and documents, and opens and closes them.
    pub(crate) fn turn_to(&mut self, action: Action, count: Option<usize>) -> Vec<Effect> {
        match action {
            Action::NextDocument => self.neighbour(count.unwrap_or(1) as isize),
            Action::PreviousDocument => self.neighbour(-(count.unwrap_or(1) as isize)),
            Action::OtherPane => self.other_pane(),
            Action::Enter => self.enter(),
            Action::Back => self.back(),
            Action::Leave => self.leave(),
            Action::Dismiss => {
                self.dismiss();
                Vec::new()
            }
            Action::ToggleWrap => {
                self.reader.wide = !self.reader.wide;
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
                Vec::new()
            }
            Action::EntityPanel => self.toggle_panel(Panel::Entities),
            Action::VersionPanel => self.toggle_panel(Panel::Versions),
            _ => Vec::new(),
        }
    }

    fn neighbour(&mut self, by: isize) -> Vec<Effect> {
        let place = self.list.cursor as isize + by;
        let count = self.list.documents.len() as isize;
        if place < 0 || place >= count {
            self.say(if by > 0 { "this is the last document" } else { "this is the first document" }.to_owned());
            return Vec::new();
        }
        self.list.move_to(place as usize, self.list_height());
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
            self.say("there is no document to open".to_owned());
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
        self.reader.coming = Some(Coming { document, then, query: query.clone() });
        self.ask(Channel::Document, Request::Open { document, query })
    }

    pub(crate) fn spot(&self) -> Option<Spot> {
        self.reader.number().map(|document| Spot { document, offset: self.reader.offset() })
    }

    /// Remembers where the reader is, for `C-o`.
    pub(crate) fn leave_trail(&mut self) {
        if let Some(spot) = self.spot().filter(|spot| self.trail.last() != Some(spot)) {
            if self.trail.len() == TRAIL {
                self.trail.remove(0);
            }
            self.trail.push(spot);
        }
    }

    fn back(&mut self) -> Vec<Effect> {
        let here = self.spot();
        while let Some(spot) = self.trail.pop() {
            if Some(spot) != here {
                return self.go_to_spot(spot);
            }
        }
        self.say("there is nowhere to go back to".to_owned());
        Vec::new()
    }

    pub(crate) fn go_to_spot(&mut self, spot: Spot) -> Vec<Effect> {
        self.reading = true;
        self.pane = Pane::Reader;
        self.follow_in_list(spot.document);
        if self.reader.number() == Some(spot.document) && self.reader.coming.is_none() {
            self.arrive(Then::Offset(spot.offset));
            return Vec::new();
        }
        self.open(spot.document, Then::Offset(spot.offset))
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
        } else {
            return self.quit();
        }
        Vec::new()
    }

    /// Takes the innermost thing off, one at a time.
    fn dismiss(&mut self) {
        if !self.list.marked.is_empty() {
            self.list.unmark();
        } else if self.comparing {
            self.end_comparison();
        } else if self.pinned.is_some() {
            self.pinned = None;
        } else if self.full {
            self.full = false;
        } else if self.panel.is_some() {
            self.panel = None;
            if self.pane == Pane::Panel {
                self.pane = if self.reading { Pane::Reader } else { Pane::List };
            }
        } else if self.adding.is_some() {
            self.say("documents are being added; :stop ends that, what was read stays".to_owned());
        }
    }

    fn toggle_panel(&mut self, panel: Panel) -> Vec<Effect> {
        if self.panel == Some(panel) {
            self.panel = None;
            if self.pane == Pane::Panel {
                self.pane = if self.reading { Pane::Reader } else { Pane::List };
            }
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
            self.say("there is no document here".to_owned());
            return Vec::new();
        };
        match &self.reader.document {
            Some(document) if document.row.number == current => {
                self.overlay = Some(Overlay::information(document, self.versions.member(current)));
                Vec::new()
            }
            _ => self.when_open(current, Action::Information),
        }
    }
}

/// Where a movement leads among `last + 1` lines.
fn target(action: Action, count: Option<usize>, at: usize, height: usize, last: usize) -> usize {
    let times = count.unwrap_or(1);
    let half = (height / 2).max(1) * times;
    let page = (height - 1).max(1) * times;
    let to = match action {
        Action::Down => at.saturating_add(times),
        Action::Up => at.saturating_sub(times),
        Action::HalfPageDown => at.saturating_add(half),
        Action::HalfPageUp => at.saturating_sub(half),
        Action::PageDown | Action::ReadOn => at.saturating_add(page),
        Action::PageUp => at.saturating_sub(page),
        Action::ToStart => count.map_or(0, |line| line.saturating_sub(1)),
        Action::ToEnd => count.map_or(last, |line| line.saturating_sub(1)),
        _ => at,
    };
    to.min(last)
}
