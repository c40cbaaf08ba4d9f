//! What comes back from the workers, and what it changes on the screen.

use super::action::Action;
use super::effect::{Answer, Channel, Effect, Request, Ticket};
use super::overlay::{BarKind, Overlay};
use super::reader::Coming;
use super::{App, Pane};
use crate::library::types::{Act, Diff, DocNo, Document, Row};
use std::ops::Range;
use std::sync::Arc;

impl App {
    pub(crate) fn answer(&mut self, ticket: Ticket, answer: Answer) -> Vec<Effect> {
        self.end_telling(|channel| channel == ticket.channel);
        match answer {
            Answer::Set { answer, page } => {
                self.reader.prepare(&answer, *page);
                let effects = self.answer(ticket, *answer);
                self.reader.prepared = None;
                return effects;
            }
            Answer::Found { documents, hints, rows } => return self.found(documents, hints, rows),
            Answer::Unreadable { message, span, repair } => self.unreadable(message, span, repair),
            Answer::Rows(rows) => self.list.learn(rows),
            Answer::Changes(changes) => {
                let asked = std::mem::take(&mut self.explaining);
                self.list.explain(&asked, changes);
            }
            Answer::Opened { document, hits, unread } => {
                self.reader.unread = unread;
                return self.opened(*document, hits);
            }
            Answer::Group { document, group, why, apart } => {
                let held = self.versions.current().filter(|_| self.versions.of == Some(document));
                self.versions.cursor = group
                    .iter()
                    .flat_map(|group| &group.members)
                    .position(|member| member.row.number == held.unwrap_or(document))
                    .unwrap_or(0);
                self.versions.group = group;
                self.versions.of = Some(document);
                self.versions.why = why;
                self.versions.apart = apart;
                if std::mem::take(&mut self.then_information) {
                    return self.open_information();
                }
                if let Some(by) = self.then_version.take() {
                    let action = if by > 0 {
                        super::action::Action::NextVersion
                    } else {
                        super::action::Action::PreviousVersion
                    };
                    if self.versions.group.is_none() {
                        self.say_alone();
                    } else {
                        return self.version_action(action, by.unsigned_abs());
                    }
                }
            }
            Answer::Compared(diff) => self.compared(*diff),
            Answer::Collated { apparatus, at } => self.collated(apparatus, at),
            Answer::Carried { document, range } => return self.carried(document, range),
            Answer::Incomparable { .. } if ticket.channel == Channel::Apparatus => {
                self.no_apparatus();
                self.say_too("this document has no other version");
            }
            Answer::Incomparable { document } => {
                if self.reader.number() == Some(document) {
                    // Passed while going from one document to the next, it leaves the comparison on.
                    let wanted = self.compared_first == Some(document);
                    if wanted {
                        self.end_comparison();
                    }
                    self.reader.diff = None;
                    let text = match wanted {
                        true => format!(
                            "this document has no other version; {} on another one makes it the base",
                            self.key_of(Action::MakeBase)
                        ),
                        false => "no other version here".to_owned(),
                    };
                    self.say_too(&text);
                }
            }
            Answer::Seen(seen) => return self.seen_came(*seen),
            Answer::Holders { paragraph, holders } => self.holders_came(&paragraph, holders),
            Answer::Entities { entities, from, total } => self.entities_came(entities, from, total),
            Answer::Naming { query, names } => {
                let several = names.contains(", ") && self.together.len() > 1;
                let effects = self.search_for(query);
                let more = match several {
                    true => format!(" · {} where they meet", self.key_of(Action::NextTogether)),
                    false => String::new(),
                };
                self.say(format!("documents with {names}{more}"));
                return effects;
            }
            Answer::Thread { mails: 1, .. } => self.say("this mail stands alone: none here answers it".to_owned()),
            Answer::Thread { query, mails } => {
                let effects = self.search_for(query);
                self.say(format!(
                    "{mails} mails of this thread, the oldest first \u{b7} {} lists all again",
                    self.key_of(Action::Dismiss)
                ));
                return effects;
            }
            Answer::Card(entity) => self.overlay = Some(Overlay::card(&entity, &|action| self.key_of(action))),
            Answer::Place(place) => return self.place_found(place),
            Answer::Decided(decided) => return self.decided(ticket, decided),
            Answer::Totals(totals) => {
                self.totals = totals;
                self.totals_known = true;
            }
            Answer::Report(report) => self.overlay = Some(Overlay::report(&report, &self.asked_for("report"))),
            Answer::Pace(pace) => self.pace = Some(pace),
            Answer::Facets(facets) => self.facets_came(facets),
            Answer::SavedSearches(saved) => self.saved_came(saved),
            Answer::Kwic(found) => self.kwic_came(found),
            Answer::KwicLines(lines) => self.kwic_lines_came(lines),
            Answer::Listing { path, rows } => self.listing_came(&path, rows),
            Answer::ToMark(documents) => self.mark_these(documents),
            Answer::Told(text) => self.say(text),
            Answer::Completed(completions) => return self.completed(completions),
            Answer::Explained(explained) if ticket.channel == Channel::Report => {
                self.overlay = Some(Overlay::explained(&self.in_order_shown(explained)));
            }
            Answer::Explained(explained) => {
                self.explained = Some(explained);
                self.offer_instead();
            }
            Answer::Noted => {}
            Answer::Failed(error) => {
                match ticket.channel {
                    Channel::Document => {
                        (self.reader.coming, self.compared_first, self.running_on) = (None, None, false);
                        self.back_in = false;
                        self.no_apparatus();
                    }
                    Channel::Decide => {
                        self.deciding = None;
                        self.acting.remove(&ticket.generation);
                    }
                    Channel::Search => {
                        (self.awaiting_list, self.kept, self.going_round) = (false, None, false);
                        self.going_along = false;
                        self.listed_again.clear();
                        self.returning = None;
                    }
                    // What they would have shown is not missed.
                    Channel::Complete | Channel::Explain | Channel::Pace | Channel::Whereabouts => return Vec::new(),
                    Channel::Changes => {
                        let asked = std::mem::take(&mut self.explaining);
                        self.list.explain(&asked, Vec::new());
                        return Vec::new();
                    }
                    Channel::Diff if !self.reader.is_compared() => self.end_comparison(),
                    Channel::Apparatus => self.no_apparatus(),
                    Channel::Seen => (self.then_source, self.tell_news, self.then_news) = (false, false, false),
                    Channel::Step => self.looking = None,
                    Channel::Group => (self.then_version, self.then_information) = (None, false),
                    _ => {}
                }
                // What was typed ahead was meant for what has not come.
                self.held.clear();
                let mut why = match ticket.channel {
                    Channel::Decide => self.why_not_mended(ticket.generation, error),
                    _ => error,
                };
                if let Some(way_back) =
                    (ticket.channel == Channel::Decide).then(|| self.note_refused(ticket.generation)).flatten()
                {
                    why = format!("{why} · {way_back}");
                }
                self.trouble(why);
            }
        }
        Vec::new()
    }

