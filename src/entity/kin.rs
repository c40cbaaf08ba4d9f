//! Short names of people, known from another version of a text that has them in full.

use super::names::parts;
use super::titles::gender_of;

/// True when a name is a surname or a given name alone, and the other a full name that it is short for.
pub fn is_short_for(short: &str, full: &str) -> bool {
    // "Mrs. Kern" stands beside a Mr. Kern: which of them the full name is, nobody knows.
    if gender_of(short).is_some() {
        return false;
    }
    let (short, full) = (parts(short), parts(full));
    if !short.given.is_empty() || short.surname.is_empty() || full.given.is_empty() {
        return false;
    }
    let surname = full.surname == short.surname || full.surname.ends_with(&format!(" {}", short.surname));
    surname || full.given.first() == Some(&short.surname)
}

/// True when a person is named in full, so that short names can be short for it.
pub fn is_full(name: &str) -> bool {
    !parts(name).given.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn surnames_and_given_names_are_short_for_full_ones() {
        assert!(is_short_for("Kern", "Anna Kern") && is_short_for("Anna", "Anna Kern"));
        assert!(is_short_for("Ostaeyen", "Pieter van Ostaeyen") && is_short_for("Van Ostaeyen", "Pieter van Ostaeyen"));
        assert!(!is_short_for("Anna Kern", "Anna Kern") && !is_short_for("Kern", "Kern"));
        assert!(!is_short_for("Kern", "Anna Kernel") && !is_short_for("Kern", "Anna Maria"));
        assert!(!is_short_for("Mrs. Kern", "Anna Kern"));
        assert!(is_full("Anna Kern") && !is_full("Kern") && !is_full("Mrs. Kern"));
    }
}
