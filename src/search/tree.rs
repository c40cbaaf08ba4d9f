//! The tree that a query is read into.

use super::error::Hint;
use regex::Regex;
use std::ops::Range;

/// A query that could be read.
#[derive(Clone, Debug)]
pub struct Query {
    /// The query as it was written.
    pub text: String,
    pub root: Node,
    pub sort: Sort,
    /// It names the order itself.
    pub names_sort: bool,
    /// Remarks on how it was read.
    pub hints: Vec<Hint>,
}

/// The order of results; the document number breaks ties.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sort {
    pub by: SortBy,
    /// True for the reverse of the stated order.
    pub reverse: bool,
}

/// What results are ordered by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SortBy {
    /// The best first; by document number when nothing in the query is a word.
    #[default]
    Relevance,
    /// The earliest date first; documents without a date last, either way.
    Date,
    /// The first added first.
    Added,
    /// By title, as the library collates titles.
    Title,
    /// The greatest share of new words first.
    New,
}

/// One part of a query and the bytes of the query it was read from.
#[derive(Clone, Debug)]
pub struct Node {
    pub kind: Kind,
    pub span: Range<usize>,
}

/// Two nodes are equal when they mean the same, wherever they stand.
impl PartialEq for Node {
    fn eq(&self, other: &Self) -> bool {
        self.kind == other.kind
    }
}

/// What a part of a query asks for.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// Every document.
    All,
    /// Words one after another, or with `slop` in any order with at most so many others among them.
    Words {
        field: TextField,
        pieces: Vec<Piece>,
        slop: Option<u32>,
    },
    /// These characters as they stand, as whole words; white space is folded.
    Exact {
        field: TextField,
        text: String,
    },
    /// A regular expression over the text, white space folded.
    Regex {
        field: TextField,
        pattern: Pattern,
    },
    /// Two parts with at most `distance` words between them.
    Near {
        left: Box<Node>,
        right: Box<Node>,
        distance: u32,
        ordered: bool,
    },
    /// A mention of an entity; of any of its type without a name.
    Entity(EntityName),
    /// The document's date, in days since 1970-01-01, both ends included.
    Days {
        from: Option<i32>,
        to: Option<i32>,
    },
    /// The document's length in words, both ends included.
    Length {
        from: u64,
        to: u64,
    },
    /// The document's language code, in lower case.
    Lang(String),
    /// Words that the text has gained or lost against the leader of its version group; the inner
    /// node is of words or of an exact form in the body.
    Changed {
        added: bool,
        words: Box<Node>,
    },
    /// A fact that the library keeps outside the index.
    Filter(Filter),
    /// The query that is saved under a name.
    Saved {
        name: String,
        inner: Box<Node>,
    },
    And(Vec<Node>),
    Or(Vec<Node>),
    Not(Box<Node>),
}

/// The text that words are looked for in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum TextField {
    /// Title and body.
    #[default]
    Any,
    Title,
    Body,
    Source,
    Path,
    Url,
    Key,
}

/// One word of a query, folded as the index folds words.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Piece {
    Word(String),
    Prefix(String),
    /// With `*` for any letters and `?` for one.
    Pattern(String),
    Fuzzy {
        word: String,
        distance: u8,
    },
}

/// A regular expression and its source.
#[derive(Clone, Debug)]
pub struct Pattern {
    pub source: String,
    /// True when written `/…/i`.
    pub any_case: bool,
    pub regex: Regex,
}

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.source == other.source && self.any_case == other.any_case
    }
}

/// The types of entities.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EntityKind {
    Person,
    Org,
    Place,
    Misc,
}

impl EntityKind {
    pub const ALL: [Self; 4] = [Self::Person, Self::Org, Self::Place, Self::Misc];

    /// The word for it in queries and output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Org => "org",
            Self::Place => "place",
            Self::Misc => "misc",
        }
    }
}

/// An entity as a query names it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct EntityName {
    pub kind: Option<EntityKind>,
    /// Its name or one of its forms; without one, any entity of the type.
    pub name: Option<String>,
    /// True when only this very form is meant.
    pub exact: bool,
    /// The name is that of a reader's list, and whatever is on it is meant; `*` stands for every list.
    pub listed: bool,
}

