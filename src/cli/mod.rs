//! The commands: one file each. With `tui`, the only place that writes to the terminal.

mod add;
mod apparatus;
mod args;
mod choices;
mod config;
mod decisions;
mod diff;
mod entities;
mod export;
mod facets;
mod gauge;
mod gazetteer;
mod help;
mod kwic;
mod line;
mod listed;
mod merging;
mod notes;
mod opening;
mod out;
mod passages;
mod recogniser;
mod records;
mod repairs;
mod saved;
mod screen;
mod search;
mod serve;
mod session;
mod show;
mod spans;
mod ties;
mod upkeep;
mod versions;

use crate::library::export::Format;
use crate::library::types::{Act, Counts, EntityKind};
use crate::library::{Found, Library, LibraryError, SearchError};
use crate::text::{sanitise, width};
use args::{Cli, Command, Common, TableFormat, TextFormat};
use clap::CommandFactory;
use opening::existing;
use out::Out;
use std::io::{self, BufRead, Write};
use std::ops::Range;
use std::process::ExitCode;
use std::sync::atomic::AtomicBool;

/// How a command ended, short of an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    Done,
    /// Nothing was found, or some documents failed.
    Partly,
}

/// Why a command could not be carried out.
#[derive(Debug, thiserror::Error)]
pub enum Failed {
    #[error(transparent)]
    Library(#[from] LibraryError),
    #[error("{0}")]
    Search(String),
    #[error("{0}")]
    Usage(String),
    #[error("the output cannot be written: {0}; see whether there is room where it goes")]
    Output(io::Error),
    #[error("standard input cannot be read: {0}; give files instead, or pipe them in")]
    Input(io::Error),
    #[error("{0}")]
    Screen(String),
    /// There is nothing that the command could work on.
    #[error("{0}")]
    Nothing(String),
    #[error("a defect of this program")]
    Broken,
    /// The reader of our output has gone; there is nobody to tell.
    #[error("nobody reads the output")]
    Unread,
}

impl From<io::Error> for Failed {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe { Self::Unread } else { Self::Output(error) }
    }
}

impl Failed {
    /// The command that lists what something was not found among. The screen says the same without it.
    fn lists(&self) -> Option<&'static str> {
        let Self::Library(error) = self else { return None };
        match error {
            LibraryError::NoBatch(..) => Some("batches"),
            LibraryError::NoEntity(_) | LibraryError::NoForm(..) => Some("entities"),
            LibraryError::NoSaved(..) => Some("saved"),
            LibraryError::NoList(..) => Some("gazetteer list"),
            _ => None,
        }
    }

    fn code(&self) -> u8 {
        match self {
            Self::Unread => 0,
            Self::Library(
                LibraryError::NoDocument(_)
                | LibraryError::NoBatch(..)
                | LibraryError::NoEntity(_)
                | LibraryError::NoForm(..)
                | LibraryError::NoThread(_)
                | LibraryError::NoSaved(..)
                | LibraryError::NoList(..)
                | LibraryError::NoRepair(_),
            ) => 1,
            Self::Library(
                LibraryError::AmbiguousDocument(..)
                | LibraryError::AmbiguousEntity(..)
                | LibraryError::NotAVersion(..)
                | LibraryError::Given(..),
            )
            | Self::Usage(_)
            | Self::Search(_)
            | Self::Screen(_) => 2,
            Self::Library(LibraryError::Stopped | LibraryError::RebuildStopped) | Self::Nothing(_) => 1,
            Self::Library(_) | Self::Output(_) | Self::Input(_) | Self::Broken => 3,
        }
    }
}

