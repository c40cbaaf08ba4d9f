//! The one writer: takes prepared records in order and commits them in chunks.
//!
//! A chunk is one transaction that holds its documents, what was derived from them, and how far
//! each file has come, so that a run that is killed leaves a library from which the next one goes
//! on. The text index and the fingerprints follow after the commit and catch up if they miss one.

use super::dating;
use super::derive::{Derived, Recognised};
use super::facts::search_kind;
use super::gazetteers::{Book, Lists};
use super::naming::NameBook;
use super::pipeline::{Lane, Prepared, Slot};
use super::prints::Prints;
use super::room::Room;
use super::types::Progress;
use super::{LibraryError, Result};
use crate::ingest::{self, FailureKind, Found, Outcome};
use crate::search::{EntityKind, IndexDoc, Writer as IndexWriter};
use crate::store::batches::FailureRecord;
use crate::store::bodies::BodyWriter;
use crate::store::documents::NewDocument;
use crate::store::files::FileRecord;
use crate::store::{Store, StoreError, Writer};
use crossbeam_channel::{Receiver, RecvTimeoutError};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// A chunk is committed when it holds this many records, this much text, or is this old.
const RECORDS: usize = 500;
const BYTES: usize = 6 << 20;
const AGE: Duration = Duration::from_millis(700);
/// The text index is committed after the first of these times, then after twice as much each time
/// up to the second: its commits are dear, and what was added first should not wait.
const INDEX_AGE: (Duration, Duration) = (Duration::from_millis(300), Duration::from_secs(8));

/// One thing to write, in order.
enum Step {
    Document {
        derived: Box<Derived>,
        again: bool,
    },
    Known {
        key: String,
        path: String,
        hash: [u8; 16],
        /// The interrupted run of this batch took this record already.
        again: bool,
    },
    Failure(FailureRecord),
    /// A document was met again, under the key of a file.
    Again {
        file: String,
        again: ingest::Again,
    },
    /// The file is no longer there.
    Gone(String),
    /// The file is read again from the start.
    Begin {
        key: String,
    },
    /// How far a file has come.
    Mark {
        key: String,
        record: FileRecord,
        /// An interrupted run of this batch has read some of it.
        resumed: bool,
    },
}

/// Where the writer writes, and what it has seen.
pub(super) struct Sink<'s> {
    pub store: &'s mut Store,
    pub index: &'s mut IndexWriter,
    pub prints: &'s mut Prints,
    pub batch: Option<u32>,
    pub batch_name: String,
    /// Milliseconds since 1970.
    pub started: i64,
    /// This run continues an interrupted batch.
    pub resuming: bool,
    pub home: String,
    pub progress: Progress,
    pub report: &'s mut dyn FnMut(&Progress),
    pub skipped: u64,
    pub last: u32,
    lists: &'s Lists,
    recogniser: &'s str,
    room: &'s Room,
    held: Held,
    chunk: Vec<Step>,
    bytes: usize,
    since: Instant,
    /// When the text index was committed, with which document, and when it will be again.
    indexed: (Instant, u32, Duration),
    file: Option<OpenFile>,
}

/// What goes to the database once a chunk, not once a document.
#[derive(Default)]
struct Held {
    names: NameBook,
    bodies: BodyWriter,
    listed: Book,
    /// The file that is being read has given a document or a copy.
    gave: bool,
    /// Files since the last chunk of which every record was known.
    known: u64,
}

struct OpenFile {
    found: Found,
    key: String,
    items: u64,
    /// Records of it that the interrupted run of this batch took.
    taken: u64,
}

/// What a [`Sink`] starts from.
pub(super) struct Start<'s> {
    pub batch: Option<u32>,
    pub batch_name: String,
    pub started: i64,
    pub resuming: bool,
    pub home: String,
    pub last: u32,
    /// What readers look for in every text.
    pub lists: &'s Lists,
    /// The number of what reads their names.
    pub recogniser: &'s str,
    /// For the texts that wait.
    pub room: &'s Room,
}

impl<'s> Sink<'s> {
    pub fn open(
        store: &'s mut Store,
        index: &'s mut IndexWriter,
        prints: &'s mut Prints,
        start: Start<'s>,
        report: &'s mut dyn FnMut(&Progress),
    ) -> Self {
        Self {
            store,
            index,
            prints,
            batch: start.batch,
            batch_name: start.batch_name,
            started: start.started,
            resuming: start.resuming,
            home: start.home,
            progress: Progress { stage: "reading", ..Progress::default() },
            report,
            skipped: 0,
            last: start.last,
            lists: start.lists,
            recogniser: start.recogniser,
            room: start.room,
            held: Held::default(),
            chunk: Vec::new(),
            bytes: 0,
            since: Instant::now(),
            indexed: (Instant::now(), start.last, INDEX_AGE.0),
            file: None,
        }
    }

