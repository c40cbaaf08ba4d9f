//! What others decide in the same library while the screen is open.

use super::action::Action;
use super::effect::{Channel, Effect, Request};
use super::reader::Then;
use super::{App, Pane};
use crate::library::types::others::Others;
use crate::text::counted;

impl App {
    /// Somebody has decided or added something; what is at hand of its documents is out of date.
    pub(super) fn others_decided(&mut self, others: Others) -> Vec<Effect> {
        match others.regrouped {
            true => {
                self.list.forget_all();
                self.forget_apparatus();
            }
            false => self.list.forget(&others.documents),
        }
        let mut effects = vec![self.ask(Channel::Totals, Request::Totals)];
        effects.extend(self.ask_for_pace());
        let decided = others.told.is_some();
        let (findable, waits) = self.note_waiting(others.waiting, others.grown);
        self.arrived = self.arrived.saturating_add(others.grown);
        // What lists every document lists the new ones, too; other lists are left as they were read.
        let lists_all = self.query_shown().trim().is_empty() && self.in_inbox().is_none();
        let again = self.overlay.is_none() && ((others.grown > 0 && lists_all) || findable);
        let mut news: Vec<String> = others.told.into_iter().collect();
        if others.grown > 0 {
            news.push(self.told_of_arrived(again));
        }
        news.extend(waits);
        // Behind what the reader was told about their own acts, and in the place of earlier news.
        if !self.status.trouble && !news.is_empty() {
            let own = self.told_of_others.unwrap_or(self.status.text.len());
            self.status.text.truncate(own);
            self.say_too(&news.join(" · "));
            self.set_apart();
            self.told_of_others = Some(own);
        }
        if again || (decided && others.regrouped && self.overlay.is_none()) {
            effects.extend(self.search_again(false));
        }
        if !decided {
            return effects;
        }
        let open = self.reader.number().filter(|open| others.regrouped || others.documents.contains(open));
        if let (Some(open), None) = (open, &self.reader.coming) {
            let query = self.reader.query.clone();
            effects.push(self.ask_for(open, Then::Stay, query));
        }
        if self.panel.is_some() && self.pane != Pane::Panel {
            effects.extend(self.refill_panel());
        }
        effects
    }

    fn told_of_arrived(&self, listed: bool) -> String {
        let added = match self.arrived {
            1 => "1 document was added".to_owned(),
            more => format!("{more} documents were added"),
        };
        let search = self.key_of(if self.pane == Pane::Reader { Action::SearchCorpus } else { Action::Search });
        let inbox = self.key_of(Action::Inbox);
        // The bar opens with the query in force, which may leave them out.
        let lists_all = self.query.trim().is_empty() && self.in_inbox().is_none();
        match listed || !lists_all {
            true => format!("{added}; {inbox} decides about them"),
            false => format!("{added}; {search} Enter lists them, {inbox} decides about them"),
        }
    }

    /// Takes in how many documents no search finds: whether the list is to be asked for again as some of
    /// them can be found by now, and what is to be told of them.
    fn note_waiting(&mut self, waiting: u32, grown: u32) -> (bool, Option<String>) {
        // An `add` of our own tells how far it is.
        let waiting = if self.adding.is_some() { 0 } else { waiting };
        let before = std::mem::replace(&mut self.waiting, waiting);
        if waiting > before.saturating_add(grown) {
            self.hidden = true;
            return (false, self.told_of_waiting());
        }
        if waiting > 0 || before == 0 {
            return (false, None);
        }
        let lists_all = self.query_shown().trim().is_empty() && self.in_inbox().is_none();
        let hidden = std::mem::take(&mut self.hidden);
        (hidden || lists_all, hidden.then(|| "every document is indexed again".to_owned()))
    }

    /// How many documents no search finds yet, if there are any.
    pub fn told_of_waiting(&self) -> Option<String> {
        let wait = if self.waiting == 1 { "waits" } else { "wait" };
        let all = counted(u64::from(self.totals.documents.max(self.waiting)), "document");
        let told = format!("{} of {all} {wait} to be indexed; no search finds them yet", self.waiting);
        (self.waiting > 0 && self.adding.is_none()).then_some(told)
    }
}
