//! What the screen says.

use super::App;

/// The line above the hints.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Status {
    pub text: String,
    pub trouble: bool,
    /// It is cut off where it is longer than the line, as the hints below matter more.
    pub brief: bool,
}

impl App {
    pub(crate) fn say(&mut self, text: String) {
        self.status = Status { text, ..Status::default() };
        self.told_of_others = None;
    }

    /// Says where walking has led to; the hints stay beside it.
    pub(crate) fn say_briefly(&mut self, text: String) {
        self.status = Status { text, brief: true, ..Status::default() };
        self.told_of_others = None;
    }

    /// Says a thing behind what has just been said.
    pub(crate) fn say_too(&mut self, text: &str) {
        let said = std::mem::take(&mut self.status.text);
        self.say(if said.is_empty() { text.to_owned() } else { format!("{said} · {text}") });
    }

    pub(crate) fn trouble(&mut self, text: String) {
        self.status = Status { text, trouble: true, brief: false };
    }
}
