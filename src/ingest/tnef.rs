//! Outlook's wrapper around what is attached to a mail, `winmail.dat` (MS-OXTNEF).

use super::letter::Letter;
use super::part::Part;
use super::sink::{Sink, Stop};
use super::{charset, file, html, plain, rtf};
use encoding_rs::{Encoding, UTF_16LE};

/// The first bytes.
pub(super) const MARK: [u8; 4] = [0x78, 0x9f, 0x3e, 0x22];

/// Attributes, by the lower half of their number.
mod attribute {
    pub(super) const SUBJECT: u16 = 0x8004;
    pub(super) const BODY: u16 = 0x800c;
    pub(super) const DATA: u16 = 0x800f;
    pub(super) const TITLE: u16 = 0x8010;
    pub(super) const BEGIN: u16 = 0x9002;
    pub(super) const MESSAGE: u16 = 0x9003;
    pub(super) const ATTACHMENT: u16 = 0x9005;
    pub(super) const CODE_PAGE: u16 = 0x9007;
}

/// Properties, by their number (MS-OXPROPS).
mod property {
    pub(super) const SUBJECT: u16 = 0x0037;
    pub(super) const BODY: u16 = 0x1000;
    pub(super) const RTF: u16 = 0x1009;
    pub(super) const HTML: u16 = 0x1013;
    pub(super) const DATA: u16 = 0x3701;
    pub(super) const LONG_FILE_NAME: u16 = 0x3707;
}

/// The most things attached that are looked at, and properties of one thing.
const MOST: usize = 10_000;

/// What a wrapper holds.
#[derive(Debug, Default)]
struct Wrapper<'b> {
    subject: String,
    body: String,
    attached: Vec<(String, &'b [u8])>,
}

/// Reads what is attached. The words of a wrapper that came with a mail are the mail's own.
pub(super) fn read(bytes: &[u8], part: &Part<'_>, sink: &mut Sink<'_>) -> Result<(), Stop> {
    let (wrapper, whole) = open(bytes);
    if part.inside.mail.is_none() && !(plain::is_empty(&wrapper.body) && wrapper.subject.is_empty()) {
        let letter = Letter { subject: wrapper.subject, body: wrapper.body, ..Letter::default() };
        letter.give(sink)?;
    }
    for (name, bytes) in wrapper.attached {
        part.part(sink, &name, Some(bytes.len() as u64), |part, sink| file::read_part(&mut &bytes[..], part, sink))?;
    }
    match whole {
        true => Ok(()),
        false => Err(Stop::fail("the Outlook wrapper (winmail.dat) ends too early; get the whole mail again")),
    }
}

/// What the writer of a mail said, if these are the bytes of a wrapper.
pub(super) fn words(bytes: &[u8]) -> Option<String> {
    let is_wrapper = bytes.starts_with(&MARK);
    is_wrapper.then(|| open(bytes).0.body).filter(|body| !plain::is_empty(body))
}

