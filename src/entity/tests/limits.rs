//! Where names begin and end.

use super::super::EntityType::{Org, Person, Place};
use super::{found, kind, names};

#[test]
fn what_somebody_belongs_to_is_no_part_of_the_name() {
    for (text, name) in [
        ("El portavoz Javier Ortega del PSC dijo que no se puede.", "Javier Ortega"),
        ("Le syndicat de Jean Dupont de la CGT est dans la rue avec les autres.", "Jean Dupont"),
        ("De wethouder Piet de Boer van Tilburg heeft het niet gezien.", "Piet de Boer"),
        ("De minister heeft Pieter van der Aa niet gezien, en dat is het.", "Pieter van der Aa"),
        ("La ministra Ana de la Torre no ha llegado al puerto.", "Ana de la Torre"),
    ] {
        assert_eq!(kind(text, name), Some(Person), "{:?}", found(text));
    }
}