/// Reads the command line, carries it out and gives the exit code: 0 done, 1 nothing found or some
/// documents failed, 2 wrong usage or a query that cannot be read, 3 the library cannot be used.
pub fn run() -> ExitCode {
    // What a reader or an analyser trips over is in the report, with its file.
    std::panic::set_hook(Box::new(|panic| {
        // The threads of the text index tell who waits for them; what they leave undone is no loss.
        let ends_in_an_error = |name: &str| {
            matches!(name, "read" | "derive" | "segment_updater")
                || name.starts_with("merge_thread_")
                || name.starts_with("thrd-tantivy-index")
        };
        let told = std::thread::current().name().is_some_and(ends_in_an_error);
        if !told && !crate::library::is_guarded() {
            out::say(&format!("variorum has failed; nothing that was decided is lost; please report this: {panic}"));
        }
    }));
    // Where a file may not grow any more, that is an error to be told and not the end.
    let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, std::sync::Arc::default());
    let given: Vec<std::ffi::OsString> = std::env::args_os().collect();
    let cli = match line::read(&given) {
        Ok(cli) => cli,
        // Help and version, which hold nothing that was given.
        Err(asked) if !asked.use_stderr() => asked.exit(),
        Err(error) => {
            out::say(error.render().to_string().trim_end());
            return ExitCode::from(2);
        }
    };
    let ended = std::panic::catch_unwind(|| carry_out(cli));
    // What broke down has been said.
    match ended.unwrap_or(Err(Failed::Broken)) {
        Ok(Ended::Done) => ExitCode::SUCCESS,
        Ok(Ended::Partly) => ExitCode::from(1),
        Err(failed) => {
            if !matches!(failed, Failed::Unread | Failed::Broken) {
                let hint = failed.lists().map(|command| format!("; `variorum {command}` lists them"));
                out::say(&format!("variorum: {failed}{}", hint.unwrap_or_default()));
            }
            ExitCode::from(failed.code())
        }
    }
}

