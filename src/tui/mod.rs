//! The terminal: enter and leave, input, theme, one view file per pane.

pub mod backend;
pub mod input;
pub mod keys;
pub mod painter;
pub mod terminal;
pub mod theme;
pub mod views;
