//! A text that is made of many small things, and given in parts where it grows long.

use super::sink::{Sink, Stop};
use super::{Extracted, plain};

/// The longest part, in bytes.
const PART: usize = 4 << 20;

pub(super) struct Lines {
    /// What each part begins with.
    head: String,
    text: String,
    /// Where the part begins that is being filled; none where it is the first.
    line: Option<u64>,
}

impl Lines {
    pub(super) fn under(head: String) -> Lines {
        Lines { text: head.clone(), head, line: None }
    }

    /// Adds what stands at `line`, with its end of line.
    pub(super) fn push(&mut self, text: &str, line: Option<u64>, sink: &mut Sink<'_>) -> Result<(), Stop> {
        if self.text.len() + text.len() > PART && self.text.len() > self.head.len() {
            let next = Lines { head: self.head.clone(), text: self.head.clone(), line };
            std::mem::replace(self, next).end(sink)?;
        }
        self.text.push_str(text);
        Ok(())
    }

    pub(super) fn end(self, sink: &mut Sink<'_>) -> Result<(), Stop> {
        if plain::is_empty(&self.text) {
            return Ok(());
        }
        let title = plain::title(&self.text.replace('\t', ", "));
        sink.document(Extracted { title, text: self.text, line: self.line, ..Extracted::default() })
    }
}
