//! `variorum batches`, `report`, `stats`, `check` and `rebuild`.

use super::config::Config;
use super::out::{Out, say};
use super::recogniser;
use super::{Ended, Failed, add, aligned, gauge};
use crate::library::types::outcome::{Count, Outcome};
use crate::library::{Library, export};
use crate::text::counted;
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;

pub fn batches(library: &Library, out: &mut Out) -> Result<Ended, Failed> {
    let batches = library.batches()?;
    for batch in &batches {
        if out.json {
            out.record(batch)?;
        } else {
            let state = if batch.finished.is_some() { "" } else { "  (interrupted; the next add goes on)" };
            out.line(&format!(
                "{}  {}  {} new, {}, {}, {} failed, {} undecided{state}",
                batch.batch,
                aligned(&batch.started),
                batch.new,
                counted(batch.exact_copies, "copy"),
                counted(batch.near_versions, "version"),
                batch.failed,
                batch.undecided
            ))?;
        }
    }
    out.flush()?;
    if batches.is_empty() {
        say("note: no batch has been added yet; `variorum add PATH` adds one");
    }
    Ok(if batches.is_empty() { Ended::Partly } else { Ended::Done })
}

/// What a batch brought and what was decided about it; without a name, the newest one.
pub fn report(library: &mut Library, name: Option<&str>, markdown: bool, out: &mut Out) -> Result<Ended, Failed> {
    let batch = match name {
        Some(name) => library.batch_number(name)?,
        None => match library.newest_batch()? {
            Some(batch) => batch,
            None => return Err(Failed::Nothing("no batch has been added yet; `variorum add PATH` adds one".into())),
        },
    };
    let Some(report) = library.batch_report(batch, &AtomicBool::new(false), &|_, _| {})? else {
        return Ok(Ended::Partly);
    };
    if out.json {
        out.record(&report)?
    } else if markdown {
        out.file(&export::batch(&report))?
    } else {
        add::plain(out, &report.report)?;
        decided(out, &report.outcome)?
    }
    out.flush()?;
    Ok(Ended::Done)
}

fn decided(out: &mut Out, outcome: &Outcome) -> Result<(), Failed> {
    out.line(&format!(
        "decided: {} kept, {} dropped, {} for later, {} undecided; {} starred, {}",
        outcome.keep,
        outcome.drop,
        outcome.later,
        outcome.undecided,
        outcome.starred,
        counted(outcome.notes, "note")
    ))?;
    let listed = |counts: &[Count]| -> Vec<String> {
        counts.iter().map(|count| format!("{} ({})", count.name, count.documents)).collect()
    };
    for (title, counts) in [("by", listed(&outcome.by)), ("tags", listed(&outcome.tags))] {
        if !counts.is_empty() {
            out.line(&format!("{title}: {}", counts.join(", ")))?;
        }
    }
    let names = outcome.new_names.iter().map(|name| format!("{} ({})", name.name, name.documents));
    let names: Vec<String> = names.collect();
    if !names.is_empty() {
        out.line(&format!("names not seen before: {}", names.join(", ")))?;
    }
    Ok(())
}

pub fn stats(library: &Library, out: &mut Out) -> Result<Ended, Failed> {
    let stats = library.stats()?;
    if out.json {
        out.record(&stats)?;
    } else {
        out.line(&format!("{:18} {}", "library", stats.library))?;
        for (name, value) in stats.lines() {
            out.line(&format!("{name:18} {value}"))?;
        }
    }
    out.flush()?;
    Ok(Ended::Done)
}

pub fn check(library: &mut Library, out: &mut Out) -> Result<Ended, Failed> {
    let findings = library.check()?;
    for finding in &findings {
        if out.json {
            out.record(finding)?;
        } else {
            out.line(&format!("{}: {}", finding.part, finding.problem))?;
        }
    }
    let whole = findings.iter().all(|finding| finding.remark);
    if whole && !out.json {
        out.line("the library is whole")?;
    }
    out.flush()?;
    // An add that was broken off goes on with the next one, and loses nothing.
    if findings.iter().any(|finding| !finding.remark && finding.part != "batches") {
        say("`variorum rebuild` makes anew what is derived; what is wrong after it needs a copy put back");
    }
    Ok(if whole { Ended::Done } else { Ended::Partly })
}

pub fn rebuild(
    library: &mut Library,
    names: bool,
    recogniser: Option<PathBuf>,
    out: &mut Out,
) -> Result<Ended, Failed> {
    // A model takes its time to be read, and is read only where it has something to do.
    let reads = names || library.names_of_older()? > 0;
    if reads || recogniser.is_some() {
        let named = recogniser::named(recogniser, &Config::read()?)?;
        recogniser::put(library, named.as_ref().filter(|_| reads))?;
    }
    let stop = gauge::until_stopped();
    let mut gauge = gauge::Gauge::start();
    let kept = library.rebuild(names, &mut |progress| gauge.show(progress), &stop);
    gauge.end();
    let kept = kept?;
    if kept > 0 {
        let documents = counted(kept, "document");
        say(&format!(
            "{documents} could not be read for names again and keep those they had; `variorum check` tells more"
        ));
    }
    stats(library, out)
}
