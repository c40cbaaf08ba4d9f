//! The real binary in a pseudo-terminal, driven as a reader drives it.

mod counted;
mod ends;
#[allow(dead_code, reason = "the benchmarks use what the tests do not")]
mod harness;
mod life;
mod line;
mod reading;
mod together;
mod triaging;
