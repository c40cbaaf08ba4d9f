//! Entering and leaving the terminal, so that it is whole again whatever happens.

use super::backend::Choice;
use super::surroundings::Surroundings;
use super::tty::{self, Tty};
use super::views;
use crate::app::App;
use crate::text::sanitise;
use crossterm::terminal::{disable_raw_mode, enable_raw_mode};
use ratatui::Terminal;
use ratatui::layout::{Position, Rect, Size};
use rustix::process::{Signal, getpgrp, getsid, kill_current_process_group};
use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};

/// The other screen, no region, no wrapping at the edge (a glyph that a terminal finds wider than
/// we do must not run into the next line), pastes in brackets.
const ENTER: &[u8] = b"\x1b[?1049h\x1b[r\x1b[?7l\x1b[?2004h";
/// All of it undone, a frame that was cut off closed, and the cursor shown.
const LEAVE: &[u8] = b"\x1b[?2026l\x1b[m\x1b[r\x1b[?7h\x1b[?2004l\x1b[?1049l\x1b[?25h";

/// Why there can be no screen.
#[derive(Debug, thiserror::Error)]
pub enum NoScreen {
    #[error("the screen needs a terminal; in a pipe use: variorum add PATH, variorum search QUERY, variorum show DOC")]
    NoTerminal,
    #[error(
        "this terminal cannot place text (TERM is {0:?}); set TERM, for example to xterm-256color, or use: variorum add PATH, variorum search QUERY"
    )]
    Dumb(String),
    #[error("the terminal cannot be set up: {0}; try another one, or use: variorum search QUERY")]
    Io(#[from] io::Error),
}

/// True while the terminal is in our hands.
static HELD: AtomicBool = AtomicBool::new(false);

/// The terminal while the program has it.
pub struct Screen {
    terminal: Terminal<Choice<Tty>>,
    /// Others may have written to the terminal or changed its mode.
    lost: bool,
    surroundings: Surroundings,
}

impl Screen {
    /// Takes the terminal over. `VARIORUM_BACKEND=stock` paints by ratatui's own backend.
    ///
    /// # Errors
    /// When there is none, or none that can place text.
    pub fn enter() -> Result<Self, NoScreen> {
        check()?;
        restore_on_panic();
        let said = |name: &str| std::env::var(name).unwrap_or_default();
        let surroundings = Surroundings::of_environment();
        // For the stock backend: crossterm would drop reverse and underline with the colours, and
        // our theme knows better what to leave out.
        crossterm::style::force_color_output(true);
        let backend = Choice::named(&said("VARIORUM_BACKEND"), Tty::open()?, tty::size(), surroundings.depth());
        let terminal = Terminal::new(backend)?;
        take().inspect_err(|_| give_back())?;
        Ok(Self { terminal, lost: false, surroundings })
    }

    /// Columns and lines of the terminal as they are now.
    pub fn size(&self) -> (u16, u16) {
        let Size { width, height } = tty::size();
        (width, height)
    }

    /// Draws the state at the size that it knows: what differs goes out in one write.
    ///
    /// # Errors
    /// When the terminal cannot be written to.
    pub fn draw(&mut self, app: &App) -> io::Result<()> {
        let (width, height) = (app.width, app.height);
        self.terminal.backend_mut().resize(Size { width, height });
        if std::mem::take(&mut self.lost) {
            take()?;
            self.terminal.resize(Rect::new(0, 0, width, height))?;
        }
        let theme = self.surroundings.theme(app.look);
        self.terminal.draw(|frame| {
            if let Some((x, y)) = views::draw(app, frame.buffer_mut(), theme) {
                frame.set_cursor_position(Position { x, y });
            }
        })?;
        Ok(())
    }

    /// The terminal is taken again and the next frame is drawn whole: others may have written to it
    /// or, as shells do with what they stop, changed its mode.
    pub fn redraw(&mut self) {
        self.lost = true;
    }

    /// Puts a text on the clipboard of the reader's terminal (OSC 52).
    pub fn copy(&mut self, text: &str) -> io::Result<()> {
        let out = self.terminal.backend_mut().writer_mut();
        write!(out, "\x1b]52;c;{}\x07", base64(text.as_bytes()))?;
        out.flush()
    }

    /// Gives the terminal back, stops this job, and takes the terminal again when it goes on.
    /// Where nobody could make it go on, nothing is done.
    ///
    /// # Errors
    /// When the job cannot be stopped.
    pub fn suspend(&mut self) -> io::Result<()> {
        // The session's first group has no shell above it that watches its jobs.
        if getsid(None)? != getpgrp() {
            give_back();
            // The whole job: a script around us that stays awake would keep its shell waiting.
            kill_current_process_group(Signal::STOP)?;
        }
        self.lost = true;
        Ok(())
    }
}

/// Is there a terminal that can show the screen?
///
/// # Errors
/// When there is none, or none that can place text.
pub fn check() -> Result<(), NoScreen> {
    if !io::stdin().is_terminal() || !io::stdout().is_terminal() {
        return Err(NoScreen::NoTerminal);
    }
    let term = std::env::var("TERM").unwrap_or_default();
    if term.is_empty() || term == "dumb" {
        return Err(NoScreen::Dumb(term));
    }
    Ok(())
}

impl Drop for Screen {
    fn drop(&mut self) {
        give_back();
    }
}

/// The terminal has gone: nothing is to be written to it any more.
pub fn forsake() {
    HELD.store(false, Ordering::SeqCst);
}

fn take() -> io::Result<()> {
    if HELD.swap(true, Ordering::SeqCst) {
        // Held, and yet perhaps not as we left it: crossterm would think that all is done.
        disable_raw_mode()?;
    }
    enable_raw_mode()?;
    Tty::open()?.write_all(ENTER)
}

fn give_back() {
    if HELD.swap(false, Ordering::SeqCst) {
        // A terminal that cannot be written to is past mending, but its mode may not be.
        let _ = Tty::open().and_then(|mut out| out.write_all(LEAVE));
        let _ = disable_raw_mode();
    }
}

/// A panic of the thread that holds the screen gives the terminal back first and says where its report lies; one of
/// a worker is the worker's to tell.
fn restore_on_panic() {
    let holder = std::thread::current().id();
    std::panic::set_hook(Box::new(move |panic| {
        let text = format!("{panic}\n\n{}\n", std::backtrace::Backtrace::force_capture());
        let report = report_path();
        let written = report.as_ref().is_some_and(|path| std::fs::write(path, &text).is_ok());
        if std::thread::current().id() != holder {
            return;
        }
        give_back();
        let place = match report {
            Some(path) if written => format!("the report is in {}", path.display()),
            _ => panic.to_string(),
        };
        let _ =
            writeln!(io::stderr(), "variorum has failed; nothing that was decided is lost; {}", sanitise::line(&place));
    }));
}

fn report_path() -> Option<PathBuf> {
    let dirs = directories::ProjectDirs::from("", "", "variorum")?;
    std::fs::create_dir_all(dirs.data_dir()).ok()?;
    Some(dirs.data_dir().join("panic.txt"))
}

fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let word = chunk.iter().fold(0u32, |word, &byte| word << 8 | u32::from(byte)) << (8 * (3 - chunk.len()));
        for place in 0..4 {
            let letter = LETTERS[(word >> (18 - 6 * place)) as usize & 63];
            out.push(if place <= chunk.len() { letter as char } else { '=' });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::base64;

    #[test]
    fn base64_as_in_rfc_4648() {
        for (plain, coded) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")] {
            assert_eq!(base64(plain.as_bytes()), coded);
        }
    }
}
