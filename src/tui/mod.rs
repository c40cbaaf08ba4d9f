//! The terminal: enter and leave, input, backend, theme, one view file per pane.

pub mod backend;
pub mod input;
pub mod keys;
pub mod surroundings;
pub mod terminal;
pub mod theme;
pub mod tty;
pub mod views;
