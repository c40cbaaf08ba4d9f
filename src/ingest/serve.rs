//! The process that reads risky files for another: one file after the other, under limits.

use super::part::{Run, Told};
use super::wire::{self, Job, Terms, Word};
use super::{Item, Options, Outcome, file};
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use rustix::time::{ClockId, clock_gettime};
use std::cell::RefCell;
use std::fs::File;
use std::io::{self, BufWriter, Read};
use std::ops::ControlFlow;

/// The stack of the thread that reads, in bytes. Parsers that go down a level with each level of
/// their file get further with it than on that of a process.
const STACK: usize = 64 << 20;

/// Reads the files that `jobs` names and says into `words` what is in them, until there are no more.
/// Everything about the process that does this belongs to it: its limits, and its end.
///
/// # Errors
/// When the other side speaks of something else, or the limits cannot be set.
pub fn serve(mut jobs: impl Read + Send, words: File) -> io::Result<()> {
    let Some(terms) = wire::receive::<Terms>(&mut jobs)? else { return Ok(()) };
    limit(Resource::As, terms.options.memory_limit)?;
    limit(Resource::Core, 0)?;
    let mut words = BufWriter::with_capacity(1 << 16, words);
    wire::send(&mut words, &Word::Ready)?;
    std::thread::scope(|scope| {
        let work = move || {
            let words = RefCell::new(words);
            while let Some(job) = wire::receive::<Job>(&mut jobs)? {
                let outcome = read(&job, &terms.options, &words);
                wire::send(&mut *words.borrow_mut(), &Word::Done(outcome))?;
            }
            Ok(())
        };
        // The name keeps the panics of parsers off the terminal.
        let reader = std::thread::Builder::new().name("read".into()).stack_size(STACK).spawn_scoped(scope, work)?;
        reader.join().unwrap_or_else(|_| Err(io::Error::other("the reader broke down")))
    })
}

fn read(job: &Job, options: &Options, words: &RefCell<BufWriter<File>>) -> Outcome {
    let say = |word: &Word| wire::send(&mut *words.borrow_mut(), word);
    let begin = || drop(allow(options.time_limit));
    let tell = |told: Told<'_>| {
        let word = match told {
            Told::Begin { ordinal, inside } => Word::Begin { ordinal, inside: inside.to_owned() },
            Told::End => Word::End,
            Told::Patience(seconds) => Word::Patience(seconds),
        };
        // That nobody listens any more shows when the next document is given.
        let _ = say(&word);
        begin();
    };
    begin();
    let run = Run::watched(options, job.from.clone(), &tell);
    let mut each = |item: Item| {
        if run.is_repeating() {
            return ControlFlow::Continue(());
        }
        match say(&Word::Item(Box::new(item))) {
            Ok(()) => ControlFlow::Continue(()),
            Err(_) => ControlFlow::Break(()),
        }
    };
    file::read_run(&job.found(), &run, &mut each)
}

/// Allows this process some more seconds of processor time before the system ends it.
fn allow(seconds: u64) -> io::Result<()> {
    let used = clock_gettime(ClockId::ProcessCPUTime).tv_sec.max(0) as u64;
    limit(Resource::Cpu, used + seconds + 1)
}

fn limit(resource: Resource, most: u64) -> io::Result<()> {
    let maximum = getrlimit(resource).maximum;
    let current = Some(maximum.map_or(most, |maximum| most.min(maximum)));
    Ok(setrlimit(resource, Rlimit { current, maximum })?)
}