/// What a wrapper holds, and whether all of it is there.
fn open(bytes: &[u8]) -> (Wrapper<'_>, bool) {
    let mut wrapper = Wrapper::default();
    let (mut page, mut plain, mut whole) = (None::<&'static Encoding>, None::<&[u8]>, true);
    let mut rest = bytes.get(6..).unwrap_or_default();
    while !rest.is_empty() {
        let Some((number, data, after)) = next(rest) else {
            whole = false;
            break;
        };
        rest = after;
        let last = wrapper.attached.len().checked_sub(1);
        match number {
            attribute::CODE_PAGE => {
                page = data.first_chunk().and_then(|page| rtf::code_page(u32::from_le_bytes(*page)));
            }
            attribute::SUBJECT => wrapper.subject = text(data, page),
            attribute::BODY => plain = Some(data),
            attribute::MESSAGE => {
                let properties = properties(data, page);
                if let Some(subject) = properties.words(property::SUBJECT) {
                    wrapper.subject = subject;
                }
                wrapper.body = properties.body();
            }
            attribute::BEGIN if wrapper.attached.len() < MOST => {
                wrapper.attached.push((format!("part-{}.bin", wrapper.attached.len() + 1), &[]));
            }
            attribute::TITLE | attribute::DATA | attribute::ATTACHMENT => {
                let Some((name, bytes)) = last.map(|last| &mut wrapper.attached[last]) else { continue };
                match number {
                    attribute::TITLE => *name = text(data, page),
                    attribute::DATA => *bytes = data,
                    _ => {
                        let properties = properties(data, page);
                        if let Some(long) = properties.words(property::LONG_FILE_NAME) {
                            *name = long;
                        }
                        // A mail that is attached is a wrapper itself, behind the name of its class.
                        if let Some(object) = properties.get(property::DATA) {
                            *bytes = object.strip_prefix(&object[..object.len().min(16)]).unwrap_or(object);
                        }
                    }
                }
            }
            _ => {}
        }
    }
    if plain::is_empty(&wrapper.body) {
        wrapper.body = plain.map(|plain| charset::even_lines(text(plain, page).into())).unwrap_or_default();
    }
    (wrapper, whole)
}

/// The number and data of the first attribute, and what follows it.
fn next(bytes: &[u8]) -> Option<(u16, &[u8], &[u8])> {
    let number = u16::from_le_bytes(*bytes.get(1..)?.first_chunk()?);
    let length = u32::from_le_bytes(*bytes.get(5..)?.first_chunk()?) as usize;
    let data = bytes.get(9..9usize.checked_add(length)?)?;
    // A sum of two bytes stands at the end.
    Some((number, data, bytes.get(9 + length + 2..).unwrap_or_default()))
}

fn text(bytes: &[u8], page: Option<&'static Encoding>) -> String {
    charset::decode(bytes, page).trim_end_matches('\0').to_owned()
}

/// Properties of variable length: their number, kind and value.
struct Properties<'b> {
    values: Vec<(u16, u16, &'b [u8])>,
    page: Option<&'static Encoding>,
}

const UNICODE: u16 = 0x1f;

fn properties<'b>(bytes: &'b [u8], page: Option<&'static Encoding>) -> Properties<'b> {
    let mut found = Properties { values: Vec::new(), page };
    let mut bytes = Bytes(bytes);
    let count = bytes.long().unwrap_or(0) as usize;
    for _ in 0..count.min(MOST) {
        if bytes.property(&mut found.values).is_none() {
            break;
        }
    }
    found
}

struct Bytes<'b>(&'b [u8]);

impl<'b> Bytes<'b> {
    fn take(&mut self, length: usize) -> Option<&'b [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    fn long(&mut self) -> Option<u32> {
        self.take(4)?.first_chunk().map(|four| u32::from_le_bytes(*four))
    }

    fn padded(&mut self) -> Option<&'b [u8]> {
        let length = self.long()? as usize;
        let value = self.take(length)?;
        let _ = self.take(length.wrapping_neg() & 3);
        Some(value)
    }

    fn property(&mut self, into: &mut Vec<(u16, u16, &'b [u8])>) -> Option<()> {
        let head = self.long()?;
        let (kind, number) = (head as u16, (head >> 16) as u16);
        if number >= 0x8000 {
            self.take(16)?;
            match self.long()? {
                0 => drop(self.long()?),
                _ => drop(self.padded()?),
            }
        }
        let many = if kind & 0x1000 != 0 { self.long()? } else { 1 };
        let fixed = match kind & 0xfff {
            0x02..=0x04 | 0x0a | 0x0b => 4,
            0x05..=0x07 | 0x14 | 0x40 => 8,
            0x48 => 16,
            0x0d | 0x1e | UNICODE | 0x102 => 0,
            _ => return None,
        };
        if fixed > 0 {
            self.take((many as usize).checked_mul(fixed)?)?;
            return Some(());
        }
        let many = if kind & 0x1000 == 0 { self.long()? } else { many };
        for _ in 0..many {
            let value = self.padded()?;
            into.push((number, kind & 0xfff, value));
        }
        Some(())
    }
}

impl<'b> Properties<'b> {
    fn find(&self, number: u16) -> Option<(u16, &'b [u8])> {
        self.values.iter().find(|(known, ..)| *known == number).map(|(_, kind, value)| (*kind, *value))
    }

