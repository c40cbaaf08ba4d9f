//! Places: the trail that `C-o` goes back along, and those under a letter.

use super::action::Action;
use super::effect::Effect;
use super::input::Key;
use super::reader::Then;
use super::{App, Pane, Spot};
use crate::library::types::DocNo;

/// A place of the trail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Stop {
    spot: Spot,
    /// Whose results were listed.
    query: String,
    /// The list had the keys, with the document at its cursor.
    in_list: bool,
    /// The reader was open, under the list or alone.
    reading: bool,
}

/// Places that `C-o` can come back to.
const TRAIL: usize = 200;

impl App {
    /// The letters of the places that can be gone back to.
    pub fn places(&self) -> impl Iterator<Item = char> {
        self.places.keys().copied()
    }

    /// The letter of a place that is set or gone to.
    pub(super) fn place_key(&mut self, key: Key) -> Option<Vec<Effect>> {
        let setting = self.placing? == Action::SetPlace;
        self.clear_keys();
        let Key::Char(letter) = key else { return Some(Vec::new()) };
        if setting {
            match self.spot() {
                Some(spot) => {
                    self.places.insert(letter, spot);
                    self.say(format!(
                        "this place is {letter} now; {}{letter} comes back to it",
                        self.key_of(Action::GoToPlace)
                    ));
                }
                None => self.say_none("there is no document here"),
            }
            return Some(Vec::new());
        }
        match self.places.get(&letter).copied() {
            // As in other readers, the key said twice goes to where one was last.
            None if letter == '\'' => Some(self.back()),
            Some(spot) => {
                self.leave_trail();
                Some(self.go_to_spot(spot))
            }
            None => {
                self.say(format!(
                    "no place is called {letter}; {}{letter} calls this one so",
                    self.key_of(Action::SetPlace)
                ));
                Some(Vec::new())
            }
        }
    }

    /// Where the reader is; where the list hides the text, at the beginning of the document at its cursor.
    pub(crate) fn spot(&self) -> Option<Spot> {
        match self.document_shown() {
            Some(_) => self.reader_spot(),
            None => self.list.current().map(|document| Spot { document, offset: 0 }),
        }
    }

    /// Where the reader is, hidden or not.
    pub(crate) fn reader_spot(&self) -> Option<Spot> {
        self.reader.number().map(|document| Spot { document, offset: self.reader.offset() })
    }

    /// Where the trail comes to when it comes back here, with the document that is at the list's cursor.
    fn stop(&self, listed: Option<DocNo>) -> Option<Stop> {
        let in_list = self.pane == Pane::List || !self.reading;
        let spot = if in_list { listed.map(|document| Spot { document, offset: 0 }) } else { self.spot() };
        let reading = self.reading && !self.is_wide();
        spot.map(|spot| Stop { spot, query: self.query.clone(), in_list, reading })
    }

    /// Remembers where one is, for `C-o`.
    pub(crate) fn leave_trail(&mut self) {
        self.leave_trail_from(self.list.current());
    }

    /// As [`App::leave_trail`], where the list shows other results by now than those that are left.
    pub(super) fn leave_trail_from(&mut self, listed: Option<DocNo>) {
        let Some(stop) = self.stop(listed) else { return };
        self.ahead.clear();
        if self.trail.last() != Some(&stop) {
            if self.trail.len() == TRAIL {
                self.trail.remove(0);
            }
            self.trail.push(stop);
        }
    }

    pub(super) fn back(&mut self) -> Vec<Effect> {
        let here = self.stop(self.list.current());
        while let Some(stop) = self.trail.pop() {
            if Some(&stop) == here.as_ref() {
                continue;
            }
            self.ahead.extend(here);
            return self.go_along(stop);
        }
        self.say("there is nowhere to go back to".to_owned());
        Vec::new()
    }

    /// Goes where `C-o` came back from.
    pub(super) fn forward(&mut self) -> Vec<Effect> {
        let Some(stop) = self.ahead.pop() else {
            self.say(format!("there is nowhere to go on to; {} goes back first", self.key_of(Action::Back)));
            return Vec::new();
        };
        self.trail.extend(self.stop(self.list.current()));
        self.go_along(stop)
    }

    /// Goes to a place of the trail, with the query of then.
    fn go_along(&mut self, Stop { spot, query, in_list, reading }: Stop) -> Vec<Effect> {
        let mut effects = Vec::new();
        let anew = self.query != query;
        if anew {
            self.query = query.clone();
            // Results of the same question leave the cursor with what is being read.
            self.list_query = Some(query);
            effects = self.search_anew();
            self.going_along = true;
        }
        match in_list {
            true => {
                self.reading = reading;
                effects.extend(self.go_to_line(spot, anew));
            }
            false => effects.extend(self.go_to_spot(spot)),
        }
        effects
    }

    /// Comes to the line of a document in the list, or in that which is on its way; nothing is opened that was not.
    fn go_to_line(&mut self, spot: Spot, coming: bool) -> Vec<Effect> {
        (self.pane, self.full) = (Pane::List, false);
        if !self.is_wide() {
            self.panel = None;
        }
        self.follow_in_list(spot.document);
        if coming {
            self.coming_to = Some((spot.document, self.list.cursor.saturating_sub(self.list.top)));
            return Vec::new();
        }
        self.turned()
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
}
