//! Reading and deriving on all cores, in an order that does not depend on how many there are.
//!
//! Each file gets a lane: a bounded queue of its records. Readers fill lanes, a pool derives, and
//! the writer empties one lane after the other in the order of the walk, so document numbers come
//! out the same on every run. What waits in the lanes is bounded by number and by bytes: behind a file
//! that is slow to read, or one text that is long, the readers do not run ahead without end.

use super::dating;
use super::derive::{self, Derived};
use super::gazetteers::Lists;
use super::gone::Met;
use super::keys::{Key, Keys};
use super::place;
use super::room::Room;
use crate::entity::{Recogniser, Unread};
use crate::ingest::{self, Extracted, Found, Hand, Item, Outcome};
use crate::store::Store;
use crossbeam_channel::{Receiver, Sender, bounded};
use std::ffi::OsString;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{Builder, Scope};

/// Records of one file that may wait for the writer; the room bounds their bytes.
const LANE: usize = 512;
/// Files that may wait.
const LANES: usize = 256;

/// One file on its way.
pub(super) enum Lane {
    /// Read in an earlier batch and not changed since.
    Unchanged,
    /// It was read once and is no longer there.
    Gone(String),
    /// It could not even be looked at.
    Unreadable(ingest::Failure),
    File {
        found: Found,
        key: String,
        /// Its place among the files that are read, by which the room is given.
        turn: u64,
        resumed: u64,
        /// Records that an interrupted run of this batch took from it, whether they are passed over
        /// now or come again.
        taken: u64,
        slots: Receiver<Slot>,
    },
}

/// One record of a file, or its end.
pub(super) enum Slot {
    /// The bytes of its text, for which there is room to give back, and what is made of it.
    Document(usize, Receiver<Prepared>),
    Bad(ingest::Failure),
    Again(ingest::Again),
    End(Outcome),
}

/// What the pool makes of a record.
pub(super) enum Prepared {
    /// This key has this text already.
    Known {
        key: String,
        path: String,
        hash: [u8; 16],
    },
    Fresh(Box<Derived>),
    /// Deriving failed; the record is reported and the rest goes on.
    Broken {
        error: String,
        line: Option<u64>,
    },
}

/// Where documents come from.
pub(super) enum Input {
    Paths(Vec<PathBuf>),
    /// JSON Lines from a stream, such as standard input.
    Stream(Box<dyn std::io::Read + Send>),
}

/// What every stage needs to know.
pub(super) struct Plan<'p> {
    pub folder: &'p Path,
    /// The printable form of the folder that keys are relative to.
    pub home: String,
    pub options: &'p ingest::Options,
    /// The program that reads risky files, with its arguments.
    pub helper: Option<&'p [OsString]>,
    /// The day of this run, in days since 1970.
    pub today: i32,
    /// The batch that this run continues, if any.
    pub resuming: Option<u32>,
    /// What readers look for in every text.
    pub lists: &'p Lists,
    /// What reads their names.
    pub recogniser: &'p dyn Recogniser,
    pub stop: &'p AtomicBool,
    /// For the texts that wait for the writer.
    pub room: &'p Room,
    pub threads: usize,
}

struct ReadJob {
    found: Found,
    key: String,
    turn: u64,
    resumed: u64,
    /// It was read before.
    known: bool,
    slots: Sender<Slot>,
}

struct DeriveJob {
    key: Key,
    path: String,
    document: Extracted,
    answer: Sender<Prepared>,
}

