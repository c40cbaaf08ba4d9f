//! `variorum add`: read documents into the library as one batch.

use super::out::{Out, is_watched, say};
use super::{Common, Ended, Failed, existing, for_corpus, now};
use crate::library::types::{Progress, Report};
use crate::library::{AddOptions, LibraryError, Source};
use crate::text::{counted, width};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

pub fn run(
    common: &Common,
    paths: Vec<PathBuf>,
    batch: Option<String>,
    text_field: Option<String>,
    json: bool,
) -> Result<Ended, Failed> {
    let stream = paths.iter().any(|path| path.as_os_str() == "-");
    if stream && paths.len() > 1 {
        return Err(Failed::Usage(
            "- reads standard input and stands alone; add the other paths in a second call".into(),
        ));
    }
    if batch.as_ref().is_some_and(|name| name.trim().is_empty()) {
        return Err(Failed::Usage("a batch needs a name; without --batch it is called by the day".into()));
    }
    let mut library = match existing(common) {
        Ok(library) => library,
        Err(Failed::Library(LibraryError::Missing(_))) => for_corpus(common, None)?,
        Err(other) => return Err(other),
    };
    let source = if stream { Source::Stream(Box::new(std::io::stdin())) } else { Source::Paths(paths) };
    let options = AddOptions { batch, text_field, drop_empty: false };
    let stop = Arc::new(AtomicBool::new(false));
    for signal in [signal_hook::consts::SIGINT, signal_hook::consts::SIGTERM] {
        // A second signal ends the program at once; the library stands that too.
        let _ = signal_hook::flag::register_conditional_default(signal, stop.clone());
        let _ = signal_hook::flag::register(signal, stop.clone());
    }
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
    let whole = report.failed == 0 && report.failures.iter().all(|failure| failure.kind == "skipped");
    Ok(if whole { Ended::Done } else { Ended::Partly })
}

/// A report in lines for people.
pub fn plain(out: &mut Out, report: &Report) -> Result<(), Failed> {
    out.line(&format!("batch {}", report.batch))?;
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
    Ok(())
}

/// Progress on standard error: a bar on a terminal, a line now and then elsewhere.
struct Gauge {
    bar: Option<ProgressBar>,
    stage: &'static str,
    started: Instant,
    said: Instant,
}

/// Between two lines in a pipe.
const PAUSE: Duration = Duration::from_secs(5);

impl Gauge {
    fn start() -> Self {
        let bar = is_watched().then(|| {
            let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr_with_hz(5));
            bar.set_style(style(false));
            bar
        });
        Self { bar, stage: "", started: Instant::now(), said: Instant::now() }
    }

    fn show(&mut self, progress: &Progress) {
        let rate = progress.bytes as f64 / 1e6 / self.started.elapsed().as_secs_f64().max(0.001);
        match &self.bar {
            Some(bar) => {
                if self.stage != progress.stage {
                    bar.set_style(style(progress.total > 0));
                    bar.set_position(0);
                    bar.reset_eta();
                }
                if progress.total > 0 {
                    bar.set_length(progress.total);
                }
                bar.set_position(progress.done);
                bar.set_prefix(progress.stage);
                let failures = if progress.failures > 0 {
                    format!(", {}", counted(progress.failures, "failure"))
                } else {
                    String::new()
                };
                let message = match progress.stage {
                    "reading" => format!(
                        "{}, {:.0} MB at {rate:.1} MB/s{failures}",
                        counted(progress.documents, "document"),
                        progress.bytes as f64 / 1e6
                    ),
                    _ => String::new(),
                };
                bar.set_message(width::fit(&message, 60));
            }
            None if self.stage != progress.stage || self.said.elapsed() >= PAUSE => {
                let of = if progress.total > 0 { format!(" of {}", progress.total) } else { String::new() };
                let documents = match progress.documents {
                    0 => String::new(),
                    documents => format!(", {}", counted(documents, "document")),
                };
                say(&format!("{}: {}{of}{documents}", progress.stage, progress.done));
                self.said = Instant::now();
            }
            None => {}
        }
        self.stage = progress.stage;
    }

    fn end(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

fn style(known: bool) -> ProgressStyle {
    let template = if known {
        "{prefix} {bar:24} {pos}/{len}, {eta} left {msg}"
    } else {
        "{prefix} {spinner} {pos} files, {elapsed}: {msg}"
    };
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}
