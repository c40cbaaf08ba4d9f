//! brat's standoff: for each document its text (`.txt`) and its names (`.ann`) in one folder, which
//! appears when it is whole. Offsets are code points, as brat counts them.

use super::spans::label;
use super::{ExportError, Written, one_line};
use crate::library::types::{DocNo, Document, EntityKind};
use crate::library::{Found, Library};
use crate::text::CodePoints;
use std::collections::HashSet;
use std::fmt::Write;
use std::io;
use std::ops::Range;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

/// Characters of a key that a file is named by.
const LONGEST: usize = 100;

impl Library {
    /// Writes all that a query found into a new or empty folder. `told` gets the documents done and all.
    ///
    /// # Errors
    /// When something cannot be read or written, something is there already, or `stop` is set; then no
    /// file is left.
    pub fn export_brat(
        &self,
        found: &Found,
        folder: &Path,
        stop: &AtomicBool,
        told: &dyn Fn(usize, usize),
    ) -> Result<Written, ExportError> {
        let free = match folder.read_dir() {
            Ok(mut entries) => entries.next().is_none(),
            Err(error) => error.kind() == io::ErrorKind::NotFound,
        };
        if !free {
            return Err(ExportError::Taken(folder.to_owned()));
        }
        let above = folder.parent().filter(|above| !above.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let mut builder = tempfile::Builder::new();
        builder.prefix(".variorum-").suffix(".part");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            builder.permissions(std::fs::Permissions::from_mode(0o777));
        }
        let part = builder.tempdir_in(above)?;
        let mut written = Written::default();
        let mut taken = HashSet::new();
        for (done, &number) in found.documents.iter().enumerate() {
            if stop.load(Ordering::Relaxed) {
                return Err(ExportError::Stopped);
            }
            told(done, found.documents.len());
            let document = self.document(number)?;
            let name = file_name(&document.row.key, number, &mut taken);
            std::fs::write(part.path().join(format!("{name}.txt")), even(&document.text))?;
            std::fs::write(part.path().join(format!("{name}.ann")), marks(&document))?;
            written.documents += 1;
            written.records += 1;
        }
        // brat shows only what stands here.
        let types = EntityKind::ALL.map(label).join("\n");
        let configuration = format!("[entities]\n{types}\n\n[relations]\n\n[events]\n\n[attributes]\n");
        std::fs::write(part.path().join("annotation.conf"), configuration)?;
        std::fs::rename(part.path(), folder)?;
        // Its files have moved.
        let _ = part.keep();
        Ok(written)
    }
}

/// A name for the files of a document that any system takes, and that no other has in any case.
fn file_name(key: &str, number: DocNo, taken: &mut HashSet<String>) -> String {
    let key = key.strip_suffix(".txt").unwrap_or(key);
    let safe = |c: char| if c.is_ascii_alphanumeric() || "-_.".contains(c) { c } else { '_' };
    let plain: String = key.chars().map(safe).collect();
    let plain = plain.trim_matches(['.', '_']);
    let mut name = plain[plain.len().saturating_sub(LONGEST)..].trim_start_matches(['.', '_', '-']).to_owned();
    // Another key may come to the same, or to what this one would be made into.
    while name.is_empty() || !taken.insert(name.to_ascii_lowercase()) {
        let parted = if name.is_empty() { "" } else { "-" };
        name = format!("{name}{parted}{number}");
    }
    name
}

/// The text with a space for every character that steers a terminal or a reader of lines, so that
/// offsets and lines stay what they are.
fn even(text: &str) -> String {
    text.chars().map(|c| if c.is_control() && c != '\n' && c != '\t' { ' ' } else { c }).collect()
}

/// The names, a line each; a note has the name of the entity where other words stand for it.
fn marks(document: &Document) -> String {
    let points = CodePoints::of(&document.text);
    let mut out = String::new();
    let mut number = 0;
    for mention in &document.mentions {
        let entity = &document.entities[mention.entity as usize];
        let pieces = pieces(&document.text, mention.range());
        if pieces.is_empty() {
            continue;
        }
        number += 1;
        let place = |piece: &Range<usize>| format!("{} {}", points.at(piece.start), points.at(piece.end));
        let places: Vec<String> = pieces.iter().map(place).collect();
        let words: Vec<String> =
            pieces.iter().map(|piece| even(&document.text[piece.clone()]).replace('\t', " ")).collect();
        let words = words.join(" ");
        let _ = writeln!(out, "T{number}\t{} {}\t{words}", label(entity.kind), places.join(";"));
        let name = one_line(&even(&entity.name));
        if name != one_line(&words) {
            let _ = writeln!(out, "#{number}\tAnnotatorNotes T{number}\t{name}");
        }
    }
    out
}

/// The parts of a range on each line, without white space around: brat has no mark over the end of a
/// line.
fn pieces(text: &str, range: Range<usize>) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut at = range.start;
    for line in text[range].split_inclusive('\n') {
        let front = line.len() - line.trim_start().len();
        let words = line.trim().len();
        if words > 0 {
            out.push(at + front..at + front + words);
        }
        at += line.len();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_files_are_safe_and_differ() {
        let mut taken = HashSet::new();
        let mut named = |key: &str, number| file_name(key, number, &mut taken);
        assert_eq!(named("a/letters.txt", 1), "a_letters");
        assert_eq!(named("A/letters", 2), "A_letters-2");
        assert_eq!(named("../../etc/passwd", 3), "etc_passwd");
        assert_eq!(named("", 4), "4");
        assert_eq!(named("اسم", 5), "5");
        assert_eq!(named("4", 4), "4-4");
        assert_eq!(named("-rf\n\u{1b}[2J", 6), "rf___2J");
        let long = named(&"x".repeat(300), 7);
        assert_eq!(long.len(), LONGEST);
    }

    #[test]
    fn a_name_over_the_end_of_a_line_has_pieces() {
        let text = "of Anna\n  Kern.";
        let found = pieces(text, 3..14);
        let words: Vec<&str> = found.into_iter().map(|piece| &text[piece]).collect();
        assert_eq!(words, ["Anna", "Kern"]);
        assert!(pieces("a\n \nb", 1..4).is_empty());
    }
}
