//! Entities in the reader: the one here, the pinned one, labels, cards.

use super::action::Action;
use super::effect::{Channel, Effect, Request};
use super::keymap::Context;
use super::overlay::Overlay;
use super::{App, Asked, Pinned};
use crate::library::types::EntityNo;
use std::ops::Range;

impl App {
    /// The entity at the focus, or the first one on the screen; the pinned one stays if it is here.
    pub(super) fn entity_here(&self) -> Option<(EntityNo, Range<usize>)> {
        let first = || self.first_entity(|_| true).filter(|_| self.pinned.is_none());
        self.entity_at_cursor().or_else(first)
    }

    /// The entity that the cursor in the text is on, while that is on the screen.
    pub(super) fn entity_at_cursor(&self) -> Option<(EntityNo, Range<usize>)> {
        let document = self.reader.document.as_ref()?;
        let visible = self.reader.visible(self.reader_height().max(1));
        let focus = self.reader.focus.as_ref().filter(|focus| visible.contains(&focus.start))?;
        let there = |range: &Range<usize>| range.start <= focus.start && focus.start < range.end;
        let mention = document.mentions.iter().find(|mention| there(&mention.range()))?;
        Some((document.entities[mention.entity as usize].entity, mention.range()))
    }

    /// The first mention from the focus on, or on the screen, of an entity that is wanted.
    pub(super) fn first_entity(&self, wanted: impl Fn(EntityNo) -> bool) -> Option<(EntityNo, Range<usize>)> {
        let document = self.reader.document.as_ref()?;
        let visible = self.reader.visible(self.reader_height().max(1));
        let on_screen = |at: usize| visible.contains(&at);
        let first = |from: usize| {
            let from = document.mentions.partition_point(|mention| (mention.start as usize) < from);
            let there = document.mentions[from..].iter().take_while(|mention| (mention.start as usize) < visible.end);
            let mut named = there.map(|mention| (document.entities[mention.entity as usize].entity, mention.range()));
            named.find(|(entity, _)| wanted(*entity))
        };
        let focus = self.reader.focus.as_ref().map(|focus| focus.start).filter(|&start| on_screen(start));
        focus.and_then(first).or_else(|| first(visible.start))
    }

    /// Follows an entity from now on.
    pub(crate) fn pin(&mut self, entity: EntityNo) {
        self.asked = Asked::Mentions;
        let known = self.reader.document.as_ref().and_then(|document| {
            document
                .entities
                .iter()
                .find(|known| known.entity == entity)
                .map(|known| (known.name.clone(), known.documents))
        });
        let listed = || self.entities.find(entity).map(|known| (known.name.clone(), known.documents));
        if let Some((name, documents)) = known.or_else(listed) {
            self.pinned = Some(Pinned { entity, name, documents });
        }
    }

    /// What the open document says of the pinned entity holds: it may be called otherwise by now.
    pub(super) fn tell_pinned(&mut self) {
        let (Some(pinned), Some(document)) = (&mut self.pinned, &self.reader.document) else { return };
        if let Some(known) = document.entities.iter().find(|known| known.entity == pinned.entity) {
            pinned.name.clone_from(&known.name);
            pinned.documents = known.documents;
        }
    }

    pub(super) fn documents_with_pinned(&mut self) -> Vec<Effect> {
        let listed = self.entities.current().filter(|_| self.context() == Context::Entities);
        let entities = match (self.entities.marked.is_empty(), listed) {
            (false, _) => self.entities.marked.iter().copied().collect::<Vec<_>>(),
            // In a panel it is about the one at the cursor, as all keys there are.
            (true, Some(listed)) => vec![listed.entity],
            (true, None) => self.pinned.iter().map(|pinned| pinned.entity).collect(),
        };
        if entities.is_empty() {
            self.say(format!("no entity is followed; {} follows the one here", self.key_of(Action::PinNext)));
            return Vec::new();
        }
        self.entities.marked.clear();
        if entities.len() > 1 {
            self.together.clone_from(&entities);
        }
        self.list_documents_with(entities)
    }

    /// Lists the documents that mention all of some entities.
    pub(crate) fn list_documents_with(&mut self, entities: Vec<EntityNo>) -> Vec<Effect> {
        vec![self.ask(Channel::Card, Request::Naming { entities })]
    }

    pub(super) fn label_entities(&mut self) -> Vec<Effect> {
        let Some(document) = &self.reader.document else {
            self.say("open a document first".to_owned());
            return Vec::new();
        };
        let visible = self.reader.visible(self.reader_height().max(1));
        let page = &self.reader.page.main;
        let shown: Vec<(usize, EntityNo)> = document
            .mentions
            .iter()
            .filter(|mention| visible.contains(&(mention.start as usize)) && !page.shown(&mention.range()).is_empty())
            .map(|mention| (mention.start as usize, document.entities[mention.entity as usize].entity))
            .collect();
        if shown.is_empty() {
            self.say(format!(
                "no entity is on the screen; {} lists those of the document",
                self.key_of(Action::EntityPanel)
            ));
        } else {
            self.overlay = Some(Overlay::labels(shown));
        }
        Vec::new()
    }

    pub(super) fn entity_card(&mut self) -> Vec<Effect> {
        let listed = self.entities.current().filter(|_| self.context() == Context::Entities);
        if let Some(entity) = listed.map(|listed| listed.entity) {
            return vec![self.ask(Channel::Card, Request::Card { entity })];
        }
        let here = self.entity_here().map(|(entity, _)| entity).or(self.pinned.as_ref().map(|pinned| pinned.entity));
        match here {
            Some(entity) => vec![self.ask(Channel::Card, Request::Card { entity })],
            None => {
                self.say(format!(
                    "no entity is on the screen; {} lists those of the document",
                    self.key_of(Action::EntityPanel)
                ));
                Vec::new()
            }
        }
    }
}
