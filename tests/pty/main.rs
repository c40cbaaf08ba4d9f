//! The real binary in a pseudo-terminal, driven as a reader drives it.

mod counted;
mod ends;
#[allow(dead_code, reason = "the benchmarks use what the tests do not")]
mod harness;
mod life;
mod line;
mod reading;
#[cfg(feature = "candle")]
#[path = "../cli/tiny.rs"]
mod tiny;
mod together;
mod triaging;
mod typed;
