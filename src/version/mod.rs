//! Versions of a text: fingerprints, candidates, groups, comparison.

pub mod compare;
