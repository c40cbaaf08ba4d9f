//! Outlook's messages as bags of properties, wherever those are kept.

use super::letter::{Letter, Person};
use super::{charset, html, mail, rtf};
use encoding_rs::Encoding;

/// Properties, by their number (MS-OXPROPS).
pub(super) mod property {
    pub(in crate::ingest) const CLASS: u16 = 0x001a;
    pub(in crate::ingest) const SUBJECT: u16 = 0x0037;
    pub(in crate::ingest) const SUBMITTED: u16 = 0x0039;
    pub(in crate::ingest) const SENDER_FOR: u16 = 0x0042;
    pub(in crate::ingest) const HEADERS: u16 = 0x007d;
    pub(in crate::ingest) const RECIPIENT_TYPE: u16 = 0x0c15;
    pub(in crate::ingest) const SENDER: u16 = 0x0c1a;
    pub(in crate::ingest) const SENDER_ADDRESS: u16 = 0x0c1f;
    pub(in crate::ingest) const DISPLAY_BCC: u16 = 0x0e02;
    pub(in crate::ingest) const DISPLAY_CC: u16 = 0x0e03;
    pub(in crate::ingest) const DISPLAY_TO: u16 = 0x0e04;
    pub(in crate::ingest) const DELIVERED: u16 = 0x0e06;
    pub(in crate::ingest) const BODY: u16 = 0x1000;
    pub(in crate::ingest) const RTF: u16 = 0x1009;
    pub(in crate::ingest) const HTML: u16 = 0x1013;
    pub(in crate::ingest) const MESSAGE_ID: u16 = 0x1035;
    pub(in crate::ingest) const REFERENCES: u16 = 0x1039;
    pub(in crate::ingest) const IN_REPLY_TO: u16 = 0x1042;
    pub(in crate::ingest) const NAME: u16 = 0x3001;
    pub(in crate::ingest) const ADDRESS: u16 = 0x3003;
    pub(in crate::ingest) const CREATED: u16 = 0x3007;
    pub(in crate::ingest) const DATA: u16 = 0x3701;
    pub(in crate::ingest) const FILE_NAME: u16 = 0x3704;
    pub(in crate::ingest) const LONG_FILE_NAME: u16 = 0x3707;
    pub(in crate::ingest) const METHOD: u16 = 0x3705;
    pub(in crate::ingest) const SMTP_ADDRESS: u16 = 0x39fe;
    pub(in crate::ingest) const INTERNET_CODE_PAGE: u16 = 0x3fde;
    pub(in crate::ingest) const CODE_PAGE: u16 = 0x3ffd;
    pub(in crate::ingest) const SENDER_SMTP: u16 = 0x5d01;
}

/// Kinds of values (MS-OXCDATA).
pub(super) mod kind {
    pub(in crate::ingest) const STRING: u16 = 0x001e;
    pub(in crate::ingest) const UNICODE: u16 = 0x001f;
    pub(in crate::ingest) const BINARY: u16 = 0x0102;
}

/// Attachments and recipients of one message that are looked at.
pub(super) const MOST: usize = 10_000;

/// The properties of one thing: a message, a recipient, an attachment.
pub(super) trait Properties {
    /// The bytes of a property, if it is of that kind.
    fn raw(&mut self, id: u16, kind: u16) -> Option<Vec<u8>>;

    fn number(&self, id: u16) -> Option<u64>;

    /// The charset of the texts that are not Unicode.
    fn charset(&self) -> Option<&'static Encoding>;

    fn text(&mut self, id: u16) -> Option<String> {
        let text = match self.raw(id, kind::UNICODE) {
            Some(bytes) => encoding_rs::UTF_16LE.decode_without_bom_handling(&bytes).0.into_owned(),
            None => {
                let bytes = self.raw(id, kind::STRING)?;
                let charset = self.charset().filter(|_| std::str::from_utf8(&bytes).is_err());
                charset::decode(&bytes, charset).into_owned()
            }
        };
        let text = text.trim_end_matches('\0');
        (!text.trim().is_empty()).then(|| text.to_owned())
    }

    /// The charset that a message names for its texts that are not Unicode.
    fn code_page(&self) -> Option<&'static Encoding> {
        let pages = [property::INTERNET_CODE_PAGE, property::CODE_PAGE].iter().filter_map(|id| self.number(*id));
        pages.filter_map(|page| rtf::code_page(page as u32)).next()
    }
}

