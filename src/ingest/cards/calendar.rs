//! The appointments, tasks and notes of a calendar.

use super::{Card, moment, word};
use crate::ingest::{Stamp, html};
use calcard::common::IanaString;
use calcard::icalendar::{
    ICalendar, ICalendarComponent, ICalendarComponentType, ICalendarEntry, ICalendarParameterName,
    ICalendarParameterValue, ICalendarProperty, ICalendarValue, ICalendarValueType, Uri,
};

/// What is for programs: how the thing is kept, sent and shown.
const TECHNICAL: [ICalendarProperty; 16] = [
    ICalendarProperty::Begin,
    ICalendarProperty::End,
    ICalendarProperty::Uid,
    ICalendarProperty::Calscale,
    ICalendarProperty::Prodid,
    ICalendarProperty::Version,
    ICalendarProperty::Dtstamp,
    ICalendarProperty::Created,
    ICalendarProperty::LastModified,
    ICalendarProperty::Sequence,
    ICalendarProperty::Transp,
    ICalendarProperty::Color,
    ICalendarProperty::RefreshInterval,
    ICalendarProperty::Jsid,
    ICalendarProperty::Jsprop,
    ICalendarProperty::Acknowledged,
];

/// The like of some programs.
const OF_PROGRAMS: [&str; 6] = ["X-MICROSOFT-", "X-APPLE-", "X-MOZ-", "X-LIC-", "X-EVOLUTION-", "X-MS-"];

/// The description once more, with markup.
const MARKED_UP: &str = "X-ALT-DESC";

/// Nothing is nested so deep but to break readers: an alarm stands in an appointment, and that in a calendar.
const DEPTH: usize = 16;

/// Adds what stands in a calendar.
pub(super) fn cards(calendar: &ICalendar, out: &mut Vec<Card>) {
    let Some(root) = calendar.components.first() else { return };
    if !matches!(root.component_type, ICalendarComponentType::VCalendar) {
        out.push(card(calendar, root, DEPTH));
        return;
    }
    let before = out.len();
    let inner = root.component_ids.iter().filter_map(|&id| calendar.component_by_id(id));
    out.extend(inner.filter(|component| !is_technical(component)).map(|component| card(calendar, component, DEPTH)));
    // What a calendar says of itself, where it says it of one thing or of nothing.
    let mut own = Card::default();
    root.entries.iter().for_each(|entry| add(&mut own, entry));
    match &mut out[before..] {
        [] => out.push(own),
        [only] => own.lines.iter().for_each(|line| only.line("", line)),
        _ => {}
    }
}

fn is_technical(component: &ICalendarComponent) -> bool {
    use ICalendarComponentType::{Daylight, Standard, VAlarm, VTimezone};
    matches!(component.component_type, VTimezone | Standard | Daylight | VAlarm)
}

/// A component with those in it, as deep as `depth`.
fn card(calendar: &ICalendar, component: &ICalendarComponent, depth: usize) -> Card {
    let mut out = Card { id: component.uid().map(str::to_owned), ..Card::default() };
    let of = |property| component.property(property);
    out.title = of(&ICalendarProperty::Summary).map(shown).unwrap_or_default();
    out.source = of(&ICalendarProperty::Organizer).map(called).filter(|name| !name.is_empty());
    let dated = [
        ICalendarProperty::Dtstart,
        ICalendarProperty::Due,
        ICalendarProperty::Completed,
        ICalendarProperty::Created,
        ICalendarProperty::Dtstamp,
    ];
    out.date = dated.iter().filter_map(of).find_map(|entry| Stamp::parse(&shown(entry)));
    component.entries.iter().for_each(|entry| add(&mut out, entry));
    if out.prose.is_empty() {
        let marked_up = component.entries.iter().filter(|entry| entry.name.as_str().eq_ignore_ascii_case(MARKED_UP));
        marked_up.for_each(|entry| out.prose(&prose(entry)));
    }
    let inner = component.component_ids.iter().filter_map(|&id| calendar.component_by_id(id));
    for inner in inner.filter(|inner| depth > 0 && !is_technical(inner)) {
        let inner = card(calendar, inner, depth - 1);
        out.line("", &inner.title);
        inner.lines.iter().for_each(|line| out.line("", line));
        inner.prose.iter().for_each(|text| out.prose(text));
    }
    out
}

