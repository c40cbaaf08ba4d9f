//! The plain values that the library hands out; the screen and the command line know only these.

pub mod apparatus;
mod diff;
pub mod entities;
pub mod facets;
pub mod gazetteers;
pub mod kwic;
pub mod merging;
pub mod notes;
pub mod others;
pub mod outcome;
pub mod parts;
pub mod repairs;
pub mod seen;
pub mod session;

pub use crate::search::in_query;
use crate::text::counted;
pub use crate::triage::{Act, Anchor, Verdict, describe_known, is_tag};
pub use diff::{Counts, Diff, DiffItem, DiffLayout, DiffView, Piece, Shade, Side};
use serde::{Deserialize, Serialize};
use std::ops::Range;
use std::sync::Arc;

/// The number of a document in its library: 1 and up, in the order of adding, never reused.
pub type DocNo = u32;
/// The number of an entity: stable while its names stay together.
pub type EntityNo = u32;
/// The number of a version group: the lowest document number that was in it when it was made.
pub type GroupNo = u32;
/// The number of a batch: 1 and up.
pub type BatchNo = u32;

/// The kinds of named things.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum EntityKind {
    Person,
    Org,
    Place,
    Misc,
}

impl EntityKind {
    pub const ALL: [Self; 4] = [Self::Person, Self::Org, Self::Place, Self::Misc];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Org => "org",
            Self::Place => "place",
            Self::Misc => "misc",
        }
    }
}

impl From<crate::entity::EntityType> for EntityKind {
    fn from(kind: crate::entity::EntityType) -> Self {
        use crate::entity::EntityType;
        match kind {
            EntityType::Person => Self::Person,
            EntityType::Org => Self::Org,
            EntityType::Place => Self::Place,
            EntityType::Misc => Self::Misc,
        }
    }
}

/// How a member of a version group relates to its leader.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Relation {
    Leader,
    /// Equal but for white space.
    Copy,
    /// Equal after folding.
    Typography,
    Edited,
    /// Mostly contained in the leader, and much shorter.
    Excerpt,
    /// Mostly contains the leader, and is much longer.
    Expanded,
}

impl Relation {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Leader => "leader",
            Self::Copy => "copy",
            Self::Typography => "typography",
            Self::Edited => "edited",
            Self::Excerpt => "excerpt",
            Self::Expanded => "expanded",
        }
    }
}

/// What readers have decided about one document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    pub verdict: Option<Verdict>,
    pub starred: bool,
    /// By the reader at the screen.
    pub read: bool,
    /// In alphabetical order.
    pub tags: Vec<String>,
    /// How many notes it has.
    pub notes: u32,
}

/// The day of a date in ISO 8601, without the time.
pub fn day(date: &str) -> &str {
    date.split('T').next().unwrap_or(date)
}

/// A date in ISO 8601 as it is read: to the minute, with the zone that it names.
pub fn told_date(date: &str) -> String {
    let Some((day, time)) = date.split_once('T') else { return date.to_owned() };
    let zone = time.find(['Z', '+', '-']).map_or("", |at| &time[at..]);
    let clock: String = time[..time.len() - zone.len()].chars().take(5).collect();
    match zone {
        "" => format!("{day} {clock}"),
        "Z" | "+00:00" => format!("{day} {clock} UTC"),
        zone => format!("{day} {clock} {zone}"),
    }
}

/// One line of the document list.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    pub number: DocNo,
    pub key: String,
    pub title: String,
    /// The bytes of the title at which the query matches that the row was asked for with.
    pub title_hits: Vec<Range<usize>>,
    /// ISO 8601 with the precision that the source gave.
    pub date: Option<String>,
    pub source: Option<String>,
    pub words: u32,
    pub batch: BatchNo,
    /// Added in the library's newest batch.
    pub new: bool,
    /// Exact copies under other keys.
    pub copies: u32,
    /// Words that have stood in documents with lower numbers, so in any of an earlier batch.
    pub seen: u32,
    pub group: Option<Place>,
    pub standing: Standing,
}

