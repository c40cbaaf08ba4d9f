//! Mail as it travels (RFC 5322 and MIME): the text, and what is attached as parts of their own.

use super::letter::{Letter, Person};
use super::part::{Namesakes, Part};
use super::sink::{Sink, Stop};
use super::{Extracted, Stamp, charset, early, file, html, mime, plain, signed, sniff, tidied, tnef, unclosed};
use mail_parser::{HeaderName, HeaderValue, Message, MessageParser, MimeHeaders, PartType};
use std::borrow::Cow;
use std::collections::HashSet;

/// The most attachments of one mail that are looked into.
const ATTACHMENTS: usize = 10_000;

/// The most people that one field may name.
const PEOPLE: usize = 2_000;

/// Envelopes that a mail may be signed in, one in the other.
const ENVELOPES: usize = 4;

/// Reads a mail; the line that stands before one in a mail box may be there.
pub(super) fn read(bytes: &[u8], part: &Part<'_>, sink: &mut Sink<'_>) -> Result<(), Stop> {
    let bytes = tidied::unmarked(bytes);
    let (bytes, is_short) = counted(&bytes);
    let (envelope, bytes) = without_envelope(headed(bytes));
    let bytes = headed(bytes);
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Ok(());
    }
    let mut bytes = mime::with_readable_head(bytes);
    if let Cow::Owned(better) = tidied::with_whole_dates(&bytes) {
        bytes = Cow::Owned(better);
    }
    let mut mended = false;
    for _ in 0..ENVELOPES {
        let Some(message) = MessageParser::default().parse(&*bytes) else { break };
        let better = match signed_content(&message) {
            Some(content) => mime::with_content(&bytes, &[&content]),
            None => match mime::with_boundary(&bytes, &message).filter(|_| !mended) {
                Some(better) => better,
                None => break,
            },
        };
        mended = true;
        drop(message);
        bytes = Cow::Owned(better);
    }
    let Some(message) = MessageParser::default().parse(&*bytes) else {
        // Named as one, and no more than words.
        return plain::read(charset::whole(bytes.into_owned())).map_or(Ok(()), |document| sink.document(document));
    };
    if let Some(page) = saved_page(&message) {
        return sink.document(page);
    }
    let mut made = mime::made(&message);
    let mut letter = letter(&message, envelope);
    let attachments = attachments(&message, &mut made);
    letter.attached = attachments.iter().map(|attached| attached.name.clone()).collect();
    letter.body = made.texts.join("\n\n");
    if plain::is_empty(&letter.body) {
        // Some servers send the words in Outlook's wrapper alone.
        letter.body = attachments.iter().find_map(|attached| tnef::words(&attached.bytes)).unwrap_or_default();
    }
    if letter.is_empty() {
        return Err(Stop::Skip("a mail without a sender, a subject or a text".to_owned()));
    }
    letter.give(sink)?;
    for Attached { name, kind, bytes } in attachments {
        part.attachment(sink, &name, Some(bytes.len() as u64), |part, sink| match refused(&kind) {
            Some(reason) => Err(Stop::Skip(reason.to_owned())),
            None => file::read_named(&mut &*bytes, sniff::by_name_or_kind(&name, &kind), part, sink),
        })?;
    }
    let cut = if is_short { Some("before the length that it states".to_owned()) } else { unclosed::cut(&message) };
    cut.map_or(Ok(()), |cut| Err(Stop::fail(early::told(&cut))))
}

/// What a mail holds that is sent whole inside its signature.
fn signed_content(message: &Message<'_>) -> Option<Vec<u8>> {
    let root = message.parts.first()?;
    let kind = root.content_type().filter(|kind| kind.ctype().eq_ignore_ascii_case("application"))?;
    if !kind.subtype()?.to_ascii_lowercase().contains("pkcs7-mime") {
        return None;
    }
    signed::content(&mime::attached(message, root))
}

