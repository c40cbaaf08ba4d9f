//! A list of queries, asked one after another: what each of them finds.

use super::types::kwic::{ListFlaw, ListFound, ListRow};
use super::{Library, LibraryError, SearchError};
use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicBool, Ordering};

/// A list as it lies in a file: its queries with their numbers of line, from 1. Blank lines and lines
/// that begin with `#` are none.
pub fn queries(text: &str) -> Vec<(usize, &str)> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let lines = text.lines().enumerate().map(|(at, line)| (at + 1, line.trim()));
    lines.filter(|(_, line)| !line.is_empty() && !line.starts_with('#')).collect()
}

impl Library {
    /// Asks every query of a list; each row is told as it comes. Those that cannot be read say why, and
    /// the others run.
    ///
    /// # Errors
    /// `Stopped` when `stop` is set, and what the library cannot do.
    pub fn search_listed(
        &mut self,
        queries: &[(usize, &str)],
        stop: &AtomicBool,
        tell: &mut dyn FnMut(ListRow),
    ) -> Result<(), SearchError> {
        let groups = self.memberships()?;
        let dates = self.dates()?;
        for &(line, query) in queries {
            if stop.load(Ordering::Relaxed) {
                return Err(SearchError::Stopped);
            }
            let found = match self.search(query, false, stop) {
                Ok(found) => {
                    let mut seen = HashSet::new();
                    let alone = found.documents.iter().filter(|document| match groups.get(document) {
                        Some(group) => seen.insert(*group),
                        None => true,
                    });
                    Ok(ListFound {
                        groups: alone.count(),
                        first: found
                            .documents
                            .iter()
                            .filter_map(|document| dates.get(document))
                            .min()
                            .map(|day| day.to_string()),
                        documents: found.documents.len(),
                    })
                }
                Err(SearchError::Query { message, span, repair }) => Err(ListFlaw { message, span, repair }),
                Err(other) => return Err(other),
            };
            tell(ListRow { line, query: query.to_owned(), found });
        }
        Ok(())
    }

    /// The day of each document that has one, or what is known of it.
    fn dates(&self) -> Result<HashMap<u32, Box<str>>, LibraryError> {
        let mut dates = HashMap::new();
        self.store.traits(0, u32::MAX, &mut |traits| {
            if let Some(day) = traits.date.map(|date| date.get(..10).unwrap_or(date)) {
                dates.insert(traits.document, day.into());
            }
            true
        })?;
        Ok(dates)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_has_its_numbers_of_line() {
        let text = "\u{feff}Anna Kern\r\n\r\n# harbour people\n  \"Port Selm\"  \n\n-";
        assert_eq!(queries(text), [(1, "Anna Kern"), (4, "\"Port Selm\""), (6, "-")]);
    }
}
