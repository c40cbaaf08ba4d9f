//! Bytes from the terminal to keys.
//!
//! Whatever is no key that we know is swallowed whole: a late answer to a query, a mouse report or
//! an unknown sequence must never be taken for keys.

use crate::app::input::Key;
use std::time::Duration;

/// What the terminal sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Typed {
    Key(Key),
    Paste(String),
}

/// Pasted text beyond this many bytes is left out.
const PASTE: usize = 64 << 10;
const PASTE_END: &[u8] = b"\x1b[201~";
/// Ctrl-C, by itself.
const INTERRUPT: &[u8] = b"\x03";
/// How long a lone Esc is held back to see whether it begins a sequence.
const ESC: Duration = Duration::from_millis(40);
/// How long the rest of a sequence that has surely begun may take: fingers are not so quick, but
/// lines are so slow, and the rest of an arrow key taken for a letter would decide a document.
const REST: Duration = Duration::from_millis(400);

/// Reads bytes as they come, in pieces cut anywhere.
#[derive(Debug, Default)]
pub struct Parser {
    bytes: Vec<u8>,
    pasting: Option<Vec<u8>>,
}

impl Parser {
    /// Takes bytes in and gives what is complete.
    pub fn feed(&mut self, bytes: &[u8]) -> Vec<Typed> {
        if bytes == INTERRUPT && self.pasting.take().is_some() {
            // A paste whose end was lost would swallow every key from now on.
            self.bytes.clear();
            return Vec::new();
        }
        self.bytes.extend_from_slice(bytes);
        let mut out = Vec::new();
        loop {
            if self.pasting.is_some() {
                match self.take_paste() {
                    Some(typed) => out.push(typed),
                    None => return out,
                }
            }
            match next(&self.bytes) {
                Next::Key(key, length) => {
                    self.bytes.drain(..length);
                    out.push(Typed::Key(key));
                }
                Next::PasteStart(length) => {
                    self.bytes.drain(..length);
                    self.pasting = Some(Vec::new());
                }
                Next::Nothing(length) => {
                    self.bytes.drain(..length);
                }
                Next::More => return out,
            }
        }
    }

    /// How long to wait for more bytes before [`Parser::settle`]; for ever where nothing has begun.
    pub fn patience(&self) -> Option<Duration> {
        match (&self.pasting, self.bytes.as_slice()) {
            (Some(_), _) | (None, []) => None,
            (None, [0x1b]) => Some(ESC),
            _ => Some(REST),
        }
    }

    /// No more bytes came for a while: what is there is all there is.
    pub fn settle(&mut self) -> Vec<Typed> {
        if self.patience().is_none() {
            return Vec::new();
        }
        match std::mem::take(&mut self.bytes).as_slice() {
            [0x1b] => vec![Typed::Key(Key::Esc)],
            // An arrow whose line was slow would come as these; nothing is better than a wrong key.
            _ => Vec::new(),
        }
    }

    fn take_paste(&mut self) -> Option<Typed> {
        let pasted = self.pasting.as_mut()?;
        let end = self.bytes.windows(PASTE_END.len()).position(|window| window == PASTE_END);
        // Bytes that may be the beginning of the end stay until more come.
        let length = end.unwrap_or(self.bytes.len().saturating_sub(PASTE_END.len() - 1));
        let room = PASTE.saturating_sub(pasted.len());
        pasted.extend(self.bytes.drain(..length).take(room));
        end?;
        self.bytes.drain(..PASTE_END.len());
        let text = String::from_utf8_lossy(&self.pasting.take().unwrap_or_default()).into_owned();
        Some(Typed::Paste(text))
    }
}

enum Next {
    Key(Key, usize),
    PasteStart(usize),
    /// Bytes to be passed over.
    Nothing(usize),
    More,
}

fn next(bytes: &[u8]) -> Next {
    let Some(&first) = bytes.first() else { return Next::More };
    match first {
        0x1b => escape(bytes),
        b'\r' | b'\n' => Next::Key(Key::Enter, 1),
        b'\t' => Next::Key(Key::Tab, 1),
        0x7f | 0x08 => Next::Key(Key::Backspace, 1),
        0x01..=0x1a => Next::Key(Key::Ctrl((first - 1 + b'a') as char), 1),
        0x00 | 0x1c..=0x1f => Next::Nothing(1),
        0x20..=0x7e => Next::Key(Key::Char(first as char), 1),
        _ => utf8(bytes),
    }
}

