//! Comparing: the diff on and off, its base, its views, and going from version to version.

use super::action::Action;
use super::effect::{Channel, Effect, Request};
use super::reader::Then;
use super::{App, Asked, Pane};
use crate::library::types::{Counts, DiffLayout};

/// Two columns need this much screen.
const SIDE_BY_SIDE: u16 = 120;

impl App {
    /// `count`: how many versions to go on, where the action goes on.
    pub(crate) fn version_action(&mut self, action: Action, count: usize) -> Vec<Effect> {
        let count = isize::try_from(count).unwrap_or(isize::MAX);
        match action {
            Action::Compare => self.toggle_compare(),
            Action::NextVersion | Action::NewerVersion => self.go_to_version(count),
            Action::PreviousVersion | Action::OlderVersion => self.go_to_version(-count),
            Action::MakeBase => self.make_base(),
            Action::CycleDiffView => {
                self.diff_view.layout = match self.diff_view.layout {
                    DiffLayout::Unified if self.width >= SIDE_BY_SIDE && !self.plain => DiffLayout::SideBySide,
                    DiffLayout::Unified | DiffLayout::SideBySide => DiffLayout::ChangesOnly,
                    DiffLayout::ChangesOnly => DiffLayout::Unified,
                };
                // Two columns need the room of the list.
                if self.comparing {
                    self.full = self.diff_view.layout == DiffLayout::SideBySide;
                    self.reading |= self.full;
                    self.pane = if self.full { Pane::Reader } else { self.pane };
                }
                let name = match self.diff_view.layout {
                    DiffLayout::Unified => "unified".to_owned(),
                    DiffLayout::SideBySide => "side by side".to_owned(),
                    DiffLayout::ChangesOnly if self.width < SIDE_BY_SIDE && !self.plain => {
                        format!(
                            "changes only; side by side needs {SIDE_BY_SIDE} columns, this screen has {}",
                            self.width
                        )
                    }
                    DiffLayout::ChangesOnly => "changes only".to_owned(),
                };
                self.changed_view(&name)
            }
            Action::UnfoldSame if self.reader.is_collated() => {
                self.unfold_apparatus();
                Vec::new()
            }
            Action::UnfoldSame => {
                self.diff_view.unfolded = !self.diff_view.unfolded;
                self.changed_view(if self.diff_view.unfolded {
                    "everything shown"
                } else {
                    "what is the same is folded"
                })
            }
            Action::CycleWhatCounts => {
                let shown = self.collating.is_some();
                self.diff_view.counts = match self.diff_view.counts {
                    // An apparatus has no slots of typography.
                    Counts::Words if !shown => Counts::Typography,
                    Counts::Words | Counts::Typography => Counts::WithoutMarks,
                    Counts::WithoutMarks => Counts::Facts,
                    Counts::Facts => Counts::Words,
                };
                let what = match self.diff_view.counts {
                    Counts::Words => "words and punctuation count",
                    Counts::Typography => "typography counts too",
                    Counts::WithoutMarks => "words count, punctuation alone does not",
                    Counts::Facts => "numbers, dates, names and quotations count",
                };
                if shown {
                    self.say(what.to_owned());
                    return self.collate();
                }
                self.recounting = self.comparing;
                self.changed_view(what)
            }
            _ => Vec::new(),
        }
    }

    /// Two columns that have no room any more become one.
    pub(super) fn narrowed(&mut self) -> Vec<Effect> {
        if self.width >= SIDE_BY_SIDE || self.diff_view.layout != DiffLayout::SideBySide {
            return Vec::new();
        }
        self.diff_view.layout = DiffLayout::Unified;
        self.full = false;
        if self.comparing { self.compare() } else { Vec::new() }
    }

    fn changed_view(&mut self, what: &str) -> Vec<Effect> {
        self.say(what.to_owned());
        self.set_apart();
        if self.comparing {
            self.compare()
        } else {
            self.say(format!("{what}; {} compares", self.key_of(Action::Compare)));
            Vec::new()
        }
    }

