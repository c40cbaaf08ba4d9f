//! Going about: cursors, scrolling, panes, documents, places.

use super::action::Action;
use super::effect::{Channel, Effect, Request};
use super::layout::{Area, Wanted, layout};
use super::page::Setting;
use super::{App, Pane, Panel};
use crate::library::types::DocNo;
use crate::text::segment;

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
        let alone = self.plain.then_some(Pane::Reader);
        layout(self.width, self.height, Wanted { reading: true, panel: false, full: self.full, alone }).reader
    }

    /// The width of a page in the reader; two texts side by side take the whole pane.
    pub(crate) fn page_width(&self, beside: bool) -> usize {
        self.reader.width_in(usize::from(self.reader_area().width.saturating_sub(2)), beside)
    }

    /// How a page of so many cells is set.
    pub(crate) fn setting(&self, width: usize) -> Setting {
        Setting { width, spelt: self.plain }
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
        if rows > 0 {
            self.entities.show_cursor(rows);
            self.versions.show_cursor(rows);
        }
    }

    /// The pane that has the keys is never behind another one.
    fn uncover(&mut self) {
        if self.pane == Pane::Panel && self.panel.is_none() {
            self.pane = if self.reading { Pane::Reader } else { Pane::List };
        }
        if self.is_too_small() {
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
        if documents.is_empty() {
            return Vec::new();
        }
        let query = self.query_shown().to_owned();
        vec![self.ask(Channel::Rows, Request::Rows { documents, query })]
    }

    /// Asks what changed in the versions on the screen, where that is not at hand.
    pub(crate) fn missing_changes(&mut self) -> Vec<Effect> {
        let wanted = self.list.unexplained(self.list_height());
        if wanted.is_empty() || wanted.iter().all(|document| self.explaining.contains(document)) {
            return Vec::new();
        }
        self.explaining = wanted.clone();
        vec![self.ask(Channel::Changes, Request::Changes { documents: wanted })]
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
        if self.holding && self.is_wide() {
            self.preview_due = true;
            return Vec::new();
        }
        self.preview()
    }

    fn go_in_panel(&mut self, action: Action, count: Option<usize>) -> Vec<Effect> {
        let height = self.panel_height().max(1);
        match self.panel {
            Some(Panel::Entities) => {
                let last = self.entities.length().saturating_sub(1);
                let to = target(action, count, self.entities.cursor, height, last);
                self.entities.cursor = to.min(self.entities.shown.len().saturating_sub(1));
                self.entities.show_cursor(height);
                return self.more_entities(to);
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
        self.from_top = action != Action::CentreCursor;
        match action {
            Action::NextParagraph => self.go_by_paragraph(count.unwrap_or(1), true),
            Action::PreviousParagraph => self.go_by_paragraph(count.unwrap_or(1), false),
            Action::ToPercent => match count {
                Some(percent) => {
                    self.leave_trail();
                    self.reader.top = self.reader.length() * percent.min(100) / 100;
                }
                None => {
                    let key = self.key_of(Action::ToPercent);
                    self.say(format!("a number before {key} says how far to go, as in 50{key}"));
                }
            },
            Action::ReadOn if top >= last => return self.step(Action::NextUndecided, 1),
            Action::CentreCursor if self.reader.is_collated() => {
                if let Some(&row) = self.reader.change.and_then(|change| self.reader.page.changes.get(change)) {
                    self.reader.top = row.saturating_sub(height / 2);
                }
            }
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
        let rows = &page.paragraphs;
        for _ in 0..count {
            let top = self.reader.top;
            if !rows.is_empty() {
                let next = rows.get(rows.partition_point(|&row| row <= top)).copied().unwrap_or(page.rows.len());
                let last = rows.partition_point(|&row| row < top).checked_sub(1).map_or(0, |place| rows[place]);
                self.reader.top = if forward { next } else { last };
                continue;
            }
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
