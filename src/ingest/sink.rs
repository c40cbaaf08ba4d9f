//! Handing on what a file or a part of one gives, and the count that its outcome is made of.

use super::{Again, Extracted, Failure, FailureKind, Item, Outcome, Stamp};
use std::cell::Cell;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

thread_local! {
    /// True while a panic on this thread is the parser's and not the receiver's.
    pub(super) static CAUGHT: Cell<bool> = const { Cell::new(false) };
}

/// Bad records of one file that are told of one by one; of the others it is said how many they are.
const LISTED: u64 = 1_000;

/// What is said of a thing all of whose parts failed.
const NOTHING: &str = "nothing in it could be read";

/// Why a file's reading ends before its end.
#[derive(Debug)]
pub(super) enum Stop {
    /// The receiver has enough.
    Enough,
    /// It is for a process of its own to read.
    Elsewhere,
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

/// Receives the documents and bad records of one file, or of one part of a file, in order.
///
/// Bad records wait for the first document, because a file without any is one failure and not
/// thousands. What becomes of its parts is told at once, one by one.
pub(super) struct Sink<'a> {
    /// The file, with where in it the part stands.
    name: String,
    inside: String,
    mail: Option<String>,
    each: &'a mut dyn FnMut(Item) -> ControlFlow<()>,
    held: Vec<Failure>,
    first: Option<(Option<u64>, String)>,
    /// Values that are sound and no records.
    odd: u64,
    documents: u64,
    bad: u64,
    /// Bad records, of which not all are told of.
    reported: u64,
    /// Parts that were looked at, and what is to be said of the first that was not read.
    parts: u64,
    lost: Option<String>,
    capture: Option<Capture>,
    /// The receiver wants no more.
    enough: bool,
    /// True while the receiver runs: a panic then is the receiver's.
    giving: bool,
}

/// Where in a file a part of it stands.
#[derive(Clone, Debug, Default)]
pub(super) struct Inside {
    /// As [`Extracted::inside`] has it.
    pub(super) place: String,
    /// As [`Extracted::mail`] has it.
    pub(super) mail: Option<String>,
    /// It gave documents before its reading was broken off, and is read on now.
    pub(super) resumed: bool,
}

/// How a page came into a web archive.
#[derive(Clone, Debug)]
pub(super) struct Capture {
    pub(super) url: String,
    pub(super) date: Option<Stamp>,
    /// What the server said of it, if not that all is well.
    pub(super) status: Option<u16>,
}

/// Does the work on a sink; a panic in it is what became of the file, one of the receiver goes on up.
pub(super) fn guard<'a>(mut sink: Sink<'a>, work: impl FnOnce(&mut Sink<'a>) -> Result<(), Stop>) -> Outcome {
    let before = CAUGHT.replace(true);
    let end = catch_unwind(AssertUnwindSafe(|| work(&mut sink)));
    CAUGHT.set(before);
    match end {
        Ok(end) => sink.outcome(end),
        Err(panic) if sink.giving => resume_unwind(panic),
        Err(panic) => {
            let said = panic.downcast_ref::<String>().map(String::as_str);
            let said = said.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("no reason given");
            let said: String = said.chars().take(200).collect();
            sink.outcome(Err(Stop::fail(format!("the parser broke down on it: {}", said.to_lowercase()))))
        }
    }
}

impl<'a> Sink<'a> {
    pub(super) fn new(name: &str, each: &'a mut dyn FnMut(Item) -> ControlFlow<()>) -> Self {
        Sink {
            name: name.to_owned(),
            inside: String::new(),
            mail: None,
            each,
            held: Vec::new(),
            first: None,
            odd: 0,
            documents: 0,
            bad: 0,
            reported: 0,
            parts: 0,
            lost: None,
            capture: None,
            enough: false,
            giving: false,
        }
    }

