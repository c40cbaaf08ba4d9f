//! Recognise names in a text and resolve their forms to entities.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Ord, PartialOrd)]
pub enum EntityType {
    Person,
    Org,
    Place,
    Misc,
}
pub struct Mention {
    pub start: u32,
    pub end: u32,
    pub kind: EntityType,
}
#[derive(Default)]
pub struct CaseStats;
pub fn recognise(_: &str, _: &CaseStats) -> Vec<Mention> {
    Vec::new()
}
pub struct LocalEntity {
    pub name: String,
    pub kind: EntityType,
    pub mentions: Vec<usize>,
}
pub struct Alias {
    pub short: String,
    pub long: String,
    pub reason: String,
}
pub struct Resolved {
    pub entities: Vec<LocalEntity>,
    pub aliases: Vec<Alias>,
}
pub fn resolve(_: &str, _: &[Mention]) -> Resolved {
    Resolved { entities: vec![], aliases: vec![] }
}
pub struct Name {
    pub name: String,
    pub kind: EntityType,
    pub documents: u32,
    pub mentions: u32,
}
pub struct StatedAlias {
    pub short: String,
    pub long: String,
    pub documents: u32,
}
pub fn across(n: &[Name], _: &[StatedAlias]) -> Vec<usize> {
    (0..n.len()).collect()
}
pub fn name_key(n: &str) -> String {
    n.to_lowercase()
}
