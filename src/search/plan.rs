//! Where words must stand to each other: phrases, windows and neighbourhoods over the positions
//! of words, whether these come from the index or from a text.

use super::tree::{EntityName, Kind, Node, Pattern, Piece, TextField};

/// A stretch of words, both ends included, counted from the beginning of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Span {
    pub first: u32,
    pub last: u32,
}

/// Something that stands at places of a text.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Leaf {
    Piece(Piece),
    Exact(String),
    Regex(Pattern),
    Entity(EntityName),
}

/// How leaves, by number, must stand to each other.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Plan {
    Leaf(usize),
    /// One right after another.
    Sequence(Vec<Plan>),
    /// In any order, with at most so many other words among them.
    Window(Vec<usize>, u32),
    Near {
        left: Box<Plan>,
        right: Box<Plan>,
        distance: u32,
        ordered: bool,
    },
    Any(Vec<Plan>),
}

/// A plan with its leaves and the field it applies to.
#[derive(Clone, Debug)]
pub(super) struct Layout {
    pub field: TextField,
    pub plan: Plan,
    pub leaves: Vec<Leaf>,
}

impl Layout {
    /// The layout of a node with a place in the text; none for all others.
    pub(super) fn of(node: &Node) -> Option<Self> {
        let mut layout = Self { field: TextField::Any, plan: Plan::Any(Vec::new()), leaves: Vec::new() };
        layout.plan = layout.plan(node)?;
        Some(layout)
    }

    fn plan(&mut self, node: &Node) -> Option<Plan> {
        Some(match &node.kind {
            Kind::Words { field, pieces, slop } => {
                self.narrow(*field);
                let leaves: Vec<usize> = pieces.iter().map(|piece| self.leaf(Leaf::Piece(piece.clone()))).collect();
                match (slop, leaves.as_slice()) {
                    (_, [one]) => Plan::Leaf(*one),
                    (Some(slop), _) => Plan::Window(leaves, *slop),
                    (None, _) => Plan::Sequence(leaves.into_iter().map(Plan::Leaf).collect()),
                }
            }
            Kind::Exact { field, text } => {
                self.narrow(*field);
                Plan::Leaf(self.leaf(Leaf::Exact(text.clone())))
            }
            Kind::Regex { field, pattern } => {
                self.narrow(*field);
                Plan::Leaf(self.leaf(Leaf::Regex(pattern.clone())))
            }
            Kind::Entity(name) => {
                self.narrow(TextField::Body);
                Plan::Leaf(self.leaf(Leaf::Entity(name.clone())))
            }
            Kind::Near { left, right, distance, ordered } => Plan::Near {
                left: Box::new(self.plan(left)?),
                right: Box::new(self.plan(right)?),
                distance: *distance,
                ordered: *ordered,
            },
            Kind::Saved { inner, .. } => self.plan(inner)?,
            Kind::Or(parts) => Plan::Any(parts.iter().map(|part| self.plan(part)).collect::<Option<_>>()?),
            _ => return None,
        })
    }

    fn narrow(&mut self, field: TextField) {
        if field != TextField::Any {
            self.field = field;
        }
    }

    /// Equal leaves are one, so that a window can ask for a word twice.
    fn leaf(&mut self, leaf: Leaf) -> usize {
        self.leaves.iter().position(|known| *known == leaf).unwrap_or_else(|| {
            self.leaves.push(leaf);
            self.leaves.len() - 1
        })
    }
}

impl Plan {
    /// The stretches that meet the plan, sorted, given those of each leaf, sorted.
    /// Of stretches that begin or end with the same part, the longer ones may be left out.
    pub(super) fn spans(&self, leaves: &[Vec<Span>]) -> Vec<Span> {
        match self {
            Self::Leaf(leaf) => leaves[*leaf].clone(),
            Self::Sequence(parts) => sequence(parts, leaves),
            Self::Window(parts, slop) => window(parts, *slop, leaves),
            Self::Near { left, right, distance, ordered } => {
                let (left, right) = (left.spans(leaves), right.spans(leaves));
                let mut out = Vec::new();
                pairs(&left, &right, *distance, &mut out);
                if !*ordered {
                    pairs(&right, &left, *distance, &mut out);
                }
                sorted(out)
            }
            Self::Any(parts) => sorted(parts.iter().flat_map(|part| part.spans(leaves)).collect()),
        }
    }

