//! What lies on the pages of a document beside their text: what was filled into a form, what was remarked,
//! and the files that are pinned there.

use super::{dictionary, embedded, resolve, words};
use pdf_extract::{Dictionary, Document, Object, ObjectId};
use std::collections::HashSet;

/// The most that is looked at in one document.
const MOST: usize = 50_000;

/// Fields in fields.
const DEEPEST: usize = 16;

/// What lies on the pages of one document.
#[derive(Default)]
pub(super) struct Beside {
    looked_at: usize,
    /// Fields that have been read: one may be shown in several places.
    read: HashSet<ObjectId>,
    /// Files that are pinned to pages, with their names.
    pub(super) pinned: Vec<(String, Vec<u8>)>,
}

impl Beside {
    /// What lies on a page, a value or remark a paragraph.
    pub(super) fn page(&mut self, document: &Document, page: ObjectId) -> Vec<String> {
        let page = document.get_object(page).ok().and_then(|page| page.as_dict().ok());
        let list = page.and_then(|page| resolve(document, page.get(b"Annots").ok()?)?.as_array().ok());
        let mut out = Vec::new();
        for entry in list.into_iter().flatten() {
            self.looked_at += 1;
            if self.looked_at > MOST {
                break;
            }
            let Some(note) = dictionary(document, Some(entry)) else { continue };
            let said = match name(document, note, b"Subtype").unwrap_or_default() {
                b"Widget" => self.field(document, entry, note),
                // These say where something leads, or show what another says.
                b"Link" | b"Popup" | b"PrinterMark" | b"TrapNet" | b"Watermark" => None,
                kind => {
                    if kind == b"FileAttachment" && self.pinned.len() < 1_000 {
                        let file = dictionary(document, note.get(b"FS").ok());
                        self.pinned.extend(file.and_then(|file| embedded(document, file, self.pinned.len() + 1)));
                    }
                    let said = string(document, note, b"Contents");
                    said.map(|said| match string(document, note, b"T") {
                        Some(author) => format!("{author}: {said}"),
                        None => said,
                    })
                }
            };
            out.extend(said);
        }
        out
    }

    /// The value of a field of a form behind its name, once.
    fn field(&mut self, document: &Document, entry: &Object, widget: &Dictionary) -> Option<String> {
        let (mut field, mut id) = (widget, entry.as_reference().ok());
        let (mut value, mut label) = (None, None);
        for _ in 0..DEEPEST {
            value = value.or_else(|| {
                let value = filled(document, field)?;
                // It is the field's that has the value, however often that is shown.
                id.is_none_or(|id| self.read.insert(id)).then_some(value)
            });
            label = label.or_else(|| string(document, field, b"TU").or_else(|| string(document, field, b"T")));
            let Ok(parent) = field.get(b"Parent") else { break };
            let Some(next) = dictionary(document, Some(parent)) else { break };
            (field, id) = (next, parent.as_reference().ok());
        }
        let value = value?;
        Some(label.map_or_else(|| value.clone(), |label| format!("{label}: {value}")))
    }
}

/// What a field holds; nothing for a box that is not ticked.
fn filled(document: &Document, field: &Dictionary) -> Option<String> {
    let value = resolve(document, field.get(b"V").ok()?)?;
    let text = |value: &Object| match value {
        Object::String(bytes, _) => words(bytes),
        Object::Name(name) if name != b"Off" => words(name),
        _ => String::new(),
    };
    let said = match value {
        Object::Array(chosen) => {
            let chosen = chosen.iter().filter_map(|one| resolve(document, one)).map(text);
            chosen.filter(|one| !one.is_empty()).collect::<Vec<_>>().join(", ")
        }
        value => text(value),
    };
    Some(said).filter(|said| !said.is_empty())
}

fn string(document: &Document, from: &Dictionary, key: &[u8]) -> Option<String> {
    let said = words(resolve(document, from.get(key).ok()?)?.as_str().ok()?);
    Some(said).filter(|said| !said.is_empty())
}

fn name<'d>(document: &'d Document, from: &'d Dictionary, key: &[u8]) -> Option<&'d [u8]> {
    resolve(document, from.get(key).ok()?)?.as_name().ok()
}
