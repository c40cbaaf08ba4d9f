//! Names that another program or person marked: read from its files, matched to the documents of the
//! library, and taken over as one act of the reader.

mod brat;
mod columns;
mod lines;
mod matching;

pub use super::repairs::Named;
use super::types::{Decided, DocNo, EntityKind, Progress};
use super::{Library, LibraryError, Result};
use crate::entity::Label;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

/// How a file says where names stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A document a line, as spaCy and Prodigy write it.
    Lines,
    /// brat's standoff: `.ann` beside `.txt`.
    Brat,
    /// A word a line with its tag.
    Columns,
}

/// What offsets count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    CodePoints,
    Bytes,
    Utf16,
}

/// What to read, and how.
#[derive(Clone, Debug)]
pub struct Options {
    pub form: Option<Form>,
    pub unit: Unit,
    /// Labels of the files, in capitals, with the types that they stand for.
    pub labels: Vec<(String, EntityKind)>,
}

/// Something that could not be taken over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    pub path: PathBuf,
    pub line: usize,
    pub error: String,
}

/// What an import brought.
#[derive(Clone, Debug, Default)]
pub struct Imported {
    /// Nothing where no name could be taken over.
    pub decided: Option<Decided>,
    pub documents: usize,
    pub names: usize,
    /// Spans whose labels are no names here: dates, sums, numbers.
    pub passed_over: usize,
}

/// A text with marks, as one file has it.
#[derive(Debug, Default)]
struct Marked {
    line: usize,
    /// What it may be called, the best first.
    keys: Vec<String>,
    text: Option<String>,
    spans: Vec<Given>,
}

/// A mark.
#[derive(Debug)]
struct Given {
    line: usize,
    label: String,
    place: Place,
}

#[derive(Debug)]
enum Place {
    /// In the unit of the file; with the words that are said to stand there.
    Offsets { start: usize, end: usize, words: Option<String> },
    /// In bytes of the text that the record has.
    Bytes(Range<usize>),
}

/// What a reader of a format gives for each text.
type Each<'e> = dyn FnMut(Marked) -> Result<()> + 'e;

/// Tells what is wrong with a line.
type Told<'t> = dyn FnMut(usize, String) + 't;

impl Library {
    /// Reads files and takes over the names that they mark. What cannot be taken over is told to
    /// `trouble`, and the others go on.
    ///
    /// # Errors
    /// When a file cannot be opened, or the library cannot be read or written.
    pub fn import_spans(
        &mut self,
        paths: &[PathBuf],
        options: &Options,
        now: i64,
        trouble: &mut dyn FnMut(Trouble),
        progress: &mut dyn FnMut(&Progress),
    ) -> Result<Imported> {
        let mut found: BTreeMap<DocNo, Vec<Named>> = BTreeMap::new();
        let mut imported = Imported::default();
        for path in paths {
            for file in files(path)? {
                let problems: RefCell<Vec<(usize, String)>> = RefCell::default();
                let mut each = |marked: Marked| {
                    let mut told = |line, error| problems.borrow_mut().push((line, error));
                    imported.passed_over += self.take(marked, &file, options, &mut found, &mut told)?;
                    Ok(())
                };
                let mut told = |line, error| problems.borrow_mut().push((line, error));
                read(&file, options.form, &mut each, &mut told)?;
                let mut problems = problems.into_inner();
                problems.sort_by_key(|problem| problem.0);
                for (line, error) in problems {
                    trouble(Trouble { path: file.clone(), line, error });
                }
            }
        }
        found.retain(|_, places| !places.is_empty());
        imported.documents = found.len();
        imported.names = found.values().map(Vec::len).sum();
        if !found.is_empty() {
            let from: Vec<String> = paths.iter().map(|path| path.display().to_string()).collect();
            imported.decided = Some(self.name_spans(&from.join(", "), &found, now, progress)?);
        }
        Ok(imported)
    }

