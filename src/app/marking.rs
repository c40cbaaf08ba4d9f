//! Marks in the list: on lines, on a range, on all that are shown.

use super::action::Action;
use super::effect::Effect;
use super::{App, Pane};

impl App {
    /// Marks the document at the cursor and some below it, or takes their marks off where it has one.
    pub(super) fn mark(&mut self, count: usize) -> Vec<Effect> {
        if let Some(document) = self.list.current() {
            let on = !self.list.marked.contains(&document);
            let lines = self.lines_from_here(count);
            for document in &lines {
                match on {
                    true => self.list.marked.insert(*document),
                    false => self.list.marked.remove(document),
                };
            }
            self.list.last_marked = lines.last().copied();
            self.list.move_to(self.list.cursor + lines.len(), self.list_height());
        }
        let off = self.key_of(Action::Dismiss);
        self.say(match (self.list.marked.len(), self.list.range()) {
            (0, None) => "no mark is left".to_owned(),
            (many, None) => format!("{many} marked; verbs act on them, {off} takes the marks off"),
            (many, Some(lines)) => format!(
                "{many} marked, {} in the range: verbs act on all {}; {off} ends the range",
                lines.count(),
                self.list.marked_with_range()
            ),
        });
        self.preview()
    }

    /// Begins a range at the cursor, or marks what lies between where it was begun, or else the last mark, and here.
    pub(super) fn mark_range(&mut self) -> Vec<Effect> {
        let list = &mut self.list;
        let last = list.last_marked.filter(|last| list.marked.contains(last));
        match list.range_from.or(last).and_then(|from| list.range_to_here(from)) {
            None => {
                list.range_from = list.current();
                let (range, end) = (self.key_of(Action::MarkRange), self.key_of(Action::Dismiss));
                self.say(format!(
                    "from here; at the other end {range} marks the range, a verb acts on it, {end} ends it"
                ));
            }
            Some(lines) => {
                list.mark_lines(lines);
                (list.range_from, list.last_marked) = (None, None);
                self.say(format!("{} marked", self.list.marked.len()));
            }
        }
        Vec::new()
    }

    /// What a verb in the list acts on is marked, where a range has been begun.
    pub(super) fn take_range(&mut self) {
        if let (Some(lines), Pane::List) = (self.list.range(), self.pane) {
            self.list.mark_lines(lines);
            self.list.range_from = None;
        }
    }

    pub(super) fn mark_all(&mut self) -> Vec<Effect> {
        let shown = self.list.documents.clone();
        self.list.range_from = None;
        if shown.iter().all(|document| self.list.marked.contains(document)) {
            self.list.marked.retain(|document| !shown.contains(document));
        } else {
            self.list.marked.extend(shown.iter());
        }
        self.say(format!("{} marked", self.list.marked.len()));
        Vec::new()
    }
}
