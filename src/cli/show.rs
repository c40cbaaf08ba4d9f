//! `variorum show`: documents whole, with their entities.

use super::out::Out;
use super::records::Shown;
use super::{Ended, Failed, named};
use crate::library::Library;
use crate::library::types::Document;

pub fn run(library: &Library, given: &[String], out: &mut Out) -> Result<Ended, Failed> {
    for (place, name) in named(given)?.iter().enumerate() {
        let document = library.document(library.document_number(name)?)?;
        if out.json {
            out.record(&Shown::of(&document))?;
        } else {
            if place > 0 {
                out.line("")?;
            }
            plain(out, &document)?;
        }
    }
    out.flush()?;
    Ok(Ended::Done)
}

fn plain(out: &mut Out, document: &Document) -> Result<(), Failed> {
    let row = &document.row;
    out.line(&format!("{}  #{}", row.title, row.number))?;
    let facts = [row.date.as_deref(), row.source.as_deref(), document.url.as_deref(), Some(document.path.as_str())];
    out.line(&facts.into_iter().flatten().collect::<Vec<_>>().join(" · "))?;
    if !document.copies.is_empty() {
        out.line(&format!("also as: {}", document.copies.join(", ")))?;
    }
    if let Some(place) = row.group {
        out.line(&format!("{} of {} versions in group {}", place.relation.as_str(), place.members, place.group))?;
    }
    out.line("")?;
    out.block(&document.text)
}
