//! `variorum join`, `split`, `lead` and `import-groups`: a reader's decisions about version groups.

use super::decisions::tell;
use super::out::{Out, say};
use super::{Ended, Failed, named, now};
use crate::library::types::{Act, DocNo};
use crate::library::{Library, LibraryError};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

/// Decides about the documents named.
pub fn decide(library: &mut Library, given: &[String], act: &Act, out: &mut Out) -> Result<Ended, Failed> {
    let mut documents = BTreeSet::new();
    for name in named(given)? {
        let number = library.document_number(&name)?;
        let is_alone = library.row(number)?.is_some_and(|row| row.group.is_none());
        if matches!(act, Act::Split | Act::Lead) && is_alone {
            return Err(Failed::Nothing(format!(
                "{name} is in no version group; `variorum versions` lists the groups"
            )));
        }
        documents.insert(number);
    }
    if *act == Act::Join && documents.len() < 2 {
        return Err(Failed::Usage("name two documents or more; join makes versions of one text of them".into()));
    }
    let documents: Vec<DocNo> = documents.into_iter().collect();
    let decided = library.decide(&documents, act, now())?;
    tell(library, &decided, out)?;
    out.flush()?;
    Ok(Ended::Done)
}

/// Joins the clusters of a file that another program wrote: one act, so one undo takes them all back.
///
/// CSV with the columns `id` and `cluster`, or JSON Lines with these fields; others, such as passim's
/// `begin` and `end`, are passed over.
pub fn import(library: &mut Library, path: &Path, out: &mut Out) -> Result<Ended, Failed> {
    let mut clusters: BTreeMap<String, BTreeSet<DocNo>> = BTreeMap::new();
    let mut bad = 0;
    let shown = path.display();
    for (line, record) in read(path)? {
        let place = |error: &str| say(&format!("{shown}:{line}: {error}"));
        let outcome = match record {
            Ok(pair) => pair,
            Err(error) => {
                place(&error);
                bad += 1;
                continue;
            }
        };
        match library.document_number(&outcome.0) {
            Ok(document) => _ = clusters.entry(outcome.1).or_default().insert(document),
            Err(error @ (LibraryError::NoDocument(_) | LibraryError::AmbiguousDocument(..))) => {
                place(&error.to_string());
                bad += 1;
            }
            Err(error) => return Err(error.into()),
        }
    }
    let sets: Vec<Vec<DocNo>> =
        clusters.into_values().filter(|set| set.len() > 1).map(|set| set.into_iter().collect()).collect();
    if sets.is_empty() {
        say(&format!("{shown} names no two documents of one cluster"));
        return Ok(Ended::Partly);
    }
    let parts: Vec<(&[DocNo], &Act)> = sets.iter().map(|set| (set.as_slice(), &Act::Join)).collect();
    let decided = library.decide_together(&parts, now())?;
    match out.json {
        true => tell(library, &decided, out)?,
        false => {
            let documents: usize = sets.iter().map(Vec::len).sum();
            let clusters = crate::text::counted(sets.len() as u64, "cluster");
            let documents = crate::text::counted(documents as u64, "document");
            out.line(&format!("joined {clusters} of {documents}; undo takes all of them back"))?;
        }
    }
    out.flush()?;
    Ok(if bad > 0 { Ended::Partly } else { Ended::Done })
}

/// A line's number, and the document and cluster that it names or what is wrong with it.
type Lines = Vec<(u64, Result<(String, String), String>)>;

fn read(path: &Path) -> Result<Lines, Failed> {
    let fail = |error: std::io::Error| Failed::Library(LibraryError::Given(path.to_owned(), error));
    let mut file = BufReader::new(File::open(path).map_err(fail)?);
    let begins = file.fill_buf().map_err(fail)?;
    let first = begins.iter().find(|byte| !byte.is_ascii_whitespace() && !matches!(byte, 0xef | 0xbb | 0xbf));
    if first == Some(&b'{') { json_lines(file).map_err(fail) } else { csv_rows(file) }
}

fn json_lines(file: impl BufRead) -> std::io::Result<Lines> {
    let mut out = Lines::new();
    for (line, number) in file.lines().zip(1..) {
        let line = line?;
        let line = line.trim_start_matches('\u{feff}').trim();
        if line.is_empty() {
            continue;
        }
        let pair =
            serde_json::from_str::<serde_json::Value>(line).map_err(|error| error.to_string()).and_then(|value| {
                let field = |name: &str| match &value[name] {
                    serde_json::Value::String(text) => Ok(text.clone()),
                    serde_json::Value::Number(number) => Ok(number.to_string()),
                    _ => Err(format!("there is no {name} here; a line has an id and a cluster")),
                };
                Ok((field("id")?, field("cluster")?))
            });
        out.push((number, pair));
    }
    Ok(out)
}

fn csv_rows(file: impl BufRead) -> Result<Lines, Failed> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).trim(csv::Trim::All).from_reader(file);
    let usage = |error: csv::Error| Failed::Usage(error.to_string());
    let headers = reader.headers().map_err(usage)?.clone();
    let column = |name: &str| {
        headers.iter().position(|header| header.trim_start_matches('\u{feff}').eq_ignore_ascii_case(name)).ok_or_else(
            || Failed::Usage(format!("line 1: there is no column {name}; the columns id and cluster are needed")),
        )
    };
    let (id, cluster) = (column("id")?, column("cluster")?);
    let mut out = Lines::new();
    for record in reader.records() {
        match record {
            Ok(record) => {
                let line = record.position().map_or(0, csv::Position::line);
                let field = |at: usize| record.get(at).filter(|field| !field.is_empty()).map(str::to_owned);
                let pair = field(id).zip(field(cluster)).ok_or_else(|| "an id and a cluster are needed".to_owned());
                out.push((line, pair));
            }
            Err(error) => {
                let line = error.position().map_or(0, csv::Position::line);
                out.push((line, Err(error.to_string())));
            }
        }
    }
    Ok(out)
}
