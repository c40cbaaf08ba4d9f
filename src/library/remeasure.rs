//! Measuring a relation again when the library has grown: what was rare then may be a form that many
//! fill in now.

use super::types::DocNo;
use super::{Library, LibraryError, Result};
use crate::version::{Kind, PairReader, PrintIndex, RelateError, Relation, Source};
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
            Err(RelateError::Index(error)) => Err(LibraryError::Prints(error)),
            Err(RelateError::Stopped) => Err(LibraryError::Stopped),
        }
    }
}
