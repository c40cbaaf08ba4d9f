//! Looks now and then whether others have decided or added something in the library, and writes
//! down where the reader is: both go on beside whatever the other threads are at.

use crate::app::effect::Msg;
use crate::library::types::session::Whereabouts;
use crate::library::{Library, LibraryError};
use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, unbounded};
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::thread::{Builder, JoinHandle};
use std::time::{Duration, Instant};

/// Between two looks, each of which costs a number from SQLite and a small file while nobody writes.
const PAUSE: Duration = Duration::from_millis(1_000);

/// What this screen adds itself, which is no news.
#[derive(Default)]
pub(super) struct Own {
    adding: AtomicBool,
    /// The last document that it has added.
    through: AtomicU32,
}

impl Own {
    /// An `add` of this screen begins, and ends where what is given is dropped.
    pub fn begin(self: Arc<Self>) -> Begun {
        self.adding.store(true, Ordering::SeqCst);
        Begun(self)
    }
}

/// An `add` of this screen is under way.
pub(super) struct Begun(Arc<Own>);

impl Begun {
    pub fn end(self, library: &Library) {
        // Before it ends, so that nothing of it is news in between.
        self.0.through.fetch_max(library.last_document().unwrap_or(0), Ordering::SeqCst);
    }
}

impl Drop for Begun {
    fn drop(&mut self) {
        self.0.adding.store(false, Ordering::SeqCst);
    }
}

/// The thread that looks.
pub(super) struct Watch {
    places: Option<Sender<Box<Whereabouts>>>,
    thread: Option<JoinHandle<()>>,
}

impl Watch {
    /// # Errors
    /// When no thread can be started.
    pub fn start(library: Library, own: Arc<Own>, messages: Sender<Msg>, clock: fn() -> i64) -> io::Result<Self> {
        let (places, to_write) = unbounded();
        let work = move || work(library, &own, &messages, &to_write, clock);
        let thread = Builder::new().name("watch".into()).spawn(work)?;
        Ok(Self { places: Some(places), thread: Some(thread) })
    }

    /// Has a place written down.
    pub fn remember(&self, place: Box<Whereabouts>) {
        if let Some(places) = &self.places {
            let _ = places.send(place);
        }
    }

    /// Ends when the last place is written down.
    pub fn finish(&mut self) {
        self.places = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// How far the library has been looked at.
#[derive(Default)]
struct Seen {
    row: i64,
    document: u32,
    version: i64,
    /// Documents that wait to be indexed.
    waiting: u32,
}

fn work(
    mut library: Library,
    own: &Own,
    messages: &Sender<Msg>,
    places: &Receiver<Box<Whereabouts>>,
    clock: fn() -> i64,
) {
    // What cannot be read or written now may be so the next time.
    let mut seen = begin(&library).unwrap_or_default();
    let mut next = Instant::now() + PAUSE;
    loop {
        match places.recv_deadline(next) {
            Ok(place) if library.is_read_only() => drop(place),
            Ok(place) => _ = library.remember(&place, clock()),
            Err(RecvTimeoutError::Timeout) => {
                library.look_again();
                if let Ok(Some(told)) = look(&library, own, &mut seen)
                    && messages.send(told).is_err()
                {
                    return;
                }
                next = Instant::now() + PAUSE;
            }
            Err(RecvTimeoutError::Disconnected) => return,
        }
    }
}

fn begin(library: &Library) -> Result<Seen, LibraryError> {
    Ok(Seen {
        version: library.written_elsewhere()?,
        row: library.last_decision()?,
        document: library.last_document()?,
        // Those that wait already are told of at the first look.
        waiting: 0,
    })
}

fn look(library: &Library, own: &Own, seen: &mut Seen) -> Result<Option<Msg>, LibraryError> {
    let (version, waiting) = (library.written_elsewhere()?, library.waiting()?);
    if version == seen.version && waiting == seen.waiting {
        return Ok(None);
    }
    let mut others = library.decided_since(seen.row)?;
    let document = library.last_document()?;
    // Asked behind the number: what was added by then is known to be our own.
    let adding = own.adding.load(Ordering::SeqCst);
    let known = seen.document.max(own.through.load(Ordering::SeqCst));
    others.grown = if adding { 0 } else { document.saturating_sub(known) };
    others.waiting = if adding { 0 } else { waiting };
    let news = others.grown > 0 || others.waiting != seen.waiting || others.regrouped || !others.documents.is_empty();
    *seen = Seen { row: others.last, document, version, waiting: others.waiting };
    Ok(news.then_some(Msg::Others(others)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_add_that_never_came_to_run_has_ended() {
        let own = Arc::<Own>::default();
        let begun = own.clone().begin();
        assert!(own.adding.load(Ordering::SeqCst));
        drop(begun);
        assert!(!own.adding.load(Ordering::SeqCst));
    }
}
