//! What a chunk does to the database, in one transaction.

use super::dating;
use super::derive::Derived;
use super::facts::search_kind;
use super::gazetteers::{Book, Lists};
use super::naming::NameBook;
use crate::ingest;
use crate::search::{EntityKind, IndexDoc};
use crate::store::batches::FailureRecord;
use crate::store::bodies::BodyWriter;
use crate::store::documents::NewDocument;
use crate::store::files::FileRecord;
use crate::store::{StoreError, Writer};

/// One thing to write, in order.
pub(super) enum Step {
    Document {
        derived: Box<Derived>,
        again: bool,
    },
    Known {
        key: String,
        path: String,
        hash: [u8; 16],
        /// The interrupted run of this batch took this record already.
        again: bool,
    },
    Failure(FailureRecord),
    /// A document was met again, under the key of a file.
    Again {
        file: String,
        again: ingest::Again,
    },
    /// The file is no longer there.
    Gone(String),
    /// The file is read again from the start.
    Begin {
        key: String,
    },
    /// How far a file has come.
    Mark {
        key: String,
        record: FileRecord,
        /// An interrupted run of this batch has read some of it.
        resumed: bool,
    },
}

/// What goes to the database once a chunk, not once a document.
#[derive(Default)]
pub(super) struct Held {
    pub names: NameBook,
    pub bodies: BodyWriter,
    pub listed: Book,
    /// The file that is being read has given a document or a copy.
    pub gave: bool,
    /// Files since the last chunk of which every record was known.
    pub known: u64,
}

/// A document that has just been written, with its numbers.
pub(super) struct Fresh {
    pub number: u32,
    pub derived: Box<Derived>,
    names: Vec<u32>,
}

impl Fresh {
    /// What of it goes into the text index; [`Fresh::kinds`] are its `kinds`.
    pub fn index_doc<'f>(&'f self, batch: u32, kinds: &'f [EntityKind]) -> IndexDoc<'f> {
        let document = &self.derived.document;
        IndexDoc {
            number: self.number,
            title: &document.title,
            body: &document.text,
            source: document.source.as_deref().unwrap_or_default(),
            path: &self.derived.path,
            url: document.url.as_deref().unwrap_or_default(),
            lang: self.derived.derivation.language.unwrap_or_default(),
            key: &self.derived.key,
            day: document.date.as_ref().map(|date| date.day),
            moment: document.date.as_ref().and_then(|date| dating::moment(Some(&date.iso), Some(date.day))),
            words: self.derived.derivation.words,
            batch,
            names: &self.names,
            kinds,
        }
    }

    /// The types of the names that it mentions.
    pub fn kinds(&self) -> Vec<EntityKind> {
        let mut kinds: Vec<EntityKind> = Vec::new();
        for name in &self.derived.derivation.recognised.names {
            let kind = search_kind(name.kind);
            if !kinds.contains(&kind) {
                kinds.push(kind);
            }
        }
        kinds
    }
}

