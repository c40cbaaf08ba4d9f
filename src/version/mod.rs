//! Versions of a text: fingerprints, candidates, groups, comparison.
