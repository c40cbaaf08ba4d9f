//! `variorum [PATH…]`: the screen, and the loop that keeps it.

use super::config::{Config, Listed};
use super::line::nearest_command;
use super::opening::{as_it_is, corpus_folder, for_corpus, has_library, worth_a_library};
use super::out::say;
use super::recogniser;
use super::serve;
use super::session::Session;
use super::{Common, Ended, Failed, args, now};
use crate::app::effect::Msg;
use crate::app::look::Look;
use crate::app::{App, Start};
use crate::library::types::session::Returned;
use crate::library::{AddOptions, Library, READ_AGAIN, nothing_to_read, place};
use crate::text::counted;
use crate::tui::input::listen;
use crate::tui::terminal::{NoScreen, Screen};
use crate::worker::{Adding, Workers, messages};
use crossbeam_channel::unbounded;
use std::path::{Path, PathBuf};

impl From<NoScreen> for Failed {
    fn from(error: NoScreen) -> Self {
        Self::Screen(error.to_string())
    }
}

impl From<args::Theme> for Look {
    fn from(theme: args::Theme) -> Self {
        match theme {
            args::Theme::Auto => Self::Auto,
            args::Theme::Dark => Self::Dark,
            args::Theme::Light => Self::Light,
            args::Theme::Neutral => Self::Neutral,
            args::Theme::Mono => Self::Mono,
        }
    }
}

pub fn run(common: &Common, paths: Vec<PathBuf>, wanted: args::Screen) -> Result<Ended, Failed> {
    if let Some(missing) = paths.iter().find(|path| !path.exists()) {
        let written = missing.display();
        return Err(Failed::Usage(match missing.to_str().and_then(nearest_command) {
            Some(command) => format!("there is no file or folder {written}; {command} is a command"),
            None => format!("{written} is not there; name a file or folder to read"),
        }));
    }
    crate::tui::terminal::check()?;
    let config = Config::read()?;
    if common.library.is_none() && paths.is_empty() && !has_library(common, None) {
        return Err(Failed::Usage(no_library_here()));
    }
    let model = if paths.is_empty() { None } else { recogniser::named(None, &config)? };
    let library = match (&common.library, paths.first()) {
        // A folder that was named and holds no library is a slip of the hand more often than a wish.
        (Some(_), None) => as_it_is(common)?,
        (_, first) => {
            if let Some(first) = first.filter(|first| !has_library(common, Some(first))) {
                let options = AddOptions { helper: serve::helper(), ..AddOptions::default() };
                worth_a_library(first, &paths, &options)?;
            }
            for_corpus(common, first.map(PathBuf::as_path))?
        }
    };
    let (answers, messages) = messages();
    let mut workers = Workers::start(&library, &answers, now)?;
    // Before the terminal is taken: a signal between the two would leave it as it is then.
    let (inputs_in, inputs) = unbounded();
    listen(inputs_in).map_err(NoScreen::Io)?;
    let mut screen = Screen::enter()?;
    let (width, height) = screen.size();
    let adding = !paths.is_empty() || (!library.is_read_only() && library.is_behind()?);
    let returned = returned(&library)?;
    // What cannot be written down as seen would come again and again.
    let welcome = returned.as_ref().is_none_or(|returned| returned.at.welcome) && !library.is_read_only();
    let start = Start {
        name: shown_name(&library, common, &paths),
        who: library.reader().to_owned(),
        adding,
        keymap: config.keymap,
        tags: config.tags,
        look: wanted.theme.map_or(config.look, Look::from),
        plain: wanted.plain || config.plain,
        unwritable: library.unwritable(),
        welcome,
        returned,
    };
    let (mut app, mut effects) = App::start_as(start, width, height);
    let mut troubles = Vec::new();
    if let Some(batch) = library.interrupted()?.filter(|_| paths.is_empty()) {
        let again = again(common, &paths, "PATH");
        troubles.push(format!("the add of {batch} was interrupted; `{again}` with the paths it had goes on"));
    }
    let older = library.names_of_older()?;
    if older > 0 && !adding {
        let many = counted(older, "document");
        troubles.push(format!("the names of {many} were read by an older recogniser; {READ_AGAIN}"));
    }
    if !troubles.is_empty() {
        effects.extend(app.update(Msg::Trouble(troubles.join(" · "))));
    }
    if adding {
        let options = AddOptions { helper: serve::helper(), ..AddOptions::default() };
        let lists = if paths.is_empty() { Vec::new() } else { config.gazetteers.iter().map(Listed::given).collect() };
        let from = Adding { paths: paths.clone(), lists, model: model.map(|named| named.folder) };
        workers.add(&library, from, options, now, &answers)?;
    }
    let mut session = Session::new(app, &mut screen, &workers);
    let ended = session.run(effects, &inputs, &messages);
    session.save();
    let gone = session.gone;
    drop(screen);
    let stopped = workers.finish();
    if stopped && !gone && !paths.is_empty() {
        let names: Vec<String> = paths.iter().map(|path| quoted(path)).collect();
        let documents = counted(library.totals()?.documents, "document");
        say(&format!("the add stopped at {documents}; `{}` goes on", again(common, &paths, &names.join(" "))));
    }
    // Nobody is there to be told what the loss of the terminal has broken.
    if !gone {
        ended?;
    }
    Ok(Ended::Done)
}

