//! Marks in the list: on lines, on a range, on all that are shown.

use super::App;
use super::action::Action;
use super::effect::Effect;

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
            self.list.last_marked = Some(self.list.cursor + lines.len() - 1);
            self.list.move_to(self.list.cursor + lines.len(), self.list_height());
        }
        self.say(match self.list.marked.len() {
            0 => "no mark is left".to_owned(),
            many => format!("{many} marked; verbs act on them, {} takes the marks off", self.key_of(Action::Dismiss)),
        });
        self.preview()
    }

    pub(super) fn mark_range(&mut self) -> Vec<Effect> {
        match self.list.last_marked {
            None => {
                self.list.last_marked = Some(self.list.cursor);
                self.say(format!("from here; go to the other end and press {} again", self.key_of(Action::MarkRange)));
            }
            Some(from) => {
                let (from, to) = (from.min(self.list.cursor), from.max(self.list.cursor));
                let documents = self.list.documents.clone();
                self.list.marked.extend(documents.iter().skip(from).take(to - from + 1));
                self.list.last_marked = None;
                self.say(format!("{} marked", self.list.marked.len()));
            }
        }
        Vec::new()
    }

    pub(super) fn mark_all(&mut self) -> Vec<Effect> {
        let shown = self.list.documents.clone();
        if shown.iter().all(|document| self.list.marked.contains(document)) {
            self.list.marked.retain(|document| !shown.contains(document));
        } else {
            self.list.marked.extend(shown.iter());
        }
        self.say(format!("{} marked", self.list.marked.len()));
        Vec::new()
    }
}