fn utf8(bytes: &[u8]) -> Next {
    let length = match bytes[0] {
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf4 => 4,
        _ => return Next::Nothing(1),
    };
    match std::str::from_utf8(&bytes[..length.min(bytes.len())]) {
        Ok(text) if bytes.len() >= length => match text.chars().next() {
            Some(c) if !c.is_control() => Next::Key(Key::Char(c), length),
            _ => Next::Nothing(length),
        },
        Err(error) if error.error_len().is_none() && bytes.len() < length => Next::More,
        _ => Next::Nothing(1),
    }
}

fn escape(bytes: &[u8]) -> Next {
    match bytes.get(1) {
        None => Next::More,
        Some(b'[') => csi(bytes),
        Some(b'O') => match bytes.get(2) {
            None => Next::More,
            Some(&last) => named(last, 0).map_or(Next::Nothing(3), |key| Next::Key(key, 3)),
        },
        // Strings of the terminal (answers, titles) end with BEL or ESC \.
        Some(b']' | b'P' | b'_' | b'^' | b'X') => string(bytes),
        Some(0x1b) => Next::Key(Key::Esc, 1),
        Some(0x7f | 0x08) => Next::Key(Key::Alt('h'), 2),
        // A letter that came with its Esc is one key, which may stand for two.
        Some(&letter @ 0x20..=0x7e) => Next::Key(Key::Alt(letter as char), 2),
        Some(_) => Next::Key(Key::Esc, 1),
    }
}

fn string(bytes: &[u8]) -> Next {
    let end = bytes.iter().enumerate().skip(2).find(|(_, byte)| matches!(byte, 0x07 | 0x1b));
    match end {
        Some((at, 0x07)) => Next::Nothing(at + 1),
        Some((at, _)) => match bytes.get(at + 1) {
            None => Next::More,
            Some(b'\\') => Next::Nothing(at + 2),
            // Cut off by another sequence.
            Some(_) => Next::Nothing(at),
        },
        None if bytes.len() > 4096 => Next::Nothing(bytes.len()),
        None => Next::More,
    }
}

fn csi(bytes: &[u8]) -> Next {
    // The Linux console's first function keys have a letter behind a second bracket.
    if bytes.get(2) == Some(&b'[') {
        return match bytes.get(3) {
            None => Next::More,
            Some(&letter @ b'A'..=b'E') => Next::Key(Key::F(letter - b'A' + 1), 4),
            Some(_) => Next::Nothing(4),
        };
    }
    // X10 mouse reports carry three bytes behind the letter.
    if bytes.get(2) == Some(&b'M') {
        return if bytes.len() >= 6 { Next::Nothing(6) } else { Next::More };
    }
    let Some(at) = bytes[2..].iter().position(|byte| !(0x20..=0x3f).contains(byte)).map(|at| at + 2) else {
        return if bytes.len() > 64 { Next::Nothing(bytes.len()) } else { Next::More };
    };
    if !(0x40..=0x7e).contains(&bytes[at]) {
        // Cut off by another sequence or by a byte that belongs to none.
        return Next::Nothing(at);
    }
    let length = at + 1;
    let body = std::str::from_utf8(&bytes[2..at]).unwrap_or("?");
    let first: u16 = body.split(';').next().and_then(|number| number.parse().ok()).unwrap_or(0);
    if bytes[at] == b'~' && body == "200" {
        return Next::PasteStart(length);
    }
    // Only what begins with a digit or with nothing is a key; `?` and `<` begin answers.
    if !body.is_empty() && !body.starts_with(|c: char| c.is_ascii_digit()) {
        return Next::Nothing(length);
    }
    // With a number before it, this is an answer to a question about the cursor.
    if matches!(bytes[at], b'P'..=b'S') && !body.is_empty() {
        return Next::Nothing(length);
    }
    named(bytes[at], first).map_or(Next::Nothing(length), |key| Next::Key(key, length))
}

