//! Verdicts, stars, read marks, tags and notes: the acts that the log of decisions holds.

use super::anchor::Anchor;
use crate::text::counted;
use serde::{Deserialize, Serialize};
use std::fmt;

/// What a reader decided about a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    Keep,
    Drop,
    Later,
}

impl Verdict {
    /// The word that queries and the log use.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Keep => "keep",
            Self::Drop => "drop",
            Self::Later => "later",
        }
    }

    /// The verdict that a word names.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Keep, Self::Drop, Self::Later].into_iter().find(|verdict| verdict.as_str() == word)
    }

    /// The letter that stands before a row, so that no state is told by colour alone.
    pub fn letter(self) -> char {
        match self {
            Self::Keep => 'k',
            Self::Drop => 'd',
            Self::Later => 'p',
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// True for what can be a tag: one word that queries and commands can name.
pub fn is_tag(tag: &str) -> bool {
    !tag.is_empty()
        && !tag.starts_with(['+', '-'])
        && !tag.contains(|c: char| c.is_whitespace() || c.is_control() || "\"():".contains(c))
}

/// An act of a reader, before it is written down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    /// `None` takes the verdict back.
    Verdict(Option<Verdict>),
    Star(bool),
    Read(bool),
    Tag(String),
    Untag(String),
    /// On the document as a whole, or on a passage of it.
    Note(String, Option<Anchor>),
    /// Takes off the note that this decision made.
    Unnote(i64),
    /// The documents are versions of one text.
    Join,
    /// The documents are no versions of any others.
    Split,
    /// The document stands for its version group.
    Lead,
}

impl Act {
    /// It is about version groups, which follow it.
    pub fn regroups(&self) -> bool {
        matches!(self, Self::Join | Self::Split | Self::Lead)
    }

    /// It is about notes.
    pub fn is_on_notes(&self) -> bool {
        matches!(self, Self::Note(..) | Self::Unnote(_))
    }

    /// The act's word and value as the log has them.
    pub fn written(&self) -> (&'static str, String) {
        let yes = |on: bool| if on { "yes" } else { "no" }.to_owned();
        match self {
            Self::Verdict(verdict) => ("verdict", verdict.map_or("none", Verdict::as_str).to_owned()),
            Self::Star(on) => ("star", yes(*on)),
            Self::Read(on) => ("read", yes(*on)),
            Self::Tag(tag) => ("tag", tag.clone()),
            Self::Untag(tag) => ("untag", tag.clone()),
            Self::Note(text, _) => ("note", text.clone()),
            Self::Unnote(decision) => ("unnote", decision.to_string()),
            Self::Join => ("join", String::new()),
            Self::Split => ("split", String::new()),
            Self::Lead => ("lead", String::new()),
        }
    }
}

/// A logged act in words: "kept 3 documents".
pub fn describe(act: &str, value: Option<&str>, count: usize) -> String {
    let documents = counted(count, "document");
    match (act, value.unwrap_or_default()) {
        ("verdict", "none") => format!("verdict taken from {documents}"),
        ("verdict", "keep") => format!("kept {documents}"),
        ("verdict", "drop") => format!("dropped {documents}"),
        ("verdict", _) => format!("left {documents} for later"),
        ("star", "yes") => format!("starred {documents}"),
        ("star", _) => format!("star taken from {documents}"),
        ("read", "yes") => format!("{documents} marked read"),
        ("read", _) => format!("{documents} marked unread"),
        ("tag", tag) => format!("tagged {documents} {tag}"),
        ("untag", tag) => format!("tag {tag} taken from {documents}"),
        ("note", _) => format!("note put on {documents}"),
        ("unnote", _) => format!("note taken from {documents}"),
        ("join", _) => format!("{documents} joined as versions"),
        ("split", _) => format!("{documents} taken out of the version group"),
        ("import", what) => format!("took over {what}"),
        ("lead", _) => format!("{documents} made leader of the version group"),
        (other, _) => format!("{other} of {documents}"),
    }
}

/// What documents are already that an act would make so: "3 documents are kept already".
pub fn describe_known(act: &Act, count: usize) -> String {
    let (documents, are) = (counted(count, "document"), if count == 1 { "is" } else { "are" });
    let state = match act {
        Act::Verdict(Some(Verdict::Keep)) => "kept already",
        Act::Verdict(Some(Verdict::Drop)) => "dropped already",
        Act::Verdict(Some(Verdict::Later)) => "left for later already",
        Act::Verdict(None) => return format!("{documents} {} no verdict", if count == 1 { "has" } else { "have" }),
        Act::Star(true) => "starred already",
        Act::Star(false) => "not starred",
        Act::Read(true) => "marked read already",
        Act::Read(false) => "not marked read",
        Act::Tag(tag) => return format!("{documents} {are} tagged {tag} already"),
        Act::Untag(tag) => return format!("{documents} {are} not tagged {tag}"),
        _ => "so already",
    };
    format!("{documents} {are} {state}")
}
