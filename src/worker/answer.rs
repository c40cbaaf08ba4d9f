//! One question, answered.

use super::{files, or_failed};
use crate::app::Spot;
use crate::app::effect::{Answer, Request};
use crate::app::page::{Page, Setting};
use crate::library::export::query::Kind;
use crate::library::types::{Act, Counts, Decided, DocNo, GroupNo, Progress, Row};
use crate::library::{Library, LibraryError, SearchError, export, listed_queries};
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Documents from which on their groups are read all at once.
const MANY: usize = 1_000;
/// Rows between two looks at the stop flag.
const STRIDE: usize = 64;
/// Characters on each side of a place of a concordance, enough for half of a wide screen.
const AROUND: usize = 160;

/// Answers a question; `None` when it was stopped. `told` gets what is done of long work, and all.
pub(super) fn answer(
    library: &mut Library,
    request: Request,
    stop: &AtomicBool,
    told: &(dyn Fn(usize, usize) + Sync),
) -> Option<Answer> {
    match request {
        Request::Search { query, live, fold, order, rows } => {
            search(library, (&query, order.as_deref()), live, (fold, rows), stop, told)
        }
        Request::Step { entity, documents, from, forward } => {
            let with: HashSet<DocNo> = match library.documents_of(entity) {
                Ok(documents) => documents.into_iter().collect(),
                Err(error) => return Some(Answer::Failed(error.to_string())),
            };
            Some(Answer::Place(place(&documents, from, 1, forward, |document| with.contains(&document))))
        }
        Request::Together { entities, documents, from, forward } => {
            match library.next_together(&entities, &documents, from, forward, stop) {
                _ if stop.load(Ordering::Relaxed) => None,
                Ok(place) => Some(Answer::Place(place)),
                Err(error) => Some(Answer::Failed(error.to_string())),
            }
        }
        Request::Entities { browse, places } => match library.browse(&browse, places.clone(), stop) {
            Ok(found) => found.map(|(entities, total)| Answer::Entities { entities, from: places.start, total }),
            Err(error) => Some(Answer::Failed(error.to_string())),
        },
        Request::Card { entity } => match library.card(entity, stop) {
            Ok(card) => card.map(|card| Answer::Card(Box::new(card))),
            Err(error) => Some(Answer::Failed(error.to_string())),
        },
        Request::Mend(_) | Request::Undo | Request::Redo => {
            let now = jiff::Timestamp::now().as_millisecond();
            let mut progress = |progress: &Progress| told(progress.done as usize, progress.total as usize);
            let outcome = match request {
                Request::Undo => library.undo(now, &mut progress),
                Request::Redo => library.redo(now, &mut progress),
                Request::Mend(mend) => library.mend_names(&mend, now, &mut progress, stop),
                _ => return None,
            };
            Some(match outcome {
                Err(LibraryError::Stopped) => Answer::Decided(Decided {
                    summary: "stopped; the names are as they were".to_owned(),
                    nothing: true,
                    ..Decided::default()
                }),
                other => or_failed(other.map(Answer::Decided)),
            })
        }
        Request::Undecided { documents, from, count, forward } => {
            let decided = match library.decided() {
                Ok(decided) => decided,
                Err(error) => return Some(Answer::Failed(error.to_string())),
            };
            Some(Answer::Place(place(&documents, from, count, forward, |document| !decided.contains(document))))
        }
        Request::Compare { document, base, view, set: as_set } => {
            match library.compare(document, base, view, stop, &|share| told((share * 100.0) as usize, 100)) {
                Ok(diff) => Some(match diff {
                    Some(diff) => {
                        let page = Page::compared(&diff, as_set);
                        set(Answer::Compared(Box::new(diff)), page)
                    }
                    None if stop.load(Ordering::Relaxed) => return None,
                    None => Answer::Incomparable { document },
                }),
                Err(error) => Some(Answer::Failed(error.to_string())),
            }
        }
        Request::Changes { documents } => {
            let mut changes = Vec::with_capacity(documents.len());
            for document in documents {
                match library.change(document, stop) {
                    _ if stop.load(Ordering::Relaxed) => return None,
                    Ok(change) => changes.extend(change),
                    Err(error) => return Some(Answer::Failed(error.to_string())),
                }
            }
            Some(Answer::Changes(changes))
        }
        Request::Apparatus { base, at, counts, set, unfolded } => {
            { apparatus(library, (base, counts), at, (set, unfolded), stop, told) }
                .unwrap_or_else(|error| Some(Answer::Failed(error.to_string())))
        }
        Request::Carry { from, range, to } => match library.carried(from, &range, to, stop) {
            Ok(range) => range.map(|range| Answer::Carried { document: to, range }),
            Err(error) => Some(Answer::Failed(error.to_string())),
        },
        Request::Seen { document } => match library.seen(document, stop) {
            Ok(seen) => seen.map(|seen| Answer::Seen(Box::new(seen))),
            Err(error) => Some(Answer::Failed(error.to_string())),
        },
        Request::Report { batch, to } => report(library, batch.as_deref(), to.as_deref(), stop, told)
            .unwrap_or_else(|error| Some(Answer::Failed(error.to_string()))),
        Request::Export { query, order, format, path } => {
            export_to(library, &query, order.as_deref(), (&format, &path), stop, told)
        }
        Request::Facets { query } => found(&query, library.facets(&query, stop, told).map(Answer::Facets)),
        Request::ToMark { query } => {
            found(&query, library.search(&query, false, stop).map(|found| Answer::ToMark(found.documents)))
        }
        Request::Explain { query } => found(&query, library.explain(&query, stop, told).map(Answer::Explained)),
        Request::Kwic { query, order } => {
            found(&query, library.kwic_places(&query, order, stop, told).map(Answer::Kwic))
        }
        Request::Save { name, query } => {
            let now = jiff::Timestamp::now().as_millisecond();
            found(&query, library.save_search(&name, &query, now).map(Answer::Decided))
        }
        Request::Listing { path } => listing(library, path, stop, told),
        Request::Passages { document, paragraphs } => holders(library, document, paragraphs, stop),
        other => Some(or_failed(read(library, other))),
    }
}

