//! What a reader can decide about documents, and how it is said and written down.

mod act;

pub use act::{Act, Verdict, describe};
