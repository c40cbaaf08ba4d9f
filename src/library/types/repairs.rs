//! What a reader can mend about names and entities.

use super::{DocNo, EntityKind, EntityNo};
use crate::text::counted;
use serde::{Deserialize, Serialize};

/// A mending of names as the reader asks for it, in the numbers of this library.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mend {
    /// These are one.
    Merge(Vec<EntityNo>),
    /// Mentions of the entity in this form are another's.
    Separate {
        entity: EntityNo,
        form: String,
    },
    Rename {
        entity: EntityNo,
        to: String,
    },
    Retype {
        entities: Vec<EntityNo>,
        to: EntityKind,
    },
    /// They are nothing worth listing.
    Hide(Vec<EntityNo>),
    Unhide(EntityNo),
    /// The form is no name in this document: at one place (in bytes), or nowhere.
    Unname {
        document: DocNo,
        form: String,
        at: Option<usize>,
    },
}

/// A name as any library can have it: its spelling and its type.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NameRef {
    pub name: String,
    #[serde(rename = "type")]
    pub kind: EntityKind,
}

/// A mending of names as it is kept, exported and imported: an entity is named by one of its names,
/// so that it means the same in every library and whatever later batches bring.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "lowercase", deny_unknown_fields)]
pub enum Repair {
    Merge {
        entities: Vec<NameRef>,
    },
    Separate {
        entity: NameRef,
        form: String,
    },
    Rename {
        entity: NameRef,
        to: String,
    },
    Retype {
        entity: NameRef,
        to: EntityKind,
    },
    Hide {
        entity: NameRef,
    },
    Unhide {
        entity: NameRef,
    },
    Unname {
        /// The document's key; in the log, which has its documents, there is none.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        document: Option<String>,
        form: String,
        /// Where it stands, in Unicode code points; everywhere in the document without it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        start: Option<usize>,
        /// Of `start`: always `codepoint`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        unit: Option<String>,
    },
    /// Names that were recognised elsewhere, imported from a file; where they stand is kept beside it.
    Spans {
        from: String,
        names: u64,
        documents: u64,
    },
}

impl Repair {
    /// The word that the log has for it.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Merge { .. } => "merge",
            Self::Separate { .. } => "separate",
            Self::Rename { .. } => "rename",
            Self::Retype { .. } => "retype",
            Self::Hide { .. } => "hide",
            Self::Unhide { .. } => "unhide",
            Self::Unname { .. } => "unname",
            Self::Spans { .. } => "spans",
        }
    }

    /// What was done, in words.
    pub fn told(&self) -> String {
        match self {
            Self::Merge { entities } => {
                let names: Vec<&str> = entities.iter().map(|entity| entity.name.as_str()).collect();
                match names.split_last() {
                    Some((last, rest)) if !rest.is_empty() => format!("{} and {last} are one", rest.join(", ")),
                    _ => "nothing is one".to_owned(),
                }
            }
            Self::Separate { entity, form } if *form == entity.name => format!("{form} is another than the rest"),
            Self::Separate { entity, form } => format!("{form} is another than {}", entity.name),
            Self::Rename { entity, to } => format!("{} is called {to}", entity.name),
            Self::Retype { entity, to } => format!("{} is of type {}", entity.name, to.as_str()),
            Self::Hide { entity } => format!("{} is hidden", entity.name),
            Self::Unhide { entity } => format!("{} is shown again", entity.name),
            Self::Unname { form, start: None, .. } => format!("{form} is no name in this document"),
            Self::Unname { form, .. } => format!("{form} is no name here"),
            Self::Spans { from, names, documents } => {
                format!("{} in {} from {from}", counted(*names, "name"), counted(*documents, "document"))
            }
        }
    }

    /// The names that it speaks of.
    pub fn names(&self) -> &[NameRef] {
        match self {
            Self::Merge { entities } => entities,
            Self::Separate { entity, .. }
            | Self::Rename { entity, .. }
            | Self::Retype { entity, .. }
            | Self::Hide { entity }
            | Self::Unhide { entity } => std::slice::from_ref(entity),
            Self::Unname { .. } | Self::Spans { .. } => &[],
        }
    }

    /// What is wrong with one that came from outside.
    ///
    /// # Errors
    /// A sentence for the reader.
    pub fn check(&self) -> Result<(), String> {
        let blank = |text: &str| text.trim().is_empty();
        if self.names().iter().any(|entity| blank(&entity.name)) {
            return Err("a name is empty".to_owned());
        }
        match self {
            Self::Merge { entities } if entities.len() < 2 => Err("merge needs two entities or more".to_owned()),
            Self::Separate { form, .. } | Self::Unname { form, .. } if blank(form) => {
                Err("the form is empty".to_owned())
            }
            Self::Rename { to, .. } if blank(to) => Err("the new name is empty".to_owned()),
            Self::Unname { unit: Some(unit), .. } if unit != "codepoint" => {
                Err(format!("start is counted in code points, not in {unit}"))
            }
            Self::Spans { from, .. } => {
                Err(format!("where these names stand is not in this file; `variorum import-spans` reads {from}"))
            }
            _ => Ok(()),
        }
    }
}
