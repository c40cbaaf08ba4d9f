//! Adding a batch: read, write, index, find versions, resolve names, report.

use super::lock::AddLock;
use super::pipeline::{self, Input, Plan};
use super::room::Room;
use super::types::{BatchNo, Progress, Report};
use super::write::{Sink, Start};
use super::{Library, LibraryError, Result};
use crate::ingest::{self, Outcome};
use crate::store::StoreError;
use crate::store::batches::BatchRecord;
use std::ffi::OsString;
use std::io::{ErrorKind, Read};
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};

/// Where the documents of a batch come from.
pub enum Source {
    /// Files and folders.
    Paths(Vec<PathBuf>),
    /// JSON Lines from a stream, such as standard input.
    Stream(Box<dyn Read + Send>),
}

/// How to add.
#[derive(Clone, Debug, Default)]
pub struct AddOptions {
    /// The batch's name; the day and a number where there is none.
    pub batch: Option<String>,
    /// The field of a record that holds its text.
    pub text_field: Option<String>,
    /// A batch that brings nothing, and fails at nothing that has not failed before, leaves no trace.
    pub drop_empty: bool,
    /// The program that reads risky files, with its arguments: this one, told to serve. Without it
    /// a parser that aborts ends this process.
    pub helper: Vec<OsString>,
    /// Programs of the reader's choice for kinds of files.
    pub hooks: Vec<ingest::Hook>,
    /// Seconds of processor time that reading one part of a file may take; nought is the usual limit.
    pub limit_time: u64,
    /// Bytes of memory that it may take; nought is the usual limit.
    pub limit_memory: u64,
}

impl AddOptions {
    fn for_reading(&self) -> ingest::Options {
        let usual = ingest::Options::default();
        let or_usual = |given: u64, usual: u64| if given > 0 { given } else { usual };
        ingest::Options {
            text_field: self.text_field.clone(),
            hooks: self.hooks.clone(),
            time_limit: or_usual(self.limit_time, usual.time_limit),
            memory_limit: or_usual(self.limit_memory, usual.memory_limit),
            ..usual
        }
    }
}

impl Library {
    /// Adds documents as one batch and reports on it. An interrupted batch is continued.
    ///
    /// `clock` tells the milliseconds since 1970. `progress` is called several times a second on this
    /// thread. When `stop` is set, what has been read is kept and the next `add` goes on.
    ///
    /// # Errors
    /// When another process adds, the disk is full, or `stop` was set. Bad files are no errors;
    /// they are in the report.
    pub fn add(
        &mut self,
        source: Source,
        options: &AddOptions,
        clock: &dyn Fn() -> i64,
        progress: &mut dyn FnMut(&Progress),
        stop: &AtomicBool,
    ) -> Result<Report> {
        let _lock = self.lock()?;
        self.store.relax_durability()?;
        let report = self.add_locked(source, options, clock, progress, stop);
        let report = report.map_err(|error| self.for_want_of_room(error))?;
        self.reload_index();
        Ok(report)
    }

    pub(super) fn lock(&self) -> Result<AddLock> {
        match AddLock::take(&self.folder) {
            Ok(Some(lock)) => Ok(lock),
            Ok(None) => Err(LibraryError::Busy),
            Err(error) if matches!(error.kind(), ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem) => {
                Err(StoreError::ReadOnly.into())
            }
            Err(error) => Err(LibraryError::File(self.folder.clone(), error)),
        }
    }

