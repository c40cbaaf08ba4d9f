//! The one writer: takes prepared records in order and commits them in chunks.
//!
//! A chunk is one transaction that holds its documents, what was derived from them, and how far
//! each file has come, so that a run that is killed leaves a library from which the next one goes
//! on. The text index and the fingerprints follow after the commit and catch up if they miss one.

use super::chunk::{Held, Step, apply};
use super::gazetteers::Lists;
use super::pipeline::{Lane, Prepared, Slot};
use super::prints::Prints;
use super::room::Room;
use super::types::Progress;
use super::{LibraryError, Result};
use crate::ingest::{self, FailureKind, Found, Outcome};
use crate::search::Writer as IndexWriter;
use crate::store::Store;
use crate::store::batches::FailureRecord;
use crate::store::files::FileRecord;
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
                let kinds = new.kinds();
                self.index.add(&new.index_doc(batch, &kinds))?;
                self.prints.append(new.number, &new.derived.derivation.prints)?;
            }
        }
        self.index_if_due()?;
        (self.report)(&self.progress);
        Ok(())
    }
}
