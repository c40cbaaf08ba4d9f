//! The face the rest calls: open, add, search, read, compare, decide.

pub mod types;
