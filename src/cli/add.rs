//! `variorum add`: read documents into the library as one batch.

use super::args::{Add, Json};
use super::config::Config;
use super::gauge::{Gauge, until_stopped};
use super::gazetteer;
use super::opening::for_adding;
use super::out::{Out, say};
use super::recogniser;
use super::serve;
use super::{Common, Ended, Failed, now};
use crate::library::types::Report;
use crate::library::watch::Watch;
use crate::library::{AddOptions, Hook, Library, LibraryError, Source};
use crate::text::counted;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

pub fn run(common: &Common, add: Add) -> Result<Ended, Failed> {
    let Add { paths, batch, text_field, extract, gazetteers, watch, every, limit_time, limit_memory, .. } = add;
    let Json { json } = add.json;
    let config = Config::read()?;
    let hooks = extract.iter().map(|text| Hook::parse(text)).collect::<Result<_, _>>();
    let hooks = hooks.map_err(|error| Failed::Usage(format!("--extract: {error}")))?;
    let stream = paths.iter().any(|path| path.as_os_str() == "-");
    if stream && paths.len() > 1 {
        return Err(Failed::Usage(
            "- reads standard input and stands alone; add the other paths in a second call".into(),
        ));
    }
    if stream && watch {
        return Err(Failed::Usage("--watch looks through folders; standard input is read to its end anyway".into()));
    }
    if batch.as_ref().is_some_and(|name| name.trim().is_empty()) {
        return Err(Failed::Usage("a batch needs a name; without --batch it is called by the day".into()));
    }
    let named = recogniser::named(add.recogniser, &config)?;
    let model = recogniser::open(named.as_ref())?;
    let options = AddOptions {
        // A batch that was given a name of its own is wished for.
        drop_empty: batch.is_none(),
        batch,
        text_field,
        hooks,
        helper: serve::helper(),
        limit_time,
        limit_memory: limit_memory << 20,
    };
    let mut library = for_adding(common, &paths, &options, watch)?;
    if let Some(model) = model {
        library.read_names_with(model);
    }
    recogniser::tell_of_others(&library, named.as_ref())?;
    let understood = gazetteer::give_all(&mut library, &config.gazetteers, &gazetteers)?;
    // What comes while the first batch is read is new to the watch.
    let watched = watch.then(|| (Watch::new(paths.clone()), paths.clone()));
    let source = if stream { Source::Stream(Box::new(std::io::stdin())) } else { Source::Paths(paths) };
    let stop = until_stopped();
    let mut gauge = Gauge::start();
    let report = library.add(source, &options, &now, &mut |progress| gauge.show(progress), &stop);
    gauge.end();
    let report = report?;
    let mut out = Out::open(json);
    if json {
        out.record(&report)?;
    } else {
        plain(&mut out, &report)?;
    }
    out.flush()?;
    if let Some((seen, paths)) = watched {
        let options = AddOptions { drop_empty: true, ..options };
        return keep_watch(library, (seen, paths), options, Duration::from_secs(every), &stop, &mut out);
    }
    let whole = report.failed == 0
        && report.failures.iter().all(|failure| matches!(&*failure.kind, "skipped" | "part" | "gone"));
    Ok(if whole && understood { Ended::Done } else { Ended::Partly })
}

/// Looks through the paths again and again and adds what has come, until a signal sets `stop`.
fn keep_watch(
    mut library: Library,
    (mut seen, paths): (Watch, Vec<PathBuf>),
    options: AddOptions,
    every: Duration,
    stop: &AtomicBool,
    out: &mut Out,
) -> Result<Ended, Failed> {
    say(&format!("watching {}; C-c ends it", counted(paths.len() as u64, "path")));
    let stopped = |time: Duration| {
        let until = Instant::now() + time;
        while Instant::now() < until && !stop.load(Ordering::Relaxed) {
            std::thread::sleep(Duration::from_millis(100));
        }
        stop.load(Ordering::Relaxed)
    };
    let mut pause = every;
    while !stopped(pause) {
        let begun = Instant::now();
        let (files, gone) = seen.look();
        // A folder that takes long to look through is not looked through all the time.
        pause = every.max(begun.elapsed() * 20);
        if files.is_empty() && !gone {
            continue;
        }
        // Which ones are gone shows only against the whole.
        let source = Source::Paths(if gone { paths.clone() } else { files });
        let report = match library.add(source, &options, &now, &mut |_| {}, stop) {
            Ok(report) => report,
            Err(LibraryError::Stopped) => break,
            Err(error @ LibraryError::Busy) => {
                say(&format!("variorum: {error}; tried again later"));
                continue;
            }
            Err(error) => return Err(error.into()),
        };
        seen.taken();
        match report.batch.is_empty() {
            true => {}
            false if out.json => out.record(&report)?,
            false => plain(out, &report)?,
        }
        out.flush()?;
    }
    Ok(Ended::Done)
}

/// A report in lines for people.
pub fn plain(out: &mut Out, report: &Report) -> Result<(), Failed> {
    match report.batch.is_empty() {
        true => out.line("nothing new came, so no batch was made")?,
        false => out.line(&format!("batch {}", report.batch))?,
    }
    out.line(&format!(
        "  {}: {} read, {} skipped, {} failed",
        counted(report.files, "file"),
        report.read,
        report.skipped,
        report.failed
    ))?;
    out.line(&format!(
        "  {}: {} new ({} of them versions of other documents), {}",
        counted(report.documents, "document"),
        report.new,
        report.near_versions,
        counted(report.exact_copies, "exact copy")
    ))?;
    for failure in &report.failures {
        let line = failure.line.map(|line| format!(":{line}")).unwrap_or_default();
        out.line(&format!("  {}: {}{line}: {}", failure.kind, failure.path, failure.error))?;
    }
    for (at, listed) in report.listed.iter().enumerate() {
        if at == 0 || report.listed[at - 1].list != listed.list {
            out.line(&format!("on your list {}:", listed.list))?;
        }
        out.line(&format!("  {}", listed.told()))?;
    }
    Ok(())
}