    fn found(&mut self, documents: Vec<DocNo>, hints: Vec<String>, rows: Vec<Row>) -> Vec<Effect> {
        let live = matches!(&self.overlay, Some(Overlay::Bar(bar)) if bar.kind == BarKind::Corpus);
        let asked_for = std::mem::take(&mut self.awaiting_list);
        let kept = self.kept.take();
        if kept.is_some() {
            self.remember(&self.query.clone());
        }
        if let Some(Overlay::Bar(bar)) = &mut self.overlay {
            bar.error = None;
            bar.repair = None;
            bar.worked = None;
            bar.hint = hints.first().cloned().filter(|_| live);
        }
        let follow = self.reader.next_number().filter(|_| self.reading).or(self.list.current());
        // New words start at the top; the same question asked again stays where the reader was.
        let fresh = kept.as_ref().is_some_and(|(before, _)| *before != self.query);
        let follow = match kept {
            // Typed again, it comes back to where it was left, whatever was looked at meanwhile.
            Some((_, before)) if !fresh && !self.reading => {
                (self.list.cursor, self.list.top) = (before.cursor, before.top);
                before.documents.get(before.cursor).copied()
            }
            _ => follow,
        };
        let again = !live && !fresh && self.list_query.as_deref() == Some(self.query.as_str());
        let come_to = if live { None } else { self.coming_to.take() };
        if let Some((_, down)) = come_to {
            (self.list.cursor, self.list.top) = (down, 0);
        }
        let follow = come_to.map(|(document, _)| document).or(follow.filter(|_| again));
        let shown = match &self.overlay {
            Some(Overlay::Bar(bar)) if live => bar.query(),
            _ => self.query.clone(),
        };
        if self.query_shown() != shown {
            // Other words are marked in the titles.
            self.list.forget_all();
        }
        self.list_query = Some(shown);
        if !again {
            // Other words, other lines.
            (self.list.last_marked, self.list.range_from) = (None, None);
        }
        self.list.learn(rows);
        self.list.replace(documents, follow);
        match hints.into_iter().next() {
            // While it is typed the bar tells it, which goes with its query.
            _ if live => {}
            Some(hint) if self.returning.is_some() => self.say_too(&hint),
            Some(hint) if asked_for => self.say(hint),
            _ => {}
        }
        if !live {
            self.arrived = 0;
            if let Some(text) = self.told_of_waiting().filter(|_| asked_for) {
                // It is not true any more when there is other news.
                let own = self.status.text.len();
                self.say_too(&text);
                self.told_of_others = Some(own);
            }
        }
        if self.returning.is_some() && !live {
            let mut effects = self.be_back();
            effects.extend(self.ask_for_pace());
            return effects;
        }
        if std::mem::take(&mut self.going_round) && !live {
            return self.gone_round_inbox();
        }
        let again_in_question = std::mem::take(&mut self.listed_again);
        if !again_in_question.is_empty() && !live && self.in_inbox().is_some() {
            return self.go_to_listed_again(&again_in_question);
        }
        let goes_along = std::mem::take(&mut self.going_along);
        if self.list.documents.is_empty() && !live && !goes_along {
            // What was read before is none of the results, and nothing is to be decided about it unawares.
            self.put_reader_away();
        }
        if self.list.documents.is_empty() && asked_for && self.seeks_conflicts() {
            self.say("no version group has different verdicts".to_owned());
        }
        if self.list.documents.is_empty() {
            let query = self.query_shown().to_owned();
            if !query.trim().is_empty() && self.explained.as_ref().is_none_or(|known| known.query != query) {
                return vec![self.ask(Channel::Explain, Request::Explain { query })];
            }
        }
        if live {
            return self.glance_when_typing_pauses();
        }
        // The same question asked again leaves alone what is being read.
        let read = self.reading && self.pane != Pane::List;
        if !self.is_wide() || (again && (read || self.reader.next_number() == self.list.current())) {
            return Vec::new();
        }
        match self.list.current() {
            Some(document) => self.open(document, self.first_sight()),
            None => Vec::new(),
        }
    }

