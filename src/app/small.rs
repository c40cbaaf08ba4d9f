//! A screen that is too small to show anything: nobody sees what a key would act on, so that none acts
//! but those for leaving.

use super::App;
use super::action::Action;
use super::effect::Effect;
use super::input::Key;
use super::keymap::{Match, in_words};
use super::layout::LEAST;

impl App {
    /// Nothing but the size that is needed is on the screen.
    pub fn is_too_small(&self) -> bool {
        self.width < LEAST.0 || self.height < LEAST.1
    }

    /// What stands on a screen that is too small, the most wanted first.
    pub fn told_too_small(&self) -> String {
        let (width, height) = LEAST;
        let leave = self.keymap.keys_for(self.context(), Action::Quit).map_or("C-c".to_owned(), in_words);
        format!("{width}x{height} is needed; {leave} leaves, other keys do nothing until there is room")
    }

    /// A key while nothing can be seen: leaving, suspending and drawing anew alone mean something.
    pub(super) fn key_unseen(&mut self, key: Key) -> Vec<Effect> {
        match key {
            Key::Ctrl('c') => return self.quit(),
            Key::Ctrl('z') => return vec![Effect::Suspend],
            Key::Ctrl('l') => return vec![Effect::Redraw],
            _ => {}
        }
        self.keys.push(key);
        // What was begun while there was room is not gone on with.
        while !self.keys.is_empty() {
            match self.keymap.look_up(self.context(), &self.keys) {
                Match::Action(Action::Quit) => return self.quit(),
                Match::Action(Action::Suspend) => {
                    self.clear_keys();
                    return vec![Effect::Suspend];
                }
                Match::Prefix => return Vec::new(),
                Match::Action(_) | Match::None => {
                    self.keys.remove(0);
                }
            }
        }
        self.clear_keys();
        Vec::new()
    }
}
