//! The parts of a mail: which of them are what it says and which are attached, their bytes as they
//! were before they were written as lines, and their characters in the charset that they are in.

use super::beside::{Kept, kept};
use super::elder::Charset;
use super::transfer::{self, Written};
use super::{charset, html, sniff};
use encoding_rs::{Encoding, ISO_2022_JP, UTF_8};
use mail_parser::decoders::charsets::map::charset_decoder;
use mail_parser::{ContentType, HeaderName, Message, MessageParser, MessagePart, MimeHeaders, PartType};
use std::borrow::Cow;
use std::collections::HashSet;

/// Bytes of a mail in which the charset of its head is looked for.
const SEARCHED: usize = 1 << 16;

/// What a mail is made of.
#[derive(Default)]
pub(super) struct Made {
    /// The texts that are shown one below the other.
    pub(super) texts: Vec<String>,
    /// Parts that are attached, by their place in the mail.
    pub(super) attached: Vec<usize>,
    /// Files that were written out among the words.
    pub(super) written: Vec<Written>,
    seen: HashSet<usize>,
}

/// Takes a mail apart. Of the forms in which a text is sent beside each other, the plain one is
/// read if there is anything in it, and else what the page shows.
pub(super) fn made(message: &Message<'_>) -> Made {
    let mut made = Made::default();
    take(message, 0, None, &mut made, true);
    // Parts that belong to none, in a mail that is damaged.
    made.attached.extend(
        (0..message.parts.len()).filter(|index| {
            !made.seen.contains(index) && !matches!(message.parts[*index].body, PartType::Multipart(_))
        }),
    );
    made.attached.sort_unstable();
    made.attached.dedup();
    made
}

/// How a part stands among others.
#[derive(Clone, Copy)]
struct Beside {
    first: bool,
    /// They are what a page is made of.
    related: bool,
}

fn take(message: &Message<'_>, index: usize, beside: Option<Beside>, made: &mut Made, shown: bool) {
    let Some(part) = message.parts.get(index).filter(|_| made.seen.insert(index)) else { return };
    let kind = Kind::of(message, part);
    let PartType::Multipart(children) = &part.body else {
        match text_kind(part, &kind, beside) {
            Some(page) if shown => {
                let (text, written) = said(message, part, page);
                if !text.trim().is_empty() && made.texts.last() != Some(&text) {
                    made.texts.push(text);
                }
                made.written.extend(written);
            }
            Some(_) => {}
            None => made.attached.push(index),
        }
        return;
    };
    let children = || children.iter().map(|child| *child as usize);
    if kind.is("multipart", "alternative") {
        // The richest form comes last. Of plain ones there should be one, and all are read.
        let (plain, rich): (Vec<usize>, Vec<usize>) = children().partition(|child| is_plain(message, *child, 0));
        let before = made.texts.len();
        for child in plain {
            take(message, child, Some(Beside { first: true, related: false }), made, shown);
        }
        let mut plain_said = Some(made.texts[before..].join("\n")).filter(|said| shown && !said.is_empty());
        for child in rich.into_iter().rev() {
            let (mut open, mut more) = (shown && made.texts.len() == before, None);
            if let Some(said) = plain_said.take()
                && let Some(page) = page(message, child, 0)
            {
                match kept(&said, &page) {
                    Kept::Plain => open = false,
                    Kept::More(lines) => {
                        open = false;
                        more = Some(lines);
                    }
                    Kept::Page => {
                        open = true;
                        made.texts.truncate(before);
                    }
                    Kept::Both => open = true,
                }
            }
            take(message, child, Some(Beside { first: true, related: false }), made, open);
            made.texts.extend(more);
        }
        return;
    }
    let related = kind.is("multipart", "related");
    for (place, child) in children().enumerate() {
        take(message, child, Some(Beside { first: place == 0, related }), made, shown);
    }
}

/// What the page among the parts of a form of the text shows; none where it is none.
fn page(message: &Message<'_>, index: usize, depth: usize) -> Option<String> {
    let part = message.parts.get(index)?;
    match &part.body {
        PartType::Multipart(children) if depth < super::limits::DEEPEST => {
            children.iter().find_map(|child| page(message, *child as usize, depth + 1))
        }
        _ => Kind::of(message, part).is("text", "html").then(|| said(message, part, true).0),
    }
}

