//! Verdicts, stars, tags, marks; what they act on and where they lead.

use super::action::Action;
use super::effect::{Channel, Effect, Request, Ticket};
use super::reader::Then;
use super::saying::Tells;
use super::{App, Held, Pane, Panel};
use crate::library::types::{Act, Decided, DocNo, Standing, Verdict};

/// Acts of which it is remembered where they were made.
const ACTS: usize = 1_000;

/// Where the answer to a decision leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum After {
    /// On to the next undecided document.
    Advance,
    /// To the document whose decision is back in question.
    Return,
    /// Nowhere; what is on the screen follows the names.
    Stay,
    /// Nowhere, but the marks are gone.
    Unmark,
}

/// What `.` does again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Again {
    /// The same decision, and whether on every version.
    Act(Act, bool),
    /// What an action decides where it is asked for.
    Asked(Action),
    /// The last decision was about what is not here.
    Nowhere,
}

impl App {
    pub(crate) fn triage(&mut self, action: Action, count: Option<usize>) -> Vec<Effect> {
        use Action::*;
        if !matches!(action, KeepOnlyThis | LeadGroup | NoVersion | Yank | Undo | Redo | Mark | MarkRange | MarkAll) {
            self.take_range();
        }
        if let (Some(count), true) = (count.filter(|&count| count > 1), self.list.marked.is_empty())
            && matches!(action, Keep | Drop | Later | Star | ToggleRead | TagAgain | Untag | TagWith(_) | Repeat)
        {
            return self.triage_lines(action, count);
        }
        match action {
            Keep => self.verdict(Verdict::Keep, false),
            Drop => self.verdict(Verdict::Drop, false),
            Later => self.verdict(Verdict::Later, false),
            KeepGroup => self.verdict(Verdict::Keep, true),
            DropGroup => self.verdict(Verdict::Drop, true),
            LaterGroup => self.verdict(Verdict::Later, true),
            KeepOnlyThis => self.keep_only(),
            JoinVersions => self.join_versions(),
            NoVersion | LeadGroup if self.versions.group.is_none() => {
                self.say(format!(
                    "this document has no other version; {} and {} decide about it alone",
                    self.key_of(Action::Keep),
                    self.key_of(Action::Drop)
                ));
                Vec::new()
            }
            NoVersion => self.decide(Act::Split, false),
            LeadGroup => self.lead_group(),
            Star => self.toggle(|standing| Act::Star(!standing.starred)),
            ToggleRead => self.toggle(|standing| Act::Read(!standing.read)),
            Tag => self.open_tag(),
            TagAgain => self.with_last_tag(Act::Tag),
            Untag => self.with_last_tag(Act::Untag),
            Repeat => match self.last_act.clone() {
                Some(Again::Act(act, group)) => self.decide(act, group),
                Some(Again::Asked(action)) => self.act(action, None),
                Some(Again::Nowhere) => {
                    self.say("the last decision cannot be repeated elsewhere".to_owned());
                    Vec::new()
                }
                None => {
                    self.say("there is nothing to repeat yet".to_owned());
                    Vec::new()
                }
            },
            Undo | Redo => {
                if let Some(more) = count.and_then(|count| count.checked_sub(1)).filter(|&more| more > 0) {
                    // One after the other: each is told when it is done.
                    self.held.push_front(Held::Act(action, Some(more)));
                }
                let request = if action == Undo { Request::Undo } else { Request::Redo };
                self.ask_to_decide(request, Some(After::Return))
            }
            TagWith(place) => self.tag_of_key(place),
            Yank => self.yank(count),
            Mark => self.mark(count.unwrap_or(1)),
            MarkRange => self.mark_range(),
            MarkAll => self.mark_all(),
            _ => Vec::new(),
        }
    }

    /// The documents of so many lines from the cursor on.
    pub(super) fn lines_from_here(&self, count: usize) -> Vec<DocNo> {
        let from = self.list.cursor;
        let last = from.saturating_add(count.max(1)).min(self.list.documents.len());
        self.list.documents[from.min(last)..last].to_vec()
    }

    /// A verb with a count takes in the lines below. What it does to the first it does to all.
    fn triage_lines(&mut self, action: Action, count: usize) -> Vec<Effect> {
        use Action::*;
        if self.pane != Pane::List {
            self.say(format!("a count takes in lines of the list; here {} acts on one document", self.key_of(action)));
            return Vec::new();
        }
        let tag = match action {
            TagWith(place) => self.tags.get(usize::from(place)).cloned(),
            _ => self.last_tag.clone(),
        };
        let standing = self.list.current_row().map(|row| &row.standing);
        let act = match (action, standing, tag) {
            (Keep, ..) => Act::Verdict(Some(Verdict::Keep)),
            (Drop, ..) => Act::Verdict(Some(Verdict::Drop)),
            (Later, ..) => Act::Verdict(Some(Verdict::Later)),
            (Star, Some(standing), _) => Act::Star(!standing.starred),
            (ToggleRead, Some(standing), _) => Act::Read(!standing.read),
            (TagWith(_), Some(standing), Some(tag)) if standing.tags.contains(&tag) => Act::Untag(tag),
            (TagWith(_) | TagAgain, _, Some(tag)) => Act::Tag(tag),
            (Untag, _, Some(tag)) => Act::Untag(tag),
            (Repeat, ..) => match &self.last_act {
                Some(Again::Act(act, false)) => act.clone(),
                _ => return self.triage(action, None),
            },
            // What is not known of one is not known of several.
            _ => return self.triage(action, None),
        };
        let after = matches!(act, Act::Verdict(_)).then_some(After::Advance);
        let documents = self.lines_from_here(count);
        if documents.is_empty() {
            self.say_none("there is no document to decide about");
            return Vec::new();
        }
        self.last_act = Some(Again::Act(act.clone(), false));
        self.ask_to_decide(Request::Decide { documents, act, group: false, quiet: false }, after)
    }

