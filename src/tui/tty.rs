//! The terminal as a thing to write to: one write a frame, and never for ever.

use ratatui::layout::Size;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::{Mode, OFlags, open};
use rustix::termios::{tcgetwinsize, ttyname};
use std::fs::File;
use std::io::{self, Write};
use std::os::fd::AsFd;
use std::sync::atomic::{AtomicBool, Ordering};

/// Where a terminal does not know its size.
const USUAL: Size = Size { width: 80, height: 24 };
/// How often a write that does not get on looks whether the program is to end, in nanoseconds.
const LOOK: i64 = 200_000_000;

/// True once the program has been told to end: nothing waits for a stuck terminal any more.
static LEAVING: AtomicBool = AtomicBool::new(false);

/// From now on a write that the terminal does not take is an error after a moment.
pub fn do_not_wait() {
    LEAVING.store(true, Ordering::SeqCst);
}

/// The terminal that standard output is.
#[derive(Debug)]
pub struct Tty(File);

impl Tty {
    /// Opens it anew, so that writing without blocking is nobody's concern but ours: the mode of
    /// standard output itself is shared with the shell and everything else it has started.
    ///
    /// # Errors
    /// When standard output cannot be used at all.
    pub fn open() -> io::Result<Self> {
        let stdout = io::stdout();
        let flags = OFlags::WRONLY | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
        let anew = ttyname(&stdout, Vec::new()).and_then(|name| open(name, flags, Mode::empty()));
        match anew {
            Ok(file) => Ok(Self(file.into())),
            // Its device may not be ours to open, as after `su`.
            Err(_) => Ok(Self(stdout.as_fd().try_clone_to_owned()?.into())),
        }
    }
}

/// Columns and lines of the terminal that standard output is.
pub fn size() -> Size {
    match tcgetwinsize(io::stdout()) {
        Ok(size) if size.ws_col > 0 && size.ws_row > 0 => Size { width: size.ws_col, height: size.ws_row },
        _ => USUAL,
    }
}

impl Write for Tty {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        loop {
            match self.0.write(bytes) {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                other => return other,
            }
            let mut waits = [PollFd::from_borrowed_fd(self.0.as_fd(), PollFlags::OUT)];
            let pause = Timespec { tv_sec: 0, tv_nsec: LOOK };
            match poll(&mut waits, Some(&pause)) {
                Ok(0) if LEAVING.load(Ordering::SeqCst) => return Err(io::ErrorKind::TimedOut.into()),
                Ok(_) | Err(rustix::io::Errno::INTR) => {}
                Err(error) => return Err(error.into()),
            }
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
