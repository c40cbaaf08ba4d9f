//! What a search asks of the library: everything that is not in the text index.

use super::tree::{EntityKind, EntityName, Filter};
use roaring::RoaringBitmap;
use std::ops::Range;
use std::sync::atomic::AtomicBool;

/// The texts of one document.
#[derive(Clone, Debug, Default)]
pub struct Text {
    pub title: String,
    pub body: String,
}

/// What a version has gained or lost against the leader of its group.
#[derive(Clone, Debug, Default)]
pub struct Changes {
    /// The version's text where words were gained, the leader's where they were lost.
    pub text: String,
    /// The bytes of it that the other text lacks, in order; moved text and typography are left out.
    pub ranges: Vec<Range<usize>>,
}

/// Documents that the index has wrong, all of them, and those that an answer holds nevertheless.
#[derive(Clone, Debug, Default)]
pub struct Mended {
    pub all: RoaringBitmap,
    pub found: RoaringBitmap,
}

/// What the index has wrong about a type of entities.
#[derive(Clone, Debug, Default)]
pub struct Astray {
    /// Names that belong to it although the index has them under another.
    pub names: Vec<u32>,
    /// Documents that have none of it although the index says so.
    pub without: RoaringBitmap,
    pub mended: Mended,
}

/// Answers of the library. An error is a sentence for the reader.
pub trait Facts {
    /// The ids of the names of the entities meant.
    fn entity_names(&self, entity: &EntityName) -> Result<Vec<u32>, String>;
    /// What the index has wrong about a type of entities.
    fn astray(&self, _kind: EntityKind) -> Result<Astray, String> {
        Ok(Astray::default())
    }
    /// What the index has wrong about some names: documents of which it does not know the names as
    /// they stand, and those of them that mention one of these names.
    fn mended(&self, _names: &[u32]) -> Result<Mended, String> {
        Ok(Mended::default())
    }
    /// The numbers of the documents for which a fact holds.
    fn documents(&self, filter: &Filter) -> Result<RoaringBitmap, String>;
    /// Told how many texts have decided, of how many of a part of the index.
    fn checking(&self, _done: usize, _all: usize) {}
    /// The texts of a document, which decide on what the index only narrows.
    fn text(&self, document: u32) -> Result<Option<Text>, String>;
    /// The byte ranges in the body at which an entity is mentioned, in order.
    fn mentions(&self, document: u32, entity: &EntityName) -> Result<Vec<Range<usize>>, String>;
    /// The documents of version groups that are not their leaders; with `leaders`, only those of
    /// the groups that these documents lead.
    fn versions(&self, leaders: Option<&RoaringBitmap>) -> Result<RoaringBitmap, String>;
    /// What a document has gained (or lost) against its leader; `None` when stopped, and for one
    /// that has no leader but itself.
    fn changes(&self, document: u32, gained: bool, stop: &AtomicBool) -> Result<Option<Changes>, String>;
    /// The same documents in the order of their titles; equal titles by document number.
    fn by_title(&self, documents: Vec<u32>) -> Result<Vec<u32>, String>;
    /// The same documents, those with the greatest share of new words first; equal ones by number.
    fn by_new(&self, documents: Vec<u32>) -> Result<Vec<u32>, String>;
}
