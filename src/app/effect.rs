//! The seam to the workers: what the screen asks for, and what comes back.

use super::Spot;
use super::input::Key;
use super::page::{Page, Setting};
use crate::library::types::apparatus::Apparatus;
use crate::library::types::entities::{Browse, Browsed, Card};
use crate::library::types::facets::Facet;
use crate::library::types::kwic::{KwicLine, KwicOrder, KwicPlace, KwicPlaces, ListRow};
use crate::library::types::others::Others;
use crate::library::types::outcome::{BatchReport, Pace};
use crate::library::types::repairs::Mend;
use crate::library::types::seen::{Holder, Seen};
use crate::library::types::session::Whereabouts;
use crate::library::types::{
    Act, Anchor, Apart, Change, Completions, Counts, Decided, Diff, DiffView, DocNo, Document, EntityNo, Explained,
    Group, GroupNo, Progress, Report, Row, SavedSearch, Totals, Why,
};
use std::ops::Range;
use std::sync::Arc;

/// Kinds of question; a newer one of a kind makes the answers to older ones worthless.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Channel {
    Search,
    Rows,
    Document,
    Group,
    Diff,
    /// All versions as one text, and places in it.
    Apparatus,
    /// What changed in the versions on the screen.
    Changes,
    Entities,
    Card,
    Step,
    Decide,
    Totals,
    Report,
    /// How the typed query may go on.
    Complete,
    /// Why nothing is found.
    Explain,
    /// What is new in a document.
    Seen,
    /// Who else holds a paragraph.
    Passages,
    /// What a query finds, counted.
    Facets,
    /// The documents that a query marks.
    Marking,
    /// The places of a concordance.
    Kwic,
    /// Lines of it that are on the screen.
    KwicLines,
    /// A list of queries, or the saved searches.
    Listing,
    /// How far a batch is decided about.
    Pace,
    /// What is written to a file of the reader's.
    File,
    /// Documents that are written to a file, which may take long.
    Export,
    /// Where the reader is, to be come back to.
    Whereabouts,
    /// What is written down without the reader's asking.
    Quiet,
}

impl Channel {
    /// How many kinds there are.
    pub const COUNT: usize = Self::Quiet as usize + 1;
}

/// A question's kind and number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Ticket {
    pub channel: Channel,
    pub generation: u64,
}

/// What the screen asks of the library.
#[derive(Clone, Debug, PartialEq)]
pub enum Request {
    /// `live` while the last word is being typed. With `fold`, one document a version group, save
    /// for the groups named.
    Search {
        query: String,
        live: bool,
        fold: Option<Vec<GroupNo>>,
        /// The order where the query names none, as behind `sort:`.
        order: Option<String>,
        /// So many of the first come with their rows, so that no list without words is ever drawn.
        rows: usize,
    },
    /// With the places in their titles at which a query matches.
    Rows {
        documents: Vec<DocNo>,
        query: String,
    },
    /// The document, and where a query matches in it; its page is to be set at a width in cells.
    Open {
        document: DocNo,
        query: String,
        width: usize,
    },
    /// The version group of a document.
    Group {
        document: DocNo,
    },
    /// Against a chosen base, or else the leader of its group.
    Compare {
        document: DocNo,
        base: Option<DocNo>,
        view: DiffView,
        set: Setting,
    },
    /// What changed in some versions against their leaders.
    Changes {
        documents: Vec<DocNo>,
    },
    /// All versions on one of them, and where a place of some version stands in it.
    Apparatus {
        base: DocNo,
        at: Spot,
        counts: Counts,
        set: Setting,
        unfolded: bool,
    },
    /// Where bytes of one version stand in another.
    Carry {
        from: DocNo,
        range: Range<usize>,
        to: DocNo,
    },
    /// What of a document has stood before.
    Seen {
        document: DocNo,
    },
    /// The other documents that hold passages of a paragraph (bytes of a document's text): of the
    /// first of some that others hold.
    Passages {
        document: DocNo,
        paragraphs: Vec<Range<usize>>,
    },
    /// Those of the entities of the whole library that have places in a range.
    Entities {
        browse: Browse,
        places: Range<usize>,
    },
    Card {
        entity: EntityNo,
    },
    /// A query for the documents that mention all of some entities.
    Naming {
        entities: Vec<EntityNo>,
    },
    /// The next document of a list, from a place in it, that mentions an entity.
    Step {
        entity: EntityNo,
        documents: Arc<Vec<DocNo>>,
        from: usize,
        forward: bool,
    },
    /// The next document of a list, from a place in it, in which two of some entities stand together.
    Together {
        entities: Vec<EntityNo>,
        documents: Arc<Vec<DocNo>>,
        from: usize,
        forward: bool,
    },
    /// The next document of a list without a verdict: the `count`th, or the last where there are
    /// not so many.
    Undecided {
        documents: Arc<Vec<DocNo>>,
        from: usize,
        count: usize,
        forward: bool,
    },
    /// `group`: on every version too.
    Decide {
        documents: Vec<DocNo>,
        act: Act,
        group: bool,
        quiet: bool,
    },
    /// Keep one version and drop the others of its group.
    KeepOnly {
        document: DocNo,
    },
    /// A note on documents, or on a passage of one; it takes the place of another one. An empty one
    /// only takes that off. `group`: on every version too.
    Note {
        documents: Vec<DocNo>,
        text: String,
        passage: Option<Anchor>,
        replaces: Option<i64>,
        group: bool,
    },
    /// Saves a query under a name.
    Save {
        name: String,
        query: String,
    },
    /// Takes a saved search off.
    Unsave {
        name: String,
    },
    SavedSearches,
    /// Every place where a query stands.
    Kwic {
        query: String,
        order: KwicOrder,
    },
    /// Some of these places with what stands around them.
    KwicLines {
        places: Vec<KwicPlace>,
    },
    /// What each query of a file finds.
    Listing {
        path: String,
    },
    /// A repair of names.
    Mend(Mend),
    Undo,
    Redo,
    Totals,
    /// What a batch brought and what became of it, of the newest where none is named; with a path,
    /// it is written there as Markdown.
    Report {
        batch: Option<String>,
        to: Option<String>,
    },
    /// How far a batch is decided about.
    Pace {
        batch: String,
    },
    /// What a query finds, counted by what the documents are.
    Facets {
        query: String,
    },
    /// The documents that a query finds, to be marked.
    ToMark {
        query: String,
    },
    /// Writes all that a query finds to a file, in a format that a word names.
    Export {
        query: String,
        /// As behind `sort:`, where the query names none.
        order: Option<String>,
        format: String,
        path: String,
    },
    /// A query for the thread that a mail is of.
    Thread {
        document: DocNo,
    },
    /// Puts a text behind what a file of the reader's holds.
    Append {
        path: String,
        text: String,
    },
    /// Writes down where the reader is.
    Remember(Box<Whereabouts>),
    /// How the word at a byte of a query may go on.
    Complete {
        query: String,
        at: usize,
    },
    /// How a query is read, and what each part of it finds.
    Explain {
        query: String,
    },
}

