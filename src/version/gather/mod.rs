//! Gathering: which related documents belong together. Strong ties are joined first; a tie is refused
//! where it would make one group of strangers.

mod rivals;

use super::relation::{
    Finding, Kind, Relation, agrees_with_title, is_cut, is_excerpt, is_version, is_woven, shows_traces,
};
use super::verify::Shared;
use std::collections::{BTreeSet, HashMap};

/// Sets up to this size are joined by one strong tie; larger ones need more.
const SMALL: usize = 2;
/// Texts that share so much of all their grams are close, whatever else they resemble …
const CLOSE: f32 = 0.8;
/// … as do those of which one holds nearly all of the other …
const HOLDS: f32 = 0.9;
/// … and not much more.
const MORE: f32 = 0.67;
/// A close pair, and so many documents of each side that are versions of one of the other, join two
/// sets: a text that is revised again and again ends far from where it began, but each step is short.
const STEPS: usize = 3;
/// Pairs of two sets that are followed to their neighbours, for a text that stands in so many versions
/// that the index ties each to the one before it only.
const FOLLOWED: usize = 2;
/// Neighbours of one document that are measured against the other of such a pair.
const NEIGHBOURS: usize = 4;
/// A title that more sets bear is no name of one text.
pub const BEARERS: usize = 4;

/// Reads documents while groups are gathered.
pub trait Compare {
    /// What the first document is to the second.
    fn pair(&mut self, a: u32, b: u32) -> Option<Finding>;

    /// At how many of the places where two documents differ others agree on the words of one of them, as a share;
    /// `None` where they cannot say.
    fn confirmed(&mut self, a: u32, b: u32, witnesses: &[u32]) -> Option<f32>;
}

/// What compares pairs only.
impl<F: FnMut(u32, u32) -> Option<Finding>> Compare for F {
    fn pair(&mut self, a: u32, b: u32) -> Option<Finding> {
        self(a, b)
    }

    fn confirmed(&mut self, _: u32, _: u32, _: &[u32]) -> Option<f32> {
        None
    }
}

/// How sure a tie is; sure ones are joined first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Same,
    Version,
    Part,
    /// Little is shared, but both bear one title.
    Named,
    Faint,
    /// One goes through the other with small changes, in words that many have.
    Woven,
    /// The first is cut out of the second, in words that many have.
    Cut,
}

/// How sure a tie is, how strong, and the two documents.
type Tie = (Rank, f32, u32, u32);

/// A tie of a document, as others see it.
#[derive(Clone, Copy, Debug)]
struct Around {
    other: u32,
    strength: f32,
    /// What both hold of each other, however common it is.
    whole: f32,
    /// What the other one holds of the document, however common it is.
    held: f32,
}

/// Sets of documents that grow together.
pub(super) struct Gathering<'t> {
    /// The grouping ties, surest and strongest first.
    ties: Vec<Tie>,
    titles: HashMap<u32, &'t str>,
    bearers: HashMap<&'t str, Vec<u32>>,
    /// All ties of a document, the overlaps too, the strongest first.
    around: HashMap<u32, Vec<Around>>,
    /// The documents that each is a version of by the pair alone, and whether they are close.
    versions: HashMap<u32, Vec<(u32, bool)>>,
    /// Pairs without a tie that have been measured for a step.
    measured: BTreeSet<(u32, u32)>,
    /// What witnesses said of pairs.
    confirmed: HashMap<(u32, u32), f32>,
    /// Pairs of a document that were asked about in vain.
    in_vain: HashMap<u32, usize>,
    sets: HashMap<u32, Vec<u32>>,
    roots: HashMap<u32, u32>,
}

fn rank(tie: &Relation) -> Option<Rank> {
    match tie.kind {
        Kind::Copy | Kind::Typography => Some(Rank::Same),
        Kind::Edited if is_version(&tie.measure) => Some(Rank::Version),
        Kind::Excerpt | Kind::Expanded if is_excerpt(&tie.measure) => Some(Rank::Part),
        Kind::Overlap => None,
        _ if shows_traces(&tie.measure) => Some(Rank::Faint),
        _ => None,
    }
}

