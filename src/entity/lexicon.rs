//! What is known of a word whatever the text: one look-up by the hash of the folded word.

use super::lists::{LISTS, Sense};
use super::titles::gender_of_given;
use crate::text::terms::fold_term;
use rapidhash::v3::rapidhash_v3;
use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::LazyLock;

pub(super) const GIVEN: u16 = 1;
pub(super) const SURNAME: u16 = 2;
pub(super) const PLACE: u16 = 4;
pub(super) const COUNTRY: u16 = 8;
pub(super) const DEMONYM: u16 = 16;
pub(super) const COMMON: u16 = 32;
pub(super) const PARTICLE: u16 = 64;
/// A place's name of several words begins with it.
pub(super) const PLACE_START: u16 = 128;

/// What the lists say of a word.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Entry {
    pub flags: u16,
    pub sense: Option<Sense>,
    /// Its clusters of three sizes, the coarsest first; 0 for none.
    pub clusters: [u16; 3],
}

/// Passes a hash on as it is.
#[derive(Default)]
pub(super) struct Same(u64);

impl Hasher for Same {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = rapidhash_v3(bytes);
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}

pub(super) type Hashed<V> = HashMap<u64, V, BuildHasherDefault<Same>>;

pub(super) struct Lexicon {
    words: Hashed<Entry>,
    /// Places of two words and more, by the joined hashes of their words.
    places: HashSet<u64, BuildHasherDefault<Same>>,
}

pub(super) static CLUSTERS: &str = include_str!("data/clusters.txt");
pub(super) static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::build);

/// The hash of a folded word.
pub(super) fn key(word: &str) -> u64 {
    rapidhash_v3(word.as_bytes())
}

/// The hash of a run of words whose first words hash to `so_far`.
pub(super) fn joined(so_far: u64, next: u64) -> u64 {
    (so_far.rotate_left(23) ^ next).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

impl Lexicon {
    fn build() -> Self {
        // Room for all at once: growing costs more than filling.
        const BYTES_A_WORD: usize = 10;
        let listed = [&LISTS.given, &LISTS.surnames, &LISTS.places, &LISTS.common].map(|list| list.len());
        let room = listed.iter().sum::<usize>() + CLUSTERS.len() / BYTES_A_WORD;
        let mut words: Hashed<Entry> = HashMap::with_capacity_and_hasher(room, Default::default());
        let mut places = HashSet::default();
        // Words are looked up as they are folded, whatever accents the lists give them.
        let key = |word: &str| if word.is_ascii() { key(word) } else { key(&fold_term(word)) };
        let mut mark = |word: &str, flag: u16| words.entry(key(word)).or_default().flags |= flag;
        let lists = [
            (&LISTS.given, GIVEN),
            (&LISTS.surnames, SURNAME),
            (&LISTS.countries, COUNTRY),
            (&LISTS.demonyms, DEMONYM),
            (&LISTS.common, COMMON),
        ];
        for (list, flag) in lists {
            list.iter().for_each(|word| mark(word, flag));
        }
        super::names::PARTICLES.iter().for_each(|word| mark(word, PARTICLE));
        for place in &LISTS.places {
            let mut parts = place.split([' ', '-']).filter(|part| !part.is_empty());
            let Some(first) = parts.next() else { continue };
            let rest = parts.fold(key(first), |hash, part| joined(hash, key(part)));
            if rest == key(first) {
                mark(place, PLACE);
            } else {
                mark(first, PLACE_START);
                places.insert(rest);
            }
        }
        for (&word, &sense) in &LISTS.words {
            words.entry(key(word)).or_default().sense = Some(sense);
        }
        for line in CLUSTERS.lines() {
            let mut parts = line.split(' ');
            let mut number = || parts.next().and_then(|part| part.parse::<u16>().ok()).map_or(0, |number| number + 1);
            let clusters = [number(), number(), number()];
            parts.for_each(|word| words.entry(key(word)).or_default().clusters = clusters);
        }
        Self { words, places }
    }

    pub fn word(&self, key: u64) -> Entry {
        self.words.get(&key).copied().unwrap_or_default()
    }

    /// What is known of a folded word; two given names with a hyphen between them are one, unless what may be a surname is
    /// among them: "Harley-Davidson".
    pub fn entry(&self, word: &str, key: u64) -> Entry {
        if let Some(&entry) = self.words.get(&key) {
            return entry;
        }
        let given = |part: &str| {
            let flags = self.word(self::key(part)).flags;
            let other = flags & (SURNAME | PLACE | COUNTRY | COMMON | DEMONYM) != 0;
            flags & GIVEN != 0 && (!other || gender_of_given(part).is_some())
        };
        // Most words that are not known have no hyphen.
        if !word.as_bytes().contains(&b'-') {
            return Entry::default();
        }
        match word.split_once('-') {
            Some((first, second)) if given(first) && given(second) => Entry { flags: GIVEN, ..Entry::default() },
            _ => Entry::default(),
        }
    }

    pub fn is_place(&self, joined: u64) -> bool {
        self.places.contains(&joined)
    }
}