    /// Empties the lanes in order until they end or `stop` is set.
    pub fn drain(&mut self, lanes: &Receiver<Lane>, stop: &AtomicBool) -> Result<()> {
        for lane in lanes {
            match lane {
                Lane::Unchanged => self.skipped += 1,
                Lane::Gone(key) => {
                    self.chunk.push(Step::Gone(key));
                    continue;
                }
                Lane::Unreadable(failure) => self.fail(failure),
                Lane::File { found, key, turn, resumed, taken, slots } => {
                    self.room.come_to(turn);
                    self.file =
                        Some(OpenFile { found, key, items: if resumed == u64::MAX { 0 } else { resumed }, taken });
                    self.drain_file(resumed, &slots, stop)?;
                }
            }
            self.progress.done += 1;
            if stop.load(Ordering::Relaxed) {
                self.commit()?;
                return Err(LibraryError::Stopped);
            }
            self.commit_if_due()?;
        }
        self.commit()
    }

    fn drain_file(&mut self, resumed: u64, slots: &Receiver<Slot>, stop: &AtomicBool) -> Result<()> {
        if let Some(file) = self.file.as_ref().filter(|_| self.resuming && resumed == 0) {
            self.chunk.push(Step::Begin { key: file.key.clone() });
        }
        loop {
            let slot = match slots.recv_timeout(AGE) {
                Ok(slot) => slot,
                Err(RecvTimeoutError::Timeout) if stop.load(Ordering::Relaxed) => break,
                // A slow stream does not keep back what has come of it.
                Err(RecvTimeoutError::Timeout) => {
                    self.commit_if_due()?;
                    self.index_if_due()?;
                    continue;
                }
                Err(RecvTimeoutError::Disconnected) => break,
            };
            match slot {
                Slot::Document(bytes, prepared) => {
                    let prepared = prepared.recv();
                    self.room.give_back(bytes);
                    let Ok(prepared) = prepared else { break };
                    self.take(prepared);
                }
                Slot::Bad(failure) => {
                    self.count_item();
                    self.fail(failure);
                }
                Slot::Again(again) => {
                    self.count_item();
                    let file = self.file.as_ref().map(|file| file.key.clone()).unwrap_or_default();
                    self.chunk.push(Step::Again { file, again });
                }
                Slot::End(outcome) => {
                    self.end_file(&outcome, resumed == u64::MAX, stop);
                    break;
                }
            }
            if stop.load(Ordering::Relaxed) {
                break;
            }
            self.commit_if_due()?;
        }
        if self.file.is_some() {
            // Stopped inside the file: how far it has come goes with this last chunk.
            self.commit()?;
            self.file = None;
        }
        Ok(())
    }

    fn take(&mut self, prepared: Prepared) {
        self.count_item();
        let again = self.file.as_ref().is_some_and(|file| file.items <= file.taken);
        match prepared {
            Prepared::Fresh(derived) => {
                self.bytes += derived.document.text.len();
                self.progress.bytes += derived.document.text.len() as u64;
                self.progress.documents += 1;
                self.chunk.push(Step::Document { derived, again });
            }
            Prepared::Known { key, path, hash } => self.chunk.push(Step::Known { key, path, hash, again }),
            Prepared::Broken { error, line } => {
                let name = self.file.as_ref().map(|file| file.key.clone()).unwrap_or_default();
                self.fail(ingest::Failure { name, line, kind: FailureKind::Record, error });
            }
        }
    }

    fn count_item(&mut self) {
        if let Some(file) = &mut self.file {
            file.items += 1;
        }
    }

    fn fail(&mut self, failure: ingest::Failure) {
        let kind = match failure.kind {
            FailureKind::Failed => "failed",
            FailureKind::Skipped => "skipped",
            FailureKind::Record => "record",
            FailureKind::Part => "part",
        };
        if failure.kind == FailureKind::Skipped {
            self.skipped += 1;
        } else if failure.kind != FailureKind::Part {
            self.progress.failures += 1;
        }
        let path = super::place::key_of(&failure.name, &self.home);
        self.chunk.push(Step::Failure(FailureRecord {
            path,
            line: failure.line,
            kind: kind.into(),
            error: failure.error,
        }));
    }

    fn end_file(&mut self, outcome: &Outcome, repeated: bool, stop: &AtomicBool) {
        let Some(file) = self.file.take() else { return };
        match outcome {
            Outcome::Read { .. } if repeated => {}
            // A reader that was told to stop has not seen the end of its file.
            Outcome::Read { .. } if stop.load(Ordering::Relaxed) => self.file = Some(file),
            Outcome::Read { .. } => {
                let record = self.file_record(&file, true);
                self.chunk.push(Step::Mark { key: file.key, record, resumed: file.taken > 0 });
            }
            Outcome::Skipped(error) => {
                let failure =
                    ingest::Failure { name: file.key, line: None, kind: FailureKind::Skipped, error: error.clone() };
                self.fail(failure);
            }
            Outcome::Failed(error) => {
                let failure =
                    ingest::Failure { name: file.key, line: None, kind: FailureKind::Failed, error: error.clone() };
                self.fail(failure);
            }
        }
    }

