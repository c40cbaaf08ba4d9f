//! The keys of documents: what a text is called, so that it is known again when its file has changed,
//! and so that no two texts of one file are taken for one.

use crate::ingest::Extracted;
use crate::store::Store;
use rapidhash::v3::rapidhash_v3;
use std::collections::HashMap;

/// Standard input has no name that would tell one stream from another.
const STREAM: &str = "-";

/// Figures of a number that counts rows; longer ones are given out by those who count for the world.
const COUNTED: usize = 9;

/// Characters of an id that many tables may have.
const SHORT: usize = 5;

/// What a document is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Key {
    pub key: String,
    /// What it is called instead where another file has that for another text.
    pub beside: Option<String>,
}

/// The keys of what one reading of one file gives.
pub(super) struct Keys<'s> {
    file: String,
    /// The library, where it may hold texts of this file.
    store: Option<&'s Store>,
    /// The first text under each id, both as hashes.
    first: HashMap<u64, u64>,
    /// Those that came after it and differ.
    others: HashMap<u64, Vec<u64>>,
    /// Where the last record without an id stood, and how many have begun on that line.
    last: (String, u64, u64),
}

impl<'s> Keys<'s> {
    /// For a file by its key; the library where that has read it before.
    pub fn new(file: &str, store: Option<&'s Store>) -> Self {
        let (first, others) = (HashMap::new(), HashMap::new());
        Keys { file: file.to_owned(), store, first, others, last: (String::new(), 0, 0) }
    }

    /// The key of the next document.
    ///
    /// One id for two texts is an oversight of whoever wrote the file, or a count that began anew: neither
    /// is a newer version of the other, so they are told apart. The same text twice is one.
    pub fn of(&mut self, document: &Extracted) -> Key {
        let place = format!("{}{}", self.file, document.inside);
        let Some(id) = &document.id else {
            let key = match (document.line, document.ordinal) {
                (_, Some(ordinal)) => format!("{place}#{ordinal}"),
                (Some(line), None) => self.by_line(place, line),
                (None, None) => place,
            };
            return Key { key, beside: None };
        };
        let text = rapidhash_v3(document.text.as_bytes());
        let beside = format!("{place}!/{id}");
        let is_stream = self.file == STREAM;
        if !counts_rows(id) || is_stream {
            let number = self.number(id, text);
            let may_be_anothers = !is_stream && id.chars().count() <= SHORT;
            let beside = may_be_anothers.then(|| numbered(&beside, number));
            return Key { key: numbered(id, number), beside };
        }
        if self.was_called(id) && self.number(id, text) == 1 {
            return Key { key: id.clone(), beside: None };
        }
        let number = self.number(&beside, text);
        Key { key: numbered(&beside, number), beside: None }
    }

    /// Some programs write all records in one line.
    fn by_line(&mut self, place: String, line: u64) -> String {
        let again = self.last.0 == place && self.last.1 == line;
        let count = if again { self.last.2 + 1 } else { 1 };
        let key = if again { format!("{place}#{line}.{count}") } else { format!("{place}#{line}") };
        self.last = (place, line, count);
        key
    }

    /// The place of a text among those of this reading that have one id, from 1.
    fn number(&mut self, id: &str, text: u64) -> usize {
        let id = rapidhash_v3(id.as_bytes());
        if *self.first.entry(id).or_insert(text) == text {
            return 1;
        }
        let others = self.others.entry(id).or_default();
        let at = others.iter().position(|other| *other == text).unwrap_or_else(|| {
            others.push(text);
            others.len() - 1
        });
        at + 2
    }

    /// True for a number that this file's row has for a key since the time when all numbers were such.
    fn was_called(&self, id: &str) -> bool {
        self.store.is_some_and(|store| store.stands_in(id, &self.file).unwrap_or(false))
    }
}

fn numbered(key: &str, number: usize) -> String {
    if number == 1 { key.to_owned() } else { format!("{key}~{number}") }
}

/// True for an id that is only a number, as every table has it that counts its rows.
fn counts_rows(id: &str) -> bool {
    let figures = id.trim().trim_start_matches('-');
    let figures = figures.strip_suffix(".0").unwrap_or(figures);
    (1..=COUNTED).contains(&figures.len()) && figures.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(id: &str, text: &str) -> Extracted {
        Extracted { id: Some(id.to_owned()), text: text.to_owned(), line: Some(2), ..Extracted::default() }
    }

    fn record(line: Option<u64>, ordinal: Option<u64>) -> Extracted {
        Extracted { line, ordinal, ..Extracted::default() }
    }

    #[test]
    fn a_number_is_a_key_of_its_file_alone() {
        let mut keys = Keys::new("t.csv", None);
        let mut of = |id: &str| keys.of(&row(id, "x"));
        assert_eq!(of("1"), Key { key: "t.csv!/1".into(), beside: None });
        assert_eq!((of("2.0").key, of("1234567890").key), ("t.csv!/2.0".into(), "1234567890".into()));
        assert_eq!(of("a1"), Key { key: "a1".into(), beside: Some("t.csv!/a1".into()) });
        assert_eq!(of("4f2a-77"), Key { key: "4f2a-77".into(), beside: None });
        for id in ["1", "a1"] {
            assert_eq!(Keys::new("-", None).of(&row(id, "x")), Key { key: id.into(), beside: None });
        }
    }

    #[test]
    fn two_texts_of_one_id_are_told_apart_and_one_text_is_one() {
        let mut keys = Keys::new("t.csv", None);
        let mut of = |id: &str, text: &str| keys.of(&row(id, text)).key;
        assert_eq!([of("case-12", "a"), of("case-12", "b"), of("case-12", "a")], ["case-12", "case-12~2", "case-12"]);
        assert_eq!([of("7", "a"), of("7", "b"), of("7", "c")], ["t.csv!/7", "t.csv!/7~2", "t.csv!/7~3"]);
    }

    #[test]
    fn records_without_an_id_go_by_their_line_or_number() {
        let mut keys = Keys::new("r.json", None);
        let mut of = |line, ordinal| keys.of(&record(line, ordinal)).key;
        assert_eq!([of(Some(1), None), of(Some(1), None), of(Some(1), None)], ["r.json#1", "r.json#1.2", "r.json#1.3"]);
        assert_eq!([of(Some(4), None), of(None, Some(3)), of(None, None)], ["r.json#4", "r.json#3", "r.json"]);
    }
}
