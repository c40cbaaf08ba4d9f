//! The library that a command line means: found, or made where there is something to read.

use super::args::Common;
use super::{Failed, line, out};
use crate::library::{AddOptions, DATABASE, Library, LibraryError, nothing_to_read, place};
use std::path::{Path, PathBuf};

/// Files named that cannot be read.
const UNREAD: usize = 10;

/// Opens the library that the command line means; it must be there. A decision that was broken off before
/// everything followed it is followed now.
pub fn existing(common: &Common) -> Result<Library, Failed> {
    let mut library = as_it_is(common)?;
    follow(&mut library);
    Ok(library)
}

fn follow(library: &mut Library) {
    if let Err(error) = library.follow_decisions() {
        out::say(&format!("note: a decision about names or versions is not followed everywhere yet: {error}"));
    }
}

/// As [`existing`], for the screen, which follows decisions in the background.
pub fn as_it_is(common: &Common) -> Result<Library, Failed> {
    let here = here();
    let Some(folder) = common.library.clone().or_else(|| place::find(&here)) else {
        return Err(match place::below(&here) {
            Some(below) => LibraryError::Below(here, below),
            None => LibraryError::Missing(here),
        }
        .into());
    };
    Ok(Library::open(&folder, &who(common), false)?)
}

/// Opens the library that paths are added to: the one that is named or found from here, else as
/// [`for_corpus`]. One is made only where there is something to read, and its folder is told.
pub fn for_adding(common: &Common, paths: &[PathBuf], options: &AddOptions, watched: bool) -> Result<Library, Failed> {
    match existing(common) {
        Err(Failed::Library(LibraryError::Missing(_) | LibraryError::Below(..))) => {}
        other => return other,
    }
    let first = paths.first().map(PathBuf::as_path).filter(|first| first.as_os_str() != "-");
    if has_library(common, first) {
        let mut library = for_corpus(common, first)?;
        follow(&mut library);
        return Ok(library);
    }
    match first {
        // What is to be read may come later into a folder that is watched.
        Some(_) if watched && paths.iter().any(|path| path.exists()) => {}
        Some(first) => worth_a_library(first, paths, options)?,
        None => {}
    }
    let library = for_corpus(common, first)?;
    out::say(&format!("library made: {}", library.folder().display()));
    Ok(library)
}

/// True when there is a library already that [`for_corpus`] would open.
pub fn has_library(common: &Common, corpus: Option<&Path>) -> bool {
    corpus_folder(common, corpus).join(DATABASE).exists()
}

/// Opens the library for a corpus, making one where there is none.
pub fn for_corpus(common: &Common, corpus: Option<&Path>) -> Result<Library, Failed> {
    Ok(Library::open(&corpus_folder(common, corpus), &who(common), true)?)
}

/// The folder of the library for a corpus: the nearest in it or above it, then from here, else a new one
/// beside it; in it where it is the folder that we are in.
pub fn corpus_folder(common: &Common, corpus: Option<&Path>) -> PathBuf {
    let here = here();
    let corpus = corpus.map(|path| path.canonicalize().unwrap_or_else(|_| here.join(path)));
    match (&common.library, corpus) {
        (Some(folder), _) => folder.clone(),
        (None, Some(corpus)) => place::find(&corpus).or_else(|| place::find(&here)).unwrap_or_else(|| {
            let inside = here.canonicalize().is_ok_and(|here| here == corpus);
            if inside { here.join(place::FOLDER) } else { place::beside(&corpus) }
        }),
        (None, None) => place::find(&here).unwrap_or_else(|| here.join(place::FOLDER)),
    }
}

/// Makes sure that there is something to read before a library is made for it.
pub fn worth_a_library(first: &Path, paths: &[PathBuf], options: &AddOptions) -> Result<(), Failed> {
    let unread = nothing_to_read(paths, options);
    if unread.is_empty() {
        return Ok(());
    }
    let first = first.display();
    let mut text = format!("there is nothing to read in {first}, so no library is made");
    for failure in unread.iter().take(UNREAD) {
        text.push_str(&format!("\n  {failure}"));
    }
    if unread.len() > UNREAD {
        text.push_str(&format!("\n  and {} more", unread.len() - UNREAD));
    }
    Err(Failed::Nothing(text))
}

fn here() -> PathBuf {
    std::env::current_dir().unwrap_or_else(|_| PathBuf::from("."))
}

fn who(common: &Common) -> String {
    let login = || {
        ["LOGNAME", "USER"].iter().find_map(|name| std::env::var(name).ok().and_then(|value| line::name(&value).ok()))
    };
    common.who.clone().or_else(login).unwrap_or_else(|| "reader".into())
}
