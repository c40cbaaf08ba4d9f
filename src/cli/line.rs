//! The command line as it is given: what its parser cannot tell apart.

use super::args::{self, Cli};
use crate::library::nearest;
use clap::error::ErrorKind;
use clap::{ArgMatches, Command, CommandFactory, FromArgMatches};
use std::ffi::OsString;
use std::path::PathBuf;

/// What arguments that are queries are called.
const QUERY: &str = "query";

/// Reads the command line; a variable that is set to nothing counts as one that is not set.
pub fn read(given: &[OsString]) -> Result<Cli, clap::Error> {
    let mut command = Cli::command();
    if std::env::var_os(args::LIBRARY).is_some_and(|folder| folder.is_empty()) {
        command = command.mut_arg("library", |folder| folder.env(None));
    }
    let matches = command.try_get_matches_from_mut(given)?;
    if let Some((name, inner)) = matches.subcommand() {
        let paths: Vec<&PathBuf> = matches.get_many("paths").into_iter().flatten().collect();
        if let Some(path) = paths.first() {
            let message = format!(
                "{} stands before the command {name}, where no path belongs; write `variorum {name}` with what it \
                 takes behind it, and --library DIR to name a library",
                path.display()
            );
            return Err(command.error(ErrorKind::ArgumentConflict, message));
        }
        if let Some(word) = option_for_query(given, inner) {
            let message = unknown_option(&command, name, &word);
            return Err(command.error(ErrorKind::UnknownArgument, message));
        }
    }
    Cli::from_arg_matches(&matches).map_err(|error| error.format(&mut command))
}

/// A query that begins as an option does and does not stand behind `--`: as a query may begin with a hyphen, the
/// parser takes a mistyped option for one.
fn option_for_query(given: &[OsString], matches: &ArgMatches) -> Option<String> {
    let query: &String = matches.try_get_one(QUERY).ok().flatten()?;
    let begins_so = query.strip_prefix("--").is_some_and(|rest| rest.starts_with(char::is_alphabetic));
    let free = given.iter().take_while(|word| *word != "--").any(|word| word.to_str() == Some(query));
    (begins_so && free).then(|| query.clone())
}

fn unknown_option(command: &Command, name: &str, word: &str) -> String {
    let option = word.split('=').next().unwrap_or(word);
    let known =
        command.find_subcommand(name).into_iter().flat_map(Command::get_arguments).filter_map(|arg| arg.get_long());
    let known = known.chain(["json", "library", "as"]).map(str::to_owned);
    let near = nearest(option.trim_start_matches('-'), known);
    let near = near.map(|near| format!("; --{near} is the nearest")).unwrap_or_default();
    format!("there is no option {option}{near}\n\n  behind -- it is a query: variorum {name} -- '{word}'")
}

/// The command that a word is a slip of the hand for.
pub fn nearest_command(typed: &str) -> Option<String> {
    let command = Cli::command();
    let known = command.get_subcommands().filter(|command| !command.is_hide_set()).map(Command::get_name);
    nearest(typed, known.map(str::to_owned))
}

/// A name that can sign decisions.
pub fn name(text: &str) -> Result<String, String> {
    match text {
        _ if text.trim().is_empty() => Err("who decides needs a name".to_owned()),
        _ if text.contains(char::is_control) => Err("a name has no line breaks or other control characters".to_owned()),
        _ => Ok(text.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_hand_is_near_and_another_word_is_not() {
        assert_eq!(nearest_command("serach").as_deref(), Some("search"));
        assert_eq!(nearest_command("verions").as_deref(), Some("versions"));
        assert_eq!(nearest_command("tga").as_deref(), Some("tag"));
        for word in ["corpus", "no", "x", "demo/corpus", "letters"] {
            assert_eq!(nearest_command(word), None, "{word}");
        }
    }
}
