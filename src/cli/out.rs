//! Standard output and standard error: nothing of a document reaches them as it is.

use super::Failed;
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
        let mut serializer = serde_json::Serializer::with_formatter(&mut self.to, Careful);
        value.serialize(&mut serializer).map_err(|error| Failed::from(io::Error::from(error)))?;
        self.to.write_all(b"\n")?;
        Ok(())
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

/// Writes JSON in which the characters that could steer a terminal are escaped too.
struct Careful;

impl serde_json::ser::Formatter for Careful {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        let mut start = 0;
        for (at, c) in fragment.char_indices().filter(|&(_, c)| sanitise::is_hostile(c)) {
            writer.write_all(&fragment.as_bytes()[start..at])?;
            let mut units = [0; 2];
            for unit in c.encode_utf16(&mut units) {
                write!(writer, "\\u{unit:04x}")?;
            }
            start = at + c.len_utf8();
        }
        writer.write_all(&fragment.as_bytes()[start..])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_says_the_same_and_steers_nothing() {
        let text = "a\u{9b}31m\u{202e}\u{7f}\u{1b}[0m\u{e0001}é";
        let mut bytes = Vec::new();
        text.serialize(&mut serde_json::Serializer::with_formatter(&mut bytes, Careful)).unwrap();
        let line = String::from_utf8(bytes).unwrap();
        assert!(!line.chars().any(sanitise::is_hostile), "{line:?}");
        assert_eq!(serde_json::from_str::<String>(&line).unwrap(), text);
    }
}
