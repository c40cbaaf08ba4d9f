//! Groups: related documents around a leader, without runaway chains.

use super::gather::{Compare, Gathering};
use super::relation::{Kind, Relation};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// A document as grouping sees it.
#[derive(Clone, Copy, Debug)]
pub struct Member<'k> {
    pub document: u32,
    /// When it is from, in seconds from any fixed moment.
    pub date: Option<i64>,
    pub words: u32,
    pub key: &'k str,
    /// What it is called; empty where nobody says, or where too many are called so to ask.
    pub title: &'k str,
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
    /// What the member is to the leader; `None` for the leader itself. A member that holds by its
    /// nearest relative or by a decision only is `Edited`, whatever the figures.
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
/// `compare` measures pairs that have no relation yet.
/// The result does not depend on the order of documents or relations.
pub fn cluster(
    documents: &[Member],
    relations: &[Relation],
    decisions: &[Tie],
    compare: &mut dyn Compare,
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
    let titles = documents.iter().map(|member| (member.document, member.title.trim()));
    let mut gathering = Gathering::over(ties.values().filter(free), titles);
    gathering.gather(compare);
    for &(a, b) in decided.joins.iter().filter(|(a, b)| known.contains_key(a) && known.contains_key(b)) {
        gathering.join(a, b);
    }
    let mut sets: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for &document in known.keys() {
        sets.entry(gathering.root(document)).or_default().push(document);
    }
    let inside = ties.values().filter(|tie| gathering.root(tie.a) == gathering.root(tie.b));
    let nearest = nearest(inside);
    let sets = sets.into_values().filter(|set| set.len() > 1);
    sets.map(|set| group(&set, &known, &ties, &nearest, &decided, compare)).collect()
}

/// The closest relative of each document along ties of its group, the one with the lowest number of several.
fn nearest<'r>(ties: impl Iterator<Item = &'r Relation>) -> HashMap<u32, u32> {
    let mut nearest: HashMap<u32, (f32, u32)> = HashMap::new();
    for tie in ties {
        for (one, other) in [(tie.a, tie.b), (tie.b, tie.a)] {
            let found = (tie.measure.whole.similarity, other);
            let best = nearest.entry(one).or_insert(found);
            if found.0 > best.0 || (found.0 == best.0 && found.1 < best.1) {
                *best = found;
            }
        }
    }
    nearest.into_iter().map(|(document, (_, near))| (document, near)).collect()
}