fn add(card: &mut Card, entry: &ICalendarEntry) {
    let name = entry.name.as_str().to_ascii_uppercase();
    if TECHNICAL.contains(&entry.name) || OF_PROGRAMS.iter().any(|start| name.starts_with(start)) {
        return;
    }
    match entry.name {
        ICalendarProperty::Summary if card.title == shown(entry) => {}
        ICalendarProperty::Description | ICalendarProperty::Comment | ICalendarProperty::StyledDescription => {
            card.prose(&prose(entry));
        }
        ICalendarProperty::Other(_) if name == MARKED_UP => {}
        ICalendarProperty::Attendee | ICalendarProperty::Organizer | ICalendarProperty::CalendarAddress => {
            card.line(&word(&name), &person(entry));
        }
        ICalendarProperty::Attach => attach(card, entry),
        _ => {
            let zone = entry.parameter(&ICalendarParameterName::Tzid).and_then(|zone| zone.as_text());
            let zone = zone.map(|zone| format!(" ({zone})")).unwrap_or_default();
            let value = shown(entry);
            if !value.is_empty() {
                card.line(&word(&name), &(value + &zone));
            }
        }
    }
}

fn attach(card: &mut Card, entry: &ICalendarEntry) {
    let stated = |name| entry.parameter(&name).and_then(|value| value.as_text());
    let named = stated(ICalendarParameterName::Filename);
    let other = ICalendarParameterName::Other("X-FILENAME".to_owned());
    let named = named.or_else(|| stated(other)).unwrap_or("attachment");
    let is_held = matches!(
        entry.parameter(&ICalendarParameterName::Value),
        Some(ICalendarParameterValue::Value(ICalendarValueType::Binary))
    );
    for value in &entry.values {
        let bytes = match value {
            ICalendarValue::Binary(bytes) => bytes.as_slice(),
            ICalendarValue::Uri(Uri::Data(data)) => &data.data,
            // What reads as a text comes as one.
            ICalendarValue::Text(text) if is_held => text.as_bytes(),
            other => {
                card.line("attached", &words(other));
                continue;
            }
        };
        card.line("attached", named);
        card.attached.push((named.to_owned(), bytes.to_vec()));
    }
}

fn prose(entry: &ICalendarEntry) -> String {
    let text = entry.values.iter().map(words).collect::<Vec<_>>().join(",");
    let is_page = text.trim_start().starts_with('<') && text.contains("</");
    if is_page { html::shown(&text) } else { text }
}

/// Somebody's name.
fn called(entry: &ICalendarEntry) -> String {
    let stated = entry.parameter(&ICalendarParameterName::Cn).and_then(|name| name.as_text());
    stated.or(entry.calendar_address()).unwrap_or_default().trim_matches('"').to_owned()
}

/// Somebody who is asked to come, and what came of it.
fn person(entry: &ICalendarEntry) -> String {
    let (name, address) = (called(entry), entry.calendar_address().unwrap_or_default());
    let mut out = if address.is_empty() || address == name { name } else { format!("{name} <{address}>") };
    let said = entry.parameter(&ICalendarParameterName::Partstat).and_then(|said| said.as_text());
    if let Some(said) = said.filter(|said| !said.eq_ignore_ascii_case("NEEDS-ACTION")) {
        out.push_str(&format!(" ({})", said.to_lowercase()));
    }
    out
}

fn shown(entry: &ICalendarEntry) -> String {
    entry.values.iter().map(words).filter(|value| !value.trim().is_empty()).collect::<Vec<_>>().join(", ")
}

fn words(value: &ICalendarValue) -> String {
    match value {
        ICalendarValue::Text(text) => text.clone(),
        ICalendarValue::PartialDateTime(date) => moment(date),
        ICalendarValue::RecurrenceRule(rule) => {
            let rule = rule.to_string();
            rule.strip_prefix("FREQ=").unwrap_or(&rule).replace(';', ", ").to_lowercase()
        }
        ICalendarValue::Status(status) => status.as_str().to_lowercase(),
        ICalendarValue::Method(method) => method.as_str().to_lowercase(),
        ICalendarValue::Uri(Uri::Location(address)) => address.trim_start_matches("mailto:").to_owned(),
        ICalendarValue::Binary(bytes) => format!("[{} bytes]", bytes.len()),
        other => other.clone().into_text().unwrap_or_default().into_owned(),
    }
}