    fn unreadable(&mut self, message: String, span: Range<usize>, repair: Option<String>) {
        (self.awaiting_list, self.going_round, self.going_along) = (false, false, false);
        self.listed_again.clear();
        self.returning = None;
        // What was typed ahead was meant for results.
        self.held.clear();
        if self.overlay.is_none() {
            // It was kept before this was known: back to the bar with it, and to what Esc restores.
            let (last, before) = match self.kept.take() {
                Some((query, before)) => (query, Some(before)),
                None => (self.list_query.clone().unwrap_or_default(), None),
            };
            let query = std::mem::replace(&mut self.query, last);
            self.open_bar(query);
            if let (Some(Overlay::Bar(bar)), Some(before)) = (&mut self.overlay, before) {
                bar.before = Some(before);
            }
        }
        match &mut self.overlay {
            Some(Overlay::Bar(bar)) if bar.kind == BarKind::Corpus => {
                bar.worked = None;
                bar.hint = None;
                bar.error = Some((message, bar.in_line(span)));
                bar.repair = repair.filter(|repair| !repair.trim().is_empty());
            }
            _ => self.trouble(message),
        }
    }

    fn opened(&mut self, document: Document, hits: Vec<Range<usize>>) -> Vec<Effect> {
        let number = document.row.number;
        let Some(Coming { then, query, .. }) = self.reader.coming.take().filter(|coming| coming.document == number)
        else {
            return Vec::new();
        };
        let again = self.reader.number() == Some(number);
        let left = self.spot_in_apparatus();
        let title_hits = self.list.row(number).map(|row| row.title_hits.clone()).unwrap_or_default();
        self.list.learn(vec![Row { title_hits, ..document.row.clone() }]);
        self.reader.document = Some(Arc::new(document));
        self.reader.hits = hits;
        self.reader.query = query;
        if !again {
            self.reader.diff = None;
            self.reader.change = None;
            self.reader.focus = None;
            self.reader.noted = None;
            self.reader.seen = None;
            self.reader.news.clear();
        }
        self.tell_pinned();
        self.fit();
        self.arrive(then);
        self.then_news = false;
        let back = std::mem::take(&mut self.back_in);
        if self.in_inbox().is_some() && !again && !back {
            self.help_to_decide();
        }
        let mut effects = Vec::new();
        if self.comparing {
            effects.extend(self.compare());
        }
        effects.extend(self.collate_opened(left));
        if self.showing_new && self.reader.seen.is_none() {
            effects.push(self.ask_for_seen(number));
        }
        if self.panel.is_some() {
            effects.extend(self.fill_panel());
        }
        effects
    }

