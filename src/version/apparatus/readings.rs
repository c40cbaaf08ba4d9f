//! What the versions have at a place, gathered reading by reading.

use super::witness::{Witness, kinds};
use super::{Reading, Slot, Version};
use crate::text::{Token, TokenKind, fold};
use crate::version::compare::layout::Show;
use crate::version::compare::{ChangeKind, Op};
use std::collections::HashMap;
use std::ops::Range;

/// A move of a version, by the numbers of both.
type Move = (usize, u32);

/// A slot with the moves that its readings belong to.
pub(super) struct Draft {
    pub slot: Slot,
    /// Passages that begin to be missing here.
    leaves: Vec<Move>,
    /// Passages that were put in here.
    arrives: Vec<Move>,
    /// Passages that have the version's reading of a place inside them.
    holds: Vec<Move>,
}

impl Draft {
    fn new(base: &Range<usize>, long: bool) -> Self {
        let slot = Slot {
            base: base.clone(),
            readings: Vec::new(),
            absent: Vec::new(),
            parted: Vec::new(),
            kinds: Vec::new(),
            long,
        };
        Self { slot, leaves: Vec::new(), arrives: Vec::new(), holds: Vec::new() }
    }

    /// The readings of a place, with typography folded; `None` where folding leaves no difference.
    pub fn short(
        base: &str,
        place: &Range<usize>,
        versions: &[Version<'_>],
        witnesses: &[Witness],
        show: Show,
    ) -> Option<Self> {
        let mut draft = Self::new(place, false);
        let mut readings = Readings::new(base, place, false, show);
        for ((number, version), witness) in (1..).zip(versions).zip(witnesses) {
            if witness.lacks(place) {
                draft.away(&mut readings, number, version, witness);
            } else if let Some(reading) = witness.reading(place) {
                draft.here(&mut readings, number, version, reading, witness.changes(place));
            } else {
                readings.agree(number);
            }
        }
        draft.finish(readings)
    }

    /// A passage that versions lack, replace whole or have elsewhere: changes of the same bytes of
    /// the base are one slot.
    pub fn long(
        base: &str,
        place: &Range<usize>,
        versions: &[Version<'_>],
        witnesses: &[Witness],
        show: Show,
    ) -> Option<Self> {
        let mut draft = Self::new(place, true);
        let mut readings = Readings::new(base, place, true, show);
        for ((number, version), witness) in (1..).zip(versions).zip(witnesses) {
            match witness.long_at(place) {
                Some(long) => {
                    let gone = witness.changes_in(long).filter(|op| !op.a.is_empty()).filter_map(|op| op.moved);
                    draft.leaves.extend(gone.map(|move_| (number, move_)));
                    let nothing = version.text.get(long.b.clone()).is_none_or(|words| words.trim().is_empty());
                    if nothing && witness.strand_at(place).is_some() {
                        draft.slot.kinds.push(ChangeKind::Move);
                        draft.away(&mut readings, number, version, witness);
                    } else {
                        draft.here(&mut readings, number, version, long.b.clone(), witness.changes_in(long));
                    }
                }
                // It may differ in single words and lesser passages, which have slots of their own.
                None if witness.has_most(place) => readings.agree(number),
                None => draft.away(&mut readings, number, version, witness),
            }
        }
        draft.finish(readings)
    }

    /// A version whose text of the base, or a part of it, is not here.
    fn away(&mut self, readings: &mut Readings, number: usize, version: &Version<'_>, witness: &Witness) {
        let place = &self.slot.base;
        if let Some(strand) = witness.strand_at(place) {
            self.slot.kinds.extend(kinds(strand.edits_at(place)));
            self.holds.push((number, strand.number));
            readings.add(number, version.text, strand.reading(place), Standing::Elsewhere);
        } else if witness.parts(place) {
            self.slot.parted.push(number);
        } else {
            self.slot.absent.push(number);
        }
    }

    fn here<'o>(
        &mut self,
        readings: &mut Readings,
        number: usize,
        version: &Version<'_>,
        range: Range<usize>,
        changes: impl Iterator<Item = &'o Op>,
    ) {
        let mut came = 0;
        let mut moved = false;
        for op in changes {
            self.slot.kinds.extend(op.kind);
            let Some(move_) = op.moved else { continue };
            moved = true;
            if !op.b.is_empty() {
                came += op.b.len();
                self.arrives.push((number, move_));
            }
        }
        let standing = match moved {
            false => Standing::Here,
            true if came < range.len() => Standing::PartlyMoved,
            true => Standing::Moved,
        };
        readings.add(number, version.text, range, standing);
    }

    fn finish(mut self, readings: Readings) -> Option<Self> {
        self.slot.readings = readings.finish()?;
        let kinds = &mut self.slot.kinds;
        kinds.retain(|&kind| kind != ChangeKind::Typography);
        kinds.sort_unstable();
        kinds.dedup();
        Some(self)
    }
}

/// How a version's words stand to their place.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Standing {
    Here,
    Moved,
    PartlyMoved,
    Elsewhere,
}