/// Why a kind of attachment is not looked into.
fn refused(kind: &str) -> Option<&'static str> {
    match kind {
        "application/pgp-signature" | "application/pkcs7-signature" | "application/x-pkcs7-signature" => {
            Some("a signature, which holds no text")
        }
        "application/pgp-encrypted" => Some("what a program needs to know of the encrypted part beside it"),
        "application/pgp-keys" => Some("a PGP key, which holds no text"),
        _ => None,
    }
}

/// The head of a mail that was kept apart from it.
pub(super) fn head(text: &str) -> Option<Letter> {
    let message = MessageParser::default().parse_headers(text.trim_start().as_bytes())?;
    Some(letter(&message, None))
}

/// A mail without the empty lines, or lines of blanks, that some programs save before its head. An empty line
/// before anything else ends a head that has no fields: what follows is its text.
pub(super) fn headed(bytes: &[u8]) -> &[u8] {
    let mut rest = bytes;
    while let Some(end) = rest.iter().position(|&byte| byte == b'\n')
        && rest[..end].iter().all(u8::is_ascii_whitespace)
    {
        rest = &rest[end + 1..];
    }
    let name = rest.split(|&byte| byte == b':' || byte == b'\n').next().unwrap_or_default();
    let is_field = !name.is_empty() && name.len() < rest.len() && rest[name.len()] == b':';
    let is_field = is_field && name.iter().all(u8::is_ascii_graphic);
    if is_field || rest.starts_with(b"From ") || rest.starts_with(b">From ") { rest } else { bytes }
}

/// A mail without the line before it that says how many bytes it has, and what stands behind those: Apple's
/// Mail keeps its mails so. True where some of the bytes are missing.
fn counted(bytes: &[u8]) -> (&[u8], bool) {
    let line = bytes.split(|&byte| byte == b'\n').next().unwrap_or_default();
    let count = line.trim_ascii();
    if count.is_empty() || !count.iter().all(u8::is_ascii_digit) || line.len() == bytes.len() {
        return (bytes, false);
    }
    let rest = &bytes[line.len() + 1..];
    let count = String::from_utf8_lossy(count).parse().unwrap_or(rest.len());
    (&rest[..count.min(rest.len())], count > rest.len())
}

/// The date in the line that stands before a mail in a mail box, and the mail behind it.
fn without_envelope(bytes: &[u8]) -> (Option<Stamp>, &[u8]) {
    let (mut rest, mut date) = (bytes, None);
    while rest.starts_with(b"From ") || rest.starts_with(b">From ") {
        let end = rest.iter().position(|&byte| byte == b'\n').map_or(rest.len(), |end| end + 1);
        // `From SENDER Mon Jan  5 10:00:00 2015`: the sender may hold blanks, the date is what is left.
        let line = String::from_utf8_lossy(&rest[..end.min(400)]);
        date = date.or_else(|| line.match_indices(' ').skip(1).find_map(|(at, _)| Stamp::parse(&line[at..])));
        rest = &rest[end..];
    }
    (date, rest)
}

/// Something that is attached to a mail.
struct Attached<'m> {
    name: String,
    /// `application/pdf`; empty where nothing is said.
    kind: String,
    bytes: Cow<'m, [u8]>,
}

