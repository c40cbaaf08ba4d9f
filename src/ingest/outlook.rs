//! Outlook's messages: a compound file with a stream for each property (MS-OXMSG).

use super::file;
use super::letter::{Letter, Person};
use super::part::Part;
use super::sink::{Sink, Stop};
use super::sought::Sought;
use super::{charset, html, mail, rtf};
use cfb::CompoundFile;
use encoding_rs::Encoding;
use std::io::Read;

/// Properties, by their number (MS-OXPROPS).
mod property {
    pub(super) const SUBJECT: u16 = 0x0037;
    pub(super) const SUBMITTED: u16 = 0x0039;
    pub(super) const SENDER_FOR: u16 = 0x0042;
    pub(super) const HEADERS: u16 = 0x007d;
    pub(super) const RECIPIENT_TYPE: u16 = 0x0c15;
    pub(super) const SENDER: u16 = 0x0c1a;
    pub(super) const SENDER_ADDRESS: u16 = 0x0c1f;
    pub(super) const DISPLAY_BCC: u16 = 0x0e02;
    pub(super) const DISPLAY_CC: u16 = 0x0e03;
    pub(super) const DISPLAY_TO: u16 = 0x0e04;
    pub(super) const DELIVERED: u16 = 0x0e06;
    pub(super) const BODY: u16 = 0x1000;
    pub(super) const RTF: u16 = 0x1009;
    pub(super) const HTML: u16 = 0x1013;
    pub(super) const MESSAGE_ID: u16 = 0x1035;
    pub(super) const REFERENCES: u16 = 0x1039;
    pub(super) const IN_REPLY_TO: u16 = 0x1042;
    pub(super) const NAME: u16 = 0x3001;
    pub(super) const ADDRESS: u16 = 0x3003;
    pub(super) const CREATED: u16 = 0x3007;
    pub(super) const DATA: u16 = 0x3701;
    pub(super) const FILE_NAME: u16 = 0x3704;
    pub(super) const LONG_FILE_NAME: u16 = 0x3707;
    pub(super) const SMTP_ADDRESS: u16 = 0x39fe;
    pub(super) const INTERNET_CODE_PAGE: u16 = 0x3fde;
    pub(super) const CODE_PAGE: u16 = 0x3ffd;
    pub(super) const SENDER_SMTP: u16 = 0x5d01;
}

/// Attachments and recipients of one message that are looked at.
const MOST: usize = 10_000;

/// Reads a message, and what is attached to it as parts.
pub(super) fn read<R: Sought>(file: &mut CompoundFile<R>, part: &Part<'_>, sink: &mut Sink<'_>) -> Result<(), Stop> {
    message(file, "", 32, part, sink)
}

/// A message under a path inside the file; the list of its properties begins behind `head` bytes.
fn message<R: Sought>(
    file: &mut CompoundFile<R>,
    base: &str,
    head: usize,
    part: &Part<'_>,
    sink: &mut Sink<'_>,
) -> Result<(), Stop> {
    let mut bag = Bag::open(file, base, head, part.run.options.whole_limit);
    bag.charset = bag.code_page();
    let charset = bag.charset;
    let mut letter = letter(&mut bag);
    let children = |file: &CompoundFile<R>, start: &str| -> Vec<String> {
        let path = if base.is_empty() { "/" } else { base };
        let entries = file.read_storage(path).into_iter().flatten();
        entries.map(|entry| entry.name().to_owned()).filter(|name| name.starts_with(start)).take(MOST).collect()
    };
    for name in children(file, "__recip_version1.0") {
        let mut bag = Bag::open(file, &format!("{base}/{name}"), 8, part.run.options.whole_limit);
        bag.charset = charset;
        let address = bag.text(property::SMTP_ADDRESS).or_else(|| bag.text(property::ADDRESS)).unwrap_or_default();
        let person = person(bag.text(property::NAME).unwrap_or_default(), address);
        match bag.number(property::RECIPIENT_TYPE).unwrap_or(1) & 0xf {
            2 => letter.cc.push(person),
            3 => letter.bcc.push(person),
            _ => letter.to.push(person),
        }
    }
    let mut attachments = Vec::new();
    for name in children(file, "__attach_version1.0") {
        let base = format!("{base}/{name}");
        let mut bag = Bag::open(file, &base, 8, part.run.options.whole_limit);
        bag.charset = charset;
        let embedded = format!("{base}/__substg1.0_3701000D");
        let is_message = bag.file.is_storage(&embedded);
        let mut name =
            [property::LONG_FILE_NAME, property::FILE_NAME, property::NAME].iter().find_map(|id| bag.text(*id));
        if is_message {
            name = Some(format!("{}.msg", name.unwrap_or_else(|| format!("part-{}", attachments.len() + 1))));
        }
        let name = name.unwrap_or_else(|| format!("part-{}.bin", attachments.len() + 1)).replace(['/', '\\'], "_");
        attachments.push((name, base, is_message.then_some(embedded)));
    }
    letter.attached = attachments.iter().map(|(name, ..)| name.clone()).collect();
    if letter.is_empty() {
        return Err(Stop::Skip("a message without a sender, a subject or a text".to_owned()));
    }
    letter.give(sink)?;
    for (name, base, embedded) in attachments {
        let limit = part.run.options.whole_limit;
        part.attachment(sink, &name, None, |part, sink| match embedded {
            Some(path) if file.exists(format!("{path}/__properties_version1.0")) => {
                message(file, &path, 24, part, sink)
            }
            Some(_) => Err(Stop::Skip("an embedded object, which is not read".to_owned())),
            None => match Bag::open(file, &base, 8, limit).bytes(property::DATA, "0102") {
                Some(bytes) => file::read_part(&mut &bytes[..], part, sink),
                None => Err(Stop::Skip("an attachment that is not kept in the message".to_owned())),
            },
        })?;
    }
    Ok(())
}

