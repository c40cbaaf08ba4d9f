//! What is to be read next, for screen readers and Braille lines: they follow the cursor.

use super::App;
use super::Pane;
use crate::library::types::DocNo;
use std::ops::Range;

/// Where the attention is, but for what is said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Attention {
    pane: Pane,
    at: (Option<DocNo>, usize, usize),
    reader: (Option<DocNo>, usize, Option<Range<usize>>, Option<usize>),
    over: bool,
    said: String,
}

impl App {
    pub(super) fn attention(&self) -> Attention {
        let reader = &self.reader;
        Attention {
            pane: self.pane,
            at: (self.list.current(), self.entities.cursor, self.versions.cursor),
            reader: (reader.number(), reader.top, reader.focus.clone(), reader.change),
            over: self.overlay.is_some(),
            said: self.status.text.clone(),
        }
    }

    /// What is said draws the attention when it is all that a key or an answer led to, and keeps it until
    /// something else moves.
    pub(super) fn attend(&mut self, before: Attention) {
        let now = self.attention();
        let moved = (before.pane, before.at, &before.reader, before.over) != (now.pane, now.at, &now.reader, now.over);
        let jumped = |at: &Attention| (at.reader.0, at.reader.2.clone(), at.reader.3);
        self.from_top &= jumped(&before) == jumped(&now);
        let said = now.said != before.said || self.said_alone;
        self.said_alone = said && !moved && !now.said.is_empty() && !now.over;
    }
}
