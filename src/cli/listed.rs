//! `variorum search --from-file` and `--explain`.

use super::out::{Out, say};
use super::records::UNIT;
use super::{Ended, Failed, carets, query_failed};
use crate::library::types::ExplainedPart;
use crate::library::types::kwic::ListRow;
use crate::library::{Library, SearchError, listed_queries};
use crate::text::{CodePoints, counted};
use serde::Serialize;
use std::io::Read;
use std::path::Path;
use std::sync::atomic::AtomicBool;

#[derive(Serialize)]
struct Row<'r> {
    line: usize,
    query: &'r str,
    documents: usize,
    groups: usize,
    first: Option<&'r str>,
}

#[derive(Serialize)]
struct Wrong<'r> {
    line: usize,
    query: &'r str,
    error: &'r str,
    start: usize,
    end: usize,
    repair: Option<&'r str>,
    unit: &'static str,
}

/// Asks every line of a file, or of standard input for `-`.
pub fn run(library: &mut Library, path: &Path, out: &mut Out) -> Result<Ended, Failed> {
    let given = path.display();
    let mut bytes = Vec::new();
    if path.as_os_str() == "-" {
        std::io::stdin().read_to_end(&mut bytes).map_err(Failed::Input)?;
    } else {
        bytes = std::fs::read(path).map_err(|error| {
            Failed::Usage(format!("{given} cannot be read: {error}; name a file of queries, or - for standard input"))
        })?;
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        let before = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = 1 + before.iter().filter(|&&byte| byte == b'\n').count();
        Failed::Usage(format!("{given}:{line} is not UTF-8; save the list as UTF-8"))
    })?;
    let queries = listed_queries(&text);
    if queries.is_empty() {
        return Err(Failed::Nothing(format!("{given} holds no query; write one a line")));
    }
    let (mut wrong, mut any, mut failed) = (0, false, None);
    if !out.json {
        out.line("documents  groups  first       query")?;
    }
    let outcome = library.search_listed(&queries, &AtomicBool::new(false), &mut |row| {
        any |= row.found.as_ref().is_ok_and(|found| found.documents > 0);
        if let Err(flaw) = &row.found {
            wrong += 1;
            let repair = flaw.repair.as_ref().map(|repair| format!("\ntry: {repair}")).unwrap_or_default();
            let shown = carets(&row.query, &flaw.span);
            say(&format!("{given}:{}: {}\n{shown}{repair}", row.line, flaw.message));
        }
        if failed.is_none() {
            failed = write(&row, out).and_then(|()| out.flush()).err();
        }
    });
    outcome.map_err(|error| query_failed("", error))?;
    if let Some(failed) = failed {
        return Err(failed);
    }
    match wrong {
        0 => Ok(if any { Ended::Done } else { Ended::Partly }),
        1 => Err(Failed::Search("1 line cannot be read; the others were asked".to_owned())),
        many => Err(Failed::Search(format!("{many} lines cannot be read; the others were asked"))),
    }
}

fn write(row: &ListRow, out: &mut Out) -> Result<(), Failed> {
    let (line, query) = (row.line, row.query.as_str());
    match &row.found {
        Ok(found) if out.json => out.record(&Row {
            line,
            query,
            documents: found.documents,
            groups: found.groups,
            first: found.first.as_deref(),
        }),
        Ok(found) => {
            let first = found.first.as_deref().unwrap_or("-");
            out.line(&format!("{:>9}  {:>6}  {first:10}  {query}", found.documents, found.groups))
        }
        Err(flaw) if out.json => {
            let points = CodePoints::of(query);
            out.record(&Wrong {
                line,
                query,
                error: &flaw.message,
                start: points.at(flaw.span.start.min(query.len())),
                end: points.at(flaw.span.end.min(query.len())),
                repair: flaw.repair.as_deref(),
                unit: UNIT,
            })
        }
        Err(_) => out.line(&format!("{:>9}  {:>6}  {:10}  {query}", "?", "?", "?")),
    }
}

#[derive(Serialize)]
struct Part<'p> {
    part: &'p str,
    depth: usize,
    documents: Option<u64>,
    texts_read: u64,
    microseconds: u64,
}

/// How a query is read, what each part finds alone, and what that costs; the whole query last.
pub fn explain(library: &mut Library, query: &str, out: &mut Out) -> Result<Ended, Failed> {
    let explained = match library.explain(query, &AtomicBool::new(false), &|_, _| {}) {
        Ok(explained) => explained,
        Err(SearchError::Library(error)) => return Err(error.into()),
        Err(error) => return Err(query_failed(query, error)),
    };
    for part in &explained.parts {
        tell(part, 2, out)?;
    }
    if explained.parts.len() > 1 || out.json {
        tell(&ExplainedPart { text: "the whole query".to_owned(), ..explained.whole }, 1, out)?;
    }
    if !out.json {
        for (part, documents) in &explained.without {
            out.line(&format!("without {part}: {}", counted(*documents, "document")))?;
        }
        out.line(&explained.order)?;
    }
    out.flush()?;
    Ok(Ended::Done)
}

fn tell(part: &ExplainedPart, indent: usize, out: &mut Out) -> Result<(), Failed> {
    let text = part.text.trim_start();
    let depth = (part.text.len() - text.len()) / 2;
    if out.json {
        let (documents, texts_read, microseconds) = (part.documents, part.texts, part.micros);
        return out.record(&Part { part: text, depth, documents, texts_read, microseconds });
    }
    out.line(&part.text)?;
    let told = part.told().unwrap_or_else(|| "not counted, as versions would have to be compared".to_owned());
    out.line(&format!("{}{told}", "  ".repeat(depth + indent)))
}
