//! The documents that are gathered together, because relations, decisions, keys or titles connect them.

use super::remeasure::Confirmed;
use super::types::DocNo;
use crate::version::Relation;
use std::collections::{BTreeMap, BTreeSet};

/// Documents, and what ties them.
#[derive(Default)]
pub(super) struct Component {
    pub documents: BTreeSet<DocNo>,
    pub relations: BTreeMap<(DocNo, DocNo), Relation>,
    pub ties: BTreeSet<(DocNo, DocNo)>,
    /// Evidence found anew, to be stored.
    pub found: BTreeMap<(DocNo, DocNo), Vec<u8>>,
    /// What witnesses confirm of pairs, as far as some were asked.
    pub confirmed: Confirmed,
    /// Pairs that turned out to have no relation.
    pub dropped: BTreeSet<(DocNo, DocNo)>,
    /// The groups as they were.
    pub groups: BTreeSet<u32>,
    /// Titles whose bearers are all among the documents.
    pub titles: BTreeSet<String>,
}

/// A text that holds two others is no version of both: so much of it may stand in each at most, ...
const HALF: f32 = 0.7;
/// ... so much of each stands in it at least, ...
const HELD: f32 = 0.4;
/// ... and together they make it up without overlapping.
const TOGETHER: f32 = 1.15;
/// Larger sets are chains of versions, whose ends need not resemble each other.
const LARGEST: usize = 300;

impl Component {
    /// Ties round-ups and other collections to one of the texts that they hold, the one with the
    /// greatest share of them, so that they do not make versions of strangers.
    pub fn part_collections(&mut self) {
        if self.documents.len() > LARGEST {
            return;
        }
        for &document in &self.documents.clone() {
            let mut parts: Vec<(f32, DocNo)> = Vec::new();
            for (&(a, b), relation) in self
                .relations
                .iter()
                .filter(|(pair, relation)| relation.kind.groups() && (pair.0 == document || pair.1 == document))
            {
                let other = if a == document { b } else { a };
                let seen = if relation.a == document { *relation } else { relation.flipped() };
                let (of_it, of_other) = (seen.measure.whole.a_in_b, seen.measure.whole.b_in_a);
                if of_it <= HALF && of_other >= HELD {
                    parts.push((of_it, other));
                }
            }
            parts.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
            let Some(&(most, kept)) = parts.first() else { continue };
            let kin = self.reached(kept, document);
            let strangers: BTreeSet<DocNo> = parts
                .iter()
                .filter(|(share, other)| share + most <= TOGETHER && !kin.contains(other))
                .map(|part| part.1)
                .collect();
            if !strangers.is_empty() {
                self.relations.retain(|&(a, b), _| {
                    let other = if a == document { b } else { a };
                    !((a == document || b == document) && !kin.contains(&other))
                });
            }
        }
    }

    /// What relations of any kind connect with a document when another one is left out.
    fn reached(&self, from: DocNo, without: DocNo) -> BTreeSet<DocNo> {
        let mut reached = BTreeSet::from([from]);
        let mut open = vec![from];
        while let Some(at) = open.pop() {
            for &(a, b) in self.relations.keys().filter(|pair| pair.0 == at || pair.1 == at) {
                let other = if a == at { b } else { a };
                if other != without && reached.insert(other) {
                    open.push(other);
                }
            }
        }
        reached
    }
}