/// What became of a query that is no search of the list.
fn found(query: &str, outcome: Result<Answer, SearchError>) -> Option<Answer> {
    match outcome {
        Ok(answer) => Some(answer),
        Err(SearchError::Stopped) => None,
        Err(SearchError::Query { message, repair, .. }) => {
            let repair = repair.map(|repair| format!("; try {repair}")).unwrap_or_default();
            Some(Answer::Failed(format!("{query}: {message}{repair}")))
        }
        Err(SearchError::Library(error)) => Some(Answer::Failed(error.to_string())),
    }
}

fn export_to(
    library: &mut Library,
    query: &str,
    order: Option<&str>,
    (format, path): (&str, &str),
    stop: &AtomicBool,
    told: &dyn Fn(usize, usize),
) -> Option<Answer> {
    let Some(kind) = Kind::parse(format) else {
        return Some(Answer::Failed(format!("{format:?} is no format to export in; there are {}", Kind::words())));
    };
    let documents = match library.search_in_order(query, order, false, stop, &|_, _| ()) {
        Ok(documents) => documents,
        Err(error) => return found(query, Err(error)),
    };
    if documents.documents.is_empty() {
        return Some(Answer::Failed("nothing is found, so there is nothing to export; change the query first".into()));
    }
    let write = |to: &mut dyn std::io::Write| library.export(&documents, kind, to, stop, told);
    match files::whole(path, write) {
        Ok(told) => Some(Answer::Told(told)),
        Err(_) if stop.load(Ordering::Relaxed) => None,
        Err(error) => Some(Answer::Failed(error)),
    }
}

/// What each query of a file finds.
fn listing(library: &mut Library, path: String, stop: &AtomicBool, told: &dyn Fn(usize, usize)) -> Option<Answer> {
    let text = match files::read(&path) {
        Ok(text) => text,
        Err(error) => return Some(Answer::Failed(error)),
    };
    let queries = listed_queries(&text);
    let mut rows = Vec::with_capacity(queries.len());
    told(0, queries.len());
    let outcome = library.search_listed(&queries, stop, &mut |row| {
        rows.push(row);
        told(rows.len(), queries.len());
    });
    match outcome {
        Ok(()) => Some(Answer::Listing { path, rows }),
        Err(SearchError::Stopped) => None,
        Err(error) => Some(Answer::Failed(error.to_string())),
    }
}

fn report(
    library: &mut Library,
    batch: Option<&str>,
    to: Option<&str>,
    stop: &AtomicBool,
    told: &dyn Fn(usize, usize),
) -> Result<Option<Answer>, LibraryError> {
    let batch = match batch {
        Some(name) => Some(library.batch_number(name)?),
        None => library.newest_batch()?,
    };
    let Some(batch) = batch else {
        return Ok(Some(Answer::Failed("no batch has been added yet; add one with: variorum add PATH".into())));
    };
    let Some(report) = library.batch_report(batch, stop, told)? else { return Ok(None) };
    Ok(Some(match to {
        None => Answer::Report(Box::new(report)),
        Some(path) => match files::create(path, &export::batch(&report)) {
            Ok(told) => Answer::Told(told),
            Err(error) => Answer::Failed(error),
        },
    }))
}

