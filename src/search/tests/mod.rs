//! Tests of the whole way from a query's text to documents.

mod corpus;
mod forms;
mod malformed;
