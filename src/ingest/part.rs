//! A thing that is being read, a file or a part of one, and its place among the others.

use super::limits::{Allowance, DEEPEST};
use super::sink::{Inside, Sink, Stop};
use super::{FailureKind, Options};
use std::cell::{Cell, RefCell};
use std::collections::{HashMap, HashSet};

/// What whoever watches a reading is told.
#[derive(Clone, Copy, Debug)]
pub(super) enum Told<'t> {
    /// A part begins, the `ordinal`-th, from 0, of what it stands in.
    Begin { ordinal: u32, inside: &'t str },
    /// The part that began last has ended.
    End,
    /// Nothing may be heard for this many seconds.
    Patience(u64),
}

/// One reading of one file.
pub(super) struct Run<'r> {
    pub(super) options: &'r Options,
    /// What is risky is left to another process.
    isolated: bool,
    left: Cell<bool>,
    /// The part at which an earlier reading broke down: those before it are done, it is left alone.
    from: RefCell<Option<Vec<u32>>>,
    tell: &'r dyn Fn(Told<'_>),
}

impl<'r> Run<'r> {
    /// A reading that does everything itself.
    pub(super) fn new(options: &'r Options) -> Self {
        Run { options, isolated: false, left: Cell::new(false), from: RefCell::new(None), tell: &|_| {} }
    }

    /// A reading that leaves what is risky alone.
    pub(super) fn safe(options: &'r Options) -> Self {
        Run { isolated: true, ..Run::new(options) }
    }

