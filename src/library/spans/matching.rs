//! Which document a marked text is, and where its marks stand in it.

use super::{Marked, Place, Unit};
use crate::library::types::DocNo;
use crate::library::{Library, LibraryError, Result, derive};
use crate::text::CodePoints;
use std::cell::OnceCell;
use std::ops::Range;
use std::path::Path;
use std::sync::atomic::AtomicBool;

/// The first words of a text by which it is looked for.
const WORDS: usize = 12;
/// The characters on each side by which a passage is known in a text that differs.
const AROUND: usize = 24;

impl Library {
    /// The document that a marked text is: by its key, by its text, or the only one that has its first
    /// words one behind the other.
    pub(super) fn document_marked(&mut self, marked: &Marked, file: &Path) -> Result<Option<DocNo>> {
        let home = self.home();
        let inside = |key: &str| {
            let path = file.parent().map(|folder| folder.join(key))?;
            let path = path.canonicalize().ok()?;
            Some(path.strip_prefix(&home).ok()?.to_string_lossy().into_owned())
        };
        for key in &marked.keys {
            for key in inside(key).into_iter().chain([key.clone()]) {
                if let Some(document) = self.document_with_key(&key)? {
                    return Ok(Some(document));
                }
            }
        }
        if let Some(text) = &marked.text {
            let text = even(text).0;
            for text in [text.as_str(), text.trim(), text.trim_end()] {
                let hash = derive::hash(text);
                if let Some(document) = self.store.with_hash(&hash)? {
                    return Ok(Some(document));
                }
            }
        }
        for key in &marked.keys {
            match self.document_number(key) {
                Ok(document) => return Ok(Some(document)),
                Err(LibraryError::NoDocument(_) | LibraryError::AmbiguousDocument(..)) => {}
                Err(other) => return Err(other),
            }
        }
        let Some(text) = &marked.text else { return Ok(None) };
        let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        if words.len() < 4 {
            return Ok(None);
        }
        let query = format!("body:\"{}\"", words[..words.len().min(WORDS)].join(" "));
        let found = match self.search(&query, false, &AtomicBool::new(false)) {
            Ok(found) => found.documents,
            Err(_) => return Ok(None),
        };
        Ok(if let [one] = found.as_slice() { Some(*one) } else { None })
    }
}

/// A text with line feeds for line ends and without a mark at its beginning, and the bytes that were
/// taken out, each by the place in the given text behind which it counts.
fn even(text: &str) -> (String, Vec<usize>) {
    let mut out = String::with_capacity(text.len());
    let mut gone = Vec::new();
    let mut rest = text;
    if let Some(behind) = text.strip_prefix('\u{feff}') {
        gone.extend([0; 3]);
        rest = behind;
    }
    let offset = text.len() - rest.len();
    for (at, c) in rest.char_indices() {
        match c {
            '\r' if rest[at..].starts_with("\r\n") => gone.push(offset + at),
            c => out.push(c),
        }
    }
    (out, gone)
}

/// How the text of a file lies in the text of its document.
pub(super) struct Fit<'t> {
    /// What the offsets count in.
    given: &'t str,
    text: &'t str,
    /// The given text as documents have it, and the bytes that were taken out of it.
    even: String,
    gone: Vec<usize>,
    /// Where the given text begins in the document's, if it stands there whole.
    at: Option<usize>,
    unit: Unit,
    points: CodePoints<'t>,
    squeezed: OnceCell<(Squeezed, Squeezed)>,
}

impl<'t> Fit<'t> {
    pub(super) fn of(given: Option<&'t str>, text: &'t str, unit: Unit) -> Self {
        let given = given.unwrap_or(text);
        let (even, gone) = even(given);
        let at = once(text, &even);
        Self { given, text, even, gone, at, unit, points: CodePoints::of(given), squeezed: OnceCell::new() }
    }

    /// The bytes of the document's text at which a mark stands, without white space around.
    ///
    /// # Errors
    /// A sentence for the reader, where it stands nowhere.
    pub(super) fn place(&self, place: &Place) -> std::result::Result<Range<usize>, String> {
        let range = match place {
            Place::Bytes(range) => range.clone(),
            Place::Offsets { start, end, .. } => {
                if start >= end {
                    return Err(format!("it ends at {end}, not behind its start at {start}"));
                }
                self.byte(*start)?..self.byte(*end)?
            }
        };
        let words = self
            .given
            .get(range.clone())
            .ok_or("it begins or ends inside a character; --offsets says what they count")?;
        if let Place::Offsets { words: Some(said), .. } = place
            && said.split_whitespace().ne(words.split_whitespace())
        {
            return Err(format!("{said:?} is said to stand there, but {words:?} does; --offsets says what they count"));
        }
        let front = words.len() - words.trim_start().len();
        let range = range.start + front..range.start + words.trim_end().len().max(front);
        if range.is_empty() {
            return Err("nothing but white space stands there".to_owned());
        }
        let before = |at: usize| at - self.gone.partition_point(|&gone| gone < at);
        let range = before(range.start)..before(range.end);
        if let Some(at) = self.at {
            return Ok(at + range.start..at + range.end);
        }
        self.elsewhere(&range)
    }

    /// Where the words stand in a text that is another: white space and the shape of quotes left
    /// aside, the whole stands there once, or the words do between the same neighbours, or alone.
    fn elsewhere(&self, range: &Range<usize>) -> std::result::Result<Range<usize>, String> {
        let differs = || "the document's text is another, and these words are not clear in it".to_owned();
        let (given, text) = self.squeezed.get_or_init(|| (Squeezed::of(&self.even), Squeezed::of(self.text)));
        let (start, end) = (given.place(range.start), given.place(range.end));
        if let Some(at) = once(&text.text, &given.text) {
            return Ok(text.source(at + start..at + end, self.text));
        }
        let left = given.text[..start].char_indices().rev().take(AROUND).last().map_or(start, |(at, _)| at);
        let right = given.text[end..].char_indices().nth(AROUND).map_or(given.text.len(), |(at, _)| end + at);
        let among = once(&text.text, &given.text[left..right]).map(|at| at + start - left);
        let at = among.or_else(|| once(&text.text, &given.text[start..end])).ok_or_else(differs)?;
        Ok(text.source(at..at + end - start, self.text))
    }

