//! What a reader can decide about documents, and how it is said and written down.

mod act;
mod anchor;

pub use act::{Act, Verdict, describe, describe_known, is_tag};
pub use anchor::Anchor;
