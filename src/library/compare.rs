//! Comparing two documents: the operations between their texts, and their layout for the screen.

use super::types::{Diff, DiffView, DocNo, Document, Relation};
use super::{Library, Result};
use crate::version::compare::{self, Comparison, Names};
use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError};

/// A comparison with the pair it is of, and the state of the database it was made in.
#[derive(Debug)]
pub(super) struct Kept {
    pair: (DocNo, DocNo),
    state: (i64, u64),
    compared: Arc<Compared>,
}

/// Two documents and what differs between them.
#[derive(Debug)]
pub struct Compared {
    pub a: Document,
    pub b: Document,
    pub comparison: Comparison,
}

impl Library {
    /// Compares two documents; `exact` shows every byte that differs. `None` when stopped.
    pub fn comparison(&self, a: DocNo, b: DocNo, exact: bool, stop: &AtomicBool) -> Result<Option<Compared>> {
        self.comparison_told(a, b, exact, stop, &|_| {})
    }

    /// As [`Library::comparison`]; `progress` gets the share that is done, 0 to 1.
    fn comparison_told(
        &self,
        a: DocNo,
        b: DocNo,
        exact: bool,
        stop: &AtomicBool,
        progress: &dyn Fn(f32),
    ) -> Result<Option<Compared>> {
        let (a, b) = (self.document(a)?, self.document(b)?);
        let (names_a, names_b) = (spans(&a), spans(&b));
        let names = Names { a: &names_a, b: &names_b };
        let work = if exact { compare::exact } else { compare::compare };
        Ok(work(&a.text, &b.text, names, stop, progress).map(|mut comparison| {
            super::changed::respelt(&mut comparison.summary, &a, &b);
            Compared { a, b, comparison }
        }))
    }

    /// Compares a document with a base, or with the leader of its group, and lays the result out.
    /// `progress` gets the share that is done, 0 to 1. `None` when it has no other version, or when
    /// `stop` was set.
    pub fn compare(
        &self,
        document: DocNo,
        base: Option<DocNo>,
        view: DiffView,
        stop: &AtomicBool,
        progress: &dyn Fn(f32),
    ) -> Result<Option<Diff>> {
        let base = match base {
            Some(base) => Some(base),
            None => self.usual_base(document)?,
        };
        let Some(base) = base else { return Ok(None) };
        let Some(compared) = self.kept_comparison((base, document), stop, progress)? else { return Ok(None) };
        if stop.load(Ordering::Relaxed) {
            return Ok(None);
        }
        Ok(Some(self.lay_out(&compared, view)))
    }

    /// The comparison of a pair: the last one where it is of this pair and nothing was written since.
    fn kept_comparison(
        &self,
        pair: (DocNo, DocNo),
        stop: &AtomicBool,
        progress: &dyn Fn(f32),
    ) -> Result<Option<Arc<Compared>>> {
        let state = self.store.state()?;
        let mut kept = self.compared.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(kept) = kept.as_ref().filter(|kept| (kept.pair, kept.state) == (pair, state)) {
            return Ok(Some(kept.compared.clone()));
        }
        let Some(compared) = self.comparison_told(pair.0, pair.1, false, stop, progress)? else { return Ok(None) };
        let compared = Arc::new(compared);
        *kept = Some(Kept { pair, state, compared: compared.clone() });
        Ok(Some(compared))
    }

    /// Lays a comparison out for reading.
    pub fn lay_out(&self, compared: &Compared, view: DiffView) -> Diff {
        super::layout::lay_out(compared, view)
    }

    /// The leader of the document's group; for the leader itself, the version most like it.
    fn usual_base(&self, document: DocNo) -> Result<Option<DocNo>> {
        let Some(group) = self.group_of(document)? else { return Ok(None) };
        if group.leader != document {
            return Ok(Some(group.leader));
        }
        let others = group.members.iter().filter(|member| member.relation != Relation::Leader);
        Ok(others
            .max_by(|a, b| a.similarity.total_cmp(&b.similarity).then(b.row.number.cmp(&a.row.number)))
            .map(|member| member.row.number))
    }
}

pub(super) fn spans(document: &Document) -> Vec<Range<usize>> {
    document.mentions.iter().map(|mention| mention.range()).collect()
}