/// What comes back.
#[derive(Clone, Debug)]
pub enum Answer {
    /// An answer with its page, set at the width that was asked for: that of a long text takes longer
    /// than a frame.
    Set {
        answer: Box<Answer>,
        page: Box<Page>,
    },
    Found {
        documents: Vec<DocNo>,
        hints: Vec<String>,
        rows: Vec<Row>,
    },
    /// The query cannot be read: what is wrong, where (bytes), and the query as it may be meant.
    Unreadable {
        message: String,
        span: Range<usize>,
        repair: Option<String>,
    },
    Rows(Vec<Row>),
    Opened {
        document: Box<Document>,
        hits: Vec<Range<usize>>,
        /// Why the query of the hits cannot be read.
        unread: Option<String>,
    },
    Group {
        document: DocNo,
        group: Option<Group>,
        /// Why the document is in it.
        why: Option<Why>,
        /// What was kept apart from it.
        apart: Vec<Apart>,
    },
    Compared(Box<Diff>),
    /// It has no other version to be compared with.
    Incomparable {
        document: DocNo,
    },
    /// Of those of which there is something to tell.
    Changes(Vec<Change>),
    /// With the place that was asked about, in bytes of the base.
    Collated {
        apparatus: Arc<Apparatus>,
        at: usize,
    },
    Carried {
        document: DocNo,
        range: Range<usize>,
    },
    Seen(Box<Seen>),
    /// Oldest first; nobody holds any of the paragraphs where there are none.
    Holders {
        paragraph: Range<usize>,
        holders: Vec<Holder>,
    },
    /// Some of them, and how many there are.
    Entities {
        entities: Vec<Browsed>,
        /// The place of the first.
        from: usize,
        total: u64,
    },
    Card(Box<Card>),
    /// A query that was asked for, and what it is about.
    Naming {
        query: String,
        names: String,
    },
    /// A query for the thread of a mail, and how many mails are in it.
    Thread {
        query: String,
        mails: u64,
    },
    /// The place in the list that was looked for; `None` where there is none further on.
    Place(Option<usize>),
    Decided(Decided),
    Totals(Totals),
    Report(Box<BatchReport>),
    Pace(Pace),
    Facets(Vec<Facet>),
    ToMark(Vec<DocNo>),
    SavedSearches(Vec<SavedSearch>),
    Kwic(KwicPlaces),
    KwicLines(Vec<KwicLine>),
    /// A file's name, and a row for each of its queries.
    Listing {
        path: String,
        rows: Vec<ListRow>,
    },
    /// A sentence for the reader.
    Told(String),
    Completed(Completions),
    Explained(Explained),
    /// Done, and nothing is to be told.
    Noted,
    Failed(String),
}

/// What the state wants done outside itself.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    Ask(Ticket, Request),
    /// Put a text on the clipboard of the reader's terminal.
    Copy(String),
    /// Tell again, with [`Msg::Paused`], when so many milliseconds have passed without a key.
    Pause(u64),
    /// Nobody waits for the questions of this kind up to this one.
    Stop(Ticket),
    StopAdding,
    Redraw,
    Suspend,
    Quit,
}

/// What happens to the state.
#[derive(Clone, Debug)]
pub enum Msg {
    Key(Key),
    /// The same key again, so soon that it is being held down.
    Again(Key),
    /// Text pasted by the terminal; it never counts as keys.
    Paste(String),
    Resize(u16, u16),
    Answer(Ticket, Answer),
    /// How much of a question is done, of how much.
    Worked(Ticket, usize, usize),
    /// No key came for as long as was asked.
    Paused,
    /// Somebody has decided something in this library.
    Others(Others),
    Adding(Progress),
    Added(Result<Report, String>),
    /// Something outside went wrong.
    Trouble(String),
}
