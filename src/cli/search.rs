//! `variorum search`: documents that a query finds, with their hits.

use super::out::{Out, say};
use super::records::{Hit, Span, UNIT, round};
use super::{Ended, Failed, find};
use crate::library::Library;
use crate::library::types::Instead;
use crate::text::{CodePoints, counted};
use serde::Serialize;
use std::collections::HashSet;
use std::sync::atomic::AtomicBool;

/// Characters of a snippet.
const SNIPPET: usize = 200;

pub struct Options {
    pub limit: usize,
    pub offset: usize,
    pub group: bool,
    pub count: bool,
}

#[derive(Serialize)]
struct Count {
    documents: usize,
    groups: usize,
    hits: usize,
}

pub fn run(library: &mut Library, query: &str, options: &Options, out: &mut Out) -> Result<Ended, Failed> {
    let found = find(library, query)?;
    if options.count {
        let count = count(library, &found)?;
        if out.json {
            out.record(&count)?;
        } else {
            let (documents, groups) = (counted(count.documents, "document"), counted(count.groups, "group"));
            out.line(&format!("{documents} in {groups}, {}", counted(count.hits, "hit")))?;
        }
        out.flush()?;
        return Ok(if count.documents == 0 { Ended::Partly } else { Ended::Done });
    }
    let mut seen = HashSet::new();
    let (mut passed, mut shown) = (0, 0);
    for (&number, &score) in found.documents.iter().zip(&found.scores) {
        let Some(row) = library.row(number)? else { continue };
        let own = row.group.map(|place| place.group);
        if options.group && own.is_some_and(|group| !seen.insert(group)) {
            continue;
        }
        passed += 1;
        if passed <= options.offset {
            continue;
        }
        let document = library.document(number)?;
        let hits = library.hits(&found, &document);
        let points = CodePoints::of(&document.text);
        let line = Hit {
            key: &row.key,
            title: &row.title,
            date: row.date.as_deref(),
            source: row.source.as_deref(),
            path: &document.path,
            score,
            group: own,
            versions: row.group.map_or(1, |place| place.members),
            new: round(row.new_share()),
            hits: hits.iter().map(|hit| Span::of(&points, hit)).collect(),
            snippet: library.snippet(&document, &hits, SNIPPET),
            unit: UNIT,
        };
        if out.json {
            out.record(&line)?;
        } else {
            let date = line.date.unwrap_or("-");
            let versions = if line.versions > 1 { format!("  ({} versions)", line.versions) } else { String::new() };
            out.line(&format!("{}  {date}  {}{versions}", line.key, line.title))?;
            out.line(&format!("    {}", line.snippet))?;
        }
        shown += 1;
        if options.limit > 0 && shown == options.limit {
            break;
        }
    }
    out.flush()?;
    if found.documents.is_empty() {
        nothing_found(library, query);
    }
    Ok(if shown == 0 { Ended::Partly } else { Ended::Done })
}

/// Says that a query finds nothing, and what it may have been meant as.
pub(super) fn nothing_found(library: &mut Library, query: &str) {
    let instead = library.instead(query, &AtomicBool::new(false)).ok().flatten();
    say(&match instead {
        Some(Instead { query, documents, .. }) => {
            format!("note: nothing is found; {query} finds {}", counted(documents, "document"))
        }
        None => "note: nothing is found; search --explain says what each part finds alone".to_owned(),
    });
}

fn count(library: &Library, found: &crate::library::Found) -> Result<Count, Failed> {
    let mut groups = HashSet::new();
    let mut alone = 0;
    let grouped = library.memberships()?;
    for &number in &found.documents {
        match grouped.get(&number) {
            Some(&group) => _ = groups.insert(group),
            None => alone += 1,
        }
    }
    let hits = library.count_hits(found)?;
    Ok(Count { documents: found.documents.len(), groups: groups.len() + alone, hits })
}
