//! The first keys, told at the first start in a library until one is pressed.

use super::App;
use super::effect::Effect;

impl App {
    /// The welcome is on the screen: not before there is something to read.
    pub fn welcomes(&self) -> bool {
        self.welcome && (self.totals.documents > 0 || self.adding.is_some())
    }

    /// It goes for good: that is written down before the key does its own work, if it has any.
    pub(super) fn put_welcome_away(&mut self) -> Vec<Effect> {
        if !self.welcomes() {
            return Vec::new();
        }
        self.welcome = false;
        self.remember_place().into_iter().collect()
    }
}
