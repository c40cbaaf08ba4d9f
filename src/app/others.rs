//! What others decide in the same library while the screen is open.

use super::effect::{Channel, Effect, Request};
use super::reader::Then;
use super::{App, Pane};
use crate::library::types::others::Others;

impl App {
    /// Somebody has decided something; what is at hand of its documents is out of date.
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
        let Some(told) = others.told else { return effects };
        // Behind what the reader was told about their own acts, and in the place of earlier news.
        if !self.status.trouble {
            let own = self.told_of_others.unwrap_or(self.status.text.len());
            self.status.text.truncate(own);
            self.say_too(&told);
            self.told_of_others = Some(own);
        }
        if others.regrouped && self.overlay.is_none() {
            effects.extend(self.search_again(false));
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
}
