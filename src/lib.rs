//! variorum: a terminal explorer for corpora of documents.
//!
//! The house, from the ground up; a module may use only those below it:
//!
//! - [`text`]: pure functions on text: folding with offsets, segments, sanitising, widths, wrapping
//! - [`ingest`], [`entity`], [`version`], [`search`], [`triage`]: one craft each; they know `text` and never each other
//! - [`store`]: SQLite, the one source of truth
//! - [`library`]: the face the rest calls; it joins the crafts over the store
//! - [`app`]: the screen's state as plain data
//! - [`worker`]: threads that carry out the screen's effects against the library
//! - [`tui`]: the terminal
//! - [`cli`]: the commands

pub mod app;
pub mod cli;
pub mod entity;
pub mod ingest;
pub mod library;
#[cfg(test)]
mod properties;
pub mod search;
pub mod store;
pub mod text;
pub mod triage;
pub mod tui;
pub mod version;
pub mod worker;
