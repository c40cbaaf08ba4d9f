//! How much a thing inside another may unpack to, and how an error says that it was too much.

use std::cell::Cell;
use std::io::{self, Read};

/// What anything may unpack to, however small it is packed, in bytes.
const FLOOR: u64 = 64 << 20;

/// How many times its packed size a thing may unpack to beyond that. Logs and spreadsheets come to
/// thirty or fifty; what exceeds this is made to fill a disk.
const RATIO: u64 = 250;

/// Things in one file that may hit the limit before the limit holds for all the rest.
const STOPPED: u32 = 16;

/// Levels of things in things.
pub(super) const DEEPEST: usize = 16;

/// A limit that was hit; its text is for people and names the limit.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(super) struct Limit(String);

impl Limit {
    pub(super) fn error(said: String) -> io::Error {
        io::Error::other(Limit(said))
    }

    /// The words of the limit that an error stands for, if it is one.
    pub(super) fn named(error: &io::Error) -> Option<String> {
        error.get_ref().and_then(|inner| inner.downcast_ref::<Limit>()).map(|limit| limit.0.clone())
    }
}

/// Bytes for people, in the largest binary unit that divides them.
pub(super) fn size(bytes: u64) -> String {
    match bytes {
        _ if bytes >= 1 << 30 && bytes.is_multiple_of(1 << 30) => format!("{} GiB", bytes >> 30),
        _ if bytes >= 1 << 20 && bytes.is_multiple_of(1 << 20) => format!("{} MiB", bytes >> 20),
        _ => format!("{bytes} bytes"),
    }
}

/// Bytes that may still come out of a thing and all that is in it, and out of what it is in.
pub(super) struct Allowance<'o> {
    left: Cell<u64>,
    /// The limit was hit since that was asked last.
    hit: Cell<bool>,
    /// Things that were stopped by the limit and whose bytes were given back.
    stopped: Cell<u32>,
    packed: Option<u64>,
    outer: Option<&'o Allowance<'o>>,
}

impl<'o> Allowance<'o> {
    /// For a thing whose size is known; one of unknown size is limited by what it is in.
    pub(super) fn new(packed: Option<u64>, outer: Option<&'o Allowance<'o>>) -> Self {
        let left = packed.map_or(u64::MAX, |packed| FLOOR.saturating_add(packed.saturating_mul(RATIO)));
        Allowance { left: Cell::new(left), hit: Cell::new(false), stopped: Cell::new(0), packed, outer }
    }

    /// What is left of it and of what it is in, to come back to.
    pub(super) fn mark(&self) -> Vec<u64> {
        self.levels().map(|level| level.left.get()).collect()
    }

    /// Goes back to what was left before a thing that hit the limit, so that it costs itself and not what
    /// comes behind it; not for ever, as that would be no limit.
    pub(super) fn settle(&self, mark: &[u64]) {
        let hit = self.levels().fold(false, |hit, level| level.hit.take() | hit);
        if !hit || self.levels().any(|level| level.stopped.get() >= STOPPED) {
            return;
        }
        for (level, left) in self.levels().zip(mark) {
            level.left.set(*left);
            level.stopped.set(level.stopped.get() + 1);
        }
    }

    fn levels(&self) -> impl Iterator<Item = &Allowance<'o>> {
        std::iter::successors(Some(self), |level| level.outer)
    }

    /// Takes bytes from it.
    ///
    /// # Errors
    /// When there are not so many left.
    pub(super) fn spend(&self, bytes: u64) -> io::Result<()> {
        match self.left.get().checked_sub(bytes) {
            Some(left) => self.left.set(left),
            None => {
                self.left.set(0);
                self.hit.set(true);
                let packed = self.packed.unwrap_or_default();
                return Err(Limit::error(format!(
                    "the limit on unpacking was hit: {packed} bytes unpack to more than {RATIO} times as much; \
                     if it is no bomb, unpack it first"
                )));
            }
        }
        self.outer.map_or(Ok(()), |outer| outer.spend(bytes))
    }
}

/// A stream whose bytes are taken from an allowance.
pub(super) struct Metered<'a, R> {
    reader: R,
    allowance: &'a Allowance<'a>,
}

impl<'a, R> Metered<'a, R> {
    pub(super) fn new(reader: R, allowance: &'a Allowance<'a>) -> Self {
        Metered { reader, allowance }
    }
}

impl<R: Read> Read for Metered<'_, R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.reader.read(into)?;
        self.allowance.spend(read as u64)?;
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_hits_the_limit_costs_itself_a_few_times() {
        let outer = Allowance::new(Some(0), None);
        outer.spend(100).unwrap();
        let inner = Allowance::new(Some(0), Some(&outer));
        for _ in 0..STOPPED {
            let mark = inner.mark();
            assert!(inner.spend(FLOOR + 1).is_err());
            inner.settle(&mark);
            assert_eq!((inner.left.get(), outer.left.get()), (FLOOR, FLOOR - 100));
        }
        let mark = inner.mark();
        assert!(inner.spend(FLOOR + 1).is_err());
        inner.settle(&mark);
        assert!(inner.spend(1).is_err(), "the limit holds");
    }

    #[test]
    fn the_limit_of_every_level_holds() {
        let outer = Allowance::new(Some(0), None);
        let inner = Allowance::new(Some(1 << 40), Some(&outer));
        let mut stream = Metered::new(io::repeat(0), &inner);
        let read = io::copy(&mut stream.by_ref().take(FLOOR), &mut io::sink()).unwrap();
        assert_eq!(read, FLOOR);
        let error = stream.read(&mut [0; 1]).unwrap_err();
        assert!(Limit::named(&error).is_some_and(|said| said.starts_with("the limit on unpacking was hit: 0 bytes")));
        assert_eq!(Limit::named(&io::Error::other("x")), None);
    }
}
