//! Searching: a query to documents, hits and snippets.

use super::facts::{Answers, Meant};
use super::guard::guarded;
use super::types::{DocNo, Document, EntityNo, Row};
use super::{Library, LibraryError};
use crate::search::{self, Highlighter, Kind, Limits, Part, SortBy, TextIndex};
use crate::store::names::NameRecord;
use roaring::RoaringBitmap;
use std::ops::Range;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// Why a search gave nothing.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// The query cannot be read: one sentence, the bytes it is about, and the query as it was
    /// probably meant.
    #[error("{message}")]
    Query { message: String, span: Range<usize>, repair: Option<String> },
    #[error("the search was stopped")]
    Stopped,
    #[error(transparent)]
    Library(#[from] LibraryError),
}

impl From<search::SearchError> for SearchError {
    fn from(error: search::SearchError) -> Self {
        match error {
            search::SearchError::Stopped => Self::Stopped,
            search::SearchError::Query { message, span } => Self::Query { message, span, repair: None },
            search::SearchError::Index(error) => Self::Library(error.into()),
            search::SearchError::Library(message) => Self::Query { message, span: 0..0, repair: None },
        }
    }
}

/// The documents that a query found, all of them, in the order it asks for.
#[derive(Clone, Debug)]
pub struct Found {
    pub documents: Vec<DocNo>,
    pub scores: Vec<f32>,
    /// Remarks on how the query was read.
    pub hints: Vec<String>,
    highlighter: Option<Arc<Highlighter>>,
    /// The names of the entities that it asks about.
    meant: Rc<Meant>,
}

impl Library {
    /// Finds all documents that a query asks for. `live` says that its last word is being typed.
    ///
    /// # Errors
    /// `Query` with a caret and a repair when it cannot be read; `Stopped` when `stop` is set.
    pub fn search(&mut self, query: &str, live: bool, stop: &AtomicBool) -> Result<Found, SearchError> {
        self.search_in_order(query, None, live, stop, &|_, _| {})
    }

    /// As [`Library::search`], in an order written as behind `sort:` where the query names none. `told`
    /// gets the texts that have been read, and all, where texts decide.
    pub fn search_in_order(
        &mut self,
        query: &str,
        order: Option<&str>,
        live: bool,
        stop: &AtomicBool,
        told: &dyn Fn(usize, usize),
    ) -> Result<Found, SearchError> {
        let mut query = self.parsed(query, live)?;
        if let Some(order) = order.filter(|_| !query.names_sort) {
            query.sort = self.parsed(&format!("sort:{order}"), false)?.sort;
        }
        let ask = |library: &Self, index: &TextIndex| {
            let _steady = library.store.steady().map_err(LibraryError::from)?;
            Ok(search::search(index, &query, &Answers::telling(library, told), &Limits { stop })?)
        };
        let mut results = self.ask_index(ask)?.unwrap_or_default();
        if let (SortBy::New, false, Some(batch)) = (query.sort.by, query.sort.reverse, query.batch()) {
            // What a batch brought once more was new when it came first.
            let brought = self.store.brought_by(self.batch_number(batch)?).map_err(LibraryError::from)?;
            results.found.sort_by_key(|found| !brought.contains(found.document));
        }
        let plain = matches!(query.root.kind, Kind::All);
        Ok(Found {
            documents: results.found.iter().map(|found| found.document).collect(),
            scores: results.found.iter().map(|found| found.score).collect(),
            hints: query.hints.iter().map(|hint| hint.message.clone()).collect(),
            highlighter: Some(Highlighter::of(&query)).filter(|marks| !plain && !marks.is_empty()).map(Arc::new),
            meant: Rc::default(),
        })
    }

    /// Documents that have been added and that no search finds yet.
    pub fn unindexed(&self) -> Result<u32, LibraryError> {
        let held = self.index.as_ref().map_or(Ok(0), TextIndex::last_document)?;
        Ok(self.store.last_document()?.saturating_sub(held))
    }

    /// As [`Library::unindexed`], of the index as it lies on the disk now, opened or not.
    pub fn waiting(&self) -> Result<u32, LibraryError> {
        Ok(self.store.last_document()?.saturating_sub(search::held(&self.index_folder())))
    }

    /// The byte ranges of a document's text in which a query matches, in order.
    pub fn hits(&self, found: &Found, document: &Document) -> Vec<Range<usize>> {
        self.hits_in(found, document.row.number, &document.text)
    }

    /// The byte ranges of a document's text, which is given, in which a query matches.
    pub fn hits_in(&self, found: &Found, number: DocNo, text: &str) -> Vec<Range<usize>> {
        let Some(highlighter) = &found.highlighter else { return Vec::new() };
        places(highlighter, &Answers::with(self, found.meant.clone()), number, text)
    }

    /// The byte ranges of whole matches in a document's text, which is given: words near each other are one.
    pub fn places_in(&self, found: &Found, number: DocNo, text: &str) -> Vec<Range<usize>> {
        let Some(highlighter) = &found.highlighter else { return Vec::new() };
        let answers = Answers::with(self, found.meant.clone());
        let mentions = |entity: &_| answers.mentions_meant(number, entity).unwrap_or_default();
        highlighter.places(text, Part::Body, &mentions)
    }

