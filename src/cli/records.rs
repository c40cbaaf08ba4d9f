//! The JSON Lines of the commands. Offsets in them are Unicode code points, and each says so.

pub use crate::library::export::records::{Shown, Span, UNIT, id, round};

use crate::library::types::entities::{Card, CardForm};
use crate::library::types::{Apart, DocNo, Entity, EntityInDocument, EntityKind, Group, Member};
use serde::{Deserialize, Serialize};

#[derive(Serialize)]
pub struct Hit<'d> {
    pub key: &'d str,
    pub title: &'d str,
    pub date: Option<&'d str>,
    pub source: Option<&'d str>,
    pub path: &'d str,
    pub score: f32,
    pub group: Option<u32>,
    pub versions: u32,
    /// The share of words that have stood in no document before, 0 to 1.
    pub new: f32,
    pub hits: Vec<Span>,
    pub snippet: String,
    pub unit: &'static str,
}

#[derive(Serialize)]
pub struct EntityLine {
    entity: String,
    name: String,
    #[serde(rename = "type")]
    kind: &'static str,
    forms: Vec<String>,
    mentions: u32,
    documents: u32,
    /// The readers' lists that it is on.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    lists: Vec<String>,
}

impl From<Entity> for EntityLine {
    fn from(entity: Entity) -> Self {
        Self {
            entity: id(entity.entity),
            name: entity.name,
            kind: entity.kind.as_str(),
            forms: entity.forms,
            mentions: entity.mentions,
            documents: entity.documents,
            lists: entity.lists,
        }
    }
}

impl From<&EntityInDocument> for EntityLine {
    fn from(entity: &EntityInDocument) -> Self {
        Self {
            entity: id(entity.entity),
            name: entity.name.clone(),
            kind: entity.kind.as_str(),
            forms: entity.forms.iter().map(|(form, _)| form.clone()).collect(),
            mentions: entity.forms.iter().map(|form| form.1).sum(),
            documents: entity.documents,
            lists: entity.lists.clone(),
        }
    }
}

impl EntityLine {
    pub fn plain(&self) -> String {
        let forms: Vec<&str> = self.forms.iter().map(String::as_str).filter(|&form| form != self.name).collect();
        let also = if forms.is_empty() { String::new() } else { format!("  also: {}", forms.join(", ")) };
        let on = if self.lists.is_empty() { String::new() } else { format!("  [{}]", self.lists.join(", ")) };
        let (entity, kind) = (&self.entity, self.kind);
        format!("{entity:6} {kind:6} {:>6} in {:>5}  {}{on}{also}", self.mentions, self.documents, self.name)
    }
}

/// What is known of an entity.
#[derive(Serialize)]
pub struct CardLine<'c> {
    entity: String,
    name: &'c str,
    #[serde(rename = "type")]
    kind: Option<EntityKind>,
    mentions: u32,
    documents: u32,
    first_date: Option<&'c str>,
    last_date: Option<&'c str>,
    /// Of the documents, how many have no date.
    undated: u32,
    first_batch: Option<&'c str>,
    first_document: Option<&'c str>,
    forms: Vec<CardFormLine<'c>>,
    by_date: Vec<(&'c str, u32)>,
    near: Vec<NearLine<'c>>,
    /// How many documents were looked through for that.
    looked_through: u32,
    versions: Vec<DifferLine<'c>>,
    lists: Vec<OnListLine<'c>>,
}

#[derive(Serialize)]
pub struct CardFormLine<'c> {
    form: &'c str,
    #[serde(rename = "type")]
    kind: EntityKind,
    mentions: u32,
    /// Why it is a form of the entity; empty for its name.
    reason: &'c str,
}

#[derive(Serialize)]
pub struct NearLine<'c> {
    name: &'c str,
    #[serde(rename = "type")]
    kind: EntityKind,
    places: u32,
}

/// Versions of one text that name it, and those that do not.
#[derive(Serialize)]
pub struct DifferLine<'c> {
    with: &'c [String],
    without: &'c [String],
}

#[derive(Serialize)]
pub struct OnListLine<'c> {
    list: &'c str,
    name: &'c str,
    id: Option<&'c str>,
}

