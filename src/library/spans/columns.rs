//! A word a line with its tag, as the CoNLL tasks have it: the word first, the tag last; IOB, IOB2,
//! BILOU and BIOES are understood. The format has no text, so one is put together of the words, and the
//! names are looked for in the document's.

use super::{Each, Given, Marked, Place, Told};
use crate::library::{LibraryError, Result};
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

/// A document that is being read.
#[derive(Default)]
struct Open {
    line: usize,
    key: Option<String>,
    text: String,
    spans: Vec<Given>,
    /// The name that may go on: its label.
    going: Option<String>,
}

pub(super) fn read(file: &Path, each: &mut Each<'_>, told: &mut Told<'_>) -> Result<()> {
    let fail = |error| LibraryError::Given(file.to_owned(), error);
    let mut input = BufReader::new(File::open(file).map_err(fail)?);
    let stem = file.file_stem().map(|stem| stem.to_string_lossy().into_owned());
    let mut open = Open { line: 1, ..Open::default() };
    let (mut bytes, mut first) = (Vec::new(), true);
    let mut close = |open: &mut Open, each: &mut Each<'_>| {
        let done = std::mem::take(open);
        if done.text.is_empty() {
            open.key = done.key;
            return Ok(());
        }
        let alone = if first { stem.clone() } else { None };
        first = false;
        let keys = done.key.into_iter().chain(alone).collect();
        each(Marked { line: done.line, keys, text: Some(done.text), spans: done.spans })
    };
    for number in 1.. {
        bytes.clear();
        if input.read_until(b'\n', &mut bytes).map_err(fail)? == 0 {
            break;
        }
        let line = String::from_utf8_lossy(&bytes);
        let line = line.trim_start_matches('\u{feff}').trim_end();
        if is_word_of_signs(line) {
            word(line, number, &mut open, told);
        } else if line.starts_with("-DOCSTART-") {
            close(&mut open, each)?;
            open = Open { line: number, ..Open::default() };
        } else if let Some((name, key)) = line.strip_prefix('#').and_then(|line| line.split_once('=')) {
            if matches!(name.trim(), "id" | "newdoc id" | "doc_id" | "key") {
                close(&mut open, each)?;
                open = Open { line: number, key: Some(key.trim().to_owned()), ..Open::default() };
            }
        } else if line.is_empty() {
            open.going = None;
        } else if !line.starts_with("# ") {
            word(line, number, &mut open, told);
        }
    }
    close(&mut open, each)
}

/// A line of a word that begins with `#` and its tag, where others are about the document.
fn is_word_of_signs(line: &str) -> bool {
    let mut columns = line.split(['\t', ' ']).filter(|column| !column.is_empty());
    let (Some(first), Some(tag), None) = (columns.next(), columns.next(), columns.next()) else { return false };
    let marked =
        |tag: &str| tag.split_once('-').is_some_and(|(place, kind)| "BIESULM".contains(place) && !kind.is_empty());
    first.starts_with('#') && (tag == "O" || marked(tag))
}

fn word(line: &str, number: usize, open: &mut Open, told: &mut Told<'_>) {
    let mut columns = line.split(['\t', ' ']).filter(|column| !column.is_empty());
    let (Some(word), Some(tag)) = (columns.next(), columns.next_back()) else {
        told(number, "it has a word and no tag; the tag is expected last".to_owned());
        open.going = None;
        return;
    };
    if !open.text.is_empty() {
        open.text.push(' ');
    }
    let start = open.text.len();
    open.text.push_str(match word {
        "-LRB-" => "(",
        "-RRB-" => ")",
        "-LSB-" => "[",
        "-RSB-" => "]",
        "``" | "''" => "\"",
        word => word,
    });
    let end = open.text.len();
    let (mark, label) = tag.split_once('-').unwrap_or((tag, ""));
    let goes_on = match mark {
        "I" | "L" | "E" | "M" if !label.is_empty() => open.going.as_deref() == Some(label),
        "B" | "U" | "S" if !label.is_empty() => false,
        "O" | "_" => {
            open.going = None;
            return;
        }
        _ => {
            told(number, format!("{tag:?} is no tag as in B-PER, I-PER or O"));
            open.going = None;
            return;
        }
    };
    match open.spans.last_mut() {
        Some(Given { place: Place::Bytes(range), .. }) if goes_on => range.end = end,
        _ => open.spans.push(Given { line: number, label: label.to_owned(), place: Place::Bytes(start..end) }),
    }
    open.going = (!matches!(mark, "L" | "E" | "U" | "S")).then(|| label.to_owned());
}
