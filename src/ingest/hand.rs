//! Reading files without trusting their parsers: the risky ones by a process of their own, which is
//! watched, ended when it takes too long, and begun anew behind the part that it broke down on.

use super::part::Run;
use super::sink::{Sink, Stop, guard};
use super::wire::{self, Job, Terms, Word};
use super::{FailureKind, Found, Item, Options, Outcome, file, limits};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use std::ffi::OsString;
use std::io::{self, ErrorKind, Read};
use std::ops::ControlFlow;
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::process::{Child, ChildStdin, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

/// Parts of one file that may break their parser before the rest of it is given up.
const BREAKDOWNS: usize = 64;

/// Files that one process reads before another takes its place, so that what its parsers leak is
/// given back.
const JOBS: usize = 2_000;

/// Seconds without a word after which a process is ended, as a multiple of what it may take of
/// processor time: it may have to share the processor, or wait for a slow disk.
const SILENCE: u64 = 5;

/// How often it is looked whether to stop, in milliseconds.
const TICK: u64 = 100;

/// The last words of a process that are kept, in bytes.
const TAIL: usize = 4096;

/// Reads files one after the other; what is risky goes to a process that it keeps for that.
pub struct Hand<'h> {
    options: &'h Options,
    /// The program that [`super::serve`]s, with its arguments; without one all is read here.
    helper: Option<&'h [OsString]>,
    stop: &'h AtomicBool,
    running: Option<Running>,
}

struct Running {
    child: Child,
    jobs: ChildStdin,
    words: Patient,
    complaints: Arc<Mutex<Vec<u8>>>,
    listener: JoinHandle<()>,
    done: usize,
}

/// How a reading by another process ended.
enum End {
    Done(Outcome),
    /// The receiver has enough, or all is to stop.
    Enough,
    /// The process has gone or was ended, and why.
    Broken(String),
}

/// A part that is being read: its ordinal and where it stands.
type Open = (u32, String);

impl<'h> Hand<'h> {
    pub fn new(options: &'h Options, helper: Option<&'h [OsString]>, stop: &'h AtomicBool) -> Self {
        Hand { options, helper: helper.filter(|helper| !helper.is_empty()), stop, running: None }
    }

    /// Reads a file and gives its documents and bad records to `each`, which can stop it.
    ///
    /// Nothing about the file ends this process or holds it up beyond the limits of the options. When
    /// `stop` is set, it ends as if `each` had stopped it.
    pub fn read(&mut self, found: &Found, each: &mut dyn FnMut(Item) -> ControlFlow<()>) -> Outcome {
        let Some(helper) = self.helper else { return file::read(found, self.options, each) };
        let run = Run::safe(self.options);
        let outcome = file::read_run(found, &run, each);
        if !run.has_left() {
            return outcome;
        }
        guard(Sink::new(&found.name, each), |sink| self.read_apart(found, helper, sink))
    }

    fn read_apart(&mut self, found: &Found, helper: &[OsString], sink: &mut Sink<'_>) -> Result<(), Stop> {
        let mut from = None;
        for _ in 0..BREAKDOWNS {
            let mut open: Vec<Open> = Vec::new();
            let why = match self.have_read(&Job::new(found, from), helper, sink, &mut open) {
                End::Done(Outcome::Read { .. }) => return Ok(()),
                End::Done(Outcome::Skipped(reason)) => return Err(Stop::Skip(reason)),
                End::Done(Outcome::Failed(error)) => return Err(Stop::fail(error)),
                End::Enough => {
                    self.running = None;
                    return Err(Stop::Enough);
                }
                End::Broken(why) => why,
            };
            self.running = None;
            let Some((_, inside)) = open.last() else { return Err(Stop::fail(why)) };
            sink.passed_over(inside, FailureKind::Record, why)?;
            from = Some(open.iter().map(|(ordinal, _)| *ordinal).collect());
        }
        Err(Stop::fail(format!("{BREAKDOWNS} parts of it broke their parser; the rest was not read; unpack it first")))
    }

    /// Has the process read a file. `open` are the parts that were being read when it ended.
    fn have_read(&mut self, job: &Job, helper: &[OsString], sink: &mut Sink<'_>, open: &mut Vec<Open>) -> End {
        if self.running.as_ref().is_some_and(|running| running.done >= JOBS) {
            self.running = None;
        }
        let running = match &mut self.running {
            Some(running) => running,
            none => match Running::start(self.options, helper) {
                Ok(running) => none.insert(running),
                Err(error) => return End::Broken(format!("the process that reads such files cannot be run: {error}")),
            },
        };
        running.done += 1;
        if wire::send(&mut running.jobs, job).is_err() {
            return End::Broken(running.fate(self.options));
        }
        let usual = self.options.time_limit * SILENCE;
        running.words.patience = usual;
        loop {
            let word = running.words.next(self.stop);
            let seconds = running.words.patience;
            // Only for as long as a program of the reader's choice runs.
            running.words.patience = usual;
            match word {
                Ok(Some(Word::Ready)) => {}
                Ok(Some(Word::Begin { ordinal, inside })) => open.push((ordinal, inside)),
                Ok(Some(Word::End)) => drop(open.pop()),
                Ok(Some(Word::Patience(seconds))) => running.words.patience = seconds,
                Ok(Some(Word::Item(item))) => {
                    if sink.pass(*item).is_err() {
                        return End::Enough;
                    }
                }
                Ok(Some(Word::Done(outcome))) => return End::Done(outcome),
                Ok(None) => return End::Broken(running.fate(self.options)),
                Err(error) if error.kind() == ErrorKind::ConnectionAborted => return End::Enough,
                Err(error) if error.kind() == ErrorKind::TimedOut => {
                    return End::Broken(format!("the limit on time was hit: nothing came of it for {seconds} seconds"));
                }
                Err(error) => return End::Broken(format!("its reader cannot be understood: {error}")),
            }
        }
    }
}

