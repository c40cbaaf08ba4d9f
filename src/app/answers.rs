//! What comes back from the workers, and what it changes on the screen.

use super::effect::{Answer, Channel, Effect, Request, Ticket};
use super::overlay::{BarKind, Overlay};
use super::panels::Listed;
use super::reader::Then;
use super::{App, Pane};
use crate::library::types::{Act, Diff, Document, Progress, Report};
use std::ops::Range;
use std::sync::Arc;

impl App {
    pub(crate) fn answer(&mut self, ticket: Ticket, answer: Answer) -> Vec<Effect> {
        match answer {
            Answer::Found { documents, hints } => return self.found(documents, hints),
            Answer::Unreadable { message, span, repair } => self.unreadable(message, span, repair),
            Answer::Rows(rows) => self.list.learn(rows),
            Answer::Opened { document, hits } => return self.opened(*document, hits),
            Answer::Group { document, group } => {
                self.versions.cursor = group
                    .iter()
                    .flat_map(|group| &group.members)
                    .position(|member| member.row.number == document)
                    .unwrap_or(0);
                self.versions.group = group;
                self.versions.of = Some(document);
                if let Some(by) = self.then_version.take() {
                    let action = if by > 0 {
                        super::action::Action::NextVersion
                    } else {
                        super::action::Action::PreviousVersion
                    };
                    if self.versions.group.is_none() {
                        self.say("this document has no other versions".to_owned());
                    } else {
                        return self.version_action(action);
                    }
                }
            }
            Answer::Compared(diff) => self.compared(*diff),
            Answer::Incomparable { document } => {
                if self.reader.number() == Some(document) {
                    self.comparing = false;
                    self.reader.diff = None;
                    self.say("this document has no other version; B on another one makes it the base".to_owned());
                }
            }
            Answer::Entities(entities) => {
                self.entities.fill(entities.into_iter().map(Listed::from).collect(), None);
            }
            Answer::Card(entity) => self.overlay = Some(Overlay::card(&entity)),
            Answer::Place(place) => return self.place_found(place),
            Answer::Decided(decided) => return self.decided(decided),
            Answer::Totals(totals) => {
                self.totals = totals;
                self.totals_known = true;
            }
            Answer::Report(report) => self.overlay = Some(Overlay::report(&report)),
            Answer::Noted => {}
            Answer::Failed(error) => {
                if ticket.channel == Channel::Document {
                    self.reader.coming = None;
                    self.ahead.clear();
                }
                self.trouble(error);
            }
        }
        Vec::new()
    }

    fn found(&mut self, documents: Vec<u32>, hints: Vec<String>) -> Vec<Effect> {
        let live = matches!(&self.overlay, Some(Overlay::Bar(bar)) if bar.kind == BarKind::Corpus);
        if let Some(Overlay::Bar(bar)) = &mut self.overlay {
            bar.error = None;
            bar.repair = None;
        }
        let follow = self.reader.number().filter(|_| self.reading).or(self.list.current());
        // New words start at the top; the same question asked again stays where the reader was.
        let follow = follow.filter(|_| !live && (self.list_query.as_deref() == Some(self.query.as_str())));
        self.list_query = Some(match &self.overlay {
            Some(Overlay::Bar(bar)) if live => bar.line.text.clone(),
            _ => self.query.clone(),
        });
        let known = self.list.known;
        self.list.replace(documents, follow);
        if let Some(hint) = hints.into_iter().next() {
            self.say(hint);
        }
        if live || (self.reading && !self.is_wide()) || (known && self.adding.is_some()) {
            return Vec::new();
        }
        match (self.is_wide(), self.list.current()) {
            (true, Some(document)) if self.reader.number() != Some(document) || !self.query.is_empty() => {
                self.reader.coming = Some((document, if self.query.is_empty() { Then::Start } else { Then::FirstHit }));
                vec![self.ask(Channel::Document, Request::Open { document, query: self.query.clone() })]
            }
            _ => Vec::new(),
        }
    }

    fn unreadable(&mut self, message: String, span: Range<usize>, repair: Option<String>) {
        match &mut self.overlay {
            Some(Overlay::Bar(bar)) => {
                bar.error = Some((message, span));
                bar.repair = repair;
            }
            _ => self.trouble(message),
        }
    }

