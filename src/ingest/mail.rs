//! Mail as it travels (RFC 5322 and MIME): the text, and what is attached as parts of their own.

use super::letter::{Letter, Person};
use super::part::Part;
use super::sink::{Sink, Stop};
use super::{Extracted, Stamp, charset, file, html, plain};
use mail_parser::{Address, HeaderValue, Message, MessageParser, MimeHeaders, PartType};
use std::collections::HashSet;

/// The most attachments of one mail that are looked into.
const ATTACHMENTS: usize = 10_000;

/// Reads a mail; the line that stands before one in a mail box may be there.
pub(super) fn read(bytes: &[u8], part: &Part<'_>, sink: &mut Sink<'_>) -> Result<(), Stop> {
    let bytes = without_envelope(bytes);
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Ok(());
    }
    let Some(message) = MessageParser::default().parse(bytes) else {
        // Named as one, and no more than words.
        return plain::read(charset::whole(bytes.to_vec())).map_or(Ok(()), |document| sink.document(document));
    };
    if let Some(page) = saved_page(&message) {
        return sink.document(page);
    }
    let attachments = attachments(&message);
    let letter = letter(&message, attachments.iter().map(|(name, _)| name.clone()).collect());
    if letter.is_empty() {
        return Err(Stop::Skip("a mail without a sender, a subject or a text".to_owned()));
    }
    letter.give(sink)?;
    for (name, bytes) in attachments {
        part.attachment(sink, &name, Some(bytes.len() as u64), |part, sink| {
            file::read_part(&mut &bytes[..], part, sink)
        })?;
    }
    Ok(())
}

/// The head of a mail that was kept apart from it.
pub(super) fn head(text: &str) -> Option<Letter> {
    let message = MessageParser::default().parse_headers(text.trim_start().as_bytes())?;
    Some(letter(&message, Vec::new()))
}

fn without_envelope(bytes: &[u8]) -> &[u8] {
    let mut rest = bytes;
    while rest.starts_with(b"From ") || rest.starts_with(b">From ") {
        rest = rest.iter().position(|&byte| byte == b'\n').map_or(&[], |end| &rest[end + 1..]);
    }
    rest
}

/// What is attached, each under a name of its own.
fn attachments<'m>(message: &'m Message<'_>) -> Vec<(String, &'m [u8])> {
    let mut taken: HashSet<String> = HashSet::new();
    let bodies: Vec<u32> = message.text_body.iter().chain(&message.html_body).copied().collect();
    let parts = message.attachments.iter().filter(|id| !bodies.contains(id));
    parts
        .filter_map(|id| message.parts.get(*id as usize))
        .take(ATTACHMENTS)
        .enumerate()
        .filter_map(|(index, part)| {
            let is_mail = matches!(part.body, PartType::Message(_));
            if matches!(part.body, PartType::Multipart(_)) {
                return None;
            }
            let mut name = part.attachment_name().map(|name| name.replace('/', "_")).unwrap_or_default();
            if name.trim().is_empty() {
                let kind = part.content_type();
                let ending = match (kind.map(|kind| kind.ctype()), kind.and_then(|kind| kind.subtype())) {
                    _ if is_mail => "eml".to_owned(),
                    (Some("text"), Some("html")) => "html".to_owned(),
                    // Reports of delivery, and pieces of mails that were cut.
                    (None | Some("text" | "message" | "multipart"), _) => "txt".to_owned(),
                    (_, Some(kind)) => kind.trim_start_matches("x-").to_lowercase(),
                    _ => "bin".to_owned(),
                };
                name = format!("part-{}.{ending}", index + 1);
            }
            if is_mail && !name.to_lowercase().ends_with(".eml") {
                name.push_str(".eml");
            }
            let mut unique = name.clone();
            let mut number = 1;
            while !taken.insert(unique.clone()) {
                number += 1;
                unique = format!("{number}-{name}");
            }
            Some((unique, part.contents()))
        })
        .collect()
}

fn letter(message: &Message<'_>, attached: Vec<String>) -> Letter {
    let raw = |name: &'static str| message.header_raw(name).map(str::trim).unwrap_or_default().to_owned();
    let mut date = raw("Date");
    if Stamp::parse(&date).is_none()
        && let Some(read) = message.date().filter(|date| date.is_valid())
    {
        // In a notation that mail alone has.
        date = read.to_rfc3339();
    }
    Letter {
        from: people(message.from().or_else(|| message.sender())),
        to: people(message.to()),
        cc: people(message.cc()),
        bcc: people(message.bcc()),
        subject: message.subject().unwrap_or_default().to_owned(),
        date,
        id: message.message_id().map(str::to_owned),
        in_reply_to: ids(message.in_reply_to()),
        references: ids(message.references()),
        body: body(message),
        attached,
    }
}

fn people(address: Option<&Address<'_>>) -> Vec<Person> {
    let people = address.into_iter().flat_map(Address::iter).map(|person| Person {
        name: person.name().unwrap_or_default().trim().to_owned(),
        address: person.address().unwrap_or_default().trim().to_owned(),
    });
    people.filter(|person| *person != Person::default()).take(2_000).collect()
}

fn ids(value: &HeaderValue<'_>) -> Vec<String> {
    match value {
        HeaderValue::Text(id) => vec![id.trim().to_owned()],
        HeaderValue::TextList(ids) => ids.iter().map(|id| id.trim().to_owned()).collect(),
        _ => Vec::new(),
    }
}

/// The text of a mail: all its text parts, and for one that is a page only, what the page shows.
fn body(message: &Message<'_>) -> String {
    let mut out: Vec<String> = Vec::new();
    for part in message.text_bodies() {
        let text = match &part.body {
            PartType::Text(text) => charset::even_lines(text.clone().into_owned().into()),
            PartType::Html(page) => html::shown(page),
            _ => continue,
        };
        if !text.trim().is_empty() {
            out.push(text.trim_matches('\n').to_owned());
        }
    }
    out.join("\n\n")
}

/// A page that a browser saved as a mail, as a page.
fn saved_page(message: &Message<'_>) -> Option<Extracted> {
    let by_browser = message.header_raw("Snapshot-Content-Location").is_some()
        || message.header_raw("From").is_some_and(|from| from.to_lowercase().contains("saved by"));
    let page = message.html_bodies().find_map(|part| match &part.body {
        PartType::Html(page) => Some(page),
        _ => None,
    });
    let mut document = html::read_text(page.filter(|_| by_browser)?)?;
    let address = message.header_raw("Snapshot-Content-Location").map(str::trim).filter(|url| url.starts_with("http"));
    document.url = document.url.or(address.map(str::to_owned));
    if let Some(saved) = message.header_raw("Date") {
        document.fields.insert("saved".to_owned(), saved.trim().into());
    }
    Some(document)
}