fn letter<R: Sought>(bag: &mut Bag<'_, R>) -> Letter {
    use property::*;
    // What came over the net has the best of dates and ids.
    let mut letter = bag.text(HEADERS).and_then(|head| mail::head(&head)).unwrap_or_default();
    letter.to.clear();
    letter.cc.clear();
    letter.bcc.clear();
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
    if bag
        .file
        .read_storage(if bag.base.is_empty() { "/" } else { &bag.base })
        .is_ok_and(|mut entries| !entries.any(|entry| entry.name().starts_with("__recip_version1.0")))
    {
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
    }
    letter
}

fn person(name: String, address: String) -> Person {
    // Inside an organisation an address is a path of its directory, which says nothing.
    let address = if address.starts_with('/') { String::new() } else { address };
    Person { name: name.trim_matches(['\'', ' ', '\0']).to_owned(), address }
}

fn bare(id: &str) -> String {
    id.trim().trim_start_matches('<').trim_end_matches('>').to_owned()
}

fn body<R: Sought>(bag: &mut Bag<'_, R>) -> String {
    if let Some(text) = bag.text(property::BODY).filter(|text| !text.trim().is_empty()) {
        return charset::even_lines(text.into());
    }
    let page = bag.text(property::HTML).or_else(|| {
        let bytes = bag.bytes(property::HTML, "0102")?;
        Some(charset::decode(&bytes, charset::declared(&bytes)).into_owned())
    });
    if let Some(page) = page.filter(|page| !page.trim().is_empty()) {
        return html::shown(&page);
    }
    let packed = bag.bytes(property::RTF, "0102");
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

/// The properties of one thing in the file.
struct Bag<'f, R> {
    file: &'f mut CompoundFile<R>,
    base: String,
    /// Numbers, by their property.
    fixed: Vec<(u16, u64)>,
    charset: Option<&'static Encoding>,
    limit: u64,
}

impl<'f, R: Sought> Bag<'f, R> {
    fn open(file: &'f mut CompoundFile<R>, base: &str, head: usize, limit: u64) -> Self {
        let mut bag = Bag { file, base: base.to_owned(), fixed: Vec::new(), charset: None, limit };
        let listed = bag.stream("__properties_version1.0").unwrap_or_default();
        for entry in listed.get(head..).unwrap_or_default().chunks_exact(16) {
            let (kind, id) = (u16::from_le_bytes([entry[0], entry[1]]), u16::from_le_bytes([entry[2], entry[3]]));
            let wide = entry[8..16].iter().rev().fold(0, |number, &byte| (number << 8) | u64::from(byte));
            match kind {
                0x0003 => bag.fixed.push((id, wide & 0xffff_ffff)),
                0x0040 => bag.fixed.push((id, wide)),
                _ => {}
            }
        }
        bag
    }

    fn stream(&mut self, name: &str) -> Option<Vec<u8>> {
        let stream = self.file.open_stream(format!("{}/{name}", self.base)).ok()?;
        let mut bytes = Vec::new();
        stream.take(self.limit).read_to_end(&mut bytes).ok()?;
        Some(bytes)
    }

    fn bytes(&mut self, id: u16, kind: &str) -> Option<Vec<u8>> {
        self.stream(&format!("__substg1.0_{id:04X}{kind}"))
    }

    fn number(&self, id: u16) -> Option<u64> {
        self.fixed.iter().find(|(known, _)| *known == id).map(|(_, number)| *number)
    }

    fn text(&mut self, id: u16) -> Option<String> {
        let text = match self.bytes(id, "001F") {
            Some(bytes) => encoding_rs::UTF_16LE.decode_without_bom_handling(&bytes).0.into_owned(),
            None => {
                let bytes = self.bytes(id, "001E")?;
                let charset = self.charset.filter(|_| std::str::from_utf8(&bytes).is_err());
                charset::decode(&bytes, charset).into_owned()
            }
        };
        let text = text.trim_end_matches('\0');
        (!text.trim().is_empty()).then(|| text.to_owned())
    }

    /// The charset of the texts that are not Unicode.
    fn code_page(&self) -> Option<&'static Encoding> {
        let pages = [property::INTERNET_CODE_PAGE, property::CODE_PAGE].iter().filter_map(|id| self.number(*id));
        pages.filter_map(|page| rtf::code_page(page as u32)).next()
    }
}
