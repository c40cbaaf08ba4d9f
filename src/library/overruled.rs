//! Verdicts of other readers that a decision takes the place of: nobody overrules another unawares.

use super::types::DocNo;
use super::{Library, Result};
use crate::triage::Verdict;
use std::collections::BTreeMap;

/// Of more documents at a time it is not told.
const TOLD: usize = 1_000;

impl Library {
    /// What others had decided otherwise about some documents, as the end of a sentence about the new verdict; empty where
    /// nobody had.
    pub(super) fn overruled(&self, documents: &[DocNo], verdict: Option<Verdict>) -> Result<String> {
        if documents.len() > TOLD {
            return Ok(String::new());
        }
        let new = verdict.map(Verdict::as_str);
        let mut by: BTreeMap<(String, &'static str), usize> = BTreeMap::new();
        for &document in documents {
            if let Some((old, who)) = self.store.verdict_and_who(document)?
                && Some(old.as_str()) != new
                && who != self.who
            {
                *by.entry((who, had(&old))).or_default() += 1;
            }
        }
        if let ([_], Some(((who, had), _))) = (documents, by.first_key_value()) {
            return Ok(format!(", which {who} had {had}"));
        }
        let told: Vec<String> = by.iter().map(|((who, had), count)| format!("{who} had {had} {count}")).collect();
        Ok(of_which(&told))
    }
}

/// The end of a sentence that tells of some of the documents in it.
pub(super) fn of_which(told: &[String]) -> String {
    if told.is_empty() { String::new() } else { format!(", of which {}", told.join(" and ")) }
}

/// What was done to a document with a verdict.
pub(super) fn had(verdict: &str) -> &'static str {
    match verdict {
        "keep" => "kept",
        "drop" => "dropped",
        _ => "left for later",
    }
}
