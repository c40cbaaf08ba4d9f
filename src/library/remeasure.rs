//! Measuring relations while groups are gathered: again when the library has grown, for what was rare then may be
//! a form that many fill in now, and for the first time where gathering asks for it.

use super::types::DocNo;
use super::{Library, LibraryError, Result};
use crate::version::{Compare, Finding, Kind, PairReader, PrintIndex, RelateError, Relation, Source};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};

/// A relation is measured again when there are so many times as many documents as then, so that each
/// is measured a few times at most, however small the batches are.
const GROWN: f64 = 1.25;

/// A batch that is being read in.
#[derive(Clone, Copy)]
pub(super) struct Adding<'a> {
    pub stop: &'a AtomicBool,
    /// Told how many documents have been gathered, and of how many.
    pub report: &'a dyn Fn(u64, u64),
}

/// What became of a relation.
pub(super) enum Remeasured {
    /// It need not be measured yet.
    Holds,
    Now(Relation),
    Gone,
}

/// Measures relations of one library.
pub(super) struct Remeasuring<'l> {
    library: &'l Library,
    last: DocNo,
    adding: Option<Adding<'l>>,
    reader: PairReader<'l>,
}

impl<'l> Remeasuring<'l> {
    /// Without a batch that is read in, every relation holds as it is.
    pub fn new(library: &'l Library, prints: &'l PrintIndex, adding: Option<Adding<'l>>) -> Self {
        Self { library, last: prints.last_document(), adding, reader: PairReader::new(prints) }
    }

    /// The last document that there is.
    pub fn last(&self) -> DocNo {
        self.last
    }

    /// What a relation is today that was measured when `then` was the last document.
    pub fn measured(&mut self, relation: &Relation, then: DocNo) -> Result<Remeasured> {
        let lasting = matches!(relation.kind, Kind::Copy | Kind::Typography);
        let Some(adding) = self.adding else { return Ok(Remeasured::Holds) };
        if adding.stop.load(Ordering::Relaxed) {
            return Err(LibraryError::Stopped);
        }
        if lasting || f64::from(then) * GROWN > f64::from(self.last) {
            return Ok(Remeasured::Holds);
        }
        let mut texts = |document| -> Option<Source> { self.library.source(document).ok().flatten() };
        match self.reader.compare(relation.a, relation.b, &mut texts) {
            Ok(found) => Ok(found.kind.map_or(Remeasured::Gone, |kind| {
                Remeasured::Now(Relation { kind, measure: found.measure, ..*relation })
            })),
            Err(error) => Err(error.into()),
        }
    }
}

impl From<RelateError> for LibraryError {
    fn from(error: RelateError) -> Self {
        match error {
            RelateError::Index(error) => Self::Prints(error),
            RelateError::Stopped => Self::Stopped,
        }
    }
}

/// What witnesses confirm of pairs, the lower number first.
pub(super) type Confirmed = BTreeMap<(DocNo, DocNo), f32>;

/// Compares documents while they are gathered into groups.
pub(super) struct Comparing<'l> {
    library: &'l Library,
    reader: PairReader<'l>,
    known: &'l Confirmed,
    stop: Option<&'l AtomicBool>,
    /// What witnesses confirmed of pairs that nobody had asked about before.
    pub confirmed: Confirmed,
    failure: Option<LibraryError>,
}

impl<'l> Comparing<'l> {
    /// `known` says what witnesses have confirmed before.
    pub fn new(library: &'l Library, prints: &'l PrintIndex, known: &'l Confirmed, adding: Option<Adding<'l>>) -> Self {
        let (reader, stop) = (PairReader::new(prints), adding.map(|adding| adding.stop));
        Self { library, reader, known, stop, confirmed: Confirmed::new(), failure: None }
    }

    /// What went wrong, or the stop that was asked for; then nothing that came of the comparisons holds.
    pub fn ended(&mut self) -> Result<()> {
        self.failure.take().map_or(Ok(()), Err)
    }

    /// Asks for something as long as nothing went wrong.
    fn ask<T>(
        &mut self,
        what: impl FnOnce(&mut PairReader<'l>, &mut dyn FnMut(u32) -> Option<Source>) -> std::result::Result<T, RelateError>,
    ) -> Option<T> {
        if self.stop.is_some_and(|stop| stop.load(Ordering::Relaxed)) {
            self.failure = Some(LibraryError::Stopped);
        }
        if self.failure.is_some() {
            return None;
        }
        let library = self.library;
        let found = what(&mut self.reader, &mut |document| library.source(document).ok().flatten());
        found.map_err(|error| self.failure = Some(error.into())).ok()
    }
}

impl Compare for Comparing<'_> {
    fn pair(&mut self, a: u32, b: u32) -> Option<Finding> {
        self.ask(|reader, texts| reader.compare(a, b, texts))
    }

    fn confirmed(&mut self, a: u32, b: u32, witnesses: &[u32]) -> Option<f32> {
        let pair = (a.min(b), a.max(b));
        if let Some(&share) = self.known.get(&pair) {
            return Some(share);
        }
        // Where nobody could say, others may when the library has grown.
        let share = self.ask(|reader, texts| reader.confirmed(a, b, witnesses, texts))??;
        self.confirmed.insert(pair, share);
        Some(share)
    }
}