    fn toggle_compare(&mut self) -> Vec<Effect> {
        // From the panel another version is compared in its turn, and what comes of it is to be seen.
        let from_panel = self.pane == Pane::Panel;
        if self.comparing && !(from_panel && self.current() != self.reader.next_number()) {
            self.end_comparison();
            if from_panel {
                self.uncover_reader();
            }
            return Vec::new();
        }
        let Some(document) = self.current() else {
            self.say_none("there is no document to compare");
            return Vec::new();
        };
        if self.collating.is_some() {
            self.leave_apparatus();
        }
        self.comparing = true;
        self.compared_first = Some(document);
        self.ask_for_base(document);
        self.asked = Asked::Changes;
        if self.reader.coming.as_ref().is_some_and(|coming| coming.document == document) {
            // The comparison is asked for when the document has come.
            return Vec::new();
        }
        if self.diff_view.layout == DiffLayout::SideBySide {
            self.full = true;
            self.reading = true;
            self.pane = Pane::Reader;
        }
        if self.reader.number() != Some(document) || !(self.reading || self.is_wide()) {
            self.reading = true;
            self.pane = Pane::Reader;
            self.follow_in_list(document);
            if self.reader.number() != Some(document) {
                return self.open(document, Then::Start);
            }
        }
        if from_panel {
            self.uncover_reader();
        }
        self.compare()
    }

    /// Shows the document as it is again.
    pub(crate) fn end_comparison(&mut self) {
        (self.comparing, self.recounting) = (false, false);
        self.compared_first = None;
        self.reader.diff = None;
        self.reader.change = None;
        if self.asked == Asked::Changes {
            self.asked = if self.pinned.is_some() { Asked::Mentions } else { Asked::Hits };
        }
        if self.diff_view.layout == DiffLayout::SideBySide {
            self.full = false;
        }
    }

    /// Asks for the comparison of the open document.
    pub(crate) fn compare(&mut self) -> Vec<Effect> {
        let Some(document) = self.reader.number() else { return Vec::new() };
        let base = self.base_of(document);
        let width = self.page_width(self.diff_view.layout == DiffLayout::SideBySide);
        let request = Request::Compare { document, base, view: self.diff_view, set: self.setting(width) };
        vec![self.ask(Channel::Diff, request)]
    }

    fn go_to_version(&mut self, by: isize) -> Vec<Effect> {
        let Some(current) = self.document_shown().or(self.list.current()) else { return Vec::new() };
        let Some(group) = self
            .versions
            .group
            .as_ref()
            .filter(|group| group.members.iter().any(|member| member.row.number == current))
        else {
            let known = self.list.row(current).is_some_and(|row| row.group.is_none());
            if known {
                self.say_alone();
                return Vec::new();
            }
            self.then_version = Some(by);
            return self.ask_for_group(current);
        };
        let mut order: Vec<_> = group
            .members
            .iter()
            .map(|member| (member.row.date.clone(), member.row.key.clone(), member.row.number))
            .collect();
        order.sort_by(|a, b| (a.0.is_none(), &a.0, &a.1).cmp(&(b.0.is_none(), &b.0, &b.1)));
        let dated = order.iter().filter(|version| version.0.is_some()).count();
        let count = order.len();
        let Some(place) = order.iter().position(|version| version.2 == current) else { return Vec::new() };
        // A count beyond the end leads to the end.
        let next = place.saturating_add_signed(by).min(count - 1);
        if next == place {
            self.say(if by > 0 { "this is the last version" } else { "this is the first version" }.to_owned());
            return Vec::new();
        }
        let target = order[next].2;
        self.leave_trail();
        let offset = if self.reader.number() == Some(current) { self.reader.offset() } else { 0 };
        self.follow_in_list(target);
        self.uncover_reader();
        if self.pane == Pane::List && self.list.current() != Some(target) {
            // What is not listed can only be acted on where it is read.
            (self.reading, self.pane) = (true, Pane::Reader);
        }
        let undated = if dated < 2 { ", ordered by key as the dates are not known" } else { "" };
        self.say(format!("version {} of {count}{undated}", next + 1));
        self.open(target, Then::Offset(offset))
    }
}