    /// A reading that is watched, and goes on behind the part at which an earlier one broke down.
    pub(super) fn watched(options: &'r Options, from: Option<Vec<u32>>, tell: &'r dyn Fn(Told<'_>)) -> Self {
        Run { from: RefCell::new(from), tell, ..Run::new(options) }
    }

    /// # Errors
    /// When it is for another process.
    pub(super) fn risk(&self) -> Result<(), Stop> {
        if self.isolated {
            self.left.set(true);
            return Err(Stop::Elsewhere);
        }
        Ok(())
    }

    /// True when something was left to another process.
    pub(super) fn has_left(&self) -> bool {
        self.left.get()
    }

    /// True while what is read was given before.
    pub(super) fn is_repeating(&self) -> bool {
        self.from.borrow().is_some()
    }

    pub(super) fn tell(&self, told: Told<'_>) {
        (self.tell)(told);
    }

    fn course(&self, place: &[u32]) -> Course {
        let mut from = self.from.borrow_mut();
        match &*from {
            None => Course::New,
            Some(broken) if broken == place => {
                *from = None;
                Course::Done
            }
            Some(broken) if broken.starts_with(place) => Course::Resumed,
            Some(broken) if place < &broken[..] => Course::Done,
            Some(_) => {
                *from = None;
                Course::New
            }
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Course {
    New,
    /// The part at which the earlier reading broke down stands in it.
    Resumed,
    Done,
}

/// A file, or a part of one.
pub(super) struct Part<'p> {
    pub(super) run: &'p Run<'p>,
    /// The name that its format may be told by.
    pub(super) name: String,
    pub(super) inside: Inside,
    pub(super) allowance: Allowance<'p>,
    /// Ordinals from the file down.
    place: Vec<u32>,
    next: Cell<u32>,
}

impl<'p> Part<'p> {
    /// A file, with its size in bytes where that is known.
    pub(super) fn file(run: &'p Run<'p>, name: &str, size: Option<u64>) -> Self {
        Part {
            run,
            name: name.to_owned(),
            inside: Inside::default(),
            allowance: Allowance::new(size, None),
            place: Vec::new(),
            next: Cell::new(0),
        }
    }

    /// Reads the next part of this one. `packed` is its size in bytes as it lies there.
    pub(super) fn part(
        &self,
        sink: &mut Sink<'_>,
        name: &str,
        packed: Option<u64>,
        work: impl FnOnce(&Part<'_>, &mut Sink<'_>) -> Result<(), Stop>,
    ) -> Result<(), Stop> {
        self.piece(sink, name, packed, self.inside.mail.clone(), work)
    }

    /// Reads the next attachment of this mail.
    pub(super) fn attachment(
        &self,
        sink: &mut Sink<'_>,
        name: &str,
        packed: Option<u64>,
        work: impl FnOnce(&Part<'_>, &mut Sink<'_>) -> Result<(), Stop>,
    ) -> Result<(), Stop> {
        self.piece(sink, name, packed, Some(self.inside.place.clone()), work)
    }

    fn piece(
        &self,
        sink: &mut Sink<'_>,
        name: &str,
        packed: Option<u64>,
        mail: Option<String>,
        work: impl FnOnce(&Part<'_>, &mut Sink<'_>) -> Result<(), Stop>,
    ) -> Result<(), Stop> {
        let ordinal = self.next.get();
        self.next.set(ordinal + 1);
        let place: Vec<u32> = self.place.iter().copied().chain([ordinal]).collect();
        let course = self.run.course(&place);
        if course == Course::Done {
            return Ok(());
        }
        let name = tidy(name);
        let inside =
            Inside { place: format!("{}!/{name}", self.inside.place), mail, resumed: course == Course::Resumed };
        if place.len() > DEEPEST {
            let error = format!("the limit on depth was hit: it lies more than {DEEPEST} levels deep; unpack it first");
            return sink.passed_over(&inside.place, FailureKind::Record, error);
        }
        self.run.tell(Told::Begin { ordinal, inside: &inside.place });
        let part = Part {
            run: self.run,
            name,
            allowance: Allowance::new(packed, Some(&self.allowance)),
            place,
            next: Cell::new(0),
            inside: inside.clone(),
        };
        let mark = self.allowance.mark();
        let end = sink.within(&inside, |sink| work(&part, sink));
        self.allowance.settle(&mark);
        self.run.tell(Told::End);
        end
    }
}

/// A name that no other of the same thing has: one that was `seen` gets its number.
pub(super) fn told_apart(name: String, seen: &mut HashMap<String, u32>) -> String {
    let times = seen.entry(name.clone()).or_default();
    *times += 1;
    if *times == 1 { name } else { format!("{name}~{times}") }
}

/// Names of files that stand in one thing, where several may have one name.
#[derive(Default)]
pub(super) struct Namesakes {
    taken: HashSet<String>,
    /// The last number by which one of a name was told apart.
    last: HashMap<String, u32>,
}

impl Namesakes {
    pub(super) fn of(taken: impl IntoIterator<Item = String>) -> Self {
        Namesakes { taken: taken.into_iter().collect(), last: HashMap::new() }
    }

    /// Takes a name; false where it is taken.
    pub(super) fn take(&mut self, name: &str) -> bool {
        self.taken.insert(name.to_owned())
    }

    /// Takes the next name for another file of a name: `in/2-a.txt`, `in/3-a.txt`.
    pub(super) fn next(&mut self, name: &str) -> String {
        let (folder, file) = name.rsplit_once('/').map_or(("", name), |(folder, file)| (folder, file));
        let slash = if folder.is_empty() { "" } else { "/" };
        let last = self.last.entry(name.to_owned()).or_insert(1);
        loop {
            *last += 1;
            let apart = format!("{folder}{slash}{last}-{file}");
            if self.taken.insert(apart.clone()) {
                return apart;
            }
        }
    }
}

/// A name inside a file as keys have it: with plain slashes, and from no root.
fn tidy(name: &str) -> String {
    let name = name.replace('\\', "/").replace(['\n', '\r', '\0'], " ");
    let name = name.trim_start_matches("./").trim_start_matches('/').trim();
    if name.is_empty() { "unnamed".to_owned() } else { name.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reading_goes_on_behind_what_broke_it() {
        let options = Options::default();
        let run = Run::watched(&options, Some(vec![1, 2]), &|_| {});
        let went = |place: &[u32]| match run.course(place) {
            Course::New => "new",
            Course::Resumed => "resumed",
            Course::Done => "done",
        };
        assert_eq!(
            [went(&[0]), went(&[0, 7]), went(&[1]), went(&[1, 1]), went(&[1, 1, 9])],
            ["done", "done", "resumed", "done", "done"]
        );
        assert!(run.is_repeating());
        assert_eq!([went(&[1, 2]), went(&[1, 3]), went(&[0])], ["done", "new", "new"]);
        assert!(!run.is_repeating());
    }

    #[test]
    fn namesakes_are_told_apart_however_many_they_are() {
        let mut names = Namesakes::of(["in/a.txt", "in/3-a.txt"].map(str::to_owned));
        let next: Vec<String> = (0..3).map(|_| names.next("in/a.txt")).collect();
        assert_eq!(next, ["in/2-a.txt", "in/4-a.txt", "in/5-a.txt"]);
        assert!(names.take("b.txt") && !names.take("b.txt"));
        assert_eq!(names.next("b.txt"), "2-b.txt");
        let begun = std::time::Instant::now();
        (0..50_000).for_each(|_| _ = names.next("in/a.txt"));
        // Where each looks through those before it this takes minutes.
        assert!(begun.elapsed().as_secs() < 20, "{:?}", begun.elapsed());
    }

    #[test]
    fn names_inside_are_tidy() {
        assert_eq!(tidy("./a\\b.txt"), "a/b.txt");
        assert_eq!((tidy("/"), tidy(" \n"), tidy("../x")), ("unnamed".into(), "unnamed".into(), "../x".into()));
    }
}
