//! `variorum export`: what a query finds, for other programs.

use super::args::DataFormat;
use super::out::{Terminal, is_watched, say};
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
    kind: Kind,
    output: Option<&Path>,
    limit: usize,
) -> Result<Ended, Failed> {
    let mut found = find(library, query)?;
    if limit > 0 {
        found.documents.truncate(limit);
    }
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
    if written.documents > 0 && written.records == 0 {
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
    library.export(found, kind, to, &stop, &progress).map_err(|error| match error {
        ExportError::Library(error) => Failed::Library(error),
        ExportError::Output(error) => Failed::from(error),
        ExportError::Stopped => Failed::Nothing("stopped; the export is not whole, ask again".into()),
    })
}

impl From<DataFormat> for Kind {
    fn from(format: DataFormat) -> Self {
        match format {
            DataFormat::Jsonl => Self::Jsonl,
            DataFormat::Csv => Self::Csv,
            DataFormat::Markdown => Self::Markdown,
            DataFormat::Ris => Self::Ris,
            DataFormat::CslJson => Self::CslJson,
            DataFormat::W3c => Self::W3c,
            DataFormat::Ftm => Self::Ftm,
            DataFormat::Datashare => Self::Datashare,
            DataFormat::Spacy => Self::Spacy,
            DataFormat::Conll => Self::Conll,
        }
    }
}