    /// Matches a marked text to its document and puts its names with those found; gives how many marks
    /// are no names.
    fn take(
        &mut self,
        marked: Marked,
        file: &Path,
        options: &Options,
        found: &mut BTreeMap<DocNo, Vec<Named>>,
        told: &mut Told<'_>,
    ) -> Result<usize> {
        if marked.spans.is_empty() {
            return Ok(0);
        }
        let Some(document) = self.document_marked(&marked, file)? else {
            let named = marked.keys.first().map(|key| format!("no document answers to {key:?}"));
            let why = named.unwrap_or_else(|| "it names no document".to_owned());
            told(marked.line, format!("{why}, and none has its text; add the document first"));
            return Ok(0);
        };
        let text = self.text(document)?;
        let fit = matching::Fit::of(marked.text.as_deref(), &text, options.unit);
        let mut passed = 0;
        let places = found.entry(document).or_default();
        for given in &marked.spans {
            let kind = match kind(&given.label, &options.labels) {
                Meant::Named(kind) => kind,
                Meant::NoName => {
                    passed += 1;
                    continue;
                }
                Meant::Unknown => {
                    told(
                        given.line,
                        format!("the label {0:?} is not known; --label {0}=TYPE says what it is", given.label),
                    );
                    continue;
                }
            };
            match fit.place(&given.place) {
                Ok(range) => {
                    let (start, end) = (range.start as u32, range.end as u32);
                    let meets = places.iter().any(|other| other.start < end && start < other.end);
                    match places.iter().any(|other| (other.start, other.end, other.kind) == (start, end, kind)) {
                        true => {}
                        false if meets => told(given.line, "it overlaps a name before it, which is kept".to_owned()),
                        false => places.push(Named { start, end, kind }),
                    }
                }
                Err(error) => told(given.line, error),
            }
        }
        places.sort_unstable();
        Ok(passed)
    }
}

/// The files of a path: those of brat where it is a folder.
fn files(path: &Path) -> Result<Vec<PathBuf>> {
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let fail = |error| LibraryError::Given(path.to_owned(), error);
    let mut out = Vec::new();
    for entry in path.read_dir().map_err(fail)? {
        let entry = entry.map_err(fail)?.path();
        let known = entry.extension().is_some_and(|ext| ext == "ann" || ext == "conll" || ext == "jsonl");
        if entry.is_file() && known {
            out.push(entry);
        }
    }
    out.sort();
    Ok(out)
}

fn read(file: &Path, form: Option<Form>, each: &mut Each<'_>, told: &mut Told<'_>) -> Result<()> {
    let form = form.unwrap_or_else(|| match file.extension().and_then(|ext| ext.to_str()) {
        Some("ann") => Form::Brat,
        Some("conll" | "iob" | "iob2" | "bio" | "tsv" | "conllu") => Form::Columns,
        _ => Form::Lines,
    });
    match form {
        Form::Lines => lines::read(file, each, told),
        Form::Brat => brat::read(file, each, told),
        Form::Columns => columns::read(file, each, told),
    }
}

/// What a label stands for: as the reader says, or as the usual sets have it.
fn kind(label: &str, own: &[(String, EntityKind)]) -> Meant {
    let capitals = label.to_uppercase();
    match own.iter().find(|known| known.0 == capitals) {
        Some((_, kind)) => Meant::Named(*kind),
        None => match Label::of(label) {
            Label::Named(kind) => Meant::Named(EntityKind::from(kind)),
            Label::NoName => Meant::NoName,
            Label::Unknown => Meant::Unknown,
        },
    }
}

enum Meant {
    Named(EntityKind),
    NoName,
    Unknown,
}

/// The type that a word of the usual sets stands for, if it is one of names.
pub(super) fn named_kind(word: &str) -> Option<EntityKind> {
    match kind(word, &[]) {
        Meant::Named(kind) => Some(kind),
        Meant::NoName | Meant::Unknown => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_read_with_and_without_marks() {
        let own = [("SHIP".to_owned(), EntityKind::Misc)];
        for (label, expected) in [
            ("per", Some(EntityKind::Person)),
            ("B-ORG", Some(EntityKind::Org)),
            ("ner/S-GPE", Some(EntityKind::Place)),
            ("ship", Some(EntityKind::Misc)),
            ("B-", None),
            ("MONEY", None),
        ] {
            let named = match kind(label, &own) {
                Meant::Named(kind) => Some(kind),
                Meant::NoName | Meant::Unknown => None,
            };
            assert_eq!(named, expected, "{label}");
        }
    }
}
