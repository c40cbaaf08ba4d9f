//! FollowTheMoney entities: the documents, who is named in each, and which are versions of another.
//!
//! Ids follow from keys and names alone, so that an export taken later updates what an earlier one
//! brought. The model has no place for where in a text somebody is named, so there are no offsets.

use super::{ExportError, Item, Writer, json};
use crate::library::types::{EntityKind, day};
use serde_json::{Map, Value};
use std::io::Write;

pub(super) struct Entities;

impl Writer for Entities {
    fn document(&mut self, item: &Item<'_>, to: &mut dyn Write) -> Result<usize, ExportError> {
        let own = document_id(&item.document.row.key);
        json::line(to, &document(item, &own)?)?;
        let mut count = 1;
        for entity in &item.document.entities {
            let mut names = Values::default();
            names.put("document", &own);
            names.put("name", &entity.name);
            entity.forms.iter().for_each(|(form, _)| names.put("name", form));
            if let Some(schema) = schema(entity.kind) {
                names.put("detectedSchema", schema);
            }
            json::line(to, &names.entity(&id(&["mention", &own, entity.kind.as_str(), &entity.name]), "Mention"))?;
            count += 1;
        }
        if let Some((leader, tie)) = item.library.tie_to_leader(item.document.row.number)?
            && item.all.contains(leader)
        {
            let leader = document_id(&item.library.key(leader)?);
            let mut similar = Values::default();
            similar.put("candidate", &own);
            similar.put("match", &leader);
            similar.put("confidenceScore", &format!("{:.4}", tie.similarity));
            similar.put(
                "criteria",
                &format!(
                    "{}: {:.1}% of it stand in the other, {:.1}% of the other in it",
                    tie.relation.as_str(),
                    tie.containment * 100.0,
                    tie.contained * 100.0
                ),
            );
            similar.put("matcher", "variorum");
            json::line(to, &similar.entity(&id(&["similar", &own, &leader]), "Similar"))?;
            count += 1;
        }
        Ok(count)
    }
}

/// The schema of a named thing; there is none for the rest.
fn schema(kind: EntityKind) -> Option<&'static str> {
    match kind {
        EntityKind::Person => Some("Person"),
        EntityKind::Org => Some("Organization"),
        EntityKind::Place => Some("Address"),
        EntityKind::Misc => None,
    }
}

fn document(item: &Item<'_>, own: &str) -> Result<Value, ExportError> {
    let document = item.document;
    let (row, mail) = (&document.row, item.is_mail());
    let mut out = Values::default();
    out.put("title", item.name());
    out.put("fileName", document.path.rsplit(['/', '\\']).next().unwrap_or(&document.path));
    out.put("bodyText", &document.text);
    let date = row.date.as_deref().unwrap_or_default();
    // The model knows no time zones other than UTC: the day as the document has it.
    out.put(if mail { "authoredAt" } else { "publishedAt" }, day(date));
    out.put("language", document.language.as_deref().and_then(language).unwrap_or_default());
    out.put("sourceUrl", document.url.as_deref().unwrap_or_default());
    out.put("author", item.field("author").unwrap_or_default());
    out.put("messageId", item.field("message id").unwrap_or_default());
    if mail {
        out.put("subject", &row.title);
        for (name, field) in
            [("from", "from"), ("to", "to"), ("cc", "cc"), ("bcc", "bcc"), ("inReplyTo", "in reply to")]
        {
            out.put(name, item.field(field).unwrap_or_default());
        }
    } else {
        out.put("publisher", row.source.as_deref().unwrap_or_default());
    }
    row.standing.tags.iter().for_each(|tag| out.put("keywords", tag));
    document.notes.iter().for_each(|note| out.put("notes", &note.told()));
    if let Some(parent) = item.parent()? {
        out.put("parent", &document_id(&item.library.key(parent)?));
    }
    let schema = match (mail, &row.source, &document.url) {
        (true, ..) => "Email",
        (_, None, None) => "Document",
        _ => "Article",
    };
    Ok(out.entity(own, schema))
}

/// The languages that the model has names for: ISO 639-1, and its own three letters.
const LANGUAGES: &str = "af:afr am:amh ar:ara az:aze be:bel bn:ben bs:bos bg:bul ca:cat cs:ces da:dan de:deu el:ell en:eng et:est \
    fa:fas fi:fin fr:fra ga:gle he:heb hi:hin hr:hrv hu:hun hy:hye id:ind is:isl it:ita ja:jpn kn:kan ka:kat \
    kk:kaz km:khm ky:kir ko:kor lo:lao lv:lav lt:lit lb:ltz mk:mkd mt:mlt mn:mon ms:msa my:mya ne:nep nl:nld \
    no:nor nb:nor nn:nor pl:pol pt:por ps:pus ro:ron ru:rus si:sin sk:slk sl:slv es:spa sq:sqi sr:srp sw:swa \
    sv:swe ta:tam te:tel tg:tgk tl:tgl th:tha tk:tuk tr:tur uk:ukr ur:urd uz:uzb vi:vie zh:zho";

/// The model's name of a language, if it has one.
fn language(code: &str) -> Option<&'static str> {
    let main = code.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    let mut known = LANGUAGES.split(' ').filter_map(|pair| pair.split_once(':'));
    known.find(|(two, three)| *two == main || *three == main).map(|(_, three)| three)
}

fn document_id(key: &str) -> String {
    id(&["document", key])
}

/// An id that follows from words: the same for the same, always.
fn id(parts: &[&str]) -> String {
    super::urn(parts).replace("urn:uuid:", "variorum-")
}

/// Properties, each a list of texts.
#[derive(Default)]
struct Values(Map<String, Value>);

impl Values {
    /// Adds a value that says something and is not there yet.
    fn put(&mut self, name: &str, value: &str) {
        if value.trim().is_empty() {
            return;
        }
        let values = self.0.entry(name).or_insert_with(|| Value::Array(Vec::new()));
        if let Value::Array(values) = values
            && !values.iter().any(|known| known == value)
        {
            values.push(value.into());
        }
    }

    fn entity(self, id: &str, schema: &str) -> Value {
        serde_json::json!({"id": id, "schema": schema, "properties": self.0})
    }
}
