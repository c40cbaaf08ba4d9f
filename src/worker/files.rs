//! Files of the reader's own that the screen writes.

use crate::library::export::query::{ExportError, Whole, WholeError, Written};
use crate::text::counted;
use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::PathBuf;

/// Puts a text behind what a file holds, with a blank line between; makes the file where there is
/// none.
///
/// # Errors
/// A sentence for the reader.
pub(super) fn append(given: &str, text: &str) -> Result<String, String> {
    let path = path_of(given);
    let write = || -> io::Result<u64> {
        let mut file = OpenOptions::new().append(true).create(true).open(&path)?;
        let before = file.metadata()?.len();
        let gap = if before > 0 { "\n" } else { "" };
        file.write_all(format!("{gap}{text}\n").as_bytes())?;
        Ok(before)
    };
    match write() {
        Ok(0) => Ok(format!("the passage is in {} now", path.display())),
        Ok(_) => Ok(format!("the passage stands at the end of {} now", path.display())),
        Err(error) => Err(refused(given, &error)),
    }
}

/// Writes a new file; one that is there already is left alone.
///
/// # Errors
/// A sentence for the reader.
pub(super) fn create(given: &str, text: &str) -> Result<String, String> {
    let path = path_of(given);
    let write = || OpenOptions::new().write(true).create_new(true).open(&path)?.write_all(text.as_bytes());
    match write() {
        Ok(()) => Ok(format!("written to {}", path.display())),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            Err(format!("{} is there already; name another file", path.display()))
        }
        Err(error) => Err(refused(given, &error)),
    }
}

/// Writes documents to a new file, which appears when it is whole; one that is there already is left
/// alone.
///
/// # Errors
/// A sentence for the reader.
pub(super) fn whole(
    given: &str,
    write: impl FnOnce(&mut dyn Write) -> Result<Written, ExportError>,
) -> Result<String, String> {
    let path = path_of(given);
    if path.is_file() {
        return Err(WholeError::There(path).to_string());
    }
    let mut file = Whole::begin(&path).map_err(|error| error.to_string())?;
    let written = write(&mut file).map_err(|error| error.to_string())?;
    file.finish(false).map_err(|error| error.to_string())?;
    let documents = counted(written.documents, "document");
    let more = match written.records {
        records if records == written.documents => String::new(),
        records => format!(" ({})", counted(records, "record")),
    };
    Ok(format!("{documents}{more} written to {}", path.display()))
}

/// Reads a text of the reader's.
///
/// # Errors
/// A sentence for the reader.
pub(super) fn read(given: &str) -> Result<String, String> {
    let bytes = std::fs::read(path_of(given))
        .map_err(|error| format!("{given} cannot be read ({error}); name a file that is there"))?;
    let wrong = |error: std::string::FromUtf8Error| {
        let before = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = 1 + before.iter().filter(|&&byte| byte == b'\n').count();
        format!("{given}:{line} is not UTF-8; save the list as UTF-8")
    };
    String::from_utf8(bytes).map_err(wrong)
}

fn refused(path: &str, error: &io::Error) -> String {
    format!("{path} cannot be written ({error}); name a file in a folder of yours")
}

/// A path as it was typed, `~` for the reader's folder.
fn path_of(given: &str) -> PathBuf {
    match (given.strip_prefix("~/"), directories::BaseDirs::new()) {
        (Some(rest), Some(dirs)) => dirs.home_dir().join(rest),
        _ => PathBuf::from(given),
    }
}
