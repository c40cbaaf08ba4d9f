//! How a query that is being typed may go on.

use super::types::{Completion, Completions, SavedSearch, in_query};
use super::{Library, Result};
use crate::search;
use std::collections::HashSet;
use std::ops::Range;

/// Proposals beyond this many are not shown by anybody.
const MOST: usize = 40;

impl Library {
    /// How the word of a query at a byte offset may go on: fields, names of entities, tags, states.
    pub fn complete(&mut self, query: &str, at: usize) -> Result<Completions> {
        let range = word_at(query, at);
        let word = &query[range.clone()];
        let options = match word.split_once(':') {
            Some((field, value)) => match value.strip_prefix('=') {
                Some(form) => self.forms_begun(field, form.trim_start_matches('"'))?,
                None => self.values(field, value.trim_start_matches('"'))?,
            },
            // Somebody who writes an operator means it.
            None if matches!(word, "AND" | "OR" | "NOT" | "NEAR" | "ADJ") => Vec::new(),
            None => {
                let mut options: Vec<Completion> = search::FIELDS
                    .iter()
                    .filter(|field| field.name.starts_with(&word.to_lowercase()))
                    .map(|field| Completion { text: format!("{}:", field.name), note: String::new() })
                    .collect();
                if word.chars().count() > 1 {
                    options.extend(self.entity_names("entity", None, word)?);
                }
                options
            }
        };
        Ok(Completions { query: query.to_owned(), range, options })
    }

    fn values(&mut self, field: &str, value: &str) -> Result<Vec<Completion>> {
        let begun = value.to_lowercase();
        let counted = |counts: Vec<(String, u32)>| -> Vec<Completion> {
            let begins = |name: &str| name.starts_with(&begun) || name.split(' ').any(|word| word.starts_with(&begun));
            let fits = counts.into_iter().filter(|(name, _)| begins(&name.to_lowercase()));
            fits.map(|(name, count)| Completion { text: written(field, &name), note: count.to_string() })
                .take(MOST)
                .collect()
        };
        let words = |words: &[&str]| counted(words.iter().map(|word| ((*word).to_owned(), 0)).collect());
        let bare = |mut options: Vec<Completion>| {
            options.iter_mut().for_each(|option| option.note.clear());
            options
        };
        Ok(match field {
            "entity" => self.entity_names(field, None, value)?,
            "person" => self.entity_names(field, Some(0), value)?,
            "org" => self.entity_names(field, Some(1), value)?,
            "place" => self.entity_names(field, Some(2), value)?,
            "misc" => self.entity_names(field, Some(3), value)?,
            "by" => counted(self.store.people()?),
            "tag" => counted(self.store.tag_counts()?),
            "source" => counted(self.store.source_counts()?),
            "lang" => counted(self.store.language_counts()?),
            "type" => counted(self.store.ending_counts()?),
            "in" => self.saved_begun(&begun)?,
            "list" => {
                let lines = self.gazetteers()?;
                counted(lines.into_iter().map(|line| (line.list, line.documents as u32)).collect())
            }
            "batch" | "new-entity" => {
                counted(self.store.batches()?.into_iter().map(|batch| (batch.name, batch.new as u32)).collect())
            }
            "verdict" => bare(words(&["keep", "drop", "later", "none"])),
            "sort" => bare(words(&["date", "-date", "title", "-title", "added", "-added", "new", "-new", "relevance"])),
            "is" => bare(words(&search::State::ALL.map(search::State::name))),
            _ => Vec::new(),
        })
    }

