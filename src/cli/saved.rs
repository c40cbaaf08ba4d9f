//! `variorum save`, `unsave` and `saved`: searches under a name.

use super::decisions::tell;
use super::out::{Out, say};
use super::{Ended, Failed, now, query_failed};
use crate::library::Library;
use crate::library::types::in_query;
use serde::Serialize;

#[derive(Serialize)]
struct Line<'s> {
    name: &'s str,
    query: &'s str,
}

pub fn save(library: &mut Library, name: &str, query: &str, out: &mut Out) -> Result<Ended, Failed> {
    let decided = library.save_search(name, query, now()).map_err(|error| query_failed(query, error))?;
    tell(library, &decided, out)?;
    out.flush()?;
    Ok(Ended::Done)
}

pub fn unsave(library: &mut Library, name: &str, out: &mut Out) -> Result<Ended, Failed> {
    let decided = library.unsave_search(name, now())?;
    tell(library, &decided, out)?;
    out.flush()?;
    Ok(Ended::Done)
}

pub fn list(library: &Library, out: &mut Out) -> Result<Ended, Failed> {
    let saved = library.saved_searches()?;
    for search in &saved {
        if out.json {
            out.record(&Line { name: &search.name, query: &search.query })?;
        } else {
            out.line(&format!("{}  {}", in_query(&search.name), search.query))?;
        }
    }
    out.flush()?;
    if saved.is_empty() {
        say("note: no search is saved yet; `variorum save NAME QUERY` saves one");
    }
    Ok(if saved.is_empty() { Ended::Partly } else { Ended::Done })
}
