//! The search bar, the order of the list, and folding it to groups.

use super::App;
use super::action::Action;
use super::effect::{Channel, Effect, Request};
use super::input::Key;
use super::line::{Line, Typed};
use super::list::{List, Order};
use super::overlay::{Bar, BarKind, Before, Offered, Overlay};
use super::reader::Then;
use super::tagging::judge;
use super::{Asked, Pane, query};
use crate::library::types::{Completions, DocNo, Explained};
use std::sync::Arc;

/// Queries that the bar remembers.
const HISTORY: usize = 200;

impl App {
    pub(crate) fn seek(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::Search if self.pane == Pane::Reader && self.reader.document.is_some() => {
                self.overlay = Some(Overlay::Bar(Bar::open(BarKind::InDocument, "")));
                Vec::new()
            }
            Action::Search | Action::SearchCorpus => {
                // What a document does not hold is asked of all of them.
                let vain = self.finding.clone().filter(|_| {
                    self.pane == Pane::Reader && self.reader.query != self.query && self.reader.hits.is_empty()
                });
                let effects = self.open_bar(vain.unwrap_or_else(|| self.query.clone()));
                if let Some(Overlay::Bar(bar)) = &mut self.overlay {
                    bar.fresh = !bar.line.text.is_empty();
                }
                effects
            }
            Action::FacetsIn | Action::FacetsOut => self.ask_for_facets(action == Action::FacetsOut),
            Action::Narrow => {
                let narrows = query::narrowed(&self.query);
                let effects = self.open_bar(narrows.clone());
                if let Some(Overlay::Bar(bar)) = &mut self.overlay {
                    bar.narrows = narrows;
                }
                effects
            }
            Action::SortNext => self.reorder(|order, _| (order.next(), false)),
            Action::SortReverse => self.reorder(|order, reverse| (order, !reverse)),
            Action::FoldGroups => {
                self.list.folded = true;
                self.list.open.clear();
                self.search_anew()
            }
            Action::UnfoldGroups => {
                self.list.folded = false;
                self.search_anew()
            }
            Action::ToggleGroup => self.toggle_group(),
            _ => Vec::new(),
        }
    }

    /// Changes the order: in the query where that names one, as it would win over any other.
    fn reorder(&mut self, change: impl Fn(Order, bool) -> (Order, bool)) -> Vec<Effect> {
        let named = query::order(&self.query);
        let (order, reverse) = named.unwrap_or((self.list.order, self.list.reverse));
        let (order, reverse) = change(order, reverse);
        if named.is_some() {
            self.rewrite(query::reordered(&self.query, order, reverse));
        } else {
            (self.list.order, self.list.reverse) = (order, reverse);
        }
        let turned = if reverse { ", reversed" } else { "" };
        let place = if named.is_some() { ", in the query" } else { "" };
        self.say(format!("by {}{turned}{place}", order.word()));
        self.search_anew()
    }

    /// How a query was read, with the order that the list has where the query names none.
    pub(super) fn in_order_shown(&self, explained: Explained) -> Explained {
        match self.list.order_said() {
            Some(_) if query::order(&explained.query).is_none() => {
                let turned = if self.list.reverse { ", reversed" } else { "" };
                let (order, key) = (self.list.order.word(), self.key_of(Action::SortNext));
                Explained { order: format!("in order: by {order}{turned}, as chosen with {key}"), ..explained }
            }
            _ => explained,
        }
    }

    /// Writes the query in another way that finds and marks the same.
    fn rewrite(&mut self, query: String) {
        let last = std::mem::replace(&mut self.query, query.clone());
        let coming = self.reader.coming.as_mut().map(|coming| &mut coming.query);
        let held = [Some(&mut self.reader.query), coming, self.list_query.as_mut()];
        held.into_iter().flatten().filter(|held| **held == last).for_each(|held| *held = query.clone());
    }

    pub(crate) fn open_bar(&mut self, query: String) -> Vec<Effect> {
        let List { documents, cursor, top, .. } = &self.list;
        let before = Some(Before { documents: documents.clone(), cursor: *cursor, top: *top });
        self.overlay = Some(Overlay::Bar(Bar { before, ..Bar::open(BarKind::Corpus, &query) }));
        self.offer_instead();
        Vec::new()
    }

    /// Has the bar offer the query that may have been meant.
    pub(super) fn offer_instead(&mut self) {
        let (Some(Overlay::Bar(bar)), Some(explained)) = (&mut self.overlay, &self.explained) else { return };
        if bar.kind == BarKind::Corpus && bar.error.is_none() && bar.line.text == explained.query {
            bar.repair = explained.instead.as_ref().map(|instead| instead.query.clone());
        }
    }

    fn toggle_group(&mut self) -> Vec<Effect> {
        if !self.list.folded {
            self.say(format!(
                "every document has a line; {} folds version groups to one line each",
                self.key_of(Action::FoldGroups)
            ));
            return Vec::new();
        }
        let Some(place) = self.list.current_row().and_then(|row| row.group) else {
            self.say_alone();
            return Vec::new();
        };
        if !self.list.open.remove(&place.group) {
            self.list.open.insert(place.group);
        }
        self.search_anew()
    }

    /// Asks for results that what is typed from now on is meant for.
    pub(crate) fn search_anew(&mut self) -> Vec<Effect> {
        self.awaiting_list = true;
        self.fold_for_query();
        self.search_again(false)
    }

    /// Asks for the results of the query again, in today's order and folding.
    pub(crate) fn search_again(&mut self, live: bool) -> Vec<Effect> {
        let fold = self.list.folded.then(|| self.list.open.iter().copied().collect());
        let query = match &self.overlay {
            Some(Overlay::Bar(bar)) if bar.kind == BarKind::Corpus => bar.query(),
            _ => self.query.clone(),
        };
        let order = self.list.order_said();
        let rows = self.list_height();
        vec![self.ask(Channel::Search, Request::Search { query, live, fold, order, rows })]
    }

    /// The document and the line of the list's cursor that leaving the bar would bring back.
    pub(super) fn place_before_typing(&self) -> Option<(Option<DocNo>, usize)> {
        let Some(Overlay::Bar(Bar { before: Some(before), .. })) = &self.overlay else { return None };
        Some((before.documents.get(before.cursor).copied(), before.cursor))
    }

    /// A key while the bar is open.
    pub(crate) fn bar_key(&mut self, mut bar: Bar, key: Key) -> Vec<Effect> {
        match key {
            Key::Esc | Key::Ctrl('c' | 'g') if bar.kind == BarKind::Entity => self.find_entity(""),
            Key::Esc | Key::Ctrl('c' | 'g') => {
                if bar.kind == BarKind::Note {
                    self.leave_note(&bar.line.text);
                }
                if bar.kind == BarKind::Corpus {
                    self.back_to_listing_from_bar();
                }
                let glanced = bar.glanced;
                let mut effects = Vec::new();
                if let Some(Before { documents, cursor, top }) = bar.before {
                    let changed = !Arc::ptr_eq(&documents, &self.list.documents);
                    (self.list.documents, self.list.cursor, self.list.top) = (documents, cursor, top);
                    self.list_query = Some(self.query.clone());
                    // Answers to what was typed are passed over from now on.
                    if changed || bar.line.text != self.query {
                        effects = self.search_again(false);
                    }
                }
                effects.extend(glanced.map(|before| self.end_glance(before)).unwrap_or_default());
                effects
            }
            Key::Enter => self.keep_query(bar),
            // A value that is being typed is completed first; else the whole query is repaired.
            Key::Tab if bar.repair.is_some() && !bar.is_in_value() => self.repair(bar),
            Key::Tab | Key::BackTab if bar.kind == BarKind::Corpus => self.complete(bar, key == Key::Tab),
            Key::Up | Key::Ctrl('p') => self.recall(bar, true),
            Key::Down | Key::Ctrl('n') => self.recall(bar, false),
            key => {
                (bar.offered, bar.left) = (None, None);
                if std::mem::take(&mut bar.fresh) && matches!(key, Key::Char(_)) {
                    bar.line = Line::default();
                }
                let typed = bar.line.key(key);
                self.overlay = Some(Overlay::Bar(bar));
                if typed == Typed::Changed { self.typed() } else { Vec::new() }
            }
        }
    }

    /// Takes the query that was probably meant.
    fn repair(&mut self, mut bar: Bar) -> Vec<Effect> {
        if let Some(repair) = bar.repair.take() {
            bar.line = Line::of(&repair);
            bar.error = None;
        }
        self.overlay = Some(Overlay::Bar(bar));
        self.typed()
    }

    /// Goes on to the next way of completing the word, or asks for the ways there are.
    fn complete(&mut self, mut bar: Bar, forward: bool) -> Vec<Effect> {
        let Some(offered) = &mut bar.offered else {
            let request = Request::Complete { query: bar.line.text.clone(), at: bar.line.at };
            self.overlay = Some(Overlay::Bar(bar));
            return vec![self.ask(Channel::Complete, request)];
        };
        let count = offered.options.len();
        offered.chosen = if forward { (offered.chosen + 1) % count } else { (offered.chosen + count - 1) % count };
        put_in(&mut bar);
        self.overlay = Some(Overlay::Bar(bar));
        self.typed()
    }

    /// Ways to go on have come: the first is put in, more `Tab`s lead to the others.
    pub(crate) fn completed(&mut self, completions: Completions) -> Vec<Effect> {
        let Some(Overlay::Bar(bar)) = &mut self.overlay else { return Vec::new() };
        let Completions { query, range, options } = completions;
        // Meant for what was typed then.
        if bar.kind != BarKind::Corpus || bar.line.text != query || bar.line.at != range.end {
            return Vec::new();
        }
        if options.is_empty() {
            let bar = bar.clone();
            return if bar.repair.is_some() { self.repair(bar) } else { Vec::new() };
        }
        bar.offered = Some(Box::new(Offered { options, chosen: 0, range }));
        put_in(bar);
        self.typed()
    }

    /// Calls an earlier search up; beyond the latest one is what was being typed.
    fn recall(&mut self, mut bar: Bar, older: bool) -> Vec<Effect> {
        let last = self.history.len();
        let at = bar.recalled.unwrap_or(last);
        let next = if older { at.checked_sub(1) } else { Some(at + 1).filter(|&next| next <= last) };
        let Some(next) = next.filter(|_| bar.kind == BarKind::Corpus) else {
            self.overlay = Some(Overlay::Bar(bar));
            return Vec::new();
        };
        if at == last {
            bar.typed = bar.line.text;
        }
        bar.line = Line::of(self.history.get(next).unwrap_or(&bar.typed));
        bar.recalled = Some(next).filter(|&next| next < last);
        self.overlay = Some(Overlay::Bar(bar));
        self.typed()
    }

    /// The line of the open bar has changed: the results follow.
    pub(crate) fn typed(&mut self) -> Vec<Effect> {
        let Some(Overlay::Bar(bar)) = &mut self.overlay else {
            if let Some(overlay) = &mut self.overlay {
                overlay.filter();
            }
            return Vec::new();
        };
        match bar.kind {
            BarKind::Corpus => {
                bar.worked = None;
                self.search_again(true)
            }
            BarKind::Tag => {
                judge(bar);
                Vec::new()
            }
            BarKind::InDocument | BarKind::Note | BarKind::Rename(_) => Vec::new(),
            BarKind::Entity => {
                let text = bar.line.text.clone();
                self.find_entity(&text)
            }
        }
    }

    fn keep_query(&mut self, bar: Bar) -> Vec<Effect> {
        let text = bar.query().trim().to_owned();
        match bar.kind {
            BarKind::Tag => self.tag_with(&text),
            BarKind::Note => self.put_note(&text),
            BarKind::Rename(entity) => self.rename_to(entity, &text),
            // What was typed has narrowed the panel already.
            BarKind::Entity => Vec::new(),
            BarKind::InDocument => self.find_in_document(&text),
            BarKind::Corpus => {
                self.leave_listing();
                let document = bar.before.as_ref().and_then(Before::place);
                if self.document_shown().is_some() {
                    self.leave_trail_from(document.map(|(document, _)| document));
                }
                if text.is_empty() {
                    self.left_lists.clear();
                } else if text != self.query {
                    // What narrows stands below what it narrows.
                    self.list_typed &= bar.narrows.is_empty();
                    self.leave_list(self.query.clone(), document, true);
                }
                self.kept = bar.before.map(|before| (std::mem::take(&mut self.query), before));
                self.query = text;
                self.asked = Asked::Hits;
                if !self.is_wide() {
                    self.reading = false;
                }
                self.pane = Pane::List;
                self.search_anew()
            }
        }
    }

    /// Gives up a search that was kept and takes long: the list is again what it was before.
    pub(super) fn back_to_results(&mut self, query: String, before: Before) -> Vec<Effect> {
        let given_up = std::mem::replace(&mut self.query, query);
        self.left_lists.pop_if(|left| left.query == self.query);
        let Before { documents, cursor, top } = before;
        (self.list.documents, self.list.cursor, self.list.top) = (documents, cursor, top);
        self.list_query = Some(self.query.clone());
        self.remember(&given_up);
        self.say(format!("stopped; {} and Up bring {given_up} back", self.key_of(Action::Search)));
        // Takes the place of the search that is given up.
        self.search_anew()
    }

    /// What the reader's hits are of, as it was typed.
    pub(crate) fn sought(&self) -> &str {
        let finding = self.finding.as_deref().filter(|_| self.reader.query != self.query);
        finding.unwrap_or(&self.reader.query)
    }

    pub(super) fn remember(&mut self, query: &str) {
        if query.trim().is_empty() {
            return;
        }
        self.history.retain(|known| known != query);
        self.history.push(query.to_owned());
        if self.history.len() > HISTORY {
            self.history.remove(0);
        }
    }

    /// Asks which mails are of the thread of the document at hand.
    pub(crate) fn ask_for_thread(&mut self) -> Vec<Effect> {
        let Some(document) = self.current() else {
            self.say_none("there is no document here");
            return Vec::new();
        };
        vec![self.ask(Channel::Card, Request::Thread { document })]
    }

    /// Opens the results of a query that an action made.
    pub(crate) fn search_for(&mut self, query: String) -> Vec<Effect> {
        self.leave_trail();
        self.remember(&query);
        if query != self.query {
            self.leave_list(self.query.clone(), self.list.place(), false);
        }
        self.query = query;
        if !self.is_wide() {
            self.reading = false;
            self.panel = None;
        }
        self.full = false;
        self.pane = Pane::List;
        self.search_anew()
    }

    fn find_in_document(&mut self, query: &str) -> Vec<Effect> {
        let Some(document) = self.reader.number().filter(|_| !query.is_empty()) else { return Vec::new() };
        self.asked = Asked::Hits;
        self.leave_trail();
        self.finding = Some(query.to_owned());
        // The last word may be the beginning of one, as while typing in the search bar.
        let open = query::open_word(query).is_some();
        let query = if open { format!("{query}*") } else { query.to_owned() };
        vec![self.ask_for(document, Then::HitFrom(self.reader.offset()), query)]
    }
}

/// Puts the chosen option in the place of the word.
fn put_in(bar: &mut Bar) {
    let Some(offered) = &mut bar.offered else { return };
    let Some(option) = offered.options.get(offered.chosen) else { return };
    bar.line.text.replace_range(offered.range.clone(), &option.text);
    offered.range.end = offered.range.start + option.text.len();
    bar.line.at = offered.range.end;
}
