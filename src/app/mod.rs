//! The screen's state as plain data: `update(state, Msg)` gives effects; no terminal, no clock, no I/O.
