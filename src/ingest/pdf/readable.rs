//! Changes in a document that say the same in a way that the reader of its pages understands: widths of
//! letters that are given for ranges of them, and the two operators that show a text on the next line.

use super::resolve;
use pdf_extract::content::{Content, Operation};
use pdf_extract::{Dictionary, Document, Object, ObjectId, Stream};
use regex::bytes::Regex;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// A picture among the operators, as one of a single dot: that one stands there, and how large, is all that is
/// looked for in it, and its bytes are not kept where they are packed.
const PICTURE: &str = "BI /W 1 /H 1 /BPC 8 /CS /G ID 0 EI";

/// Widths that are written out for one font.
const WIDTHS: usize = 1 << 17;

/// Makes the texts of a document readable.
pub(super) fn make_readable(document: &mut Document) {
    for (id, widths) in all_widths(document) {
        if let Some(font) = document.objects.get_mut(&id).and_then(|object| object.as_dict_mut().ok()) {
            font.set("W", Object::Array(widths));
        }
    }
    let Ok(quoted) = Regex::new(r#"[)>]\s*['"]"#) else { return };
    let pages: Vec<ObjectId> = document.get_pages().into_values().collect();
    for page in pages {
        let content = caught(|| document.get_page_content(page).ok()).filter(|content| quoted.is_match(content));
        if let Some(content) = content.and_then(|content| caught(|| spelt_out(&content))) {
            let stream = document.add_object(Stream::new(Dictionary::new(), content));
            if let Some(page) = document.objects.get_mut(&page).and_then(|object| object.as_dict_mut().ok()) {
                page.set("Contents", Object::Reference(stream));
            }
        }
    }
    for object in document.objects.values_mut() {
        let Object::Stream(form) = object else { continue };
        if !form.dict.get(b"Subtype").is_ok_and(|kind| kind.as_name().is_ok_and(|kind| kind == b"Form")) {
            continue;
        }
        let content = caught(|| Some(plain(form))).filter(|content| quoted.is_match(content));
        if let Some(content) = content.and_then(|content| caught(|| spelt_out(&content))) {
            let mut dict = form.dict.clone();
            ["Filter", "DecodeParms"].iter().for_each(|key| _ = dict.remove(key.as_bytes()));
            *form = Stream::new(dict, content);
        }
    }
}

/// What the reader of objects makes of it, or nothing where it breaks down.
fn caught<T>(work: impl FnOnce() -> Option<T>) -> Option<T> {
    catch_unwind(AssertUnwindSafe(work)).ok().flatten()
}

fn plain(stream: &Stream) -> Vec<u8> {
    stream.decompressed_content().unwrap_or_else(|_| stream.content.clone())
}

/// The widths of all fonts whose letters are numbers.
fn all_widths(document: &Document) -> Vec<(ObjectId, Vec<Object>)> {
    let fonts = document.objects.iter().filter_map(|(id, object)| {
        let font = object.as_dict().ok()?;
        let kind = font.get(b"Subtype").ok()?.as_name().ok()?;
        if !matches!(kind, b"CIDFontType0" | b"CIDFontType2") {
            return None;
        }
        let given = resolve(document, font.get(b"W").ok()?)?.as_array().ok()?;
        Some((*id, widths(document, given)))
    });
    fonts.collect()
}

/// Widths as lists alone: `first last width` as `first [width width …]`.
fn widths(document: &Document, given: &[Object]) -> Vec<Object> {
    let mut out = Vec::new();
    let (mut at, mut room) = (0, WIDTHS);
    let number = |at: usize| resolve(document, given.get(at)?).filter(|number| number.as_float().is_ok()).cloned();
    let figure = |at: usize| number(at).and_then(|number| number.as_float().ok()).map(|number| number as i64);
    while let Some(first) = figure(at) {
        let list = given.get(at + 1).and_then(|next| resolve(document, next)?.as_array().ok());
        let widths: Vec<Object> = match list {
            Some(list) => {
                at += 2;
                let known = list.iter().map(|width| resolve(document, width).filter(|width| width.as_float().is_ok()));
                known.map(|width| width.cloned().unwrap_or(Object::Integer(1000))).take(room).collect()
            }
            None => {
                let (Some(last), Some(width)) = (figure(at + 1), number(at + 2)) else { break };
                at += 3;
                let span = usize::try_from(last.saturating_sub(first)).map_or(0, |span| span.saturating_add(1));
                vec![width; span.min(room)]
            }
        };
        room -= widths.len();
        out.extend([Object::Integer(first), Object::Array(widths)]);
    }
    out
}

/// A content in which `'` and `"` are written as what they stand for; none where it has neither.
fn spelt_out(content: &[u8]) -> Option<Vec<u8>> {
    let content = Content::decode(content).ok()?;
    let is_quote = |operation: &Operation| matches!(&*operation.operator, "'" | "\"");
    if !content.operations.iter().any(is_quote) {
        return None;
    }
    let mut operations = Vec::with_capacity(content.operations.len());
    for mut operation in content.operations {
        match (&*operation.operator, operation.operands.len()) {
            ("'", 1) => {
                operations.push(Operation::new("T*", Vec::new()));
                operations.push(Operation::new("Tj", operation.operands));
            }
            ("\"", 3) => {
                let text = operation.operands.split_off(2);
                let spacing = operation.operands.split_off(1);
                operations.push(Operation::new("Tw", operation.operands));
                operations.push(Operation::new("Tc", spacing));
                operations.push(Operation::new("T*", Vec::new()));
                operations.push(Operation::new("Tj", text));
            }
            ("BI", _) => operations.push(Operation::new(PICTURE, Vec::new())),
            _ => operations.push(operation),
        }
    }
    Content { operations }.encode().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_of_widths_are_lists() {
        let document = Document::new();
        let integers = |all: &[i64]| all.iter().map(|&one| Object::Integer(one)).collect::<Vec<_>>();
        let list = |all: &[i64]| Object::Array(integers(all));
        let given =
            [&integers(&[3, 5, 250])[..], &[Object::Integer(9), list(&[1, 2])], &integers(&[20, 19, 7])].concat();
        let made = widths(&document, &given);
        let want =
            [Object::Integer(3), list(&[250; 3]), Object::Integer(9), list(&[1, 2]), Object::Integer(20), list(&[])];
        assert_eq!(made, want);
        let endless = widths(&document, &integers(&[0, i64::MAX, 1]));
        assert_eq!(endless[1].as_array().unwrap().len(), WIDTHS);
        assert_eq!(widths(&document, &integers(&[1, 2])), []);
    }

    #[test]
    fn quotes_are_spelt_out() {
        let made = spelt_out(b"BT 14 TL (don't \"x\") Tj (two) ' 1 2 (three) \" ET").unwrap();
        let made = String::from_utf8(made).unwrap();
        let wanted = ["T*", "(two) Tj", "1 Tw", "2 Tc", "T*", "(three) Tj", "ET"];
        assert_eq!(made.lines().collect::<Vec<_>>()[3..], wanted, "{made}");
        assert!(spelt_out(b"BT (don't) Tj ET").is_none());
        for picture in ["/W 2 /H 1 /BPC 8 /CS /G ID ab EI", "/W 9 /H 9 /BPC 8 /CS /RGB /F /DCT ID a'b\n(c' EI"] {
            let made = spelt_out(format!("q 5 0 0 5 0 0 cm BI {picture}\nQ BT (two) ' ET").as_bytes()).unwrap();
            let operations = Content::decode(&made).unwrap().operations;
            let operators: Vec<&str> = operations.iter().map(|operation| &*operation.operator).collect();
            assert_eq!(operators, ["q", "cm", "BI", "Q", "BT", "T*", "Tj", "ET"], "{picture}");
        }
    }
}