    /// True when a stretch meets the plan.
    pub(super) fn holds(&self, leaves: &[Vec<Span>]) -> bool {
        match self {
            Self::Leaf(leaf) => !leaves[*leaf].is_empty(),
            Self::Any(parts) => parts.iter().any(|part| part.holds(leaves)),
            _ => !self.spans(leaves).is_empty(),
        }
    }

    /// The words to mark for stretches that met the plan: phrases whole, else the parts alone.
    pub(super) fn marks(&self, leaves: &[Vec<Span>], hits: &[Span], out: &mut Vec<Span>) {
        // Where the hits that begin no later than each of them end at the latest.
        let ends: Vec<u32> = hits
            .iter()
            .scan(0, |most, hit| {
                *most = hit.last.max(*most);
                Some(*most)
            })
            .collect();
        let is_inside = |span: &Span| {
            let begun = hits.partition_point(|hit| hit.first <= span.first);
            begun.checked_sub(1).is_some_and(|at| span.last <= ends[at])
        };
        let inside = |spans: Vec<Span>| -> Vec<Span> { spans.into_iter().filter(is_inside).collect() };
        match self {
            Self::Leaf(_) | Self::Sequence(_) => out.extend(hits),
            Self::Window(parts, _) => parts.iter().for_each(|&part| out.extend(inside(leaves[part].clone()))),
            Self::Near { left, right, .. } => {
                for part in [left, right] {
                    part.marks(leaves, &inside(part.spans(leaves)), out);
                }
            }
            Self::Any(parts) => parts.iter().for_each(|part| part.marks(leaves, &inside(part.spans(leaves)), out)),
        }
    }
}

fn sorted(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_unstable();
    spans.dedup();
    spans
}

fn sequence(parts: &[Plan], leaves: &[Vec<Span>]) -> Vec<Span> {
    let Some((first, rest)) = parts.split_first() else { return Vec::new() };
    let mut open = first.spans(leaves);
    for part in rest {
        if open.is_empty() {
            break;
        }
        let next = part.spans(leaves);
        let mut longer = Vec::new();
        for span in &open {
            let from = next.partition_point(|other| other.first <= span.last);
            let follow = next[from..].iter().take_while(|other| other.first == span.last + 1);
            longer.extend(follow.map(|other| Span { first: span.first, last: other.last }));
        }
        open = longer;
    }
    sorted(open)
}

/// The shortest stretches that hold every part as often as it is asked for.
fn window(parts: &[usize], slop: u32, leaves: &[Vec<Span>]) -> Vec<Span> {
    let mut wanted = vec![0_u32; leaves.len()];
    parts.iter().for_each(|&part| wanted[part] += 1);
    let mut places: Vec<(Span, usize)> = Vec::new();
    for (leaf, _) in wanted.iter().enumerate().filter(|&(_, &count)| count > 0) {
        places.extend(leaves[leaf].iter().map(|&span| (span, leaf)));
    }
    places.sort_unstable();
    let (mut have, mut missing, mut start) = (vec![0_u32; leaves.len()], parts.len(), 0);
    let mut out = Vec::new();
    for &(end, leaf) in &places {
        have[leaf] += 1;
        missing -= usize::from(have[leaf] <= wanted[leaf]);
        while missing == 0 && have[places[start].1] > wanted[places[start].1] {
            have[places[start].1] -= 1;
            start += 1;
        }
        if missing == 0 {
            let span = Span { first: places[start].0.first, last: end.last };
            let length = (span.last - span.first + 1) as usize;
            // A later end with the same beginning is longer than it need be.
            let shortest = out.last().is_none_or(|last: &Span| last.first < span.first);
            if shortest && (parts.len()..=parts.len() + slop as usize).contains(&length) {
                out.push(span);
            }
        }
    }
    sorted(out)
}

/// Pairs of an earlier and a later stretch: each with its nearest partner.
fn pairs(earlier: &[Span], later: &[Span], distance: u32, out: &mut Vec<Span>) {
    let mut by_end = earlier.to_vec();
    by_end.sort_unstable_by_key(|span| (span.last, span.first));
    let mut pair = |a: Span, b: Span| {
        if b.first - a.last - 1 <= distance {
            out.push(Span { first: a.first, last: b.last });
        }
    };
    for &a in earlier {
        if let Some(&b) = later.get(later.partition_point(|b| b.first <= a.last)) {
            pair(a, b);
        }
    }
    for &b in later {
        if let Some(&a) = by_end[..by_end.partition_point(|a| a.last < b.first)].last() {
            pair(a, b);
        }
    }
}
