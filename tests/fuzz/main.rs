//! Made inputs without end for every reader of our own, the folding and the query parser: a plain
//! loop from a seed, some seconds each.
//!
//! `VARIORUM_FUZZ_SECONDS` lengthens it, `VARIORUM_FUZZ_SEED` begins at another input. What fails
//! says the seed of its input: with that seed the same input comes first.

mod changing;
mod reading;
mod seeds;
mod words;

use changing::Changing;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::time::{Duration, Instant};

/// Seconds that each loop takes by default.
const SECONDS: u64 = 3;

/// The longest that one input may take: far more than any of this size should.
const PATIENCE: Duration = Duration::from_secs(20);

fn number(name: &str, otherwise: u64) -> u64 {
    match std::env::var(name) {
        Ok(text) => text.parse().unwrap_or_else(|_| panic!("{name} is no number: {text}")),
        Err(_) => otherwise,
    }
}

/// Makes inputs of the seeds and tries each.
fn fuzz(name: &str, seeds: &[&[u8]], words: &[&[u8]], mut attempt: impl FnMut(&[u8])) {
    let first = number("VARIORUM_FUZZ_SEED", 1);
    let end = Instant::now() + Duration::from_secs(number("VARIORUM_FUZZ_SECONDS", SECONDS));
    let mut seed = first;
    while seed == first || Instant::now() < end {
        let input = Changing::new(seed).input(seeds, words);
        let begun = Instant::now();
        let went = catch_unwind(AssertUnwindSafe(|| attempt(&input)));
        let took = begun.elapsed();
        let again = format!("VARIORUM_FUZZ_SEED={seed} cargo test --test fuzz {name}");
        if let Err(panic) = went {
            eprintln!("{name} failed on {:?}\nonce more: {again}", shown(&input));
            resume_unwind(panic);
        }
        assert!(took < PATIENCE, "{name} took {took:?} over {} bytes; once more: {again}", input.len());
        seed += 1;
    }
    println!("{name}: {} inputs from seed {first}", seed - first);
}

fn shown(input: &[u8]) -> String {
    let text = String::from_utf8_lossy(&input[..input.len().min(2_000)]).into_owned();
    if input.len() > 2_000 { format!("{text}… ({} bytes)", input.len()) } else { text }
}
