//! brat's standoff format: `T1<TAB>Person 0 5<TAB>Words` in an `.ann` file beside the `.txt`.

use super::{Each, Given, Marked, Place, Told};
use crate::library::{LibraryError, Result};
use std::path::Path;

pub(super) fn read(file: &Path, each: &mut Each<'_>, told: &mut Told<'_>) -> Result<()> {
    let bytes = std::fs::read(file).map_err(|error| LibraryError::Given(file.to_owned(), error))?;
    let whole = String::from_utf8_lossy(&bytes);
    let beside = file.with_extension("txt");
    let text = std::fs::read(&beside).ok().map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    let mut spans = Vec::new();
    for (line, number) in whole.trim_start_matches('\u{feff}').lines().zip(1..) {
        // Relations, events, attributes and notes speak of names and are none.
        if !line.starts_with('T') {
            continue;
        }
        match mark(line, text.as_deref().unwrap_or_default()) {
            Ok((label, start, end, words)) => {
                spans.push(Given { line: number, label, place: Place::Offsets { start, end, words: Some(words) } });
            }
            Err(error) => told(number, error.to_owned()),
        }
    }
    let name = |path: &Path| path.file_name().map(|name| name.to_string_lossy().into_owned());
    let keys = [name(&beside), file.file_stem().map(|stem| stem.to_string_lossy().into_owned())];
    each(Marked { line: 1, keys: keys.into_iter().flatten().collect(), text, spans })
}

/// A mark in several pieces is one name where only white space parts them, as brat writes a name that
/// goes over the end of a line.
fn mark(line: &str, text: &str) -> std::result::Result<(String, usize, usize, String), &'static str> {
    const SHAPE: &str = "no mark as in T1<TAB>Person 0 5<TAB>Words";
    let mut parts = line.splitn(3, '\t');
    let (Some(_), Some(middle), Some(words)) = (parts.next(), parts.next(), parts.next()) else { return Err(SHAPE) };
    let Some((label, places)) = middle.split_once(' ') else { return Err(SHAPE) };
    let number = |text: &str| text.parse::<usize>().map_err(|_| SHAPE);
    let mut whole: Option<(usize, usize)> = None;
    for piece in places.split(';') {
        let (start, end) = piece.split_once(' ').ok_or(SHAPE)?;
        let (start, end) = (number(start)?, number(end)?);
        whole = match whole {
            None => Some((start, end)),
            Some((first, last)) if last < start => {
                let mut gap = text.chars().skip(last).take(start - last).peekable();
                if gap.peek().is_none() || !gap.all(char::is_whitespace) {
                    return Err("a name in several pieces is not taken over");
                }
                Some((first, end))
            }
            Some(_) => return Err("a name in several pieces is not taken over"),
        };
    }
    let (start, end) = whole.ok_or(SHAPE)?;
    Ok((label.to_owned(), start, end, words.to_owned()))
}
