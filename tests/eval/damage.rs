//! Damage.
use crate::{Outcome, Record};
pub fn report(_records: &[Record]) -> Outcome<()> { Ok(()) }
