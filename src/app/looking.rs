//! Looking through the list for where something stands: the next mention, the next undecided document.

use super::App;
use super::action::Action;
use super::effect::{Channel, Effect, Request};
use super::reader::Then;
use super::stepping::shortened;
use crate::library::types::{DocNo, EntityNo};
use std::sync::Arc;

/// What is looked for, and in which list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Looking {
    pub(super) what: Sought,
    pub(super) documents: Arc<Vec<DocNo>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sought {
    Together {
        forward: bool,
    },
    Mention {
        entity: EntityNo,
        forward: bool,
    },
    /// The `count`th.
    Undecided {
        forward: bool,
        wrapped: bool,
        count: usize,
    },
}

impl App {
    pub(super) fn look_on(&mut self, entity: EntityNo, forward: bool) -> Vec<Effect> {
        let documents = self.list.documents.clone();
        self.looking = Some(Looking { what: Sought::Mention { entity, forward }, documents: documents.clone() });
        vec![self.ask(Channel::Step, Request::Step { entity, documents, from: self.list.cursor, forward })]
    }

    /// Goes `count` undecided documents on, or to the last one; from there round the end.
    pub(crate) fn step_undecided(&mut self, forward: bool, count: usize) -> Vec<Effect> {
        self.look_for_undecided(Sought::Undecided { forward, wrapped: false, count: count.max(1) }, self.list.cursor)
    }

    fn look_for_undecided(&mut self, what: Sought, from: usize) -> Vec<Effect> {
        let Sought::Undecided { forward, count, .. } = what else { return Vec::new() };
        let documents = self.list.documents.clone();
        self.looking = Some(Looking { what, documents: documents.clone() });
        vec![self.ask(Channel::Step, Request::Undecided { documents, from, count, forward })]
    }

    /// A place in the list has been found, or there is none further on.
    pub(crate) fn place_found(&mut self, place: Option<usize>) -> Vec<Effect> {
        let Some(Looking { what, documents }) = self.looking.take() else { return Vec::new() };
        // The list may have grown or changed since it was asked about.
        let now = |place: usize| match (Arc::ptr_eq(&documents, &self.list.documents), documents.get(place)) {
            (true, _) => Some(place),
            (false, Some(meant)) => self.list.documents.iter().position(|document| document == meant),
            (false, None) => None,
        };
        match (what, place.and_then(now)) {
            (Sought::Mention { entity, forward }, Some(place)) => {
                self.leave_trail();
                self.list.move_to(place, self.list_height());
                let then = if forward { Then::FirstMention(entity) } else { Then::LastMention(entity) };
                let effects = self.open_current(then);
                self.running_on = true;
                self.say(if forward { "on into the next document" } else { "back into a document before" }.to_owned());
                effects
            }
            (Sought::Together { forward }, Some(place)) => {
                let here = place == self.list.cursor;
                self.leave_trail();
                self.list.move_to(place, self.list_height());
                let effects = self.open_current(if forward { Then::FirstTogether } else { Then::LastTogether });
                // Open already, it has been gone to.
                self.running_on = !effects.is_empty();
                self.say(match (here, forward) {
                    (true, _) => String::new(),
                    (false, true) => "on into the next document".to_owned(),
                    (false, false) => "back into a document before".to_owned(),
                });
                effects
            }
            (Sought::Together { .. }, None) => {
                self.say("they stand together nowhere further on in the documents listed".to_owned());
                Vec::new()
            }
            (Sought::Mention { .. }, None) => {
                let name = self.pinned.as_ref().map(|pinned| format!("{} · ", shortened(&pinned.name)));
                self.say(format!(
                    "{}no more mentions in the documents listed; {} lists every document with it",
                    name.unwrap_or_default(),
                    self.key_of(Action::DocumentsWithPinned)
                ));
                Vec::new()
            }
            (Sought::Undecided { wrapped, .. }, Some(place)) => {
                if wrapped {
                    self.say_too("on round the end of the list");
                }
                self.list.move_to(place, self.list_height());
                self.turned()
            }
            (Sought::Undecided { forward, wrapped: false, count }, None) => {
                // From beyond the other end, so that the first or last document counts too.
                let from = if forward { usize::MAX } else { self.list.documents.len() };
                self.look_for_undecided(Sought::Undecided { forward, wrapped: true, count }, from)
            }
            (Sought::Undecided { .. }, None) if self.in_inbox().is_some() => self.go_round_inbox(),
            (Sought::Undecided { .. }, None) => {
                self.say_too("nothing is left undecided in this list");
                Vec::new()
            }
        }
    }
}
