//! `variorum export`: what a query finds, for other programs.

use super::args::DataFormat;
use super::out::{Terminal, is_watched, say};
use super::search::nothing_found;
use super::{Ended, Failed, find};
use crate::library::export::query::{ExportError, Kind, Whole, Written};
use crate::library::{Found, Library};
use crate::text::counted;
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

/// Between two lines on how far it has come.
const PAUSE: Duration = Duration::from_secs(5);

pub fn run(
    library: &mut Library,
    query: &str,
    format: DataFormat,
    output: Option<&Path>,
    limit: usize,
) -> Result<Ended, Failed> {
    let folder = match (format, output) {
        (DataFormat::Brat, None) => {
            return Err(Failed::Usage("brat's standoff is many files; name a folder for them with --output".into()));
        }
        (DataFormat::Brat, folder) => folder,
        _ => None,
    };
    let mut found = find(library, query)?;
    if limit > 0 {
        found.documents.truncate(limit);
    }
    let Some(kind) = kind(format) else {
        let Some(folder) = folder else { return Ok(Ended::Partly) };
        if found.documents.is_empty() {
            nothing_found(library, query);
            return Ok(Ended::Partly);
        }
        let written = watched(|stop, told| library.export_brat(&found, folder, stop, told))?;
        say(&format!("{} in {}", counted(written.documents, "document"), folder.display()));
        return Ok(Ended::Done);
    };
    let written = match output {
        None => write(library, &found, kind, &mut BufWriter::new(Terminal::out()))?,
        Some(path) => {
            let mut file = Whole::begin(path).map_err(|error| Failed::Usage(error.to_string()))?;
            let written = write(library, &found, kind, &mut file)?;
            file.finish(true).map_err(|error| Failed::Output(io::Error::other(error)))?;
            say(&format!("{} in {}", told(written, kind), path.display()));
            written
        }
    };
    if found.documents.is_empty() {
        nothing_found(library, query);
    } else if written.documents > 0 && written.records == 0 {
        let what = if kind == Kind::Datashare { "tags, verdicts or stars" } else { "notes or marks" };
        say(&format!("note: there are no {what} on the {}", counted(written.documents, "document")));
    }
    Ok(if written.records == 0 { Ended::Partly } else { Ended::Done })
}

fn told(written: Written, kind: Kind) -> String {
    let documents = counted(written.documents, "document");
    match kind {
        Kind::W3c => format!("{} on {documents}", counted(written.records, "annotation")),
        Kind::Datashare => format!("{} on {documents}", counted(written.records, "tag")),
        Kind::Ftm => format!("{} of {documents}", counted(written.records, "entity")),
        _ => documents,
    }
}

fn write(library: &Library, found: &Found, kind: Kind, to: &mut dyn Write) -> Result<Written, Failed> {
    watched(|stop, told| library.export(found, kind, to, stop, told))
}

/// Exports with a word on how far it has come, until a signal stops it.
fn watched(
    export: impl FnOnce(&AtomicBool, &dyn Fn(usize, usize)) -> Result<Written, ExportError>,
) -> Result<Written, Failed> {
    let stop = Arc::new(AtomicBool::new(false));
    for signal in [signal_hook::consts::SIGINT, signal_hook::consts::SIGTERM] {
        let _ = signal_hook::flag::register_conditional_default(signal, stop.clone());
        let _ = signal_hook::flag::register(signal, stop.clone());
    }
    let said = std::cell::Cell::new(Instant::now());
    let progress = |done: usize, all: usize| {
        if is_watched() && said.get().elapsed() >= PAUSE {
            said.set(Instant::now());
            say(&format!("{done} of {}", counted(all, "document")));
        }
    };
    export(&stop, &progress).map_err(|error| match error {
        taken @ ExportError::Taken(_) => Failed::Usage(taken.to_string()),
        ExportError::Library(error) => Failed::Library(error),
        ExportError::Output(error) => Failed::from(error),
        ExportError::Stopped => Failed::Nothing("stopped; the export is not whole, ask again".into()),
    })
}

/// The format of one file; none is that of a folder.
fn kind(format: DataFormat) -> Option<Kind> {
    Some(match format {
        DataFormat::Jsonl => Kind::Jsonl,
        DataFormat::Csv => Kind::Csv,
        DataFormat::Markdown => Kind::Markdown,
        DataFormat::Ris => Kind::Ris,
        DataFormat::CslJson => Kind::CslJson,
        DataFormat::W3c => Kind::W3c,
        DataFormat::Ftm => Kind::Ftm,
        DataFormat::Datashare => Kind::Datashare,
        DataFormat::Spacy => Kind::Spacy,
        DataFormat::Conll => Kind::Conll,
        DataFormat::Brat => return None,
    })
}