impl Row {
    /// The share of words that are new, 0 to 1.
    pub fn new_share(&self) -> f32 {
        if self.seen == 0 { 1.0 } else { self.words.saturating_sub(self.seen) as f32 / self.words.max(1) as f32 }
    }
}

/// Where a document stands in its version group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    pub group: GroupNo,
    pub members: u32,
    pub relation: Relation,
}

/// A document as the reader pane shows it.
#[derive(Clone, Debug)]
pub struct Document {
    pub row: Row,
    pub path: String,
    pub batch_name: String,
    pub url: Option<String>,
    pub language: Option<String>,
    /// The keys of its exact copies.
    pub copies: Vec<String>,
    /// Fields of its record that have no place of their own, as (name, value).
    pub fields: Vec<(String, String)>,
    pub text: Arc<str>,
    /// Those on passages first and in the order of the text.
    pub notes: Vec<notes::Note>,
    /// The last verdict of each person on it, the latest last.
    pub verdicts: Vec<Said>,
    /// In the order of their first mention.
    pub entities: Vec<EntityInDocument>,
    /// In the order of the text, not overlapping.
    pub mentions: Vec<Mention>,
}

/// A person's last verdict on a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    pub who: String,
    pub verdict: Option<Verdict>,
    /// RFC 3339.
    pub when: String,
}

/// An entity as one document knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntityInDocument {
    pub entity: EntityNo,
    pub name: String,
    pub kind: EntityKind,
    /// Spellings in this document with their counts, the most frequent first.
    pub forms: Vec<(String, u32)>,
    /// Documents of the library that mention it.
    pub documents: u32,
    /// The readers' lists that it is on.
    pub lists: Vec<String>,
}

/// A place where an entity is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mention {
    /// UTF-8 byte offsets in the document's text.
    pub start: u32,
    pub end: u32,
    /// Index into the document's `entities`.
    pub entity: u32,
}

impl Mention {
    pub fn range(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// An entity of the whole library.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entity {
    pub entity: EntityNo,
    pub name: String,
    pub kind: EntityKind,
    /// All spellings, the most frequent first.
    pub forms: Vec<String>,
    pub mentions: u32,
    pub documents: u32,
    /// The readers' lists that it is on.
    pub lists: Vec<String>,
}

/// A version group with its members, the leader first, then by date and key.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    pub group: GroupNo,
    pub leader: DocNo,
    pub members: Vec<Member>,
}

/// Another group, or a document in none, that was kept apart from a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Apart {
    /// Its leader, or the document.
    pub document: DocNo,
    pub key: String,
    pub versions: u32,
    /// Pairs of documents, one on each side, that are versions of each other.
    pub ties: u32,
}

impl Apart {
    /// "kept apart, tied by 5 pairs: KEY and its 3 versions"; `more` says how many others were.
    pub fn told(&self, more: usize) -> String {
        let set = match self.versions {
            1 => String::new(),
            more => format!(" and its {}", counted(more - 1, "version")),
        };
        let more = if more > 0 { format!(", and {more} more") } else { String::new() };
        format!("kept apart, tied by {}{more}: {}{set}", counted(self.ties, "pair"), self.key)
    }
}

/// One version in a group; the figures are against the leader.
#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    pub row: Row,
    /// The keys of its exact copies.
    pub copies: Vec<String>,
    pub relation: Relation,
    /// Jaccard of the folded word 5-grams, 0 to 1.
    pub similarity: f32,
    /// The share of this member that stands in the leader, 0 to 1.
    pub containment: f32,
    /// The share of the leader that stands in this member, 0 to 1.
    pub contained: f32,
    /// The member that it is closest to.
    pub nearest: Option<DocNo>,
}

/// Why a document is in its version group: what it shares with the leader, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Why {
    pub document: DocNo,
    /// The key of the leader.
    pub leader: String,
    /// Words of the document and of the leader.
    pub words: (u32, u32),
    /// Words in the passages that both have in the same order.
    pub shared: u32,
    pub passages: u32,
    /// Words in the longest passage of all.
    pub longest: u32,
    /// The key of the version that it is closest to, where that is not the leader.
    pub nearest: Option<String>,
    /// Too little is shared for a group, but both bear one title that few others bear.
    pub named: bool,
    /// A reader's decision ties it to the group.
    pub decided: bool,
}

