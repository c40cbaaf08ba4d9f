//! Carries out operations on one segment of the index.

use super::bits::Bits;
use super::compile::{Check, Op};
use super::error::SearchError;
use super::expand::{self, Places, check};
use super::facts::Facts;
use super::plan::{Plan, Span};
use super::tree::{Piece, TextField};
use crate::text::classes::is_word;
use roaring::RoaringBitmap;
use std::cell::RefCell;
use std::fmt::Debug;
use std::ops::Range;
use std::sync::atomic::AtomicBool;
use tantivy::SegmentReader;
use tantivy::columnar::{Column, MonotonicallyMappableToU64};
use tantivy::schema::Field;

/// Documents after which the stop flag is looked at.
const STEP: usize = 256;

/// One segment and what is needed to search it.
pub(super) struct Segment<'s> {
    pub reader: &'s SegmentReader,
    /// The document numbers, in the order of the segment.
    pub numbers: &'s [u32],
    pub facts: &'s dyn Facts,
    pub stop: &'s AtomicBool,
}

impl Segment<'_> {
    /// The documents among `within` that an operation gives.
    pub(super) fn run(&self, op: &Op, within: &Bits) -> Result<Bits, SearchError> {
        check(self.stop)?;
        let mut out = Bits::none(self.reader.max_doc());
        match op {
            Op::All => return Ok(within.clone()),
            Op::Piece { fields, piece } => {
                for &field in fields {
                    expand::documents(&*self.reader.inverted_index(field)?, piece, self.stop, &mut out)?;
                }
            }
            Op::Placed { fields, plan, pieces } => {
                for &field in fields {
                    self.placed(field, plan, pieces, within, &mut out)?;
                }
            }
            Op::Terms { field, terms } => {
                let index = self.reader.inverted_index(*field)?;
                for term in terms {
                    expand::documents(&index, &Piece::Word(term.clone()), self.stop, &mut out)?;
                }
            }
            Op::Days { from, to } => self.ranged(&self.reader.fast_fields().i64("date")?, *from, *to, &mut out),
            Op::Length { from, to } => self.ranged(&self.reader.fast_fields().u64("words")?, *from, *to, &mut out),
            Op::Numbers(numbers) => self.numbered(numbers, &mut out),
            Op::Checked { inner, check } => {
                let candidates = self.run(inner, within)?;
                return self.checked(check, &candidates);
            }
            Op::And(parts) => return self.and(parts, within),
            Op::Or(parts) => {
                for part in parts {
                    out.or(&self.run(part, within)?);
                }
                return Ok(out);
            }
            Op::Not(inner) => {
                out = within.clone();
                out.without(&self.run(inner, within)?);
                return Ok(out);
            }
        }
        out.and(within);
        Ok(out)
    }

    /// The cheap parts first, so that the dear ones see few documents.
    fn and(&self, parts: &[Op], within: &Bits) -> Result<Bits, SearchError> {
        let mut order: Vec<&Op> = parts.iter().collect();
        order.sort_by_key(|part| price(part));
        let mut out = within.clone();
        for part in order {
            if out.is_empty() {
                break;
            }
            out = self.run(part, &out)?;
        }
        Ok(out)
    }

    /// Adds the documents whose value lies between two ends. The column wants a range that
    /// meets its own: one wholly below would give the documents with the least value.
    fn ranged<T>(&self, column: &Column<T>, from: T, to: T, out: &mut Bits)
    where
        T: MonotonicallyMappableToU64 + Ord + Copy + Debug + Send + Sync + 'static,
    {
        let (from, to) = (from.max(column.min_value()), to.min(column.max_value()));
        if from <= to {
            let mut docs = Vec::new();
            column.get_docids_for_value_range(from..=to, 0..self.reader.max_doc(), &mut docs);
            docs.into_iter().for_each(|doc| out.insert(doc));
        }
    }

    fn numbered(&self, wanted: &RoaringBitmap, out: &mut Bits) {
        let Some(most) = wanted.max() else { return };
        let mut flat = Bits::none(most.saturating_add(1));
        wanted.iter().for_each(|number| flat.insert(number));
        for (doc, &number) in self.numbers.iter().enumerate() {
            if number <= most && flat.contains(number) {
                out.insert(doc as u32);
            }
        }
    }

    fn placed(
        &self,
        field: Field,
        plan: &Plan,
        pieces: &[Piece],
        within: &Bits,
        out: &mut Bits,
    ) -> Result<(), SearchError> {
        let index = self.reader.inverted_index(field)?;
        let mut holding = Vec::with_capacity(pieces.len());
        for piece in pieces {
            let mut bits = Bits::none(self.reader.max_doc());
            expand::documents(&index, piece, self.stop, &mut bits)?;
            holding.push(bits);
        }
        let mut candidates = possible(plan, &holding, self.reader.max_doc());
        candidates.and(within);
        candidates.without(out);
        if candidates.is_empty() {
            return Ok(());
        }
        let mut places = Vec::with_capacity(pieces.len());
        for piece in pieces {
            places.push(Places::of(&index, piece, &candidates, self.stop)?);
        }
        let mut leaves: Vec<Vec<Span>> = vec![Vec::new(); pieces.len()];
        let mut buffer = Vec::new();
        for (at, doc) in candidates.iter().enumerate() {
            if at % STEP == 0 {
                check(self.stop)?;
            }
            for ((places, holding), leaf) in places.iter_mut().zip(&holding).zip(&mut leaves) {
                match holding.contains(doc) {
                    true => places.read(doc, &mut buffer, leaf),
                    false => leaf.clear(),
                }
            }
            if plan.holds(&leaves) {
                out.insert(doc);
            }
        }
        Ok(())
    }

    /// True when what is asked for stands in what a document has gained (or lost): a phrase when one
    /// of its words at least is part of that.
    fn is_changed(&self, asked: &Check, number: u32, gained: bool) -> Result<bool, SearchError> {
        let changes = self.facts.changes(number, gained, self.stop).map_err(SearchError::Library)?;
        check(self.stop)?;
        let Some(changes) = changes else { return Ok(false) };
        let marks = asked.matcher.find(&changes.text, &|_| Vec::new()).marks(|_| true);
        Ok(marks.iter().any(|mark| changes.ranges.iter().any(|range| meet_in_a_word(&changes.text, mark, range))))
    }

    fn checked(&self, asked: &Check, candidates: &Bits) -> Result<Bits, SearchError> {
        let mut out = Bits::none(self.reader.max_doc());
        let all = candidates.count() as usize;
        for (done, doc) in candidates.iter().enumerate() {
            check(self.stop)?;
            self.facts.checking(done, all);
            let number = self.numbers[doc as usize];
            if let Some(gained) = asked.gained {
                if self.is_changed(asked, number, gained)? {
                    out.insert(doc);
                }
                continue;
            }
            let Some(text) = self.facts.text(number).map_err(SearchError::Library)? else { continue };
            let failed = RefCell::new(None);
            let in_title = matches!(asked.field, TextField::Any | TextField::Title)
                && asked.matcher.find(&text.title, &|_| Vec::new()).any(|_| true);
            let in_body = || {
                let mentions = |name: &_| {
                    self.facts.mentions(number, name).unwrap_or_else(|error| {
                        failed.replace(Some(error));
                        Vec::new()
                    })
                };
                asked.field != TextField::Title && asked.matcher.find(&text.body, &mentions).any(|_| true)
            };
            if in_title || in_body() {
                out.insert(doc);
            }
            if let Some(error) = failed.into_inner() {
                return Err(SearchError::Library(error));
            }
        }
        Ok(out)
    }
}