/// A message, as far as its own properties tell of it.
pub(super) fn letter(bag: &mut impl Properties) -> Letter {
    use property::*;
    // What came over the net has the best of dates and ids.
    let mut letter = bag.text(HEADERS).and_then(|head| mail::head(&head)).unwrap_or_default();
    let address = bag.text(SENDER_SMTP).or_else(|| bag.text(SENDER_ADDRESS)).unwrap_or_default();
    let name = bag.text(SENDER).or_else(|| bag.text(SENDER_FOR)).unwrap_or_default();
    if letter.from.is_empty() && !(name.is_empty() && address.is_empty()) {
        letter.from.push(person(name, address));
    }
    if let Some(subject) = bag.text(SUBJECT) {
        letter.subject = subject;
    }
    if letter.date.is_empty() {
        let times = [SUBMITTED, DELIVERED, CREATED];
        letter.date = times.iter().find_map(|id| moment(bag.number(*id)?)).unwrap_or_default();
    }
    letter.id = letter.id.take().or_else(|| bag.text(MESSAGE_ID).map(|id| bare(&id)));
    if letter.in_reply_to.is_empty() {
        letter.in_reply_to = bag.text(IN_REPLY_TO).iter().map(|id| bare(id)).collect();
    }
    if letter.references.is_empty() {
        letter.references = bag.text(REFERENCES).iter().flat_map(|ids| ids.split_whitespace()).map(bare).collect();
    }
    letter.body = body(bag);
    let people = |text: Option<String>| -> Vec<Person> {
        let names = text.unwrap_or_default();
        names
            .split(';')
            .map(|name| person(name.trim().to_owned(), String::new()))
            .filter(|one| !one.name.is_empty())
            .collect()
    };
    letter.to = people(bag.text(DISPLAY_TO));
    letter.cc = people(bag.text(DISPLAY_CC));
    letter.bcc = people(bag.text(DISPLAY_BCC));
    letter
}

/// Somebody whom a message is for, with how.
pub(super) fn recipient(bag: &mut impl Properties) -> (u64, Person) {
    let address = bag.text(property::SMTP_ADDRESS).or_else(|| bag.text(property::ADDRESS)).unwrap_or_default();
    let person = person(bag.text(property::NAME).unwrap_or_default(), address);
    (bag.number(property::RECIPIENT_TYPE).unwrap_or(1) & 0xf, person)
}

/// Those whom a message is for, where they are listed, say more than their names in one line.
pub(super) fn address(letter: &mut Letter, recipients: Vec<(u64, Person)>) {
    if recipients.is_empty() {
        return;
    }
    letter.to.clear();
    letter.cc.clear();
    letter.bcc.clear();
    for (how, person) in recipients {
        match how {
            2 => letter.cc.push(person),
            3 => letter.bcc.push(person),
            _ => letter.to.push(person),
        }
    }
}

/// What the attachment of a `number`, from 1, is called.
pub(super) fn attachment_name(bag: &mut impl Properties, number: usize, is_message: bool) -> String {
    let named = [property::LONG_FILE_NAME, property::FILE_NAME, property::NAME].iter().find_map(|id| bag.text(*id));
    let name = match (named, is_message) {
        (named, true) => format!("{}.msg", named.unwrap_or_else(|| format!("part-{number}"))),
        (named, false) => named.unwrap_or_else(|| format!("part-{number}.bin")),
    };
    name.replace(['/', '\\'], "_")
}

fn person(name: String, address: String) -> Person {
    // Inside an organisation an address is a path of its directory, which says nothing.
    let address = if address.starts_with('/') { String::new() } else { address };
    Person { name: name.trim_matches(['\'', ' ', '\0']).to_owned(), address }
}

fn bare(id: &str) -> String {
    id.trim().trim_start_matches('<').trim_end_matches('>').to_owned()
}

fn body(bag: &mut impl Properties) -> String {
    if let Some(text) = bag.text(property::BODY).filter(|text| !text.trim().is_empty()) {
        return charset::even_lines(text.into());
    }
    let page = bag.text(property::HTML).or_else(|| {
        let bytes = bag.raw(property::HTML, kind::BINARY)?;
        Some(charset::decode(&bytes, charset::declared(&bytes)).into_owned())
    });
    if let Some(page) = page.filter(|page| !page.trim().is_empty()) {
        return html::shown(&page);
    }
    let packed = bag.raw(property::RTF, kind::BINARY);
    packed
        .and_then(|packed| compressed_rtf::decompress_rtf(&packed).ok())
        .map(|text| rtf::text(text.as_bytes()).text)
        .unwrap_or_default()
}

/// A moment in hundreds of nanoseconds since 1601.
fn moment(ticks: u64) -> Option<String> {
    let seconds = i64::try_from(ticks / 10_000_000).ok()? - 11_644_473_600;
    let moment = jiff::Timestamp::from_second(seconds).ok()?;
    (ticks > 0).then(|| moment.to_string())
}
