//! Recognise names in a text and resolve their forms to entities.
//!
//! Rules and lists, no model: [`recognise`] finds the spans of names and their types, [`resolve`]
//! says which of them are one entity within a document, [`across`] which names are one over all
//! documents. The recogniser's heart can be exchanged behind [`recognise`].

mod across;
mod evidence;
mod lists;
mod names;
mod recognise;
mod resolve;
#[cfg(test)]
mod tests;
mod tokens;

pub use across::{Name, StatedAlias, across};
pub use names::name_key;
pub use recognise::recognise;
pub use resolve::{Alias, LocalEntity, Resolved, resolve};

use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// The types of named things.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Ord, PartialOrd)]
pub enum EntityType {
    Person,
    Org,
    Place,
    Misc,
}

/// A name in a text: the name itself, without title, possessive, quotes or closing punctuation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mention {
    /// UTF-8 byte offsets.
    pub start: u32,
    pub end: u32,
    pub kind: EntityType,
}

/// How often words stand capitalised and in lower case in the middle of sentences, over a corpus;
/// frozen while a derivation lasts, so that the spans of a document do not depend on luck.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseStats {
    /// Word in lower case: (capitalised, in lower case).
    words: HashMap<String, (u32, u32)>,
}

impl CaseStats {
    /// True when the corpus has the word mostly in lower case; `None` when it says nothing.
    fn is_common(&self, word: &str) -> Option<bool> {
        let &(capitalised, lower) = self.words.get(word)?;
        (capitalised + lower >= 5).then_some(lower > capitalised * 2)
    }
}
