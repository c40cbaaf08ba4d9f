//! Deciding about a batch: its undecided documents, what helps with each, how far it has come, and
//! the report at the end.

use super::action::Action;
use super::effect::{Channel, Effect, Request};
use super::{App, Asked, query};
use crate::library::types::DocNo;
use crate::library::types::outcome::Pace;

/// What the inbox of a batch asks for.
fn inbox_query(batch: &str) -> String {
    format!("batch:\"{}\" is:undecided sort:new", batch.replace('"', " "))
}

/// What version groups with different verdicts are asked for with.
const MIXED: &str = "is:mixed";
/// What different verdicts of several readers about a document are asked for with.
pub(super) const DISPUTED: &str = "is:disputed";

impl App {
    /// The inbox and the groups with different verdicts have a line a group; outside of them the list
    /// is as it was.
    pub(super) fn fold_for_query(&mut self) {
        let by_groups = self.in_inbox().is_some() || self.seeks_conflicts();
        match (by_groups, self.folded_before) {
            (true, None) => {
                self.folded_before = Some(self.list.folded);
                self.list.folded = true;
                self.list.open.clear();
            }
            (false, Some(folded)) => {
                self.folded_before = None;
                self.list.folded = folded;
            }
            _ => {}
        }
    }

    /// The list shows the groups with different verdicts.
    pub(super) fn seeks_conflicts(&self) -> bool {
        self.query == MIXED
    }

    /// The list shows what readers disagree about.
    pub(super) fn seeks_disputes(&self) -> bool {
        query::has_term(&self.query, DISPUTED)
    }

    /// The batch whose inbox the list shows.
    pub fn in_inbox(&self) -> Option<&str> {
        self.inbox.as_deref().filter(|batch| query::unordered(&self.query) == query::unordered(&inbox_query(batch)))
    }

    /// How far the batch of the inbox is decided about, once that is known.
    pub fn pace_shown(&self) -> Option<&Pace> {
        let batch = self.in_inbox()?;
        self.pace.as_ref().filter(|pace| pace.batch == batch)
    }

    /// Lists what is undecided of a batch, of the newest one where none is named: one line a version
    /// group, those with the most new words first.
    pub(crate) fn open_inbox(&mut self, batch: &str) -> Vec<Effect> {
        let batch = if batch.trim().is_empty() { self.totals.batch.clone() } else { batch.trim().to_owned() };
        if batch.is_empty() {
            self.say(format!(
                "no batch has been added yet; leave with {} and add one with: variorum add PATH",
                self.key_of(Action::Leave)
            ));
            return Vec::new();
        }
        let query = inbox_query(&batch);
        self.inbox = Some(batch);
        // What was compared before has nothing to do with a batch.
        self.base = None;
        let mut effects = self.search_for(query);
        effects.extend(self.ask_for_pace());
        effects
    }

    /// Asks how far the batch of the inbox is decided about.
    pub(crate) fn ask_for_pace(&mut self) -> Option<Effect> {
        let batch = self.in_inbox()?.to_owned();
        Some(self.ask(Channel::Pace, Request::Pace { batch }))
    }

    /// Asks for the report on a batch, of the one that is decided about or else the newest; with a
    /// path, it is written there.
    pub(crate) fn ask_for_report(&mut self, to: Option<String>) -> Vec<Effect> {
        let batch = self.in_inbox().map(str::to_owned);
        match to {
            Some(to) => vec![self.ask(Channel::File, Request::Report { batch, to: Some(to) })],
            None => vec![self.ask(Channel::Report, Request::Report { batch, to: None })],
        }
    }

    /// A document of the inbox has come: of a known text the diff is shown, of others what is new
    /// where not all of it is.
    pub(crate) fn help_to_decide(&mut self) {
        let Some(row) = self.reader.document.as_ref().map(|document| &document.row) else { return };
        let (known, partly) = (row.group.is_some() && row.seen > 0, row.seen > 0);
        if known {
            self.end_newness();
            self.comparing = true;
            self.asked = Asked::Changes;
            return;
        }
        if self.comparing {
            self.end_comparison();
        }
        self.end_newness();
        if partly {
            self.showing_new = true;
            self.asked = Asked::News;
            self.tell_news = true;
            self.then_news = true;
        }
    }

    /// Nothing is left undecided in the inbox as it is listed: versions that had no line of their own
    /// may be.
    pub(crate) fn go_round_inbox(&mut self) -> Vec<Effect> {
        self.going_round = true;
        self.search_anew()
    }

    /// The inbox has been listed once more.
    pub(crate) fn gone_round_inbox(&mut self) -> Vec<Effect> {
        let Some(batch) = self.in_inbox().map(str::to_owned) else { return Vec::new() };
        let count = self.list.documents.len();
        if count == 0 {
            // What helped with the last document is not to be seen any more.
            self.end_newness();
            if self.comparing {
                self.end_comparison();
            }
            self.put_reader_away();
            self.say_too(&format!("batch {batch} is decided"));
            return self.ask_for_report(None);
        }
        self.say_too(&match count {
            1 => "one is left that had no line of its own".to_owned(),
            count => format!("{count} are left that had no lines of their own"),
        });
        self.list.move_to(0, self.list_height());
        self.turned()
    }

    /// The inbox has been listed once more for documents that are in question again: to the first of
    /// them that has a line.
    pub(crate) fn go_to_listed_again(&mut self, documents: &[DocNo]) -> Vec<Effect> {
        let place = self.list.documents.iter().position(|document| documents.contains(document));
        self.list.move_to(place.unwrap_or(self.list.cursor), self.list_height());
        self.turned()
    }

    /// Lists version groups whose members have different verdicts.
    pub(crate) fn conflicts(&mut self) -> Vec<Effect> {
        let effects = self.search_for(MIXED.to_owned());
        self.say(format!(
            "version groups with different verdicts; {} {} {} give one to every version",
            self.key_of(Action::KeepGroup),
            self.key_of(Action::DropGroup),
            self.key_of(Action::LaterGroup)
        ));
        effects
    }
}
