//! Coming back: where the reader is, to be written down, and being there again.

use super::effect::{Channel, Effect, Request};
use super::list::Order;
use super::reader::Then;
use super::typing::ranges;
use super::{App, Pane, Spot};
use crate::library::types::session::{Returned, Whereabouts};
use crate::library::types::{Counts, DiffLayout};

const LAYOUTS: [(DiffLayout, &str); 3] =
    [(DiffLayout::Unified, "unified"), (DiffLayout::SideBySide, "side"), (DiffLayout::ChangesOnly, "changes")];
const COUNTS: [(Counts, &str); 4] = [
    (Counts::Words, "words"),
    (Counts::Typography, "typography"),
    (Counts::WithoutMarks, "without punctuation"),
    (Counts::Facts, "facts"),
];
const ORDERS: [Order; 5] = [Order::Relevance, Order::Date, Order::Title, Order::Added, Order::New];

/// Searches that are kept.
const HISTORY: usize = 100;

impl App {
    /// Where the reader is. While what was left is being come back to, that is where.
    pub fn whereabouts(&self) -> Whereabouts {
        if let Some(returned) = &self.returning {
            return Whereabouts { welcome: self.welcome, ..returned.at.clone() };
        }
        let word = |layout| LAYOUTS.iter().find(|known| known.0 == layout).map_or("", |known| known.1);
        // While a query is typed the list shows what that finds, and is to be found again as it was before.
        let (cursor, line) = self.place_before_typing().unwrap_or((self.list.current(), self.list.cursor));
        let counts = COUNTS.iter().find(|known| known.0 == self.diff_view.counts).map_or("", |known| known.1);
        Whereabouts {
            query: self.query.clone(),
            welcome: self.welcome,
            order: self.list.order_said(),
            folded: self.list.folded,
            folded_outside: self.folded_before,
            unfolded_groups: self.list.open.iter().copied().collect(),
            inbox: self.inbox.clone(),
            cursor,
            line,
            reading: self.reading,
            in_reader: self.pane == Pane::Reader,
            document: self.reader.next_number().filter(|_| self.reading),
            offset: self.reader.offset(),
            comparing: self.comparing,
            collated: self.collating.is_some(),
            base: self.base.as_ref().map(|base| base.document).filter(|_| self.comparing),
            layout: word(self.diff_view.layout).to_owned(),
            counts: counts.to_owned(),
            unfolded: self.diff_view.unfolded,
            showing_new: self.showing_new,
            marked: ranges(self.list.marked.iter().copied()),
            places: self.places.iter().map(|(&letter, spot)| (letter, spot.document, spot.offset)).collect(),
            history: self.history.iter().rev().take(HISTORY).rev().cloned().collect(),
            range_from: self.list.range_from,
            typing: self.typing(),
            drafts: self.drafts_kept(),
        }
    }

    /// Asks for the place to be written down, where it is another than before.
    pub fn remember_place(&mut self) -> Option<Effect> {
        let now = self.whereabouts();
        if self.remembered.as_ref() == Some(&now) {
            return None;
        }
        self.remembered = Some(now.clone());
        Some(self.ask(Channel::Whereabouts, Request::Remember(Box::new(now))))
    }

    /// Takes up what was left, but for what needs the list and the document.
    pub(super) fn come_back(&mut self, returned: Returned) {
        let at = &returned.at;
        self.history = at.history.clone();
        self.places = at.places.iter().map(|&(letter, document, offset)| (letter, Spot { document, offset })).collect();
        self.remembered = Some(at.clone());
        self.take_drafts_up(&at.drafts, at.typing.as_ref());
        if at.is_beginning() {
            return;
        }
        self.query = at.query.clone();
        self.inbox = at.inbox.clone();
        self.list.folded = at.folded;
        self.list.open = at.unfolded_groups.iter().copied().collect();
        self.folded_before = at.folded_outside;
        if let Some(order) = &at.order {
            let (reverse, word) = order.strip_prefix('-').map_or((false, order.as_str()), |word| (true, word));
            self.list.order = ORDERS.into_iter().find(|order| order.word() == word).unwrap_or_default();
            self.list.reverse = reverse;
        }
        self.list.marked = at.marked.iter().flat_map(|&(first, last)| first..=last).collect();
        self.come_back_to_base(at.base.filter(|_| at.comparing), at.document);
        self.diff_view.layout =
            LAYOUTS.iter().find(|known| known.1 == at.layout).map(|known| known.0).unwrap_or_default();
        if self.plain && self.diff_view.layout == DiffLayout::SideBySide {
            self.diff_view.layout = DiffLayout::Unified;
        }
        self.diff_view.counts =
            COUNTS.iter().find(|known| known.1 == at.counts).map(|known| known.0).unwrap_or_default();
        self.diff_view.unfolded = at.unfolded;
        self.returning = Some(returned);
    }

    /// The results have come in which the reader was: to the line, to the document, and to what was being typed.
    pub(super) fn be_back(&mut self) -> Vec<Effect> {
        let Some(Returned { when, at }) = self.returning.take() else { return Vec::new() };
        let typing = at.typing.clone();
        let mut effects = self.be_there(&when, at);
        effects.extend(typing.map(|typing| self.type_on(&typing, &when)).unwrap_or_default());
        effects
    }

    fn be_there(&mut self, when: &str, at: Whereabouts) -> Vec<Effect> {
        let place = at.cursor.and_then(|wanted| self.list.documents.iter().position(|&known| known == wanted));
        self.list.move_to(place.unwrap_or(at.line), self.list_height());
        self.list.range_from = at.range_from.filter(|from| self.list.documents.contains(from));
        let mut told = vec![format!("as you left it {when}")];
        if !at.marked.is_empty() {
            told.push(format!("{} marked", self.list.marked.len()));
        }
        told.push(format!("{} begins anew", self.asked_for("fresh")));
        // What is wrong with the library came first, and is told first.
        self.say_too(&told.join(" · "));
        self.set_apart();
        // What is not listed is not read, and not decided about, either.
        let read = at.reading && !self.list.documents.is_empty();
        let Some(document) = at.document.filter(|_| read) else { return self.turned() };
        self.reading = true;
        self.pane = if at.in_reader { Pane::Reader } else { Pane::List };
        self.comparing = at.comparing;
        self.showing_new = at.showing_new;
        self.back_in = true;
        if at.collated {
            self.collate_again(Spot { document, offset: at.offset });
        }
        self.open(document, Then::Offset(at.offset))
    }

    /// Everything as at a first start, but for what was decided and searched for.
    pub(super) fn begin_anew(&mut self) -> Vec<Effect> {
        self.end_newness();
        if self.comparing {
            self.end_comparison();
        }
        self.query.clear();
        self.folded_before = None;
        (self.inbox, self.base, self.pinned, self.panel) = (None, None, None, None);
        (self.reading, self.full, self.pane) = (false, false, Pane::List);
        self.diff_view = Default::default();
        let list = &mut self.list;
        list.unmark();
        list.open.clear();
        (list.folded, list.order, list.reverse, list.cursor, list.top) = (false, Order::default(), false, 0, 0);
        self.list_query = None;
        self.say("every document, from the start".to_owned());
        self.search_anew()
    }
}