/// Starts the stages; the lanes come out in the order of the walk.
pub(super) fn start<'s, 'p: 's>(
    scope: &'s Scope<'s, '_>,
    plan: &'p Plan<'p>,
    input: Input,
) -> std::io::Result<Receiver<Lane>> {
    let (lanes_in, lanes) = bounded(LANES);
    let (derive_in, derive_jobs) = bounded::<DeriveJob>(plan.threads * 2);
    for _ in 0..plan.threads {
        let jobs = derive_jobs.clone();
        Builder::new().name("derive".into()).spawn_scoped(scope, move || derive_all(plan, &jobs))?;
    }
    match input {
        Input::Paths(paths) => {
            let (read_in, read_jobs) = bounded::<ReadJob>(LANES);
            for _ in 0..plan.threads {
                let (jobs, derive) = (read_jobs.clone(), derive_in.clone());
                Builder::new().name("read".into()).spawn_scoped(scope, move || {
                    let mut hand = Hand::new(plan.options, plan.helper, plan.stop);
                    let store = Store::open(plan.folder).ok();
                    for job in jobs {
                        read_file(plan, job, &mut hand, store.as_ref(), &derive);
                    }
                })?;
            }
            Builder::new().name("walk".into()).spawn_scoped(scope, move || walk(plan, &paths, &lanes_in, &read_in))?;
        }
        Input::Stream(stream) => {
            let (slots_in, slots) = bounded(LANE);
            let found = Found { path: PathBuf::from("-"), name: "-".into(), size: 0, modified: 0 };
            let taken = match plan.resuming {
                Some(_) => taken(plan, Store::open(plan.folder).ok().as_ref(), "-"),
                None => 0,
            };
            let _ = lanes_in.send(Lane::File { found, key: "-".into(), turn: 0, resumed: 0, taken, slots });
            Builder::new().name("read".into()).spawn_scoped(scope, move || {
                let mut keys = Keys::new("-", None);
                let mut each = |item| pass_on(plan, ("-", 0), item, &mut keys, &slots_in, &derive_in);
                let outcome = ingest::read_records(stream, "-", plan.options, &mut each);
                let _ = slots_in.send(Slot::End(outcome));
            })?;
        }
    }
    Ok(lanes)
}

fn walk(plan: &Plan<'_>, paths: &[PathBuf], lanes: &Sender<Lane>, readers: &Sender<ReadJob>) {
    let store = Store::open(plan.folder).ok();
    let mut met = Met::default();
    let mut turn = 0;
    for found in ingest::walk(paths).counting() {
        if plan.stop.load(Ordering::Relaxed) {
            return;
        }
        let lane = match found {
            Err(failure) => Lane::Unreadable(failure),
            Ok(found) => {
                let key = place::key_of(&found.name, &plan.home);
                met.note(&key);
                let taken = taken(plan, store.as_ref(), &key);
                match remembered(plan, store.as_ref(), &key, &found) {
                    Remembered::Whole => Lane::Unchanged,
                    Remembered::Items(resumed) => {
                        let (slots_in, slots) = bounded(LANE);
                        turn += 1;
                        let known =
                            store.as_ref().is_some_and(|store| store.file(&key).is_ok_and(|file| file.is_some()));
                        let job =
                            ReadJob { found: found.clone(), key: key.clone(), turn, resumed, known, slots: slots_in };
                        if readers.send(job).is_err() {
                            return;
                        }
                        Lane::File { found, key, turn, resumed, taken, slots }
                    }
                }
            }
        };
        if lanes.send(lane).is_err() {
            return;
        }
    }
    let Some(store) = store else { return };
    for path in paths.iter().filter(|path| path.is_dir()) {
        for key in met.gone(&store, path, &plan.home) {
            if lanes.send(Lane::Gone(key)).is_err() {
                return;
            }
        }
    }
}

enum Remembered {
    Whole,
    Items(u64),
}

fn remembered(plan: &Plan<'_>, store: Option<&Store>, key: &str, found: &Found) -> Remembered {
    let Some(record) = store.and_then(|store| store.file(key).ok().flatten()) else { return Remembered::Items(0) };
    let same = record.size == found.size && record.modified == found.modified;
    match (same, record.whole) {
        (true, true) if Some(record.batch) != plan.resuming => Remembered::Whole,
        // Of the batch that goes on: counted as read there, so its end is passed on again.
        (true, true) => Remembered::Items(u64::MAX),
        (true, false) if Some(record.batch) == plan.resuming => Remembered::Items(record.items),
        _ => Remembered::Items(0),
    }
}