/// True for a plain text, and for parts that begin with one.
fn is_plain(message: &Message<'_>, index: usize, depth: usize) -> bool {
    let Some(part) = message.parts.get(index) else { return false };
    match &part.body {
        PartType::Multipart(children) if depth < super::limits::DEEPEST => {
            children.first().is_some_and(|child| is_plain(message, *child as usize, depth + 1))
        }
        _ => Kind::of(message, part).is("text", "plain"),
    }
}

/// What a part is said to be.
struct Kind<'p> {
    declared: Option<&'p ContentType<'p>>,
    /// Nothing is said, and it is a page.
    page: bool,
}

impl<'p> Kind<'p> {
    fn of(message: &Message<'_>, part: &'p MessagePart<'_>) -> Self {
        let declared = part.content_type();
        let is_leaf = !matches!(part.body, PartType::Multipart(_) | PartType::Message(_));
        Kind { declared, page: declared.is_none() && is_leaf && is_page(&bytes(message, part)) }
    }

    fn is(&self, kind: &str, subtype: &str) -> bool {
        match self.declared {
            Some(declared) => {
                declared.ctype().eq_ignore_ascii_case(kind)
                    && declared.subtype().is_some_and(|known| known.eq_ignore_ascii_case(subtype))
            }
            None => (kind, subtype) == ("text", if self.page { "html" } else { "plain" }),
        }
    }
}

/// Elements that a page without a head begins with.
const FIRST: [&str; 15] =
    ["a", "b", "body", "br", "center", "div", "font", "h1", "h2", "head", "meta", "p", "style", "table", "title"];

/// Bytes in which the beginning of a page is looked for.
const BEGINNING: usize = 4096;

/// True for bytes that are plainly a page: they begin as one, or with an element of which some is closed.
fn is_page(bytes: &[u8]) -> bool {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(BEGINNING)]);
    let head = head.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}').to_ascii_lowercase();
    let Some(rest) = head.strip_prefix('<') else { return false };
    let name = rest.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
    let is_open = rest[name.len()..].starts_with(['>', ' ', '\t', '\r', '\n', '/']);
    match name {
        "html" => is_open,
        "" => rest.starts_with("!doctype html") || (rest.starts_with("!--") && rest.contains("<html")),
        name => FIRST.contains(&name) && is_open && rest.contains("</"),
    }
}

/// Whether a part is a text of the mail, and whether a page; none for one that is attached.
fn text_kind(part: &MessagePart<'_>, kind: &Kind<'_>, beside: Option<Beside>) -> Option<bool> {
    let page = ["html", "enriched", "richtext"].iter().any(|subtype| kind.is("text", subtype));
    let of_text = kind.declared.is_none_or(|declared| declared.ctype().eq_ignore_ascii_case("text"));
    // Parts that could not be told apart are words, too.
    let of_text = of_text || kind.declared.is_some_and(|declared| declared.ctype().eq_ignore_ascii_case("multipart"));
    let alone = beside.is_none();
    let is_attached = part.content_disposition().is_some_and(ContentType::is_attachment)
        || matches!(part.body, PartType::Message(_))
        || kind.is("text", "calendar")
        || !(page || kind.is("text", "plain") || (alone && of_text));
    let leads = beside.is_none_or(|beside| beside.first);
    let fits = leads || (!beside.is_some_and(|beside| beside.related) && part.attachment_name().is_none());
    (!is_attached && fits).then_some(page)
}