/// Writes the steps of a chunk, and says which documents are new; `last` is the number of the last document.
pub(super) fn apply(
    writer: &Writer<'_>,
    steps: Vec<Step>,
    batch: u32,
    last: &mut u32,
    held: &mut Held,
    (lists, recogniser): (&Lists, &str),
) -> std::result::Result<Vec<Fresh>, StoreError> {
    let mut fresh: Vec<Fresh> = Vec::new();
    let before = *last;
    for step in steps {
        match step {
            Step::Failure(failure) => {
                if failure.kind == "failed" {
                    writer.note_unread(&failure.path)?;
                }
                writer.put_failure(batch, &failure)?;
            }
            Step::Gone(path) => {
                writer.mark_gone(&path)?;
                let error = "no longer there; what was read from it is kept".to_owned();
                writer.put_failure(batch, &FailureRecord { path, line: None, kind: "gone".into(), error })?;
            }
            Step::Again { file, again } => held.gave |= met_again(writer, &file, again, batch)?,
            Step::Begin { key } => writer.clear_failures(batch, &key)?,
            Step::Mark { key, record, resumed } => {
                let record = FileRecord { batch, ..record };
                if !record.whole || std::mem::take(&mut held.gave) || (resumed && writer.gave(batch, &key)?) {
                    writer.put_file(&key, &record)?;
                } else {
                    held.known += 1;
                    writer.put_known_file(&key, &record)?;
                }
                if record.whole {
                    writer.end_failures(batch, &key)?;
                }
            }
            Step::Known { key, path, hash, again } => {
                held.gave |= sight(writer, &key, &hash, &path, batch, again)? == Sight::Copy;
            }
            Step::Document { mut derived, again } => {
                if let Some(beside) = derived.beside.take()
                    && writer.stands_elsewhere(&derived.key, &derived.path, &derived.hash)?
                {
                    derived.key = beside;
                }
                let sight = sight(writer, &derived.key, &derived.hash, &derived.path, batch, again)?;
                held.gave |= sight != Sight::Known;
                if sight != Sight::Fresh {
                    continue;
                }
                let number = *last + 1;
                if writer.sighted(&derived.key)?.is_some() {
                    writer.retire_key(&derived.key)?;
                }
                put(writer, number, &derived, batch)?;
                held.bodies.put(writer, number, &derived.document.text)?;
                if fresh.is_empty() {
                    writer.note_recognised(number, None, recogniser)?;
                }
                let recognised = &derived.derivation.recognised;
                let names = held.names.note(writer, number, recognised)?;
                writer.put_mentions(number, &names, &recognised.spans)?;
                *last = number;
                fresh.push(Fresh { number, derived, names });
            }
        }
    }
    held.names.flush(writer)?;
    for Fresh { number, derived, .. } in fresh.iter().filter(|_| !lists.is_empty()) {
        lists.put(writer, *number, &derived.document.text, &derived.found, &mut held.listed)?;
    }
    lists.looked_for(writer, before, *last)?;
    held.bodies.flush(writer)?;
    Ok(fresh)
}

/// How a text under a key stands to what the library holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sight {
    /// The text is new.
    Fresh,
    /// The text is there, under another key; this one has been noted.
    Copy,
    /// The text is there under this key.
    Known,
}

/// Looks a text up, and notes its key as a copy where that is new. A text that comes `again` from
/// an interrupted run stays the older version that it may have become since.
fn sight(
    writer: &Writer<'_>,
    key: &str,
    hash: &[u8; 16],
    path: &str,
    batch: u32,
    again: bool,
) -> std::result::Result<Sight, StoreError> {
    let sighted = writer.sighted(key)?;
    if sighted.is_some_and(|(_, known)| known == *hash) {
        return Ok(Sight::Known);
    }
    let Some(document) = writer.with_hash(hash)? else { return Ok(Sight::Fresh) };
    if sighted.is_some() {
        if again && writer.sighted_in_batch(key, hash, batch)? {
            return Ok(Sight::Known);
        }
        writer.retire_key(key)?;
    }
    writer.put_sighting(key, document, path, batch, true)?;
    Ok(Sight::Copy)
}

/// Notes where a document was met again, or that there is no such document; true where that is new.
fn met_again(
    writer: &Writer<'_>,
    file: &str,
    again: ingest::Again,
    batch: u32,
) -> std::result::Result<bool, StoreError> {
    let key = format!("{file}{}", again.inside);
    if writer.sighted(&key)?.is_some() {
        return Ok(false);
    }
    let beside = writer.sighted(&format!("{file}{}", again.beside))?.map(|(document, _)| document);
    match beside.map_or_else(|| writer.with_url(&again.url), |document| Ok(Some(document)))? {
        Some(document) => {
            writer.put_visit(&key, document, file, batch)?;
            Ok(true)
        }
        None => {
            let failure = FailureRecord { path: key, line: None, kind: "part".into(), error: again.said };
            writer.put_failure(batch, &failure)?;
            Ok(false)
        }
    }
}

fn put(writer: &Writer<'_>, number: u32, derived: &Derived, batch: u32) -> std::result::Result<(), StoreError> {
    let document = &derived.document;
    let fields = (!document.fields.is_empty()).then(|| serde_json::Value::Object(document.fields.clone()).to_string());
    writer.put_document(
        number,
        &NewDocument {
            key: &derived.key,
            title: &document.title,
            date: document.date.as_ref().map(|date| date.iso.as_str()),
            day: document.date.as_ref().map(|date| date.day),
            source: document.source.as_deref(),
            path: &derived.path,
            url: document.url.as_deref(),
            language: derived.derivation.language,
            batch,
            words: derived.derivation.words,
            bytes: document.text.len(),
            hash: derived.hash,
            fields: fields.as_deref(),
        },
    )
}