    fn file_record(&self, file: &OpenFile, whole: bool) -> FileRecord {
        FileRecord { size: file.found.size, modified: file.found.modified, batch: 0, whole, items: file.items }
    }

    fn commit_if_due(&mut self) -> Result<()> {
        if self.chunk.len() >= RECORDS || self.bytes >= BYTES || (self.since.elapsed() > AGE && !self.chunk.is_empty())
        {
            self.commit()?;
        }
        Ok(())
    }

    fn index_if_due(&mut self) -> Result<()> {
        let (since, last, pause) = self.indexed;
        if self.last > last && since.elapsed() > pause {
            self.index.commit(self.last)?;
            self.prints.commit()?;
            self.indexed = (Instant::now(), self.last, (pause * 2).min(INDEX_AGE.1));
        }
        Ok(())
    }

    fn commit(&mut self) -> Result<()> {
        let mut steps = std::mem::take(&mut self.chunk);
        if let Some(file) = self.file.as_ref().filter(|file| file.items > 0) {
            let record = self.file_record(file, false);
            steps.push(Step::Mark { key: file.key.clone(), record, resumed: file.taken > 0 });
        }
        self.bytes = 0;
        self.since = Instant::now();
        if !steps.is_empty() {
            let (batch, name, started) = (self.batch, self.batch_name.clone(), self.started);
            let mut last = self.last;
            let (store, held, from) = (&mut *self.store, &mut self.held, (self.lists, self.recogniser));
            let (batch, fresh) = store.write(|writer| {
                let batch = match batch {
                    Some(batch) => batch,
                    None => writer.start_batch(&name, started)?,
                };
                Ok((batch, apply(writer, steps, batch, &mut last, held, from)?))
            })?;
            self.batch = Some(batch);
            self.last = last;
            self.skipped += std::mem::take(&mut self.held.known);
            for new in &fresh {
                let kinds = kinds(&new.derived.derivation.recognised);
                self.index.add(&new.index_doc(batch, &kinds))?;
                self.prints.append(new.number, &new.derived.derivation.prints)?;
            }
        }
        self.index_if_due()?;
        (self.report)(&self.progress);
        Ok(())
    }
}

/// A document that has just been written, with its numbers.
struct Fresh {
    number: u32,
    derived: Box<Derived>,
    names: Vec<u32>,
}

impl Fresh {
    fn index_doc<'f>(&'f self, batch: u32, kinds: &'f [EntityKind]) -> IndexDoc<'f> {
        let document = &self.derived.document;
        IndexDoc {
            number: self.number,
            title: &document.title,
            body: &document.text,
            source: document.source.as_deref().unwrap_or_default(),
            path: &self.derived.path,
            url: document.url.as_deref().unwrap_or_default(),
            lang: self.derived.derivation.language.unwrap_or_default(),
            key: &self.derived.key,
            day: document.date.as_ref().map(|date| date.day),
            moment: document.date.as_ref().and_then(|date| dating::moment(Some(&date.iso), Some(date.day))),
            words: self.derived.derivation.words,
            batch,
            names: &self.names,
            kinds,
        }
    }
}

/// The types of the names that a document mentions.
fn kinds(recognised: &Recognised) -> Vec<EntityKind> {
    let mut kinds: Vec<EntityKind> = Vec::new();
    for name in &recognised.names {
        let kind = search_kind(name.kind);
        if !kinds.contains(&kind) {
            kinds.push(kind);
        }
    }
    kinds
}

