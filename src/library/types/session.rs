//! Where a reader was when the screen was left.

use super::{Anchor, DocNo, EntityNo};
use serde::{Deserialize, Serialize};

/// The state of a screen that is come back to. What an older or newer program wrote is read as far
/// as it is known.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Whereabouts {
    pub query: String,
    /// The welcome has not been put away yet.
    pub welcome: bool,
    /// The order of the list, as behind `sort:`.
    pub order: Option<String>,
    /// One line a version group, save for these.
    pub folded: bool,
    pub unfolded_groups: Vec<u32>,
    /// The same outside of the inbox, where that is left to be come back to.
    pub folded_outside: Option<bool>,
    /// The batch that is decided about.
    pub inbox: Option<String>,
    /// The document at the list's cursor, and the cursor's line.
    pub cursor: Option<DocNo>,
    pub line: usize,
    pub reading: bool,
    /// The reader has the keys.
    pub in_reader: bool,
    /// The document in the reader, and the byte of its text at the top.
    pub document: Option<DocNo>,
    pub offset: usize,
    pub comparing: bool,
    /// All versions of the document are shown as one text.
    pub collated: bool,
    pub base: Option<DocNo>,
    /// `unified`, `side` or `changes`; `words`, `typography` or `facts`.
    pub layout: String,
    pub counts: String,
    pub unfolded: bool,
    pub showing_new: bool,
    /// The marked documents as ranges, ends included.
    pub marked: Vec<(DocNo, DocNo)>,
    /// Places under letters.
    pub places: Vec<(char, DocNo, usize)>,
    /// Earlier searches, the oldest first.
    pub history: Vec<String>,
    /// The document at which a range begins that goes to the cursor.
    pub range_from: Option<DocNo>,
    /// The line that is being typed.
    pub typing: Option<Typing>,
    /// Notes that were typed and not put anywhere, the latest last.
    pub drafts: Vec<Draft>,
}

/// A line that is being typed, and what it is about.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Typing {
    /// `search`, `find`, `tag`, `note` or `name`.
    pub kind: String,
    pub text: String,
    /// The query, at the beginning of the text, that what stands behind it is to narrow.
    pub narrows: String,
    /// The document at hand.
    pub document: Option<DocNo>,
    /// The entity that is to have the name.
    pub entity: Option<EntityNo>,
    /// What a note is on; its text is that above.
    pub note: Option<Draft>,
}

/// A note that is not put anywhere yet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Draft {
    /// As ranges, ends included.
    pub documents: Vec<(DocNo, DocNo)>,
    pub passage: Option<Anchor>,
    /// The note that it takes the place of, and that one's text.
    pub replaces: Option<(i64, String)>,
    /// On every version, too.
    pub group: bool,
    pub text: String,
}

impl Whereabouts {
    /// True when coming back here is no different from coming for the first time.
    pub fn is_beginning(&self) -> bool {
        let begun = !self.marked.is_empty() || self.range_from.is_some() || self.typing.is_some();
        !(self.reading || begun || self.line > 0 || self.folded || !self.query.trim().is_empty())
    }
}

/// A place to come back to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Returned {
    /// When it was left, for the reader.
    pub when: String,
    pub at: Whereabouts,
}
