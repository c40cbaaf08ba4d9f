//! Places: the trail that `C-o` goes back along, and those under a letter.

use super::effect::Effect;
use super::input::Key;
use super::reader::Then;
use super::{App, Pane, Spot};

/// Places that `C-o` can come back to.
const TRAIL: usize = 200;

impl App {
    /// The letters of the places that can be gone back to.
    pub fn places(&self) -> impl Iterator<Item = char> {
        self.places.keys().copied()
    }

    /// The letter after `m` or `'`.
    pub(super) fn place_key(&mut self, key: Key) -> Option<Vec<Effect>> {
        let first = *self.keys.first()?;
        let setting = match first {
            Key::Char('m') => true,
            Key::Char('\'') => false,
            _ => return None,
        };
        self.clear_keys();
        let Key::Char(letter) = key else { return Some(Vec::new()) };
        if setting {
            if let Some(spot) = self.spot() {
                self.places.insert(letter, spot);
                self.say(format!("this place is {letter} now; '{letter} comes back to it"));
            }
            return Some(Vec::new());
        }
        match self.places.get(&letter).copied() {
            Some(spot) => {
                self.leave_trail();
                Some(self.go_to_spot(spot))
            }
            None => {
                self.say(format!("no place is called {letter}; m{letter} calls this one so"));
                Some(Vec::new())
            }
        }
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

    pub(super) fn back(&mut self) -> Vec<Effect> {
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
}
