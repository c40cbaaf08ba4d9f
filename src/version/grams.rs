//! A text as the set of its folded word 5-grams: what similarity and containment are counted in.

use super::gaps::Letters;
use crate::text::{Folded, fold};
use rapidhash::v3::{RapidSecrets, rapidhash_v3_seeded};

/// Words in a gram.
pub const GRAM: usize = 5;

const SEED: RapidSecrets = RapidSecrets::seed(0x5eed_0f57_0e15);
const BASE: u64 = 0x9e37_79b9_7f4a_7c15;

/// The hashes of a folded text's words in order, with a fixed seed.
pub fn word_hashes(folded: &Folded) -> Vec<u64> {
    folded.words().map(|token| hash(folded.key(token).as_bytes())).collect()
}

/// Hash of bytes with this module's fixed seed.
pub(crate) fn hash(bytes: &[u8]) -> u64 {
    rapidhash_v3_seeded(bytes, &SEED)
}

/// The hash of every run of `size` words, by the place of its first word.
pub fn gram_hashes(words: &[u64], size: usize) -> Vec<u64> {
    if size == 0 || words.len() < size {
        return Vec::new();
    }
    let highest = (1..size).fold(1u64, |power, _| power.wrapping_mul(BASE));
    let mut rolling = words[..size].iter().fold(0u64, |sum, &word| sum.wrapping_mul(BASE).wrapping_add(word));
    let mut out = Vec::with_capacity(words.len() - size + 1);
    out.push(mix(rolling));
    for (&gone, &come) in words.iter().zip(&words[size..]) {
        rolling = rolling.wrapping_sub(gone.wrapping_mul(highest)).wrapping_mul(BASE).wrapping_add(come);
        out.push(mix(rolling));
    }
    out
}

/// Spreads the polynomial's low-order structure over all bits (Stafford's variant 13 of the
/// MurmurHash3 finaliser).
fn mix(mut x: u64) -> u64 {
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

/// A text ready for measuring: its grams sorted by hash, each with its places.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Grams {
    /// Hash and place (number of the gram's first word) of every gram, sorted.
    sorted: Vec<(u64, u32)>,
    /// Number of distinct grams.
    distinct: u32,
    /// Words in the text.
    pub words: u32,
    /// Words in one gram: 5, or all the words of a shorter text.
    pub size: u32,
    /// Equal for texts that differ in nothing but white space.
    pub spaced: u64,
    /// Equal for texts whose folded tokens, marks included, are the same.
    pub typeset: u64,
    /// What [`super::gaps`] compares.
    pub(super) letters: Letters,
}

impl Grams {
    /// Reads a text whole.
    pub fn of(text: &str) -> Grams {
        Grams::read(text, &fold(text))
    }

    /// Reads a text that is already folded.
    pub fn read(text: &str, folded: &Folded) -> Grams {
        let words = word_hashes(folded);
        let size = GRAM.min(words.len());
        let mut sorted: Vec<(u64, u32)> =
            gram_hashes(&words, size).into_iter().enumerate().map(|(place, hash)| (hash, place as u32)).collect();
        sorted.sort_unstable();
        let distinct = sorted.chunk_by(|a, b| a.0 == b.0).count() as u32;
        let mut spaced = String::with_capacity(text.len());
        for piece in text.split_whitespace() {
            spaced.push_str(piece);
            spaced.push(' ');
        }
        let letters = Letters::of(folded);
        let typeset = folded
            .tokens()
            .iter()
            .fold(0u64, |sum, token| mix(sum.wrapping_mul(BASE).wrapping_add(hash(folded.key(token).as_bytes()))));
        Grams {
            sorted,
            distinct,
            words: words.len() as u32,
            size: size as u32,
            spaced: hash(spaced.as_bytes()),
            typeset,
            letters,
        }
    }

    /// Hash and place of every gram, sorted by hash, then place.
    pub fn sorted(&self) -> &[(u64, u32)] {
        &self.sorted
    }

    /// Number of distinct grams.
    pub fn distinct(&self) -> u32 {
        self.distinct
    }

    /// Bytes of memory in use.
    pub fn bytes(&self) -> usize {
        size_of::<Grams>() + self.letters.bytes() + self.sorted.capacity() * size_of::<(u64, u32)>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rolling_equals_hashing_each_gram_alone() {
        let words: Vec<u64> = (0..40u64).map(|n| hash(&n.to_le_bytes())).collect();
        let rolled = gram_hashes(&words, GRAM);
        assert_eq!(rolled.len(), 36);
        for (place, &gram) in rolled.iter().enumerate() {
            assert_eq!(gram_hashes(&words[place..place + GRAM], GRAM), [gram]);
        }
    }

    #[test]
    fn typography_and_spacing_are_told_apart() {
        let plain = Grams::of("\"He left,\" she said -- then more.");
        let spaced = Grams::of("\"He  left,\"\nshe said -- then more.");
        let typeset = Grams::of("“He left,” she said — then more.");
        let edited = Grams::of("\"He left\" she said -- then more.");
        assert!(plain.spaced == spaced.spaced && plain.typeset == spaced.typeset);
        assert!(plain.spaced != typeset.spaced && plain.typeset == typeset.typeset);
        assert_ne!(plain.typeset, edited.typeset);
    }

    #[test]
    fn short_texts_have_one_gram() {
        assert_eq!(Grams::of("three little words").distinct(), 1);
        assert_eq!(Grams::of("").distinct(), 0);
    }
}