/// An answer with the page that shows it.
fn set(answer: Answer, page: Page) -> Answer {
    Answer::Set { answer: Box::new(answer), page: Box::new(page) }
}

fn apparatus(
    library: &Library,
    (base, counts): (DocNo, Counts),
    at: Spot,
    (as_set, unfolded): (Setting, bool),
    stop: &AtomicBool,
    told: &(dyn Fn(usize, usize) + Sync),
) -> Result<Option<Answer>, LibraryError> {
    match library.apparatus(base, Some(base), counts, stop, told)? {
        Some(apparatus) => {
            let place = library.carried(at.document, &(at.offset..at.offset), base, stop)?;
            Ok(place.map(|place| {
                let page = Page::collated(&apparatus, unfolded, as_set);
                set(Answer::Collated { apparatus: Arc::new(apparatus), at: place.end }, page)
            }))
        }
        None if stop.load(Ordering::Relaxed) => Ok(None),
        None => Ok(Some(Answer::Incomparable { document: base })),
    }
}

fn search(
    library: &mut Library,
    (query, order): (&str, Option<&str>),
    live: bool,
    (fold, rows): (Option<Vec<GroupNo>>, usize),
    stop: &AtomicBool,
    told: &dyn Fn(usize, usize),
) -> Option<Answer> {
    let found = match library.search_in_order(query, order, live, stop, told) {
        Ok(found) => found,
        Err(SearchError::Stopped) => return None,
        Err(SearchError::Query { message, span, repair }) => return Some(Answer::Unreadable { message, span, repair }),
        Err(SearchError::Library(error)) => return Some(Answer::Failed(error.to_string())),
    };
    let documents = match fold {
        None => found.documents,
        Some(open) => match folded(library, found.documents, &open, stop) {
            Ok(documents) => documents?,
            Err(error) => return Some(Answer::Failed(error.to_string())),
        },
    };
    let rows = rows_of(library, &documents[..rows.min(documents.len())], query);
    Some(or_failed(rows.map(|rows| Answer::Found { documents, hints: found.hints, rows })))
}

/// What a list tells of documents, with the places in their titles at which a query matches.
fn rows_of(library: &mut Library, documents: &[DocNo], query: &str) -> Result<Vec<Row>, LibraryError> {
    let mut rows = Vec::with_capacity(documents.len());
    for &document in documents {
        rows.extend(library.row(document)?);
    }
    library.mark_titles(query, &mut rows);
    Ok(rows)
}

/// The first of some paragraphs that others hold, and who does.
fn holders(library: &Library, document: DocNo, paragraphs: Vec<Range<usize>>, stop: &AtomicBool) -> Option<Answer> {
    for paragraph in paragraphs {
        match library.holders(document, paragraph.clone(), stop) {
            Ok(holders) if holders.as_ref().is_some_and(Vec::is_empty) => {}
            Ok(holders) => return holders.map(|holders| Answer::Holders { paragraph, holders }),
            Err(error) => return Some(Answer::Failed(error.to_string())),
        }
    }
    Some(Answer::Holders { paragraph: 0..0, holders: Vec::new() })
}

/// One document a version group, the first that was found; all of them for the groups named.
fn folded(
    library: &Library,
    documents: Vec<DocNo>,
    open: &[GroupNo],
    stop: &AtomicBool,
) -> Result<Option<Vec<DocNo>>, LibraryError> {
    // Many are looked up in one pass over all groups, few one by one.
    let groups = if documents.len() > MANY { Some(library.memberships()?) } else { None };
    let group_of = |document: DocNo| match &groups {
        Some(groups) => Ok(groups.get(&document).copied()),
        None => library.group_number(document),
    };
    let mut seen = HashSet::new();
    let mut out = Vec::with_capacity(documents.len());
    // The others of a group that is unfolded stand below its first line.
    let mut below: HashMap<GroupNo, Vec<DocNo>> = HashMap::new();
    for (place, document) in documents.into_iter().enumerate() {
        if place % STRIDE == 0 && stop.load(Ordering::Relaxed) {
            return Ok(None);
        }
        match group_of(document)? {
            Some(group) if !seen.insert(group) => {
                if open.contains(&group) {
                    below.entry(group).or_default().push(document);
                }
            }
            Some(group) if open.contains(&group) => out.push((document, Some(group))),
            _ => out.push((document, None)),
        }
    }
    let whole = out.into_iter().flat_map(|(document, group)| {
        let others = group.and_then(|group| below.remove(&group)).unwrap_or_default();
        std::iter::once(document).chain(others)
    });
    Ok(Some(whole.collect()))
}

