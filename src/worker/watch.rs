//! Looks now and then whether others have decided or added something in the library, and writes
//! down where the reader is: both go on beside whatever the other threads are at.

use crate::app::effect::Msg;
use crate::library::types::session::Whereabouts;
use crate::library::{Library, LibraryError};
use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, unbounded};
use std::io;
use std::thread::{Builder, JoinHandle};
use std::time::{Duration, Instant};

/// Between two looks, each of which costs one number from SQLite while nobody writes.
const PAUSE: Duration = Duration::from_millis(1_000);

/// The thread that looks.
pub(super) struct Watch {
    places: Option<Sender<Box<Whereabouts>>>,
    thread: Option<JoinHandle<()>>,
}

impl Watch {
    /// # Errors
    /// When no thread can be started.
    pub fn start(library: Library, messages: Sender<Msg>, clock: fn() -> i64) -> io::Result<Self> {
        let (places, to_write) = unbounded();
        let thread = Builder::new().name("watch".into()).spawn(move || work(library, &messages, &to_write, clock))?;
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
}

fn work(mut library: Library, messages: &Sender<Msg>, places: &Receiver<Box<Whereabouts>>, clock: fn() -> i64) {
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
    })
}

fn look(library: &Library, seen: &mut Seen) -> Result<Option<Msg>, LibraryError> {
    let version = library.written_elsewhere()?;
    if version == seen.version {
        return Ok(None);
    }
    let mut others = library.decided_since(seen.row)?;
    let document = library.last_document()?;
    others.grown = document != seen.document;
    *seen = Seen { row: others.last, document, version };
    Ok((others.grown || others.regrouped || !others.documents.is_empty()).then_some(Msg::Others(others)))
}
