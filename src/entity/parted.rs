//! What parts names of the same key: a title that tells a man from a woman.

use super::EntityType;
use super::across::Name;
use super::titles::{Gender, gender_of};

/// The names of one key and type, by which of them are one; each set and all of them in the order that they come in.
pub(super) fn sets(same: &[usize], names: &[Name]) -> Vec<Vec<usize>> {
    let mut out: Vec<(Option<Gender>, Vec<usize>)> = Vec::with_capacity(1);
    for &at in same {
        let of = Some(&names[at]).filter(|name| name.kind == EntityType::Person);
        let gender = of.and_then(|name| gender_of(&name.name));
        match out.iter_mut().find(|known| known.0 == gender) {
            Some(known) => known.1.push(at),
            None => out.push((gender, vec![at])),
        }
    }
    out.into_iter().map(|(_, set)| set).collect()
}