/// Where the reader was last, if that is known.
fn returned(library: &Library) -> Result<Option<Returned>, Failed> {
    let Some((at, whereabouts)) = library.whereabouts()? else { return Ok(None) };
    let zone = jiff::tz::TimeZone::system();
    let then = jiff::Timestamp::from_millisecond(at).map(|at| at.to_zoned_datetime(zone.clone()));
    let when = match then {
        Ok(then) if then.date() == jiff::Timestamp::now().to_zoned_datetime(zone).date() => {
            then.strftime("at %H:%M").to_string()
        }
        Ok(then) => then.strftime("on %-d %B at %H:%M").to_string(),
        Err(_) => String::new(),
    };
    Ok(Some(Returned { when, at: whereabouts }))
}

/// The library's name in the header: one that lies apart from its corpus, as nothing can be written beside
/// that, goes by the corpus.
fn shown_name(library: &Library, common: &Common, paths: &[PathBuf]) -> String {
    let apart = common.library.is_none() && !library.folder().ends_with(place::FOLDER);
    let corpus = paths.first().filter(|_| apart).and_then(|path| path.canonicalize().ok());
    let name = corpus.and_then(|path| path.file_name().map(|name| name.to_string_lossy().into_owned()));
    name.unwrap_or_else(|| library.name())
}

/// What to do where there is no library and no path is named.
fn no_library_here() -> String {
    let here = PathBuf::from(".");
    let options = AddOptions { helper: serve::helper(), ..AddOptions::default() };
    let read = match nothing_to_read(&[here], &options).is_empty() {
        true => "\n  `variorum .` reads what is in this folder and opens it",
        false => "",
    };
    let below = place::below(Path::new("."))
        .map(|below| format!("\n  one lies below it: `variorum --library {}` opens that", quoted(&below)));
    let below = below.unwrap_or_default();
    format!(
        "there is no library in this folder or above it, and no path is named{below}{read}\n  \
         `variorum PATH` reads a file or folder and opens it\n  \
         `variorum --library DIR` opens a library that lies elsewhere"
    )
}

/// The command that opens this library again with some paths.
fn again(common: &Common, paths: &[PathBuf], names: &str) -> String {
    let found = Common { library: None, ..common.clone() };
    let folder = |common: &Common| {
        let folder = corpus_folder(common, paths.first().map(PathBuf::as_path));
        folder.canonicalize().unwrap_or(folder)
    };
    match &common.library {
        // Without being named, another library would be found, or one made.
        Some(library) if folder(common) != folder(&found) => {
            format!("variorum --library {} {names}", quoted(library))
        }
        _ => format!("variorum {names}"),
    }
}

/// A path as a shell takes it.
fn quoted(path: &Path) -> String {
    let path = path.display().to_string();
    let plain = |c: char| c.is_alphanumeric() || "/._-+,:@%".contains(c);
    if !path.is_empty() && path.chars().all(plain) { path } else { format!("'{}'", path.replace('\'', r"'\''")) }
}