/// Records that the interrupted run of the batch that goes on took from a file.
fn taken(plan: &Plan<'_>, store: Option<&Store>, key: &str) -> u64 {
    let record = store.and_then(|store| store.file(key).ok().flatten());
    record.filter(|record| Some(record.batch) == plan.resuming).map_or(0, |record| record.items)
}

fn read_file(plan: &Plan<'_>, job: ReadJob, hand: &mut Hand<'_>, store: Option<&Store>, derive: &Sender<DeriveJob>) {
    if job.resumed == u64::MAX {
        let _ = job.slots.send(Slot::End(Outcome::Read { documents: 0, bad: 0 }));
        return;
    }
    let mut passed = 0;
    let mut keys = Keys::new(&job.key, store.filter(|_| job.known));
    let mut each = |item| {
        passed += 1;
        if passed <= job.resumed {
            // What is passed over counts where keys are told apart.
            if let Item::Document(document) = &item {
                keys.of(document);
            }
            return ControlFlow::Continue(());
        }
        pass_on(plan, (&job.key, job.turn), item, &mut keys, &job.slots, derive)
    };
    let outcome = hand.read(&job.found, &mut each);
    let _ = job.slots.send(Slot::End(outcome));
}

fn pass_on(
    plan: &Plan<'_>,
    (file, turn): (&str, u64),
    item: Item,
    keys: &mut Keys<'_>,
    slots: &Sender<Slot>,
    derive: &Sender<DeriveJob>,
) -> ControlFlow<()> {
    if plan.stop.load(Ordering::Relaxed) {
        return ControlFlow::Break(());
    }
    let sent = match item {
        Item::Again(again) => slots.send(Slot::Again(again)).is_ok(),
        Item::Bad(failure) => slots.send(Slot::Bad(failure)).is_ok(),
        Item::Document(mut document) => {
            let bytes = document.text.len();
            if !plan.room.take(turn, || slots.len(), bytes, plan.stop) {
                return ControlFlow::Break(());
            }
            let place = format!("{file}{}", document.inside);
            if let Some(mail) = document.mail.take() {
                document.fields.insert("attached to".to_owned(), format!("{file}{mail}").into());
            }
            dating::settle(&mut document, &place, plan.today);
            let key = keys.of(&document);
            let (answer, prepared) = bounded(1);
            slots.send(Slot::Document(bytes, prepared)).is_ok()
                && derive.send(DeriveJob { key, path: file.to_owned(), document: *document, answer }).is_ok()
        }
    };
    if sent { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
}

fn derive_all(plan: &Plan<'_>, jobs: &Receiver<DeriveJob>) {
    let store = Store::open(plan.folder).ok();
    for job in jobs {
        if plan.stop.load(Ordering::Relaxed) {
            continue;
        }
        let line = job.document.line;
        let work = std::panic::AssertUnwindSafe(|| prepare(plan, store.as_ref(), job.key, job.path, job.document));
        let broken = "this text could not be analysed; please report it with the text";
        let prepared = match std::panic::catch_unwind(work).unwrap_or_else(|_| Err(Unread::Failed(broken.into()))) {
            Ok(prepared) => prepared,
            Err(Unread::Failed(error)) => Prepared::Broken { error, line },
            Err(Unread::Stopped) => continue,
        };
        let _ = job.answer.send(prepared);
    }
}

fn prepare(
    plan: &Plan<'_>,
    store: Option<&Store>,
    Key { key, beside }: Key,
    path: String,
    document: Extracted,
) -> Result<Prepared, Unread> {
    let hash = derive::hash(&document.text);
    for key in [Some(&key), beside.as_ref()].into_iter().flatten() {
        let sighted = store.and_then(|store| store.sighted(key).ok().flatten());
        if sighted.is_some_and(|(_, known)| known == hash) {
            return Ok(Prepared::Known { key: key.clone(), path, hash });
        }
    }
    let derivation = derive::derive(&document.text, plan.recogniser, plan.stop)?;
    let found = plan.lists.find(&document.text);
    Ok(Prepared::Fresh(Box::new(Derived { key, beside, path, document, hash, derivation, found })))
}
