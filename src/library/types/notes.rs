//! Notes of readers on documents and passages.

use std::ops::Range;

/// A note on a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// The number of the decision that made it, by which it is taken off.
    pub decision: i64,
    pub who: String,
    /// RFC 3339.
    pub when: String,
    pub text: String,
    /// The UTF-8 bytes of the passage that it is on, where that is in the text.
    pub range: Option<Range<usize>>,
    /// The words of its passage, also where the text has them no longer.
    pub quote: Option<String>,
    /// The key of the older text of this document that it was made on.
    pub older: Option<String>,
}

impl Note {
    /// The note with its author, for one line.
    pub fn told(&self) -> String {
        let older = self.older.as_ref().map(|key| format!(" on {key}")).unwrap_or_default();
        format!("{}{older}: {}", self.who, self.text)
    }
}