    /// How many places of the texts found a query matches in; the texts are read on all cores.
    pub fn count_hits(&self, found: &Found) -> Result<usize, LibraryError> {
        /// So many texts are read before a second thread would have begun.
        const FEW: usize = 200;
        // A text need be read only where something that was asked for can stand in it.
        let Some(highlighter) = &found.highlighter else { return Ok(0) };
        let threads = std::thread::available_parallelism().map_or(1, |cores| cores.get()).min(16);
        // Neighbours are unpacked together.
        let mut documents = found.documents.clone();
        documents.sort_unstable();
        let mut shares = documents.chunks(documents.len().div_ceil(threads).max(FEW));
        let first = shares.next().unwrap_or_default();
        std::thread::scope(|scope| {
            let mut others = Vec::new();
            for share in shares {
                let other = self.again()?;
                others.push(scope.spawn(move || other.hits_of_all(highlighter, Rc::default(), share)));
            }
            let mut hits = self.hits_of_all(highlighter, found.meant.clone(), first)?;
            for other in others {
                hits += other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))?;
            }
            Ok(hits)
        })
    }

    fn hits_of_all(
        &self,
        highlighter: &Highlighter,
        meant: Rc<Meant>,
        documents: &[DocNo],
    ) -> Result<usize, LibraryError> {
        let _steady = self.store.steady()?;
        let answers = Answers::with(self, meant);
        let mut hits = 0;
        for &number in documents {
            hits += places(highlighter, &answers, number, &self.text(number)?).len();
        }
        Ok(hits)
    }

    /// The byte ranges in which a query matches in a document.
    ///
    /// # Errors
    /// `Query` when it cannot be read.
    pub fn hits_of(&self, query: &str, document: &Document) -> Result<Vec<Range<usize>>, SearchError> {
        let query = self.parsed(query, false)?;
        Ok(places(&Highlighter::of(&query), &Answers::of(self), document.row.number, &document.text))
    }

    /// Marks where a query matches in the titles of some rows; nowhere where it cannot be read.
    pub fn mark_titles(&self, query: &str, rows: &mut [Row]) {
        let Ok(query) = self.parsed(query, true) else { return };
        if matches!(query.root.kind, Kind::All) {
            return;
        }
        let highlighter = Highlighter::of(&query);
        for row in rows {
            row.title_hits = highlighter.ranges(&row.title, Part::Title, &|_| Vec::new());
        }
    }

    /// The passage of at most `most` characters that shows the hits best, on one line.
    pub fn snippet(&self, document: &Document, hits: &[Range<usize>], most: usize) -> String {
        let snippet = search::snippet(&document.text, hits, most);
        document.text[snippet.range].split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The documents that mention an entity, by number.
    pub fn documents_of(&mut self, entity: EntityNo) -> Result<Vec<DocNo>, LibraryError> {
        let numbers = self.name_numbers(entity)?;
        let ask = |library: &Self, index: &TextIndex| {
            let recognised = index.documents_with_names(&numbers).map_err(LibraryError::from)?;
            Ok(library.put_right(recognised.into_iter().collect(), &numbers)?)
        };
        match self.ask_index(ask) {
            Ok(documents) => Ok(documents.unwrap_or_default().into_iter().collect()),
            Err(SearchError::Library(error)) => Err(error),
            Err(other) => Err(LibraryError::Broken(other.to_string())),
        }
    }

    /// How many documents mention any of some names.
    pub(super) fn documents_with(&self, names: &[NameRecord]) -> Result<u32, LibraryError> {
        if self.index.is_none() {
            return Ok(names.iter().map(|name| name.documents).sum());
        }
        let numbers: Vec<u32> = names.iter().map(|name| name.number).collect();
        Ok(self.naming_documents(&numbers)?.len() as u32)
    }

    /// The documents that mention any of some names, as the mentions stand: what the text index says
    /// of what was recognised, put right. Without one that is open, everything is looked through.
    pub(super) fn naming_documents(&self, names: &[u32]) -> Result<RoaringBitmap, LibraryError> {
        let recognised: RoaringBitmap = match &self.index {
            Some(index) => match guarded(|| index.documents_with_names(names)) {
                Ok(documents) => documents?.into_iter().collect(),
                Err(panic) => return Err(LibraryError::Broken(panic)),
            },
            None => self.scanned(names)?,
        };
        self.put_right(recognised, names)
    }

    /// Documents in which some names were recognised, as the mentions stand.
    fn put_right(&self, recognised: RoaringBitmap, names: &[u32]) -> Result<RoaringBitmap, LibraryError> {
        let mended = self.mended_documents()?;
        if mended.is_empty() {
            return Ok(recognised);
        }
        Ok((recognised - &*mended) | self.store.mended_with(names)?)
    }
}

/// The byte ranges of a document's text that a query asks for, in order.
fn places(highlighter: &Highlighter, answers: &Answers<'_>, number: DocNo, text: &str) -> Vec<Range<usize>> {
    highlighter.ranges(text, Part::Body, &|entity| answers.mentions_meant(number, entity).unwrap_or_default())
}

impl Found {
    /// True when nothing that was asked for has a place in a text.
    pub fn is_without_hits(&self) -> bool {
        self.highlighter.is_none()
    }
}
