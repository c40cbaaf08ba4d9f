//! Sets of names that are one, each with the name that stands for it.

/// A forest in which every name points at another that stands for it, or at itself.
pub(super) struct Links(Vec<usize>);

impl Links {
    pub fn of(count: usize) -> Self {
        Self((0..count).collect())
    }

    /// The name that stands for the set of `at`.
    pub fn root(&self, mut at: usize) -> usize {
        while self.0[at] != at {
            at = self.0[at];
        }
        at
    }

    /// Lets `long`'s set stand for `short`'s; false when they were one already.
    pub fn join(&mut self, short: usize, long: usize) -> bool {
        let (short, long) = (self.shorten(short), self.shorten(long));
        self.0[short] = long;
        short != long
    }

    /// The root, with the way to it cut short.
    fn shorten(&mut self, at: usize) -> usize {
        let root = self.root(at);
        let mut next = at;
        while self.0[next] != root {
            next = std::mem::replace(&mut self.0[next], root);
        }
        root
    }
}
