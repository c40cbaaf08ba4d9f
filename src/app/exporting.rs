//! Writing what the query finds to a file, while everything else goes on.

use super::App;
use super::action::Action;
use super::effect::{Channel, Effect, Request};

/// How the status line begins that tells how far it has come.
const EXPORTING: &str = "exporting";

impl App {
    /// Asks for all that the query finds as a file, in the order of the list.
    pub(super) fn export(&mut self, format: &str, path: &str) -> Vec<Effect> {
        if self.awaits(Channel::Export) {
            self.say(format!("another export is still being written; {} stops it", self.key_of(Action::Dismiss)));
            return Vec::new();
        }
        self.say(format!("{EXPORTING} to {path} \u{b7} {} stops", self.key_of(Action::Dismiss)));
        let (query, order) = (self.query.clone(), self.list.order_said());
        let (format, path) = (format.to_owned(), path.to_owned());
        vec![self.ask(Channel::Export, Request::Export { query, order, format, path })]
    }

    /// So many documents are written. What was said meanwhile about something else stays.
    pub(super) fn tell_export(&mut self, done: usize, all: usize) {
        if self.status.text.is_empty() || self.status.text.starts_with(EXPORTING) {
            self.say(format!("{EXPORTING}: {done} of {all} \u{b7} {} stops", self.key_of(Action::Dismiss)));
        }
    }
}
