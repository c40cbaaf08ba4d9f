//! JSON in which no character can steer a terminal.

use crate::text::sanitise;
use serde::Serialize;
use std::io::{self, Write};

/// One value as a line.
///
/// # Errors
/// When it cannot be written.
pub fn line(to: &mut dyn Write, value: &impl Serialize) -> io::Result<()> {
    self::value(to, value)?;
    to.write_all(b"\n")
}

/// One value, without an end of line.
///
/// # Errors
/// When it cannot be written.
pub fn value(to: &mut dyn Write, value: &impl Serialize) -> io::Result<()> {
    let mut serializer = serde_json::Serializer::with_formatter(to, Careful);
    Ok(value.serialize(&mut serializer)?)
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
        value(&mut bytes, &text).unwrap();
        let line = String::from_utf8(bytes).unwrap();
        assert!(!line.chars().any(sanitise::is_hostile), "{line:?}");
        assert_eq!(serde_json::from_str::<String>(&line).unwrap(), text);
    }
}
