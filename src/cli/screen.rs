//! `variorum [PATH…]`: the screen.

use super::{Common, Ended, Failed};
use std::path::PathBuf;

pub fn run(_common: &Common, _paths: Vec<PathBuf>) -> Result<Ended, Failed> {
    Err(Failed::Screen("not yet".into()))
}
