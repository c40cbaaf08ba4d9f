//! Recognise names in a text and resolve their forms to entities.
//!
//! A linear model with rules around it: [`recognise`] finds the spans of names and their types, [`resolve`]
//! says which of them are one entity within a document, [`across`] which names are one over all
//! documents. A [`Recogniser`] is whatever finds the names: the built-in one, or a model of the user's.

mod across;
mod addresses;
mod agree;
mod beside;
mod bodies;
mod codes;
mod countries;
mod cues;
mod defined;
mod diminutives;
mod endings;
mod even;
mod features;
mod firms;
mod form;
mod forms;
mod frames;
mod gap;
mod gazetteer;
mod genitives;
mod headlines;
mod honoured;
mod houses;
mod inverted;
mod kin;
mod label;
mod learn;
mod lesson;
mod lexicon;
mod links;
mod listed;
mod lists;
mod memory;
mod model;
mod nameless;
mod names;
mod near;
#[cfg(feature = "candle")]
mod neural;
mod nicknames;
mod offices;
mod page;
mod parted;
mod particles;
mod partners;
mod people;
mod portfolios;
mod questions;
mod recognise;
mod recogniser;
mod resolve;
mod roles;
mod school;
mod seats;
mod shortened;
mod span;
mod stated;
mod states;
mod stops;
mod streets;
mod suffixes;
#[cfg(test)]
mod tests;
mod tidy;
mod titles;
mod tokens;
mod tongue;
mod variants;
mod verbs;
mod version;
mod weekdays;
mod wordlist;

pub use across::{Name, StatedAlias, across};
pub use countries::are_one_country;
pub use form::{Alias, is_inferred};
pub use gazetteer::{Gazetteer, Listed, Unfit, is_fit};
pub use kin::{is_full, is_short_for};
pub use label::Label;
pub use learn::learn;
pub use lesson::Lesson;
pub use names::{is_particle, keys_asked, name_key, standing, turned_round};
pub use near::{keys, keys_alike, tail};
pub use recognise::recognise;
pub use recogniser::{BadModel, BuiltIn, READS_MODELS, Recogniser, Unread, is_model, is_outdated, open_model};
pub use resolve::{LocalEntity, Resolved, resolve};
pub use school::School;
pub use version::resolver;

/// The types of named things.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Ord, PartialOrd)]
pub enum EntityType {
    Person,
    Org,
    Place,
    Misc,
}

impl EntityType {
    /// As it is written in queries, output and files.
    pub fn as_str(self) -> &'static str {
        match self {
            EntityType::Person => "person",
            EntityType::Org => "org",
            EntityType::Place => "place",
            EntityType::Misc => "misc",
        }
    }
}

/// A word that names no type of entity.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown type of entity {0:?}; give person, org, place or misc")]
pub struct UnknownType(String);

impl std::str::FromStr for EntityType {
    type Err = UnknownType;

    fn from_str(word: &str) -> Result<Self, UnknownType> {
        [Self::Person, Self::Org, Self::Place, Self::Misc]
            .into_iter()
            .find(|kind| kind.as_str() == word)
            .ok_or_else(|| UnknownType(word.to_owned()))
    }
}

/// A name in a text: the name itself, without title, possessive, quotes or closing punctuation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mention {
    /// UTF-8 byte offsets.
    pub start: u32,
    pub end: u32,
    pub kind: EntityType,
}
