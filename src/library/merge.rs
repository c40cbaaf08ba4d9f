//! Taking over decisions that were made apart, and watching for those of others.

use super::types::DocNo;
use super::types::merging::{Merged, Told};
use super::types::others::Others;
use super::{Library, Result};
use crate::store::decisions::NewDecision;
use crate::store::notes::AnchorRecord;
use crate::store::saved;
use crate::store::{StoreError, Writer};
use crate::triage::{Act, describe};
use std::collections::{BTreeSet, HashMap};

/// Acts that can be taken over; what other acts are about has no keys.
const ACTS: [&str; 12] =
    ["verdict", "star", "read", "tag", "untag", "note", "unnote", "join", "split", "lead", "save", "unsave"];

impl Library {
    /// Takes over the decisions of another library's log, in its order. What is known already is not
    /// taken twice, so a log can be merged again. `left_out` is told the place in `told` of each
    /// decision that could not be taken over, and why.
    ///
    /// # Errors
    /// When the library cannot be read or written; nothing is merged then.
    pub fn merge(&mut self, told: &[Told], now: i64, left_out: &mut dyn FnMut(usize, &str)) -> Result<Merged> {
        let mut merged = Merged { decisions: told.len() as u64, ..Merged::default() };
        let mut meant: HashMap<&str, Option<DocNo>> = HashMap::new();
        for key in told.iter().flat_map(|told| &told.documents) {
            if !meant.contains_key(key.as_str()) {
                meant.insert(key, self.store.sighted(key)?.map(|(document, _)| document));
            }
        }
        // Decisions here by their numbers there.
        let mut here: HashMap<i64, i64> = HashMap::new();
        let mut regrouped: BTreeSet<DocNo> = BTreeSet::new();
        let mut out = Vec::with_capacity(told.len());
        for (place, one) in told.iter().enumerate() {
            let mut documents: Vec<DocNo> = one.documents.iter().filter_map(|key| meant[key.as_str()]).collect();
            documents.sort_unstable();
            documents.dedup();
            let why = if crate::store::gazetteers::ACTS.contains(&one.act.as_str()) {
                Some("what is on a list is not in the log; `variorum gazetteer add` takes its file".to_owned())
            } else if !ACTS.contains(&one.act.as_str()) {
                Some(format!(
                    "decisions to {} are taken over by `variorum import-repairs`, if they are about names",
                    one.act
                ))
            } else if documents.is_empty() && !saved::ACTS.contains(&one.act.as_str()) {
                Some(match one.documents.first() {
                    Some(key) => format!("no document has the key {key:?} here; add it and import again"),
                    None => "it names no document".to_owned(),
                })
            } else {
                None
            };
            if let Some(why) = why {
                left_out(place, &why);
                merged.left_out += 1;
                continue;
            }
            if matches!(one.act.as_str(), "join" | "split" | "lead") {
                regrouped.extend(&documents);
            }
            out.push((place, one, documents));
        }
        let mut lost: Vec<usize> = Vec::new();
        // Two merges of one moment are told apart.
        let merge = self.store.last_merge()?.map_or(now, |last| now.max(last + 1));
        let counts = self.store.write(|writer| {
            let mut counts = (0, 0, 0);
            for (place, one, documents) in &out {
                let value = match one.act.as_str() {
                    "unnote" => match one.value.as_ref().and_then(|note| here.get(&note.parse().ok()?)) {
                        Some(note) => Some(note.to_string()),
                        None => {
                            lost.push(*place);
                            continue;
                        }
                    },
                    _ => one.value.clone(),
                };
                let anchor = one.passage.as_ref().map(AnchorRecord::from);
                let new = NewDecision {
                    at: one.at,
                    who: &one.who,
                    act: &one.act,
                    value: value.as_deref(),
                    quiet: one.quiet,
                    with: one.with.and_then(|with| here.get(&with).copied()),
                    documents,
                    anchor: anchor.as_ref(),
                };
                let number = take(writer, &new, one, merge, &mut counts)?;
                here.insert(one.decision, number);
            }
            Ok(counts)
        })?;
        for place in lost {
            left_out(place, "the note that it takes off is not in this log");
            merged.left_out += 1;
        }
        (merged.new, merged.known, merged.turned) = counts;
        let regrouped: Vec<DocNo> = regrouped.into_iter().collect();
        if !regrouped.is_empty() {
            self.regroup(&regrouped)?;
        }
        let meeting = self.store.meeting(merge)?;
        (merged.agreements, merged.conflicts) = (meeting.agreed, meeting.disputed);
        Ok(merged)
    }

    /// A number that changes whenever another handle has written something.
    pub fn written_elsewhere(&self) -> Result<i64> {
        Ok(self.store.data_version()?)
    }

    /// The number of the newest document.
    pub fn last_document(&self) -> Result<DocNo> {
        Ok(self.store.last_document()?)
    }

    /// The number of the last row of the log of decisions.
    pub fn last_decision(&self) -> Result<i64> {
        Ok(self.store.last_decision()?)
    }

    /// What was decided after a row of the log, by whomever.
    pub fn decided_since(&self, row: i64) -> Result<Others> {
        let mut others = Others { last: self.store.last_decision()?, ..Others::default() };
        let mut documents = BTreeSet::new();
        for happened in self.store.happened_since(row)? {
            documents.extend(&happened.documents);
            let repair = crate::store::repairs::ACTS.contains(&happened.act.as_str());
            others.regrouped |= repair || matches!(happened.act.as_str(), "join" | "split" | "lead");
            if happened.who == self.who || happened.quiet {
                continue;
            }
            let what = match repair {
                true => "mended names".to_owned(),
                false if saved::ACTS.contains(&happened.act.as_str()) => {
                    super::saved::told(&happened.act, happened.value.as_deref().unwrap_or_default())
                }
                false => describe(&happened.act, happened.value.as_deref(), happened.documents.len()),
            };
            others.told = Some(match happened.turned {
                None => format!("{}: {what}", happened.who),
                Some(true) => format!("{} undid: {what}", happened.who),
                Some(false) => format!("{} redid: {what}", happened.who),
            });
        }
        others.documents = documents.into_iter().collect();
        Ok(others)
    }
}

fn take(
    writer: &Writer<'_>,
    new: &NewDecision<'_>,
    told: &Told,
    merge: i64,
    (added, known, turned): &mut (u64, u64, u64),
) -> std::result::Result<i64, StoreError> {
    let Some(record) = writer.known_decision(new)? else {
        *added += 1;
        return writer.take_over(new, told.undone, told.turned, merge);
    };
    *known += 1;
    // What was done last with it counts, wherever that was.
    if let (true, Some(at)) = (told.undone != record.undone && told.turned > record.turned, told.turned) {
        writer.turn_over(record.number, new.who, at, told.undone)?;
        *turned += 1;
    }
    Ok(record.number)
}

impl Act {
    /// The passage that it is about.
    pub(super) fn passage(&self) -> Option<AnchorRecord> {
        match self {
            Self::Note(_, anchor) => anchor.as_ref().map(AnchorRecord::from),
            _ => None,
        }
    }
}
