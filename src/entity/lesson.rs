//! What the recogniser is taught with.

use super::Mention;
use super::school::School;

/// A text with its right names.
pub struct Lesson {
    pub text: String,
    pub names: Vec<Mention>,
    /// The set has misc names; where it has not, nothing is learnt about them.
    pub misc: bool,
    /// Who marked the names: what counts as a name differs between them.
    pub school: School,
}
