//! Long work on the command line: how far it is, and that a signal ends it.

use super::out::{is_watched, say};
use crate::library::types::Progress;
use crate::text::{counted, width};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

/// A flag that a signal to end sets.
pub fn until_stopped() -> Arc<AtomicBool> {
    let stop = Arc::new(AtomicBool::new(false));
    for signal in [signal_hook::consts::SIGINT, signal_hook::consts::SIGTERM] {
        // A second signal ends the program at once; the library stands that too.
        let _ = signal_hook::flag::register_conditional_default(signal, stop.clone());
        let _ = signal_hook::flag::register(signal, stop.clone());
    }
    stop
}

/// Progress on standard error: a bar on a terminal, a line now and then elsewhere.
pub struct Gauge {
    bar: Option<ProgressBar>,
    stage: &'static str,
    started: Instant,
    said: Instant,
}

/// Between two lines in a pipe.
const PAUSE: Duration = Duration::from_secs(5);

impl Gauge {
    pub fn start() -> Self {
        let bar = is_watched().then(|| {
            let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr_with_hz(5));
            bar.set_style(style(false));
            bar
        });
        Self { bar, stage: "", started: Instant::now(), said: Instant::now() }
    }

    pub fn show(&mut self, progress: &Progress) {
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

    pub fn end(&self) {
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
