//! The commands: one file each. With `tui`, the only place that writes to the terminal.
