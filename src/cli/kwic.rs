//! `variorum kwic`: every place of a query in its context.

use super::args::{KwicOrderWord, TableFormat};
use super::out::{Out, is_watched, say};
use super::records::UNIT;
use super::search::nothing_found;
use super::versions::unwritten;
use super::{Ended, Failed, find, query_failed};
use crate::library::Library;
use crate::library::export::query::cell;
use crate::library::types::kwic::{KwicLine, KwicOrder};
use crate::text::counted;
use serde::Serialize;
use std::cell::RefCell;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

const COLUMNS: [&str; 9] = ["document", "title", "date", "start", "end", "left", "text", "right", "unit"];
/// Between two reports of progress.
const PAUSE: Duration = Duration::from_millis(500);

pub struct Options {
    pub order: KwicOrder,
    /// Characters on each side.
    pub context: usize,
    pub format: Option<TableFormat>,
}

#[derive(Serialize)]
struct Record<'l> {
    document: &'l str,
    title: &'l str,
    date: Option<&'l str>,
    start: usize,
    end: usize,
    left: &'l str,
    text: &'l str,
    right: &'l str,
    unit: &'static str,
}

pub fn run(library: &mut Library, query: &str, options: &Options, out: &mut Out) -> Result<Ended, Failed> {
    let mut failed = None;
    if options.format == Some(TableFormat::Csv) {
        out.file(&row(&COLUMNS.map(str::to_owned))?)?;
    }
    let told = progress();
    let outcome =
        library.kwic(query, options.order, options.context, &AtomicBool::new(false), &told, &mut |line| match write(
            &line, options, out,
        ) {
            Ok(()) => true,
            Err(error) => {
                failed = Some(error);
                false
            }
        });
    let count = outcome.map_err(|error| query_failed(query, error))?;
    if let Some(failed) = failed {
        return Err(failed);
    }
    out.flush()?;
    if count == 0 {
        nowhere(library, query)?;
    }
    Ok(if count == 0 { Ended::Partly } else { Ended::Done })
}

/// Says why there is no line.
fn nowhere(library: &mut Library, query: &str) -> Result<(), Failed> {
    match find(library, query)?.documents.len() {
        0 => nothing_found(library, query),
        found => {
            say(&format!("note: nothing that was asked for has a place in a text, in {}", counted(found, "document")))
        }
    }
    Ok(())
}

/// Says now and then on a terminal how many documents are done.
fn progress() -> impl Fn(usize, usize) {
    let (watched, last) = (is_watched(), RefCell::new(Instant::now()));
    move |done, all| {
        if watched && last.borrow().elapsed() >= PAUSE {
            last.replace(Instant::now());
            say(&format!("{done} of {all} documents"));
        }
    }
}

fn write(line: &KwicLine, options: &Options, out: &mut Out) -> Result<(), Failed> {
    let date = line.date.as_deref();
    match options.format {
        Some(TableFormat::Csv) => {
            let (start, end) = (line.points.start.to_string(), line.points.end.to_string());
            let cells = [
                &line.key,
                &line.title,
                date.unwrap_or_default(),
                &start,
                &end,
                &line.left,
                &line.keyword,
                &line.right,
                UNIT,
            ];
            out.file(&row(&cells.map(cell))?)
        }
        _ if out.json => out.record(&Record {
            document: &line.key,
            title: &line.title,
            date,
            start: line.points.start,
            end: line.points.end,
            left: &line.left,
            text: &line.keyword,
            right: &line.right,
            unit: UNIT,
        }),
        _ => out.line(&aligned(line, options.context)),
    }
}

/// A line for people: the words in the middle, as far as cells can tell.
fn aligned(line: &KwicLine, context: usize) -> String {
    let clean = |text: &str| crate::text::sanitise::line(text).into_owned();
    let left = clean(&line.left);
    let gap = context.saturating_sub(crate::text::width::cells(&left));
    let right = crate::text::width::fit(&line.right, context);
    format!("{}{left}[{}]{right}  {}", " ".repeat(gap), line.keyword, line.key)
}

/// A row of a table.
fn row(cells: &[String]) -> Result<String, Failed> {
    let mut table = csv::Writer::from_writer(Vec::new());
    table.write_record(cells).map_err(unwritten)?;
    let bytes = table.into_inner().map_err(|error| Failed::from(std::io::Error::other(error.to_string())))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

impl From<KwicOrderWord> for KwicOrder {
    fn from(word: KwicOrderWord) -> Self {
        match word {
            KwicOrderWord::Document => Self::Document,
            KwicOrderWord::Left => Self::Left,
            KwicOrderWord::Right => Self::Right,
            KwicOrderWord::Date => Self::Date,
        }
    }
}
