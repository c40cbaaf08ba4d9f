//! Groups: related documents around a leader, without runaway chains.

use super::gather::Gathering;
use super::relation::{Finding, Kind, Relation};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// A document as grouping sees it.
#[derive(Clone, Copy, Debug)]
pub struct Member<'k> {
    pub document: u32,
    /// Day of the document, in days from any fixed day.
    pub date: Option<i32>,
    pub words: u32,
    pub key: &'k str,
}

/// A reader's decision about groups; later ones win over earlier ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tie {
    /// These two are versions of one text.
    Join(u32, u32),
    /// This document is no version of any other.
    Split(u32),
    /// This document leads its group.
    Lead(u32),
}

/// A member of a group, with its figures against the leader.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GroupMember {
    pub document: u32,
    /// What the member is to the leader; `None` for the leader itself, and for a member that holds
    /// by its nearest relative or by a decision only.
    pub relation: Option<Kind>,
    /// Jaccard of the member and the leader.
    pub similarity: f32,
    /// Share of the member that stands in the leader.
    pub containment: f32,
    /// Share of the leader that stands in the member.
    pub contained: f32,
    /// The member it is closest to.
    pub nearest: Option<u32>,
}

/// Documents that are versions of one text.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    pub leader: u32,
    /// All members, the leader first, then by document number.
    pub members: Vec<GroupMember>,
}

/// Gathers documents into groups of two or more.
///
/// `documents` may be one connected set or all there are; relations with others are ignored.
/// `verify` measures a pair that has no relation yet: what its first document is to its second.
/// The result does not depend on the order of documents or relations.
pub fn cluster(
    documents: &[Member],
    relations: &[Relation],
    decisions: &[Tie],
    verify: &mut dyn FnMut(u32, u32) -> Option<Finding>,
) -> Vec<Group> {
    let known: BTreeMap<u32, &Member> = documents.iter().map(|member| (member.document, member)).collect();
    let decided = Decided::read(decisions);
    let mut ties: BTreeMap<(u32, u32), Relation> = BTreeMap::new();
    for relation in relations {
        if known.contains_key(&relation.a) && known.contains_key(&relation.b) && relation.a != relation.b {
            let relation = if relation.a > relation.b { *relation } else { relation.flipped() };
            ties.insert((relation.a, relation.b), relation);
        }
    }
    let free = |tie: &&Relation| !decided.split.contains(&tie.a) && !decided.split.contains(&tie.b);
    let mut gathering = Gathering::over(ties.values().filter(free));
    gathering.gather(verify);
    for &(a, b) in decided.joins.iter().filter(|(a, b)| known.contains_key(a) && known.contains_key(b)) {
        gathering.join(a, b);
    }
    let mut sets: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for &document in known.keys() {
        sets.entry(gathering.root(document)).or_default().push(document);
    }
    sets.into_values().filter(|set| set.len() > 1).map(|set| group(&set, &known, &ties, &decided, verify)).collect()
}

fn group(
    set: &[u32],
    known: &BTreeMap<u32, &Member>,
    ties: &BTreeMap<(u32, u32), Relation>,
    decided: &Decided,
    verify: &mut dyn FnMut(u32, u32) -> Option<Finding>,
) -> Group {
    let rank = |document: &u32| {
        let member = known[document];
        let lead = decided.leads.iter().rposition(|lead| lead == document);
        (
            std::cmp::Reverse(lead),
            member.date.is_none(),
            member.date,
            std::cmp::Reverse(member.words),
            member.key,
            *document,
        )
    };
    let leader = set.iter().copied().min_by(|a, b| rank(a).cmp(&rank(b))).unwrap_or_default();
    let inside: BTreeSet<u32> = set.iter().copied().collect();
    let mut nearest: HashMap<u32, (f32, u32)> = HashMap::new();
    for tie in ties.values().filter(|tie| inside.contains(&tie.a) && inside.contains(&tie.b)) {
        for (one, other) in [(tie.a, tie.b), (tie.b, tie.a)] {
            let found = (tie.measure.whole.similarity, other);
            let best = nearest.entry(one).or_insert(found);
            if found.0 > best.0 || (found.0 == best.0 && found.1 < best.1) {
                *best = found;
            }
        }
    }
    let mut members = vec![GroupMember {
        document: leader,
        relation: None,
        similarity: 1.0,
        containment: 1.0,
        contained: 1.0,
        nearest: nearest.get(&leader).map(|near| near.1),
    }];
    for &document in set.iter().filter(|&&document| document != leader) {
        let found = match ties.get(&(document.max(leader), document.min(leader))) {
            Some(tie) if tie.a == document => Some(tie.finding()),
            Some(tie) => Some(tie.finding().flipped()),
            None => verify(document, leader),
        };
        let found = found.unwrap_or_default();
        let whole = found.measure.whole;
        members.push(GroupMember {
            document,
            relation: found.kind.filter(|kind| kind.groups()),
            similarity: whole.similarity,
            containment: whole.a_in_b,
            contained: whole.b_in_a,
            nearest: nearest.get(&document).map(|near| near.1).or(Some(leader)),
        });
    }
    Group { leader, members }
}

/// The decisions as they stand after the last one.
#[derive(Default)]
struct Decided {
    joins: BTreeSet<(u32, u32)>,
    split: BTreeSet<u32>,
    leads: Vec<u32>,
}

impl Decided {
    fn read(ties: &[Tie]) -> Decided {
        let mut decided = Decided::default();
        for tie in ties {
            match *tie {
                Tie::Join(a, b) => {
                    decided.split.remove(&a);
                    decided.split.remove(&b);
                    decided.joins.insert((a.min(b), a.max(b)));
                }
                Tie::Split(document) => {
                    decided.split.insert(document);
                    decided.joins.retain(|&(a, b)| a != document && b != document);
                }
                Tie::Lead(document) => decided.leads.push(document),
            }
        }
        decided
    }
}
