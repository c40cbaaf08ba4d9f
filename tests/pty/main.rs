//! The real binary in a pseudo-terminal, driven as a reader drives it.

mod harness;
mod life;
mod line;
mod reading;
