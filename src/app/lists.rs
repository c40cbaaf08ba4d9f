//! Lists that were left for others: from one that was led to, the way up is the one before, at the line where it was left.

use super::action::Action;
use super::effect::Effect;
use super::{App, Pane, Panel};
use crate::library::types::DocNo;
use crate::library::types::entities::Browse;

/// Lists that can be come back to.
const LISTS: usize = 50;

/// A list that another one was opened from.
#[derive(Clone, Debug)]
pub(super) struct LeftList {
    pub(super) query: String,
    /// At its cursor, and so many lines below the first on the screen.
    document: Option<(DocNo, usize)>,
    /// What the entity browser showed and the place in it, where the other list was opened from there.
    browser: Option<(Browse, usize)>,
}

impl App {
    /// Another list takes the place of the one of `query`, at whose cursor `document` is, so many lines down. Words that are `typed` take the
    /// place of others that were.
    pub(super) fn leave_list(&mut self, query: String, document: Option<(DocNo, usize)>, typed: bool) {
        if typed && self.list_typed {
            return;
        }
        let browsing = self.pane == Pane::Panel && self.browses();
        let browser = browsing.then(|| (self.entities.browse.clone(), self.entities.cursor));
        if self.left_lists.len() == LISTS {
            self.left_lists.remove(0);
        }
        self.left_lists.push(LeftList { query, document, browser });
        self.list_typed = typed;
    }

    /// Goes up to the list before; `None` where every document is listed already.
    pub(super) fn go_up(&mut self) -> Option<Vec<Effect>> {
        let here = self.query.trim().to_owned();
        let left = loop {
            match self.left_lists.pop() {
                Some(left) if left.query.trim() == here && left.browser.is_none() => {}
                Some(left) => break left,
                None if here.is_empty() => return None,
                None => break LeftList { query: String::new(), document: self.list.place(), browser: None },
            }
        };
        self.leave_trail();
        self.list_typed = false;
        self.query = left.query;
        self.coming_to = left.document;
        let what = match self.query.trim() {
            "" => "all documents again".to_owned(),
            query => format!("{query} again"),
        };
        self.say(format!("{what}; {} and Up bring {here} back", self.key_of(Action::Search)));
        self.remember(&here);
        let mut effects = self.search_anew();
        if let Some((browse, cursor)) = left.browser
            && (self.panel.is_none() || self.browses())
        {
            (self.panel, self.pane, self.full) = (Some(Panel::Entities), Pane::Panel, false);
            (self.entities.whole, self.entities.browse, self.entities.cursor) = (true, browse, cursor);
            effects.extend(self.fill_panel());
        }
        Some(effects)
    }

    /// The browser of all names is open.
    fn browses(&self) -> bool {
        self.panel == Some(Panel::Entities) && self.entities.whole
    }

    /// The list was opened from the browser of all names, which still stands beside it: the way up leads there.
    pub(super) fn is_beside_its_browser(&self) -> bool {
        let led = self.left_lists.last().is_some_and(|left| left.browser.is_some());
        self.pane == Pane::List && self.browses() && led && self.has_list_above()
    }

    /// Nothing is found: neither list nor reader has a document.
    pub(super) fn put_reader_away(&mut self) {
        if self.collating.is_some() {
            self.leave_apparatus();
        }
        self.reader.put_away();
        (self.reading, self.full) = (false, false);
        // The browser of all names goes on, whatever is listed.
        let browsing = self.browses();
        if !browsing {
            self.panel = None;
        }
        if !(browsing && self.pane == Pane::Panel) {
            self.pane = Pane::List;
        }
    }

    /// The query of the list that the way up leads to.
    pub fn list_above(&self) -> Option<&str> {
        let here = self.query.trim();
        let other = |left: &&LeftList| left.query.trim() != here || left.browser.is_some();
        self.left_lists.iter().rev().find(other).map(|left| left.query.trim())
    }

    /// True where the way up leads to another list.
    pub fn has_list_above(&self) -> bool {
        !self.query.trim().is_empty() && !self.left_lists.is_empty()
    }
}
