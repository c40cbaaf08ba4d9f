//! The texts of the library once more, read and looked through on all cores; what comes of them is given
//! in the order of the documents, however many cores there are.

use super::guard::guarded;
use crate::store::Store;
use crossbeam_channel::{Receiver, Sender, bounded};
use std::ops::RangeInclusive;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{Builder, Scope};

/// A document on its way.
pub(super) struct Slot<T> {
    pub document: u32,
    /// It is the last of a run of documents that follow each other.
    pub ends: bool,
    pub read: Receiver<Read<T>>,
}

/// A text and what was made of it; nothing where it could not be read, or broke what looked at it.
pub(super) struct Read<T> {
    pub text: String,
    pub made: Option<T>,
}

struct Job<T> {
    document: u32,
    text: String,
    answer: Sender<Read<T>>,
}

/// Starts the threads; as many texts wait as there are cores, some for each. They end when nobody takes
/// what comes any more, or `stop` is set.
///
/// # Errors
/// When no thread can be started.
pub(super) fn start<'s, 'p: 's, T: Send + 'p>(
    scope: &'s Scope<'s, '_>,
    store: Store,
    runs: Vec<RangeInclusive<u32>>,
    make: &'p (dyn Fn(u32, &str) -> Option<T> + Sync),
    stop: &'p AtomicBool,
) -> std::io::Result<Receiver<Slot<T>>> {
    let threads = std::thread::available_parallelism().map_or(2, |cores| cores.get()).clamp(1, 16);
    let (slots_in, slots) = bounded(threads * 4);
    let (jobs_in, jobs) = bounded::<Job<T>>(threads);
    for _ in 0..threads {
        let jobs = jobs.clone();
        Builder::new().name("derive".into()).spawn_scoped(scope, move || {
            for Job { document, text, answer } in jobs {
                let made = guarded(|| make(document, &text)).ok().flatten();
                let _ = answer.send(Read { text, made });
            }
        })?;
    }
    Builder::new().name("read".into()).spawn_scoped(scope, move || {
        for run in runs {
            let end = *run.end();
            for document in run {
                if stop.load(Ordering::Relaxed) {
                    return;
                }
                let (answer, read) = bounded(1);
                if slots_in.send(Slot { document, ends: document == end, read }).is_err() {
                    return;
                }
                let sent = match store.text(document) {
                    Ok(Some(text)) => jobs_in.send(Job { document, text, answer }).is_ok(),
                    // What is wrong with it is told by `check`.
                    Ok(None) | Err(_) => answer.send(Read { text: String::new(), made: None }).is_ok(),
                };
                if !sent {
                    return;
                }
            }
        }
    })?;
    Ok(slots)
}
