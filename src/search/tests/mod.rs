//! Tests of the whole way from a query's text to documents.

pub(super) mod corpus;
mod disk;
mod forms;
mod malformed;
mod random;
