//! `variorum merge`, `separate`, `rename`, `retype`, `hide`, `unhide`, `unname`, `repairs` and
//! `import-repairs`: a reader's repairs of names.

use super::decisions::tell;
use super::out::{Out, say};
use super::{Ended, Failed, now};
use crate::library::types::EntityKind;
use crate::library::types::repairs::{Mend, Repair};
use crate::library::{Library, LibraryError};
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::sync::atomic::AtomicBool;

/// What is to be changed about an entity.
pub enum Change<'c> {
    Separate(&'c str),
    Rename(&'c str),
    Retype(EntityKind),
    Hide,
    Unhide,
}

pub fn merge(library: &mut Library, given: &[String], out: &mut Out) -> Result<Ended, Failed> {
    let mut entities = Vec::with_capacity(given.len());
    for name in given {
        entities.push(library.find_entity(name)?);
    }
    mend(library, &Mend::Merge(entities), out)
}

pub fn change(library: &mut Library, given: &str, change: Change<'_>, out: &mut Out) -> Result<Ended, Failed> {
    let entity = library.find_entity(given)?;
    let mend_it = match change {
        Change::Separate(form) => Mend::Separate { entity, form: form.to_owned() },
        Change::Rename(to) => Mend::Rename { entity, to: to.to_owned() },
        Change::Retype(to) => Mend::Retype { entities: vec![entity], to },
        Change::Hide => Mend::Hide(vec![entity]),
        Change::Unhide => Mend::Unhide(entity),
    };
    mend(library, &mend_it, out)
}

/// `at` in code points.
pub fn unname(
    library: &mut Library,
    given: &str,
    form: &str,
    at: Option<usize>,
    out: &mut Out,
) -> Result<Ended, Failed> {
    let document = library.document_number(given)?;
    let text = library.text(document)?;
    let at = match at {
        None => None,
        Some(point) => match text.char_indices().nth(point) {
            Some((byte, _)) => Some(byte),
            None => {
                return Err(Failed::Usage(format!(
                    "{given} has only {} characters; count from 0 in what `variorum show` prints",
                    text.chars().count()
                )));
            }
        },
    };
    mend(library, &Mend::Unname { document, form: form.to_owned(), at }, out)
}

fn mend(library: &mut Library, wanted: &Mend, out: &mut Out) -> Result<Ended, Failed> {
    let decided = library.mend_names(wanted, now(), &mut |_| {}, &AtomicBool::new(false))?;
    tell(library, &decided, out)?;
    out.flush()?;
    Ok(Ended::Done)
}

/// The repairs that stand, the oldest first.
pub fn list(library: &Library, out: &mut Out) -> Result<Ended, Failed> {
    let repairs = library.repairs()?;
    for repair in &repairs {
        if out.json {
            out.record(repair)?;
            continue;
        }
        match repair {
            Repair::Unname { document: Some(key), .. } => out.line(&format!("{} ({key})", repair.told()))?,
            _ => out.line(&repair.told())?,
        }
    }
    out.flush()?;
    if repairs.is_empty() {
        say("note: no name has been mended yet");
    }
    Ok(if repairs.is_empty() { Ended::Partly } else { Ended::Done })
}

/// Makes the repairs of a file: one act, so one undo takes them all back. Lines that cannot be read
/// are told, the others hold.
pub fn import(library: &mut Library, path: &Path, out: &mut Out) -> Result<Ended, Failed> {
    let fail = |error: std::io::Error| Failed::Library(LibraryError::Given(path.to_owned(), error));
    let mut file = BufReader::new(File::open(path).map_err(fail)?);
    let (mut repairs, mut bad, mut line) = (Vec::new(), 0, Vec::new());
    for number in 1.. {
        line.clear();
        if file.read_until(b'\n', &mut line).map_err(fail)? == 0 {
            break;
        }
        match read(&line) {
            Ok(None) => {}
            Ok(Some(repair)) => match library.repair_from_outside(repair) {
                Ok(told) => repairs.push(told),
                Err(error @ (LibraryError::NoDocument(_) | LibraryError::AmbiguousDocument(..))) => {
                    say(&format!("{}:{number}: {error}", path.display()));
                    bad += 1;
                }
                Err(error) => return Err(error.into()),
            },
            Err(error) => {
                say(&format!("{}:{number}: {error}", path.display()));
                bad += 1;
            }
        }
    }
    if repairs.is_empty() {
        say(&format!("{} holds no repair that can be made here", path.display()));
        return Ok(Ended::Partly);
    }
    let decided = library.repair(&repairs, now(), &mut |_| {})?;
    match out.json {
        true => tell(library, &decided, out)?,
        false => {
            let made = crate::text::counted(repairs.len() as u64, "repair");
            out.line(&format!("made {made}; undo takes all of them back"))?;
        }
    }
    out.flush()?;
    Ok(if bad > 0 { Ended::Partly } else { Ended::Done })
}

/// The repair of a line; none of an empty one.
fn read(line: &[u8]) -> Result<Option<Repair>, String> {
    let line = std::str::from_utf8(line).map_err(|_| "this line is no UTF-8".to_owned())?;
    let line = line.trim_start_matches('\u{feff}').trim();
    if line.is_empty() {
        return Ok(None);
    }
    let repair: Repair = serde_json::from_str(line).map_err(|error| {
        let error = error.to_string();
        // The line within the line says nothing.
        in_our_words(error.split(" at line ").next().unwrap_or(&error))
    })?;
    if let Repair::Unname { document: None, .. } = repair {
        return Err("unname needs the key of a document".to_owned());
    }
    repair.check()?;
    Ok(Some(repair))
}

/// What the parser says of a record, as a reader can take it.
fn in_our_words(error: &str) -> String {
    let mut quoted = error.split('`').skip(1).step_by(2);
    let (word, known) = (quoted.next().unwrap_or_default(), quoted.collect::<Vec<_>>().join(", "));
    match error {
        _ if error.starts_with("unknown variant") => format!("there is no {word:?}; it can be one of {known}"),
        _ if error.starts_with("unknown field") => format!("a repair has no {word:?} here; it can have {known}"),
        _ if error.starts_with("missing field") => format!("{word} is missing"),
        _ if error.starts_with("invalid type") => {
            format!("something is of the wrong kind: {}", error.trim_start_matches("invalid type: "))
        }
        other => other.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn what_is_wrong_with_a_line_is_said_in_plain_words() {
        for (line, told) in [
            (r#"{"act": "foo"}"#, "there is no \"foo\"; it can be one of merge, separate, rename"),
            (r#"{"act": "hide"}"#, "entity is missing"),
            (
                r#"{"act": "hide", "entity": {"name": "A", "type": "ship"}}"#,
                "there is no \"ship\"; it can be one of person, org",
            ),
            (r#"{"act": "hide", "entity": {"name": "A", "type": "org"}, "why": 1}"#, "a repair has no \"why\" here"),
            (r#"{}"#, "act is missing"),
        ] {
            let error = read(line.as_bytes()).unwrap_err();
            assert!(error.starts_with(told), "{line}: {error}");
        }
    }
}
