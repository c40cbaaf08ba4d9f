//! What readers decide: verdicts, stars, tags, notes, read marks; the log, undo and redo.

use super::overruled::{had, of_which};
use super::types::repairs::Repair;
use super::types::{Act, Decided, DocNo, Progress};
use super::{Library, Result};
use crate::store::decisions::{DecisionRecord, NewDecision};
use crate::store::imports;
use crate::triage::{Verdict, describe, describe_known};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::AtomicBool;

impl Library {
    /// Writes a decision about some documents; it holds from now on, in every process. It is not about those
    /// which this reader has decided so already, as nothing would change and undo would take nothing back.
    pub fn decide(&mut self, documents: &[DocNo], act: &Act, now: i64) -> Result<Decided> {
        self.decide_together(&[(documents, act)], now)
    }

    /// Writes decisions that are one act of the reader: undo takes all of them back.
    pub fn decide_together(&mut self, parts: &[(&[DocNo], &Act)], now: i64) -> Result<Decided> {
        let mut overruled = String::new();
        for (documents, act) in parts {
            if let Act::Verdict(verdict) = act {
                overruled.push_str(&self.overruled(documents, *verdict)?);
            }
        }
        let mut decided = self.decide_as(parts, now, false)?;
        decided.summary.push_str(&overruled);
        Ok(decided)
    }

    /// A decision that the program makes for the reader, such as the read mark of an opened
    /// document: in the log, but passed over by undo.
    pub fn decide_quietly(&mut self, documents: &[DocNo], act: &Act, now: i64) -> Result<Decided> {
        self.decide_as(&[(documents, act)], now, true)
    }

    fn decide_as(&mut self, parts: &[(&[DocNo], &Act)], at: i64, quiet: bool) -> Result<Decided> {
        let parts: Vec<_> = parts.iter().filter(|(documents, _)| !documents.is_empty()).collect();
        if parts.is_empty() {
            return Ok(nothing("no document to decide about"));
        }
        let who = self.who.clone();
        let (decisions, fresh) = self.store.write(|writer| {
            let mut numbers: Vec<i64> = Vec::with_capacity(parts.len());
            let mut fresh: Vec<Vec<DocNo>> = Vec::with_capacity(parts.len());
            for (documents, act) in &parts {
                let (name, value) = act.written();
                let with = numbers.first().copied();
                let passage = act.passage();
                let asked = NewDecision {
                    at,
                    who: &who,
                    act: name,
                    value: Some(&value),
                    quiet,
                    with,
                    documents,
                    anchor: passage.as_ref(),
                };
                let mut new = if quiet { documents.to_vec() } else { writer.undecided_so(&asked)? };
                // A verdict ends a dispute, also one that says what stands.
                if matches!(act, Act::Verdict(_)) && new.len() < documents.len() {
                    let known: BTreeSet<DocNo> = new.iter().copied().collect();
                    let disputed = writer.disputed()?;
                    let open = documents.iter().filter(|document| disputed.contains(**document));
                    new.extend(open.filter(|document| !known.contains(document)));
                }
                if !new.is_empty() {
                    numbers.push(writer.decide(&NewDecision { documents: &new, ..asked })?);
                }
                fresh.push(new);
            }
            Ok((numbers, fresh))
        })?;
        let told: Vec<String> =
            parts.iter().zip(&fresh).map(|((documents, act), fresh)| told(act, fresh.len(), documents.len())).collect();
        let mut documents: Vec<DocNo> = parts.iter().flat_map(|(documents, _)| documents.iter().copied()).collect();
        let mut seen = BTreeSet::new();
        documents.retain(|&document| seen.insert(document));
        if decisions.is_empty() {
            return Ok(Decided { documents, ..nothing(&told.join(", ")) });
        }
        let regrouped: Vec<DocNo> = parts
            .iter()
            .filter(|(_, act)| act.regroups())
            .flat_map(|(documents, _)| documents.iter().copied())
            .collect();
        if !regrouped.is_empty() {
            self.regroup(&regrouped)?;
        }
        Ok(Decided {
            summary: told.join(", "),
            documents,
            nothing: false,
            decisions,
            regrouped: !regrouped.is_empty(),
            noted: parts.iter().any(|(_, act)| act.is_on_notes()),
            ..Decided::default()
        })
    }

    /// Writes a decision about every member of the version groups of some documents, and tells how
    /// many that touches and which of them had another verdict.
    pub fn decide_on_groups(&mut self, documents: &[DocNo], act: &Act, now: i64) -> Result<Decided> {
        let all = self.whole_groups(documents)?;
        let told = match act {
            Act::Verdict(verdict) => self.decided_otherwise(&all, *verdict, None)?,
            _ => Vec::new(),
        };
        let mut decided = self.decide_as(&[(&all, act)], now, false)?;
        decided.summary.push_str(&of_which(&told));
        Ok(decided)
    }

    /// Keeps a document and drops the others of its version group, and tells what others had decided otherwise, or else
    /// which verdicts that takes the place of.
    pub fn keep_only(&mut self, document: DocNo, now: i64) -> Result<Decided> {
        let mut others = self.whole_groups(&[document])?;
        others.retain(|&other| other != document);
        let mut told = self.decided_otherwise(&[document], Some(Verdict::Keep), Some(document))?;
        told.extend(self.decided_otherwise(&others, Some(Verdict::Drop), None)?);
        let overruled =
            self.overruled(&[document], Some(Verdict::Keep))? + &self.overruled(&others, Some(Verdict::Drop))?;
        let (keep, drop) = (Act::Verdict(Some(Verdict::Keep)), Act::Verdict(Some(Verdict::Drop)));
        let mut decided = self.decide_as(&[(&[document], &keep), (&others, &drop)], now, false)?;
        decided.summary.push_str(&if overruled.is_empty() { of_which(&told) } else { overruled });
        Ok(decided)
    }