fn group(
    set: &[u32],
    known: &BTreeMap<u32, &Member>,
    ties: &BTreeMap<(u32, u32), Relation>,
    nearest: &HashMap<u32, u32>,
    decided: &Decided,
    compare: &mut dyn Compare,
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
    let mut members = vec![GroupMember {
        document: leader,
        relation: None,
        similarity: 1.0,
        containment: 1.0,
        contained: 1.0,
        nearest: nearest.get(&leader).copied(),
    }];
    for &document in set.iter().filter(|&&document| document != leader) {
        let found = match ties.get(&(document.max(leader), document.min(leader))) {
            Some(tie) if tie.a == document => Some(tie.finding()),
            Some(tie) => Some(tie.finding().flipped()),
            None => compare.pair(document, leader),
        };
        let found = found.unwrap_or_default();
        let whole = found.measure.whole;
        members.push(GroupMember {
            document,
            relation: Some(found.kind.filter(|kind| kind.groups()).unwrap_or(Kind::Edited)),
            similarity: whole.similarity,
            containment: whole.a_in_b,
            contained: whole.b_in_a,
            nearest: Some(nearest.get(&document).copied().unwrap_or(leader)),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::version::verify::{Measure, Shared};
    use proptest::prelude::*;

    fn relation(a: u32, b: u32, kind: Kind, a_in_b: f32, b_in_a: f32) -> Relation {
        let similarity = a_in_b.min(b_in_a) * 0.8;
        let shared = Shared { grams: 100, similarity, a_in_b, b_in_a, longest_run: 40, runs: 9, chained: 90 };
        let measure = Measure { whole: shared, own: shared, rare: shared, own_words: (100, 100), words: (100, 100) };
        Relation { a, b, kind, named: false, measure }
    }

    fn members(count: u32) -> Vec<Member<'static>> {
        (1..=count)
            .map(|document| Member { document, date: None, words: 1000 - document, key: "", title: "" })
            .collect()
    }

    fn sets(groups: &[Group]) -> Vec<(u32, Vec<u32>)> {
        groups.iter().map(|g| (g.leader, g.members.iter().map(|member| member.document).collect())).collect()
    }

    #[test]
    fn the_leader_is_the_earliest_then_the_longest_unless_a_reader_says() {
        let ties = [relation(2, 1, Kind::Edited, 0.9, 0.9), relation(3, 1, Kind::Excerpt, 1.0, 0.3)];
        let mut documents = members(3);
        let none = &mut |_: u32, _: u32| None;
        assert_eq!(sets(&cluster(&documents, &ties, &[], none)), [(1, vec![1, 2, 3])]);
        documents[1].date = Some(5);
        documents[2].date = Some(9);
        assert_eq!(cluster(&documents, &ties, &[], none)[0].leader, 2);
        let groups = cluster(&documents, &ties, &[Tie::Lead(1), Tie::Lead(3)], none);
        assert_eq!(groups[0].leader, 3);
        assert_eq!(groups[0].members[1].relation, Some(Kind::Expanded));
        assert_eq!(groups[0].members[1].nearest, Some(2));
    }

    #[test]
    fn decisions_split_and_join() {
        let ties = [relation(2, 1, Kind::Edited, 0.9, 0.9), relation(3, 1, Kind::Edited, 0.9, 0.9)];
        let none = &mut |_: u32, _: u32| None;
        assert_eq!(sets(&cluster(&members(4), &ties, &[Tie::Split(2)], none)), [(1, vec![1, 3])]);
        let joined = cluster(&members(4), &ties, &[Tie::Split(2), Tie::Join(4, 2)], none);
        assert_eq!(sets(&joined), [(1, vec![1, 2, 3, 4])]);
        let apart = cluster(&members(4), &ties, &[Tie::Join(4, 1), Tie::Split(4)], none);
        assert_eq!(sets(&apart), [(1, vec![1, 2, 3])]);
    }

    #[test]
    fn one_thread_does_not_join_two_sets() {
        let mut ties = Vec::new();
        for from in [1, 11] {
            for a in from..from + 8 {
                ties.extend((from..a).map(|b| relation(a, b, Kind::Edited, 0.95, 0.95)));
            }
        }
        ties.push(relation(13, 4, Kind::Edited, 0.6, 0.6));
        assert_eq!(cluster(&members(20), &ties, &[], &mut |_: u32, _: u32| None).len(), 2);
        let mut yes = |_: u32, _: u32| Some(ties[0].finding());
        assert_eq!(cluster(&members(20), &ties, &[], &mut yes).len(), 1);
    }

    #[test]
    fn a_text_revised_again_and_again_is_one_group() {
        let mut ties = Vec::new();
        for a in 2..=400u32 {
            for b in a.saturating_sub(9).max(1)..a {
                // What two revisions share falls with each step between them.
                let share = 0.98 - (a - b) as f32 * 0.015 - (a * 40_503 % 977) as f32 / 10_000.0;
                let mut tie = relation(a, b, Kind::Edited, share, share);
                tie.measure.own.similarity = share - 0.02;
                ties.push(tie);
            }
        }
        // Far apart they are strangers.
        let groups = cluster(&members(400), &ties, &[], &mut |_: u32, _: u32| None);
        assert_eq!(groups.iter().map(|group| group.members.len()).collect::<Vec<_>>(), [400]);
    }

    #[test]
    fn sets_that_one_thread_tied_early_are_joined_when_more_steps_have_come() {
        let mut ties = Vec::new();
        for from in [1, 11] {
            for a in from..from + 3 {
                ties.extend((from..a).map(|b| relation(a, b, Kind::Edited, 0.99, 0.99)));
            }
            for a in from + 3..from + 8 {
                ties.extend((from..a).map(|b| relation(a, b, Kind::Edited, 0.93, 0.93)));
            }
        }
        // Found when each side has three documents only.
        ties.push(relation(12, 2, Kind::Edited, 0.98, 0.98));
        ties.push(relation(15, 5, Kind::Edited, 0.92, 0.92));
        ties.push(relation(16, 6, Kind::Edited, 0.92, 0.92));
        let groups = cluster(&members(20), &ties, &[], &mut |_: u32, _: u32| None);
        assert_eq!(groups.iter().map(|group| group.members.len()).collect::<Vec<_>>(), [16]);
        ties.pop();
        assert_eq!(cluster(&members(20), &ties, &[], &mut |_: u32, _: u32| None).len(), 2);
    }

    #[test]
    fn a_form_that_many_fill_in_groups_nobody() {
        let mut ties = Vec::new();
        for a in 2..=12 {
            ties.extend((1..a).map(|b| relation(a, b, Kind::Edited, 0.2, 0.2)));
        }
        assert!(cluster(&members(12), &ties, &[], &mut |_: u32, _: u32| None).is_empty());
    }

    /// One goes through the other, and many documents have what they share.
    fn woven(a: u32, b: u32, share: f32) -> Relation {
        let mut tie = relation(a, b, Kind::Edited, share, share);
        tie.measure.rare = Shared::default();
        tie
    }

    #[test]
    fn a_bad_reading_belongs_to_the_one_text_that_it_is_woven_into() {
        let mut ties = Vec::new();
        for a in 2..=12 {
            ties.extend((1..a).map(|b| relation(a, b, Kind::Edited, 0.95, 0.95)));
        }
        for reading in 13..=16 {
            ties.extend((1..=3).map(|b| woven(reading, b, 0.5)));
            ties.extend((13..reading).map(|b| woven(reading, b, 0.28)));
        }
        let groups = cluster(&members(16), &ties, &[], &mut |_: u32, _: u32| None);
        assert_eq!(groups.iter().map(|group| group.members.len()).collect::<Vec<_>>(), [16]);
        // What is as near to another text is a form filled in.
        ties.push(woven(17, 1, 0.5));
        ties.push(woven(17, 18, 0.45));
        let groups = cluster(&members(18), &ties, &[], &mut |_: u32, _: u32| None);
        assert_eq!(groups.iter().map(|group| group.members.len()).collect::<Vec<_>>(), [16]);
        // Two that are versions of each other are a text of their own, on the same form.
        let mut ties: Vec<_> = ties.into_iter().filter(|tie| tie.a <= 12).collect();
        ties.push(relation(14, 13, Kind::Edited, 0.9, 0.9));
        ties.extend([woven(13, 1, 0.5), woven(13, 2, 0.5), woven(14, 1, 0.5)]);
        let groups = cluster(&members(14), &ties, &[], &mut |_: u32, _: u32| None);
        assert_eq!(groups.iter().map(|group| group.members.len()).collect::<Vec<_>>(), [12, 2]);
        // Two readings that are nearer to the text than to each other were both made of it, also where they
        // have found each other first; were they as near, all three would be forms.
        let read = |between: f32, tie: fn(u32, u32, f32) -> Relation| {
            let mut ties: Vec<_> = ties.iter().copied().filter(|tie| tie.a <= 12).collect();
            ties.extend([woven(13, 1, 0.7), woven(14, 1, 0.68), tie(14, 13, between)]);
            let groups = cluster(&members(14), &ties, &[], &mut |_: u32, _: u32| None);
            groups.iter().map(|group| group.members.len()).collect::<Vec<_>>()
        };
        assert_eq!((read(0.55, woven), read(0.65, woven)), (vec![14], vec![12]));
        let found = |a, b, share| relation(a, b, Kind::Edited, share, share);
        assert_eq!(read(0.55, found), [14]);
        let forms: Vec<_> = (2..=12).flat_map(|a| (1..a).map(move |b| woven(a, b, 0.6))).collect();
        assert!(cluster(&members(12), &forms, &[], &mut |_: u32, _: u32| None).is_empty());
    }

    #[test]
    fn what_is_cut_out_of_a_text_in_many_versions_belongs_to_it_and_a_notice_to_none() {
        let cut = |a: u32, b: u32, share: f32| {
            let mut tie = woven(a, b, 0.1);
            (tie.kind, tie.measure.whole.a_in_b, tie.measure.words) = (Kind::Excerpt, share, (60, 600));
            (tie.measure.own, tie.measure.own_words) = (Shared::default(), (10, 500));
            tie
        };
        let mut ties = Vec::new();
        for a in 2..=12 {
            ties.extend((1..a).map(|b| relation(a, b, Kind::Edited, 0.95, 0.95)));
        }
        ties.push(relation(14, 13, Kind::Edited, 0.95, 0.95));
        let sizes = |more: &[Relation]| {
            let ties: Vec<_> = ties.iter().chain(more).copied().collect();
            let groups = cluster(&members(16), &ties, &[], &mut |_: u32, _: u32| None);
            groups.iter().map(|group| group.members.len()).collect::<Vec<_>>()
        };
        assert_eq!(sizes(&[cut(15, 1, 0.98), cut(15, 2, 0.9)]), [13, 2]);
        assert_eq!(sizes(&[cut(15, 1, 0.98), cut(15, 13, 0.7)]), [13, 2], "a passage of it stands elsewhere, too");
        assert_eq!(sizes(&[cut(15, 1, 0.98), cut(15, 13, 0.96)]), [12, 2], "it ends both");
        assert_eq!(sizes(&[cut(13, 1, 0.98)]), [12, 2], "two that are versions of each other are a text of their own");
    }

    proptest! {
        #[test]
        fn order_does_not_matter(
            pairs in proptest::collection::vec((1u32..14, 1u32..14, 0u32..6, 1u32..100, 1u32..100), 0..40),
            turn in 0usize..40,
        ) {
            let kinds = [Kind::Copy, Kind::Typography, Kind::Edited, Kind::Excerpt, Kind::Expanded, Kind::Overlap];
            let mut ties: BTreeMap<(u32, u32), Relation> = BTreeMap::new();
            for (a, b, kind, x, y) in pairs.into_iter().filter(|pair| pair.0 > pair.1) {
                ties.insert((a, b), relation(a, b, kinds[kind as usize], x as f32 / 100.0, y as f32 / 100.0));
            }
            let straight: Vec<Relation> = ties.into_values().collect();
            let mut turned: Vec<Relation> = straight.iter().map(|tie| tie.flipped()).collect();
            let turn = turn % turned.len().max(1);
            turned.rotate_left(turn);
            let (documents, mut backwards) = (members(14), members(14));
            backwards.reverse();
            let none = &mut |_: u32, _: u32| None;
            prop_assert_eq!(cluster(&documents, &straight, &[], none), cluster(&backwards, &turned, &[], none));
        }
    }
}
