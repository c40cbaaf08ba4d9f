//! Standard output and standard error: nothing of a document reaches them as it is.

use super::Failed;
use crate::library::export::json;
use crate::text::sanitise;
use serde::Serialize;
use std::io::{self, BufWriter, IsTerminal, StdoutLock, Write};

/// Standard output, in lines for people or JSON Lines for programs.
pub struct Out {
    to: BufWriter<StdoutLock<'static>>,
    pub json: bool,
}

impl Out {
    pub fn open(json: bool) -> Self {
        Self { to: BufWriter::new(io::stdout().lock()), json }
    }

    /// One JSON value as a line.
    pub fn record(&mut self, value: &impl Serialize) -> Result<(), Failed> {
        Ok(json::line(&mut self.to, value)?)
    }

    /// One line for people.
    pub fn line(&mut self, text: &str) -> Result<(), Failed> {
        self.to.write_all(sanitise::line(text).as_bytes())?;
        self.to.write_all(b"\n")?;
        Ok(())
    }

    /// A text of several lines for people.
    pub fn block(&mut self, text: &str) -> Result<(), Failed> {
        self.to.write_all(sanitise::block(text).as_bytes())?;
        if !text.ends_with('\n') {
            self.to.write_all(b"\n")?;
        }
        Ok(())
    }

    /// A file as it is; on a terminal it is text for people.
    pub fn file(&mut self, text: &str) -> Result<(), Failed> {
        if io::stdout().is_terminal() {
            return self.block(text);
        }
        Ok(self.to.write_all(text.as_bytes())?)
    }

    pub fn flush(&mut self) -> Result<(), Failed> {
        Ok(self.to.flush()?)
    }
}

/// A message on standard error.
pub fn say(text: &str) {
    let _ = writeln!(io::stderr(), "{}", sanitise::block(text));
}

/// True when standard error is a terminal, so that progress can be drawn over itself.
pub fn is_watched() -> bool {
    io::stderr().is_terminal()
}

/// Standard output for a file as it is; on a terminal, text for people.
pub struct Terminal {
    to: StdoutLock<'static>,
    people: bool,
    /// The bytes of a character whose end has not come yet.
    held: Vec<u8>,
}

impl Terminal {
    pub fn out() -> Self {
        let to = io::stdout().lock();
        Self { people: to.is_terminal(), to, held: Vec::new() }
    }
}

impl Write for Terminal {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if !self.people {
            return self.to.write(bytes);
        }
        self.held.extend_from_slice(bytes);
        let whole = match std::str::from_utf8(&self.held) {
            Ok(_) => self.held.len(),
            Err(error) if error.error_len().is_none() => error.valid_up_to(),
            Err(_) => self.held.len(),
        };
        let text = String::from_utf8_lossy(&self.held[..whole]).into_owned();
        self.to.write_all(sanitise::block(&text).replace('\u{240d}', "").as_bytes())?;
        self.held.drain(..whole);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}