/// The `count`th place in a list, from one of its places on, where something holds, or the last
/// where it does not so often.
fn place(
    documents: &[DocNo],
    from: usize,
    count: usize,
    forward: bool,
    holds: impl Fn(DocNo) -> bool,
) -> Option<usize> {
    let holds = |&at: &usize| holds(documents[at]);
    if forward {
        (from.wrapping_add(1)..documents.len()).filter(holds).take(count).last()
    } else {
        (0..from.min(documents.len())).rev().filter(holds).take(count).last()
    }
}

fn read(library: &mut Library, request: Request) -> Result<Answer, LibraryError> {
    let now = jiff::Timestamp::now().as_millisecond();
    Ok(match request {
        Request::Rows { documents, query } => Answer::Rows(rows_of(library, &documents, &query)?),
        Request::Open { document, query, width } => {
            let mut document = library.document(document)?;
            library.count_entities(&mut document)?;
            let (hits, unread) = match library.hits_of(&query, &document) {
                Ok(hits) => (hits, None),
                Err(SearchError::Library(error)) => return Err(error),
                Err(error) => (Vec::new(), Some(error.to_string())),
            };
            let page = Page::plain(&document.text, width);
            set(Answer::Opened { document: Box::new(document), hits, unread }, page)
        }
        Request::Group { document } => {
            let group = library.group_of(document)?;
            let apart = group.as_ref().map(|group| library.kept_apart(group.group)).transpose()?.unwrap_or_default();
            Answer::Group { document, group, why: library.why(document)?, apart }
        }
        Request::Thread { document } => {
            let (query, mails) = library.threading(document)?;
            Answer::Thread { query, mails }
        }
        Request::Naming { entities } => {
            let (query, names) = library.naming(&entities)?;
            Answer::Naming { query, names }
        }
        // What the program notes for the reader is no loss where nothing can be written.
        Request::Decide { quiet: true, .. } if library.is_read_only() => Answer::Noted,
        Request::Decide { documents, act, group: true, quiet: false } => {
            Answer::Decided(library.decide_on_groups(&documents, &act, now)?)
        }
        Request::Decide { documents, act, quiet, .. } => {
            if !quiet {
                return Ok(Answer::Decided(library.decide(&documents, &act, now)?));
            }
            match library.decide_quietly(&documents, &act, now) {
                // The file may be the reader's and the folder not.
                Err(error) if !error.is_refusal() => return Err(error),
                _ => Answer::Noted,
            }
        }
        Request::KeepOnly { document } => Answer::Decided(library.keep_only(document, now)?),
        Request::Note { documents, text, passage, replaces, group } => {
            let documents = if group { library.whole_groups(&documents)? } else { documents };
            let gone = replaces.map(Act::Unnote);
            let come = (!text.is_empty()).then_some(Act::Note(text, passage));
            let acts: Vec<Act> = gone.into_iter().chain(come).collect();
            let parts: Vec<(&[DocNo], &Act)> = acts.iter().map(|act| (documents.as_slice(), act)).collect();
            let mut decided = library.decide_together(&parts, now)?;
            if acts.len() > 1 {
                decided.summary = "note changed".to_owned();
            }
            Answer::Decided(decided)
        }
        Request::Pace { batch } => {
            let batch = library.batch_number(&batch)?;
            Answer::Pace(library.pace(batch)?)
        }
        Request::Append { path, text } => match files::append(&path, &text) {
            Ok(told) => Answer::Told(told),
            Err(error) => Answer::Failed(error),
        },
        Request::Totals => Answer::Totals(library.totals()?),
        Request::Complete { query, at } => Answer::Completed(library.complete(&query, at)?),
        Request::SavedSearches => Answer::SavedSearches(library.saved_searches()?),
        Request::Unsave { name } => Answer::Decided(library.unsave_search(&name, now)?),
        Request::KwicLines { places } => Answer::KwicLines(library.kwic_lines(&places, AROUND)?),
        Request::Search { .. }
        | Request::Explain { .. }
        | Request::Save { .. }
        | Request::Kwic { .. }
        | Request::Listing { .. }
        | Request::Step { .. }
        | Request::Mend(_)
        | Request::Undo
        | Request::Redo
        | Request::Together { .. }
        | Request::Entities { .. }
        | Request::Card { .. }
        | Request::Undecided { .. }
        | Request::Report { .. }
        | Request::Export { .. }
        | Request::Remember(_)
        | Request::Facets { .. }
        | Request::ToMark { .. }
        | Request::Compare { .. }
        | Request::Changes { .. }
        | Request::Apparatus { .. }
        | Request::Carry { .. }
        | Request::Seen { .. }
        | Request::Passages { .. } => Answer::Noted,
    })
}
