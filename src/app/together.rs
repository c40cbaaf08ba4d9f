//! Going through the passages in which several entities stand near each other.

use super::action::Action;
use super::effect::{Channel, Effect, Request};
use super::looking::{Looking, Sought};
use super::{App, Asked};
use crate::library::types::EntityNo;
use crate::library::types::entities::together;
use std::ops::Range;

impl App {
    pub(super) fn step_together(&mut self, forward: bool, count: usize) -> Vec<Effect> {
        if self.entities.marked.len() > 1 {
            self.together = self.entities.marked.iter().copied().collect();
        }
        if self.together.len() < 2 {
            let keys = [Action::EntityPanel, Action::MarkEntity, Action::NextTogether];
            let [panel, mark, next] = keys.map(|action| self.key_of(action));
            self.say(format!(
                "mark several entities in the panel ({panel}, {mark}); {next} then goes to where two of them stand together"
            ));
            return Vec::new();
        }
        self.asked = Asked::Together;
        if self.reader.document.is_none() || self.document_shown().is_none() {
            return self.look_on_together(forward, true);
        }
        self.uncover_reader();
        let passages = self.passages_together(&self.together);
        if let Some(place) = self.jump(&passages, forward, count) {
            self.say(self.passage_told(place, passages.len()));
            return self.unfold();
        }
        self.look_on_together(forward, false)
    }

    pub(super) fn passages_together(&self, wanted: &[EntityNo]) -> Vec<Range<usize>> {
        let Some(document) = &self.reader.document else { return Vec::new() };
        let mentions = document
            .mentions
            .iter()
            .map(|mention| (mention.range(), document.entities[mention.entity as usize].entity));
        together(mentions, wanted)
    }

    pub(super) fn passage_told(&self, place: usize, of: usize) -> String {
        let names = self.together.iter().filter_map(|&entity| {
            let document = self.reader.document.as_ref()?;
            document.entities.iter().find(|known| known.entity == entity).map(|known| known.name.clone())
        });
        format!("passage {} of {of} here · {}", place + 1, names.collect::<Vec<_>>().join(", "))
    }

    /// Looks for the next document of the list in which two of the entities stand together; with
    /// `here`, the one at the cursor counts too.
    fn look_on_together(&mut self, forward: bool, here: bool) -> Vec<Effect> {
        let documents = self.list.documents.clone();
        let entities = self.together.clone();
        self.looking = Some(Looking { what: Sought::Together { forward }, documents: documents.clone() });
        let from = match (here, forward) {
            (false, _) => self.list.cursor,
            (true, true) => self.list.cursor.wrapping_sub(1),
            (true, false) => self.list.cursor + 1,
        };
        vec![self.ask(Channel::Step, Request::Together { entities, documents, from, forward })]
    }
}