    /// Saved searches that begin so, with what they find.
    fn saved_begun(&mut self, begun: &str) -> Result<Vec<Completion>> {
        let mut options = Vec::new();
        let stop = std::sync::atomic::AtomicBool::new(false);
        let fits = |saved: &SavedSearch| saved.name.to_lowercase().starts_with(begun);
        for saved in self.saved_searches()?.into_iter().filter(fits).take(MOST) {
            let text = in_query(&saved.name);
            // One that a text has to decide on is not counted while somebody types.
            let note = match self.parsed(&text, false) {
                Ok(query) if !query.reads_texts() => self.search(&text, false, &stop).ok(),
                _ => None,
            };
            let note = note.map(|found| found.documents.len().to_string()).unwrap_or_default();
            options.push(Completion { text, note });
        }
        Ok(options)
    }

    /// Forms of entities that begin so, for a field that asks for one form.
    fn forms_begun(&mut self, field: &str, begun: &str) -> Result<Vec<Completion>> {
        let kind = match field {
            "entity" => None,
            "person" => Some(0),
            "org" => Some(1),
            "place" => Some(2),
            "misc" => Some(3),
            _ => return Ok(Vec::new()),
        };
        let forms = self.store.forms_begun(begun, kind, MOST)?;
        Ok(forms
            .into_iter()
            .map(|form| Completion { text: exactly(field, &form.0), note: form.1.to_string() })
            .collect())
    }

    /// Names that begin so, or that have a word that does; those in most documents first.
    fn entity_names(&mut self, field: &str, kind: Option<u8>, begun: &str) -> Result<Vec<Completion>> {
        let begun = begun.to_lowercase();
        let begins = |name: &str| {
            let name = name.to_lowercase();
            name.starts_with(&begun) || name.split_whitespace().any(|word| word.starts_with(&begun))
        };
        let labels = self.store.labels()?;
        let mut names: Vec<(u32, String, u32)> = self
            .store
            .names()?
            .into_iter()
            .filter(|name| !name.is_hidden() && name.mentions > 0)
            .filter(|name| kind.is_none_or(|kind| name.shown_kind() == kind))
            .filter_map(|name| {
                // What readers call it comes before what the texts do.
                let label = labels.get(&name.entity).filter(|label| begins(label));
                let text = label.cloned().or_else(|| Some(name.text).filter(|text| begins(text)))?;
                Some((name.documents, text, name.entity))
            })
            .collect();
        names.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        // One name stands for an entity; its others lead to the same documents.
        let mut seen = HashSet::new();
        names.retain(|name| seen.insert(name.2));
        names.truncate(MOST);
        let mut options = Vec::with_capacity(names.len());
        for (_, name, entity) in names {
            let documents = self.entity(entity)?.documents;
            options.push(Completion { text: written(field, &name), note: documents.to_string() });
        }
        Ok(options)
    }
}

/// The bytes of the word at an offset: blanks count as part of it between quotes.
fn word_at(query: &str, at: usize) -> Range<usize> {
    let at = at.min(query.len());
    let mut start = 0;
    let mut quoted = false;
    for (index, c) in query.char_indices().take_while(|(index, _)| *index < at) {
        match c {
            '"' => quoted = !quoted,
            '(' | '-' if !quoted && index == start => start = index + c.len_utf8(),
            c if c.is_whitespace() && !quoted => start = index + c.len_utf8(),
            _ => {}
        }
    }
    start..at
}

pub(super) fn written(field: &str, value: &str) -> String {
    let plain = value.chars().all(|c| c.is_alphanumeric() || "-_".contains(c));
    if plain { format!("{field}:{value}") } else { format!("{field}:\"{}\"", value.replace('"', " ")) }
}

fn exactly(field: &str, form: &str) -> String {
    format!("{field}:=\"{}\"", form.replace('"', " "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_in_and_out_of_quotes() {
        assert_eq!(word_at("tax ent", 7), 4..7);
        assert_eq!(word_at("tax entity:\"ter Ve", 18), 4..18);
        assert_eq!(word_at("(-ta", 4), 2..4);
        assert_eq!(word_at("tax ", 4), 4..4);
        assert_eq!(written("entity", "O’Tarrow"), "entity:\"O’Tarrow\"");
    }
}
