//! A set of the documents of one segment.

/// One bit a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Bits {
    words: Vec<u64>,
    length: u32,
}

impl Bits {
    pub(super) fn none(length: u32) -> Self {
        Self { words: vec![0; length.div_ceil(64) as usize], length }
    }

    pub(super) fn all(length: u32) -> Self {
        let mut bits = Self { words: vec![u64::MAX; length.div_ceil(64) as usize], length };
        if let Some(last) = bits.words.last_mut().filter(|_| !length.is_multiple_of(64)) {
            *last = (1 << (length % 64)) - 1;
        }
        bits
    }

    /// A document beyond the segment, as only damaged postings have them, is no document.
    #[inline]
    pub(super) fn insert(&mut self, doc: u32) {
        if doc < self.length {
            self.words[(doc / 64) as usize] |= 1 << (doc % 64);
        }
    }

    #[inline]
    pub(super) fn contains(&self, doc: u32) -> bool {
        doc < self.length && self.words[(doc / 64) as usize] >> (doc % 64) & 1 == 1
    }

    pub(super) fn and(&mut self, other: &Self) {
        self.words.iter_mut().zip(&other.words).for_each(|(a, b)| *a &= b);
    }

    pub(super) fn or(&mut self, other: &Self) {
        self.words.iter_mut().zip(&other.words).for_each(|(a, b)| *a |= b);
    }

    pub(super) fn without(&mut self, other: &Self) {
        self.words.iter_mut().zip(&other.words).for_each(|(a, b)| *a &= !b);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.words.iter().all(|&word| word == 0)
    }

    pub(super) fn count(&self) -> u32 {
        self.words.iter().map(|word| word.count_ones()).sum()
    }

    /// True when every document is in the set.
    pub(super) fn is_full(&self) -> bool {
        self.count() == self.length
    }

    /// The documents in the set, ascending.
    pub(super) fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        self.words.iter().enumerate().flat_map(|(at, &word)| {
            let mut rest = word;
            std::iter::from_fn(move || {
                (rest != 0).then(|| {
                    let bit = rest.trailing_zeros();
                    rest &= rest - 1;
                    at as u32 * 64 + bit
                })
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn behaves_like_a_set(length in 0u32..200, docs in proptest::collection::btree_set(0u32..200, 0..50)) {
            let mut bits = Bits::none(length);
            let docs: Vec<u32> = docs.into_iter().filter(|&doc| doc < length).collect();
            docs.iter().for_each(|&doc| bits.insert(doc));
            prop_assert_eq!(bits.iter().collect::<Vec<_>>(), docs.clone());
            prop_assert_eq!(bits.count() as usize, docs.len());
            let mut rest = Bits::all(length);
            prop_assert!(rest.is_full());
            rest.without(&bits);
            prop_assert_eq!(rest.count() as usize, length as usize - docs.len());
            rest.or(&bits);
            prop_assert!(rest.is_full() && (length == 0) == rest.is_empty());
        }
    }
}