/// What is attached, each under a name of its own.
fn attachments<'m>(message: &'m Message<'_>, made: &mut mime::Made) -> Vec<Attached<'m>> {
    let parts = made.attached.iter().filter_map(|index| message.parts.get(*index));
    let mut found: Vec<Attached<'m>> = parts
        .take(ATTACHMENTS)
        .enumerate()
        .map(|(index, part)| {
            let is_mail = matches!(part.body, PartType::Message(_));
            let declared = part.content_type();
            let (kind, subtype) = (declared.map(|kind| kind.ctype()), declared.and_then(|kind| kind.subtype()));
            let mut name = mime::name(message, part).replace('/', "_");
            if name.trim().is_empty() {
                let ending = match (kind, subtype) {
                    _ if is_mail => "eml".to_owned(),
                    (Some("text"), Some("html")) => "html".to_owned(),
                    (Some("text"), Some("calendar")) => "ics".to_owned(),
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
            let kind = kind.map(|kind| format!("{kind}/{}", subtype.unwrap_or_default()).to_ascii_lowercase());
            Attached { name, kind: kind.unwrap_or_default(), bytes: mime::attached(message, part) }
        })
        .collect();
    for written in made.written.drain(..).take(ATTACHMENTS) {
        let name = charset::decode(&written.name, None).replace('/', "_");
        let name = if name.trim().is_empty() { format!("part-{}.bin", found.len() + 1) } else { name };
        found.push(Attached { name, kind: String::new(), bytes: Cow::Owned(written.bytes) });
    }
    let mut names = Namesakes::default();
    for attached in &mut found {
        if !names.take(&attached.name) {
            attached.name = names.next(&attached.name);
        }
    }
    found
}

/// Fields that tell when a mail was under way, the best first, and what is said of them.
const OTHER_DATES: [(&str, &str); 4] = [
    ("X-Original-Date", "the field X-Original-Date"),
    ("Resent-Date", "the field Resent-Date"),
    ("Received", "when its first server received it"),
    ("Delivery-Date", "when it was delivered"),
];

/// What the head of a mail says. The date of its envelope counts where the mail has none.
fn letter(message: &Message<'_>, envelope: Option<Stamp>) -> Letter {
    let raw = |name: &'static str| message.header_raw(name).map(str::trim).unwrap_or_default().to_owned();
    let mut date = raw("Date");
    if Stamp::parse(&date).is_none()
        && let Some(read) = message.date().filter(|date| date.is_valid())
    {
        // In a notation that mail alone has.
        date = read.to_rfc3339();
    }
    let other_date = match Stamp::parse(&date) {
        Some(_) => None,
        None => other_date(message).or_else(|| Some((envelope?, "the line before it in its mail box"))),
    };
    let from = people(message, HeaderName::From);
    Letter {
        from: if from.is_empty() { people(message, HeaderName::Sender) } else { from },
        to: people(message, HeaderName::To),
        cc: people(message, HeaderName::Cc),
        bcc: people(message, HeaderName::Bcc),
        subject: message.subject().unwrap_or_default().to_owned(),
        date,
        other_date,
        id: message.message_id().map(str::to_owned),
        in_reply_to: ids(message.in_reply_to()),
        references: ids(message.references()),
        ..Letter::default()
    }
}

/// A date that other fields give. Each server puts its own above those before it.
fn other_date(message: &Message<'_>) -> Option<(Stamp, &'static str)> {
    let root = message.parts.first()?;
    OTHER_DATES.iter().find_map(|(name, said)| {
        let name = HeaderName::parse(*name)?;
        root.headers.iter().rev().filter(|header| header.name == name).find_map(|header| {
            let raw = message.raw_message.get(header.offset_start as usize..header.offset_end as usize)?;
            let text = String::from_utf8_lossy(raw);
            let text = text.rsplit(';').next().unwrap_or_default();
            Some((Stamp::parse(&text.split_whitespace().collect::<Vec<_>>().join(" "))?, *said))
        })
    })
}

/// Those whom all fields of a name name: some programs write one for each, and some one twice.
fn people(message: &Message<'_>, field: HeaderName<'static>) -> Vec<Person> {
    let Some(root) = message.parts.first() else { return Vec::new() };
    let fields = root.headers.iter().filter(|header| header.name == field);
    let mut all: Vec<Person> = Vec::new();
    let mut seen: HashSet<Person> = HashSet::new();
    for address in fields.filter_map(|header| header.value.as_address()) {
        let people = address.iter().map(|person| Person {
            name: person.name().unwrap_or_default().trim().to_owned(),
            address: person.address().unwrap_or_default().trim().to_owned(),
        });
        let new = people.filter(|person| *person != Person::default() && !seen.contains(person));
        let before = all.len();
        all.extend(new.take(PEOPLE - before));
        seen.extend(all[before..].iter().cloned());
    }
    all
}

fn ids(value: &HeaderValue<'_>) -> Vec<String> {
    match value {
        HeaderValue::Text(id) => vec![id.trim().to_owned()],
        HeaderValue::TextList(ids) => ids.iter().map(|id| id.trim().to_owned()).collect(),
        _ => Vec::new(),
    }
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
