//! Ties that the pair alone does not carry: they hold where no other set is tied about as closely.

use super::{Around, Compare, Gathering, Rank, SMALL, Tie};
use crate::version::relation::Kind;

/// A faint tie counts only when fewer than so many other sets are tied to its documents nearly as
/// strongly: a form that many fill in is tied to all of them.
const RIVALS: usize = 2;
/// A set is a rival when its tie has this part of the strength.
const RIVAL: f32 = 1.0 / 3.0;
/// Where there are rivals, a faint tie to a document that has versions already must be this strong …
const TO_A_SET: f32 = 0.15;
/// … and one between two such documents this strong.
const BETWEEN_SETS: f32 = 0.3;
/// A text that is woven into another is a version of it when it has no other versions and is woven into no
/// other set to this part of the strength: a form is woven into all that were filled in.
const WOVEN_RIVAL: f32 = 0.75;
/// What is cut out of a text is a part of it when no other set holds it to this part of the share: a notice
/// stands in all texts that end with it.
const CUT_RIVAL: f32 = 0.9;
/// What two texts hold of each other that were both made of a third is what both hold of that, multiplied;
/// what two filled-in forms hold of each other is what each holds of any. So far from the first to the second
/// lies what tells them apart.
const OF_ONE_SOURCE: f32 = 0.5;
/// Two texts were made of one where witnesses agree on the words of one of them at so many of the places where they
/// differ, as a share.
const CONFIRMED: f32 = 0.75;
/// Witnesses that are asked …
const WITNESSES: usize = 6;
/// … of those that are tied to one of the two at least to this part of the strength.
const WITNESS: f32 = 0.6;
/// A document that is of one source with none of so many others is asked about no more.
const ASKED: usize = 3;
/// Rounds in which it is looked through what is woven into something; what came together only after more would
/// hang on a long chain.
const ROUNDS: usize = 8;

