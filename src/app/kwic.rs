//! The concordance: every place of a query, one a line, the words in the middle.

use super::action::Action;
use super::effect::{Channel, Effect, Request};
use super::input::Key;
use super::overlay::Overlay;
use super::reader::Then;
use super::{App, Asked, Held, Pane};
use crate::library::types::DocNo;
use crate::library::types::kwic::{KwicLine, KwicOrder, KwicPlace, KwicPlaces};
use crate::text::counted;
use std::collections::HashMap;

/// Lines at hand are thrown away beyond this many.
const LINES: usize = 2_000;

/// A concordance, open or left for one of its places.
#[derive(Clone, Debug)]
pub struct Kwic {
    pub query: String,
    pub order: KwicOrder,
    pub places: Vec<KwicPlace>,
    pub documents: usize,
    /// Documents that were found by something else than their text.
    pub without: usize,
    pub cursor: usize,
    /// The first line on the screen.
    pub top: usize,
    lines: HashMap<(DocNo, u32), KwicLine>,
    /// The lines that were asked for last.
    asked: std::ops::Range<usize>,
    /// One of its places is being read.
    left: bool,
}

impl Kwic {
    /// A line, if it is at hand.
    pub fn line(&self, place: usize) -> Option<&KwicLine> {
        let place = self.places.get(place)?;
        self.lines.get(&(place.document, place.start))
    }

    fn move_to(&mut self, place: usize, height: usize) {
        self.cursor = place.min(self.places.len().saturating_sub(1));
        let height = height.max(1);
        let jump = (height / 3).max(1);
        if self.cursor < self.top {
            self.top = self.cursor.saturating_sub(height - jump.min(height));
        } else if self.cursor >= self.top + height {
            self.top = (self.cursor + jump + 1).saturating_sub(height).min(self.cursor);
        }
        self.top = self.top.min(self.places.len().saturating_sub(height)).min(self.cursor);
    }
}

impl App {
    /// Asks for every place of a query, of the one in force where none is given.
    pub(super) fn ask_for_kwic(&mut self, query: &str) -> Vec<Effect> {
        let query = if query.is_empty() { self.query.clone() } else { query.to_owned() };
        if query.trim().is_empty() {
            self.say(format!("nothing was searched for; {} QUERY lists the places of a query", self.asked_for("kwic")));
            return Vec::new();
        }
        self.concordance_of(query, KwicOrder::default())
    }

    fn concordance_of(&mut self, query: String, order: KwicOrder) -> Vec<Effect> {
        self.kwic_asked = (query.clone(), order);
        vec![self.ask(Channel::Kwic, Request::Kwic { query, order })]
    }

    /// The lines of the concordance on the screen.
    pub fn kwic_height(&self) -> usize {
        usize::from(self.height).saturating_sub(4).max(1)
    }

    pub(super) fn kwic_came(&mut self, found: KwicPlaces) {
        let (query, order) = self.kwic_asked.clone();
        if found.places.is_empty() {
            self.say(match found.without {
                0 => format!("nothing is found for {query}; {} tries it on the list", self.key_of(Action::Search)),
                many => format!("{query} stands in no text; it finds {} otherwise", counted(many, "document")),
            });
            return;
        }
        // In another order, the cursor stays with its line.
        let before = self.kwic.take().filter(|before| before.query == query);
        let held = before.as_ref().and_then(|before| before.places.get(before.cursor).copied());
        let cursor = held.and_then(|held| found.places.iter().position(|place| *place == held)).unwrap_or(0);
        let KwicPlaces { places, documents, without } = found;
        let lines = before.map(|before| before.lines).unwrap_or_default();
        let mut kwic =
            Kwic { query, order, places, documents, without, cursor: 0, top: 0, lines, asked: 0..0, left: false };
        kwic.move_to(cursor, self.kwic_height());
        self.kwic = Some(kwic);
        self.overlay = Some(Overlay::Kwic);
        self.status = super::Status::default();
    }

    pub(super) fn kwic_lines_came(&mut self, lines: Vec<KwicLine>) {
        let Some(kwic) = &mut self.kwic else { return };
        kwic.asked = 0..0;
        if kwic.lines.len() > LINES {
            kwic.lines.clear();
        }
        kwic.lines.extend(lines.into_iter().map(|line| ((line.place.document, line.place.start), line)));
    }