/// What a part says, and the files written out in it.
fn said(message: &Message<'_>, part: &MessagePart<'_>, page: bool) -> (String, Vec<Written>) {
    let bytes = bytes(message, part);
    if page {
        let label = label(part).or_else(|| charset::declared(&bytes).map(|found| found.name().to_owned()));
        return (html::shown(&decoded(&bytes, label.as_deref())), Vec::new());
    }
    let holds = |mark: &[u8]| bytes.windows(mark.len()).any(|window| window == mark);
    let (words, written) = match holds(b"begin ") || holds(b"=ybegin ") {
        true => transfer::written_out(&bytes),
        false => (bytes.into_owned(), Vec::new()),
    };
    let mut text = charset::even_lines(decoded(&words, label(part).as_deref()));
    let attribute = |name: &str| part.content_type().and_then(|kind| kind.attribute(name)).unwrap_or_default();
    if attribute("format").eq_ignore_ascii_case("flowed") {
        text = unflowed(&text, attribute("delsp").eq_ignore_ascii_case("yes"));
    }
    (text.trim_matches('\n').to_owned(), written)
}

/// Lines that were broken by the writer's program, put together again (RFC 3676).
fn unflowed(text: &str, delete: bool) -> String {
    let mut out = String::with_capacity(text.len());
    let mut open = None;
    for line in text.lines() {
        let depth = line.bytes().take_while(|&byte| byte == b'>').count();
        let stuffed = usize::from(line[depth..].starts_with(' '));
        let words = &line[depth + stuffed..];
        // Nothing flows into an empty line, whatever stands before it.
        if open != Some(depth) || words.is_empty() {
            if open.is_some() {
                out.push('\n');
            }
            out.push_str(if depth > 0 { &line[..depth + stuffed] } else { "" });
        }
        let flows = words.ends_with(' ') && words != "-- ";
        out.push_str(if flows && delete { &words[..words.len() - 1] } else { words });
        open = flows.then_some(depth);
        if !flows {
            out.push('\n');
        }
    }
    out
}

fn label(part: &MessagePart<'_>) -> Option<String> {
    part.content_type()?.attribute("charset").map(|label| label.trim_matches(['"', '\'', ' ']).to_owned())
}

/// Bytes as text in the charset that is named, unless it cannot be that.
pub(super) fn decoded<'b>(bytes: &'b [u8], label: Option<&str>) -> Cow<'b, str> {
    let label = label.filter(|label| !label.eq_ignore_ascii_case("us-ascii"));
    let Some(label) = label else { return charset::decode(bytes, None) };
    match Encoding::for_label_no_replacement(label.as_bytes()) {
        Some(encoding) if encoding == UTF_8 => charset::decode(bytes, None),
        // Two of its bytes may look like one character of UTF-8.
        Some(encoding) if !encoding.is_single_byte() && encoding != ISO_2022_JP => {
            let (text, broken) = encoding.decode_without_bom_handling(bytes);
            if broken { charset::decode(bytes, Some(encoding)) } else { text }
        }
        Some(encoding) => charset::decode(bytes, Some(encoding)),
        // Charsets that only mail has.
        None => match charset_decoder(label.as_bytes()) {
            Some(decoder) => Cow::Owned(decoder(bytes)),
            None => charset::decode(bytes, None),
        },
    }
}

/// The bytes of a part as they were before they were written as lines.
fn bytes<'m>(message: &'m Message<'_>, part: &'m MessagePart<'_>) -> Cow<'m, [u8]> {
    let place = part.offset_body as usize..part.offset_end as usize;
    let Some(raw) = message.raw_message.get(place) else { return Cow::Borrowed(part.contents()) };
    let coding = part.headers.iter().find(|header| header.name == HeaderName::ContentTransferEncoding);
    let coding = coding.and_then(|header| header.value.as_text()).unwrap_or_default().to_ascii_lowercase();
    match () {
        () if coding.contains("quoted") => Cow::Owned(transfer::quoted_printable(raw)),
        () if coding.contains("base64") => Cow::Owned(transfer::base64(raw)),
        () if coding.contains("uu") || coding.contains("yenc") => {
            let (words, mut files) = transfer::written_out(raw);
            Cow::Owned(if files.is_empty() { words } else { files.swap_remove(0).bytes })
        }
        () => Cow::Borrowed(raw),
    }
}