fn apply(
    writer: &Writer<'_>,
    steps: Vec<Step>,
    batch: u32,
    last: &mut u32,
    held: &mut Held,
    (lists, recogniser): (&Lists, &str),
) -> std::result::Result<Vec<Fresh>, StoreError> {
    let mut fresh: Vec<Fresh> = Vec::new();
    let before = *last;
    for step in steps {
        match step {
            Step::Failure(failure) => {
                if failure.kind == "failed" {
                    writer.note_unread(&failure.path)?;
                }
                writer.put_failure(batch, &failure)?;
            }
            Step::Gone(path) => {
                writer.mark_gone(&path)?;
                let error = "no longer there; what was read from it is kept".to_owned();
                writer.put_failure(batch, &FailureRecord { path, line: None, kind: "gone".into(), error })?;
            }
            Step::Again { file, again } => held.gave |= met_again(writer, &file, again, batch)?,
            Step::Begin { key } => writer.clear_failures(batch, &key)?,
            Step::Mark { key, record, resumed } => {
                let record = FileRecord { batch, ..record };
                if !record.whole || std::mem::take(&mut held.gave) || (resumed && writer.gave(batch, &key)?) {
                    writer.put_file(&key, &record)?;
                } else {
                    held.known += 1;
                    writer.put_known_file(&key, &record)?;
                }
                if record.whole {
                    writer.end_failures(batch, &key)?;
                }
            }
            Step::Known { key, path, hash, again } => {
                held.gave |= sight(writer, &key, &hash, &path, batch, again)? == Sight::Copy;
            }
            Step::Document { mut derived, again } => {
                if let Some(beside) = derived.beside.take()
                    && writer.stands_elsewhere(&derived.key, &derived.path, &derived.hash)?
                {
                    derived.key = beside;
                }
                let sight = sight(writer, &derived.key, &derived.hash, &derived.path, batch, again)?;
                held.gave |= sight != Sight::Known;
                if sight != Sight::Fresh {
                    continue;
                }
                let number = *last + 1;
                if writer.sighted(&derived.key)?.is_some() {
                    writer.retire_key(&derived.key)?;
                }
                put(writer, number, &derived, batch)?;
                held.bodies.put(writer, number, &derived.document.text)?;
                if fresh.is_empty() {
                    writer.note_recognised(number, None, recogniser)?;
                }
                let recognised = &derived.derivation.recognised;
                let names = held.names.note(writer, number, recognised)?;
                writer.put_mentions(number, &names, &recognised.spans)?;
                *last = number;
                fresh.push(Fresh { number, derived, names });
            }
        }
    }
    held.names.flush(writer)?;
    for Fresh { number, derived, .. } in fresh.iter().filter(|_| !lists.is_empty()) {
        lists.put(writer, *number, &derived.document.text, &derived.found, &mut held.listed)?;
    }
    lists.looked_for(writer, before, *last)?;
    held.bodies.flush(writer)?;
    Ok(fresh)
}

/// How a text under a key stands to what the library holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sight {
    /// The text is new.
    Fresh,
    /// The text is there, under another key; this one has been noted.
    Copy,
    /// The text is there under this key.
    Known,
}

/// Looks a text up, and notes its key as a copy where that is new. A text that comes `again` from
/// an interrupted run stays the older version that it may have become since.
fn sight(
    writer: &Writer<'_>,
    key: &str,
    hash: &[u8; 16],
    path: &str,
    batch: u32,
    again: bool,
) -> std::result::Result<Sight, StoreError> {
    let sighted = writer.sighted(key)?;
    if sighted.is_some_and(|(_, known)| known == *hash) {
        return Ok(Sight::Known);
    }
    let Some(document) = writer.with_hash(hash)? else { return Ok(Sight::Fresh) };
    if sighted.is_some() {
        if again && writer.sighted_in_batch(key, hash, batch)? {
            return Ok(Sight::Known);
        }
        writer.retire_key(key)?;
    }
    writer.put_sighting(key, document, path, batch, true)?;
    Ok(Sight::Copy)
}

/// Notes where a document was met again, or that there is no such document; true where that is new.
fn met_again(
    writer: &Writer<'_>,
    file: &str,
    again: ingest::Again,
    batch: u32,
) -> std::result::Result<bool, StoreError> {
    let key = format!("{file}{}", again.inside);
    if writer.sighted(&key)?.is_some() {
        return Ok(false);
    }
    let beside = writer.sighted(&format!("{file}{}", again.beside))?.map(|(document, _)| document);
    match beside.map_or_else(|| writer.with_url(&again.url), |document| Ok(Some(document)))? {
        Some(document) => {
            writer.put_visit(&key, document, file, batch)?;
            Ok(true)
        }
        None => {
            let failure = FailureRecord { path: key, line: None, kind: "part".into(), error: again.said };
            writer.put_failure(batch, &failure)?;
            Ok(false)
        }
    }
}

fn put(writer: &Writer<'_>, number: u32, derived: &Derived, batch: u32) -> std::result::Result<(), StoreError> {
    let document = &derived.document;
    let fields = (!document.fields.is_empty()).then(|| serde_json::Value::Object(document.fields.clone()).to_string());
    writer.put_document(
        number,
        &NewDocument {
            key: &derived.key,
            title: &document.title,
            date: document.date.as_ref().map(|date| date.iso.as_str()),
            day: document.date.as_ref().map(|date| date.day),
            source: document.source.as_deref(),
            path: &derived.path,
            url: document.url.as_deref(),
            language: derived.derivation.language,
            batch,
            words: derived.derivation.words,
            bytes: document.text.len(),
            hash: derived.hash,
            fields: fields.as_deref(),
        },
    )
}
