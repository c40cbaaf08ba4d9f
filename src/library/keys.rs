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
    /// The first text under each id, both as hashes; also under what is called by a made name.
    first: HashMap<u64, u64>,
    /// The numbers of those that came after it and differ, by id and text.
    others: HashMap<(u64, u64), usize>,
    /// The last number that was given under an id.
    last_number: HashMap<u64, usize>,
    /// Where the last record without an id stood, and how many have begun on that line.
    last: (String, u64, u64),
}

impl<'s> Keys<'s> {
    /// For a file by its key; the library where that has read it before.
    pub fn new(file: &str, store: Option<&'s Store>) -> Self {
        let (first, others, last_number) = Default::default();
        Keys { file: file.to_owned(), store, first, others, last_number, last: (String::new(), 0, 0) }
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
        let is_stream = self.file == STREAM;
        if !counts_rows(id) || is_stream {
            let key = self.named(id, text);
            // A name that was made here is no version of what another file calls so.
            let may_be_anothers = !is_stream && (id.chars().count() <= SHORT || key != *id);
            let beside = may_be_anothers.then(|| format!("{place}!/{key}"));
            return Key { key, beside };
        }
        if self.was_called(id) && self.named(id, text) == *id {
            return Key { key: id.clone(), beside: None };
        }
        let key = self.named(&format!("{place}!/{id}"), text);
        Key { key, beside: None }
    }

    /// Some programs write all records in one line.
    fn by_line(&mut self, place: String, line: u64) -> String {
        let again = self.last.0 == place && self.last.1 == line;
        let count = if again { self.last.2 + 1 } else { 1 };
        let key = if again { format!("{place}#{line}.{count}") } else { format!("{place}#{line}") };
        self.last = (place, line, count);
        key
    }

    /// What a text is called among those of this reading that have one id: by the id, or by that and the first
    /// number under which none was met. A name that is made so is taken as if it were an id.
    fn named(&mut self, id: &str, text: u64) -> String {
        let hash = rapidhash_v3(id.as_bytes());
        if *self.first.entry(hash).or_insert(text) == text {
            return id.to_owned();
        }
        if let Some(number) = self.others.get(&(hash, text)) {
            return numbered(id, *number);
        }
        let number = self.last_number.entry(hash).or_insert(1);
        loop {
            *number += 1;
            let name = numbered(id, *number);
            if *self.first.entry(rapidhash_v3(name.as_bytes())).or_insert(text) == text {
                self.others.insert((hash, text), *number);
                return name;
            }
        }
    }

    /// True for a number that this file's row has for a key since the time when all numbers were such.
    fn was_called(&self, id: &str) -> bool {
        self.store.is_some_and(|store| store.stands_in(id, &self.file).unwrap_or(false))
    }
}

fn numbered(key: &str, number: usize) -> String {
    format!("{key}~{number}")
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
    fn a_name_that_is_made_is_no_other_records_id() {
        let mut keys = Keys::new("t.csv", None);
        let mut of = |id: &str, text: &str| keys.of(&row(id, text)).key;
        assert_eq!([of("record-a", "a"), of("record-a", "b")], ["record-a", "record-a~2"]);
        assert_eq!([of("record-a~2", "c"), of("record-a~2", "b")], ["record-a~2~2", "record-a~2"]);
        assert_eq!([of("record-b~2", "a"), of("record-b", "a"), of("record-b", "b")][2], "record-b~3");
        assert_eq!([of("record-b", "b"), of("record-b", "c")], ["record-b~3", "record-b~4"]);
        let key = Keys::new("u.csv", None).of(&row("record-a", "a"));
        assert_eq!(key.beside, None);
        let mut keys = Keys::new("u.csv", None);
        keys.of(&row("record-a", "a"));
        assert_eq!(keys.of(&row("record-a", "b")).beside.as_deref(), Some("u.csv!/record-a~2"));
    }

    #[test]
    fn records_without_an_id_go_by_their_line_or_number() {
        let mut keys = Keys::new("r.json", None);
        let mut of = |line, ordinal| keys.of(&record(line, ordinal)).key;
        assert_eq!([of(Some(1), None), of(Some(1), None), of(Some(1), None)], ["r.json#1", "r.json#1.2", "r.json#1.3"]);
        assert_eq!([of(Some(4), None), of(None, Some(3)), of(None, None)], ["r.json#4", "r.json#3", "r.json"]);
    }
}