/// True when the part of a range that another one shares with it has a letter or a digit.
fn meet_in_a_word(text: &str, one: &Range<usize>, other: &Range<usize>) -> bool {
    let common = one.start.max(other.start)..one.end.min(other.end);
    text.get(common).is_some_and(|common| common.chars().any(is_word))
}

/// Documents that hold what a plan needs, wherever in them.
fn possible(plan: &Plan, holding: &[Bits], length: u32) -> Bits {
    let all = |parts: &mut dyn Iterator<Item = Bits>| {
        let mut out = Bits::all(length);
        parts.for_each(|part| out.and(&part));
        out
    };
    match plan {
        Plan::Leaf(leaf) => holding[*leaf].clone(),
        Plan::Sequence(parts) => all(&mut parts.iter().map(|part| possible(part, holding, length))),
        Plan::Window(parts, _) => all(&mut parts.iter().map(|&part| holding[part].clone())),
        Plan::Near { left, right, .. } => {
            all(&mut [left, right].into_iter().map(|part| possible(part, holding, length)))
        }
        Plan::Any(parts) => {
            let mut out = Bits::none(length);
            parts.iter().for_each(|part| out.or(&possible(part, holding, length)));
            out
        }
    }
}

fn price(op: &Op) -> u32 {
    match op {
        Op::All | Op::Days { .. } | Op::Length { .. } | Op::Numbers(_) | Op::Terms { .. } => 0,
        Op::Piece { piece: Piece::Word(_), .. } => 1,
        Op::Piece { .. } => 2,
        Op::Placed { .. } => 3,
        Op::Checked { .. } => 4,
        Op::Not(inner) => price(inner),
        Op::And(parts) | Op::Or(parts) => parts.iter().map(price).max().unwrap_or_default(),
    }
}
