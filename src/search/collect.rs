//! Runs a query over all segments and puts the documents in order.

use super::bits::Bits;
use super::compile::{Compiler, Op, Scored};
use super::error::SearchError;
use super::execute::Segment;
use super::expand::check;
use super::facts::Facts;
use super::index::TextIndex;
use super::radix;
use super::tree::{Query, Sort, SortBy};
use roaring::RoaringBitmap;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use tantivy::query::Bm25Weight;
use tantivy::schema::IndexRecordOption;
use tantivy::{Searcher, SegmentReader, Term};

/// What bounds a search.
#[derive(Clone, Copy, Debug)]
pub struct Limits<'l> {
    /// Set by another thread to end the search with `Stopped`.
    pub stop: &'l AtomicBool,
}

/// A document that was found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Found {
    pub document: u32,
    /// Relevance, 0 when nothing in the query weighs words or another order was asked for.
    pub score: f32,
}

/// All documents that were found, in the order asked for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Results {
    pub found: Vec<Found>,
}

struct Hits {
    segment: usize,
    bits: Bits,
    numbers: Arc<[u32]>,
}

/// Finds all documents that a query asks for.
///
/// # Errors
/// `Stopped` when the stop flag was set; `Library` when the library could not answer.
pub fn search(
    index: &TextIndex,
    query: &Query,
    facts: &dyn Facts,
    limits: &Limits<'_>,
) -> Result<Results, SearchError> {
    let searcher = index.searcher();
    let find = |op: &Op| numbers(&run(index, &searcher, op, facts, limits)?);
    let compiler = Compiler { fields: &index.fields, facts, find: &find };
    let op = compiler.op(&query.root)?;
    let hits = run(index, &searcher, &op, facts, limits)?;
    let scored = match query.sort.by {
        SortBy::Relevance => compiler.scored(&query.root),
        _ => Vec::new(),
    };
    let weights = weigh(&searcher, &scored)?;
    let mut found = Vec::new();
    for hit in &hits {
        let reader = searcher.segment_reader(hit.segment as u32);
        let scores = score(reader, &weights, hit, limits)?;
        found.extend(hit.bits.iter().map(|doc| Found {
            document: hit.numbers[doc as usize],
            score: scores.get(doc as usize).copied().unwrap_or_default(),
        }));
    }
    radix::sort_by_key(&mut found, |found| found.document);
    check(limits.stop)?;
    order(&mut found, &searcher, &hits, query.sort, facts)?;
    Ok(Results { found })
}

/// Counts the documents that a query asks for.
///
/// # Errors
/// As for [`search`].
pub fn count(index: &TextIndex, query: &Query, facts: &dyn Facts, limits: &Limits<'_>) -> Result<u64, SearchError> {
    let searcher = index.searcher();
    let find = |op: &Op| numbers(&run(index, &searcher, op, facts, limits)?);
    let op = Compiler { fields: &index.fields, facts, find: &find }.op(&query.root)?;
    let hits = run(index, &searcher, &op, facts, limits)?;
    Ok(hits.iter().map(|hit| u64::from(hit.bits.count())).sum())
}

fn run(
    index: &TextIndex,
    searcher: &Searcher,
    op: &Op,
    facts: &dyn Facts,
    limits: &Limits<'_>,
) -> Result<Vec<Hits>, SearchError> {
    let mut hits = Vec::new();
    for (segment, reader) in searcher.segment_readers().iter().enumerate() {
        let numbers = index.numbers(reader)?;
        let view = Segment { reader, numbers: &numbers, facts, stop: limits.stop };
        let bits = view.run(op, &Bits::all(reader.max_doc()))?;
        if !bits.is_empty() {
            hits.push(Hits { segment, bits, numbers });
        }
    }
    Ok(hits)
}

fn numbers(hits: &[Hits]) -> Result<RoaringBitmap, SearchError> {
    let mut out = RoaringBitmap::new();
    for hit in hits {
        out.extend(hit.bits.iter().map(|doc| hit.numbers[doc as usize]));
    }
    Ok(out)
}