/// What changed in a version against its leader.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    pub document: DocNo,
    /// "2 numbers changed (14 -> 40), Ortiz gone, +62 -3 words".
    pub line: String,
}

/// Counts for the header.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    pub documents: u32,
    pub undecided: u32,
    pub groups: u32,
    pub batches: u32,
    /// The name of the newest batch.
    pub batch: String,
}

/// What one `add` did.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    pub batch: String,
    /// Every file that the walk met, once: read, skipped or failed.
    pub files: u64,
    pub read: u64,
    pub skipped: u64,
    pub failed: u64,
    /// New ones and exact copies.
    pub documents: u64,
    pub new: u64,
    pub exact_copies: u64,
    /// Those of the new that joined a version group.
    pub near_versions: u64,
    pub failures: Vec<Failure>,
    /// Names of readers' lists that its documents have.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub listed: Vec<gazetteers::ListedName>,
}

/// A file or record that gave no document, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    pub path: String,
    pub line: Option<u64>,
    /// `failed`, `skipped`, `record` (of a file that was read), `part` (of one, and not for reading)
    /// or `gone` (read once and no longer there).
    pub kind: String,
    pub error: String,
}

/// A batch as lists show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Batch {
    #[serde(skip)]
    pub number: BatchNo,
    pub batch: String,
    /// RFC 3339.
    pub started: String,
    pub finished: Option<String>,
    pub documents: u64,
    pub new: u64,
    pub exact_copies: u64,
    pub near_versions: u64,
    pub failed: u64,
    pub undecided: u64,
}

/// How far an `add` or a rebuild has come.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Progress {
    /// What is being done: "reading", "finding versions", "indexing".
    pub stage: &'static str,
    pub done: u64,
    /// Nought while it is not known.
    pub total: u64,
    pub bytes: u64,
    /// Documents so far.
    pub documents: u64,
    pub failures: u64,
}

/// How a query that is being typed may go on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completions {
    /// The query that was asked about.
    pub query: String,
    /// The bytes of it that an option takes the place of.
    pub range: Range<usize>,
    pub options: Vec<Completion>,
}

/// One way to go on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    pub text: String,
    /// How many documents have it, where that is known.
    pub note: String,
}

/// How a query was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explained {
    pub query: String,
    pub parts: Vec<ExplainedPart>,
    /// The whole query.
    pub whole: ExplainedPart,
    /// Where several parts together find nothing: a part as it was typed, and how many documents the
    /// others find without it, the most first.
    pub without: Vec<(String, u64)>,
    /// Where nothing is found: what may have been meant.
    pub instead: Option<Instead>,
    /// The order of the results.
    pub order: String,
}

/// A search that a reader saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedSearch {
    pub name: String,
    pub query: String,
}

/// A query that finds something, near one that does not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Instead {
    pub query: String,
    pub documents: u64,
    /// The words were taken for those of a key.
    pub as_key: bool,
}

/// One part of a query.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExplainedPart {
    pub text: String,
    /// How many documents it finds alone; `None` where that takes longer than an explanation may.
    pub documents: Option<u64>,
    /// How many texts were read for that.
    pub texts: u64,
    /// Microseconds that it took.
    pub micros: u64,
}

/// What a decision, an undo or a redo did, for the status line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Decided {
    /// "kept 3 documents", "undone: tag ship".
    pub summary: String,
    pub documents: Vec<DocNo>,
    /// Nothing was there to decide, undo or redo, or all of the documents were so already.
    pub nothing: bool,
    /// Their numbers in the log.
    pub decisions: Vec<i64>,
    /// It is the taking back, or the restoring, of a merge of decisions made apart.
    pub merge: bool,
    /// Version groups have changed by it.
    pub regrouped: bool,
    /// Notes have.
    pub noted: bool,
    /// Names have changed by it: entities, mentions, what queries for them find.
    pub mended: bool,
    /// Entities that have come to be part of others, each with the number that it has now.
    pub became: Vec<(EntityNo, EntityNo)>,
}
