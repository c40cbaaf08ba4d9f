//! `variorum diff`.
use super::out::Out;
use super::{Ended, Failed};
use crate::library::Library;
pub struct Options {
    pub exact: bool,
    pub side_by_side: bool,
}
pub fn run(_l: &Library, _a: &str, _b: &str, _o: Options, _out: &mut Out) -> Result<Ended, Failed> {
    Err(Failed::Screen("not yet".into()))
}