    /// Which of some documents have another verdict than the new one, each verdict in a few words; the one at hand is
    /// `this`.
    fn decided_otherwise(
        &self,
        documents: &[DocNo],
        verdict: Option<Verdict>,
        this: Option<DocNo>,
    ) -> Result<Vec<String>> {
        let new = verdict.map(Verdict::as_str);
        let mut differing: BTreeMap<String, Vec<DocNo>> = BTreeMap::new();
        for &document in documents {
            match self.store.standing(document, &self.who)?.verdict {
                Some(old) if Some(old.as_str()) != new => differing.entry(old).or_default().push(document),
                _ => {}
            }
        }
        let tell = |(old, documents): (String, Vec<DocNo>)| {
            let done = had(&old);
            Ok(match documents.as_slice() {
                [one] if this == Some(*one) => format!("this was {done}"),
                [one] => format!("{} was {done}", self.key(*one)?),
                many => format!("{} were {done}", many.len()),
            })
        };
        differing.into_iter().map(tell).collect()
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
    pub fn undo(&mut self, now: i64, progress: &mut dyn FnMut(&Progress)) -> Result<Decided> {
        let who = self.who.clone();
        let turned = self.store.write(|writer| writer.undo(&who, now))?;
        let importer = if turned.is_empty() { self.store.last_importer()? } else { None };
        let none = match importer {
            None => "nothing is left to undo".to_owned(),
            Some(who) => {
                format!("nothing of yours is left to undo; what {who} took over goes with the merge, by {who}'s undo")
            }
        };
        self.turned(turned, "undone", &none, progress)
    }

    /// Restores what the last undo took back.
    pub fn redo(&mut self, now: i64, progress: &mut dyn FnMut(&Progress)) -> Result<Decided> {
        let who = self.who.clone();
        let turned = self.store.write(|writer| writer.redo(&who, now))?;
        self.turned(turned, "redone", "nothing is left to redo", progress)
    }

    fn turned(
        &mut self,
        decisions: Vec<i64>,
        verb: &str,
        none: &str,
        progress: &mut dyn FnMut(&Progress),
    ) -> Result<Decided> {
        let (mut told, mut documents, mut noted, mut merge) = (Vec::new(), Vec::new(), false, false);
        for &number in &decisions {
            let Some(record) = self.store.decision(number)? else { continue };
            told.push(self.told_of(&record)?);
            if record.act == imports::ACT {
                merge = true;
                noted |= self.store.import_has(number, &["note", "unnote"])?;
                documents.extend(self.store.documents_of_import(number)?);
            } else {
                noted |= matches!(record.act.as_str(), "note" | "unnote");
                documents.extend(record.documents);
            }
        }
        let regrouped = self.groups_lag()?;
        if regrouped {
            self.regroup(&documents)?;
        }
        let which = if merge { String::new() } else { self.which_one(&documents)? };
        let mended = self.names_lag()?;
        let became = self.follow_repairs(progress, &AtomicBool::new(false))?;
        Ok(match told.is_empty() {
            true => nothing(none),
            false => Decided {
                summary: format!("{verb}: {}{which}", told.join(", ")),
                documents,
                nothing: false,
                decisions,
                merge,
                regrouped,
                noted,
                mended,
                became,
            },
        })
    }

    /// The key of a document that stands alone, as the end of what is told of it.
    pub(super) fn which_one(&self, documents: &[DocNo]) -> Result<String> {
        match documents {
            [one] => Ok(format!(", {}", self.key(*one)?)),
            _ => Ok(String::new()),
        }
    }

    /// The log of decisions, the oldest first.
    pub fn log(&self) -> Result<Vec<DecisionRecord>> {
        Ok(self.store.decisions()?)
    }

    /// A line of the log in words.
    pub fn told_of(&self, record: &DecisionRecord) -> Result<String> {
        let repair = record.value.as_deref().and_then(|value| serde_json::from_str::<Repair>(value).ok());
        match repair {
            Some(repair) if repair.word() == record.act => self.told_repair(&repair),
            _ if super::gazetteers::is_listing(record) => {
                Ok(super::gazetteers::told(&record.act, record.value.as_deref().unwrap_or_default()))
            }
            _ if super::saved::is_saving(record) => {
                Ok(super::saved::told(&record.act, record.value.as_deref().unwrap_or_default()))
            }
            _ => Ok(describe(&record.act, record.value.as_deref(), record.documents.len())),
        }
    }

    /// One decision of the log.
    pub fn decision(&self, number: i64) -> Result<Option<DecisionRecord>> {
        Ok(self.store.decision(number)?)
    }
}

/// What an act did: to how many documents it was new, of how many.
fn told(act: &Act, new: usize, all: usize) -> String {
    let (name, value) = act.written();
    match (new, all - new) {
        (0, known) => describe_known(act, known),
        (new, 0) => describe(name, Some(&value), new),
        (new, known) => format!("{} ({})", describe(name, Some(&value), new), describe_known(act, known)),
    }
}

fn nothing(why: &str) -> Decided {
    Decided { summary: why.to_owned(), nothing: true, ..Decided::default() }
}

/// The decision is about names.
pub fn is_repair(record: &DecisionRecord) -> bool {
    crate::store::repairs::ACTS.contains(&record.act.as_str())
}

/// The decision is a merge of decisions made apart.
pub fn is_merge(record: &DecisionRecord) -> bool {
    record.act == imports::ACT
}

/// The decision is about saved searches.
pub fn is_saving(record: &DecisionRecord) -> bool {
    super::saved::is_saving(record)
}