    fn add_locked(
        &mut self,
        source: Source,
        options: &AddOptions,
        clock: &dyn Fn() -> i64,
        progress: &mut dyn FnMut(&Progress),
        stop: &AtomicBool,
    ) -> Result<Report> {
        let now = clock();
        let mut derived = self.open_derived(progress, stop)?;
        let unfinished = self.store.unfinished_batch()?;
        let continued = unfinished.filter(|(_, name)| options.batch.as_ref().is_none_or(|wanted| wanted == name));
        let name = match (&continued, &options.batch) {
            (Some((_, name)), _) => name.clone(),
            (None, Some(name)) => self.unused_name(name)?,
            (None, None) => self.unused_name(&day(now))?,
        };
        let ingest_options = options.for_reading();
        let home = printable(&self.home());
        // What is there has been looked through before more comes.
        self.look_for_lists(progress, stop)?;
        let lists = self.lists()?;
        let recogniser = self.recogniser.clone();
        let room = Room::default();
        let plan = Plan {
            folder: &self.folder,
            home: home.clone(),
            options: &ingest_options,
            helper: (!options.helper.is_empty()).then_some(&*options.helper),
            today: now.div_euclid(86_400_000) as i32,
            resuming: continued.as_ref().map(|&(number, _)| number),
            lists: &lists,
            recogniser: &*recogniser,
            stop,
            room: &room,
            threads: std::thread::available_parallelism().map_or(2, |cores| cores.get()).clamp(1, 16),
        };
        let start = Start {
            batch: plan.resuming,
            batch_name: name.clone(),
            started: now,
            resuming: plan.resuming.is_some(),
            home,
            last: self.store.last_document()?,
            lists: &lists,
            recogniser: recogniser.number(),
            room: &room,
        };
        let input = match source {
            Source::Paths(paths) => Input::Paths(paths.into_iter().map(whole).collect()),
            Source::Stream(stream) => Input::Stream(stream),
        };
        let folder = self.folder.clone();
        let (batch, skipped, last, outcome) = std::thread::scope(|scope| {
            let lanes = pipeline::start(scope, &plan, input).map_err(|error| LibraryError::File(folder, error))?;
            let mut sink = Sink::open(&mut self.store, &mut derived.index, &mut derived.prints, start, progress);
            let outcome = sink.drain(&lanes, stop);
            // The stages upstream end when nobody takes from their queues any more.
            drop(lanes);
            room.close();
            let gone = (sink.batch, sink.skipped, sink.last, outcome);
            Ok::<_, LibraryError>(gone)
        })?;
        derived.index.commit(last)?;
        derived.prints.commit()?;
        outcome?;
        self.group_new(&mut derived.prints, progress, stop)?;
        self.resolve_names(progress, stop)?;
        drop(derived);
        if stop.load(Ordering::Relaxed) {
            return Err(LibraryError::Stopped);
        }
        self.finish(batch, name, skipped, options, (now, clock()))
    }

    fn finish(
        &mut self,
        batch: Option<BatchNo>,
        name: String,
        skipped: u64,
        options: &AddOptions,
        (started, now): (i64, i64),
    ) -> Result<Report> {
        let batch = match batch {
            None if options.drop_empty => return Ok(Report { files: skipped, skipped, ..Report::default() }),
            None => self.store.write(|writer| writer.start_batch(&name, started))?,
            Some(batch) => batch,
        };
        let brought = |record: BatchRecord| record.read + record.new + record.exact_copies > 0;
        if options.drop_empty
            && !self.store.batch(batch)?.is_some_and(brought)
            && !self.store.has_new_failures(batch)?
        {
            let report = self.report(batch)?;
            self.store.write(|writer| writer.drop_batch(batch))?;
            return Ok(Report { batch: String::new(), files: skipped + report.failed, skipped, ..report });
        }
        self.store.write(|writer| writer.finish_batch(batch, now, skipped))?;
        self.report(batch)
    }

    /// `wanted`, or `wanted.2` and so on where that is taken.
    fn unused_name(&self, wanted: &str) -> Result<String> {
        let mut name = wanted.to_owned();
        let mut number = 1;
        while self.store.batch_named(&name)?.is_some() {
            number += 1;
            name = format!("{wanted}.{number}");
        }
        Ok(name)
    }
}

/// A path without links and detours, so that one file has one key however it is named.
fn whole(path: PathBuf) -> PathBuf {
    path.canonicalize().or_else(|_| std::path::absolute(&path)).unwrap_or(path)
}

fn day(now: i64) -> String {
    super::moment(now).chars().take(10).collect()
}

/// The printable form that the walk gives to paths.
fn printable(path: &std::path::Path) -> String {
    ingest::printable(path)
}

/// Files looked into before it is taken for granted that some can be read.
const LOOKED_INTO: usize = 1_000;

/// What stands under some paths and why it cannot be read, if nothing among it can: `PATH: reason`.
/// Empty as soon as one document is found, or when there is much.
pub fn nothing_to_read(paths: &[PathBuf], options: &AddOptions) -> Vec<String> {
    let mut unread = Vec::new();
    let (reading, stop) = (options.for_reading(), AtomicBool::new(false));
    let helper = (!options.helper.is_empty()).then_some(&*options.helper);
    let mut hand = ingest::Hand::new(&reading, helper, &stop);
    for found in ingest::walk(paths) {
        let reason = match found {
            Err(failure) => failure.to_string(),
            Ok(found) => match hand.read(&found, &mut |item| match item {
                ingest::Item::Document(_) => ControlFlow::Break(()),
                ingest::Item::Bad(_) | ingest::Item::Again(_) => ControlFlow::Continue(()),
            }) {
                Outcome::Read { .. } => return Vec::new(),
                Outcome::Skipped(reason) | Outcome::Failed(reason) => format!("{}: {reason}", found.name),
            },
        };
        unread.push(reason);
        if unread.len() > LOOKED_INTO {
            return Vec::new();
        }
    }
    if unread.is_empty() {
        unread.push("no file is there that is not hidden or ignored".to_owned());
    }
    unread
}
