//! The terminal: enter and leave, input, backend, theme, one view file per pane.

pub mod theme;
pub mod views;
