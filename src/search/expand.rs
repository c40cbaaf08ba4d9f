//! Pieces of a query as terms of one segment, with the documents and positions of these.

use super::bits::Bits;
use super::error::SearchError;
use super::plan::Span;
use super::tree::Piece;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, Ordering};
use tantivy::index::InvertedIndexReader;
use tantivy::postings::{Postings, SegmentPostings, TermInfo};
use tantivy::query::FuzzyTermQuery;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, TERMINATED, Term};

/// Terms after which the stop flag is looked at.
const STEP: usize = 256;
/// The most terms that one piece of a phrase may stand for.
const MOST_PLACED: usize = 20_000;

pub(super) fn check(stop: &AtomicBool) -> Result<(), SearchError> {
    if stop.load(Ordering::Relaxed) { Err(SearchError::Stopped) } else { Ok(()) }
}

/// Calls `each` with the terms that a piece means, in the order of the dictionary, until it breaks.
fn each_term(
    index: &InvertedIndexReader,
    piece: &Piece,
    stop: &AtomicBool,
    mut each: impl FnMut(&TermInfo) -> Result<ControlFlow<()>, SearchError>,
) -> Result<(), SearchError> {
    let dictionary = index.terms();
    let mut stream_all = |prefix: &str| -> Result<(), SearchError> {
        let mut range = dictionary.range();
        if !prefix.is_empty() {
            range = range.ge(prefix.as_bytes());
        }
        if let Some(end) = after(prefix) {
            range = range.lt(end);
        }
        let mut stream = range.into_stream()?;
        let mut count = 0;
        while stream.advance() {
            count += 1;
            if count % STEP == 0 {
                check(stop)?;
            }
            let means = match piece {
                Piece::Prefix(_) => true,
                _ => std::str::from_utf8(stream.key()).is_ok_and(|term| piece.matches(term)),
            };
            if means && each(stream.value())?.is_break() {
                break;
            }
        }
        Ok(())
    };
    match piece {
        Piece::Word(word) => {
            if let Some(info) = dictionary.get(word)? {
                let _ = each(&info)?;
            }
            Ok(())
        }
        Piece::Prefix(prefix) => stream_all(prefix),
        Piece::Pattern(pattern) => stream_all(pattern.split(['*', '?']).next().unwrap_or_default()),
        Piece::Fuzzy { word, distance } => {
            let term = Term::from_field_text(Field::from_field_id(0), word);
            let automaton = FuzzyTermQuery::new(term, *distance, true).automaton()?;
            let mut stream = dictionary.search(automaton).into_stream()?;
            while stream.advance() {
                if each(stream.value())?.is_break() {
                    break;
                }
            }
            Ok(())
        }
    }
}

/// The smallest byte string above all that begin with a prefix.
fn after(prefix: &str) -> Option<Vec<u8>> {
    let mut end = prefix.as_bytes().to_vec();
    while let Some(last) = end.pop() {
        if last < u8::MAX {
            end.push(last + 1);
            return Some(end);
        }
    }
    None
}

/// Adds the documents in which a piece stands.
pub(super) fn documents(
    index: &InvertedIndexReader,
    piece: &Piece,
    stop: &AtomicBool,
    out: &mut Bits,
) -> Result<(), SearchError> {
    let mut count = 0;
    let mut blocks = None;
    each_term(index, piece, stop, |info| {
        count += 1;
        if count % STEP == 0 {
            check(stop)?;
            if out.is_full() {
                return Ok(ControlFlow::Break(()));
            }
        }
        let blocks = match &mut blocks {
            None => blocks.insert(index.read_block_postings_from_terminfo(info, IndexRecordOption::Basic)?),
            Some(blocks) => {
                index.reset_block_postings_from_terminfo(info, blocks)?;
                blocks
            }
        };
        while !blocks.docs().is_empty() {
            blocks.docs().iter().for_each(|&doc| out.insert(doc));
            blocks.advance();
        }
        Ok(ControlFlow::Continue(()))
    })
}

/// Where a piece stands, asked for ascending documents.
pub(super) enum Places {
    Nowhere,
    One(Box<SegmentPostings>),
    /// Document and position of each occurrence, and how far they have been read.
    Many(Vec<(u32, u32)>, usize),
}

impl Places {
    pub(super) fn of(
        index: &InvertedIndexReader,
        piece: &Piece,
        within: &Bits,
        stop: &AtomicBool,
    ) -> Result<Self, SearchError> {
        let mut infos = Vec::new();
        each_term(index, piece, stop, |info| {
            infos.push(info.clone());
            Ok(ControlFlow::Continue(()))
        })?;
        if infos.len() > MOST_PLACED {
            let message = format!("a word in this phrase stands for {} words; write more of its letters", infos.len());
            return Err(SearchError::Query { message, span: 0..0 });
        }
        let read = |info: &TermInfo| index.read_postings_from_terminfo(info, IndexRecordOption::WithFreqsAndPositions);
        if let [info] = infos.as_slice() {
            return Ok(Self::One(Box::new(read(info)?)));
        }
        let (mut all, mut positions) = (Vec::new(), Vec::new());
        for (at, info) in infos.iter().enumerate() {
            if at % STEP == 0 {
                check(stop)?;
            }
            let mut postings = read(info)?;
            while postings.doc() != TERMINATED {
                let doc = postings.doc();
                if within.contains(doc) {
                    postings.positions(&mut positions);
                    all.extend(positions.iter().map(|&position| (doc, position)));
                }
                postings.advance();
            }
        }
        all.sort_unstable();
        Ok(if all.is_empty() { Self::Nowhere } else { Self::Many(all, 0) })
    }

    /// Reads the positions in a document; documents must be asked for in ascending order.
    pub(super) fn read(&mut self, doc: u32, buffer: &mut Vec<u32>, out: &mut Vec<Span>) {
        out.clear();
        match self {
            Self::Nowhere => {}
            Self::One(postings) => {
                let at = if postings.doc() < doc { postings.seek(doc) } else { postings.doc() };
                if at == doc {
                    postings.positions(buffer);
                    out.extend(buffer.iter().map(|&at| Span { first: at, last: at }));
                }
            }
            Self::Many(all, at) => {
                *at += all[*at..].partition_point(|place| place.0 < doc);
                let here = all[*at..].iter().take_while(|place| place.0 == doc);
                out.extend(here.map(|&(_, at)| Span { first: at, last: at }));
            }
        }
    }
}