impl Gathering<'_> {
    /// Joins what is woven into a set, in several rounds: each that is joined is no rival any more of the others.
    pub(super) fn weave(&mut self, mut woven: Vec<Tie>, compare: &mut dyn Compare) {
        for _ in 0..ROUNDS {
            let before = woven.len();
            woven.retain(|&(rank, strength, a, b)| {
                let (p, q) = (self.root(a), self.root(b));
                let belongs = |of: &mut Self, compare: &mut dyn Compare| match rank {
                    Rank::Cut => of.is_cut_from(a, b, strength),
                    _ => of.belongs(a, b, strength) || of.has_witnesses(a, b, strength, compare),
                };
                let holds = p != q && belongs(self, compare) && self.is_backed(p, q, Kind::groups, compare);
                if holds {
                    self.join(a, b);
                }
                p != q && !holds
            });
            if woven.len() == before {
                break;
            }
        }
    }

    /// True for a faint tie that is no part of a web of like ones.
    pub(super) fn stands_out(&self, a: u32, b: u32, strength: f32) -> bool {
        let needed = match (self.size(self.root(a)), self.size(self.root(b))) {
            (1, 1) => 0.0,
            (1, _) | (_, 1) => TO_A_SET,
            _ => BETWEEN_SETS,
        };
        let least = strength * RIVAL;
        let rivals = self.rivals(a, b, least).max(self.rivals(b, a, least));
        rivals == 0 || (rivals < RIVALS && strength >= needed)
    }

    /// True when a document that stands alone is woven into one set and into no other about as closely.
    fn belongs(&self, a: u32, b: u32, strength: f32) -> bool {
        let has_rivals = |document, other| {
            let target = self.root(other);
            self.elsewhere(document, other)
                .any(|tie| tie.whole >= strength * WOVEN_RIVAL && !self.is_of_one_source(strength, tie, target))
        };
        match (self.stands_alone(a, strength), self.stands_alone(b, strength)) {
            (false, false) => false,
            (one, other) => !(one && has_rivals(a, b) || other && has_rivals(b, a)),
        }
    }

    /// True when others have the words of one of two documents at most places where they differ.
    fn has_witnesses(&mut self, a: u32, b: u32, strength: f32, compare: &mut dyn Compare) -> bool {
        let in_vain = |of: &Self, document| of.in_vain.get(&document).is_some_and(|&pairs| pairs >= ASKED);
        if let Some(&confirmed) = self.confirmed.get(&(a, b)) {
            return confirmed >= CONFIRMED;
        }
        if in_vain(self, a) || in_vain(self, b) {
            return false;
        }
        let confirmed = compare.confirmed(a, b, &self.witnesses(a, b, strength)).unwrap_or(0.0);
        self.confirmed.insert((a, b), confirmed);
        if confirmed < CONFIRMED {
            *self.in_vain.entry(a).or_default() += 1;
            *self.in_vain.entry(b).or_default() += 1;
        }
        confirmed >= CONFIRMED
    }

    /// Some that are tied to one of the two about as closely as these are to each other.
    fn witnesses(&self, a: u32, b: u32, strength: f32) -> Vec<u32> {
        let ties = self.ties(a).iter().chain(self.ties(b));
        let near = ties.filter(|tie| tie.whole >= strength * WITNESS).map(|tie| tie.other);
        let mut near: Vec<u32> = near.filter(|other| ![a, b].contains(other)).collect();
        near.sort_unstable();
        near.dedup();
        let step = near.len().div_ceil(WITNESSES).max(1);
        near.into_iter().step_by(step).collect()
    }

    /// True when one of the two stands alone, and no other set holds about as much of the first as the second does.
    fn is_cut_from(&self, part: u32, of: u32, strength: f32) -> bool {
        (self.size(self.root(part)) == 1 || self.size(self.root(of)) == 1)
            && !self.elsewhere(part, of).any(|tie| tie.held >= strength * CUT_RIVAL)
    }

    /// True for a document without versions, or with one only that is less near than `strength`.
    fn stands_alone(&self, document: u32, strength: f32) -> bool {
        let own = self.root(document);
        let nearer = |&other: &u32| other != document && self.whole(document, other) >= strength;
        self.size(own) == 1 || self.size(own) <= SMALL && !self.set(own).iter().any(nearer)
    }

    fn ties(&self, document: u32) -> &[Around] {
        self.around.get(&document).map(Vec::as_slice).unwrap_or_default()
    }

    /// What two documents hold of each other, however common it is; looked for among the ties of the one that has
    /// fewer, for a text that thousands are tied to has as many.
    fn whole(&self, a: u32, b: u32) -> f32 {
        let (few, other) = match (self.ties(a), self.ties(b)) {
            (of_a, of_b) if of_a.len() <= of_b.len() => (of_a, b),
            (_, of_b) => (of_b, a),
        };
        few.iter().find(|tie| tie.other == other).map_or(0.0, |tie| tie.whole)
    }

    /// The most that a document and one of a set hold of each other.
    fn nearest(&self, document: u32, set: u32) -> f32 {
        let ties = self.ties(document);
        let Some(members) = self.sets.get(&set) else { return self.whole(document, set) };
        if ties.len() > members.len() {
            return members.iter().map(|&member| self.whole(document, member)).fold(0.0, f32::max);
        }
        ties.iter().filter(|tie| self.root(tie.other) == set).map(|tie| tie.whole).fold(0.0, f32::max)
    }

    /// True when what a tie leads to is, as far as the figures tell, made of what is in a set, as is the document
    /// that the tie is of, which is so near to that set.
    fn is_of_one_source(&self, near: f32, tie: &Around, set: u32) -> bool {
        let other = self.nearest(tie.other, set);
        let (made, form) = (near * other, near.min(other));
        tie.whole <= made + (form - made) * OF_ONE_SOURCE
    }

    /// How many other sets, of which no more than [`RIVALS`] are looked for, are tied to `document` as strongly as
    /// `least`, but that of `other`.
    fn rivals(&self, document: u32, other: u32, least: f32) -> usize {
        let mut found = [0; RIVALS];
        let mut count = 0;
        for tie in self.elsewhere(document, other).take_while(|tie| tie.strength >= least) {
            let root = self.root(tie.other);
            if !found[..count].contains(&root) {
                found[count] = root;
                count += 1;
            }
            if count == RIVALS {
                break;
            }
        }
        count
    }

    /// The ties of a document that lead neither into its own set nor into that of `other`.
    fn elsewhere(&self, document: u32, other: u32) -> impl Iterator<Item = &Around> {
        let (own, other) = (self.root(document), self.root(other));
        self.ties(document).iter().filter(move |tie| ![own, other].contains(&self.root(tie.other)))
    }
}
