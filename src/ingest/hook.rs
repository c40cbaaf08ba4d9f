//! Programs of the reader's choice for kinds of files, such as one for OCR.

use super::part::{Run, Told};
use rustix::process::{Pid, Resource, Signal, getrlimit, kill_process_group, setrlimit};
use serde::{Deserialize, Serialize};
use std::io::{self, Read};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

/// How long a program may take over one file.
const PATIENCE: Duration = Duration::from_secs(600);

/// The most text that is taken from a program, in bytes.
const LONGEST: u64 = 256 << 20;

/// A program for a kind of file, as `--extract 'pdf=COMMAND {}'` gives it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hook {
    /// A kind by its content (`pdf`, `tiff`, `doc`) or the ending of a name.
    pub kind: String,
    /// A command for the shell that writes text; `{}` is the file.
    pub command: String,
}

/// Why a hook cannot be understood.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HookError {
    #[error(
        "`{0}` does not say for which kind of file the program is; write KIND=COMMAND {{}}, as in pdf=pdftotext {{}} -"
    )]
    NoKind(String),
    #[error("the program for {0} is not told where the file goes; write {{}} in its place, as in pdf=pdftotext {{}} -")]
    NoPlace(String),
}

impl Hook {
    /// Reads `KIND=COMMAND {}`.
    ///
    /// # Errors
    /// When the kind or the place of the file is missing.
    pub fn parse(text: &str) -> Result<Hook, HookError> {
        let (kind, command) = text.split_once('=').ok_or_else(|| HookError::NoKind(text.to_owned()))?;
        let kind = kind.trim().trim_start_matches('.').to_lowercase();
        if kind.is_empty() || kind.contains(char::is_whitespace) {
            return Err(HookError::NoKind(text.to_owned()));
        }
        if !command.contains("{}") {
            return Err(HookError::NoPlace(kind));
        }
        Ok(Hook { kind, command: command.trim().to_owned() })
    }

    /// The first hook for any of some kinds.
    pub(super) fn of<'h, 'k>(hooks: &'h [Hook], kinds: impl Iterator<Item = &'k str>) -> Option<&'h Hook> {
        if hooks.is_empty() {
            return None;
        }
        kinds.into_iter().find_map(|kind| hooks.iter().find(|hook| hook.kind == kind))
    }
}

/// Runs a hook on bytes, which get a file with an ending for the time.
///
/// # Errors
/// As [`run`]; also when there is no room for the file.
pub(super) fn run_on(hook: &Hook, mut bytes: impl Read, ending: &str, run: &Run<'_>) -> Result<Vec<u8>, String> {
    let clean: String = ending.chars().filter(|c| c.is_ascii_alphanumeric()).take(12).collect();
    let file = tempfile::Builder::new().prefix("variorum-").suffix(&format!(".{clean}")).tempfile();
    let mut file = file.map_err(|error| format!("no file can be made for the program: {error}"))?;
    io::copy(&mut bytes, &mut file).map_err(|error| format!("no file can be made for the program: {error}"))?;
    self::run(hook, file.path(), run)
}

/// Runs a hook on a file and gives what it writes.
///
/// # Errors
/// When it cannot be run, fails, or takes too long; the text is for people.
pub(super) fn run(hook: &Hook, path: &Path, run: &Run<'_>) -> Result<Vec<u8>, String> {
    run.tell(Told::Patience(PATIENCE.as_secs() + 10));
    let mut child =
        start(hook, path).map_err(|error| format!("the program for {} cannot be run: {error}", hook.kind))?;
    let (said, errors) = (child.stdout.take(), child.stderr.take());
    let (done, wait) = mpsc::channel();
    std::thread::spawn(move || {
        let complaint = std::thread::spawn(move || errors.map(|errors| read(errors, 1 << 16)).unwrap_or_default());
        let text = said.map(|said| read(said, LONGEST)).unwrap_or_default();
        let _ = done.send((text, complaint.join().unwrap_or_default()));
    });
    let Ok((text, complaint)) = wait.recv_timeout(PATIENCE) else {
        end(&mut child);
        let minutes = PATIENCE.as_secs() / 60;
        return Err(format!(
            "the limit on time was hit: the program for {} took more than {minutes} minutes",
            hook.kind
        ));
    };
    if text.len() as u64 >= LONGEST {
        end(&mut child);
        return Err(format!("the program for {} writes more than {} MiB", hook.kind, LONGEST >> 20));
    }
    let status = child.wait().map_err(|error| format!("the program for {} cannot be run: {error}", hook.kind))?;
    if status.success() {
        return Ok(text);
    }
    let complaint = String::from_utf8_lossy(&complaint);
    let complaint = complaint.lines().rfind(|line| !line.trim().is_empty()).map(|line| format!(": {}", line.trim()));
    Err(format!("the program for {} failed ({status}){}", hook.kind, complaint.unwrap_or_default()))
}

/// The path is handed over as a word of its own, so that no name of a file is ever read by the shell.
fn start(hook: &Hook, path: &Path) -> io::Result<Child> {
    let script = hook.command.replace("{}", "\"$1\"");
    // The limits of this process are none of the program's.
    let limits = [Resource::As, Resource::Cpu].map(|resource| (resource, getrlimit(resource)));
    for (resource, limit) in limits {
        let _ = setrlimit(resource, rustix::process::Rlimit { current: limit.maximum, ..limit });
    }
    let child = Command::new("sh")
        .arg("-c")
        .arg(script)
        .arg("sh")
        .arg(path)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .process_group(0)
        .spawn();
    for (resource, limit) in limits {
        let _ = setrlimit(resource, limit);
    }
    child
}

fn read(from: impl Read, most: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    let _ = from.take(most).read_to_end(&mut bytes);
    bytes
}

fn end(child: &mut Child) {
    if let Some(group) = Pid::from_raw(child.id() as i32) {
        let _ = kill_process_group(group, Signal::KILL);
    }
    let _ = child.wait();
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::Options;

    #[test]
    fn hooks_say_what_is_missing() {
        let hook = Hook::parse(".PDF = pdftotext {} -").unwrap();
        assert_eq!((&*hook.kind, &*hook.command), ("pdf", "pdftotext {} -"));
        assert!(matches!(Hook::parse("pdftotext {}"), Err(HookError::NoKind(_))));
        assert!(matches!(Hook::parse("pdf=pdftotext"), Err(HookError::NoPlace(_))));
    }

    #[test]
    fn a_program_reads_what_it_is_given_and_names_are_never_commands() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("$(touch oops) \".x");
        std::fs::write(&path, "words").unwrap();
        let options = Options::default();
        let run = |command: &str, path: &Path| self::run(&Hook::parse(command).unwrap(), path, &Run::new(&options));
        assert_eq!(run("x=cat {} | tr w W", &path), Ok(b"Words".to_vec()));
        let failed = run("x=echo no such luck >&2; false {}", &path).unwrap_err();
        assert!(failed.starts_with("the program for x failed") && failed.ends_with(": no such luck"), "{failed}");
        assert_eq!(
            run_on(&Hook::parse("x=cat {}").unwrap(), &b"more"[..], "x", &Run::new(&options)),
            Ok(b"more".to_vec())
        );
    }
}