    fn opened(&mut self, document: Document, hits: Vec<Range<usize>>) -> Vec<Effect> {
        let number = document.row.number;
        let Some((_, then)) = self.reader.coming.take().filter(|coming| coming.0 == number) else { return Vec::new() };
        let again = self.reader.number() == Some(number);
        let unread = !document.row.standing.read;
        self.reader.document = Some(Arc::new(document));
        self.reader.hits = hits;
        if !again {
            self.reader.diff = None;
            self.reader.change = None;
        }
        self.fit();
        self.arrive(then);
        let mut effects = Vec::new();
        if self.comparing {
            effects.extend(self.compare());
        }
        if self.panel.is_some() {
            effects.extend(self.fill_panel());
        }
        if self.reading && self.pane == Pane::Reader && unread {
            let act = Act::Read(true);
            // Asked beside the decisions of the reader, so that none of their answers is passed over.
            effects.push(
                self.ask(Channel::Card, Request::Decide { documents: vec![number], act, group: false, quiet: true }),
            );
            self.list.forget(&[number]);
        }
        for (action, count) in std::mem::take(&mut self.ahead) {
            effects.extend(self.act(action, count));
        }
        effects
    }

    fn compared(&mut self, diff: Diff) {
        if self.reader.number() != Some(diff.document) || !self.comparing {
            return;
        }
        let first = self.reader.diff.is_none();
        let summary = match diff.changes {
            0 => format!("no change that counts · {}", diff.summary),
            _ => diff.summary.clone(),
        };
        let said = std::mem::take(&mut self.status.text);
        self.say(if said.is_empty() || first { summary } else { format!("{said} · {summary}") });
        self.reader.reset_page();
        self.reader.change = None;
        self.reader.diff = Some(Arc::new(diff));
        self.asked = super::Asked::Changes;
        self.fit();
        if first && self.reader.top == 0 {
            let height = self.reader_height().max(1);
            if let Some(&row) = self.reader.page.changes.first().filter(|&&row| row >= height) {
                self.reader.top = row.saturating_sub(height / 3);
            }
        }
    }

    /// An `add` in the background has come a bit further.
    pub(crate) fn added_some(&mut self, progress: Progress) -> Vec<Effect> {
        let fresh = self.adding.as_ref().is_none_or(|last| progress.documents >= last.documents + self.shown_step());
        if !fresh && self.adding.as_ref().is_some_and(|last| last.stage == progress.stage) {
            if let Some(adding) = &mut self.adding {
                let documents = adding.documents;
                *adding = Progress { documents, ..progress };
            }
            return Vec::new();
        }
        self.adding = Some(progress);
        let mut effects = vec![self.ask(Channel::Totals, Request::Totals)];
        if self.overlay.is_none() {
            effects.extend(self.search_again(false));
        }
        effects
    }

    /// The list follows an `add` ever more seldom as it grows, as each time costs a search.
    fn shown_step(&self) -> u64 {
        (self.list.documents.len() as u64 / 4).max(50)
    }

    /// The `add` in the background is over.
    pub(crate) fn added(&mut self, outcome: Result<Report, String>) -> Vec<Effect> {
        self.adding = None;
        match outcome {
            Ok(report) if report.documents == 0 && report.failed == 0 => {}
            Ok(report) => {
                let failed = report.failures.iter().filter(|failure| failure.kind != "skipped").count();
                let failed =
                    if failed > 0 { format!(", {failed} failures (:report lists them)") } else { String::new() };
                self.say(format!(
                    "added {}: {} new, {} versions, {} exact copies{failed}",
                    report.batch, report.new, report.near_versions, report.exact_copies
                ));
            }
            Err(error) => self.trouble(error),
        }
        self.list.forget_all();
        let mut effects = vec![self.ask(Channel::Totals, Request::Totals)];
        if self.overlay.is_none() {
            effects.extend(self.search_again(false));
        }
        if let (Some(document), None) = (self.reader.number(), &self.reader.coming) {
            // The document may have got versions and other entities meanwhile.
            self.reader.coming = Some((document, Then::Offset(self.reader.offset())));
            effects.push(self.ask(Channel::Document, Request::Open { document, query: self.query.clone() }));
        }
        effects
    }
}