fn strength(tie: &Relation) -> f32 {
    let (own, rare) = (&tie.measure.own, &tie.measure.rare);
    match tie.kind {
        Kind::Copy | Kind::Typography => 1.0,
        Kind::Edited if is_version(&tie.measure) => own.similarity.max(rare.similarity),
        Kind::Excerpt | Kind::Expanded if is_excerpt(&tie.measure) => own.a_in_b.max(own.b_in_a),
        _ => rare.a_in_b.min(rare.b_in_a),
    }
}

fn whole(tie: &Relation) -> f32 {
    tie.measure.whole.a_in_b.min(tie.measure.whole.b_in_a)
}

/// Whether two versions are close; `None` for what is no version by the pair alone.
fn version_and_close(found: &Finding) -> Option<bool> {
    let whole = &found.measure.whole;
    let (least, most) = (whole.a_in_b.min(whole.b_in_a), whole.a_in_b.max(whole.b_in_a));
    let close = found.measure.own.similarity >= CLOSE || (most >= HOLDS && least >= MORE);
    let grouped = found.kind.is_some_and(Kind::groups);
    (grouped && (close || is_version(&found.measure))).then_some(close)
}

impl<'t> Gathering<'t> {
    /// Reads the ties; `titles` says what the documents are called, empty for nothing.
    pub(super) fn over<'r>(
        relations: impl Iterator<Item = &'r Relation>,
        titles: impl Iterator<Item = (u32, &'t str)>,
    ) -> Gathering<'t> {
        let titles: HashMap<u32, &str> = titles.filter(|(_, title)| !title.is_empty()).collect();
        let mut bearers = HashMap::<&str, Vec<u32>>::new();
        for (&document, title) in &titles {
            bearers.entry(title).or_default().push(document);
        }
        let (mut ties, mut around) = (Vec::new(), HashMap::<u32, Vec<Around>>::new());
        let mut versions = HashMap::<u32, Vec<(u32, bool)>>::new();
        for tie in relations {
            if let Some(close) = version_and_close(&tie.finding()) {
                versions.entry(tie.a).or_default().push((tie.b, close));
                versions.entry(tie.b).or_default().push((tie.a, close));
            }
            let (strength, whole) = (strength(tie), whole(tie));
            let Shared { a_in_b, b_in_a, .. } = tie.measure.whole;
            around.entry(tie.a).or_default().push(Around { other: tie.b, strength, whole, held: a_in_b });
            around.entry(tie.b).or_default().push(Around { other: tie.a, strength, whole, held: b_in_a });
            let rank = rank(tie);
            if tie.kind.groups() && rank.is_none_or(|rank| rank == Rank::Faint) {
                if is_woven(&tie.measure) {
                    ties.push((Rank::Woven, whole, tie.a, tie.b));
                } else if is_cut(&tie.measure) {
                    let (words_a, words_b) = tie.measure.words;
                    let (part, of) = if words_a <= words_b { (tie.a, tie.b) } else { (tie.b, tie.a) };
                    let held = if words_a <= words_b { a_in_b } else { b_in_a };
                    ties.push((Rank::Cut, held, part, of));
                }
            }
            ties.extend(rank.map(|rank| (rank, strength, tie.a, tie.b)));
            if tie.named && rank.is_none_or(|rank| rank == Rank::Faint) && agrees_with_title(&tie.measure) {
                ties.push((Rank::Named, strength, tie.a, tie.b));
            }
        }
        around.values_mut().for_each(|ties| ties.sort_by(|x, y| y.strength.total_cmp(&x.strength)));
        ties.sort_by(|x, y| x.0.cmp(&y.0).then(y.1.total_cmp(&x.1)).then((x.2, x.3).cmp(&(y.2, y.3))));
        let (measured, sets, roots) = (BTreeSet::new(), HashMap::new(), HashMap::new());
        let (confirmed, in_vain) = (HashMap::new(), HashMap::new());
        Gathering { ties, titles, bearers, around, versions, measured, confirmed, in_vain, sets, roots }
    }

    /// The document that stands for the set of `document`.
    pub(super) fn root(&self, document: u32) -> u32 {
        self.roots.get(&document).copied().unwrap_or(document)
    }

    fn set(&self, root: u32) -> Vec<u32> {
        self.sets.get(&root).cloned().unwrap_or_else(|| vec![root])
    }

    fn size(&self, root: u32) -> usize {
        self.sets.get(&root).map_or(1, Vec::len)
    }

    pub(super) fn join(&mut self, a: u32, b: u32) {
        let (a, b) = (self.root(a), self.root(b));
        if a == b {
            return;
        }
        let (into, from) = if (self.size(a), b) >= (self.size(b), a) { (a, b) } else { (b, a) };
        let moved = self.set(from);
        for &document in &moved {
            self.roots.insert(document, into);
        }
        self.sets.remove(&from);
        self.sets.entry(into).or_insert_with(|| vec![into]).extend(moved);
    }

    /// Joins along all ties that hold; `compare` reads two documents that have no tie.
    pub(super) fn gather(&mut self, compare: &mut dyn Compare) {
        let mut refused: BTreeSet<(u32, u32)> = BTreeSet::new();
        let mut names: Option<BTreeSet<&str>> = None;
        let mut ties = std::mem::take(&mut self.ties);
        let woven = ties.split_off(ties.partition_point(|tie| tie.0 < Rank::Woven));
        for (rank, strength, a, b) in ties {
            let (p, q) = (self.root(a), self.root(b));
            if p == q || refused.contains(&(p.min(q), p.max(q))) {
                continue;
            }
            let holds = match rank {
                Rank::Same => true,
                Rank::Version | Rank::Part => self.is_backed(p, q, Kind::groups, compare),
                Rank::Named => {
                    // Counted before any set is joined for its title.
                    let names = names.get_or_insert_with(|| self.names());
                    self.titles.get(&a).is_some_and(|title| names.contains(title))
                        && self.is_backed(p, q, |_| true, compare)
                }
                Rank::Faint => self.stands_out(a, b, strength) && self.is_backed(p, q, Kind::groups, compare),
                Rank::Woven | Rank::Cut => false,
            };
            if holds {
                self.join(a, b);
            } else if rank < Rank::Named {
                refused.insert((p.min(q), p.max(q)));
            }
        }
        self.weave(woven, compare);
        self.join_steps(refused, compare);
    }

    /// Joins sets that were apart while they were small and are steps of one text now that they are
    /// whole, as long as there are any.
    fn join_steps(&mut self, refused: BTreeSet<(u32, u32)>, compare: &mut dyn Compare) {
        let mut apart = refused;
        loop {
            let mut left = BTreeSet::new();
            let mut joined = false;
            for (p, q) in apart {
                let (p, q) = (self.root(p), self.root(q));
                if p == q {
                    continue;
                }
                let (small, large) = if self.size(p) <= self.size(q) { (p, q) } else { (q, p) };
                if self.is_a_step(&self.set(small), large) || self.is_a_step_nearby(small, large, compare) {
                    self.join(p, q);
                    joined = true;
                } else {
                    left.insert((p.min(q), p.max(q)));
                }
            }
            if !joined || left.is_empty() {
                return;
            }
            apart = left;
        }
    }

    /// The titles that few sets bear.
    fn names(&self) -> BTreeSet<&'t str> {
        let sets = |bearers: &[u32]| bearers.iter().map(|&document| self.root(document)).collect::<BTreeSet<u32>>();
        let few = self.bearers.iter().filter(|(_, bearers)| sets(bearers).len() <= BEARERS);
        few.map(|(&title, _)| title).collect()
    }

    /// True when two sets hang together by more than one thread: many ties, or their most
    /// connected documents have a relation that is `enough`.
    fn is_backed(&self, p: u32, q: u32, enough: fn(Kind) -> bool, compare: &mut dyn Compare) -> bool {
        let (small, large) = if self.size(p) <= self.size(q) { (p, q) } else { (q, p) };
        let members = self.set(small);
        if members.len() <= SMALL {
            return true;
        }
        let tied = members
            .iter()
            .filter(|member| {
                self.around.get(member).is_some_and(|ties| ties.iter().any(|tie| self.root(tie.other) == large))
            })
            .count();
        if tied * 2 >= members.len() || self.is_a_step(&members, large) {
            return true;
        }
        let heart = |set: Vec<u32>| {
            set.into_iter()
                .max_by_key(|member| (self.around.get(member).map_or(0, Vec::len), std::cmp::Reverse(*member)))
        };
        match (heart(members), heart(self.set(large))) {
            (Some(one), Some(other)) => compare.pair(one, other).and_then(|found| found.kind).is_some_and(enough),
            _ => false,
        }
    }

    /// True when a pair is close, and several documents on each side are versions of one of the other.
    fn is_a_step(&self, members: &[u32], large: u32) -> bool {
        let mut there = BTreeSet::new();
        let (mut here, mut close) = (0, false);
        for member in members {
            let reached: Vec<(u32, bool)> = self.versions_in(large, *member).collect();
            here += usize::from(!reached.is_empty());
            close |= reached.iter().any(|(_, close)| *close);
            if there.len() < STEPS {
                there.extend(reached.into_iter().map(|(document, _)| document));
            }
            if close && here >= STEPS && there.len() >= STEPS {
                return true;
            }
        }
        false
    }

    /// The versions of a document in the set of `root`, and whether they are close to it.
    fn versions_in(&self, root: u32, document: u32) -> impl Iterator<Item = (u32, bool)> + '_ {
        let versions = self.versions.get(&document).map(Vec::as_slice).unwrap_or_default();
        versions.iter().copied().filter(move |&(other, _)| self.root(other) == root)
    }

    fn close_in(&self, root: u32, document: u32) -> impl Iterator<Item = u32> + '_ {
        self.versions_in(root, document).filter_map(|(other, close)| close.then_some(other))
    }

    /// True when two sets are a step apart once the neighbours of their close pairs are measured, too.
    fn is_a_step_nearby(&mut self, small: u32, large: u32, compare: &mut dyn Compare) -> bool {
        let members = self.set(small);
        if members.len() < STEPS {
            return false;
        }
        let pairs: Vec<(u32, u32)> = members
            .iter()
            .flat_map(|&member| self.close_in(large, member).map(move |other| (member, other)))
            .take(FOLLOWED)
            .collect();
        let mut unmeasured = BTreeSet::new();
        for (member, other) in pairs {
            unmeasured.extend(self.close_in(small, member).take(NEIGHBOURS).map(|neighbour| (neighbour, other)));
            unmeasured.extend(self.close_in(large, other).take(NEIGHBOURS).map(|neighbour| (member, neighbour)));
        }
        let is_known =
            |&(a, b): &(u32, u32)| self.around.get(&a).is_some_and(|ties| ties.iter().any(|tie| tie.other == b));
        unmeasured.retain(|pair| !is_known(pair));
        for (a, b) in unmeasured {
            if !self.measured.insert((a.min(b), a.max(b))) {
                continue;
            }
            if let Some(close) = compare.pair(a, b).and_then(|found| version_and_close(&found)) {
                self.versions.entry(a).or_default().push((b, close));
                self.versions.entry(b).or_default().push((a, close));
            }
        }
        self.is_a_step(&members, large)
    }
}