/// The readings of one slot as they are gathered.
struct Readings {
    found: Vec<Reading>,
    /// A cut and a move leave the same nothing behind, and are two readings.
    by_key: HashMap<(String, Standing), usize>,
    /// The words of the base.
    own: String,
    differs: bool,
    long: bool,
    show: Show,
}

impl Readings {
    fn new(base: &str, place: &Range<usize>, long: bool, show: Show) -> Self {
        let own = key(&base[place.clone()], show);
        let first = Reading { versions: vec![0], range: place.clone(), ..Reading::default() };
        let by_key = HashMap::from([((own.clone(), Standing::Here), 0)]);
        Self { found: vec![first], by_key, own, differs: false, long, show }
    }

    fn agree(&mut self, number: usize) {
        self.found[0].versions.push(number);
    }

    fn add(&mut self, number: usize, text: &str, range: Range<usize>, standing: Standing) {
        let next = self.found.len();
        let words = key(&text[range.clone()], self.show);
        self.differs |= words != self.own;
        let elsewhere = standing == Standing::Elsewhere;
        // That a passage stands elsewhere tells it from others that have it, but what it says at a place
        // inside is shared with all who say so.
        let standing = if elsewhere && !self.long { Standing::Here } else { standing };
        let place = *self.by_key.entry((words, standing)).or_insert(next);
        if place == next {
            let (moved, partly) = (standing != Standing::Here, standing == Standing::PartlyMoved);
            self.found.push(Reading { range, moved, partly, ..Reading::default() });
        }
        let reading = &mut self.found[place];
        reading.versions.push(number);
        if elsewhere {
            reading.elsewhere.push(number);
        }
    }

    fn finish(mut self) -> Option<Vec<Reading>> {
        if self.found.len() < 2 || !(self.long || self.differs) {
            return None;
        }
        // The sort is stable: of readings that as many versions have, the one met first comes first.
        self.found[1..].sort_by_key(|reading| std::cmp::Reverse(reading.versions.len()));
        Some(self.found)
    }
}

/// The slots, each reading with the slots at the other ends of its moves.
pub(super) fn linked(drafts: Vec<Draft>) -> Vec<Slot> {
    let ends = |of: fn(&Draft) -> &Vec<Move>| {
        let mut out: HashMap<Move, usize> = HashMap::new();
        for (number, draft) in drafts.iter().enumerate() {
            for &end in of(draft) {
                out.entry(end).or_insert(number);
            }
        }
        out
    };
    let (from, to) = (ends(|draft| &draft.leaves), ends(|draft| &draft.arrives));
    let link = |(number, mut draft): (usize, Draft)| {
        let gone = draft.leaves.iter().chain(&draft.holds).map(|end| (end.0, to.get(end)));
        let come = draft.arrives.iter().map(|end| (end.0, from.get(end)));
        for (version, end) in gone.chain(come) {
            let mut readings = draft.slot.readings.iter_mut();
            let reading = readings.find(|reading| reading.versions.binary_search(&version).is_ok());
            if let (Some(reading), Some(&end)) = (reading, end)
                && end != number
            {
                reading.ends.push(end);
            }
        }
        for reading in &mut draft.slot.readings {
            reading.ends.sort_unstable();
            reading.ends.dedup();
        }
        draft.slot
    };
    drafts.into_iter().enumerate().map(link).collect()
}

/// Marks that say more than where a sentence pauses.
const SIGNS: [char; 15] =
    ['$', '\u{a3}', '\u{20ac}', '\u{a5}', '%', '\u{b0}', '+', '=', '<', '>', '\u{a7}', '#', '&', '@', '/'];

/// Equal for texts that differ in typography only, or in punctuation where that does not count.
pub(super) fn key(text: &str, show: Show) -> String {
    let folded = fold(text);
    let tokens = folded.tokens();
    let next = |at: usize, token: &Token| {
        tokens.get(at + 1).is_some_and(|next| next.kind == TokenKind::Number && next.start == token.end)
    };
    let counts = |(at, token): &(usize, &Token)| {
        let key = folded.key(token);
        token.is_word() || show != Show::WithoutMarks || key.contains(SIGNS) || (key == "-" && next(*at, token))
    };
    let keys = tokens.iter().enumerate().filter(counts).map(|(_, token)| folded.key(token));
    keys.collect::<Vec<_>>().join(" ")
}
