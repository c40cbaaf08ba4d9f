//! Pure functions on text. Offsets are UTF-8 byte offsets unless a name says otherwise.

mod broken;
pub mod calendar;
pub mod classes;
mod count;
pub mod direction;
pub mod fold;
pub mod offsets;
pub mod sanitise;
pub mod segment;
pub mod terms;
pub mod width;
pub mod wrap;

pub use count::counted;
pub use fold::{Folded, Token, TokenKind, fold};
pub use offsets::CodePoints;
