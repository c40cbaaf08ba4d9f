//! Where keys and signals come in: one thread waits for the terminal, one for signals, and both
//! put what they have on the channel that the main loop waits on.

use super::keys::{Parser, Typed};
use super::tty::do_not_wait;
use crossbeam_channel::Sender;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::read;
use signal_hook::consts::{
    SIGALRM, SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGUSR1, SIGUSR2, SIGWINCH, SIGXCPU,
};
use signal_hook::iterator::Signals;
use std::io;
use std::os::fd::AsFd;
use std::thread::Builder;

/// What the outside sends to the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// All that one read gave, so that what was typed together is drawn together.
    Typed(Vec<Typed>),
    Resized,
    /// Asked to leave.
    Terminate,
    /// The terminal has gone; nothing may be written to it any more.
    Gone,
    Suspend,
    Resumed,
}

/// Every signal that would end the program without a word leaves it the orderly way instead.
const SIGNALS: [i32; 11] =
    [SIGWINCH, SIGHUP, SIGTSTP, SIGCONT, SIGTERM, SIGINT, SIGQUIT, SIGALRM, SIGUSR1, SIGUSR2, SIGXCPU];

/// Starts the threads; they end with the process.
///
/// # Errors
/// When signals cannot be taken over.
pub fn listen(to: Sender<Input>) -> io::Result<()> {
    let mut signals = Signals::new(SIGNALS)?;
    let out = to.clone();
    Builder::new().name("signals".into()).spawn(move || {
        for signal in signals.forever() {
            let input = match signal {
                SIGWINCH => Input::Resized,
                SIGHUP => Input::Gone,
                SIGTSTP => Input::Suspend,
                SIGCONT => Input::Resumed,
                _ => Input::Terminate,
            };
            if matches!(input, Input::Gone | Input::Terminate) {
                do_not_wait();
            }
            if out.send(input).is_err() {
                return;
            }
        }
    })?;
    Builder::new().name("keys".into()).spawn(move || {
        // Whatever ends the reading, the terminal can no longer be read.
        let _ = read_keys(&to);
        let _ = to.send(Input::Gone);
    })?;
    Ok(())
}

fn read_keys(to: &Sender<Input>) -> io::Result<()> {
    let stdin = io::stdin();
    let mut parser = Parser::default();
    let mut bytes = [0u8; 4096];
    loop {
        let mut waits = [PollFd::from_borrowed_fd(stdin.as_fd(), PollFlags::IN)];
        let pause = parser.patience().and_then(|pause| Timespec::try_from(pause).ok());
        let ready = match poll(&mut waits, pause.as_ref()) {
            Err(rustix::io::Errno::INTR) => continue,
            other => other?,
        };
        let typed = if ready == 0 {
            parser.settle()
        } else if waits[0].revents().intersects(PollFlags::IN) {
            match read(stdin.as_fd(), &mut bytes) {
                Ok(0) => return Ok(()),
                Ok(count) => parser.feed(&bytes[..count]),
                Err(rustix::io::Errno::INTR | rustix::io::Errno::AGAIN) => continue,
                Err(error) => return Err(error.into()),
            }
        } else {
            return Ok(());
        };
        if !typed.is_empty() && to.send(Input::Typed(typed)).is_err() {
            return Ok(());
        }
    }
}
