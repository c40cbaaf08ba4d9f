//! The fields of the query language, with a line of explanation each: what the parser accepts,
//! what help and completion show.

use super::tree::{EntityKind, State, TextField};

/// A field of the query language.
#[derive(Clone, Copy, Debug)]
pub struct FieldInfo {
    /// Without the colon.
    pub name: &'static str,
    /// A query that uses it.
    pub example: &'static str,
    /// What it finds, in one line.
    pub help: &'static str,
    pub(super) kind: FieldKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FieldKind {
    Text(TextField),
    Date,
    Added,
    Words,
    Versions,
    New,
    Changed { added: bool },
    Lang,
    Entity(Option<EntityKind>),
    Batch,
    NewEntity,
    Tag,
    Verdict,
    By,
    Note,
    Type,
    Is,
    List,
    In,
    Like,
    Thread,
    Group,
    Sort,
}

/// Every field that can be asked for, in the order help shows them.
pub const FIELDS: [FieldInfo; 33] = [
    field("title", "title:haven", "words in the title", FieldKind::Text(TextField::Title)),
    field("body", "body:\"tax haven\"", "words in the text without its title", FieldKind::Text(TextField::Body)),
    field("source", "source:gazette", "words of the source's name", FieldKind::Text(TextField::Source)),
    field("path", "path:mail/2014", "words of the path, in this order", FieldKind::Text(TextField::Path)),
    field("url", "url:example.org", "words of the web address, in this order", FieldKind::Text(TextField::Url)),
    field("key", "key:letters/17*", "words of the document's key, in this order", FieldKind::Text(TextField::Key)),
    field("type", "type:eml", "the kind of file, by the ending of its name", FieldKind::Type),
    field("lang", "lang:en", "the language, as a two- or three-letter code", FieldKind::Lang),
    field(
        "date",
        "date:2014-01..2014-06",
        "the document's date, or a range; date:3w.. for the last three weeks",
        FieldKind::Date,
    ),
    field("added", "added:2d..", "when the document was added", FieldKind::Added),
    field("words", "words:>500", "the length in words", FieldKind::Words),
    field("versions", "versions:>1", "how many versions its group has", FieldKind::Versions),
    field("new", "new:>20", "how much of it has stood in no document before, in percent", FieldKind::New),
    field(
        "added-text",
        "added-text:\"tax haven\"",
        "words that this version has and its leader lacks",
        FieldKind::Changed { added: true },
    ),
    field(
        "removed-text",
        "removed-text:haven",
        "words that its leader has and this version lacks",
        FieldKind::Changed { added: false },
    ),
    field("batch", "batch:leak-2", "the batch it was added with", FieldKind::Batch),
    field(
        "new-entity",
        "new-entity:leak-2",
        "documents of a batch that name somebody or something never named before it",
        FieldKind::NewEntity,
    ),
    field(
        "entity",
        "entity:\"Anna Kern\"",
        "an entity under any of its forms; entity:person for any person",
        FieldKind::Entity(None),
    ),
    field("person", "person:kern", "a person under any form of the name", FieldKind::Entity(Some(EntityKind::Person))),
    field("org", "org:unesco", "an organisation under any form of the name", FieldKind::Entity(Some(EntityKind::Org))),
    field("place", "place:antwerp", "a place under any form of the name", FieldKind::Entity(Some(EntityKind::Place))),
    field("is", "is:undecided", "a state of the document", FieldKind::Is),
    field("list", "list:sanctions", "names of a list of yours; list:* for all lists", FieldKind::List),
    field("in", "in:boats", "a saved search, made with :save NAME", FieldKind::In),
    field("tag", "tag:follow-up", "a tag", FieldKind::Tag),
    field("verdict", "verdict:keep", "keep, drop, later or none", FieldKind::Verdict),
    field("by", "by:anna", "decided on by this reader", FieldKind::By),
    field("note", "note:\"ask again\"", "words of a note, in this order; note:* for any note", FieldKind::Note),
    field("like", "like:letters/17.txt", "versions of the document with this key", FieldKind::Like),
    field("thread", "thread:mail/17.eml", "the mails of the thread that this mail is of", FieldKind::Thread),
    field("group", "group:12", "the documents of a version group", FieldKind::Group),
    field("sort", "sort:-date", "the order: date, added, title, new or relevance; with - the reverse", FieldKind::Sort),
    field(
        "misc",
        "misc:\"Ode to Joy\"",
        "an entity that is no person, organisation or place",
        FieldKind::Entity(Some(EntityKind::Misc)),
    ),
];

/// The values of `is:` with what they mean.
pub const STATES: [(State, &str); 14] = [
    (State::New, "added with the latest batch"),
    (State::Read, "read"),
    (State::Unread, "not read yet"),
    (State::Decided, "with a verdict"),
    (State::Undecided, "without a verdict"),
    (State::Starred, "starred"),
    (State::Leader, "standing for its version group"),
    (State::Copy, "with exact copies"),
    (State::Unique, "in no version group"),
    (State::Failed, "whose file or record could not be read when it was added again"),
    (State::Noted, "with notes"),
    (State::Mixed, "of a version group with different verdicts"),
    (State::Disputed, "about which people disagree whose decisions were merged"),
    (State::Listed, "with a name of a list of yours"),
];

/// The operators with what they mean, as help shows them.
pub const OPERATORS: [(&str, &str); 15] = [
    ("tax haven", "both words, anywhere in title or text"),
    ("tax OR haven", "one of them, or both; capitals only"),
    ("tax -haven", "the first without the second; also tax NOT haven"),
    ("(a OR b) c", "parentheses group"),
    ("\"tax haven\"", "these words one after another"),
    ("\"tax haven\"~5", "in any order, with at most 5 other words among them"),
    ("tax NEAR/5 haven", "with at most 5 other words between them, in any order"),
    ("tax ADJ/5 haven", "with at most 5 other words between them, in this order"),
    ("hav*", "words that begin so"),
    ("h?ven", "? stands for one letter, * for any number"),
    ("haven~", "words that differ by a letter, or two in a long word; haven~1, haven~2"),
    ("/tax \\w+ haven/", "a regular expression over title or text; /.../i for any case"),
    ("=Haven", "exactly these letters, with their case and accents"),
    ("fraud NEAR/5 entity:person", "a word near any person"),
    ("title:(tax OR haven)", "a field for a whole group"),
];

const fn field(name: &'static str, example: &'static str, help: &'static str, kind: FieldKind) -> FieldInfo {
    FieldInfo { name, example, help, kind }
}

pub(super) fn find(name: &str) -> Option<FieldKind> {
    FIELDS.iter().find(|field| field.name.eq_ignore_ascii_case(name)).map(|field| field.kind)
}

/// The number in the example of a field.
pub(super) fn number_of(name: &str) -> Option<String> {
    let field = FIELDS.iter().find(|field| field.name.eq_ignore_ascii_case(name))?;
    let digits: String = field.example.chars().filter(char::is_ascii_digit).collect();
    (!digits.is_empty()).then_some(digits)
}

/// The known word nearest to `given`, if one is near enough to be a slip of the hand.
pub(super) fn nearest<'a>(given: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let given = given.to_lowercase();
    known
        .map(|word| (super::fuzzy::distance(&given, word, 3).unwrap_or(4), word))
        .filter(|&(distance, word)| distance <= 1 + word.len().min(given.len()) / 3 && distance < 4)
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, word)| word)
}
