//! The entity browser: the panel over the whole library, narrowed by name, type and newness.

use super::action::Action;
use super::effect::{Channel, Effect, Request};
use super::overlay::{Bar, BarKind, Overlay};
use super::panels::Listed;
use super::{App, Pane, Panel};
use crate::library::types::EntityKind;
use crate::library::types::entities::{Browse, Browsed};
use std::ops::Range;

/// Entities that are asked for at a time.
const PAGE: usize = 5_000;
/// So many before the end of those listed, more are asked for.
const AHEAD: usize = 500;

impl From<Browsed> for Listed {
    fn from(entity: Browsed) -> Self {
        Self {
            entity: entity.entity,
            name: entity.name,
            kind: entity.kind,
            forms: entity.forms,
            mentions: entity.mentions,
            documents: entity.documents,
            batch: entity.batch,
            new: entity.new,
            lists: entity.lists,
        }
    }
}

impl App {
    pub(crate) fn browsing_action(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::AllEntities => {
                if self.panel == Some(Panel::Entities) && self.entities.of.is_none() && self.pane == Pane::Panel {
                    self.entities.whole = false;
                    return self.toggle_panel(Panel::Entities);
                }
                self.entities.whole = true;
                self.entities.browse = Browse::default();
                self.panel = Some(Panel::Entities);
                self.full = false;
                self.pane = Pane::Panel;
                self.fill_panel()
            }
            Action::FindEntity => {
                let text = self.entities.browse.text.clone();
                // A letter begins another part of a name.
                let fresh = !text.is_empty();
                self.overlay = Some(Overlay::Bar(Bar { fresh, ..Bar::open(BarKind::Entity, &text) }));
                Vec::new()
            }
            Action::EntityTypes => {
                let kinds = EntityKind::ALL;
                let browse = &mut self.entities.browse;
                browse.kind = match browse.kind {
                    None => Some(kinds[0]),
                    Some(kind) => kinds.iter().copied().find(|next| *next > kind),
                };
                let what = browse.kind.map_or("every type", EntityKind::as_str);
                self.say(format!("{what} is listed"));
                self.browse_again()
            }
            Action::NewEntities => {
                if self.entities.of.is_some() {
                    self.say(format!(
                        "in the browser of all entities ({}), {} lists those that the newest batch brought",
                        self.key_of(Action::AllEntities),
                        self.key_of(Action::NewEntities)
                    ));
                    return Vec::new();
                }
                let browse = &mut self.entities.browse;
                browse.only_new = !browse.only_new;
                let what = match browse.only_new {
                    true => "only entities that no batch before the newest names",
                    false => "entities of every batch",
                };
                self.say(what.to_owned());
                self.browse_again()
            }
            _ => Vec::new(),
        }
    }

    fn browse_again(&mut self) -> Vec<Effect> {
        self.entities.cursor = 0;
        self.fill_panel()
    }

    /// The part of a name that is being typed narrows the panel.
    pub(crate) fn find_entity(&mut self, typed: &str) -> Vec<Effect> {
        self.entities.browse.text = typed.trim().to_owned();
        self.browse_again()
    }

    /// Asks for the entities of the library, as far as the cursor has come.
    pub(crate) fn ask_for_entities(&mut self) -> Effect {
        let far = if self.entities.of.is_none() { self.entities.cursor + AHEAD } else { 0 };
        self.entities.wanted = None;
        self.ask_for_places(0..far.next_multiple_of(PAGE).max(PAGE))
    }

    fn ask_for_places(&mut self, places: Range<usize>) -> Effect {
        self.entities.asked = places.end;
        let browse = self.entities.browse.clone();
        self.ask(Channel::Entities, Request::Entities { browse, places })
    }

    /// Asks for the entities behind those listed, where one goes near their end or beyond.
    pub(crate) fn more_entities(&mut self, to: usize) -> Vec<Effect> {
        let panel = &mut self.entities;
        let (listed, all) = (panel.shown.len(), panel.length());
        if panel.of.is_some() {
            return Vec::new();
        }
        panel.wanted = (to >= listed && to < all).then_some(to);
        let far = to.saturating_add(AHEAD).min(all);
        if far <= listed || far <= panel.asked {
            return Vec::new();
        }
        // What is on its way is asked for anew with the rest: a newer question takes its place.
        let end = listed + (far - listed).next_multiple_of(PAGE);
        vec![self.ask_for_places(listed..end)]
    }

    pub(crate) fn entities_came(&mut self, entities: Vec<Browsed>, from: usize, total: u64) {
        // A document that was opened meanwhile has filled the panel with its own.
        if self.document_listed().is_some() {
            return;
        }
        self.entities.total = total;
        let listed = entities.into_iter().map(Listed::from).collect();
        if from > 0 && self.entities.of.is_none() {
            self.entities.go_on_with(listed);
        } else {
            self.entities.fill(listed, None);
        }
    }
}
