//! `variorum note` and `notes`.

use super::decisions::tell;
use super::out::{Out, say};
use super::records::{NoteLine, UNIT};
use super::{Ended, Failed, find, now};
use crate::library::Library;
use crate::library::types::{Act, Anchor};
use crate::text::CodePoints;

/// Puts a note on a document, or on the first place where some words stand in it.
pub fn put(
    library: &mut Library,
    given: &str,
    text: &str,
    passage: Option<&str>,
    out: &mut Out,
) -> Result<Ended, Failed> {
    let document = library.document_number(given)?;
    if text.trim().is_empty() {
        return Err(Failed::Usage("the note is empty; write its text behind the document".into()));
    }
    let anchor = match passage {
        None => None,
        Some(words) => {
            let body = library.text(document)?;
            let at = body.find(words).filter(|_| !words.is_empty());
            let anchor = at.and_then(|at| Anchor::of(&body, &(at..at + words.len())));
            Some(anchor.ok_or_else(|| {
                Failed::Usage(format!("{words:?} does not stand in {given} so; copy the passage from `variorum show`"))
            })?)
        }
    };
    let decided = library.decide(&[document], &Act::Note(text.trim().to_owned(), anchor), now())?;
    tell(library, &decided, out)?;
    out.flush()?;
    Ok(Ended::Done)
}

/// Takes a note off.
pub fn off(library: &mut Library, given: &str, note: i64, out: &mut Out) -> Result<Ended, Failed> {
    let document = library.document_number(given)?;
    let text = library.text(document)?;
    if !library.notes(document, &text)?.iter().any(|known| known.decision == note && known.older.is_none()) {
        return Err(Failed::Usage(format!(
            "{given} has no note {note}; `variorum notes` lists them with their numbers"
        )));
    }
    let decided = library.decide(&[document], &Act::Unnote(note), now())?;
    tell(library, &decided, out)?;
    out.flush()?;
    Ok(Ended::Done)
}

/// Lists the notes on what a query finds, by document.
pub fn list(library: &mut Library, query: &str, out: &mut Out) -> Result<Ended, Failed> {
    let noted = find(library, "is:noted")?.documents;
    let documents = match query.trim() {
        "" => noted,
        _ => {
            let noted: std::collections::HashSet<_> = noted.into_iter().collect();
            find(library, query)?.documents.into_iter().filter(|document| noted.contains(document)).collect()
        }
    };
    let mut any = false;
    for document in documents {
        let (key, text) = (library.key(document)?, library.text(document)?);
        let points = CodePoints::of(&text);
        for note in library.notes(document, &text)?.into_iter().filter(|note| note.older.is_none()) {
            any = true;
            let (start, end) = match &note.range {
                Some(range) => (Some(points.at(range.start)), Some(points.at(range.end))),
                None => (None, None),
            };
            if out.json {
                out.record(&NoteLine {
                    note: note.decision,
                    document: key.clone(),
                    who: note.who,
                    when: note.when,
                    text: note.text,
                    start,
                    end,
                    quote: note.quote,
                    unit: UNIT,
                })?;
            } else {
                let quote = note.quote.map(|quote| format!("  on \u{201c}{}\u{201d}", in_short(&quote)));
                let (who, text, number) = (note.who, note.text, note.decision);
                out.line(&format!("{number:>5}  {key}  {who}: {text}{}", quote.unwrap_or_default()))?;
            }
        }
    }
    out.flush()?;
    if !any {
        say(match query.trim() {
            "" => "note: there are no notes yet; `variorum note DOC TEXT` puts one on a document",
            _ => "note: there are no notes on what is found",
        });
    }
    Ok(if any { Ended::Done } else { Ended::Partly })
}

fn in_short(quote: &str) -> String {
    let words: Vec<&str> = quote.split_whitespace().collect();
    match words.len() {
        0..=8 => words.join(" "),
        count => format!("{} \u{2026} {}", words[..5].join(" "), words[count - 2..].join(" ")),
    }
}