    pub(super) fn targets(&self) -> Vec<DocNo> {
        self.list.chosen(self.current())
    }

    fn verdict(&mut self, verdict: Verdict, group: bool) -> Vec<Effect> {
        self.decide(Act::Verdict(Some(verdict)), group)
    }

    pub(super) fn decide(&mut self, act: Act, group: bool) -> Vec<Effect> {
        let documents = self.targets();
        if documents.is_empty() {
            self.say_none("there is no document to decide about");
            return Vec::new();
        }
        let panel = (self.pane, self.panel) == (Pane::Panel, Some(Panel::Versions));
        let in_versions = panel && !group && self.versions.group.is_some();
        let after = match &act {
            _ if !self.list.marked.is_empty() => Some(After::Unmark),
            Act::Verdict(Some(verdict)) if in_versions => {
                self.versions.judge(*verdict);
                None
            }
            Act::Verdict(_) => Some(After::Advance),
            _ => None,
        };
        self.last_act = Some(Again::Act(act.clone(), group));
        self.ask_to_decide(Request::Decide { documents, act, group, quiet: false }, after)
    }

    pub(super) fn ask_to_decide(&mut self, request: Request, after: Option<After>) -> Vec<Effect> {
        let act = !matches!(request, Request::Undo | Request::Redo);
        let in_range = self.list.range_from.take().is_some();
        let here = self.current().filter(|_| act);
        let effect = self.ask(Channel::Decide, request);
        if let (Some(here), Some(&generation)) = (here, self.tickets.get(&Channel::Decide)) {
            self.acting.insert(generation, here);
        }
        self.range_ended = self.tickets.get(&Channel::Decide).copied().filter(|_| in_range).or(self.range_ended);
        if let Some(after) = after {
            self.deciding = self.tickets.get(&Channel::Decide).map(|&generation| (generation, after));
        }
        vec![effect]
    }

    fn keep_only(&mut self) -> Vec<Effect> {
        match self.current() {
            Some(document) => {
                self.last_act = Some(Again::Asked(Action::KeepOnlyThis));
                self.ask_to_decide(Request::KeepOnly { document }, Some(After::Advance))
            }
            None => {
                self.say_none("there is no document to decide about");
                Vec::new()
            }
        }
    }

    /// That a verdict on the one line of a version group leaves the others of it undecided.
    fn left_in_group(&self, documents: &[DocNo]) -> Option<String> {
        let [document] = documents else { return None };
        let place = self.list.row(*document)?.group?;
        let hidden = self.list.folded && !self.list.open.contains(&place.group) && self.in_inbox().is_none();
        let keys = [Action::KeepGroup, Action::DropGroup, Action::LaterGroup].map(|action| self.key_of(action));
        (hidden && place.members > 1).then(|| format!(" · {} decide on all {}", keys.join(" "), place.members))
    }

    /// Joins the marked documents, or the current one and the base, to one version group.
    fn join_versions(&mut self) -> Vec<Effect> {
        let chosen: Vec<DocNo> = match self.list.marked.is_empty() {
            false => self.targets(),
            true => self.base.iter().map(|base| base.document).chain(self.current()).collect(),
        };
        match chosen.as_slice() {
            [first, .., last] if first != last => {
                let after = (!self.list.marked.is_empty()).then_some(After::Unmark);
                let act = Act::Join;
                self.last_act = Some(Again::Asked(Action::JoinVersions));
                self.ask_to_decide(Request::Decide { documents: chosen, act, group: false, quiet: false }, after)
            }
            [base, ..] if self.list.marked.is_empty() && self.is_base(*base) => {
                self.say(format!(
                    "this is the base itself; go to the other document, then {}",
                    self.key_of(Action::JoinVersions)
                ));
                Vec::new()
            }
            _ => {
                self.say(format!(
                    "mark the versions with {}, or make one the base with {}; {} joins them",
                    self.key_of(Action::Mark),
                    self.key_of(Action::MakeBase),
                    self.key_of(Action::JoinVersions)
                ));
                Vec::new()
            }
        }
    }

