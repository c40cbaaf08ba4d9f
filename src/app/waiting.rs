//! Keys typed ahead: what waits for an answer, and what does not.

use super::action::Action;
use super::effect::{Channel, Effect};
use super::input::Key;
use super::keymap::{Context, Match};
use super::{App, Asked, Held, Pane, Panel, reader};
use crate::library::types::DocNo;

impl App {
    /// An answer is on its way that moves the reader to another place, list or pane.
    pub(super) fn is_going(&self) -> bool {
        self.awaiting_list
            || self.deciding.is_some()
            || self.looking.is_some()
            || self.then_version.is_some()
            || self.compared_first.is_some()
            || self.then_information
            || self.is_collating()
            || self.then_source
            || self.awaits(Channel::Passages)
            || self.awaits(Channel::Card)
            || self.awaits(Channel::Report)
            || self.awaits(Channel::Facets)
            || self.awaits(Channel::Marking)
            || self.awaits(Channel::Kwic)
            || self.awaits(Channel::Listing)
    }

    /// Something is on its way that will lie over the panes and take the keys.
    fn is_page_coming(&self) -> bool {
        self.then_information
            || [Channel::Card, Channel::Report, Channel::Passages, Channel::Facets, Channel::Kwic, Channel::Listing]
                .into_iter()
                .any(|channel| self.awaits(channel))
    }

    /// It means the same whatever is on its way.
    fn is_timeless(&self, action: Action) -> bool {
        use Action::*;
        // A search that takes long keeps nobody in the program.
        let leaving = action == Leave
            && self.pane == Pane::List
            && !self.reading
            && self.panel.is_none()
            && self.looking.is_none()
            && self.then_version.is_none()
            && self.deciding.is_none()
            && !self.is_page_coming();
        leaving
            || matches!(action, Quit | Suspend | Redraw | Dismiss)
            || (matches!(action, Help | Palette) && !self.is_page_coming())
    }

    /// A key that need not wait behind those that do: it means the same whatever they will have done, and
    /// nothing that they were to decide is lost by it.
    pub(super) fn overtakes_held(&self, key: Key) -> bool {
        let Match::Action(action) = self.keymap.look_up(self.context(), &[key]) else {
            return matches!(key, Key::Ctrl('z' | 'l'));
        };
        // What lies over the panes takes letters for itself.
        if self.overlay.is_some() {
            return matches!(action, Action::Suspend | Action::Redraw);
        }
        let pass = |harmless: fn(Action) -> bool| self.held_all(&harmless);
        match action {
            Action::Suspend | Action::Redraw => true,
            Action::Quit => pass(Action::changes_nothing),
            Action::Leave => {
                self.is_timeless(action) && pass(|action| action.moves_in_the_pane() && !action.opens_a_line())
            }
            _ => false,
        }
    }

    /// Among the keys that wait is one behind which letters are a text, or the begin of a sequence.
    pub(super) fn held_take_letters(&self) -> bool {
        !self.held_all(&|action| !action.opens_a_line())
    }

    /// True when everything that waits is known and does what is asked about, whichever pane it will come to.
    fn held_all(&self, does: &dyn Fn(Action) -> bool) -> bool {
        Context::ALL.into_iter().all(|context| {
            let mut keys = Vec::new();
            let each = self.held.iter().all(|held| match held {
                Held::Act(action, _) => does(*action),
                Held::Command(..) => false,
                Held::Key(key) => {
                    keys.push(*key);
                    match self.keymap.look_up(context, &keys) {
                        Match::Prefix => return true,
                        Match::Action(action) if !does(action) => return false,
                        Match::Action(_) | Match::None => keys.clear(),
                    }
                    true
                }
            });
            each && keys.is_empty()
        })
    }

    pub(super) fn counts_at_once(&self, key: Key) -> bool {
        self.keys.is_empty()
            && matches!(self.keymap.look_up(self.context(), &[key]), Match::Action(action) if self.is_timeless(action))
    }

    /// Keys typed ahead are meant for the document that is on its way, not for the one that is
    /// still on the screen.
    pub(super) fn must_wait(&self, action: Action) -> bool {
        use Action::*;
        if self.is_timeless(action) {
            return false;
        }
        let turning = self.reader.coming.is_some() || (self.comparing && self.awaits(Channel::Diff)) || self.then_news;
        let reading = action.reads_the_document() || (self.pane == Pane::Reader && action.moves_in_the_pane());
        let toggling = matches!(action, Star | ToggleRead | ToggleGroup | TagWith(_) | TagAgain | Untag | Repeat)
            && (self.awaits(Channel::Decide)
                || self.awaits(Channel::Rows)
                || self.current().is_some_and(|document| self.list.is_stale(document)));
        // Which batch is the newest is in the answer that comes first of all.
        if action == Inbox && !self.totals_known && self.awaits(Channel::Totals) {
            return true;
        }
        let looking = self.showing_new
            && self.awaits(Channel::Seen)
            && (matches!(action, NextNew | PreviousNew)
                || (matches!(action, NextAsked | PreviousAsked) && self.asked == Asked::News));
        // The next one to decide about may end the comparison, and only the list it came in leads to it.
        let helping = self.comparing
            && self.in_inbox().is_some()
            && (self.reader.coming.is_some() || self.awaits(Channel::Diff))
            && matches!(action, SortNext | SortReverse);
        let filling = self.pane == Pane::Panel
            && !matches!(action, Leave | EntityPanel | VersionPanel | OtherPane)
            && (self.reader.coming.is_some()
                || match self.panel {
                    Some(Panel::Versions) => self.awaits(Channel::Group),
                    _ => self.awaits(Channel::Entities),
                });
        self.is_going() || (turning && reading) || toggling || looking || helping || filling
    }

    /// A question of this kind is not answered yet.
    pub(super) fn awaits(&self, channel: Channel) -> bool {
        self.tickets.get(&channel) > self.answered.get(&channel)
    }

    /// Carries out what was held, as far as it need not wait again.
    pub(super) fn catch_up(&mut self) -> Vec<Effect> {
        let mut effects = Vec::new();
        let mut held = std::mem::take(&mut self.held);
        while let Some(next) = held.pop_front() {
            self.fit();
            effects.extend(match next {
                Held::Key(key) => self.key(key),
                Held::Act(action, count) => self.act(action, count),
                Held::Command(command, words) => self.run_command(command, &words),
            });
            if !self.held.is_empty() {
                break;
            }
        }
        self.held.append(&mut held);
        effects
    }

    /// Carries an action out once the document is open in the reader.
    pub(crate) fn when_open(&mut self, document: DocNo, action: Action) -> Vec<Effect> {
        let mut effects = self.open(document, reader::Then::Stay);
        if self.reader.coming.is_some() {
            self.held.push_front(Held::Act(action, None));
        } else {
            effects.extend(self.act(action, None));
        }
        effects
    }
}