/// The weight of each word over the whole index.
fn weigh(searcher: &Searcher, scored: &[Scored]) -> Result<Vec<(Term, Bm25Weight)>, SearchError> {
    let mut out = Vec::new();
    for Scored { field, word } in scored {
        let term = Term::from_field_text(*field, word);
        let (mut tokens, mut documents) = (0, 0);
        for reader in searcher.segment_readers() {
            tokens += reader.inverted_index(*field)?.total_num_tokens();
            documents += u64::from(reader.max_doc());
        }
        let holding = searcher.doc_freq(&term)?;
        if holding > 0 && documents > 0 {
            let mean = tokens as f32 / documents as f32;
            out.push((term, Bm25Weight::for_one_term_without_explain(holding, documents, mean)));
        }
    }
    Ok(out)
}

/// The relevance of a segment's documents; those that were not found stay at 0.
fn score(
    reader: &SegmentReader,
    weights: &[(Term, Bm25Weight)],
    hit: &Hits,
    limits: &Limits<'_>,
) -> Result<Vec<f32>, SearchError> {
    if weights.is_empty() {
        return Ok(Vec::new());
    }
    let mut scores = vec![0.0; reader.max_doc() as usize];
    for (term, weight) in weights {
        check(limits.stop)?;
        let index = reader.inverted_index(term.field())?;
        let norms = reader.get_fieldnorms_reader(term.field())?;
        let Some(mut blocks) = index.read_block_postings(term, IndexRecordOption::WithFreqs)? else { continue };
        while !blocks.docs().is_empty() {
            for (&doc, &frequency) in blocks.docs().iter().zip(blocks.freqs()) {
                if hit.bits.contains(doc) {
                    scores[doc as usize] += weight.score(norms.fieldnorm_id(doc), frequency);
                }
            }
            blocks.advance();
        }
    }
    Ok(scores)
}

/// Puts documents, which come by number, in the order asked for.
fn order(
    found: &mut Vec<Found>,
    searcher: &Searcher,
    hits: &[Hits],
    sort: Sort,
    facts: &dyn Facts,
) -> Result<(), SearchError> {
    match sort.by {
        SortBy::Added => {}
        SortBy::Relevance => {
            // Scores are not negative, so their bits are in their order.
            radix::sort_by_key(found, |found| !found.score.to_bits());
        }
        SortBy::Date => return by_date(found, searcher, hits, sort.reverse),
        SortBy::Title | SortBy::New => {
            let documents = found.iter().map(|found| found.document).collect();
            let sorted = if sort.by == SortBy::Title { facts.by_title(documents) } else { facts.by_new(documents) };
            let sorted = sorted.map_err(SearchError::Library)?;
            *found = sorted.into_iter().map(|document| Found { document, score: 0.0 }).collect();
        }
    }
    if sort.reverse {
        found.reverse();
    }
    Ok(())
}

fn by_date(found: &mut Vec<Found>, searcher: &Searcher, hits: &[Hits], reverse: bool) -> Result<(), SearchError> {
    let mut dated: Vec<(u64, Found)> = Vec::with_capacity(found.len());
    for hit in hits {
        let column = searcher.segment_reader(hit.segment as u32).fast_fields().i64("moment")?;
        dated.extend(hit.bits.iter().map(|doc| {
            let document = hit.numbers[doc as usize];
            // Moments are far inside the range of i64; documents without one come last.
            let key = column.first(doc).map_or(u64::MAX, |moment| {
                let moment = if reverse { -moment } else { moment };
                (moment + (1 << 62)).max(0) as u64
            });
            (key, Found { document, score: 0.0 })
        }));
    }
    radix::sort_by_key(&mut dated, |(_, found)| found.document);
    radix::sort_by_key(&mut dated, |&(key, _)| key as u32);
    radix::sort_by_key(&mut dated, |&(key, _)| (key >> 32) as u32);
    *found = dated.into_iter().map(|(_, found)| found).collect();
    Ok(())
}