/// Facts about documents that the library answers.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Filter {
    Tag(String),
    /// `keep`, `drop`, `later` or `none`.
    Verdict(String),
    Is(State),
    /// The name of a batch.
    Batch(String),
    /// The name of a batch: its documents that mention an entity which no earlier document does.
    NewEntity(String),
    /// The id of a version group.
    Group(String),
    /// Versions of the document with this key.
    Like(String),
    /// Mails of the thread of the one with this key, or of this message id.
    Thread(String),
    /// The reader who made a decision on the document.
    By(String),
    /// Words that stand one after another in a note on the document; `*` alone for any note.
    Note(String),
    /// The ending of the file's name, without the dot; `none` for files without one.
    Type(String),
    /// The number of versions in the document's group (1 without a group), both ends included.
    Versions {
        from: u64,
        to: u64,
    },
    /// The share of words that have stood in no document before, in percent, both ends included.
    New {
        from: u64,
        to: u64,
    },
    /// When it was added, in seconds since 1970 (UTC); the end is not included.
    Added {
        from: Option<i64>,
        before: Option<i64>,
    },
}

/// The values of `is:`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    New,
    Read,
    Unread,
    Decided,
    Undecided,
    Starred,
    Leader,
    Copy,
    Unique,
    Failed,
    Noted,
    Mixed,
    Disputed,
    /// Answered by what is on readers' lists.
    Listed,
}

impl State {
    pub const ALL: [Self; 14] = [
        Self::New,
        Self::Read,
        Self::Unread,
        Self::Decided,
        Self::Undecided,
        Self::Starred,
        Self::Leader,
        Self::Copy,
        Self::Unique,
        Self::Failed,
        Self::Noted,
        Self::Mixed,
        Self::Disputed,
        Self::Listed,
    ];

    /// The word after `is:`.
    pub fn name(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Read => "read",
            Self::Unread => "unread",
            Self::Decided => "decided",
            Self::Undecided => "undecided",
            Self::Starred => "starred",
            Self::Leader => "leader",
            Self::Copy => "copy",
            Self::Unique => "unique",
            Self::Failed => "failed",
            Self::Noted => "noted",
            Self::Mixed => "mixed",
            Self::Disputed => "disputed",
            Self::Listed => "listed",
        }
    }
}

impl Query {
    /// The batch to which all that is found belongs.
    pub fn batch(&self) -> Option<&str> {
        let named = |node: &Node| matches!(node.kind, Kind::Filter(Filter::Batch(_)));
        let node = match &self.root.kind {
            Kind::And(parts) => parts.iter().find(|part| named(part))?,
            _ => &self.root,
        };
        match &node.kind {
            Kind::Filter(Filter::Batch(name)) => Some(name),
            _ => None,
        }
    }

    /// True when documents have to be compared with others to answer it.
    pub fn compares(&self) -> bool {
        self.root.compares()
    }
}

impl Query {
    /// True when texts have to be read to answer it.
    pub fn reads_texts(&self) -> bool {
        self.root.reads_texts()
    }
}

impl Node {
    fn reads_texts(&self) -> bool {
        match &self.kind {
            Kind::Exact { .. } | Kind::Regex { .. } | Kind::Changed { .. } => true,
            Kind::Entity(name) => name.exact,
            Kind::Near { left, right, .. } => {
                let is_entity = |node: &Self| matches!(node.kind, Kind::Entity(_));
                is_entity(left) || is_entity(right) || left.reads_texts() || right.reads_texts()
            }
            Kind::And(parts) | Kind::Or(parts) => parts.iter().any(Self::reads_texts),
            Kind::Not(inner) | Kind::Saved { inner, .. } => inner.reads_texts(),
            _ => false,
        }
    }

    pub(super) fn compares(&self) -> bool {
        match &self.kind {
            Kind::Changed { .. } => true,
            Kind::And(parts) | Kind::Or(parts) => parts.iter().any(Self::compares),
            Kind::Not(inner) | Kind::Saved { inner, .. } => inner.compares(),
            _ => false,
        }
    }

    pub(super) fn new(kind: Kind, span: Range<usize>) -> Self {
        Self { kind, span }
    }
}
