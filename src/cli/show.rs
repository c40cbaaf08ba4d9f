//! `variorum show`: documents whole, with their entities.

use super::out::{Out, say};
use super::records::Shown;
use super::{Ended, Failed, named};
use crate::library::types::Document;
use crate::library::{Library, LibraryError};
use crate::text::counted;

pub fn run(library: &Library, given: &[String], out: &mut Out) -> Result<Ended, Failed> {
    let names = named(given)?;
    let (mut place, mut missed) = (0, 0);
    for name in &names {
        let number = match library.document_number(name) {
            Ok(number) => number,
            Err(error @ (LibraryError::NoDocument(_) | LibraryError::AmbiguousDocument(..))) if names.len() > 1 => {
                say(&format!("variorum: {error}"));
                missed += 1;
                continue;
            }
            Err(error) => return Err(error.into()),
        };
        let document = library.document(number)?;
        if out.json {
            out.record(&Shown::of(&document))?;
        } else {
            if place > 0 {
                out.line("")?;
            }
            plain(out, &document)?;
        }
        place += 1;
    }
    out.flush()?;
    Ok(if missed > 0 { Ended::Partly } else { Ended::Done })
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
        out.line(&format!(
            "{} of {} in group {}",
            place.relation.as_str(),
            counted(place.members, "version"),
            place.group
        ))?;
    }
    out.line("")?;
    out.block(&document.text)
}
