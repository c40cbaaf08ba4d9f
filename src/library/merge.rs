//! Taking over decisions that were made apart, and watching for those of others.

use super::types::DocNo;
use super::types::merging::{Merged, Told};
use super::types::others::Others;
use super::{Library, Result};
use crate::store::decisions::NewDecision;
use crate::store::imports::{self, Brought, Turn};
use crate::store::notes::AnchorRecord;
use crate::store::saved;
use crate::store::{StoreError, Writer};
use crate::text::counted;
use crate::triage::{Act, Verdict, describe, is_tag};
use std::collections::{BTreeSet, HashMap};

/// Acts that can be taken over; what other acts are about has no keys.
const ACTS: [&str; 12] =
    ["verdict", "star", "read", "tag", "untag", "note", "unnote", "join", "split", "lead", "save", "unsave"];

/// What no command could have written down, and why.
fn unfit(told: &Told) -> Option<String> {
    let value = told.value.as_deref().unwrap_or_default();
    match told.act.as_str() {
        "verdict" if value != "none" && Verdict::parse(value).is_none() => {
            Some(format!("{value:?} is no verdict; write keep, drop, later or none"))
        }
        "tag" | "untag" if !is_tag(value) => Some(format!("{value:?} is no tag; a tag is one word without signs")),
        "star" | "read" if !matches!(value, "yes" | "no") => {
            Some(format!("{value:?} does not say how it is with the {}; write yes or no", told.act))
        }
        "note" if value.trim().is_empty() => Some("it is a note without a word".to_owned()),
        "save" | "unsave" => super::saved::unfit_value(&told.act, value),
        _ => None,
    }
}

impl Library {
    /// Takes over the decisions of another library's log, in its order. What is known already is not
    /// taken twice, so a log can be merged again. It is an act of this reader, which undo takes back, with
    /// earlier merges of the same act if there are any; the log tells it with `from`. `left_out` is told
    /// the place in `told` of each decision that could not be taken over, and why.
    ///
    /// # Errors
    /// When the library cannot be read or written; nothing is merged then.
    pub fn merge(
        &mut self,
        told: &[Told],
        (from, with): (&str, Option<&Merged>),
        now: i64,
        left_out: &mut dyn FnMut(usize, &str),
    ) -> Result<Merged> {
        let mut merged = Merged::default();
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
        // What was merged there is in its log as what it is; that it was merged is an act for there alone.
        for (place, one) in told.iter().enumerate().filter(|(_, one)| one.act != imports::ACT) {
            merged.decisions += 1;
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
            } else if let Some(why) = unfit(one) {
                Some(why)
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
            let mut unknown = one.documents.iter().filter(|key| meant[key.as_str()].is_none());
            if let Some(key) = unknown.next() {
                let others = match unknown.count() {
                    0 => String::new(),
                    more => format!(" nor {more} more of its keys"),
                };
                left_out(place, &format!("no document has the key {key:?}{others}; it was taken over for the others"));
            }
            if matches!(one.act.as_str(), "join" | "split" | "lead") {
                regrouped.extend(&documents);
            }
            out.push((place, one, documents));
        }
        let mut lost: Vec<usize> = Vec::new();
        let who = self.who.clone();
        let with = with.and_then(|with| with.act);
        let (merge, counts, act) = self.store.write(|writer| {
            // Two merges of one moment are told apart.
            let merge = writer.moment_of_merge(now)?;
            let mut counts = Counts::default();
            let mut brought: Vec<Brought> = Vec::new();
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
                let taken = take(writer, &new, one, (merge, &who), &mut counts)?;
                here.extend(taken.first().map(|taken| (one.decision, taken.decision)));
                brought.extend(taken.into_iter().filter(|taken| taken.came || taken.turn.is_some()));
            }
            let told = format!("{} from {from}", counted(brought.len() as u64, "decision"));
            let act = match brought.is_empty() {
                true => with,
                false => Some(writer.import(&who, now, &told, with, &brought)?).map(|import| with.unwrap_or(import)),
            };
            Ok((merge, counts, act))
        })?;
        for place in lost {
            left_out(place, "the note that it takes off is not in this log");
            merged.left_out += 1;
        }
        (merged.new, merged.known, merged.turned) = (counts.new, counts.known, counts.turned);
        merged.act = act;
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
            others.regrouped |= repair || happened.ties;
            // A merge of one's own comes from another process. Of what it brought it alone is told.
            let merge = happened.act == imports::ACT && happened.turned.is_none();
            if (happened.who == self.who && !merge) || happened.quiet || happened.merged {
                continue;
            }
            let what = match repair {
                true => "mended names".to_owned(),
                false if saved::ACTS.contains(&happened.act.as_str()) => {
                    super::saved::told(&happened.act, happened.value.as_deref().unwrap_or_default())
                }
                false => {
                    let what = describe(&happened.act, happened.value.as_deref(), happened.documents.len());
                    what + &self.which_one(&happened.documents)?
                }
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

/// What a merge came to.
#[derive(Default)]
struct Counts {
    new: u64,
    known: u64,
    turned: u64,
}

/// Takes one decision over in the merge of a moment and a person: what the log has of it, and the rest.
fn take(
    writer: &Writer<'_>,
    new: &NewDecision<'_>,
    told: &Told,
    (merge, who): (i64, &str),
    counts: &mut Counts,
) -> std::result::Result<Vec<Brought>, StoreError> {
    let came = |decision| Brought { decision, came: true, turn: None };
    let (parts, missing) = writer.known_decision(new)?;
    let (mut taken, mut is_new, mut is_turned) = (Vec::new(), false, false);
    for record in &parts {
        // What was done last with it counts, wherever that was.
        let later_there = told.turned > record.turned;
        if record.away {
            is_new = true;
            let (undone, turned) =
                if later_there { (told.undone, told.turned) } else { (record.undone, record.turned) };
            writer.take_again(record.number, undone, turned, merge)?;
            taken.push(came(record.number));
            continue;
        }
        let came = record.merged && writer.came_with_others_only(record.number, who)?;
        let mut turn = None;
        if let (true, Some(at)) = (told.undone != record.undone && later_there, told.turned) {
            writer.turn_over(record.number, new.who, at, told.undone)?;
            is_turned = true;
            turn = Some(Turn { at, was_undone: record.undone, was_turned: record.turned });
        }
        taken.push(Brought { decision: record.number, came, turn });
    }
    if parts.is_empty() || !missing.is_empty() {
        is_new = true;
        let rest = NewDecision { documents: &missing, ..new.clone() };
        taken.push(came(writer.take_over(&rest, told.undone, told.turned, merge)?));
    }
    match is_new {
        true => counts.new += 1,
        false => counts.known += 1,
    }
    counts.turned += u64::from(is_turned);
    Ok(taken)
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
