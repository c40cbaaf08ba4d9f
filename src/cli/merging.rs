//! `variorum import-decisions`: takes over what was decided apart.

use super::decisions::decision;
use super::out::{Out, say};
use super::records::{DecisionLine, Passage};
use super::{Ended, Failed, now};
use crate::library::types::Anchor;
use crate::library::types::merging::{Merged, Told};
use crate::library::{DATABASE, Library, LibraryError, place};
use crate::text::counted;
use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::Path;

/// Merges logs one after another: one act, which one undo takes back.
pub fn run(library: &mut Library, logs: &[std::path::PathBuf], out: &mut Out) -> Result<Ended, Failed> {
    let mut partly = false;
    let mut last: Option<Merged> = None;
    for path in logs {
        let lines = match path.is_dir() {
            true => of_library(path)?,
            false => of_file(path, &mut partly)?,
        };
        let mut told = Vec::with_capacity(lines.len());
        for (number, line) in &lines {
            match read(library, line) {
                Ok(one) => told.push((*number, one)),
                Err(error) => {
                    say(&format!("{}:{number}: {error}", path.display()));
                    partly = true;
                }
            }
        }
        let (numbers, told): (Vec<usize>, Vec<Told>) = told.into_iter().unzip();
        let mut missing = 0;
        let mut left_out = |place: usize, why: &str| {
            missing += 1;
            say(&format!("{}:{}: {why}", path.display(), numbers[place]));
        };
        let from = if path.as_os_str() == "-" { "standard input".to_owned() } else { path.display().to_string() };
        let merged = library.merge(&told, (&from, last.as_ref()), now(), &mut left_out)?;
        partly |= missing > 0;
        if out.json {
            out.record(&merged)?
        } else {
            plain(&merged).iter().try_for_each(|line| out.line(line))?
        }
        last = Some(merged);
    }
    out.flush()?;
    Ok(if partly { Ended::Partly } else { Ended::Done })
}

fn plain(merged: &Merged) -> Vec<String> {
    let mut lines = Vec::new();
    let mut text =
        format!("{}: {} new, {} known already", counted(merged.decisions, "decision"), merged.new, merged.known);
    if merged.turned > 0 {
        text.push_str(&format!(", {} of them taken back or restored there", merged.turned));
    }
    if merged.left_out > 0 {
        text.push_str(&format!(", {} left out", merged.left_out));
    }
    if merged.new + merged.turned > 0 {
        text.push_str("; undo takes all of them back");
    }
    lines.push(text);
    if merged.agreements + merged.conflicts > 0 {
        lines.push(format!(
            "verdicts of several people agree on {} and differ on {}",
            counted(merged.agreements, "document"),
            merged.conflicts
        ));
    }
    if merged.conflicts > 0 {
        lines.push("is:disputed lists those that differ; the next verdict on each settles it".to_owned());
    }
    lines
}

/// The log of another library, with the decisions' numbers for lines.
fn of_library(path: &Path) -> Result<Vec<(usize, DecisionLine)>, Failed> {
    let inner = path.join(place::FOLDER);
    let folder = if path.join(DATABASE).is_file() { path } else { inner.as_path() };
    let other = Library::open(folder, "reader", false)?;
    let mut lines = Vec::new();
    for record in other.log()? {
        lines.push((record.number as usize, decision(&other, &record)?));
    }
    Ok(lines)
}

fn of_file(path: &Path, partly: &mut bool) -> Result<Vec<(usize, DecisionLine)>, Failed> {
    let reader: Box<dyn BufRead> = match path.to_str() {
        Some("-") => Box::new(io::stdin().lock()),
        _ => Box::new(BufReader::new(File::open(path).map_err(|error| LibraryError::Given(path.to_owned(), error))?)),
    };
    let mut lines = Vec::new();
    for (index, line) in reader.split(b'\n').enumerate() {
        let line = line.map_err(|error| LibraryError::Given(path.to_owned(), error))?;
        let Ok(line) = std::str::from_utf8(&line) else {
            say(&format!("{}:{}: it is no UTF-8, as logs are", path.display(), index + 1));
            *partly = true;
            continue;
        };
        if line.trim().is_empty() {
            continue;
        }
        match serde_json::from_str(line.trim_start_matches('\u{feff}')) {
            Ok(record) => lines.push((index + 1, record)),
            Err(error) => {
                let what = "is no line of a log (`variorum log --json` writes one)";
                say(&format!("{}:{}: {what}: {error}", path.display(), index + 1));
                *partly = true;
            }
        }
    }
    Ok(lines)
}

fn read(library: &Library, line: &DecisionLine) -> Result<Told, String> {
    let time = |text: &str| {
        let read: Result<jiff::Timestamp, _> = text.parse();
        read.map(|at| at.as_millisecond()).map_err(|_| format!("{text:?} is no time as in 2026-03-01T12:00:00Z"))
    };
    let passage = match (&line.passage, line.documents.first()) {
        (Some(passage), Some(key)) => Some(anchor(library, passage, key)),
        _ => None,
    };
    Ok(Told {
        decision: line.decision,
        at: time(&line.when)?,
        who: line.who.clone(),
        act: line.act.clone(),
        value: line.value.clone(),
        documents: line.documents.clone(),
        undone: line.undone,
        turned: line.turned.as_deref().map(time).transpose()?,
        quiet: line.quiet,
        with: line.with,
        passage,
    })
}

/// The passage, its offsets in bytes of the text that the key has here.
fn anchor(library: &Library, passage: &Passage, key: &str) -> Anchor {
    let text = library.document_number(key).and_then(|document| library.text(document)).unwrap_or_else(|_| "".into());
    let byte = |point: usize| text.char_indices().nth(point).map_or(text.len(), |(at, _)| at);
    Anchor {
        range: byte(passage.start)..byte(passage.end),
        exact: passage.text.clone(),
        before: passage.before.clone(),
        behind: passage.behind.clone(),
    }
}
