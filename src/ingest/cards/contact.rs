//! One card of an address book.

use super::{Card, moment, word};
use crate::ingest::Stamp;
use calcard::vcard::{VCard, VCardEntry, VCardParameterName, VCardProperty, VCardValue};
use std::collections::HashMap;

/// What says nothing of the person.
const TECHNICAL: [VCardProperty; 8] = [
    VCardProperty::Begin,
    VCardProperty::End,
    VCardProperty::Version,
    VCardProperty::Prodid,
    VCardProperty::Uid,
    VCardProperty::Rev,
    VCardProperty::Clientpidmap,
    VCardProperty::Jsprop,
];

/// Kinds of numbers and addresses that go without saying.
const PLAIN: [&str; 4] = ["pref", "internet", "voice", "x-internet"];

pub(super) fn card(card: &VCard) -> Card {
    let mut out = Card { id: card.uid().map(str::to_owned), ..Card::default() };
    let first = |property| card.property(property).map(shown).filter(|value| !value.is_empty());
    let spelt = card.property(&VCardProperty::N).map(name).filter(|name| !name.is_empty());
    let called = first(&VCardProperty::Fn).or(spelt.clone());
    out.title = called.clone().or_else(|| first(&VCardProperty::Org)).unwrap_or_default();
    out.date = card.property(&VCardProperty::Rev).and_then(|entry| Stamp::parse(&shown(entry)));
    let labels = labels(card);
    for entry in &card.entries {
        let is_label = is_label(entry) && entry.group.as_ref().is_some_and(|group| labels.contains_key(group));
        if TECHNICAL.contains(&entry.name) || entry.name == VCardProperty::Fn || is_label {
            continue;
        }
        let value = match entry.name {
            // The same name in its parts.
            VCardProperty::N if spelt == called => continue,
            VCardProperty::N => name(entry),
            _ => shown(entry),
        };
        if entry.name == VCardProperty::Note {
            out.prose(&text(entry));
            continue;
        }
        let own = entry.group.as_ref().and_then(|group| labels.get(group));
        let kinds: Vec<String> = own.cloned().into_iter().chain(kinds(entry)).collect();
        let name = word(entry.name.as_str());
        let name = if kinds.is_empty() { name } else { format!("{name} ({})", kinds.join(", ")) };
        out.line(&name, &value);
        for label in entry.parameters(&VCardParameterName::Label).filter_map(|value| value.as_text()) {
            out.line(&name, label);
        }
    }
    out
}

/// A name in the order in which it is said.
fn name(entry: &VCardEntry) -> String {
    let parts: Vec<String> = entry.values.iter().map(value).collect();
    let part = |index: usize| parts.get(index).map(String::as_str).unwrap_or_default().trim();
    let said = [part(3), part(1), part(2), part(0)].into_iter().filter(|part| !part.is_empty());
    let said = said.collect::<Vec<_>>().join(" ");
    match part(4) {
        "" => said,
        suffix => format!("{said}, {suffix}"),
    }
}

fn shown(entry: &VCardEntry) -> String {
    let values = entry.values.iter().map(value).filter(|value| !value.trim().is_empty());
    values.collect::<Vec<_>>().join(", ")
}

/// Running text, in which a comma does not part two values.
fn text(entry: &VCardEntry) -> String {
    entry.values.iter().map(value).collect::<Vec<_>>().join(",")
}

fn value(value: &VCardValue) -> String {
    match value {
        VCardValue::Text(text) => text.strip_prefix("mailto:").or(text.strip_prefix("tel:")).unwrap_or(text).to_owned(),
        VCardValue::Integer(number) => number.to_string(),
        VCardValue::Float(number) => number.to_string(),
        VCardValue::Boolean(is) => is.to_string(),
        VCardValue::PartialDateTime(date) => moment(date),
        VCardValue::Binary(data) => {
            format!("[{}, {} bytes]", data.content_type.as_deref().unwrap_or("data"), data.data.len())
        }
        VCardValue::Component(parts) => {
            parts.iter().map(|part| part.trim()).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
        }
        other => other.as_text().unwrap_or_default().to_lowercase(),
    }
}

fn kinds(entry: &VCardEntry) -> Vec<String> {
    let stated = entry.parameters(&VCardParameterName::Type).filter_map(|value| value.as_text());
    let mut kinds: Vec<String> = Vec::new();
    for kind in stated.flat_map(|stated| stated.split(',')).map(|kind| kind.trim().to_lowercase()) {
        if !kind.is_empty() && !PLAIN.contains(&&*kind) && !kinds.contains(&kind) {
            kinds.push(kind);
        }
    }
    kinds
}

fn is_label(entry: &VCardEntry) -> bool {
    matches!(&entry.name, VCardProperty::Other(name) if name.eq_ignore_ascii_case("X-ABLABEL"))
}

/// What some address books say of a number in a line of its own, of the same group.
fn labels(card: &VCard) -> HashMap<String, String> {
    let stated = card.entries.iter().filter(|entry| is_label(entry)).filter_map(|entry| {
        let group = entry.group.clone()?;
        let is_used = card.entries.iter().any(|other| !is_label(other) && other.group.as_ref() == Some(&group));
        let label = shown(entry).replace("_$!<", "").replace(">!$_", "");
        (is_used && !label.is_empty()).then_some((group, label))
    });
    stated.collect()
}
