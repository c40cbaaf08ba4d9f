//! Is the library whole, and how much is in it.

use super::{Library, LibraryError, Result};
use crate::text::counted;
use crate::version::{IndexError, PrintIndex};
use serde::Serialize;

/// Something that is not as it should be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// `database`, `texts`, `index`, `fingerprints`, `groups`, `names`, `decisions` or `batches`.
    pub part: &'static str,
    pub problem: String,
    /// Nothing is broken: it could be better.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub remark: bool,
}

/// Counts over the whole library.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Stats {
    /// The library's folder.
    pub library: String,
    pub documents: u64,
    pub exact_copies: u64,
    pub groups: u64,
    pub entities: u64,
    pub batches: u64,
    pub words: u64,
    pub text_bytes: u64,
    pub library_bytes: u64,
    pub undecided: u64,
    pub keep: u64,
    pub drop: u64,
    pub later: u64,
    /// Documents whose names an older recogniser has read, or one that is not known.
    pub names_of_older: u64,
    /// Documents whose names a model has read that was named for it.
    pub names_of_models: u64,
}

/// What to do about names that an older recogniser has read.
pub const READ_AGAIN: &str = "`variorum rebuild` reads them again and keeps every decision";

impl Stats {
    /// Name and value, in a stated order.
    pub fn lines(&self) -> Vec<(&'static str, u64)> {
        let mut lines = vec![
            ("documents", self.documents),
            ("exact copies", self.exact_copies),
            ("version groups", self.groups),
            ("entities", self.entities),
            ("batches", self.batches),
            ("words", self.words),
            ("bytes of text", self.text_bytes),
            ("bytes on disk", self.library_bytes),
            ("undecided", self.undecided),
            ("keep", self.keep),
            ("drop", self.drop),
            ("later", self.later),
        ];
        if self.names_of_older > 0 {
            lines.push(("with older names", self.names_of_older));
        }
        if self.names_of_models > 0 {
            lines.push(("read by a model", self.names_of_models));
        }
        lines
    }
}

impl Library {
    /// Checks the database, every text, and what is derived from them. An answer without any but remarks is
    /// good.
    pub fn check(&mut self) -> Result<Vec<Finding>> {
        let mut findings = Vec::new();
        let mut find = |part, problem: String| findings.push(Finding { part, problem, remark: false });
        for problem in self.store.integrity()? {
            find("database", problem);
        }
        let last = self.store.last_document()?;
        for number in 1..=last {
            match self.store.text(number) {
                Ok(Some(text)) if self.store.hash(number)? == Some(super::derive::hash(&text)) => {}
                Ok(Some(_)) => find("texts", format!("the text of document #{number} is not what was added")),
                Ok(None) => find("texts", format!("document #{number} has no text")),
                Err(error) => find("texts", error.to_string()),
            }
        }
        // While another process adds, what is derived follows it.
        let adding = matches!(self.lock(), Err(LibraryError::Busy));
        match self.text_index() {
            Err(error) => find("index", error.to_string()),
            Ok(index) => {
                let (held, seen) = (index.last_document()?, index.documents());
                if held < last && !adding {
                    find(
                        "index",
                        format!("holds {held} of {}; `variorum rebuild` brings it level", counted(last, "document")),
                    );
                } else if !adding && seen != u64::from(self.store.document_count()?) {
                    find(
                        "index",
                        format!(
                            "holds {}, the database {last}; `variorum rebuild` makes it anew",
                            counted(seen, "document")
                        ),
                    );
                }
                for file in index.check()? {
                    find("index", format!("{} is damaged; `variorum rebuild` makes it anew", file.display()));
                }
            }
        }
        match PrintIndex::open(&self.prints_folder()) {
            Err(error) => find("fingerprints", error.to_string()),
            Ok(prints) if prints.last_document() < last && !adding => {
                find(
                    "fingerprints",
                    format!(
                        "hold {} of {}; `variorum rebuild` brings them level",
                        prints.last_document(),
                        counted(last, "document")
                    ),
                );
            }
            Ok(prints) => match prints.check() {
                Ok(()) => {}
                Err(IndexError::Damaged(why, _)) => {
                    find("fingerprints", format!("are damaged ({why}); `variorum rebuild` makes them anew"));
                }
                Err(error) => find("fingerprints", error.to_string()),
            },
        }
        let unfinished = self.store.unfinished_batch()?;
        if !adding && unfinished.is_none() && self.grouped_through()? < last {
            find("groups", "versions of the newest documents have not been looked for; `variorum rebuild` does".into());
        }
        let wrong = self.store.wrong_seen()?;
        if wrong > 0 {
            find("groups", format!("{wrong} figures of new words cannot be; `variorum rebuild` counts them anew"));
        }
        let wrong = self.store.wrong_standings()? + self.store.wrong_notes()? + self.store.wrong_imports()?;
        if wrong > 0 {
            let told = format!("{wrong} verdicts, tags, notes or read marks are not what the log says");
            find("decisions", format!("{told}; `variorum rebuild` takes them from it anew"));
        }
        if !adding && self.names_lag()? {
            find(
                "names",
                "do not follow every decision about them yet; the next add or `variorum rebuild` sees to it".into(),
            );
        }
        if let Some((_, name)) = unfinished {
            let problem = match adding {
                true => format!("batch {name} is being added; check again when that is done"),
                false => format!("the add of batch {name} was interrupted; add the same paths again and it goes on"),
            };
            find("batches", problem);
        }
        let older = self.names_of_older()?;
        if older > 0 {
            let problem =
                format!("those of {} were read by an older recogniser; {READ_AGAIN}", counted(older, "document"));
            findings.push(Finding { part: "names", problem, remark: true });
        }
        Ok(findings)
    }

    pub fn stats(&self) -> Result<Stats> {
        let (text_bytes, words) = self.store.text_totals()?;
        let documents = u64::from(self.store.document_count()?);
        let verdicts = self.store.verdict_counts()?;
        let verdict = |word: &str| verdicts.iter().find(|known| known.0 == word).map_or(0, |known| u64::from(known.1));
        Ok(Stats {
            library: crate::ingest::printable(&self.whole_folder()),
            documents,
            exact_copies: self.store.all_copies()?,
            groups: u64::from(self.store.group_count()?),
            entities: self.store.entity_count()?,
            batches: self.store.batches()?.len() as u64,
            words,
            text_bytes,
            library_bytes: size_of(&self.folder),
            undecided: documents - u64::from(self.store.decided_count()?),
            keep: verdict("keep"),
            drop: verdict("drop"),
            later: verdict("later"),
            names_of_older: u64::from(self.names_of_older()?),
            names_of_models: u64::from(self.names_of_models()?),
        })
    }
}

fn size_of(folder: &std::path::Path) -> u64 {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .map(|entry| match entry.metadata() {
            Ok(meta) if meta.is_dir() => size_of(&entry.path()),
            Ok(meta) => meta.len(),
            Err(_) => 0,
        })
        .sum()
}
