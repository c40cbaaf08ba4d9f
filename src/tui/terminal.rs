//! Entering and leaving the terminal, so that it is whole again whatever happens.

use super::painter::{Pen, paint};
use super::theme::Theme;
use super::views;
use crate::app::App;
use crate::text::sanitise;
use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::terminal::{EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode};
use crossterm::{cursor, queue};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};

/// Why there can be no screen.
#[derive(Debug, thiserror::Error)]
pub enum NoScreen {
    #[error("the screen needs a terminal; in a pipe use: variorum add PATH, variorum search QUERY, variorum show DOC")]
    NoTerminal,
    #[error(
        "this terminal cannot place text (TERM is {0:?}); set TERM, for example to xterm-256color, or use: variorum add PATH, variorum search QUERY"
    )]
    Dumb(String),
    #[error("the terminal cannot be set up: {0}")]
    Io(#[from] io::Error),
}

/// True while the terminal is in our hands.
static HELD: AtomicBool = AtomicBool::new(false);

/// The terminal while the program has it.
pub struct Screen {
    /// What the terminal shows.
    shown: Buffer,
    next: Buffer,
    pen: Pen,
    /// Nothing is known of what the terminal shows.
    lost: bool,
    out: Vec<u8>,
    theme: Theme,
}

impl Screen {
    /// Takes the terminal over.
    ///
    /// # Errors
    /// When there is none, or none that can place text.
    pub fn enter() -> Result<Self, NoScreen> {
        check()?;
        restore_on_panic();
        take()?;
        Ok(Self {
            shown: Buffer::default(),
            next: Buffer::default(),
            pen: Pen::default(),
            lost: true,
            out: Vec::new(),
            theme: Theme::from_environment(),
        })
    }

    /// Columns and lines.
    pub fn size(&self) -> (u16, u16) {
        crossterm::terminal::size().unwrap_or((80, 24))
    }

    /// Draws the state: what differs goes out in one write.
    pub fn draw(&mut self, app: &App) -> io::Result<()> {
        let area = Rect::new(0, 0, app.width, app.height);
        if self.shown.area != area {
            self.shown = Buffer::empty(area);
            self.lost = true;
        }
        self.next.resize(area);
        self.next.reset();
        let cursor = views::draw(app, &mut self.next, self.theme);
        self.out.clear();
        paint(&self.shown, &self.next, cursor, self.lost, &mut self.pen, &mut self.out);
        std::mem::swap(&mut self.shown, &mut self.next);
        self.lost = false;
        if self.out.is_empty() {
            return Ok(());
        }
        let mut out = io::stdout().lock();
        out.write_all(&self.out)?;
        out.flush()
    }

    /// The next frame is drawn whole.
    pub fn redraw(&mut self) {
        self.lost = true;
    }

    /// Puts a text on the clipboard of the reader's terminal (OSC 52).
    pub fn copy(&mut self, text: &str) -> io::Result<()> {
        let mut out = io::stdout().lock();
        write!(out, "\x1b]52;c;{}\x07", base64(text.as_bytes()))?;
        out.flush()
    }

    /// Gives the terminal back, stops the process, and takes the terminal again when it goes on.
    pub fn suspend(&mut self) -> io::Result<()> {
        give_back();
        signal_hook::low_level::emulate_default_handler(signal_hook::consts::SIGTSTP)?;
        take()?;
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
    enable_raw_mode()?;
    HELD.store(true, Ordering::SeqCst);
    let mut out = io::stdout();
    queue!(out, EnterAlternateScreen, EnableBracketedPaste)?;
    out.flush()
}

fn give_back() {
    if HELD.swap(false, Ordering::SeqCst) {
        let mut out = io::stdout();
        // A terminal that cannot be written to is past mending.
        let _ = queue!(out, DisableBracketedPaste, LeaveAlternateScreen, cursor::Show);
        let _ = out.flush();
        let _ = disable_raw_mode();
    }
}

/// A panic of the main thread gives the terminal back first and says where its report lies; one of
/// a worker is the worker's to tell.
fn restore_on_panic() {
    std::panic::set_hook(Box::new(|panic| {
        let text = format!("{panic}\n\n{}\n", std::backtrace::Backtrace::force_capture());
        let report = report_path();
        let written = report.as_ref().is_some_and(|path| std::fs::write(path, &text).is_ok());
        if std::thread::current().name() != Some("main") {
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
