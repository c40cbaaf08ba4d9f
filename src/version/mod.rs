//! Versions of a text: which documents are versions of one text, and what differs between them.
//!
//! Finding goes in steps, each a file: a text is read as overlapping word 5-grams ([`grams`]), a
//! sample of them is its sketch ([`fingerprint`]), sketches are kept in an index on disk
//! ([`prints`]), shared fingerprints propose pairs ([`candidates`]), text that stands at the edge of
//! many documents is masked ([`furniture`]), pairs are measured exactly ([`verify`]) and told apart
//! ([`relation`]), all of that for one batch ([`relate`]), and related documents gather around a
//! leader ([`groups`]). What of a text has stood in others before is [`passages`]' business.

pub mod apparatus;
pub mod candidates;
pub mod compare;
pub mod fingerprint;
pub mod furniture;
mod gaps;
mod gather;
pub mod grams;
pub mod groups;
mod manifest;
pub mod parallel;
pub mod passages;
pub mod prints;
pub mod relate;
pub mod relation;
mod run;
pub mod verify;
mod witnesses;

pub use fingerprint::{Print, sketch};
pub use gather::{BEARERS, Compare};
pub use grams::Grams;
pub use groups::{Group, GroupMember, Member, Tie, cluster};
pub use prints::{IndexError, PrintIndex};
pub use relate::{PairReader, Progress, RelateError, Related, relate};
pub use relation::{Finding, Kind, Relation, judge};
pub use verify::{Measure, Shared, Sheet, Source, measure};
