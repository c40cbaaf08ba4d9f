//! Looks now and then whether others have decided or added something in the library.

use crate::app::effect::Msg;
use crate::library::{Library, LibraryError};
use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, bounded};
use std::io;
use std::thread::{Builder, JoinHandle};
use std::time::Duration;

/// Between two looks, each of which costs one number from SQLite while nobody writes.
const PAUSE: Duration = Duration::from_millis(1_000);

/// The thread that looks; it ends when this is dropped.
pub(super) struct Watch {
    _end: Sender<()>,
    _thread: JoinHandle<()>,
}

impl Watch {
    pub fn start(library: Library, messages: Sender<Msg>) -> io::Result<Self> {
        let (end, ended) = bounded(0);
        let thread = Builder::new().name("watch".into()).spawn(move || {
            // What cannot be read now may be readable at the next look.
            while let Err(error) = look(&library, &messages, &ended) {
                let _ = error;
                if is_over(&ended) {
                    return;
                }
            }
        })?;
        Ok(Self { _end: end, _thread: thread })
    }
}

fn look(library: &Library, messages: &Sender<Msg>, ended: &Receiver<()>) -> Result<(), LibraryError> {
    let mut row = library.last_decision()?;
    let mut document = library.last_document()?;
    let mut version = library.written_elsewhere()?;
    loop {
        if is_over(ended) {
            return Ok(());
        }
        let now = library.written_elsewhere()?;
        if std::mem::replace(&mut version, now) == now {
            continue;
        }
        let mut others = library.decided_since(row)?;
        row = others.last;
        let last = library.last_document()?;
        others.grown = std::mem::replace(&mut document, last) != last;
        if (others.grown || !others.documents.is_empty()) && messages.send(Msg::Others(others)).is_err() {
            return Ok(());
        }
    }
}

fn is_over(ended: &Receiver<()>) -> bool {
    !matches!(ended.recv_timeout(PAUSE), Err(RecvTimeoutError::Timeout))
}