    /// What the reader has come to is read, once, however it was come to.
    pub(crate) fn note_reading(&mut self) -> Vec<Effect> {
        let Some(document) = &self.reader.document else { return Vec::new() };
        let number = document.row.number;
        let there = self.reading && self.pane == Pane::Reader && self.reader.coming.is_none();
        if !there || self.reader.noted == Some(number) {
            return Vec::new();
        }
        self.reader.noted = Some(number);
        if document.row.standing.read {
            return Vec::new();
        }
        self.list.forget(&[number]);
        let act = Act::Read(true);
        // Asked beside the decisions of the reader, so that none of their answers is passed over.
        vec![self.ask(Channel::Quiet, Request::Decide { documents: vec![number], act, group: false, quiet: true })]
    }

    fn compared(&mut self, diff: Diff) {
        if self.reader.number() != Some(diff.document) || !self.comparing {
            return;
        }
        self.compared_first = None;
        self.learn_base(&diff.base);
        let first = self.reader.diff.is_none();
        let at_top = self.reader.top == 0;
        let summary = match diff.changes {
            0 => format!("no change that counts · {}", diff.summary),
            _ => diff.summary.clone(),
        };
        if self.unfolding.is_none() {
            self.give_account(&summary);
        }
        if std::mem::take(&mut self.recounting) && diff.changes == 0 {
            self.say_too("no change counts here");
        }
        self.reader.reset_page();
        self.reader.change = None;
        self.reader.diff = Some(Arc::new(diff));
        self.fit();
        let height = self.reader_height().max(1);
        if let Some(range) = self.unfolding.take() {
            self.reader.show(range.start, height);
            self.reader.focus = Some(range);
        } else if first && at_top {
            self.reader.top = 0;
            if let Some(&row) = self.reader.page.changes.first().filter(|&&row| row >= height) {
                self.reader.top = row.saturating_sub(height / 3);
            }
        }
    }
}