fn carry_out(cli: Cli) -> Result<Ended, Failed> {
    let common = cli.common;
    let Some(command) = cli.command else { return screen::run(&common, cli.paths, cli.screen) };
    match command {
        Command::Add(add) => add::run(&common, add),
        Command::Serve => serve::run(),
        Command::Search { from_file: Some(path), json, .. } => {
            listed::run(&mut existing(&common)?, &path, &mut Out::open(json.json))
        }
        Command::Search { query, explain: true, json, .. } => {
            listed::explain(&mut existing(&common)?, &query.unwrap_or_default(), &mut Out::open(json.json))
        }
        Command::Search { query, limit, offset, group, count, json, .. } => {
            let query = query.unwrap_or_default();
            let options = search::Options { limit, offset, group, count };
            search::run(&mut existing(&common)?, &query, &options, &mut Out::open(json.json))
        }
        Command::Kwic { query, order, context, format, json } => {
            let out = &mut Out::open(json.json || format == Some(TableFormat::Jsonl));
            let options = kwic::Options { order: order.into(), context, format };
            kwic::run(&mut existing(&common)?, &query, &options, out)
        }
        Command::Save { name, query, json } => {
            saved::save(&mut existing(&common)?, &name, &query, &mut Out::open(json.json))
        }
        Command::Unsave { name, json } => saved::unsave(&mut existing(&common)?, &name, &mut Out::open(json.json)),
        Command::Saved { json } => saved::list(&existing(&common)?, &mut Out::open(json.json)),
        Command::Show { documents, json } => show::run(&existing(&common)?, &documents, &mut Out::open(json.json)),
        Command::Entities { doc, kind, limit, json } => {
            entities::list(&mut existing(&common)?, doc.as_deref(), kind, limit, &mut Out::open(json.json))
        }
        Command::Mentions { entities, doc, json } => {
            entities::mentions(&mut existing(&common)?, &entities, doc.as_deref(), &mut Out::open(json.json))
        }
        Command::Card { entity, json } => entities::card(&mut existing(&common)?, &entity, &mut Out::open(json.json)),
        Command::Versions { documents, format: Some(TableFormat::Csv), .. } => {
            versions::table(&existing(&common)?, &documents, &mut Out::open(false))
        }
        Command::Versions { documents, overlaps: false, changes, format, json } => {
            let changes = changes || !documents.is_empty();
            versions::groups(&existing(&common)?, &documents, changes, &mut Out::open(json.json || format.is_some()))
        }
        Command::Versions { documents, overlaps: true, json, .. } => {
            versions::overlaps(&existing(&common)?, &documents, &mut Out::open(json.json))
        }
        Command::Passages { document, json } => {
            passages::run(&existing(&common)?, &document, &mut Out::open(json.json))
        }
        Command::Diff { a, b, exact, side_by_side, format, json } => {
            let options = diff::Options { exact, side_by_side, format: format.map(Into::into) };
            diff::run(&existing(&common)?, &a, &b, options, &mut Out::open(json.json))
        }
        Command::Apparatus { document, base, without_punctuation, format, json } => {
            let (base, format) = (base.as_deref(), format.map(Into::into));
            let counts = if without_punctuation { Counts::WithoutMarks } else { Counts::Words };
            apparatus::run(&existing(&common)?, &document, base, counts, format, &mut Out::open(json.json))
        }
        Command::Mark { query, verdict, json } => {
            decisions::mark(&mut existing(&common)?, &query, verdict, &mut Out::open(json.json))
        }
        Command::Tag { query, tags, json } => {
            let (tags, common, json) = decisions::behind_tags(&tags, &common, json)?;
            decisions::tag(&mut existing(&common)?, &query, &tags, &mut Out::open(json))
        }
        Command::Note { document, text, passage, off, json } => {
            let (library, out) = (&mut existing(&common)?, &mut Out::open(json.json));
            match off {
                Some(note) => notes::off(library, &document, note, out),
                None => notes::put(library, &document, &text.unwrap_or_default(), passage.as_deref(), out),
            }
        }
        Command::Notes { query, json } => notes::list(&mut existing(&common)?, &query, &mut Out::open(json.json)),
        Command::ImportDecisions { logs, json } => {
            merging::run(&mut existing(&common)?, &logs, &mut Out::open(json.json))
        }
        Command::Join { documents, json } => {
            ties::decide(&mut existing(&common)?, &documents, &Act::Join, &mut Out::open(json.json))
        }
        Command::Split { documents, json } => {
            ties::decide(&mut existing(&common)?, &documents, &Act::Split, &mut Out::open(json.json))
        }
        Command::Lead { document, json } => {
            ties::decide(&mut existing(&common)?, &[document], &Act::Lead, &mut Out::open(json.json))
        }
        Command::ImportGroups { file, json } => ties::import(&mut existing(&common)?, &file, &mut Out::open(json.json)),
        Command::Merge { entities, json } => {
            repairs::merge(&mut existing(&common)?, &entities, &mut Out::open(json.json))
        }
        Command::Separate { entity, form, json } => {
            let change = repairs::Change::Separate(&form);
            repairs::change(&mut existing(&common)?, &entity, change, &mut Out::open(json.json))
        }
        Command::Rename { entity, name, json } => {
            let change = repairs::Change::Rename(&name);
            repairs::change(&mut existing(&common)?, &entity, change, &mut Out::open(json.json))
        }
        Command::Retype { entity, kind, json } => {
            let change = repairs::Change::Retype(kind.into());
            repairs::change(&mut existing(&common)?, &entity, change, &mut Out::open(json.json))
        }
        Command::Hide { entity, json } => {
            repairs::change(&mut existing(&common)?, &entity, repairs::Change::Hide, &mut Out::open(json.json))
        }
        Command::Unhide { entity, json } => {
            repairs::change(&mut existing(&common)?, &entity, repairs::Change::Unhide, &mut Out::open(json.json))
        }
        Command::Unname { document, form, at, json } => {
            repairs::unname(&mut existing(&common)?, &document, &form, at, &mut Out::open(json.json))
        }
        Command::Repairs { json } => repairs::list(&existing(&common)?, &mut Out::open(json.json)),
        Command::ImportRepairs { file, json } => {
            repairs::import(&mut existing(&common)?, &file, &mut Out::open(json.json))
        }
        Command::ImportSpans { files, format, offsets, labels, json } => {
            spans::run(&mut existing(&common)?, &files, format, offsets, &labels, &mut Out::open(json.json))
        }
        Command::Gazetteer(command) => gazetteer::run(&common, command),
        Command::Batches { json } => upkeep::batches(&existing(&common)?, &mut Out::open(json.json)),
        Command::Report { batch, format, json } => {
            let out = &mut Out::open(json.json);
            upkeep::report(&mut existing(&common)?, batch.as_deref(), format.is_some(), out)
        }
        Command::Facets { query, json } => facets::run(&mut existing(&common)?, &query, &mut Out::open(json.json)),
        Command::Export { query, format, output, limit } => {
            export::run(&mut existing(&common)?, &query, format, output.as_deref(), limit)
        }
        Command::Log { json } => decisions::log(&existing(&common)?, &mut Out::open(json.json)),
        Command::Undo { json } => decisions::undo(&mut existing(&common)?, &mut Out::open(json.json)),
        Command::Redo { json } => decisions::redo(&mut existing(&common)?, &mut Out::open(json.json)),
        Command::Stats { json } => upkeep::stats(&existing(&common)?, &mut Out::open(json.json)),
        Command::Check { json } => upkeep::check(&mut existing(&common)?, &mut Out::open(json.json)),
        Command::Rebuild { names, recogniser, json } => {
            upkeep::rebuild(&mut existing(&common)?, names, recogniser, &mut Out::open(json.json))
        }
        Command::Help { command } => help::run(&command, &mut Out::open(false)),
        Command::Completions { shell } => {
            // The generator breaks down where it cannot write.
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Cli::command(), "variorum", &mut script);
            let mut out = io::stdout().lock();
            out.write_all(&script)?;
            out.flush()?;
            Ok(Ended::Done)
        }
        Command::Man => {
            clap_mangen::Man::new(Cli::command()).render(&mut io::stdout().lock())?;
            Ok(Ended::Done)
        }
    }
}

