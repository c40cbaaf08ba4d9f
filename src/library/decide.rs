//! What readers decide: verdicts, stars, tags, read marks; the log, undo and redo.

use super::types::{Act, Decided, DocNo};
use super::{Library, Result};
use crate::store::decisions::{DecisionRecord, NewDecision};
use crate::triage::describe;
use std::collections::BTreeSet;

impl Library {
    /// Writes a decision about some documents; it holds from now on, in every process.
    pub fn decide(&mut self, documents: &[DocNo], act: &Act, now: i64) -> Result<Decided> {
        self.decide_as(documents, act, now, false)
    }

    /// A decision that the program makes for the reader, such as the read mark of an opened
    /// document: in the log, but passed over by undo.
    pub fn decide_quietly(&mut self, documents: &[DocNo], act: &Act, now: i64) -> Result<Decided> {
        self.decide_as(documents, act, now, true)
    }

    fn decide_as(&mut self, documents: &[DocNo], act: &Act, at: i64, quiet: bool) -> Result<Decided> {
        if documents.is_empty() {
            return Ok(Decided {
                summary: "no document to decide about".into(),
                documents: Vec::new(),
                nothing: true,
                decision: None,
            });
        }
        let (name, value) = act.written();
        let who = self.who.clone();
        let new = NewDecision { at, who: &who, act: name, value: Some(&value), quiet, documents };
        let number = self.store.write(|writer| writer.decide(&new))?;
        Ok(Decided {
            summary: describe(name, Some(&value), documents.len()),
            documents: documents.to_vec(),
            nothing: false,
            decision: Some(number),
        })
    }

    /// The documents that have a verdict.
    pub fn decided(&self) -> Result<roaring::RoaringBitmap> {
        Ok(self.store.decided()?)
    }

    /// Every member of the version groups of some documents, and the documents themselves.
    pub fn whole_groups(&self, documents: &[DocNo]) -> Result<Vec<DocNo>> {
        let mut all = BTreeSet::new();
        for &document in documents {
            all.insert(document);
            if let Some(member) = self.store.member(document)? {
                all.extend(self.store.members(member.group)?.into_iter().map(|member| member.document));
            }
        }
        Ok(all.into_iter().collect())
    }

    /// Takes back this reader's last decision that stands.
    pub fn undo(&mut self, now: i64) -> Result<Decided> {
        let who = self.who.clone();
        let turned = self.store.write(|writer| writer.undo(&who, now))?;
        self.turned(turned, "undone", "nothing is left to undo")
    }

    /// Restores what the last undo took back.
    pub fn redo(&mut self, now: i64) -> Result<Decided> {
        let who = self.who.clone();
        let turned = self.store.write(|writer| writer.redo(&who, now))?;
        self.turned(turned, "redone", "nothing is left to redo")
    }

    fn turned(&self, number: Option<i64>, verb: &str, nothing: &str) -> Result<Decided> {
        let record = match number {
            Some(number) => self.store.decision(number)?,
            None => None,
        };
        Ok(match record {
            None => Decided { summary: nothing.to_owned(), documents: Vec::new(), nothing: true, decision: None },
            Some(record) => Decided {
                summary: format!("{verb}: {}", describe(&record.act, record.value.as_deref(), record.documents.len())),
                documents: record.documents,
                nothing: false,
                decision: number,
            },
        })
    }

    /// The log of decisions, the oldest first.
    pub fn log(&self) -> Result<Vec<DecisionRecord>> {
        Ok(self.store.decisions()?)
    }

    /// One decision of the log.
    pub fn decision(&self, number: i64) -> Result<Option<DecisionRecord>> {
        Ok(self.store.decision(number)?)
    }
}
