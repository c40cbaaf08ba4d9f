//! `variorum batches`, `report`, `stats`, `check` and `rebuild`.

use super::out::{Out, say};
use super::{Ended, Failed, add};
use crate::library::Library;
use crate::text::counted;
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
                batch.started,
                batch.new,
                counted(batch.exact_copies, "copy"),
                counted(batch.near_versions, "version"),
                batch.failed,
                batch.undecided
            ))?;
        }
    }
    out.flush()?;
    Ok(if batches.is_empty() { Ended::Partly } else { Ended::Done })
}

pub fn report(library: &Library, name: &str, out: &mut Out) -> Result<Ended, Failed> {
    let report = library.report(library.batch_number(name)?)?;
    if out.json {
        out.record(&report)?
    } else {
        add::plain(out, &report)?
    }
    out.flush()?;
    Ok(Ended::Done)
}

pub fn stats(library: &Library, out: &mut Out) -> Result<Ended, Failed> {
    let stats = library.stats()?;
    if out.json {
        out.record(&stats)?;
    } else {
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
    if findings.is_empty() && !out.json {
        out.line("the library is whole")?;
    }
    out.flush()?;
    Ok(if findings.is_empty() { Ended::Done } else { Ended::Partly })
}

pub fn rebuild(library: &mut Library, out: &mut Out) -> Result<Ended, Failed> {
    let mut stage = "";
    let mut progress = |progress: &crate::library::types::Progress| {
        if stage != progress.stage {
            stage = progress.stage;
            say(stage);
        }
    };
    library.rebuild(&mut progress, &AtomicBool::new(false))?;
    stats(library, out)
}