/// What is attached, as bytes that say themselves which characters they are.
pub(super) fn attached<'m>(message: &'m Message<'_>, part: &'m MessagePart<'_>) -> Cow<'m, [u8]> {
    let bytes = bytes(message, part);
    let of_text = part.content_type().is_some_and(|kind| kind.ctype().eq_ignore_ascii_case("text"));
    match label(part).filter(|_| of_text && !bytes.is_ascii()) {
        // Some programs call everything a text.
        Some(label) if sniff::kind(&bytes).is_none() => {
            Cow::Owned(decoded(&bytes, Some(&label)).into_owned().into_bytes())
        }
        _ => bytes,
    }
}

/// The name under which a part is attached; empty where it has none.
pub(super) fn name(message: &Message<'_>, part: &MessagePart<'_>) -> String {
    let name = part.attachment_name().unwrap_or_default();
    if !name.contains('\u{fffd}') {
        return name.to_owned();
    }
    let head = message.raw_message.get(part.offset_header as usize..part.offset_body as usize).unwrap_or_default();
    let head = with_readable_head(head);
    let again = MessageParser::default().parse_headers(&*head);
    again.as_ref().and_then(|again| again.parts.first()?.attachment_name()).unwrap_or(name).to_owned()
}

/// A mail whose head is in UTF-8, where it was written in another charset without a word.
pub(super) fn with_readable_head(mail: &[u8]) -> Cow<'_, [u8]> {
    let (head, _) = split(mail);
    if std::str::from_utf8(head).is_ok() || charset::is_mostly_utf8(head) {
        return Cow::Borrowed(mail);
    }
    let lines = || head.split_inclusive(|&byte| byte == b'\n');
    // What is marked as written in a charset is left to it.
    let is_raw = |line: &&[u8]| std::str::from_utf8(line).is_err() && !line.windows(2).any(|two| two == b"=?");
    let raw: Vec<u8> = lines().filter(is_raw).flatten().copied().collect();
    let Some(charset) = charset_of(&raw, &mail[..mail.len().min(SEARCHED)]) else { return Cow::Borrowed(mail) };
    let mut out = Vec::with_capacity(mail.len() + raw.len());
    for line in lines() {
        match is_raw(&line) {
            true => out.extend_from_slice(charset.decode(line).as_bytes()),
            false => out.extend_from_slice(line),
        }
    }
    out.extend_from_slice(&mail[head.len()..]);
    Cow::Owned(out)
}

/// The charset of raw lines: one that the mail names for its text and that fits, or a guess.
fn charset_of(raw: &[u8], mail: &[u8]) -> Option<Charset> {
    if raw.is_empty() {
        return None;
    }
    let text = String::from_utf8_lossy(mail).to_ascii_lowercase();
    let named = text.match_indices("charset=").filter_map(|(at, found)| {
        let rest = text[at + found.len()..].trim_start_matches(['"', '\'']);
        let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || "-_".contains(c))).unwrap_or(rest.len());
        Encoding::for_label_no_replacement(&rest.as_bytes()[..end])
    });
    let mut fitting = named.filter(|charset| {
        *charset != UTF_8 && charset.is_ascii_compatible() && !charset.decode_without_bom_handling(raw).1
    });
    fitting.next().map(Charset::Known).or_else(|| Some(charset::guess(&[raw, mail].concat())))
}

/// The head of a mail with the empty line that ends it, and what follows.
pub(super) fn split(mail: &[u8]) -> (&[u8], &[u8]) {
    let mut at = 0;
    for line in mail.split_inclusive(|&byte| byte == b'\n') {
        at += line.len();
        if line.trim_ascii_end().is_empty() {
            break;
        }
    }
    mail.split_at(at)
}

/// A mail with another content: its head without what it says of the old one, and behind it fields
/// and a body of the new one.
pub(super) fn with_content(mail: &[u8], content: &[&[u8]]) -> Vec<u8> {
    let (head, _) = split(mail);
    let mut out = Vec::with_capacity(mail.len());
    let mut dropped = false;
    for line in head.split_inclusive(|&byte| byte == b'\n').filter(|line| !line.trim_ascii().is_empty()) {
        if !matches!(line[0], b' ' | b'\t') {
            let of_content = |name: &[u8]| line.len() > name.len() && line[..name.len()].eq_ignore_ascii_case(name);
            dropped = of_content(b"content-type:") || of_content(b"content-transfer-encoding:");
        }
        if !dropped {
            out.extend_from_slice(line);
        }
    }
    if !out.is_empty() && !out.ends_with(b"\n") {
        out.push(b'\n');
    }
    content.iter().for_each(|piece| out.extend_from_slice(piece));
    out
}

