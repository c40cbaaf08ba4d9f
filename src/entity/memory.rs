//! What words by themselves say for each label, kept from one text to the next: most words have stood in a text
//! before.

use super::features::{self, Facts, Sight};
use super::model::{Model, Sums};
use super::page::Page;

/// Sums that are kept of each sort, as a power of two. More of them find more, but crowd the weights out of the
/// processor's cache.
const KEPT_BITS: u32 = 12;

/// Sums by a hash of what they were made from; a later one takes the place of an earlier one.
struct Kept<const SORTS: usize>(Vec<(u64, [Sums; SORTS])>);

impl<const SORTS: usize> Kept<SORTS> {
    fn new() -> Self {
        Self(vec![(0, [Sums::default(); SORTS]); 1 << KEPT_BITS])
    }

    fn get(&mut self, key: u64, make: impl FnOnce() -> [Sums; SORTS]) -> &[Sums; SORTS] {
        let place = &mut self.0[(key >> (u64::BITS - KEPT_BITS)) as usize];
        if place.0 != key {
            *place = (key, make());
        }
        &place.1
    }
}

/// Sums of the weights of words; those of a text do not depend on the texts before it.
pub(super) struct Memory {
    own: Kept<1>,
    /// Of the word behind, and of the word before.
    beside: Kept<2>,
    facts: Facts,
}

impl Default for Memory {
    fn default() -> Self {
        Self { own: Kept::new(), beside: Kept::new(), facts: Facts::default() }
    }
}

impl Memory {
    /// What a token says of itself.
    pub fn own(&mut self, model: &Model, page: &Page<'_>, at: usize, sight: &Sight) -> &Sums {
        let key = features::own_key(page, at, sight);
        let [sums] = self.own.get(key, || {
            features::own(page, at, sight, &mut self.facts);
            [model.sums(self.facts.all())]
        });
        sums
    }

    /// What a token says of the one behind it, and of the one before it.
    pub fn beside(&mut self, model: &Model, page: &Page<'_>, sight: &Sight, even: bool) -> &[Sums; 2] {
        let key = features::beside_key(page, sight, even);
        self.beside.get(key, || {
            features::before(page, sight, &mut self.facts);
            let of_next = model.sums(self.facts.all());
            features::behind(sight, &mut self.facts);
            [of_next, model.sums(self.facts.all())]
        })
    }
}
