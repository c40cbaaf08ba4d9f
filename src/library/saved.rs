//! Searches that readers save under a name, to be asked again or used inside others as `in:NAME`.

use super::types::{Decided, SavedSearch, in_query};
use super::unknown::known_instead;
use super::{Library, LibraryError, Result, SearchError};
use crate::search::{self, Query, Reading, Saved};
use crate::store::decisions::{DecisionRecord, NewDecision};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The value of a `save` or an `unsave` in the log.
#[derive(Debug, Serialize, Deserialize)]
struct Value {
    name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    query: Option<String>,
}

impl Library {
    /// The saved searches by name.
    pub fn saved_searches(&self) -> Result<Vec<SavedSearch>> {
        let mut known: BTreeMap<String, SavedSearch> = BTreeMap::new();
        for (act, value) in self.store.saving()? {
            let Ok(Value { name, query }) = serde_json::from_str(&value) else { continue };
            match query.filter(|_| act == "save") {
                Some(query) => known.insert(name.to_lowercase(), SavedSearch { name, query }),
                None => known.remove(&name.to_lowercase()),
            };
        }
        Ok(known.into_values().collect())
    }

    /// Saves a query under a name, over what the name stood for; undo brings that back.
    ///
    /// # Errors
    /// `Query` when the query cannot be read or the name is none, or would lead back to itself.
    pub fn save_search(&mut self, name: &str, query: &str, now: i64) -> std::result::Result<Decided, SearchError> {
        let name = tidy(name);
        if let Some(why) = unfit(&name) {
            return Err(SearchError::Query { message: why, span: 0..0, repair: None });
        }
        let mut saved: Vec<SavedSearch> = self.saved_searches()?;
        let same = |known: &SavedSearch| known.name.to_lowercase() == name.to_lowercase();
        let before = saved.iter().position(same).map(|place| saved.remove(place));
        // Read as it will be: with itself under the name, so that a circle shows.
        saved.push(SavedSearch { name: name.clone(), query: query.to_owned() });
        let reading = Reading { now: jiff::ZonedDateTime::now(), live: false, saved: of(saved) };
        read(query, &reading)?;
        read(&in_query(&name), &reading).map_err(|error| match error {
            SearchError::Query { message, .. } => SearchError::Query { message, span: 0..query.len(), repair: None },
            other => other,
        })?;
        if before.as_ref().is_some_and(|before| before.query == query) {
            return Ok(Decided { summary: format!("{name} is saved so already"), nothing: true, ..Decided::default() });
        }
        let mut decided = self.write_saving("save", Value { name, query: Some(query.to_owned()) }, now)?;
        if let Some(before) = before {
            decided.summary.push_str(&format!(", in place of {}", before.query));
        }
        Ok(decided)
    }

    /// Takes a saved search off the list; undo brings it back.
    ///
    /// # Errors
    /// When there is none of this name.
    pub fn unsave_search(&mut self, name: &str, now: i64) -> Result<Decided> {
        let name = tidy(name);
        let all = self.saved_searches()?;
        let Some(known) = all.iter().find(|known| known.name.to_lowercase() == name.to_lowercase()).cloned() else {
            let known: Vec<String> = all.into_iter().map(|known| known.name).collect();
            let instead = known_instead(&name, &known);
            return Err(LibraryError::NoSaved(name, instead));
        };
        self.write_saving("unsave", Value { name: known.name, query: None }, now)
    }

    fn write_saving(&mut self, act: &str, value: Value, at: i64) -> Result<Decided> {
        let who = self.who.clone();
        let text = serde_json::to_string(&value).unwrap_or_default();
        let new = NewDecision {
            at,
            who: &who,
            act,
            value: Some(&text),
            quiet: false,
            with: None,
            documents: &[],
            anchor: None,
        };
        let number = self.store.write(|writer| writer.decide(&new))?;
        Ok(Decided { summary: told(act, &text), decisions: vec![number], ..Decided::default() })
    }

    /// How a query is read now; the saved searches are looked up where it may name some.
    pub(super) fn reading(&self, query: &str, live: bool) -> Result<Reading> {
        let names_some = query.to_lowercase().contains("in:");
        let saved = if names_some { of(self.saved_searches()?) } else { Saved::default() };
        Ok(Reading { now: jiff::ZonedDateTime::now(), live, saved })
    }

    /// Reads a query as of now.
    pub(super) fn parsed(&self, query: &str, live: bool) -> std::result::Result<Query, SearchError> {
        read(query, &self.reading(query, live)?)
    }
}

fn of(saved: Vec<SavedSearch>) -> Saved {
    Saved::of(saved.into_iter().map(|saved| (saved.name, saved.query)))
}

fn read(query: &str, reading: &Reading) -> std::result::Result<Query, SearchError> {
    search::parse(query, reading).map_err(|error| SearchError::Query {
        message: error.message,
        span: error.span,
        repair: error.repair,
    })
}

/// It is about saved searches.
pub(super) fn is_saving(record: &DecisionRecord) -> bool {
    crate::store::saved::ACTS.contains(&record.act.as_str())
}

/// An act about saved searches in words.
pub(super) fn told(act: &str, value: &str) -> String {
    let Ok(Value { name, query }) = serde_json::from_str(value) else { return act.to_owned() };
    match query.filter(|_| act == "save") {
        Some(query) if query.trim().is_empty() => format!("saved as {}: every document", in_query(&name)),
        Some(query) => format!("saved as {}: {query}", in_query(&name)),
        None => format!("{} is not saved any more", in_query(&name)),
    }
}

/// Why the value of such an act, as another library's log has it, says nothing.
pub(super) fn unfit_value(act: &str, value: &str) -> Option<String> {
    match serde_json::from_str::<Value>(value) {
        Ok(Value { query: None, .. }) if act == "save" => Some("it saves a search and has no query".to_owned()),
        Ok(Value { name, .. }) => unfit(&tidy(&name)),
        Err(_) => Some(format!("{value:?} names no saved search")),
    }
}

fn tidy(name: &str) -> String {
    name.trim().trim_matches('"').split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Why something cannot be the name of a saved search.
fn unfit(name: &str) -> Option<String> {
    if name.is_empty() {
        return Some("a saved search needs a name".to_owned());
    }
    let wrong = name.chars().find(|&c| c.is_control() || crate::text::classes::is_double_quote(c));
    wrong.map(|c| format!("the name of a saved search cannot hold {c:?}; use letters, digits and hyphens"))
}
