//! `variorum serve`, which nobody types: it reads risky files for an `add`.

use super::{Ended, Failed};
use crate::library;
use rustix::io::dup;
use rustix::stdio::{dup2_stdout, stdout};
use std::ffi::OsString;
use std::fs::{File, OpenOptions};
use std::io;

/// The command that starts this program as a reader of risky files.
pub fn helper() -> Vec<OsString> {
    // The program that runs, even when another has been put in its place.
    let own = std::path::Path::new("/proc/self/exe");
    let program = if own.exists() { Some(own.to_owned()) } else { std::env::current_exe().ok() };
    program.map(|program| vec![program.into_os_string(), "serve".into()]).unwrap_or_default()
}

pub fn run() -> Result<Ended, Failed> {
    let words = File::from(dup(stdout()).map_err(io::Error::from)?);
    // Some parsers write to standard output; nobody must take that for what is in a file.
    dup2_stdout(OpenOptions::new().write(true).open("/dev/null")?).map_err(io::Error::from)?;
    #[cfg(target_os = "linux")]
    let _ = rustix::process::set_parent_process_death_signal(Some(rustix::process::Signal::KILL));
    library::serve(io::stdin(), words)?;
    Ok(Ended::Done)
}
