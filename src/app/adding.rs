//! An `add` in the background: how the list follows it, and what is told at its end.

use super::App;
use super::action::Action;
use super::effect::{Channel, Effect, Request};
use super::reader::Then;
use crate::library::types::{Progress, Report};
use crate::text::counted;

impl App {
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
            Ok(report) if report.documents == 0 && (report.failed == 0 || report.batch.is_empty()) => {
                match report.failures.first() {
                    Some(first) if self.totals.documents == 0 => {
                        let more = match report.failures.len() - 1 {
                            0 => String::new(),
                            more => format!(", and {more} more"),
                        };
                        self.trouble(format!("nothing there can be read: {}: {}{more}", first.path, first.error));
                    }
                    // No batch was made that the report could tell of.
                    first => {
                        let why = first.map(|first| format!(": {}: {}", first.path, first.error)).unwrap_or_default();
                        let known = match report.files {
                            0 => "there was no file to be read".to_owned(),
                            files => format!("nothing new in {}", counted(files, "file")),
                        };
                        self.say_too(&format!("{known}{}{why}", left_out(&report)));
                    }
                }
            }
            Ok(report) => {
                let copies = match report.exact_copies {
                    0 => String::new(),
                    copies => format!(", {}", counted(copies, "exact copy")),
                };
                let (inbox, tells) = (self.key_of(Action::Inbox), self.key_of(Action::BatchReport));
                let left_out = left_out(&report);
                let tells = if left_out.is_empty() { String::new() } else { format!("; {tells} tells") };
                self.say(format!(
                    "added {}: {} new, {}{copies}{left_out}{tells} · {inbox} decides about them",
                    report.batch,
                    report.new,
                    counted(report.near_versions, "version")
                ));
            }
            Err(error) => self.trouble(error),
        }
        self.set_apart();
        self.list.forget_all();
        self.forget_apparatus();
        let mut effects = vec![self.ask(Channel::Totals, Request::Totals)];
        if self.overlay.is_none() {
            effects.extend(self.search_again(false));
        }
        if let (Some(document), None) = (self.reader.number(), &self.reader.coming) {
            // The document may have got versions and other entities meanwhile.
            let query = self.reader.query.clone();
            effects.push(self.ask_for(document, Then::Stay, query));
        }
        effects
    }
}

/// What an `add` has not taken in, behind what it has.
fn left_out(report: &Report) -> String {
    let count =
        |kinds: &[&str]| report.failures.iter().filter(|failure| kinds.contains(&failure.kind.as_str())).count();
    let told = [
        (count(&["failed", "skipped"]), "file", "not read"),
        (count(&["record"]), "record", "not read"),
        (count(&["part"]), "part", "not read"),
        (count(&["gone"]), "file", "gone"),
    ];
    let told = told.into_iter().filter(|(count, ..)| *count > 0);
    told.map(|(count, what, how)| format!(", {} {how}", counted(count as u64, what))).collect()
}
