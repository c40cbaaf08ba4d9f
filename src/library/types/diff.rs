//! A comparison laid out for the screen.

use super::{DocNo, Row};
use std::ops::Range;
use std::sync::Arc;

/// Which of two compared texts some bytes come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    Base,
    Document,
}

/// How a piece of a comparison is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shade {
    Same,
    Typography,
    Inserted,
    Deleted,
    /// It stood elsewhere in the base; moves are numbered from 1.
    MovedHere(u32),
    /// It stands elsewhere in the document.
    MovedAway(u32),
}

/// A run of bytes of one side under one shade.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    pub side: Side,
    /// UTF-8 bytes in that side's text.
    pub range: Range<usize>,
    pub shade: Shade,
    /// The change it belongs to, counted from 0.
    pub change: Option<u32>,
}

/// One part of a laid-out comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DiffItem {
    /// A paragraph of the unified view; a blank line before it sets it apart.
    Block { pieces: Vec<Piece>, apart: bool },
    /// Paragraphs level with each other, side by side.
    Pair { left: Option<Vec<Piece>>, right: Option<Vec<Piece>>, apart: bool },
    /// Paragraphs that are the same and not shown.
    Folded { paragraphs: usize, words: usize },
}

/// How a comparison is laid out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DiffView {
    pub layout: DiffLayout,
    pub counts: Counts,
    pub unfolded: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DiffLayout {
    #[default]
    Unified,
    SideBySide,
    ChangesOnly,
}

/// What counts as a change.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Counts {
    /// All but typography.
    #[default]
    Words,
    /// Typography too.
    Typography,
    /// No punctuation.
    WithoutMarks,
    /// Only numbers, dates, names and quotations.
    Facts,
}

impl Counts {
    /// The same in an apparatus, which has no slots of typography.
    pub fn in_apparatus(self) -> Self {
        if self == Self::Typography { Self::Words } else { self }
    }
}

/// A document compared with a base, laid out.
#[derive(Clone, Debug)]
pub struct Diff {
    pub base: Row,
    pub document: DocNo,
    pub base_text: Arc<str>,
    pub text: Arc<str>,
    pub items: Vec<DiffItem>,
    /// How many changes the view walks over.
    pub changes: u32,
    /// What each of them is about.
    pub about: Vec<&'static str>,
    /// "2 numbers changed, Ortiz gone, +62 -3 words".
    pub summary: String,
    /// Kinds of the changes that the view walks over with their counts, none of them nought.
    pub kinds: Vec<(&'static str, u32)>,
    /// Differences of typography that it does not walk over.
    pub uncounted: u32,
}