    /// The byte of an offset in the given text.
    fn byte(&self, at: usize) -> std::result::Result<usize, String> {
        let past = || format!("{at} is past the end of its text");
        match self.unit {
            Unit::Bytes => return if at <= self.given.len() { Ok(at) } else { Err(past()) },
            Unit::CodePoints => {
                let byte = self.points.byte(at);
                return if self.points.at(byte) == at { Ok(byte) } else { Err(past()) };
            }
            Unit::Utf16 => {}
        }
        let mut passed = 0;
        for (byte, c) in self.given.char_indices() {
            if passed == at {
                return Ok(byte);
            }
            passed += c.len_utf16();
            if passed > at {
                return Err("it begins or ends inside a character; --offsets says what they count".to_owned());
            }
        }
        if passed == at { Ok(self.given.len()) } else { Err(past()) }
    }
}

/// Where a passage stands in a text, if it does once only.
fn once(text: &str, passage: &str) -> Option<usize> {
    let at = text.find(passage).filter(|_| !passage.is_empty())?;
    let step = passage.chars().next().map_or(1, char::len_utf8);
    text[at + step..].find(passage).is_none().then_some(at)
}

/// A text without white space, all quotes of one shape, and where each byte of it comes from.
#[derive(Debug)]
struct Squeezed {
    text: String,
    from: Vec<u32>,
}

impl Squeezed {
    fn of(source: &str) -> Self {
        let mut out = Self { text: String::with_capacity(source.len()), from: Vec::new() };
        for (at, c) in source.char_indices().filter(|(_, c)| !c.is_whitespace()) {
            let shape = match c {
                '\u{2018}' | '\u{2019}' | '\u{201a}' | '\u{201b}' | '`' => '\'',
                '\u{201c}'..='\u{201f}' | '\u{ab}' | '\u{bb}' => '"',
                c => c,
            };
            out.text.push(shape);
            out.from.resize(out.text.len(), at as u32);
        }
        out
    }

    /// Where a byte of the source stands here.
    fn place(&self, byte: usize) -> usize {
        self.from.partition_point(|&from| (from as usize) < byte)
    }

    /// The bytes of the source that some bytes here stand for.
    fn source(&self, range: Range<usize>, source: &str) -> Range<usize> {
        let start = self.from[range.start] as usize;
        let last = self.from[range.end - 1] as usize;
        start..last + source[last..].chars().next().map_or(0, char::len_utf8)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn offsets(start: usize, end: usize) -> Place {
        Place::Offsets { start, end, words: None }
    }

    #[test]
    fn units_and_line_ends_lead_to_the_same_words() {
        let text = "\u{1f6a2} a\u{e9}\nOdile Kestrel left.\n";
        for (unit, start) in [(Unit::CodePoints, 5), (Unit::Utf16, 6), (Unit::Bytes, 9)] {
            let fit = Fit::of(None, text, unit);
            assert_eq!(&text[fit.place(&offsets(start, start + 13)).unwrap()], "Odile Kestrel", "{unit:?}");
        }
        let with_marks = "\u{feff}\u{1f6a2} a\u{e9}\r\nOdile Kestrel left.\r\n";
        let fit = Fit::of(Some(with_marks), text, Unit::CodePoints);
        assert_eq!(&text[fit.place(&offsets(7, 21)).unwrap()], "Odile Kestrel");
        let fit = Fit::of(None, text, Unit::Utf16);
        assert!(fit.place(&offsets(1, 4)).unwrap_err().contains("inside a character"));
        assert!(fit.place(&offsets(4, 4)).unwrap_err().contains("ends at 4"));
        assert!(fit.place(&offsets(4, 400)).unwrap_err().contains("past the end"));
        assert!(fit.place(&offsets(2, 3)).unwrap_err().contains("white space"));
    }

    #[test]
    fn a_text_that_differs_is_asked_for_the_same_words() {
        let text = "Ada met Bram.\n\n\u{201c}Ada\u{201d}, said\nBram Sollund, \u{201c}Ada left.\u{201d}";
        let fit = Fit::of(Some("\" Ada \" , said Bram Sollund , \" Ada left . \""), text, Unit::CodePoints);
        assert_eq!(&text[fit.place(&offsets(15, 27)).unwrap()], "Bram Sollund");
        let range = fit.place(&offsets(2, 5)).unwrap();
        assert_eq!((range.start, &text[range]), (18, "Ada"), "the one between the quotes");
        let fit = Fit::of(Some("Somebody else saw Ada there"), text, Unit::CodePoints);
        assert!(fit.place(&offsets(18, 21)).unwrap_err().contains("not clear"));
    }

    proptest! {
        #[test]
        fn a_place_is_what_was_marked(text in "[ab \u{e9}\u{1f6a2}\n]{1,60}", a in 0usize..60, b in 0usize..60) {
            let count = text.chars().count();
            let (start, end) = (a.min(b) % (count + 1), a.max(b) % (count + 1));
            let fit = Fit::of(None, &text, Unit::CodePoints);
            if let Ok(range) = fit.place(&offsets(start, end)) {
                let wanted: String = text.chars().skip(start).take(end - start).collect();
                prop_assert_eq!(&text[range], wanted.trim());
            }
        }
    }
}