impl Running {
    fn start(options: &Options, helper: &[OsString]) -> io::Result<Running> {
        let (program, arguments) = helper.split_first().ok_or(ErrorKind::NotFound)?;
        let mut child = Command::new(program)
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            // What the terminal sends to those in front is not for it.
            .process_group(0)
            .spawn()?;
        let pipes = (child.stdin.take(), child.stdout.take(), child.stderr.take());
        let (Some(mut jobs), Some(words), Some(mut errors)) = pipes else { return Err(ErrorKind::BrokenPipe.into()) };
        let complaints = Arc::new(Mutex::new(Vec::new()));
        let kept = complaints.clone();
        // Some parsers talk without end, and must not be held up by nobody listening.
        let listener = std::thread::Builder::new().name("complaints".into()).spawn(move || {
            let mut chunk = [0; TAIL];
            while let Ok(read @ 1..) = errors.read(&mut chunk) {
                let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
                kept.extend_from_slice(&chunk[..read]);
                let over = kept.len().saturating_sub(TAIL);
                kept.drain(..over);
            }
        })?;
        wire::send(&mut jobs, &Terms { options: options.clone() })?;
        let mut running = Running { child, jobs, words: Patient::new(words), complaints, listener, done: 0 };
        match running.words.next(&AtomicBool::new(false)) {
            Ok(Some(Word::Ready)) => Ok(running),
            Ok(_) => Err(io::Error::other("it does not answer as it should")),
            Err(error) => Err(error),
        }
    }

    /// What ended the process.
    fn fate(&mut self, options: &Options) -> String {
        let status = self.child.wait();
        // What it said last is on its way still; a program that it ran may hold the line open.
        for _ in 0..100 {
            if self.listener.is_finished() {
                break;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        let complaints = self.complaints.lock().unwrap_or_else(PoisonError::into_inner);
        fate(status.ok(), &String::from_utf8_lossy(&complaints), options)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Why a process ended, from how and with what last words; the limit is named if it was one.
fn fate(status: Option<ExitStatus>, complaints: &str, options: &Options) -> String {
    use rustix::process::Signal;
    let signal = status.and_then(|status| status.signal()).and_then(Signal::from_named_raw);
    if complaints.contains("memory allocation of") || complaints.contains("out of memory") {
        let limit = limits::size(options.memory_limit);
        return format!("the limit on memory was hit: its parser asks for more than {limit}");
    }
    if complaints.contains("overflowed its stack") {
        return "the limit on depth was hit: it nests too deeply for its parser".to_owned();
    }
    match signal {
        Some(Signal::XCPU) => {
            format!("the limit on time was hit: its parser takes more than {} seconds", options.time_limit)
        }
        Some(Signal::KILL) => "the system ended its parser, as it does for want of memory".to_owned(),
        Some(signal) => format!("its parser broke down (signal {})", signal.as_raw()),
        None => "its parser ended without a word".to_owned(),
    }
}

/// What a process says, waited for with an end.
struct Patient {
    out: ChildStdout,
    /// Seconds without a word that are borne.
    patience: u64,
}

impl Patient {
    fn new(out: ChildStdout) -> Self {
        Patient { out, patience: 60 }
    }

    /// # Errors
    /// `TimedOut` when nothing comes for too long, `ConnectionAborted` when all is to stop.
    fn next(&mut self, stop: &AtomicBool) -> io::Result<Option<Word>> {
        wire::receive(&mut Waiting { out: &mut self.out, ticks: self.patience.saturating_mul(1000) / TICK, stop })
    }
}

struct Waiting<'w> {
    out: &'w mut ChildStdout,
    ticks: u64,
    stop: &'w AtomicBool,
}

impl Read for Waiting<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let tick = Timespec { tv_sec: 0, tv_nsec: TICK as i64 * 1_000_000 };
        for _ in 0..self.ticks.max(1) {
            if self.stop.load(Ordering::Relaxed) {
                // Of another kind than what a reader tries again on.
                return Err(io::Error::new(ErrorKind::ConnectionAborted, "stopped"));
            }
            let mut ready = [PollFd::new(&*self.out, PollFlags::IN)];
            match poll(&mut ready, Some(&tick)) {
                Ok(0) | Err(rustix::io::Errno::INTR) => {}
                Ok(_) => return self.out.read(into),
                Err(error) => return Err(error.into()),
            }
        }
        Err(ErrorKind::TimedOut.into())
    }
}
