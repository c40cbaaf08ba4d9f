//! `variorum help`: what `--help` says, of the program or of one command.

use super::args::Cli;
use super::out::Out;
use super::{Ended, Failed};
use crate::library::nearest;
use clap::{Command, CommandFactory};

pub fn run(words: &[String], out: &mut Out) -> Result<Ended, Failed> {
    let mut command = Cli::command();
    // Only what is built knows how it is called.
    command.build();
    let mut told = &mut command;
    for word in words {
        let known: Vec<String> = told.get_subcommands().map(|command| command.get_name().to_owned()).collect();
        if !known.contains(word) {
            let near = nearest(word, known.into_iter());
            let near = near.map(|near| format!("{near} is the nearest; ")).unwrap_or_default();
            return Err(Failed::Usage(format!("there is no command {word}; {near}`variorum help` lists all")));
        }
        told = find(told, word)?;
    }
    out.block(&told.render_long_help().to_string())?;
    out.flush()?;
    Ok(Ended::Done)
}

fn find<'c>(command: &'c mut Command, name: &str) -> Result<&'c mut Command, Failed> {
    command.find_subcommand_mut(name).ok_or_else(|| Failed::Usage(format!("there is no command {name}")))
}
