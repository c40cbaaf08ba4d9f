//! `variorum gazetteer`: lists of names to look for, from files, from `add --gazetteer` and from the
//! configuration.

use super::args::GazetteerCommand;
use super::config::Listed;
use super::decisions::tell;
use super::gauge::{Gauge, until_stopped};
use super::opening::existing;
use super::out::{Out, say};
use super::{Common, Ended, Failed, now};
use crate::library::types::gazetteers::GazetteerEntry;
use crate::library::{Library, LibraryError, ListGiven, ListOptions};
use crate::text::counted;
use std::path::Path;

pub fn run(common: &Common, command: GazetteerCommand) -> Result<Ended, Failed> {
    match command {
        GazetteerCommand::Add { files, name, kind, json } => {
            if name.is_some() && files.len() > 1 {
                return Err(Failed::Usage("--name is for one file; each of several is called by its own".into()));
            }
            if name.as_ref().is_some_and(|name| name.trim().is_empty()) {
                return Err(Failed::Usage("a list needs a name".into()));
            }
            let options = ListOptions { name, kind: kind.map(Into::into), quiet: false };
            let (library, out) = (&mut existing(common)?, &mut Out::open(json.json));
            let mut ended = Ended::Done;
            for file in &files {
                let (given, bad) = give(library, file, &options)?;
                match &given.decided {
                    Some(decided) if out.json => tell(library, decided, out)?,
                    _ if out.json => {}
                    _ => out.line(&told(&given))?,
                }
                if bad > 0 || given.names == 0 {
                    ended = Ended::Partly;
                }
            }
            out.flush()?;
            Ok(ended)
        }
        GazetteerCommand::List { json } => list(&mut existing(common)?, &mut Out::open(json.json)),
        GazetteerCommand::Show { list, found, json } => {
            show(&mut existing(common)?, &list, found, &mut Out::open(json.json))
        }
        GazetteerCommand::Remove { list, json } => {
            let (library, out) = (&mut existing(common)?, &mut Out::open(json.json));
            let decided = library.take_list_off(&list, now(), &mut |_| {})?;
            tell(library, &decided, out)?;
            out.flush()?;
            Ok(Ended::Done)
        }
    }
}

/// Gives the lists that a configuration names, and those of `add --gazetteer`; true where all of them
/// could be understood whole.
pub fn give_all(library: &mut Library, configured: &[Listed], files: &[std::path::PathBuf]) -> Result<bool, Failed> {
    let mut whole = true;
    let files = files.iter().map(|file| (file.clone(), ListOptions::default(), None));
    let configured = configured.iter().map(|listed| {
        let (file, options) = listed.given();
        (file, options, Some(&listed.place))
    });
    for (file, options, place) in configured.chain(files) {
        let given = give(library, &file, &options).map_err(|failed| match (failed, place) {
            (Failed::Library(LibraryError::Given(file, error)), Some(place)) => Failed::Usage(format!(
                "{place}: the list {} cannot be read: {error}; name another, or take it out",
                file.display()
            )),
            (failed, _) => failed,
        });
        let (given, bad) = given?;
        if given.decided.is_some() || given.names == 0 {
            say(&told(&given));
        }
        whole &= bad == 0 && given.names > 0;
    }
    Ok(whole)
}

/// Gives a list; also how many of its lines could not be understood, which are told.
fn give(library: &mut Library, file: &Path, options: &ListOptions) -> Result<(ListGiven, usize), Failed> {
    let (mut bad, stop) = (0, until_stopped());
    let mut trouble = |line: usize, error: String| {
        bad += 1;
        say(&format!("{}:{line}: {error}", file.display()));
    };
    let mut gauge = Gauge::start();
    let given = library.give_list(file, options, now(), &mut trouble, &mut |step| gauge.show(step), &stop);
    gauge.end();
    let given = given?;
    if given.passed_over > 0 {
        say(&format!("note: {} left out that are no names", counted(given.passed_over, "record")));
    }
    if given.weak > 0 {
        let weak = counted(given.weak, "weak alias").replace("aliass", "aliases");
        say(&format!("note: {weak} of one word left out, which would be found everywhere"));
    }
    Ok((given, bad))
}

fn told(given: &ListGiven) -> String {
    let what = format!("{} in {}", counted(given.names, "name"), counted(given.forms, "form"));
    match (given.names, &given.decided, given.replaced) {
        (0, ..) => format!("list {}: no name could be taken over", given.list),
        (_, None, _) => format!("list {}: nothing has changed ({what})", given.list),
        (_, Some(_), true) => format!("list {}: {what}, in place of what it was", given.list),
        (_, Some(_), false) => format!("list {}: {what}; list:{} finds them", given.list, quoted(&given.list)),
    }
}

fn quoted(list: &str) -> String {
    let plain = list.chars().all(|c| c.is_alphanumeric() || "-_".contains(c));
    if plain { list.to_owned() } else { format!("\"{list}\"") }
}

fn list(library: &mut Library, out: &mut Out) -> Result<Ended, Failed> {
    let lines = library.gazetteers()?;
    for line in &lines {
        if out.json {
            out.record(line)?;
            continue;
        }
        let (names, documents) = (counted(line.names, "name"), counted(line.documents, "document"));
        out.line(&format!("{}  {names}, {} found in {documents}  from {}", line.list, line.found, line.from))?;
    }
    out.flush()?;
    if lines.is_empty() {
        say("note: there is no list yet; `variorum gazetteer add FILE` gives one");
    }
    Ok(if lines.is_empty() { Ended::Partly } else { Ended::Done })
}

fn show(library: &mut Library, list: &str, found: bool, out: &mut Out) -> Result<Ended, Failed> {
    let mut entries = library.gazetteer(list)?;
    entries.retain(|entry| !found || entry.mentions > 0);
    for entry in &entries {
        if out.json { out.record(entry)? } else { out.line(&plain(entry))? }
    }
    out.flush()?;
    if entries.is_empty() {
        say("note: nothing on this list is found in a document");
    }
    Ok(if entries.is_empty() { Ended::Partly } else { Ended::Done })
}

fn plain(entry: &GazetteerEntry) -> String {
    let forms: Vec<&str> = entry.forms.iter().map(String::as_str).filter(|&form| form != entry.name).collect();
    let also = if forms.is_empty() { String::new() } else { format!("  also: {}", forms.join(", ")) };
    let id = entry.id.as_ref().map(|id| format!(" ({id})")).unwrap_or_default();
    format!("{:6} {:>6} in {:>5}  {}{id}{also}", entry.kind.as_str(), entry.mentions, entry.documents, entry.name)
}