    fn lead_group(&mut self) -> Vec<Effect> {
        match self.current() {
            Some(document) => {
                let act = Act::Lead;
                self.last_act = Some(Again::Asked(Action::LeadGroup));
                self.ask_to_decide(Request::Decide { documents: vec![document], act, group: false, quiet: false }, None)
            }
            None => Vec::new(),
        }
    }

    pub(super) fn toggle(&mut self, act: impl Fn(&Standing) -> Act) -> Vec<Effect> {
        let Some(standing) = self.current().and_then(|current| self.row_at_hand(current)).map(|row| &row.standing)
        else {
            return Vec::new();
        };
        let act = act(standing);
        self.decide(act, false)
    }

    /// A decision has been written down.
    pub(crate) fn decided(&mut self, ticket: Ticket, decided: Decided) -> Vec<Effect> {
        self.note_written(ticket.generation);
        let after = self.deciding.take_if(|deciding| deciding.0 == ticket.generation).map(|deciding| deciding.1);
        if let Some(here) = self.acting.remove(&ticket.generation) {
            self.acted.extend(decided.decisions.iter().map(|&number| (number, here)));
            while self.acted.len() > ACTS {
                self.acted.pop_first();
            }
        }
        if decided.nothing {
            // Nor is there anything for the rest of a count.
            if matches!(self.held.front(), Some(Held::Act(Action::Undo | Action::Redo, Some(_)))) {
                self.held.pop_front();
            }
            self.say(decided.summary);
            return self.led(after, &decided.documents);
        }
        let undone = after == Some(After::Return);
        let tail = if undone { String::new() } else { format!(" · {} undoes", self.key_of(Action::Undo)) };
        let versions = if after == Some(After::Advance) { self.left_in_group(&decided.documents) } else { None };
        let range = match self.range_ended.take_if(|ended| *ended == ticket.generation) {
            Some(_) => " · the range is given up",
            None => "",
        };
        self.say(format!("{}{tail}{}{range}", decided.summary, versions.unwrap_or_default()));
        match after {
            Some(After::Advance) => self.status.then = Tells::Next,
            _ => self.set_apart(),
        }
        match decided.regrouped {
            // Every member of the groups that have changed shows it.
            true => {
                self.list.forget_all();
                self.forget_apparatus();
            }
            false => self.list.forget(&decided.documents),
        }
        if after == Some(After::Unmark) {
            self.list.unmark();
        }
        if decided.mended {
            self.take_over(&decided.became);
        }
        let mut effects = vec![self.ask(Channel::Totals, Request::Totals)];
        effects.extend(self.ask_for_pace());
        if self.panel.is_some() {
            effects.extend(self.refill_panel());
        }
        if decided.regrouped || (decided.mended && !self.query.trim().is_empty()) {
            effects.extend(self.search_again(false));
        }
        let open = self.reader.number().filter(|open| decided.noted && decided.documents.contains(open));
        let open = if decided.regrouped || decided.mended { self.reader.number() } else { open };
        if let (Some(document), None) = (open, &self.reader.coming) {
            let query = self.reader.query.clone();
            effects.push(self.ask_for(document, Then::Stay, query));
        }
        if undone && !decided.merge {
            // The decision is back in question, so the document where it was made is shown again; which
            // one that was is known for those of today.
            let listed = |document: &DocNo| self.list.documents.iter().position(|known| known == document);
            let origin = decided.decisions.iter().find_map(|number| self.acted.get(number));
            let origin = origin.filter(|origin| decided.documents.contains(origin) && listed(origin).is_some());
            let shown = |document: &DocNo| self.document_shown() == Some(*document);
            let there = match origin {
                Some(origin) => shown(origin),
                None => decided.documents.iter().any(shown),
            };
            if let Some(place) = origin.into_iter().chain(&decided.documents).find_map(listed).filter(|_| !there) {
                self.list.move_to(place, self.list_height());
                effects.extend(self.turned());
            } else if self.in_inbox().is_some() && !decided.documents.iter().any(|document| listed(document).is_some())
            {
                // It was decided about before the inbox was listed, and belongs there again.
                self.listed_again = decided.documents;
                effects.extend(self.search_anew());
            }
        } else if after == Some(After::Advance) {
            effects.extend(self.advance());
        }
        effects
    }

    /// Goes where a decision leads that was about documents of which it is so already: another reader may have decided
    /// about them in the meantime, and a verdict said again is still said.
    fn led(&mut self, after: Option<After>, documents: &[DocNo]) -> Vec<Effect> {
        self.list.forget(documents);
        match after {
            Some(After::Unmark) if !documents.is_empty() => {
                self.list.unmark();
                Vec::new()
            }
            Some(After::Advance) if !documents.is_empty() => {
                self.status.then = Tells::Next;
                self.advance()
            }
            _ => Vec::new(),
        }
    }

    /// On to the next document that nobody has decided about.
    fn advance(&mut self) -> Vec<Effect> {
        // Where readers disagree everything is decided about, and the next one is gone to all the same.
        match self.seeks_disputes() {
            true => self.turn_to(Action::NextDocument, None),
            false => self.step_undecided(true, 1),
        }
    }
}
