//! Outlook's messages: a compound file with a stream for each property (MS-OXMSG).

use super::file;
use super::mapi::{self, MOST, Properties, kind, property};
use super::part::Part;
use super::sink::{Sink, Stop};
use super::sought::Sought;
use cfb::CompoundFile;
use encoding_rs::Encoding;
use std::io::Read;

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
    let mut letter = mapi::letter(&mut bag);
    let children = |file: &CompoundFile<R>, start: &str| -> Vec<String> {
        let path = if base.is_empty() { "/" } else { base };
        let entries = file.read_storage(path).into_iter().flatten();
        entries.map(|entry| entry.name().to_owned()).filter(|name| name.starts_with(start)).take(MOST).collect()
    };
    let mut recipients = Vec::new();
    for name in children(file, "__recip_version1.0") {
        let mut bag = Bag::open(file, &format!("{base}/{name}"), 8, part.run.options.whole_limit);
        bag.charset = charset;
        recipients.push(mapi::recipient(&mut bag));
    }
    mapi::address(&mut letter, recipients);
    let mut attachments = Vec::new();
    for name in children(file, "__attach_version1.0") {
        let base = format!("{base}/{name}");
        let mut bag = Bag::open(file, &base, 8, part.run.options.whole_limit);
        bag.charset = charset;
        let embedded = format!("{base}/__substg1.0_3701000D");
        let is_message = bag.file.is_storage(&embedded);
        let name = mapi::attachment_name(&mut bag, attachments.len() + 1, is_message);
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
            None => match Bag::open(file, &base, 8, limit).raw(property::DATA, kind::BINARY) {
                Some(bytes) => file::read_part(&mut &bytes[..], part, sink),
                None => Err(Stop::Skip("an attachment that is not kept in the message".to_owned())),
            },
        })?;
    }
    Ok(())
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
}

impl<R: Sought> Properties for Bag<'_, R> {
    fn raw(&mut self, id: u16, kind: u16) -> Option<Vec<u8>> {
        self.stream(&format!("__substg1.0_{id:04X}{kind:04X}"))
    }

    fn number(&self, id: u16) -> Option<u64> {
        self.fixed.iter().find(|(known, _)| *known == id).map(|(_, number)| *number)
    }

    fn charset(&self) -> Option<&'static Encoding> {
        self.charset
    }
}