fn named(last: u8, number: u16) -> Option<Key> {
    Some(match last {
        b'A' => Key::Up,
        b'B' => Key::Down,
        b'C' => Key::Right,
        b'D' => Key::Left,
        b'H' => Key::Home,
        b'F' => Key::End,
        b'Z' => Key::BackTab,
        b'M' => Key::Enter,
        b'P'..=b'S' => Key::F(last - b'P' + 1),
        b'~' => match number {
            1 | 7 => Key::Home,
            3 => Key::Delete,
            4 | 8 => Key::End,
            5 => Key::PageUp,
            6 => Key::PageDown,
            11..=15 => Key::F(number as u8 - 10),
            17..=21 => Key::F(number as u8 - 11),
            23 | 24 => Key::F(number as u8 - 12),
            _ => return None,
        },
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn all(pieces: &[&[u8]]) -> Vec<Typed> {
        let mut parser = Parser::default();
        let mut out: Vec<Typed> = pieces.iter().flat_map(|piece| parser.feed(piece)).collect();
        out.extend(parser.settle());
        out
    }

    fn keys(bytes: &[u8]) -> Vec<Key> {
        all(&[bytes])
            .into_iter()
            .filter_map(|typed| if let Typed::Key(key) = typed { Some(key) } else { None })
            .collect()
    }

    #[test]
    fn keys_come_in_pieces() {
        assert_eq!(all(&[b"\x1b", b"[", b"A"]), [Typed::Key(Key::Up)]);
        assert_eq!(all(&[b"\xc3", b"\xa9"]), [Typed::Key(Key::Char('é'))]);
        assert_eq!(all(&[b"\x1b"]), [Typed::Key(Key::Esc)]);
        assert_eq!(
            keys(b"a\x04\r\x7f\x1bOB\x1b[6~"),
            [Key::Char('a'), Key::Ctrl('d'), Key::Enter, Key::Backspace, Key::Down, Key::PageDown]
        );
    }

    #[test]
    fn a_letter_behind_an_esc_is_one_key() {
        assert_eq!(keys(b"\x1bd\x1b\x7fj"), [Key::Alt('d'), Key::Alt('h'), Key::Char('j')]);
        let mut parser = Parser::default();
        let mut typed = parser.feed(b"\x1b");
        typed.extend(parser.settle());
        typed.extend(parser.feed(b"d"));
        assert_eq!(typed, [Typed::Key(Key::Esc), Typed::Key(Key::Char('d'))], "typed one after the other they are two");
    }

    #[test]
    fn answers_and_reports_are_no_keys() {
        assert_eq!(
            keys(b"\x1b[?62;4c\x1b[24;80R\x1b]11;rgb:00/00/00\x07\x1bP1+r\x1b\\\x1b[<0;5;5Mj"),
            [Key::Char('j')]
        );
        assert_eq!(keys(b"\x1b[M !!j"), [Key::Char('j')]);
    }

    #[test]
    fn what_is_cut_off_is_no_letter() {
        assert_eq!(all(&[b"\x1b["]), []);
        assert_eq!(keys(b"\x1b[[Aj"), [Key::F(1), Key::Char('j')]);
        assert_eq!(keys(b"\x1b[1\x1b[A\x1b]x\x1b[B"), [Key::Up, Key::Down]);
        let mut parser = Parser::default();
        parser.feed(b"\x1b");
        assert_eq!(parser.patience(), Some(ESC));
        parser.feed(b"[");
        assert_eq!(parser.patience(), Some(REST));
        assert_eq!(parser.feed(b"A"), [Typed::Key(Key::Up)]);
        assert_eq!(parser.patience(), None);
    }

    #[test]
    fn a_paste_without_end_is_ended_by_hand() {
        assert_eq!(all(&[b"\x1b[200~text", b"more", b"\x03", b"j"]), [Typed::Key(Key::Char('j'))]);
    }

    #[test]
    fn pasted_text_is_one_thing() {
        assert_eq!(
            all(&[b"\x1b[200~quit\nq\x1b[2", b"01~j"]),
            [Typed::Paste("quit\nq".into()), Typed::Key(Key::Char('j'))]
        );
    }

    proptest! {
        #[test]
        fn cuts_do_not_matter(bytes in proptest::collection::vec(any::<u8>(), 0..60), cut in 0usize..60) {
            let cut = cut.min(bytes.len());
            prop_assert_eq!(all(&[&bytes]), all(&[&bytes[..cut], &bytes[cut..]]));
        }
    }
}