    /// Asks for the lines on the screen that are not at hand, with a page more each way.
    pub(super) fn missing_kwic(&mut self) -> Option<Effect> {
        if !matches!(self.overlay, Some(Overlay::Kwic)) {
            return None;
        }
        let height = self.kwic_height();
        let kwic = self.kwic.as_mut()?;
        let last = kwic.places.len();
        let seen = kwic.top..(kwic.top + height).min(last);
        let lacks = seen.clone().any(|place| kwic.line(place).is_none());
        if !lacks || (kwic.asked.start <= seen.start && seen.end <= kwic.asked.end) {
            return None;
        }
        kwic.asked = kwic.top.saturating_sub(height)..(kwic.top + 2 * height).min(last);
        let places = kwic.asked.clone().filter(|&place| kwic.line(place).is_none()).map(|at| kwic.places[at]).collect();
        Some(self.ask(Channel::KwicLines, Request::KwicLines { places }))
    }

    /// A key while the concordance is open.
    pub(super) fn kwic_key(&mut self, key: Key) -> Vec<Effect> {
        let height = self.kwic_height();
        self.overlay = Some(Overlay::Kwic);
        if self.awaits(Channel::Kwic) {
            if matches!(key, Key::Esc | Key::Ctrl('c')) {
                self.say("stopped".to_owned());
                return vec![self.call_off(Channel::Kwic)];
            }
            // Meant for the order that is on its way.
            self.held.push_back(Held::Key(key));
            return Vec::new();
        }
        let Some(kwic) = &mut self.kwic else {
            self.overlay = None;
            return Vec::new();
        };
        self.status = super::Status::default();
        let (at, page) = (kwic.cursor, height.saturating_sub(1).max(1));
        let to = match key {
            Key::Char('j' | 'n') | Key::Down | Key::Ctrl('n') => at + 1,
            Key::Char('k' | 'N') | Key::Up | Key::Ctrl('p') => at.saturating_sub(1),
            Key::Char(' ') | Key::PageDown | Key::Ctrl('f') => at + page,
            Key::Char('b') | Key::PageUp | Key::Ctrl('b') => at.saturating_sub(page),
            Key::Ctrl('d') => at + (height / 2).max(1),
            Key::Ctrl('u') => at.saturating_sub((height / 2).max(1)),
            Key::Char('g') | Key::Home => 0,
            Key::Char('G') | Key::End => usize::MAX,
            Key::Char('o') => {
                let order = KwicOrder::ALL.iter().position(|order| *order == kwic.order).unwrap_or(0);
                let order = KwicOrder::ALL[(order + 1) % KwicOrder::ALL.len()];
                let query = kwic.query.clone();
                return self.concordance_of(query, order);
            }
            Key::Enter | Key::Char('l') => return self.open_kwic_place(),
            Key::Char('?' | ':' | '/') => {
                self.overlay = None;
                return self.key(key);
            }
            Key::Esc | Key::Char('q') | Key::Ctrl('c' | 'g') => {
                (self.overlay, self.kwic) = (None, None);
                return Vec::new();
            }
            _ => return Vec::new(),
        };
        kwic.move_to(to, height);
        Vec::new()
    }

    fn open_kwic_place(&mut self) -> Vec<Effect> {
        let Some(kwic) = &mut self.kwic else { return Vec::new() };
        let Some(&place) = kwic.places.get(kwic.cursor) else { return Vec::new() };
        kwic.left = true;
        let query = kwic.query.clone();
        self.overlay = None;
        self.leave_trail();
        (self.reading, self.pane, self.asked) = (true, Pane::Reader, Asked::Hits);
        self.follow_in_list(place.document);
        if query != self.query {
            self.finding = Some(query.clone());
        }
        self.say(format!("{} comes back to the concordance", self.key_of(Action::Dismiss)));
        vec![self.ask_for(place.document, Then::Passage(place.start as usize, place.end as usize), query)]
    }

    /// Comes back to the concordance that was left for one of its places.
    pub(super) fn back_to_kwic(&mut self) -> bool {
        let back = self.pane == Pane::Reader && self.kwic.as_mut().is_some_and(|kwic| std::mem::take(&mut kwic.left));
        if back {
            self.overlay = Some(Overlay::Kwic);
            self.status = super::Status::default();
        }
        back
    }
}