/// A mail with the boundary between its parts named, where its head names none or a wrong one.
pub(super) fn with_boundary(mail: &[u8], message: &Message<'_>) -> Option<Vec<u8>> {
    let [part] = &message.parts[..] else { return None };
    let (head, body) = split(mail);
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    let says_parts = head.contains("multipart/");
    let says_nothing = part.content_type().is_none() && head.contains("mime-version:");
    if !says_parts && !says_nothing {
        return None;
    }
    let mut lines = body.split(|&byte| byte == b'\n').map(<[u8]>::trim_ascii_end).take(2_000).peekable();
    let mut boundary = None;
    while let Some(line) = lines.next() {
        let begins = lines.peek().is_some_and(|next| next.len() > 8 && next[..8].eq_ignore_ascii_case(b"content-"));
        if begins && line.starts_with(b"--") && (3..=202).contains(&line.len()) && !line.contains(&b'"') {
            boundary = Some(&line[2..]);
            break;
        }
    }
    let kind = if head.contains("multipart/alternative") { "alternative" } else { "mixed" };
    let field = format!("Content-Type: multipart/{kind}; boundary=\"");
    Some(with_content(mail, &[field.as_bytes(), boundary?, b"\"\r\n\r\n", body]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn flowed_lines_are_one() {
        let text = "The ferry \nis late. \n\n> said \n> Ada\n>>and \n> Bram\n-- \nA. Cole\n stuffed\n";
        let want = "The ferry is late. \n\n> said Ada\n>>and \n> Bram\n-- \nA. Cole\nstuffed\n";
        assert_eq!(unflowed(text, false), want);
        assert_eq!(unflowed("日本 \n語\n", true), "日本語\n");
    }

    #[test]
    fn a_named_charset_counts_where_it_fits() {
        assert_eq!(decoded(b"caf\xe9", Some("iso-8859-1")), "café");
        assert_eq!(decoded("café".as_bytes(), Some("iso-8859-1")), "café");
        assert_eq!(decoded(b"caf\xe9 au lait", Some("utf-8")), "café au lait");
        assert_eq!(decoded(b"Hi Mom +Jjo-!", Some("utf-7")), "Hi Mom ☺!");
        assert_eq!(decoded(b"caf\xe9 au lait", Some("x-none")), "café au lait");
        // Well-formed UTF-8 by chance.
        assert_eq!(decoded(b"\xcd\xa8", Some("gb2312")), "通");
    }

    #[test]
    fn heads_in_a_charset_of_their_own_are_read() {
        let mail = b"Subject: Gr\xf6\xdfe\nFrom: =?iso-8859-1?Q?M\xfcller?= <a@b>\nContent-Type: text/plain; charset=iso-8859-1\n\nk\xf6nnen";
        let read = with_readable_head(mail);
        let message = MessageParser::default().parse(&*read).unwrap();
        assert_eq!(message.subject(), Some("Größe"));
        assert_eq!(message.from().unwrap().first().unwrap().name(), Some("Müller"));
        assert!(read.ends_with(b"k\xf6nnen"));
    }

    proptest! {
        #[test]
        fn any_mail_is_taken_apart(mail in r"(Content-Type: (text/plain|multipart/mixed; boundary=a|multipart/alternative; boundary=b|message/rfc822)\n|Subject: x\n|--a\n|--b\n|--a--\n|\n|words \n|begin 644 x\n|#YWJj\n){0,30}") {
            if let Some(message) = MessageParser::default().parse(mail.as_bytes()) {
                let made = made(&message);
                for index in made.attached {
                    let _ = (attached(&message, &message.parts[index]), name(&message, &message.parts[index]));
                }
                let _ = with_boundary(mail.as_bytes(), &message);
            }
        }
    }
}
