//! Stepping: hits, mentions, changes, undecided documents; running on into the next document.

use super::action::Action;
use super::effect::{Channel, Effect, Request};
use super::reader::Then;
use super::{App, Asked, Pane};
use crate::library::types::{DocNo, EntityNo};
use std::ops::Range;
use std::sync::Arc;

/// What is looked for, and in which list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Looking {
    what: Sought,
    documents: Arc<Vec<DocNo>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sought {
    Mention { entity: EntityNo, forward: bool },
    Undecided { forward: bool, wrapped: bool },
}

impl App {
    pub(crate) fn step(&mut self, action: Action, count: usize) -> Vec<Effect> {
        use Action::*;
        match action {
            NextAsked => self.step_asked(true, count),
            PreviousAsked => self.step_asked(false, count),
            NextHit => self.step_hit(true, count),
            PreviousHit => self.step_hit(false, count),
            NextMention => self.step_mention(true, count),
            PreviousMention => self.step_mention(false, count),
            PinNext => self.pin_and_step(true, count),
            PinPrevious => self.pin_and_step(false, count),
            NextChange => self.step_change(true, count),
            PreviousChange => self.step_change(false, count),
            NextUndecided => self.step_undecided(true),
            PreviousUndecided => self.step_undecided(false),
            DocumentsWithPinned => self.documents_with_pinned(),
            LabelEntities => self.label_entities(),
            EntityCard => self.entity_card(),
            _ => Vec::new(),
        }
    }

    fn step_asked(&mut self, forward: bool, count: usize) -> Vec<Effect> {
        match self.asked {
            Asked::Hits => self.step_hit(forward, count),
            Asked::Mentions => self.step_mention(forward, count),
            Asked::Changes => self.step_change(forward, count),
            Asked::News => self.step_new(forward, count),
        }
    }

    /// Jumps to the next of some ranges in the open document; false where there is none.
    pub(super) fn jump(&mut self, ranges: &[Range<usize>], forward: bool, count: usize) -> Option<usize> {
        // What a comparison leaves out cannot be gone to.
        let page = &self.reader.page.main;
        let shown: Vec<usize> = (0..ranges.len()).filter(|&place| !page.shown(&ranges[place]).is_empty()).collect();
        let starts: Vec<usize> = shown.iter().map(|&place| ranges[place].start).collect();
        let height = self.reader_height().max(1);
        let first = self.reader.attention(height).step(&starts, forward)?;
        let more = count.max(1) - 1;
        let place = if forward { first.saturating_add(more).min(shown.len() - 1) } else { first.saturating_sub(more) };
        let range = &ranges[shown[place]];
        self.reader.show(range.start, height);
        self.reader.focus = Some(range.clone());
        Some(shown[place])
    }

    fn step_hit(&mut self, forward: bool, count: usize) -> Vec<Effect> {
        self.asked = Asked::Hits;
        if !self.reader_is_shown() {
            return self.open_from_list(if forward { Then::FirstHit } else { Then::LastHit });
        }
        self.uncover_reader();
        let hits = self.reader.hits.clone();
        if let Some(place) = self.jump(&hits, forward, count) {
            self.say(format!("hit {} of {}", place + 1, hits.len()));
            return Vec::new();
        }
        if self.reader.query != self.query {
            self.say(format!("no more of {} in this document; g/ searches them all", self.reader.query));
            return Vec::new();
        }
        if self.query.trim().is_empty() {
            self.say("nothing was searched for; / searches".to_owned());
            return Vec::new();
        }
        let place = self.list.cursor;
        let next = if forward {
            Some(place + 1).filter(|&next| next < self.list.documents.len())
        } else {
            place.checked_sub(1)
        };
        let Some(next) = next else {
            self.say(
                if forward {
                    "no more hits, this is the last document"
                } else {
                    "no more hits, this is the first document"
                }
                .to_owned(),
            );
            return Vec::new();
        };
        self.leave_trail();
        self.list.move_to(next, self.list_height());
        let effects = self.open_current(if forward { Then::FirstHit } else { Then::LastHit });
        self.running_on = true;
        self.say(if forward { "on into the next document" } else { "back into the document before" }.to_owned());
        effects
    }

    fn reader_is_shown(&self) -> bool {
        self.reader.document.is_some() && self.document_shown().is_some()
    }

    fn open_from_list(&mut self, then: Then) -> Vec<Effect> {
        self.leave_trail();
        self.open_current(then)
    }

    fn mention_ranges(&self) -> Vec<(Range<usize>, EntityNo)> {
        let Some(document) = &self.reader.document else { return Vec::new() };
        let pinned = self.pinned.as_ref().map(|pinned| pinned.entity);
        document
            .mentions
            .iter()
            .map(|mention| (mention.range(), document.entities[mention.entity as usize].entity))
            .filter(|(_, entity)| pinned.is_none_or(|pinned| pinned == *entity))
            .collect()
    }

    fn step_mention(&mut self, forward: bool, count: usize) -> Vec<Effect> {
        self.asked = Asked::Mentions;
        if !self.reader_is_shown() {
            let Some(document) = self.list.current() else { return self.open_current(Then::Start) };
            (self.reading, self.pane) = (true, Pane::Reader);
            return self.when_open(document, if forward { Action::NextMention } else { Action::PreviousMention });
        }
        self.uncover_reader();
        let mentions = self.mention_ranges();
        let ranges: Vec<Range<usize>> = mentions.iter().map(|mention| mention.0.clone()).collect();
        if let Some(place) = self.jump(&ranges, forward, count) {
            self.tell_mention(mentions[place].1, place, mentions.len());
            return Vec::new();
        }
        match self.pinned.as_ref().map(|pinned| pinned.entity) {
            Some(entity) => self.look_on(entity, forward),
            None => {
                self.say("no more mentions in this document; J goes to the next one".to_owned());
                Vec::new()
            }
        }
    }

