//! What the labels of the usual sets of marked names stand for.

use super::EntityType::{self, Misc, Org, Person, Place};

/// What a label stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Label {
    Named(EntityType),
    /// Something that is no name: a date, a sum, a number.
    NoName,
    Unknown,
}

impl Label {
    /// Reads a label, in capitals or not, with or without the mark of a tag (`B-PER`) and the name of
    /// its set (`ner/PER`).
    pub fn of(label: &str) -> Self {
        let label = label.to_uppercase();
        let last = label.rsplit([':', '/']).next().unwrap_or_default();
        // Where a span's label was made of the tag of its first word.
        let plain =
            ["B-", "I-", "L-", "U-", "E-", "S-"].iter().find_map(|mark| last.strip_prefix(mark)).unwrap_or(last);
        match plain {
            "PER" | "PERS" | "PERSON" | "PEOPLE" => Self::Named(Person),
            "ORG" | "ORGANIZATION" | "ORGANISATION" | "COMPANY" | "CORP" | "CORPORATION" | "GRP" | "GROUP" => {
                Self::Named(Org)
            }
            "LOC" | "LOCATION" | "GPE" | "PLACE" | "FAC" | "FACILITY" | "GEO" | "CITY" | "COUNTRY" => {
                Self::Named(Place)
            }
            "MISC" | "NORP" | "EVENT" | "PRODUCT" | "PROD" | "WORK_OF_ART" | "WORK" | "CW" | "LAW" | "LANGUAGE"
            | "OTHER" => Self::Named(Misc),
            "DATE" | "TIME" | "MONEY" | "PERCENT" | "QUANTITY" | "ORDINAL" | "CARDINAL" | "NUMBER" | "NUM"
            | "EMAIL" | "URL" => Self::NoName,
            _ => Self::Unknown,
        }
    }
}