    fn get(&self, number: u16) -> Option<&'b [u8]> {
        self.find(number).map(|(_, value)| value).filter(|value| !value.is_empty())
    }

    fn words(&self, number: u16) -> Option<String> {
        let (kind, value) = self.find(number)?;
        let words = match kind {
            UNICODE => UTF_16LE.decode_without_bom_handling(value).0.trim_end_matches('\0').to_owned(),
            _ => text(value, self.page),
        };
        Some(words).filter(|words| !words.trim().is_empty())
    }

    fn body(&self) -> String {
        if let Some(body) = self.words(property::BODY) {
            return charset::even_lines(body.into());
        }
        if let Some((kind, value)) = self.find(property::HTML) {
            let page = match kind {
                UNICODE => self.words(property::HTML).unwrap_or_default(),
                _ => charset::decode(value, charset::declared(value).or(self.page)).into_owned(),
            };
            return html::shown(page.trim_end_matches('\0'));
        }
        let packed = self.get(property::RTF);
        let rich = packed.and_then(|packed| compressed_rtf::decompress_rtf(packed).ok());
        rich.map(|rich| rtf::text(rich.as_bytes()).text).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn attribute_of(number: u16, data: &[u8]) -> Vec<u8> {
        let sum = data.iter().fold(0u16, |sum, &byte| sum.wrapping_add(byte.into()));
        let length = (data.len() as u32).to_le_bytes();
        [&[1][..], &number.to_le_bytes(), &[6, 0], &length, data, &sum.to_le_bytes()].concat()
    }

    fn property_of(number: u16, kind: u16, value: &[u8]) -> Vec<u8> {
        let padding = vec![0; value.len().wrapping_neg() & 3];
        let length = (value.len() as u32).to_le_bytes();
        [&kind.to_le_bytes()[..], &number.to_le_bytes(), &[1, 0, 0, 0], &length, value, &padding].concat()
    }

    fn wrapper(attributes: &[Vec<u8>]) -> Vec<u8> {
        [&MARK[..], &[1, 0], &attributes.concat()].concat()
    }

    #[test]
    fn words_and_attachments_are_found() {
        let name: Vec<u8> = "the täg.txt\0".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let long = property_of(property::LONG_FILE_NAME, UNICODE, &name);
        let fixed = [0x03, 0x00, 0x05, 0x37, 1, 0, 0, 0];
        let html = property_of(property::HTML, 0x102, b"<p>The <b>ferry</b> is late.</p>");
        let named = [&[0x03, 0x00, 0x01, 0x80][..], &[7; 16], &[0; 4], &[9; 4], &[1; 4]].concat();
        let bytes = wrapper(&[
            attribute_of(attribute::CODE_PAGE, &[0xe2, 4, 0, 0, 0, 0, 0, 0]),
            attribute_of(attribute::SUBJECT, b"Gr\xfc\xdfe\0"),
            attribute_of(attribute::MESSAGE, &[&[2, 0, 0, 0], &named[..], &html].concat()),
            attribute_of(attribute::BEGIN, &[0; 14]),
            attribute_of(attribute::TITLE, b"THETA~1.TXT\0"),
            attribute_of(attribute::DATA, b"tides"),
            attribute_of(attribute::ATTACHMENT, &[&[2, 0, 0, 0][..], &fixed, &long].concat()),
        ]);
        let (got, whole) = open(&bytes);
        assert_eq!((&*got.subject, got.body.trim(), whole), ("Grüße", "The ferry is late.", true));
        assert_eq!(got.attached, [("the täg.txt".to_owned(), &b"tides"[..])]);
        assert_eq!(words(&bytes).as_deref().map(str::trim), Some("The ferry is late."));
        // What was cut off gives what stands before the cut.
        let (got, whole) = open(&bytes[..bytes.len() - 30]);
        assert_eq!((got.attached, whole), (vec![("THETA~1.TXT".to_owned(), &b"tides"[..])], false));
        assert_eq!(words(&wrapper(&[attribute_of(attribute::BODY, b"Plain.\r\n\0")])).as_deref(), Some("Plain.\n"));
    }

    proptest! {
        #[test]
        fn any_bytes_are_borne(bytes in proptest::collection::vec(prop_oneof![Just(0u8), Just(1), Just(0x90), any::<u8>()], 0..300)) {
            let _ = open(&wrapper(std::slice::from_ref(&bytes)));
            let _ = open(&wrapper(&[attribute_of(attribute::MESSAGE, &bytes), attribute_of(attribute::BEGIN, &[]), attribute_of(attribute::ATTACHMENT, &bytes)]));
        }
    }
}
