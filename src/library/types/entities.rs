//! What the entity browser and the card of an entity show.

use super::gazetteers::OnList;
use super::{EntityKind, EntityNo};

/// Which entities of the library are asked for, and in which order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Browse {
    /// Part of the name or of a form.
    pub text: String,
    pub kind: Option<EntityKind>,
    pub order: BrowseOrder,
    /// Only those that the newest batch is the first to name.
    pub only_new: bool,
}

/// The order of the browser.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum BrowseOrder {
    /// The most mentioned first.
    #[default]
    Mentions,
    /// Those in most documents first.
    Documents,
    Name,
    /// Those that were named last for the first time first.
    Newest,
}

impl BrowseOrder {
    pub fn next(self) -> Self {
        match self {
            Self::Mentions => Self::Documents,
            Self::Documents => Self::Name,
            Self::Name => Self::Newest,
            Self::Newest => Self::Mentions,
        }
    }

    pub fn describe(self) -> &'static str {
        match self {
            Self::Mentions => "by mentions",
            Self::Documents => "by documents",
            Self::Name => "by name",
            Self::Newest => "newest first",
        }
    }
}

/// One line of the browser.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Browsed {
    pub entity: EntityNo,
    pub name: String,
    pub kind: EntityKind,
    pub mentions: u32,
    pub documents: u32,
    /// Spellings, the most frequent first; not all lines have them.
    pub forms: Vec<String>,
    /// The batch that was the first to name it.
    pub batch: String,
    /// That is the newest batch.
    pub new: bool,
    /// The readers' lists that it is on.
    pub lists: Vec<String>,
}

/// What is known of an entity.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Card {
    pub entity: EntityNo,
    pub name: String,
    pub kind: Option<EntityKind>,
    pub mentions: u32,
    pub documents: u32,
    /// What it is on readers' lists as.
    pub listed: Vec<OnList>,
    /// The most frequent first.
    pub forms: Vec<CardForm>,
    /// The earliest and the latest date of the documents with it.
    pub dates: Option<(String, String)>,
    /// The batch that was the first to name it, and the key of the first document.
    pub first: Option<(String, String)>,
    /// Months or years with the number of documents, in order.
    pub by_date: Vec<(String, u32)>,
    pub undated: u32,
    /// Names that stand near it, with the number of places, the most frequent first.
    pub beside: Vec<(String, EntityKind, u32)>,
    /// How many of the documents were looked through for that.
    pub looked_at: u32,
    /// Version groups in which some versions name it and others do not: the keys of both.
    pub versions: Vec<(Vec<String>, Vec<String>)>,
}

/// A spelling of an entity, and why it is one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardForm {
    pub text: String,
    pub kind: EntityKind,
    pub mentions: u32,
    /// Empty for the name itself.
    pub reason: String,
}

/// Bytes of text between two names that stand together.
const TOGETHER: usize = 200;

/// The passages in which two of some entities stand near each other, each from the one name to the
/// other. The mentions are in order; the passages do not overlap.
pub fn together(
    mentions: impl Iterator<Item = (std::ops::Range<usize>, EntityNo)>,
    wanted: &[EntityNo],
) -> Vec<std::ops::Range<usize>> {
    let mut out: Vec<std::ops::Range<usize>> = Vec::new();
    let mut last: Option<(std::ops::Range<usize>, EntityNo)> = None;
    for (range, entity) in mentions.filter(|(_, entity)| wanted.contains(entity)) {
        if let Some((before, other)) = &last
            && *other != entity
            && range.start <= before.end + TOGETHER
            && out.last().is_none_or(|passage| passage.end <= before.start)
        {
            out.push(before.start..range.end);
        }
        last = Some((range, entity));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passages_have_two_different_names_and_do_not_overlap() {
        let mentions = [(0..4, 1), (10..14, 1), (20..24, 2), (30..34, 1), (40..44, 3), (500..504, 2), (900..904, 1)];
        let found = |wanted: &[EntityNo]| -> Vec<(usize, usize)> {
            together(mentions.iter().cloned(), wanted).iter().map(|passage| (passage.start, passage.end)).collect()
        };
        assert_eq!(found(&[1, 2]), [(10, 24)]);
        assert_eq!(found(&[1, 2, 3]), [(10, 24), (30, 44)]);
        assert!(found(&[1]).is_empty());
        assert!(found(&[2, 3]).len() == 1);
    }
}