impl From<args::Kind> for EntityKind {
    fn from(kind: args::Kind) -> Self {
        match kind {
            args::Kind::Person => Self::Person,
            args::Kind::Org => Self::Org,
            args::Kind::Place => Self::Place,
            args::Kind::Misc => Self::Misc,
        }
    }
}

impl From<TextFormat> for Format {
    fn from(format: TextFormat) -> Self {
        match format {
            TextFormat::Markdown => Self::Markdown,
            TextFormat::Html => Self::Html,
            TextFormat::Tei => Self::Tei,
        }
    }
}

/// The documents named, with `-` read from standard input, one a line.
fn named(given: &[String]) -> Result<Vec<String>, Failed> {
    let mut names = Vec::new();
    for name in given {
        if name == "-" {
            for line in io::stdin().lock().lines() {
                let line = line.map_err(Failed::Input)?;
                if !line.trim().is_empty() {
                    names.push(line.trim_end_matches('\r').to_owned());
                }
            }
        } else {
            names.push(name.clone());
        }
    }
    Ok(names)
}

/// Finds what a query asks for, and says what it may have missed.
fn find(library: &mut Library, query: &str) -> Result<Found, Failed> {
    let found = library.search(query, false, &AtomicBool::new(false)).map_err(|error| query_failed(query, error))?;
    for hint in &found.hints {
        out::say(&format!("note: {hint}"));
    }
    let (waiting, all) = (library.unindexed()?, library.last_document()?);
    if waiting == 0 {
        return Ok(found);
    }
    let why = library.kept_behind();
    if waiting == all {
        // That nothing is found says nothing then.
        return Err(LibraryError::Unindexed(why.unwrap_or("it is being made").to_owned()).into());
    }
    let why = why.map(|why| format!(": {why}")).unwrap_or_default();
    let wait = if waiting == 1 { "document waits" } else { "documents wait" };
    out::say(&format!("note: {waiting} {wait} to be indexed; no search finds them yet{why}"));
    Ok(found)
}

/// A moment whose fraction is as long as that of every other, so that columns align.
fn aligned(moment: &str) -> String {
    match moment.strip_suffix('Z').map(|bare| bare.split_once('.').unwrap_or((bare, ""))) {
        Some((whole, fraction)) => format!("{whole}.{fraction:0<3}Z"),
        None => moment.to_owned(),
    }
}

fn now() -> i64 {
    jiff::Timestamp::now().as_millisecond()
}

/// A query with carets under a place of it, in bytes.
fn carets(query: &str, span: &Range<usize>) -> String {
    // Measured as it is shown, with marks for what must not reach a terminal.
    let shown = |text: &str| sanitise::line(text).into_owned();
    let cells = |text: &str| width::cells(&shown(text));
    let before = query.get(..span.start).map_or(0, cells);
    let carets = query.get(span.clone()).map_or(1, cells).max(1);
    format!("  {}\n  {}{}", shown(query), " ".repeat(before), "^".repeat(carets))
}

/// A query that could not be read, with a caret under the place.
fn query_failed(query: &str, error: SearchError) -> Failed {
    match error {
        SearchError::Library(error) => Failed::Library(error),
        SearchError::Query { message, span, repair } => {
            let mut text = format!("{message}\n{}", carets(query, &span));
            if let Some(repair) = repair {
                text.push_str(&format!("\ntry: {repair}"));
            }
            Failed::Search(text)
        }
        SearchError::Stopped => Failed::Library(LibraryError::Stopped),
    }
}
