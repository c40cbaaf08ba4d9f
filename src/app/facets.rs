//! Facets: the results counted by what the documents are, and narrowed to one kind or by it.

use super::App;
use super::effect::{Channel, Effect, Request};
use super::menu::{Does, Menu, MenuLine};
use super::overlay::Overlay;
use super::query::narrowed;
use crate::library::types::facets::Facet;

impl App {
    /// Asks for the facets of what is shown. `without`: the one that is chosen is left out.
    pub(crate) fn ask_for_facets(&mut self, without: bool) -> Vec<Effect> {
        self.leaving_out = without;
        let query = self.query.clone();
        vec![self.ask(Channel::Facets, Request::Facets { query })]
    }

    pub(crate) fn facets_came(&mut self, facets: Vec<Facet>) {
        if facets.is_empty() {
            self.say_none("there is nothing to count");
            return;
        }
        self.facets = Vec::new();
        let mut lines = Vec::new();
        for facet in facets {
            for value in facet.values {
                let does = match value.query {
                    Some(query) => {
                        self.facets.push(query);
                        Does::Facet(self.facets.len() - 1)
                    }
                    None => Does::Nothing,
                };
                lines.push(MenuLine {
                    keys: value.documents.to_string(),
                    text: value.value,
                    context: facet.name,
                    does,
                });
            }
        }
        let title = if self.leaving_out { "leave out" } else { "narrow to" };
        self.overlay = Some(Overlay::menu(title, lines, true, "type part of a value"));
    }

    /// Searches for the results with or without one of the facets.
    pub(super) fn choose_facet(&mut self, facet: usize, without: bool) -> Vec<Effect> {
        let Some(asked) = self.facets.get(facet).cloned() else { return Vec::new() };
        let minus = if without { "-" } else { "" };
        let query = format!("{}{minus}{asked}", narrowed(&self.query));
        self.search_for(query)
    }

    /// The facet that is chosen is left out.
    pub fn leaves_out(&self) -> bool {
        self.leaving_out
    }

    /// True for the menu of facets.
    pub fn is_facet_menu(menu: &Menu) -> bool {
        menu.all.iter().any(|line| matches!(line.does, Does::Facet(_)))
    }
}