    /// Says at which hit or mention of a document the reader has come to, behind the notice that it
    /// is another document.
    pub(crate) fn tell_arrival(&mut self, range: &Range<usize>) {
        let place_in = |ranges: &[Range<usize>]| ranges.iter().position(|known| known.start == range.start);
        let text = if self.asked == Asked::Mentions {
            let mentions = self.mention_ranges();
            let ranges: Vec<Range<usize>> = mentions.iter().map(|mention| mention.0.clone()).collect();
            place_in(&ranges).and_then(|place| self.mention_told(mentions[place].1, place, ranges.len()))
        } else {
            let hits = &self.reader.hits;
            place_in(hits).map(|place| format!("hit {} of {}", place + 1, hits.len()))
        };
        if let Some(text) = text {
            self.say_too(&text);
        }
    }

    fn tell_mention(&mut self, entity: EntityNo, place: usize, of: usize) {
        if let Some(text) = self.mention_told(entity, place, of) {
            self.say(text);
        }
    }

    fn mention_told(&self, entity: EntityNo, place: usize, of: usize) -> Option<String> {
        let document = self.reader.document.as_ref()?;
        let known = document.entities.iter().find(|known| known.entity == entity)?;
        let text = if self.pinned.is_some() {
            format!(
                "{} · {}: {} of {of} here · {} documents",
                known.name,
                known.kind.as_str(),
                place + 1,
                known.documents
            )
        } else {
            format!("{} · {} · {} documents · * follows it", known.name, known.kind.as_str(), known.documents)
        };
        Some(text)
    }

    /// Looks for the next document of the list that mentions an entity.
    fn look_on(&mut self, entity: EntityNo, forward: bool) -> Vec<Effect> {
        let documents = self.list.documents.clone();
        self.looking = Some(Looking { what: Sought::Mention { entity, forward }, documents: documents.clone() });
        vec![self.ask(Channel::Step, Request::Step { entity, documents, from: self.list.cursor, forward })]
    }

    fn pin_and_step(&mut self, forward: bool, count: usize) -> Vec<Effect> {
        if !self.reader_is_shown() {
            self.say("open a document first; * follows an entity in it".to_owned());
            return Vec::new();
        }
        self.uncover_reader();
        self.pane = Pane::Reader;
        self.reading = true;
        let here = self.entity_here();
        match (here, self.pinned.as_ref().map(|pinned| pinned.entity)) {
            (Some((entity, range)), pinned) if pinned != Some(entity) => {
                self.pin(entity);
                self.reader.focus = Some(range);
            }
            (None, None) => {
                self.say("no entity is on the screen".to_owned());
                return Vec::new();
            }
            _ => {}
        }
        self.step_mention(forward, count)
    }

    fn step_change(&mut self, forward: bool, count: usize) -> Vec<Effect> {
        if self.reader.is_compared() {
            self.uncover_reader();
        } else {
            let text = if self.comparing {
                "this document has no other version to compare it with"
            } else {
                "nothing is compared; c compares this document with another version"
            };
            self.say(text.to_owned());
            return Vec::new();
        }
        self.asked = Asked::Changes;
        let changes = self.reader.page.changes.clone();
        if changes.is_empty() {
            self.say("no change counts here; zi changes what does".to_owned());
            return Vec::new();
        }
        let last = changes.len() - 1;
        let next = match (self.reader.change, forward) {
            (None, true) => Some(0),
            (None, false) => Some(last),
            (Some(at), true) => Some(at + count).filter(|&next| next <= last),
            (Some(at), false) => at.checked_sub(count),
        };
        match next {
            None => self.say(if forward { "this is the last change" } else { "this is the first change" }.to_owned()),
            Some(next) => {
                self.reader.change = Some(next);
                let height = self.reader_height().max(1);
                let row = changes[next];
                if row < self.reader.top || row + 1 >= self.reader.top + height {
                    self.reader.top = row.saturating_sub(height / 3).min(self.reader.length().saturating_sub(height));
                }
                self.say(format!("change {} of {}", next + 1, changes.len()));
            }
        }
        Vec::new()
    }

    pub(crate) fn step_undecided(&mut self, forward: bool) -> Vec<Effect> {
        self.look_for_undecided(forward, false, self.list.cursor)
    }

    fn look_for_undecided(&mut self, forward: bool, wrapped: bool, from: usize) -> Vec<Effect> {
        let documents = self.list.documents.clone();
        self.looking = Some(Looking { what: Sought::Undecided { forward, wrapped }, documents: documents.clone() });
        vec![self.ask(Channel::Step, Request::Undecided { documents, from, forward })]
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
            (Sought::Mention { .. }, None) => {
                self.say("no more mentions in the documents listed; E lists every document with it".to_owned());
                Vec::new()
            }
            (Sought::Undecided { wrapped, .. }, Some(place)) => {
                if wrapped {
                    self.say_too("on round the end of the list");
                }
                self.list.move_to(place, self.list_height());
                self.turned()
            }
            (Sought::Undecided { forward, wrapped: false }, None) => {
                // From beyond the other end, so that the first or last document counts too.
                let from = if forward { usize::MAX } else { self.list.documents.len() };
                self.look_for_undecided(forward, true, from)
            }
            (Sought::Undecided { .. }, None) => {
                self.say_too("nothing is left undecided in this list");
                Vec::new()
            }
        }
    }
}
