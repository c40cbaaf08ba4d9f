//! From a model's labels to tags: which type, and where in a name a word stands.

use crate::entity::{EntityType, Label};

/// What a label says of a word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Tag {
    #[default]
    Outside,
    /// The first word of a name.
    First(EntityType),
    /// A word of a name: the first one too where none of its type goes before.
    Inside(EntityType),
    /// The last word of a name.
    Last(EntityType),
    /// A name of one word.
    Only(EntityType),
}

impl Tag {
    pub fn kind(self) -> Option<EntityType> {
        match self {
            Self::Outside => None,
            Self::First(kind) | Self::Inside(kind) | Self::Last(kind) | Self::Only(kind) => Some(kind),
        }
    }

    /// Reads a label of the usual kinds (`B-PER`, `E-ORG`, `U-GPE`, `LOC`); what stands for no name is
    /// outside.
    pub fn of(label: &str) -> Self {
        let (mark, rest) = match label.split_once(['-', '_']) {
            Some((mark, rest)) if mark.len() == 1 => (mark, rest),
            _ => ("", label),
        };
        let Label::Named(kind) = Label::of(rest) else { return Self::Outside };
        match mark {
            "B" | "b" => Self::First(kind),
            "L" | "l" | "E" | "e" => Self::Last(kind),
            "U" | "u" | "S" | "s" => Self::Only(kind),
            _ => Self::Inside(kind),
        }
    }
}