impl<'c> CardLine<'c> {
    pub fn of(card: &'c Card) -> Self {
        let form = |form: &'c CardForm| CardFormLine {
            form: &form.text,
            kind: form.kind,
            mentions: form.mentions,
            reason: &form.reason,
        };
        Self {
            entity: id(card.entity),
            name: &card.name,
            kind: card.kind,
            mentions: card.mentions,
            documents: card.documents,
            first_date: card.dates.as_ref().map(|dates| dates.0.as_str()),
            last_date: card.dates.as_ref().map(|dates| dates.1.as_str()),
            undated: card.undated,
            first_batch: card.first.as_ref().map(|first| first.0.as_str()),
            first_document: card.first.as_ref().map(|first| first.1.as_str()),
            forms: card.forms.iter().map(form).collect(),
            by_date: card.by_date.iter().map(|(period, documents)| (period.as_str(), *documents)).collect(),
            near: card
                .beside
                .iter()
                .map(|(name, kind, places)| NearLine { name, kind: *kind, places: *places })
                .collect(),
            looked_through: card.looked_at,
            versions: card.versions.iter().map(|(with, without)| DifferLine { with, without }).collect(),
            lists: card
                .listed
                .iter()
                .map(|on| OnListLine { list: &on.list, name: &on.name, id: on.id.as_deref() })
                .collect(),
        }
    }
}

#[derive(Serialize)]
pub struct MentionLine<'t> {
    pub document: &'t str,
    pub entity: String,
    pub start: usize,
    pub end: usize,
    pub text: &'t str,
    pub left: String,
    pub right: String,
    pub unit: &'static str,
}

#[derive(Serialize)]
pub struct GroupLine<'g> {
    pub group: Option<u32>,
    pub leader: &'g str,
    pub members: Vec<MemberLine<'g>>,
    /// What was kept apart although some members are versions of it.
    #[serde(skip_serializing_if = "<[ApartLine]>::is_empty")]
    pub kept_apart: Vec<ApartLine<'g>>,
}

#[derive(Serialize)]
pub struct ApartLine<'g> {
    pub document: &'g str,
    pub versions: u32,
    /// Pairs of documents, one on each side, that are versions of each other.
    pub pairs: u32,
    #[serde(skip)]
    pub told: String,
}

#[derive(Serialize)]
pub struct MemberLine<'g> {
    pub document: &'g str,
    pub copies: &'g [String],
    pub similarity: f32,
    pub containment: f32,
    pub contained: f32,
    pub relation: &'static str,
    pub nearest: Option<&'g str>,
    /// What changed against the leader, where that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub change: Option<String>,
}

impl<'g> ApartLine<'g> {
    pub fn of(apart: &'g Apart) -> Self {
        Self { document: &apart.key, versions: apart.versions, pairs: apart.ties, told: apart.told(0) }
    }
}

impl<'g> GroupLine<'g> {
    pub fn of(group: &'g Group) -> Self {
        let key = |number: DocNo| {
            group.members.iter().find(|member| member.row.number == number).map(|member| member.row.key.as_str())
        };
        let member = |member: &'g Member| MemberLine {
            document: &member.row.key,
            copies: &member.copies,
            similarity: round(member.similarity),
            containment: round(member.containment),
            contained: round(member.contained),
            relation: member.relation.as_str(),
            nearest: member.nearest.and_then(key),
            change: None,
        };
        Self {
            group: Some(group.group),
            leader: key(group.leader).unwrap_or_default(),
            members: group.members.iter().map(member).collect(),
            kept_apart: Vec::new(),
        }
    }
}

#[derive(Serialize, Deserialize)]
pub struct DecisionLine {
    pub decision: i64,
    /// RFC 3339.
    pub when: String,
    pub who: String,
    pub act: String,
    pub documents: Vec<String>,
    pub value: Option<String>,
    pub undone: bool,
    /// When it was last taken back or restored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub turned: Option<String>,
    /// Made by the program for the reader; undo passes it over.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub quiet: bool,
    /// The first decision of the same act of the reader.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub with: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub passage: Option<Passage>,
}

/// The passage of a note, with what stands around it.
#[derive(Serialize, Deserialize)]
pub struct Passage {
    pub start: usize,
    pub end: usize,
    pub text: String,
    pub before: String,
    pub behind: String,
    pub unit: String,
}

/// A note that stands.
#[derive(Serialize)]
pub struct NoteLine {
    pub note: i64,
    pub document: String,
    pub who: String,
    pub when: String,
    pub text: String,
    pub start: Option<usize>,
    pub end: Option<usize>,
    pub quote: Option<String>,
    pub unit: &'static str,
}
