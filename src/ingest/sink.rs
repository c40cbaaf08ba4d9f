//! Handing on what a file gives, and the count that its outcome is made of.

use super::{Extracted, Failure, FailureKind, Item, Outcome};
use std::cell::Cell;
use std::ops::ControlFlow;

thread_local! {
    /// True while a panic on this thread is the parser's and not the receiver's.
    pub(super) static CAUGHT: Cell<bool> = const { Cell::new(false) };
}

/// More bad records than this are not held back while the first good one is awaited.
const HELD: usize = 10_000;

/// Why a file's reading ends before its end.
#[derive(Debug)]
pub(super) enum Stop {
    /// The receiver has enough.
    Enough,
    /// It is nothing that we read.
    Skip(String),
    /// The rest cannot be read.
    Fail { line: Option<u64>, error: String },
    /// The rest does not come; what that means is for the one who knows where it comes from.
    Broken { line: Option<u64>, error: std::io::Error },
}

impl Stop {
    pub(super) fn fail(error: impl Into<String>) -> Stop {
        Stop::Fail { line: None, error: error.into() }
    }
}

/// Receives one file's documents and bad records in order.
///
/// Bad records wait for the first document, because a file without any is one failure and not
/// thousands.
pub(super) struct Sink<'a> {
    name: &'a str,
    each: &'a mut dyn FnMut(Item) -> ControlFlow<()>,
    held: Vec<Failure>,
    first: Option<(Option<u64>, String)>,
    /// Values that are sound and no records.
    odd: u64,
    documents: u64,
    bad: u64,
    /// True while the receiver runs: a panic then is the receiver's.
    pub(super) giving: bool,
}

impl<'a> Sink<'a> {
    pub(super) fn new(name: &'a str, each: &'a mut dyn FnMut(Item) -> ControlFlow<()>) -> Self {
        Sink { name, each, held: Vec::new(), first: None, odd: 0, documents: 0, bad: 0, giving: false }
    }

    fn give(&mut self, item: Item) -> Result<(), Stop> {
        self.giving = true;
        let caught = CAUGHT.replace(false);
        let flow = (self.each)(item);
        CAUGHT.set(caught);
        self.giving = false;
        if flow.is_break() { Err(Stop::Enough) } else { Ok(()) }
    }

    fn let_go(&mut self) -> Result<(), Stop> {
        for failure in std::mem::take(&mut self.held) {
            self.give(Item::Bad(failure))?;
        }
        Ok(())
    }

    pub(super) fn document(&mut self, document: Extracted) -> Result<(), Stop> {
        self.documents += 1;
        self.let_go()?;
        self.give(Item::Document(document))
    }

    pub(super) fn bad(&mut self, line: Option<u64>, error: String) -> Result<(), Stop> {
        if self.first.is_none() {
            self.first = Some((line, error.clone()));
        }
        self.report(line, error)
    }

    /// A value that is sound but no record: a bad record only where there are records beside it.
    pub(super) fn odd(&mut self, line: Option<u64>, error: String) -> Result<(), Stop> {
        self.odd += 1;
        self.report(line, error)
    }

    fn report(&mut self, line: Option<u64>, error: String) -> Result<(), Stop> {
        self.bad += 1;
        let failure = Failure { name: self.name.to_owned(), line, kind: FailureKind::Record, error };
        if self.documents > 0 {
            return self.give(Item::Bad(failure));
        }
        self.held.push(failure);
        if self.held.len() > HELD { self.let_go() } else { Ok(()) }
    }

    /// What became of the file, by how its reading ended.
    pub(super) fn outcome(mut self, end: Result<(), Stop>) -> Outcome {
        let end = match end {
            Err(Stop::Broken { line, error }) => Err(Stop::Fail { line, error: error.to_string().to_lowercase() }),
            end => end,
        };
        let end = match end {
            Err(Stop::Fail { line, error }) if self.documents > 0 => match self.bad(line, error) {
                Ok(()) => Ok(()),
                stop => stop,
            },
            end => end,
        };
        let at = |line: Option<u64>| line.map(|line| format!("line {line}: ")).unwrap_or_default();
        match (end, self.first) {
            (Err(Stop::Enough), _) => Outcome::Read { documents: self.documents, bad: self.bad },
            _ if self.documents > 0 => Outcome::Read { documents: self.documents, bad: self.bad },
            (Err(Stop::Skip(reason)), _) => Outcome::Skipped(reason),
            (_, Some((line, error))) => {
                let more = self.bad - self.odd - 1;
                let more = if more > 0 { format!(" (and {more} more like it)") } else { String::new() };
                Outcome::Failed(format!("no good record: {}{error}{more}", at(line)))
            }
            (Err(Stop::Broken { .. }), None) => Outcome::Failed("cannot be read".to_owned()),
            (Err(Stop::Fail { line, error }), None) => Outcome::Failed(format!("{}{error}", at(line))),
            (Ok(()), None) if self.odd > 0 => Outcome::Skipped("JSON that holds no records with a text".to_owned()),
            (Ok(()), None) => Outcome::Skipped("empty".to_owned()),
        }
    }
}
