//! What the screen says.

use super::App;
use super::action::Action;
use super::commands;
use super::effect::Channel;
use super::keymap::{Context, in_words};
use crate::text::width;

/// The line above the hints.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Status {
    pub text: String,
    pub trouble: bool,
    /// It is cut off where it is longer than the line, as the hints below matter more.
    pub brief: bool,
    /// It tells how far work of this kind is, until that is done.
    pub(super) work: Option<Channel>,
    pub(super) then: Tells,
}

/// What the account of a document that comes is to what is said already.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Tells {
    /// It goes on about the same document.
    #[default]
    Same,
    /// It is about the next one, which a verdict has led to.
    Next,
    /// What is said is about something else, and is left alone.
    Nothing,
}

/// Cells that an account of the next document takes at least.
const ACCOUNT: usize = 16;

impl App {
    /// The key that leads to an action from here, else from another pane; where none does, how the palette
    /// is asked for it.
    pub fn key_of(&self, action: Action) -> String {
        let panes = std::iter::once(self.context()).chain(Context::ALL);
        match panes.into_iter().find_map(|pane| self.keymap.keys_for(pane, action)) {
            Some(keys) => in_words(keys),
            // A command goes before an action of the same name, and takes what stands behind that.
            None if commands::is_named(&action.name()) => {
                let told = action.describe();
                self.asked_for(commands::typed(told).map_or(told, |(_, behind)| behind))
            }
            None => self.asked_for(&action.name()),
        }
    }

    /// How the palette is asked for something: its own key, and the name.
    pub fn asked_for(&self, name: &str) -> String {
        match self.keymap.keys_for(self.context(), Action::Palette) {
            Some(keys) if keys.chars().count() == 1 => format!("{keys}{name}"),
            Some(keys) => format!("{} {name}", in_words(keys)),
            None => format!(":{name}"),
        }
    }

    /// Says that nothing is there to be acted on, and how to change that.
    pub(crate) fn say_none(&mut self, what: &str) {
        let empty = self.totals_known && self.totals.documents == 0;
        self.say(match (empty, self.adding.is_some()) {
            (true, true) => format!("{what} yet; the documents are being read"),
            (true, false) => format!(
                "{what}: the library is empty; leave with {} and add documents with: variorum add PATH",
                self.key_of(Action::Leave)
            ),
            (false, _) => format!("{what}; {} changes the query", self.key_of(Action::Search)),
        });
    }

    /// Says, before anything is typed that would be lost, that it could not be written down; false where it could.
    pub(super) fn says_unwritable(&mut self) -> bool {
        if let Some(why) = self.unwritable.clone() {
            self.trouble(why);
        }
        self.unwritable.is_some()
    }

    /// Says that a document has no other versions, and what may tie it to others all the same.
    pub(crate) fn say_alone(&mut self) {
        let passages = self.key_of(Action::Passages);
        self.say(format!("this document has no other versions; {passages} lists what shares a passage with it"));
    }

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
        self.end_telling(|_| true);
        let Status { text: said, trouble, then, .. } = std::mem::take(&mut self.status);
        self.say(if said.is_empty() { text.to_owned() } else { format!("{said} · {text}") });
        (self.status.trouble, self.status.then) = (trouble, then);
    }

    /// What is said is not about the document at hand: no account of that goes behind it.
    pub(super) fn set_apart(&mut self) {
        self.status.then = Tells::Nothing;
    }

    /// Tells about the document at hand, behind what was said as far as that is about it; about one that a verdict has
    /// led to it is said that it is the next, and only as far as the hints keep their line.
    pub(super) fn give_account(&mut self, account: &str) {
        if self.status.text.is_empty() {
            return self.say_too(account);
        }
        match self.status.then {
            Tells::Same => self.say_too(account),
            Tells::Next => {
                let said = width::cells(&self.status.text) + width::cells(" · next: ");
                let room = usize::from(self.width).saturating_sub(said);
                if room >= ACCOUNT {
                    self.say_too(&format!("next: {}", width::fit(account, room)));
                }
            }
            Tells::Nothing => {}
        }
    }

    pub(crate) fn trouble(&mut self, text: String) {
        self.status = Status { text, trouble: true, ..Status::default() };
    }

    /// Says how far work of a kind is, until it is done.
    pub(super) fn say_of_work(&mut self, channel: Channel, text: String) {
        self.say(text);
        self.status.work = Some(channel);
    }

    /// Work of a kind is done or given up: how far it was is told no longer.
    pub(super) fn end_telling(&mut self, ended: impl Fn(Channel) -> bool) {
        if self.status.work.is_some_and(ended) {
            self.status = Status::default();
        }
    }
}