    /// Works on a part of what this sink receives, with a sink of its own.
    pub(super) fn within(
        &mut self,
        inside: &Inside,
        work: impl FnOnce(&mut Sink<'_>) -> Result<(), Stop>,
    ) -> Result<(), Stop> {
        self.parts += 1;
        let file = self.name.strip_suffix(&*self.inside).unwrap_or(&self.name);
        let name = format!("{file}{}", inside.place);
        let outcome = {
            let mut pass = |item| match self.pass(item) {
                Ok(()) => ControlFlow::Continue(()),
                Err(_) => ControlFlow::Break(()),
            };
            let mut sink = Sink::new(&name, &mut pass);
            sink.inside.clone_from(&inside.place);
            sink.mail.clone_from(&inside.mail);
            guard(sink, work)
        };
        if self.enough {
            return Err(Stop::Enough);
        }
        match outcome {
            Outcome::Read { .. } => Ok(()),
            Outcome::Skipped(_) if inside.resumed => Ok(()),
            Outcome::Skipped(error) => self.part(Failure { name, line: None, kind: FailureKind::Part, error }),
            Outcome::Failed(error) => self.part(Failure { name, line: None, kind: FailureKind::Record, error }),
        }
    }

    /// True when a document came of what this sink receives.
    pub(super) fn has_given(&self) -> bool {
        self.documents > 0
    }

    /// Says how what comes next came into a web archive.
    pub(super) fn captured(&mut self, capture: Capture) {
        self.capture = Some(capture);
    }

    /// Tells of a part that gave nothing.
    fn part(&mut self, failure: Failure) -> Result<(), Stop> {
        if failure.kind == FailureKind::Record && self.lost.is_none() {
            self.lost = Some(failure.error.clone());
        }
        self.pass(Item::Bad(failure))
    }

    /// Tells of a part that is not looked into.
    pub(super) fn passed_over(&mut self, inside: &str, kind: FailureKind, error: String) -> Result<(), Stop> {
        self.parts += 1;
        let file = self.name.strip_suffix(&*self.inside).unwrap_or(&self.name);
        self.part(Failure { name: format!("{file}{inside}"), line: None, kind, error })
    }

    /// Tells of a document that was met again.
    pub(super) fn again(&mut self, again: Again) -> Result<(), Stop> {
        self.pass(Item::Again(again))
    }

    /// Hands on what a part gave.
    pub(super) fn pass(&mut self, item: Item) -> Result<(), Stop> {
        match item {
            Item::Document(_) => {
                self.documents += 1;
                self.let_go()?;
            }
            Item::Again(_) => self.parts += 1,
            Item::Bad(_) => self.bad += 1,
        }
        self.give(item)
    }

    fn give(&mut self, item: Item) -> Result<(), Stop> {
        self.giving = true;
        let caught = CAUGHT.replace(false);
        let flow = (self.each)(item);
        CAUGHT.set(caught);
        self.giving = false;
        self.enough = flow.is_break();
        if self.enough { Err(Stop::Enough) } else { Ok(()) }
    }

    fn let_go(&mut self) -> Result<(), Stop> {
        for failure in std::mem::take(&mut self.held) {
            self.give(Item::Bad(failure))?;
        }
        Ok(())
    }

    pub(super) fn document(&mut self, mut document: Extracted) -> Result<(), Stop> {
        self.documents += 1;
        document.inside.clone_from(&self.inside);
        document.mail.clone_from(&self.mail);
        if let Some(capture) = &self.capture {
            let fields = &mut document.fields;
            if let Some(date) = &capture.date {
                fields.insert("captured".to_owned(), date.iso.clone().into());
                if document.date.is_none() {
                    fields.insert("date from".to_owned(), "the time of capture".into());
                    document.date = Some(date.clone());
                }
            }
            if let Some(status) = capture.status {
                fields.insert("http status".to_owned(), status.into());
            }
            document.url.get_or_insert_with(|| capture.url.clone());
        }
        self.let_go()?;
        self.give(Item::Document(Box::new(document)))
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
        self.reported += 1;
        if self.reported > LISTED { Ok(()) } else { self.list(line, error) }
    }

    fn list(&mut self, line: Option<u64>, error: String) -> Result<(), Stop> {
        self.bad += 1;
        let failure = Failure { name: self.name.clone(), line, kind: FailureKind::Record, error };
        if self.documents > 0 {
            return self.give(Item::Bad(failure));
        }
        self.held.push(failure);
        Ok(())
    }

    /// What became of the file, by how its reading ended.
    pub(super) fn outcome(mut self, end: Result<(), Stop>) -> Outcome {
        let end = match end {
            Err(Stop::Broken { line, error }) => Err(Stop::Fail { line, error: error.to_string().to_lowercase() }),
            end => end,
        };
        let unlisted = self.reported.saturating_sub(LISTED);
        if unlisted > 0 && self.documents > 0 && !matches!(end, Err(Stop::Enough)) {
            let _ = self.list(None, format!("{unlisted} more bad records, which are not listed one by one"));
        }
        let end = match end {
            Err(Stop::Fail { line, error }) if self.documents > 0 => match self.list(line, error) {
                Ok(()) => Ok(()),
                stop => stop,
            },
            end => end,
        };
        let nothing = || match &self.lost {
            // In archives in archives it is said once.
            Some(first) if first.starts_with(NOTHING) => Outcome::Failed(first.clone()),
            Some(first) => Outcome::Failed(format!("{NOTHING}: {first}")),
            None => Outcome::Skipped("nothing in it is of a kind that is read".to_owned()),
        };
        let at = |line: Option<u64>| line.map(|line| format!("line {line}: ")).unwrap_or_default();
        match (end, self.first) {
            (Err(Stop::Enough), _) => Outcome::Read { documents: self.documents, bad: self.bad },
            (Err(Stop::Elsewhere), _) => Outcome::Skipped("left to another reader".to_owned()),
            _ if self.documents > 0 => Outcome::Read { documents: self.documents, bad: self.bad },
            (Err(Stop::Skip(reason)), _) => Outcome::Skipped(reason),
            (_, Some((line, error))) => {
                let more = self.reported.saturating_sub(self.odd + 1);
                let more = if more > 0 { format!(" (and {more} more like it)") } else { String::new() };
                Outcome::Failed(format!("no good record: {}{error}{more}", at(line)))
            }
            (Err(Stop::Broken { .. }), None) => Outcome::Failed("cannot be read".to_owned()),
            (Err(Stop::Fail { line, error }), None) => Outcome::Failed(format!("{}{error}", at(line))),
            (Ok(()), None) if self.parts > 0 => nothing(),
            (Ok(()), None) if self.odd > 0 => Outcome::Skipped("JSON that holds no records with a text".to_owned()),
            (Ok(()), None) => Outcome::Skipped("empty".to_owned()),
        }
    }
}
