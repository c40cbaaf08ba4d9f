//! While a query is typed, the document at the top of what it finds so far is shown beside the list when typing
//! pauses; leaving the bar brings back what stood there.

use super::effect::Effect;
use super::overlay::{BarKind, Overlay};
use super::reader::Then;
use super::{App, Pane, query};

/// So many milliseconds without a key, and what is found is shown.
const PAUSE: u64 = 250;

impl App {
    /// Results have come for what is being typed.
    pub(super) fn glance_when_typing_pauses(&mut self) -> Vec<Effect> {
        let plain = !self.comparing && self.collating.is_none() && !self.showing_new && self.in_inbox().is_none();
        let beside = self.is_wide() && self.pane == Pane::List && self.panel.is_none();
        self.glance_due = plain && beside && !self.list.documents.is_empty();
        if self.glance_due { vec![Effect::Pause(PAUSE)] } else { Vec::new() }
    }

    /// Typing pauses: the reader beside follows the list.
    pub(super) fn glance(&mut self) -> Vec<Effect> {
        if !std::mem::take(&mut self.glance_due) {
            return Vec::new();
        }
        let here = self.reader_spot();
        let (Some(Overlay::Bar(bar)), Some(document)) = (&mut self.overlay, self.list.current()) else {
            return Vec::new();
        };
        if bar.kind != BarKind::Corpus {
            return Vec::new();
        }
        let typed = bar.query();
        let open = query::open_word(&typed).is_some();
        let typed = if open { format!("{typed}*") } else { typed };
        if self.reader.number() == Some(document) && self.reader.query == typed {
            return Vec::new();
        }
        bar.glanced.get_or_insert(here);
        // It is not read, and no place to come back to.
        self.reading = false;
        vec![self.ask_for(document, Then::FirstHit, typed)]
    }

    /// The bar is left with what stood beside the list before: it stands there again.
    pub(super) fn end_glance(&mut self, before: Option<super::Spot>) -> Vec<Effect> {
        match before {
            Some(spot) => vec![self.ask_for(spot.document, Then::Offset(spot.offset), self.query.clone())],
            None => self.preview(),
        }
    }
}
